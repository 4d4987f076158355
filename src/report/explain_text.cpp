#include "src/report/explain_text.h"

#include <string_view>

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

std::string unknown_lines(std::string_view mechanism, const std::string& why) {
  std::string out = under_label(fmt::format("? {}: not known", mechanism));
  if (why.empty()) return out;
  for (const std::string& line : wrap(escape(why), kTextWidth - 2)) {
    out += under_label("  " + line);
  }
  return out;
}

std::string answer_lines(std::string_view mechanism, const solver::CauseAnswer& answer,
                         const Palette& palette) {
  switch (answer.status) {
    case solver::CauseStatus::Refuted:
      return under_label(fmt::format("· {}: proved not to be the cause", mechanism));
    case solver::CauseStatus::Unknown:
      return unknown_lines(mechanism, answer.why);
    case solver::CauseStatus::Proved:
      break;
  }
  std::string out =
      under_label(palette.red(fmt::format("✗ {}", mechanism)) + ": proved, " +
                  escape(answer.task->service.empty()
                             ? answer.task->task_definition
                             : answer.task->cluster + "/" + answer.task->service));
  for (const std::string& line :
       wrap(fmt::format("{} [{}]", escape(answer.finding->message),
                        escape(answer.finding->code)),
            kTextWidth - 2)) {
    out += under_label("  " + line);
  }
  return out;
}

std::string match_text(const ExplainedMatch& explained, const Palette& palette) {
  const model::ErrorMatch& match = explained.match;
  std::string out = fmt::format("{}: {}\n", palette.bold(match.id), match.title);
  if (match.stage) out += labelled("stage", model::name(*match.stage));
  if (!match.advice.empty()) out += labelled("look", match.advice);
  if (match.causes.empty()) {
    return out + labelled("causes", "none that a snapshot tells of");
  }
  if (explained.answers.empty()) {
    std::vector<std::string> causes;
    for (const std::string_view cause : match.causes) causes.emplace_back(cause);
    return out + labelled("causes", enumerated(causes) + ", the most likely first");
  }
  out += labelled("causes", "the most likely first, as `check` proves them:");
  for (std::size_t i = 0; i < match.causes.size(); ++i) {
    out += answer_lines(match.causes[i], explained.answers[i], palette);
  }
  return out;
}

}  // namespace

std::string page_text(const Page& page, const Palette& palette) {
  std::string out = palette.bold(page.code) + "\n\n";
  out += labelled("what", page.title);
  out += labelled("", page.meaning);
  out += labelled("rule", page.rule);
  out += labelled("source", page.source);
  out += labelled("console", page.console);
  out += labelled("CLI", page.command);
  out += labelled("repair", page.repair);
  if (!page.scenario.empty()) {
    out += labelled("try", fmt::format("pullproof scenario show {}", page.scenario));
  }
  return out;
}

std::string page_text(const model::LintCode& code, const Palette& palette) {
  return palette.bold(code.code) + "\n\n" + labelled("what", code.meaning) +
         labelled("severity", model::name(code.severity)) +
         labelled("found by", "pullproof policy lint");
}

std::string page_text(const gates::Switch& asked, const Palette& palette) {
  std::string out = palette.bold(std::string(asked.name)) + "\n\n";
  out += labelled("what", asked.question);
  for (const auto& value : asked.values) {
    const bool is_default = &value == &asked.values.front();
    out += labelled(
        is_default ? "values" : "",
        fmt::format("{}{}: {}", value.name,
                    is_default ? " (unless you say otherwise)" : "", value.meaning));
  }
  out += labelled("source", asked.source);
  out += labelled("say",
                  fmt::format("--assume {}={}", asked.name, asked.values.back().name));
  return out;
}

std::string switches_text(const Palette& palette) {
  std::string out =
      "Points on which AWS's pages disagree, or of which no call tells. `--assume "
      "NAME=VALUE`\nchooses; the first value is taken otherwise. `pullproof explain "
      "NAME` "
      "says more.\n\n";
  for (const auto& each : gates::all_switches()) {
    std::string values;
    for (const auto& value : each.values) {
      values += values.empty() ? "" : ", ";
      values += value.name;
    }
    out += fmt::format("{}: {}\n{}", palette.bold(std::string(each.name)), values,
                       labelled("", each.question));
  }
  return out;
}

std::string explain_text(const std::vector<ExplainedMatch>& matches, bool verbose,
                         const Palette& palette) {
  std::string out;
  std::size_t others = 0;
  for (const ExplainedMatch& match : matches) {
    if (!match.is_best && !verbose) {
      ++others;
      continue;
    }
    if (!out.empty()) out += '\n';
    out += match_text(match, palette);
  }
  if (others == 0) return out;
  return out + fmt::format("\n{} fits less well (--verbose)\n",
                           counted(others, "other message"));
}

}  // namespace pullproof::cli
