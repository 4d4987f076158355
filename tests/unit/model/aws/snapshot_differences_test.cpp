#include "model/aws/snapshot_differences.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/network_index.h"
#include "tests/support/random_account.h"

namespace pullproof::aws::snapshot_differences_test {
namespace {

using nlohmann::json;
using Keys = std::vector<FactKey>;

const std::string kFolder = "111122223333/eu-central-1/";
const std::string kEndpoints = kFolder + "ec2-describe-vpc-endpoints.json";
const std::string kNatGateways = kFolder + "ec2-describe-nat-gateways.json";

std::optional<Keys> differences(const json& one, const json& other) {
  const auto before = Snapshot::from_bundle(one);
  const auto after = Snapshot::from_bundle(other);
  EXPECT_TRUE(before.ok() && after.ok());
  return SnapshotDifferences::between(
      before.value(), after.value(),
      [](const Snapshot& rows) { const NetworkIndex network(rows); });
}

template <class T>
bool touches(const Keys& keys, Symbol id) {
  return std::find(keys.begin(), keys.end(), fact_key(kKindOf<T>, id)) != keys.end();
}

class SnapshotDifference : public ::testing::Test {
 protected:
  const json before = support::healthy_bundle();
  json after = before;
};

TEST_F(SnapshotDifference, IsNothingBetweenTwoLoads) {
  EXPECT_EQ(differences(before, after), Keys{});
}

TEST_F(SnapshotDifference, TouchesWhoeverAskedAnIndexForARowThatComes) {
  json& endpoints = after[kEndpoints]["VpcEndpoints"];
  json twin = endpoints[0];
  twin["VpcEndpointId"] = "vpce-new";
  endpoints.push_back(twin);
  const auto keys = differences(before, after);
  ASSERT_TRUE(keys.has_value());
  EXPECT_TRUE(touches<VpcEndpoint>(*keys, "vpce-new"));
  EXPECT_TRUE(touches<VpcEndpoint>(*keys, twin["VpcId"].get<std::string>()));
  EXPECT_FALSE(
      touches<VpcEndpoint>(*keys, endpoints[0]["VpcEndpointId"].get<std::string>()));
}

TEST_F(SnapshotDifference, TouchesWhoeverFoundARowThatGoes) {
  const json gone = before[kNatGateways]["NatGateways"].back();
  json& rows = after[kNatGateways]["NatGateways"];
  rows.erase(rows.size() - 1);
  const auto keys = differences(before, after);
  ASSERT_TRUE(keys.has_value());
  EXPECT_TRUE(touches<NatGateway>(*keys, gone["NatGatewayId"].get<std::string>()));
  const json& address = gone["NatGatewayAddresses"][0]["NetworkInterfaceId"];
  EXPECT_TRUE(touches<NatGateway>(*keys, address.get<std::string>()));
  EXPECT_FALSE(touches<NatGateway>(*keys, rows[0]["NatGatewayId"].get<std::string>()));
}

TEST_F(SnapshotDifference, TouchesRowsThatHaveMoved) {
  json& rows = after[kNatGateways]["NatGateways"];
  ASSERT_GE(rows.size(), 2U);
  const auto second = rows[1]["NatGatewayId"].get<std::string>();
  rows.erase(0);
  const auto keys = differences(before, after);
  ASSERT_TRUE(keys.has_value());
  EXPECT_TRUE(touches<NatGateway>(*keys, second));
}

TEST_F(SnapshotDifference, TouchesWhoeverAskedAfterACallThatIsAnsweredNow) {
  const json document = before[kNatGateways];
  json without = before;
  without.erase(kNatGateways);
  const auto keys = differences(without, before);
  ASSERT_TRUE(keys.has_value());
  FactTrace trace;
  {
    const Tracing tracing(trace);
    const auto account = Snapshot::from_bundle(before);
    (void)account.value().calls().status({"111122223333", "eu-central-1"},
                                         std::string(NatGateway::kCall));
  }
  const Keys asked = trace.take();
  ASSERT_FALSE(asked.empty());
  EXPECT_NE(std::find_first_of(keys->begin(), keys->end(), asked.begin(), asked.end()),
            keys->end());
}

TEST_F(SnapshotDifference, CannotBeToldByRowsWhereAnotherAccountComes) {
  after["444455556666/eu-central-1/ec2-describe-vpcs.json"] = {{"Vpcs", json::array()}};
  EXPECT_EQ(differences(before, after), std::nullopt);
}

TEST_F(SnapshotDifference, CannotBeToldByRowsWhereDocumentsContradictEachOther) {
  const json& gateway = before[kNatGateways]["NatGateways"][0];
  json& rows = after[kFolder + "ec2-describe-network-interfaces.json"];
  json twin = rows["NetworkInterfaces"][0];
  twin["NetworkInterfaceId"] = gateway["NatGatewayAddresses"][0]["NetworkInterfaceId"];
  twin["SubnetId"] = "subnet-elsewhere";
  for (json& row : rows["NetworkInterfaces"]) {
    if (row["NetworkInterfaceId"] == twin["NetworkInterfaceId"]) row = twin;
  }
  if (after == before) rows["NetworkInterfaces"].push_back(twin);
  EXPECT_EQ(differences(before, after), std::nullopt);
}

}  // namespace
}  // namespace pullproof::aws::snapshot_differences_test
