#include "model/aws/transit_gateway.h"

namespace pullproof::aws {
namespace {

std::optional<bool> is_enabled(Cursor& options, std::string_view key) {
  const std::string value = options.text_or(key, "");
  return value.empty() ? std::nullopt : std::optional(value == "enable");
}

TransitGatewayRoute parse_transit_route(Cursor& in) {
  TransitGatewayRoute route;
  route.source = in.source();
  route.destination = in.cidr("DestinationCidrBlock");
  route.state = in.text_or("State", "active");
  route.propagated = in.text_or("Type", "static") == "propagated";
  for (Cursor& attachment : in.objects("TransitGatewayAttachments")) {
    route.targets.push_back(
        {.attachment_id = attachment.text_or("TransitGatewayAttachmentId", ""),
         .resource_type = attachment.text_or("ResourceType", ""),
         .resource_id = attachment.text_or("ResourceId", "")});
  }
  route.of_prefix_list = !in.text_or("PrefixListId", "").empty();
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
    attachment.appliance_mode =
        is_enabled(*options, "ApplianceModeSupport").value_or(false);
    attachment.references_groups =
        is_enabled(*options, "SecurityGroupReferencingSupport");
    attachment.carries_ipv6 = is_enabled(*options, "Ipv6Support");
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
    attachment.route_table = association->text_or("TransitGatewayRouteTableId", "");
    attachment.association_state = association->text_or("State", "associated");
    if (attachment.association_state == "disassociated") attachment.route_table = {};
  }
  attachment.gateway_owner = in.text_or("TransitGatewayOwnerId", "");
  in.skip({"ResourceOwnerId", "CreationTime", "Tags"});
  return attachment;
}

TransitGatewayRouteTable TransitGatewayRouteTable::parse(Cursor& in) {
  TransitGatewayRouteTable table;
  fill_common(table, in);
  table.route_table_id = in.text("TransitGatewayRouteTableId");
  table.gateway_id = in.text_or("TransitGatewayId", "");
  table.state = in.text_or("State", "available");
  in.skip({"DefaultAssociationRouteTable", "DefaultPropagationRouteTable",
           "CreationTime", "Tags"});
  return table;
}

TransitGatewayRoutes TransitGatewayRoutes::parse(Cursor& in) {
  TransitGatewayRoutes table;
  fill_common(table, in);
  table.route_table_id = in.context().parameter;
  for (Cursor& route : in.objects(kSnapshotKey)) {
    table.routes.push_back(parse_transit_route(route));
    table.complete = table.complete && table.routes.back().destination.has_value();
  }
  const bool has_more = in.flag_or("AdditionalRoutesAvailable", false);
  table.complete = table.complete && !has_more;
  return table;
}

}  // namespace pullproof::aws
