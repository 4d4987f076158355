#include "src/cloudformation/evaluator.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/value.h"
#include "src/yaml.h"

namespace pullproof::cli::cloudformation::evaluator_test {
namespace {

using Json = nlohmann::json;

/// Evaluates in a template with one parameter, mapping and condition of each kind.
class Evaluation : public ::testing::Test {
 protected:
  Evaluation() {
    environment_.scope = {.account = "111122223333", .region = "eu-central-1"};
    environment_.stack = "web";
    environment_.parameters = {{"Stage", "prod"},
                               {"Ports", Json::array({"80", "443"})},
                               {"Missing", unknown("no value")}};
    environment_.exports = {{"net-vpc", "vpc-1"}};
    environment_.zones = {"eu-central-1a", "eu-central-1b"};
    environment_.knows_zones = true;
    evaluator_.resolve_with([](const std::string& name, const std::string& what) {
      return Json(what.empty() ? "ref-" + name : name + "->" + what);
    });
  }

  Json value(const std::string& yaml) {
    return evaluator_.value(read_yaml(yaml, "", YamlTags::CloudFormation).value());
  }

  Json document_ = read_yaml(R"(
Mappings:
  Sizes:
    eu-central-1: {prod: '4', zones: [a, b]}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  IsTest: !Not [!Condition IsProd]
  Both: !And [!Condition IsProd, !Condition IsTest]
  Any: !Or [!Condition IsProd, !Equals [!Ref Missing, x]]
  Unsure: !Equals [!Ref Missing, x]
  Never: !And [!Condition Unsure, !Condition IsTest]
  Circle: !Not [!Condition Circle]
)",
                             "", YamlTags::CloudFormation)
                       .value();
  Environment environment_;
  Evaluator evaluator_{document_, environment_};
};

TEST_F(Evaluation, RefersToParametersResourcesAndPseudoParameters) {
  EXPECT_EQ(value("!Ref Stage"), "prod");
  EXPECT_EQ(value("!Ref Ports"), Json::array({"80", "443"}));
  EXPECT_EQ(value("!Ref Vpc"), "ref-Vpc");
  EXPECT_EQ(value("!GetAtt Role.Arn"), "Role->Arn");
  EXPECT_EQ(value("!Ref AWS::Region"), "eu-central-1");
  EXPECT_EQ(value("!Ref AWS::AccountId"), "111122223333");
  EXPECT_EQ(value("!Ref AWS::Partition"), "aws");
  EXPECT_EQ(value("!Ref AWS::URLSuffix"), "amazonaws.com");
  EXPECT_EQ(value("!Ref AWS::StackName"), "web");
  EXPECT_TRUE(is_unknown(value("!Ref AWS::StackId")));
}

TEST_F(Evaluation, SubstitutesInTexts) {
  EXPECT_EQ(value("!Sub 'com.amazonaws.${AWS::Region}.${Role.Arn}-${!x}'"),
            "com.amazonaws.eu-central-1.Role->Arn-${x}");
  EXPECT_EQ(value("!Sub ['${a}/${Stage}', {a: !Ref Vpc}]"), "ref-Vpc/prod");
  EXPECT_TRUE(is_unknown(value("!Sub '${Missing}'")));
  EXPECT_TRUE(is_unknown(value("!Sub '${Ports}'")));
}

TEST_F(Evaluation, FindsInMaps) {
  EXPECT_EQ(value("!FindInMap [Sizes, !Ref 'AWS::Region', !Ref Stage]"), "4");
  EXPECT_EQ(value("!Select [1, !FindInMap [Sizes, eu-central-1, zones]]"), "b");
  EXPECT_TRUE(is_unknown(value("!FindInMap [Sizes, x, y]")));
  EXPECT_EQ(value("!FindInMap [Sizes, x, y, {DefaultValue: z}]"), "z");
}

TEST_F(Evaluation, KnowsZonesOfItsRegionOnly) {
  EXPECT_EQ(value("!Select [1, !GetAZs '']"), "eu-central-1b");
  EXPECT_EQ(value("!Select [0, !GetAZs {Ref: 'AWS::Region'}]"), "eu-central-1a");
  EXPECT_TRUE(is_unknown(value("!Select [2, !GetAZs '']")));
  EXPECT_TRUE(is_unknown(value("!GetAZs us-east-1")));
  EXPECT_FALSE(evaluator_.has_guessed_zones());
}

TEST_F(Evaluation, ImportsWhatStacksExport) {
  EXPECT_EQ(value("!ImportValue net-vpc"), "vpc-1");
  EXPECT_TRUE(is_unknown(value("!ImportValue other")));
}

TEST_F(Evaluation, ChoosesByConditions) {
  EXPECT_EQ(value("!If [IsProd, a, b]"), "a");
  EXPECT_EQ(value("!If [IsTest, a, b]"), "b");
  EXPECT_TRUE(is_unknown(value("!If [Unsure, a, b]")));
  EXPECT_EQ(value("!If [Unsure, a, a]"), "a");
}

TEST_F(Evaluation, LeavesOutWhatHasNoValue) {
  EXPECT_EQ(
      value("{a: !If [IsProd, !Ref 'AWS::NoValue', 1], b: [!Ref AWS::NoValue, 2]}"),
      Json::parse(R"({"b": [2]})"));
}

TEST_F(Evaluation, DecidesConditionsWhereTheyAreCertain) {
  EXPECT_EQ(evaluator_.condition("Both"), false);
  EXPECT_EQ(evaluator_.condition("Any"), true);
  EXPECT_EQ(evaluator_.condition("Never"), false);
  EXPECT_TRUE(is_unknown(evaluator_.condition("Unsure")));
  EXPECT_TRUE(is_unknown(evaluator_.condition("Circle")));
  EXPECT_TRUE(is_unknown(evaluator_.condition("None")));
}

TEST_F(Evaluation, DoesNotReadWhatOnlyAwsKnows) {
  EXPECT_TRUE(is_unknown(value("'{{resolve:ssm:/a:1}}'")));
  EXPECT_TRUE(is_unknown(value("!Sub 'x{{resolve:secretsmanager:${Stage}}}'")));
  EXPECT_TRUE(is_unknown(value("!Transform {Name: x}")));
  EXPECT_TRUE(is_unknown(value("{'Fn::ForEach::X': [], b: 1}")));
}

TEST_F(Evaluation, EvaluatesTheOtherFunctions) {
  EXPECT_EQ(value("!Join ['-', !Split ['.', a.b]]"), "a-b");
  EXPECT_EQ(value("!Select [1, !Cidr [10.0.0.0/16, 2, 8]]"), "10.0.1.0/24");
  EXPECT_EQ(value("!Base64 abc"), "YWJj");
  EXPECT_EQ(value("!Length [1, 2]"), 2);
  EXPECT_EQ(value("!ToJsonString {a: [!Ref Stage]}"), R"({"a":["prod"]})");
}

TEST_F(Evaluation, EndsWhereTextsDouble) {
  Json expression = "x";
  for (int i = 0; i < 60; ++i) {
    expression = {
        {"Fn::Sub", Json::array({"${a}${a}", {{"a", std::move(expression)}}})}};
  }
  EXPECT_TRUE(is_unknown(evaluator_.value(expression)));
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::evaluator_test
