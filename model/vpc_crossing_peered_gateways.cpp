#include <algorithm>

#include <fmt/format.h>

#include "model/vpc_crossing.h"

namespace pullproof::model {

using aws::TransitGatewayAttachment;
using aws::TransitGatewayRoutes;
using gates::TransitRoutePlace;

namespace {

/// It carries nothing, and is not about to by itself. AWS: EC2 API reference,
/// TransitGatewayAttachment; CreateTransitGatewayPeeringAttachment: the accepter's
/// owner must accept it.
bool is_dead(const std::string& state) {
  return state == "deleted" || state == "deleting" || state == "rejected" ||
         state == "failed" || state == "pendingAcceptance";
}

std::string not_up(const TransitGatewayAttachment* row, Symbol id) {
  if (row == nullptr || row->state == "available") {
    return fmt::format("{} is not known to be available", id);
  }
  return fmt::format("{} is in state `{}`: what it carries meanwhile is not known", id,
                     row->state);
}

}  // namespace

/// AWS: Transit Gateway guide, "Transit gateway peering attachments": routes to one are
/// static; the other gateway routes what comes in by the table that it has associated
/// with its side of the attachment.
std::vector<Crossed> VpcCrossing::through_gateway_peering(
    std::size_t from, const Crossing& way, const Entry& entry,
    const TransitGatewayRoutes& table, const TransitTarget& target) {
  const auto next = beyond_peering(entry, target);
  if (next && !entry.is_peered) {
    const auto hop = mark(from, "transit-gateway-attachment", target.attachment_id,
                          Predicate::always(), way.packet.direction);
    return by_association(hop, way, *next);
  }
  const auto* far = gateway_known_to(entry.scope, target.resource_id);
  if (far == nullptr) {
    return undecided(from, way, aws::TransitGateway::kCall,
                     fmt::format("transit gateway {}, which {} leads to, is not in the "
                                 "snapshot",
                                 target.resource_id, target.attachment_id));
  }
  const auto* row = side_of(entry, target.attachment_id);
  if (row != nullptr && is_dead(row->state)) {
    stop(from, way,
         {.outcome = TransitRoutePlace::Outcome::BadAttachment,
          .attachment = row,
          .table = &table,
          .route = nullptr,
          .bad = row},
         Predicate::always());
    return {};
  }
  return undecided(
      from, way, row == nullptr ? TransitGatewayAttachment::kCall : "",
      entry.is_peered
          ? fmt::format("{} would be the second peering attachment on the way",
                        target.attachment_id)
          : not_up(row, target.attachment_id));
}

std::optional<VpcCrossing::Entry> VpcCrossing::beyond_peering(
    const Entry& entry, const TransitTarget& target) const {
  const auto* far = gateway_known_to(entry.scope, target.resource_id);
  const auto* row = side_of(entry, target.attachment_id);
  const bool is_up = far != nullptr && row != nullptr && row->state == "available" &&
                     far->carries() && row->resource_type == kPeeringAttachment &&
                     row->resource_id == far->id();
  if (!is_up) return std::nullopt;
  return Entry{.vpc = entry.vpc,
               .scope = far->scope,
               .gateway_id = far->id(),
               .attachment_id = far_side_of(*row, *far),
               .is_peered = true};
}

/// AWS: EC2 API reference, TransitGatewayPeeringAttachment: across regions both sides
/// have one id; within one the accepter's has an id of its own.
std::string VpcCrossing::far_side_of(const TransitGatewayAttachment& near,
                                     const aws::TransitGateway& far) const {
  if (far.scope.region != near.scope.region) return near.id();
  std::string only;
  for (const auto& row : context_.account.table<TransitGatewayAttachment>().all()) {
    const bool leads_back = row.resource_type == kPeeringAttachment &&
                            row.gateway_id == far.id() &&
                            row.resource_id == near.gateway_id &&
                            row.state == "available" && row.scope == far.scope;
    if (!leads_back || row.id() == only) continue;
    // Which of two belongs to this one nothing tells.
    if (!only.empty()) return near.id();
    only = row.id();
  }
  return only.empty() ? near.id().str() : only;
}

const TransitGatewayAttachment* VpcCrossing::side_of(const Entry& entry,
                                                     Symbol attachment) const {
  const auto rows = context_.account.table<TransitGatewayAttachment>().all_with(
      attachment, {.account = "", .region = entry.scope.region});
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const auto* row) {
    return row->gateway_id == entry.gateway_id &&
           !context_.account.keeps_apart(entry.scope.account, row->scope.account);
  });
  return found == rows.end() ? nullptr : *found;
}

const aws::TransitGateway* VpcCrossing::gateway_known_to(const aws::Scope& scope,
                                                         Symbol id) const {
  const aws::TransitGateway* known = nullptr;
  for (const auto* row :
       context_.account.table<aws::TransitGateway>().all_with(id, {})) {
    if (context_.account.keeps_apart(scope.account, row->scope.account)) continue;
    if (known == nullptr || row->scope.account == scope.account) known = row;
  }
  return known;
}

}  // namespace pullproof::model
