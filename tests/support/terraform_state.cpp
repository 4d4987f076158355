#include "tests/support/terraform_state.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "model/aws/percent_encoding.h"

namespace pullproof::support {

using nlohmann::json;

json take(json& from, const std::string& member) {
  const auto found = from.find(member);
  if (found == from.end()) return nullptr;
  json value = *found;
  from.erase(found);
  return value;
}

json take_list(json& from, const std::string& member) {
  json list = take(from, member);
  return list.is_array() ? list : json::array();
}

json take_tags(json& from) {
  json tags = json::object();
  for (const char* name : {"Tags", "tags"}) {
    for (const json& tag : take_list(from, name)) {
      const bool is_upper = tag.contains("Key");
      tags[tag.at(is_upper ? "Key" : "key").get<std::string>()] =
          tag.at(is_upper ? "Value" : "value");
    }
  }
  return tags;
}

void forget(json& from, std::initializer_list<const char*> members) {
  for (const char* member : members) from.erase(member);
}

void forget_if(json& from, const char* member, const json& value) {
  const auto found = from.find(member);
  if (found != from.end() && *found == value) from.erase(found);
}

json texts_in(const json& list, const char* member) {
  json texts = json::array();
  for (const json& each : list) {
    if (each.contains(member)) texts.push_back(each[member]);
  }
  return texts;
}

std::string label_of(const std::string& id) {
  std::string label = id;
  std::replace_if(
      label.begin(), label.end(),
      [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return label;
}

const json& StateSource::beside(const std::string& call) const {
  static const json kNone;
  const auto found = bundle.find(account + '/' + region + '/' + call + ".json");
  return found == bundle.end() ? kNone : *found;
}

StateResource& StateSource::add(const std::string& type, const std::string& id,
                                json values) const {
  made.push_back({.type = type,
                  .name = label_of(id),
                  .account = account,
                  .region = region,
                  .values = std::move(values),
                  .drawn = {},
                  .computed = {}});
  return made.back();
}

namespace {

/// "1111/eu-central-1/ec2-describe-vpcs.json" in parts; the call is empty if the path
/// is none of a document.
struct DocumentName {
  std::string account;
  std::string region;
  std::string call;
  std::string parameter;
};

DocumentName name_of_document(const std::string& path) {
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  if (first == std::string::npos || second == std::string::npos) return {};
  DocumentName name{.account = path.substr(0, first),
                    .region = path.substr(first + 1, second - first - 1),
                    .call = path.substr(second + 1),
                    .parameter = {}};
  name.call = name.call.substr(0, name.call.rfind(".json"));
  const std::size_t slash = name.call.find('/');
  if (slash != std::string::npos) {
    name.parameter = aws::percent_decoded(name.call.substr(slash + 1));
    name.call.resize(slash);
  }
  return name;
}

TakeResource taker_of(const std::string& call, const std::string& key) {
  if (call.starts_with("iam-")) return identity_taker(key);
  for (const auto taker : {network_taker, filter_taker, container_taker}) {
    if (const TakeResource take_one = taker(call)) return take_one;
  }
  return nullptr;
}

/// What follows from resources: lists of their names, their interfaces, and answers of
/// which the manifest tells.
bool is_derived(const std::string& path, const DocumentName& name) {
  return path == "manifest.json" || name.call.starts_with("ecs-list-") ||
         name.call.starts_with("ec2-describe-vpc-attribute-enableDns") ||
         name.call == "ec2-describe-addresses" || name.call == "kms-list-keys" ||
         name.call == "kms-list-aliases";
}

/// What a resource is called in the rest.
std::string id_in(const json& resource) {
  for (const char* member : {"VpcEndpointId",
                             "NatGatewayId",
                             "SubnetId",
                             "RouteTableId",
                             "NetworkAclId",
                             "GroupId",
                             "InternetGatewayId",
                             "VpcPeeringConnectionId",
                             "VpcId",
                             "DhcpOptionsId",
                             "PrefixListId",
                             "RoleName",
                             "PolicyName",
                             "serviceName",
                             "clusterName",
                             "repositoryName",
                             "Name",
                             "logGroupName",
                             "name",
                             "taskDefinitionArn",
                             "KeyId",
                             "ExclusionId"}) {
    const auto found = resource.find(member);
    if (found != resource.end() && found->is_string()) return found->get<std::string>();
  }
  return "the document";
}

bool is_own(const json& resource, const std::string& account) {
  const auto owner = resource.is_object() ? resource.find("OwnerId") : resource.end();
  return resource.is_object() && (owner == resource.end() || *owner == account);
}

void take_document(const StateSource& from, const DocumentName& name, json document,
                   json& rest) {
  for (auto& [key, part] : document.items()) {
    const TakeResource taker = taker_of(name.call, key);
    if (taker == nullptr || !part.is_structured()) {
      rest[key] = part;
      continue;
    }
    const bool is_one = part.is_object();
    json list = is_one ? json::array({part}) : part;
    for (json& resource : list) {
      const std::string id = id_in(resource);
      if (is_own(resource, from.account)) taker(from, resource);
      if (!resource.empty()) rest[key][id] = resource;
    }
  }
}

/// Documents that are one resource as a whole.
void take_policy_document(const StateSource& from, const std::string& call,
                          json& document) {
  if (call == "ecr-get-repository-policy") {
    forget(document, {"registryId", "repositoryName"});
    from.add("aws_ecr_repository_policy", from.parameter,
             {{"id", from.parameter},
              {"repository", from.parameter},
              {"policy", take(document, "policyText")},
              {"registry_id", from.account}})
        .computed = {"id", "registry_id"};
  } else if (call == "ecr-get-registry-policy") {
    forget(document, {"registryId"});
    from.add("aws_ecr_registry_policy", "this",
             {{"id", from.account},
              {"policy", take(document, "policyText")},
              {"registry_id", from.account}})
        .computed = {"id", "registry_id"};
  } else if (call == "s3api-get-bucket-policy") {
    from.add("aws_s3_bucket_policy", from.parameter,
             {{"id", from.parameter},
              {"bucket", from.parameter},
              {"policy", take(document, "Policy")}})
        .computed = {"id"};
  } else if (call == "kms-get-key-policy") {
    forget(document, {"PolicyName"});
    from.add("aws_kms_key_policy", from.parameter,
             {{"id", from.parameter},
              {"key_id", from.parameter},
              {"policy", take(document, "Policy")}})
        .computed = {"id"};
  } else if (call == "secretsmanager-get-resource-policy") {
    const json arn = take(document, "ARN");
    forget(document, {"Name"});
    const json policy = take(document, "ResourcePolicy");
    if (policy.is_null()) return;
    from.add("aws_secretsmanager_secret_policy", from.parameter,
             {{"id", arn}, {"secret_arn", arn}, {"policy", policy}})
        .computed = {"id"};
  }
}

}  // namespace

TerraformState terraform_state(const json& bundle, Form form) {
  TerraformState state;
  state.rest = json::object();
  for (const auto& [path, document] : bundle.items()) {
    const DocumentName name = name_of_document(path);
    if (is_derived(path, name) || !document.is_object()) continue;
    const StateSource from{.bundle = bundle,
                           .account = name.account,
                           .region = name.region,
                           .parameter = name.parameter,
                           .form = form,
                           .made = state.resources};
    json left = document;
    take_policy_document(from, name.call, left);
    json rest = json::object();
    take_document(from, name, left, rest);
    // A list with nothing left of it is as good as none.
    for (auto it = rest.begin(); it != rest.end();) {
      it = it->is_structured() && it->empty() ? rest.erase(it) : std::next(it);
    }
    if (!rest.empty()) state.rest[path] = std::move(rest);
  }
  return state;
}

}  // namespace pullproof::support
