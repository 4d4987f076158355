#include "model/aws/dns.h"

namespace pullproof::aws {
namespace {

std::string without_final_dot(std::string name) {
  if (!name.empty() && name.back() == '.') name.pop_back();
  return name;
}

}  // namespace

HostedZone HostedZone::parse(Cursor& in) {
  HostedZone zone;
  fill_common(zone, in);
  zone.zone_id = in.text("HostedZoneId");
  zone.vpc_id = VpcId(in.context().parameter);
  zone.name = without_final_dot(in.text("Name"));
  zone.key = zone.vpc_id.text + '/' + zone.zone_id;
  in.skip({"Owner"});
  return zone;
}

ResolverRule ResolverRule::parse(Cursor& in) {
  ResolverRule rule;
  fill_common(rule, in);
  rule.rule_id = in.text("Id");
  rule.domain = without_final_dot(in.text_or("DomainName", ""));
  rule.type = in.text_or("RuleType", "");
  in.skip({"CreatorRequestId", "Arn", "Status", "StatusMessage", "Name", "TargetIps",
           "ResolverEndpointId", "OwnerId", "ShareStatus", "CreationTime",
           "ModificationTime", "DelegationRecord"});
  return rule;
}

ResolverRuleAssociation ResolverRuleAssociation::parse(Cursor& in) {
  ResolverRuleAssociation association;
  fill_common(association, in);
  association.association_id = in.text("Id");
  association.rule_id = in.text("ResolverRuleId");
  association.vpc_id = VpcId(in.text("VPCId"));
  in.skip({"Name", "Status", "StatusMessage"});
  return association;
}

DnsFirewallAssociation DnsFirewallAssociation::parse(Cursor& in) {
  DnsFirewallAssociation association;
  fill_common(association, in);
  association.association_id = in.text("Id");
  association.vpc_id = VpcId(in.text("VpcId"));
  in.skip({"Arn", "FirewallRuleGroupId", "Name", "Priority", "MutationProtection",
           "ManagedOwnerName", "Status", "StatusMessage", "CreatorRequestId",
           "CreationTime", "ModificationTime"});
  return association;
}

ProfileAssociation ProfileAssociation::parse(Cursor& in) {
  ProfileAssociation association;
  fill_common(association, in);
  association.association_id = in.text("Id");
  association.vpc_id = VpcId(in.text("ResourceId"));
  in.skip({"CreationTime", "ModificationTime", "Name", "OwnerId", "ProfileId", "Status",
           "StatusMessage"});
  return association;
}

EncryptionControl EncryptionControl::parse(Cursor& in) {
  EncryptionControl control;
  fill_common(control, in);
  control.control_id = in.text("VpcEncryptionControlId");
  control.vpc_id = VpcId(in.text("VpcId"));
  control.mode = in.text_or("Mode", "");
  in.skip({"State", "StateMessage", "ResourceExclusions", "Tags"});
  return control;
}

}  // namespace pullproof::aws
