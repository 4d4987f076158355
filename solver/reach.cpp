#include "solver/reach.h"

#include <algorithm>
#include <utility>

#include "model/aws/traffic_rule.h"
#include "model/client_ports.h"
#include "solver/leg_report.h"
#include "solver/prove.h"

namespace pullproof::solver {
namespace {

Reachability verdict_of(Status status) {
  switch (status) {
    case Status::Proved:
      return Reachability::Reachable;
    case Status::Fails:
    case Status::Partly:
      return Reachability::Unreachable;
    case Status::Undecided:
      break;
  }
  return Reachability::Unknown;
}

/// The one way of the leg, as it is told.
std::vector<model::PathHop> path_of(const model::Leg& leg, bool back) {
  std::vector<model::PathHop> path;
  for (const std::size_t hop : leg.graph.first_lane()) {
    const auto& at = leg.graph.hops()[hop];
    // The root of the graph and marks for the program are nothing to people.
    if (at.kind.empty()) continue;
    path.push_back({.kind = at.kind, .id = at.id, .refuses = false, .back = back});
  }
  return path;
}

ReachDirection direction_of(const model::Leg& leg, bool back, Session& session,
                            std::set<gates::Assumption>& assumptions) {
  const LegOutcome outcome = prove(leg, session);
  LegReport report = describe(leg, outcome);
  ReachDirection direction;
  direction.verdict = verdict_of(report.statuses.front());
  direction.refuses_all = report.statuses.front() == Status::Fails;
  assumptions.insert(report.assumptions.begin(), report.assumptions.end());
  for (auto& found : report.findings) {
    direction.blockers.push_back(std::move(found.finding));
  }
  if (direction.verdict == Reachability::Unknown) {
    direction.missing = std::move(report.missing.front());
  }
  direction.path =
      direction.blockers.empty() ? path_of(leg, back) : direction.blockers.front().path;
  return direction;
}

Reachability worse(Reachability one, Reachability other) {
  const auto either = [&](Reachability which) {
    return one == which || other == which;
  };
  if (either(Reachability::Unreachable)) return Reachability::Unreachable;
  return either(Reachability::Unknown) ? Reachability::Unknown
                                       : Reachability::Reachable;
}

/// What both systems agree on stays; else it is open which of them it is.
ReachDirection of_either_system(ReachDirection both, const ReachDirection& linux_system,
                                const ReachDirection& windows_system) {
  const auto refuses = [](const ReachDirection& direction) {
    return direction.verdict == Reachability::Unreachable;
  };
  if (!refuses(both)) return both;
  if (refuses(linux_system) && refuses(windows_system)) return linux_system;
  both.verdict = Reachability::Unknown;
  both.blockers.clear();
  for (auto& hop : both.path) hop.refuses = false;
  both.missing.insert(
      {.call = std::string(aws::Instance::kCall),
       .why = "whether connections start from ports of Linux or of Windows is not "
              "known"});
  return both;
}

/// Which packets, their ports may decide.
bool refuses_some(const ReachDirection& direction) {
  return direction.verdict == Reachability::Unreachable && !direction.refuses_all;
}

ReachAnswer of_either_system(ReachAnswer both,
                             const std::vector<ReachAnswer>& systems) {
  both.forward = of_either_system(std::move(both.forward), systems.front().forward,
                                  systems.back().forward);
  both.back =
      of_either_system(std::move(both.back), systems.front().back, systems.back().back);
  both.verdict = worse(both.forward.verdict, both.back.verdict);
  return both;
}

ReachAnswer answer_of(const model::ReachWay& way, Session& session) {
  ReachAnswer answer;
  answer.forward = direction_of(way.forward, false, session, answer.assumptions);
  answer.back = direction_of(way.back, true, session, answer.assumptions);
  answer.verdict = worse(answer.forward.verdict, answer.back.verdict);
  return answer;
}

ReachAnswer answer_of(const model::Reach& reach, Session& session) {
  ReachAnswer worst;
  if (reach.unknown) {
    worst.forward.missing.insert(*reach.unknown);
    worst.back.missing.insert(*reach.unknown);
    return worst;
  }
  bool first = true;
  for (const auto& way : reach.ways) {
    ReachAnswer answer = answer_of(way, session);
    const bool is_worse = worse(answer.verdict, worst.verdict) != worst.verdict;
    if (first || is_worse) worst = std::move(answer);
    first = false;
  }
  return worst;
}

}  // namespace

Result<ReachAnswer> reach(const gates::Context& context,
                          const model::ReachQuestion& question, Session& session) {
  const auto found = model::reach_ways(context, question);
  if (!found.ok()) return found.problems();
  ReachAnswer answer = answer_of(found.value(), session);
  if (context.switches.linux_ports != gates::LinuxPorts::To60999 &&
      !question.source_ports && aws::has_ports(question.protocol)) {
    answer.assumptions.insert(gates::taken(context, "linux-ports"));
  }
  const bool is_settled = answer.verdict != Reachability::Unreachable ||
                          !aws::has_ports(question.protocol) ||
                          (!refuses_some(answer.forward) && !refuses_some(answer.back));
  if (is_settled || found.value().are_ports_known) return answer;
  std::vector<ReachAnswer> by_system;
  for (const Interval& ports :
       {model::linux_ports(context.switches), model::kWindowsPorts}) {
    model::ReachQuestion of_system = question;
    of_system.source_ports = ports;
    const auto ways = model::reach_ways(context, of_system);
    if (!ways.ok()) return ways.problems();
    by_system.push_back(answer_of(ways.value(), session));
  }
  return of_either_system(std::move(answer), by_system);
}

}  // namespace pullproof::solver
