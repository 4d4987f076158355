// `pullproof authorize SNAPSHOT`: one request against everything that a snapshot knows.
#pragma once

#include <string>
#include <vector>

#include "model/account_access.h"
#include "src/commands/open_snapshot.h"
#include "src/exit_code.h"
#include "src/output.h"
#include "src/report/authorize_json.h"
#include "src/session.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace pullproof::cli {

struct AccessArguments {
  SnapshotOptions snapshot;
  model::AccessQuestion question;
  std::vector<std::string> context;  ///< "key=value", as given.
  bool strict = false;
  std::vector<std::string> assumed;
};

[[nodiscard]] ExitCode authorize_in_snapshot(const AccessArguments& arguments,
                                             const OutputOptions& output,
                                             Session& session);

/// Adds --at.
void add_time_option(CLI::App& command, std::string& at);

/// The decision, and why it is unknown if it is.
[[nodiscard]] Authorized authorized(const gates::Request& request,
                                    const model::Layers& layers);

/// 0 allowed, 1 denied, 2 unknown.
[[nodiscard]] ExitCode exit_code_of(model::Decision decision);

}  // namespace pullproof::cli
