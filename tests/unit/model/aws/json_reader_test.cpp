#include "model/aws/json_reader.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::json_reader_test {
namespace {

/// "pointer: message" of the first problem; "" if there is none.
std::string refusal(std::string_view text) {
  const auto document = read_json(text, "x.json");
  if (document.ok()) return "";
  EXPECT_EQ(document.problems().front().file, "x.json");
  return document.problems().front().pointer + ": " +
         document.problems().front().message;
}

TEST(JsonReader, ReadsEveryKindOfValue) {
  const auto document =
      read_json(R"({"a": [1, -2, 3.5, true, null, "x\u00e9"], "b": {}})", "x.json");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document.value().dump(), R"({"a":[1,-2,3.5,true,null,"xé"],"b":{}})");
}

TEST(JsonReader, KeepsTheLargestExactIntegers) {
  const auto document = read_json("[18446744073709551615, -9223372036854775808]", "x");
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document.value()[0], 18446744073709551615U);
}

TEST(JsonReader, RefusesIntegersThatDoNotFit) {
  EXPECT_EQ(refusal(R"({"a": [0, 18446744073709551616]})"),
            "/a/1: integer `18446744073709551616` is out of range");
}

TEST(JsonReader, RefusesNumbersTooLargeForAnyFloat) {
  EXPECT_NE(refusal("[1e999]"), "");
}

TEST(JsonReader, RefusesARepeatedKeyWhereItStands) {
  EXPECT_EQ(refusal(R"({"a": {"b": 1, "b": 2}})"), "/a/b: key `b` occurs twice");
}

TEST(JsonReader, ComparesKeysAfterUnescaping) {
  EXPECT_EQ(refusal(R"({"VpcId": 1, "\u0056pcId": 1})"),
            "/VpcId: key `VpcId` occurs twice");
}

TEST(JsonReader, ListsEveryRepeatedKey) {
  const auto document = read_json(R"({"a":1,"a":{"x":1,"x":2},"b":1,"b":1})", "x");
  EXPECT_EQ(document.problems().size(), 3U);
}

TEST(JsonReader, Allows128LevelsAndNoMore) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(refusal(nested(128)), "");
  EXPECT_NE(refusal(nested(129)).find("nested deeper than 128"), std::string::npos);
  EXPECT_NE(refusal(std::string(1'000'000, '[')), "");
}

TEST(JsonReader, RefusesInvalidUtf8) {
  EXPECT_NE(refusal("[\"\xff\"]"), "");
  EXPECT_NE(refusal("[\"\xc0\xaf\"]"), "");
}

TEST(JsonReader, RefusesLoneSurrogates) {
  EXPECT_NE(refusal(R"(["\ud800"])"), "");
  EXPECT_EQ(refusal(R"(["\ud83d\ude00"])"), "");
}

TEST(JsonReader, RefusesTextAfterTheValue) {
  EXPECT_NE(refusal("{} {}"), "");
  EXPECT_EQ(refusal("{} \n"), "");
}

TEST(JsonReader, RefusesWhatLenientReadersLetPass) {
  for (const char* text : {"", "{", "[1,]", "{'a':1}", "[NaN]", "// x\n1", "[01]"}) {
    EXPECT_NE(refusal(text), "") << text;
  }
}

TEST(JsonReader, TellsLineAndColumn) {
  EXPECT_NE(refusal("{\n  \"a\": x\n}").find("line 2, column 8"), std::string::npos);
}

TEST(JsonReader, NeverPrintsBytesOfABrokenText) {
  for (const char c : refusal("[\"\xff\x1b[31m")) EXPECT_GE(c, ' ');
}

TEST(JsonReader, SkipsAByteOrderMark) { EXPECT_EQ(refusal("\xEF\xBB\xBF{}"), ""); }

TEST(ChildPointer, EscapesAsRfc6901Says) {
  EXPECT_EQ(child_pointer("/a", "b/c~d"), "/a/b~1c~0d");
  EXPECT_EQ(child_pointer("/a", 3), "/a/3");
}

}  // namespace
}  // namespace pullproof::aws::json_reader_test
