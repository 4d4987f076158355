#include "model/gates/image_index.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/image_account.h"

namespace pullproof::gates::image_index_test {
namespace {

using nlohmann::json;
using support::digest_of;
using support::image_account;
using support::image_detail;
using support::image_entry;
using support::kImages;
using support::kManifests;

const aws::Scope kRegistry{support::kImageAccount, support::kImageRegion};

ImageAnswer find(const aws::Snapshot& account, const std::string& tag,
                 const std::string& digest = "") {
  const ImageIndex index(account);
  ImagePlace place;
  place.scope = kRegistry;
  place.repository = "acme/web";
  place.tag = tag;
  place.digest = digest;
  place.images = &index;
  return find_image(place, Context{.account = account});
}

void add_rule(json& bundle, const std::string& prefix) {
  bundle[support::kPullThroughRules]["pullThroughCacheRules"].push_back(
      {{"ecrRepositoryPrefix", prefix},
       {"upstreamRegistryUrl", "quay.io"},
       {"registryId", support::kImageAccount}});
}

// A reference with both pulls by digest; the tag is for people.
TEST(ImageIndex, LooksForTheDigestIfThereIsOne) {
  json bundle = image_account();
  bundle[kImages]["imageDetails"].push_back(image_detail('b', {"2.0"}));
  const aws::Snapshot account = support::read_bundle(bundle);
  const auto found = find(account, "1.4.2", digest_of('b'));
  ASSERT_NE(found.detail, nullptr);
  EXPECT_EQ(found.detail->digest, digest_of('b'));
  EXPECT_EQ(find(account, "1.4.2", digest_of('c')).presence, Presence::Absent);
}

// The tag moved between the two calls: the list's image decides.
TEST(ImageIndex, TakesTheManifestOfTheImageThatTheListNames) {
  json bundle = image_account();
  bundle[kImages]["imageDetails"] = json::array({image_detail('b', {"1.4.2"})});
  const aws::Snapshot account = support::read_bundle(bundle);
  const auto found = find(account, "1.4.2");
  ASSERT_NE(found.detail, nullptr);
  EXPECT_EQ(found.detail->digest, digest_of('b'));
  EXPECT_EQ(found.manifest, nullptr);
}

TEST(ImageIndex, CannotTellWhichOfTwoImagesATagNames) {
  json bundle = image_account();
  bundle[kImages]["imageDetails"].push_back(image_detail('b', {"1.4.2"}));
  const aws::Snapshot account = support::read_bundle(bundle);
  EXPECT_EQ(find(account, "1.4.2").presence, Presence::Undecided);
}

TEST(ImageIndex, ProvesAnAbsenceByTheListOnly) {
  json bundle = image_account();
  EXPECT_EQ(find(support::read_bundle(bundle), "9.9").presence, Presence::Absent);
  bundle.erase(kImages);
  const aws::Snapshot account = support::read_bundle(bundle);
  EXPECT_EQ(find(account, "9.9").presence, Presence::Undecided);
  EXPECT_EQ(find(account, "1.4.2").presence, Presence::Present);
}

TEST(ImageIndex, FindsThePullThroughRuleByWholePathSegments) {
  json bundle = image_account();
  add_rule(bundle, "quay");
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  const auto found = index.pull_through_rules(kRegistry, "quay/app");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]->prefix, "quay");
  EXPECT_TRUE(index.pull_through_rules(kRegistry, "quays/app").empty());
  EXPECT_TRUE(index.pull_through_rules(kRegistry, "acme/quay/app").empty());
  EXPECT_TRUE(
      index.pull_through_rules({support::kImageAccount, "us-east-1"}, "quay/app")
          .empty());
}

TEST(ImageIndex, LetsTheRuleOfTheRootCoverWhatNoOtherDoes) {
  json bundle = image_account();
  add_rule(bundle, "ROOT");
  add_rule(bundle, "quay");
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  EXPECT_EQ(index.pull_through_rules(kRegistry, "anything").at(0)->prefix, "ROOT");
  EXPECT_EQ(index.pull_through_rules(kRegistry, "quay/app").at(0)->prefix, "quay");
}

TEST(ImageIndex, TellsAnImageThatAPullImportsFromOneThatIsAbsent) {
  json bundle = image_account();
  add_rule(bundle, "acme");
  const aws::Snapshot account = support::read_bundle(bundle);
  EXPECT_EQ(find(account, "9.9").presence, Presence::Imported);
  EXPECT_EQ(find(account, "9.9", digest_of('f')).presence, Presence::Undecided);
  EXPECT_EQ(find(account, "1.4.2").presence, Presence::Present);
}

// `describe-images --registry-id <other>` in this account's folder.
TEST(ImageIndex, FilesABorrowedListUnderTheRegistryThatItNames) {
  json bundle = image_account();
  bundle[kImages]["imageDetails"][0]["registryId"] = "444455556666";
  bundle[kManifests]["images"] = json::array();
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  EXPECT_EQ(index.find(kRegistry, "acme/web"), nullptr);
  EXPECT_TRUE(index.borrowed(kRegistry, "acme/web"));
  EXPECT_NE(index.find({"444455556666", support::kImageRegion}, "acme/web"), nullptr);
  EXPECT_EQ(find(account, "9.9").presence, Presence::Undecided);
}

TEST(ImageIndex, NamesRepositoriesInTheirPartition) {
  EXPECT_EQ(repository_arn({"111122223333", "cn-north-1"}, "acme/web"),
            "arn:aws-cn:ecr:cn-north-1:111122223333:repository/acme/web");
  EXPECT_EQ(repository_arn(kRegistry, "acme/web"),
            "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web");
}

}  // namespace
}  // namespace pullproof::gates::image_index_test
