#include "model/aws/network_index.h"

#include <algorithm>

#include "model/aws/document_context.h"

namespace pullproof::aws {
namespace {

template <class T>
const T* noted(const T* row) {
  if (row != nullptr) note_row(*row);
  return row;
}

// What rows are told apart by beside an id or an address differs with what else the
// snapshot tells of them, so it is no part of what is noted.

template <class T>
void note_asked_for(Symbol id) {
  note_asked<T>(id);
}
template <class T>
void note_asked_for(const ScopedId& key) {
  note_asked<T>(key.id);
}
template <class T>
void note_asked_for(const Address& address) {
  note_asked_by<T>(HashOfAddress{}(address));
}
template <class T, class Local>
requires requires(const Local& local) { local.address; }
void note_asked_for(const Local& local) { note_asked_for<T>(local.address); }

/// Interfaces that a prefix is delegated to are found by any address in it.
constexpr const char* kDelegates = "delegates";
/// As VPCs are by any address in their blocks.
constexpr const char* kBlocks = "blocks";

template <class T>
const T* look_up(const std::unordered_map<Symbol, const T*>& map, Symbol key) {
  note_asked_for<T>(key);
  const auto found = map.find(key);
  return found == map.end() ? nullptr : noted(found->second);
}

template <class Key, class T, class Hash>
const std::vector<const T*>& look_up_all(
    const std::unordered_map<Key, std::vector<const T*>, Hash>& map, const Key& key) {
  static const std::vector<const T*> kNone;
  note_asked_for<T>(key);
  const auto found = map.find(key);
  if (found == map.end()) return kNone;
  if (trace_of_thread != nullptr) {
    for (const T* row : found->second) note_row(*row);
  }
  return found->second;
}

/// A shared VPC shows up in the owner's and in the participant's export: once is
/// enough.
template <class T>
void add_once(std::vector<const T*>& list, const T& item) {
  const bool known = std::any_of(list.begin(), list.end(), [&](const T* other) {
    return other->id() == item.id();
  });
  if (!known) list.push_back(&item);
}

/// Under all that `index_interfaces` files it under, but for links.
void note_filed_interface(const NetworkInterface& interface) {
  if (filing_of_thread == nullptr) return;
  const auto by_address = [](const Address& address) {
    note_filed_by<NetworkInterface>(HashOfAddress{}(address));
  };
  for (const Address& address : interface.addresses) by_address(address);
  if (!interface.prefixes.empty()) note_filed<NetworkInterface>(kDelegates);
  if (interface.public_address) by_address(*interface.public_address);
  for (const auto& more : interface.more_public_addresses) by_address(more.second);
  note_filed<NetworkInterface>(interface.description);
  note_filed<NetworkInterface>(interface.subnet_id.text);
  for (const auto& group : interface.groups) note_filed<NetworkInterface>(group.text);
}

}  // namespace

NetworkIndex::NetworkIndex(const Snapshot& account)
    : account_(&account), names_(account) {
  index_vpcs(account);
  index_subnets(account);
  index_interfaces(account);
  index_names(account);
  link_subnets(account);
}

void NetworkIndex::link_subnets(const Snapshot& account) {
  const auto& subnets = account.table<Subnet>().all();
  subnet_links_.reserve(subnets.size());
  for (const Subnet& subnet : subnets) {
    const auto& id = subnet.subnet_id;
    subnet_links_.push_back({.acl = find_acl(subnet.scope, id),
                             .table = find_table(subnet.scope, subnet.vpc_id, id)});
  }
}

void NetworkIndex::Blocks::add(const Cidr& block, std::size_t row) {
  ipv4.add(block, row);
  ipv6.add(block, row);
}

void NetworkIndex::Blocks::sort() {
  ipv4.sort();
  ipv6.sort();
}

void NetworkIndex::index_vpcs(const Snapshot& account) {
  for (const auto& vpc : account.table<Vpc>().all()) {
    note_filed<Vpc>(kBlocks);
    for (const Cidr& block : vpc.cidrs) vpcs_by_block_.add(block, vpcs_.size());
    vpcs_.push_back(&vpc);
  }
  vpcs_by_block_.sort();
  for (const auto& table : account.table<TransitGatewayRoutes>().all()) {
    auto& index = transit_routes_[&table];
    for (std::size_t row = 0; row < table.routes.size(); ++row) {
      const auto& destination = table.routes[row].destination;
      if (destination) index.add(*destination, row);
    }
    index.sort();
  }
  for (const auto& gateway : account.table<InternetGateway>().all()) {
    for (const VpcId& vpc : gateway.attached_to) {
      internet_gateway_by_vpc_.add(vpc.text, gateway);
    }
  }
  for (const auto& gateway : account.table<NatGateway>().all()) {
    for (const auto& address : gateway.addresses) {
      if (address.interface_id.empty()) continue;
      nat_gateway_by_interface_.add(address.interface_id.text, gateway);
    }
  }
}

void NetworkIndex::index_subnets(const Snapshot& account) {
  for (const auto& acl : account.table<NetworkAcl>().all()) {
    for (const auto& subnet : acl.subnets) {
      acl_by_subnet_.add(subnet.text, acl);
    }
  }
  for (const auto& table : account.table<RouteTable>().all()) {
    for (const auto& subnet : table.subnets) {
      table_by_subnet_.add(subnet.text, table);
    }
    for (const auto& gateway : table.gateways) {
      table_by_gateway_.add(gateway, table);
    }
    if (table.main) {
      main_table_by_vpc_.add(table.vpc_id.text, table);
    }
  }
  for (const auto& endpoint : account.table<VpcEndpoint>().all()) {
    const Scope home = home_of(endpoint.scope, endpoint.vpc_id);
    note_filed<VpcEndpoint>(endpoint.vpc_id.text);
    add_once(endpoints_by_vpc_[{home, endpoint.vpc_id.text}], endpoint);
  }
  // AWS lists old ones for a while, and lets a VPC have one that is available.
  for (const bool available : {true, false}) {
    for (const auto& attachment : account.table<TransitGatewayVpcAttachment>().all()) {
      const bool gone = attachment.state == "deleted" || attachment.state == "deleting";
      if (gone || (attachment.state == "available") != available) continue;
      attachments_by_vpc_.add(attachment.vpc_id.text, attachment);
    }
  }
  for (const auto& group : account.table<SecurityGroup>().all()) {
    if (group.name == "default") {
      default_group_by_vpc_.add(group.vpc_id.text, group);
    }
  }
}

void NetworkIndex::index_interfaces(const Snapshot& account) {
  for (const auto& interface : account.table<NetworkInterface>().all()) {
    const Scope home = home_of(interface.scope, interface.vpc_id);
    note_filed_interface(interface);
    for (const Address& address : interface.addresses) {
      interfaces_by_address_[{{home, interface.vpc_id.text}, address}].push_back(
          &interface);
    }
    for (const Cidr& prefix : interface.prefixes) {
      delegates_by_prefix_.add(prefix, delegates_.size());
      delegates_.push_back(&interface);
    }
    if (interface.public_address) {
      interfaces_by_public_address_[*interface.public_address].push_back(&interface);
    }
    for (const auto& more : interface.more_public_addresses) {
      interfaces_by_public_address_[more.second].push_back(&interface);
    }
    if (interface.description.starts_with("ELB ")) {
      interfaces_by_description_[{home, interface.description}].push_back(&interface);
    }
    if (interface.device_index == 0 && !interface.instance_id.empty()) {
      primary_by_instance_.add(interface.instance_id.text, interface);
    }
    if (interface.interface_type == "nat_gateway" ||
        interface.interface_type == "vpc_endpoint") {
      fixtures_by_subnet_[{home, interface.subnet_id.text}].push_back(&interface);
    }
    for (const auto& group : interface.groups) {
      members_by_group_[{interface.scope, group.text}].push_back(&interface);
    }
  }
  delegates_by_prefix_.sort();
}

void NetworkIndex::index_names(const Snapshot& account) {
  for (const auto& task : account.table<RunningTask>().all()) {
    note_filed<RunningTask>(last_part(task.arn));
    const auto added = task_by_id_.emplace(last_part(task.arn), &task);
    if (!added.second) added.first->second = nullptr;  // nobody knows which is meant
  }
  for (const auto& role : account.table<Role>().all()) {
    for (const auto& profile : role.instance_profiles) {
      note_filed<Role>(profile);
      role_by_profile_.emplace(profile, &role);
    }
  }
  for (const auto& list : account.table<PrefixList>().all()) {
    prefix_list_by_name_.add(list.name, list);
  }
  for (const auto& instance : account.table<ContainerInstance>().all()) {
    note_filed<ContainerInstance>(instance.cluster_name);
    instances_by_cluster_[{instance.scope, instance.cluster_name}].push_back(&instance);
  }
}

const NetworkIndex::SubnetLinks* NetworkIndex::links_of(const Scope& scope,
                                                        const SubnetId& subnet) const {
  const auto* row = account_->find<Subnet>(scope, subnet.text);
  if (row == nullptr) return nullptr;
  note_asked<NetworkAcl>(subnet.text);
  note_asked<RouteTable>(subnet.text);
  note_asked<RouteTable>(row->vpc_id.text);
  return &subnet_links_[account_->table<Subnet>().number_of(*row)];
}

const NetworkAcl* NetworkIndex::acl_of(const Scope& scope,
                                       const SubnetId& subnet) const {
  const auto* links = links_of(scope, subnet);
  return links != nullptr ? noted(links->acl) : find_acl(scope, subnet);
}

const RouteTable* NetworkIndex::table_of(const Scope& scope, const VpcId& vpc,
                                         const SubnetId& subnet) const {
  const auto* links = links_of(scope, subnet);
  return links != nullptr ? noted(links->table) : find_table(scope, vpc, subnet);
}

const NetworkAcl* NetworkIndex::find_acl(const Scope& scope,
                                         const SubnetId& subnet) const {
  return acl_by_subnet_.find(*account_, scope, subnet.text);
}

const RouteTable* NetworkIndex::find_table(const Scope& scope, const VpcId& vpc,
                                           const SubnetId& subnet) const {
  const auto* table = table_by_subnet_.find_own(scope, subnet.text);
  if (table == nullptr) table = main_table_by_vpc_.find_own(scope, vpc.text);
  if (table == nullptr) table = table_by_subnet_.find(*account_, scope, subnet.text);
  return table != nullptr ? table : main_table_by_vpc_.find(*account_, scope, vpc.text);
}

const RouteTable* NetworkIndex::edge_table_of(const Scope& scope,
                                              Symbol gateway) const {
  return table_by_gateway_.find(*account_, scope, gateway);
}

const std::vector<const VpcEndpoint*>& NetworkIndex::endpoints_in(
    const Scope& scope, const VpcId& vpc) const {
  return look_up_all(endpoints_by_vpc_, ScopedId{home_of(scope, vpc), vpc.text});
}

const TransitGatewayVpcAttachment* NetworkIndex::attachment_of(const Scope& scope,
                                                               Symbol gateway,
                                                               const VpcId& vpc) const {
  return attachments_by_vpc_.find(
      *account_, scope, vpc.text,
      [gateway](const auto& one) { return one.gateway_id != gateway; });
}

const SecurityGroup* NetworkIndex::default_group(const Scope& scope,
                                                 const VpcId& vpc) const {
  return default_group_by_vpc_.find(*account_, scope, vpc.text);
}

std::vector<const NetworkInterface*> NetworkIndex::interfaces_at(
    const Scope& scope, const VpcId& vpc, const Address& address) const {
  const Scope home = home_of(scope, vpc);
  auto found =
      look_up_all(interfaces_by_address_, LocalAddress{{home, vpc.text}, address});
  note_asked<NetworkInterface>(kDelegates);
  for (const std::size_t row : delegates_by_prefix_.of(address.family)
                                   .overlapping(IntervalSet::single(address.value))) {
    const auto* interface = noted(delegates_[row]);
    const bool is_here = interface->vpc_id == vpc &&
                         home_of(interface->scope, interface->vpc_id) == home;
    if (is_here && std::find(found.begin(), found.end(), interface) == found.end()) {
      found.push_back(interface);
    }
  }
  return found;
}

const std::vector<const NetworkInterface*>& NetworkIndex::interfaces_with(
    const Address& public_address) const {
  return look_up_all(interfaces_by_public_address_, public_address);
}

const std::vector<const NetworkInterface*>& NetworkIndex::interfaces_of(
    const LoadBalancer& balancer) const {
  return look_up_all(interfaces_by_description_,
                     ScopedId{home_of(balancer.scope, balancer.vpc_id),
                              balancer.interface_description()});
}

Scope NetworkIndex::home_of(const Scope& scope, const VpcId& vpc) const {
  const auto* row = account_->find<Vpc>(scope, vpc.text);
  return row == nullptr ? scope : row->scope;
}

const NatGateway* NetworkIndex::nat_gateway_of(const Scope& scope,
                                               const InterfaceId& interface) const {
  return nat_gateway_by_interface_.find(*account_, scope, interface.text);
}

std::vector<const Vpc*> NetworkIndex::vpcs_with(const Address& address) const {
  std::vector<const Vpc*> having;
  note_asked<Vpc>(kBlocks);
  for (const std::size_t row : vpcs_by_block_.of(address.family)
                                   .overlapping(IntervalSet::single(address.value))) {
    having.push_back(noted(vpcs_[row]));
  }
  return having;
}

std::vector<const TransitGatewayRoute*> NetworkIndex::transit_routes(
    const TransitGatewayRoutes& table, const IntervalSet& destinations,
    Family family) const {
  std::vector<const TransitGatewayRoute*> routes;
  const auto found = transit_routes_.find(&table);
  if (found == transit_routes_.end()) return routes;
  for (const std::size_t row : found->second.of(family).overlapping(destinations)) {
    routes.push_back(&table.routes[row]);
  }
  return routes;
}

const NetworkInterface* NetworkIndex::interface_at(const Scope& scope, const VpcId& vpc,
                                                   const Address& address) const {
  const auto all = interfaces_at(scope, vpc, address);
  const auto first = std::find_if(all.begin(), all.end(), [&](const auto* interface) {
    return interface->primary_ipv4() == address;
  });
  return first == all.end() ? nullptr : *first;
}

const NetworkInterface* NetworkIndex::primary_interface(
    const Scope& scope, const InstanceId& instance) const {
  return primary_by_instance_.find(*account_, scope, instance.text);
}

const InternetGateway* NetworkIndex::internet_gateway_of(const Scope& scope,
                                                         const VpcId& vpc) const {
  return internet_gateway_by_vpc_.find(*account_, scope, vpc.text);
}

const RunningTask* NetworkIndex::task(Symbol id) const {
  return look_up(task_by_id_, id);
}

const std::vector<const NetworkInterface*>& NetworkIndex::members(
    const Scope& scope, const SecurityGroupId& group) const {
  return look_up_all(members_by_group_, ScopedId{scope, group.text});
}

IntervalSet NetworkIndex::kept_addresses(const Scope& scope,
                                         const SubnetId& subnet) const {
  std::vector<Interval> kept;
  for (const auto* interface :
       look_up_all(fixtures_by_subnet_, ScopedId{scope, subnet.text})) {
    for (const auto& address : interface->addresses) {
      if (address.family != Family::Ipv4) continue;
      kept.push_back({address.value, address.value});
    }
  }
  return IntervalSet(std::move(kept));
}

const Role* NetworkIndex::role_in_profile(Symbol profile_arn) const {
  return look_up(role_by_profile_, profile_arn);
}

const PrefixList* NetworkIndex::service_prefix_list(const Scope& scope,
                                                    Symbol name) const {
  return prefix_list_by_name_.find(*account_, scope, name);
}

const std::vector<const ContainerInstance*>& NetworkIndex::container_instances(
    const Scope& scope, Symbol cluster_name) const {
  return look_up_all(instances_by_cluster_, ScopedId{scope, cluster_name});
}

}  // namespace pullproof::aws
