// Where a service's tasks may start, and with which role they pull.
//
// AWS: ECS developer guide, "Task execution IAM role", "Container instance IAM role".
// Not modelled: capacity providers, placement constraints, other launch types:
// Unsupported.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tests/support/oracle_policy.h"
#include "tests/support/oracle_world.h"

namespace pullproof::oracle {

struct Placement {
  std::string id;  ///< Of the subnet or the instance.
  const Subnet* subnet = nullptr;
  std::vector<std::uint32_t> addresses;  ///< One of each kind that AWS may give it.
  std::set<std::string> groups;
  bool has_public_address = false;
  std::optional<std::string> public_address;  ///< Known of instances only.
  std::string architecture;                   ///< amd64 or arm64
  std::optional<Role> role;                   ///< Nothing if there is no such role.
  /// Stage and mechanism of what is wrong with the role.
  std::set<std::pair<std::string, std::string>> refusals;
};

/// Throws: Unsupported, json::exception.
[[nodiscard]] std::vector<Placement> placements_of(const World& world,
                                                   const nlohmann::json& service,
                                                   const nlohmann::json& task);

/// The task definition that the service starts.
[[nodiscard]] const nlohmann::json& task_of(const World& world,
                                            const nlohmann::json& service);

}  // namespace pullproof::oracle
