// Reads the queries of `reach`: options of the command line and lines of JSON.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/core/result.h"
#include "model/reach.h"

namespace pullproof::cli {

/// As they are written: "tcp", "443", "1024-65535".
struct ReachWords {
  std::string from;
  std::string to;
  std::string protocol = "tcp";
  std::string port;         ///< "": 443, of a protocol that has ports.
  std::string source_port;  ///< "": any that a client may use.
  std::string vpc;
};

[[nodiscard]] Result<model::ReachQuestion> read_reach(const ReachWords& words);

/// A line with `from`, `to`, `protocol`, `port`, `sourcePort` and `vpc`; `where` is
/// "FILE:NUMBER".
[[nodiscard]] Result<model::ReachQuestion> read_reach(const nlohmann::json& line,
                                                      const std::string& where);

}  // namespace pullproof::cli
