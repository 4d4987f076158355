#include "model/changes/pushed_images.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::changes::pushed_images_test {
namespace {

using nlohmann::json;

constexpr const char* kImage =
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/new:2.0";

json edits() {
  const json repository = {{"type", "Repository"},
                           {"value", {{"repositoryName", "acme/new"}}}};
  const json definition = {{"type", "TaskDefinition"},
                           {"value",
                            {{"family", "new"},
                             {"containerDefinitions",
                              json::array({{{"name", "app"}, {"image", kImage}}})}}}};
  return json::array({{{"add", repository}}, {{"add", definition}}});
}

TEST(PushedImages, AreWhatTaskDefinitionsAskOfNewRepositories) {
  AccountDocuments account = support::documents_of(testing::healthy_bundle());
  const Change change = support::edits_of(edits());
  ASSERT_TRUE(apply_edits(account, change).empty());
  EXPECT_EQ(
      assume_pushed_images(account, change),
      std::vector<std::string>{"acme/new:2.0 is pushed before a task asks for it"});
  const json images = support::resource(account, "Images", "acme/new");
  EXPECT_EQ(images.at("imageDetails").at(0).at("imageTags"), json::array({"2.0"}));
}

TEST(PushedImages, AreNoneOfRepositoriesThatAreThere) {
  AccountDocuments account = support::documents_of(testing::healthy_bundle());
  const Change change = support::edits_of(json::array({{{"delete", "batch"}}}));
  ASSERT_TRUE(apply_edits(account, change).empty());
  EXPECT_TRUE(assume_pushed_images(account, change).empty());
}

TEST(PushedImages, AreNotAssumedWhereTheChangeSaysAll) {
  AccountDocuments account = support::documents_of(testing::healthy_bundle());
  Change change = support::edits_of(edits());
  ASSERT_TRUE(apply_edits(account, change).empty());
  change.edits.front().is_literal = true;
  EXPECT_TRUE(assume_pushed_images(account, change).empty());
  EXPECT_FALSE(support::has(account, "Images", "acme/new"));
}

}  // namespace
}  // namespace pullproof::changes::pushed_images_test
