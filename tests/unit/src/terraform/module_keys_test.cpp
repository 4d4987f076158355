#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::module_keys_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";

Json subnet(const std::string& key) {
  return made("aws_subnet.a[" + key + "]",
              {{"vpc_id", kVpc}, {"cidr_block", "10.20.200.0/24"}}, {{"id", true}});
}

/// A mount target in the module `mount` with this key.
Json inside(const std::string& key) {
  Json resource = made("aws_efs_mount_target.this",
                       {{"file_system_id", "fs-1"}, {"security_groups", {"sg-1"}}},
                       {{"id", true}, {"subnet_id", true}});
  resource["module_address"] = "module.mount[" + key + "]";
  resource["address"] = "module.mount[" + key + "].aws_efs_mount_target.this";
  return resource;
}

Json plan_with(const Json& resources, const Json& call) {
  Json plan =
      plan_of(resources, Json::array({written("aws_subnet.a", Json::object())}));
  Json own = written("aws_efs_mount_target.this",
                     {{"file_system_id", {{"constant_value", "fs-1"}}},
                      {"subnet_id", refers({"var.subnet_id"})}});
  plan["configuration"]["root_module"]["module_calls"]["mount"] = call;
  plan["configuration"]["root_module"]["module_calls"]["mount"]["module"] = {
      {"resources", {own}}, {"variables", {{"subnet_id", Json::object()}}}};
  return plan;
}

Json subnet_of(const Json& plan, const std::string& key) {
  return value_of(change_of(plan),
                  "module.mount[" + key + "].aws_efs_mount_target.this",
                  Edit::Kind::Add, "MountTarget")["SubnetId"];
}

TEST(ModuleKeys, CountIndexChoosesTheInstanceOfTheModulesOwnIndex) {
  const Json call = {
      {"expressions", {{"subnet_id", refers({"aws_subnet.a", "count.index"})}}},
      {"count_expression", {{"constant_value", 2}}}};
  const Json plan =
      plan_with({subnet("0"), subnet("1"), inside("0"), inside("1")}, call);
  EXPECT_EQ(subnet_of(plan, "1"), "subnet-aws_subnet.a[1]");
}

TEST(ModuleKeys, EachKeyChoosesTheInstanceOfTheModulesOwnKey) {
  const Json call = {
      {"expressions", {{"subnet_id", refers({"aws_subnet.a", "each.key"})}}},
      {"for_each_expression", refers({"var.zones"})}};
  const Json plan = plan_with(
      {subnet("\"x\""), subnet("\"y\""), inside("\"x\""), inside("\"y\"")}, call);
  EXPECT_EQ(subnet_of(plan, "\"y\""), "subnet-aws_subnet.a[\"y\"]");
}

TEST(ModuleKeys, EachValueOfChainedModulesIsTheInstance) {
  const Json call = {
      {"expressions", {{"subnet_id", refers({"each.value.id", "each.value"})}}},
      {"for_each_expression", refers({"aws_subnet.a"})}};
  const Json plan = plan_with(
      {subnet("\"x\""), subnet("\"y\""), inside("\"x\""), inside("\"y\"")}, call);
  EXPECT_EQ(subnet_of(plan, "\"x\""), "subnet-aws_subnet.a[\"x\"]");
}

TEST(ModuleKeys, EachValueOfASetOfTextsIsTheKey) {
  const Json call = {
      {"expressions", {{"subnet_id", refers({"aws_subnet.a", "each.value"})}}},
      {"for_each_expression", Json::object()}};
  const Json plan = plan_with(
      {subnet("\"x\""), subnet("\"y\""), inside("\"x\""), inside("\"y\"")}, call);
  EXPECT_EQ(subnet_of(plan, "\"y\""), "subnet-aws_subnet.a[\"y\"]");
}

TEST(ModuleKeys, AnotherValueOfAMapIsNotTheKey) {
  const Json crossed = {{"x", "y"}, {"y", "x"}};
  const Json call = {
      {"expressions", {{"subnet_id", refers({"aws_subnet.a", "each.value"})}}},
      {"for_each_expression", {{"constant_value", crossed}}}};
  const Json plan = plan_with(
      {subnet("\"x\""), subnet("\"y\""), inside("\"x\""), inside("\"y\"")}, call);
  EXPECT_EQ(doubts_of(change_of(plan)).size(), 2U);
}

TEST(ModuleKeys, OtherKeysAreDoubted) {
  const Json call = {
      {"expressions", {{"subnet_id", refers({"aws_subnet.a", "count.index"})}}},
      {"count_expression", {{"constant_value", 2}}}};
  const Json plan = plan_with(
      {subnet("0"), subnet("1"), subnet("2"), inside("0"), inside("1")}, call);
  EXPECT_EQ(doubts_of(change_of(plan)).size(), 2U);
}

TEST(ModuleKeys, CountIndexChoosesFromAnOutputOfAnotherModule) {
  Json resources = {made("aws_efs_mount_target.here[0]", {{"file_system_id", "fs-1"}},
                         {{"id", true}, {"subnet_id", true}}),
                    made("aws_efs_mount_target.here[1]", {{"file_system_id", "fs-1"}},
                         {{"id", true}, {"subnet_id", true}})};
  for (const char* key : {"0", "1"}) {
    Json own = subnet(key);
    own["module_address"] = "module.net";
    own["address"] = std::string("module.net.aws_subnet.a[") + key + "]";
    resources.push_back(own);
  }
  Json plan = plan_of(
      resources,
      Json::array({written("aws_efs_mount_target.here",
                           {{"subnet_id", refers({"module.net.subnet_ids", "module.net",
                                                  "count.index"})}})}));
  plan["configuration"]["root_module"]["module_calls"]["net"]["module"] = {
      {"resources", {written("aws_subnet.a", Json::object())}},
      {"outputs", {{"subnet_ids", {{"expression", refers({"aws_subnet.a"})}}}}}};
  const Change change = change_of(plan);
  EXPECT_EQ(value_of(change, "aws_efs_mount_target.here[1]", Edit::Kind::Add,
                     "MountTarget")["SubnetId"],
            "subnet-module.net.aws_subnet.a[1]");
}

}  // namespace
}  // namespace pullproof::cli::terraform::module_keys_test
