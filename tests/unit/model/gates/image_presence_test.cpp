#include "model/gates/image_presence.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/core/ensure.h"
#include "model/gates/image_index.h"
#include "tests/support/image_account.h"

namespace pullproof::gates::image_presence_test {
namespace {

using nlohmann::json;
using support::digest_of;
using support::image_account;
using support::image_detail;
using support::kImages;
using support::kManifests;
using support::kPullThroughRules;
using support::kRepositories;

constexpr const char* kArn =
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";

ImagePlace place_of(const std::string& tag, const std::string& digest = "") {
  ImagePlace place;
  place.scope = {support::kImageAccount, support::kImageRegion};
  place.repository = "acme/web";
  place.tag = tag;
  place.digest = digest;
  place.os = "linux";
  place.architecture = "amd64";
  return place;
}

template <class G>
Gate ask(const json& bundle, ImagePlace place, bool strict = false) {
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  place.images = &index;
  return G::lets_through(place, Context{.account = account, .strict = strict});
}

Truth truth(const Gate& gate) { return gate.lets_through.as_constant(); }

Unknown question(const Gate& gate) {
  const auto all = questions(gate.lets_through);
  return all.empty() ? Unknown{} : *all.begin();
}

FactRef fact(const Gate& gate) {
  const auto facts = blame(gate.lets_through, {});
  return facts.empty() ? nullptr : facts.front();
}

TEST(RepositoryGate, FindsTheRepository) {
  EXPECT_EQ(truth(ask<RepositoryGate>(image_account(), place_of("1.4.2"))), Truth::Yes);
}

TEST(RepositoryGate, RefusesOneThatTheListLacks) {
  auto place = place_of("1.4.2");
  place.repository = "acme/wbe";
  const Gate gate = ask<RepositoryGate>(image_account(), place);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.mechanism, "image");
  EXPECT_EQ(gate.code, "REPOSITORY_NOT_FOUND");
  EXPECT_EQ(gate.message,
            "account 111122223333 has no repository acme/wbe in eu-central-1");
  ASSERT_NE(fact(gate), nullptr);
  EXPECT_EQ(fact(gate)->id,
            "arn:aws:ecr:eu-central-1:111122223333:repository/acme/wbe");
  EXPECT_TRUE(gate.assumptions.empty());
}

TEST(RepositoryGate, KnowsNothingWithoutTheList) {
  auto bundle = image_account();
  bundle.erase(kRepositories);
  EXPECT_EQ(truth(ask<RepositoryGate>(bundle, place_of("1.4.2"))), Truth::Yes)
      << "its images prove that it exists";
  auto place = place_of("1.4.2");
  place.repository = "acme/other";
  EXPECT_EQ(question(ask<RepositoryGate>(bundle, place)).call,
            "ecr-describe-repositories");
}

TEST(RepositoryGate, TakesAnEmptyListOfImagesForProofThatItExists) {
  auto bundle = image_account();
  bundle.erase(kRepositories);
  bundle.erase(kManifests);
  bundle[kImages]["imageDetails"] = json::array();
  EXPECT_EQ(truth(ask<RepositoryGate>(bundle, place_of("1.4.2"))), Truth::Yes);
}

TEST(RepositoryGate, DoesNotDecideBetweenContradictingDocuments) {
  auto bundle = image_account();
  bundle[kRepositories]["repositories"] = json::array();
  const Gate gate = ask<RepositoryGate>(bundle, place_of("1.4.2"));
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(question(gate).call, "ecr-describe-repositories");
}

TEST(RepositoryGate, LetsThroughWhatAPullCreates) {
  auto bundle = image_account();
  bundle[kPullThroughRules]["pullThroughCacheRules"] =
      json::array({{{"ecrRepositoryPrefix", "quay"},
                    {"upstreamRegistryUrl", "quay.io"},
                    {"registryId", "111122223333"}}});
  auto place = place_of("1");
  place.repository = "quay/acme/web";
  EXPECT_EQ(truth(ask<RepositoryGate>(bundle, place)), Truth::Yes);
  EXPECT_EQ(truth(ask<ImageTagGate>(bundle, place)), Truth::Yes);
}

/// Which registry the rule is for it does not say.
TEST(RepositoryGate, LeavesPullThroughRepositoriesOpen) {
  auto place = place_of("1");
  for (const char* prefix : {"quay", "ROOT"}) {
    auto bundle = image_account();
    bundle[kPullThroughRules]["pullThroughCacheRules"] = json::array(
        {{{"ecrRepositoryPrefix", prefix}, {"registryId", "111122223333"}}});
    place.repository = "quay/acme/web";
    const Gate gate = ask<RepositoryGate>(bundle, place);
    EXPECT_EQ(truth(gate), Truth::Unknown) << prefix;
    EXPECT_EQ(question(gate).call, "");
  }
  auto bundle = image_account();
  bundle[kPullThroughRules]["pullThroughCacheRules"] =
      json::array({{{"ecrRepositoryPrefix", "quay"}, {"registryId", "111122223333"}}});
  place.repository = "quayside/web";
  EXPECT_EQ(truth(ask<RepositoryGate>(bundle, place)), Truth::No);
}

TEST(ImageTagGate, FindsTheTag) {
  EXPECT_EQ(truth(ask<ImageTagGate>(image_account(), place_of("1.4.2"))), Truth::Yes);
}

TEST(ImageTagGate, RefusesOneThatNoImageCarries) {
  const Gate gate = ask<ImageTagGate>(image_account(), place_of("1.4.3"));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "IMAGE_TAG_NOT_FOUND");
  EXPECT_EQ(gate.message,
            "repository acme/web has no image with tag 1.4.3; it has 1.4.2");
  ASSERT_NE(fact(gate), nullptr);
  EXPECT_EQ(fact(gate)->id, kArn);
  EXPECT_EQ(fact(gate)->file, kImages);
  EXPECT_EQ(fact(gate)->pointer, "/imageDetails");
}

TEST(ImageTagGate, NamesTheNearestTags) {
  auto bundle = image_account();
  bundle[kImages]["imageDetails"] =
      json::array({image_detail('b', {"1.3.0", "1.4.0", "1.4.1", "1.4.9"}),
                   image_detail('e', {"0.1", "2.0", "2.1"})});
  bundle.erase(kManifests);
  EXPECT_EQ(ask<ImageTagGate>(bundle, place_of("1.4.2")).message,
            "repository acme/web has no image with tag 1.4.2; it has 1.4.1, 1.4.0, "
            "1.4.9, 1.3.0, 0.1 and 2 more");
}

TEST(ImageTagGate, SaysThatARepositoryIsEmpty) {
  auto bundle = image_account();
  bundle[kImages]["imageDetails"] = json::array();
  bundle.erase(kManifests);
  const Gate gate = ask<ImageTagGate>(bundle, place_of("1.4.2"));
  EXPECT_EQ(gate.message,
            "repository acme/web has no image with tag 1.4.2; it has no images");
  EXPECT_EQ(fact(gate)->file, kRepositories);
  bundle[kImages]["imageDetails"] = json::array({image_detail('b', {})});
  EXPECT_EQ(ask<ImageTagGate>(bundle, place_of("1.4.2")).message,
            "repository acme/web has no image with tag 1.4.2; it has no tagged image");
}

TEST(ImageTagGate, LetsADigestDecide) {
  EXPECT_EQ(truth(ask<ImageTagGate>(image_account(), place_of("9", digest_of('a')))),
            Truth::Yes);
}

TEST(ImageTagGate, TakesAManifestForProofOfPresenceOnly) {
  auto bundle = image_account();
  bundle.erase(kImages);
  EXPECT_EQ(truth(ask<ImageTagGate>(bundle, place_of("1.4.2"))), Truth::Yes);
  const Gate gate = ask<ImageTagGate>(bundle, place_of("1.4.3"));
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(question(gate).call, "ecr-describe-images/acme/web");
}

TEST(ImageTagGate, DoesNotDecideBetweenContradictingDocuments) {
  auto bundle = image_account();
  bundle[kImages]["imageDetails"] = json::array({image_detail('b', {"1.4.3"})});
  EXPECT_EQ(question(ask<ImageTagGate>(bundle, place_of("1.4.2"))).call,
            "ecr-describe-images/acme/web");
  bundle[kImages]["imageDetails"] =
      json::array({image_detail('a', {"1.4.2"}), image_detail('b', {"1.4.2"})});
  EXPECT_EQ(truth(ask<ImageTagGate>(bundle, place_of("1.4.2"))), Truth::Unknown);
}

TEST(ImageTagGate, KnowsNothingOfAForeignRegistry) {
  auto place = place_of("1.4.2");
  place.scope.account = "444455556666";
  const Gate gate = ask<ImageTagGate>(image_account(), place);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(question(gate).call, "ecr-describe-images/acme/web");
}

TEST(ImageTagGate, FindsAForeignImageThatWasAskedForFromHere) {
  auto bundle = image_account();
  json foreign = image_detail('f', {"7"});
  foreign["registryId"] = "444455556666";
  bundle[kImages]["imageDetails"] = json::array({foreign});
  bundle.erase(kManifests);
  auto place = place_of("7");
  place.scope.account = "444455556666";
  EXPECT_EQ(truth(ask<ImageTagGate>(bundle, place)), Truth::Yes);
  EXPECT_EQ(truth(ask<ImageTagGate>(bundle, place_of("7"))), Truth::Unknown)
      << "the call was about the other account's repository";
}

// ECS developer guide, "Container image resolution": the tag plays no part then.
TEST(ImageTagGate, LeavesOpenWhatEcsResolvedTheTagTo) {
  auto place = place_of("1.4.3");
  place.digest_question = "nobody knows";
  const Gate gate = ask<ImageTagGate>(image_account(), place);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(question(gate).call, "ecs-describe-service-revisions");
  EXPECT_EQ(question(gate).why, "nobody knows");
}

TEST(ImageTagGate, LeavesAMissingRepositoryToItsOwnGate) {
  auto place = place_of("1.4.2");
  place.repository = "acme/wbe";
  EXPECT_EQ(truth(ask<ImageTagGate>(image_account(), place)), Truth::Yes);
}

TEST(ImageTagGate, AssumesThatNoCacheImportsWhatIsMissing) {
  auto bundle = image_account();
  bundle.erase(kPullThroughRules);
  const Gate gate = ask<ImageTagGate>(bundle, place_of("1.4.3"));
  EXPECT_EQ(truth(gate), Truth::No);
  const std::vector<Assumption> expected = {
      {.name = "ecr-describe-pull-through-cache-rules",
       .value = "no rule imports acme/web"}};
  EXPECT_EQ(gate.assumptions, expected);
  const Gate strict = ask<ImageTagGate>(bundle, place_of("1.4.3"), true);
  EXPECT_EQ(question(strict).call, "ecr-describe-pull-through-cache-rules");
}

TEST(ImageDigestGate, FindsTheDigest) {
  EXPECT_EQ(truth(ask<ImageDigestGate>(image_account(), place_of("", digest_of('a')))),
            Truth::Yes);
}

TEST(ImageDigestGate, RefusesOneThatTheListLacks) {
  const Gate gate =
      ask<ImageDigestGate>(image_account(), place_of("1.4.2", digest_of('b')));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "IMAGE_DIGEST_NOT_FOUND");
  EXPECT_EQ(gate.message, "repository acme/web has no image with digest " +
                              digest_of('b') + "; tag 1.4.2 now names " +
                              digest_of('a'));
  EXPECT_EQ(fact(gate)->id, kArn);
}

TEST(ImageDigestGate, SaysNothingOfTags) {
  EXPECT_EQ(truth(ask<ImageDigestGate>(image_account(), place_of("9"))), Truth::Yes);
}

TEST(ImageDigestGate, KnowsNothingWithoutTheList) {
  auto bundle = image_account();
  bundle.erase(kImages);
  const Gate gate = ask<ImageDigestGate>(bundle, place_of("", digest_of('b')));
  EXPECT_EQ(question(gate).call, "ecr-describe-images/acme/web");
}

TEST(ImageArchiveGate, RefusesAnArchivedImage) {
  auto bundle = image_account();
  bundle[kImages]["imageDetails"][0]["imageStatus"] = "ARCHIVED";
  bundle.erase(kManifests);
  const Gate gate = ask<ImageArchiveGate>(bundle, place_of("1.4.2"));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(gate.code, "IMAGE_ARCHIVED");
  EXPECT_EQ(fact(gate)->id, kArn);
  EXPECT_EQ(fact(gate)->pointer, "/imageDetails/0/imageStatus");
}

TEST(ImageArchiveGate, LetsActiveImagesThroughAndLeavesOtherStatesOpen) {
  auto bundle = image_account();
  EXPECT_EQ(truth(ask<ImageArchiveGate>(bundle, place_of("1.4.2"))), Truth::Yes);
  bundle[kImages]["imageDetails"][0]["imageStatus"] = "ACTIVE";
  EXPECT_EQ(truth(ask<ImageArchiveGate>(bundle, place_of("1.4.2"))), Truth::Yes);
  bundle[kImages]["imageDetails"][0]["imageStatus"] = "ACTIVATING";
  EXPECT_EQ(truth(ask<ImageArchiveGate>(bundle, place_of("1.4.2"))), Truth::Unknown);
  EXPECT_EQ(truth(ask<ImageArchiveGate>(bundle, place_of("1.4.3"))), Truth::Yes)
      << "what is missing is not archived";
}

// ECR user guide, "Archiving an image": describe-images shows the status. API
// reference, BatchGetImage: a pull calls it, and it has answered.
TEST(ImageArchiveGate, TakesAManifestThatWasGivenOutForActive) {
  auto bundle = image_account();
  EXPECT_TRUE(ask<ImageArchiveGate>(bundle, place_of("1.4.2")).assumptions.empty());
  bundle.erase(kImages);
  const Gate gate = ask<ImageArchiveGate>(bundle, place_of("1.4.2"));
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions[0].name, "ecr-describe-images/acme/web");
}

TEST(ImageIndex, IsNeverLeftOut) {
  const aws::Snapshot account = support::read_bundle(image_account());
  EXPECT_THROW(static_cast<void>(ImageTagGate::lets_through(
                   place_of("1.4.2"), Context{.account = account})),
               BrokenInvariant);
}

TEST(ImageTagGate, DoesNotDecideBetweenTheListAndTheAnswerOfEcr) {
  auto bundle = image_account();
  bundle[kManifests] = {
      {"images", json::array()},
      {"failures", json::array({{{"imageId", {{"imageTag", "1.4.2"}}},
                                 {"failureCode", "ImageNotFound"}}})}};
  const Gate gate = ask<ImageTagGate>(bundle, place_of("1.4.2"));
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(question(gate).call, "ecr-batch-get-image/acme/web");
}

TEST(RepositoryGate, AsksForCacheRulesBeforeItRefuses) {
  auto bundle = image_account();
  bundle.erase(kPullThroughRules);
  auto place = place_of("1");
  place.repository = "hub/x";
  const Gate gate = ask<RepositoryGate>(bundle, place);
  EXPECT_EQ(truth(gate), Truth::Unknown);
  EXPECT_EQ(question(gate).call, "ecr-describe-pull-through-cache-rules");
}

TEST(RepositoryGate, PointsAtTheListThatLacksIt) {
  auto place = place_of("1.4.2");
  place.repository = "acme/wbe";
  const Gate gate = ask<RepositoryGate>(image_account(), place);
  ASSERT_NE(fact(gate), nullptr);
  EXPECT_EQ(fact(gate)->file, kRepositories);
  EXPECT_EQ(fact(gate)->pointer, "/repositories");
}

TEST(ImageDigestGate, SaysThatEcsResolvedTheTag) {
  auto place = place_of("1.4.2", digest_of('9'));
  place.resolved_by_ecs = true;
  const Gate gate = ask<ImageDigestGate>(image_account(), place);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_NE(gate.message.find("ECS resolved the tag"), std::string::npos);
  EXPECT_NE(gate.repair.find("force a new deployment"), std::string::npos);
}

}  // namespace
}  // namespace pullproof::gates::image_presence_test
