// What stays open of a leg that is refused for certain: an open question hides whatever
// it would lead to.
//
// AWS: VPC user guide, "Control access to VPC endpoints using endpoint policies": a
// request meets a policy only on a way that leads through its endpoint.
#include "solver/leg_proof.h"

#include <gtest/gtest.h>

#include "tests/support/tiny_leg.h"

namespace pullproof::solver::leg_proof_test {
namespace {

using support::tiny_question;

gates::Gate gate_of(const std::string& mechanism, const Predicate& open) {
  gates::Gate gate = support::gate_of(mechanism + "-gate", open);
  gate.mechanism = mechanism;
  return gate;
}

gates::Gate question(const std::string& mechanism) {
  return gate_of(mechanism, Predicate::unknown(tiny_question("a-call")));
}

gates::Gate refusal() { return gate_of("identity-policy", Predicate::never()); }

std::set<std::string> open_of(const model::Leg& leg) {
  constexpr std::uint32_t kBudget = 50'000'000;
  Session session(kBudget);
  return proof_of(leg, prove(leg, session), {})->open;
}

/// Of one hop with these gates.
std::set<std::string> open_of(const std::vector<gates::Gate>& gates) {
  model::Leg leg = support::tiny_leg();
  support::then_gates(leg, 1, gates);
  return open_of(leg);
}

TEST(LegProof, LeavesOpenTheWayBehindAQuestion) {
  const auto open = open_of({question("route"), refusal()});
  EXPECT_TRUE(open.contains("route"));
  EXPECT_TRUE(open.contains("endpoint-policy"));
  EXPECT_TRUE(open.contains("security-group"));
  EXPECT_FALSE(open.contains("scp"));
  EXPECT_FALSE(open.contains("identity-policy"));
  EXPECT_TRUE(open_of({refusal()}).empty());
}

TEST(LegProof, LeavesOpenTheKeyOfASecretThatNobodyHasSeen) {
  EXPECT_TRUE(open_of({refusal(), question("secret")}).contains("kms"));
  const auto open = open_of({refusal(), question("scp")});
  EXPECT_TRUE(open.contains("scp"));
  EXPECT_FALSE(open.contains("rcp"));
  EXPECT_FALSE(open.contains("kms"));
}

TEST(LegProof, LeavesOpenWhatARequestMeetsThatNobodyKnows) {
  model::Leg leg = support::tiny_leg();
  model::Hop request;
  request.kind = "request";
  request.place = gates::RoutePlace{};
  request.gates = {question("route")};
  const auto hop = leg.graph.then(1, request);
  support::then_gates(leg, hop, {refusal()});
  const auto open = open_of(leg);
  EXPECT_TRUE(open.contains("scp"));
  EXPECT_TRUE(open.contains("kms"));
  EXPECT_TRUE(open.contains("secret"));
  EXPECT_FALSE(open.contains("security-group"));
}

}  // namespace
}  // namespace pullproof::solver::leg_proof_test
