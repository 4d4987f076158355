#include "model/launch_index.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model::launch_index_test {
namespace {

using nlohmann::json;
using support::auto_scaling_group;
using support::network_answer;
using Texts = std::vector<std::string>;

/// Version 2 is the default with sg-task, version 3 the newest with sg-new.
json with_versions() {
  json bundle = support::service_account();
  support::use_group(bundle);
  json newer = support::launch_template(bundle);
  newer["VersionNumber"] = 3;
  newer["DefaultVersion"] = false;
  newer["LaunchTemplateData"]["SecurityGroupIds"] = {"sg-new"};
  network_answer(bundle,
                 "ec2-describe-launch-template-versions/lt-1")["LaunchTemplateVersions"]
      .push_back(newer);
  return bundle;
}

std::vector<Launch> launches_of(const json& bundle) {
  const support::NetworkWorld world(bundle);
  return LaunchIndex(world.account())
      .launches_of(*world.find<aws::AutoScalingGroup>("arn:asg-1"));
}

/// The first group of each launch; the call that would tell it, in brackets.
Texts groups_of(const json& bundle) {
  Texts groups;
  for (const auto& launch : launches_of(bundle)) {
    groups.push_back(launch.question ? "[" + launch.question->call + "]"
                                     : launch.settings.groups.at(0).text.str());
  }
  return groups;
}

Texts with_version(json bundle, const json& version) {
  auto_scaling_group(bundle)["LaunchTemplate"]["Version"] = version;
  return groups_of(bundle);
}

TEST(LaunchIndex, FindsTheVersionThatTheGroupNames) {
  const json bundle = with_versions();
  EXPECT_EQ(with_version(bundle, "2"), Texts{"sg-task"});
  EXPECT_EQ(with_version(bundle, "3"), Texts{"sg-new"});
  EXPECT_EQ(with_version(bundle, "$Default"), Texts{"sg-task"});
  EXPECT_EQ(with_version(bundle, "$Latest"), Texts{"sg-new"});
}

// LaunchTemplateSpecification: "The default value is $Default."
TEST(LaunchIndex, FindsTheDefaultVersionWhereTheGroupNamesNone) {
  json bundle = with_versions();
  auto_scaling_group(bundle)["LaunchTemplate"].erase("Version");
  EXPECT_EQ(groups_of(bundle), Texts{"sg-task"});
}

TEST(LaunchIndex, AsksForAVersionThatIsNotCollected) {
  EXPECT_EQ(with_version(with_versions(), "4"),
            Texts{"[ec2-describe-launch-template-versions/lt-1]"});
}

// Only describe-launch-templates tells whether a newer version exists.
TEST(LaunchIndex, TakesTheNewestCollectedVersionForTheLatest) {
  json bundle = with_versions();
  auto_scaling_group(bundle)["LaunchTemplate"]["Version"] = "$Latest";
  EXPECT_EQ(launches_of(bundle).at(0).assumption->name,
            "ec2-describe-launch-templates");
  json& templates = network_answer(bundle, "ec2-describe-launch-templates");
  templates["LaunchTemplates"] =
      json::array({{{"LaunchTemplateId", "lt-1"}, {"LatestVersionNumber", 3}}});
  EXPECT_FALSE(launches_of(bundle).at(0).assumption);
  templates["LaunchTemplates"][0]["LatestVersionNumber"] = 4;
  EXPECT_EQ(groups_of(bundle), Texts{"[ec2-describe-launch-template-versions/lt-1]"});
}

TEST(LaunchIndex, FindsATemplateByItsName) {
  json bundle = with_versions();
  auto_scaling_group(bundle)["LaunchTemplate"] = {{"LaunchTemplateName", "ecs"},
                                                  {"Version", "3"}};
  EXPECT_EQ(groups_of(bundle), Texts{"sg-new"});
}

json with_overrides(const json& overrides) {
  json bundle = with_versions();
  const json base = auto_scaling_group(bundle)["LaunchTemplate"];
  auto_scaling_group(bundle).erase("LaunchTemplate");
  auto_scaling_group(bundle)["MixedInstancesPolicy"]["LaunchTemplate"] = {
      {"LaunchTemplateSpecification", base}, {"Overrides", overrides}};
  return bundle;
}

TEST(LaunchIndex, KeepsTheTemplateWhereOverridesChangeTheTypeOnly) {
  EXPECT_EQ(groups_of(with_overrides(json::array())), Texts{"sg-task"});
  EXPECT_EQ(groups_of(with_overrides(json::array(
                {{{"InstanceType", "m6i.large"}}, {{"InstanceType", "m5.large"}}}))),
            Texts{"sg-task"});
}

TEST(LaunchIndex, FindsTheTemplatesOfOverrides) {
  const json own = {{"LaunchTemplateId", "lt-1"}, {"Version", "3"}};
  const json bundle = with_overrides(
      json::array({{{"InstanceType", "m6i.large"}},
                   {{"LaunchTemplateSpecification", own}, {"ImageId", "ami-arm"}}}));
  EXPECT_EQ(groups_of(bundle), (Texts{"sg-task", "sg-new"}));
  EXPECT_EQ(launches_of(bundle).at(1).settings.image, "ami-arm");
}

TEST(LaunchIndex, FindsALaunchConfiguration) {
  json bundle = with_versions();
  auto_scaling_group(bundle).erase("LaunchTemplate");
  auto_scaling_group(bundle)["LaunchConfigurationName"] = "old";
  EXPECT_EQ(groups_of(bundle), Texts{"[autoscaling-describe-launch-configurations]"});
  network_answer(bundle, "autoscaling-describe-launch-configurations") =
      json::parse(R"({"LaunchConfigurations": [{"LaunchConfigurationName": "old",
        "ImageId": "ami-1", "SecurityGroups": ["sg-old"]}]})");
  EXPECT_EQ(groups_of(bundle), Texts{"sg-old"});
}

TEST(LaunchIndex, AsksForTheGroupItselfWhereItSaysNothing) {
  json bundle = with_versions();
  auto_scaling_group(bundle).erase("LaunchTemplate");
  EXPECT_EQ(groups_of(bundle), Texts{"[autoscaling-describe-auto-scaling-groups]"});
}

TEST(LaunchIndex, TellsNothingOfAnInterfaceThatExistsAlready) {
  json bundle = with_versions();
  support::launch_template(bundle)["LaunchTemplateData"]["NetworkInterfaces"] =
      json::array({{{"DeviceIndex", 0}, {"NetworkInterfaceId", "eni-7"}}});
  EXPECT_EQ(with_version(bundle, "2"), Texts{"[]"});
}

TEST(LaunchIndex, KnowsWhichGroupAnInstanceIsOf) {
  const support::NetworkWorld world(with_versions());
  const LaunchIndex index(world.account());
  EXPECT_EQ(index.group_of(support::kNetworkScope, InstanceId("i-1"))->name, "ecs");
  EXPECT_EQ(index.group_of(support::kNetworkScope, InstanceId("i-2")), nullptr);
}

// Names of profiles are unique in an account, whatever their path is.
TEST(LaunchIndex, FindsAProfileByItsName) {
  json bundle = with_versions();
  const std::string arn = "arn:aws:iam::111122223333:instance-profile/ecs/p";
  support::global_answer(bundle, "iam-get-account-authorization-details")
      .at("RoleDetailList")[0]["InstanceProfileList"] =
      json::array({{{"InstanceProfileName", "p"}, {"Arn", arn}}});
  const support::NetworkWorld world(bundle);
  const LaunchIndex index(world.account());
  EXPECT_EQ(index.profile_arn(support::kNetworkScope, "p"), arn);
  EXPECT_EQ(index.profile_arn(support::kNetworkScope, arn), arn);
  EXPECT_EQ(index.profile_arn(support::kNetworkScope, "q"),
            "arn:aws:iam::111122223333:instance-profile/q");
  EXPECT_EQ(index.profile_arn(support::kNetworkScope, ""), "");
}

}  // namespace
}  // namespace pullproof::model::launch_index_test
