// References, repositories, images and their keys.
#include "src/explain/page_tables.h"

namespace pullproof::cli {
namespace {

constexpr Page kPagesOfImage[] = {
    {.code = "IMAGE_ARCHIVED",
     .title = "the image is archived",
     .meaning =
         "The image is in the repository's archive, by a lifecycle rule or by hand, "
         "and is listed there still. A pull ends as if it were not there: `not found`.",
     .rule = "An archived image is not pulled: ECR answers requests for it with 404. "
             "DescribeImages lists it with the status ARCHIVED. It is restored on "
             "request or by a push of the same image.",
     .source = "ECR user guide, \"Archiving an image\"",
     .console = "ECR > Repositories > (repository) > Archived images",
     .command = "aws ecr describe-images --repository-name <repository> --filter "
                "imageStatus=ARCHIVED",
     .repair = "Restore the image from the archive, or deploy a task definition that "
               "names an active one. Change the lifecycle rule that archives what "
               "services still run.",
     .scenario = "image-archived"},
    {.code = "IMAGE_DIGEST_NOT_FOUND",
     .title = "the repository has no image with the digest",
     .meaning =
         "A digest is gone from the repository: the one that the task definition pins, "
         "the one that ECS found for the tag when it deployed the service, or one that "
         "an image index lists. Fargate shows `not found` or, just as well, `403 "
         "Forbidden`, which sends people to the permissions.",
     .rule =
         "When ECS deploys a service it looks up the digest of the tag, and tasks that "
         "start later pull that digest, wherever the tag points by then, unless "
         "versionConsistency is disabled for the container. An image that has lost its "
         "last tag is untagged, and lifecycle rules often expire those. An index and "
         "the manifests that it lists are images of their own, and a pull needs both.",
     .source = "ECS developer guide, \"Container image resolution\"",
     .console = "ECR > Repositories > (repository) > Images",
     .command = "aws ecr describe-images --repository-name <repository> --image-ids "
                "imageDigest=<digest>",
     .repair = "Force a new deployment of the service, so that ECS looks up the tag "
               "again, or deploy a task definition with a digest that exists. Or push "
               "the image again. Let lifecycle rules keep what services still run.",
     .scenario = "image-digest-gone"},
    {.code = "IMAGE_NOT_RUNNABLE",
     .title = "what the reference names is no container image that can run",
     .meaning = "The tag or digest names an attestation, a signature, a chart or an "
                "image of an old form, and not a container image. The pull ends in "
                "CannotPullContainerError, while or after it gets the manifest.",
     .rule = "Whatever has an OCI manifest can be pushed to a repository and tagged. A "
             "container image has a config and layers of the media types for images. "
             "containerd 2 no longer reads manifests of schema 1.",
     .source =
         "ECR user guide, \"Container image manifest format support in Amazon ECR\"",
     .console = "ECR > Repositories > (repository) > Images: Artifact type",
     .command = "aws ecr batch-get-image --repository-name <repository> --image-ids "
                "imageTag=<tag>",
     .repair = "Push the container image under the tag again. Where the build adds "
               "attestations, push the image index, or build without them.",
     .scenario = "tag-points-at-attestation"},
    {.code = "IMAGE_PLATFORM_MISMATCH",
     .title = "the image has no variant for the platform of the task",
     .meaning = "The image index lists variants for other CPUs or operating systems "
                "only. The pull ends in CannotPullContainerError `image Manifest does "
                "not contain descriptor matching platform ...`.",
     .rule = "The runtime picks the manifest of the index that fits the task. On "
             "Fargate runtimePlatform in the task definition says which, Linux on "
             "X86_64 unless it says otherwise; on EC2 the instance does. Only an index "
             "lists platforms: a single manifest has its CPU in its config, which is "
             "not collected, and is assumed to fit.",
     .source = "ECS API reference, \"RuntimePlatform\"",
     .console = "ECS > Task definitions > (family) > (revision) > Overview: Operating "
                "system/Architecture",
     .command = "aws ecr batch-get-image --repository-name <repository> --image-ids "
                "imageTag=<tag>",
     .repair = "Build and push a variant for the task's platform, or set "
               "runtimePlatform to one that the image has.",
     .scenario = "image-for-arm-only"},
    {.code = "IMAGE_REFERENCE_INVALID",
     .title = "the image of the container is no image reference",
     .meaning = "The text in the task definition cannot be read as an image's name, "
                "often since a variable in it was empty or had capital letters. The "
                "task stops before any connection: `invalid reference format`.",
     .rule = "A reference is a registry's host, a path, and a tag or a digest. The "
             "path is in lower case; a tag is up to 128 letters, digits, underscores, "
             "periods and hyphens; a digest is sha256: and 64 hexadecimal digits. ECS "
             "takes 255 characters for repository and tag at most.",
     .source = "ECS API reference, \"ContainerDefinition\"",
     .console = "ECS > Task definitions > (family) > (revision) > Containers: Image",
     .command =
         "aws ecs describe-task-definition --task-definition <family>:<revision>",
     .repair = "Correct the container's image in a new revision, and deploy that.",
     .scenario = "image-name-uppercase"},
    {.code = "IMAGE_TAG_NOT_FOUND",
     .title = "the repository has no image with the tag",
     .meaning =
         "The repository exists and no image in it carries the tag: it was never "
         "pushed, was moved, or a lifecycle rule has removed its image. ECS shows `not "
         "found` or `manifest unknown: Requested image not found`.",
     .rule = "The host of the reference names account and Region, and each Region has "
             "repositories of its own. A tag names one image at a time. Without tag "
             "and digest, the tag is latest.",
     .source = "ECS developer guide, \"CannotPullContainer task errors in Amazon ECS\"",
     .console = "ECR > Repositories > (repository) > Images: Image tags",
     .command = "aws ecr describe-images --repository-name <repository> --image-ids "
                "imageTag=<tag>",
     .repair = "Push an image with the tag, or name a tag that exists in a new "
               "revision of the task definition, and deploy that.",
     .scenario = "tag-missing"},
    {.code = "KMS_GRANT_MISSING",
     .title = "ECR has no grant on the KMS key of the repository",
     .meaning = "The grants that ECR made on the repository's key were revoked or "
                "retired, so ECR cannot decrypt the image, whoever pulls it. ECR "
                "answers KmsError, and the task stops with CannotPullContainerError.",
     .rule = "When a repository is created, ECR makes grants on its key, and uses them "
             "for every pull; the role that pulls needs no permission on the key. They "
             "must not be revoked, and cannot be made by hand.",
     .source = "ECR user guide, \"Encryption at rest\"",
     .console = "KMS > Customer managed keys > (key): Key ID, for the command",
     .command = "aws kms list-grants --key-id <key>",
     .repair = "Push the images to a new repository, for which ECR makes grants anew, "
               "and name that in the task definition.",
     .scenario = "kms-grant-revoked"},
    {.code = "KMS_KEY_POLICY_DENIES",
     .title = "the policy of the KMS key denies that ECR decrypts the image",
     .meaning = "The policy of the repository's key has a Deny for kms:Decrypt that "
                "hits ECR, so ECR cannot decrypt the image, whoever pulls it. ECR "
                "answers KmsError, and the task stops with CannotPullContainerError.",
     .rule = "A Deny in the key's policy comes before a grant. ECR decrypts by a grant "
             "of its own, as an AWS service: a Deny for Principal * is for it, too.",
     .source = "KMS developer guide, \"Key policies in AWS KMS\"",
     .console = "KMS > Customer managed keys > (key) > Key policy",
     .command = "aws kms get-key-policy --key-id <key> --policy-name default",
     .repair = "Take kms:Decrypt out of the Deny, or except AWS services from it.",
     .scenario = ""},
    {.code = "KMS_KEY_UNUSABLE",
     .title = "the KMS key of the repository, secret or parameter cannot be used",
     .meaning =
         "The repository's key is disabled or its deletion is scheduled, or ECR itself "
         "has said that it cannot decrypt the image. ECR answers KmsError, and the "
         "task stops with CannotPullContainerError, whoever pulls. Where it is the key "
         "of a secret or a parameter, the task stops with ResourceInitializationError "
         "on Fargate.",
     .rule = "Images are decrypted with the key that the repository was created with, "
             "which cannot be changed. Only a key in state Enabled decrypts. A key in "
             "PendingDeletion decrypts nothing while it waits, and once it is deleted "
             "images, secrets and parameters are lost.",
     .source = "KMS developer guide, \"Key states of AWS KMS keys\"",
     .console = "KMS > Customer managed keys > (key) > General configuration: Status",
     .command = "aws kms describe-key --key-id <key>",
     .repair =
         "Enable the key, after its deletion is cancelled where that was scheduled. "
         "Where the key is enabled, see that its grants and its policy let ECR use it.",
     .scenario = "kms-key-pending-deletion"},
    {.code = "REPOSITORY_NOT_FOUND",
     .title = "the repository does not exist",
     .meaning = "The account of the reference has no repository of that name in the "
                "Region. ECS shows `not found` or `name unknown: The repository with "
                "name '...' does not exist in the registry with id '...'`.",
     .rule = "The host of the reference names account and Region, and each Region has "
             "repositories of its own. A push does not create a repository unless the "
             "registry has a template for that; a pull does only where a pull-through "
             "cache rule covers the name.",
     .source = "ECS developer guide, \"CannotPullContainer task errors in Amazon ECS\"",
     .console = "ECR > Repositories",
     .command = "aws ecr describe-repositories --registry-id <account> "
                "--repository-names <repository>",
     .repair = "Correct account, Region or name of the image in a new revision of the "
               "task definition. Or create the repository, and push the image.",
     .scenario = "repository-name-typo"},
    {.code = "UPSTREAM_SECRET_UNAVAILABLE",
     .title = "the secret of the pull-through cache rule is not there",
     .meaning =
         "The image is not in the repository yet, and the pull-through cache rule that "
         "would import it logs in to the upstream registry with a secret that does not "
         "exist or is marked for deletion. ECR answers `denied: The authentication to "
         "the upstream registry failed`. Images that are cached are pulled all the "
         "same.",
     .rule = "A rule for a registry that asks for a login names a secret of Secrets "
             "Manager in the account and the Region of the registry, whose name begins "
             "with ecr-pullthroughcache/ and that is encrypted with AWS's own key. ECR "
             "reads it with a service-linked role: the role that pulls needs no "
             "permission for it.",
     .source = "ECR user guide, \"Storing your upstream repository credentials in AWS "
               "Secrets Manager\"",
     .console = "ECR > Private registry > Features & Settings > Pull through cache",
     .command = "aws ecr validate-pull-through-cache-rule --ecr-repository-prefix "
                "<prefix>",
     .repair = "Restore the secret, or create one whose name begins with "
               "ecr-pullthroughcache/, with username and accessToken, and name its ARN "
               "in the rule.",
     .scenario = "pull-through-secret-missing"},
};

}  // namespace

constinit const std::span<const Page> kImagePages = kPagesOfImage;

}  // namespace pullproof::cli
