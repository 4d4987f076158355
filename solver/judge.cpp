#include "solver/judge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <variant>

#include <fmt/format.h>

#include "model/ecs_error.h"
#include "model/gates/image_reference.h"
#include "model/start_plan.h"
#include "solver/pull_weight.h"
#include "solver/transform.h"

namespace pullproof::solver {
namespace {

using model::Finding;
using model::Task;
using model::TaskVerdict;
using model::Verdict;

struct PlacementVerdict {
  Status status = Status::Proved;
  /// partly: choices of the whole pull that pass.
  std::optional<std::vector<std::pair<std::string, std::string>>> passing;
};

/// The legs that pass partly, as one question: they share the task's source address.
class JointQuestion {
 public:
  void add(const LegReport& report, std::size_t placement) {
    const std::size_t at = row(report, placement);
    std::map<FieldId, FieldId> numbers;
    for (std::size_t i = 0; i < report.fields.size(); ++i) {
      const bool is_source =
          at < report.sources.size() && report.sources[at] == FieldId{i};
      if (is_source && source_) {
        numbers[FieldId{i}] = *source_;
        continue;
      }
      numbers[FieldId{i}] = fields_.add(report.fields.at(FieldId{i}));
      if (is_source) source_ = numbers[FieldId{i}];
    }
    parts_.push_back(
        renumber(report.passes[at], [&](FieldId field) { return numbers.at(field); }));
  }

  /// A choice that passes them all; nothing if none does.
  std::optional<std::vector<std::pair<std::string, std::string>>> solve(
      Session& session, bool& impossible) const {
    const Reply reply = session.ask(fields_, Predicate::all_of(parts_));
    impossible = reply.answer == Answer::Unsat;
    if (reply.answer != Answer::Sat) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> values;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (i >= reply.choice.values.size()) break;
      const auto& value = reply.choice.values[i];
      const Field& field = fields_.at(FieldId{i});
      if (std::holds_alternative<std::monostate>(value)) continue;
      if (field.kind == Field::Kind::Placement) continue;
      values.emplace_back(field.name, show(field, value));
    }
    return values;
  }

 private:
  Fields fields_;
  std::optional<FieldId> source_;
  std::vector<Predicate> parts_;
};

PlacementVerdict judge_placement(const Task& task, const std::vector<JudgedLeg>& legs,
                                 std::size_t placement, Session& session) {
  PlacementVerdict verdict;
  JointQuestion joint;
  bool partly = false;
  bool undecided = false;
  for (const auto& leg : legs) {
    switch (weighed_status(task, leg, placement)) {
      case Status::Fails:
        return {.status = Status::Fails, .passing = std::nullopt};
      case Status::Partly:
        partly = true;
        joint.add(*leg.report, placement);
        break;
      case Status::Undecided:
        undecided = true;
        break;
      case Status::Proved:
        break;
    }
  }
  if (partly) {
    bool impossible = false;
    verdict.passing = joint.solve(session, impossible);
    verdict.status = impossible ? Status::Fails : Status::Partly;
  } else if (undecided) {
    verdict.status = Status::Undecided;
  }
  return verdict;
}

/// Facts of the task's own configuration get the task's names.
FactRef named(const FactRef& fact, const Task& task, const model::ContainerImage* image,
              const char* field) {
  if (fact->id == model::kServiceFact) {
    return gates::fact_about(task.service_arn, task.public_address_source, fact->note);
  }
  if (fact->id == model::kTaskDefinitionFact) {
    aws::Source at = task.task_definition_source;
    if (image != nullptr) {
      at = {.file = image->source.file, .pointer = image->source.pointer + field};
    }
    return gates::fact_about(task.task_definition_arn, at, fact->note);
  }
  return fact;
}

std::string host_of(const std::string& end) { return end.substr(0, end.rfind(':')); }

bool is_of_private_ecr(const model::ContainerImage& image) {
  const auto parsed = gates::parse_image_reference(image.image);
  const auto* reference = std::get_if<gates::ImageReference>(&parsed);
  return reference != nullptr &&
         reference->registry == gates::ImageReference::Registry::PrivateEcr;
}

/// What needs the execution role first; "" for an image of ECR. Without one, instances
/// pull and write logs as themselves.
std::string needs_role(const Task& task) {
  const bool pulls =
      std::any_of(task.images.begin(), task.images.end(),
                  [](const auto& each) { return is_of_private_ecr(each); });
  if (pulls && task.fargate) return {};
  const auto first =
      std::find_if(task.needs.begin(), task.needs.end(), [&](const auto& need) {
        return task.fargate || need.kind != model::StartNeed::Kind::Logs;
      });
  if (first == task.needs.end()) return {};
  return first->is_login ? "login" : model::name_of(first->kind);
}

/// The leg gets the secret of `repositoryCredentials`, and no container has it beside.
bool is_login(const Task& task, const model::LegPlan& plan) {
  bool found = false;
  for (const auto& need : task.needs) {
    if (need.name != plan.needed || plan.dependency != model::name_of(need.kind)) {
      continue;
    }
    if (!need.is_login) return false;
    found = true;
  }
  return found;
}

std::string dependency_of(const Task& task, const JudgedLeg& leg,
                          const Finding& finding) {
  if (finding.code == "EXECUTION_ROLE_MISSING") return needs_role(task);
  return is_login(task, *leg.plan) ? "login" : leg.plan->dependency;
}

/// What the task runs on in the placement that the finding is told for.
void describe_host(model::Refusal& refusal, const Task& task, const LegFinding& found) {
  refusal.fargate = task.fargate;
  refusal.platform_1_4 = !task.login_leaves_through_fargate;
  refusal.managed_instance = task.launch_type == "MANAGED_INSTANCES";
  refusal.os = task.os;
  refusal.architecture = task.architecture;
  if (found.placement >= task.sources.size()) return;
  const model::SourceInterface& source = task.sources[found.placement];
  if (source.host == model::Host::ManagedInstance) refusal.managed_instance = true;
  if (!source.os.empty()) refusal.os = source.os;
  if (task.architecture.empty()) refusal.architecture = source.architecture;
}

model::Refusal refusal_of(const Task& task, const JudgedLeg& leg,
                          const LegFinding& found, const Finding& finding) {
  model::Refusal refusal;
  refusal.stage = finding.stage;
  refusal.mechanism = finding.mechanism;
  refusal.code = finding.code;
  describe_host(refusal, task, found);
  const bool is_other_role =
      !found.request_role.empty() && found.request_role != task.execution_role_arn;
  refusal.instance_role =
      !task.fargate && (task.execution_role_arn.empty() || is_other_role);
  refusal.host = finding.host;
  refusal.image = finding.image;
  refusal.role_arn = found.request_role;
  refusal.dependency = dependency_of(task, leg, finding);
  refusal.needed = leg.plan->needed;
  refusal.printed = found.printed;
  if (const auto& packet = finding.counterexample.packet) {
    const bool forward = packet->direction == "forward";
    const std::string& far = forward ? packet->destination : packet->source;
    refusal.destination = host_of(far);
    refusal.name_lookup = far.ends_with(":53");
    refusal.is_forwarded =
        std::any_of(finding.path.begin(), finding.path.end(),
                    [](const auto& hop) { return hop.kind == "resolver-rule"; });
  }
  if (const auto& request = finding.counterexample.request) {
    refusal.action = request->action;
    refusal.resource = request->resource;
  }
  return refusal;
}

Finding tell(const Task& task, const JudgedLeg& leg, const LegFinding& found) {
  Finding finding = found.finding;
  const model::ContainerImage* image = nullptr;
  const char* field = "";
  if (!leg.plan->images.empty()) {
    const auto& first = task.images[leg.plan->images.front()];
    finding.container = first.container;
    finding.image = first.image;
    // What else a container names stands in one of several fields.
    const bool is_name = finding.stage == model::Stage::Reference;
    if (is_name) field = "/image";
    if (is_name || finding.stage == model::Stage::Start) image = &first;
  }
  finding.blame.clear();
  for (auto& fact : finding.evidence) {
    fact = named(fact, task, image, field);
    finding.blame.push_back(fact->id);
  }
  std::sort(finding.blame.begin(), finding.blame.end());
  finding.blame.erase(std::unique(finding.blame.begin(), finding.blame.end()),
                      finding.blame.end());
  // A runtime says so when it unpacks the layers.
  if (finding.code == "IMAGE_NOT_RUNNABLE") {
    finding.also_stages.insert(model::Stage::Layers);
  }
  const model::Refusal refusal = refusal_of(task, leg, found, finding);
  finding.ecs_error = model::ecs_error(refusal);
  if (!task.service.empty()) {
    finding.service_event = model::service_event(refusal, task.service);
  }
  return finding;
}

void merge(Finding& known, const Finding& again) {
  if (again.stage != known.stage) {
    known.also_stages.insert(again.stage);
    return;
  }
  for (const auto& placement : again.placements) {
    if (std::find(known.placements.begin(), known.placements.end(), placement) ==
        known.placements.end()) {
      known.placements.push_back(placement);
    }
  }
  known.every_choice = known.every_choice && again.every_choice;
}

/// In which order the user meets them.
int rank_of(const Task& task, const JudgedLeg& leg, const Finding& finding) {
  const bool is_logger = finding.stage == model::Stage::Start &&
                         leg.plan->dependency == "logs" && task.starts_logger_first;
  return static_cast<int>(is_logger ? model::Stage::Role : finding.stage);
}

std::vector<Finding> collect_findings(const Task& task,
                                      const std::vector<JudgedLeg>& legs) {
  std::vector<std::pair<int, Finding>> ranked;
  std::map<std::string, std::size_t> by_key;
  for (const auto& leg : legs) {
    for (const auto& found : leg.report->findings) {
      if (!is_blocker(task, leg, found)) continue;
      const auto [position, is_new] = by_key.emplace(found.key, ranked.size());
      if (is_new) {
        Finding finding = tell(task, leg, found);
        const int rank = rank_of(task, leg, finding);
        ranked.emplace_back(rank, std::move(finding));
      } else {
        merge(ranked[position->second].second, found.finding);
      }
    }
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Finding> findings;
  findings.reserve(ranked.size());
  for (auto& [rank, finding] : ranked) findings.push_back(std::move(finding));
  return findings;
}

void collect_missing(const Task& task, const std::vector<JudgedLeg>& legs,
                     TaskVerdict& verdict) {
  std::set<Unknown> missing(task.missing.begin(), task.missing.end());
  for (const auto& leg : legs) {
    if (!matters(task, leg)) continue;
    const auto doubts = doubts_of(task, leg);
    missing.insert(doubts.begin(), doubts.end());
    for (const auto& row : leg.report->missing) missing.insert(row.begin(), row.end());
  }
  if (task.placement_question) missing.insert(*task.placement_question);
  verdict.missing.assign(missing.begin(), missing.end());
}

void collect_assumptions(const Task& task, const std::vector<JudgedLeg>& legs,
                         TaskVerdict& verdict) {
  std::set<gates::Assumption> all(task.assumptions.begin(), task.assumptions.end());
  for (const auto& leg : legs) {
    all.insert(leg.report->assumptions.begin(), leg.report->assumptions.end());
    const auto taken = taken_of(task, leg);
    all.insert(taken.begin(), taken.end());
  }
  verdict.assumptions.assign(all.begin(), all.end());
}

Verdict combine(const Task& task, const std::vector<PlacementVerdict>& placements) {
  const auto count = [&](Status status) {
    return std::count_if(
        placements.begin(), placements.end(),
        [&](const PlacementVerdict& each) { return each.status == status; });
  };
  const auto all = static_cast<std::ptrdiff_t>(placements.size());
  if (count(Status::Fails) == all) return Verdict::Fails;
  if (count(Status::Proved) == all) {
    return task.missing.empty() ? Verdict::Pulls : Verdict::Unknown;
  }
  const auto refused = count(Status::Fails) + count(Status::Partly);
  // A refusal in a placement that may never be used proves nothing.
  const bool certain = !task.placement_question || refused == all;
  return refused > 0 && certain ? Verdict::Intermittent : Verdict::Unknown;
}

void tell_passing_choice(const Task& task,
                         const std::vector<PlacementVerdict>& placements,
                         TaskVerdict& verdict) {
  for (std::size_t i = 0; i < placements.size() && i < task.sources.size(); ++i) {
    const bool proved = placements[i].status == Status::Proved;
    if (!proved && !placements[i].passing) continue;
    const auto& placement = task.sources[i].placement;
    verdict.passing_choice = {{"subnet", placement.subnet}};
    if (!placement.instance.empty()) {
      verdict.passing_choice.emplace_back("instance", placement.instance);
    }
    if (!proved) {
      verdict.passing_choice.insert(verdict.passing_choice.end(),
                                    placements[i].passing->begin(),
                                    placements[i].passing->end());
    }
    return;
  }
}

TaskVerdict header(const Task& task) {
  TaskVerdict verdict;
  verdict.account = task.scope.account;
  verdict.region = task.scope.region;
  verdict.service = task.service;
  verdict.cluster = task.cluster;
  verdict.task_definition = task.task_definition;
  verdict.launch_type = task.launch_type;
  verdict.warnings = task.warnings;
  for (const auto& source : task.sources)
    verdict.placements.push_back(source.placement);
  return verdict;
}

/// What the task starts without.
void warn_of(const Task& task, const std::vector<JudgedLeg>& advisory,
             TaskVerdict& verdict) {
  for (const auto& leg : advisory) {
    // On an instance the instance's role may do.
    if (task.task_role_arn.empty() && !task.fargate) continue;
    if (task.task_role_arn.empty()) {
      verdict.warnings.push_back(
          "ECS Exec will not work: the task definition names no task role");
      continue;
    }
    if (leg.report->findings.empty()) continue;
    const Finding& first = leg.report->findings.front().finding;
    verdict.warnings.push_back(fmt::format("ECS Exec {} not work: {} [{}]",
                                           first.every_choice ? "will" : "may",
                                           first.message, first.code));
  }
}

}  // namespace

TaskVerdict judge(const Task& task, const std::vector<JudgedLeg>& judged,
                  Session& session) {
  TaskVerdict verdict = header(task);
  std::vector<JudgedLeg> legs;
  std::vector<JudgedLeg> advisory;
  for (const auto& leg : judged) {
    (leg.plan->is_advisory ? advisory : legs).push_back(leg);
  }
  warn_of(task, advisory, verdict);
  warn_of_lost_images(task, legs, verdict.warnings);
  std::vector<PlacementVerdict> placements;
  for (std::size_t i = 0; i < placement_count(task); ++i) {
    placements.push_back(judge_placement(task, legs, i, session));
  }
  verdict.verdict = combine(task, placements);
  verdict.findings = collect_findings(task, legs);
  collect_assumptions(task, legs, verdict);
  if (verdict.verdict == Verdict::Unknown || verdict.verdict == Verdict::Intermittent) {
    collect_missing(task, legs, verdict);
  }
  if (verdict.verdict == Verdict::Intermittent) {
    tell_passing_choice(task, placements, verdict);
  }
  return verdict;
}

}  // namespace pullproof::solver
