#include "model/aws/network_index.h"

#include <algorithm>

#include "model/aws/document_context.h"

namespace pullproof::aws {
namespace {

std::string key(const Scope& scope, const std::string& id) {
  return scope.region + '/' + id;
}

template <class T>
const T* look_up(const std::unordered_map<std::string, const T*>& map,
                 const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
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

NetworkIndex::NetworkIndex(const Snapshot& account) : names_(account) {
  index_vpcs(account);
  index_subnets(account);
  index_interfaces(account);
  index_names(account);
}

void NetworkIndex::Blocks::add(const Cidr& block, std::size_t row) {
  ipv4.add(block, row);
  ipv6.add(block, row);
}

void NetworkIndex::index_vpcs(const Snapshot& account) {
  for (const auto& vpc : account.table<Vpc>().all()) {
    for (const Cidr& block : vpc.cidrs) vpcs_by_block_.add(block, vpcs_.size());
    vpcs_.push_back(&vpc);
  }
  for (const auto& table : account.table<TransitGatewayRoutes>().all()) {
    auto& index = transit_routes_[&table];
    for (std::size_t row = 0; row < table.routes.size(); ++row) {
      const auto& destination = table.routes[row].destination;
      if (destination) index.add(*destination, row);
    }
  }
  for (const auto& gateway : account.table<InternetGateway>().all()) {
    for (const VpcId& vpc : gateway.attached_to) {
      internet_gateway_by_vpc_.emplace(key(gateway.scope, vpc.text), &gateway);
    }
  }
  for (const auto& gateway : account.table<NatGateway>().all()) {
    for (const auto& address : gateway.addresses) {
      if (address.interface_id.empty()) continue;
      nat_gateway_by_interface_.emplace(key(gateway.scope, address.interface_id.text),
                                        &gateway);
    }
  }
}

void NetworkIndex::index_subnets(const Snapshot& account) {
  for (const auto& acl : account.table<NetworkAcl>().all()) {
    for (const auto& subnet : acl.subnets) {
      acl_by_subnet_.emplace(key(acl.scope, subnet.text), &acl);
    }
  }
  for (const auto& table : account.table<RouteTable>().all()) {
    for (const auto& subnet : table.subnets) {
      table_by_subnet_.emplace(key(table.scope, subnet.text), &table);
    }
    for (const auto& gateway : table.gateways) {
      table_by_gateway_.emplace(key(table.scope, gateway), &table);
    }
    if (table.main) {
      main_table_by_vpc_.emplace(key(table.scope, table.vpc_id.text), &table);
    }
  }
  for (const auto& endpoint : account.table<VpcEndpoint>().all()) {
    add_once(endpoints_by_vpc_[key(endpoint.scope, endpoint.vpc_id.text)], endpoint);
  }
  for (const auto& attachment : account.table<TransitGatewayVpcAttachment>().all()) {
    const bool gone = attachment.state == "deleted" || attachment.state == "deleting";
    if (gone) continue;
    attachment_by_vpc_.emplace(
        key(attachment.scope, attachment.gateway_id + '/' + attachment.vpc_id.text),
        &attachment);
  }
  for (const auto& group : account.table<SecurityGroup>().all()) {
    if (group.name == "default") {
      default_group_by_vpc_.emplace(key(group.scope, group.vpc_id.text), &group);
    }
  }
}

void NetworkIndex::index_interfaces(const Snapshot& account) {
  for (const auto& interface : account.table<NetworkInterface>().all()) {
    for (const Address& address : interface.addresses) {
      interfaces_by_address_[key(interface.scope,
                                 interface.vpc_id.text + '/' + address.text())]
          .push_back(&interface);
    }
    if (interface.public_address) {
      interface_by_public_address_.emplace(interface.public_address->text(),
                                           &interface);
    }
    for (const auto& more : interface.more_public_addresses) {
      interface_by_public_address_.emplace(more.second.text(), &interface);
    }
    if (interface.device_index == 0 && !interface.instance_id.empty()) {
      primary_by_instance_.emplace(key(interface.scope, interface.instance_id.text),
                                   &interface);
    }
    if (interface.interface_type == "nat_gateway" ||
        interface.interface_type == "vpc_endpoint") {
      fixtures_by_subnet_[key(interface.scope, interface.subnet_id.text)].push_back(
          &interface);
    }
    for (const auto& group : interface.groups) {
      members_by_group_[key(interface.scope, group.text)].push_back(&interface);
    }
  }
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
    prefix_list_by_name_.emplace(key(list.scope, list.name), &list);
  }
  for (const auto& instance : account.table<ContainerInstance>().all()) {
    instances_by_cluster_[key(instance.scope,
                              instance.scope.account + '/' + instance.cluster_name)]
        .push_back(&instance);
  }
}

const NetworkAcl* NetworkIndex::acl_of(const Scope& scope,
                                       const SubnetId& subnet) const {
  return look_up(acl_by_subnet_, key(scope, subnet.text));
}

const RouteTable* NetworkIndex::table_of(const Scope& scope, const VpcId& vpc,
                                         const SubnetId& subnet) const {
  const auto* own = look_up(table_by_subnet_, key(scope, subnet.text));
  return own != nullptr ? own : look_up(main_table_by_vpc_, key(scope, vpc.text));
}

const RouteTable* NetworkIndex::edge_table_of(const Scope& scope,
                                              const std::string& gateway) const {
  return look_up(table_by_gateway_, key(scope, gateway));
}

const std::vector<const VpcEndpoint*>& NetworkIndex::endpoints_in(
    const Scope& scope, const VpcId& vpc) const {
  return look_up_all(endpoints_by_vpc_, key(scope, vpc.text));
}

const TransitGatewayVpcAttachment* NetworkIndex::attachment_of(
    const Scope& scope, const std::string& gateway, const VpcId& vpc) const {
  return look_up(attachment_by_vpc_, key(scope, gateway + '/' + vpc.text));
}

const SecurityGroup* NetworkIndex::default_group(const Scope& scope,
                                                 const VpcId& vpc) const {
  return look_up(default_group_by_vpc_, key(scope, vpc.text));
}

const std::vector<const NetworkInterface*>& NetworkIndex::interfaces_at(
    const Scope& scope, const VpcId& vpc, const Address& address) const {
  return look_up_all(interfaces_by_address_,
                     key(scope, vpc.text + '/' + address.text()));
}

const NetworkInterface* NetworkIndex::interface_with(
    const Address& public_address) const {
  return look_up(interface_by_public_address_, public_address.text());
}

const NatGateway* NetworkIndex::nat_gateway_of(const Scope& scope,
                                               const InterfaceId& interface) const {
  return look_up(nat_gateway_by_interface_, key(scope, interface.text));
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
  const auto& all = interfaces_at(scope, vpc, address);
  const auto first = std::find_if(all.begin(), all.end(), [&](const auto* interface) {
    return interface->primary_ipv4() == address;
  });
  return first == all.end() ? nullptr : *first;
}

const NetworkInterface* NetworkIndex::primary_interface(
    const Scope& scope, const InstanceId& instance) const {
  return look_up(primary_by_instance_, key(scope, instance.text));
}

const InternetGateway* NetworkIndex::internet_gateway_of(const Scope& scope,
                                                         const VpcId& vpc) const {
  return look_up(internet_gateway_by_vpc_, key(scope, vpc.text));
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
  return look_up(prefix_list_by_name_, key(scope, name));
}

const std::vector<const ContainerInstance*>& NetworkIndex::container_instances(
    const Scope& scope, const std::string& cluster_name) const {
  return look_up_all(instances_by_cluster_,
                     key(scope, scope.account + '/' + cluster_name));
}

}  // namespace pullproof::aws
