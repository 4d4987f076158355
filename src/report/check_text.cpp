#include "src/report/check_text.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"
#include "src/report/assumptions.h"
#include "src/report/aws_command.h"
#include "src/report/finding_text.h"
#include "src/report/task_groups.h"
#include "src/report/words.h"

namespace pullproof::cli {
namespace {

using model::TaskVerdict;
using model::Verdict;

constexpr std::size_t kVerdictWidth = 13;
constexpr std::size_t kNameWidth = 40;
constexpr std::size_t kReasonsShown = 3;
constexpr std::size_t kNamesShown = 12;

std::string paint(const Palette& palette, Verdict verdict, std::string_view text) {
  switch (verdict) {
    case Verdict::Pulls:
      return palette.green(text);
    case Verdict::Fails:
      return palette.red(text);
    case Verdict::Intermittent:
    case Verdict::Unknown:
      return palette.yellow(text);
  }
  return std::string(text);
}

// Several accounts or regions may each have a prod/web.
bool one_scope(const model::CheckReport& report) {
  const auto& tasks = report.verdicts;
  return std::all_of(tasks.begin(), tasks.end(), [&](const TaskVerdict& task) {
    return task.account == tasks[0].account && task.region == tasks[0].region;
  });
}

std::string full_name(const TaskVerdict& task, bool with_scope) {
  if (!with_scope) return task_name(task);
  return fmt::format("{}/{} {}", escape(task.account), escape(task.region),
                     task_name(task));
}

std::string summary_lines(const model::CheckReport& report, const Palette& palette) {
  const bool with_scope = !one_scope(report);
  std::size_t width = 0;
  for (const TaskVerdict& task : report.verdicts) {
    width = std::max(width, columns(full_name(task, with_scope)));
  }
  width = std::min(width, kNameWidth);
  std::string out;
  for (const TaskVerdict* task : by_gravity(report)) {
    const std::string name = pad(full_name(*task, with_scope), width);
    const std::string verdict =
        symbol(task->verdict) + " " + pad(model::name(task->verdict), kVerdictWidth);
    const std::size_t taken = columns(verdict) + columns(name) + 2;
    const std::size_t left = taken + 20 < kPageWidth ? kPageWidth - taken : 20;
    out += fmt::format("{}{}  {}\n", paint(palette, task->verdict, verdict), name,
                       cut(reason(*task), left));
  }
  return out;
}

std::string headline(const TaskVerdict& task, const Palette& palette) {
  std::vector<std::string> parts;
  if (!task.service.empty() && !task.task_definition.empty()) {
    parts.push_back("task definition " + escape(task.task_definition));
  }
  if (!task.launch_type.empty()) parts.push_back(escape(task.launch_type));
  parts.push_back("account " + escape(task.account));
  parts.push_back(escape(task.region));
  std::string facts;
  for (const std::string& part : parts) facts += (facts.empty() ? "" : ", ") + part;
  const std::string verdict = fmt::format("{} {}: {}", symbol(task.verdict),
                                          task_name(task), model::name(task.verdict));
  return paint(palette, task.verdict, palette.bold(verdict)) +
         fmt::format("  ({})\n", facts);
}

std::string same_for(const TaskGroup& group) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i < group.size(); ++i) {
    if (names.size() == kNamesShown) {
      names.push_back(fmt::format("{} more", group.size() - i));
      break;
    }
    names.push_back(task_name(*group[i]));
  }
  return labelled("same for", enumerated(names));
}

std::string question_lines(const TaskVerdict& task, bool verbose) {
  const bool certain = task.verdict == Verdict::Fails;
  if (certain && !verbose) {
    if (task.missing.empty()) return "";
    return labelled("undecided", counted(task.missing.size(), "further question") +
                                     ", which no answer would mend (--verbose)");
  }
  std::map<std::string, std::vector<std::string>> by_call;
  for (const Unknown& question : task.missing) {
    by_call[question.call].push_back(question.why);
  }
  std::string out;
  for (const auto& [call, reasons] : by_call) {
    const std::size_t shown = verbose ? reasons.size() : kReasonsShown;
    for (std::size_t i = 0; i < reasons.size() && i < shown; ++i) {
      out += labelled("undecided", escape(reasons[i]));
    }
    if (reasons.size() > shown) {
      out += labelled("", fmt::format("and {} more that hang on the same (--verbose)",
                                      reasons.size() - shown));
    }
    if (!call.empty()) out += beside_label("to settle", aws_command(call));
  }
  return out;
}

std::string warning_lines(const TaskVerdict& task) {
  std::string out;
  for (const std::string& warning : task.warnings) {
    out += labelled("warning", escape(warning));
  }
  return out;
}

/// What stopped tasks said, against what was proved.
std::string observed_lines(const TaskVerdict& task, const std::string& who) {
  using Agreement = model::ObservedStop::Agreement;
  std::string out;
  for (const auto& stop : task.observed) {
    const std::string said = stop.tasks == 1
                                 ? fmt::format("task {} stopped", escape(stop.task))
                                 : fmt::format("task {} and {} more stopped",
                                               escape(stop.task), stop.tasks - 1);
    const char* judged =
        stop.agreement == Agreement::AsPredicted ? ", as predicted"
        : stop.agreement == Agreement::OtherThanPredicted
            ? ", which nothing in the snapshot explains: it may be of another moment"
            : "";
    out += labelled("observed", fmt::format("{}{}: {} [{}]{}", who, said, stop.title,
                                            stop.error, judged));
  }
  return out;
}

std::string block(const TaskGroup& group, const FindingPage& page) {
  const TaskVerdict& task = *group.front();
  std::string out = "\n" + headline(task, page.palette) + same_for(group);
  for (std::size_t i = 0; i < task.findings.size(); ++i) {
    out += i == 0 || page.verbose ? finding_in_full(task.findings[i], task, page)
                                  : finding_in_short(task.findings[i]);
    if (i == 0) out += labelled("passes if", values(task.passing_choice));
  }
  out += question_lines(task, page.verbose) + warning_lines(task);
  for (const TaskVerdict* each : group) {
    out += observed_lines(*each, group.size() == 1 ? "" : task_name(*each) + ": ");
  }
  return out;
}

Excerpts all_excerpts(const std::vector<TaskGroup>& all, bool verbose,
                      const DocumentReader& reader) {
  std::set<aws::Source> places;
  for (const TaskGroup& group : all) {
    const auto& findings = group.front()->findings;
    const std::size_t in_full = verbose ? findings.size() : 1;
    for (std::size_t i = 0; i < findings.size() && i < in_full; ++i) {
      places.merge(excerpted(findings[i], verbose));
    }
  }
  return read_excerpts(places, reader);
}

std::string warnings_of_pulling(const model::CheckReport& report) {
  std::string out;
  for (const TaskVerdict& task : report.verdicts) {
    if (task.verdict != Verdict::Pulls) continue;
    for (const std::string& warning : task.warnings) {
      out += labelled("warning", task_name(task) + ": " + escape(warning));
    }
    out += observed_lines(task, task_name(task) + ": ");
  }
  return out.empty() ? "" : "\n" + out;
}

std::string verbose_lines(const model::CheckReport& report,
                          const ReportExtras& extras) {
  const model::CheckStatistics& work = report.statistics;
  std::string out = "\n";
  for (const auto& [assumption, tasks] : assumptions(report)) {
    out += labelled("assumed",
                    fmt::format("{}: {} ({})", escape(assumption.name),
                                escape(assumption.value), counted(tasks, "task")));
  }
  for (const aws::NotRead& each : extras.not_read) {
    out += labelled("not read", fmt::format("{} ({})", escape(each.what), each.count));
  }
  return out + labelled("work", fmt::format("{}, {} proofs, {} solver queries",
                                            counted(work.legs, "leg"), work.proofs,
                                            work.solver_queries));
}

}  // namespace

std::string check_text(const model::CheckReport& report, const ReportExtras& extras,
                       const Palette& palette, const DocumentReader& reader) {
  const std::vector<TaskGroup> not_pulling = groups(report, extras.verbose);
  const Excerpts excerpts = all_excerpts(not_pulling, extras.verbose, reader);
  const FindingPage page{
      .palette = palette, .excerpts = excerpts, .verbose = extras.verbose};
  std::string out = summary_lines(report, palette);
  for (const TaskGroup& group : not_pulling) out += block(group, page);
  out += warnings_of_pulling(report);
  if (extras.verbose) out += verbose_lines(report, extras);
  const std::string assumed = assumption_sentence(report);
  return out + fmt::format("\n{}.{}{}\n", totals_in_words(report),
                           assumed.empty() ? "" : " ", assumed);
}

}  // namespace pullproof::cli
