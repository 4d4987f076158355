#include "model/gates/encryption_control.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::encryption_control_test {
namespace {

using nlohmann::json;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kCall = "ec2-describe-vpc-encryption-controls";

Gate ask(const json& bundle, bool strict = false) {
  const support::NetworkWorld world(bundle, strict);
  InternetGatewayPlace place;
  place.scope = support::kNetworkScope;
  place.vpc = VpcId("vpc-1");
  return EncryptionControlGate::lets_through(place, world.context());
}

Gate ask_with(const std::string& vpc, const std::string& mode,
              const std::string& state = "available") {
  json bundle = support::network_account();
  support::network_answer(bundle, kCall)["VpcEncryptionControls"] =
      json::array({{{"VpcEncryptionControlId", "vpcec-1"},
                    {"VpcId", vpc},
                    {"Mode", mode},
                    {"State", state}}});
  return ask(bundle);
}

TEST(EncryptionControl, IsUnknownWhereItIsEnforced) {
  const Gate gate = ask_with("vpc-1", "enforce");
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(gate.code, "UNKNOWN_RESOURCE");
}

TEST(EncryptionControl, LetsThroughWhereItOnlyMonitors) {
  const Gate gate = ask_with("vpc-1", "monitor");
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_TRUE(gate.assumptions.empty());
}

// EC2 API reference, VpcEncryptionControl.
TEST(EncryptionControl, IsUnknownWhileItIsBeingEnforcedAndGoneOnceItIsDeleted) {
  EXPECT_EQ(truth(ask_with("vpc-1", "monitor", "enforce-in-progress")), Truth::Unknown);
  EXPECT_EQ(truth(ask_with("vpc-1", "enforce", "deleting")), Truth::Unknown);
  EXPECT_EQ(truth(ask_with("vpc-1", "enforce", "deleted")), Truth::Yes);
}

TEST(EncryptionControl, DoesNotConcernAnotherVpc) {
  EXPECT_EQ(truth(ask_with("vpc-2", "enforce")), Truth::Yes);
}

TEST(EncryptionControl, IsAnAssumptionWhereItIsNotCollectedAndAQuestionIfStrict) {
  json bundle = support::network_account();
  support::forget_answer(bundle, kCall);
  const Gate gate = ask(bundle);
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions.front().name, kCall);
  EXPECT_EQ(support::open_calls(ask(bundle, true)), Texts{kCall});
}

}  // namespace
}  // namespace pullproof::gates::encryption_control_test
