// `pullproof explain --message` and `--task`: what is behind a text of ECS.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "solver/check.h"
#include "src/exit_code.h"
#include "src/output.h"
#include "src/session.h"

namespace pullproof::cli {

/// One of `message` and `task` is given.
struct MessageQuestion {
  std::optional<std::string> message;  ///< "-" is standard input.
  std::optional<std::string> task;     ///< Id or ARN of one of the snapshot.
  std::string snapshot;                ///< "" if there is none.
  solver::CheckOptions check;
  std::vector<std::string> assumed;
  OutputOptions output;
};

ExitCode explain_message(const MessageQuestion& asked, Session& session);

}  // namespace pullproof::cli
