// What `authorize SNAPSHOT` says, in the words that tests compare.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/account_access.h"

namespace pullproof::support {

struct AccessTold {
  std::string decision;  ///< Or the first problem of the snapshot or the question.
  std::vector<std::string> blocked_by = {};
  std::vector<std::string> calls = {};  ///< Of open questions.
  std::vector<std::string> problems = {};
  std::vector<std::string> assumptions = {};
};

/// `bundle` is a snapshot as one JSON object.
[[nodiscard]] AccessTold ask_account(const nlohmann::json& bundle,
                                     const model::AccessQuestion& asked,
                                     bool strict = false);

}  // namespace pullproof::support
