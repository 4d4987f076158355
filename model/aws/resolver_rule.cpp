#include "model/aws/resolver_rule.h"

#include "model/aws/hosted_zone.h"

namespace pullproof::aws {

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
    target.skip({"Port", "Protocol", "ServerNameIndication"});
  }
  in.skip({"CreatorRequestId", "Arn", "StatusMessage", "Name", "ResolverEndpointId",
           "OwnerId", "ShareStatus", "CreationTime", "ModificationTime",
           "DelegationRecord"});
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
