#include "src/cloudformation/functions.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation::functions_test {
namespace {

using Json = nlohmann::json;

Json parsed(const char* text) { return Json::parse(text); }

TEST(Functions, JoinsTextsAndNumbers) {
  EXPECT_EQ(join(parsed(R"([",", ["a", 1, true]])")), "a,1,true");
  EXPECT_EQ(join(parsed(R"(["", []])")), "");
}

TEST(Functions, SplitsAtEachDelimiter) {
  EXPECT_EQ(split(parsed(R"(["|", "a||b"])")), parsed(R"(["a", "", "b"])"));
  EXPECT_EQ(split(parsed(R"(["::", "a"])")), parsed(R"(["a"])"));
  EXPECT_TRUE(is_unknown(split(parsed(R"(["", "a"])"))));
}

TEST(Functions, SelectsByIndex) {
  EXPECT_EQ(select(parsed(R"(["1", ["a", "b"]])")), "b");
  EXPECT_TRUE(is_unknown(select(parsed(R"([2, ["a", "b"]])"))));
  EXPECT_TRUE(is_unknown(select(parsed(R"([-1, ["a", "b"]])"))));
}

TEST(Functions, SelectsWhatIsKnownBesideWhatIsNot) {
  const Json list = Json::array({"a", unknown("b is not known")});
  EXPECT_EQ(select(Json::array({0, list})), "a");
  EXPECT_TRUE(is_unknown(select(Json::array({1, list}))));
}

TEST(Functions, CutsBlocks) {
  EXPECT_EQ(cidr(parsed(R"(["10.0.0.0/24", 3, 5])")),
            parsed(R"(["10.0.0.0/27", "10.0.0.32/27", "10.0.0.64/27"])"));
  EXPECT_EQ(cidr(parsed(R"(["2001:db8::/56", "2", "64"])")),
            parsed(R"(["2001:db8::/64", "2001:db8:0:1::/64"])"));
}

TEST(Functions, CutsNoBlocksThatDoNotFit) {
  EXPECT_TRUE(is_unknown(cidr(parsed(R"(["10.0.0.0/24", 9, 5])"))));
  EXPECT_TRUE(is_unknown(cidr(parsed(R"(["10.0.0.0/24", 1, 9])"))));
  EXPECT_TRUE(is_unknown(cidr(parsed(R"(["10.0.0.0/24", 0, 5])"))));
  EXPECT_TRUE(is_unknown(cidr(parsed(R"(["10.0.0.0/24", 257, 5])"))));
  EXPECT_TRUE(is_unknown(cidr(parsed(R"(["::/0", 1, 128])"))));
}

TEST(Functions, EncodesBase64) {
  EXPECT_EQ(base64("abc"), "YWJj");
  EXPECT_EQ(base64("ab"), "YWI=");
  EXPECT_EQ(base64("a"), "YQ==");
  EXPECT_EQ(base64(""), "");
}

TEST(Functions, KeepsTheReasonWhyAnArgumentIsNotKnown) {
  const Json joined = join(Json::array({"", Json::array({"a", unknown("so")})}));
  ASSERT_TRUE(is_unknown(joined));
  EXPECT_EQ(why_unknown(joined), "so");
}

TEST(Functions, FindsReferencesInTexts) {
  const auto pieces = sub_pieces("a-${B}-${!C}${D.e}");
  ASSERT_EQ(pieces.size(), 5U);
  EXPECT_EQ(pieces[1].text, "B");
  EXPECT_TRUE(pieces[1].is_reference);
  EXPECT_EQ(pieces[3].text, "${C}");
  EXPECT_FALSE(pieces[3].is_reference);
  EXPECT_EQ(pieces[4].text, "D.e");
}

TEST(Functions, LeavesOutWhatIsNotKnown) {
  Json value = {{"a", 1}, {"b", unknown("b")}, {"c", {1, unknown("c")}}};
  EXPECT_EQ(drop_unknown(value), (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(value, parsed(R"({"a": 1, "c": [1]})"));
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::functions_test
