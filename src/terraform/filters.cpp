#include "src/terraform/filters.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <nlohmann/json.hpp>

#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

struct ProtocolName {
  std::string_view name;
  std::string_view number;
};

/// AWS: Protocol numbers that EC2 prints by name.
constexpr std::array<ProtocolName, 4> kProtocols{
    {{"tcp", "6"}, {"udp", "17"}, {"icmp", "1"}, {"icmpv6", "58"}}};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

/// Ports and protocol, without a source.
Json permission_of(const Values& values, const char* protocol_name) {
  Json permission = Json::object();
  const Json& protocol = values.get(protocol_name);
  if (!protocol.is_string()) {
    permission["IpProtocol"] =
        is_unknown(protocol) ? protocol : unknown_value(protocol_name);
    return permission;
  }
  const std::string name = group_protocol(protocol.get<std::string>());
  permission["IpProtocol"] = name;
  if (name == "-1") return permission;
  put(permission, "FromPort", values.get("from_port"));
  put(permission, "ToPort", values.get("to_port"));
  return permission;
}

/// "sg-1", or "111122223333/sg-1" of another account.
Json group_pair(const Values& values, const Json& group) {
  if (!group.is_string()) return {{"GroupId", group}};
  const std::string text = group.get<std::string>();
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) {
    return {{"GroupId", text}, {"UserId", values.scope().account.str()}};
  }
  return {{"GroupId", text.substr(slash + 1)}, {"UserId", text.substr(0, slash)}};
}

class Permissions {
 public:
  Permissions(const Json& group, bool is_egress, Json base, Facts& facts)
      : group_(group), is_egress_(is_egress), base_(std::move(base)), facts_(facts) {}

  void add(const char* list, const Json& source) {
    if (is_null_source(source)) return;
    Json permission = base_;
    permission[list] = Json::array({source});
    facts_.source(group_, is_egress_, permission);
  }

 private:
  static bool is_null_source(const Json& source) {
    return std::all_of(source.begin(), source.end(), [](const Json& part) {
      return part.is_null() ||
             (part.is_string() && part.get_ref<const std::string&>().empty());
    });
  }

  const Json& group_;
  bool is_egress_;
  Json base_;
  Facts& facts_;
};

/// The lists of sources that old rules and inline blocks have.
void add_sources(const Values& values, const Json& group, Permissions& permissions) {
  for (const Json& cidr : values.items("cidr_blocks")) {
    permissions.add("IpRanges", {{"CidrIp", cidr}});
  }
  for (const Json& cidr : values.items("ipv6_cidr_blocks")) {
    permissions.add("Ipv6Ranges", {{"CidrIpv6", cidr}});
  }
  for (const Json& list : values.items("prefix_list_ids")) {
    permissions.add("PrefixListIds", {{"PrefixListId", list}});
  }
  for (const Json& other : values.items("security_groups")) {
    permissions.add("UserIdGroupPairs", group_pair(values, other));
  }
  if (values.is_unknown_at("self")) {
    permissions.add("UserIdGroupPairs", {{"GroupId", values.get("self")}});
  } else if (values.flag("self", false)) {
    permissions.add("UserIdGroupPairs", group_pair(values, group));
  }
}

void add_inline_rules(const Values& values, const Json& group, Facts& facts) {
  for (const char* side : {"ingress", "egress"}) {
    if (values.is_unknown_at(side)) facts.doubt(group, why_unknown(values.get(side)));
    const bool is_egress = std::string_view(side) == "egress";
    for (const Values& rule : values.blocks(side)) {
      Permissions permissions(group, is_egress, permission_of(rule, "protocol"), facts);
      add_sources(rule, group, permissions);
    }
  }
}

void add_rule(const Values& values, bool is_egress, Facts& facts) {
  const Json& group = values.get("security_group_id");
  Permissions permissions(group, is_egress, permission_of(values, "ip_protocol"),
                          facts);
  const Json& other = values.get("referenced_security_group_id");
  permissions.add("IpRanges", {{"CidrIp", values.get("cidr_ipv4")}});
  permissions.add("Ipv6Ranges", {{"CidrIpv6", values.get("cidr_ipv6")}});
  permissions.add("PrefixListIds", {{"PrefixListId", values.get("prefix_list_id")}});
  if (!other.is_null()) {
    permissions.add("UserIdGroupPairs", group_pair(values, other));
  }
}

struct AclNames {
  const char* number;
  const char* action;
};

void add_acl_entry(const Values& values, const Json& acl, const Json& is_egress,
                   const AclNames& names, Facts& facts) {
  const Json& protocol = values.get("protocol");
  Json entry = {{"Egress", is_egress}};
  entry["RuleNumber"] = values.get(names.number);
  entry["RuleAction"] = values.get(names.action);
  if (entry["RuleAction"].is_string()) {
    entry["RuleAction"] = lower_case(values.text(names.action));
  }
  const bool is_number = protocol.is_number_integer();
  const std::string name =
      acl_protocol(is_number ? protocol.dump() : values.text("protocol"));
  entry["Protocol"] = protocol.is_string() || is_number ? Json(name) : protocol;
  const bool is_ipv6 =
      !values.has("cidr_block") &&
      (values.has("ipv6_cidr_block") || values.is_unknown_at("ipv6_cidr_block"));
  const char* block = is_ipv6 ? "ipv6_cidr_block" : "cidr_block";
  entry[is_ipv6 ? "Ipv6CidrBlock" : "CidrBlock"] = values.get(block);
  if (name == "6" || name == "17") {
    entry["PortRange"] = {{"From", values.get("from_port")},
                          {"To", values.get("to_port")}};
  } else if (name == "1" || name == "58") {
    entry["IcmpTypeCode"] = {{"Type", values.get("icmp_type")},
                             {"Code", values.get("icmp_code")}};
  }
  const Json match = {{"Egress", is_egress}, {"RuleNumber", entry["RuleNumber"]}};
  // AWS: DeleteNetworkAclEntry: an entry goes by its number, whatever it says.
  facts.entry("NetworkAcl", acl, "/Entries", match, entry);
}

void add_inline_entries(const Values& values, const Json& acl, Facts& facts) {
  for (const char* side : {"ingress", "egress"}) {
    if (values.is_unknown_at(side)) facts.doubt(acl, why_unknown(values.get(side)));
    const bool is_egress = std::string_view(side) == "egress";
    for (const Values& entry : values.blocks(side)) {
      add_acl_entry(entry, acl, is_egress, {.number = "rule_no", .action = "action"},
                    facts);
    }
  }
}

void add_acl_subnets(const Values& values, const Json& acl, Facts& facts) {
  for (const Json& subnet : values.items("subnet_ids")) {
    facts.entry("NetworkAcl", acl, "/Associations", {{"SubnetId", subnet}},
                {{"SubnetId", subnet}, {"NetworkAclId", acl}});
  }
}

}  // namespace

std::string group_protocol(const std::string& written) {
  std::string text = lower_case(written);
  if (text == "all") return "-1";
  for (const auto& [name, number] : kProtocols) {
    if (text == number) return std::string(name);
  }
  return text;
}

std::string acl_protocol(const std::string& written) {
  std::string text = lower_case(written);
  if (text == "all") return "-1";
  for (const auto& [name, number] : kProtocols) {
    if (text == name) return std::string(number);
  }
  return text;
}

void security_group_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  // Terraform: aws_security_group: AWS's rule that lets everything out is taken away.
  Json group = {{"GroupId", id},
                {"OwnerId", values.scope().account.str()},
                {"IpPermissions", Json::array()},
                {"IpPermissionsEgress", Json::array()}};
  Json name = values.get("name");
  if (name.is_null() && id.is_string()) name = "terraform-" + id.get<std::string>();
  group["GroupName"] = name;
  put(group, "Description", values.get("description"));
  put(group, "VpcId", values.get("vpc_id"));
  put(group, "Tags", values.tags());
  facts.resource("SecurityGroup", id, group);
  add_inline_rules(values, id, facts);
}

void default_security_group_facts(const Values& values, Facts& facts) {
  facts.doubt_unnamed(values, "id");
  add_inline_rules(values, values.get("id"), facts);
}

void group_rule_facts(const Values& values, Facts& facts) {
  const Json& group = values.get("security_group_id");
  if (values.is_unknown_at("type")) {
    facts.doubt(group, why_unknown(values.get("type")));
    return;
  }
  Permissions permissions(group, values.text("type") == "egress",
                          permission_of(values, "protocol"), facts);
  add_sources(values, group, permissions);
  const Json& other = values.get("source_security_group_id");
  // The group itself is told there too where `self` is.
  if (!other.is_null() && !values.flag("self", false)) {
    permissions.add("UserIdGroupPairs", group_pair(values, other));
  }
}

void ingress_rule_facts(const Values& values, Facts& facts) {
  add_rule(values, false, facts);
}

void egress_rule_facts(const Values& values, Facts& facts) {
  add_rule(values, true, facts);
}

void network_acl_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json acl = {{"NetworkAclId", id},
              {"OwnerId", values.scope().account.str()},
              {"IsDefault", false},
              {"Tags", values.tags()}};
  put(acl, "VpcId", values.get("vpc_id"));
  facts.resource("NetworkAcl", id, acl);
  add_inline_entries(values, id, facts);
  add_acl_subnets(values, id, facts);
}

void default_network_acl_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("default_network_acl_id");
  facts.doubt_unnamed(values, "default_network_acl_id");
  add_inline_entries(values, id, facts);
  add_acl_subnets(values, id, facts);
}

void network_acl_rule_facts(const Values& values, Facts& facts) {
  const Json& egress = values.get("egress");
  add_acl_entry(values, values.get("network_acl_id"),
                is_unknown(egress) ? egress : Json(values.flag("egress", false)),
                {.number = "rule_number", .action = "rule_action"}, facts);
}

void network_acl_association_facts(const Values& values, Facts& facts) {
  const Json& acl = values.get("network_acl_id");
  const Json& subnet = values.get("subnet_id");
  facts.entry("NetworkAcl", acl, "/Associations", {{"SubnetId", subnet}},
              {{"SubnetId", subnet}, {"NetworkAclId", acl}});
}

}  // namespace pullproof::cli::terraform
