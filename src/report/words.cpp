#include "src/report/words.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

using model::Stage;
using model::Verdict;

std::string step_number(Stage stage) {
  switch (stage) {
    case Stage::Reference:
      return "before the pull";
    case Stage::Role:
      return "step 1 of 4";
    case Stage::Token:
      return "step 2 of 4";
    case Stage::Manifest:
      return "step 3 of 4";
    case Stage::Layers:
      return "step 4 of 4";
    case Stage::Start:
      return "beside the pull";
  }
  return "";
}

std::string role_action(const model::Finding& finding) {
  if (finding.mechanism == "instance-profile") return "assume the instance's role";
  const bool of_task =
      finding.mechanism == "task-role" ||
      std::any_of(finding.path.begin(), finding.path.end(),
                  [](const auto& hop) { return hop.kind == "task-role"; });
  return of_task ? "assume the task role" : "assume the execution role";
}

/// By the host: a bucket's has the service behind the bucket's name.
std::string start_action(const std::string& host) {
  if (host.find(".s3.") != std::string::npos) return "download an environment file";
  if (host.starts_with("logs.")) return "open a log stream";
  if (host.starts_with("secretsmanager.")) return "read a secret";
  if (host.starts_with("ssm.")) return "read a parameter";
  if (host.find(".efs.") != std::string::npos) return "mount a file system of EFS";
  return "get what the container needs to start";
}

std::string step_action(const model::Finding& finding) {
  switch (finding.stage) {
    case Stage::Reference:
      return "read the image's name";
    case Stage::Role:
      return role_action(finding);
    case Stage::Token:
      return "get a registry token";
    case Stage::Manifest:
      return "get the image's manifest";
    case Stage::Layers:
      return "download the image's layers";
    case Stage::Start:
      return start_action(finding.host);
  }
  return "";
}

std::string refused_because(const model::Finding& finding) {
  return fmt::format("{}, {}: {}", model::name(finding.stage),
                     escape(finding.mechanism), escape(finding.message));
}

std::string undecided_because(const model::TaskVerdict& task) {
  if (task.missing.empty()) return "not decided";
  const std::string first = escape(task.missing.front().why);
  const std::size_t others = task.missing.size() - 1;
  return others == 0 ? first : fmt::format("{} (and {} more)", first, others);
}

}  // namespace

std::string symbol(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pulls:
      return "✓";
    case Verdict::Fails:
      return "✗";
    case Verdict::Intermittent:
      return "~";
    case Verdict::Unknown:
      return "?";
  }
  return "";
}

std::string task_name(const model::TaskVerdict& task) {
  if (task.service.empty()) return "task " + escape(task.task_definition);
  return escape(task.cluster) + "/" + escape(task.service);
}

std::string values(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::vector<std::string> parts;
  for (const auto& [name, value] : pairs) {
    std::string part = fmt::format("{} = {}", escape(name), escape(value));
    const bool told = std::find(parts.begin(), parts.end(), part) != parts.end();
    if (!told) parts.push_back(std::move(part));
  }
  return enumerated(parts);
}

std::string step(const model::Finding& finding) {
  std::string words = step_number(finding.stage) + ": " + step_action(finding);
  if (finding.host.empty()) return words;
  return words + (words.ends_with("log stream") ? " at " : " from ") +
         escape(finding.host);
}

std::string place(const model::Placement& placement) {
  std::string words = escape(placement.subnet);
  if (!placement.availability_zone.empty()) {
    words += fmt::format(" ({})", escape(placement.availability_zone));
  }
  if (!placement.instance.empty()) {
    words = escape(placement.instance) + (words.empty() ? "" : " in " + words);
  }
  return words;
}

std::string where(const model::Finding& finding, const model::TaskVerdict& task) {
  constexpr std::size_t kShown = 4;
  if (finding.placements.empty()) return "wherever the task is placed";
  std::vector<std::string> places;
  for (const model::Placement& placement : finding.placements) {
    if (places.size() == kShown) {
      places.push_back(counted(finding.placements.size() - kShown, "more placement"));
      break;
    }
    places.push_back(place(placement));
  }
  const bool everywhere = finding.placements.size() == task.placements.size();
  const std::string scope = !everywhere                   ? "only "
                            : task.placements.size() == 1 ? ""
                                                          : "every placement: ";
  return scope + enumerated(places);
}

std::string reason(const model::TaskVerdict& task) {
  switch (task.verdict) {
    case Verdict::Pulls:
      return "proved for " + counted(task.placements.size(), "placement");
    case Verdict::Unknown:
      return undecided_because(task);
    case Verdict::Fails:
    case Verdict::Intermittent:
      return task.findings.empty() ? "refused" : refused_because(task.findings.front());
  }
  return "";
}

Totals totals(const model::CheckReport& report) {
  Totals count = {{Verdict::Pulls, 0},
                  {Verdict::Fails, 0},
                  {Verdict::Intermittent, 0},
                  {Verdict::Unknown, 0}};
  for (const model::TaskVerdict& task : report.verdicts) ++count[task.verdict];
  return count;
}

std::string totals_in_words(const model::CheckReport& report) {
  const Totals count = totals(report);
  constexpr std::array kOrder = {Verdict::Fails, Verdict::Intermittent,
                                 Verdict::Unknown, Verdict::Pulls};
  std::string words;
  for (const Verdict verdict : kOrder) {
    const std::size_t tasks = count.at(verdict);
    if (tasks == 0) continue;
    words += words.empty() ? ": " : ", ";
    std::string verb(model::name(verdict));
    const bool plural = tasks > 1 && verb.back() == 's';
    if (plural) verb.pop_back();
    words += fmt::format("{} {}", tasks, verb);
  }
  return counted(report.verdicts.size(), "task") + words;
}

}  // namespace pullproof::cli
