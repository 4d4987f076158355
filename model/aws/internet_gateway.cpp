#include "model/aws/internet_gateway.h"

namespace pullproof::aws {
namespace {

void parse_attachments(Cursor& in, InternetGateway& gateway) {
  for (Cursor& attachment : in.objects("Attachments")) {
    const std::string state = attachment.text_or("State", "available");
    VpcId vpc(attachment.text("VpcId"));
    // AWS: an internet gateway's attachment says `available` where others say
    // `attached`.
    if (state == "available" || state == "attached") {
      gateway.attached_to.push_back(vpc);
    }
  }
  in.skip({"OwnerId", "Tags"});
}

}  // namespace

InternetGateway InternetGateway::parse(Cursor& in) {
  InternetGateway gateway;
  fill_common(gateway, in);
  gateway.gateway_id = InternetGatewayId(in.text("InternetGatewayId"));
  parse_attachments(in, gateway);
  return gateway;
}

EgressOnlyInternetGateway EgressOnlyInternetGateway::parse(Cursor& in) {
  EgressOnlyInternetGateway gateway;
  fill_common(gateway, in);
  gateway.gateway_id = InternetGatewayId(in.text("EgressOnlyInternetGatewayId"));
  gateway.egress_only = true;
  parse_attachments(in, gateway);
  return gateway;
}

}  // namespace pullproof::aws
