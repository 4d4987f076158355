#include "model/gates/block_public_access.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::block_public_access_test {
namespace {

using nlohmann::json;
using support::network_answer;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kOptions = "ec2-describe-vpc-block-public-access-options";
constexpr const char* kExclusions = "ec2-describe-vpc-block-public-access-exclusions";
constexpr const char* kSubnet =
    "arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-nat";

json account_in_mode(const std::string& mode) {
  json bundle = support::network_account();
  network_answer(bundle, kOptions) = {
      {"VpcBlockPublicAccessOptions", {{"InternetGatewayBlockMode", mode}}}};
  return bundle;
}

Gate ask(const json& bundle, bool behind_nat, bool strict = false) {
  const support::NetworkWorld world(bundle, strict);
  InternetGatewayPlace place;
  place.scope = support::kNetworkScope;
  place.vpc = VpcId("vpc-1");
  place.subnet = SubnetId("subnet-nat");
  place.behind_nat = behind_nat;
  return BlockPublicAccessGate::lets_through(place, world.context());
}

/// What is left of block-bidirectional with one exclusion.
Truth with_exclusion(const std::string& arn, const std::string& mode,
                     const std::string& state = "create-complete") {
  json bundle = account_in_mode("block-bidirectional");
  network_answer(bundle, kExclusions)["VpcBlockPublicAccessExclusions"] =
      json::array({{{"ExclusionId", "vpcbpa-exclude-1"},
                    {"ResourceArn", arn},
                    {"InternetGatewayExclusionMode", mode},
                    {"State", state}}});
  return truth(ask(bundle, true));
}

// network.md 25.
TEST(BlockPublicAccess, StopsNatTooInBothDirections) {
  const json bundle = account_in_mode("block-bidirectional");
  EXPECT_EQ(truth(ask(bundle, false)), Truth::No);
  const Gate gate = ask(bundle, true);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(support::blamed(gate), Texts{"vpc-block-public-access/eu-central-1"});
  EXPECT_EQ(gate.code, "VPC_BLOCK_PUBLIC_ACCESS_ENABLED");
}

TEST(BlockPublicAccess, LeavesNatAloneWhereItBlocksIngress) {
  const json bundle = account_in_mode("block-ingress");
  EXPECT_EQ(truth(ask(bundle, true)), Truth::Yes);
  EXPECT_EQ(truth(ask(bundle, false)), Truth::No);
}

TEST(BlockPublicAccess, RefusesNothingWhenOff) {
  const json bundle = account_in_mode("off");
  EXPECT_EQ(truth(ask(bundle, true)), Truth::Yes);
  EXPECT_EQ(truth(ask(bundle, false)), Truth::Yes);
}

TEST(BlockPublicAccess, SparesAnExcludedVpcOrSubnet) {
  for (const char* mode : {"allow-bidirectional", "allow-egress"}) {
    EXPECT_EQ(with_exclusion(kSubnet, mode), Truth::Yes) << mode;
    EXPECT_EQ(with_exclusion("arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1", mode),
              Truth::Yes)
        << mode;
  }
}

// AWS: VPC user guide, "Block public access": egress-only exclusions count in mode
// block-bidirectional.
TEST(BlockPublicAccess, SparesNobodyForEgressWhereItBlocksIngress) {
  json bundle = account_in_mode("block-ingress");
  network_answer(bundle, kExclusions)["VpcBlockPublicAccessExclusions"] =
      json::array({{{"ExclusionId", "vpcbpa-exclude-1"},
                    {"ResourceArn", "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1"},
                    {"InternetGatewayExclusionMode", "allow-egress"},
                    {"State", "create-complete"}}});
  EXPECT_EQ(truth(ask(bundle, false)), Truth::No);
}

// The gateway of a shared subnet is its owner's, and so are the settings.
TEST(BlockPublicAccess, IsTheOwnersInASharedVpc) {
  json bundle = account_in_mode("block-bidirectional");
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][0]["OwnerId"] = "444455556666";
  const Gate gate = ask(bundle, false);
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_EQ(gate.assumptions.size(), 1U);
}

// Another account may have a VPC with that id.
TEST(BlockPublicAccess, TakesNoExclusionOfAnotherAccount) {
  json bundle = account_in_mode("block-bidirectional");
  bundle["000011112222/eu-central-1/" + std::string(kExclusions) + ".json"] = {
      {"VpcBlockPublicAccessExclusions",
       json::array({{{"ExclusionId", "vpcbpa-exclude-1"},
                     {"ResourceArn", "arn:aws:ec2:eu-central-1:000011112222:vpc/vpc-1"},
                     {"InternetGatewayExclusionMode", "allow-bidirectional"},
                     {"State", "create-complete"}}})}};
  EXPECT_EQ(truth(ask(bundle, true)), Truth::No);
}

TEST(BlockPublicAccess, DoesNotSpareAnother) {
  EXPECT_EQ(with_exclusion("arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-11",
                           "allow-bidirectional"),
            Truth::No);
  EXPECT_EQ(with_exclusion("arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-task",
                           "allow-bidirectional"),
            Truth::No);
}

// A regional NAT gateway is in no subnet, and nobody documents whose exclusion counts.
TEST(BlockPublicAccess, LeavesOpenWhetherASubnetsExclusionHoldsForARegionalNat) {
  const auto regional = [](const std::string& arn) {
    json bundle = account_in_mode("block-bidirectional");
    network_answer(bundle, kExclusions)["VpcBlockPublicAccessExclusions"] =
        json::array({{{"ExclusionId", "vpcbpa-exclude-1"},
                      {"ResourceArn", arn},
                      {"InternetGatewayExclusionMode", "allow-egress"},
                      {"State", "create-complete"}}});
    const support::NetworkWorld world(bundle);
    InternetGatewayPlace place;
    place.scope = support::kNetworkScope;
    place.vpc = VpcId("vpc-1");
    place.behind_nat = true;
    return truth(BlockPublicAccessGate::lets_through(place, world.context()));
  };
  EXPECT_EQ(regional(kSubnet), Truth::Unknown);
  EXPECT_EQ(regional("arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1"), Truth::Yes);
  EXPECT_EQ(regional("arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-2"), Truth::No);
}

TEST(BlockPublicAccess, IgnoresAnExclusionThatIsNotInForce) {
  EXPECT_EQ(with_exclusion(kSubnet, "allow-egress", "update-complete"), Truth::Yes);
  for (const char* state : {"create-failed", "delete-complete", "disable-complete"}) {
    EXPECT_EQ(with_exclusion(kSubnet, "allow-egress", state), Truth::No) << state;
  }
}

// AWS documents neither what holds while a change is made nor after it has failed.
TEST(BlockPublicAccess, IsUnknownWhileAnythingIsBeingChanged) {
  for (const char* state : {"create-in-progress", "update-in-progress", "update-failed",
                            "delete-in-progress", "disable-in-progress", ""}) {
    EXPECT_EQ(with_exclusion(kSubnet, "allow-egress", state), Truth::Unknown) << state;
  }
  for (const char* mode : {"off", "block-bidirectional"}) {
    json bundle = account_in_mode(mode);
    auto& options = network_answer(bundle, kOptions)["VpcBlockPublicAccessOptions"];
    options["State"] = "update-complete";
    EXPECT_NE(truth(ask(bundle, false)), Truth::Unknown) << mode;
    options["State"] = "update-in-progress";
    EXPECT_EQ(truth(ask(bundle, false)), Truth::Unknown) << mode;
  }
}

TEST(BlockPublicAccess, AsksForTheExclusionsIfTheyAreNotCollected) {
  json bundle = account_in_mode("block-bidirectional");
  support::forget_answer(bundle, kExclusions);
  const Gate gate = ask(bundle, true);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(support::open_calls(gate), Texts{kExclusions});
}

TEST(BlockPublicAccess, IsAnAssumptionWhereItIsNotCollectedAndAQuestionIfStrict) {
  json bundle = support::network_account();
  support::forget_answer(bundle, kOptions);
  const Gate gate = ask(bundle, true);
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions.front().name, kOptions);
  EXPECT_EQ(support::open_calls(ask(bundle, true, true)), Texts{kOptions});
}

}  // namespace
}  // namespace pullproof::gates::block_public_access_test
