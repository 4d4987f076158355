#include "model/aws/snapshot_checks.h"

#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

class Checks {
 public:
  Checks(const Snapshot& snapshot, ReadLog& log) : snapshot_(&snapshot), log_(&log) {}

  void subnets();
  void interfaces();
  void route_tables();
  void network_acls();
  void gateways();
  void endpoints();
  void services();

  void route_targets(const RouteTable& table);
  void of(const VpcEndpoint& endpoint);
  void of(const Service& service);

 private:
  void warn(const Source& source, std::string message) {
    log_->warnings.push_back({source.file, source.pointer, std::move(message)});
  }
  void refuse(const Source& source, std::string message) {
    log_->problems.push_back({source.file, source.pointer, std::move(message)});
  }

  /// Warns if a resource that this one names is not there although its call was seen.
  template <class T>
  void expect(const Resource& by, const Source& source, const std::string& id) {
    if (id.empty() || snapshot_->find<T>(by.scope, id) != nullptr) return;
    if (!snapshot_->calls().seen(by.scope, std::string(T::kCall))) return;
    warn(source,
         fmt::format("it names {}, which the snapshot lacks", in_backticks(id)));
  }

  /// Refuses a second resource of one kind for what can have one only.
  using Owners = std::unordered_map<std::string, const Resource*>;
  template <class T>
  void claim(Owners& owners, const std::string& what, const T& by) {
    const auto [owner, is_new] = owners.try_emplace(
        fmt::format("{}/{}/{}", by.scope.account, by.scope.region, what), &by);
    if (is_new || owner->second == &by) return;
    refuse(by.source, fmt::format("{} is claimed by {} and by {}", in_backticks(what),
                                  by.id(), static_cast<const T*>(owner->second)->id()));
  }

  void fargate(const Service& service);

  const Snapshot* snapshot_;
  ReadLog* log_;
};

void Checks::subnets() {
  for (const Subnet& subnet : snapshot_->table<Subnet>().all()) {
    expect<Vpc>(subnet, subnet.source, subnet.vpc_id.text);
  }
}

void Checks::interfaces() {
  for (const auto& interface : snapshot_->table<NetworkInterface>().all()) {
    expect<Subnet>(interface, interface.source, interface.subnet_id.text);
    for (const auto& group : interface.groups) {
      expect<SecurityGroup>(interface, interface.source, group.text);
    }
    const auto* subnet =
        snapshot_->find<Subnet>(interface.scope, interface.subnet_id.text);
    if (subnet == nullptr) continue;
    if (!interface.vpc_id.empty() && interface.vpc_id != subnet->vpc_id) {
      warn(interface.source,
           fmt::format("it is in {}, and its subnet in {}",
                       in_backticks(interface.vpc_id.text), subnet->vpc_id.text));
    }
    for (const Address& address : interface.addresses) {
      const auto& block =
          address.family == Family::Ipv4 ? subnet->cidr : subnet->ipv6_cidr;
      if (!block || block->contains(address)) continue;
      warn(interface.source, fmt::format("its address {} is outside of {}, the block "
                                         "of {}",
                                         address.text(), block->text(), subnet->id()));
    }
  }
}

void Checks::route_targets(const RouteTable& table) {
  for (const Route& route : table.routes) {
    if (route.blackhole) continue;  // its target is gone, and AWS says so
    switch (route.target) {
      case Route::Target::InternetGateway:
        expect<InternetGateway>(table, route.source, route.target_id);
        break;
      case Route::Target::NatGateway:
        expect<NatGateway>(table, route.source, route.target_id);
        break;
      case Route::Target::VpcEndpoint:
        expect<VpcEndpoint>(table, route.source, route.target_id);
        break;
      case Route::Target::Peering:
        expect<VpcPeering>(table, route.source, route.target_id);
        break;
      case Route::Target::TransitGateway:
        expect<TransitGateway>(table, route.source, route.target_id);
        break;
      case Route::Target::Local:
      case Route::Target::EgressOnlyInternetGateway:
      case Route::Target::Other:
        break;
    }
  }
}

void Checks::route_tables() {
  Owners subnets;
  Owners main;
  for (const RouteTable& table : snapshot_->table<RouteTable>().all()) {
    expect<Vpc>(table, table.source, table.vpc_id.text);
    for (const auto& subnet : table.subnets) {
      claim(subnets, subnet.text, table);
      expect<Subnet>(table, table.source, subnet.text);
    }
    if (table.main) claim(main, table.vpc_id.text, table);
    route_targets(table);
  }
}

void Checks::network_acls() {
  Owners subnets;
  for (const NetworkAcl& acl : snapshot_->table<NetworkAcl>().all()) {
    expect<Vpc>(acl, acl.source, acl.vpc_id.text);
    for (const auto& subnet : acl.subnets) {
      claim(subnets, subnet.text, acl);
      expect<Subnet>(acl, acl.source, subnet.text);
    }
  }
}

void Checks::gateways() {
  for (const NatGateway& gateway : snapshot_->table<NatGateway>().all()) {
    if (gateway.state != "available") continue;  // what it named may be gone with it
    expect<Subnet>(gateway, gateway.source, gateway.subnet_id.text);
  }
  for (const auto& gateway : snapshot_->table<InternetGateway>().all()) {
    for (const auto& vpc : gateway.attached_to) {
      expect<Vpc>(gateway, gateway.source, vpc.text);
    }
  }
}

void Checks::of(const VpcEndpoint& endpoint) {
  if (!endpoint.available()) return;
  expect<Vpc>(endpoint, endpoint.source, endpoint.vpc_id.text);
  for (const auto& subnet : endpoint.subnets) {
    expect<Subnet>(endpoint, endpoint.source, subnet.text);
  }
  for (const auto& group : endpoint.groups) {
    expect<SecurityGroup>(endpoint, endpoint.source, group.text);
  }
  for (const auto& table : endpoint.route_tables) {
    expect<RouteTable>(endpoint, endpoint.source, table.text);
  }
}

void Checks::endpoints() {
  for (const auto& endpoint : snapshot_->table<VpcEndpoint>().all()) of(endpoint);
}

bool on_fargate(const Service& service) {
  const auto& providers = service.capacity_providers;
  return service.launch_type == "FARGATE" ||
         std::any_of(providers.begin(), providers.end(), [](const std::string& name) {
           return name == "FARGATE" || name == "FARGATE_SPOT";
         });
}

void Checks::fargate(const Service& service) {
  if (!on_fargate(service)) return;
  const auto* definition =
      snapshot_->find<TaskDefinition>(service.scope, service.task_definition_arn);
  if (definition == nullptr) return;
  const auto& able = definition->compatibilities;
  if (!able.empty() && std::find(able.begin(), able.end(), "FARGATE") == able.end()) {
    warn(service.source,
         fmt::format("it runs on Fargate, and {} is not compatible with Fargate",
                     in_backticks(definition->name())));
  }
  if (definition->network_mode != "awsvpc") {
    warn(service.source,
         fmt::format("it runs on Fargate, and the network mode of {} is {}",
                     in_backticks(definition->name()),
                     in_backticks(definition->network_mode)));
  }
}

void Checks::of(const Service& service) {
  if (service.network) {
    for (const auto& subnet : service.network->subnets) {
      expect<Subnet>(service, service.network->source, subnet.text);
    }
    for (const auto& group : service.network->groups) {
      expect<SecurityGroup>(service, service.network->source, group.text);
    }
  }
  fargate(service);
}

void Checks::services() {
  for (const auto& service : snapshot_->table<Service>().all()) of(service);
}

}  // namespace

void check_snapshot(const Snapshot& snapshot, ReadLog& log) {
  Checks checks(snapshot, log);
  checks.subnets();
  checks.interfaces();
  checks.route_tables();
  checks.network_acls();
  checks.gateways();
  checks.endpoints();
  checks.services();
}

void check_row(const Snapshot& snapshot, const RouteTable& table, ReadLog& log) {
  Checks(snapshot, log).route_targets(table);
}

void check_row(const Snapshot& snapshot, const VpcEndpoint& endpoint, ReadLog& log) {
  Checks(snapshot, log).of(endpoint);
}

void check_row(const Snapshot& snapshot, const Service& service, ReadLog& log) {
  Checks(snapshot, log).of(service);
}

}  // namespace pullproof::aws
