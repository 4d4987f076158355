#include "solver/reach.h"

#include <algorithm>
#include <utility>

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

ReachAnswer answer_of(const model::ReachWay& way, Session& session) {
  ReachAnswer answer;
  answer.forward = direction_of(way.forward, false, session, answer.assumptions);
  answer.back = direction_of(way.back, true, session, answer.assumptions);
  answer.verdict = worse(answer.forward.verdict, answer.back.verdict);
  return answer;
}

}  // namespace

Result<ReachAnswer> reach(const gates::Context& context,
                          const model::ReachQuestion& question, Session& session) {
  const auto found = model::reach_ways(context, question);
  if (!found.ok()) return found.problems();
  ReachAnswer worst;
  if (found.value().unknown) {
    worst.forward.missing.insert(*found.value().unknown);
    worst.back.missing.insert(*found.value().unknown);
    return worst;
  }
  bool first = true;
  for (const auto& way : found.value().ways) {
    ReachAnswer answer = answer_of(way, session);
    const bool is_worse = worse(answer.verdict, worst.verdict) != worst.verdict;
    if (first || is_worse) worst = std::move(answer);
    first = false;
  }
  return worst;
}

}  // namespace pullproof::solver
