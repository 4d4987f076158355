#include "model/aws/kms.h"

namespace pullproof::aws {

KmsKey KmsKey::parse(Cursor& in) {
  KmsKey key;
  fill_common(key, in);
  in.skip({"ResponseMetadata"});
  auto object = in.object(kSnapshotKey);
  if (!object) return key;
  key.source = object->source();
  key.arn = object->text("Arn");
  key.key_id = object->text("KeyId");
  key.state = object->text("KeyState");
  object->skip({"AWSAccountId",
                "CreationDate",
                "Enabled",
                "Description",
                "KeyUsage",
                "DeletionDate",
                "ValidTo",
                "Origin",
                "CustomKeyStoreId",
                "CloudHsmClusterId",
                "ExpirationModel",
                "KeyManager",
                "CustomerMasterKeySpec",
                "KeySpec",
                "EncryptionAlgorithms",
                "SigningAlgorithms",
                "KeyAgreementAlgorithms",
                "MultiRegion",
                "MultiRegionConfiguration",
                "PendingDeletionWindowInDays",
                "MacAlgorithms",
                "XksKeyConfiguration",
                "CurrentKeyMaterialId"});
  return key;
}

}  // namespace pullproof::aws
