// Opens the snapshot that a command names, or tells everything that is wrong with it.
#pragma once

#include <optional>
#include <string>

#include "model/aws/documents.h"
#include "model/aws/snapshot.h"
#include "model/changes/account_documents.h"
#include "src/exit_code.h"
#include "src/session.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace pullproof::cli {

struct SnapshotOptions {
  std::string snapshot;
  bool repaired = false;      ///< A scenario's folder only, as the next.
  unsigned wrong_repair = 0;  ///< Counted from 1; 0 is none.
};

/// Adds the argument SNAPSHOT and the options for a scenario's states. `options` must
/// outlive `command`.
void add_snapshot_options(CLI::App& command, SnapshotOptions& options,
                          bool is_required = true);

struct Opened {
  std::optional<aws::Snapshot> snapshot;  ///< Nothing: `code` says why.
  aws::ScenarioState state;
  ExitCode code = ExitCode::Proved;
};

/// Tells problems and warnings on `session.err`, of the warnings only the first few
/// unless `verbose`.
[[nodiscard]] Opened open_snapshot(const SnapshotOptions& options, bool verbose,
                                   Session& session);

/// The same to be changed: every document as it is.
struct OpenedDocuments {
  std::optional<changes::AccountDocuments> account;  ///< Nothing: `code` says why.
  ExitCode code = ExitCode::Proved;
};
[[nodiscard]] OpenedDocuments open_documents(const SnapshotOptions& options,
                                             bool verbose, Session& session);

}  // namespace pullproof::cli
