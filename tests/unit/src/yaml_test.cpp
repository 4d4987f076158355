#include "src/yaml.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::yaml_test {
namespace {

using Json = nlohmann::json;

Json read(const std::string& text, YamlTags tags = YamlTags::None) {
  auto read = read_yaml(text, "t.yaml", tags);
  return read.ok() ? read.value() : Json("problem: " + read.problems()[0].message);
}

Json read_template(const std::string& text) {
  return read(text, YamlTags::CloudFormation);
}

/// The first problem's message; "" if there is none.
std::string refused(const std::string& text, YamlTags tags = YamlTags::CloudFormation) {
  auto read = read_yaml(text, "t.yaml", tags);
  return read.ok() ? "" : read.problems()[0].message;
}

TEST(Yaml, ReadsMapsAndLists) {
  EXPECT_EQ(read("a:\n- b\n- c: 1\n  d: {e: [f, ~]}\n"),
            Json::parse(R"({"a": ["b", {"c": 1, "d": {"e": ["f", null]}}]})"));
}

TEST(Yaml, KeepsQuotedScalarsAsTexts) {
  EXPECT_EQ(read(R"(['1', "true", "null", "~", ""])"),
            Json::parse(R"(["1", "true", "null", "~", ""])"));
}

TEST(Yaml, ReadsPlainScalarsAsJsonDoes) {
  EXPECT_EQ(read("[true, False, null, 12, -1, 1.5, 9223372036854775807]"),
            Json::parse("[true, false, null, 12, -1, 1.5, 9223372036854775807]"));
}

TEST(Yaml, KeepsTextsThatOtherReadersTurnIntoNumbers) {
  EXPECT_EQ(read("[2012-10-17, 012345678901, 0x10, 0o7, 1_000, 60:30, 1.10, 1e3, -0]"),
            Json::parse(R"(["2012-10-17", "012345678901", "0x10", "0o7", "1_000",
                            "60:30", "1.10", "1e3", "-0"])"));
  EXPECT_EQ(read("[yes, no, on, off, y, .inf, 18446744073709551616]"),
            Json::parse(R"(["yes", "no", "on", "off", "y", ".inf",
                            "18446744073709551616"])"));
}

TEST(Yaml, ReadsBlockScalars) {
  EXPECT_EQ(read("a: |\n  x\n  y\nb: >-\n  x\n  y\n"),
            Json::parse(R"({"a": "x\ny\n", "b": "x y"})"));
}

TEST(Yaml, KeepsNumbersThatAreKeysAsTheyStand) {
  EXPECT_EQ(read("012345678901: {10: a}"),
            Json::parse(R"({"012345678901": {"10": "a"}})"));
}

TEST(Yaml, TurnsShortFormsIntoLongOnes) {
  EXPECT_EQ(read_template("!Ref a"), Json::parse(R"({"Ref": "a"})"));
  EXPECT_EQ(read_template("!Condition a"), Json::parse(R"({"Condition": "a"})"));
  EXPECT_EQ(read_template("!Sub '${a}'"), Json::parse(R"({"Fn::Sub": "${a}"})"));
  EXPECT_EQ(read_template("!GetAZs ''"), Json::parse(R"({"Fn::GetAZs": ""})"));
  EXPECT_EQ(read_template("a: !GetAZs\nb: 1"),
            Json::parse(R"({"a": {"Fn::GetAZs": ""}, "b": 1})"));
  EXPECT_EQ(read_template("!ImportValue 12"),
            Json::parse(R"({"Fn::ImportValue": "12"})"));
}

TEST(Yaml, SplitsTheShortFormOfGetAttAtItsFirstDot) {
  EXPECT_EQ(read_template("!GetAtt a.Outputs.b"),
            Json::parse(R"({"Fn::GetAtt": ["a", "Outputs.b"]})"));
  EXPECT_EQ(read_template("!GetAtt [a, b]"),
            Json::parse(R"({"Fn::GetAtt": ["a", "b"]})"));
}

TEST(Yaml, NestsShortForms) {
  EXPECT_EQ(read_template("!Join [',', !Split ['|', !Ref a]]"),
            Json::parse(R"({"Fn::Join": [",", {"Fn::Split": ["|", {"Ref": "a"}]}]})"));
  EXPECT_EQ(
      read_template("x: !If\n  - c\n  - !Select [0, !Cidr [!Ref v, 2, 8]]\n  - 1\n"),
      Json::parse(R"({"x": {"Fn::If": ["c", {"Fn::Select": [0,
                {"Fn::Cidr": [{"Ref": "v"}, 2, 8]}]}, 1]}})"));
}

TEST(Yaml, RefusesTagsThatAreNotAskedFor) {
  EXPECT_EQ(
      refused("a: !Ref b", YamlTags::None),
      "line 1, column 4: expected no tag, found `!Ref`; write the value without it, "
      "or quote the text");
  EXPECT_NE(refused("a: !Reference b"), "");
  EXPECT_NE(refused("a: !!binary b"), "");
  EXPECT_NE(refused("!Ref a: b"), "");
}

TEST(Yaml, RefusesAliasesAnchorsAndMerges) {
  EXPECT_NE(refused("a: &x 1\nb: 2"), "");
  EXPECT_NE(refused("a: &x {c: 1}\nb: *x"), "");
  EXPECT_NE(refused("<<: {a: b}"), "");
  EXPECT_EQ(refused("a: *x"),
            "line 1, column 4: expected YAML: the referenced anchor is "
            "not defined");
}

TEST(Yaml, TellsWhereAKeyStandsTwice) {
  EXPECT_EQ(refused("a: 1\nb: 2\n'a': 3\n"),
            "line 3, column 1: the key `a` stands twice in one map");
}

TEST(Yaml, RefusesKeysThatAreNoTexts) {
  EXPECT_NE(refused("? [a]\n: b"), "");
  EXPECT_NE(refused("? {a: b}\n: b"), "");
  EXPECT_NE(refused("~: b"), "");
}

TEST(Yaml, RefusesDepthOver64) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(refused(nested(64)), "");
  EXPECT_NE(refused(nested(65)), "");
  EXPECT_NE(refused(std::string(100'000, '[')), "");
  EXPECT_NE(refused("!Not " + nested(64)), "");
  std::string dashes;
  for (int i = 0; i < 100'000; ++i) dashes += "- ";
  EXPECT_NE(refused(dashes), "");
}

TEST(Yaml, RefusesAnythingButOneDocument) {
  EXPECT_NE(refused(""), "");
  EXPECT_NE(refused("# nothing\n"), "");
  EXPECT_NE(refused("a: 1\n---\nb: 2\n"), "");
  EXPECT_EQ(refused("---\na: 1\n...\n"), "");
}

TEST(Yaml, RefusesOtherBytesThanUtf8) {
  EXPECT_NE(refused("a: \xff"), "");
  EXPECT_NE(refused("a: \xc0\xaf"), "");
  EXPECT_NE(refused(std::string("a: b\0c", 6)), "");
}

TEST(Yaml, TellsWhereTheSyntaxIsWrong) {
  EXPECT_EQ(refused("a: b\n c: d\n").find("line 2, column 3: expected YAML: "), 0U);
}

TEST(Yaml, TellsEveryProblem) {
  auto read = read_yaml("a: &x 1\na: !x 2\n", "t.yaml", YamlTags::None);
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.problems().size(), 3U);
}

}  // namespace
}  // namespace pullproof::cli::yaml_test
