#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/terraform/configuration.h"
#include "src/terraform/families.h"
#include "src/terraform/transit.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;

/// The state of a route, and what it leads to unless it drops everything.
Json leading_to(const Values& values, Facts& facts) {
  const Json& table = values.get("transit_gateway_route_table_id");
  facts.doubt_unknown(values, table, {"blackhole"});
  if (values.flag("blackhole", false)) return {{"State", "blackhole"}};
  const Json& attachment = values.get("transit_gateway_attachment_id");
  Json target = {{"TransitGatewayAttachmentId", attachment}};
  if (attachment.is_string()) {
    const std::string id = attachment.get<std::string>();
    const auto known = target_of_attachment(values, id);
    if (known) {
      target = *known;
    } else {
      facts.doubt(attachment, "what is behind it is not in the snapshot");
    }
  }
  return {{"State", "active"}, {"TransitGatewayAttachments", Json::array({target})}};
}

/// Blocks of a prefix list; nothing if they are not all told.
std::optional<std::vector<Json>> blocks_of_list(const Values& values,
                                                const std::string& list) {
  std::vector<Json> blocks;
  const PlannedIndex* planned = values.planned();
  const Json* made = planned == nullptr
                         ? nullptr
                         : planned->after("aws_ec2_managed_prefix_list", "id", list);
  const auto* place = values.account().find("PrefixListEntries", list);
  if (made == nullptr && place == nullptr) return std::nullopt;
  const auto keep = [&](const Json& block) {
    if (std::find(blocks.begin(), blocks.end(), block) == blocks.end()) {
      blocks.push_back(block);
    }
  };
  const Json* inline_entries = made == nullptr ? nullptr : list_member(*made, "entry");
  if (made != nullptr && is_unknown(member_or_null(*made, "entry"))) {
    return std::nullopt;
  }
  const Json* known =
      place == nullptr ? nullptr : list_member(values.account().at(*place), "Entries");
  if (inline_entries != nullptr && !inline_entries->empty()) {
    for (const Json& entry : *inline_entries) keep(member_or_null(entry, "cidr"));
  } else if (known != nullptr) {
    for (const Json& entry : *known) keep(member_or_null(entry, "Cidr"));
  }
  if (planned == nullptr) return blocks;
  for (const auto* each :
       planned->with("aws_ec2_managed_prefix_list_entry", "prefix_list_id", list)) {
    if (each->after != nullptr) {
      keep(member_or_null(*each->after, "cidr"));
    } else {
      blocks.erase(std::remove(blocks.begin(), blocks.end(),
                               member_or_null(*each->before, "cidr")),
                   blocks.end());
    }
  }
  return blocks;
}

}  // namespace

void transit_table_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource("TransitGatewayRouteTable", id,
                 {{"TransitGatewayRouteTableId", id},
                  {"TransitGatewayId", values.get("transit_gateway_id")},
                  {"State", "available"}});
  facts.document("TransitGatewayRoutes", id, {{"Routes", Json::array()}}, nullptr);
}

void transit_association_facts(const Values& values, Facts& facts) {
  facts.member(
      "TransitGatewayAttachment", values.get("transit_gateway_attachment_id"),
      {{"Association",
        {{"TransitGatewayRouteTableId", values.get("transit_gateway_route_table_id")},
         {"State", "associated"}}}},
      {{"Association", nullptr}});
}

void transit_propagation_facts(const Values& values, Facts& facts) {
  const Json& attachment = values.get("transit_gateway_attachment_id");
  const Json& table = values.get("transit_gateway_route_table_id");
  if (!attachment.is_string()) {
    return facts.doubt(table, "the plan does not tell what is propagated to it");
  }
  add_propagation(values, attachment.get<std::string>(), table, facts);
}

void transit_route_facts(const Values& values, Facts& facts) {
  const Json& destination = values.get("destination_cidr_block");
  Json route = leading_to(values, facts);
  route["DestinationCidrBlock"] = destination;
  route["Type"] = "static";
  facts.entry("TransitGatewayRoutes", values.get("transit_gateway_route_table_id"),
              "/Routes", {{"DestinationCidrBlock", destination}, {"Type", "static"}},
              route);
}

void transit_prefix_list_facts(const Values& values, Facts& facts) {
  const Json& table = values.get("transit_gateway_route_table_id");
  const Json& list = values.get("prefix_list_id");
  const auto blocks =
      list.is_string() ? blocks_of_list(values, list.get<std::string>()) : std::nullopt;
  if (!blocks) {
    return facts.doubt(table, "the blocks of a prefix list that it names are not told");
  }
  const Json leads = leading_to(values, facts);
  for (const Json& block : *blocks) {
    Json route = leads;
    route["DestinationCidrBlock"] = block;
    route["PrefixListId"] = list;
    route["Type"] = "static";
    facts.entry("TransitGatewayRoutes", table, "/Routes",
                {{"DestinationCidrBlock", block}, {"PrefixListId", list}}, route);
  }
}

}  // namespace pullproof::cli::terraform
