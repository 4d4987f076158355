#include "model/aws/resource.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::resource_test {
namespace {

TEST(ParseTags, ReadsEverySpelling) {
  const auto json = nlohmann::json::parse(R"({
    "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}],
    "tags": [{"key": "a", "value": "1"}],
    "map": {"a": "1"}})");
  const DocumentContext context;
  ReadLog log;
  Cursor in(json, context, log);
  EXPECT_EQ(parse_tags(in, "Tags"), (Tags{{"a", "1"}, {"b", ""}}));
  EXPECT_EQ(parse_tags(in, "tags"), (Tags{{"a", "1"}}));
  EXPECT_EQ(parse_tags(in, "map"), (Tags{{"a", "1"}}));
  EXPECT_TRUE(parse_tags(in, "missing").empty());
  EXPECT_TRUE(log.problems.empty());
}

TEST(FillCommon, RemembersAccountFileAndPointer) {
  const auto json = nlohmann::json::parse(R"({"Vpcs": [{}]})");
  const DocumentContext context{
      .scope = {"1", "r"}, .file = "x.json", .call = "", .parameter = ""};
  ReadLog log;
  Cursor in(json, context, log);
  Resource resource;
  fill_common(resource, in.objects("Vpcs").at(0));
  EXPECT_EQ(resource.scope, (Scope{"1", "r"}));
  EXPECT_EQ(resource.source, (Source{"x.json", "/Vpcs/0"}));
}

}  // namespace
}  // namespace pullproof::aws::resource_test
