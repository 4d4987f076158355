// What a container needs before it starts, and the role that it runs with.
#include "src/explain/page_tables.h"

namespace pullproof::cli {
namespace {

constexpr Page kPagesOfStart[] = {
    {.code = "DNS_HOSTNAMES_DISABLED",
     .title = "the VPC has enableDnsHostnames off, so names of mount targets are not "
              "answered",
     .meaning =
         "The task mounts a file system of EFS by its name, and the VPC has DNS "
         "hostnames turned off. ECS shows `Failed to resolve \"fs-....efs....\"` "
         "in ResourceInitializationError, before the container starts.",
     .rule = "The name of a file system is answered by Amazon's resolver inside of the "
             "VPC of its mount targets only, and only with both attributes of the VPC "
             "on, enableDnsSupport and enableDnsHostnames. ECS mounts by that name and "
             "has no way to mount by an address.",
     .source = "EFS user guide, \"Mounting on Amazon EC2 with a DNS name\"",
     .console = "VPC > Your VPCs > (VPC) > Edit VPC settings",
     .command =
         "aws ec2 describe-vpc-attribute --attribute enableDnsHostnames --vpc-id "
         "<vpc>",
     .repair =
         "Turn on enableDnsHostnames: aws ec2 modify-vpc-attribute --vpc-id <vpc> "
         "--enable-dns-hostnames.",
     .scenario = ""},
    {.code = "FILE_SYSTEM_NOT_FOUND",
     .title = "the file system does not exist",
     .meaning = "The task definition has a volume of EFS, and its account has no file "
                "system of that id in the Region. ECS shows `Failed to resolve "
                "\"fs-....efs....\" - check that your file system ID is correct`.",
     .rule = "A volume names a file system by its id, in the Region of the task. One "
             "that was deleted and created again has another id.",
     .source = "ECS developer guide, \"Use Amazon EFS volumes with Amazon ECS\"",
     .console = "EFS > File systems",
     .command = "aws efs describe-file-systems --region <region>",
     .repair = "Name a file system that exists in a new revision of the task "
               "definition, and deploy that.",
     .scenario = ""},
    {.code = "FILE_SYSTEM_UNUSABLE",
     .title = "the file system is not in service",
     .meaning = "The file system that the task mounts is being created or deleted, or "
                "is in state error, so nobody can mount it.",
     .rule = "A file system can be mounted while its state is available or updating. "
             "Its mount targets are gone before it is deleted.",
     .source = "EFS API reference, \"FileSystemDescription\"",
     .console = "EFS > File systems > (file system): File system state",
     .command = "aws efs describe-file-systems --region <region> --file-system-id "
                "<file system>",
     .repair = "Wait until it is available, or name another one in a new revision of "
               "the task definition.",
     .scenario = ""},
    {.code = "MOUNT_TARGET_NOT_IN_ZONE",
     .title = "the file system has no mount target in the zone of the task",
     .meaning = "The task may start in a subnet whose Availability Zone has no mount "
                "target of the file system. There its name does not resolve, and ECS "
                "shows `Failed to resolve \"fs-....efs....\" ... ensure that the VPC "
                "has an EFS mount target for this file system ID`. In other zones the "
                "same service starts.",
     .rule = "The name of a file system stands for its mount target in the zone of "
             "whoever asks, and for nothing where that zone has none. A One Zone file "
             "system has one mount target, so tasks that mount it must all be in its "
             "zone.",
     .source = "EFS user guide, \"Mounting on Amazon EC2 with a DNS name\"",
     .console = "EFS > File systems > (file system) > Network",
     .command = "aws efs describe-mount-targets --file-system-id <file system>",
     .repair = "Create a mount target in each zone of the service's subnets, with a "
               "group that admits TCP 2049 from the tasks. Or take the subnets of the "
               "other zones out of the service.",
     .scenario = "efs-no-mount-target-in-zone"},
    {.code = "MOUNT_TARGET_UNUSABLE",
     .title = "the mount target is not in service",
     .meaning = "The zone of the task has a mount target of the file system, and it is "
                "being created or deleted, or is in state error.",
     .rule = "A mount target answers while its state is available or updating, and its "
             "name resolves about a minute after it has become available.",
     .source = "EFS API reference, \"MountTargetDescription\"",
     .console = "EFS > File systems > (file system) > Network: Mount target state",
     .command = "aws efs describe-mount-targets --file-system-id <file system>",
     .repair = "Wait until it is available. One in state error has to be deleted and "
               "created again.",
     .scenario = ""},
    {.code = "KMS_KEY_POLICY_NO_ALLOW",
     .title = "the policy of the KMS key does not let the role decrypt",
     .meaning =
         "A secret or a parameter is encrypted with a customer managed key whose "
         "policy allows kms:Decrypt neither to the role nor to its account. Of a "
         "secret ECS shows AccessDeniedException `Access to KMS is not allowed`, of a "
         "parameter `The ciphertext refers to a customer master key that does not "
         "exist ...`.",
     .rule = "Unlike other resources, a key is governed by its own policy first: the "
             "policies of a role count only where the key's policy allows the account "
             "of the key, as the default one does. Across accounts both must allow. "
             "Secrets Manager and Systems Manager call KMS for the role that asks "
             "them, with kms:ViaService and an encryption context, so no endpoint for "
             "KMS is needed. The keys aws/secretsmanager and aws/ssm let every role of "
             "their account decrypt, and none of another.",
     .source = "KMS developer guide, \"Key policies in AWS KMS\"",
     .console = "KMS > Customer managed keys > (key) > Key policy",
     .command = "aws kms get-key-policy --key-id <key> --policy-name default",
     .repair = "Allow kms:Decrypt in the key's policy to the execution role, or to its "
               "account, and then in a policy of the role, too. A condition on "
               "kms:ViaService must name secretsmanager.<region>.amazonaws.com or "
               "ssm.<region>.amazonaws.com.",
     .scenario = ""},
    {.code = "LOG_GROUP_NOT_FOUND",
     .title = "the log group does not exist",
     .meaning =
         "The container sends its logs to a log group that the account does not have "
         "in the Region of awslogs-region, and awslogs-create-group is not set. The "
         "container does not start. ECS shows `failed to create Cloudwatch log stream: "
         "... The specified log group does not exist.` in ResourceInitializationError "
         "on Fargate, and in CannotStartContainerError on EC2.",
     .rule = "The driver awslogs creates a log stream for each container, and its "
             "group only if awslogs-create-group is true. It does both in the Region "
             "of awslogs-region, which need not be the task's. Names of log groups are "
             "case-sensitive. Creating a group takes logs:CreateLogGroup, which "
             "AmazonECSTaskExecutionRolePolicy does not have.",
     .source = "ECS developer guide, \"Send Amazon ECS logs to CloudWatch\"",
     .console = "CloudWatch > Log groups",
     .command = "aws logs describe-log-groups --region <region> "
                "--log-group-name-prefix <group>",
     .repair = "Create the log group in the Region of awslogs-region, or correct name "
               "or Region in a new revision of the task definition. Or set "
               "awslogs-create-group to true, and allow logs:CreateLogGroup to the "
               "role that writes the logs.",
     .scenario = "log-group-missing"},
    {.code = "PARAMETER_NOT_FOUND",
     .title = "the parameter does not exist",
     .meaning =
         "The container gets a variable from a parameter that the account does not "
         "have in the Region. The task stops with ResourceInitializationError `... "
         "invalid ssm parameters: ...` on Fargate, and with `... invalid parameters: "
         "...` on EC2, which looks like a malformed value and is a missing one.",
     .rule =
         "valueFrom is the ARN of a parameter, or its name where it is in the "
         "Region of the task. A name that is a path starts with a slash, and its "
         "ARN has that slash once: parameter/prod/db is /prod/db. Names are "
         "case-sensitive. Behind the name may stand a colon and a version, of which "
         "the newest hundred are kept, or a label. Each task that starts reads the "
         "parameter anew, so a deleted one does not harm those that run.",
     .source = "ECS developer guide, \"Pass Systems Manager parameters through Amazon "
               "ECS environment variables\"",
     .console = "Systems Manager > Parameter Store",
     .command = "aws ssm describe-parameters --region <region> --parameter-filters "
                "Key=Name,Values=<parameter>",
     .repair = "Create the parameter in the Region that valueFrom names, or name one "
               "that exists in a new revision of the task definition, and deploy that.",
     .scenario = "parameter-not-found"},
    {.code = "SECRET_NOT_FOUND",
     .title = "the secret does not exist",
     .meaning =
         "The container gets a variable, or the options of its log driver, from a "
         "secret that the account does not have in the Region of the ARN. ECS shows "
         "`Secrets Manager can't find the specified secret.` or `The task can't "
         "retrieve the secret with ARN ...`, before the container starts.",
     .rule = "The ARN of a secret ends in a hyphen and six characters that Secrets "
             "Manager adds. A secret that is deleted and created again has others, so "
             "an ARN that was copied once leads nowhere, though the name is the same. "
             "The Region of the ARN is asked, not that of the task. A list of secrets "
             "leaves out those that wait for their deletion unless it is asked for "
             "them: one that is missing from it may be one of those. Of a secret that "
             "exists, the version that is asked for has to exist, too: where a stage "
             "and an id are given, the stage has to be on the version of that id.",
     .source = "ECS developer guide, \"Troubleshooting Amazon ECS "
               "ResourceNotFoundException errors\"",
     .console = "Secrets Manager > Secrets",
     .command = "aws secretsmanager list-secrets --region <region> "
                "--include-planned-deletion --filters Key=name,Values=<secret>",
     .repair = "Put the ARN of a secret that exists into a new revision of the task "
               "definition, and deploy that. Or create the secret, whose ARN is then a "
               "new one.",
     .scenario = "secret-not-found"},
    {.code = "SECRET_PENDING_DELETION",
     .title = "the secret is marked for deletion",
     .meaning = "The secret exists and its deletion is scheduled, so nobody can read "
                "it. ECS shows InvalidRequestException `You can't perform this "
                "operation on the secret because it was marked for deletion.`",
     .rule = "A secret is not deleted at once: for 7 to 30 days it can be restored, "
             "and meanwhile nobody can read it. Tasks that run keep what they have "
             "read; the next one that starts fails.",
     .source = "Secrets Manager user guide, \"Delete an AWS Secrets Manager secret\"",
     .console = "Secrets Manager > Secrets > (preferences): Show secrets scheduled for "
                "deletion",
     .command = "aws secretsmanager describe-secret --region <region> --secret-id "
                "<secret>",
     .repair = "Restore the secret with aws secretsmanager restore-secret, or name "
               "another one in a new revision of the task definition.",
     .scenario = "secret-pending-deletion"},
    {.code = "SECRET_REFERENCE_INVALID",
     .title = "what stands behind the secret's name in valueFrom is malformed",
     .meaning =
         "valueFrom has a secret's ARN with a number of parts behind the name that ECS "
         "cannot read. The container does not start, and on EC2 ECS shows `an invalid "
         "ARN format for the AWS Secrets Manager secret was specified`.",
     .rule = "Behind the name, with its six characters, either nothing follows, or "
             "three parts do: :json-key:version-stage:version-id. A part may be empty, "
             "but its colon must be there: a JSON key by itself is followed by two "
             "colons.",
     .source = "ECS developer guide, \"Pass Secrets Manager secrets through Amazon ECS "
               "environment variables\"",
     .console = "ECS > Task definitions > (family) > (revision) > Containers: "
                "Environment variables",
     .command =
         "aws ecs describe-task-definition --task-definition <family>:<revision>",
     .repair = "Write the secret's ARN by itself, or with all three parts, as in "
               "<arn>:password::, in a new revision, and deploy that.",
     .scenario = ""},
    {.code = "ENVIRONMENT_FILE_INVALID",
     .title = "an environment file is not named as an object in S3",
     .meaning =
         "environmentFiles names something that ECS cannot download: a URL, a "
         "bucket without a key, or the ARN of something else. The container does "
         "not start.",
     .rule = "The value of an environment file is the ARN of its object: the "
             "partition's prefix, the bucket, a slash and the key, which ends in .env. "
             "Neither a URL nor an ARN of the bucket will do.",
     .source = "ECS developer guide, \"Pass environment variables to an Amazon ECS "
               "container\"",
     .console = "ECS > Task definitions > (family) > (revision) > Containers: "
                "Environment files",
     .command =
         "aws ecs describe-task-definition --task-definition <family>:<revision>",
     .repair = "Write arn:aws:s3:::<bucket>/<key> (aws-cn in China) in a new revision, "
               "and deploy that.",
     .scenario = ""},
    {.code = "TASK_ROLE_NOT_FOUND",
     .title = "the task role does not exist",
     .meaning =
         "The task definition names a task role that its account does not have: it was "
         "deleted, or the ARN is mistyped. No task starts, though the image could be "
         "pulled, and the service's events say `ECS was unable to assume the role "
         "...`.",
     .rule =
         "ECS assumes two roles for a task: the execution role, to pull and to fetch "
         "what containers need, and the task role, whose credentials the containers "
         "get. Both must exist and trust ecs-tasks.amazonaws.com. The ARN must be that "
         "of the role, its path included: role/service/name is not role/name.",
     .source = "ECS developer guide, \"Amazon ECS task IAM role\"",
     .console = "IAM > Roles > (search for its name)",
     .command = "aws iam get-role --role-name <role>",
     .repair =
         "Create the role again with the same name and path, its trust policy and its "
         "permissions. Or name a role that exists in a new revision, and deploy that.",
     .scenario = "task-role-missing"},
};

}  // namespace

constinit const std::span<const Page> kStartPages = kPagesOfStart;

}  // namespace pullproof::cli
