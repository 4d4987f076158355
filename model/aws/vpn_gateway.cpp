#include "model/aws/vpn_gateway.h"

namespace pullproof::aws {

VpnGateway VpnGateway::parse(Cursor& in) {
  VpnGateway gateway;
  fill_common(gateway, in);
  gateway.gateway_id = in.text("VpnGatewayId");
  gateway.state = in.text_or("State", "available");
  for (Cursor& attachment : in.objects("VpcAttachments")) {
    const std::string state = attachment.text_or("State", "attached");
    VpcId vpc(attachment.text("VpcId"));
    if (state == "attached") {
      gateway.attached_to.push_back(vpc);
    } else if (state == "attaching" || state == "detaching") {
      gateway.changing.push_back(vpc);
    }
  }
  in.skip({"Type", "AmazonSideAsn", "AvailabilityZone", "Tags"});
  return gateway;
}

}  // namespace pullproof::aws
