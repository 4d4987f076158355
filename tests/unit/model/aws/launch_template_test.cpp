#include "model/aws/launch_template.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::launch_template_test {
namespace {

constexpr const char* kCall = "ec2-describe-launch-template-versions";

TEST(LaunchTemplateVersion, IsReadWithItsPrimaryInterface) {
  const auto result = read(kCall, R"({"LaunchTemplateVersions": [{
    "LaunchTemplateId": "lt-1", "LaunchTemplateName": "ecs", "VersionNumber": 7,
    "DefaultVersion": true, "LaunchTemplateData": {
      "ImageId": "ami-1", "IamInstanceProfile": {"Arn": "arn:p", "Name": "p"},
      "NetworkInterfaces": [{"DeviceIndex": 0, "Groups": ["sg-1"],
                             "AssociatePublicIpAddress": true}]}}]})");
  const auto version = only<LaunchTemplateVersion>(result);
  EXPECT_EQ(version.id(), "lt-1:7");
  EXPECT_TRUE(version.is_default);
  EXPECT_EQ(version.settings.groups, std::vector{SecurityGroupId("sg-1")});
  EXPECT_EQ(version.settings.public_address, true);
  EXPECT_EQ(version.settings.instance_profile, "arn:p");
  EXPECT_EQ(version.settings.image, "ami-1");
  EXPECT_EQ(version.settings.source.pointer,
            "/LaunchTemplateVersions/0/LaunchTemplateData");
  EXPECT_TRUE(result.value().calls().seen(kHome, std::string(kCall) + "/lt-1"));
}

TEST(LaunchTemplateVersion, HasTheGroupsOfTheInstanceWithoutInterfaces) {
  const auto version = only<LaunchTemplateVersion>(
      read(kCall, R"({"LaunchTemplateVersions": [{"LaunchTemplateId": "lt-1",
        "VersionNumber": 1, "LaunchTemplateData": {
          "SecurityGroupIds": ["sg-1", "sg-2"]}}]})"));
  EXPECT_EQ(version.settings.groups.size(), 2U);
  EXPECT_EQ(version.settings.public_address, std::nullopt);
  EXPECT_EQ(version.settings.not_modelled, "");
}

TEST(LaunchTemplateVersion, NeedsItsNumber) {
  const auto result = read(kCall, R"({"LaunchTemplateVersions": [
    {"LaunchTemplateId": "lt-1", "LaunchTemplateData": {}}]})");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.problems().front().pointer, "/LaunchTemplateVersions/0");
}

TEST(LaunchTemplate, TellsItsLatestVersion) {
  const auto found = only<LaunchTemplate>(
      read("ec2-describe-launch-templates", R"({"LaunchTemplates": [
        {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "ecs",
         "DefaultVersionNumber": 1, "LatestVersionNumber": 4}]})"));
  EXPECT_EQ(found.id(), "lt-1");
  EXPECT_EQ(found.latest_version, 4);
}

}  // namespace
}  // namespace pullproof::aws::launch_template_test
