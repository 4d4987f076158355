#include <algorithm>

#include <fmt/format.h>

#include "model/connection_builder.h"
#include "model/gates/block_public_access.h"
#include "model/gates/internet_gateway.h"
#include "model/gates/prefix_set.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

/// AWS: VPC user guide, "AWS IP address ranges". Nothing without `ip-ranges.json`; of
/// several copies, what any of them lists.
std::optional<IntervalSet> Connection::listed_addresses(const std::string& service,
                                                        Family family) const {
  IntervalSet listed;
  for (const auto& ranges : context_.account.table<aws::IpRanges>().all()) {
    const auto found = ranges.blocks.find(target_.region + '/' + service);
    if (found == ranges.blocks.end()) continue;
    listed = listed.united(pullproof::addresses_of(found->second, family));
  }
  return listed.empty() ? std::nullopt : std::optional(std::move(listed));
}

/// AWS: VPC user guide, "DNS64 and NAT64": a name with an IPv6 address keeps it, others
/// get one of 64:ff9b::/96. Which IPv6 addresses a service's prefix list holds is left
/// open.
Connection::PublicSet Connection::public_addresses() const {
  if (family_ == Family::Ipv4) return public_ipv4_addresses();
  if (target_.dual_stack) {
    // A service has none of the blocks that VPCs have.
    const std::string service = target_.service == "s3" ? "S3" : "AMAZON";
    IntervalSet rest = listed_addresses(service, Family::Ipv6).value_or(public_ipv6());
    for (const auto& vpc : context_.account.table<aws::Vpc>().all()) {
      rest = rest.minus(pullproof::addresses_of(vpc.cidrs, Family::Ipv6));
    }
    return {
        .addresses = rest,
        .exact = false,
        .far_service = target_.service == "s3" ? std::string(gates::kAnyService) : ""};
  }
  PublicSet set = public_ipv4_addresses();
  return {.addresses = to_nat64(set.addresses), .exact = set.exact, .far_service = ""};
}

Connection::PublicSet Connection::public_ipv4_addresses() const {
  const auto list_of = [&](const std::string& service) -> std::optional<IntervalSet> {
    const auto* list = context_.network->service_prefix_list(
        source_.scope, "com.amazonaws." + source_.scope.region + "." + service);
    if (list == nullptr) return std::nullopt;
    const auto set = gates::prefix_set(context_, source_.scope, list->prefix_list_id);
    if (set.blocks == nullptr || set.blocks->empty()) return std::nullopt;
    return pullproof::addresses_of(*set.blocks, Family::Ipv4);
  };
  if (target_.service == "s3" && target_.region == source_.scope.region) {
    const std::string name = "com.amazonaws." + target_.region + ".s3";
    if (const auto known = list_of("s3")) {
      return {.addresses = *known, .exact = true, .far_service = name};
    }
    return {.addresses = listed_addresses("S3", Family::Ipv4).value_or(public_ipv4()),
            .exact = false,
            .far_service = name};
  }
  // S3 and DynamoDB have address ranges of their own; every other service, and
  // everybody else, has none of theirs.
  IntervalSet rest = public_ipv4();
  if (target_.may_be_private) rest = rest.united(private_ipv4());
  if (!target_.service.empty()) {
    rest = listed_addresses("AMAZON", Family::Ipv4).value_or(std::move(rest));
  }
  for (const char* service : {"s3", "dynamodb"}) {
    if (const auto known = list_of(service)) rest = rest.minus(*known);
  }
  return {.addresses = rest, .exact = false, .far_service = ""};
}

void Connection::to_public(std::size_t from, Predicate guard) {
  const PublicSet set = public_addresses();
  const Packet packet{
      .source = source_address_,
      .destination =
          address_field("destination address", set.addresses, set.exact, family_),
      .source_port = {.field = source_port_, .fixed = 0},
      .destination_port = {.field = std::nullopt, .fixed = target_.port},
      .protocol = 6,
      .direction = gates::Direction::Forward,
      .family = family_,
      .far_service = set.far_service};
  std::size_t hop =
      group(from, packet, true, source_.owner, source_.groups, {}, std::move(guard));
  hop = subnet(hop, packet, true, source_.subnet);
  leave(hop, home(), packet, set.addresses);
}

void Connection::leave(std::size_t from, const Position& at, const Packet& packet,
                       const IntervalSet& destinations) {
  const auto* table = HopWords::table_of(at.scope, at.subnet);
  if (table == nullptr) {
    undecided(from, no_table(at.scope, at.subnet), Predicate::always());
    return;
  }
  const auto branches = gates::look_up_route(
      context_, *table, {destinations, packet.far_service, packet.family});
  for (const auto& branch : branches) {
    take_route(from, at, *table, branch, packet,
               takes(branches.size(), packet.destination, branch.destinations));
  }
}

void Connection::take_route(std::size_t from, const Position& at,
                            const aws::RouteTable& table,
                            const gates::RouteBranch& branch, const Packet& packet,
                            Predicate guard) {
  if (branch.undecided) {
    undecided(from, *branch.undecided, std::move(guard));
    return;
  }
  if (const auto outcome = refusal_of(branch.route, at)) {
    stop(from,
         {.packet = packet,
          .outcome = *outcome,
          .scope = at.scope,
          .table = &table,
          .route = branch.route,
          .towards = target_.host,
          .question = {}},
         std::move(guard));
    return;
  }
  const aws::Route& route = *branch.route;
  const auto hop = mark(from, "route-table", table.id(), std::move(guard));
  if (at == home() && is_vouched(at, route, branch.destinations, packet.family)) {
    through_vouched(hop, route, packet);
  } else {
    follow_route(hop, at, table, branch, packet);
  }
}

void Connection::follow_route(std::size_t hop, const Position& at,
                              const aws::RouteTable& table,
                              const gates::RouteBranch& branch, const Packet& packet) {
  const aws::Route& route = *branch.route;
  switch (route.target) {
    case aws::Route::Target::EgressOnlyInternetGateway:
    case aws::Route::Target::InternetGateway:
      through_internet_gateway(hop, at, route, packet);
      return;
    case aws::Route::Target::NatGateway:
      through_nat(hop, at, route, packet);
      return;
    case aws::Route::Target::VpcEndpoint:
      if (leads_to_firewall(route, at)) {
        through_firewall(hop, at, route, packet,
                         [&](std::size_t behind, const Position& inside) {
                           leave(behind, inside, packet, branch.destinations);
                         });
      } else {
        through_gateway_endpoint(hop, at, route, packet);
      }
      return;
    case aws::Route::Target::Peering:
    case aws::Route::Target::TransitGateway:
      into_other_vpc(hop, at, table, branch, packet);
      return;
    case aws::Route::Target::Other:
      if (at == home()) hop = not_vouched(hop, at, route, packet, {own_groups()});
      [[fallthrough]];
    case aws::Route::Target::Local:
      undecided(hop, nothing_beyond(table, route, at == home()), Predicate::always());
      return;
  }
}

std::optional<RoutePlace::Outcome> Connection::refusal_of(const aws::Route* route,
                                                          const Position& at) const {
  if (route == nullptr) return RoutePlace::Outcome::None;
  if (route->blackhole) return RoutePlace::Outcome::Blackhole;
  const bool to_gateway =
      route->target == aws::Route::Target::InternetGateway ||
      route->target == aws::Route::Target::EgressOnlyInternetGateway;
  const auto* endpoint =
      context_.account.find<aws::VpcEndpoint>(at.scope, route->target_id);
  const bool to_endpoint = route->target == aws::Route::Target::VpcEndpoint &&
                           endpoint != nullptr &&
                           endpoint->type == aws::VpcEndpoint::Type::Gateway;
  if ((to_gateway || to_endpoint) && !is_at_origin(at)) {
    return RoutePlace::Outcome::Transit;
  }
  return std::nullopt;
}

void Connection::into_other_vpc(std::size_t from, const Position& at,
                                const aws::RouteTable& table,
                                const gates::RouteBranch& branch,
                                const Packet& packet) {
  const bool by_transit = branch.route->target == aws::Route::Target::TransitGateway;
  if (by_transit && !is_at_origin(at) && !has_left_firewall_at(at)) {
    perhaps_into_other_vpc(from, at, table, branch, packet);
  } else {
    over_into_other_vpc(from, at, table, branch, packet);
  }
}

void Connection::perhaps_into_other_vpc(std::size_t from, const Position& at,
                                        const aws::RouteTable& table,
                                        const gates::RouteBranch& branch,
                                        const Packet& packet) {
  const RoutePlace place =
      passing_by(at, *branch.route, packet, branch.destinations, target_.host);
  if (is_doubtful_ || place.outcome == RoutePlace::Outcome::Loop) {
    pass_by(from, place);
    return;
  }
  is_doubtful_ = true;
  over_into_other_vpc(dead_end(from, place, Predicate::always()), at, table, branch,
                      packet);
  is_doubtful_ = false;
}

void Connection::over_into_other_vpc(std::size_t from, const Position& at,
                                     const aws::RouteTable& table,
                                     const gates::RouteBranch& branch,
                                     const Packet& packet) {
  const auto [here, is_new] = been_.insert({at, packet.family});
  if (!is_new) {
    go_round(from, packet, &table, *branch.route, Predicate::always());
    return;
  }
  for (const auto& next : go_over(from, at, branch, packet, target_.host)) {
    if (next.at.subnet.empty()) {
      // A peering connection leads to the VPC's own addresses only.
      stop(next.hop,
           {.packet = packet,
            .outcome = RoutePlace::Outcome::Elsewhere,
            .scope = at.scope,
            .table = &table,
            .route = branch.route,
            .towards = target_.host,
            .question = {}},
           Predicate::always());
      continue;
    }
    const auto hop =
        HopWords::subnet(next.at.scope, next.hop, packet, true, next.at.subnet);
    leave(hop, next.at, packet, next.destinations);
  }
  been_.erase(here);
}

std::vector<Crossed> Connection::go_over(std::size_t from, const Position& at,
                                         const gates::RouteBranch& branch,
                                         const Packet& packet,
                                         const std::string& towards) {
  return cross(from, at, *branch.route, packet, branch.destinations, towards,
               [this](std::size_t hop, const Unknown& question) {
                 carry_(hop, nothing_known(question));
               });
}

std::optional<FieldId> Connection::seen_address() {
  // What policies say of IPv6 addresses is left open.
  if (family_ == Family::Ipv6) return std::nullopt;
  return source_.fixed_public_address
             ? address_field("public address",
                             IntervalSet::single(source_.fixed_public_address->value),
                             true)
             : address_field("public address", public_ipv4(), false);
}

void Connection::through_internet_gateway(std::size_t from, const Position& at,
                                          const aws::Route& route,
                                          const Packet& packet) {
  const bool egress_only =
      route.target == aws::Route::Target::EgressOnlyInternetGateway;
  if (is_for_nat64(packet) || (egress_only && packet.family == Family::Ipv4)) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("a route leads {} packets to {}, and what it does "
                            "with them is not documented",
                            egress_only && !is_for_nat64(packet) ? "IPv4" : "NAT64's",
                            route.target_id)},
        Predicate::always());
    return;
  }
  const bool behind = nat_ != nullptr;
  const Position origin =
      behind ? place_of(nat_->nat) : Position{at.scope, at.vpc, source_.subnet};
  const bool ipv4 = packet.family == Family::Ipv4;
  const SourceAtGateway own{
      .public_address = ipv4 ? source_.public_address : source_.public_ipv6,
      .address_fact = ipv4 ? source_.public_address_fact : source_.ipv6_fact};
  const auto hop = internet_gateway(from, origin, route, packet,
                                    behind ? at_gateway(nat_->nat, nat_->inside) : own);
  const bool is_inspected_here =
      std::any_of(passed_.begin(), passed_.end(),
                  [&at](const auto& one) { return one.inside.is_in_vpc_of(at); });
  if (is_inspected_here) {
    if (const auto question = gates::blocked_behind_firewall(at.scope, context_)) {
      undecided(hop, *question, Predicate::always());
      return;
    }
  }
  Homeward way{.back = reply(packet), .end = origin, .name = source_.owner, .land = {}};
  if (behind) {
    way.name = nat_->nat.id();
    way.land = [this](std::size_t at_nat) { return_through_nat(at_nat); };
  } else {
    if (const auto question =
            gates::contested_address(context_, source_.fixed_public_address)) {
      undecided(hop, *question, Predicate::always());
      return;
    }
    PathFacts facts;
    facts.source = source_address_;
    facts.public_source = seen_address();
    way.land = [this, facts](std::size_t at_home) { deliver(at_home, facts); };
  }
  come_in(hop, at, route.target_id, way);
}

void Connection::through_vouched(std::size_t from, const aws::Route& route,
                                 const Packet& packet) {
  PathFacts facts;
  facts.source = source_address_;
  if (family_ == Family::Ipv4) {
    facts.public_source = address_field("public address", public_ipv4(), false);
  }
  const Vouched beyond = vouch(from, home(), route, packet, {own_groups()});
  const Packet back = reply(packet);
  if (beyond.subnet.empty()) {
    come_in(beyond.hop, home(), route.target_id, homeward(back, facts));
  } else {
    return_from(beyond.hop, {source_.scope, source_.vpc, beyond.subnet}, back, facts);
  }
}

void Connection::through_gateway_endpoint(std::size_t from, const Position& at,
                                          const aws::Route& route,
                                          const Packet& packet) {
  const auto* endpoint =
      context_.account.find<aws::VpcEndpoint>(at.scope, route.target_id);
  const bool is_balancer =
      endpoint != nullptr &&
      endpoint->type == aws::VpcEndpoint::Type::GatewayLoadBalancer;
  if (is_balancer || (endpoint == nullptr && !at.is_in_vpc_of(home()))) {
    undecided(from, gates::no_firewall_at(context_, at.scope, route.target_id),
              Predicate::always());
    return;
  }
  if (!passed_.empty()) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("how replies of {} come back through {} is not "
                            "documented",
                            route.target_id, passed_.back().at.endpoint->endpoint_id)},
        Predicate::always());
    return;
  }
  if (packet.family == Family::Ipv6) {
    undecided(from,
              {.call = "",
               .why = fmt::format("what IPv6 packets to endpoint {} meet is not "
                                  "modelled yet",
                                  route.target_id)},
              Predicate::always());
    return;
  }
  if (endpoint == nullptr || endpoint->type != aws::VpcEndpoint::Type::Gateway ||
      !endpoint->service_name.ends_with("." + target_.service) ||
      endpoint->vpc_id != source_.vpc) {
    undecided(
        from,
        {.call = endpoint == nullptr ? std::string(aws::VpcEndpoint::kCall) : "",
         .why = endpoint == nullptr
                    ? "VPC endpoint " + route.target_id + " is not in the snapshot"
                    : fmt::format("endpoint {} of type {} for {} in {} as a route's "
                                  "target is not modelled yet",
                                  endpoint->id(), endpoint->type_text,
                                  endpoint->service_name, endpoint->vpc_id.text)},
        Predicate::always());
    return;
  }
  const auto hop = pass_endpoint(from, *endpoint, packet);
  carry_(subnet(hop, reply(packet), false, source_.subnet), facts_of(*endpoint));
}

}  // namespace pullproof::model
