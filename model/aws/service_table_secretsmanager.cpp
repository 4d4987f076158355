// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// AWS Secrets Manager", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "Secret",
     .arn = "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${SecretId}",
     .keys = "secretsmanager:resource/AllowRotationLambdaArn "
             "secretsmanager:resource/Type secretsmanager:ResourceTag/"},
};

constexpr ActionRow kActions[] = {
    {.actions = "BatchGetSecretValue GetRandomPassword ListSecrets"},
    {.types = "Secret",
     .actions = "CancelRotateSecret DeleteResourcePolicy DescribeSecret "
                "GetResourcePolicy ListSecretVersionIds PutSecretValue "
                "RemoveRegionsFromReplication RestoreSecret "
                "StopReplicationToReplica TagResource UntagResource "
                "ValidateResourcePolicy"},
    {.types = "Secret",
     .keys = "secretsmanager:AddReplicaRegions[] secretsmanager:Description "
             "secretsmanager:ForceOverwriteReplicaSecret secretsmanager:KmsKeyArn "
             "secretsmanager:KmsKeyId secretsmanager:Name secretsmanager:Type",
     .actions = "CreateSecret"},
    {.types = "Secret",
     .keys = "secretsmanager:AddReplicaRegions[] "
             "secretsmanager:ForceOverwriteReplicaSecret",
     .actions = "ReplicateSecretToRegions"},
    {.types = "Secret",
     .keys = "secretsmanager:BlockPublicPolicy",
     .actions = "PutResourcePolicy"},
    {.types = "Secret",
     .keys = "secretsmanager:Description secretsmanager:KmsKeyArn "
             "secretsmanager:KmsKeyId secretsmanager:Type",
     .actions = "UpdateSecret"},
    {.types = "Secret",
     .keys = "secretsmanager:ExternalSecretRotationRoleArn "
             "secretsmanager:ModifyRotationRules secretsmanager:RotateImmediately "
             "secretsmanager:RotationLambdaARN",
     .actions = "RotateSecret"},
    {.types = "Secret",
     .keys = "secretsmanager:ForceDeleteWithoutRecovery "
             "secretsmanager:RecoveryWindowInDays",
     .actions = "DeleteSecret"},
    {.types = "Secret",
     .keys = "secretsmanager:VersionId secretsmanager:VersionStage",
     .actions = "GetSecretValue"},
    {.types = "Secret",
     .keys = "secretsmanager:VersionStage",
     .actions = "UpdateSecretVersionStage"},
};

}  // namespace

const ServiceTable kSecretsmanagerTable = {
    .prefix = "secretsmanager",
    .types = kTypes,
    .actions = kActions,
    .keys =
        "secretsmanager:resource/AllowRotationLambdaArn "
        "secretsmanager:resource/Type secretsmanager:ResourceTag/ "
        "secretsmanager:SecretId secretsmanager:SecretPrimaryRegion",
};

}  // namespace pullproof::aws
