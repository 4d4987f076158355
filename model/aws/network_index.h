// The look-ups that a path needs and that no resource answers by its own id: which ACL
// a subnet has, which table routes it, which endpoints a VPC has.
//
// Guarantee: built in one pass; every look-up is by hash. Ids are looked up within an
// account and region, then within the region, so that two that happen to have equal ids
// stay apart. Rows that it hands out are noted, see fact_trace.h.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/aws/row_links.h"
#include "model/aws/snapshot.h"
#include "model/aws/vpc_names.h"
#include "model/core/block_index.h"

namespace pullproof::aws {

class NetworkIndex {
 public:
  /// Keeps pointers into `account`, which must outlive it.
  explicit NetworkIndex(const Snapshot& account);

  /// Null if no ACL names the subnet.
  [[nodiscard]] const NetworkAcl* acl_of(const Scope& scope,
                                         const SubnetId& subnet) const;
  /// The subnet's own table, else the VPC's main table, else null.
  [[nodiscard]] const RouteTable* table_of(const Scope& scope, const VpcId& vpc,
                                           const SubnetId& subnet) const;
  /// A table that an internet gateway is associated with, or null.
  [[nodiscard]] const RouteTable* edge_table_of(const Scope& scope,
                                                Symbol gateway) const;
  /// The internet gateway that is attached to the VPC, or null.
  [[nodiscard]] const InternetGateway* internet_gateway_of(const Scope& scope,
                                                           const VpcId& vpc) const;
  [[nodiscard]] const std::vector<const VpcEndpoint*>& endpoints_in(
      const Scope& scope, const VpcId& vpc) const;
  /// Of the VPC to the transit gateway, or null.
  [[nodiscard]] const TransitGatewayVpcAttachment* attachment_of(
      const Scope& scope, Symbol gateway, const VpcId& vpc) const;
  /// The VPC's group named `default`, or null.
  [[nodiscard]] const SecurityGroup* default_group(const Scope& scope,
                                                   const VpcId& vpc) const;
  /// The interfaces with this private or IPv6 address, be it their first one, another
  /// one, or one of a prefix that is delegated to them.
  [[nodiscard]] std::vector<const NetworkInterface*> interfaces_at(
      const Scope& scope, const VpcId& vpc, const Address& address) const;
  /// The interface with this as its primary private IPv4 address, or null.
  [[nodiscard]] const NetworkInterface* interface_at(const Scope& scope,
                                                     const VpcId& vpc,
                                                     const Address& address) const;
  /// The interfaces with this public IPv4 address; AWS gives it to one, so several are
  /// of different times.
  [[nodiscard]] const std::vector<const NetworkInterface*>& interfaces_with(
      const Address& public_address) const;
  /// The NAT gateway that has the interface, or null.
  [[nodiscard]] const NatGateway* nat_gateway_of(const Scope& scope,
                                                 const InterfaceId& interface) const;
  /// The routes of a transit gateway's table that take some of the addresses, in the
  /// order of the table.
  [[nodiscard]] std::vector<const TransitGatewayRoute*> transit_routes(
      const TransitGatewayRoutes& table, const IntervalSet& destinations,
      Family family) const;
  /// The VPCs that have the address in one of their blocks.
  [[nodiscard]] std::vector<const Vpc*> vpcs_with(const Address& address) const;
  /// Device index 0 of the instance, or null.
  [[nodiscard]] const NetworkInterface* primary_interface(
      const Scope& scope, const InstanceId& instance) const;
  /// Of a load balancer, by what their descriptions say.
  [[nodiscard]] const std::vector<const NetworkInterface*>& interfaces_of(
      const LoadBalancer& balancer) const;
  /// By the last part of its ARN; null if none has it, or several.
  [[nodiscard]] const RunningTask* task(Symbol id) const;
  /// The interfaces that are in the group.
  [[nodiscard]] const std::vector<const NetworkInterface*>& members(
      const Scope& scope, const SecurityGroupId& group) const;
  /// The IPv4 addresses in a subnet that NAT gateways and endpoints keep.
  [[nodiscard]] IntervalSet kept_addresses(const Scope& scope,
                                           const SubnetId& subnet) const;
  /// The role in an instance profile, or null.
  [[nodiscard]] const Role* role_in_profile(Symbol profile_arn) const;
  /// AWS's own prefix list of a service: "com.amazonaws.eu-central-1.s3", or null.
  [[nodiscard]] const PrefixList* service_prefix_list(const Scope& scope,
                                                      Symbol name) const;
  [[nodiscard]] const std::vector<const ContainerInstance*>& container_instances(
      const Scope& scope, Symbol cluster_name) const;
  /// What answers for names in the VPC, beside its endpoints.
  [[nodiscard]] const VpcNamesIndex& names() const { return names_; }

 private:
  template <class T>
  using Lists = std::unordered_map<ScopedId, std::vector<const T*>>;

  /// Of a VPC of `home`: others may have the same.
  struct LocalAddress {
    ScopedId vpc;
    Address address;

    bool operator==(const LocalAddress&) const = default;
  };
  struct HashOfLocalAddress {
    std::size_t operator()(const LocalAddress& local) const noexcept {
      return std::hash<ScopedId>{}(local.vpc) ^ HashOfAddress {}(local.address);
    }
  };

  /// Of both families.
  struct Blocks {
    BlockIndex ipv4{Family::Ipv4};
    BlockIndex ipv6{Family::Ipv6};

    void add(const Cidr& block, std::size_t row);
    void sort();
    [[nodiscard]] const BlockIndex& of(Family family) const {
      return family == Family::Ipv4 ? ipv4 : ipv6;
    }
  };

  /// Where the VPC is: its owner's.
  [[nodiscard]] Scope home_of(const Scope& scope, const VpcId& vpc) const;

  /// What filters and routes a subnet, found once: every hop asks for both.
  struct SubnetLinks {
    const NetworkAcl* acl = nullptr;
    const RouteTable* table = nullptr;
  };
  /// Null: the snapshot does not have the subnet.
  [[nodiscard]] const SubnetLinks* links_of(const Scope& scope,
                                            const SubnetId& subnet) const;
  [[nodiscard]] const NetworkAcl* find_acl(const Scope& scope,
                                           const SubnetId& subnet) const;
  [[nodiscard]] const RouteTable* find_table(const Scope& scope, const VpcId& vpc,
                                             const SubnetId& subnet) const;

  void link_subnets(const Snapshot& account);
  void index_vpcs(const Snapshot& account);
  void index_subnets(const Snapshot& account);
  void index_interfaces(const Snapshot& account);
  void index_names(const Snapshot& account);

  const Snapshot* account_;
  VpcNamesIndex names_;
  std::vector<SubnetLinks> subnet_links_;  ///< By row of the subnets' table.
  RowLinks<NetworkAcl> acl_by_subnet_;
  RowLinks<RouteTable> table_by_subnet_;
  RowLinks<RouteTable> main_table_by_vpc_;
  RowLinks<RouteTable> table_by_gateway_;
  RowLinks<InternetGateway> internet_gateway_by_vpc_;
  Lists<VpcEndpoint> endpoints_by_vpc_;
  RowLinks<TransitGatewayVpcAttachment> attachments_by_vpc_;
  RowLinks<SecurityGroup> default_group_by_vpc_;
  std::unordered_map<LocalAddress, std::vector<const NetworkInterface*>,
                     HashOfLocalAddress>
      interfaces_by_address_;
  std::vector<const NetworkInterface*> delegates_;
  Blocks delegates_by_prefix_;  ///< Rows of `delegates_`.
  std::unordered_map<Address, std::vector<const NetworkInterface*>, HashOfAddress>
      interfaces_by_public_address_;
  Lists<NetworkInterface> interfaces_by_description_;  ///< "ELB ..."
  RowLinks<NatGateway> nat_gateway_by_interface_;
  std::vector<const Vpc*> vpcs_;
  Blocks vpcs_by_block_;  ///< Rows of `vpcs_`.
  std::unordered_map<const TransitGatewayRoutes*, Blocks> transit_routes_;
  RowLinks<NetworkInterface> primary_by_instance_;
  std::unordered_map<Symbol, const RunningTask*> task_by_id_;
  Lists<NetworkInterface> members_by_group_;
  Lists<NetworkInterface> fixtures_by_subnet_;
  std::unordered_map<Symbol, const Role*> role_by_profile_;
  RowLinks<PrefixList> prefix_list_by_name_;
  Lists<ContainerInstance> instances_by_cluster_;
};

}  // namespace pullproof::aws
