#include "solver/leg_report.h"

#include <gtest/gtest.h>

#include "tests/support/network_account.h"
#include "tests/support/tiny_leg.h"

namespace pullproof::solver::leg_report_test {
namespace {

using support::gate_of;
using support::kTinyPort;
using support::port_between;
using support::then_gates;
using support::tiny_leg;
using Texts = std::vector<std::string>;

LegReport report_of(const model::Leg& leg) {
  Session session(50'000'000);
  return describe(leg, prove(leg, session));
}

/// The place of a packet that leaves a subnet, by the fields of the tiny leg.
gates::SubnetPlace leaving(const std::string& subnet) {
  gates::SubnetPlace place;
  place.packet.source = support::kTinyAddress;
  place.packet.source_port.field = kTinyPort;
  place.packet.destination = support::kTinyAddress;
  place.packet.destination_port.fixed = 443;
  place.subnet = SubnetId(subnet);
  return place;
}

model::Leg with_place(const gates::Place& place, const Predicate& open) {
  model::Leg leg = tiny_leg();
  leg.graph.hops()[then_gates(leg, 1, {gate_of("GATE", open)})].place = place;
  return leg;
}

TEST(LegReport, TellsARefusalInWords) {
  model::Leg leg = tiny_leg();
  const auto first = then_gates(leg, 1, {gate_of("OPEN", Predicate::always())});
  then_gates(leg, first, {gate_of("CLOSED", Predicate::never())});
  const auto report = report_of(leg);
  ASSERT_EQ(report.findings.size(), 1U);
  const auto& finding = report.findings[0].finding;
  EXPECT_EQ(finding.stage, model::Stage::Token);
  EXPECT_EQ(finding.code, "CLOSED");
  EXPECT_EQ(finding.message, "CLOSED refuses");
  EXPECT_EQ(finding.blame, Texts{"CLOSED"});
  EXPECT_EQ(finding.host, leg.host);
  ASSERT_EQ(finding.path.size(), 3U);  // the start has no kind: it is not told
  EXPECT_EQ(finding.path[0].id, "subnet-1");
  EXPECT_FALSE(finding.path[1].refuses);
  EXPECT_TRUE(finding.path[2].refuses);
}

TEST(LegReport, ShowsThePacketThatIsRefused) {
  const auto report = report_of(with_place(leaving("subnet-1"), port_between(0, 8)));
  ASSERT_EQ(report.findings.size(), 1U);
  const auto& packet = report.findings[0].finding.counterexample.packet;
  ASSERT_TRUE(packet);
  EXPECT_EQ(packet->source, "0.0.0.0:9");
  EXPECT_EQ(packet->destination, "0.0.0.0:443");
  EXPECT_EQ(packet->protocol, "tcp");
  EXPECT_EQ(packet->direction, "forward");
}

TEST(LegReport, ShowsTheRequestThatIsRefused) {
  gates::RequestPlace place;
  place.request.caller.arn = "arn:aws:iam::111122223333:role/pull";
  place.request.action = "ecr:BatchGetImage";
  place.request.resource = "arn:aws:ecr:eu-central-1:111122223333:repository/web";
  place.request.context = {{"aws:sourcevpce", gates::FixedKey{.values = {"vpce-1"}}},
                           {"aws:principalorgid", gates::FixedKey{.values = {"o-1"}}}};
  const auto report = report_of(with_place(place, Predicate::never()));
  const auto& found = report.findings.at(0);
  EXPECT_EQ(found.request_role, "arn:aws:iam::111122223333:role/pull");
  const auto& request = found.finding.counterexample.request;
  ASSERT_TRUE(request);
  EXPECT_EQ(request->action, "ecr:BatchGetImage");
  EXPECT_EQ(request->resource, "arn:aws:ecr:eu-central-1:111122223333:repository/web");
  // Only what the path decided differs from one request to the next.
  ASSERT_EQ(request->context.size(), 1U);
  EXPECT_EQ(request->context[0].first, "aws:sourcevpce");
}

TEST(LegReport, GivesTheSameBlockerTheSameKeyWhereverItIsMet) {
  const auto key = [](const gates::SubnetPlace& place) {
    return report_of(with_place(place, Predicate::never())).findings.at(0).key;
  };
  const auto out = leaving("subnet-1");
  EXPECT_EQ(key(out), key(leaving("subnet-2")));
  auto in = out;
  in.egress = false;
  EXPECT_NE(key(in), key(out));
  auto other_port = out;
  other_port.packet.destination_port.fixed = 53;
  EXPECT_NE(key(other_port), key(out));
}

TEST(LegReport, TellsWhatComesFirstOnTheWayFirst) {
  model::Leg leg = tiny_leg(2);
  const auto far = then_gates(leg, 1, {});
  then_gates(leg, far, {gate_of("FAR", Predicate::never())});
  then_gates(leg, 2, {gate_of("NEAR", Predicate::never())});
  const auto report = report_of(leg);
  ASSERT_EQ(report.findings.size(), 2U);
  EXPECT_EQ(report.findings[0].finding.code, "NEAR");
  EXPECT_EQ(report.findings[0].placement, 1U);
  EXPECT_EQ(report.findings[1].finding.code, "FAR");
}

TEST(LegReport, AsksTheGateForACloserMessage) {
  gates::Gate gate = gate_of("GATE", port_between(0, 8));
  gate.detail = [](const Choice& choice) {
    return "port " + std::to_string(static_cast<int>(choice.number(kTinyPort)));
  };
  model::Leg leg = tiny_leg();
  then_gates(leg, 1, {gate});
  EXPECT_EQ(report_of(leg).findings.at(0).finding.message, "port 9");
}

// Many tasks share reports: only what a joint question needs is kept.
TEST(LegReport, KeepsPassingChoicesOnlyWhereSomeArePartly) {
  const auto failing = report_of(with_place(leaving("s"), Predicate::never()));
  EXPECT_TRUE(failing.passes.empty());
  EXPECT_EQ(failing.statuses, std::vector<Status>{Status::Fails});
  const auto partly = report_of(with_place(leaving("s"), port_between(0, 8)));
  EXPECT_EQ(partly.passes.size(), 1U);
  EXPECT_EQ(partly.fields.size(), 3U);
}

// A leg that is the same everywhere has nothing to do with where the task is placed.
TEST(LegReport, NamesThePlacementOnlyWhereItMatters) {
  model::Leg leg = with_place(leaving("s"), Predicate::never());
  EXPECT_TRUE(report_of(leg).findings.at(0).finding.placements.empty());
  leg.sources = {support::kTinyAddress};
  const auto placements = report_of(leg).findings.at(0).finding.placements;
  ASSERT_EQ(placements.size(), 1U);
  EXPECT_EQ(placements[0].subnet, "subnet-1");
}

}  // namespace
}  // namespace pullproof::solver::leg_report_test
