// One network from the exports of several accounts: the owner of a VPC and those that
// it shares subnets with.
//
// Whoever shares a subnet prints it, its VPC, route table and ACL with the owner's id
// in `OwnerId`. Such rows become the owner's, and where the owner's export has them,
// too, its own count. An owner's export also prints interfaces and groups of the
// others: of two copies that of the account which owns the thing counts.
//
// AWS: VPC user guide, "Share your VPC subnets with other accounts", "Responsibilities
// and permissions for owners and participants".
// Guarantee: accounts that share nothing are left as they are, whatever their ids.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/aws/disputes.h"
#include "model/aws/network_acl.h"
#include "model/aws/network_interface.h"
#include "model/aws/route_table.h"
#include "model/aws/security_group.h"
#include "model/aws/subnet.h"
#include "model/aws/vpc.h"

namespace pullproof::aws {

class SharedNetwork {
 public:
  SharedNetwork(const std::vector<Vpc>& vpcs, const std::vector<Subnet>& subnets);

  /// Nothing is shared: there is nothing to settle.
  [[nodiscard]] bool empty() const { return owner_of_.empty(); }

  // Each gives rows to their owners, keeps one of each, and notes which differ.
  void settle(std::vector<Vpc>& rows);
  void settle(std::vector<VpcDnsSupport>& rows);
  void settle(std::vector<VpcDnsHostnames>& rows);
  void settle(std::vector<Subnet>& rows);
  /// No subnet has two tables, or two ACLs: what the owner prints counts.
  void settle(std::vector<RouteTable>& rows);
  void settle(std::vector<NetworkAcl>& rows);
  void settle(std::vector<SecurityGroup>& rows);
  void settle(std::vector<NetworkInterface>& rows);

  [[nodiscard]] const Disputes& disputes() const { return disputes_; }
  /// By account, region and id: those that accounts print which do not own them.
  [[nodiscard]] const std::unordered_set<ScopedId>& subnets() const { return subnets_; }

 private:
  /// The account that has the thing, for whoever prints it.
  template <class T>
  [[nodiscard]] Symbol home_of(const T& row) const;
  template <class T>
  void merge(std::vector<T>& rows);
  template <class T>
  void settle_claims(std::vector<T>& rows);
  /// Who prints that a subnet has which tables.
  struct Claims;
  void dispute_claim(Symbol what, const Claims& claims);
  void dispute(const Scope& home, Symbol id, std::string why);

  /// By account, region and VPC, where the VPC is another account's.
  std::unordered_map<ScopedId, Symbol> owner_of_;
  /// By owner, region and VPC.
  std::unordered_set<ScopedId> shared_;
  std::unordered_set<ScopedId> subnets_;
  Disputes disputes_;
};

}  // namespace pullproof::aws
