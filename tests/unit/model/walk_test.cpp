#include "model/walk.h"

#include <gtest/gtest.h>

namespace pullproof::model::walk_test {
namespace {

constexpr FieldId kPort{0};
const Unknown kQuestion{.call = "ec2-describe-vpcs", .why = "not there"};

Predicate port(Number first, Number last) {
  return Predicate::in_set(kPort, IntervalSet::range(first, last));
}

Hop hop(const std::vector<Predicate>& gates = {}) {
  Hop result;
  for (const auto& open : gates) {
    gates::Gate gate;
    gate.lets_through = open;
    result.gates.push_back(gate);
  }
  return result;
}

/// Two hops behind the first one: ports up to 9 take hop 1, from 10 hop 2.
Leg forked(const std::vector<Predicate>& left, const std::vector<Predicate>& right) {
  Leg leg;
  leg.graph.add(hop());
  leg.graph.then(0, hop(left), port(0, 9));
  leg.graph.then(0, hop(right), port(10, 19));
  return leg;
}

Choice with_port(Number value) {
  Choice choice;
  choice.values = {value};
  return choice;
}

using Hops = std::vector<std::size_t>;

TEST(Walk, TakesTheEdgeWhoseGuardHolds) {
  const Leg leg = forked({}, {});
  const Walk left = walk(leg, with_port(9));
  EXPECT_EQ(left.outcome, Walk::Outcome::Passed);
  EXPECT_EQ(left.hops, (Hops{0, 1}));
  EXPECT_EQ(walk(leg, with_port(10)).hops, (Hops{0, 2}));
}

TEST(Walk, StopsAtTheFirstGateThatRefuses) {
  const Leg leg = forked({port(5, 9), port(7, 9), port(0, 8)}, {});
  const Walk refused = walk(leg, with_port(6));
  EXPECT_EQ(refused.outcome, Walk::Outcome::Refused);
  EXPECT_EQ(refused.hop, 1U);
  EXPECT_EQ(refused.gate, 1U);
  EXPECT_EQ(walk(leg, with_port(9)).gate, 2U);
  EXPECT_EQ(walk(leg, with_port(8)).outcome, Walk::Outcome::Passed);
}

TEST(Walk, IsUndecidedByAQuestionWithoutAnAnswer) {
  const Leg leg = forked({Predicate::unknown(kQuestion)}, {});
  Choice choice = with_port(0);
  EXPECT_EQ(walk(leg, choice).outcome, Walk::Outcome::Undecided);
  choice.answers[kQuestion] = false;
  EXPECT_EQ(walk(leg, choice).outcome, Walk::Outcome::Refused);
  choice.answers[kQuestion] = true;
  EXPECT_EQ(walk(leg, choice).outcome, Walk::Outcome::Passed);
}

TEST(Walk, IsUndecidedWhereTheWayHangsOnAFieldWithoutAValue) {
  EXPECT_EQ(walk(forked({}, {}), Choice{}).outcome, Walk::Outcome::Undecided);
}

TEST(Walk, LeadsNowhereIfNoEdgeTakesTheChoice) {
  const Walk lost = walk(forked({}, {}), with_port(20));
  EXPECT_EQ(lost.outcome, Walk::Outcome::Nowhere);
  EXPECT_EQ(lost.hop, 0U);
}

TEST(Walk, GoesThroughClosedGatesToTheEndIfAsked) {
  const Leg leg = forked({Predicate::never()}, {});
  const Walk through = walk_through(leg, with_port(3));
  EXPECT_EQ(through.outcome, Walk::Outcome::Passed);
  EXPECT_EQ(through.hops, (Hops{0, 1}));
  EXPECT_EQ(walk_through(leg, with_port(20)).outcome, Walk::Outcome::Nowhere);
}

}  // namespace
}  // namespace pullproof::model::walk_test
