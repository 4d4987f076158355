// Reports as `check` would give them, built by hand.
#pragma once

#include <string>

#include "model/verdict.h"

namespace pullproof::cli {

/// prod/web: Fargate, one private subnet without a route to the registry.
[[nodiscard]] model::TaskVerdict failing_task();

/// prod/batch: proved in two subnets.
[[nodiscard]] model::TaskVerdict pulling_task();

/// prod/edge: the network ACL lets only some of the client ports return.
[[nodiscard]] model::TaskVerdict intermittent_task();

/// prod/legacy: its repository's policy was not collected.
[[nodiscard]] model::TaskVerdict unknown_task();

/// The four, in the order of their services.
[[nodiscard]] model::CheckReport sample_report();

}  // namespace pullproof::cli
