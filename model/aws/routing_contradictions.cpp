#include "model/aws/routing_contradictions.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

/// Its target may have been replaced; its destination cannot.
bool has_route_for(const RouteTable& table, const Cidr& block) {
  return std::any_of(
      table.routes.begin(), table.routes.end(),
      [&block](const Route& route) { return route.destination == block; });
}

/// A route within a VPC leads to a NAT gateway, an interface, an instance, or the
/// endpoint of an appliance. It is made for a whole subnet, and stays when that is
/// deleted.
bool leads_nowhere_within(const Route& route, const Vpc& vpc) {
  if (!route.destination || route.propagated) return false;
  const Cidr& to = *route.destination;
  const bool is_within = std::any_of(
      vpc.cidrs.begin(), vpc.cidrs.end(),
      [&to](const Cidr& block) { return block != to && block.contains(to); });
  return is_within && route.target != Route::Target::Local &&
         route.target != Route::Target::NatGateway &&
         route.target != Route::Target::VpcEndpoint &&
         !route.target_id.starts_with("eni-") && !route.target_id.starts_with("i-");
}

class RoutingFacts {
 public:
  RoutingFacts(const Snapshot& snapshot, Disputes& disputes, ReadLog& log)
      : snapshot_(snapshot), disputes_(disputes), log_(log) {}

  void note_blocks_of(const Subnet& subnet);
  void note_associations_of(const RouteTable& table);
  void note_routes_of(const RouteTable& table);
  void note_table_of(const TransitGatewayRoutes& routes);
  void note_targets_of(const TransitGatewayRoutes& routes);

 private:
  template <class T>
  void note(const T& row, const Source& source, std::string_view call,
            const std::string& why) {
    disputes_.note(row.scope, row.id(), {.call = std::string(call), .why = why});
    log_.warnings.push_back({source.file, source.pointer, why});
  }
  void note_routes(const RouteTable& table, const Source& source,
                   const std::string& why) {
    disputes_.note_routes(table.scope, table.id(),
                          {.call = std::string(RouteTable::kCall), .why = why});
    log_.warnings.push_back({source.file, source.pointer, why});
  }
  void note_change(const RouteTable& table, const UnsettledAssociation& change);
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

void RoutingFacts::note_routes_of(const RouteTable& table) {
  const auto* vpc = snapshot_.find<Vpc>(table.scope, table.vpc_id.text);
  if (vpc == nullptr) return;
  for (const Cidr& block : vpc->cidrs) {
    if (has_route_for(table, block)) continue;
    note_routes(table, table.source,
                fmt::format("{} has no local route for {}, a block of {}", table.id(),
                            block.text(), vpc->id()));
  }
  for (const Route& route : table.routes) {
    if (!leads_nowhere_within(route, *vpc)) continue;
    note_routes(
        table, route.source,
        fmt::format("{} sends {}, which is in {}, to {}, where no such route can lead",
                    table.id(), route.destination->text(), vpc->id(), route.target_id));
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

IntervalSet doubtful_destinations(const RouteTable& table, const Vpc& vpc,
                                  Family family) {
  std::vector<Cidr> doubtful;
  for (const Cidr& block : vpc.cidrs) {
    if (!has_route_for(table, block)) doubtful.push_back(block);
  }
  for (const Route& route : table.routes) {
    if (leads_nowhere_within(route, vpc)) doubtful.push_back(*route.destination);
  }
  return addresses_of(doubtful, family);
}

void note_routing_contradictions(const Snapshot& snapshot, Disputes& disputes,
                                 ReadLog& log) {
  RoutingFacts facts(snapshot, disputes, log);
  for (const Subnet& subnet : snapshot.table<Subnet>().all()) {
    facts.note_blocks_of(subnet);
  }
  for (const RouteTable& table : snapshot.table<RouteTable>().all()) {
    facts.note_associations_of(table);
    facts.note_routes_of(table);
  }
  for (const auto& routes : snapshot.table<TransitGatewayRoutes>().all()) {
    facts.note_table_of(routes);
    facts.note_targets_of(routes);
  }
}

void note_routing_contradictions(const Snapshot& snapshot, const RouteTable& table,
                                 Disputes& disputes, ReadLog& log) {
  RoutingFacts facts(snapshot, disputes, log);
  facts.note_associations_of(table);
  facts.note_routes_of(table);
}

}  // namespace pullproof::aws
