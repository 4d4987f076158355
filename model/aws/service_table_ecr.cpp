// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// Amazon Elastic Container Registry", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "repository",
     .arn = "arn:${Partition}:ecr:${Region}:${Account}:repository/${RepositoryName}",
     .keys = "ecr:ResourceTag/"},
};

constexpr ActionRow kActions[] = {
    {.actions = "CreatePullThroughCacheRule CreateRepositoryCreationTemplate "
                "DeletePullThroughCacheRule DeleteRegistryPolicy "
                "DeleteRepositoryCreationTemplate DeleteSigningConfiguration "
                "DeregisterPullTimeUpdateExclusion DescribePullThroughCacheRules "
                "DescribeRegistry DescribeRepositoryCreationTemplates "
                "GetAuthorizationToken GetRegistryPolicy "
                "GetRegistryScanningConfiguration GetSigningConfiguration "
                "ListPullTimeUpdateExclusions PutRegistryPolicy "
                "PutRegistryScanningConfiguration PutReplicationConfiguration "
                "PutSigningConfiguration RegisterPullTimeUpdateExclusion "
                "UpdatePullThroughCacheRule UpdateRepositoryCreationTemplate "
                "ValidatePullThroughCacheRule"},
    {.keys = "ecr:AccountSetting", .actions = "GetAccountSetting PutAccountSetting"},
    {.types = "repository",
     .actions = "BatchCheckLayerAvailability BatchDeleteImage BatchGetImage "
                "BatchGetRepositoryScanningConfiguration BatchImportUpstreamImage "
                "CompleteLayerUpload CreateRepository DeleteLifecyclePolicy "
                "DeleteRepository DeleteRepositoryPolicy "
                "DescribeImageReplicationStatus DescribeImages "
                "DescribeImageScanFindings DescribeImageSigningStatus "
                "DescribeRepositories GetDownloadUrlForLayer GetImageCopyStatus "
                "GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy "
                "InitiateLayerUpload ListImages ListTagsForResource PutImage "
                "PutImageScanningConfiguration PutImageTagMutability "
                "PutLifecyclePolicy ReplicateImage SetRepositoryPolicy "
                "StartImageScan StartLifecyclePolicyPreview TagResource "
                "UntagResource UpdateImageStorageClass UploadLayerPart"},
};

}  // namespace

const ServiceTable kEcrTable = {
    .prefix = "ecr",
    .types = kTypes,
    .actions = kActions,
    .keys = "",
};

}  // namespace pullproof::aws
