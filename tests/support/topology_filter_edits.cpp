// Network ACLs and security groups.
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/topology_answers.h"

namespace pullproof::support {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

void give_own_acl(json& bundle, Picks picks) {
  const json subnet = subnets(bundle).pick(picks)["SubnetId"];
  for (json* list : lists(bundle, "ec2-describe-network-acls", "NetworkAcls")) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      json& members = (*list)[i]["Associations"];
      for (std::size_t k = 0; k < members.size(); ++k) {
        if (members[k]["SubnetId"] != subnet || members.size() == 1) continue;
        members.erase(k);
        json own = (*list)[i];
        own["NetworkAclId"] = "acl-of-" + std::string(subnet);
        own["Associations"] = {{{"SubnetId", subnet}}};
        list->push_back(own);
        return;
      }
    }
  }
}

void add_acl_entry(json& bundle, Picks picks) {
  json& entries = acls(bundle).pick(picks)["Entries"];
  AclRule rule{.action = picks.below(3) == 0 ? "allow" : "deny"};
  rule.egress = picks.coin();
  rule.protocol = picks.one_of(some_protocols());
  rule.cidr = picks.one_of(some_blocks());
  const auto& ports = picks.one_of(some_ports());
  rule.first_port = ports.first;
  rule.last_port = ports.last;
  rule.number = static_cast<int>(50 + picks.below(60));
  for (const json& one : entries) {
    if (one["RuleNumber"] == rule.number && one["Egress"] == rule.egress) return;
  }
  entries.push_back(acl_entries({rule})[0]);
}

void remove_acl_entry(json& bundle, Picks picks) {
  json& entries = acls(bundle).pick(picks)["Entries"];
  if (!entries.empty()) entries.erase(picks.below(entries.size()));
}

/// In place of the entry that allows everything, one for some ports.
void narrow_acl_entry(json& bundle, Picks picks) {
  json& entries = acls(bundle).pick(picks)["Entries"];
  if (entries.empty()) return;
  json& entry = picks.one_of(entries);
  const auto& ports = picks.one_of(some_ports());
  entry["Protocol"] = "6";
  entry["PortRange"] = {{"From", ports.first}, {"To", ports.last}};
}

json some_permission(json& bundle, Picks& picks) {
  std::string to = picks.one_of(some_blocks());
  switch (picks.below(8)) {
    case 0:
    case 1:
      to = groups(bundle).pick(picks)["GroupId"];
      break;
    case 2:
      to = picks.coin() ? "pl-1" : "pl-s3";
      break;
    default:
      break;
  }
  const auto& ports = picks.one_of(some_ports());
  return permission(to, picks.one_of(some_protocols()), ports.first, ports.last);
}

void set_group_rules(json& bundle, Picks picks) {
  const json rule = some_permission(bundle, picks);
  const char* key = picks.coin() ? "IpPermissions" : "IpPermissionsEgress";
  groups(bundle).pick(picks)[key] = {rule};
}

/// Instead of blocks, the groups of all VPCs.
void name_groups_only(json& bundle, Picks picks) {
  json named = json::array();
  for (json* one : groups(bundle).all()) {
    const std::string id = (*one)["GroupId"];
    if (!id.starts_with("sg-other")) named.push_back({{"GroupId", id}});
  }
  const char* key = picks.below(3) == 0 ? "IpPermissionsEgress" : "IpPermissions";
  groups(bundle).pick(picks)[key] = {
      {{"IpProtocol", "-1"}, {"UserIdGroupPairs", named}}};
}

void change_membership(json& bundle, Picks picks) {
  json& interface = interfaces(bundle).pick(picks);
  const std::string other = "sg-other-" + std::string(interface["VpcId"]).substr(4);
  json& members = interface["Groups"];
  if (picks.coin()) members = json::array();
  for (const json& one : members) {
    if (one["GroupId"] == other) return;
  }
  members.push_back({{"GroupId", other}});
}

}  // namespace

void add_group_rule(json& bundle, Picks picks) {
  const json rule = some_permission(bundle, picks);
  const char* key = picks.coin() ? "IpPermissions" : "IpPermissionsEgress";
  groups(bundle).pick(picks)[key].push_back(rule);
}

std::vector<Edit> filter_edits() {
  return {give_own_acl,     give_own_acl,     add_acl_entry,    add_acl_entry,
          add_acl_entry,    remove_acl_entry, narrow_acl_entry, narrow_acl_entry,
          set_group_rules,  set_group_rules,  add_group_rule,   name_groups_only,
          name_groups_only, change_membership};
}

}  // namespace pullproof::support
