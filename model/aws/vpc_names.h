// Whatever the snapshot tells of how a VPC's names are answered, by VPC.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/aws/snapshot.h"

namespace pullproof::aws {

struct VpcNames {
  std::vector<const HostedZone*> zones;  ///< Each zone once.
  std::vector<const ResolverRuleAssociation*> rules;
  std::vector<const DnsFirewallAssociation*> firewalls;
  std::vector<const ProfileAssociation*> profiles;
};

/// Invariant: a shared VPC's rows are its owner's, whoever's export holds them.
class VpcNamesIndex {
 public:
  /// Keeps pointers into `account`, which must outlive it.
  explicit VpcNamesIndex(const Snapshot& account);

  [[nodiscard]] const VpcNames& of(const Vpc& vpc) const;
  /// What the profile's resources are.
  [[nodiscard]] const std::vector<const ProfileResource*>& in_profile(
      Symbol profile) const;

 private:
  VpcNames& names_of(const Snapshot& account, const Scope& scope, const VpcId& vpc);

  std::unordered_map<ScopedId, VpcNames> by_vpc_;
  std::unordered_map<Symbol, std::vector<const ProfileResource*>> by_profile_;
};

}  // namespace pullproof::aws
