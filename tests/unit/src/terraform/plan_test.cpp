#include "src/terraform/plan.h"

#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::terraform::plan_test {
namespace {

using changes::Change;
using changes::Edit;
using nlohmann::json;

json document(const std::string& path) {
  std::ifstream file(std::string(PULLPROOF_SOURCE_DIR) + '/' + path);
  return json::parse(file);
}

json plan_of(const std::string& name) {
  return document("tests/data/terraform/" + name + ".json");
}

const changes::AccountDocuments& healthy() {
  static const auto account = changes::AccountDocuments::from_bundle(
      document("scenarios/healthy/snapshot.json"));
  return account.value();
}

Result<Change> read(const json& plan) {
  return read_terraform_plan(plan, "plan.json", healthy());
}

Change change_of(const std::string& name) {
  auto change = read(plan_of(name));
  EXPECT_TRUE(change.ok()) << change.problems().front().message;
  return change.ok() ? std::move(change.value()) : Change();
}

/// Null if the origin makes none of this kind and type.
const Edit* edit_of(const Change& change, const std::string& origin, Edit::Kind kind,
                    const std::string& type) {
  const auto found =
      std::find_if(change.edits.begin(), change.edits.end(), [&](const Edit& edit) {
        return edit.origin == origin && edit.kind == kind && edit.type == type;
      });
  return found == change.edits.end() ? nullptr : &*found;
}

json value_of(const Change& change, const std::string& origin, Edit::Kind kind,
              const std::string& type) {
  const Edit* edit = edit_of(change, origin, kind, type);
  EXPECT_NE(edit, nullptr) << origin;
  return edit == nullptr || edit->value == nullptr ? json() : *edit->value;
}

std::vector<std::string> doubts_of(const Change& change, const std::string& origin) {
  std::vector<std::string> found;
  for (const auto& doubt : change.doubts) {
    if (doubt.origin == origin) found.push_back(doubt.resource + ": " + doubt.why);
  }
  return found;
}

std::ptrdiff_t place_of(const Change& change, const std::string& origin) {
  return std::find_if(change.edits.begin(), change.edits.end(),
                      [&](const Edit& edit) { return edit.origin == origin; }) -
         change.edits.begin();
}

std::string only_problem(const json& plan) {
  const auto change = read(plan);
  EXPECT_FALSE(change.ok());
  return change.ok() ? "" : change.problems().front().message;
}

TEST(TerraformPlan, NamesWhatIsNewByItsAddress) {
  const Change change = change_of("greenfield");
  const json vpc = value_of(change, "aws_vpc.main", Edit::Kind::Add, "Vpc");
  EXPECT_EQ(vpc["VpcId"], "vpc-aws_vpc.main");
  EXPECT_EQ(vpc["Tags"], json::parse(R"([{"Key": "Team", "Value": "core"}])"));
  EXPECT_TRUE(change.doubts.empty()) << change.doubts.front().why;
}

TEST(TerraformPlan, FollowsReferencesToWhatIsNew) {
  const Change change = change_of("greenfield");
  const json subnet =
      value_of(change, "aws_subnet.private[1]", Edit::Kind::Add, "Subnet");
  EXPECT_EQ(subnet["VpcId"], "vpc-aws_vpc.main");
  const json endpoint =
      value_of(change, "aws_vpc_endpoint.s3", Edit::Kind::Add, "VpcEndpoint");
  EXPECT_EQ(endpoint["RouteTableIds"], json({"rtb-aws_route_table.private"}));
  const json definition = value_of(change, "aws_ecs_task_definition.api",
                                   Edit::Kind::Add, "TaskDefinition");
  EXPECT_EQ(definition["executionRoleArn"],
            "arn:aws:iam::111122223333:role/api-execution");
  const json service =
      value_of(change, "aws_ecs_service.api", Edit::Kind::Add, "Service");
  EXPECT_EQ(service["taskDefinition"],
            "arn:aws:ecs:eu-central-1:111122223333:task-definition/api:1");
}

TEST(TerraformPlan, ReadsRoutesInsideAndBesideTheirTable) {
  const Change change = change_of("greenfield");
  const json inside =
      value_of(change, "aws_route_table.private", Edit::Kind::SetEntry, "RouteTable");
  EXPECT_EQ(inside["NatGatewayId"], "nat-aws_nat_gateway.main");
  const json beside =
      value_of(change, "aws_route.public", Edit::Kind::SetEntry, "RouteTable");
  EXPECT_EQ(beside["GatewayId"], "igw-aws_internet_gateway.main");
  EXPECT_EQ(beside["DestinationCidrBlock"], "0.0.0.0/0");
}

TEST(TerraformPlan, TakesTheInstanceOfTheSameCount) {
  const Change change = change_of("greenfield");
  const json second = value_of(change, "aws_route_table_association.private[1]",
                               Edit::Kind::SetEntry, "RouteTable");
  EXPECT_EQ(second["SubnetId"], "subnet-aws_subnet.private[1]");
}

TEST(TerraformPlan, DoubtsTheInstanceIfTheCountsDiffer) {
  json plan = plan_of("greenfield");
  auto& changes = plan["resource_changes"];
  for (auto& each : changes) {
    if (each["address"] == "aws_subnet.private[1]") each["index"] = 2;
  }
  const auto change = read(plan);
  ASSERT_TRUE(change.ok());
  EXPECT_FALSE(
      doubts_of(change.value(), "aws_route_table_association.private[1]").empty());
}

TEST(TerraformPlan, TellsThatAListIsTakenAsAllThatItRefersTo) {
  const Change change = change_of("greenfield");
  const json service =
      value_of(change, "aws_ecs_service.api", Edit::Kind::Add, "Service");
  EXPECT_EQ(service["networkConfiguration"]["awsvpcConfiguration"]["subnets"],
            json({"subnet-aws_subnet.private[0]", "subnet-aws_subnet.private[1]"}));
  ASSERT_EQ(change.warnings.size(), 1U);
  EXPECT_NE(change.warnings[0].find("`subnets` of aws_ecs_service.api"),
            std::string::npos);
}

TEST(TerraformPlan, MergesOnlyWhatChanges) {
  const Change change = change_of("changes");
  const json service =
      value_of(change, "aws_ecs_service.web", Edit::Kind::Merge, "Service");
  EXPECT_EQ(service.size(), 2U);
  EXPECT_EQ(service["taskDefinition"],
            "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:2");
  EXPECT_TRUE(service.contains("networkConfiguration"));
}

TEST(TerraformPlan, DeregistersTheRevisionThatIsReplaced) {
  const Change change = change_of("changes");
  const Edit* old = edit_of(change, "aws_ecs_task_definition.web", Edit::Kind::Merge,
                            "TaskDefinition");
  ASSERT_NE(old, nullptr);
  EXPECT_EQ(old->resource,
            "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1");
  EXPECT_EQ(*old->value, json({{"status", "INACTIVE"}}));
}

TEST(TerraformPlan, DropsARouteOnlyIfItStillLeadsThere) {
  const Change change = change_of("changes");
  const Edit* old =
      edit_of(change, "aws_route.old", Edit::Kind::DropEntry, "RouteTable");
  ASSERT_NE(old, nullptr);
  EXPECT_EQ((*old->match)["NatGatewayId"], "nat-0d4eb996ebe442973");
  EXPECT_LT(place_of(change, "aws_route.old"), place_of(change, "aws_route.new"));
  EXPECT_LT(place_of(change, "aws_route.new"), place_of(change, "aws_nat_gateway.a"));
}

TEST(TerraformPlan, TakesOneSourceFromAGroup) {
  const Change change = change_of("changes");
  const json gone = value_of(change, "aws_security_group.task", Edit::Kind::DropSource,
                             "SecurityGroup");
  EXPECT_EQ(gone["IpRanges"], json::parse(R"([{"CidrIp": "10.0.0.0/8"}])"));
  EXPECT_EQ(
      edit_of(change, "aws_security_group.task", Edit::Kind::Merge, "SecurityGroup"),
      nullptr);
}

TEST(TerraformPlan, ChangesNothingForWhatIsOnlyMovedOrDrifted) {
  const Change change = change_of("changes");
  EXPECT_EQ(place_of(change, "aws_subnet.moved"),
            static_cast<std::ptrdiff_t>(change.edits.size()));
  EXPECT_TRUE(std::any_of(
      change.warnings.begin(), change.warnings.end(), [](const std::string& warning) {
        return warning.find("Terraform since its last run: aws_subnet.moved") !=
               std::string::npos;
      }));
}

TEST(TerraformPlan, TellsOfADeposedObjectThatTheSnapshotLacks) {
  const Change change = change_of("changes");
  EXPECT_TRUE(std::any_of(
      change.warnings.begin(), change.warnings.end(), [](const std::string& warning) {
        return warning.find("(deposed ab12cd34)") != std::string::npos;
      }));
}

TEST(TerraformPlan, ListsWhatItDoesNotRead) {
  const Change change = change_of("changes");
  ASSERT_EQ(change.ignored.size(), 2U);
  EXPECT_EQ(change.ignored[0].type, "aws_cloudwatch_dashboard");
  EXPECT_FALSE(change.ignored[0].matters);
  EXPECT_EQ(change.ignored[1].type, "aws_networkfirewall_firewall");
  EXPECT_TRUE(change.ignored[1].matters);
}

TEST(TerraformPlan, TakesTheOnlyNewVpcForALocalValue) {
  const Change change = change_of("unknown");
  const json subnet =
      value_of(change, "aws_subnet.by_local", Edit::Kind::Add, "Subnet");
  EXPECT_EQ(subnet["VpcId"], "vpc-aws_vpc.one");
}

TEST(TerraformPlan, DoubtsALocalValueAmongTwoNewVpcs) {
  json plan = plan_of("unknown");
  json second = plan["resource_changes"][0];
  second["address"] = "aws_vpc.two";
  second["name"] = "two";
  plan["resource_changes"].push_back(second);
  const auto change = read(plan);
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(doubts_of(change.value(), "aws_subnet.by_local"),
            std::vector<std::string>{"subnet-aws_subnet.by_local: the value of "
                                     "`vpc_id` is known only after apply"});
}

TEST(TerraformPlan, DoubtsDynamicBlocksAndPoliciesThatAreReadLater) {
  const Change change = change_of("unknown");
  EXPECT_EQ(doubts_of(change, "aws_route_table.dynamic").size(), 1U);
  EXPECT_EQ(
      edit_of(change, "aws_route_table.dynamic", Edit::Kind::SetEntry, "RouteTable"),
      nullptr);
  EXPECT_EQ(doubts_of(change, "aws_iam_role_policy.secret"),
            std::vector<std::string>{"ecsTaskExecutionRole: the value of `policy` is "
                                     "known only after apply"});
}

TEST(TerraformPlan, DoubtsAListThatSomethingMayChooseFrom) {
  const Change change = change_of("unknown");
  EXPECT_EQ(doubts_of(change, "aws_ecs_service.any").size(), 1U);
}

TEST(TerraformPlan, DropsSecretsBeforeReading) {
  const Change change = change_of("unknown");
  const json definition = value_of(change, "aws_ecs_task_definition.secret",
                                   Edit::Kind::Add, "TaskDefinition");
  EXPECT_FALSE(definition.contains("containerDefinitions"));
  for (const Edit& edit : change.edits) {
    if (edit.value != nullptr) {
      EXPECT_EQ(edit.value->dump().find("s3cr3t"), std::string::npos);
    }
  }
  EXPECT_EQ(doubts_of(change, "aws_ecs_task_definition.secret").size(), 1U);
}

TEST(TerraformPlan, DoubtsEverythingIfThePlanIsNotComplete) {
  const Change change = change_of("unknown");
  EXPECT_EQ(doubts_of(change, "the plan").size(), 1U);
}

TEST(TerraformPlan, FollowsInputsAndOutputsOfModules) {
  const Change change = change_of("modules");
  const json group = value_of(change, "module.app[\"x\"].aws_security_group.app",
                              Edit::Kind::Add, "SecurityGroup");
  EXPECT_EQ(group["VpcId"], "vpc-module.net.aws_vpc.this");
  const json service =
      value_of(change, "aws_ecs_service.one", Edit::Kind::Add, "Service");
  EXPECT_EQ(service["networkConfiguration"]["awsvpcConfiguration"]["subnets"].size(),
            2U);
}

TEST(TerraformPlan, FollowsChainedForEach) {
  const Change change = change_of("modules");
  const json second =
      value_of(change, "module.net.aws_network_acl_association.private[\"b\"]",
               Edit::Kind::SetEntry, "NetworkAcl");
  EXPECT_EQ(second["SubnetId"], "subnet-module.net.aws_subnet.private[\"b\"]");
}

TEST(TerraformPlan, TakesAccountAndRegionFromTheProvider) {
  const Change change = change_of("modules");
  const Edit* west = edit_of(change, "aws_vpc.west", Edit::Kind::Add, "Vpc");
  ASSERT_NE(west, nullptr);
  EXPECT_EQ(west->scope.account.str(), "444455556666");
  EXPECT_EQ(west->scope.region.str(), "us-west-2");
  const Edit* own = edit_of(change, "module.net.aws_vpc.this", Edit::Kind::Add, "Vpc");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->scope.region.str(), "eu-central-1");
}

TEST(TerraformPlan, PrefersAResourcesOwnRegion) {
  json plan = plan_of("modules");
  plan["resource_changes"][0]["change"]["after"]["region"] = "eu-west-1";
  const auto change = read(plan);
  ASSERT_TRUE(change.ok());
  const Edit* vpc =
      edit_of(change.value(), "module.net.aws_vpc.this", Edit::Kind::Add, "Vpc");
  ASSERT_NE(vpc, nullptr);
  EXPECT_EQ(vpc->scope.region.str(), "eu-west-1");
}

TEST(TerraformPlan, RefusesAPlanThatFailed) {
  json plan = plan_of("changes");
  plan["errored"] = true;
  EXPECT_NE(only_problem(plan).find("one that failed"), std::string::npos);
}

TEST(TerraformPlan, RefusesAnotherMajorVersionAndReadsAnotherMinorOne) {
  json plan = plan_of("changes");
  plan["format_version"] = "2.0";
  EXPECT_NE(only_problem(plan).find("found `2.0`"), std::string::npos);
  plan["format_version"] = "1.99";
  EXPECT_TRUE(read(plan).ok());
}

TEST(TerraformPlan, RefusesAStateAndWhatIsNoObject) {
  EXPECT_NE(only_problem({{"format_version", "1.0"}, {"values", json::object()}})
                .find("this may be a state"),
            std::string::npos);
  EXPECT_FALSE(read(json::array()).ok());
  EXPECT_FALSE(read({{"format_version", "1.0"}, {"resource_changes", 1}}).ok());
}

TEST(TerraformPlan, RefusesActionsThatItDoesNotKnow) {
  json plan = plan_of("changes");
  plan["resource_changes"][0]["change"]["actions"] = {"rename"};
  EXPECT_NE(only_problem(plan).find("`[\"rename\"]`"), std::string::npos);
}

TEST(TerraformPlan, ReadsStandaloneRulesOfGroupsAndAcls) {
  const Change change = change_of("families");
  const json old = value_of(change, "aws_security_group_rule.old", Edit::Kind::SetEntry,
                            "SecurityGroup");
  EXPECT_EQ(old["IpProtocol"], "tcp");
  const json all = value_of(change, "aws_vpc_security_group_egress_rule.new",
                            Edit::Kind::SetEntry, "SecurityGroup");
  EXPECT_FALSE(all.contains("FromPort"));
  EXPECT_EQ(all["UserIdGroupPairs"][0]["GroupId"], "sg-00ebb429fa86d481c");
  const json deny =
      value_of(change, "aws_network_acl_rule.deny", Edit::Kind::SetEntry, "NetworkAcl");
  EXPECT_EQ(deny["RuleAction"], "deny");
  EXPECT_EQ(deny["Protocol"], "6");
}

TEST(TerraformPlan, EmptiesWhatADefaultResourceTakesOver) {
  const Change change = change_of("families");
  const Edit* gone = edit_of(change, "aws_default_network_acl.main",
                             Edit::Kind::DropEntry, "NetworkAcl");
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(*gone->match, json({{"Egress", true}, {"RuleNumber", 100}}));
}

TEST(TerraformPlan, ReadsPoliciesBesideWhatTheyAreOf) {
  const Change change = change_of("families");
  const json endpoint =
      value_of(change, "aws_vpc_endpoint_policy.s3", Edit::Kind::Merge, "VpcEndpoint");
  EXPECT_TRUE(endpoint["PolicyDocument"].is_string());
  const json inline_policy =
      value_of(change, "aws_iam_role_policy.pull", Edit::Kind::SetEntry, "Role");
  EXPECT_EQ(inline_policy["PolicyDocument"]["Statement"][0]["Action"], "ecr:Get*");
  const Edit* key = edit_of(change, "aws_kms_key.images", Edit::Kind::Add, "KeyPolicy");
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->parameter, "key-aws_kms_key.images");
}

TEST(TerraformPlan, DoubtsAChangeOfWhatTheSnapshotLacks) {
  const Change change = change_of("families");
  EXPECT_EQ(doubts_of(change, "aws_subnet.lost"),
            std::vector<std::string>{"subnet-0123: `subnet-0123` is changed and is not "
                                     "in the snapshot; collect a new one"});
}

TEST(TerraformPlan, RefusesAPlanWithoutConfigurationAmongSeveralRegions) {
  auto account = changes::AccountDocuments::from_bundle(
      {{"111122223333/eu-central-1/ec2-describe-vpcs.json",
        {{"Vpcs", {{{"VpcId", "vpc-1"}, {"CidrBlock", "10.0.0.0/16"}}}}}},
       {"111122223333/us-west-2/ec2-describe-vpcs.json",
        {{"Vpcs", {{{"VpcId", "vpc-2"}, {"CidrBlock", "10.1.0.0/16"}}}}}}});
  ASSERT_TRUE(account.ok());
  json plan = plan_of("greenfield");
  plan["configuration"].erase("provider_config");
  const auto change = read_terraform_plan(plan, "plan.json", account.value());
  ASSERT_FALSE(change.ok());
  EXPECT_NE(change.problems()[0].message.find("`eu-central-1`, `us-west-2`"),
            std::string::npos);
}

/// Each value of the plan in turn becomes something else.
TEST(TerraformPlan, NeverCrashesOnAValueOfAnotherKind) {
  for (const char* name : {"greenfield", "changes", "unknown", "modules", "families"}) {
    const json flat = plan_of(name).flatten();
    std::size_t turn = 0;
    for (const auto& [pointer, value] : flat.items()) {
      if (++turn % 3 != 0) continue;
      json plan = plan_of(name);
      plan[json::json_pointer(pointer)] =
          turn % 2 == 0 ? json(nullptr) : json({{"x", {1, "y"}}});
      EXPECT_NO_THROW(static_cast<void>(read(plan))) << name << pointer;
    }
  }
}

}  // namespace
}  // namespace pullproof::cli::terraform::plan_test
