#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "tests/support/terraform_state.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

bool is_main(const json& table) {
  const json& list = table.value("Associations", json::array());
  return std::any_of(list.begin(), list.end(),
                     [](const json& each) { return each.value("Main", false); });
}

/// The id of what AWS made with the VPC.
json made_with(const StateSource& from, const json& vpc, const std::string& call,
               const char* key, const char* id, bool (*is_default)(const json&)) {
  for (const json& each : from.beside(call).value(key, json::array())) {
    if (each.value("VpcId", json()) == vpc && is_default(each)) return each.at(id);
  }
  return nullptr;
}

json attribute_of(const StateSource& from, const std::string& vpc,
                  const std::string& name) {
  const json& document =
      from.beside("ec2-describe-vpc-attribute-enableDns" + name + '/' + vpc);
  return document.is_object() ? document.at("EnableDns" + name).at("Value") : json();
}

void add_default_ids(const StateSource& from, const json& vpc, StateResource& made) {
  const json table = made_with(from, vpc, "ec2-describe-route-tables", "RouteTables",
                               "RouteTableId", is_main);
  const json acl =
      made_with(from, vpc, "ec2-describe-network-acls", "NetworkAcls", "NetworkAclId",
                [](const json& each) { return each.value("IsDefault", false); });
  const json group = made_with(
      from, vpc, "ec2-describe-security-groups", "SecurityGroups", "GroupId",
      [](const json& each) { return each.value("GroupName", "") == "default"; });
  made.values["default_route_table_id"] = table;
  made.values["main_route_table_id"] = table;
  made.values["default_network_acl_id"] = acl;
  made.values["default_security_group_id"] = group;
}

void take_vpc(const StateSource& from, json& vpc) {
  const json id = take(vpc, "VpcId");
  const std::string text = id.get<std::string>();
  const json tags = take_tags(vpc);
  const json primary = take(vpc, "CidrBlock");
  for (const json& block : take_list(vpc, "CidrBlockAssociationSet")) {
    if (block.at("CidrBlock") == primary) continue;
    from.add("aws_vpc_ipv4_cidr_block_association",
             text + block.at("CidrBlock").get<std::string>(),
             {{"id", block.value("AssociationId", json())},
              {"vpc_id", id},
              {"cidr_block", block.at("CidrBlock")}})
        .computed = {"id"};
  }
  const json options = take(vpc, "DhcpOptionsId");
  if (!options.is_null()) {
    from.add("aws_vpc_dhcp_options_association", text,
             {{"id", text + '-' + options.get<std::string>()},
              {"vpc_id", id},
              {"dhcp_options_id", options}})
        .computed = {"id"};
  }
  const json ipv6 = take_list(vpc, "Ipv6CidrBlockAssociationSet");
  StateResource& made = from.add(
      "aws_vpc", text,
      {{"id", id},
       {"arn", "arn:aws:ec2:" + from.region + ':' + from.account + ":vpc/" + text},
       {"owner_id", from.account},
       {"cidr_block", primary},
       {"instance_tenancy", "default"},
       {"assign_generated_ipv6_cidr_block", !ipv6.empty()},
       {"ipv6_cidr_block", ipv6.empty() ? json("") : ipv6[0].at("Ipv6CidrBlock")},
       {"enable_dns_support", attribute_of(from, text, "Support")},
       {"enable_dns_hostnames", attribute_of(from, text, "Hostnames")},
       {"dhcp_options_id", options},
       {"tags", tags},
       {"tags_all", tags}});
  made.drawn = {"id",
                "arn",
                "default_route_table_id",
                "default_network_acl_id",
                "default_security_group_id",
                "main_route_table_id"};
  made.computed = {"owner_id", "dhcp_options_id"};
  add_default_ids(from, id, made);
  forget(vpc, {"OwnerId", "InstanceTenancy"});
  forget_if(vpc, "IsDefault", false);
  forget_if(vpc, "State", "available");
}

void take_subnet(const StateSource& from, json& subnet) {
  const json id = take(subnet, "SubnetId");
  const json tags = take_tags(subnet);
  const json ipv6 = take_list(subnet, "Ipv6CidrBlockAssociationSet");
  StateResource& made = from.add(
      "aws_subnet", id.get<std::string>(),
      {{"id", id},
       {"arn", take(subnet, "SubnetArn")},
       {"owner_id", from.account},
       {"vpc_id", take(subnet, "VpcId")},
       {"cidr_block", take(subnet, "CidrBlock")},
       {"ipv6_cidr_block", ipv6.empty() ? json("") : ipv6[0].at("Ipv6CidrBlock")},
       {"availability_zone", take(subnet, "AvailabilityZone")},
       {"availability_zone_id", take(subnet, "AvailabilityZoneId")},
       {"map_public_ip_on_launch", take(subnet, "MapPublicIpOnLaunch")},
       {"enable_dns64", take(subnet, "EnableDns64")},
       {"ipv6_native", take(subnet, "Ipv6Native")},
       {"tags", tags},
       {"tags_all", tags}});
  made.drawn = {"id", "arn"};
  made.computed = {"owner_id", "availability_zone_id"};
  forget(subnet, {"OwnerId", "AvailableIpAddressCount", "AssignIpv6AddressOnCreation",
                  "PrivateDnsNameOptionsOnLaunch", "DefaultForAz"});
  forget_if(subnet, "State", "available");
}

/// Terraform: a route's target of each kind has an attribute of its own; what is not
/// given is empty.
json target_values(json& route) {
  constexpr std::array<std::pair<const char*, const char*>, 6> kTargets{
      {{"GatewayId", "gateway_id"},
       {"NatGatewayId", "nat_gateway_id"},
       {"EgressOnlyInternetGatewayId", "egress_only_gateway_id"},
       {"TransitGatewayId", "transit_gateway_id"},
       {"VpcPeeringConnectionId", "vpc_peering_connection_id"},
       {"NetworkInterfaceId", "network_interface_id"}}};
  json values = json::object();
  for (const auto& [member, name] : kTargets) {
    const json id = take(route, member);
    values[name] = id.is_null() ? json("") : id;
  }
  if (values["gateway_id"].get<std::string>().starts_with("vpce-")) {
    values["vpc_endpoint_id"] = values["gateway_id"];
    values["gateway_id"] = "";
  }
  return values;
}

void put_route(const StateSource& from, const json& table, json& route, json& routes) {
  json values = target_values(route);
  const json ipv4 = take(route, "DestinationCidrBlock");
  const json ipv6 = take(route, "DestinationIpv6CidrBlock");
  const json list = take(route, "DestinationPrefixListId");
  forget_if(route, "State", "active");
  forget_if(route, "Origin", "CreateRoute");
  const bool is_inline = from.form == Form::Inline;
  values[is_inline ? "cidr_block" : "destination_cidr_block"] = ipv4;
  values[is_inline ? "ipv6_cidr_block" : "destination_ipv6_cidr_block"] = ipv6;
  values["destination_prefix_list_id"] = list;
  if (is_inline) return routes.push_back(values);
  const json& destination = !ipv4.is_null() ? ipv4 : ipv6.is_null() ? list : ipv6;
  values["route_table_id"] = table;
  values["id"] = "r-" + table.get<std::string>() + destination.get<std::string>();
  values["state"] = "active";
  values["origin"] = "CreateRoute";
  from.add("aws_route", values["id"], values).computed = {"id", "state", "origin"};
}

/// What AWS puts there by itself: local routes, and those of gateway endpoints.
bool is_automatic(const json& route) {
  const std::string gateway = route.value("GatewayId", "");
  return gateway == "local" ||
         (gateway.starts_with("vpce-") && route.contains("DestinationPrefixListId"));
}

/// AWS: a gateway endpoint has its route in each of its tables, and in no other. Where
/// that is not so, no plan has made it.
json odd_endpoint_routes(const StateSource& from, const json& id, const json& table) {
  std::set<std::string> listed;
  const json endpoints = from.beside("ec2-describe-vpc-endpoints");
  for (const json& endpoint : endpoints.value("VpcEndpoints", json::array())) {
    for (const json& each : endpoint.value("RouteTableIds", json::array())) {
      if (each == id) listed.insert(endpoint.at("VpcEndpointId"));
    }
  }
  std::set<std::string> routed;
  for (const json& route : table.value("Routes", json::array())) {
    const std::string gateway = route.value("GatewayId", "");
    const bool is_plain = route.value("State", "active") == "active";
    if (gateway.starts_with("vpce-") && is_plain && is_automatic(route)) {
      routed.insert(gateway);
    }
  }
  return listed == routed ? json() : json{{"listed", listed}, {"routed", routed}};
}

json take_routes(const StateSource& from, const json& id, json& table) {
  json routes = json::array();
  json left = json::object();
  const json odd = odd_endpoint_routes(from, id, table);
  if (!odd.is_null()) left["endpoints"] = odd;
  for (json& route : take_list(table, "Routes")) {
    if (is_automatic(route)) continue;
    const std::string destination = route.value(
        "DestinationCidrBlock", route.value("DestinationIpv6CidrBlock", "list"));
    const bool is_propagated =
        route.value("Origin", "CreateRoute") == "EnableVgwRoutePropagation";
    if (!is_propagated) put_route(from, id, route, routes);
    if (!route.empty()) left[destination] = route;
  }
  if (!left.empty()) table["Routes"] = left;
  return routes;
}

void take_associations(const StateSource& from, const json& id, json& table) {
  for (const json& each : take_list(table, "Associations")) {
    if (each.value("Main", false)) continue;
    const bool is_subnet = each.contains("SubnetId");
    const json& target = each.at(is_subnet ? "SubnetId" : "GatewayId");
    from.add("aws_route_table_association", target.get<std::string>(),
             {{"id", each.value("RouteTableAssociationId", json("rtbassoc"))},
              {"subnet_id", is_subnet ? target : json()},
              {"gateway_id", is_subnet ? json() : target},
              {"route_table_id", id}})
        .computed = {"id"};
  }
}

void take_table(const StateSource& from, json& table) {
  const bool is_vpc_s = is_main(table);
  const json id = take(table, "RouteTableId");
  const json vpc = take(table, "VpcId");
  const json tags = take_tags(table);
  take_associations(from, id, table);
  const json routes = take_routes(from, id, table);
  forget(table, {"OwnerId"});
  forget_if(table, "PropagatingVgws", json::array());
  if (is_vpc_s) {
    if (from.form == Form::Standalone) return;
    from.add("aws_default_route_table", id.get<std::string>(),
             {{"id", id},
              {"default_route_table_id", id},
              {"vpc_id", vpc},
              {"route", routes},
              {"tags_all", tags}})
        .computed = {"id", "vpc_id"};
    return;
  }
  StateResource& made = from.add("aws_route_table", id.get<std::string>(),
                                 {{"id", id},
                                  {"vpc_id", vpc},
                                  {"owner_id", from.account},
                                  {"tags", tags},
                                  {"tags_all", tags}});
  made.drawn = {"id"};
  made.computed = {"owner_id"};
  if (from.form == Form::Inline) made.values["route"] = routes;
  // The attribute is optional and computed: alone, it is what stands there.
  if (from.form == Form::Standalone) made.computed.emplace_back("route");
}

void take_internet_gateway(const StateSource& from, json& gateway) {
  const json id = take(gateway, "InternetGatewayId");
  const json tags = take_tags(gateway);
  const json vpcs = texts_in(take_list(gateway, "Attachments"), "VpcId");
  forget(gateway, {"OwnerId"});
  StateResource& made = from.add("aws_internet_gateway", id.get<std::string>(),
                                 {{"id", id},
                                  {"owner_id", from.account},
                                  {"vpc_id", vpcs.empty() ? json("") : vpcs[0]},
                                  {"tags", tags},
                                  {"tags_all", tags}});
  made.drawn = {"id"};
  made.computed = {"owner_id"};
}

void take_egress_only_gateway(const StateSource& from, json& gateway) {
  const json id = take(gateway, "EgressOnlyInternetGatewayId");
  const json tags = take_tags(gateway);
  const json vpcs = texts_in(take_list(gateway, "Attachments"), "VpcId");
  from.add("aws_egress_only_internet_gateway", id.get<std::string>(),
           {{"id", id},
            {"vpc_id", vpcs.empty() ? json() : vpcs[0]},
            {"tags", tags},
            {"tags_all", tags}})
      .drawn = {"id"};
}

void take_nat_gateway(const StateSource& from, json& gateway) {
  const json id = take(gateway, "NatGatewayId");
  const json tags = take_tags(gateway);
  json addresses = take_list(gateway, "NatGatewayAddresses");
  json first = addresses.empty() ? json::object() : addresses[0];
  StateResource& made =
      from.add("aws_nat_gateway", id.get<std::string>(),
               {{"id", id},
                {"subnet_id", take(gateway, "SubnetId")},
                {"connectivity_type", take(gateway, "ConnectivityType")},
                {"allocation_id", take(first, "AllocationId")},
                {"public_ip", first.value("PublicIp", "")},
                {"private_ip", first.value("PrivateIp", "")},
                {"network_interface_id", first.value("NetworkInterfaceId", "")},
                {"tags", tags},
                {"tags_all", tags}});
  made.drawn = {"id"};
  made.computed = {"public_ip", "private_ip", "network_interface_id"};
  // Whether it has got its address is AWS's to say, and no plan's.
  if (!first.contains("PublicIp")) gateway["NatGatewayAddresses"] = first;
  if (addresses.size() > 1) gateway["NatGatewayAddresses"] = addresses;
  forget(gateway, {"CreateTime", "VpcId"});
  forget_if(gateway, "State", "available");
}

void take_dhcp_options(const StateSource& from, json& options) {
  const json id = take(options, "DhcpOptionsId");
  const json tags = take_tags(options);
  json values = {{"id", id}, {"tags", tags}, {"tags_all", tags}};
  json left = json::array();
  for (const json& each : take_list(options, "DhcpConfigurations")) {
    const json texts = texts_in(each.at("Values"), "Value");
    if (each.at("Key") == "domain-name-servers") {
      values["domain_name_servers"] = texts;
    } else if (each.at("Key") == "domain-name") {
      values["domain_name"] = texts.at(0);
    } else {
      left.push_back(each);
    }
  }
  if (!left.empty()) options["DhcpConfigurations"] = left;
  forget(options, {"OwnerId"});
  from.add("aws_vpc_dhcp_options", id.get<std::string>(), values).drawn = {"id"};
}

void take_access_block(const StateSource& from, json& options) {
  const json mode = take(options, "InternetGatewayBlockMode");
  forget(options, {"AwsAccountId", "AwsRegion", "State", "Reason", "ManagedBy",
                   "LastUpdateTimestamp"});
  forget_if(options, "ExclusionsAllowed", "allowed");
  if (mode == "off") return;
  from.add("aws_vpc_block_public_access_options", "this",
           {{"id", from.region},
            {"aws_account_id", from.account},
            {"aws_region", from.region},
            {"internet_gateway_block_mode", mode}})
      .computed = {"id", "aws_account_id", "aws_region"};
}

void take_access_exclusion(const StateSource& from, json& exclusion) {
  const json id = take(exclusion, "ExclusionId");
  const std::string arn = take(exclusion, "ResourceArn");
  const std::string target = arn.substr(arn.rfind('/') + 1);
  const bool is_vpc = target.starts_with("vpc-");
  forget(exclusion, {"CreationTimestamp", "LastUpdateTimestamp", "Reason"});
  forget_if(exclusion, "State", "create-complete");
  const json tags = take_tags(exclusion);
  from.add("aws_vpc_block_public_access_exclusion", id.get<std::string>(),
           {{"id", id},
            {"vpc_id", is_vpc ? json(target) : json()},
            {"subnet_id", is_vpc ? json() : json(target)},
            {"internet_gateway_exclusion_mode",
             take(exclusion, "InternetGatewayExclusionMode")},
            {"tags_all", tags}})
      .drawn = {"id"};
}

/// What AWS makes for gateways and endpoints is theirs.
void take_interface(const StateSource&, json& interface) {
  const std::string type = interface.value("InterfaceType", "");
  if (type == "nat_gateway" || type == "vpc_endpoint") interface.clear();
}

}  // namespace

TakeResource network_taker(const std::string& call) {
  for (const auto& [name, taker] :
       {TakerRow{"ec2-describe-vpcs", take_vpc},
        TakerRow{"ec2-describe-subnets", take_subnet},
        TakerRow{"ec2-describe-route-tables", take_table},
        TakerRow{"ec2-describe-internet-gateways", take_internet_gateway},
        TakerRow{"ec2-describe-egress-only-internet-gateways",
                 take_egress_only_gateway},
        TakerRow{"ec2-describe-nat-gateways", take_nat_gateway},
        TakerRow{"ec2-describe-dhcp-options", take_dhcp_options},
        TakerRow{"ec2-describe-vpc-block-public-access-options", take_access_block},
        TakerRow{"ec2-describe-vpc-block-public-access-exclusions",
                 take_access_exclusion},
        TakerRow{"ec2-describe-network-interfaces", take_interface}}) {
    if (call == name) return taker;
  }
  return nullptr;
}

}  // namespace pullproof::support
