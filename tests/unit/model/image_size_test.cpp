#include "model/image_size.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/image_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model {
namespace {

using nlohmann::json;

std::vector<std::string> warnings(std::int64_t gib, int disk = 0) {
  json bundle = support::service_account();
  bundle[support::kImages]["imageDetails"][0]["imageSizeInBytes"] = gib << 30;
  if (disk > 0) {
    support::task_definition(bundle)["ephemeralStorage"] = {{"sizeInGiB", disk}};
  }
  const support::NetworkWorld world(bundle);
  return select_tasks(world.account(), world.network(), {}).at(0).warnings;
}

TEST(LargeImages, AreToldWhereTheDiskIsSmaller) {
  EXPECT_EQ(warnings(60).size(), 1U);
  EXPECT_EQ(warnings(60, 50).size(), 1U);
}

TEST(LargeImages, AreNotToldWhereTheyMayFit) {
  EXPECT_TRUE(warnings(20).empty());
  EXPECT_TRUE(warnings(60, 200).empty());
}

}  // namespace
}  // namespace pullproof::model
