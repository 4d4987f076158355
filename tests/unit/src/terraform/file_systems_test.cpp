#include "model/changes/apply_edits.h"
#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::file_systems_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kSubnet = "subnet-0ad1fb3ac67bff8ea";  // eu-central-1a

Json resources() {
  return {made("aws_efs_file_system.data", {{"encrypted", true}},
               {{"id", true}, {"arn", true}}),
          made("aws_efs_mount_target.a", {{"subnet_id", kSubnet}},
               {{"id", true},
                {"file_system_id", true},
                {"security_groups", true},
                {"ip_address", true}}),
          made("aws_efs_access_point.web",
               {{"root_directory",
                 {{{"path", "/web"},
                   {"creation_info",
                    {{{"owner_uid", 1}, {"owner_gid", 1}, {"permissions", "755"}}}}}}}},
               {{"id", true}, {"arn", true}, {"file_system_id", true}}),
          made("aws_efs_file_system_policy.data",
               {{"policy", R"({"Version":"2012-10-17","Statement":[]})"}},
               {{"id", true}, {"file_system_id", true}})};
}

Json configuration() {
  const Json system =
      refers({"aws_efs_file_system.data.id", "aws_efs_file_system.data"});
  return Json::array(
      {written("aws_efs_file_system.data", Json::object()),
       written("aws_efs_mount_target.a", {{"file_system_id", system}}),
       written("aws_efs_access_point.web",
               {{"file_system_id", system}, {"root_directory", Json::array()}}),
       written("aws_efs_file_system_policy.data", {{"file_system_id", system}})});
}

TEST(FileSystemPlan, MakesAFileSystemThatTasksCanMount) {
  auto account = changes::AccountDocuments::from_bundle(healthy_bundle());
  ASSERT_TRUE(account.ok());
  const Change change =
      change_of(plan_of(resources(), configuration()), account.value());
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json target =
      value_of(change, "aws_efs_mount_target.a", Edit::Kind::Add, "MountTarget");
  EXPECT_EQ(target["FileSystemId"], "fs-aws_efs_file_system.data");
  EXPECT_EQ(target["AvailabilityZoneName"], "eu-central-1a");
  const Json groups =
      value_of(change, "aws_efs_mount_target.a", Edit::Kind::Add, "MountTargetGroups");
  ASSERT_EQ(groups["SecurityGroups"].size(), 1U);
  EXPECT_TRUE(groups["SecurityGroups"][0].get<std::string>().starts_with("sg-"));
  const Json point =
      value_of(change, "aws_efs_access_point.web", Edit::Kind::Add, "AccessPoint");
  EXPECT_EQ(point["RootDirectory"]["Path"], "/web");
  const Problems problems = changes::apply_edits(account.value(), change);
  ASSERT_TRUE(problems.empty()) << problems.front().message;
  const auto read = account.value().read();
  ASSERT_TRUE(read.ok()) << read.problems().front().message;
}

TEST(ContainerPlan, ReadsServiceConnect) {
  const Json service =
      made("aws_ecs_service.web",
           {{"name", "web"},
            {"cluster", "shop"},
            {"task_definition", "web:1"},
            {"service_connect_configuration",
             {{{"enabled", true},
               {"namespace", "shop"},
               {"log_configuration",
                {{{"log_driver", "awslogs"},
                  {"options", {{"awslogs-group", "proxy"}}},
                  {"secret_option", Json::array()}}}},
               {"service", {{{"port_name", "http"}, {"tls", Json::array()}}}}}}}},
           {{"id", true}});
  const Change change = change_of(plan_of({service}));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json connect = value_of(change, "aws_ecs_service.web", Edit::Kind::Add,
                                "Service")["serviceConnectConfiguration"];
  EXPECT_EQ(connect["enabled"], true);
  EXPECT_EQ(connect["logConfiguration"]["options"]["awslogs-group"], "proxy");
  EXPECT_FALSE(connect["services"][0].contains("tls"));
}

TEST(NatGatewayPlan, GivesARegionalOneItsZones) {
  Json after = {{"availability_mode", "regional"},
                {"vpc_id", "vpc-0822b33ad87c148a0"},
                {"availability_zone_address",
                 {{{"allocation_ids", {"eipalloc-1"}},
                   {"availability_zone", "eu-central-1a"},
                   {"availability_zone_id", nullptr}}}}};
  Json gateway =
      value_of(change_of(plan_of({made("aws_nat_gateway.all", after, {{"id", true}})})),
               "aws_nat_gateway.all", Edit::Kind::Add, "NatGateway");
  EXPECT_EQ(gateway["AutoProvisionZones"], "disabled");
  EXPECT_EQ(gateway["NatGatewayAddresses"],
            Json::array({{{"AllocationId", "eipalloc-1"},
                          {"AvailabilityZone", "eu-central-1a"},
                          {"Status", "succeeded"}}}));
  after.erase("availability_zone_address");
  const Change change =
      change_of(plan_of({made("aws_nat_gateway.all", after, {{"id", true}})}));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  gateway = value_of(change, "aws_nat_gateway.all", Edit::Kind::Add, "NatGateway");
  EXPECT_EQ(gateway["AutoProvisionZones"], "enabled");
  EXPECT_TRUE(gateway["NatGatewayAddresses"].empty());
}

TEST(NatGatewayPlan, AddsAnAddressThatIsAssociatedLater) {
  const Change change =
      change_of(plan_of({made("aws_nat_gateway_eip_association.more",
                              {{"nat_gateway_id", "nat-0d4eb996ebe442973"},
                               {"allocation_id", "eipalloc-2"}})}));
  EXPECT_EQ(value_of(change, "aws_nat_gateway_eip_association.more",
                     Edit::Kind::SetEntry, "NatGateway")["AllocationId"],
            "eipalloc-2");
}

}  // namespace
}  // namespace pullproof::cli::terraform::file_systems_test
