#include "model/aws/network_index.h"

#include <algorithm>

#include "model/aws/document_context.h"

namespace pullproof::aws {
namespace {

std::string key(const Scope& scope, const std::string& id) {
  return scope.account + '/' + scope.region + '/' + id;
}

/// Whatever the account.
std::string key_in_region(const Scope& scope, const std::string& id) {
  return '/' + scope.region + '/' + id;
}

template <class T>
using Rows = std::unordered_map<std::string, const T*>;

/// The first row of an id counts, in its region and in its account; the account's has
/// an entry of its own only where it is another one.
template <class T>
void put(Rows<T>& map, const std::string& id, const T& row) {
  const auto [first, is_new] = map.emplace(key_in_region(row.scope, id), &row);
  const bool is_other = !is_new && first->second->scope.account != row.scope.account;
  if (is_other) map.emplace(key(row.scope, id), &row);
}

template <class T>
const T* look_up(const Rows<T>& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

/// Of the account only.
template <class T>
const T* look_up_own(const Rows<T>& map, const Scope& scope, const std::string& id) {
  const T* first = look_up(map, key_in_region(scope, id));
  if (first == nullptr || first->scope.account == scope.account) return first;
  return look_up(map, key(scope, id));
}

/// Of the account, else of whichever has it: a transit gateway's owner prints the
/// attachments of others.
template <class T>
const T* look_up(const Snapshot& account, const Rows<T>& map, const Scope& scope,
                 const std::string& id) {
  const T* own = look_up_own(map, scope, id);
  if (own != nullptr) return own;
  const T* first = look_up(map, key_in_region(scope, id));
  const bool is_copy =
      first != nullptr && account.keeps_apart(scope.account, first->scope.account);
  return is_copy ? nullptr : first;
}

template <class T>
const std::vector<const T*>& look_up_all(
    const std::unordered_map<std::string, std::vector<const T*>>& map,
    const std::string& key) {
  static const std::vector<const T*> kNone;
  const auto found = map.find(key);
  return found == map.end() ? kNone : found->second;
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
      put(internet_gateway_by_vpc_, vpc.text, gateway);
    }
  }
  for (const auto& gateway : account.table<NatGateway>().all()) {
    for (const auto& address : gateway.addresses) {
      if (address.interface_id.empty()) continue;
      put(nat_gateway_by_interface_, address.interface_id.text, gateway);
    }
  }
}

void NetworkIndex::index_subnets(const Snapshot& account) {
  for (const auto& acl : account.table<NetworkAcl>().all()) {
    for (const auto& subnet : acl.subnets) {
      put(acl_by_subnet_, subnet.text, acl);
    }
  }
  for (const auto& table : account.table<RouteTable>().all()) {
    for (const auto& subnet : table.subnets) {
      put(table_by_subnet_, subnet.text, table);
    }
    for (const auto& gateway : table.gateways) {
      put(table_by_gateway_, gateway, table);
    }
    if (table.main) {
      put(main_table_by_vpc_, table.vpc_id.text, table);
    }
  }
  for (const auto& endpoint : account.table<VpcEndpoint>().all()) {
    const Scope home = home_of(endpoint.scope, endpoint.vpc_id);
    add_once(endpoints_by_vpc_[key(home, endpoint.vpc_id.text)], endpoint);
  }
  // AWS lists old ones for a while, and lets a VPC have one that is available.
  for (const bool available : {true, false}) {
    for (const auto& attachment : account.table<TransitGatewayVpcAttachment>().all()) {
      const bool gone = attachment.state == "deleted" || attachment.state == "deleting";
      if (gone || (attachment.state == "available") != available) continue;
      put(attachment_by_vpc_, attachment.gateway_id + '/' + attachment.vpc_id.text,
          attachment);
    }
  }
  for (const auto& group : account.table<SecurityGroup>().all()) {
    if (group.name == "default") {
      put(default_group_by_vpc_, group.vpc_id.text, group);
    }
  }
}

void NetworkIndex::index_interfaces(const Snapshot& account) {
  for (const auto& interface : account.table<NetworkInterface>().all()) {
    const Scope home = home_of(interface.scope, interface.vpc_id);
    for (const Address& address : interface.addresses) {
      interfaces_by_address_[key(home, interface.vpc_id.text + '/' + address.text())]
          .push_back(&interface);
    }
    for (const Cidr& prefix : interface.prefixes) {
      delegates_by_prefix_.add(prefix, delegates_.size());
      delegates_.push_back(&interface);
    }
    if (interface.public_address) {
      interfaces_by_public_address_[interface.public_address->text()].push_back(
          &interface);
    }
    for (const auto& more : interface.more_public_addresses) {
      interfaces_by_public_address_[more.second.text()].push_back(&interface);
    }
    if (interface.description.starts_with("ELB ")) {
      interfaces_by_description_[key(home, interface.description)].push_back(
          &interface);
    }
    if (interface.device_index == 0 && !interface.instance_id.empty()) {
      put(primary_by_instance_, interface.instance_id.text, interface);
    }
    if (interface.interface_type == "nat_gateway" ||
        interface.interface_type == "vpc_endpoint") {
      fixtures_by_subnet_[key(home, interface.subnet_id.text)].push_back(&interface);
    }
    for (const auto& group : interface.groups) {
      members_by_group_[key(interface.scope, group.text)].push_back(&interface);
    }
  }
  delegates_by_prefix_.sort();
}

void NetworkIndex::index_names(const Snapshot& account) {
  for (const auto& task : account.table<RunningTask>().all()) {
    const auto added = task_by_id_.emplace(last_part(task.arn), &task);
    if (!added.second) added.first->second = nullptr;  // nobody knows which is meant
  }
  for (const auto& role : account.table<Role>().all()) {
    for (const auto& profile : role.instance_profiles) {
      role_by_profile_.emplace(profile, &role);
    }
  }
  for (const auto& list : account.table<PrefixList>().all()) {
    put(prefix_list_by_name_, list.name, list);
  }
  for (const auto& instance : account.table<ContainerInstance>().all()) {
    instances_by_cluster_[key(instance.scope,
                              instance.scope.account + '/' + instance.cluster_name)]
        .push_back(&instance);
  }
}

const NetworkIndex::SubnetLinks* NetworkIndex::links_of(const Scope& scope,
                                                        const SubnetId& subnet) const {
  const auto* row = account_->find<Subnet>(scope, subnet.text);
  if (row == nullptr) return nullptr;
  return &subnet_links_[static_cast<std::size_t>(
      row - account_->table<Subnet>().all().data())];
}

const NetworkAcl* NetworkIndex::acl_of(const Scope& scope,
                                       const SubnetId& subnet) const {
  const auto* links = links_of(scope, subnet);
  return links != nullptr ? links->acl : find_acl(scope, subnet);
}

const RouteTable* NetworkIndex::table_of(const Scope& scope, const VpcId& vpc,
                                         const SubnetId& subnet) const {
  const auto* links = links_of(scope, subnet);
  return links != nullptr ? links->table : find_table(scope, vpc, subnet);
}

const NetworkAcl* NetworkIndex::find_acl(const Scope& scope,
                                         const SubnetId& subnet) const {
  return look_up(*account_, acl_by_subnet_, scope, subnet.text);
}

const RouteTable* NetworkIndex::find_table(const Scope& scope, const VpcId& vpc,
                                           const SubnetId& subnet) const {
  const auto* table = look_up_own(table_by_subnet_, scope, subnet.text);
  if (table == nullptr) table = look_up_own(main_table_by_vpc_, scope, vpc.text);
  if (table == nullptr)
    table = look_up(*account_, table_by_subnet_, scope, subnet.text);
  return table != nullptr ? table
                          : look_up(*account_, main_table_by_vpc_, scope, vpc.text);
}

const RouteTable* NetworkIndex::edge_table_of(const Scope& scope,
                                              const std::string& gateway) const {
  return look_up(*account_, table_by_gateway_, scope, gateway);
}

const std::vector<const VpcEndpoint*>& NetworkIndex::endpoints_in(
    const Scope& scope, const VpcId& vpc) const {
  return look_up_all(endpoints_by_vpc_, key(home_of(scope, vpc), vpc.text));
}

const TransitGatewayVpcAttachment* NetworkIndex::attachment_of(
    const Scope& scope, const std::string& gateway, const VpcId& vpc) const {
  return look_up(*account_, attachment_by_vpc_, scope, gateway + '/' + vpc.text);
}

const SecurityGroup* NetworkIndex::default_group(const Scope& scope,
                                                 const VpcId& vpc) const {
  return look_up(*account_, default_group_by_vpc_, scope, vpc.text);
}

std::vector<const NetworkInterface*> NetworkIndex::interfaces_at(
    const Scope& scope, const VpcId& vpc, const Address& address) const {
  const Scope home = home_of(scope, vpc);
  auto found =
      look_up_all(interfaces_by_address_, key(home, vpc.text + '/' + address.text()));
  for (const std::size_t row : delegates_by_prefix_.of(address.family)
                                   .overlapping(IntervalSet::single(address.value))) {
    const auto* interface = delegates_[row];
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
  return look_up_all(interfaces_by_public_address_, public_address.text());
}

const std::vector<const NetworkInterface*>& NetworkIndex::interfaces_of(
    const LoadBalancer& balancer) const {
  return look_up_all(
      interfaces_by_description_,
      key(home_of(balancer.scope, balancer.vpc_id), balancer.interface_description()));
}

Scope NetworkIndex::home_of(const Scope& scope, const VpcId& vpc) const {
  const auto* row = account_->find<Vpc>(scope, vpc.text);
  return row == nullptr ? scope : row->scope;
}

const NatGateway* NetworkIndex::nat_gateway_of(const Scope& scope,
                                               const InterfaceId& interface) const {
  return look_up(*account_, nat_gateway_by_interface_, scope, interface.text);
}

std::vector<const Vpc*> NetworkIndex::vpcs_with(const Address& address) const {
  std::vector<const Vpc*> having;
  for (const std::size_t row : vpcs_by_block_.of(address.family)
                                   .overlapping(IntervalSet::single(address.value))) {
    having.push_back(vpcs_[row]);
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
  return look_up(*account_, primary_by_instance_, scope, instance.text);
}

const InternetGateway* NetworkIndex::internet_gateway_of(const Scope& scope,
                                                         const VpcId& vpc) const {
  return look_up(*account_, internet_gateway_by_vpc_, scope, vpc.text);
}

const RunningTask* NetworkIndex::task(const std::string& id) const {
  return look_up(task_by_id_, id);
}

const std::vector<const NetworkInterface*>& NetworkIndex::members(
    const Scope& scope, const SecurityGroupId& group) const {
  return look_up_all(members_by_group_, key(scope, group.text));
}

IntervalSet NetworkIndex::kept_addresses(const Scope& scope,
                                         const SubnetId& subnet) const {
  std::vector<Interval> kept;
  for (const auto* interface :
       look_up_all(fixtures_by_subnet_, key(scope, subnet.text))) {
    for (const auto& address : interface->addresses) {
      if (address.family != Family::Ipv4) continue;
      kept.push_back({address.value, address.value});
    }
  }
  return IntervalSet(std::move(kept));
}

const Role* NetworkIndex::role_in_profile(const std::string& profile_arn) const {
  return look_up(role_by_profile_, profile_arn);
}

const PrefixList* NetworkIndex::service_prefix_list(const Scope& scope,
                                                    const std::string& name) const {
  return look_up(*account_, prefix_list_by_name_, scope, name);
}

const std::vector<const ContainerInstance*>& NetworkIndex::container_instances(
    const Scope& scope, const std::string& cluster_name) const {
  return look_up_all(instances_by_cluster_,
                     key(scope, scope.account + '/' + cluster_name));
}

}  // namespace pullproof::aws
