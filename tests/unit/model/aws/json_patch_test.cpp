#include "model/aws/json_patch.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::json_patch_test {
namespace {

using Json = nlohmann::json;

std::string refusal(const Json& patch, Json document = {{"a", {1, 2}}, {"b", "x"}}) {
  const auto problems = apply_patch(document, patch, "scenario.json", "/patch");
  if (problems.empty()) return "";
  return problems.front().pointer + ": " + problems.front().message;
}

TEST(ApplyPatch, AppliesEveryOperation) {
  Json document{{"a", {1, 2}}, {"b", "x"}};
  const auto patch = Json::parse(R"([
    {"op": "test", "path": "/b", "value": "x"},
    {"op": "add", "path": "/a/-", "value": 3},
    {"op": "replace", "path": "/b", "value": "y"},
    {"op": "copy", "from": "/b", "path": "/c"},
    {"op": "move", "from": "/a/0", "path": "/d"},
    {"op": "remove", "path": "/b"}])");
  EXPECT_TRUE(apply_patch(document, patch, "scenario.json", "/patch").empty());
  EXPECT_EQ(document.dump(), R"({"a":[2,3],"c":"y","d":1})");
}

TEST(ApplyPatch, SaysWhatAFailedTestFound) {
  EXPECT_EQ(refusal({{{"op", "test"}, {"path", "/b"}, {"value", "y"}}}),
            "/patch/0: `test` failed: found `\"x\"`");
  EXPECT_EQ(refusal({{{"op", "test"}, {"path", "/z"}, {"value", "y"}}}),
            "/patch/0: `test` failed: nothing is there");
}

TEST(ApplyPatch, NamesTheOperationThatFails) {
  EXPECT_EQ(refusal(Json::parse(R"([
              {"op": "test", "path": "/b", "value": "x"},
              {"op": "remove", "path": "/z"}])"))
                .rfind("/patch/1: `remove` failed", 0),
            0U);
}

TEST(ApplyPatch, RefusesWhatTheLibraryWouldIgnore) {
  EXPECT_EQ(refusal({{{"op", "add"}, {"path", "/b/c"}, {"value", 1}}}),
            "/patch/0: its parent is neither an object nor a list");
  EXPECT_EQ(refusal({{{"op", "remove"}, {"path", ""}}}),
            "/patch/0: the whole document cannot be removed");
}

TEST(ApplyPatch, RefusesMalformedOperations) {
  for (const char* patch :
       {"{}", "[1]", "[{}]", R"([{"op": "add"}])", R"([{"op": "add", "path": "/c"}])",
        R"([{"op": "jump", "path": "/a"}])", R"([{"op": 1, "path": "/a"}])",
        R"([{"op": "add", "path": "a", "value": 1}])",
        R"([{"op": "add", "path": "/a/9", "value": 1}])",
        R"([{"op": "add", "path": "/a/01", "value": 1}])",
        R"([{"op": "copy", "path": "/c"}])",
        R"([{"op": "copy", "from": "/zz", "path": "/c"}])",
        R"([{"op": "move", "from": "/a", "path": "/a/b"}])"}) {
    EXPECT_NE(refusal(Json::parse(patch)), "") << patch;
  }
}

TEST(ApplyPatch, StopsACopyThatNestsTooDeep) {
  Json patch = Json::array();
  std::string path;
  for (int i = 0; i < 200; ++i) {
    path += "/x";
    patch.push_back({{"op", "copy"}, {"from", ""}, {"path", path}});
  }
  EXPECT_NE(refusal(patch).find("nests deeper"), std::string::npos);
}

TEST(ApplyPatch, StopsCopyingWithoutBound) {
  Json patch = Json::array();
  for (int i = 0; i < 60; ++i) {
    patch.push_back({{"op", "copy"}, {"from", "/a"}, {"path", "/c"}});
    patch.push_back({{"op", "add"}, {"path", "/a"}, {"value", Json::array({0, 0})}});
    patch.push_back({{"op", "copy"}, {"from", "/c"}, {"path", "/a/0"}});
    patch.push_back({{"op", "copy"}, {"from", "/c"}, {"path", "/a/1"}});
  }
  EXPECT_NE(refusal(patch), "");
}

}  // namespace
}  // namespace pullproof::aws::json_patch_test
