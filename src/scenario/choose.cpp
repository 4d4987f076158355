#include "src/scenario/choose.h"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "model/core/nearest.h"
#include "src/escape.h"
#include "src/layout.h"
#include "src/report/problems.h"
#include "src/scenario/library.h"

namespace pullproof::cli {
namespace {

Chosen refused_choice(ExitCode code, const std::string& message, Session& session) {
  session.err << "pullproof: " << message << "\n";
  return {.scenarios = {}, .code = code};
}

std::string last_folder(const std::string& folder) {
  return folder.substr(folder.rfind('/') + 1);
}

std::string no_such_scenario(const std::string& name,
                             const std::vector<std::string>& folders) {
  std::vector<std::string> names;
  names.reserve(folders.size());
  for (const std::string& folder : folders) names.push_back(last_folder(folder));
  std::vector<std::string> shown = nearest(name, names, 5);
  for (std::string& each : shown) each = "`" + escape(each) + "`";
  return fmt::format("no scenario `{}`; the nearest: {}", escape(name),
                     enumerated(shown));
}

// A scenario that cannot be read hides none of the others.
Chosen read_all(const std::vector<std::string>& folders, Session& session) {
  Chosen chosen;
  for (const std::string& folder : folders) {
    auto scenario = read_scenario(folder);
    if (scenario.ok()) {
      chosen.scenarios.push_back(std::move(scenario.value()));
    } else {
      session.err << problem_list(scenario.problems(), folder);
      chosen.code = ExitCode::BadInput;
    }
  }
  return chosen;
}

}  // namespace

Chosen choose(const std::string& wanted_library, const std::string& name,
              Session& session) {
  if (is_scenario(name)) return read_all({name}, session);
  const std::string library = scenarios_folder(wanted_library, session.environment);
  if (library.empty()) {
    return refused_choice(ExitCode::BadUsage,
                          "no folder of scenarios; name one with --scenarios", session);
  }
  std::vector<std::string> folders = scenario_folders(library);
  if (folders.empty()) {
    return refused_choice(ExitCode::BadUsage,
                          fmt::format("`{}` holds no scenario", escape(library)),
                          session);
  }
  if (name.empty()) return read_all(folders, session);
  const auto found = std::find_if(
      folders.begin(), folders.end(),
      [&](const std::string& folder) { return last_folder(folder) == name; });
  if (found == folders.end()) {
    return refused_choice(ExitCode::BadUsage, no_such_scenario(name, folders), session);
  }
  return read_all({*found}, session);
}

}  // namespace pullproof::cli
