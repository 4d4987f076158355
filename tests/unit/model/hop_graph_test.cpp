#include "model/hop_graph.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/core/ensure.h"
#include "tests/support/network_account.h"

namespace pullproof::model::hop_graph_test {
namespace {

using Lanes = std::vector<std::vector<std::size_t>>;

TEST(HopGraph, NumbersHopsAsTheyCome) {
  HopGraph graph;
  EXPECT_EQ(graph.add({}), 0U);
  EXPECT_EQ(graph.then(0, {}), 1U);
  ASSERT_EQ(graph.out(0).size(), 1U);
  EXPECT_EQ(graph.out(0)[0].to, 1U);
  EXPECT_EQ(graph.out(0)[0].guard.as_constant(), Truth::Yes);
  EXPECT_TRUE(graph.out(1).empty());
}

TEST(HopGraph, ListsEveryWayToAnEnd) {
  HopGraph graph;
  graph.add({});
  const auto left = graph.then(0, {});
  const auto right = graph.then(0, {});
  const auto joined = graph.then(left, {});
  graph.connect(right, joined);
  graph.then(right, {});
  EXPECT_EQ(graph.lanes(), (Lanes{{0, 1, 3}, {0, 2, 3}, {0, 2, 4}}));
}

TEST(HopGraph, TellsTheFirstOfItsWays) {
  HopGraph graph;
  graph.add({});
  const auto first = graph.then(0, {});
  graph.then(0, {});
  graph.then(first, {});
  EXPECT_EQ(graph.first_lane(), graph.lanes().front());
  EXPECT_EQ(graph.first_lane(), (std::vector<std::size_t>{0, 1, 3}));
}

TEST(HopGraph, HasOneWayOfOneHopAtLeast) {
  HopGraph graph;
  graph.add({});
  EXPECT_EQ(graph.lanes(), (Lanes{{0}}));
}

TEST(HopGraph, LeavesOutHopsThatNothingLeadsTo) {
  HopGraph graph;
  graph.add({});
  graph.add({});
  graph.then(0, {});
  EXPECT_EQ(graph.lanes(), (Lanes{{0, 2}}));
}

TEST(HopGraph, NeverReturnsToAHop) {
  HopGraph graph;
  graph.add({});
  const auto next = graph.then(0, {});
  graph.connect(next, 0);
  EXPECT_THROW(static_cast<void>(graph.lanes()), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(graph.first_lane()), BrokenInvariant);
}

TEST(HopGraph, LeadsFromAHopToAnotherInOneWay) {
  HopGraph graph;
  graph.add({});
  const auto next = graph.then(0, {});
  EXPECT_THROW(graph.connect(0, next), BrokenInvariant);
}

TEST(HopGraph, AsksTheGatesOfEveryPlace) {
  const support::NetworkWorld world(support::network_account());
  HopGraph graph;
  graph.add({});
  gates::SubnetPlace place;
  place.packet = support::packet_to_443();
  place.scope = support::kNetworkScope;
  place.subnet = SubnetId("subnet-task");
  Hop hop;
  hop.place = place;
  graph.then(0, hop);
  fill_gates(graph, world.context());
  EXPECT_TRUE(graph.hops()[0].gates.empty());
  ASSERT_EQ(graph.hops()[1].gates.size(), 1U);
  EXPECT_EQ(graph.hops()[1].gates[0].name, "network-acl");
}

}  // namespace
}  // namespace pullproof::model::hop_graph_test
