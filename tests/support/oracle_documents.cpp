#include "tests/support/oracle_documents.h"

#include <set>

#include <nlohmann/json.hpp>

namespace pullproof::oracle {
namespace {

using nlohmann::json;

/// What the oracle reads.
const std::set<std::string> kRead = {
    "ec2-describe-vpcs",
    "ec2-describe-vpc-attribute-enableDnsSupport",
    "ec2-describe-vpc-attribute-enableDnsHostnames",
    "ec2-describe-subnets",
    "ec2-describe-route-tables",
    "ec2-describe-network-acls",
    "ec2-describe-security-groups",
    "ec2-describe-network-interfaces",
    "ec2-describe-internet-gateways",
    "ec2-describe-nat-gateways",
    "ec2-describe-vpc-endpoints",
    "ec2-describe-prefix-lists",
    "ec2-get-managed-prefix-list-entries",
    "ec2-describe-dhcp-options",
    "ec2-describe-instances",
    "ec2-describe-vpc-block-public-access-options",
    "ec2-describe-vpc-block-public-access-exclusions",
    "iam-get-account-authorization-details",
    "ecr-describe-repositories",
    "ecr-describe-images",
    "ecr-batch-get-image",
    "ecr-get-repository-policy",
    "ecs-describe-services",
    "ecs-describe-task-definition",
    "ecs-describe-container-instances",
};

/// What may refuse or divert a pull in ways that the oracle does not follow.
const std::set<std::string> kMustBeEmpty = {
    "ec2-describe-vpc-encryption-controls",
    "ecr-describe-pull-through-cache-rules",
    "network-firewall-list-firewalls",
    "route53-list-hosted-zones-by-vpc",
    "route53profiles-list-profile-associations",
    "route53resolver-list-firewall-rule-group-associations",
    "route53resolver-list-resolver-rule-associations",
};

/// What plays no part unless something above names it.
const std::set<std::string> kIgnored = {
    "autoscaling-describe-auto-scaling-groups",
    "ec2-describe-addresses",
    "ec2-describe-egress-only-internet-gateways",
    "ec2-describe-managed-prefix-lists",
    "ec2-describe-transit-gateway-attachments",
    "ec2-describe-transit-gateway-route-tables",
    "ec2-describe-transit-gateway-vpc-attachments",
    "ec2-describe-transit-gateways",
    "ec2-describe-vpc-peering-connections",
    "ec2-describe-vpn-gateways",
    "ecr-describe-repository-creation-templates",
    "ecr-get-account-setting",
    "ecs-describe-capacity-providers",
    "ecs-describe-clusters",
    "ecs-list-clusters",
    "ecs-list-container-instances",
    "ecs-list-services",
    "kms-list-keys",
    "logs-describe-log-groups",
    "route53-list-hosted-zones",
    "route53resolver-list-resolver-endpoints",
    "route53resolver-list-resolver-rules",
    "secretsmanager-list-secrets",
    "ssm-describe-parameters",
    "sts-get-caller-identity",
};

std::string decoded(const std::string& encoded) {
  std::string result;
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '%' && i + 2 < encoded.size()) {
      result += static_cast<char>(std::stoi(encoded.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      result += encoded[i];
    }
  }
  return result;
}

void check_kind(const std::string& call, const json& document) {
  const std::string kind = call.substr(0, call.find('/'));
  if (!document.is_object()) throw Unsupported{call + " is no object"};
  for (const char* key : {"NextToken", "nextToken", "IsTruncated"}) {
    if (document.contains(key) && document[key] != false) {
      throw Unsupported{call + " is one page of several"};
    }
  }
  if (kMustBeEmpty.contains(kind)) {
    for (const json& value : document) {
      if (value.is_array() && !value.empty()) throw Unsupported{call + " is not empty"};
    }
  } else if (!kRead.contains(kind) && !kIgnored.contains(kind)) {
    throw Unsupported{"nothing here reads " + call};
  }
}

/// Requires: every account and every region but "global" is the same.
void agree(std::string& known, const std::string& found) {
  if (!known.empty() && known != found) throw Unsupported{known + " and " + found};
  known = found;
}

void add(Documents& documents, const std::string& path, const json& document) {
  const std::size_t first = path.find('/');
  const std::size_t second = path.find('/', first + 1);
  const std::size_t end = path.rfind(".json");
  if (second == std::string::npos || end == std::string::npos) {
    throw Unsupported{path + " is no <account>/<region>/<call>.json"};
  }
  agree(documents.account, path.substr(0, first));
  const std::string region = path.substr(first + 1, second - first - 1);
  if (region != "global") agree(documents.region, region);
  const std::string call = decoded(path.substr(second + 1, end - second - 1));
  check_kind(call, document);
  if (!documents.by_call.emplace(call, &document).second) {
    throw Unsupported{call + " appears twice"};
  }
}

}  // namespace

Documents read_documents(const json& bundle) {
  Documents documents;
  for (const auto& [path, document] : bundle.items()) {
    if (path != "manifest.json") add(documents, path, document);
  }
  if (documents.account.empty() || documents.region.empty()) {
    throw Unsupported{"no account or no region"};
  }
  for (const char* prefix : {"cn-", "us-gov-", "us-iso", "eusc-"}) {
    if (documents.region.starts_with(prefix)) throw Unsupported{documents.region};
  }
  if (!bundle.contains("manifest.json")) return documents;
  for (const json& call : list(bundle.at("manifest.json"), "calls")) {
    documents.status[decoded(text(call, "call"))] = text(call, "status");
  }
  return documents;
}

const json* find(const Documents& documents, const std::string& call) {
  const auto found = documents.by_call.find(call);
  if (found == documents.by_call.end()) return nullptr;
  if (!documents.status.empty()) {
    const auto status = documents.status.find(call);
    if (status == documents.status.end() || status->second != "ok") {
      throw Unsupported{"the manifest does not vouch for " + call};
    }
  }
  return found->second;
}

const json& need(const Documents& documents, const std::string& call) {
  const json* document = find(documents, call);
  if (document == nullptr) throw Unsupported{call + " was not seen"};
  return *document;
}

bool is_absent(const Documents& documents, const std::string& call) {
  const auto status = documents.status.find(call);
  return status != documents.status.end() && status->second == "absent";
}

std::vector<const json*> all_of(const Documents& documents, const std::string& prefix) {
  std::vector<const json*> found;
  for (const auto& [call, document] : documents.by_call) {
    if (call.starts_with(prefix)) found.push_back(find(documents, call));
  }
  return found;
}

const json& list(const json& object, const std::string& key) {
  static const json kNothing = json::array();
  const auto found = object.find(key);
  if (found == object.end()) return kNothing;
  if (!found->is_array()) throw Unsupported{"`" + key + "` is no array"};
  return *found;
}

std::string text(const json& object, const std::string& key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return "";
  return found->get<std::string>();
}

json policy_document(const json& printed) {
  if (!printed.is_string()) return printed;
  const auto written = printed.get<std::string>();
  return json::parse(written.starts_with("%7B") ? decoded(written) : written);
}

}  // namespace pullproof::oracle
