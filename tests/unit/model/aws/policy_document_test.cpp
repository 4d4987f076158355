#include "model/aws/policy_document.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"

namespace pullproof::aws::policy_document_test {
namespace {

PolicyDocument parse(const char* text) {
  return PolicyDocument::parse(nlohmann::json::parse(text), {"x.json", "/P"}, false);
}

/// The only statement of a policy that is fine as a document.
PolicyStatement statement(const std::string& elements) {
  const auto document =
      parse((R"({"Version": "2012-10-17", "Statement": {)" + elements + "}}").c_str());
  EXPECT_EQ(document.not_modelled, "");
  EXPECT_EQ(document.statements.size(), 1U);
  return document.statements.at(0);
}

using Texts = std::vector<std::string>;

template <class Written>
Texts texts(const std::vector<Written>& all) {
  Texts result;
  for (const auto& each : all) result.push_back(each.text);
  return result;
}

TEST(PolicyDocument, ReadsAStatementAsWritten) {
  const auto read = statement(
      R"("Sid": "s", "Effect": "Allow", "Action": ["ecr:Get*", "s3:GetObject"],
         "Resource": "arn:aws:s3:::b/*",
         "Condition": {"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}})");
  EXPECT_EQ(read.sid, "s");
  EXPECT_TRUE(read.allow);
  EXPECT_EQ(texts(read.actions), (Texts{"ecr:Get*", "s3:GetObject"}));
  EXPECT_EQ(texts(read.resources), Texts{"arn:aws:s3:::b/*"});
  EXPECT_TRUE(read.has_resource);
  ASSERT_EQ(read.conditions.size(), 1U);
  EXPECT_EQ(read.conditions[0].op, "StringEquals");
  EXPECT_EQ(read.conditions[0].key, "aws:SourceVpc");
  EXPECT_EQ(texts(read.conditions[0].values), (Texts{"vpc-1", "vpc-2"}));
  EXPECT_EQ(read.not_modelled, "");
  EXPECT_EQ(read.source.pointer, "/P/Statement");
}

TEST(PolicyDocument, NumbersStatementsOfAList) {
  const auto read = parse(
      R"({"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"},
                        {"Effect": "Allow", "Action": "*", "Resource": "*"}]})");
  ASSERT_EQ(read.statements.size(), 2U);
  EXPECT_FALSE(read.statements[0].allow);
  EXPECT_EQ(read.statements[1].source.pointer, "/P/Statement/1");
}

TEST(PolicyDocument, PointsAtTheFieldOfEmbeddedText) {
  const auto json = nlohmann::json::parse(R"({"Statement": [{"Effect": "Allow"}]})");
  const auto read = PolicyDocument::parse(json, {"x.json", "/P"}, true);
  EXPECT_EQ(read.statements.at(0).source.pointer, "/P");
}

TEST(PolicyDocument, KnowsVariablesByTheVersion) {
  EXPECT_TRUE(parse(R"({"Version": "2012-10-17", "Statement": []})").variables);
  EXPECT_FALSE(parse(R"({"Version": "2008-10-17", "Statement": []})").variables);
  EXPECT_FALSE(parse(R"({"Statement": []})").variables);
}

TEST(PolicyDocument, ReadsEveryFormOfPrincipal) {
  const std::string rest = R"(, "Effect": "Allow", "Action": "a:B")";
  EXPECT_TRUE(statement(R"("Principal": "*")" + rest).principal->anyone);
  EXPECT_TRUE(statement(R"("Principal": {"AWS": "*"})" + rest).principal->anyone);
  const auto mixed = statement(
      R"("NotPrincipal": {"AWS": ["1", "2"], "Service": "ecs-tasks.amazonaws.com",
         "Federated": "f", "CanonicalUser": ["c"]})" +
      rest);
  EXPECT_TRUE(mixed.not_principal);
  EXPECT_FALSE(mixed.principal->anyone);
  EXPECT_EQ(mixed.principal->aws, (Texts{"1", "2"}));
  EXPECT_EQ(mixed.principal->services, Texts{"ecs-tasks.amazonaws.com"});
  EXPECT_EQ(mixed.principal->federated, Texts{"f"});
  EXPECT_EQ(mixed.principal->canonical_users, Texts{"c"});
  EXPECT_EQ(mixed.not_modelled, "");
}

TEST(PolicyDocument, KeepsBooleansAndNumbersAsText) {
  const auto read = statement(
      R"("Effect": "Deny", "NotAction": "a:B", "NotResource": ["*"],
         "Condition": {"Bool": {"k": true}, "NumericLessThan": {"n": [5, 1.5]}})");
  EXPECT_TRUE(read.not_action);
  EXPECT_TRUE(read.not_resource);
  EXPECT_EQ(texts(read.conditions[0].values), Texts{"true"});
  EXPECT_EQ(texts(read.conditions[1].values), (Texts{"5", "1.5"}));
}

TEST(PolicyDocument, KeepsWhatItDoesNotUnderstandAsNotModelled) {
  for (const char* elements :
       {R"("Effect": "Maybe", "Action": "*")", R"("Action": "*")",
        R"("Effect": "Allow")", R"("Effect": "Allow", "Action": [])",
        R"("Effect": "Allow", "Action": 7)",
        R"("Effect": "Allow", "Action": "*", "NotAction": "*")",
        R"("Effect": "Allow", "Action": "*", "Resource": {})",
        R"("Effect": "Allow", "Action": "*", "Principal": "123")",
        R"("Effect": "Allow", "Action": "*", "Principal": {"Nobody": "*"})",
        R"("Effect": "Allow", "Action": "*", "Condition": [])",
        R"("Effect": "Allow", "Action": "*", "Condition": {"Bool": 1})",
        R"("Effect": "Allow", "Action": "*", "Condition": {"Bool": {"k": {}}})",
        R"("Effect": "Allow", "Action": "*", "Condition": {"Bool": {"k": [[1]]}})",
        R"("Effect": "Allow", "Action": "*", "Surprise": 1)"}) {
    EXPECT_NE(statement(elements).not_modelled, "") << elements;
  }
}

TEST(PolicyDocument, MarksADocumentThatItDoesNotUnderstand) {
  for (const char* text : {"[]", "{}", R"({"Version": "2030-01-01", "Statement": []})",
                           R"({"Statement": [], "Extra": 1})"}) {
    EXPECT_NE(parse(text).not_modelled, "") << text;
  }
  EXPECT_NE(parse(R"({"Statement": [3]})").statements.at(0).not_modelled, "");
}

TEST(ParsePolicy, ReadsTextAndObject) {
  const auto json = nlohmann::json::parse(
      R"({"t": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\"}]}",
          "o": {"Statement": [{"Effect": "Allow", "Action": "*"}]}})");
  const DocumentContext context{{}, "x.json", "", ""};
  ReadLog log;
  Cursor in(json, context, log);
  EXPECT_EQ(parse_policy(in, "t")->statements.at(0).source.pointer, "/t");
  EXPECT_EQ(parse_policy(in, "o")->statements.at(0).source.pointer, "/o/Statement/0");
  EXPECT_FALSE(parse_policy(in, "missing"));
  EXPECT_TRUE(log.problems.empty());
}

}  // namespace
}  // namespace pullproof::aws::policy_document_test
