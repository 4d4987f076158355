#include "model/aws/route_table.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

Route::Target gateway_kind(const std::string& id) {
  if (id == "local") return Route::Target::Local;
  if (id.rfind("igw-", 0) == 0) return Route::Target::InternetGateway;
  if (id.rfind("vpce-", 0) == 0) return Route::Target::VpcEndpoint;
  if (id.rfind("nat-", 0) == 0) return Route::Target::NatGateway;
  return Route::Target::Other;
}

void parse_target(Cursor& in, Route& route) {
  using Target = Route::Target;
  // An instance's route names its interface as well; the interface comes first.
  constexpr std::array<std::pair<std::string_view, Target>, 11> kTargets{
      {{"GatewayId", Target::Other},
       {"NatGatewayId", Target::NatGateway},
       {"EgressOnlyInternetGatewayId", Target::EgressOnlyInternetGateway},
       {"TransitGatewayId", Target::TransitGateway},
       {"VpcPeeringConnectionId", Target::Peering},
       {"NetworkInterfaceId", Target::Other},
       {"InstanceId", Target::Other},
       {"LocalGatewayId", Target::Other},
       {"CarrierGatewayId", Target::Other},
       {"CoreNetworkArn", Target::Other},
       {"OdbNetworkArn", Target::Other}}};
  for (const auto& [key, kind] : kTargets) {
    const std::string id = in.text_or(key, "");
    if (id.empty() || !route.target_id.empty()) continue;
    route.target_id = id;
    route.target = key == "GatewayId" ? gateway_kind(id) : kind;
  }
  if (route.target_id.empty()) {
    in.warning("", "the route names no target that is known here");
  }
}

void parse_destination(Cursor& in, Route& route) {
  const auto ipv4 = in.cidr("DestinationCidrBlock", Family::Ipv4);
  const auto ipv6 = in.cidr("DestinationIpv6CidrBlock", Family::Ipv6);
  route.prefix_list = PrefixListId(in.text_or("DestinationPrefixListId", ""));
  const int named = static_cast<int>(in.has("DestinationCidrBlock")) +
                    static_cast<int>(in.has("DestinationIpv6CidrBlock")) +
                    static_cast<int>(!route.prefix_list.empty());
  if (named != 1) {
    in.problem("",
               fmt::format("expected one destination of the route, found {}", named));
  }
  route.destination = ipv4 ? ipv4 : ipv6;
}

void parse_state(Cursor& in, Route& route) {
  const std::string state = in.text_or("State", "active");
  route.blackhole = state == "blackhole";
  if (state == "active" || route.blackhole) return;
  in.warning("State",
             fmt::format("route state {} is not modelled", in_backticks(state)));
  route.target = Route::Target::Other;
}

Route parse_route(Cursor& in) {
  Route route;
  route.source = in.source();
  parse_destination(in, route);
  parse_target(in, route);
  parse_state(in, route);
  route.propagated = in.text_or("Origin", "") == "EnableVgwRoutePropagation";
  in.skip({"InstanceOwnerId", "IpAddress"});
  return route;
}

/// AWS: EC2 API reference, RouteTableAssociationState.
std::string association_state(Cursor& association) {
  auto state = association.object("AssociationState");
  if (!state) return "associated";
  state->skip({"StatusMessage"});
  return state->text_or("State", "associated");
}

void parse_association(Cursor& in, RouteTable& table) {
  in.skip({"RouteTableAssociationId", "PublicIpv4Pool"});
  const std::string named = in.text_or("RouteTableId", table.id());
  if (named != table.id()) {
    in.problem("RouteTableId",
               fmt::format("the association of {} says {}", in_backticks(table.id()),
                           in_backticks(named)));
  }
  const bool main = in.flag_or("Main", false);
  const std::string subnet = in.text_or("SubnetId", "");
  const std::string gateway = in.text_or("GatewayId", "");
  const std::string state = association_state(in);
  if (state == "disassociated") return;
  if (state != "associated") {
    table.unsettled.push_back({SubnetId(subnet), gateway, main, state});
    return;
  }
  if (main) table.main = true;
  if (!subnet.empty()) table.subnets.emplace_back(subnet);
  if (!gateway.empty()) table.gateways.push_back(gateway);
}

}  // namespace

std::string Route::destination_text() const {
  return destination ? destination->text() : prefix_list.text.str();
}

RouteTable RouteTable::parse(Cursor& in) {
  RouteTable table;
  fill_common(table, in);
  table.route_table_id = RouteTableId(in.text("RouteTableId"));
  table.vpc_id = VpcId(in.text("VpcId"));
  for (Cursor& association : in.objects("Associations")) {
    parse_association(association, table);
  }
  auto routes = in.objects("Routes");
  table.routes.reserve(routes.size());
  for (Cursor& route : routes) table.routes.push_back(parse_route(route));
  in.skip({"PropagatingVgws", "Tags", "OwnerId"});
  return table;
}

}  // namespace pullproof::aws
