#include "model/aws/transit_gateway.h"

namespace pullproof::aws {
namespace {

bool is_enabled(Cursor& options, std::string_view key) {
  return options.text_or(key, "disable") == "enable";
}

TransitGatewayRoute parse_route(Cursor& in) {
  TransitGatewayRoute route;
  route.source = in.source();
  route.destination = in.cidr("DestinationCidrBlock");
  route.prefix_list = PrefixListId(in.text_or("PrefixListId", ""));
  route.blackhole = in.text_or("State", "active") == "blackhole";
  route.propagated = in.text_or("Type", "static") == "propagated";
  for (Cursor& attachment : in.objects("TransitGatewayAttachments")) {
    route.targets.push_back(
        {.attachment_id = attachment.text_or("TransitGatewayAttachmentId", ""),
         .resource_type = attachment.text_or("ResourceType", ""),
         .resource_id = attachment.text_or("ResourceId", "")});
  }
  in.skip({"TransitGatewayRouteTableAnnouncementId"});
  return route;
}

}  // namespace

TransitGateway TransitGateway::parse(Cursor& in) {
  TransitGateway gateway;
  fill_common(gateway, in);
  gateway.gateway_id = in.text("TransitGatewayId");
  gateway.state = in.text_or("State", "available");
  if (auto options = in.object("Options")) {
    gateway.references_groups = is_enabled(*options, "SecurityGroupReferencingSupport");
    options->skip_all();
  }
  in.skip({"TransitGatewayArn", "OwnerId", "Description", "CreationTime", "Tags"});
  return gateway;
}

TransitGatewayVpcAttachment TransitGatewayVpcAttachment::parse(Cursor& in) {
  TransitGatewayVpcAttachment attachment;
  fill_common(attachment, in);
  attachment.attachment_id = in.text("TransitGatewayAttachmentId");
  attachment.gateway_id = in.text("TransitGatewayId");
  attachment.vpc_id = VpcId(in.text("VpcId"));
  attachment.vpc_owner = in.text_or("VpcOwnerId", "");
  attachment.state = in.text_or("State", "available");
  for (auto& subnet : in.texts("SubnetIds")) {
    attachment.subnets.emplace_back(std::move(subnet));
  }
  if (auto options = in.object("Options")) {
    attachment.appliance_mode = is_enabled(*options, "ApplianceModeSupport");
    attachment.references_groups =
        is_enabled(*options, "SecurityGroupReferencingSupport");
    options->skip_all();
  }
  in.skip({"CreationTime", "Tags"});
  return attachment;
}

TransitGatewayAttachment TransitGatewayAttachment::parse(Cursor& in) {
  TransitGatewayAttachment attachment;
  fill_common(attachment, in);
  attachment.attachment_id = in.text("TransitGatewayAttachmentId");
  attachment.gateway_id = in.text("TransitGatewayId");
  attachment.resource_type = in.text_or("ResourceType", "");
  attachment.resource_id = in.text_or("ResourceId", "");
  attachment.state = in.text_or("State", "available");
  if (auto association = in.object("Association")) {
    const std::string table = association->text_or("TransitGatewayRouteTableId", "");
    if (association->text_or("State", "associated") == "associated") {
      attachment.route_table = table;
    }
  }
  in.skip({"TransitGatewayOwnerId", "ResourceOwnerId", "CreationTime", "Tags"});
  return attachment;
}

TransitGatewayRoutes TransitGatewayRoutes::parse(Cursor& in) {
  TransitGatewayRoutes table;
  fill_common(table, in);
  table.route_table_id = in.context().parameter;
  for (Cursor& route : in.objects(kSnapshotKey)) {
    table.routes.push_back(parse_route(route));
  }
  table.complete = !in.flag_or("AdditionalRoutesAvailable", false);
  return table;
}

}  // namespace pullproof::aws
