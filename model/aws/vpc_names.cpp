#include "model/aws/vpc_names.h"

#include <algorithm>

namespace pullproof::aws {
namespace {

/// Whatever the region: ids of VPCs differ.
ScopedId of_owner(Symbol owner, Symbol vpc) {
  return {.scope = {.account = owner, .region = {}}, .id = vpc};
}

/// It brings nothing any more.
bool is_gone(const std::string& status) { return status == "DELETED"; }

Symbol owner_of(const Vpc& vpc) {
  return vpc.owner_id.empty() ? vpc.scope.account : vpc.owner_id;
}

}  // namespace

VpcNames& VpcNamesIndex::names_of(const Snapshot& account, const Scope& scope,
                                  const VpcId& vpc) {
  const auto* row = account.find<Vpc>(scope, vpc.text);
  const bool known = row != nullptr && row->scope.account == scope.account;
  return by_vpc_[of_owner(known ? owner_of(*row) : scope.account, vpc.text)];
}

VpcNamesIndex::VpcNamesIndex(const Snapshot& account) {
  for (const auto& zone : account.table<HostedZone>().all()) {
    note_filed<HostedZone>(zone.vpc_id.text);
    auto& zones = names_of(account, zone.scope, zone.vpc_id).zones;
    const bool listed = std::any_of(
        zones.begin(), zones.end(),
        [&](const HostedZone* other) { return other->zone_id == zone.zone_id; });
    if (!listed) zones.push_back(&zone);
  }
  for (const auto& rule : account.table<ResolverRuleAssociation>().all()) {
    if (is_gone(rule.status)) continue;
    note_filed<ResolverRuleAssociation>(rule.vpc_id.text);
    names_of(account, rule.scope, rule.vpc_id).rules.push_back(&rule);
  }
  for (const auto& firewall : account.table<DnsFirewallAssociation>().all()) {
    if (is_gone(firewall.status)) continue;
    note_filed<DnsFirewallAssociation>(firewall.vpc_id.text);
    names_of(account, firewall.scope, firewall.vpc_id).firewalls.push_back(&firewall);
  }
  for (const auto& profile : account.table<ProfileAssociation>().all()) {
    if (is_gone(profile.status)) continue;
    note_filed<ProfileAssociation>(profile.vpc_id.text);
    names_of(account, profile.scope, profile.vpc_id).profiles.push_back(&profile);
  }
  for (const auto& resource : account.table<ProfileResource>().all()) {
    if (is_gone(resource.status)) continue;
    note_filed<ProfileResource>(resource.profile_id);
    by_profile_[resource.profile_id].push_back(&resource);
  }
}

const VpcNames& VpcNamesIndex::of(const Vpc& vpc) const {
  static const VpcNames kNone;
  note_asked<HostedZone>(vpc.id());
  note_asked<ResolverRuleAssociation>(vpc.id());
  note_asked<DnsFirewallAssociation>(vpc.id());
  note_asked<ProfileAssociation>(vpc.id());
  const auto found = by_vpc_.find(of_owner(owner_of(vpc), vpc.id()));
  return found == by_vpc_.end() ? kNone : found->second;
}

const std::vector<const ProfileResource*>& VpcNamesIndex::in_profile(
    Symbol profile) const {
  static const std::vector<const ProfileResource*> kNone;
  note_asked<ProfileResource>(profile);
  const auto found = by_profile_.find(profile);
  return found == by_profile_.end() ? kNone : found->second;
}

}  // namespace pullproof::aws
