// What a plan says of a resource's life: moved, deposed, replaced, forgotten, drifted.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/small_plan.h"

namespace pullproof::cli::terraform::actions_test {
namespace {

using nlohmann::json;
using support::created;
using support::deleted;
using support::planned;
using support::PlannedHealthy;
using support::small_plan;
using support::updated;

constexpr const char* kPrivateTable = "rtb-00ee67d0f811f87be";
constexpr const char* kNat = "nat-0d4eb996ebe442973";
constexpr const char* kPublicSubnet = "subnet-09d6cae6d8216f97f";

json nat_values() {
  return {{"id", kNat},
          {"subnet_id", kPublicSubnet},
          {"allocation_id", "eipalloc-0d4eb996ebe442973"},
          {"connectivity_type", "public"}};
}

json route_to(const std::string& nat) {
  return {{"route_table_id", kPrivateTable},
          {"destination_cidr_block", "0.0.0.0/0"},
          {"nat_gateway_id", nat}};
}

json default_route(const PlannedHealthy& account) {
  return support::route_of(account.account(), kPrivateTable, "0.0.0.0/0");
}

TEST(TerraformActions, AResourceThatIsOnlyMovedStaysAsItIs) {
  json moved = planned("aws_nat_gateway.new", {"no-op"}, nat_values(), nat_values());
  moved["previous_address"] = "aws_nat_gateway.old";
  const PlannedHealthy account(small_plan({moved}));
  EXPECT_TRUE(account.change().edits.empty());
  EXPECT_TRUE(account.doubts().empty());
}

TEST(TerraformActions, AResourceThatIsMovedAndChangedChangesUnderItsNewAddress) {
  json moved =
      updated("aws_route.new", route_to(kNat), route_to("nat-0063a8627de9db1bf"));
  moved["previous_address"] = "aws_route.old";
  const PlannedHealthy account(small_plan({moved}));
  EXPECT_EQ(default_route(account)["NatGatewayId"], "nat-0063a8627de9db1bf");
  ASSERT_FALSE(account.change().edits.empty());
  EXPECT_EQ(account.change().edits.front().origin, "aws_route.new");
}

TEST(TerraformActions, ADeposedObjectGoesAndItsSuccessorStays) {
  json deposed = deleted("aws_nat_gateway.a", nat_values());
  deposed["deposed"] = "ab12cd34";
  const json kept =
      planned("aws_nat_gateway.a", {"no-op"}, {{"id", "nat-0063a8627de9db1bf"}},
              {{"id", "nat-0063a8627de9db1bf"}});
  const PlannedHealthy account(small_plan({kept, deposed}));
  EXPECT_FALSE(account.holds("NatGateway", kNat));
  EXPECT_TRUE(account.holds("NatGateway", "nat-0063a8627de9db1bf"));
  EXPECT_EQ(account.change().edits.front().origin,
            "aws_nat_gateway.a (deposed ab12cd34)");
}

/// Of the same resource in either order of its two actions.
class Replacement : public ::testing::TestWithParam<json> {};

TEST_P(Replacement, GivesANewIdThatRoutesFollow) {
  json after = nat_values();
  after.erase("id");
  const json replaced = planned("aws_nat_gateway.a", GetParam(), nat_values(), after,
                                {{"id", true}, {"public_ip", true}});
  json route_after = route_to("");
  route_after.erase("nat_gateway_id");
  const json route = planned("aws_route.out", {"update"}, route_to(kNat), route_after,
                             {{"nat_gateway_id", true}});
  const PlannedHealthy account(
      small_plan({replaced, route},
                 {{"aws_nat_gateway.a", json::object()},
                  {"aws_route.out",
                   {{"nat_gateway_id", support::refers_to("aws_nat_gateway.a.id")}}}}));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
  EXPECT_FALSE(account.holds("NatGateway", kNat));
  EXPECT_TRUE(account.holds("NatGateway", "nat-aws_nat_gateway.a"));
  EXPECT_EQ(default_route(account)["NatGatewayId"], "nat-aws_nat_gateway.a");
  EXPECT_EQ(default_route(account)["State"], "active");
}

INSTANTIATE_TEST_SUITE_P(BothOrders, Replacement,
                         ::testing::Values(json{"delete", "create"},
                                           json{"create", "delete"}));

TEST(TerraformActions, AReplacedRuleOfOneNumberStaysInEitherOrder) {
  const json before = {{"network_acl_id", "acl-0822b33ad87c148a0"},
                       {"rule_number", 100},
                       {"egress", true},
                       {"protocol", "-1"},
                       {"rule_action", "allow"},
                       {"cidr_block", "0.0.0.0/0"}};
  json after = before;
  after["rule_action"] = "deny";
  for (const json& order : {json{"delete", "create"}, json{"create", "delete"}}) {
    const PlannedHealthy account(small_plan(
        {planned("aws_network_acl_rule.out", order, before, after, {{"id", true}})}));
    const json acl = account.at("NetworkAcl", "acl-0822b33ad87c148a0");
    std::size_t denials = 0;
    for (const json& entry : acl["Entries"]) {
      if (entry["RuleNumber"] != 100 || entry["Egress"] != true) continue;
      EXPECT_EQ(entry["RuleAction"], "deny");
      ++denials;
    }
    EXPECT_EQ(denials, 1U);
  }
}

TEST(TerraformActions, WhatIsForgottenStaysInAws) {
  const PlannedHealthy account(
      small_plan({planned("aws_nat_gateway.a", {"forget"}, nat_values(), nullptr)}));
  EXPECT_TRUE(account.holds("NatGateway", kNat));
  EXPECT_TRUE(account.change().edits.empty());
}

TEST(TerraformActions, DriftIsToldAndChangesNothing) {
  json plan = small_plan({});
  plan["resource_drift"] = json::array({deleted("aws_nat_gateway.a", nat_values())});
  const PlannedHealthy account(plan);
  EXPECT_TRUE(account.holds("NatGateway", kNat));
  ASSERT_EQ(account.change().warnings.size(), 1U);
  EXPECT_NE(account.change().warnings[0].find("aws_nat_gateway.a"), std::string::npos);
}

TEST(TerraformActions, APlanOfOpenTofuIsRead) {
  json route =
      updated("aws_route.out", route_to(kNat), route_to("nat-0063a8627de9db1bf"));
  route["provider_name"] = "registry.opentofu.org/hashicorp/aws";
  json plan = small_plan({route});
  // OpenTofu: "JSON Output Format" has no `complete`, and a name of its own.
  plan.erase("complete");
  plan.erase("terraform_version");
  plan["tofu_version"] = "1.8.3";
  const PlannedHealthy account(plan);
  EXPECT_EQ(default_route(account)["NatGatewayId"], "nat-0063a8627de9db1bf");
  EXPECT_TRUE(account.doubts().empty());
}

TEST(TerraformActions, APlanThatDefersAChangeIsDoubted) {
  json plan = small_plan({});
  plan["complete"] = false;
  plan["deferred_changes"] =
      json::array({{{"reason", "instance_count_unknown"},
                    {"resource_change", created("aws_route.later", json::object())}}});
  const PlannedHealthy account(plan);
  EXPECT_EQ(account.doubts().size(), 2U);
}

}  // namespace
}  // namespace pullproof::cli::terraform::actions_test
