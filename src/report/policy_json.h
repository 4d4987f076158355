// Answers of `policy`, one line of JSON each.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "solver/policy_compare.h"

namespace pullproof::cli {

/// Where the statement stands, and its name.
[[nodiscard]] nlohmann::ordered_json statement_json(
    const aws::PolicyStatement& statement);

/// The request as `authorize` takes it.
[[nodiscard]] nlohmann::ordered_json witness_json(const gates::Request& request);

/// "no-new-access", "new-access" or "unknown", with the witness and the statements.
[[nodiscard]] nlohmann::ordered_json comparison_json(
    const solver::PolicyAnswer& answer);

}  // namespace pullproof::cli
