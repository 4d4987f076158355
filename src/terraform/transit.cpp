#include "src/terraform/transit.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/terraform/configuration.h"
#include "src/terraform/planned_index.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

/// Null where it is not told.
const Json& snapshot_row(const Values& values, const char* type,
                         const std::string& id) {
  static const Json kNone;
  const auto* place = values.account().find(type, id, values.scope());
  if (place == nullptr) place = values.account().find(type, id);
  return place == nullptr ? kNone : values.account().at(*place);
}

const Json* planned_row(const Values& values, const char* type, const std::string& id) {
  return values.planned() == nullptr ? nullptr
                                     : values.planned()->after(type, "id", id);
}

std::optional<Json> planned_target(const Values& values,
                                   const std::string& attachment) {
  struct AttachmentKind {
    const char* type;
    const char* resource_type;
    const char* behind;
  };
  constexpr std::array kKinds = std::to_array<AttachmentKind>({
      {"aws_ec2_transit_gateway_vpc_attachment", "vpc", "vpc_id"},
      {"aws_ec2_transit_gateway_peering_attachment", "peering",
       "peer_transit_gateway_id"},
  });
  for (const auto& [type, resource_type, behind] : kKinds) {
    const Json* row = planned_row(values, type, attachment);
    if (row == nullptr) continue;
    return Json{{"TransitGatewayAttachmentId", attachment},
                {"ResourceType", resource_type},
                {"ResourceId", member_or_null(*row, behind)}};
  }
  const Json* tunnel =
      values.planned() == nullptr
          ? nullptr
          : values.planned()->after("aws_vpn_connection",
                                    "transit_gateway_attachment_id", attachment);
  if (tunnel == nullptr) return std::nullopt;
  return Json{{"TransitGatewayAttachmentId", attachment},
              {"ResourceType", "vpn"},
              {"ResourceId", member_or_null(*tunnel, "id")}};
}

void keep_block(std::vector<Json>& blocks, const Json& block) {
  if (block.is_null() || changes::is_empty_text(block)) return;
  if (std::find(blocks.begin(), blocks.end(), block) == blocks.end()) {
    blocks.push_back(block);
  }
}

struct BlockNames {
  const char* attribute;
  const char* association;
  const char* list;
  const char* member;
};

constexpr std::array kFamilies = std::to_array<BlockNames>({
    {"cidr_block", "aws_vpc_ipv4_cidr_block_association", "CidrBlockAssociationSet",
     "CidrBlock"},
    {"ipv6_cidr_block", "aws_vpc_ipv6_cidr_block_association",
     "Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock"},
});

void add_snapshot_blocks(const Json& vpc, const BlockNames& names,
                         std::vector<Json>& blocks) {
  const Json* list = list_member(vpc, names.list);
  if (list == nullptr) return keep_block(blocks, member_or_null(vpc, names.member));
  for (const Json& each : *list) {
    const Json& state = member_or_null(each, names.member + std::string("State"));
    const std::string told = text_member(state, "State");
    const bool is_there = told.empty() || told == "associated" || told == "associating";
    if (is_there) keep_block(blocks, member_or_null(each, names.member));
  }
}

void add_planned_blocks(const PlannedIndex& planned, const std::string& vpc,
                        const BlockNames& names, std::vector<Json>& blocks) {
  if (const Json* made = planned.after("aws_vpc", "id", vpc)) {
    keep_block(blocks, member_or_null(*made, names.attribute));
  }
  for (const PlannedResource* each : planned.with(names.association, "vpc_id", vpc)) {
    if (each->after != nullptr) {
      const Json& block = member_or_null(*each->after, names.attribute);
      keep_block(blocks, block.is_null() ? unknown_value(names.attribute) : block);
    } else {
      blocks.erase(std::remove(blocks.begin(), blocks.end(),
                               member_or_null(*each->before, names.attribute)),
                   blocks.end());
    }
  }
}

/// Nothing if neither the plan nor the snapshot has the VPC.
std::optional<std::vector<Json>> blocks_of_vpc(const Values& values,
                                               const std::string& vpc,
                                               const BlockNames& names) {
  const Json& row = snapshot_row(values, "Vpc", vpc);
  const bool is_planned = planned_row(values, "aws_vpc", vpc) != nullptr;
  if (row.is_null() && !is_planned) return std::nullopt;
  std::vector<Json> blocks;
  add_snapshot_blocks(row, names, blocks);
  if (values.planned() != nullptr) {
    add_planned_blocks(*values.planned(), vpc, names, blocks);
  }
  return blocks;
}

bool leads_only_to(const Json& route, const std::string& attachment) {
  const Json* targets = list_member(route, "TransitGatewayAttachments");
  return targets != nullptr && targets->size() == 1 &&
         text_member(targets->front(), "TransitGatewayAttachmentId") == attachment;
}

/// What the snapshot's table has propagated from it.
std::vector<Json> propagated_routes(const Values& values, const std::string& attachment,
                                    const std::string& table) {
  std::vector<Json> found;
  const Json* routes =
      list_member(snapshot_row(values, "TransitGatewayRoutes", table), "Routes");
  if (routes == nullptr) return found;
  for (const Json& route : *routes) {
    const bool is_propagated = text_member(route, "Type") == "propagated";
    if (is_propagated && leads_only_to(route, attachment)) found.push_back(route);
  }
  return found;
}

/// AWS: an IPv6 block is reached through attachments with IPv6 support only.
bool carries_ipv6(const Values& values, const std::string& attachment) {
  const Json* planned =
      planned_row(values, "aws_ec2_transit_gateway_vpc_attachment", attachment);
  if (planned != nullptr) return text_member(*planned, "ipv6_support") == "enable";
  const Json& row = snapshot_row(values, "TransitGatewayVpcAttachment", attachment);
  return text_member(member_or_null(row, "Options"), "Ipv6Support") == "enable";
}

}  // namespace

std::optional<Json> default_table_of(const Values& values, const std::string& gateway,
                                     DefaultTable which) {
  const bool is_association = which == DefaultTable::Association;
  const Json* planned = planned_row(values, "aws_ec2_transit_gateway", gateway);
  if (planned != nullptr) {
    const Json& wanted =
        member_or_null(*planned, is_association ? "default_route_table_association"
                                                : "default_route_table_propagation");
    if (is_unknown(wanted)) return wanted;
    if (wanted == "disable") return Json();
    const Json& table =
        member_or_null(*planned, is_association ? "association_default_route_table_id"
                                                : "propagation_default_route_table_id");
    if (!table.is_null() && !changes::is_empty_text(table)) return table;
  }
  const Json& row = snapshot_row(values, "TransitGateway", gateway);
  if (row.is_null()) return std::nullopt;
  const Json& options = member_or_null(row, "Options");
  const std::string wanted =
      text_member(options, is_association ? "DefaultRouteTableAssociation"
                                          : "DefaultRouteTablePropagation");
  if (wanted == "disable") return Json();
  const Json& table =
      member_or_null(options, is_association ? "AssociationDefaultRouteTableId"
                                             : "PropagationDefaultRouteTableId");
  if (table.is_string()) return table;
  return std::nullopt;
}

std::string owner_of_gateway(const Values& values, const std::string& gateway) {
  if (values.planned() != nullptr) {
    for (const PlannedResource* each :
         values.planned()->with("aws_ec2_transit_gateway", "id", gateway)) {
      return each->scope.account.str();
    }
  }
  const Json& row = snapshot_row(values, "TransitGateway", gateway);
  std::string owner = text_member(row, "OwnerId");
  const auto* place = values.account().find("TransitGateway", gateway);
  if (!owner.empty() || place == nullptr) return owner;
  return values.account().scope_of(*place).account.str();
}

std::optional<Json> target_of_attachment(const Values& values,
                                         const std::string& attachment) {
  auto planned = planned_target(values, attachment);
  if (planned) return planned;
  const Json& row = snapshot_row(values, "TransitGatewayAttachment", attachment);
  const std::string type = text_member(row, "ResourceType");
  if (type.empty()) return std::nullopt;
  return Json{{"TransitGatewayAttachmentId", attachment},
              {"ResourceType", type},
              {"ResourceId", text_member(row, "ResourceId")}};
}

void add_propagation(const Values& values, const std::string& attachment,
                     const Json& table, Facts& facts) {
  const std::string id = table.is_string() ? table.get<std::string>() : std::string();
  const std::vector<Json> known = propagated_routes(values, attachment, id);
  if (values.planned() == nullptr) {
    for (const Json& route : known) {
      facts.entry("TransitGatewayRoutes", table, "/Routes", route, route);
    }
    return;
  }
  const auto target = target_of_attachment(values, attachment);
  if (!target || (*target)["ResourceType"] != "vpc") {
    return facts.doubt(attachment,
                       "what it propagates is known only once its routes are learned");
  }
  const std::string vpc = text_member(*target, "ResourceId");
  for (const BlockNames& names : kFamilies) {
    const bool is_ipv6 = std::string_view(names.member) == "Ipv6CidrBlock";
    if (is_ipv6 && !carries_ipv6(values, attachment)) continue;
    const auto blocks = blocks_of_vpc(values, vpc, names);
    if (!blocks) {
      return facts.doubt(attachment,
                         "the blocks of the VPC that it propagates are not known");
    }
    for (const Json& block : *blocks) {
      const auto same = std::find_if(known.begin(), known.end(), [&](const Json& each) {
        return member_or_null(each, "DestinationCidrBlock") == block;
      });
      const Json route =
          same != known.end()
              ? *same
              : Json{{"DestinationCidrBlock", block},
                     {"TransitGatewayAttachments", Json::array({*target})},
                     {"Type", "propagated"},
                     {"State", "active"}};
      facts.entry("TransitGatewayRoutes", table, "/Routes", route, route);
    }
  }
}

}  // namespace pullproof::cli::terraform
