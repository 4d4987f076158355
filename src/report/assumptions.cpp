#include "src/report/assumptions.h"

#include <set>
#include <vector>

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"
#include "src/report/aws_command.h"

namespace pullproof::cli {

std::map<gates::Assumption, std::size_t> assumptions(const model::CheckReport& report) {
  std::map<gates::Assumption, std::size_t> tasks;
  for (const model::TaskVerdict& task : report.verdicts) {
    const std::set<gates::Assumption> once(task.assumptions.begin(),
                                           task.assumptions.end());
    for (const gates::Assumption& assumption : once) ++tasks[assumption];
  }
  return tasks;
}

std::string assumption_sentence(const model::CheckReport& report) {
  std::vector<std::string> calls;
  std::vector<std::string> others;
  for (const auto& [assumption, tasks] : assumptions(report)) {
    const bool call = names_a_call(assumption.name);
    const std::string command = call ? aws_command(assumption.name) : "";
    if (call && assumption.value == "refuses nothing") {
      calls.push_back(fmt::format("`{}`", command));
      continue;
    }
    others.push_back(fmt::format("{}: {}{}", escape(assumption.name),
                                 escape(assumption.value),
                                 call ? fmt::format(" (`{}`)", command) : ""));
  }
  std::string sentence;
  if (!calls.empty()) {
    sentence = "Assumed to refuse nothing, because it was not collected: what " +
               enumerated(calls) + " would tell.";
  }
  if (!others.empty()) {
    sentence += sentence.empty() ? "" : " ";
    sentence += fmt::format("Taken for granted: {}.", enumerated(others));
  }
  return sentence;
}

}  // namespace pullproof::cli
