#include "model/changes/permission_sources.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::changes::permission_sources_test {
namespace {

using nlohmann::json;

json permission(int port, const std::vector<std::string>& blocks) {
  json ranges = json::array();
  for (const std::string& block : blocks) ranges.push_back({{"CidrIp", block}});
  return {{"IpProtocol", "tcp"},
          {"FromPort", port},
          {"ToPort", port},
          {"IpRanges", ranges},
          {"UserIdGroupPairs", json::array()}};
}

// AWS: EC2 API reference, RevokeSecurityGroupIngress: one source of several goes.
TEST(DropSources, LeavesTheOtherSourcesOfAPermission) {
  json list = json::array({permission(443, {"10.0.0.0/8", "192.0.2.0/24"})});
  drop_sources(list, permission(443, {"10.0.0.0/8"}));
  EXPECT_EQ(list, json::array({permission(443, {"192.0.2.0/24"})}));
}

TEST(DropSources, TakesPermissionsThatHaveNoSourceLeft) {
  json list =
      json::array({permission(443, {"10.0.0.0/8"}), permission(80, {"10.0.0.0/8"})});
  drop_sources(list, permission(443, {"10.0.0.0/8"}));
  EXPECT_EQ(list, json::array({permission(80, {"10.0.0.0/8"})}));
}

TEST(DropSources, LeavesWhatIsNotThere) {
  json list = json::array({permission(443, {"10.0.0.0/8"})});
  const json before = list;
  drop_sources(list, permission(443, {"192.0.2.0/24"}));
  drop_sources(list, permission(80, {"10.0.0.0/8"}));
  EXPECT_EQ(list, before);
}

}  // namespace
}  // namespace pullproof::changes::permission_sources_test
