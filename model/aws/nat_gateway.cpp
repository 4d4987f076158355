#include "model/aws/nat_gateway.h"

#include <utility>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

NatGateway::GatewayAddress parse_address(Cursor& in) {
  NatGateway::GatewayAddress address;
  address.interface_id = InterfaceId(in.text_or("NetworkInterfaceId", ""));
  address.private_address = in.address("PrivateIp");
  address.public_address = in.address("PublicIp");
  address.usable = in.text_or("Status", "succeeded") == "succeeded";
  in.skip({"AllocationId", "AssociationId", "IsPrimary", "FailureMessage",
           "AvailabilityZone", "AvailabilityZoneId"});
  return address;
}

bool parse_public(Cursor& in) {
  const std::string type = in.text_or("ConnectivityType", "public");
  if (type != "public" && type != "private") {
    in.problem(
        "ConnectivityType",
        fmt::format("expected `public` or `private`, found {}", in_backticks(type)));
  }
  return type != "private";
}

std::string parse_failure(Cursor& in) {
  const std::string code = in.text_or("FailureCode", "");
  const std::string message = in.text_or("FailureMessage", "");
  if (code.empty() || message.empty()) return code + message;
  return code + ": " + message;
}

IntervalSet usable(const std::vector<NatGateway::GatewayAddress>& addresses,
                   std::optional<Address> NatGateway::GatewayAddress::*which) {
  std::vector<Interval> found;
  for (const auto& address : addresses) {
    const auto& one = address.*which;
    if (address.usable && one) found.push_back({one->value, one->value});
  }
  return IntervalSet(std::move(found));
}

}  // namespace

IntervalSet NatGateway::private_addresses() const {
  return usable(addresses, &GatewayAddress::private_address);
}

IntervalSet NatGateway::public_addresses() const {
  return usable(addresses, &GatewayAddress::public_address);
}

NatGateway NatGateway::parse(Cursor& in) {
  NatGateway gateway;
  fill_common(gateway, in);
  gateway.gateway_id = NatGatewayId(in.text("NatGatewayId"));
  gateway.vpc_id = VpcId(in.text_or("VpcId", ""));
  gateway.subnet_id = SubnetId(in.text_or("SubnetId", ""));
  gateway.state = in.text("State");
  gateway.failure = parse_failure(in);
  gateway.is_public = parse_public(in);
  gateway.regional = in.text_or("AvailabilityMode", "zonal") == "regional";
  for (Cursor& address : in.objects("NatGatewayAddresses")) {
    gateway.addresses.push_back(parse_address(address));
  }
  in.skip({"CreateTime", "DeleteTime", "ProvisionedBandwidth", "Tags", "AutoScalingIps",
           "AutoProvisionZones", "AttachedAppliances", "RouteTableId"});
  return gateway;
}

}  // namespace pullproof::aws
