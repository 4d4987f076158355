// The parts of the reader of `World`; nobody else needs them.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "tests/support/oracle_world.h"

namespace pullproof::oracle {

[[nodiscard]] Range block_of(const std::string& written);
[[nodiscard]] std::uint32_t address_of(const nlohmann::json& object, const char* key);
[[nodiscard]] const Ranges& prefix_list(const World& world, const std::string& id);
/// True for TCP and for all protocols, false for another one.
[[nodiscard]] bool covers_tcp(const std::string& protocol);
[[nodiscard]] Range ports_from(const nlohmann::json& first, const nlohmann::json& last);

/// Requires: subnets and prefix lists have been read.
void read_groups(World& world);
void read_interfaces(World& world);
void read_gateways(World& world);
void read_endpoints(World& world);
void read_block_mode(World& world);

}  // namespace pullproof::oracle
