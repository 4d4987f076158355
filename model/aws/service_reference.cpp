#include "model/aws/service_reference.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/aws/policy_condition.h"
#include "model/aws/service_table.h"
#include "model/core/glob_overlap.h"

namespace pullproof::aws {
namespace {

constexpr std::array kTables = {&kEcrTable, &kEcsTable,  &kIamTable,
                                &kKmsTable, &kLogsTable, &kS3Table,
                                &kSsmTable, &kStsTable,  &kSecretsmanagerTable};

// IAM user guide, "AWS global condition context keys"; `aws:Arn`, `aws:SourceOwner` and
// `aws:PrincipalOrgMasterAccountId` are in other guides and in policies of AWS only.
constexpr std::string_view kGlobalKeys =
    "aws:Arn aws:AssumedRoot aws:CalledVia[] aws:CalledViaAWSMCP aws:CalledViaFirst "
    "aws:CalledViaLast aws:ChatbotSourceArn aws:CurrentTime "
    "aws:Ec2InstanceSourcePrivateIPv4 aws:Ec2InstanceSourceVpc aws:EpochTime "
    "aws:FederatedProvider aws:IsMcpServiceAction aws:MultiFactorAuthAge "
    "aws:MultiFactorAuthPresent aws:PrincipalAccount aws:PrincipalArn "
    "aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgMasterAccountId "
    "aws:PrincipalOrgPaths[] aws:PrincipalServiceName aws:PrincipalServiceNamesList[] "
    "aws:PrincipalTag/ aws:PrincipalType aws:Referer aws:RequestedRegion "
    "aws:RequestTag/ aws:ResourceAccount aws:ResourceOrgID aws:ResourceOrgPaths[] "
    "aws:ResourceTag/ aws:SecureTransport aws:SourceAccount aws:SourceArn "
    "aws:SourceIdentity aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths[] "
    "aws:SourceOwner aws:SourceVpc aws:SourceVpcArn aws:SourceVpce aws:TagKeys[] "
    "aws:TokenIssueTime aws:UserAgent aws:userid aws:username aws:ViaAWSMCPService "
    "aws:ViaAWSService aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths[] "
    "aws:VpcSourceIp";

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    all.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

using Keys = std::map<std::string, ConditionKey>;

/// Adds the keys of a list, and gives back their names in lower case.
std::set<std::string> read_keys(std::string_view list, Keys& keys) {
  std::set<std::string> names;
  for (std::string_view word : words(list)) {
    ConditionKey key;
    key.multivalued = word.ends_with("[]");
    if (key.multivalued) word.remove_suffix(2);
    key.is_template = word.ends_with('/') || word.ends_with(':');
    key.name = word;
    names.insert(lower(word));
    keys.insert_or_assign(lower(word), std::move(key));
  }
  return names;
}

/// `bucket` for `${BucketName}`. What never holds a slash or a colon is bounded.
bool is_bounded(std::string_view placeholder) {
  constexpr std::array<std::string_view, 5> kBounded = {
      "Partition", "Region", "Account", "BucketName", "AccessPointName"};
  return std::find(kBounded.begin(), kBounded.end(), placeholder) != kBounded.end();
}

/// A placeholder becomes a wildcard. A region is never empty; an account may be, as in
/// the documents that AWS owns.
Glob arns_of(std::string_view format) {
  std::vector<GlobToken> tokens;
  while (!format.empty()) {
    if (!format.starts_with("${")) {
      const auto byte = static_cast<unsigned char>(format.front());
      tokens.push_back({GlobToken::Kind::Character, byte});
      format.remove_prefix(1);
      continue;
    }
    const std::string_view name = format.substr(2, format.find('}') - 2);
    if (name == "Region") {
      tokens.push_back({GlobToken::Kind::AnySegmentCharacter, 0});
    }
    tokens.push_back(
        {is_bounded(name) ? GlobToken::Kind::AnySegmentRun : GlobToken::Kind::AnyRun,
         0});
    format.remove_prefix(name.size() + 3);
  }
  return Glob::of(std::move(tokens), LetterCase::Sensitive);
}

void read_actions(const ActionRow& row,
                  const std::map<std::string, std::string>& of_type,
                  ServiceReference& service) {
  std::set<std::string> keys = read_keys(row.keys, service.keys);
  std::vector<const ResourceType*> types;
  for (const std::string_view name : words(row.types)) {
    for (const ResourceType& type : service.types) {
      if (type.name == name) types.push_back(&type);
    }
    keys.merge(read_keys(of_type.at(std::string(name)), service.keys));
  }
  for (const std::string_view name : words(row.actions)) {
    service.actions.push_back({.service = service.prefix,
                               .name = std::string(name),
                               .types = types,
                               .keys = keys});
  }
}

void read_table(const ServiceTable& table, ServiceReference& service) {
  service.prefix = table.prefix;
  std::map<std::string, std::string> keys_of_type;
  for (const TypeRow& row : table.types) {
    service.types.push_back({.name = std::string(row.name),
                             .arn = std::string(row.arn),
                             .arns = arns_of(row.arn)});
    keys_of_type.emplace(row.name, row.keys);
  }
  for (const ActionRow& row : table.actions) read_actions(row, keys_of_type, service);
  const std::set<std::string> common = read_keys(table.keys, service.keys);
  for (ServiceAction& action : service.actions) {
    action.keys.insert(common.begin(), common.end());
  }
}

/// By prefix; "aws" has keys only.
const std::map<std::string, ServiceReference>& services() {
  static const std::map<std::string, ServiceReference> kServices = [] {
    std::map<std::string, ServiceReference> all;
    for (const ServiceTable* table : kTables) {
      read_table(*table, all[std::string(table->prefix)]);
    }
    static_cast<void>(read_keys(kGlobalKeys, all["aws"].keys));
    return all;
  }();
  return kServices;
}

const ServiceReference* find_service(const std::string& lower_prefix) {
  const auto found = services().find(lower_prefix);
  return found == services().end() ? nullptr : &found->second;
}

const ServiceReference* service_of_key(std::string_view key) {
  return find_service(lower(key.substr(0, key.find(':'))));
}

/// Beside `aws:`, what a session carries into every request of its own.
bool is_global(const ConditionKey& key) {
  return key.name.starts_with("aws:") || key.name == "ssm:SourceInstanceARN";
}

/// As far as its text tells: a variable may be anything.
Glob possible_arns(const ResourcePattern& pattern) {
  if (!pattern.has_variables) return pattern.glob.possible;
  std::string text;
  std::string_view rest = pattern.text;
  for (std::size_t at = rest.find("${"); at != rest.npos; at = rest.find("${")) {
    text += rest.substr(0, at);
    text += '*';
    const std::size_t end = rest.find('}', at);
    if (end == std::string_view::npos) return Glob::like("*");
    rest.remove_prefix(end + 1);
  }
  text += rest;
  return Glob::like(text);
}

}  // namespace

const ServiceReference* service_reference(std::string_view prefix) {
  const std::string name = lower(prefix);
  return name == "aws" ? nullptr : find_service(name);
}

const ServiceAction* known_action(std::string_view service, std::string_view name) {
  const ServiceReference* reference = service_reference(service);
  if (reference == nullptr) return nullptr;
  const std::string wanted = lower(name);
  const auto& all = reference->actions;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& action) {
    return lower(action.name) == wanted;
  });
  return found == all.end() ? nullptr : &*found;
}

bool has_known_keys(std::string_view key) {
  return key.find(':') != key.npos && service_of_key(key) != nullptr;
}

const ConditionKey* condition_key(std::string_view key) {
  if (!has_known_keys(key)) return nullptr;
  const Keys& keys = service_of_key(key)->keys;
  const std::string name = lower(key);
  const auto found = keys.find(name);
  if (found != keys.end() && !found->second.is_template) return &found->second;
  for (const auto& [lower_name, each] : keys) {
    if (each.is_template && name.size() > lower_name.size() &&
        name.starts_with(lower_name)) {
      return &each;
    }
  }
  return nullptr;
}

std::vector<std::string> keys_beside(std::string_view key) {
  std::vector<std::string> names;
  if (!has_known_keys(key)) return names;
  const Keys& keys = service_of_key(key)->keys;
  names.reserve(keys.size());
  for (const auto& [name, each] : keys) names.push_back(each.name);
  return names;
}

bool carries(const ServiceAction& action, const ConditionKey& key) {
  return is_global(key) || action.keys.contains(lower(key.name));
}

bool may_be(const ResourcePattern& pattern, const ResourceType& type) {
  return overlap(possible_arns(pattern), type.arns);
}

}  // namespace pullproof::aws
