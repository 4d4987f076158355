#include "model/aws/network_interface.h"

#include <algorithm>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

std::optional<Address> parse_public_address(Cursor& in) {
  auto association = in.object("Association");
  if (!association) return std::nullopt;
  association->skip({"AllocationId", "AssociationId", "IpOwnerId", "PublicDnsName",
                     "CarrierIp", "CustomerOwnedIp"});
  return association->address("PublicIp");
}

struct PrivateAddress {
  bool primary = false;
  Address address;
  std::optional<Address> public_address;
};

std::vector<PrivateAddress> parse_private_addresses(Cursor& in) {
  std::vector<PrivateAddress> addresses;
  for (Cursor& object : in.objects("PrivateIpAddresses")) {
    object.skip({"PrivateDnsName"});
    const auto address = object.address("PrivateIpAddress");
    PrivateAddress entry{.primary = object.flag_or("Primary", false),
                         .address = address.value_or(Address{}),
                         .public_address = parse_public_address(object)};
    if (address) addresses.push_back(entry);
  }
  std::stable_partition(addresses.begin(), addresses.end(),
                        [](const PrivateAddress& entry) { return entry.primary; });
  return addresses;
}

/// AWS: EC2 user guide, "Prefix delegation for network interfaces".
void parse_prefixes(Cursor& in, std::string_view list, std::string_view key,
                    NetworkInterface& interface) {
  const Family family = key == "Ipv4Prefix" ? Family::Ipv4 : Family::Ipv6;
  for (Cursor& object : in.objects(list)) {
    const auto prefix = object.cidr(key, family);
    if (prefix) interface.prefixes.push_back(*prefix);
  }
}

void parse_addresses(Cursor& in, NetworkInterface& interface) {
  const auto primary = in.address("PrivateIpAddress");
  interface.public_address = parse_public_address(in);
  const auto entries = parse_private_addresses(in);
  if (primary) interface.addresses.push_back(*primary);
  for (const auto& entry : entries) {
    const bool is_primary = !primary || entry.address == *primary;
    const bool first = &entry == &entries.front();
    if (first && !is_primary && entry.primary) {
      in.warning("PrivateIpAddress",
                 fmt::format("the primary address is `{}` here and `{}` in the list",
                             primary->text(), entry.address.text()));
    }
    if (is_primary && entry.public_address && !interface.public_address &&
        (primary || first)) {
      interface.public_address = entry.public_address;
    }
    if (!primary || entry.address != *primary) {
      interface.addresses.push_back(entry.address);
    }
    const bool is_first = entry.address == interface.addresses.front();
    if (entry.public_address && !is_first) {
      interface.more_public_addresses.emplace_back(entry.address,
                                                   *entry.public_address);
    }
  }
  for (Cursor& object : in.objects("Ipv6Addresses")) {
    object.skip({"PublicIpv6DnsName", "IsPrimaryIpv6"});
    const auto address = object.address("Ipv6Address");
    if (address) interface.addresses.push_back(*address);
  }
  parse_prefixes(in, "Ipv4Prefixes", "Ipv4Prefix", interface);
  parse_prefixes(in, "Ipv6Prefixes", "Ipv6Prefix", interface);
}

void parse_attachment(Cursor& in, NetworkInterface& interface) {
  auto attachment = in.object("Attachment");
  if (!attachment) return;
  attachment->skip({"AttachTime", "AttachmentId", "DeleteOnTermination",
                    "NetworkCardIndex", "InstanceOwnerId", "EnaSrdSpecification",
                    "EnaQueueCount"});
  const std::string status = attachment->text_or("Status", "attached");
  if (status != "attached") interface.is_detached = true;
  interface.instance_id = InstanceId(attachment->text_or("InstanceId", ""));
  interface.device_index = attachment->integer("DeviceIndex", 0, 1000).value_or(-1);
}

}  // namespace

std::optional<Address> NetworkInterface::primary_ipv4() const {
  return first_address(Family::Ipv4);
}

std::optional<Address> NetworkInterface::first_address(Family family) const {
  const auto found = std::find_if(
      addresses.begin(), addresses.end(),
      [family](const Address& address) { return address.family == family; });
  if (found == addresses.end()) return std::nullopt;
  return *found;
}

std::optional<Address> NetworkInterface::public_address_of(const Address& own) const {
  if (own == primary_ipv4()) return public_address;
  for (const auto& [private_address, other] : more_public_addresses) {
    if (private_address == own) return other;
  }
  return std::nullopt;
}

NetworkInterface NetworkInterface::parse(Cursor& in) {
  NetworkInterface interface;
  fill_common(interface, in);
  interface.interface_id = InterfaceId(in.text("NetworkInterfaceId"));
  interface.subnet_id = SubnetId(in.text_or("SubnetId", ""));
  interface.vpc_id = VpcId(in.text_or("VpcId", ""));
  interface.owner_id = in.text_or("OwnerId", "");
  interface.interface_type = in.text_or("InterfaceType", "");
  // The EC2 API reference spells it so.
  if (interface.interface_type == "natGateway")
    interface.interface_type = "nat_gateway";
  interface.description = in.text_or("Description", "");
  parse_addresses(in, interface);
  for (Cursor& group : in.objects("Groups")) {
    group.skip({"GroupName"});
    interface.groups.emplace_back(group.text("GroupId"));
  }
  parse_attachment(in, interface);
  interface.source_dest_check = in.flag_or("SourceDestCheck", true);
  interface.denies_internet = in.flag_or("DenyAllIgwTraffic", false);
  if (in.text_or("Status", "in-use") != "in-use") interface.is_detached = true;
  in.skip({"AvailabilityZone", "AvailabilityZoneId", "MacAddress", "PrivateDnsName",
           "RequesterId", "RequesterManaged", "TagSet", "PublicDnsName",
           "PublicIpDnsNameOptions", "OutpostArn", "Operator",
           "ConnectionTrackingConfiguration", "Ipv6Native", "AssociatedSubnets"});
  return interface;
}

}  // namespace pullproof::aws
