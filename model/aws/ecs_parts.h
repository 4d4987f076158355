// What the answers of ECS say alike. Only ecs*.cpp include
// this.
//
// AWS: ECS API reference, CapacityProviderStrategyItem, LogConfiguration, Secret,
// PlacementConstraint.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/ecs.h"

namespace pullproof::aws {

inline constexpr std::int64_t kMaxNumber = std::numeric_limits<std::int32_t>::max();

/// Providers that get tasks at all; all of them if no weight says more.
[[nodiscard]] std::vector<std::string> parse_strategy(Cursor& in, std::string_view key);

[[nodiscard]] std::vector<SecretReference> parse_secrets(Cursor& in,
                                                         std::string_view key);

/// Nothing if there is no `logConfiguration`.
[[nodiscard]] std::optional<LogConfiguration> parse_log(Cursor& in);

/// A time as the CLI prints it: version 1 prints a number. "" if there is none.
[[nodiscard]] std::string time_or(Cursor& in, std::string_view key);

/// Some of `placementConstraints` restrict the instances.
[[nodiscard]] bool any_constraint(Cursor& in);

}  // namespace pullproof::aws
