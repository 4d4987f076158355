#include "model/image_size.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/image_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model::image_size_test {
namespace {

using nlohmann::json;

std::vector<std::string> warnings_of(const json& bundle) {
  const support::NetworkWorld world(bundle);
  return select_tasks(world.account(), world.network(), {}).at(0).warnings;
}

std::vector<std::string> warnings(std::int64_t gib, int disk = 0) {
  json bundle = support::service_account();
  bundle[support::kImages]["imageDetails"][0]["imageSizeInBytes"] = gib << 30;
  if (disk > 0) {
    support::task_definition(bundle)["ephemeralStorage"] = {{"sizeInGiB", disk}};
  }
  return warnings_of(bundle);
}

TEST(ImageSizes, AreToldWhereTheDiskIsSmaller) {
  EXPECT_EQ(warnings(60, 50),
            std::vector<std::string>{
                "the task's images have 60.0 GiB compressed, and its ephemeral storage "
                "50.0 GiB: they cannot be unpacked"});
  EXPECT_EQ(warnings(60).size(), 1U);
}

TEST(ImageSizes, AreToldWhereTheImagesMayNotFitOnceUnpacked) {
  EXPECT_TRUE(warnings(6).empty());
  EXPECT_EQ(warnings(7),
            std::vector<std::string>{
                "the task's images have 7.0 GiB compressed, and its ephemeral storage "
                "20.0 GiB: unpacked, they usually need more than that"});
  EXPECT_TRUE(warnings(7, 30).empty());
  EXPECT_TRUE(warnings(60, 200).empty());
}

TEST(ImageSizes, CountAnImageOfTwoContainersOnce) {
  json bundle = support::service_account();
  bundle[support::kImages]["imageDetails"][0]["imageSizeInBytes"] = std::int64_t{5}
                                                                    << 30;
  support::add_container(bundle, "other", support::kWebImage);
  EXPECT_TRUE(warnings_of(bundle).empty());
}

/// AWS: "Fargate task ephemeral storage", platform versions 1.3.0 and earlier.
TEST(ImageSizes, KnowTheDiskOfOldPlatforms) {
  json bundle = support::service_account();
  bundle[support::kImages]["imageDetails"][0]["imageSizeInBytes"] = std::int64_t{5}
                                                                    << 30;
  const std::size_t before = warnings_of(bundle).size();
  support::service(bundle)["platformVersion"] = "1.3.0";
  EXPECT_EQ(warnings_of(bundle).size(), before + 2);  // that it is deprecated, too
}

}  // namespace
}  // namespace pullproof::model::image_size_test
