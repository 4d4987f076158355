#include "model/aws/resolver_rule.h"

#include "model/aws/hosted_zone.h"

namespace pullproof::aws {
namespace {

constexpr std::int64_t kDnsPort = 53;

}  // namespace

ResolverRule ResolverRule::parse(Cursor& in) {
  ResolverRule rule;
  fill_common(rule, in);
  rule.rule_id = in.text("Id");
  rule.domain = domain_name(in.text_or("DomainName", ""));
  rule.type = in.text_or("RuleType", "");
  rule.status = in.text_or("Status", "");
  for (Cursor& target : in.objects("TargetIps")) {
    const std::string ipv4 = target.text_or("Ip", "");
    rule.targets.push_back(ipv4.empty() ? target.text_or("Ipv6", "") : ipv4);
    const bool is_plain =
        target.integer("Port", 0, 65535).value_or(kDnsPort) == kDnsPort &&
        target.text_or("Protocol", "Do53") == "Do53";
    rule.targets_take_dns = rule.targets_take_dns && is_plain;
    target.skip({"ServerNameIndication"});
  }
  rule.owner_id = in.text_or("OwnerId", "");
  rule.endpoint_id = in.text_or("ResolverEndpointId", "");
  in.skip({"CreatorRequestId", "Arn", "StatusMessage", "Name", "ShareStatus",
           "CreationTime", "ModificationTime", "DelegationRecord"});
  return rule;
}

ResolverRuleAssociation ResolverRuleAssociation::parse(Cursor& in) {
  ResolverRuleAssociation association;
  fill_common(association, in);
  association.association_id = in.text("Id");
  association.rule_id = in.text("ResolverRuleId");
  association.vpc_id = VpcId(in.text("VPCId"));
  association.status = in.text_or("Status", "");
  in.skip({"Name", "StatusMessage"});
  return association;
}

}  // namespace pullproof::aws
