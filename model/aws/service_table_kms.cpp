// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// AWS Key Management Service", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "alias",
     .arn = "arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}"},
    {.name = "key",
     .arn = "arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}",
     .keys = "kms:KeyOrigin kms:KeySpec kms:KeyUsage kms:MultiRegion "
             "kms:MultiRegionKeyType kms:ResourceAliases[]"},
};

constexpr ActionRow kActions[] = {
    {.actions = "ConnectCustomKeyStore CreateCustomKeyStore DeleteCustomKeyStore "
                "DescribeCustomKeyStores DisconnectCustomKeyStore ListAliases "
                "ListKeys ListRetirableGrants UpdateCustomKeyStore"},
    {.keys = "kms:BypassPolicyLockoutSafetyCheck kms:KeyOrigin kms:KeySpec "
             "kms:KeyUsage kms:MultiRegion kms:MultiRegionKeyType",
     .actions = "CreateKey"},
    {.keys = "kms:RecipientAttestation:", .actions = "GenerateRandom"},
    {.types = "alias key", .actions = "CreateAlias DeleteAlias UpdateAlias"},
    {.types = "key",
     .actions = "CancelKeyDeletion DeleteImportedKeyMaterial DisableKeyRotation "
                "EnableKey GetKeyLastUsage GetKeyPolicy GetKeyRotationStatus "
                "ListKeyPolicies ListKeyRotations ListResourceTags "
                "RotateKeyOnDemand SynchronizeMultiRegionKey TagResource "
                "UntagResource UpdateKeyDescription"},
    {.types = "key",
     .keys = "kms:BypassPolicyLockoutSafetyCheck",
     .actions = "PutKeyPolicy"},
    {.types = "key",
     .keys = "kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext: "
             "kms:EncryptionContextKeys[] kms:RecipientAttestation: kms:RequestAlias",
     .actions = "GenerateDataKeyPair"},
    {.types = "key",
     .keys = "kms:DataKeyPairSpec kms:EncryptionAlgorithm kms:EncryptionContext: "
             "kms:EncryptionContextKeys[] kms:RequestAlias",
     .actions = "GenerateDataKeyPairWithoutPlaintext"},
    {.types = "key",
     .keys = "kms:EncryptionAlgorithm kms:EncryptionContext: "
             "kms:EncryptionContextKeys[] kms:ReEncryptOnSameKey kms:RequestAlias",
     .actions = "ReEncryptFrom ReEncryptTo"},
    {.types = "key",
     .keys = "kms:EncryptionAlgorithm kms:EncryptionContext: "
             "kms:EncryptionContextKeys[] kms:RecipientAttestation: kms:RequestAlias",
     .actions = "Decrypt GenerateDataKey"},
    {.types = "key",
     .keys = "kms:EncryptionAlgorithm kms:EncryptionContext: "
             "kms:EncryptionContextKeys[] kms:RequestAlias",
     .actions = "Encrypt GenerateDataKeyWithoutPlaintext"},
    {.types = "key",
     .keys = "kms:EncryptionContext: kms:EncryptionContextKeys[] "
             "kms:GrantConstraintSourceArn kms:GrantConstraintType "
             "kms:GranteePrincipal kms:GranteeServicePrincipal "
             "kms:GrantIsForAWSResource kms:GrantOperations[] kms:RetiringPrincipal "
             "kms:RetiringServicePrincipal",
     .actions = "CreateGrant"},
    {.types = "key",
     .keys = "kms:EncryptionContext: kms:EncryptionContextKeys[] "
             "kms:GrantConstraintType",
     .actions = "RetireGrant"},
    {.types = "key",
     .keys = "kms:ExpirationModel kms:ValidTo",
     .actions = "ImportKeyMaterial"},
    {.types = "key",
     .keys = "kms:GrantIsForAWSResource",
     .actions = "ListGrants RevokeGrant"},
    {.types = "key",
     .keys = "kms:KeyAgreementAlgorithm kms:RecipientAttestation: kms:RequestAlias",
     .actions = "DeriveSharedSecret"},
    {.types = "key",
     .keys = "kms:MacAlgorithm kms:RequestAlias",
     .actions = "GenerateMac VerifyMac"},
    {.types = "key",
     .keys = "kms:MessageType kms:RequestAlias kms:SigningAlgorithm",
     .actions = "Sign Verify"},
    {.types = "key", .keys = "kms:PrimaryRegion", .actions = "UpdatePrimaryRegion"},
    {.types = "key", .keys = "kms:ReplicaRegion", .actions = "ReplicateKey"},
    {.types = "key", .keys = "kms:RequestAlias", .actions = "DescribeKey GetPublicKey"},
    {.types = "key",
     .keys = "kms:RotationPeriodInDays",
     .actions = "EnableKeyRotation"},
    {.types = "key",
     .keys = "kms:ScheduleKeyDeletionPendingWindowInDays "
             "kms:TrailingDaysWithoutKeyUsage",
     .actions = "ScheduleKeyDeletion"},
    {.types = "key",
     .keys = "kms:TrailingDaysWithoutKeyUsage",
     .actions = "DisableKey"},
    {.types = "key",
     .keys = "kms:WrappingAlgorithm kms:WrappingKeySpec",
     .actions = "GetParametersForImport"},
};

}  // namespace

const ServiceTable kKmsTable = {
    .prefix = "kms",
    .types = kTypes,
    .actions = kActions,
    .keys =
        "kms:CallerAccount kms:CustomerMasterKeySpec kms:CustomerMasterKeyUsage "
        "kms:ViaService",
};

}  // namespace pullproof::aws
