#include "src/cloudformation/bootstrap.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/src/cloudformation/template_account.h"

namespace pullproof::cli::cloudformation::bootstrap_test {
namespace {

using model::Verdict;
using template_account::told_of;

constexpr const char* kOwnImage = "'${Images.RepositoryUri}:1'";
constexpr const char* kRegistry =
    "'${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/";

/// The service of the other tests, with the image of this repository and tag.
std::string with_image(const std::string& image) {
  std::string yaml = template_account::network() + template_account::fargate_service();
  const std::string own = kOwnImage;
  return yaml.replace(yaml.find(own), own.size(), kRegistry + image + "'");
}

const std::string kAssets =
    "cdk-hnb659fds-container-assets-${AWS::AccountId}-${AWS::Region}:0123abcd";

TEST(BootstrapRepository, IsThereForImagesThatAreAssets) {
  EXPECT_EQ(told_of(with_image(kAssets)).verdicts.at("web"), Verdict::Pulls);
}

TEST(BootstrapRepository, IsToldAsAWarning) {
  const auto account = template_account::nothing();
  const auto change = template_account::change_of(with_image(kAssets), account);
  ASSERT_EQ(change.warnings.size(), 1U);
  EXPECT_NE(change.warnings[0].find("bootstrap"), std::string::npos);
  EXPECT_EQ((*change.edits.front().value)["repositoryArn"],
            "arn:aws:ecr:eu-central-1:111122223333:repository/"
            "cdk-hnb659fds-container-assets-111122223333-eu-central-1");
}

TEST(BootstrapRepository, IsNoneThatTheBootstrapStackDoesNotMake) {
  for (const char* image :
       {"assets:1", "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}:1",
        "cdk-hnb659fds-container-assets-${AWS::AccountId}-us-west-2:1"}) {
    EXPECT_EQ(told_of(with_image(image)).verdicts.at("web"), Verdict::Fails) << image;
  }
}

TEST(BootstrapRepository, StillNeedsTheRole) {
  std::string yaml = with_image(kAssets);
  const std::string grant = "Action: 'ecr:*'";
  yaml.replace(yaml.find(grant), grant.size(), "Action: 'ecr:GetAuthorizationToken'");
  const auto told = told_of(yaml);
  EXPECT_EQ(told.verdicts.at("web"), Verdict::Fails)
      << (told.reasons.empty() ? "" : told.reasons.front());
}

TEST(BootstrapRepository, IsNotTakenForGrantedWhereThereIsASnapshot) {
  auto account = template_account::made_of(template_account::network());
  const auto snapshot = changes::AccountDocuments::from_bundle(account.bundle());
  ASSERT_TRUE(snapshot.ok());
  const auto change =
      template_account::change_of(with_image(kAssets), snapshot.value());
  EXPECT_TRUE(change.warnings.empty());
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::bootstrap_test
