#include "src/scenario/judge.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/documents.h"
#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

using model::TaskVerdict;
using Sentences = std::vector<std::string>;

// A service of the lesson's own cluster wins over one of the same name elsewhere.
const TaskVerdict* find(const Scenario& scenario, const std::string& service,
                        const model::CheckReport& report) {
  const TaskVerdict* found = nullptr;
  for (const TaskVerdict& task : report.verdicts) {
    if (task.service != service) continue;
    if (task.cluster == scenario.cluster) return &task;
    if (found == nullptr) found = &task;
  }
  return found;
}

void compare(const std::string& what, const std::string& expected,
             std::string_view found, Sentences& out) {
  if (expected.empty() || expected == found) return;
  out.push_back(fmt::format("{}: expected `{}`, found `{}`", what, expected, found));
}

void compare_finding(const std::string& service, const Expectation& expected,
                     const TaskVerdict& task, Sentences& out) {
  const model::Finding none;
  const bool any = !task.findings.empty();
  const model::Finding& first = any ? task.findings.front() : none;
  compare(service + " stage", expected.stage, any ? model::name(first.stage) : "", out);
  compare(service + " mechanism", expected.mechanism, first.mechanism, out);
  compare(service + " code", expected.code, first.code, out);
  if (expected.blame.empty()) return;
  // Zones that fail alike each have a blocker of their own, and the first one is told
  // first: the scenario names them all.
  const Sentences& blamed = first.blame;
  const bool among = std::all_of(blamed.begin(), blamed.end(), [&](const auto& id) {
    return std::find(expected.blame.begin(), expected.blame.end(), id) !=
           expected.blame.end();
  });
  if (!blamed.empty() && among) return;
  out.push_back(fmt::format("{} blame: expected {}, found {}", service,
                            enumerated(expected.blame),
                            blamed.empty() ? "none" : enumerated(blamed)));
}

void append(Sentences& to, const std::string& state, const Sentences& from) {
  for (const std::string& each : from) {
    to.push_back(fmt::format("{}: {}", state, each));
  }
}

/// Checks a scenario in each of its states.
class Judge {
 public:
  explicit Judge(const Scenario& scenario, unsigned jobs)
      : scenario_(scenario), jobs_(jobs) {}

  /// Gives `claim` the report of this state.
  template <class Claim>
  void state(const std::string& name, const aws::ScenarioState& state,
             const Claim& claim) {
    const auto loaded = aws::Snapshot::load(scenario_.folder, state);
    if (!loaded.ok()) {
      for (Problem problem : loaded.problems()) {
        problem.message += " (" + name + ")";
        problems_.push_back(std::move(problem));
      }
      return;
    }
    solver::CheckOptions options;
    options.jobs = jobs_;
    append(sentences_, name, claim(solver::check(loaded.value(), options)));
  }

  [[nodiscard]] Result<Sentences> result() const {
    if (!problems_.empty()) return problems_;
    return sentences_;
  }

 private:
  const Scenario& scenario_;
  unsigned jobs_;
  Problems problems_;
  Sentences sentences_;
};

}  // namespace

Sentences differences(const Scenario& scenario, const model::CheckReport& report) {
  Sentences out;
  for (const auto& [service, expected] : scenario.expect) {
    const TaskVerdict* task = find(scenario, service, report);
    if (task == nullptr) {
      out.push_back(fmt::format("{} is not in the snapshot", service));
      continue;
    }
    compare(service, expected.verdict, model::name(task->verdict), out);
    compare_finding(service, expected, *task, out);
  }
  return out;
}

Sentences not_repaired(const Scenario& scenario, const model::CheckReport& report) {
  Sentences out;
  for (const auto& [service, expected] : scenario.expect) {
    const TaskVerdict* task = find(scenario, service, report);
    compare(service, "pulls", task == nullptr ? "nothing" : model::name(task->verdict),
            out);
  }
  return out;
}

Sentences mended_by_wrong_repair(const Scenario& scenario, std::size_t index,
                                 const model::CheckReport& report) {
  const TaskVerdict* task = find(scenario, scenario.service, report);
  if (task != nullptr && task->verdict != model::Verdict::Pulls) return {};
  const std::string what = task == nullptr ? "is gone" : "pulls";
  return {fmt::format("{} {} after `{}`", scenario.service, what,
                      scenario.wrong_repairs.at(index).title)};
}

Result<Sentences> judge(const Scenario& scenario, unsigned jobs) {
  using Kind = aws::ScenarioState::Kind;
  Judge judge(scenario, jobs);
  judge.state("broken", {}, [&](const model::CheckReport& report) {
    return differences(scenario, report);
  });
  if (scenario.repair) {
    judge.state("repaired", {.kind = Kind::Repaired},
                [&](const auto& report) { return not_repaired(scenario, report); });
  }
  for (std::size_t i = 0; i < scenario.wrong_repairs.size(); ++i) {
    judge.state(fmt::format("wrong repair {}", i + 1),
                {.kind = Kind::WrongRepair, .wrong_repair = i},
                [&](const auto& report) {
                  return mended_by_wrong_repair(scenario, i, report);
                });
  }
  return judge.result();
}

}  // namespace pullproof::cli
