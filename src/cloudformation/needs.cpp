// What a container is given when it starts: keys, secrets, parameters, logs, files.
//
// AWS: CloudFormation template reference, "AWS::KMS::Key",
// "AWS::SecretsManager::Secret", "AWS::SSM::Parameter", "AWS::Logs::LogGroup",
// "AWS::EFS::FileSystem".
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

/// AWS: KMS developer guide, "Default key policy": the account's policies decide.
Json default_key_policy(const Resources& resources) {
  const Json statement = members(
      {{"Sid", "Enable IAM User Permissions"},
       {"Effect", "Allow"},
       {"Principal", members({{"AWS", resources.arn_with("iam::{account}:root", "")}})},
       {"Action", "kms:*"},
       {"Resource", "*"}});
  return members({{"Version", "2012-10-17"}, {"Statement", Json::array({statement})}})
      .dump();
}

}  // namespace

void read_key(ResourceReader& in) {
  const Json enabled = in.flag("Enabled");
  const Json state =
      is_unknown(enabled) ? enabled : Json(enabled == false ? "Disabled" : "Enabled");
  if (!in.id().is_string()) return in.ignore("its id is not known");
  in.put("Key", in.id(),
         members({{"KeyId", in.id()},
                  {"Arn", in.arn()},
                  {"AWSAccountId", in.scope().account.str()},
                  {"KeyManager", "CUSTOMER"},
                  {"KeyState", state}}),
         {"KeyState"}, {}, in.id().get<std::string>());
  Json policy = in.policy_text("KeyPolicy");
  if (policy.is_null()) policy = default_key_policy(in.resources());
  in.put_document("KeyPolicy", in.id(), members({{"Policy", std::move(policy)}}));
}

void read_alias(ResourceReader& in) {
  Json target = in.text("TargetKeyId");
  if (target.is_string()) target = aws::last_part(target.get<std::string>());
  in.put("Alias", in.id(),
         members(
             {{"AliasName", in.id()}, {"AliasArn", in.arn()}, {"TargetKeyId", target}}),
         {"TargetKeyId"});
}

void read_secret(ResourceReader& in) {
  Json secret = members(
      {{"Name", in.id()}, {"ARN", in.arn()}, {"KmsKeyId", in.text("KmsKeyId")}});
  in.doubt_dropped("Secret", secret, {"KmsKeyId"});
  in.put("Secret", in.id(), std::move(secret), {"ARN"});
}

void read_secret_policy(ResourceReader& in) {
  const Json secret = in.text("SecretId");
  const Json policy = in.policy_text("ResourcePolicy");
  if (!secret.is_string()) return in.ignore("its secret is not known");
  // Within the template and the snapshot, a secret is told by its ARN or its name.
  for (const char* key : {"ARN", "Name"}) {
    for (const auto& place : in.resources().account().all("Secret", in.scope())) {
      const Json& there = in.resources().account().at(place);
      if (changes::text_member(there, key) != secret) continue;
      return in.put_document("SecretPolicy", place.id,
                             members({{"ARN", changes::text_member(there, "ARN")},
                                      {"Name", place.id},
                                      {"ResourcePolicy", policy}}));
    }
  }
  const auto arn = secret.get<std::string>();
  constexpr std::string_view kBefore = ":secret:";
  constexpr std::size_t kSuffix = 7;
  const auto at = arn.find(kBefore);
  if (at == std::string::npos || arn.size() <= at + kBefore.size() + kSuffix) {
    return in.ignore("its secret is not in the snapshot");
  }
  std::string name = arn.substr(at + kBefore.size());
  name.resize(name.size() - kSuffix);
  in.put_document("SecretPolicy", name,
                  members({{"ARN", arn}, {"Name", name}, {"ResourcePolicy", policy}}));
}

void read_parameter(ResourceReader& in) {
  in.put("Parameter", in.id(),
         members({{"Name", in.id()}, {"ARN", in.arn()}, {"Type", in.text("Type")}}),
         {});
}

void read_log_group(ResourceReader& in) {
  Json bare = in.arn();
  if (bare.is_string()) {
    auto text = bare.get<std::string>();
    if (text.ends_with(":*")) text.resize(text.size() - 2);
    bare = text;
  }
  Json group = members({{"logGroupName", in.id()},
                        {"arn", in.arn()},
                        {"logGroupArn", std::move(bare)},
                        {"kmsKeyId", in.text("KmsKeyId")}});
  in.doubt_dropped("LogGroup", group, {"kmsKeyId"});
  in.put("LogGroup", in.id(), std::move(group), {"arn"});
}

namespace {

std::string text_in_bucket(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// AWS: S3 user guide, "Default encryption": keys of S3 unless the bucket says others.
Json encryption_of(const ResourceReader& in) {
  const Json said = in.object("BucketEncryption");
  Json rules = list_of(said, "ServerSideEncryptionConfiguration");
  if (is_unknown(said)) rules = said;
  if (rules.is_null()) {
    rules = Json::array({Json::object(
        {{"ApplyServerSideEncryptionByDefault", {{"SSEAlgorithm", "AES256"}}}})});
  } else if (rules.is_array()) {
    for (Json& rule : rules) {
      const Json by = object_of(rule, "ServerSideEncryptionByDefault");
      rule =
          members({{"ApplyServerSideEncryptionByDefault",
                    by.is_object()
                        ? members({{"SSEAlgorithm", text_of(by, "SSEAlgorithm")},
                                   {"KMSMasterKeyID", text_of(by, "KMSMasterKeyID")}})
                        : by}});
    }
  }
  return members({{"Rules", std::move(rules)}});
}

}  // namespace

void read_bucket(ResourceReader& in) {
  if (!in.id().is_string()) return in.ignore("its name is not known");
  const Json* there = in.in_snapshot("BucketEncryption", in.id().get<std::string>());
  if (there != nullptr && in.object("BucketEncryption").is_null()) {
    if (text_in_bucket(*there).find("KMSMasterKeyID") == std::string::npos) return;
    return in.doubt(in.id(),
                    "it is encrypted with a key that the template does not say");
  }
  in.put_document("BucketEncryption", in.id(),
                  members({{"ServerSideEncryptionConfiguration", encryption_of(in)}}));
}

void read_bucket_policy(ResourceReader& in) {
  const Json policy = in.policy_text("PolicyDocument");
  const Json bucket = in.text("Bucket");
  if (bucket.is_null() || policy.is_null()) return in.ignore("it names no bucket");
  in.put_document("BucketPolicy", bucket, members({{"Policy", policy}}));
}

void read_file_system(ResourceReader& in) {
  in.put("FileSystem", in.id(),
         members({{"FileSystemId", in.id()},
                  {"FileSystemArn", in.arn()},
                  {"OwnerId", in.scope().account.str()},
                  {"LifeCycleState", "available"}}),
         {"FileSystemArn"});
  const Json policy = in.policy_text("FileSystemPolicy");
  if (policy.is_null()) return;
  in.put_document("FileSystemPolicy", in.id(),
                  members({{"FileSystemId", in.id()}, {"Policy", policy}}));
}

void read_mount_target(ResourceReader& in) {
  const Json system = in.text("FileSystemId");
  in.put("MountTarget", in.id(),
         members({{"MountTargetId", in.id()},
                  {"FileSystemId", system},
                  {"SubnetId", in.text("SubnetId")},
                  {"OwnerId", in.scope().account.str()},
                  {"IpAddress", in.text("IpAddress")},
                  {"LifeCycleState", "available"}}),
         {"FileSystemId", "SubnetId"}, {"SubnetId"},
         system.is_string() ? system.get<std::string>() : "");
  in.doubt(in.id(), "what a mount target refuses is not told of templates yet");
  const Json groups = in.texts("SecurityGroups");
  if (groups.is_null() || !in.id().is_string()) return;
  in.put_document("MountTargetGroups", in.id(), members({{"SecurityGroups", groups}}));
  const Json* there = in.in_snapshot("MountTarget", in.id().get<std::string>());
  if (there == nullptr || !groups.is_array()) return;
  // The groups of a mount target are those of its interface.
  Json printed = Json::array();
  for (const Json& group : groups) printed.push_back(members({{"GroupId", group}}));
  const std::string interface = changes::text_member(*there, "NetworkInterfaceId");
  if (in.in_snapshot("NetworkInterface", interface) == nullptr) return;
  in.merge("NetworkInterface", interface, members({{"Groups", std::move(printed)}}));
}

void read_access_point(ResourceReader& in) {
  const Json system = in.text("FileSystemId");
  const Json root = in.object("RootDirectory");
  Json directory = root;
  if (root.is_object()) {
    directory = members({{"Path", text_of(root, "Path")}});
    if (root.contains("CreationInfo")) directory["CreationInfo"] = Json::object();
  }
  in.put("AccessPoint", in.id(),
         members({{"AccessPointId", in.id()},
                  {"AccessPointArn", in.arn()},
                  {"FileSystemId", system},
                  {"RootDirectory", std::move(directory)},
                  {"LifeCycleState", "available"}}),
         {"FileSystemId"}, {"FileSystemId"},
         system.is_string() ? system.get<std::string>() : "");
}

}  // namespace pullproof::cli::cloudformation
