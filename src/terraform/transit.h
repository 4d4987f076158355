// What transit gateways, their attachments and the VPCs behind these are, be it that
// the plan makes them or that the snapshot has them.
//
// AWS: Transit Gateway guide, "Transit gateway route tables": an attachment is
// associated with the default association table and propagates to the default
// propagation table by itself, unless the gateway has that switched off.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

/// Which of the two default tables: their attributes differ by this word only.
enum class DefaultTable { Association, Propagation };

/// The default table of a gateway: an id, null if it has none, a mark if the plan does
/// not tell it. Nothing if neither the plan nor the snapshot has the gateway.
[[nodiscard]] std::optional<nlohmann::json> default_table_of(const Values& values,
                                                             const std::string& gateway,
                                                             DefaultTable which);

/// The account of a gateway; "" if neither the plan nor the snapshot tells it.
[[nodiscard]] std::string owner_of_gateway(const Values& values,
                                           const std::string& gateway);

/// As routes name what they lead to: {"TransitGatewayAttachmentId", "ResourceType",
/// "ResourceId"}. Nothing if neither the plan nor the snapshot has it.
[[nodiscard]] std::optional<nlohmann::json> target_of_attachment(
    const Values& values, const std::string& attachment);

/// It is propagated to the table: routes to the blocks of the VPC behind it.
void add_propagation(const Values& values, const std::string& attachment,
                     const nlohmann::json& table, Facts& facts);

}  // namespace pullproof::cli::terraform
