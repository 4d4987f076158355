// Delivers what a change does to an account's pulls, in text or JSON.
#pragma once

#include <string>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "solver/what_if.h"
#include "src/exit_code.h"
#include "src/output.h"
#include "src/session.h"

namespace pullproof::cli {

struct ToldWhatIf {
  const solver::WhatIf& answer;
  const changes::Change& change;
  const changes::AccountDocuments& before;  ///< Whose warnings are the old ones.
  const changes::AccountDocuments& after;   ///< Whose documents show the facts.
  std::string format;                       ///< "pullproof-whatif/1".
};

/// 1 if a pull breaks that was not refuted before, else 2 if one becomes unknown, else
/// 0; or a graver code if the answer cannot be written.
[[nodiscard]] ExitCode tell_what_if(const ToldWhatIf& told, const OutputOptions& output,
                                    Session& session);

}  // namespace pullproof::cli
