#include "model/aws/nat_gateway.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

NatGateway::GatewayAddress parse_address(Cursor& in) {
  NatGateway::GatewayAddress address;
  address.interface_id = InterfaceId(in.text_or("NetworkInterfaceId", ""));
  address.private_address = in.address("PrivateIp");
  address.public_address = in.address("PublicIp");
  const std::string status = in.text_or("Status", "succeeded");
  address.usable = status == "succeeded";
  address.is_changing = !address.usable && status != "failed";
  address.zone = in.text_or("AvailabilityZone", "");
  address.zone_id = in.text_or("AvailabilityZoneId", "");
  // AWS prints the interface and the addresses of each allocation that is there.
  const bool is_to_come = address.interface_id.empty() && !address.private_address;
  address.allocated = address.public_address || (is_to_come && in.has("AllocationId"));
  in.skip({"AllocationId", "AssociationId", "IsPrimary", "FailureMessage"});
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

std::optional<bool> parse_enabled(Cursor& in, std::string_view key) {
  const std::string text = in.text_or(key, "");
  if (text == "enabled" || text == "disabled") return text == "enabled";
  return std::nullopt;
}

/// Zones have ids that are the same for all accounts, and names that are not.
Truth is_in_zone_of(const NatGateway::GatewayAddress& address, const Subnet& subnet) {
  const bool by_id = !address.zone_id.empty() && !subnet.zone_id.empty();
  const std::string& one = by_id ? address.zone_id : address.zone;
  const std::string& other = by_id ? subnet.zone_id : subnet.availability_zone;
  if (one.empty() || other.empty()) return Truth::Unknown;
  return one == other ? Truth::Yes : Truth::No;
}

}  // namespace

Truth NatGateway::serves_zone_of(const Subnet& subnet) const {
  Truth serves = prints_addresses ? Truth::No : Truth::Unknown;
  for (const auto& address : addresses) {
    const Truth here = is_in_zone_of(address, subnet);
    if (here == Truth::Yes && address.usable) return Truth::Yes;
    const bool may = here != Truth::No && (address.usable || address.is_changing);
    if (may) serves = Truth::Unknown;
  }
  return serves;
}

IntervalSet NatGateway::public_addresses_for(const Subnet& subnet) const {
  if (serves_zone_of(subnet) != Truth::Yes) return public_addresses();
  std::vector<Interval> found;
  for (const auto& address : addresses) {
    const bool here = is_in_zone_of(address, subnet) == Truth::Yes && address.usable;
    if (!here || !address.public_address) continue;
    found.push_back({address.public_address->value, address.public_address->value});
  }
  return IntervalSet(std::move(found));
}

IntervalSet NatGateway::private_addresses() const {
  return usable(addresses, &GatewayAddress::private_address);
}

IntervalSet NatGateway::public_addresses() const {
  return usable(addresses, &GatewayAddress::public_address);
}

bool NatGateway::has_unprinted_address() const {
  return std::any_of(addresses.begin(), addresses.end(), [](const auto& address) {
    return address.usable && address.allocated && !address.public_address;
  });
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
  gateway.adds_zones = parse_enabled(in, "AutoProvisionZones");
  gateway.adds_addresses = parse_enabled(in, "AutoScalingIps");
  gateway.route_table = RouteTableId(in.text_or("RouteTableId", ""));
  gateway.prints_addresses = in.has("NatGatewayAddresses");
  for (Cursor& address : in.objects("NatGatewayAddresses")) {
    gateway.addresses.push_back(parse_address(address));
  }
  in.skip({"CreateTime", "DeleteTime", "ProvisionedBandwidth", "Tags",
           "AttachedAppliances"});
  return gateway;
}

}  // namespace pullproof::aws
