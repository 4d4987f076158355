#include "src/commands/tell_what_if.h"

#include <functional>
#include <memory>
#include <set>

#include <nlohmann/json.hpp>

#include "src/report/whatif_json.h"
#include "src/report/whatif_text.h"

namespace pullproof::cli {
namespace {

DocumentReader reader_of(const changes::AccountDocuments& account) {
  const auto bundle = std::make_shared<const nlohmann::json>(account.bundle());
  return
      [bundle](
          const std::set<std::string>& files,
          const std::function<void(const std::string&, const nlohmann::json&)>& visit) {
        for (const std::string& file : files) {
          const auto found = bundle->find(file);
          if (found != bundle->end()) visit(file, *found);
        }
      };
}

ExitCode code_of(const solver::WhatIf& answer) {
  ExitCode code = ExitCode::Proved;
  for (const auto& change : answer.changes) {
    if (change.outcome == solver::Outcome::Broken) return ExitCode::Refuted;
    if (change.outcome == solver::Outcome::NewlyUnknown) code = ExitCode::Undecided;
  }
  return code;
}

}  // namespace

ExitCode tell_what_if(const ToldWhatIf& told, const OutputOptions& output,
                      Session& session) {
  const aws::Snapshot& before = told.before.before();
  const WhatIfReport report{.answer = told.answer,
                            .change = told.change,
                            .format = told.format,
                            .before = {.verbose = output.verbose,
                                       .warnings = before.warnings(),
                                       .not_read = before.not_read()},
                            .after = {.verbose = output.verbose,
                                      .warnings = told.answer.warnings,
                                      .not_read = told.answer.not_read}};
  const std::string text =
      output.format == Format::Json
          ? whatif_json(report)
          : whatif_text(report, result_palette(output, session.environment),
                        reader_of(told.after));
  return deliver(text, output, session, code_of(told.answer));
}

}  // namespace pullproof::cli
