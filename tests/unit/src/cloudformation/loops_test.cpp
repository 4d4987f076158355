#include "src/cloudformation/loops.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/template.h"

namespace pullproof::cli::cloudformation::loops_test {
namespace {

using Json = nlohmann::json;

Json expanded(const std::string& yaml,
              const std::map<std::string, std::string>& given = {}) {
  return without_loops(
      read_template_text("Transform: AWS::LanguageExtensions\n" + yaml, "t.yaml")
          .value(),
      given);
}

TEST(Loops, MakeTheirPieceForEachItem) {
  const Json made = expanded(R"(Resources:
  Fn::ForEach::Zones:
  - Zone
  - [a, b-1]
  - Subnet&{Zone}:
      Type: AWS::EC2::Subnet
      Properties: {Name: {Ref: Zone}, Zone: {Fn::Sub: 'eu-central-1${Zone}'}}
)")["Resources"];
  EXPECT_EQ(made.size(), 2U);
  EXPECT_EQ(made["Subnetb1"]["Properties"]["Name"], "b-1");
  EXPECT_EQ(made["Subneta"]["Properties"]["Zone"]["Fn::Sub"], "eu-central-1a");
}

TEST(Loops, GoThroughParametersAndEachOther) {
  const std::string nested = R"(Parameters:
  Names: {Type: CommaDelimitedList, Default: 'x,y'}
Resources:
  Fn::ForEach::One:
  - A
  - {Ref: Names}
  - Fn::ForEach::Two:
    - B
    - ['1', '2']
    - R${A}${B}: {Type: AWS::SNS::Topic}
)";
  EXPECT_EQ(expanded(nested)["Resources"].size(), 4U);
  EXPECT_TRUE(expanded(nested, {{"Names", "z"}})["Resources"].contains("Rz2"));
}

TEST(Loops, StayWhereTheirListIsNotKnown) {
  for (const char* list : {"{Ref: Names}", "{'Fn::GetAtt': [A, B]}", "'x'", "[[a]]"}) {
    const Json made = expanded(std::string(R"(Parameters:
  Names: {Type: CommaDelimitedList}
Resources:
  Fn::ForEach::One: [A, )") + list +
                               ", {'R${A}': {Type: AWS::SNS::Topic}}]\n");
    EXPECT_TRUE(made["Resources"].contains("Fn::ForEach::One")) << list;
  }
}

TEST(Loops, StayWhereTwoItemsMakeTheSame) {
  const Json made = expanded(
      "Resources: {'Fn::ForEach::One': [A, [a, b], {R: {Type: AWS::SNS::Topic}}]}\n");
  EXPECT_TRUE(made["Resources"].contains("Fn::ForEach::One"));
}

TEST(Loops, TakeTheTransform) {
  const Json document = read_template_text(R"(Resources:
  Fn::ForEach::One: [A, [a], {'R${A}': {Type: AWS::SNS::Topic}}]
)",
                                           "t.yaml")
                            .value();
  EXPECT_EQ(without_loops(document, {}), document);
}

TEST(Loops, AreLimited) {
  Json inner = {{"R${A}x${B}x${C}x${D}", {{"Type", "AWS::SNS::Topic"}}}};
  Json items = Json::array();
  for (int i = 0; i < 100; ++i) items.push_back(std::to_string(i));
  for (const char* name : {"D", "C", "B", "A"}) {
    inner =
        Json{{std::string("Fn::ForEach::") + name, Json::array({name, items, inner})}};
  }
  const Json document = {{"Transform", "AWS::LanguageExtensions"},
                         {"Resources", inner}};
  EXPECT_EQ(without_loops(document, {}), document);
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::loops_test
