#include "src/report/whatif_text.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/escape.h"
#include "src/layout.h"
#include "src/report/assumptions.h"
#include "src/report/finding_text.h"
#include "src/report/policy_json.h"
#include "src/report/words.h"

namespace pullproof::cli {
namespace {

using model::TaskVerdict;
using solver::Outcome;
using solver::VerdictChange;

constexpr std::size_t kQuestionsShown = 3;

// In the order in which they are told, gravest first.
constexpr std::array<std::pair<Outcome, const char*>, 7> kOutcomes{
    {{Outcome::Broken, "broken"},
     {Outcome::NewlyUnknown, "newly unknown"},
     {Outcome::Changed, "changed"},
     {Outcome::Repaired, "repaired"},
     {Outcome::Added, "added"},
     {Outcome::Removed, "removed"},
     {Outcome::Unchanged, "unchanged"}}};

std::string verdict_name(const TaskVerdict* task) {
  return task == nullptr ? "not there" : std::string(model::name(task->verdict));
}

std::string painted(const Palette& palette, Outcome outcome, std::string_view text) {
  switch (outcome) {
    case Outcome::Broken:
      return palette.red(palette.bold(text));
    case Outcome::NewlyUnknown:
    case Outcome::Changed:
      return palette.yellow(palette.bold(text));
    case Outcome::Repaired:
    case Outcome::Added:
      return palette.green(palette.bold(text));
    case Outcome::Removed:
    case Outcome::Unchanged:
      break;
  }
  return palette.bold(text);
}

std::string what_if_headline(const VerdictChange& change, const char* outcome,
                             const Palette& palette) {
  const TaskVerdict& task = change.after == nullptr ? *change.before : *change.after;
  const std::string mark = change.after == nullptr ? "-" : symbol(task.verdict);
  return painted(palette, change.outcome,
                 fmt::format("{} {}: {}", mark, task_name(task), outcome)) +
         fmt::format("  ({} before, {} after; account {}, {})\n",
                     verdict_name(change.before), verdict_name(change.after),
                     escape(task.account), escape(task.region));
}

std::string cause_lines(const VerdictChange& change) {
  std::vector<std::string> causes;
  for (const std::string& each : change.causes) causes.push_back(escape(each));
  return labelled("caused by", enumerated(causes));
}

std::string open_lines(const TaskVerdict& task, bool verbose) {
  std::set<std::string> reasons;
  for (const Unknown& question : task.missing) reasons.insert(question.why);
  std::string out;
  std::size_t shown = 0;
  for (const std::string& reason : reasons) {
    if (!verbose && shown == kQuestionsShown) {
      out += labelled(
          "", fmt::format("and {} more (--verbose)", reasons.size() - kQuestionsShown));
      break;
    }
    out += labelled("undecided", escape(reason));
    ++shown;
  }
  return out;
}

std::string change_block(const VerdictChange& change, const char* outcome,
                         const FindingPage& page) {
  std::string out = "\n" + what_if_headline(change, outcome, page.palette);
  out += cause_lines(change);
  if (change.outcome == Outcome::Repaired) {
    for (const auto& finding : change.before->findings) {
      out += labelled("mended", escape(finding.message));
    }
    return out;
  }
  if (change.after == nullptr) return out;
  const TaskVerdict& task = *change.after;
  for (std::size_t i = 0; i < task.findings.size(); ++i) {
    out += i == 0 || page.verbose ? finding_in_full(task.findings[i], task, page)
                                  : finding_in_short(task.findings[i]);
  }
  if (task.verdict == model::Verdict::Unknown) {
    out += open_lines(task, page.verbose);
  }
  return out;
}

Excerpts excerpts_of(const std::vector<VerdictChange>& changes, bool verbose,
                     const DocumentReader& reader) {
  std::set<aws::Source> places;
  for (const VerdictChange& change : changes) {
    if (change.after == nullptr || change.outcome == Outcome::Unchanged) continue;
    const auto& findings = change.after->findings;
    const std::size_t in_full = verbose ? findings.size() : 1;
    for (std::size_t i = 0; i < findings.size() && i < in_full; ++i) {
      places.merge(excerpted(findings[i], verbose));
    }
  }
  return read_excerpts(places, reader);
}

std::string access_lines(const std::vector<solver::NewAccess>& access) {
  std::string out;
  for (const auto& each : access) {
    std::string said = fmt::format("{} ({})", escape(each.subject), each.field);
    if (each.answer.witness) {
      const auto& request = *each.answer.witness;
      const auto json = witness_json(request);
      said += fmt::format(": {} on {}, for example",
                          escape(json.value("action", std::string("?"))),
                          escape(json.value("resource", std::string("?"))));
    } else {
      said += ": not decided, " + escape(each.answer.why);
    }
    out += labelled("new access", said);
  }
  return out.empty() ? "" : "\n" + out;
}

std::string open_lines(const changes::Change& change,
                       const std::vector<std::string>& granted) {
  std::string out;
  for (const std::string& each : granted) out += labelled("assumed", escape(each));
  for (const auto& each : change.doubts) {
    out += labelled("not known",
                    fmt::format("{}: {}", escape(each.origin), escape(each.why)));
  }
  for (const auto& each : change.ignored) {
    out += labelled(each.matters ? "not read" : "ignored",
                    fmt::format("{} ({}): {}", escape(each.origin), escape(each.type),
                                escape(each.why)));
  }
  for (const std::string& warning : change.warnings) {
    out += labelled("warning", escape(warning));
  }
  return out.empty() ? "" : "\n" + out;
}

std::string totals_line(const solver::WhatIf& answer) {
  std::vector<std::string> parts;
  for (const auto& [outcome, name] : kOutcomes) {
    const auto count = std::count_if(answer.changes.begin(), answer.changes.end(),
                                     [wanted = outcome](const VerdictChange& change) {
                                       return change.outcome == wanted;
                                     });
    if (count > 0) parts.push_back(fmt::format("{} {}", count, name));
  }
  const std::string all = counted(answer.changes.size(), "task");
  return parts.empty() ? all : fmt::format("{}: {}", all, enumerated(parts));
}

}  // namespace

std::string whatif_text(const WhatIfReport& report, const Palette& palette,
                        const DocumentReader& reader) {
  const solver::WhatIf& answer = report.answer;
  const bool verbose = report.after.verbose;
  const Excerpts excerpts = excerpts_of(answer.changes, verbose, reader);
  const FindingPage page{.palette = palette, .excerpts = excerpts, .verbose = verbose};
  std::string out;
  for (const auto& [outcome, name] : kOutcomes) {
    if (outcome == Outcome::Unchanged) continue;
    for (const VerdictChange& change : answer.changes) {
      if (change.outcome == outcome) out += change_block(change, name, page);
    }
  }
  out += access_lines(answer.access) + open_lines(report.change, answer.granted);
  const std::string assumed = assumption_sentence(answer.after);
  const std::size_t start = out.starts_with('\n') ? 1 : 0;
  return out.substr(start) + fmt::format("{}{}.{}{}\n", out.empty() ? "" : "\n",
                                         totals_line(answer),
                                         assumed.empty() ? "" : " ", assumed);
}

}  // namespace pullproof::cli
