#include <fmt/format.h>

#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;

void Connection::return_from(std::size_t from, const Position& at, const Packet& back,
                             const PathFacts& facts) {
  go_home(from, at, homeward(back, facts));
}

void Connection::go_home(std::size_t from, const Position& at, const Homeward& way) {
  if (at == way.end) {
    way.land(from);
    return;
  }
  go_back(HopWords::subnet(at.scope, from, way.back, true, at.subnet), at, way);
}

Connection::Homeward Connection::homeward(const Packet& back, const PathFacts& facts) {
  return {.back = back,
          .end = home(),
          .name = source_.owner,
          .land = [this, facts](std::size_t hop) { deliver(hop, facts); }};
}

std::size_t Connection::into_end(std::size_t from, const Homeward& way) {
  return subnet_if_any(way.end.scope, from, way.back, false, way.end.subnet);
}

void Connection::go_back(std::size_t from, const Position& at, const Homeward& way) {
  const auto* table = HopWords::table_of(at.scope, at.subnet);
  if (table == nullptr) {
    undecided(from, no_table(at.scope, at.subnet), Predicate::always());
    return;
  }
  go_back_by(from, at, *table, way);
}

void Connection::go_back_by(std::size_t from, const Position& at,
                            const aws::RouteTable& table, const Homeward& way) {
  const auto branches = gates::look_up_route(
      context_, table,
      {leg_.fields.at(way.back.destination).domain, "", way.back.family});
  for (const auto& branch : branches) {
    return_by_route(from, at, table, branch, way,
                    takes(branches.size(), way.back.destination, branch.destinations));
  }
}

void Connection::come_in(std::size_t from, const Position& at, Symbol gateway,
                         const Homeward& way) {
  const auto* table = context_.network->edge_table_of(at.scope, gateway);
  if (table != nullptr) {
    go_back_by(from, {at.scope, at.vpc, {}}, *table, way);
    return;
  }
  led_back_by_ = {};
  way.land(into_end(from, way));
}

/// AWS: VPC user guide, "NAT gateways": it gives what it sends on another source.
std::optional<RoutePlace::Outcome> Connection::refusal_of_reply(
    const gates::RouteBranch& branch) {
  const auto outcome = refusal_of_private(branch);
  const bool is_changed =
      !outcome && branch.route->target == aws::Route::Target::NatGateway;
  return is_changed ? RoutePlace::Outcome::Elsewhere : outcome;
}

void Connection::return_by_route(std::size_t from, const Position& at,
                                 const aws::RouteTable& table,
                                 const gates::RouteBranch& branch, const Homeward& way,
                                 Predicate guard) {
  if (branch.undecided) {
    undecided(from, *branch.undecided, std::move(guard));
    return;
  }
  const aws::Route* route = branch.route;
  if (const auto outcome = refusal_of_reply(branch)) {
    stop(from,
         {.packet = way.back,
          .outcome = *outcome,
          .scope = at.scope,
          .table = &table,
          .route = route,
          .towards = way.name,
          .question = {},
          .is_private = true},
         std::move(guard));
    return;
  }
  const bool ends_here =
      route->target == aws::Route::Target::Local && at.is_in_vpc_of(way.end);
  const bool meets_firewall = leads_to_firewall(*route, at);
  if (!ends_here && !meets_firewall && !route->leads_to_other_vpcs()) {
    undecided(from,
              {.call = "",
               .why = fmt::format("route table {} sends the reply to {}, which is not "
                                  "modelled yet",
                                  table.id(), route->target_id)},
              std::move(guard));
    return;
  }
  lead_back(mark(from, "route-table", table.id(), std::move(guard), way.back.direction),
            at, table, branch, way);
}

void Connection::lead_back(std::size_t hop, const Position& at,
                           const aws::RouteTable& table,
                           const gates::RouteBranch& branch, const Homeward& way) {
  const aws::Route* route = branch.route;
  const bool ends_here =
      route->target == aws::Route::Target::Local && at.is_in_vpc_of(way.end);
  const bool meets_firewall = leads_to_firewall(*route, at);
  // What a transit gateway has led here is no fault of the tables of the VPC.
  const bool comes_by_transit = led_back_by_.transit_table != nullptr;
  const bool is_plain = ends_here || (meets_firewall && comes_by_transit);
  if (!comes_by_transit || !is_plain) led_back_by_ = {.table = &table};
  if (ends_here) {
    way.land(at.subnet == way.end.subnet ? hop : into_end(hop, way));
    return;
  }
  if (meets_firewall) {
    back_through_firewall(hop, at, *route, way);
    return;
  }
  if (way.is_passing_by && route->target == aws::Route::Target::TransitGateway) {
    pass_by(hop, passing_by(at, *route, way.back, branch.destinations, way.name));
    return;
  }
  for (const auto& next : go_over(hop, at, branch, way.back, way.name)) {
    cross_back(next, route->target_id, way);
  }
}

namespace {

/// Where the attachment has one subnet, replies have no other way.
gates::LedAstray astray_by(const Crossed& next) {
  const bool may_stray = !next.exit->appliance_mode && next.exit->subnets.size() > 1;
  return {.transit_table = next.table, .attachment = may_stray ? next.exit : nullptr};
}

}  // namespace

void Connection::cross_back(const Crossed& next, const std::string& through,
                            const Homeward& way) {
  Homeward on = way;
  on.is_passing_by = true;
  const auto before = led_back_by_;
  if (next.exit != nullptr) led_back_by_ = astray_by(next);
  if (!next.at.subnet.empty() && next.at == way.end) {
    way.land(next.hop);
  } else if (!next.at.subnet.empty()) {
    go_back(HopWords::subnet(next.at.scope, next.hop, way.back, true, next.at.subnet),
            next.at, on);
  } else if (next.at.is_in_vpc_of(way.end)) {
    way.land(into_end(next.hop, way));
  } else {
    undecided(next.hop,
              {.call = "",
               .why = fmt::format("{} does not lead the reply back to {}", through,
                                  way.name)},
              Predicate::always());
  }
  led_back_by_ = before;
}

}  // namespace pullproof::model
