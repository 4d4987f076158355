#include "model/aws/fact_trace.h"

#include <algorithm>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/network_index.h"
#include "model/aws/snapshot.h"
#include "tests/support/random_account.h"

namespace pullproof::aws::fact_trace_test {
namespace {

using Keys = std::vector<FactKey>;

bool has(const Keys& keys, FactKey key) {
  return std::binary_search(keys.begin(), keys.end(), key);
}

template <class Look>
Keys seen_by(const Look& look) {
  FactTrace trace;
  {
    const Tracing tracing(trace);
    look();
  }
  return trace.take();
}

class FactTraces : public ::testing::Test {
 protected:
  const Snapshot account =
      std::move(Snapshot::from_bundle(support::healthy_bundle()).value());
  const Scope home{"111122223333", "eu-central-1"};
};

TEST_F(FactTraces, NotesWhatIsLookedForInVain) {
  const auto keys = seen_by([&] { (void)account.find<RouteTable>(home, "rtb-none"); });
  EXPECT_EQ(keys, Keys{fact_key(kKindOf<RouteTable>, "rtb-none")});
}

TEST_F(FactTraces, TellsKindsOfOneIdApart) {
  EXPECT_NE(fact_key(kKindOf<Vpc>, "x"), fact_key(kKindOf<Subnet>, "x"));
  EXPECT_NE(table_key(kKindOf<Vpc>), table_key(kKindOf<Subnet>));
}

TEST_F(FactTraces, NotesATableThatIsWalked) {
  const auto keys = seen_by([&] { (void)account.table<Role>().all(); });
  EXPECT_EQ(keys, Keys{table_key(kKindOf<Role>)});
}

TEST_F(FactTraces, NotesRowsThatAnIndexHandsOut) {
  const NetworkIndex index(account);
  const auto& table = account.table<RouteTable>().all()[3];
  ASSERT_FALSE(table.subnets.empty());
  const auto keys = seen_by([&] {
    ASSERT_EQ(index.table_of(table.scope, table.vpc_id, table.subnets.front()), &table);
  });
  EXPECT_TRUE(has(keys, fact_key(kKindOf<RouteTable>, table.id())));
}

TEST_F(FactTraces, NotesEveryEndpointThatAnIndexHandsOut) {
  const NetworkIndex index(account);
  const auto& endpoints = account.table<VpcEndpoint>().all();
  ASSERT_FALSE(endpoints.empty());
  const VpcId vpc = endpoints.front().vpc_id;
  const auto keys = seen_by([&] { (void)index.endpoints_in(home, vpc); });
  for (const auto& endpoint : endpoints) {
    const bool is_here = endpoint.vpc_id == vpc;
    EXPECT_EQ(has(keys, fact_key(kKindOf<VpcEndpoint>, endpoint.id())), is_here);
  }
}

TEST_F(FactTraces, NotesNothingWhileNobodyTraces) {
  FactTrace trace;
  (void)account.find<RouteTable>(home, "rtb-none");
  EXPECT_EQ(trace_of_thread, nullptr);
  EXPECT_TRUE(trace.take().empty());
}

TEST_F(FactTraces, GoesBackToTheOuterTrace) {
  FactTrace outer;
  FactTrace inner;
  {
    const Tracing first(outer);
    {
      const Tracing second(inner);
      (void)account.find<Vpc>(home, "vpc-a");
    }
    (void)account.find<Vpc>(home, "vpc-b");
  }
  EXPECT_EQ(inner.take(), Keys{fact_key(kKindOf<Vpc>, "vpc-a")});
  EXPECT_EQ(outer.take(), Keys{fact_key(kKindOf<Vpc>, "vpc-b")});
}

TEST_F(FactTraces, LeavesOtherThreadsAlone) {
  FactTrace trace;
  const Tracing tracing(trace);
  std::thread([&] { (void)account.find<Vpc>(home, "vpc-a"); }).join();
  EXPECT_TRUE(trace.take().empty());
}

TEST_F(FactTraces, ForgetsWhatWasTaken) {
  FactTrace trace;
  for (int i = 0; i < 2; ++i) {
    const Tracing tracing(trace);
    (void)account.find<Vpc>(home, "vpc-a");
    (void)account.find<Vpc>(home, "vpc-a");
    EXPECT_EQ(trace.take().size(), 1U);
  }
}

TEST_F(FactTraces, LosesNoKeyWhateverItIs) {
  FactTrace trace;
  Keys all;
  for (FactKey key = 0; key < 2000; ++key) {
    trace.note(key);
    all.push_back(key);
  }
  EXPECT_EQ(trace.take(), all);
}

}  // namespace
}  // namespace pullproof::aws::fact_trace_test
