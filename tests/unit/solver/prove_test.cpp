#include "solver/prove.h"

#include <gtest/gtest.h>

#include "tests/support/tiny_leg.h"

namespace pullproof::solver::prove_test {
namespace {

using support::address_between;
using support::gate_of;
using support::kTinyPort;
using support::port_between;
using support::then_gates;
using support::tiny_leg;
using support::tiny_question;
using Texts = std::vector<std::string>;

LegOutcome outcome_of(const model::Leg& leg, std::uint32_t budget = 50'000'000) {
  Session session(budget);
  return prove(leg, session);
}

/// Of one hop with these gates, in the only placement.
LegOutcome outcome_of(const std::vector<gates::Gate>& gates) {
  model::Leg leg = tiny_leg();
  then_gates(leg, 1, gates);
  return outcome_of(leg);
}

Status status_of(const Predicate& open) {
  return outcome_of({gate_of("GATE", open)}).placements.at(0).status;
}

Texts codes(const model::Leg& leg, const LegOutcome& outcome) {
  Texts found;
  for (const auto& refusal : outcome.refusals) {
    found.push_back(leg.graph.hops()[refusal.hop].gates[refusal.gate].code);
  }
  return found;
}

Texts calls(const std::set<Unknown>& missing) {
  Texts found;
  for (const auto& question : missing) found.push_back(question.call);
  return found;
}

TEST(Prove, ProvesWhereEveryChoicePasses) {
  const auto outcome = outcome_of({gate_of("GATE", port_between(0, 9))});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Proved);
  EXPECT_TRUE(outcome.refusals.empty());
  EXPECT_TRUE(outcome.placements[0].missing.empty());
}

TEST(Prove, FailsWhereEveryChoiceIsRefused) {
  const auto outcome = outcome_of({gate_of("GATE", Predicate::never())});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Fails);
  ASSERT_EQ(outcome.refusals.size(), 1U);
  const Refusal& refusal = outcome.refusals[0];
  EXPECT_TRUE(refusal.every_choice);
  EXPECT_EQ(refusal.hops, (std::vector<std::size_t>{0, 1, 2}));
  ASSERT_EQ(refusal.blame.size(), 1U);
  EXPECT_EQ(refusal.blame[0]->id, "GATE");
}

// Each gate lets some through, and together they let none.
TEST(Prove, FailsWhereGatesRefuseEveryChoiceTogether) {
  const auto outcome = outcome_of(
      {gate_of("LOW", port_between(0, 4)), gate_of("HIGH", port_between(5, 9))});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Fails);
  ASSERT_EQ(outcome.refusals.size(), 2U);
  EXPECT_FALSE(outcome.refusals[0].every_choice);
}

TEST(Prove, IsPartlyWhereSomeChoiceOfAwsIsRefused) {
  const auto outcome = outcome_of({gate_of("GATE", port_between(0, 8))});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Partly);
  ASSERT_EQ(outcome.refusals.size(), 1U);
  EXPECT_EQ(outcome.refusals[0].choice.number(kTinyPort), Number{9});
  EXPECT_FALSE(outcome.refusals[0].every_choice);
}

// The true address is one of many: refusing some of them proves nothing.
TEST(Prove, IsUndecidedWhereOnlyAnUnknownValueIsRefused) {
  const auto outcome = outcome_of({gate_of("GATE", address_between(0, 8))});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Undecided);
  EXPECT_TRUE(outcome.refusals.empty());
  EXPECT_EQ(outcome.placements[0].missing.size(), 1U);
  EXPECT_EQ(status_of(address_between(20, 30)), Status::Fails);
  EXPECT_EQ(status_of(address_between(0, 9)), Status::Proved);
}

// Port 9 is refused whatever the address is; port 8 only by some addresses.
TEST(Prove, CountsARefusalOnlyIfItHoldsForEveryUnknownValue) {
  const Predicate certain = Predicate::any_of(
      {port_between(0, 7),
       Predicate::all_of({port_between(8, 8), address_between(0, 4)})});
  const auto outcome = outcome_of({gate_of("GATE", certain)});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Partly);
  EXPECT_EQ(outcome.refusals.at(0).choice.number(kTinyPort), Number{9});
  EXPECT_EQ(status_of(Predicate::any_of({port_between(0, 8), address_between(0, 4)})),
            Status::Undecided);
}

TEST(Prove, IsUndecidedByAnOpenQuestion) {
  const auto outcome =
      outcome_of({gate_of("GATE", Predicate::unknown(tiny_question("call")))});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Undecided);
  EXPECT_EQ(calls(outcome.placements[0].missing), Texts{"call"});
}

TEST(Prove, FailsWhereEveryAnswerOfAQuestionIsRefused) {
  model::Leg leg = tiny_leg();
  const Predicate open = Predicate::unknown(tiny_question("call"));
  then_gates(leg, 1, {gate_of("LEFT", Predicate::never())}, open);
  then_gates(leg, 1, {gate_of("RIGHT", Predicate::never())}, Predicate::negation(open));
  const auto outcome = outcome_of(leg);
  EXPECT_EQ(outcome.placements.at(0).status, Status::Fails);
  EXPECT_EQ(codes(leg, outcome), (Texts{"LEFT", "RIGHT"}));
}

TEST(Prove, JudgesEachPlacementByItself) {
  model::Leg leg = tiny_leg(3);
  then_gates(leg, 1, {gate_of("A", Predicate::always())});
  then_gates(leg, 2, {gate_of("B", Predicate::never())});
  then_gates(leg, 3, {gate_of("C", port_between(0, 0))});
  const auto outcome = outcome_of(leg);
  ASSERT_EQ(outcome.placements.size(), 3U);
  EXPECT_EQ(outcome.placements[0].status, Status::Proved);
  EXPECT_EQ(outcome.placements[1].status, Status::Fails);
  EXPECT_EQ(outcome.placements[2].status, Status::Partly);
  ASSERT_EQ(outcome.refusals.size(), 2U);
  EXPECT_EQ(outcome.refusals[0].placement, 1U);
  EXPECT_EQ(outcome.refusals[1].placement, 2U);
}

TEST(Prove, TellsEveryGateThatRefuses) {
  model::Leg leg = tiny_leg();
  const auto first = then_gates(leg, 1, {gate_of("FIRST", Predicate::never())});
  then_gates(leg, first, {gate_of("SECOND", Predicate::never())});
  EXPECT_EQ(codes(leg, outcome_of(leg)), (Texts{"FIRST", "SECOND"}));
}

// Nobody can exclude it as a cause of what was seen.
TEST(Prove, TellsWhatMayRefuseAClosedWayAsWell) {
  gates::Gate open = gate_of("OPEN", Predicate::unknown(tiny_question("call")));
  open.mechanism = "open";
  gates::Gate passes = gate_of("PASSES", port_between(0, 9));
  passes.mechanism = "passes";
  const auto outcome =
      outcome_of({gate_of("CLOSED", Predicate::never()), open, passes});
  EXPECT_EQ(outcome.placements.at(0).status, Status::Fails);
  EXPECT_EQ(outcome.refusals.size(), 1U);
  EXPECT_EQ(outcome.doubtful, std::set<std::string>{"open"});
}

TEST(Prove, GathersWhatTheGatesAssume) {
  gates::Gate gate = gate_of("GATE", Predicate::always());
  gate.assumptions = {{.name = "call", .value = "refuses nothing"}};
  EXPECT_EQ(outcome_of({gate}).assumptions.size(), 1U);
}

TEST(Prove, GivesThePassingChoicesOfAPlacement) {
  const auto outcome = outcome_of({gate_of("GATE", port_between(3, 5))});
  for (Number port = 0; port <= 9; ++port) {
    Choice choice;
    choice.values = {Number{0}, port, Number{0}};
    EXPECT_EQ(evaluate(outcome.placements.at(0).passes, choice),
              port >= 3 && port <= 5 ? Truth::Yes : Truth::No);
  }
}

}  // namespace
}  // namespace pullproof::solver::prove_test
