#include <set>

#include "tests/support/terraform_state.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

/// "sg-1", or "111122223333/sg-1" of another account.
json group_text(const StateSource& from, const json& pair) {
  const std::string owner = pair.value("UserId", from.account);
  const std::string group = pair.at("GroupId");
  return owner == from.account ? group : owner + '/' + group;
}

json port_of(const json& permission, const char* member) {
  return permission.value(
      member, permission.value("IpProtocol", "") == "-1" ? json(0) : json(-1));
}

/// Terraform: aws_security_group, `ingress` and `egress`: every attribute of such a
/// block is there.
json inline_rule(const StateSource& from, const json& group, const json& permission) {
  json rule = {{"from_port", port_of(permission, "FromPort")},
               {"to_port", port_of(permission, "ToPort")},
               {"protocol", permission.at("IpProtocol")},
               {"description", ""},
               {"self", false},
               {"security_groups", json::array()}};
  rule["cidr_blocks"] = texts_in(permission.value("IpRanges", json::array()), "CidrIp");
  rule["ipv6_cidr_blocks"] =
      texts_in(permission.value("Ipv6Ranges", json::array()), "CidrIpv6");
  rule["prefix_list_ids"] =
      texts_in(permission.value("PrefixListIds", json::array()), "PrefixListId");
  for (const json& pair : permission.value("UserIdGroupPairs", json::array())) {
    if (pair.at("GroupId") == group) {
      rule["self"] = true;
    } else {
      rule["security_groups"].push_back(group_text(from, pair));
    }
  }
  return rule;
}

/// One resource for each source, as AWS's own rules are.
void add_rule(const StateSource& from, const json& group, bool is_egress,
              const json& permission, const char* attribute, const json& source) {
  const bool is_all = permission.at("IpProtocol") == "-1";
  json values = {
      {"security_group_id", group},
      {"ip_protocol", permission.at("IpProtocol")},
      {"from_port", is_all ? json() : permission.value("FromPort", json(-1))},
      {"to_port", is_all ? json() : permission.value("ToPort", json(-1))},
      {"cidr_ipv4", nullptr},
      {"cidr_ipv6", nullptr},
      {"prefix_list_id", nullptr},
      {"referenced_security_group_id", nullptr}};
  values[attribute] = source;
  const std::string id = "sgr-" + group.get<std::string>() + (is_egress ? "e" : "i") +
                         values["ip_protocol"].dump() + values["from_port"].dump() +
                         values["to_port"].dump() + source.get<std::string>();
  values["id"] = id;
  values["security_group_rule_id"] = id;
  from.add(is_egress ? "aws_vpc_security_group_egress_rule"
                     : "aws_vpc_security_group_ingress_rule",
           id, values)
      .computed = {"id", "security_group_rule_id"};
}

void add_rules(const StateSource& from, const json& group, bool is_egress,
               const json& permission) {
  for (const json& range : permission.value("IpRanges", json::array())) {
    add_rule(from, group, is_egress, permission, "cidr_ipv4", range.at("CidrIp"));
  }
  for (const json& range : permission.value("Ipv6Ranges", json::array())) {
    add_rule(from, group, is_egress, permission, "cidr_ipv6", range.at("CidrIpv6"));
  }
  for (const json& list : permission.value("PrefixListIds", json::array())) {
    add_rule(from, group, is_egress, permission, "prefix_list_id",
             list.at("PrefixListId"));
  }
  for (const json& pair : permission.value("UserIdGroupPairs", json::array())) {
    add_rule(from, group, is_egress, permission, "referenced_security_group_id",
             group_text(from, pair));
  }
}

void take_group(const StateSource& from, json& group) {
  const json id = take(group, "GroupId");
  const json tags = take_tags(group);
  const json name = take(group, "GroupName");
  json values = {{"id", id},
                 {"arn", take(group, "SecurityGroupArn")},
                 {"owner_id", from.account},
                 {"name", name},
                 {"description", take(group, "Description")},
                 {"vpc_id", take(group, "VpcId")},
                 {"tags", tags},
                 {"tags_all", tags}};
  for (const bool is_egress : {false, true}) {
    const char* side = is_egress ? "egress" : "ingress";
    values[side] = json::array();
    for (const json& permission :
         take_list(group, is_egress ? "IpPermissionsEgress" : "IpPermissions")) {
      if (from.form == Form::Inline) {
        values[side].push_back(inline_rule(from, id, permission));
      } else {
        add_rules(from, id, is_egress, permission);
      }
    }
    if (from.form == Form::Standalone) values.erase(side);
  }
  forget(group, {"OwnerId"});
  const bool is_default = name == "default";
  if (is_default && from.form == Form::Standalone) return;
  StateResource& made =
      from.add(is_default ? "aws_default_security_group" : "aws_security_group",
               id.get<std::string>(), values);
  if (is_default) {
    made.computed = {"id", "arn", "owner_id", "name", "description"};
    return;
  }
  made.drawn = {"id", "arn"};
  made.computed = {"owner_id"};
  if (from.form == Form::Standalone) {
    made.computed.insert(made.computed.end(), {"ingress", "egress"});
  }
}

/// Terraform: aws_network_acl prints numbers of protocols, aws_network_acl_rule too.
json acl_values(const json& entry, bool is_alone) {
  const json ports = entry.value("PortRange", json::object());
  const json icmp = entry.value("IcmpTypeCode", json::object());
  json values = {{"protocol", entry.at("Protocol")},
                 {"cidr_block", entry.value("CidrBlock", "")},
                 {"ipv6_cidr_block", entry.value("Ipv6CidrBlock", "")},
                 {"from_port", ports.value("From", 0)},
                 {"to_port", ports.value("To", 0)},
                 {"icmp_type", icmp.value("Type", 0)},
                 {"icmp_code", icmp.value("Code", 0)}};
  values[is_alone ? "rule_action" : "action"] = entry.at("RuleAction");
  values[is_alone ? "rule_number" : "rule_no"] = entry.at("RuleNumber");
  if (is_alone) values["egress"] = entry.at("Egress");
  return values;
}

/// AWS's last entries are nobody's; two of one number are not what AWS prints.
json take_entries(const StateSource& from, const json& acl, json& values, json& left) {
  json kept = json::array();
  std::set<std::string> seen;
  for (const json& entry : take_list(left, "Entries")) {
    const bool is_egress = entry.at("Egress");
    const std::string number = entry.at("RuleNumber").dump();
    const bool is_last = entry.at("RuleNumber") >= 32767;
    if (is_last || !seen.insert(number + (is_egress ? 'e' : 'i')).second) {
      kept.push_back(entry);
      continue;
    }
    if (from.form == Form::Inline) {
      values[is_egress ? "egress" : "ingress"].push_back(acl_values(entry, false));
      continue;
    }
    json rule = acl_values(entry, true);
    rule["network_acl_id"] = acl;
    rule["id"] = "nacl-" + acl.get<std::string>() + number + (is_egress ? 'e' : 'i');
    from.add("aws_network_acl_rule", rule["id"], rule).computed = {"id"};
  }
  return kept;
}

void take_acl(const StateSource& from, json& acl) {
  const json id = take(acl, "NetworkAclId");
  const bool is_default = take(acl, "IsDefault") == true;
  const json tags = take_tags(acl);
  const json subnets = texts_in(take_list(acl, "Associations"), "SubnetId");
  const bool is_inline = from.form == Form::Inline;
  json values = {{"id", id},
                 {"owner_id", from.account},
                 {"vpc_id", take(acl, "VpcId")},
                 {"tags", tags},
                 {"tags_all", tags}};
  if (is_inline) values["ingress"] = values["egress"] = json::array();
  json kept = take_entries(from, id, values, acl);
  if (!kept.empty()) acl["Entries"] = kept;
  forget(acl, {"OwnerId"});
  if (is_default) {
    if (!is_inline) return;
    values["default_network_acl_id"] = id;
    from.add("aws_default_network_acl", id.get<std::string>(), values).computed = {
        "id", "owner_id", "vpc_id"};
    return;
  }
  if (is_inline) values["subnet_ids"] = subnets;
  for (const json& subnet : is_inline ? json::array() : subnets) {
    from.add("aws_network_acl_association", subnet.get<std::string>(),
             {{"id", "aclassoc-" + subnet.get<std::string>()},
              {"network_acl_id", id},
              {"subnet_id", subnet}})
        .computed = {"id"};
  }
  StateResource& made = from.add("aws_network_acl", id.get<std::string>(), values);
  made.drawn = {"id"};
  made.computed = {"owner_id"};
  if (!is_inline) {
    made.computed.insert(made.computed.end(), {"ingress", "egress", "subnet_ids"});
  }
}

void add_associations(const StateSource& from, const json& id, const json& list,
                      const std::string& kind, const char* attribute) {
  for (const json& each : list) {
    const std::string name = id.get<std::string>() + '/' + each.get<std::string>();
    from.add("aws_vpc_endpoint_" + kind + "_association", name,
             {{"id", name}, {"vpc_endpoint_id", id}, {attribute, each}})
        .computed = {"id"};
  }
}

/// Lists and policies that may stand in resources of their own.
void put_parts(const StateSource& from, const json& id, json& endpoint, json& values) {
  const json policy = take(endpoint, "PolicyDocument");
  const json tables = take_list(endpoint, "RouteTableIds");
  const json subnets = take_list(endpoint, "SubnetIds");
  const json groups = texts_in(take_list(endpoint, "Groups"), "GroupId");
  if (from.form == Form::Inline) {
    values["policy"] = policy;
    values["route_table_ids"] = tables;
    values["subnet_ids"] = subnets;
    values["security_group_ids"] = groups;
    return;
  }
  from.add("aws_vpc_endpoint_policy", id.get<std::string>(),
           {{"id", id}, {"vpc_endpoint_id", id}, {"policy", policy}})
      .computed = {"id"};
  add_associations(from, id, tables, "route_table", "route_table_id");
  add_associations(from, id, subnets, "subnet", "subnet_id");
  // A group of its own must come with the endpoint, or it gets the VPC's default one.
  values["security_group_ids"] = groups;
}

void take_endpoint(const StateSource& from, json& endpoint) {
  const json id = take(endpoint, "VpcEndpointId");
  const json tags = take_tags(endpoint);
  json values = {{"id", id},
                 {"owner_id", from.account},
                 {"vpc_id", take(endpoint, "VpcId")},
                 {"vpc_endpoint_type", take(endpoint, "VpcEndpointType")},
                 {"service_name", take(endpoint, "ServiceName")},
                 {"private_dns_enabled", take(endpoint, "PrivateDnsEnabled")},
                 {"ip_address_type", take(endpoint, "IpAddressType")},
                 {"tags", tags},
                 {"tags_all", tags}};
  const json options = take(endpoint, "DnsOptions");
  values["dns_options"] = json::array();
  if (options.is_object()) {
    values["dns_options"].push_back(
        {{"dns_record_ip_type", options.value("DnsRecordIpType", json())},
         {"private_dns_only_for_inbound_resolver_endpoint",
          options.value("PrivateDnsOnlyForInboundResolverEndpoint", json())}});
  }
  put_parts(from, id, endpoint, values);
  forget(endpoint, {"OwnerId", "NetworkInterfaceIds", "DnsEntries", "RequesterManaged",
                    "CreationTimestamp"});
  forget_if(endpoint, "State", "available");
  StateResource& made = from.add("aws_vpc_endpoint", id.get<std::string>(), values);
  made.drawn = {"id"};
  // AWS fills them in where nobody writes them.
  made.computed = {"owner_id", "dns_options", "subnet_configuration"};
  if (from.form == Form::Standalone) {
    made.computed.insert(made.computed.end(),
                         {"policy", "route_table_ids", "subnet_ids"});
  }
}

}  // namespace

TakeResource filter_taker(const std::string& call) {
  if (call == "ec2-describe-security-groups") return take_group;
  if (call == "ec2-describe-network-acls") return take_acl;
  if (call == "ec2-describe-vpc-endpoints") return take_endpoint;
  return nullptr;
}

}  // namespace pullproof::support
