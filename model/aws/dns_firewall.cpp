#include "model/aws/dns_firewall.h"

#include <algorithm>
#include <limits>

#include "model/aws/hosted_zone.h"

namespace pullproof::aws {
namespace {

std::int64_t priority_of(Cursor& in) {
  return in.integer("Priority", 0, std::numeric_limits<std::int32_t>::max())
      .value_or(0);
}

DnsFirewallRule parse_rule(Cursor& in) {
  DnsFirewallRule rule;
  rule.source = in.source();
  rule.name = in.text_or("Name", "");
  rule.domain_list = in.text_or("FirewallDomainListId", "");
  rule.action = in.text("Action");
  rule.query_type = in.text_or("Qtype", "");
  rule.priority = priority_of(in);
  rule.trusts_redirections =
      in.text_or("FirewallDomainRedirectionAction", "") == "TRUST_REDIRECTION_DOMAIN";
  rule.overrides = in.text_or("BlockResponse", "") == "OVERRIDE";
  in.skip({"FirewallRuleGroupId", "BlockOverrideDomain", "BlockOverrideDnsType",
           "BlockOverrideTtl", "CreatorRequestId", "CreationTime", "ModificationTime",
           "FirewallThreatProtectionId", "DnsThreatProtection", "ConfidenceThreshold"});
  return rule;
}

}  // namespace

DnsFirewallAssociation DnsFirewallAssociation::parse(Cursor& in) {
  DnsFirewallAssociation association;
  fill_common(association, in);
  association.association_id = in.text("Id");
  association.group_id = in.text_or("FirewallRuleGroupId", "");
  association.vpc_id = VpcId(in.text("VpcId"));
  association.priority = priority_of(in);
  association.status = in.text_or("Status", "");
  in.skip({"Arn", "Name", "MutationProtection", "ManagedOwnerName", "StatusMessage",
           "CreatorRequestId", "CreationTime", "ModificationTime"});
  return association;
}

DnsFirewallRules DnsFirewallRules::parse(Cursor& in) {
  DnsFirewallRules group;
  fill_common(group, in);
  group.group_id = in.context().parameter;
  for (Cursor& rule : in.objects(kSnapshotKey)) group.rules.push_back(parse_rule(rule));
  std::stable_sort(group.rules.begin(), group.rules.end(),
                   [](const DnsFirewallRule& one, const DnsFirewallRule& other) {
                     return one.priority < other.priority;
                   });
  return group;
}

DnsFirewallDomainList DnsFirewallDomainList::parse(Cursor& in) {
  DnsFirewallDomainList list;
  fill_common(list, in);
  list.list_id = in.text("Id");
  list.is_managed = !in.text_or("ManagedOwnerName", "").empty();
  in.skip({"Arn", "Name", "CreatorRequestId", "Category", "ManagedListType"});
  return list;
}

DnsFirewallDomains DnsFirewallDomains::parse(Cursor& in) {
  DnsFirewallDomains list;
  fill_common(list, in);
  list.list_id = in.context().parameter;
  for (const std::string& domain : in.texts(kSnapshotKey)) {
    list.domains.push_back(domain_name(domain));
  }
  return list;
}

}  // namespace pullproof::aws
