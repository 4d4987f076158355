#include "model/aws/cursor.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::cursor_test {
namespace {

using Json = nlohmann::json;

class CursorTest : public ::testing::Test {
 protected:
  /// Runs `read` on a cursor over the text.
  template <class Read>
  void on(const char* text, Read read) {
    const Json json = Json::parse(text);
    Cursor in(json, context_, log_);
    read(in);
  }
  [[nodiscard]] std::string problem() const {
    if (log_.problems.size() != 1) return std::to_string(log_.problems.size());
    return log_.problems.front().pointer + ": " + log_.problems.front().message;
  }

  DocumentContext context_{.scope = {}, .file = "x.json", .call = "", .parameter = ""};
  ReadLog log_;
};

TEST_F(CursorTest, TakesNullAndAbsentAlike) {
  on(R"({"a": null})", [](Cursor& in) {
    EXPECT_FALSE(in.has("a"));
    EXPECT_FALSE(in.has("b"));
    EXPECT_EQ(in.text_or("a", "x"), "x");
    EXPECT_EQ(in.flag("b"), std::nullopt);
    EXPECT_TRUE(in.objects("a").empty());
  });
  EXPECT_TRUE(log_.problems.empty());
  EXPECT_TRUE(log_.not_read.empty());
}

TEST_F(CursorTest, PointsAtAFieldOrAtTheObjectThatLacksIt) {
  on(R"({"a": "x", "b": null})", [](Cursor& in) {
    EXPECT_EQ(in.source_of("a").pointer, "/a");
    EXPECT_EQ(in.source_of("a").file, "x.json");
    EXPECT_EQ(in.source_of("b").pointer, "");
    EXPECT_EQ(in.source_of("c").pointer, "");
    in.skip_all();
  });
}

TEST_F(CursorTest, AsksForARequiredText) {
  on("{}", [](Cursor& in) { EXPECT_EQ(in.text("VpcId"), ""); });
  EXPECT_EQ(problem(), ": expected `VpcId`, found nothing");
}

TEST_F(CursorTest, RefusesAnEmptyRequiredText) {
  on(R"({"VpcId": ""})", [](Cursor& in) { EXPECT_EQ(in.text("VpcId"), ""); });
  EXPECT_EQ(problem(), "/VpcId: expected a text, found an empty one");
}

TEST_F(CursorTest, SaysWhichTypeItFound) {
  on(R"({"a": {}, "b": 7, "c": "true", "d": {}, "e": 1, "f": []})", [](Cursor& in) {
    EXPECT_EQ(in.text_or("a", ""), "");
    EXPECT_EQ(in.text_or("b", ""), "");
    EXPECT_EQ(in.flag("c"), std::nullopt);
    EXPECT_TRUE(in.texts("d").empty());
    EXPECT_TRUE(in.objects("e").empty());
    EXPECT_FALSE(in.object("f"));
  });
  std::string all;
  for (const auto& p : log_.problems) all += p.pointer + ": " + p.message + "\n";
  EXPECT_EQ(all,
            "/a: expected a string, found an object\n"
            "/b: expected a string, found `7`\n"
            "/c: expected true or false, found a string\n"
            "/d: expected a list, found an object\n"
            "/e: expected a list, found `1`\n"
            "/f: expected an object, found a list\n");
}

TEST_F(CursorTest, KeepsIntegersInTheirRange) {
  on(R"({"a": 443, "b": 65536, "c": 1.5, "d": 18446744073709551615})", [](Cursor& in) {
    EXPECT_EQ(in.integer("a", 0, 65535), 443);
    EXPECT_EQ(in.integer("b", 0, 65535), std::nullopt);
    EXPECT_EQ(in.integer("c", 0, 65535), std::nullopt);
    EXPECT_EQ(in.integer("d", 0, 65535), std::nullopt);
  });
  EXPECT_EQ(log_.problems.size(), 3U);
  EXPECT_EQ(log_.problems.front().message,
            "expected a whole number from 0 to 65535, found `65536`");
}

TEST_F(CursorTest, RefusesHostBitsAndSaysWhatWasMeant) {
  on(R"({"a": "10.0.0.1/16"})", [](Cursor& in) { EXPECT_FALSE(in.cidr("a")); });
  EXPECT_EQ(problem(),
            "/a: CIDR block `10.0.0.1/16` has host bits: expected `10.0.0.0/16`");
}

TEST_F(CursorTest, RefusesABareAddressAsABlock) {
  on(R"({"a": "10.0.0.1"})", [](Cursor& in) { EXPECT_FALSE(in.cidr("a")); });
  EXPECT_EQ(problem(), "/a: expected a CIDR block, found `10.0.0.1`");
}

TEST_F(CursorTest, RefusesABlockOfTheOtherFamily) {
  on(R"({"a": "::/0"})", [](Cursor& in) { EXPECT_FALSE(in.cidr("a", Family::Ipv4)); });
  EXPECT_EQ(problem(), "/a: expected an IPv4 block, found `::/0`");
}

TEST_F(CursorTest, NamesTheElementOfABlockList) {
  on(R"({"a": ["10.0.0.0/8", 3]})",
     [](Cursor& in) { EXPECT_EQ(in.cidrs("a").size(), 1U); });
  EXPECT_EQ(problem(), "/a/1: expected a CIDR block, found `3`");
}

TEST_F(CursorTest, RefusesWhatIsNoAddress) {
  on(R"({"a": "10.0.0.256", "b": ""})", [](Cursor& in) {
    EXPECT_FALSE(in.address("a"));
    EXPECT_FALSE(in.address("b"));
  });
  EXPECT_EQ(problem(), "/a: expected an IP address, found `10.0.0.256`");
}

TEST_F(CursorTest, ReadsAPolicyInAllThreeForms) {
  on(R"({"a": {"x": 1}, "b": "{\"x\": 1}", "c": "%7B%22x%22%3A%201%7D"})",
     [](Cursor& in) {
       for (const char* key : {"a", "b", "c"}) {
         const auto policy = in.policy(key);
         ASSERT_TRUE(policy) << key;
         EXPECT_EQ(policy->dump(), R"({"x":1})");
       }
       EXPECT_FALSE(in.policy("d"));
     });
  EXPECT_TRUE(log_.problems.empty());
}

TEST_F(CursorTest, RefusesPolicyTextThatIsNoJson) {
  on(R"({"a": "{\"x\": {\"y\": 1, \"y\": 2}}"})",
     [](Cursor& in) { EXPECT_FALSE(in.policy("a")); });
  EXPECT_EQ(problem(), "/a: policy text: key `y` occurs twice (at /x/y)");
}

TEST_F(CursorTest, CountsWhatNobodyAskedFor) {
  on(R"({"List": [{"a": 1, "b": 2}, {"b": 3, "c": []}], "Other": {"x": 1}})",
     [](Cursor& in) {
       for (Cursor& object : in.objects("List")) {
         object.skip({"a"});
       }
     });
  const std::map<std::string, std::size_t> expected{{"List[].b", 2}, {"Other", 1}};
  EXPECT_EQ(log_.not_read, expected);
}

TEST_F(CursorTest, FingerprintsWhatWasReadAndNotWhatWasSkipped) {
  std::vector<std::size_t> prints;
  for (const char* text :
       {R"({"a": 1, "t": 1})", R"({"a": 1, "t": 2})", R"({"a": 2, "t": 1})"}) {
    on(text, [&](Cursor& in) {
      in.skip({"t"});
      EXPECT_TRUE(in.integer("a", 0, 9));
      prints.push_back(in.fingerprint());
    });
  }
  EXPECT_EQ(prints[0], prints[1]);
  EXPECT_NE(prints[0], prints[2]);
}

TEST(InBackticks, CutsALongTextBetweenCharacters) {
  std::string text(79, 'a');
  text += "\xc3\xa9 and so on";
  EXPECT_EQ(in_backticks(text), "`" + std::string(79, 'a') + "...`");
  EXPECT_EQ(in_backticks("short"), "`short`");
}

}  // namespace
}  // namespace pullproof::aws::cursor_test
