#include "model/gates/vouched.h"

#include <fmt/format.h>

#include "model/gates/endpoint_state.h"

namespace pullproof::gates {

bool is_followed(const aws::Snapshot& account, const aws::Scope& scope,
                 const std::string& id) {
  const auto* endpoint = account.find<aws::VpcEndpoint>(scope, id);
  return id.starts_with("igw-") || id.starts_with("eigw-") || id.starts_with("nat-") ||
         (endpoint != nullptr && endpoint->type == aws::VpcEndpoint::Type::Gateway);
}

bool is_vouched_for(const Context& context, const aws::Scope& scope,
                    const std::string& id) {
  if (context.vouched == nullptr || !context.vouched->contains(id)) return false;
  if (is_followed(context.account, scope, id)) return false;
  const auto* endpoint = context.account.find<aws::VpcEndpoint>(scope, id);
  return endpoint == nullptr || !is_out_of_service(*endpoint);
}

Gate VouchedGate::lets_through(const VouchedPlace& place, const Context& /*context*/) {
  Gate gate{
      .name = std::string(kName), .mechanism = "route", .code = "UNKNOWN_RESOURCE"};
  gate.assumptions.push_back(
      {.name = place.id, .value = "carries packets on, and their replies back"});
  const auto* interface = place.interface;
  if (interface == nullptr || !interface->source_dest_check) return gate;
  gate.code = "ENI_SOURCE_DEST_CHECK_RESTRICTION";
  gate.message = fmt::format(
      "interface {} drops packets that are not for itself: its source/destination "
      "check "
      "is on",
      interface->id());
  gate.repair =
      fmt::format("turn off the source/destination check of {}", interface->id());
  gate.lets_through = Predicate::because(
      fact_about(
          interface->id(),
          {interface->source.file, interface->source.pointer + "/SourceDestCheck"},
          "SourceDestCheck is true"),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
