#include "model/aws/routing_contradictions.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

class RoutingFacts {
 public:
  RoutingFacts(const Snapshot& snapshot, Disputes& disputes, ReadLog& log)
      : snapshot_(snapshot), disputes_(disputes), log_(log) {}

  void note_blocks_of(const Subnet& subnet);
  void note_associations_of(const RouteTable& table);
  void note_local_routes_of(const RouteTable& table);
  void note_routes_within(const RouteTable& table);
  void note_table_of(const TransitGatewayRoutes& routes);
  void note_targets_of(const TransitGatewayRoutes& routes);

 private:
  template <class T>
  void note(const T& row, const Source& source, std::string_view call,
            const std::string& why) {
    disputes_.note(row.scope, row.id(), {.call = std::string(call), .why = why});
    log_.warnings.push_back({source.file, source.pointer, why});
  }
  void note_change(const RouteTable& table, const UnsettledAssociation& change);
  /// False: not all subnets of the VPC are collected, so it may be one's.
  [[nodiscard]] bool is_no_subnets_block(const Vpc& vpc, const Cidr& block) const;
  /// Of all subnets of the VPC that have no table of their own.
  void note_main_change(const RouteTable& table, const std::string& why);

  const Snapshot& snapshot_;
  Disputes& disputes_;
  ReadLog& log_;
};

bool has_block_of(const Vpc& vpc, Family family) {
  return std::any_of(vpc.cidrs.begin(), vpc.cidrs.end(),
                     [family](const Cidr& block) { return block.family == family; });
}

void RoutingFacts::note_blocks_of(const Subnet& subnet) {
  const auto* vpc = snapshot_.find<Vpc>(subnet.scope, subnet.vpc_id.text);
  if (vpc == nullptr) return;
  for (const auto& own : {subnet.cidr, subnet.ipv6_cidr}) {
    if (!own) continue;
    // Where no block of the family is listed, the list was not printed.
    const bool is_listed = own->family == Family::Ipv4
                               ? vpc->primary || has_block_of(*vpc, Family::Ipv4)
                               : has_block_of(*vpc, Family::Ipv6);
    const bool is_inside =
        std::any_of(vpc->cidrs.begin(), vpc->cidrs.end(),
                    [&own](const Cidr& block) { return block.contains(*own); });
    if (!is_listed || is_inside) continue;
    note(subnet, subnet.source, Vpc::kCall,
         fmt::format("{} of {} is outside of the blocks of {}", own->text(),
                     subnet.id(), vpc->id()));
  }
}

void RoutingFacts::note_associations_of(const RouteTable& table) {
  for (const SubnetId& id : table.subnets) {
    const auto* subnet = snapshot_.find<Subnet>(table.scope, id.text);
    if (subnet == nullptr || subnet->vpc_id == table.vpc_id) continue;
    note(*subnet, table.source, RouteTable::kCall,
         fmt::format("{} of {} is associated with {} of {}", table.id(),
                     table.vpc_id.text, subnet->id(), subnet->vpc_id.text));
  }
  for (const auto& change : table.unsettled) note_change(table, change);
}

void RoutingFacts::note_change(const RouteTable& table,
                               const UnsettledAssociation& change) {
  const std::string of = change.main             ? "as the main table"
                         : change.subnet.empty() ? "with " + change.gateway
                                                 : "with " + change.subnet.text;
  const std::string why = fmt::format("the association of {} {} is in state `{}`",
                                      table.id(), of, change.state);
  if (change.main) {
    note_main_change(table, why);
  } else if (change.subnet.empty()) {
    note(table, table.source, RouteTable::kCall, why);
  } else if (const auto* subnet =
                 snapshot_.find<Subnet>(table.scope, change.subnet.text)) {
    note(*subnet, table.source, RouteTable::kCall, why);
  }
}

void RoutingFacts::note_main_change(const RouteTable& table, const std::string& why) {
  std::set<SubnetId> having_own;
  for (const RouteTable& other : snapshot_.table<RouteTable>().all()) {
    if (other.vpc_id != table.vpc_id) continue;
    having_own.insert(other.subnets.begin(), other.subnets.end());
  }
  for (const Subnet& subnet : snapshot_.table<Subnet>().all()) {
    if (subnet.vpc_id != table.vpc_id || having_own.contains(subnet.subnet_id)) {
      continue;
    }
    note(subnet, table.source, RouteTable::kCall, why);
  }
}

void RoutingFacts::note_local_routes_of(const RouteTable& table) {
  const auto* vpc = snapshot_.find<Vpc>(table.scope, table.vpc_id.text);
  if (vpc == nullptr) return;
  for (const Cidr& block : vpc->cidrs) {
    // Its target may have been replaced; its destination cannot.
    const bool has_route = std::any_of(
        table.routes.begin(), table.routes.end(),
        [&block](const Route& route) { return route.destination == block; });
    if (has_route) continue;
    note(table, table.source, RouteTable::kCall,
         fmt::format("{} has no local route for {}, a block of {}", table.id(),
                     block.text(), vpc->id()));
  }
}

bool RoutingFacts::is_no_subnets_block(const Vpc& vpc, const Cidr& block) const {
  const bool is_own = vpc.owner_id.empty() || vpc.owner_id == vpc.scope.account;
  if (!is_own || !snapshot_.calls().seen(vpc.scope, std::string(Subnet::kCall))) {
    return false;
  }
  const auto& all = snapshot_.table<Subnet>().all();
  return std::none_of(all.begin(), all.end(), [&](const Subnet& subnet) {
    return subnet.vpc_id == vpc.vpc_id &&
           (subnet.cidr == block || subnet.ipv6_cidr == block);
  });
}

/// A NAT gateway, an interface, an instance, or the endpoint of an appliance.
bool may_be_within(const Route& route) {
  return route.target == Route::Target::Local ||
         route.target == Route::Target::NatGateway ||
         route.target == Route::Target::VpcEndpoint ||
         route.target_id.starts_with("eni-") || route.target_id.starts_with("i-");
}

void RoutingFacts::note_routes_within(const RouteTable& table) {
  const auto* vpc = snapshot_.find<Vpc>(table.scope, table.vpc_id.text);
  if (vpc == nullptr) return;
  for (const Route& route : table.routes) {
    if (!route.destination || route.propagated) continue;
    const Cidr& to = *route.destination;
    const bool is_within = std::any_of(
        vpc->cidrs.begin(), vpc->cidrs.end(),
        [&to](const Cidr& block) { return block != to && block.contains(to); });
    if (!is_within) continue;
    if (!may_be_within(route)) {
      note(table, route.source, RouteTable::kCall,
           fmt::format(
               "{} sends {}, which is in {}, to {}, where no such route can lead",
               table.id(), to.text(), vpc->id(), route.target_id));
    } else if (is_no_subnets_block(*vpc, to)) {
      note(table, route.source, RouteTable::kCall,
           fmt::format("{} has a route for {}, which is in {} and no subnet's block",
                       table.id(), to.text(), vpc->id()));
    }
  }
}

void RoutingFacts::note_table_of(const TransitGatewayRoutes& routes) {
  const auto* table =
      snapshot_.find<TransitGatewayRouteTable>(routes.scope, routes.route_table_id);
  if (table == nullptr || table->state == "available") return;
  note(routes, table->source, TransitGatewayRouteTable::kCall,
       fmt::format("transit gateway route table {} is in state `{}`", table->id(),
                   table->state));
}

void RoutingFacts::note_targets_of(const TransitGatewayRoutes& routes) {
  for (const TransitGatewayRoute& route : routes.routes) {
    for (const auto& target : route.targets) {
      if (target.resource_type != "vpc" || target.resource_id.empty()) continue;
      const auto* attachment = snapshot_.find<TransitGatewayVpcAttachment>(
          routes.scope, target.attachment_id);
      if (attachment == nullptr || attachment->vpc_id.text == target.resource_id) {
        continue;
      }
      note(*attachment, route.source, TransitGatewayRoutes::kCall,
           fmt::format("{} says that {} is of {}, and it is of {}", routes.id(),
                       attachment->id(), target.resource_id, attachment->vpc_id.text));
    }
  }
}

}  // namespace

void note_routing_contradictions(const Snapshot& snapshot, Disputes& disputes,
                                 ReadLog& log) {
  RoutingFacts facts(snapshot, disputes, log);
  for (const Subnet& subnet : snapshot.table<Subnet>().all()) {
    facts.note_blocks_of(subnet);
  }
  for (const RouteTable& table : snapshot.table<RouteTable>().all()) {
    facts.note_associations_of(table);
    facts.note_local_routes_of(table);
    facts.note_routes_within(table);
  }
  for (const auto& routes : snapshot.table<TransitGatewayRoutes>().all()) {
    facts.note_table_of(routes);
    facts.note_targets_of(routes);
  }
}

}  // namespace pullproof::aws
