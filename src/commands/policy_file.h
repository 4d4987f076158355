// Reads a policy from a file or from standard input, and tells what is wrong with it.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "src/session.h"

namespace pullproof::cli {

/// All of the file, or of standard input if it is "-"; nothing if it cannot be read.
[[nodiscard]] std::optional<std::string> read_all(const std::string& file);

/// The same as JSON. Nothing if it is none: then `session.err` has been told.
[[nodiscard]] std::optional<nlohmann::json> read_policy_file(const std::string& file,
                                                             Session& session);

}  // namespace pullproof::cli
