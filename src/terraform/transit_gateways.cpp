#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/terraform/configuration.h"
#include "src/terraform/families.h"
#include "src/terraform/own_names.h"
#include "src/terraform/transit.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

constexpr const char* kAssociationFlag =
    "transit_gateway_default_route_table_association";
constexpr const char* kPropagationFlag =
    "transit_gateway_default_route_table_propagation";

/// An update that leaves the flag as it is leaves the tables as they are.
bool is_flag_kept(const Values& values, const char* flag) {
  const PlannedResource& resource = values.resource();
  return resource.action == Action::Update && member_or_null(*resource.before, flag) ==
                                                  member_or_null(*resource.after, flag);
}

/// The plan moves the gateway's defaults, and which attachments are made before that
/// the plan does not tell.
bool has_moving_defaults(const Values& values, const std::string& gateway) {
  if (values.planned() == nullptr) return false;
  constexpr std::array kTypes = std::to_array<const char*>(
      {"aws_ec2_transit_gateway_default_route_table_association",
       "aws_ec2_transit_gateway_default_route_table_propagation"});
  return std::any_of(kTypes.begin(), kTypes.end(), [&](const char* type) {
    const auto all = values.planned()->with(type, "transit_gateway_id", gateway);
    return std::any_of(all.begin(), all.end(), [](const PlannedResource* each) {
      return each->changes_something();
    });
  });
}

/// The table that an attachment is joined to by itself: null if to none. Doubts where
/// that is not told.
Json joined_table(const Values& values, const Json& id, const std::string& gateway,
                  DefaultTable which, Facts& facts) {
  const bool is_association = which == DefaultTable::Association;
  const char* flag = is_association ? kAssociationFlag : kPropagationFlag;
  if (is_flag_kept(values, flag)) return nullptr;
  if (values.is_unknown_at(flag)) {
    facts.doubt_unknown(values, id, {flag});
    return nullptr;
  }
  if (!values.flag(flag, true)) return nullptr;
  auto table = default_table_of(values, gateway, which);
  if (table && !has_moving_defaults(values, gateway)) return *table;
  facts.doubt(id, std::string("which default route table it ") +
                      (is_association ? "is associated with" : "propagates to") +
                      " is known only after apply");
  return nullptr;
}

/// What the gateway does by itself, once it has the attachment.
void join_by_default(const Values& values, const Json& id, const std::string& gateway,
                     Json& row, Facts& facts) {
  // AWS takes an attachment from its tables once it is deleted.
  const bool is_end =
      values.planned() == nullptr && values.resource().action != Action::Update;
  if (is_end) return;
  const Json associated =
      joined_table(values, id, gateway, DefaultTable::Association, facts);
  if (!associated.is_null()) {
    row["Association"] = {{"TransitGatewayRouteTableId", associated},
                          {"State", "associated"}};
  }
  const Json propagated =
      joined_table(values, id, gateway, DefaultTable::Propagation, facts);
  const bool is_joined = !propagated.is_null() && id.is_string();
  if (is_joined) add_propagation(values, id.get<std::string>(), propagated, facts);
}

bool accepts_by_itself(const Values& values, const std::string& gateway) {
  if (values.planned() != nullptr) {
    const Json* planned =
        values.planned()->after("aws_ec2_transit_gateway", "id", gateway);
    if (planned != nullptr) {
      return text_member(*planned, "auto_accept_shared_attachments") == "enable";
    }
  }
  const auto* place = values.account().find("TransitGateway", gateway);
  return place != nullptr &&
         text_member(member_or_null(values.account().at(*place), "Options"),
                     "AutoAcceptSharedAttachments") == "enable";
}

bool has_accepter(const Values& values, const char* type, const Json& id) {
  return values.planned() != nullptr && id.is_string() &&
         values.planned()->after(type, "transit_gateway_attachment_id",
                                 id.get<std::string>()) != nullptr;
}

/// AWS: Transit Gateway guide, "Shared transit gateways": its owner accepts attachments
/// of others.
const char* state_of_attachment(const Values& values, const Json& id,
                                const std::string& gateway, bool is_own) {
  const bool is_up =
      is_own || values.planned() == nullptr || accepts_by_itself(values, gateway) ||
      values.resource().action == Action::Update ||
      has_accepter(values, "aws_ec2_transit_gateway_vpc_attachment_accepter", id);
  return is_up ? "available" : "pendingAcceptance";
}

Json attachment_options(const Values& values) {
  Json options = Json::object();
  put(options, "ApplianceModeSupport", values.get("appliance_mode_support"));
  put(options, "DnsSupport", values.get("dns_support"));
  put(options, "Ipv6Support", values.get("ipv6_support"));
  put(options, "SecurityGroupReferencingSupport",
      values.get("security_group_referencing_support"));
  return options;
}

}  // namespace

void transit_gateway_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json options = Json::object();
  put(options, "SecurityGroupReferencingSupport",
      values.get("security_group_referencing_support"));
  put(options, "AutoAcceptSharedAttachments",
      values.get("auto_accept_shared_attachments"));
  Json tables = Json::array();
  for (const auto& [flag, attribute, key, table_key] :
       {std::array{"default_route_table_association",
                   "association_default_route_table_id", "DefaultRouteTableAssociation",
                   "AssociationDefaultRouteTableId"},
        std::array{"default_route_table_propagation",
                   "propagation_default_route_table_id", "DefaultRouteTablePropagation",
                   "PropagationDefaultRouteTableId"}}) {
    // Terraform: aws_ec2_transit_gateway: both are on unless they are switched off.
    options[key] = values.get(flag).is_null() ? Json("enable") : values.get(flag);
    if (options[key] == "disable") continue;
    const Json& table = values.get(attribute);
    put_given(options, table_key, values, attribute);
    const bool is_known =
        std::find(tables.begin(), tables.end(), table) != tables.end();
    if (!table.is_null() && !is_known) tables.push_back(table);
  }
  facts.resource("TransitGateway", id,
                 {{"TransitGatewayId", id},
                  {"TransitGatewayArn", values.get("arn")},
                  {"OwnerId", values.scope().account.str()},
                  {"State", "available"},
                  {"Options", options},
                  {"Tags", values.tags()}});
  for (const Json& table : tables) {
    // Only a gateway that is new makes one; with its gateway it leads nowhere.
    if (table != "tgw-rtb-" + values.resource().address) continue;
    facts.resource("TransitGatewayRouteTable", table,
                   {{"TransitGatewayRouteTableId", table},
                    {"TransitGatewayId", id},
                    {"State", "available"}});
    facts.document("TransitGatewayRoutes", table, {{"Routes", Json::array()}}, nullptr);
  }
}

void transit_default_facts(const Values& values, Facts& facts) {
  // AWS: ModifyTransitGateway: attachments that are there stay with their tables.
  facts.doubt_unknown(values, values.get("transit_gateway_id"), {"transit_gateway_id"});
}

void transit_attachment_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const Json& gateway = values.get("transit_gateway_id");
  const std::string name = values.text("transit_gateway_id");
  const Json own = values.scope().account.str();
  const std::string owner = owner_of_gateway(values, name);
  const bool is_own = owner.empty() || owner == own;
  const char* state = state_of_attachment(values, id, name, is_own);
  facts.resource("TransitGatewayVpcAttachment", id,
                 {{"TransitGatewayAttachmentId", id},
                  {"TransitGatewayId", gateway},
                  {"VpcId", values.get("vpc_id")},
                  {"VpcOwnerId", own},
                  {"State", state},
                  {"SubnetIds", values.get("subnet_ids")},
                  {"Options", attachment_options(values)}});
  Json row = {{"TransitGatewayAttachmentId", id},
              {"TransitGatewayId", gateway},
              {"ResourceOwnerId", own},
              {"ResourceType", "vpc"},
              {"ResourceId", values.get("vpc_id")},
              {"State", state}};
  if (!owner.empty()) row["TransitGatewayOwnerId"] = owner;
  if (is_own) {
    join_by_default(values, id, name, row, facts);
  } else if (accepts_by_itself(values, name) &&
             values.resource().action != Action::Update) {
    facts.doubt(id, "which route tables the gateway's owner joins it to is not told");
  }
  // It goes with what it is of: nothing is to be done about it.
  facts.resource_with_end("TransitGatewayAttachment", id, row, Json::object());
}

void transit_accepter_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("transit_gateway_attachment_id");
  const std::string name = values.text("transit_gateway_attachment_id");
  const Json* asked = values.planned() == nullptr
                          ? nullptr
                          : values.planned()->after(
                                "aws_ec2_transit_gateway_vpc_attachment", "id", name);
  const auto told = [&](const char* attribute) {
    const Json& own = values.get(attribute);
    const bool is_told = own.is_string() || asked == nullptr;
    return is_told ? own : member_or_null(*asked, attribute);
  };
  const Json gateway = told("transit_gateway_id");
  Json row = {{"TransitGatewayAttachmentId", id},
              {"TransitGatewayId", gateway},
              {"TransitGatewayOwnerId", values.scope().account.str()},
              {"ResourceType", "vpc"},
              {"ResourceId", told("vpc_id")},
              {"State", "available"}};
  const bool is_known = gateway.is_string() && row["ResourceId"].is_string();
  if (!is_known) {
    return facts.doubt(id, "the plan does not tell which VPC it attaches to what");
  }
  join_by_default(values, id, gateway.get<std::string>(), row, facts);
  facts.resource("TransitGatewayAttachment", id, row);
}

void transit_peering_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const bool is_up =
      values.planned() == nullptr || values.text("state") == "available" ||
      has_accepter(values, "aws_ec2_transit_gateway_peering_attachment_accepter", id);
  facts.resource("TransitGatewayAttachment", id,
                 {{"TransitGatewayAttachmentId", id},
                  {"TransitGatewayId", values.get("transit_gateway_id")},
                  {"TransitGatewayOwnerId", values.scope().account.str()},
                  {"ResourceType", "peering"},
                  {"ResourceId", values.get("peer_transit_gateway_id")},
                  {"State", is_up ? "available" : "pendingAcceptance"}});
}

void transit_peering_accepter_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("transit_gateway_attachment_id");
  const std::string name = values.text("transit_gateway_attachment_id");
  const Json* asked =
      values.planned() == nullptr
          ? nullptr
          : values.planned()->after("aws_ec2_transit_gateway_peering_attachment", "id",
                                    name);
  // AWS: TransitGatewayPeeringAttachment: within one region the accepter's side has an
  // id of its own, which is known only after apply; it is named by the same one.
  const bool is_planned = asked != nullptr;
  Json row = {{"TransitGatewayAttachmentId", id},
              {"TransitGatewayId",
               is_planned ? member_or_null(*asked, "peer_transit_gateway_id")
                          : values.get("transit_gateway_id")},
              {"TransitGatewayOwnerId", values.scope().account.str()},
              {"ResourceType", "peering"},
              {"ResourceId", is_planned ? member_or_null(*asked, "transit_gateway_id")
                                        : values.get("peer_transit_gateway_id")},
              {"State", "available"}};
  if (!row["TransitGatewayId"].is_string() || !row["ResourceId"].is_string()) {
    return facts.doubt(id, "the plan does not tell which gateways it connects");
  }
  // AWS: a peering attachment is associated with the default table as others are, and
  // propagates nothing.
  const std::string gateway = text_member(row, "TransitGatewayId");
  const auto table = default_table_of(values, gateway, DefaultTable::Association);
  if (!table) {
    facts.doubt(id,
                "which default route table it is associated with is known only "
                "after apply");
  } else if (!table->is_null()) {
    row["Association"] = {{"TransitGatewayRouteTableId", *table},
                          {"State", "associated"}};
  }
  facts.resource("TransitGatewayAttachment", id, row);
}

}  // namespace pullproof::cli::terraform
