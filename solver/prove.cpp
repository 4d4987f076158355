#include "solver/prove.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "model/core/ensure.h"
#include "model/walk.h"
#include "solver/lanes.h"
#include "solver/transform.h"

namespace pullproof::solver {
namespace {

/// Rounds of the search for a certainly refused choice; more are undecided.
constexpr int kRounds = 64;

const Unknown kBudgetSpent{.call = "",
                           .why = "the solver's budget is spent before an answer"};

Predicate any_lane(const std::vector<const Lane*>& lanes,
                   Predicate (Lane::*part)() const) {
  std::vector<Predicate> ways;
  ways.reserve(lanes.size());
  for (const auto* lane : lanes) ways.push_back((lane->*part)());
  return Predicate::any_of(std::move(ways));
}

/// "which public address the task has": what an inexact field leaves open.
std::string which(const Field& field, const std::string& host) {
  if (field.name == "destination address") {
    return fmt::format("which of all public addresses {} has", host);
  }
  if (field.name == "public address") return "which public address the task has";
  if (field.name == "aws:SourceArn") {
    return "which resource ECS names in aws:SourceArn (`--assume "
           "trust-source-arn=...` decides)";
  }
  return "which " + field.name + " it is";
}

class Prover {
 public:
  Prover(const model::Leg& leg, Session& session)
      : leg_(leg), session_(session), lanes_(lanes_of(leg)) {}

  LegOutcome prove();

 private:
  struct Certain {
    enum class Kind {
      Found,
      Never,  ///< Nothing is `wanted`, whatever the answers to questions are.
      None,
      GaveUp,
    };
    Kind kind = Kind::None;
    Choice choice;
  };

  std::vector<const Lane*> lanes_at(std::size_t placement) const;
  bool nothing_refused();
  PlacementOutcome decide(std::size_t placement, LegOutcome& outcome);
  void add_refusals(std::size_t placement, const PlacementOutcome& decided,
                    LegOutcome& outcome);
  void add_refusal(const std::vector<const Lane*>& lanes, const Lane& lane,
                   const LaneGate& gate, const Predicate& escape, LegOutcome& outcome);
  Predicate passes_alike(const std::vector<const Lane*>& lanes,
                         const LaneGate& gate) const;
  bool refuses_all(const std::vector<const Lane*>& lanes, const model::Hop& hop,
                   std::size_t gate) const;
  Certain certainly(const Predicate& wanted, const Predicate& passes);
  Choice only(const Choice& choice, bool exact) const;
  Choice unknowns(const Choice& escape, const Choice& candidate) const;
  std::set<Unknown> hangs_on(const std::vector<const Lane*>& lanes) const;
  Refusal replayed(const Lane& lane, const LaneGate& gate, Choice choice) const;
  void complete(Choice& choice, const Lane& lane) const;

  const model::Leg& leg_;
  Session& session_;
  std::vector<Lane> lanes_;
  bool gave_up_ = false;
};

std::vector<const Lane*> Prover::lanes_at(std::size_t placement) const {
  std::vector<const Lane*> found;
  for (const auto& lane : lanes_) {
    if (lane.placement == placement) found.push_back(&lane);
  }
  return found;
}

/// The leg's one query: unsatisfiable exactly when no choice is refused, in any
/// placement and whatever the answers to open questions are.
bool Prover::nothing_refused() {
  std::vector<const Lane*> all;
  for (const auto& lane : lanes_) all.push_back(&lane);
  return session_.ask(leg_.fields, any_lane(all, &Lane::refused)).answer ==
         Answer::Unsat;
}

/// The part of a choice that AWS really chooses (exact), or that is merely not known.
Choice Prover::only(const Choice& choice, bool exact) const {
  Choice part;
  part.values.resize(choice.values.size());
  for (std::size_t i = 0; i < choice.values.size(); ++i) {
    if (leg_.fields.at(FieldId{i}).exact == exact) part.values[i] = choice.values[i];
  }
  if (!exact) part.answers = choice.answers;
  return part;
}

/// A value for everything that is unknown: the escape's where it has one.
Choice Prover::unknowns(const Choice& escape, const Choice& candidate) const {
  Choice all = only(escape, false);
  all.answers.insert(candidate.answers.begin(), candidate.answers.end());
  all.values.resize(leg_.fields.size());
  for (std::size_t i = 0; i < leg_.fields.size(); ++i) {
    const Field& field = leg_.fields.at(FieldId{i});
    auto& value = all.values[i];
    if (field.exact || !std::holds_alternative<std::monostate>(value)) continue;
    if (i < candidate.values.size()) value = candidate.values[i];
    if (std::holds_alternative<std::monostate>(value)) {
      value = plausible_value(field, field.domain);
    }
  }
  return all;
}

/// Searches a choice of the exact fields that is `wanted` and that passes for no value
/// of whatever is unknown: counterexample-guided, each round excludes one such value.
Prover::Certain Prover::certainly(const Predicate& wanted, const Predicate& passes) {
  Predicate candidates = wanted;
  for (int round = 0; round < kRounds; ++round) {
    const Reply candidate = session_.ask(leg_.fields, candidates);
    if (candidate.answer == Answer::Unsat) {
      return {.kind = round == 0 ? Certain::Kind::Never : Certain::Kind::None,
              .choice = {}};
    }
    if (candidate.answer == Answer::GaveUp) break;
    const Reply escape =
        session_.ask(leg_.fields, bind(passes, only(candidate.choice, true)));
    if (escape.answer == Answer::Unsat) {
      return {.kind = Certain::Kind::Found, .choice = candidate.choice};
    }
    if (escape.answer == Answer::GaveUp) break;
    candidates = Predicate::all_of(
        {candidates,
         Predicate::negation(bind(passes, unknowns(escape.choice, candidate.choice)))});
  }
  gave_up_ = true;
  return {.kind = Certain::Kind::GaveUp, .choice = {}};
}

std::set<Unknown> Prover::hangs_on(const std::vector<const Lane*>& lanes) const {
  std::set<Unknown> missing;
  const auto add = [&](const std::set<Unknown>& asked) {
    for (const auto& question : asked) {
      missing.insert({.call = question.call, .why = question.why});
    }
  };
  const auto open_choice = [&](FieldId field, const LaneGate& gate) {
    if (leg_.fields.at(field).exact) return;
    missing.insert({.call = "",
                    .why = fmt::format(
                        "{} is not known; {}", which(leg_.fields.at(field), leg_.host),
                        leg_.graph.hops()[gate.hop].gates[gate.gate].message)});
  };
  for (const auto* lane : lanes) {
    add(questions(lane->guard));
    if (const auto* closed = lane->closed()) {
      for (const FieldId field : fields(lane->guard)) open_choice(field, *closed);
      continue;
    }
    for (const auto& gate : lane->gates) {
      add(questions(gate.open));
      for (const FieldId field : fields(gate.open)) open_choice(field, gate);
    }
  }
  return missing;
}

PlacementOutcome Prover::decide(std::size_t placement, LegOutcome& outcome) {
  const auto lanes = lanes_at(placement);
  ensure(!lanes.empty(), "every placement has a way");
  PlacementOutcome decided;
  decided.passes = any_lane(lanes, &Lane::passed);
  const Predicate refused = any_lane(lanes, &Lane::refused);
  const Answer refusable = session_.ask(leg_.fields, refused).answer;
  if (refusable == Answer::Unsat) {
    decided.status = Status::Proved;
  } else {
    const Answer passable = session_.ask(leg_.fields, decided.passes).answer;
    if (passable == Answer::Unsat) {
      decided.status = Status::Fails;
    } else if (refusable == Answer::Sat &&
               certainly(refused, decided.passes).kind == Certain::Kind::Found) {
      decided.status = Status::Partly;
    }
  }
  if (decided.status == Status::Undecided || decided.status == Status::Partly) {
    decided.missing = hangs_on(lanes);
    if (gave_up_ || refusable == Answer::GaveUp) decided.missing.insert(kBudgetSpent);
  }
  if (decided.status == Status::Fails || decided.status == Status::Partly) {
    add_refusals(placement, decided, outcome);
  }
  return decided;
}

bool Prover::refuses_all(const std::vector<const Lane*>& lanes, const model::Hop& hop,
                         std::size_t gate) const {
  const auto& wanted = hop.gates[gate];
  return std::all_of(lanes.begin(), lanes.end(), [&](const Lane* lane) {
    return std::any_of(
        lane->gates.begin(), lane->gates.end(), [&](const LaneGate& other) {
          const auto& its = leg_.graph.hops()[other.hop].gates[other.gate];
          return other.open.as_constant() == Truth::No && its.code == wanted.code &&
                 its.mechanism == wanted.mechanism;
        });
  });
}

/// Choices that get past every gate of this kind, whatever other gates say.
Predicate Prover::passes_alike(const std::vector<const Lane*>& lanes,
                               const LaneGate& gate) const {
  const auto& wanted = leg_.graph.hops()[gate.hop].gates[gate.gate];
  std::vector<Predicate> ways;
  for (const auto* lane : lanes) {
    std::vector<Predicate> parts = {lane->guard};
    for (const auto& other : lane->gates) {
      const auto& its = leg_.graph.hops()[other.hop].gates[other.gate];
      if (its.code == wanted.code && its.mechanism == wanted.mechanism) {
        parts.push_back(other.open);
      }
    }
    ways.push_back(Predicate::all_of(std::move(parts)));
  }
  return Predicate::any_of(std::move(ways));
}

void Prover::add_refusal(const std::vector<const Lane*>& lanes, const Lane& lane,
                         const LaneGate& gate, const Predicate& escape,
                         LegOutcome& outcome) {
  auto certain = certainly(
      Predicate::all_of({lane.guard, Predicate::negation(gate.open)}), escape);
  if (certain.kind != Certain::Kind::Found) {
    if (certain.kind != Certain::Kind::Never) {
      outcome.doubtful.insert(leg_.graph.hops()[gate.hop].gates[gate.gate].mechanism);
    }
    return;
  }
  Refusal refusal = replayed(lane, gate, std::move(certain.choice));
  refusal.every_choice = refuses_all(lanes, leg_.graph.hops()[gate.hop], gate.gate);
  outcome.refusals.push_back(std::move(refusal));
}

/// Every gate that certainly refuses by itself. Where gates refuse only together (one
/// on each way that an open question allows), each that certainly refuses on its own
/// way is told; and where even that takes several, each of them.
void Prover::add_refusals(std::size_t placement, const PlacementOutcome& decided,
                          LegOutcome& outcome) {
  const auto lanes = lanes_at(placement);
  const std::size_t before = outcome.refusals.size();
  const auto tell = [&](const auto& escape_of) {
    if (outcome.refusals.size() != before) return;
    for (const auto* lane : lanes) {
      for (const auto& gate : lane->gates) {
        add_refusal(lanes, *lane, gate, escape_of(*lane, gate), outcome);
      }
    }
  };
  tell([&](const Lane&, const LaneGate& gate) { return passes_alike(lanes, gate); });
  tell([&](const Lane& lane, const LaneGate& gate) {
    return Predicate::any_of(
        {decided.passes, Predicate::all_of({lane.guard, gate.open})});
  });
  tell([&](const Lane&, const LaneGate&) { return decided.passes; });
}

/// Fields that the query did not mention get the plainest value of the lane.
void Prover::complete(Choice& choice, const Lane& lane) const {
  choice.values.resize(leg_.fields.size());
  for (std::size_t i = 0; i < leg_.fields.size(); ++i) {
    const Field& field = leg_.fields.at(FieldId{i});
    auto& value = choice.values[i];
    if (!std::holds_alternative<std::monostate>(value)) continue;
    const auto domain = lane.domains.numbers.find(FieldId{i});
    value = plausible_value(
        field, domain == lane.domains.numbers.end() ? field.domain : domain->second);
  }
}

/// The choice without answers to open questions, where it is refused all the same: what
/// is certain is to blame rather than what might be.
Choice certain_part(const Predicate& lets_through, const Choice& choice) {
  Choice certain = choice;
  certain.answers.clear();
  return evaluate(lets_through, certain) == Truth::No ? certain : choice;
}

/// Walks the counterexample through the leg and insists that the gate refuses it there.
Refusal Prover::replayed(const Lane& lane, const LaneGate& gate, Choice choice) const {
  complete(choice, lane);
  const model::Walk walk = model::walk_through(leg_, choice);
  const auto reached = std::find(walk.hops.begin(), walk.hops.end(), gate.hop);
  ensure(reached != walk.hops.end(),
         "a counterexample reaches the hop that refuses it");
  const auto& refusing = leg_.graph.hops()[gate.hop].gates[gate.gate];
  ensure(evaluate(refusing.lets_through, choice) == Truth::No,
         "the interpreter refuses a counterexample too");
  const auto depth = static_cast<std::size_t>(reached - walk.hops.begin());
  // A request that has no way is refused all the same, but no way can be shown.
  const auto& place = leg_.graph.hops()[gate.hop].place;
  const bool carried = std::holds_alternative<gates::RequestPlace>(place) ||
                       std::holds_alternative<gates::ImagePlace>(place);
  const auto* closed = lane.closed();
  const bool has_way = !carried || closed == nullptr ||
                       std::find(walk.hops.begin(), reached, closed->hop) == reached;
  return {.placement = lane.placement,
          .hop = gate.hop,
          .gate = gate.gate,
          .hops = {has_way ? walk.hops.begin() : reached, reached + 1},
          .depth = depth,
          .every_choice = false,
          .choice = choice,
          .blame = blame(refusing.lets_through,
                         certain_part(refusing.lets_through, choice))};
}

LegOutcome Prover::prove() {
  LegOutcome outcome;
  outcome.assumptions = leg_.assumptions;
  for (const auto& lane : lanes_) {
    for (const std::size_t hop : lane.hops) {
      for (const auto& gate : leg_.graph.hops()[hop].gates) {
        outcome.assumptions.insert(gate.assumptions.begin(), gate.assumptions.end());
      }
    }
  }
  const bool all_pass = nothing_refused();
  for (std::size_t i = 0; i < leg_.placements.size(); ++i) {
    if (!all_pass) {
      outcome.placements.push_back(decide(i, outcome));
      continue;
    }
    PlacementOutcome proved{.status = Status::Proved,
                            .passes = any_lane(lanes_at(i), &Lane::passed),
                            .missing = {}};
    ensure(session_.ask(leg_.fields, proved.passes).answer != Answer::Unsat,
           "a proof is about at least one choice");
    outcome.placements.push_back(std::move(proved));
  }
  return outcome;
}

}  // namespace

LegOutcome prove(const model::Leg& leg, Session& session) {
  return Prover(leg, session).prove();
}

}  // namespace pullproof::solver
