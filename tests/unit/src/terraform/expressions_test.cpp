// What a plan tells of values by other means than the values: instances, blocks that
// are left out, default tags, providers, secrets.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/small_plan.h"

namespace pullproof::cli::terraform::expressions_test {
namespace {

using nlohmann::json;
using support::created;
using support::PlannedHealthy;
using support::refers_to;
using support::small_plan;
using support::updated;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";
constexpr const char* kTable = "rtb-00ee67d0f811f87be";

json instance(json change, json index) {
  change["index"] = std::move(index);
  return change;
}

/// Two subnets and an association of each, which are known only after apply.
std::vector<json> two_of_each(const json& one, const json& other) {
  std::vector<json> changes;
  int block = 200;
  for (const json& key : {one, other}) {
    const std::string index = '[' + key.dump() + ']';
    changes.push_back(
        instance(created("aws_subnet.a" + index,
                         {{"vpc_id", kVpc},
                          {"cidr_block", "10.20." + std::to_string(block++) + ".0/24"},
                          {"availability_zone", "eu-central-1a"}}),
                 key));
    changes.push_back(instance(
        created("aws_route_table_association.a" + index, {{"route_table_id", kTable}},
                {{"id", true}, {"subnet_id", true}}),
        key));
  }
  return changes;
}

/// What the table's associations of new subnets are with.
std::vector<std::string> new_subnets_of(const PlannedHealthy& account) {
  std::vector<std::string> subnets;
  const json table = account.at("RouteTable", kTable);
  for (const json& each : table.at("Associations")) {
    const std::string subnet = each.value("SubnetId", "");
    if (subnet.starts_with("subnet-aws_")) subnets.push_back(subnet);
  }
  std::sort(subnets.begin(), subnets.end());
  return subnets;
}

json written_with(const std::string& chosen_by) {
  return {{"aws_subnet.a", json::object()},
          {"aws_route_table_association.a",
           {{"subnet_id", {{"references", {"aws_subnet.a", chosen_by}}}}}}};
}

TEST(TerraformExpressions, CountChoosesTheInstanceOfTheSameNumber) {
  const PlannedHealthy account(
      small_plan(two_of_each(0, 1), written_with("count.index")));
  EXPECT_EQ(
      new_subnets_of(account),
      (std::vector<std::string>{"subnet-aws_subnet.a[0]", "subnet-aws_subnet.a[1]"}));
  EXPECT_TRUE(account.doubts().empty());
}

TEST(TerraformExpressions, ForEachChoosesTheInstanceOfTheSameKey) {
  const PlannedHealthy account(
      small_plan(two_of_each("x", "y"), written_with("each.key")));
  EXPECT_EQ(new_subnets_of(account),
            (std::vector<std::string>{"subnet-aws_subnet.a[\"x\"]",
                                      "subnet-aws_subnet.a[\"y\"]"}));
  EXPECT_TRUE(account.doubts().empty());
}

TEST(TerraformExpressions, AnIndexChoosesOneInstance) {
  const json written = {
      {"aws_subnet.a", json::object()},
      {"aws_route_table_association.a",
       {{"subnet_id",
         {{"references",
           {"aws_subnet.a[1].id", "aws_subnet.a[1]", "aws_subnet.a"}}}}}}};
  const PlannedHealthy account(small_plan(two_of_each(0, 1), written));
  EXPECT_EQ(new_subnets_of(account),
            std::vector<std::string>{"subnet-aws_subnet.a[1]"});
}

TEST(TerraformExpressions, AChoiceThatIsNotToldIsDoubted) {
  const PlannedHealthy account(
      small_plan(two_of_each(0, 1), written_with("local.which")));
  EXPECT_TRUE(new_subnets_of(account).empty());
  EXPECT_EQ(account.doubts().size(), 2U);
}

TEST(TerraformExpressions, ADynamicBlockIsDoubted) {
  // Neither the block nor what it is made of stands in the configuration.
  const PlannedHealthy account(
      small_plan({created("aws_security_group.new", {{"name", "new"}, {"vpc_id", kVpc}},
                          {{"id", true}, {"arn", true}, {"egress", true}})},
                 {{"aws_security_group.new",
                   {{"name", {{"constant_value", "new"}}},
                    {"egress", {{"references", {"local.rules"}}}}}}}));
  ASSERT_FALSE(account.doubts().empty());
  EXPECT_NE(account.doubts().front().find("`egress`"), std::string::npos);
}

TEST(TerraformExpressions, ABlockOfWhichNothingIsToldIsDoubted) {
  json change =
      updated("aws_security_group.task",
              {{"id", "sg-00ebb429fa86d481c"}, {"egress", json::array()}},
              {{"id", "sg-00ebb429fa86d481c"}, {"egress", json::array({nullptr})}});
  change["change"]["after_unknown"] = {{"egress", json::array({true})}};
  const PlannedHealthy account(small_plan({change}));
  ASSERT_EQ(account.doubts().size(), 1U);
  EXPECT_NE(account.doubts()[0].find("`egress`"), std::string::npos);
}

TEST(TerraformExpressions, ABlockThatAwsFillsInIsNotDoubted) {
  const json after = {{"vpc_id", kVpc},
                      {"vpc_endpoint_type", "Gateway"},
                      {"service_name", "com.amazonaws.eu-central-1.s3"},
                      {"route_table_ids", {kTable}}};
  const json written = {
      {"aws_vpc_endpoint.s3", {{"vpc_id", {{"constant_value", kVpc}}}}}};
  const PlannedHealthy account(small_plan(
      {created("aws_vpc_endpoint.s3", after,
               {{"id", true}, {"dns_options", true}, {"subnet_configuration", true}})},
      written));
  EXPECT_TRUE(account.doubts().empty()) << account.doubts().front();
}

TEST(TerraformExpressions, DefaultTagsAreInTagsAll) {
  const json tags_all = {{"Name", "new"}, {"Team", "core"}};
  const PlannedHealthy account(
      small_plan({created("aws_subnet.a", {{"vpc_id", kVpc},
                                           {"cidr_block", "10.20.200.0/24"},
                                           {"availability_zone", "eu-central-1a"},
                                           {"tags", {{"Name", "new"}}},
                                           {"tags_all", tags_all}})}));
  const json tags = account.at("Subnet", "subnet-aws_subnet.a")["Tags"];
  EXPECT_EQ(tags.size(), 2U);
}

TEST(TerraformExpressions, SecretsAreNoneOfTheEdits) {
  json definition = created(
      "aws_ecs_task_definition.new",
      {{"family", "new"},
       {"network_mode", "awsvpc"},
       {"container_definitions", R"([{"name":"a","image":"b","secret":"s3cr3t"}])"}},
      {{"id", true}, {"arn", true}, {"revision", true}});
  definition["change"]["after_sensitive"] = {{"container_definitions", true}};
  const PlannedHealthy account(small_plan({definition}));
  EXPECT_EQ(account.account().bundle().dump().find("s3cr3t"), std::string::npos);
  ASSERT_EQ(account.doubts().size(), 1U);
  EXPECT_NE(account.doubts()[0].find("sensitive"), std::string::npos);
}

/// A provider of an account and a region for each of the two VPCs.
json plan_of_two_providers() {
  json plan =
      small_plan({created("aws_vpc.here", {{"cidr_block", "10.90.0.0/16"}},
                          {{"id", true}, {"arn", true}}),
                  created("aws_vpc.there", {{"cidr_block", "10.91.0.0/16"}},
                          {{"id", true}, {"arn", true}})},
                 {{"aws_vpc.here", json::object()}, {"aws_vpc.there", json::object()}});
  json& configuration = plan["configuration"];
  configuration["root_module"]["resources"][1]["provider_config_key"] = "aws.there";
  // Defaults stand there, too.
  plan["variables"] = {{"region", {{"value", "us-west-2"}}}};
  configuration["provider_config"]["aws.there"] = {
      {"name", "aws"},
      {"alias", "there"},
      {"expressions",
       {{"region", {{"references", {"var.region"}}}},
        {"assume_role",
         {{{"role_arn",
            {{"constant_value", "arn:aws:iam::444455556666:role/terraform"}}}}}}}}};
  return plan;
}

const changes::Edit* vpc_of(const changes::Change& change, const std::string& origin) {
  const auto found = std::find_if(change.edits.begin(), change.edits.end(),
                                  [&](const changes::Edit& edit) {
                                    return edit.origin == origin && edit.type == "Vpc";
                                  });
  return found == change.edits.end() ? nullptr : &*found;
}

TEST(TerraformExpressions, EachAliasHasItsAccountAndRegion) {
  const auto account = support::documents_of(testing::healthy_bundle());
  const auto change =
      read_terraform_plan(plan_of_two_providers(), "plan.json", account);
  ASSERT_TRUE(change.ok()) << change.problems().front().message;
  const auto* here = vpc_of(change.value(), "aws_vpc.here");
  const auto* there = vpc_of(change.value(), "aws_vpc.there");
  ASSERT_NE(here, nullptr);
  ASSERT_NE(there, nullptr);
  EXPECT_EQ(here->scope.account.str(), "111122223333");
  EXPECT_EQ(here->scope.region.str(), "eu-central-1");
  EXPECT_EQ(there->scope.account.str(), "444455556666");
  EXPECT_EQ(there->scope.region.str(), "us-west-2");
}

TEST(TerraformExpressions, ARegionThatNothingTellsIsAProblem) {
  json plan = plan_of_two_providers();
  plan.erase("variables");
  const auto account = support::documents_of(testing::healthy_bundle());
  const auto change = read_terraform_plan(plan, "plan.json", account);
  ASSERT_FALSE(change.ok());
  EXPECT_NE(change.problems().front().message.find("the region of `aws_vpc.there`"),
            std::string::npos);
}

TEST(TerraformExpressions, AnUnknownPartOfABlockLeavesTheOthersAsTheyAre) {
  const json before = {
      {"id", "arn:aws:ecs:eu-central-1:111122223333:service/prod/web"},
      {"name", "web"},
      {"cluster", "arn:aws:ecs:eu-central-1:111122223333:cluster/prod"},
      {"launch_type", "FARGATE"},
      {"task_definition",
       "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1"},
      {"network_configuration",
       {{{"subnets", {"subnet-00ee67d0f811f87be"}},
         {"security_groups", {"sg-00ebb429fa86d481c"}},
         {"assign_public_ip", false}}}}};
  json change = updated("aws_ecs_service.web", before, before);
  change["change"]["after"]["network_configuration"][0].erase("security_groups");
  change["change"]["after_unknown"] = {
      {"network_configuration", {{{"security_groups", true}}}}};
  const PlannedHealthy account(small_plan({change}));
  ASSERT_EQ(account.doubts().size(), 1U);
  EXPECT_NE(account.doubts()[0].find("`security_groups`"), std::string::npos);
}

}  // namespace
}  // namespace pullproof::cli::terraform::expressions_test
