// Security groups, network ACLs and prefix lists.
//
// AWS: CloudFormation template reference, "AWS::EC2::SecurityGroup": without egress
// rules of its own a group has the one that allows everything; rules that stand beside
// it do not take that one away.
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

constexpr bool kIngress = true;

/// A rule as an entry of its own, with one source.
Json permission_of(const Json& rule, bool is_ingress, const std::string& account) {
  Json entry = members({{"IpProtocol", text_of(rule, "IpProtocol")},
                        {"FromPort", number_of(rule, "FromPort")},
                        {"ToPort", number_of(rule, "ToPort")}});
  if (entry.value("IpProtocol", Json()) == "-1") {
    entry.erase("FromPort");
    entry.erase("ToPort");
  }
  for (const char* list :
       {"IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"}) {
    entry[list] = Json::array();
  }
  const auto add = [&](const char* list, const char* member, const Json& value) {
    if (!value.is_null()) entry[list].push_back(members({{member, value}}));
  };
  const char* list = is_ingress ? "SourcePrefixListId" : "DestinationPrefixListId";
  const char* group =
      is_ingress ? "SourceSecurityGroupId" : "DestinationSecurityGroupId";
  add("IpRanges", "CidrIp", text_of(rule, "CidrIp"));
  add("Ipv6Ranges", "CidrIpv6", text_of(rule, "CidrIpv6"));
  add("PrefixListIds", "PrefixListId", text_of(rule, list));
  if (const Json id = text_of(rule, group); !id.is_null()) {
    const Json owner = text_of(rule, "SourceSecurityGroupOwnerId");
    entry["UserIdGroupPairs"].push_back(members(
        {{"GroupId", id}, {"UserId", owner.is_null() ? Json(account) : owner}}));
  }
  if (!text_of(rule, "SourceSecurityGroupName").is_null()) {
    entry["UserIdGroupPairs"].push_back(unknown("its source is told by a name"));
  }
  return entry;
}

Json permissions_of(const Json& rules, bool is_ingress, const std::string& account) {
  if (!rules.is_array()) return rules;
  Json entries = Json::array();
  for (const Json& rule : rules) {
    entries.push_back(is_unknown(rule) ? rule
                                       : permission_of(rule, is_ingress, account));
  }
  return entries;
}

Json allow_everything() {
  return Json::array(
      {members({{"IpProtocol", "-1"},
                {"IpRanges", Json::array({members({{"CidrIp", "0.0.0.0/0"}})})},
                {"Ipv6Ranges", Json::array()},
                {"PrefixListIds", Json::array()},
                {"UserIdGroupPairs", Json::array()}})});
}

/// Every source that the entry lets in, the group lets in so already.
bool has_permission(const Json& group, const char* list, const Json& entry) {
  const Json* there = changes::list_member(group, list);
  if (there == nullptr) return false;
  const auto is_same = [&](const Json& other, const char* member) {
    return entry.value(member, Json()) == other.value(member, Json());
  };
  for (const Json& other : *there) {
    if (!other.is_object() || !is_same(other, "IpProtocol") ||
        !is_same(other, "FromPort") || !is_same(other, "ToPort")) {
      continue;
    }
    bool has_all = true;
    for (const char* kind :
         {"IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"}) {
      for (const Json& source : entry.at(kind)) {
        const Json* sources = changes::list_member(other, kind);
        bool found = false;
        for (std::size_t i = 0; sources != nullptr && i < sources->size(); ++i) {
          found = found || is_contained(source, (*sources)[i]);
        }
        has_all = has_all && found;
      }
    }
    if (has_all) return true;
  }
  return false;
}

void set_permission(ResourceReader& in, const Json& group, const char* list,
                    const Json& entry) {
  const bool is_known = group.is_string() && first_unknown(entry) == nullptr;
  const Json* there =
      is_known ? in.in_snapshot("SecurityGroup", group.get<std::string>()) : nullptr;
  if (there != nullptr && has_permission(*there, list, entry)) return;
  in.set_entry("SecurityGroup", group, std::string("/") + list, entry, entry);
}

/// Counts sources: AWS prints rules of one port in one entry.
std::size_t sources_in(const Json& entries) {
  std::size_t count = 0;
  for (const Json& entry : entries) {
    for (const char* kind :
         {"IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs"}) {
      const Json* list = changes::list_member(entry, kind);
      count += list == nullptr ? 0 : list->size();
    }
  }
  return count;
}

/// A group that is there: which rules the former template made is not known.
void change_permissions(ResourceReader& in, const Json& there, const char* list,
                        const Json& entries) {
  if (is_unknown(entries)) return in.doubt(in.id(), why_unknown(entries));
  if (!entries.is_array()) return;
  for (const Json& entry : entries) {
    if (is_unknown(entry)) {
      in.doubt(in.id(), why_unknown(entry));
    } else {
      set_permission(in, in.id(), list, entry);
    }
  }
  const bool is_ingress = std::string_view(list) == "IpPermissions";
  std::size_t said = sources_in(entries);
  Resources& all = in.resources();
  for (const auto& logical :
       all.made_of_type(is_ingress ? "AWS::EC2::SecurityGroupIngress"
                                   : "AWS::EC2::SecurityGroupEgress")) {
    if (all.property(logical, "GroupId") == in.id()) ++said;
  }
  const Json* now = changes::list_member(there, list);
  if (now != nullptr && sources_in(*now) > said) {
    in.doubt(in.id(),
             fmt::format("its `{}` holds rules that the template does not say; "
                         "those of the former template go",
                         list));
  }
}

void read_group_rule(ResourceReader& in, bool is_ingress) {
  const Json group = in.text("GroupId");
  if (group.is_null()) return in.ignore("its group is told by a name");
  set_permission(in, group, is_ingress ? "IpPermissions" : "IpPermissionsEgress",
                 permission_of(in.properties(), is_ingress, in.scope().account.str()));
}

Json range_of(const Json& object, const char* from, const char* to) {
  return members({{from, number_of(object, from)}, {to, number_of(object, to)}});
}

}  // namespace

void read_security_group(ResourceReader& in) {
  const std::string account = in.scope().account.str();
  Json ingress = permissions_of(in.list("SecurityGroupIngress"), kIngress, account);
  Json egress = permissions_of(in.list("SecurityGroupEgress"), !kIngress, account);
  if (egress.is_null() || egress == Json::array()) egress = allow_everything();
  if (ingress.is_null()) ingress = Json::array();
  const Json* there = in.id().is_string()
                          ? in.in_snapshot("SecurityGroup", in.id().get<std::string>())
                          : nullptr;
  Json name = in.text("GroupName");
  if (name.is_null()) name = in.resources().environment().stack + '-' + in.logical_id();
  if (there != nullptr) {
    change_permissions(in, *there, "IpPermissions", ingress);
    return change_permissions(in, *there, "IpPermissionsEgress", egress);
  }
  in.put("SecurityGroup", in.id(),
         members({{"GroupId", in.id()},
                  {"GroupName", std::move(name)},
                  {"OwnerId", account},
                  {"SecurityGroupArn", in.arn()},
                  {"VpcId", in.text("VpcId")},
                  {"IpPermissions", std::move(ingress)},
                  {"IpPermissionsEgress", std::move(egress)}}),
         {"VpcId"}, {"VpcId"});
}

void read_group_ingress(ResourceReader& in) { read_group_rule(in, kIngress); }
void read_group_egress(ResourceReader& in) { read_group_rule(in, !kIngress); }

void read_network_acl(ResourceReader& in) {
  in.put("NetworkAcl", in.id(),
         members({{"NetworkAclId", in.id()},
                  {"OwnerId", in.scope().account.str()},
                  {"IsDefault", false},
                  {"VpcId", in.text("VpcId")}}),
         {"VpcId"}, {"VpcId"});
}

void read_acl_entry(ResourceReader& in) {
  Json egress = in.flag("Egress");
  if (egress.is_null()) egress = false;
  Json match = members({{"Egress", egress}, {"RuleNumber", in.number("RuleNumber")}});
  Json entry = members({{"Egress", egress},
                        {"RuleNumber", in.number("RuleNumber")},
                        {"Protocol", in.text("Protocol")},
                        {"RuleAction", in.text("RuleAction")},
                        {"CidrBlock", in.text("CidrBlock")},
                        {"Ipv6CidrBlock", in.text("Ipv6CidrBlock")}});
  if (const Json ports = in.object("PortRange"); !ports.is_null()) {
    entry["PortRange"] = is_unknown(ports) ? ports : range_of(ports, "From", "To");
  }
  if (const Json icmp = in.object("Icmp"); !icmp.is_null()) {
    entry["IcmpTypeCode"] = is_unknown(icmp) ? icmp : range_of(icmp, "Type", "Code");
  }
  const Json acl = in.text("NetworkAclId");
  if (match.size() != 2) return in.doubt(acl, "an entry without a number");
  in.set_entry("NetworkAcl", acl, "/Entries", std::move(match), std::move(entry));
}

void read_acl_association(ResourceReader& in) {
  const Json acl = in.text("NetworkAclId");
  const Json subnet = in.text("SubnetId");
  in.set_entry("NetworkAcl", acl, "/Associations", members({{"SubnetId", subnet}}),
               members({{"SubnetId", subnet}, {"NetworkAclId", acl}}));
}

void read_prefix_list(ResourceReader& in) {
  in.put("PrefixList", in.id(),
         members({{"PrefixListId", in.id()},
                  {"PrefixListArn", in.arn()},
                  {"PrefixListName", in.text("PrefixListName")},
                  {"AddressFamily", in.text("AddressFamily")},
                  {"MaxEntries", in.number("MaxEntries")},
                  {"OwnerId", in.scope().account.str()},
                  {"State", "create-complete"}}),
         {});
  Json entries = Json::array();
  const Json said = in.list("Entries");
  if (is_unknown(said)) return in.doubt(in.id(), why_unknown(said));
  for (const Json& entry : said.is_null() ? Json::array() : said) {
    entries.push_back(members({{"Cidr", text_of(entry, "Cidr")}}));
  }
  in.put_document("PrefixListEntries", in.id(),
                  members({{"Entries", std::move(entries)}}));
}

/// CDK: "restrictDefaultSecurityGroup": it takes away the two rules that a default
/// group is made with, and does nothing in an update.
void read_default_group_restriction(ResourceReader& in) {
  if (in.resources().is_in_stack(in.logical_id())) return;
  const Json group = in.text("DefaultSecurityGroupId");
  Json own = Json::object({{"IpProtocol", "-1"}});
  own["UserIdGroupPairs"] = Json::array({members({{"GroupId", group}})});
  in.drop_source(group, "/IpPermissions", std::move(own));
  in.drop_source(group, "/IpPermissionsEgress", allow_everything()[0]);
}

}  // namespace pullproof::cli::cloudformation
