// Comparing two policies against asking `authorize` about many requests.
#include "solver/policy_compare.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/authorization_question.h"
#include "tests/support/question.h"

namespace pullproof::solver::policy_compare_test {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

constexpr int kRequests = 200;

std::string one_of(const Texts& texts) { return *rc::gen::elementOf(texts); }

Texts some_of(const Texts& texts) {
  Texts chosen = {one_of(texts)};
  if (*rc::gen::arbitrary<bool>()) chosen.push_back(one_of(texts));
  return chosen;
}

const Texts kActions = {"s3:GetObject", "s3:Get*", "S3:*",     "*",
                        "s3:PutObject", "ecr:*",   "s3:get?b*"};
const Texts kResources = {"*",
                          "arn:aws:s3:::a/*",
                          "arn:aws:s3:::a/b",
                          "arn:aws:s3:::*/b",
                          "arn:aws:s3:::a*",
                          "arn:aws:s3:::?/*"};
const Texts kTextOperators = {"StringEquals", "StringNotEquals", "StringLike",
                              "StringNotLikeIfExists", "StringEqualsIgnoreCase"};
const Texts kSetOperators = {"ForAnyValue:StringLike", "ForAllValues:StringEquals",
                             "ForAnyValue:StringNotEquals",
                             "ForAllValues:StringNotLike"};

json some_condition() {
  switch (*rc::gen::inRange(0, 13)) {
    case 0:
      return {{one_of(kTextOperators),
               {{one_of({"aws:A", "aws:b"}), some_of({"x", "y", "X", "x*", "*"})}}}};
    case 1:
      return {{one_of(kSetOperators), {{"aws:set", some_of({"x", "y", "x*"})}}}};
    case 2:
      return {{one_of({"NumericLessThan", "NumericGreaterThanEquals", "NumericEquals"}),
               {{"aws:num", one_of({"-1", "0", "1", "5", "5.5"})}}}};
    case 3:
      return {{one_of({"IpAddress", "NotIpAddress"}),
               {{"aws:SourceIp",
                 some_of({"10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"})}}}};
    case 4:
      return {{one_of({"DateLessThan", "DateGreaterThan"}),
               {{"aws:CurrentTime", one_of({"2026-01-01", "2026-01-01T00:00:00.5Z",
                                            "2026-01-01T00:00:01Z", "2027-01-01"})}}}};
    case 5:
      // Numbers as texts.
      return {{one_of({"StringEquals", "StringNotEquals", "StringEqualsIfExists"}),
               {{"aws:num", some_of({"-1", "1", "5", "5.0", "word"})}}}};
    case 6:
      // Moments as numbers.
      return {
          {one_of({"NumericLessThan", "NumericGreaterThanEquals", "DateLessThan",
                   "DateGreaterThanEquals"}),
           {{"aws:EpochTime", one_of({"1767225600", "1767225601", "1767225700"})}}}};
    case 7:
      // Words, and texts that numbers are, too.
      return {
          {one_of({"Bool", "BoolIfExists"}), {{"aws:b", one_of({"true", "false"})}}}};
    case 8:
      return {{one_of({"StringLike", "StringNotLike"}),
               {{"aws:num", some_of({"5*", "-*", "?", "*.?"})}}}};
    case 9:
      // What is a set for others.
      return {{one_of({"StringEquals", "StringNotLike", "ForAnyValue:Bool"}),
               {{"aws:set", one_of({"x", "x*", "true"})}}}};
    case 10:
      return {
          {one_of({"ArnLike", "StringNotLike"}),
           {{"aws:PrincipalArn",
             some_of({"arn:aws:iam::*:role/*a*z*", "arn:aws:iam::*:role/*b*",
                      "arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:user/*"})}}}};
    case 11:
      // What cannot be read.
      return {{one_of({"NumericLessThan", "ForAllValues:NumericEquals",
                       "NumericNotEqualsIfExists"}),
               {{one_of({"aws:num", "aws:set"}), some_of({"1e1", "5"})}}}};
    default:
      return {{"Null",
               {{one_of({"aws:A", "aws:num", "aws:set"}), one_of({"true", "false"})}}}};
  }
}

json some_statement() {
  json statement = {{"Effect", one_of({"Allow", "Allow", "Allow", "Deny"})}};
  statement[one_of({"Action", "Action", "Action", "NotAction"})] = some_of(kActions);
  statement[one_of({"Resource", "Resource", "Resource", "NotResource"})] =
      some_of(kResources);
  if (*rc::gen::arbitrary<bool>()) statement["Condition"] = some_condition();
  return statement;
}

/// A statement that says little, of a key that it gives too many patterns to list the
/// classes of its values.
json crowded(const char* op, const char* key) {
  Texts patterns;
  for (char letter = 'a'; letter < 'p'; ++letter) {
    patterns.push_back(std::string("*") + letter + "*z*");
  }
  return {{"Effect", "Deny"},
          {"Action", "sqs:*"},
          {"Resource", "*"},
          {"Condition", {{op, {{key, patterns}}}}}};
}

/// The same of principals, whose classes are more than anybody lists.
json crowded_principals() {
  Texts patterns;
  for (char letter = 'a'; letter < 'p'; ++letter) {
    patterns.push_back(std::string("arn:aws:iam::*:*/*") + letter + "*z*");
  }
  json statement = crowded("StringLike", "aws:A");
  statement["Condition"] = {{"ArnLike", {{"aws:PrincipalArn", patterns}}}};
  return statement;
}

json some_statements() {
  json all = json::array();
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) all.push_back(some_statement());
  return all;
}

gates::Request some_request() {
  json context = {{"aws:CurrentTime",
                   one_of({"2025-06-01", "2026-01-01", "2026-01-01T00:00:00.2Z",
                           "2026-01-01T00:00:00.7Z", "2026-06-01", "2028-01-01"})},
                  {"aws:EpochTime", one_of({"1767225599", "1767225600", "1767225601",
                                            "1767225602", "1767225700"})}};
  const auto maybe = [&](const char* key, const Texts& values) {
    if (*rc::gen::inRange(0, 3) != 0) context[key] = one_of(values);
  };
  maybe("aws:A", {"x", "y", "X", "xz", "*"});
  maybe("aws:b", {"x", "y", "q", "true", "TRUE", "false"});
  maybe("aws:num", {"-2", "-1", "-0.5", "0", "0.5", "1", "3", "5", "5.0", "5.00", "5.2",
                    "5.5", "9"});
  maybe("aws:SourceIp", {"10.0.0.1", "10.1.2.3", "11.0.0.1", "2001:db8::1", "::1"});
  if (*rc::gen::arbitrary<bool>())
    context["aws:set"] = some_of({"x", "y", "xz", "q", "5", "true"});
  json asked = support::question();
  asked["request"]["principal"] =
      "arn:aws:iam::" + one_of({"111122223333", "222233334444"}) +
      one_of({":role/ab", ":role/az", ":role/bz", ":user/b", ":role/x"});
  asked["request"]["action"] =
      one_of({"s3:GetObject", "s3:PutObject", "ecr:PutImage", "s3:getXbject", "x:y"});
  asked["request"]["resource"] = one_of({"arn:aws:s3:::a/b", "arn:aws:s3:::a/",
                                         "arn:aws:s3:::c/b", "arn:aws:s3:::ab", "x"});
  asked["request"]["context"] = context;
  return model::read_question(asked, "q", {}).value().request;
}

aws::PolicyDocument parse(const json& statements) {
  return aws::PolicyDocument::parse(support::document(statements), {}, true);
}

/// A witness is what it is said to be; where nothing is new, no request shows anything.
void agrees_with_authorize(const PolicyComparison& asked, const PolicyAnswer& answer,
                           gates::Request (*some)()) {
  if (answer.access == Access::New) {
    RC_ASSERT(allows(asked.granted, *answer.witness, false));
    RC_ASSERT(!allows(asked.known, *answer.witness, false));
  }
  if (answer.access != Access::None) return;
  for (int i = 0; i < kRequests; ++i) {
    const gates::Request request = some();
    RC_ASSERT(!allows(asked.granted, request, false) ||
              allows(asked.known, request, false));
  }
}

RC_GTEST_PROP(PolicyCompare, AgreesWithAuthorizeOnEveryRequest, ()) {
  const json first = some_statements();
  json second = *rc::gen::arbitrary<bool>() ? first : some_statements();
  if (*rc::gen::arbitrary<bool>()) second.push_back(some_statement());
  if (*rc::gen::arbitrary<bool>()) {
    second.push_back(crowded("StringLike", "aws:A"));
    second.push_back(crowded("ForAnyValue:StringLike", "aws:set"));
  }
  if (*rc::gen::arbitrary<bool>()) second.push_back(crowded_principals());
  const aws::PolicyDocument granted = parse(first);
  const aws::PolicyDocument known = parse(second);
  PolicyComparison asked;
  asked.granted = {&granted};
  asked.known = {&known};
  const PolicyAnswer answer = compare(asked);
  RC_CLASSIFY(answer.access == Access::New, "new access");
  RC_CLASSIFY(answer.access == Access::Unknown, "unknown");
  agrees_with_authorize(asked, answer, some_request);
}

// What is in a policy is in the same policy with one more Allow, and with one less
// Deny.
RC_GTEST_PROP(PolicyCompare, FindsNothingNewInLess, ()) {
  const json fewer = some_statements();
  json more = json::array();
  for (const auto& statement : fewer) {
    if (statement.at("Effect") == "Allow" || *rc::gen::arbitrary<bool>()) {
      more.push_back(statement);
    }
  }
  json extra = some_statement();
  extra["Effect"] = "Allow";
  more.push_back(extra);
  const aws::PolicyDocument small = parse(fewer);
  const aws::PolicyDocument large = parse(more);
  PolicyComparison asked;
  asked.granted = {&small};
  asked.known = {&large};
  RC_ASSERT(compare(asked).access != Access::New);
}

json some_statement_with_variables() {
  const Texts resources = {"arn:aws:s3:::${aws:username}/*",
                           "arn:aws:s3:::${aws:username}/a*",
                           "arn:aws:s3:::a/*",
                           "arn:aws:s3:::*/a*",
                           "arn:aws:s3:::*",
                           "arn:aws:s3:::?/*",
                           "arn:aws:s3:::*a*${aws:PrincipalTag/t}*",
                           "arn:aws:s3:::${aws:PrincipalTag/t, 'a'}/*",
                           "arn:aws:s3:::${aws:PrincipalTag/t, 'b'}/a*",
                           "arn:aws:s3:::${aws:username}*${aws:PrincipalTag/t}"};
  json statement = {{"Effect", one_of({"Allow", "Allow", "Allow", "Deny"})},
                    {"Action", "s3:*"}};
  statement[*rc::gen::inRange(0, 5) == 0 ? "NotResource" : "Resource"] =
      some_of(resources);
  if (*rc::gen::inRange(0, 2) == 0) {
    statement["Condition"] = {
        {one_of({"StringEquals", "StringLike", "StringNotLike", "StringLikeIfExists",
                 "StringEqualsIgnoreCase"}),
         {{one_of({"aws:A", "aws:A", "aws:username", "aws:PrincipalArn",
                   "aws:PrincipalType", "aws:PrincipalTag/t"}),
           some_of({"${aws:PrincipalTag/t}", "${aws:PrincipalTag/t}*", "a", "*",
                    "${aws:username}", "*/${aws:username}", "User"})}}}};
  }
  return statement;
}

json some_denial() {
  json statement = some_statement_with_variables();
  statement["Effect"] = "Deny";
  return statement;
}

gates::Request some_request_with_values() {
  json asked = support::question();
  const std::string user = one_of({"a", "A", "b", "aa", "a/a"});
  asked["request"]["principal"] = "arn:aws:iam::111122223333:user/" + user;
  asked["request"]["action"] = "s3:GetObject";
  asked["request"]["resource"] = "arn:aws:s3:::" + one_of({user, "a", "b", "c"}) +
                                 one_of({"/", "", ":"}) + one_of({"a", "ab", user, ""});
  json context = json::object();
  const auto maybe = [&](const char* key, const Texts& values) {
    if (*rc::gen::inRange(0, 4) != 0) context[key] = one_of(values);
  };
  maybe("aws:PrincipalTag/t", {"a", "A", "b", "", "a/b", ":", "User", user,
                               "arn:aws:iam::111122223333:user/" + user});
  maybe("aws:A", {"a", "A", "b", "ab", "", user});
  asked["request"]["context"] = context;
  return model::read_question(asked, "q", {}).value().request;
}

RC_GTEST_PROP(PolicyCompare, AgreesWithAuthorizeWhateverVariablesStandFor, ()) {
  json first = json::array();
  json second = json::array();
  for (int i = 0; i < *rc::gen::inRange(1, 3); ++i) {
    first.push_back(some_statement_with_variables());
  }
  for (int i = 0; i < *rc::gen::inRange(1, 4); ++i) {
    second.push_back(some_statement_with_variables());
  }
  if (*rc::gen::arbitrary<bool>()) second.push_back(first.front());
  if (*rc::gen::arbitrary<bool>()) {
    const json deny = some_denial();
    first.push_back(deny);
    second.push_back(*rc::gen::arbitrary<bool>() ? deny : some_denial());
  }
  const aws::PolicyDocument granted = parse(first);
  const aws::PolicyDocument known = parse(second);
  PolicyComparison asked;
  asked.granted = {&granted};
  asked.known = {&known};
  const PolicyAnswer answer = compare(asked);
  RC_CLASSIFY(answer.access == Access::New, "new access");
  RC_CLASSIFY(answer.access == Access::None, "nothing new");
  agrees_with_authorize(asked, answer, some_request_with_values);
}

}  // namespace
}  // namespace pullproof::solver::policy_compare_test
