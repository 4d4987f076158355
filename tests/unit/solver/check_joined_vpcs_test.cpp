// Pulls through other VPCs, where documents lack or contradict something.
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "tests/support/bundle.h"

namespace pullproof::solver::check_joined_vpcs_test {
namespace {

using model::Verdict;
using nlohmann::json;
using testing::regional;
using testing::scenario_bundle;

/// Of service web.
Verdict verdict(const json& bundle) {
  const auto account = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(account.ok()) << account.problems().front().message;
  CheckOptions options;
  options.service = "web";
  return check(account.value(), options).verdicts.at(0).verdict;
}

json& rows(json& bundle, const char* call, const char* key) {
  return bundle.at(regional(call)).at(key);
}

json& row(json& bundle, const char* call, const char* key, const char* name,
          const std::string& id) {
  for (auto& each : rows(bundle, call, key)) {
    if (each.at(name) == id) return each;
  }
  throw std::runtime_error("no " + id);
}

constexpr const char* kPrivateNatTable = "rtb-0a7e1c60b95d3f280";
constexpr const char* kPrivateNatSubnet = "subnet-0a7e1c60b95d3f28a";

// An internet gateway refuses what it gets from a private NAT gateway, and no more.
TEST(CheckJoinedVpcs, KnowsWhichPacketsAPrivateNatGatewayLoses) {
  json bundle = scenario_bundle("healthy-private-nat");
  ASSERT_EQ(verdict(bundle), Verdict::Pulls);
  json& routes = row(bundle, "ec2-describe-route-tables", "RouteTables", "RouteTableId",
                     kPrivateNatTable)["Routes"];
  const json gateway =
      rows(bundle, "ec2-describe-internet-gateways", "InternetGateways")[0];
  routes.push_back({{"DestinationCidrBlock", "200.0.0.0/8"},
                    {"GatewayId", gateway["InternetGatewayId"]},
                    {"Origin", "CreateRoute"},
                    {"State", "active"}});
  const Verdict told = verdict(bundle);
  EXPECT_NE(told, Verdict::Fails);
  EXPECT_NE(told, Verdict::Pulls);
}

TEST(CheckJoinedVpcs, ClaimsNothingOfANatGatewayWhoseSubnetIsNotThere) {
  json bundle = scenario_bundle("healthy-private-nat");
  json& subnets = rows(bundle, "ec2-describe-subnets", "Subnets");
  for (std::size_t i = 0; i < subnets.size(); ++i) {
    if (subnets[i]["SubnetId"] == kPrivateNatSubnet) subnets.erase(i--);
  }
  EXPECT_EQ(verdict(bundle), Verdict::Unknown);
}

TEST(CheckJoinedVpcs, ClaimsNothingWhereListsOfAttachmentsDisagree) {
  json bundle = scenario_bundle("healthy-transit-gateway");
  ASSERT_EQ(verdict(bundle), Verdict::Pulls);
  rows(bundle, "ec2-describe-transit-gateway-vpc-attachments",
       "TransitGatewayVpcAttachments")
      .erase(0);
  EXPECT_EQ(verdict(bundle), Verdict::Unknown);
}

// A VPC of another account that has the id of one of ours.
TEST(CheckJoinedVpcs, TakesNoVpcOfOursForAnotherAccounts) {
  json bundle = scenario_bundle("healthy-central-endpoints");
  ASSERT_EQ(verdict(bundle), Verdict::Pulls);
  json& peerings =
      rows(bundle, "ec2-describe-vpc-peering-connections", "VpcPeeringConnections");
  peerings.back()["AccepterVpcInfo"]["OwnerId"] = "999988887777";
  EXPECT_NE(verdict(bundle), Verdict::Pulls);
}

TEST(CheckJoinedVpcs, ClaimsNothingOfModesThatItDoesNotKnow) {
  json bundle = scenario_bundle("block-public-access-both-ways");
  bundle.at(regional("ec2-describe-vpc-block-public-access-options"))
      .at("VpcBlockPublicAccessOptions")["InternetGatewayBlockMode"] = "block-egress";
  EXPECT_EQ(verdict(bundle), Verdict::Unknown);
}

}  // namespace
}  // namespace pullproof::solver::check_joined_vpcs_test
