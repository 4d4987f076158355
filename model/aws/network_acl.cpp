#include "model/aws/network_acl.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"

namespace pullproof::aws {
namespace {

/// AWS: users number from 1 to 32766; the last entries are 32767 (IPv4) and 32768
/// (IPv6).
constexpr std::int64_t kLastRuleNumber = 32768;

Cidr parse_block(Cursor& in) {
  const auto ipv4 = in.cidr("CidrBlock", Family::Ipv4);
  const auto ipv6 = in.cidr("Ipv6CidrBlock", Family::Ipv6);
  if (in.has("CidrBlock") == in.has("Ipv6CidrBlock")) {
    in.problem("", "expected one of `CidrBlock` and `Ipv6CidrBlock`");
  }
  return ipv4 ? *ipv4 : ipv6.value_or(Cidr{});
}

bool parse_action(Cursor& in) {
  const std::string action = in.text("RuleAction");
  if (action != "allow" && action != "deny" && !action.empty()) {
    in.problem("RuleAction", fmt::format("expected `allow` or `deny`, found {}",
                                         in_backticks(action)));
  }
  return action == "allow";
}

NetworkAclEntry parse_entry(Cursor& in) {
  NetworkAclEntry entry;
  entry.source = in.source();
  const auto egress = in.flag("Egress");
  if (!in.has("Egress")) in.problem("", "expected `Egress`, found nothing");
  entry.egress = egress.value_or(false);
  const auto number = in.integer("RuleNumber", 1, kLastRuleNumber);
  if (!in.has("RuleNumber")) in.problem("", "expected `RuleNumber`, found nothing");
  entry.rule_number = number.value_or(0);
  entry.allow = parse_action(in);
  entry.protocol = parse_protocol(in, "Protocol");
  entry.block = parse_block(in);
  if (has_ports(entry.protocol)) {
    auto range = in.object("PortRange");
    entry.ports = parse_ports(range ? *range : in, "From", "To");
  } else if (auto message = in.object("IcmpTypeCode")) {
    if (is_icmp(entry.protocol)) {
      entry.ports = parse_icmp_types(*message, "Type", "Code");
    }
    message->skip({"Type", "Code"});
  }
  in.skip({"PortRange", "IcmpTypeCode"});
  return entry;
}

void refuse_equal_numbers(Cursor& in, const std::vector<NetworkAclEntry>& entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const auto& [one, two] = std::tie(entries[i - 1], entries[i]);
    if (one.rule_number == 0) continue;  // it has its own problem already
    if (one.egress == two.egress && one.rule_number == two.rule_number) {
      in.problem("Entries",
                 fmt::format("rule number {} occurs twice in direction {}",
                             two.rule_number, two.egress ? "egress" : "ingress"));
    }
  }
}

}  // namespace

NetworkAcl NetworkAcl::parse(Cursor& in) {
  NetworkAcl acl;
  fill_common(acl, in);
  acl.network_acl_id = NetworkAclId(in.text("NetworkAclId"));
  acl.vpc_id = VpcId(in.text("VpcId"));
  acl.is_default = in.flag_or("IsDefault", false);
  for (Cursor& association : in.objects("Associations")) {
    association.skip({"NetworkAclAssociationId"});
    const std::string named = association.text_or("NetworkAclId", acl.id());
    if (named != acl.id()) {
      association.problem("NetworkAclId",
                          fmt::format("the association of {} says {}",
                                      in_backticks(acl.id()), in_backticks(named)));
    }
    acl.subnets.emplace_back(association.text("SubnetId"));
  }
  for (Cursor& entry : in.objects("Entries")) acl.entries.push_back(parse_entry(entry));
  std::stable_sort(acl.entries.begin(), acl.entries.end(),
                   [](const NetworkAclEntry& a, const NetworkAclEntry& b) {
                     return std::tie(a.egress, a.rule_number) <
                            std::tie(b.egress, b.rule_number);
                   });
  refuse_equal_numbers(in, acl.entries);
  in.skip({"Tags", "OwnerId"});
  return acl;
}

}  // namespace pullproof::aws
