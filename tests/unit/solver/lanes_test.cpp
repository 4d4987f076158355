#include "solver/lanes.h"

#include <gtest/gtest.h>

#include "tests/support/tiny_leg.h"

namespace pullproof::solver::lanes_test {
namespace {

using support::address_between;
using support::gate_of;
using support::kTinyPort;
using support::port_between;
using support::then_gates;
using support::tiny_leg;
using Hops = std::vector<std::size_t>;

Choice choice_of(Number placement, Number port) {
  Choice choice;
  choice.values = {placement, port, Number{0}};
  return choice;
}

TEST(Lanes, AreOneForEachWay) {
  model::Leg leg = tiny_leg(2);
  then_gates(leg, 1, {}, port_between(0, 4));
  then_gates(leg, 1, {}, port_between(5, 9));
  const auto lanes = lanes_of(leg);
  ASSERT_EQ(lanes.size(), 3U);
  EXPECT_EQ(lanes[0].hops, (Hops{0, 1, 3}));
  EXPECT_EQ(lanes[1].hops, (Hops{0, 1, 4}));
  EXPECT_EQ(lanes[2].hops, (Hops{0, 2}));
  EXPECT_EQ(lanes[0].placement, 0U);
  EXPECT_EQ(lanes[2].placement, 1U);
}

TEST(Lanes, LeaveOutWaysThatNoChoiceTakes) {
  model::Leg leg = tiny_leg();
  const auto low = then_gates(leg, 1, {}, port_between(0, 4));
  then_gates(leg, low, {}, port_between(5, 9));
  then_gates(leg, low, {}, port_between(3, 9));
  const auto lanes = lanes_of(leg);
  ASSERT_EQ(lanes.size(), 1U);
  EXPECT_EQ(lanes[0].domains.numbers.at(kTinyPort), IntervalSet::range(3, 4));
}

// What the way itself decides needs no solver.
TEST(Lanes, KeepOnlyGatesThatTheWayLeavesOpen) {
  model::Leg leg = tiny_leg();
  then_gates(
      leg, 1,
      {gate_of("open", port_between(0, 6)), gate_of("partly", port_between(2, 6)),
       gate_of("closed", port_between(5, 9))},
      port_between(0, 4));
  const auto lanes = lanes_of(leg);
  ASSERT_EQ(lanes.size(), 1U);
  ASSERT_EQ(lanes[0].gates.size(), 2U);
  EXPECT_EQ(lanes[0].gates[0].gate, 1U);
  EXPECT_EQ(lanes[0].gates[1].gate, 2U);
  EXPECT_EQ(lanes[0].gates[1].open.as_constant(), Truth::No);
  EXPECT_NE(lanes[0].closed(), nullptr);
}

TEST(Lanes, PassOrRefuseEachChoiceThatTakesThem) {
  model::Leg leg = tiny_leg(2);
  then_gates(leg, 1,
             {gate_of("a", port_between(2, 9)), gate_of("b", port_between(0, 7))});
  const Lane lane = lanes_of(leg)[0];
  EXPECT_EQ(lane.closed(), nullptr);
  for (Number port = 0; port <= 9; ++port) {
    const bool passes = port >= 2 && port <= 7;
    EXPECT_EQ(evaluate(lane.passed(), choice_of(0, port)),
              passes ? Truth::Yes : Truth::No);
    EXPECT_EQ(evaluate(lane.refused(), choice_of(0, port)),
              passes ? Truth::No : Truth::Yes);
    EXPECT_EQ(evaluate(lane.passed(), choice_of(1, port)), Truth::No);
    EXPECT_EQ(evaluate(lane.refused(), choice_of(1, port)), Truth::No);
  }
}

TEST(Lanes, KeepTheQuestionsOfTheirGuards) {
  model::Leg leg = tiny_leg();
  const Predicate open = Predicate::unknown(support::tiny_question("call"));
  then_gates(leg, 1, {}, open);
  then_gates(leg, 1, {}, Predicate::negation(open));
  const auto lanes = lanes_of(leg);
  ASSERT_EQ(lanes.size(), 2U);
  EXPECT_EQ(questions(lanes[0].guard).size(), 1U);
  EXPECT_EQ(questions(lanes[1].guard).size(), 1U);
}

}  // namespace
}  // namespace pullproof::solver::lanes_test
