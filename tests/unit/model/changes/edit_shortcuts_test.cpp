#include "model/changes/edit_shortcuts.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::changes::edit_shortcuts_test {
namespace {

using nlohmann::json;
using support::resource;

AccountDocuments healthy() { return support::documents_of(testing::healthy_bundle()); }

void make(AccountDocuments& account, const Result<Change>& change) {
  ASSERT_TRUE(change.ok()) << change.problems().front().message;
  const Problems problems = apply_edits(account, change.value());
  EXPECT_TRUE(problems.empty()) << problems.front().message;
}

std::string problem_of(const Result<Change>& change) {
  return change.ok() ? "" : change.problems().front().message;
}

TEST(ZoneFailure, TakesGatewaysEndpointsAndPlacementsOfTheZone) {
  AccountDocuments account = healthy();
  make(account, zone_failure(account, "eu-central-1a"));
  EXPECT_EQ(resource(account, "NatGateway", "nat-0d4eb996ebe442973").at("State"),
            "failed");
  EXPECT_EQ(resource(account, "NatGateway", "nat-0063a8627de9db1bf").at("State"),
            "available");
  const json endpoint = resource(account, "VpcEndpoint", "vpce-0fa72877b0ab0d006");
  EXPECT_EQ(endpoint.at("SubnetIds"), json::array({"subnet-0df9a44342ec17c10"}));
  EXPECT_EQ(endpoint.at("NetworkInterfaceIds"), json::array({"eni-0bdd0aad9d15cf681"}));
  const json web = resource(account, "Service", "web");
  EXPECT_EQ(web.at("networkConfiguration").at("awsvpcConfiguration").at("subnets"),
            json::array({"subnet-04662d5e14e93d3be"}));
}

TEST(ZoneFailure, NamesTheZonesThatThereAre) {
  const AccountDocuments account = healthy();
  const std::string message = problem_of(zone_failure(account, "eu-central-1z"));
  EXPECT_NE(message.find("no subnet is in the zone `eu-central-1z`"),
            std::string::npos);
  EXPECT_NE(message.find("`eu-central-1a`"), std::string::npos);
}

TEST(TagChange, DeploysANewRevision) {
  AccountDocuments account = healthy();
  make(account, tag_change(account, "web", "", "2.0.0"));
  const json definition = resource(account, "TaskDefinition", "web:2");
  EXPECT_EQ(definition.at("containerDefinitions").at(0).at("image"),
            "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:2.0.0");
  EXPECT_EQ(resource(account, "Service", "web").at("taskDefinition"),
            "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:2");
  EXPECT_EQ(resource(account, "TaskDefinition", "web:1")
                .at("containerDefinitions")
                .at(0)
                .at("image"),
            "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1.4.2");
}

TEST(TagChange, NeedsAServiceAndAContainer) {
  const AccountDocuments account = healthy();
  EXPECT_NE(problem_of(tag_change(account, "wep", "", "1")), "");
  EXPECT_EQ(problem_of(tag_change(account, "web", "sidecar", "1")),
            "the task definition has no container `sidecar`");
}

TEST(AttachedPolicy, IsOneMoreOfTheRole) {
  AccountDocuments account = healthy();
  const json document = {{"Version", "2012-10-17"}, {"Statement", json::array()}};
  make(account, inline_policy("ecsTaskExecutionRole", "mine", document));
  make(account,
       attached_policy("ecsTaskExecutionRole", "arn:aws:iam::aws:policy/Mine"));
  const json role = resource(account, "Role", "ecsTaskExecutionRole");
  EXPECT_EQ(role.at("RolePolicyList").back().at("PolicyName"), "mine");
  EXPECT_EQ(role.at("AttachedManagedPolicies").back().at("PolicyArn"),
            "arn:aws:iam::aws:policy/Mine");
}

TEST(ControlPolicy, IsAttachedToTheAccountOfTheSnapshot) {
  AccountDocuments account =
      support::documents_of(testing::scenario_bundle("healthy-organization"));
  const json document = {{"Version", "2012-10-17"}, {"Statement", json::array()}};
  make(account, control_policy(account, "", "mine", document));
  const json attached = resource(account, "ServiceControlPolicies", "111122223333");
  EXPECT_EQ(attached.at("Policies").back().at("Id"), "p-mine");
  EXPECT_TRUE(account.read().ok());
}

TEST(ControlPolicy, NeedsTheOrganizationsPolicies) {
  const AccountDocuments account = healthy();
  EXPECT_NE(problem_of(control_policy(account, "", "mine", json::object()))
                .find("collect organizations-list-policies-for-target"),
            std::string::npos);
}

TEST(NewEndpoint, IsAGatewayForS3AndAnInterfaceElse) {
  AccountDocuments account = healthy();
  const auto gateway = new_endpoint(account, {.service = "s3", .vpc = "acme"});
  ASSERT_TRUE(gateway.ok());
  const json& value = *gateway.value().edits.front().value;
  EXPECT_EQ(value.at("VpcEndpointType"), "Gateway");
  EXPECT_EQ(value.at("ServiceName"), "com.amazonaws.eu-central-1.s3");
  EXPECT_EQ(value.at("VpcId"), "vpc-0822b33ad87c148a0");
  EXPECT_GT(value.at("RouteTableIds").size(), 1U);
  EXPECT_EQ(problem_of(new_endpoint(account, {.service = "ecr.dkr", .vpc = "acme"})),
            "an interface endpoint needs --subnets");
  const auto interface = new_endpoint(
      account, {.service = "ecr.dkr", .vpc = "acme", .subnets = {"public-a"}});
  ASSERT_TRUE(interface.ok());
  EXPECT_EQ(interface.value().edits.front().value->at("SubnetIds"),
            json::array({"subnet-09d6cae6d8216f97f"}));
}

}  // namespace
}  // namespace pullproof::changes::edit_shortcuts_test
