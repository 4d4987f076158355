#include "model/authorization_question.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/request_context.h"
#include "tests/support/question.h"

namespace pullproof::model::authorization_question_test {
namespace {

using nlohmann::json;
using support::allowing;
using support::decide;
using support::document;
using support::question;

/// The pointers of all problems.
std::vector<std::string> problems(const json& line) {
  const auto read = read_question(line, "q", {});
  std::vector<std::string> pointers;
  if (read.ok()) return pointers;
  for (const auto& problem : read.problems()) pointers.push_back(problem.pointer);
  return pointers;
}

json changed(const char* pointer, const json& value) {
  json asked = question();
  asked[json::json_pointer(pointer)] = value;
  return asked;
}

using Pointers = std::vector<std::string>;

TEST(AuthorizationQuestion, ListsEveryProblem) {
  EXPECT_EQ(problems(json::array()), Pointers{""});
  EXPECT_EQ(problems(json::object()), Pointers{""});
  EXPECT_EQ(problems({{"request", {{"principal", "bob"}, {"action", "read"}}}}),
            (Pointers{"/request/principal", "/request/action", "/request"}));
  EXPECT_EQ(problems(changed("/request/context/k", {{"a", 1}})),
            Pointers{"/request/context/k"});
  EXPECT_EQ(problems(changed("/policies/scp", json::array({json::object()}))),
            Pointers{"/policies/scp/0"});
  EXPECT_EQ(problems(changed("/policies/identity", {"{\"Statement\": "})),
            Pointers{"/policies/identity/0"});
  EXPECT_EQ(problems(changed("/request/endpoint_type", "nat")),
            Pointers{"/request/endpoint_type"});
}

// A misspelt layer would be a policy that nobody minds.
TEST(AuthorizationQuestion, RefusesLayersAndFieldsThatItDoesNotKnow) {
  EXPECT_EQ(problems(changed("/policies/boundery", json::array())),
            Pointers{"/policies/boundery"});
  EXPECT_EQ(problems(changed("/request/resource_acount", "1")),
            Pointers{"/request/resource_acount"});
  EXPECT_EQ(problems(changed("/note", "whatever")), Pointers{});
}

TEST(AuthorizationQuestion, TakesPoliciesInEveryForm) {
  const json policy = document({allowing()});
  for (const json& form :
       {policy, json::array({policy}), json(policy.dump()),
        json("%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A"
             "%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D")}) {
    EXPECT_EQ(decide(changed("/policies/identity", form)).decision, "Allowed") << form;
  }
  EXPECT_EQ(decide(changed("/policies/identity", nullptr)).decision,
            "ImplicitlyDenied");
}

TEST(AuthorizationQuestion, ReadsKeysInAnyLetterCaseAndForm) {
  const auto asked = [](const json& value, const char* op, const json& policy_value) {
    json made = question();
    made["request"]["context"]["AWS:Thing"] = value;
    made["policies"]["identity"] = {
        document({allowing({{"Condition", {{op, {{"aws:thing", policy_value}}}}}})})};
    return decide(made).decision;
  };
  EXPECT_EQ(asked(true, "Bool", "true"), "Allowed");
  EXPECT_EQ(asked(5, "NumericLessThan", 6), "Allowed");
  EXPECT_EQ(asked({"a"}, "StringEquals", "a"), "Allowed");
  EXPECT_EQ(asked({"a", "b"}, "ForAnyValue:StringEquals", "b"), "Allowed");
  EXPECT_EQ(asked({"a", "b"}, "StringEquals", "b"), "Unknown");
  EXPECT_EQ(asked(json::array(), "Null", "true"), "Allowed");
  json twice = question();
  twice["request"]["context"] = {{"aws:a", "1"}, {"AWS:A", "1"}};
  EXPECT_EQ(problems(twice).size(), 1U);
}

TEST(AuthorizationQuestion, AddsWhatTheCallerTellsUnlessItMustNot) {
  json asked = question();
  asked["policies"]["identity"] = {document(
      {allowing({{"Condition",
                  {{"StringEquals", {{"aws:PrincipalAccount", "111122223333"}}}}}})})};
  EXPECT_EQ(decide(asked).decision, "ImplicitlyDenied");
  EXPECT_EQ(decide(asked, {}).decision, "Allowed");
  asked["request"]["context"]["aws:PrincipalAccount"] = "1";
  EXPECT_EQ(decide(asked, {}).decision, "ImplicitlyDenied");
}

TEST(AuthorizationQuestion, LeavesTheTimeOpenUnlessItIsGiven) {
  json asked = question();
  asked["policies"]["identity"] = {document({allowing(
      {{"Condition", {{"DateLessThan", {{"aws:CurrentTime", "2026-06-01"}}}}}})})};
  EXPECT_EQ(decide(asked, {}).decision, "Unknown");
  EXPECT_EQ(decide(asked, {.exact_context = false, .at = "2026-01-01"}).decision,
            "Allowed");
  EXPECT_EQ(decide(asked, {.exact_context = false, .at = "2027-01-01"}).decision,
            "ImplicitlyDenied");
}

TEST(AuthorizationQuestion, LearnsTheRolesPathFromTheKey) {
  json asked = changed("/request/principal", support::kSessionOfCi);
  asked["request"]["context"]["aws:PrincipalArn"] =
      "arn:aws:iam::111122223333:role/team/ci";
  asked["policies"]["resource"] = document(
      {allowing({{"Principal", {{"AWS", "arn:aws:iam::111122223333:role/ci"}}}})});
  EXPECT_EQ(decide(asked).decision, "ImplicitlyDenied");
  asked["policies"]["resource"] = document(
      {allowing({{"Principal", {{"AWS", "arn:aws:iam::111122223333:role/team/ci"}}}})});
  EXPECT_EQ(decide(asked).decision, "Allowed");
}

// "Policy elements: Resource": `?` is one character, of however many bytes.
TEST(AuthorizationQuestion, CountsCharacters) {
  json asked = changed("/request/resource", "arn:aws:s3:::b/\xC3\xA9");
  asked["policies"]["identity"] = {
      document({allowing({{"Resource", "arn:aws:s3:::b/?"}})})};
  EXPECT_EQ(decide(asked).decision, "Allowed");
  asked["policies"]["identity"] = {
      document({allowing({{"Resource", "arn:aws:s3:::b/??"}})})};
  EXPECT_EQ(decide(asked).decision, "ImplicitlyDenied");
}

}  // namespace
}  // namespace pullproof::model::authorization_question_test
