// AWS: ECR user guide, "Lifecycle policy properties in Amazon ECR" and "Examples of
// lifecycle policies in Amazon ECR".
#include "model/image_lifecycle.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/image_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model::image_lifecycle_test {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

/// Service web, whose image acme/web:1 was pushed on November 20.
json account_with(const std::vector<json>& rules) {
  json bundle = support::service_account();
  bundle["manifest.json"]["format"] = "pullproof-snapshot/1";
  bundle["manifest.json"]["collected_at"] = "2026-11-27T00:00:00Z";
  if (!bundle["manifest.json"].contains("calls")) {
    bundle["manifest.json"]["calls"] = json::array();
  }
  bundle[support::kImages]["imageDetails"][0]["imagePushedAt"] =
      "2026-11-20T08:00:00+00:00";
  support::network_answer(bundle, "ecr-get-lifecycle-policy/acme%2Fweb") = {
      {"registryId", "111122223333"},
      {"repositoryName", "acme/web"},
      {"lifecyclePolicyText", json({{"rules", rules}}).dump()}};
  return bundle;
}

json rule(int priority, json selection, const std::string& action = "expire") {
  return {{"rulePriority", priority},
          {"selection", std::move(selection)},
          {"action", {{"type", action}}}};
}

json aged(int days) {
  return {{"tagStatus", "any"},
          {"countType", "sinceImagePushed"},
          {"countUnit", "days"},
          {"countNumber", days}};
}

Texts warnings(const json& bundle) {
  const support::NetworkWorld world(bundle);
  return select_tasks(world.account(), world.network(), {}).at(0).warnings;
}

TEST(ImageLifecycle, TellsTheDayOnWhichAnImageGoes) {
  const Texts found = warnings(account_with({rule(1, aged(14))}));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0],
            std::string("image ") + support::kWebImage +
                " goes away: rule 1 of its lifecycle policy removes it on 2026-12-04, "
                "14 days after it was pushed");
  EXPECT_EQ(warnings(account_with({rule(1, aged(90))})), Texts{});
  EXPECT_EQ(warnings(account_with({rule(1, aged(14), "transition")})).size(), 1U);
}

// "Automate the cleanup of images": an image that meets the rule goes within a day.
TEST(ImageLifecycle, TellsOfNoDayThatHasPassed) {
  const auto with = [](int days) {
    const Texts found = warnings(account_with({rule(1, aged(days))}));
    return found.empty() ? "" : found[0].substr(found[0].find("removes it "));
  };
  EXPECT_EQ(with(5),
            "removes it within a day, for 5 days have passed since it was pushed");
  EXPECT_EQ(with(7), "removes it on 2026-11-27, 7 days after it was pushed");
}

TEST(ImageLifecycle, CountsFromTheLastPull) {
  const auto with = [](const json& times) {
    json bundle = account_with({rule(1,
                                     {{"tagStatus", "any"},
                                      {"countType", "sinceImagePulled"},
                                      {"countUnit", "days"},
                                      {"countNumber", 14}},
                                     "transition")});
    bundle[support::kImages]["imageDetails"][0].update(times);
    const Texts found = warnings(bundle);
    return found.empty() ? "" : found[0].substr(found[0].find("archives it "));
  };
  EXPECT_EQ(
      with(json::object()),
      "archives it on 2026-12-04, 14 days after it was pushed, unless it is pulled "
      "before");
  const json pulled = {{"lastRecordedPullTime", "2026-11-22T08:00:00+00:00"}};
  EXPECT_EQ(with(pulled),
            "archives it on 2026-12-06, 14 days after it was pulled for the last time, "
            "unless it is again");
  json activated = pulled;
  activated["lastActivatedAt"] = "2026-11-23T08:00:00+00:00";
  EXPECT_EQ(with(activated),
            "archives it on 2026-12-07, 14 days after it was taken out of the archive, "
            "unless it is pulled before");
  EXPECT_EQ(with({{"lastRecordedPullTime", "2027-02-01T08:00:00+00:00"}}), "");
}

TEST(ImageLifecycle, CountsTheNewerImages) {
  const auto with = [](int newer, int kept) {
    json bundle = account_with({rule(1, {{"tagStatus", "any"},
                                         {"countType", "imageCountMoreThan"},
                                         {"countNumber", kept}})});
    json& images = bundle[support::kImages]["imageDetails"];
    const json first = images[0];
    images = {first};
    for (int i = 0; i < newer; ++i) {
      json other = first;
      other["imageDigest"] = "sha256:" + std::string(63, 'a') + std::to_string(i);
      other["imageTags"] = {"newer-" + std::to_string(i)};
      other["imagePushedAt"] = "2026-11-21T08:00:00+00:00";
      images.push_back(other);
    }
    return warnings(bundle);
  };
  EXPECT_EQ(with(3, 5), Texts{});
  ASSERT_EQ(with(4, 5).size(), 1U);
  EXPECT_NE(with(4, 5)[0].find("with the next image that is pushed"),
            std::string::npos);
  ASSERT_EQ(with(5, 5).size(), 1U);
  EXPECT_NE(with(5, 5)[0].find("within a day"), std::string::npos);
}

TEST(ImageLifecycle, KeepsToTheFirstRuleThatSelectsTheImage) {
  const auto tagged = [](const json& more, int days) {
    json selection = aged(days);
    selection["tagStatus"] = "tagged";
    selection.update(more);
    return selection;
  };
  const json keep = rule(1, tagged({{"tagPrefixList", {"1"}}}, 400));
  EXPECT_EQ(warnings(account_with({keep, rule(2, aged(14))})), Texts{});
  const json other = rule(1, tagged({{"tagPrefixList", {"2"}}}, 400));
  EXPECT_EQ(warnings(account_with({other, rule(2, aged(14))})).size(), 1U);
  // All of them have to match.
  const json both = rule(1, tagged({{"tagPatternList", {"1*", "rel*"}}}, 400));
  EXPECT_EQ(warnings(account_with({both, rule(2, aged(14))})).size(), 1U);
  // The order of the document is not that of the rules.
  EXPECT_EQ(warnings(account_with({rule(2, aged(14)), keep})), Texts{});
}

}  // namespace
}  // namespace pullproof::model::image_lifecycle_test
