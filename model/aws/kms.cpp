#include "model/aws/kms.h"

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"

namespace pullproof::aws {
namespace {

KmsGrants::Grant parse_grant(Cursor& in) {
  KmsGrants::Grant grant;
  grant.source = in.source();
  grant.grantee = in.text_or("GranteePrincipal", "");
  grant.operations = in.texts("Operations");
  if (auto constraints = in.object("Constraints")) {
    for (const char* kind : {"EncryptionContextSubset", "EncryptionContextEquals"}) {
      for (const auto& [key, value] : constraints->raw(kind).items()) {
        if (value.is_string()) {
          grant.encryption_context[key] = value.get<std::string>();
        }
      }
    }
  }
  in.skip({"KeyId", "GrantId", "Name", "CreationDate", "RetiringPrincipal",
           "IssuingAccount"});
  return grant;
}

}  // namespace

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
  key.manager = object->text_or("KeyManager", "");
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

KmsAlias KmsAlias::parse(Cursor& in) {
  KmsAlias alias;
  fill_common(alias, in);
  alias.name = in.text("AliasName");
  alias.key_id = in.text_or("TargetKeyId", "");
  in.skip_all();
  return alias;
}

KmsGrants KmsGrants::parse(Cursor& in) {
  KmsGrants list;
  fill_common(list, in);
  in.skip({"ResponseMetadata", "NextMarker"});
  list.key_id = last_part(in.context().parameter);
  for (Cursor& grant : in.objects(kSnapshotKey)) {
    list.grants.push_back(parse_grant(grant));
  }
  return list;
}

KmsKeyPolicy KmsKeyPolicy::parse(Cursor& in) {
  KmsKeyPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata", "PolicyName"});
  policy.key_id = last_part(in.context().parameter);
  auto document = parse_policy(in, kSnapshotKey);
  if (document) policy.document = std::move(*document);
  return policy;
}

}  // namespace pullproof::aws
