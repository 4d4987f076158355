// Picks the scenarios that a command names, or tells why it cannot.
#pragma once

#include <string>
#include <vector>

#include "src/exit_code.h"
#include "src/scenario/scenario.h"
#include "src/session.h"

namespace pullproof::cli {

struct Chosen {
  std::vector<Scenario> scenarios;
  ExitCode code = ExitCode::Proved;  ///< Other than that: it has been told why.
};

/// The one with this name, the one in this folder, or all of `library` for "".
/// `library` may be "": see src/scenario/library.h.
[[nodiscard]] Chosen choose(const std::string& library, const std::string& name,
                            Session& session);

}  // namespace pullproof::cli
