#include "src/commands/expected_calls.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::expected_calls_test {
namespace {

using nlohmann::json;

constexpr auto kFolder = "111122223333/eu-central-1/";

aws::Snapshot snapshot(json bundle) {
  bundle[std::string(kFolder) + "ec2-describe-vpcs.json"] = {
      {"Vpcs",
       {{{"VpcId", "vpc-1"},
         {"CidrBlock", "10.0.0.0/16"},
         {"OwnerId", "111122223333"},
         {"DhcpOptionsId", "dopt-1"}}}}};
  auto read = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(read.ok());
  return std::move(read.value());
}

const LackingCall* find(const std::vector<LackingCall>& calls,
                        const std::string& name) {
  const auto found =
      std::find_if(calls.begin(), calls.end(),
                   [&](const LackingCall& each) { return each.call == name; });
  return found == calls.end() ? nullptr : &*found;
}

TEST(ExpectedCalls, NameWhatWasNotCollected) {
  const auto calls = lacking_calls(snapshot(json::object()));
  EXPECT_EQ(find(calls, "ec2-describe-vpcs"), nullptr);
  const LackingCall* subnets = find(calls, "ec2-describe-subnets");
  ASSERT_NE(subnets, nullptr);
  EXPECT_EQ(subnets->scope, (aws::Scope{"111122223333", "eu-central-1"}));
  EXPECT_EQ(in_words(subnets->status), "unseen");
}

TEST(ExpectedCalls, AskForEachVpcsAttributes) {
  const auto calls = lacking_calls(snapshot(json::object()));
  EXPECT_NE(find(calls, "ec2-describe-vpc-attribute-enableDnsSupport/vpc-1"), nullptr);
}

TEST(ExpectedCalls, AskForWhatAnAutoScalingGroupStarts) {
  const auto lacks = [](const json& group) {
    json bundle;
    bundle[std::string(kFolder) + "autoscaling-describe-auto-scaling-groups.json"] = {
        {"AutoScalingGroups", json::array({group})}};
    return lacking_calls(snapshot(bundle));
  };
  json group = {{"AutoScalingGroupARN", "arn:asg"},
                {"LaunchTemplate", {{"LaunchTemplateId", "lt-1"}, {"Version", "1"}}}};
  auto calls = lacks(group);
  EXPECT_NE(find(calls, "ec2-describe-launch-template-versions/lt-1"), nullptr);
  EXPECT_EQ(find(calls, "ec2-describe-launch-templates"), nullptr);
  EXPECT_EQ(find(calls, "autoscaling-describe-launch-configurations"), nullptr);
  group["LaunchTemplate"]["Version"] = "$Latest";
  EXPECT_NE(find(lacks(group), "ec2-describe-launch-templates"), nullptr);
  group["LaunchConfigurationName"] = "old";
  EXPECT_NE(find(lacks(group), "autoscaling-describe-launch-configurations"), nullptr);
}

TEST(ExpectedCalls, AskForIamOnceAnAccount) {
  const auto calls = lacking_calls(snapshot(json::object()));
  const LackingCall* iam = find(calls, "iam-get-account-authorization-details");
  ASSERT_NE(iam, nullptr);
  EXPECT_EQ(iam->scope.region, "global");
}

TEST(ExpectedCalls, TellWhatAwsDenied) {
  const json manifest = {{"format", "pullproof-snapshot/1"},
                         {"calls",
                          {{{"account", "111122223333"},
                            {"region", "eu-central-1"},
                            {"call", "ec2-describe-vpcs"},
                            {"status", "ok"},
                            {"file", std::string(kFolder) + "ec2-describe-vpcs.json"}},
                           {{"account", "111122223333"},
                            {"region", "eu-central-1"},
                            {"call", "ec2-describe-subnets"},
                            {"status", "denied"},
                            {"error", "UnauthorizedOperation"}}}}};
  const auto calls = lacking_calls(snapshot({{"manifest.json", manifest}}));
  const LackingCall* subnets = find(calls, "ec2-describe-subnets");
  ASSERT_NE(subnets, nullptr);
  EXPECT_EQ(in_words(subnets->status), "denied");
}

}  // namespace
}  // namespace pullproof::cli::expected_calls_test
