#include "src/report/excerpt.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::excerpt_test {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

TEST(Excerpt, ShowsASmallElementOnOneLine) {
  const json document = {{"Routes", {{{"GatewayId", "local"}}}}};
  EXPECT_EQ(excerpt(document, "/Routes/0"), Lines{R"({"GatewayId": "local"})"});
}

TEST(Excerpt, NamesTheFieldItPointsAt) {
  const json document = {{"a/b", {{"assignPublicIp", "DISABLED"}}}};
  EXPECT_EQ(excerpt(document, "/a~1b/assignPublicIp"),
            Lines{R"("assignPublicIp": "DISABLED")"});
}

TEST(Excerpt, OpensAnElementThatTakesMoreThanALine) {
  const json document = {{{"id", "rtb-1"}, {"text", std::string(70, 'x')}}};
  EXPECT_EQ(excerpt(document, "/0"),
            (Lines{"{", R"(  "id": "rtb-1",)",
                   "  \"text\": \"" + std::string(70, 'x') + "\"", "}"}));
}

json entry(std::size_t letters) {
  return {{"a", std::string(letters, 'a')}, {"b", std::string(letters, 'b')}};
}

TEST(Excerpt, FlowsDeepPartsOverTwoLinesIfTheyAreFew) {
  const Lines lines = excerpt(json(std::vector<json>(5, entry(50))), "");
  EXPECT_EQ(lines.size(), 12U);
  EXPECT_EQ(lines[1], "  {\"a\": \"" + std::string(50, 'a') + "\",");
  EXPECT_EQ(lines[2], "    \"b\": \"" + std::string(50, 'b') + "\"},");
}

TEST(Excerpt, CutsDeepPartsIfTheyAreMany) {
  const Lines lines = excerpt(json(std::vector<json>(9, entry(50))), "");
  EXPECT_EQ(lines.size(), 11U);
  EXPECT_EQ(lines[1],
            "  {\"a\": \"" + std::string(50, 'a') + "\", \"b\": \"bbbbbbbbbbbb...,");
}

TEST(Excerpt, ElidesALongList) {
  const json document = json(std::vector<std::string>(50, std::string(30, 'x')));
  const Lines lines = excerpt(document, "");
  EXPECT_EQ(lines.size(), 12U);
  EXPECT_EQ(lines.front(), "[");
  EXPECT_EQ(lines[10], "  ...");
  EXPECT_EQ(lines.back(), "]");
}

TEST(Excerpt, ReadsPoliciesThatStandInText) {
  const json document = {
      {"policyText", R"({"Statement":[{"Effect":"Deny","Action":"ecr:*"}]})"}};
  const Lines statement = {R"({"Action": "ecr:*", "Effect": "Deny"})"};
  EXPECT_EQ(excerpt(document, "/policyText/Statement/0"), statement);
  EXPECT_EQ(excerpt(document, "/policyText"),
            Lines{R"("policyText": {"Statement": [{"Action": "ecr:*", )"
                  R"("Effect": "Deny"}]})"});
}

TEST(Excerpt, ReadsPoliciesThatAreUrlEncoded) {
  const json document = {{"Document", "%7B%22Effect%22%3A%22Deny%22%7D"}};
  EXPECT_EQ(excerpt(document, "/Document"), Lines{R"("Document": {"Effect": "Deny"})"});
}

TEST(Excerpt, IsEmptyWhereNothingIs) {
  const json document = {{"a", {1, 2}}};
  for (const char* pointer : {"/b", "/a/2", "/a/x", "/a/0/c", "a", "/a/-", "/a/"}) {
    EXPECT_EQ(excerpt(document, pointer), Lines{}) << pointer;
  }
}

TEST(Excerpt, EscapesKeysAndValues) {
  const json document = {{"k\x1b", "v\u202e"}};
  EXPECT_EQ(excerpt(document, ""), Lines{R"({"k\u001b": "v\u202e"})"});
}

TEST(Excerpt, CutsALongValue) {
  const json document = {{"text", std::string(500, 'x')}};
  for (const std::string& line : excerpt(document, "")) EXPECT_LE(line.size(), 84U);
}

TEST(Excerpts, ReadEachDocumentOnce) {
  int reads = 0;
  const DocumentReader reader = [&](const auto& files, const auto& visit) {
    for (const std::string& file : files) {
      ++reads;
      visit(file, json{{"x", {1}}, {"y", 2}});
    }
  };
  const aws::Source x{.file = "f.json", .pointer = "/x"};
  const aws::Source y{.file = "f.json", .pointer = "/y"};
  const Excerpts excerpts = read_excerpts({x, y}, reader);
  EXPECT_EQ(reads, 1);
  EXPECT_EQ(excerpts.at(x), Lines{R"("x": [1])"});
  EXPECT_EQ(excerpts.at(y), Lines{R"("y": 2)"});
}

}  // namespace
}  // namespace pullproof::cli::excerpt_test
