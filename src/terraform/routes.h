// A route as Terraform writes it, alone or inside its table.
//
// AWS: EC2 API reference, Route.
#pragma once

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

/// Where `values` calls its destinations so: "destination_cidr_block" in aws_route,
/// "cidr_block" inside a table.
struct DestinationNames {
  const char* ipv4 = "";
  const char* ipv6 = "";
  const char* prefix_list = "";
};

void add_route(const Values& values, const nlohmann::json& table,
               const DestinationNames& names, Facts& facts);

}  // namespace pullproof::cli::terraform
