// Transit gateways and virtual private gateways.
//
// AWS: CloudFormation template reference, "AWS::EC2::TransitGateway",
// "AWS::EC2::TransitGatewayAttachment" and their like; Transit Gateway guide, "Transit
// gateway route tables": an attachment joins the gateway's default tables by itself,
// and a propagation makes a route for each block of the attached VPC.
// Not modelled: peerings, Connect and VPN attachments, and what a VPN teaches.
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

constexpr const char* kGateway = "AWS::EC2::TransitGateway";
constexpr const char* kGatewayShape = "TransitGateway";

/// The resource of the template that is called so; "" if there is none.
std::string logical_with(ResourceReader& in, std::string_view type, const Json& id) {
  for (const std::string& logical : in.resources().made_of_type(type)) {
    if (in.resources().id(logical) == id) return logical;
  }
  return {};
}

/// AWS: both defaults are "enable".
bool is_enabled(const Json& said) { return said.is_null() || said == "enable"; }

std::string default_table_of(const std::string& gateway) {
  return "tgw-rtb-default-" + gateway;
}

/// The table that attachments of the gateway join, or propagate to, by themselves: a
/// text, null if there is none, or unknown.
Json default_table(ResourceReader& in, const Json& gateway, bool is_association) {
  if (!gateway.is_string()) return gateway;
  const auto id = gateway.get<std::string>();
  const char* option =
      is_association ? "DefaultRouteTableAssociation" : "DefaultRouteTablePropagation";
  if (const Json* there = in.in_snapshot(kGatewayShape, id)) {
    const Json options = there->value("Options", Json::object());
    const std::string said = changes::text_member(options, option);
    const std::string table = changes::text_member(
        options, is_association ? "AssociationDefaultRouteTableId"
                                : "PropagationDefaultRouteTableId");
    if (said == "disable") return {};
    if (said == "enable" && !table.empty()) return table;
    return unknown("which default route tables its transit gateway has is not known");
  }
  const std::string logical = logical_with(in, kGateway, gateway);
  if (logical.empty()) {
    return unknown("its transit gateway is not in the snapshot");
  }
  Json said = in.resources().property(logical, option);
  if (is_unknown(said)) return said;
  return is_enabled(said) ? Json(default_table_of(id)) : Json();
}

/// Blocks that count of a VPC of the snapshot.
void note_blocks(const Json& vpc, std::set<std::string>& blocks) {
  for (const auto& [list, block, state] :
       {std::tuple{"CidrBlockAssociationSet", "CidrBlock", "CidrBlockState"},
        std::tuple{"Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock",
                   "Ipv6CidrBlockState"}}) {
    const Json* entries = changes::list_member(vpc, list);
    for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
      const Json& entry = (*entries)[i];
      const auto found = entry.find(state);
      const bool counts =
          found == entry.end() || changes::text_member(*found, "State") == "associated";
      if (counts) blocks.insert(changes::text_member(entry, block));
    }
  }
}

/// Of a VPC, as the snapshot has it and as the template says: texts, or unknown.
Json blocks_of(ResourceReader& in, const Json& vpc) {
  if (!vpc.is_string()) return vpc.is_null() ? unknown("its VPC is not said") : vpc;
  std::set<std::string> blocks;
  const Json* there = in.in_snapshot("Vpc", vpc.get<std::string>());
  if (there != nullptr) note_blocks(*there, blocks);
  Resources& all = in.resources();
  const std::string logical = logical_with(in, "AWS::EC2::VPC", vpc);
  if (there == nullptr && logical.empty()) {
    return unknown("its VPC is not in the snapshot");
  }
  Json said = Json::array();
  if (!logical.empty()) {
    said = all.reference(logical, "Ipv6CidrBlocks");
    if (is_unknown(said)) return said;
    said.push_back(all.property(logical, "CidrBlock"));
  }
  for (const auto& each : all.made_of_type("AWS::EC2::VPCCidrBlock")) {
    Json of = all.property(each, "VpcId");
    if (is_unknown(of)) return of;
    if (of == vpc) said.push_back(all.property(each, "CidrBlock"));
  }
  for (const Json& block : said) {
    if (is_unknown(block)) return block;
    if (block.is_string()) blocks.insert(block.get<std::string>());
  }
  blocks.erase("");
  return blocks;
}

struct Attached {
  Json vpc;  ///< A text, or unknown.
  Json attachment;
};

void add_route(ResourceReader& in, const Json& table, const Json& block,
               const char* type, const Attached& to) {
  const Json match = members({{"DestinationCidrBlock", block}, {"Type", type}});
  Json route = match;
  route["State"] = "active";
  route["TransitGatewayAttachments"] =
      Json::array({members({{"TransitGatewayAttachmentId", to.attachment},
                            {"ResourceType", "vpc"},
                            {"ResourceId", to.vpc}})});
  in.set_entry("TransitGatewayRoutes", table, "/Routes", match, std::move(route));
}

void propagate(ResourceReader& in, const Json& table, const Attached& to) {
  const Json blocks = blocks_of(in, to.vpc);
  if (is_unknown(blocks)) return in.doubt(table, why_unknown(blocks));
  for (const Json& block : blocks) add_route(in, table, block, "propagated", to);
}

/// What an id of an attachment stands for, within the template or the snapshot.
Attached attached_by(ResourceReader& in, const Json& attachment) {
  if (!attachment.is_string()) {
    const Json why =
        attachment.is_null() ? unknown("no attachment is said") : attachment;
    return {.vpc = why, .attachment = why};
  }
  for (const char* type : {"AWS::EC2::TransitGatewayAttachment",
                           "AWS::EC2::TransitGatewayVpcAttachment"}) {
    const std::string logical = logical_with(in, type, attachment);
    if (logical.empty()) continue;
    return {.vpc = in.resources().property(logical, "VpcId"), .attachment = attachment};
  }
  const Json* there =
      in.in_snapshot("TransitGatewayVpcAttachment", attachment.get<std::string>());
  const std::string vpc = there == nullptr ? "" : changes::text_member(*there, "VpcId");
  if (vpc.empty()) {
    return {.vpc = unknown("what it is attached to is not in the snapshot"),
            .attachment = attachment};
  }
  return {.vpc = vpc, .attachment = attachment};
}

/// AWS: CreateTransitGatewayVpcAttachmentRequestOptions: IPv6 and appliance mode are
/// off by default, and references to groups are on.
Json options_of(const ResourceReader& in, bool is_there) {
  Json said = in.object("Options");
  if (is_unknown(said) || (said.is_null() && is_there)) return said;
  const auto option = [&](const char* name, const char* by_default) {
    const Json value = text_of(said, name);
    return value.is_null() ? Json(by_default) : value;
  };
  return members({{"ApplianceModeSupport", option("ApplianceModeSupport", "disable")},
                  {"Ipv6Support", option("Ipv6Support", "disable")},
                  {"SecurityGroupReferencingSupport",
                   option("SecurityGroupReferencingSupport", "enable")}});
}

void put_table(ResourceReader& in, const Json& id, const Json& gateway) {
  in.put("TransitGatewayRouteTable", id,
         members({{"TransitGatewayRouteTableId", id},
                  {"TransitGatewayId", gateway},
                  {"State", "available"}}),
         {"TransitGatewayId"}, {"TransitGatewayId"});
  if (!id.is_string()) return;
  const auto name = id.get<std::string>();
  // Routes of a table that is there are other resources' to say.
  if (in.in_snapshot("TransitGatewayRouteTable", name) != nullptr) return;
  in.put_document("TransitGatewayRoutes", id, members({{"Routes", Json::array()}}));
}

}  // namespace

void read_transit_gateway(ResourceReader& in) {
  const Json groups = in.text("SecurityGroupReferencingSupport");
  Json options = members({{"SecurityGroupReferencingSupport",
                           groups.is_null() ? Json("disable") : groups}});
  const Json* there = in.id().is_string()
                          ? in.in_snapshot(kGatewayShape, in.id().get<std::string>())
                          : nullptr;
  // AWS: an update may name its default tables; they are those of the snapshot.
  for (const char* option :
       {"DefaultRouteTableAssociation", "DefaultRouteTablePropagation"}) {
    const Json said = in.text(option);
    options[option] = said.is_null() ? Json("enable") : said;
  }
  in.put(kGatewayShape, in.id(),
         members({{"TransitGatewayId", in.id()},
                  {"TransitGatewayArn", in.arn()},
                  {"OwnerId", in.scope().account.str()},
                  {"State", "available"},
                  {"Options", options}}),
         {});
  if (there != nullptr || !in.id().is_string()) return;
  const bool has_default = is_enabled(options["DefaultRouteTableAssociation"]) ||
                           is_enabled(options["DefaultRouteTablePropagation"]);
  if (!has_default) return;
  put_table(in, default_table_of(in.id().get<std::string>()), in.id());
}

void read_transit_attachment(ResourceReader& in) {
  const Json gateway = in.text("TransitGatewayId");
  const Json vpc = in.text("VpcId");
  const Json* there =
      in.id().is_string()
          ? in.in_snapshot("TransitGatewayVpcAttachment", in.id().get<std::string>())
          : nullptr;
  in.put("TransitGatewayVpcAttachment", in.id(),
         members({{"TransitGatewayAttachmentId", in.id()},
                  {"TransitGatewayId", gateway},
                  {"VpcId", vpc},
                  {"VpcOwnerId", in.scope().account.str()},
                  {"State", "available"},
                  {"SubnetIds", in.texts("SubnetIds")},
                  {"Options", options_of(in, there != nullptr)}}),
         {"TransitGatewayId", "VpcId", "SubnetIds"}, {"TransitGatewayId", "VpcId"});
  if (there != nullptr || !in.id().is_string()) return;
  const Json joined = default_table(in, gateway, true);
  const Json taught = default_table(in, gateway, false);
  Json any = members({{"TransitGatewayAttachmentId", in.id()},
                      {"TransitGatewayId", gateway},
                      {"TransitGatewayOwnerId", in.scope().account.str()},
                      {"ResourceOwnerId", in.scope().account.str()},
                      {"ResourceType", "vpc"},
                      {"ResourceId", vpc},
                      {"State", "available"}});
  if (joined.is_string()) {
    any["Association"] =
        members({{"TransitGatewayRouteTableId", joined}, {"State", "associated"}});
  }
  in.put("TransitGatewayAttachment", in.id(), std::move(any),
         {"TransitGatewayId", "ResourceId"});
  for (const Json& table : {joined, taught}) {
    if (is_unknown(table)) in.doubt(in.id(), why_unknown(table));
  }
  if (taught.is_string()) {
    propagate(in, taught, {.vpc = vpc, .attachment = in.id()});
  }
}

void read_transit_table(ResourceReader& in) {
  put_table(in, in.id(), in.text("TransitGatewayId"));
}

void read_transit_association(ResourceReader& in) {
  in.merge("TransitGatewayAttachment", in.text("TransitGatewayAttachmentId"),
           members({{"Association", members({{"TransitGatewayRouteTableId",
                                              in.text("TransitGatewayRouteTableId")},
                                             {"State", "associated"}})}}));
}

void read_transit_propagation(ResourceReader& in) {
  propagate(in, in.text("TransitGatewayRouteTableId"),
            attached_by(in, in.text("TransitGatewayAttachmentId")));
}

void read_transit_route(ResourceReader& in) {
  const Json table = in.text("TransitGatewayRouteTableId");
  const Json block = in.text("DestinationCidrBlock");
  if (block.is_null()) return in.doubt(table, "a route without a destination");
  const Json is_blackhole = in.flag("Blackhole");
  if (is_unknown(is_blackhole)) return in.doubt(table, why_unknown(is_blackhole));
  if (is_blackhole == true) {
    const Json match = members({{"DestinationCidrBlock", block}, {"Type", "static"}});
    Json route = match;
    route["State"] = "blackhole";
    route["TransitGatewayAttachments"] = Json::array();
    return in.set_entry("TransitGatewayRoutes", table, "/Routes", match,
                        std::move(route));
  }
  const Attached to = attached_by(in, in.text("TransitGatewayAttachmentId"));
  if (is_unknown(to.vpc)) return in.doubt(table, why_unknown(to.vpc));
  add_route(in, table, block, "static", to);
}

void read_vpn_gateway(ResourceReader& in) {
  in.put("VpnGateway", in.id(),
         members({{"VpnGatewayId", in.id()},
                  {"State", "available"},
                  {"Type", in.text("Type")}}),
         {});
}

void read_vpn_propagation(ResourceReader& in) {
  // A more specific route that a peer teaches wins over what stands in the table.
  in.ignore("which routes a virtual private gateway learns only its peers know");
}

}  // namespace pullproof::cli::cloudformation
