#include "model/aws/vpc_peering.h"

#include <algorithm>
#include <utility>

namespace pullproof::aws {
namespace {

VpcPeering::Side parse_side(Cursor& in, std::string_view key) {
  VpcPeering::Side side;
  auto found = in.object(key);
  if (!found) return side;
  side.vpc_id = VpcId(found->text_or("VpcId", ""));
  side.scope = {.account = found->text_or("OwnerId", ""),
                .region = found->text_or("Region", "")};
  const auto add = [&side](std::optional<Cidr> cidr) {
    if (!cidr) return;
    auto& known = side.cidrs;
    if (std::find(known.begin(), known.end(), *cidr) == known.end()) {
      known.push_back(*cidr);
    }
  };
  if (found->has("CidrBlock")) add(found->cidr("CidrBlock", Family::Ipv4));
  for (Cursor& block : found->objects("CidrBlockSet")) {
    add(block.cidr("CidrBlock", Family::Ipv4));
  }
  for (Cursor& block : found->objects("Ipv6CidrBlockSet")) {
    add(block.cidr("Ipv6CidrBlock", Family::Ipv6));
  }
  found->skip({"PeeringOptions"});
  return side;
}

}  // namespace

const VpcPeering::Side* VpcPeering::other_than(const VpcId& vpc) const {
  if (requester.vpc_id == vpc) return &accepter;
  return accepter.vpc_id == vpc ? &requester : nullptr;
}

VpcPeering VpcPeering::parse(Cursor& in) {
  VpcPeering peering;
  fill_common(peering, in);
  peering.peering_id = in.text("VpcPeeringConnectionId");
  if (auto status = in.object("Status")) {
    peering.state = status->text_or("Code", "");
    status->skip({"Message"});
  }
  peering.requester = parse_side(in, "RequesterVpcInfo");
  peering.accepter = parse_side(in, "AccepterVpcInfo");
  in.skip({"ExpirationTime", "Tags"});
  return peering;
}

}  // namespace pullproof::aws
