#include "model/aws/subnet.h"

namespace pullproof::aws {
namespace {

void parse_ipv6_block(Cursor& in, Subnet& subnet) {
  for (Cursor& association : in.objects("Ipv6CidrBlockAssociationSet")) {
    association.skip({"AssociationId", "IpSource"});
    const std::string attribute = association.text_or("Ipv6AddressAttribute", "public");
    const auto cidr = association.cidr("Ipv6CidrBlock", Family::Ipv6);
    auto state = association.object("Ipv6CidrBlockState");
    if (state) state->skip({"StatusMessage"});
    const bool associated =
        !state || state->text_or("State", "associated") == "associated";
    if (!associated || !cidr) continue;
    subnet.ipv6_cidr = cidr;
    subnet.ipv6_private = attribute == "private";
  }
}

IntervalSet usable_in(const std::optional<Cidr>& block) {
  constexpr Number kReservedAtStart = 4;
  constexpr Number kReservedAtEnd = 1;
  if (!block) return {};
  const Number size = block->last() - block->first() + 1;
  if (size <= kReservedAtStart + kReservedAtEnd) return {};
  return IntervalSet::range(block->first() + kReservedAtStart,
                            block->last() - kReservedAtEnd);
}

}  // namespace

IntervalSet Subnet::usable_addresses() const { return usable_in(cidr); }

IntervalSet Subnet::usable_ipv6_addresses() const { return usable_in(ipv6_cidr); }

Subnet Subnet::parse(Cursor& in) {
  Subnet subnet;
  fill_common(subnet, in);
  subnet.subnet_id = SubnetId(in.text("SubnetId"));
  subnet.vpc_id = VpcId(in.text("VpcId"));
  subnet.owner_id = in.text_or("OwnerId", "");
  subnet.availability_zone = in.text_or("AvailabilityZone", "");
  const bool has_block = !in.text_or("CidrBlock", "").empty();
  if (has_block) subnet.cidr = in.cidr("CidrBlock", Family::Ipv4);
  parse_ipv6_block(in, subnet);
  subnet.ipv6_native = in.flag_or("Ipv6Native", false);
  subnet.dns64 = in.flag_or("EnableDns64", false);
  if (!has_block && !subnet.ipv6_native && !subnet.ipv6_cidr) {
    in.problem("", "expected `CidrBlock`, found nothing");
  }
  subnet.gives_public_address = in.flag("MapPublicIpOnLaunch");
  subnet.zone_id = in.text_or("AvailabilityZoneId", "");
  subnet.state = in.text_or("State", "");
  subnet.free_addresses =
      in.integer("AvailableIpAddressCount", 0, std::int64_t{1} << 32);
  in.skip({"DefaultForAz", "EnableLniAtDeviceIndex", "MapCustomerOwnedIpOnLaunch",
           "CustomerOwnedIpv4Pool", "AssignIpv6AddressOnCreation", "Tags", "SubnetArn",
           "OutpostArn", "PrivateDnsNameOptionsOnLaunch", "BlockPublicAccessStates",
           "Type"});
  return subnet;
}

}  // namespace pullproof::aws
