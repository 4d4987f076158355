#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/connection_builder.h"
#include "model/foreign_group.h"
#include "model/group_reference.h"

namespace pullproof::model {

using gates::GroupMembers;
using gates::Packet;
using gates::RoutePlace;

/// Destinations must be the VPC's own: anything else that a route says is undecided.
std::size_t Connection::stay_local(std::size_t from, const SubnetId& at,
                                   FieldId destination, const IntervalSet& domain,
                                   const Packet& packet) {
  const auto* table = table_of(at);
  if (table == nullptr) {
    return dead_end(from,
                    {.packet = packet,
                     .outcome = RoutePlace::Outcome::Undecided,
                     .scope = source_.scope,
                     .table = nullptr,
                     .route = nullptr,
                     .towards = target_.host,
                     .question = no_table(source_.scope, at)},
                    Predicate::always());
  }
  return stay_local(from, *table, destination, domain, packet);
}

std::size_t Connection::stay_local(std::size_t from, const aws::RouteTable& table,
                                   FieldId destination, const IntervalSet& domain,
                                   const Packet& packet) {
  const auto branches =
      gates::look_up_route(context_, table, {domain, "", packet.family});
  std::size_t local = from;
  for (const auto& branch : branches) {
    Predicate guard = takes(branches.size(), destination, branch.destinations);
    if (branch.route != nullptr && !branch.route->blackhole &&
        branch.route->target == aws::Route::Target::Local) {
      local = mark(from, "route-table", table.id(), std::move(guard), packet.direction);
      continue;
    }
    RoutePlace place{.packet = packet,
                     .outcome = RoutePlace::Outcome::None,
                     .scope = source_.scope,
                     .table = &table,
                     .route = branch.route,
                     .towards = target_.host,
                     .question = {}};
    if (branch.undecided) {
      place.outcome = RoutePlace::Outcome::Undecided;
      place.question = *branch.undecided;
    } else if (branch.route != nullptr && branch.route->blackhole) {
      place.outcome = RoutePlace::Outcome::Blackhole;
    } else if (branch.route != nullptr) {
      place.outcome = RoutePlace::Outcome::Undecided;
      place.question = {
          .call = "",
          .why = fmt::format("route table {} sends traffic inside the VPC "
                             "to {}, which is not modelled yet",
                             table.id(), branch.route->target_id)};
    }
    // The only way: what follows is behind it.
    if (branches.size() == 1) return dead_end(from, place, std::move(guard));
    stop(from, std::move(place), std::move(guard));
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
      context_.account.find<aws::NetworkInterface>(endpoint.scope, id.text);
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
      context_.account.find<aws::Subnet>(endpoint.scope, address.subnet.text);
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
  if (const auto question = foreign_group(context_.account, interface->groups,
                                          endpoint.scope, endpoint.vpc_id)) {
    address.doubt = question;
  }
  return address;
}

std::vector<EndpointAddress> Connection::addresses_of(
    const aws::VpcEndpoint& endpoint, const std::vector<InterfaceId>& answering) const {
  std::vector<EndpointAddress> found;
  const auto& interfaces = answering.empty() ? endpoint.interfaces : answering;
  const bool interfaces_seen =
      std::any_of(interfaces.begin(), interfaces.end(), [&](const InterfaceId& id) {
        return context_.account.find<aws::NetworkInterface>(endpoint.scope, id.text) !=
               nullptr;
      });
  if (interfaces_seen) {
    for (const auto& id : interfaces) found.push_back(address_of(endpoint, id));
    return found;
  }
  // Without the interfaces, each may have any address of its subnet.
  for (const auto& id : endpoint.subnets) {
    const auto* subnet = context_.account.find<aws::Subnet>(endpoint.scope, id.text);
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

std::vector<GroupMembers> Connection::members_of(
    const aws::VpcEndpoint& endpoint,
    const std::vector<EndpointAddress>& addresses) const {
  const bool elsewhere = is_elsewhere(endpoint);
  std::vector<GroupMembers> members;
  for (const auto& address : addresses) {
    const Position at{endpoint.scope, endpoint.vpc_id, address.subnet};
    const bool named =
        !elsewhere || keeps_groups_on_leaving(context_, home(), at, address.addresses);
    if (named) {
      members.push_back({.scope = endpoint.scope,
                         .addresses = address.addresses,
                         .groups = address.groups});
    }
  }
  return members;
}

void Connection::keep_own_zone(std::vector<EndpointAddress>& addresses) {
  if (context_.switches.endpoint_zones == gates::EndpointZones::All) return;
  const auto* own =
      context_.account.find<aws::Subnet>(source_.scope, source_.subnet.text);
  const auto is_near = [&](const EndpointAddress& address) {
    const auto* there =
        context_.account.find<aws::Subnet>(source_.scope, address.subnet.text);
    return own != nullptr && there != nullptr && !own->availability_zone.empty() &&
           own->availability_zone == there->availability_zone;
  };
  const auto near = std::count_if(addresses.begin(), addresses.end(), is_near);
  if (near == 0 || near == std::ssize(addresses)) return;
  leg_.assumptions.insert(gates::taken(context_, "endpoint-zones"));
  std::erase_if(addresses, [&](const auto& address) { return !is_near(address); });
}

void Connection::to_endpoint(std::size_t from, const gates::Answer& answer) {
  const aws::VpcEndpoint& endpoint = *answer.endpoint;
  Predicate guard = answer.when;
  if (!answer.zone_id.empty()) {
    from = mark(from, "hosted-zone", answer.zone_id, Predicate::always());
  }
  const bool elsewhere = is_elsewhere(endpoint);
  std::vector<EndpointAddress> usable;
  for (auto& address : addresses_of(endpoint, answer.interfaces)) {
    if (address.doubt) {
      undecided(from, *address.doubt, guard);
      return;
    }
    usable.push_back(std::move(address));
  }
  keep_own_zone(usable);
  IntervalSet domain;
  for (const auto& address : usable) domain = domain.united(address.addresses);
  if (domain.empty()) {
    undecided(from,
              {.call = std::string(aws::VpcEndpoint::kCall),
               .why = endpoint.id() + " has no interface"},
              std::move(guard));
    return;
  }
  const bool exact = std::all_of(usable.begin(), usable.end(),
                                 [](const auto& address) { return address.exact; });
  const Packet packet = opening("endpoint address", domain, exact);
  const auto left = group(from, packet, true, source_.owner, source_.groups,
                          members_of(endpoint, usable), std::move(guard));
  IntervalSet taken;
  for (auto& address : usable) {
    address.addresses = address.addresses.minus(taken);
    if (address.addresses.empty()) continue;
    taken = taken.united(address.addresses);
    const auto toward = mark(left, "endpoint-address", address.id,
                             Predicate::in_set(packet.destination, address.addresses));
    if (elsewhere) {
      to_central_address(toward, endpoint, address, packet);
    } else {
      to_endpoint_address(toward, endpoint, address, packet);
    }
  }
}

PathFacts Connection::facts_of(const aws::VpcEndpoint& endpoint) const {
  PathFacts facts;
  facts.endpoint = &endpoint;
  facts.vpc = endpoint.vpc_id;
  facts.source = source_address_;
  return facts;
}

Packet Connection::opening(const std::string& what, const IntervalSet& addresses,
                           bool exact) {
  return {.source = source_address_,
          .destination = address_field(what, addresses, exact),
          .source_port = {.field = source_port_, .fixed = 0},
          .destination_port = {.field = std::nullopt, .fixed = target_.port},
          .protocol = 6,
          .direction = gates::Direction::Forward,
          .far_service = ""};
}

std::size_t Connection::there_and_back(
    std::size_t from, const std::string& name, const EndpointAddress& address,
    const Packet& packet, const std::function<std::size_t(std::size_t)>& meet) {
  const bool crosses = address.subnet != source_.subnet;
  std::size_t hop = from;
  if (crosses) {
    hop = subnet(hop, packet, true, source_.subnet);
    hop =
        stay_local(hop, source_.subnet, packet.destination, address.addresses, packet);
    hop = subnet(hop, packet, false, address.subnet);
  }
  hop = group(hop, packet, false, name, address.groups, {own_groups()},
              Predicate::always());
  hop = meet(hop);
  if (crosses) {
    const Packet back = reply(packet);
    hop = subnet(hop, back, true, address.subnet);
    hop = stay_local(hop, address.subnet, back.destination, source_.addresses, back);
    hop = subnet(hop, back, false, source_.subnet);
  }
  return hop;
}

void Connection::to_endpoint_address(std::size_t from, const aws::VpcEndpoint& endpoint,
                                     const EndpointAddress& address,
                                     const Packet& packet) {
  const auto hop = there_and_back(
      from, "endpoint " + endpoint.id(), address, packet, [&](std::size_t at) {
        return pass_endpoint(at, endpoint, packet, target_.is_layer);
      });
  carry_(hop, facts_of(endpoint));
}

std::optional<Unknown> Connection::inside_question(const gates::Resolution& resolution,
                                                   const gates::Answer& answer) const {
  if (answer.forwarding) {
    return Unknown{.call = "",
                   .why = fmt::format("resolver rule {} forwards {} to another VPC, "
                                      "and what that answers is not modelled",
                                      answer.rule_id, target_.host)};
  }
  const bool is_public =
      context_.switches.own_dns_answers == gates::OwnDnsAnswers::Public;
  if (resolution.own_servers.empty() || !is_public) return std::nullopt;
  return Unknown{.call = "",
                 .why = fmt::format("{} has no public address, so what a DNS server of "
                                    "one's own answers for it is not known",
                                    target_.host)};
}

void Connection::follow_inside(std::size_t from, const gates::Resolution& resolution) {
  for (const auto& answer : resolution.answers) {
    const auto question = inside_question(resolution, answer);
    if (question) {
      undecided(from, *question, answer.when);
    } else if (answer.kind == gates::Answer::Kind::PublicSet) {
      to_inside(from, answer.when);
    } else {
      follow(from, answer);
    }
  }
}

void Connection::to_inside(std::size_t from, Predicate guard) {
  const EndpointAddress& address = *target_.inside;
  const Unknown question{
      .call = "", .why = "what is told of where a client comes from is not modelled"};
  if (address.doubt || family_ == Family::Ipv6) {
    undecided(
        from,
        address.doubt.value_or(Unknown{
            .call = "", .why = "the way to a mount target over IPv6 is not modelled"}),
        std::move(guard));
    return;
  }
  if (address.addresses.empty()) {
    const auto hop = mark(from, "mount-target", address.id, std::move(guard));
    carry_(hop, nothing_known(question));
    return;
  }
  const Packet packet =
      opening("mount target address", address.addresses, address.exact);
  const auto left = group(from, packet, true, source_.owner, source_.groups,
                          {{.scope = source_.scope,
                            .addresses = address.addresses,
                            .groups = address.groups}},
                          std::move(guard));
  if (address.subnet.empty()) {
    const auto hop = mark(left, "mount-target", address.id, Predicate::always());
    carry_(hop, nothing_known(question));
    return;
  }
  const std::string name = "mount target " + address.id;
  const auto hop =
      there_and_back(mark(left, "mount-target", address.id, Predicate::always()), name,
                     address, packet, [](std::size_t at) { return at; });
  carry_(hop, nothing_known(question));
}

}  // namespace pullproof::model
