// Roles and every policy that judges a call.
#include "src/explain/page_tables.h"

namespace pullproof::cli {
namespace {

constexpr Page kPagesOfPolicy[] = {
    {.code = "ENDPOINT_POLICY_DENY",
     .title = "the policy of a VPC endpoint denies the call",
     .meaning = "The call goes through an endpoint of the VPC whose policy denies it. "
                "Token, logs, secrets and parameters end in AccessDeniedException `... "
                "with an explicit deny in a VPC endpoint policy`, manifest, layers and "
                "environment files on Fargate in `403 Forbidden`.",
     .rule = "A Deny wins over every Allow. The GET of a layer is signed by an account "
             "of ECR's own and goes to a bucket of AWS, so a Deny for whatever is not "
             "of one's own organization, account or buckets hits it. An environment "
             "file is got by the execution role itself.",
     .source = "PrivateLink guide, \"Control access to VPC endpoints using endpoint "
               "policies\"",
     .console = "VPC > Endpoints > (endpoint) > Policy",
     .command = "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids <endpoint>",
     .repair = "Except the call from the Deny. In the policy for S3 that is "
               "s3:GetObject on arn:aws:s3:::prod-<region>-starport-layer-bucket/*.",
     .scenario = "s3-policy-denies-foreign-buckets"},
    {.code = "ENDPOINT_POLICY_NO_ALLOW",
     .title = "the policy of a VPC endpoint does not allow the call",
     .meaning =
         "The call goes through an endpoint of the VPC whose policy leaves it out. "
         "Token, logs, secrets and parameters end in AccessDeniedException `... "
         "because no VPC endpoint policy allows the ... action`; a layer or an "
         "environment file ends in `403 Forbidden`, though role and network are "
         "right.",
     .rule = "An endpoint's policy must allow the call besides all others; the policy "
             "that an endpoint has by default allows everything. The endpoint for "
             "ecr.api is asked about ecr:GetAuthorizationToken, the one for ecr.dkr "
             "about ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, those for logs, "
             "secretsmanager and ssm about what the containers need. The GET of a "
             "layer is signed by an account of ECR's own and goes to a bucket of AWS: "
             "no condition on one's own principals, accounts or organization matches "
             "it. Where S3 has a gateway endpoint a NAT gateway does not help, since "
             "the endpoint's route is more specific.",
     .source = "PrivateLink guide, \"Control access to VPC endpoints using endpoint "
               "policies\"",
     .console = "VPC > Endpoints > (endpoint) > Policy",
     .command = "aws ec2 describe-vpc-endpoints --vpc-endpoint-ids <endpoint>",
     .repair = "In the policy for S3 allow s3:GetObject on "
               "arn:aws:s3:::prod-<region>-starport-layer-bucket/* to Principal * "
               "without conditions, and for environment files s3:GetObject and "
               "s3:GetBucketLocation on their own bucket. In the policies for ecr.api "
               "and ecr.dkr allow the three ECR actions to the role that pulls.",
     .scenario = "s3-gateway-policy-denies-layers"},
    {.code = "EXECUTION_ROLE_MISSING",
     .title = "the task definition names no execution role",
     .meaning = "The task needs an execution role to pull a private ECR image, and its "
                "task definition names none. On Fargate ECS says `Fargate requires "
                "task definition to have execution role ARN to support ECR images.`",
     .rule = "On Fargate and on Managed Instances a task pulls with its execution "
             "role. On EC2 the role of the instance stands in where there is none. The "
             "task role plays no part in a pull.",
     .source = "ECS developer guide, \"Amazon ECS task execution IAM role\"",
     .console = "ECS > Task definitions > (family) > (revision) > Overview: Task "
                "execution role",
     .command =
         "aws ecs describe-task-definition --task-definition <family>:<revision>",
     .repair = "Set executionRoleArn in a new revision to a role that trusts "
               "ecs-tasks.amazonaws.com and may pull, as with the managed policy "
               "AmazonECSTaskExecutionRolePolicy. Then deploy that revision.",
     .scenario = "execution-role-missing"},
    {.code = "EXECUTION_ROLE_NOT_FOUND",
     .title = "the execution role does not exist",
     .meaning = "The task definition names an execution role that its account does not "
                "have: it was deleted, or the ARN is mistyped. The service's events "
                "say `ECS was unable to assume the role ...`.",
     .rule = "ECS assumes the role for each task that it starts. The ARN must be that "
             "of the role, its path included: role/service-role/name is not role/name.",
     .source = "ECS developer guide, \"Amazon ECS task execution IAM role\"",
     .console = "IAM > Roles > (search for its name)",
     .command = "aws iam get-role --role-name <role>",
     .repair =
         "Create the role again with the same name and path, its trust policy and its "
         "permissions. Or name a role that exists in a new revision, and deploy that.",
     .scenario = "execution-role-deleted"},
    {.code = "IDENTITY_POLICY_DENY",
     .title = "a policy of the role denies the call",
     .meaning =
         "A policy of the role that pulls has a Deny that matches the call. The token "
         "ends in AccessDeniedException `... with an explicit deny in an "
         "identity-based policy`, manifest and layers on Fargate in `403 Forbidden`.",
     .rule = "A Deny wins over every Allow. A negated condition holds where its key is "
             "absent: aws:SourceIp is absent through a VPC endpoint, aws:SourceVpc and "
             "aws:SourceVpce are absent without one.",
     .source = "IAM user guide, \"Policy evaluation logic\"",
     .console = "IAM > Roles > (role) > Permissions",
     .command = "aws iam list-attached-role-policies --role-name <role>",
     .repair = "Except the call from the Deny, by its actions, its resources or a "
               "condition. A Deny that is to keep out strange networks must name the "
               "VPC or its endpoints beside the addresses.",
     .scenario = "source-ip-behind-an-endpoint"},
    {.code = "IDENTITY_POLICY_NO_ALLOW",
     .title = "no policy of the role allows the call",
     .meaning = "The role that pulls lacks ecr:GetAuthorizationToken, "
                "ecr:BatchGetImage or ecr:GetDownloadUrlForLayer, or what its "
                "containers need: logs:CreateLogStream, secretsmanager:GetSecretValue, "
                "ssm:GetParameters, kms:Decrypt, s3:GetObject, s3:GetBucketLocation. "
                "ECS shows AccessDeniedException `... because no identity-based policy "
                "allows the ... action`; manifest, layers and environment files end on "
                "Fargate in `403 Forbidden`.",
     .rule = "What nothing allows is denied. ecr:GetAuthorizationToken has no "
             "resource, so only Resource * matches it. The other two the role's "
             "policies may allow or, within one account, the repository's; across "
             "accounts both must. The GET of a layer at S3 is signed by ECR, so "
             "s3:GetObject in the role's policies changes nothing; environment files "
             "need it. A secret's ARN ends in six characters of its own, which a "
             "policy matches with -??????. ECS asks for ssm:GetParameters, and "
             "ssm:GetParameter does not stand for it. awslogs-create-group needs "
             "logs:CreateLogGroup.",
     .source = "IAM user guide, \"Policy evaluation logic\"",
     .console = "IAM > Roles > (role) > Permissions",
     .command = "aws iam simulate-principal-policy --policy-source-arn <role-arn> "
                "--action-names ecr:GetAuthorizationToken ecr:BatchGetImage "
                "ecr:GetDownloadUrlForLayer",
     .repair =
         "Attach AmazonECSTaskExecutionRolePolicy to an execution role, or "
         "AmazonEC2ContainerServiceforEC2Role to the role of an instance. Neither "
         "lets it read secrets, parameters or files. In a policy of your own "
         "allow ecr:GetAuthorizationToken on *, and the other "
         "two on the repository's ARN.",
     .scenario = "execution-role-lacks-token"},
    {.code = "INSTANCE_PROFILE_MISSING",
     .title = "the container instance has no instance profile",
     .meaning = "The task has no execution role, so it pulls with the role of its "
                "instance, and the instance was started without an instance profile. "
                "The task stops with CannotPullECRContainerError.",
     .rule = "An instance has a role only through an instance profile that is attached "
             "to it. On EC2 a task pulls with its execution role if it has one, and "
             "with the instance's role otherwise.",
     .source = "ECS developer guide, \"Amazon ECS container instance IAM role\"",
     .console = "EC2 > Instances > (instance) > Security: IAM Role",
     .command = "aws ec2 describe-iam-instance-profile-associations --filters "
                "Name=instance-id,Values=<instance>",
     .repair = "Attach an instance profile whose role may pull, as with "
               "AmazonEC2ContainerServiceforEC2Role, and name it in the launch "
               "template. Or give the task an execution role.",
     .scenario = "instance-without-profile"},
    {.code = "INSTANCE_PROFILE_NOT_FOUND",
     .title = "the instance profile does not exist or holds no role",
     .meaning = "The task pulls with the role of its instance, and the instance "
                "profile that the instance names was deleted or is empty. There are no "
                "credentials, and the task stops with CannotPullECRContainerError.",
     .rule = "An instance profile holds one role at most. The console makes one "
             "together with a role for EC2; other tools make the two apart, and a "
             "profile may be left empty.",
     .source = "ECS developer guide, \"Amazon ECS container instance IAM role\"",
     .console = "IAM > Roles > (role) > Summary: Instance profile ARN",
     .command = "aws iam get-instance-profile --instance-profile-name <profile>",
     .repair = "Create the instance profile again, add a role that may pull, and "
               "associate it with the instance anew.",
     .scenario = "instance-profile-deleted"},
    {.code = "PERMISSIONS_BOUNDARY_DENY",
     .title = "the permissions boundary of the role denies the call",
     .meaning =
         "The role that pulls has a permissions boundary with a Deny that matches the "
         "call. The token ends in AccessDeniedException `... with an explicit deny in "
         "a permissions boundary`, manifest and layers on Fargate in `403 Forbidden`.",
     .rule = "A Deny in the boundary wins over every Allow, in the policies of the "
             "role and of the repository. A condition on aws:RequestedRegion compares "
             "the Region of the repository, not of the task.",
     .source = "IAM user guide, \"Permissions boundaries for IAM entities\"",
     .console = "IAM > Roles > (role) > Permissions: Permissions boundary",
     .command = "aws iam get-role --role-name <role>",
     .repair = "Except the call from the Deny in the boundary, or give the role "
               "another boundary.",
     .scenario = "permissions-boundary-denies-the-region"},
    {.code = "PERMISSIONS_BOUNDARY_NO_ALLOW",
     .title = "the permissions boundary of the role does not allow the call",
     .meaning =
         "The role's policies allow the call and its permissions boundary does not. "
         "The token ends in AccessDeniedException `... because no permissions boundary "
         "allows the ... action`, manifest and layers on Fargate in `403 Forbidden`.",
     .rule = "A boundary grants nothing: what the role's policies allow counts only "
             "where the boundary allows it, too. Within one account it limits what a "
             "repository's policy grants to the role's ARN, and not what it grants to "
             "the ARN of the role's session.",
     .source = "IAM user guide, \"Permissions boundaries for IAM entities\"",
     .console = "IAM > Roles > (role) > Permissions: Permissions boundary",
     .command = "aws iam get-role --role-name <role>",
     .repair = "Allow the call in the boundary, or give the role another one. More "
               "policies of the role do not help.",
     .scenario = "permissions-boundary-without-token"},
    {.code = "RCP_DENY",
     .title = "a resource control policy of the organization denies the call",
     .meaning = "The account of the repository, or of the role that ECS assumes, is "
                "subject to a resource control policy that denies the call. ECS shows "
                "`403 Forbidden`, AccessDeniedException `... with an explicit deny in "
                "a resource control policy`, or that it was unable to assume the role.",
     .rule =
         "Resource control policies guard the resources of an account, whoever calls: "
         "its repositories, and its roles when they are assumed. They only deny, at "
         "the root, at every unit and at the account. Neither the resources of the "
         "management account nor calls of service-linked roles are limited.",
     .source = "Organizations user guide, \"RCP evaluation\"",
     .console = "AWS Organizations > Policies > Resource control policies > (policy) > "
                "Content",
     .command = "aws organizations list-policies-for-target --target-id "
                "<account-or-unit> --filter RESOURCE_CONTROL_POLICY",
     .repair = "Except the call from the Deny, for example by the VPCs or the "
               "endpoints that tasks pull through.",
     .scenario = "rcp-denies-outside-the-vpc"},
    {.code = "REGISTRY_POLICY_DENY",
     .title = "the policy of the registry denies the call",
     .meaning = "The registry of the repository's account has a policy that denies the "
                "call, for one repository or for all. ECS shows `403 Forbidden` or "
                "AccessDeniedException `... with an explicit deny in a resource-based "
                "policy`.",
     .rule =
         "In scope V2 the registry's policy is enforced for every ECR request. In "
         "scope V1 it is asked about ecr:ReplicateImage, ecr:BatchImportUpstreamImage "
         "and ecr:CreateRepository only. A Deny wins over every Allow.",
     .source = "ECR user guide, \"Private registry permissions\"",
     .console = "ECR > Private registry > Features & Settings > Permissions",
     .command = "aws ecr get-registry-policy --region <region>",
     .repair = "Except the role that pulls from the Deny, or narrow the actions of the "
               "Deny to those that are meant.",
     .scenario = "registry-policy-denies-pulls"},
    {.code = "RESOURCE_POLICY_DENY",
     .title = "the policy of the repository, secret or bucket denies the call",
     .meaning = "The policy of the repository, of a secret or of the bucket of an "
                "environment file has a Deny that matches the call. Of a repository "
                "and a bucket ECS shows `403 Forbidden` on Fargate, of a secret and "
                "otherwise `... with an explicit deny in a resource-based policy`.",
     .rule = "A Deny wins over every Allow, within one account, too. Conditions "
             "compare what the way to ECR gives: aws:SourceIp is the public address of "
             "the NAT gateway or the interface and is absent through an endpoint; "
             "aws:SourceVpce is the endpoint for ecr.dkr, secretsmanager or s3. A Deny "
             "with NotPrincipal hits everybody who is not listed.",
     .source = "ECR user guide, \"Private repository policies\"",
     .console = "ECR > Repositories > (repository) > Permissions",
     .command = "aws ecr get-repository-policy --registry-id <account> "
                "--repository-name <repository>",
     .repair = "Except the role that pulls from the Deny, or correct the addresses or "
               "endpoints in its condition.",
     .scenario = "repository-policy-denies"},
    {.code = "RESOURCE_POLICY_NO_ALLOW",
     .title = "the policy of the repository, secret or bucket does not let another "
              "account in",
     .meaning = "The repository, the secret or the bucket is another account's, and "
                "its policy does not allow the call to the role that pulls. Of a "
                "repository and a bucket ECS shows `403 Forbidden` on Fargate, of a "
                "secret and otherwise `... because no resource-based policy allows the "
                "... action`.",
     .rule =
         "Across accounts both sides must allow: the policies of the role, and the "
         "policy of the repository or, in scope V2, of its registry. The caller is "
         "the execution role, or the role of the instance, never the task role. "
         "Within one account the resource needs no policy. Another account's secret "
         "must be encrypted with a customer managed key, whose policy lets the "
         "role decrypt.",
     .source = "ECR user guide, \"Private repository policies\"",
     .console = "ECR > Repositories > (repository) > Permissions",
     .command = "aws ecr get-repository-policy --registry-id <account> "
                "--repository-name <repository>",
     .repair = "Allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer to the role "
               "that pulls, or to its account, in the repository's policy; in a "
               "secret's secretsmanager:GetSecretValue, in a bucket's s3:GetObject and "
               "s3:GetBucketLocation.",
     .scenario = "cross-account-repository-without-policy"},
    {.code = "SCP_DENY",
     .title = "a service control policy of the organization denies the call",
     .meaning = "The account of the role that pulls is subject to a service control "
                "policy that denies the call. The token ends in AccessDeniedException "
                "`... with an explicit deny in a service control policy`, manifest and "
                "layers on Fargate in `403 Forbidden`.",
     .rule = "A Deny at the root, at any unit above the account or at the account wins "
             "over every Allow. A condition on aws:RequestedRegion compares the Region "
             "of the repository, not of the task. Neither the management account nor "
             "service-linked roles are limited.",
     .source = "Organizations user guide, \"SCP evaluation\"",
     .console =
         "AWS Organizations > Policies > Service control policies > (policy) > Content",
     .command = "aws organizations describe-policy --policy-id <policy>",
     .repair = "Except the role or the call from the Deny, or pull from a repository "
               "that it does not hit, such as a replica in a Region that is allowed.",
     .scenario = "scp-region-deny"},
    {.code = "SCP_NO_ALLOW",
     .title = "a level of the organization has no service control policy that allows "
              "the call",
     .meaning = "At the root, at a unit or at the account of the role that pulls, no "
                "service control policy allows the call. The token ends in "
                "AccessDeniedException `... because no service control policy allows "
                "the ... action`, manifest and layers on Fargate in `403 Forbidden`.",
     .rule =
         "Service control policies grant nothing, and must allow at the root, at every "
         "unit on the way and at the account. FullAWSAccess allows everything where it "
         "is attached; a list of services that replaces it must hold ECR. Neither the "
         "management account nor service-linked roles are limited.",
     .source = "Organizations user guide, \"SCP evaluation\"",
     .console = "AWS Organizations > AWS accounts > (account or unit) > Policies",
     .command = "aws organizations list-policies-for-target --target-id "
                "<account-or-unit> --filter SERVICE_CONTROL_POLICY",
     .repair = "Allow ecr:GetAuthorizationToken, ecr:BatchGetImage and "
               "ecr:GetDownloadUrlForLayer in a service control policy of the level "
               "that the finding names.",
     .scenario = "scp-allow-list-without-ecr"},
    {.code = "TRUST_POLICY_DENY",
     .title = "the trust policy of the role forbids that it is assumed",
     .meaning = "The trust policy has a Deny that matches the service that is to "
                "assume the role. The service's events say `ECS was unable to assume "
                "the role ...`; an instance gets no credentials.",
     .rule = "A Deny wins over every Allow. A Deny for Principal * is for AWS "
             "services, too, and a negated condition such as StringNotEquals "
             "aws:PrincipalOrgID holds for them, since a service has no organization.",
     .source = "IAM user guide, \"Policy evaluation logic\"",
     .console = "IAM > Roles > (role) > Trust relationships",
     .command = "aws iam get-role --role-name <role>",
     .repair = "Except ecs-tasks.amazonaws.com from the Deny, or ec2.amazonaws.com for "
               "the role of an instance: for example, let the Deny hold only where "
               "aws:PrincipalIsAWSService is false.",
     .scenario = "trust-policy-denies-services"},
    {.code = "TRUST_POLICY_NO_ALLOW",
     .title = "the trust policy of the role does not let the service assume it",
     .meaning =
         "The role exists, and its trust policy allows sts:AssumeRole to somebody "
         "else, or on a condition that does not hold. The service's events say `ECS "
         "was unable to assume the role ...`; an instance gets no credentials.",
     .rule =
         "A trust policy must allow the service itself. An execution role and a task "
         "role are assumed by ecs-tasks.amazonaws.com, the role of an instance by "
         "ec2.amazonaws.com. "
         "For tasks, aws:SourceAccount is the task's account, and aws:SourceArn is "
         "matched by the pattern arn:aws:ecs:<region>:<account>:*, and by none that "
         "names a single cluster. Of patterns for tasks or services AWS says nothing: "
         "`--assume trust-source-arn=...` decides.",
     .source = "ECS developer guide, \"Amazon ECS task execution IAM role\"",
     .console = "IAM > Roles > (role) > Trust relationships",
     .command = "aws iam get-role --role-name <role>",
     .repair = "Allow sts:AssumeRole to ecs-tasks.amazonaws.com, or to "
               "ec2.amazonaws.com for the role of an instance, and correct the account "
               "and the Region in its conditions.",
     .scenario = "trust-policy-without-ecs-tasks"},
};

}  // namespace

constinit const std::span<const Page> kPolicyPages = kPagesOfPolicy;

}  // namespace pullproof::cli
