// An edit file and the snapshot that is edited by hand give the same bytes.
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "src/report/check_json.h"
#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::golden::edits_test {
namespace {

using changes::AccountDocuments;
using nlohmann::json;

constexpr const char* kTable = "rtb-00ee67d0f811f87be";

std::string checked(const aws::Snapshot& account) {
  const auto report = solver::check(account, {});
  return cli::check_json(report, {.warnings = account.warnings(), .not_read = {}});
}

/// Of the healthy account, hand-edited: `operations` of one resource at `pointer` of a
/// document.
std::string checked_by_hand(const std::string& file, const std::string& pointer,
                            const json& operations) {
  json bundle = testing::healthy_bundle();
  json& place = bundle.at(file).at(json::json_pointer(pointer));
  place = place.patch(operations);
  const auto account = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(account.ok());
  return checked(account.value());
}

TEST(Edits, GiveTheSameBytesAsTheHandEditedSnapshot) {
  struct Case {
    std::string name, file, pointer;
    json operations;
  };
  const std::vector<Case> cases = {
      {kTable, testing::regional("ec2-describe-route-tables"), "/RouteTables/3",
       json::array({{{"op", "test"}, {"path", "/RouteTableId"}, {"value", kTable}},
                    {{"op", "remove"}, {"path", "/Routes/1"}}})},
      {"sg-00ebb429fa86d481c", testing::regional("ec2-describe-security-groups"),
       "/SecurityGroups/0",
       json::array({{{"op", "replace"},
                     {"path", "/IpPermissionsEgress"},
                     {"value", json::array()}}})},
      {"web:1", testing::regional("ecs-describe-task-definition/web%3A1"),
       "/taskDefinition",
       json::array({{{"op", "remove"}, {"path", "/executionRoleArn"}}})}};
  for (const Case& each : cases) {
    AccountDocuments account = support::documents_of(testing::healthy_bundle());
    const json edit = {{"resource", each.name}, {"patch", each.operations}};
    EXPECT_EQ(support::make(account, json::array({edit})), "");
    const auto changed = account.read();
    ASSERT_TRUE(changed.ok());
    const std::string edited = checked(changed.value());
    EXPECT_EQ(edited, checked_by_hand(each.file, each.pointer, each.operations))
        << each.name;
    EXPECT_NE(edited, checked(account.before())) << each.name;
  }
}

}  // namespace
}  // namespace pullproof::golden::edits_test
