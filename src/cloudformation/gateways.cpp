// What leads out of a VPC: gateways, endpoints and peerings.
//
// AWS: CloudFormation template reference, "AWS::EC2::NatGateway",
// "AWS::EC2::VPCEndpoint" and their like.
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

/// The VPC of a subnet of the snapshot; null where the subnet is not there.
Json vpc_in_snapshot(const ResourceReader& in, const Json& subnet) {
  if (!subnet.is_string()) return {};
  const Json* there = in.in_snapshot("Subnet", subnet.get<std::string>());
  const std::string vpc = there == nullptr ? "" : changes::text_member(*there, "VpcId");
  return vpc.empty() ? Json() : Json(vpc);
}

Json groups_of(const Json& ids) {
  if (!ids.is_array()) return ids;
  Json groups = Json::array();
  for (const Json& id : ids) groups.push_back(members({{"GroupId", id}}));
  return groups;
}

/// AWS: an endpoint that is made without groups is in its VPC's default group. What an
/// update does that no longer says any is not documented.
void doubt_dropped_groups(ResourceReader& in, const Json& endpoint) {
  const Json* there = in.id().is_string()
                          ? in.in_snapshot("VpcEndpoint", in.id().get<std::string>())
                          : nullptr;
  if (there == nullptr || endpoint.contains("Groups")) return;
  const Json* groups = changes::list_member(*there, "Groups");
  for (std::size_t i = 0; groups != nullptr && i < groups->size(); ++i) {
    const std::string id = changes::text_member((*groups)[i], "GroupId");
    const Json* group = in.in_snapshot("SecurityGroup", id);
    const bool is_default =
        group != nullptr && changes::text_member(*group, "GroupName") == "default";
    if (is_default) continue;
    return in.doubt(in.id(),
                    "it is in the group " + id + ", which the template does not say");
  }
}

Json dns_options_of(const ResourceReader& in) {
  Json said = in.object("DnsOptions");
  if (!said.is_object()) return said;
  Json only = text_of(said, "PrivateDnsOnlyForInboundResolverEndpoint");
  if (only.is_string()) only = only == "OnlyInboundResolver";
  return members({{"DnsRecordIpType", text_of(said, "DnsRecordIpType")},
                  {"PrivateDnsOnlyForInboundResolverEndpoint", only}});
}

}  // namespace

void read_internet_gateway(ResourceReader& in) {
  in.put(
      "InternetGateway", in.id(),
      members({{"InternetGatewayId", in.id()}, {"OwnerId", in.scope().account.str()}}),
      {});
}

void read_gateway_attachment(ResourceReader& in) {
  const Json gateway = in.text("InternetGatewayId");
  const Json vpc = in.text("VpcId");
  if (const Json vpn = in.text("VpnGatewayId"); !vpn.is_null()) {
    in.set_entry("VpnGateway", vpn, "/VpcAttachments", members({{"VpcId", vpc}}),
                 members({{"State", "attached"}, {"VpcId", vpc}}));
  }
  if (gateway.is_null()) return;
  in.set_entry("InternetGateway", gateway, "/Attachments", members({{"VpcId", vpc}}),
               members({{"State", "available"}, {"VpcId", vpc}}));
}

void read_egress_gateway(ResourceReader& in) {
  in.put(
      "EgressOnlyInternetGateway", in.id(),
      members({{"EgressOnlyInternetGatewayId", in.id()},
               {"Attachments", Json::array({members({{"State", "attached"},
                                                     {"VpcId", in.text("VpcId")}})})}}),
      {}, {"Attachments"});
}

void read_nat_gateway(ResourceReader& in) {
  const Json subnet = in.text("SubnetId");
  const Json said_vpc = in.text("VpcId");
  Json type = in.text("ConnectivityType");
  if (type.is_null()) type = "public";
  const Json mode = in.text("AvailabilityMode");
  if (mode.is_null() || mode == "zonal") {
    return in.put(
        "NatGateway", in.id(),
        members({{"NatGatewayId", in.id()},
                 {"State", "available"},
                 {"SubnetId", subnet},
                 {"VpcId", said_vpc.is_null() ? vpc_in_snapshot(in, subnet) : said_vpc},
                 {"ConnectivityType", type}}),
        {"SubnetId"}, {"SubnetId", "ConnectivityType"});
  }
  in.put("NatGateway", in.id(),
         members({{"NatGatewayId", in.id()},
                  {"State", "available"},
                  {"VpcId", said_vpc},
                  {"AvailabilityMode", mode},
                  {"ConnectivityType", type}}),
         {"VpcId"}, {"VpcId", "AvailabilityMode", "ConnectivityType"});
  in.doubt(in.id(), "only AWS knows in which zones a regional NAT gateway is");
}

void read_endpoint(ResourceReader& in) {
  // AWS: "AWS::EC2::VPCEndpoint": the type is Gateway by default, and private DNS off.
  Json type = in.text("VpcEndpointType");
  if (type.is_null()) type = "Gateway";
  Json endpoint = members({{"VpcEndpointId", in.id()},
                           {"VpcEndpointType", type},
                           {"State", "available"},
                           {"OwnerId", in.scope().account.str()},
                           {"VpcId", in.text("VpcId")},
                           {"ServiceName", in.text("ServiceName")},
                           {"ServiceRegion", in.text("ServiceRegion")},
                           {"RouteTableIds", in.texts("RouteTableIds")},
                           {"SubnetIds", in.texts("SubnetIds")},
                           {"Groups", groups_of(in.texts("SecurityGroupIds"))},
                           {"PrivateDnsEnabled", in.flag("PrivateDnsEnabled")},
                           {"IpAddressType", in.text("IpAddressType")},
                           {"DnsOptions", dns_options_of(in)},
                           {"PolicyDocument", in.policy_text("PolicyDocument")}});
  const bool is_gateway = type == "Gateway";
  if (!endpoint.contains("PrivateDnsEnabled")) endpoint["PrivateDnsEnabled"] = false;
  const char* where = is_gateway ? "RouteTableIds" : "SubnetIds";
  if (!endpoint.contains(where)) endpoint[where] = Json::array();
  // AWS: without a policy, an endpoint has one that allows everything.
  if (!endpoint.contains("PolicyDocument")) {
    const Json statement = members(
        {{"Action", "*"}, {"Effect", "Allow"}, {"Principal", "*"}, {"Resource", "*"}});
    endpoint["PolicyDocument"] =
        members({{"Statement", Json::array({statement})}}).dump();
  }
  doubt_dropped_groups(in, endpoint);
  in.put("VpcEndpoint", in.id(), std::move(endpoint),
         {"VpcId", "VpcEndpointType", "ServiceName"},
         {"VpcId", "VpcEndpointType", "ServiceName"});
}

void read_peering(ResourceReader& in) {
  const aws::Scope& own = in.scope();
  const auto other = [&](const char* property, const Symbol& by_default) {
    const Json said = in.text(property);
    return said.is_null() ? Json(by_default.str()) : said;
  };
  const Json owner = other("PeerOwnerId", own.account);
  const bool is_own = owner == own.account.str();
  in.put("VpcPeeringConnection", in.id(),
         members({{"VpcPeeringConnectionId", in.id()},
                  {"Status", members({{"Code", "active"}})},
                  {"RequesterVpcInfo", members({{"VpcId", in.text("VpcId")},
                                                {"OwnerId", own.account.str()},
                                                {"Region", own.region.str()}})},
                  {"AccepterVpcInfo",
                   members({{"VpcId", in.text("PeerVpcId")},
                            {"OwnerId", owner},
                            {"Region", other("PeerRegion", own.region)}})}}),
         {}, {"RequesterVpcInfo", "AccepterVpcInfo"});
  if (!is_own && in.text("PeerRoleArn").is_null()) {
    in.doubt(in.id(), "the other account has to accept the peering");
  }
}

}  // namespace pullproof::cli::cloudformation
