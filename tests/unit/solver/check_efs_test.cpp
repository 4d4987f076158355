// The stage `start`: volumes of EFS.
//
// AWS: EFS user guide, "Mounting on Amazon EC2 with a DNS name" and "Using IAM to
// control access to file systems"; ECS developer guide, "Use Amazon EFS volumes with
// Amazon ECS".
#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_efs_test {
namespace {

using nlohmann::json;
using support::asks;
using support::container;
using support::efs_volume;
using support::kFileSystemPolicy;
using support::kMountTargets;
using support::mount_target;
using support::network_answer;
using support::permission;
using support::put_group;
using support::service_network;
using support::task_definition;
using support::told;
using support::with_volume;

const json kMount = support::allow({"elasticfilesystem:ClientMount"});

/// The file system's policy, of these statements.
void put_policy(json& bundle, const std::vector<json>& statements) {
  support::put_call(
      bundle, support::kIamAccount, support::kIamRegion, kFileSystemPolicy,
      {{"FileSystemId", "fs-1"}, {"Policy", support::policy(statements).dump()}});
}

json for_everybody(json statement, const json& conditions = json::object()) {
  statement["Principal"] = {{"AWS", "*"}};
  if (!conditions.empty()) statement["Condition"] = {{"Bool", conditions}};
  return statement;
}

/// Mounts as the task role, which is the role `pull`.
json by_iam(const std::vector<json>& statements) {
  json bundle = with_volume(statements);
  task_definition(bundle)["taskRoleArn"] = support::kPullRole;
  efs_volume(bundle)["transitEncryption"] = "ENABLED";
  efs_volume(bundle)["authorizationConfig"] = {{"iam", "ENABLED"}};
  return bundle;
}

json& zone_of(json& bundle, std::size_t subnet) {
  return network_answer(bundle,
                        "ec2-describe-subnets")["Subnets"][subnet]["AvailabilityZone"];
}

std::string error_of(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  return check(account, {}).verdicts.at(0).findings.at(0).ecs_error;
}

TEST(CheckEfs, ReachesTheMountTarget) {
  EXPECT_EQ(told(with_volume({})), "pulls");
  json bundle = with_volume({});
  put_group(bundle, "sg-other", {permission("sg-task", "tcp", 443, 443)}, {});
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0]
                                                           ["Groups"][0]["GroupId"] =
                                                               "sg-other";
  EXPECT_EQ(told(bundle), "start security-group ENI_SG_RULES_MISMATCH");
  EXPECT_NE(error_of(bundle).find("mount.nfs4: Connection timed out"),
            std::string::npos);
}

TEST(CheckEfs, NeedsPort2049FromTheTask) {
  json bundle = with_volume({});
  service_network(bundle)["securityGroups"] = {"sg-narrow"};
  put_group(bundle, "sg-narrow", {}, {permission("0.0.0.0/0", "tcp", 443, 443)});
  EXPECT_EQ(told(bundle), "start security-group ENI_SG_RULES_MISMATCH");
}

TEST(CheckEfs, PassesNetworkAclsBothWays) {
  json bundle = with_volume({});
  support::put_acl(bundle, {{.number = 90,
                             .action = "deny",
                             .protocol = "6",
                             .first_port = 2049,
                             .last_port = 2049,
                             .cidr = "10.0.0.0/16",
                             .egress = false},
                            {.egress = false},
                            {.egress = true}});
  EXPECT_EQ(told(bundle), "start network-acl SUBNET_ACL_RESTRICTION");
}

TEST(CheckEfs, TakesTheGroupsFromWhoeverPrintsThem) {
  json bundle = with_volume({});
  support::forget_answer(bundle, "ec2-describe-network-interfaces");
  EXPECT_EQ(told(bundle), "unknown");
  json& list =
      network_answer(bundle, "efs-describe-mount-target-security-groups/fsmt-1");
  list = {{"SecurityGroups", {"sg-mount"}}};
  EXPECT_EQ(told(bundle), "pulls");
  put_group(bundle, "sg-closed", {}, {});
  list = {{"SecurityGroups", {"sg-closed"}}};
  EXPECT_EQ(told(bundle), "start security-group SG_HAS_NO_RULES");
  json disputed = with_volume({});
  network_answer(disputed, "efs-describe-mount-target-security-groups/fsmt-1") = {
      {"SecurityGroups", {"sg-task"}}};
  EXPECT_EQ(told(disputed), "unknown");
}

TEST(CheckEfs, NeedsAMountTargetInTheZone) {
  json bundle = with_volume({});
  zone_of(bundle, 1) = "eu-central-1b";
  EXPECT_EQ(told(bundle), "start dns MOUNT_TARGET_NOT_IN_ZONE");
  EXPECT_NE(error_of(bundle).find("Failed to resolve"), std::string::npos);
  json none = with_volume({});
  network_answer(none, kMountTargets) = {{"MountTargets", json::array()}};
  EXPECT_EQ(told(none), "start dns MOUNT_TARGET_NOT_IN_ZONE");
}

TEST(CheckEfs, MayStartInOneZoneOnly) {
  json bundle = with_volume({});
  zone_of(bundle, 0) = "eu-central-1b";
  service_network(bundle)["subnets"] = {"subnet-task", "subnet-nat"};
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  EXPECT_TRUE(std::any_of(verdict.findings.begin(), verdict.findings.end(),
                          [](const auto& finding) {
                            return finding.code == "MOUNT_TARGET_NOT_IN_ZONE" &&
                                   finding.placements.size() == 1 &&
                                   finding.placements.front().subnet == "subnet-nat";
                          }));
}

TEST(CheckEfs, ClaimsNothingOfMountTargetsOfAnotherVpc) {
  json bundle = with_volume({});
  mount_target(bundle)["VpcId"] = "vpc-2";
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, NeedsBothToBeInService) {
  json bundle = with_volume({});
  mount_target(bundle)["LifeCycleState"] = "deleting";
  EXPECT_EQ(told(bundle), "start dns MOUNT_TARGET_UNUSABLE");
  mount_target(bundle)["LifeCycleState"] = "updating";
  EXPECT_EQ(told(bundle), "pulls");
  json& system = network_answer(bundle, "efs-describe-file-systems")["FileSystems"][0];
  system["LifeCycleState"] = "error";
  EXPECT_EQ(told(bundle), "start dns FILE_SYSTEM_UNUSABLE");
}

TEST(CheckEfs, NeedsTheFileSystem) {
  json bundle = with_volume({});
  efs_volume(bundle)["fileSystemId"] = "fs-gone";
  support::drop_call(bundle, support::kIamAccount, support::kIamRegion,
                     "efs-describe-file-system-policy/fs-gone", "absent");
  EXPECT_EQ(told(bundle), "start dns FILE_SYSTEM_NOT_FOUND");
}

TEST(CheckEfs, NeedsBothDnsAttributes) {
  json bundle = with_volume({});
  network_answer(bundle, "ec2-describe-vpc-attribute-enableDnsHostnames/vpc-1") =
      json::parse(R"({"VpcId": "vpc-1", "EnableDnsHostnames": {"Value": false}})");
  EXPECT_EQ(told(bundle), "start dns DNS_HOSTNAMES_DISABLED");
}

/// AWS: Route 53 API reference, ListHostedZonesByVPC: EFS owns such zones.
TEST(CheckEfs, KnowsTheZoneOfTheFileSystem) {
  json bundle = with_volume({});
  support::global_answer(bundle, "route53-list-hosted-zones-by-vpc/vpc-1") =
      json::parse(R"({"HostedZoneSummaries": [
        {"HostedZoneId": "Z1", "Name": "fs-1.efs.eu-central-1.amazonaws.com.",
         "Owner": {"OwningService": "efs.amazonaws.com"}}]})");
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckEfs, TakesForGrantedWhatWasNotCollected) {
  json bundle = with_volume({});
  for (const char* call : {"efs-describe-file-systems", kMountTargets}) {
    support::forget_answer(bundle, call);
  }
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, "efs-describe-file-systems"));
  EXPECT_TRUE(asks(bundle, kMountTargets));
}

TEST(CheckEfs, AsksTheTasksOwnGroupsWhereverTheMountTargetIs) {
  json bundle = with_volume({});
  support::forget_answer(bundle, kMountTargets);
  service_network(bundle)["securityGroups"] = {"sg-narrow"};
  const auto with = [&bundle](std::vector<json> rules) {
    json other = bundle;
    rules.push_back(permission("0.0.0.0/0", "tcp", 443, 443));
    put_group(other, "sg-narrow", {}, rules);
    return told(other);
  };
  EXPECT_EQ(with({}), "start security-group ENI_SG_RULES_MISMATCH");
  EXPECT_EQ(with({permission("192.168.0.0/16", "tcp", 2049, 2049)}),
            "start security-group ENI_SG_RULES_MISMATCH");
  // The mount target may be there, or in that group.
  EXPECT_EQ(with({permission("10.0.2.0/24", "tcp", 2049, 2049)}), "pulls");
  EXPECT_EQ(with({permission("sg-mount", "tcp", 2049, 2049)}), "pulls");
}

// EFS API reference, FileSystemDescription, NumberOfMountTargets.
TEST(CheckEfs, CountsMountTargets) {
  json bundle = with_volume({});
  json& system = network_answer(bundle, "efs-describe-file-systems")["FileSystems"][0];
  system["NumberOfMountTargets"] = 1;
  EXPECT_EQ(told(bundle), "pulls");
  system["NumberOfMountTargets"] = 2;
  EXPECT_EQ(told(bundle), "unknown");
  system["NumberOfMountTargets"] = 0;
  EXPECT_EQ(told(bundle), "unknown");
  support::forget_answer(bundle, kMountTargets);
  EXPECT_EQ(told(bundle), "start dns MOUNT_TARGET_NOT_IN_ZONE");
}

TEST(CheckEfs, ClaimsNothingOfAMountTargetInTwoZones) {
  json bundle = with_volume({});
  network_answer(bundle, kMountTargets)["MountTargets"][0]["AvailabilityZoneName"] =
      "eu-central-1b";
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, LetsEverybodyInWithoutAPolicy) {
  json bundle = with_volume({});
  support::drop_call(bundle, support::kIamAccount, support::kIamRegion,
                     kFileSystemPolicy);
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(asks(bundle, kFileSystemPolicy));
}

TEST(CheckEfs, AsksThePolicyForClientsWithoutARole) {
  const std::string refused = "start resource-policy RESOURCE_POLICY_NO_ALLOW";
  json bundle = with_volume({kMount});
  const json via_target = {{"elasticfilesystem:AccessedViaMountTarget", "true"}};
  put_policy(bundle, {for_everybody(kMount, via_target)});
  EXPECT_EQ(told(bundle), "pulls");
  put_policy(bundle,
             {for_everybody(support::allow({"elasticfilesystem:ClientWrite"}))});
  EXPECT_EQ(told(bundle), refused);
  EXPECT_NE(error_of(bundle).find("access denied by server"), std::string::npos);
  json of_role = kMount;
  of_role["Principal"] = {{"AWS", support::kPullRole}};
  put_policy(bundle, {of_role});
  EXPECT_EQ(told(bundle), refused);
}

TEST(CheckEfs, TellsThePolicyOfTransitEncryption) {
  json bundle = with_volume({});
  const json plain = {{"aws:SecureTransport", "false"}};
  put_policy(bundle,
             {for_everybody(kMount), for_everybody(support::deny({"*"}), plain)});
  EXPECT_EQ(told(bundle), "start resource-policy RESOURCE_POLICY_DENY");
  efs_volume(bundle)["transitEncryption"] = "ENABLED";
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckEfs, MountsAsTheTaskRole) {
  EXPECT_EQ(told(by_iam({kMount})), "pulls");
  // What the default policy grants to a role is not documented.
  EXPECT_EQ(told(by_iam({})), "unknown");
  json bundle = by_iam({});
  put_policy(bundle,
             {for_everybody(support::allow({"elasticfilesystem:ClientWrite"}))});
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  json of_role = kMount;
  of_role["Principal"] = {{"AWS", support::kPullRole}};
  put_policy(bundle, {of_role});
  EXPECT_EQ(told(bundle), "pulls");
  task_definition(bundle).erase("taskRoleArn");
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, TellsPoliciesOfTheAccessPoint) {
  json bundle = by_iam({});
  json of_point = for_everybody(kMount);
  of_point["Condition"] = {
      {"StringEquals",
       {{"elasticfilesystem:AccessPointArn",
         "arn:aws:elasticfilesystem:eu-central-1:111122223333:access-point/fsap-1"}}}};
  put_policy(bundle, {of_point});
  EXPECT_EQ(told(bundle), "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  efs_volume(bundle)["authorizationConfig"]["accessPointId"] = "fsap-1";
  EXPECT_EQ(told(bundle), "pulls");
  network_answer(bundle, "efs-describe-access-points") = json::parse(R"({
    "AccessPoints": [{"AccessPointId": "fsap-1", "FileSystemId": "fs-2",
                      "LifeCycleState": "available"}]})");
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, ClaimsNoRefusalOfVolumesThatNoContainerMounts) {
  json bundle = with_volume({});
  zone_of(bundle, 1) = "eu-central-1b";
  container(bundle).erase("mountPoints");
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, MountsOnInstancesThroughTheInstance) {
  json bundle = with_volume({});
  const json mount =
      network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"][0];
  support::move_to_instance(bundle);
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back(mount);
  task_definition(bundle)["networkMode"] = "bridge";
  EXPECT_EQ(told(bundle), "pulls");
  // Through an interface of the task's own, which nothing here knows.
  task_definition(bundle)["networkMode"] = "awsvpc";
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, ClaimsNothingOnOldPlatforms) {
  json bundle = with_volume({});
  support::service(bundle)["platformVersion"] = "1.3.0";
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckEfs, AssumesThatADirectoryExists) {
  json bundle = with_volume({});
  efs_volume(bundle)["rootDirectory"] = "/app";
  const aws::Snapshot account = support::read_account(bundle);
  const auto verdict = check(account, {}).verdicts.at(0);
  const gates::Assumption taken{.name = "directory /app of fs-1", .value = "exists"};
  EXPECT_NE(std::find(verdict.assumptions.begin(), verdict.assumptions.end(), taken),
            verdict.assumptions.end());
}

}  // namespace
}  // namespace pullproof::solver::check_efs_test
