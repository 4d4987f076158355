// What a virtual private gateway propagates into route tables.
//
// AWS: Site-to-Site VPN user guide, "Route priority": static routes of its connections,
// and what the far sides announce, which no plan tells.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

void add_vpn_propagation(const Values& values, const std::string& gateway,
                         const nlohmann::json& table, Facts& facts);

}  // namespace pullproof::cli::terraform
