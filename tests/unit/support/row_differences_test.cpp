#include "tests/support/row_differences.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::support::row_differences_test {
namespace {

using nlohmann::json;

const json kBefore =
    json::parse(R"({"Rows": [{"Id": 1}, {"Id": 2}], "One": {"Id": 3}})");

TEST(RowDifferences, AreNoneWhereNothingDiffers) {
  EXPECT_TRUE(row_differences("a.json", kBefore, kBefore).empty());
}

TEST(RowDifferences, NameTheElementThatDiffers) {
  json after = kBefore;
  after["Rows"][1]["More"] = true;
  const auto rows = row_differences("a.json", kBefore, after);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].file, "a.json");
  EXPECT_EQ(rows[0].pointer, "/Rows/1");
  EXPECT_EQ(*rows[0].before, kBefore["Rows"][1]);
  EXPECT_EQ(*rows[0].after, after["Rows"][1]);
}

TEST(RowDifferences, NameTheMemberThatIsAnObject) {
  json after = kBefore;
  after["One"]["Id"] = 4;
  const auto rows = row_differences("a.json", kBefore, after);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].pointer, "/One");
}

TEST(RowDifferences, AreTheWholeDocumentWhereAListHasGrown) {
  json after = kBefore;
  after["Rows"].push_back({{"Id", 5}});
  const auto rows = row_differences("a.json", kBefore, after);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].pointer, "");
}

TEST(RowDifferences, AreTheWholeDocumentWhereATextDiffers) {
  json after = kBefore;
  after["One"] = "text";
  EXPECT_EQ(row_differences("a.json", kBefore, after).at(0).pointer, "");
  after = kBefore;
  after["Two"] = json::object();
  EXPECT_EQ(row_differences("a.json", kBefore, after).at(0).pointer, "");
}

}  // namespace
}  // namespace pullproof::support::row_differences_test
