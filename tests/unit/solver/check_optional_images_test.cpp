// Images that may be missing: those of containers that are not essential, and those
// that an instance has from before.
//
// AWS: ECS API reference, ContainerDefinition (`essential`, `dependsOn`); ECS agent,
// ECS_IMAGE_PULL_BEHAVIOR.
#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_optional_images_test {
namespace {

using gates::ImageCache;
using gates::NonEssentialImage;
using model::Verdict;
using nlohmann::json;
using support::told;

constexpr const char* kNoImage =
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:9";
constexpr const char* kNoTag = "manifest image IMAGE_TAG_NOT_FOUND";

json& containers(json& bundle) {
  return support::task_definition(bundle)["containerDefinitions"];
}

/// Service web on Fargate, with a second container whose tag does not exist.
json with_side(bool essential) {
  json bundle = support::service_account();
  support::add_container(bundle, "side", kNoImage);
  containers(bundle)[1]["essential"] = essential;
  return bundle;
}

/// The same on an instance.
json with_side_on_instance(bool essential) {
  json bundle = with_side(essential);
  support::move_to_instance(bundle);
  return bundle;
}

model::TaskVerdict verdict_of(const json& bundle, NonEssentialImage side = {},
                              ImageCache cache = {}) {
  CheckOptions options;
  options.switches.non_essential_image = side;
  options.switches.image_cache = cache;
  return check(support::read_account(bundle), options).verdicts.at(0);
}

bool lists(const model::TaskVerdict& verdict, const std::string& name,
           const std::string& value) {
  const gates::Assumption taken{.name = name, .value = value};
  const auto& all = verdict.assumptions;
  return std::find(all.begin(), all.end(), taken) != all.end();
}

bool warns(const model::TaskVerdict& verdict, const std::string& text) {
  const auto& all = verdict.warnings;
  return std::any_of(all.begin(), all.end(), [&text](const std::string& one) {
    return one.find(text) != std::string::npos;
  });
}

TEST(CheckSideContainer, LeavesOpenWhetherAnInstanceStartsWithoutIt) {
  EXPECT_EQ(told(with_side_on_instance(true)), kNoTag);
  const auto verdict = verdict_of(with_side_on_instance(false));
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_TRUE(std::any_of(
      verdict.missing.begin(), verdict.missing.end(), [](const Unknown& each) {
        return each.why.find("without container side") != std::string::npos &&
               each.why.find("IMAGE_TAG_NOT_FOUND") != std::string::npos;
      }));
}

TEST(CheckSideContainer, KeepsFargateFromStartingAsFarAsIsKnown) {
  EXPECT_EQ(told(with_side(false)), kNoTag);
  EXPECT_TRUE(lists(verdict_of(with_side(false)), "non-essential-image", "by-host"));
  EXPECT_FALSE(lists(verdict_of(with_side(true)), "non-essential-image", "by-host"));
}

TEST(CheckSideContainer, IsDoneWithoutIfTheUserSaysSo) {
  const auto verdict =
      verdict_of(with_side_on_instance(false), NonEssentialImage::Optional);
  EXPECT_EQ(verdict.verdict, Verdict::Pulls);
  EXPECT_TRUE(warns(verdict, "the task starts without container side: "));
  EXPECT_EQ(
      verdict_of(with_side_on_instance(true), NonEssentialImage::Optional).verdict,
      Verdict::Fails);
  EXPECT_EQ(verdict_of(with_side_on_instance(false), NonEssentialImage::Needed).verdict,
            Verdict::Fails);
}

TEST(CheckSideContainer, MayBeAwaitedByAnother) {
  json bundle = with_side_on_instance(false);
  containers(bundle)[0]["dependsOn"] = {
      {{"containerName", "side"}, {"condition", "START"}}};
  EXPECT_EQ(verdict_of(bundle, NonEssentialImage::Optional).verdict, Verdict::Unknown);
}

TEST(CheckSideContainer, MayLackItsLogGroupOnAnInstance) {
  json bundle = support::with_logs({support::allow({"logs:CreateLogStream"})});
  support::move_to_instance(bundle);
  support::add_container(bundle, "side", support::kWebImage);
  json& side = containers(bundle)[1];
  side["logConfiguration"] = containers(bundle)[0]["logConfiguration"];
  side["logConfiguration"]["options"]["awslogs-group"] = "/ecs/other";
  side["logConfiguration"]["options"]["mode"] = "blocking";
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  side["essential"] = false;
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckImageCache, IsTakenToBeEmptyOnInstances) {
  const auto verdict = verdict_of(with_side_on_instance(true));
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  EXPECT_TRUE(lists(verdict, "image-cache", "empty"));
  // Fargate has none.
  EXPECT_FALSE(lists(verdict_of(with_side(true)), "image-cache", "empty"));
}

TEST(CheckImageCache, StartsWhatCannotBePulledIfTheUserSaysSo) {
  const auto verdict = verdict_of(with_side_on_instance(true), {}, ImageCache::Warm);
  EXPECT_EQ(verdict.verdict, Verdict::Pulls);
  EXPECT_TRUE(lists(verdict, "image-cache", "warm"));
  EXPECT_TRUE(warns(verdict, "container side starts from its instance's cache: "));
  EXPECT_EQ(verdict_of(with_side(true), {}, ImageCache::Warm).verdict, Verdict::Fails);
}

}  // namespace
}  // namespace pullproof::solver::check_optional_images_test
