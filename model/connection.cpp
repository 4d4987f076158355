#include "model/connection.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/gates/name_resolution.h"
#include "model/gates/packet.h"
#include "model/gates/prefix_set.h"
#include "model/gates/route_lookup.h"

namespace pullproof::model {
namespace {

using gates::GroupMembers;
using gates::GroupPlace;
using gates::Packet;
using gates::RoutePlace;
using gates::SubnetPlace;

/// AWS: VPC user guide, "Network ACLs", ephemeral ports: Linux uses 32768-60999 (the
/// kernel's default), Windows 49152-65535, NAT gateways 1024-65535.
IntervalSet client_ports(const std::string& os) {
  return os == "windows" ? IntervalSet::range(49152, 65535)
                         : IntervalSet::range(32768, 60999);
}

/// One place where an interface endpoint answers.
struct EndpointAddress {
  std::string id;
  IntervalSet addresses;
  bool exact = true;
  SubnetId subnet;
  std::vector<SecurityGroupId> groups;
  std::optional<Unknown> doubt;
};

class Connection {
 public:
  Connection(Leg& leg, const gates::Context& context, const SourceInterface& source,
             const Target& target, const Carry& carry)
      : leg_(leg), context_(context), source_(source), target_(target), carry_(carry) {}

  void add(std::size_t placement, const std::string& os);

 private:
  // Words.
  FieldId address_field(std::string name, IntervalSet domain, bool exact);
  FieldId port_field(std::string name, IntervalSet domain);
  std::size_t group(std::size_t from, const Packet& packet, bool egress,
                    const std::string& owner,
                    const std::vector<SecurityGroupId>& groups,
                    std::vector<GroupMembers> peers, Predicate guard);
  std::size_t subnet(std::size_t from, const Packet& packet, bool egress,
                     const SubnetId& subnet);
  std::size_t mark(std::size_t from, std::string kind, std::string id, Predicate guard);
  std::size_t dead_end(std::size_t from, RoutePlace place, Predicate guard);
  void undecided(std::size_t from, const Unknown& question, Predicate guard);
  const aws::RouteTable* table_of(const SubnetId& subnet) const;
  Unknown no_table(const SubnetId& subnet) const;

  // Parts of the way.
  std::size_t ask_own_server(std::size_t from, const Address& server, Predicate guard);
  std::size_t ask_own_servers(std::size_t from, const std::vector<Address>& servers);
  std::size_t local_server(std::size_t from, const Address& server,
                           const Packet& packet);
  std::size_t stay_local(std::size_t from, const SubnetId& subnet, FieldId destination,
                         const IntervalSet& domain, const Packet& packet);
  void to_endpoint(std::size_t from, const aws::VpcEndpoint& endpoint, Predicate guard);
  void to_endpoint_address(std::size_t from, const aws::VpcEndpoint& endpoint,
                           const EndpointAddress& address, const Packet& packet);
  std::vector<EndpointAddress> addresses_of(const aws::VpcEndpoint& endpoint) const;
  EndpointAddress address_of(const aws::VpcEndpoint& endpoint,
                             const InterfaceId& interface) const;
  void to_public(std::size_t from, Predicate guard);
  void take_route(std::size_t from, const aws::RouteTable& table,
                  const gates::RouteBranch& branch, const Packet& packet,
                  Predicate guard);
  void through_internet_gateway(std::size_t from, const aws::Route& route,
                                const Packet& packet);
  std::size_t internet_gateway(std::size_t from, const aws::Route& route,
                               const Packet& packet, const SubnetId& subnet,
                               bool behind_nat);
  void through_nat(std::size_t from, const aws::Route& route, const Packet& packet);
  void behind_nat(std::size_t from, const aws::NatGateway& nat, const Packet& packet);
  void leave_nat(std::size_t from, const aws::NatGateway& nat, const Packet& inside,
                 const Packet& outside, const aws::RouteTable& table,
                 const gates::RouteBranch& branch, Predicate guard);
  void return_through_nat(std::size_t from, const aws::NatGateway& nat,
                          const Packet& inside, const Packet& outside);
  void through_gateway_endpoint(std::size_t from, const aws::Route& route,
                                const Packet& packet);
  /// The service's public addresses, and whether they are known exactly.
  struct PublicSet {
    IntervalSet addresses;
    bool exact = false;
    std::string far_service;
  };
  PublicSet public_addresses() const;

  Leg& leg_;
  const gates::Context& context_;
  const SourceInterface& source_;
  const Target& target_;
  const Carry& carry_;
  FieldId source_address_{};
  FieldId source_port_{};
};

// --- Words
// -----------------------------------------------------------------------------

FieldId Connection::address_field(std::string name, IntervalSet domain, bool exact) {
  return leg_.fields.add({.name = std::move(name),
                          .kind = Field::Kind::address,
                          .domain = std::move(domain),
                          .text_domain = {},
                          .exact = exact});
}

FieldId Connection::port_field(std::string name, IntervalSet domain) {
  return leg_.fields.add({.name = std::move(name),
                          .kind = Field::Kind::port,
                          .domain = std::move(domain),
                          .text_domain = {},
                          .exact = true});
}

std::size_t Connection::group(std::size_t from, const Packet& packet, bool egress,
                              const std::string& owner,
                              const std::vector<SecurityGroupId>& groups,
                              std::vector<GroupMembers> peers, Predicate guard) {
  std::string id;
  for (const auto& each : groups) id += (id.empty() ? "" : ", ") + each.text;
  return leg_.graph.then(from,
                         {.kind = "security-group",
                          .id = id,
                          .place = GroupPlace{.packet = packet,
                                              .egress = egress,
                                              .scope = source_.scope,
                                              .owner = owner,
                                              .groups = groups,
                                              .peers = std::move(peers)},
                          .back = packet.direction == gates::Direction::back,
                          .gates = {}},
                         std::move(guard));
}

std::size_t Connection::subnet(std::size_t from, const Packet& packet, bool egress,
                               const SubnetId& subnet) {
  const auto* acl = context_.network->acl_of(source_.scope, subnet);
  return leg_.graph.then(from, {.kind = "network-acl",
                                .id = acl == nullptr ? subnet.text : acl->id(),
                                .place = SubnetPlace{.packet = packet,
                                                     .egress = egress,
                                                     .scope = source_.scope,
                                                     .subnet = subnet},
                                .back = packet.direction == gates::Direction::back,
                                .gates = {}});
}

std::size_t Connection::mark(std::size_t from, std::string kind, std::string id,
                             Predicate guard) {
  return leg_.graph.then(from,
                         {.kind = std::move(kind),
                          .id = std::move(id),
                          .place = gates::WayPoint{},
                          .back = false,
                          .gates = {}},
                         std::move(guard));
}

std::size_t Connection::dead_end(std::size_t from, RoutePlace place, Predicate guard) {
  const std::string id = place.table == nullptr ? "?" : place.table->id();
  return leg_.graph.then(from,
                         {.kind = "route-table",
                          .id = id,
                          .place = std::move(place),
                          .back = false,
                          .gates = {}},
                         std::move(guard));
}

void Connection::undecided(std::size_t from, const Unknown& question, Predicate guard) {
  const auto hop = dead_end(from,
                            {.packet = {},
                             .outcome = RoutePlace::Outcome::undecided,
                             .scope = source_.scope,
                             .table = nullptr,
                             .route = nullptr,
                             .towards = target_.host,
                             .question = question},
                            std::move(guard));
  PathFacts facts;
  facts.source = source_address_;
  facts.undecided = question;
  carry_(hop, facts);
}

const aws::RouteTable* Connection::table_of(const SubnetId& subnet) const {
  const auto* found = context_.account.find<aws::Subnet>(source_.scope, subnet.text);
  return found == nullptr
             ? nullptr
             : context_.network->table_of(source_.scope, found->vpc_id, subnet);
}

Unknown Connection::no_table(const SubnetId& subnet) const {
  return {.call = std::string(aws::RouteTable::kCall),
          .why = "the route table of " + subnet.text + " is not in the snapshot"};
}

// --- DNS servers of one's own
// ----------------------------------------------------------

std::size_t Connection::ask_own_servers(std::size_t from,
                                        const std::vector<Address>& servers) {
  std::vector<Address> ipv4;
  for (const auto& server : servers) {
    if (server.family == Family::ipv4) ipv4.push_back(server);
  }
  if (ipv4.size() == 1) return ask_own_server(from, ipv4.front(), Predicate::always());
  if (ipv4.empty()) return from;
  // A client asks the next server where one does not answer: only if none can be
  // reached is anything certain, which is what an inexact field says.
  const FieldId which =
      leg_.fields.add({.name = "DNS server",
                       .kind = Field::Kind::placement,
                       .domain = IntervalSet::range(0, ipv4.size() - 1),
                       .text_domain = {},
                       .exact = false});
  const std::size_t joined = leg_.graph.add({.kind = "resolver",
                                             .id = "answer",
                                             .place = gates::WayPoint{},
                                             .back = true,
                                             .gates = {}});
  for (std::size_t i = 0; i < ipv4.size(); ++i) {
    leg_.graph.connect(
        ask_own_server(from, ipv4[i],
                       Predicate::in_set(which, IntervalSet::single(Number{i}))),
        joined);
  }
  return joined;
}

std::size_t Connection::ask_own_server(std::size_t from, const Address& server,
                                       Predicate guard) {
  Packet packet{.source = source_address_,
                .destination = address_field("DNS server address",
                                             IntervalSet::single(server.value), true),
                .source_port = {.field = port_field("DNS source port",
                                                    IntervalSet::range(32768, 60999)),
                                .fixed = 0},
                .destination_port = {.field = std::nullopt, .fixed = 53},
                .protocol = 17,
                .direction = gates::Direction::forward,
                .far_service = ""};
  std::vector<GroupMembers> peers;
  const auto* interface =
      context_.network->interface_at(source_.scope, source_.vpc, server);
  if (interface != nullptr) {
    peers.push_back(
        {.addresses = IntervalSet::single(server.value), .groups = interface->groups});
  }
  const auto first = mark(from, "dns-server", server.text(), std::move(guard));
  const auto left = group(first, packet, true, source_.owner, source_.groups,
                          std::move(peers), Predicate::always());
  return local_server(left, server, packet);
}

std::size_t Connection::local_server(std::size_t from, const Address& server,
                                     const Packet& packet) {
  const auto* interface =
      context_.network->interface_at(source_.scope, source_.vpc, server);
  const auto* own =
      context_.account.find<aws::Subnet>(source_.scope, source_.subnet.text);
  const bool inside = own != nullptr && own->cidr && own->cidr->contains(server);
  std::size_t hop = from;
  if (!inside) {
    hop = subnet(hop, packet, true, source_.subnet);
    const auto* table = table_of(source_.subnet);
    if (table != nullptr) {
      for (const auto& branch : gates::look_up_route(
               context_, *table, IntervalSet::single(server.value), "")) {
        if (branch.undecided || (branch.route != nullptr && !branch.route->blackhole)) {
          continue;
        }
        return dead_end(
            hop,
            {.packet = packet,
             .outcome = branch.route == nullptr ? RoutePlace::Outcome::none
                                                : RoutePlace::Outcome::blackhole,
             .scope = source_.scope,
             .table = table,
             .route = branch.route,
             .towards = "the DNS server " + server.text(),
             .question = {}},
            Predicate::always());
      }
    }
    if (interface != nullptr) hop = subnet(hop, packet, false, interface->subnet_id);
  }
  if (interface != nullptr) {
    hop =
        group(hop, packet, false, "the DNS server " + server.text(), interface->groups,
              {{.addresses = source_.addresses, .groups = source_.groups}},
              Predicate::always());
    if (!inside) hop = subnet(hop, reply(packet), true, interface->subnet_id);
  }
  return inside ? hop : subnet(hop, reply(packet), false, source_.subnet);
}

// --- Inside the VPC
// --------------------------------------------------------------------

/// Destinations must be the VPC's own: anything else that a route says is undecided.
std::size_t Connection::stay_local(std::size_t from, const SubnetId& at,
                                   FieldId destination, const IntervalSet& domain,
                                   const Packet& packet) {
  const auto* table = table_of(at);
  if (table == nullptr) {
    return dead_end(from,
                    {.packet = packet,
                     .outcome = RoutePlace::Outcome::undecided,
                     .scope = source_.scope,
                     .table = nullptr,
                     .route = nullptr,
                     .towards = target_.host,
                     .question = no_table(at)},
                    Predicate::always());
  }
  const auto branches = gates::look_up_route(context_, *table, domain, "");
  std::size_t local = from;
  for (const auto& branch : branches) {
    Predicate guard = branches.size() == 1
                          ? Predicate::always()
                          : Predicate::in_set(destination, branch.destinations);
    if (branch.route != nullptr && !branch.route->blackhole &&
        branch.route->target == aws::Route::Target::local) {
      local = mark(from, "route-table", table->id(), std::move(guard));
      leg_.graph.hops()[local].back = packet.direction == gates::Direction::back;
      continue;
    }
    RoutePlace place{.packet = packet,
                     .outcome = RoutePlace::Outcome::none,
                     .scope = source_.scope,
                     .table = table,
                     .route = branch.route,
                     .towards = target_.host,
                     .question = {}};
    if (branch.undecided) {
      place.outcome = RoutePlace::Outcome::undecided;
      place.question = *branch.undecided;
    } else if (branch.route != nullptr && branch.route->blackhole) {
      place.outcome = RoutePlace::Outcome::blackhole;
    } else if (branch.route != nullptr) {
      place.outcome = RoutePlace::Outcome::undecided;
      place.question = {
          .call = "",
          .why = fmt::format("route table {} sends traffic inside the VPC "
                             "to {}, which is not modelled yet",
                             table->id(), branch.route->target_id)};
    }
    dead_end(from, std::move(place), std::move(guard));
  }
  return local;
}

EndpointAddress Connection::address_of(const aws::VpcEndpoint& endpoint,
                                       const InterfaceId& id) const {
  EndpointAddress address{.id = id.text,
                          .addresses = {},
                          .exact = true,
                          .subnet = {},
                          .groups = endpoint.groups,
                          .doubt = std::nullopt};
  const auto* interface =
      context_.account.find<aws::NetworkInterface>(source_.scope, id.text);
  const auto ipv4 = interface == nullptr ? std::nullopt : interface->primary_ipv4();
  if (!ipv4) {
    address.doubt =
        Unknown{.call = std::string(aws::NetworkInterface::kCall),
                .why = fmt::format("interface {} of {} is not in the snapshot", id.text,
                                   endpoint.id())};
    return address;
  }
  address.addresses = IntervalSet::single(ipv4->value);
  address.subnet = interface->subnet_id;
  const auto* subnet =
      context_.account.find<aws::Subnet>(source_.scope, address.subnet.text);
  if (subnet == nullptr || !subnet->cidr || !subnet->cidr->contains(*ipv4)) {
    address.doubt =
        Unknown{.call = std::string(subnet == nullptr ? aws::Subnet::kCall
                                                      : aws::NetworkInterface::kCall),
                .why = fmt::format("the address {} of {} is not in its subnet {}",
                                   ipv4->text(), id.text, address.subnet.text)};
  }
  const std::set<SecurityGroupId> mine(interface->groups.begin(),
                                       interface->groups.end());
  if (mine !=
      std::set<SecurityGroupId>(endpoint.groups.begin(), endpoint.groups.end())) {
    address.doubt = Unknown{.call = std::string(aws::VpcEndpoint::kCall),
                            .why = fmt::format("{} and its interface {} name different "
                                               "security groups",
                                               endpoint.id(), id.text)};
  }
  return address;
}

std::vector<EndpointAddress> Connection::addresses_of(
    const aws::VpcEndpoint& endpoint) const {
  std::vector<EndpointAddress> found;
  const bool interfaces_seen =
      std::any_of(endpoint.interfaces.begin(), endpoint.interfaces.end(),
                  [&](const InterfaceId& id) {
                    return context_.account.find<aws::NetworkInterface>(
                               source_.scope, id.text) != nullptr;
                  });
  if (interfaces_seen) {
    for (const auto& id : endpoint.interfaces) {
      found.push_back(address_of(endpoint, id));
    }
    return found;
  }
  // Without the interfaces, each may have any address of its subnet.
  for (const auto& id : endpoint.subnets) {
    const auto* subnet = context_.account.find<aws::Subnet>(source_.scope, id.text);
    EndpointAddress address{.id = endpoint.id(),
                            .addresses = {},
                            .exact = false,
                            .subnet = id,
                            .groups = endpoint.groups,
                            .doubt = std::nullopt};
    if (subnet != nullptr) address.addresses = subnet->usable_addresses();
    if (address.addresses.empty()) {
      address.doubt = Unknown{
          .call = std::string(aws::NetworkInterface::kCall),
          .why = "the interfaces of " + endpoint.id() + " are not in the snapshot"};
    }
    found.push_back(std::move(address));
  }
  return found;
}

void Connection::to_endpoint(std::size_t from, const aws::VpcEndpoint& endpoint,
                             Predicate guard) {
  std::vector<EndpointAddress> usable;
  for (auto& address : addresses_of(endpoint)) {
    if (address.doubt) {
      undecided(from, *address.doubt, guard);
      return;
    }
    usable.push_back(std::move(address));
  }
  IntervalSet domain;
  std::vector<GroupMembers> peers;
  bool exact = true;
  for (const auto& address : usable) {
    domain = domain.united(address.addresses);
    peers.push_back({.addresses = address.addresses, .groups = address.groups});
    exact = exact && address.exact;
  }
  if (domain.empty()) {
    undecided(from,
              {.call = std::string(aws::VpcEndpoint::kCall),
               .why = endpoint.id() + " has no interface"},
              std::move(guard));
    return;
  }
  const FieldId destination = address_field("endpoint address", domain, exact);
  const Packet packet{.source = source_address_,
                      .destination = destination,
                      .source_port = {.field = source_port_, .fixed = 0},
                      .destination_port = {.field = std::nullopt, .fixed = 443},
                      .protocol = 6,
                      .direction = gates::Direction::forward,
                      .far_service = ""};
  const auto left = group(from, packet, true, source_.owner, source_.groups,
                          std::move(peers), std::move(guard));
  IntervalSet taken;
  for (auto& address : usable) {
    address.addresses = address.addresses.minus(taken);
    if (address.addresses.empty()) continue;
    taken = taken.united(address.addresses);
    const auto toward = mark(left, "endpoint-address", address.id,
                             Predicate::in_set(destination, address.addresses));
    to_endpoint_address(toward, endpoint, address, packet);
  }
}

void Connection::to_endpoint_address(std::size_t from, const aws::VpcEndpoint& endpoint,
                                     const EndpointAddress& address,
                                     const Packet& packet) {
  const bool crosses = address.subnet != source_.subnet;
  std::size_t hop = from;
  if (crosses) {
    hop = subnet(hop, packet, true, source_.subnet);
    hop =
        stay_local(hop, source_.subnet, packet.destination, address.addresses, packet);
    hop = subnet(hop, packet, false, address.subnet);
  }
  hop = group(hop, packet, false, "endpoint " + endpoint.id(), address.groups,
              {{.addresses = source_.addresses, .groups = source_.groups}},
              Predicate::always());
  hop = leg_.graph.then(hop, {.kind = "endpoint",
                              .id = endpoint.id(),
                              .place = gates::EndpointPlace{.packet = packet,
                                                            .scope = source_.scope,
                                                            .endpoint = &endpoint},
                              .back = false,
                              .gates = {}});
  if (crosses) {
    const Packet back = reply(packet);
    hop = subnet(hop, back, true, address.subnet);
    hop = stay_local(hop, address.subnet, back.destination, source_.addresses, back);
    hop = subnet(hop, back, false, source_.subnet);
  }
  PathFacts facts;
  facts.endpoint = &endpoint;
  facts.vpc = source_.vpc;
  facts.source = source_address_;
  carry_(hop, facts);
}

// --- Out of the VPC
// --------------------------------------------------------------------

Connection::PublicSet Connection::public_addresses() const {
  const auto list_of = [&](const std::string& service) -> std::optional<IntervalSet> {
    const auto* list = context_.network->service_prefix_list(
        source_.scope, "com.amazonaws." + source_.scope.region + "." + service);
    if (list == nullptr) return std::nullopt;
    const auto set = gates::prefix_set(context_, source_.scope, list->prefix_list_id);
    if (!set.blocks || set.blocks->empty()) return std::nullopt;
    return gates::ipv4_addresses(*set.blocks);
  };
  if (target_.service == "s3" && target_.region == source_.scope.region) {
    const std::string name = "com.amazonaws." + target_.region + ".s3";
    if (const auto known = list_of("s3")) {
      return {.addresses = *known, .exact = true, .far_service = name};
    }
    return {.addresses = public_ipv4(), .exact = false, .far_service = name};
  }
  // S3 and DynamoDB have address ranges of their own; every other service has none of
  // theirs.
  IntervalSet rest = public_ipv4();
  for (const char* service : {"s3", "dynamodb"}) {
    if (const auto known = list_of(service)) rest = rest.minus(*known);
  }
  return {.addresses = rest, .exact = false, .far_service = ""};
}

void Connection::to_public(std::size_t from, Predicate guard) {
  const PublicSet set = public_addresses();
  const Packet packet{
      .source = source_address_,
      .destination = address_field("destination address", set.addresses, set.exact),
      .source_port = {.field = source_port_, .fixed = 0},
      .destination_port = {.field = std::nullopt, .fixed = 443},
      .protocol = 6,
      .direction = gates::Direction::forward,
      .far_service = set.far_service};
  std::size_t hop =
      group(from, packet, true, source_.owner, source_.groups, {}, std::move(guard));
  hop = subnet(hop, packet, true, source_.subnet);
  const auto* table = table_of(source_.subnet);
  if (table == nullptr) {
    undecided(hop, no_table(source_.subnet), Predicate::always());
    return;
  }
  const auto branches =
      gates::look_up_route(context_, *table, set.addresses, set.far_service);
  for (const auto& branch : branches) {
    take_route(hop, *table, branch, packet,
               branches.size() == 1
                   ? Predicate::always()
                   : Predicate::in_set(packet.destination, branch.destinations));
  }
}

void Connection::take_route(std::size_t from, const aws::RouteTable& table,
                            const gates::RouteBranch& branch, const Packet& packet,
                            Predicate guard) {
  if (branch.undecided) {
    undecided(from, *branch.undecided, std::move(guard));
    return;
  }
  if (branch.route == nullptr || branch.route->blackhole) {
    dead_end(from,
             {.packet = packet,
              .outcome = branch.route == nullptr ? RoutePlace::Outcome::none
                                                 : RoutePlace::Outcome::blackhole,
              .scope = source_.scope,
              .table = &table,
              .route = branch.route,
              .towards = target_.host,
              .question = {}},
             std::move(guard));
    return;
  }
  const aws::Route& route = *branch.route;
  const auto hop = mark(from, "route-table", table.id(), std::move(guard));
  switch (route.target) {
    case aws::Route::Target::internet_gateway:
      through_internet_gateway(hop, route, packet);
      return;
    case aws::Route::Target::nat_gateway:
      through_nat(hop, route, packet);
      return;
    case aws::Route::Target::vpc_endpoint:
      through_gateway_endpoint(hop, route, packet);
      return;
    case aws::Route::Target::local:
    case aws::Route::Target::egress_only_internet_gateway:
    case aws::Route::Target::other:
      undecided(
          hop,
          {.call = "",
           .why = fmt::format("route table {} sends {} to {}, which is not "
                              "modelled yet",
                              table.id(), route.destination_text(), route.target_id)},
          Predicate::always());
      return;
  }
}

std::size_t Connection::internet_gateway(std::size_t from, const aws::Route& route,
                                         const Packet& packet, const SubnetId& at,
                                         bool behind) {
  const auto* gateway =
      context_.account.find<aws::InternetGateway>(source_.scope, route.target_id);
  return leg_.graph.then(from, {.kind = "internet-gateway",
                                .id = route.target_id,
                                .place =
                                    gates::InternetGatewayPlace{
                                        .packet = packet,
                                        .scope = source_.scope,
                                        .vpc = source_.vpc,
                                        .subnet = at,
                                        .gateway_id = route.target_id,
                                        .gateway = gateway,
                                        .behind_nat = behind,
                                        .public_address = source_.public_address,
                                        .address_fact = source_.public_address_fact},
                                .back = false,
                                .gates = {}});
}

/// A table that is associated with the gateway may send replies elsewhere.
std::optional<Unknown> diverted_reply(const gates::Context& context,
                                      const aws::Scope& scope,
                                      const std::string& gateway) {
  const auto* table = context.network->edge_table_of(scope, gateway);
  if (table == nullptr) return std::nullopt;
  const bool plain = std::all_of(table->routes.begin(), table->routes.end(),
                                 [](const aws::Route& route) {
                                   return route.target == aws::Route::Target::local;
                                 });
  if (plain) return std::nullopt;
  return Unknown{
      .call = "",
      .why = fmt::format("route table {} of {} sends replies to an appliance, "
                         "which is not modelled yet",
                         table->id(), gateway)};
}

void Connection::through_internet_gateway(std::size_t from, const aws::Route& route,
                                          const Packet& packet) {
  const auto hop = internet_gateway(from, route, packet, source_.subnet, false);
  if (const auto question = diverted_reply(context_, source_.scope, route.target_id)) {
    undecided(hop, *question, Predicate::always());
    return;
  }
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source =
      source_.fixed_public_address
          ? address_field("public address",
                          IntervalSet::single(source_.fixed_public_address->value),
                          true)
          : address_field("public address", public_ipv4(), false);
  carry_(subnet(hop, reply(packet), false, source_.subnet), facts);
}

void Connection::through_nat(std::size_t from, const aws::Route& route,
                             const Packet& packet) {
  const auto* nat =
      context_.account.find<aws::NatGateway>(source_.scope, route.target_id);
  std::size_t hop = from;
  const bool placed = nat != nullptr && !nat->subnet_id.empty();
  if (placed && nat->subnet_id != source_.subnet) {
    hop = subnet(hop, packet, false, nat->subnet_id);
  }
  hop = leg_.graph.then(hop,
                        {.kind = "nat-gateway",
                         .id = route.target_id,
                         .place = gates::NatGatewayPlace{.packet = packet,
                                                         .scope = source_.scope,
                                                         .gateway_id = route.target_id,
                                                         .gateway = nat},
                         .back = false,
                         .gates = {}});
  if (nat == nullptr) {
    undecided(hop,
              {.call = std::string(aws::NatGateway::kCall),
               .why = "NAT gateway " + route.target_id + " is not in the snapshot"},
              Predicate::always());
  } else if (!placed || nat->regional) {
    undecided(hop,
              {.call = "",
               .why = "regional NAT gateway " + nat->id() + " is not modelled yet"},
              Predicate::always());
  } else if (nat->vpc_id != source_.vpc) {
    undecided(hop,
              {.call = std::string(aws::NatGateway::kCall),
               .why = fmt::format("NAT gateway {} is in {}, not in {}", nat->id(),
                                  nat->vpc_id.text, source_.vpc.text)},
              Predicate::always());
  } else {
    behind_nat(hop, *nat, packet);
  }
}

void Connection::behind_nat(std::size_t from, const aws::NatGateway& nat,
                            const Packet& packet) {
  std::vector<Interval> own;
  for (const auto& address : nat.addresses) {
    if (address.usable && address.private_address) {
      own.push_back({address.private_address->value, address.private_address->value});
    }
  }
  const auto* home =
      context_.account.find<aws::Subnet>(source_.scope, nat.subnet_id.text);
  const auto* table = table_of(nat.subnet_id);
  IntervalSet domain(own);
  const bool exact = !domain.empty();
  if (!exact && home != nullptr) domain = home->usable_addresses();
  if (table == nullptr || domain.empty()) {
    undecided(from, no_table(nat.subnet_id), Predicate::always());
    return;
  }
  Packet outside = packet;
  outside.source = address_field("NAT address", domain, exact);
  outside.source_port = {
      .field = port_field("NAT port", IntervalSet::range(1024, 65535)), .fixed = 0};
  const auto hop = subnet(from, outside, true, nat.subnet_id);
  const IntervalSet& destinations = leg_.fields.at(packet.destination).domain;
  const auto branches =
      gates::look_up_route(context_, *table, destinations, packet.far_service);
  for (const auto& branch : branches) {
    leave_nat(hop, nat, packet, outside, *table, branch,
              branches.size() == 1
                  ? Predicate::always()
                  : Predicate::in_set(packet.destination, branch.destinations));
  }
}

void Connection::leave_nat(std::size_t from, const aws::NatGateway& nat,
                           const Packet& inside, const Packet& outside,
                           const aws::RouteTable& table,
                           const gates::RouteBranch& branch, Predicate guard) {
  const aws::Route* route = branch.route;
  if (route != nullptr && !route->blackhole &&
      route->target == aws::Route::Target::internet_gateway) {
    const auto hop = mark(from, "route-table", table.id(), std::move(guard));
    const auto out = internet_gateway(hop, *route, outside, nat.subnet_id, true);
    if (const auto question =
            diverted_reply(context_, source_.scope, route->target_id)) {
      undecided(out, *question, Predicate::always());
    } else {
      return_through_nat(out, nat, inside, outside);
    }
    return;
  }
  if (route != nullptr && !route->blackhole && route->target_id == nat.id()) {
    dead_end(from,
             {.packet = outside,
              .outcome = RoutePlace::Outcome::loop,
              .scope = source_.scope,
              .table = &table,
              .route = route,
              .towards = target_.host,
              .question = {}},
             std::move(guard));
    return;
  }
  if (route != nullptr && !route->blackhole) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("route table {} sends the traffic of {} to {}, which is "
                            "not modelled yet",
                            table.id(), nat.id(), route->target_id)},
        std::move(guard));
    return;
  }
  take_route(from, table, branch, outside, std::move(guard));
}

void Connection::return_through_nat(std::size_t from, const aws::NatGateway& nat,
                                    const Packet& inside, const Packet& outside) {
  std::vector<Interval> seen;
  for (const auto& address : nat.addresses) {
    if (address.usable && address.public_address) {
      seen.push_back({address.public_address->value, address.public_address->value});
    }
  }
  const Packet back = reply(inside);
  std::size_t hop = subnet(from, reply(outside), false, nat.subnet_id);
  if (nat.subnet_id != source_.subnet) {
    hop = subnet(hop, back, true, nat.subnet_id);
    hop = stay_local(hop, nat.subnet_id, back.destination, source_.addresses, back);
    hop = subnet(hop, back, false, source_.subnet);
  }
  PathFacts facts;
  facts.source = source_address_;
  facts.public_source = seen.empty()
                            ? address_field("public address", public_ipv4(), false)
                            : address_field("public address", IntervalSet(seen), true);
  carry_(hop, facts);
}

void Connection::through_gateway_endpoint(std::size_t from, const aws::Route& route,
                                          const Packet& packet) {
  const auto* endpoint =
      context_.account.find<aws::VpcEndpoint>(source_.scope, route.target_id);
  if (endpoint == nullptr || endpoint->type != aws::VpcEndpoint::Type::gateway ||
      !endpoint->service_name.ends_with("." + target_.service)) {
    undecided(
        from,
        {.call = endpoint == nullptr ? std::string(aws::VpcEndpoint::kCall) : "",
         .why = endpoint == nullptr
                    ? "VPC endpoint " + route.target_id + " is not in the snapshot"
                    : fmt::format("endpoint {} of type {} for {} as a route's "
                                  "target is not modelled yet",
                                  endpoint->id(), endpoint->type_text,
                                  endpoint->service_name)},
        Predicate::always());
    return;
  }
  const auto hop =
      leg_.graph.then(from, {.kind = "endpoint",
                             .id = endpoint->id(),
                             .place = gates::EndpointPlace{.packet = packet,
                                                           .scope = source_.scope,
                                                           .endpoint = endpoint},
                             .back = false,
                             .gates = {}});
  PathFacts facts;
  facts.endpoint = endpoint;
  facts.vpc = source_.vpc;
  facts.source = source_address_;
  carry_(subnet(hop, reply(packet), false, source_.subnet), facts);
}

// --- All of it
// -------------------------------------------------------------------------

void Connection::add(std::size_t placement, const std::string& os) {
  source_address_ = address_field(
      "source address", source_.addresses.empty() ? public_ipv4() : source_.addresses,
      true);
  leg_.sources.push_back(source_address_);
  source_port_ = port_field("source port", client_ports(os));
  const auto start =
      mark(0, source_.hop_kind,
           source_.hop_id.empty() ? source_.placement.subnet : source_.hop_id,
           Predicate::in_set(leg_.placement, IntervalSet::single(Number{placement})));
  if (source_.undecided) {
    undecided(start, *source_.undecided, Predicate::always());
    return;
  }
  const gates::ResolverPlace resolver{.scope = source_.scope,
                                      .vpc = source_.vpc,
                                      .host = target_.host,
                                      .service = target_.service,
                                      .region = target_.region};
  const gates::Resolution resolution = gates::resolve(resolver, context_);
  const auto asked = ask_own_servers(start, resolution.own_servers);
  const auto hop = leg_.graph.then(asked, {.kind = "resolver",
                                           .id = target_.host,
                                           .place = resolver,
                                           .back = false,
                                           .gates = {}});
  for (const auto& answer : resolution.answers) {
    switch (answer.kind) {
      case gates::Answer::Kind::endpoint:
        to_endpoint(hop, *answer.endpoint, answer.when);
        break;
      case gates::Answer::Kind::public_set:
        to_public(hop, answer.when);
        break;
      case gates::Answer::Kind::elsewhere:
        undecided(hop, answer.question, answer.when);
        break;
    }
  }
}

}  // namespace

void add_connection(Leg& leg, const gates::Context& context, std::size_t placement,
                    const SourceInterface& source, const std::string& os,
                    const Target& target, const Carry& carry) {
  Connection(leg, context, source, target, carry).add(placement, os);
}

}  // namespace pullproof::model
