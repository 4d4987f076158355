#include "tests/support/policy_generator.h"

#include <string>
#include <vector>

#include <rapidcheck.h>

#include "model/core/address.h"

namespace pullproof::support {
namespace {

using Texts = std::vector<std::string>;

std::string one_of(const Texts& texts) { return *rc::gen::elementOf(texts); }

bool coin() { return *rc::gen::arbitrary<bool>(); }

Texts some_of(const Texts& texts, std::size_t least, std::size_t most) {
  const auto count = *rc::gen::inRange<std::size_t>(least, most + 1);
  Texts chosen;
  for (std::size_t i = 0; i < count; ++i) chosen.push_back(one_of(texts));
  return chosen;
}

const Texts kActions = {"ecr:BatchGetImage", "ECR:batch*", "ecr:Get*", "ecr:*",
                        "s3:GetObject",      "*"};

const Texts kResources = {"*",
                          "arn:aws:ecr:eu-central-1:1:repository/a",
                          "arn:aws:ecr:eu-central-1:1:repository/*",
                          "arn:aws:ecr:*:1:repository/?",
                          "arn:aws:ecr:us-east-1:1:repository/a",
                          "arn:aws:s3:::b/*",
                          "arn:aws:ecr:eu-central-1:1:repository/${aws:team}",
                          "arn:aws:ecr:eu-central-1:1:repository/${aws:none}"};

const Texts kTextOperators = {"StringEquals", "StringNotEquals", "StringLike",
                              "StringNotLike", "stringequalsIgnoreCase"};
const Texts kTextKeys = {"aws:team", "aws:Team", "aws:none",
                         "aws:open", "aws:many", "aws:unheard"};
const Texts kTextValues = {"a", "A", "*", "b", "ab", "?", "${aws:team}", "${aws:none}"};

aws::PolicyCondition some_text_condition(bool variables) {
  const std::string set = one_of({"", "", "", "ForAllValues:", "ForAnyValue:"});
  const std::string suffix = one_of({"", "", "IfExists"});
  const std::string op = set + one_of(kTextOperators) + suffix;
  const std::string key = one_of(kTextKeys);
  return aws::PolicyCondition::of(op, key, some_of(kTextValues, 0, 2), variables);
}

aws::PolicyCondition some_condition(bool variables) {
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return aws::PolicyCondition::of(
          one_of({"IpAddress", "NotIpAddress", "NotIpAddressIfExists"}), "aws:SourceIp",
          some_of({"10.0.0.0/8", "10.0.0.1", "2001:db8::/32"}, 1, 2), variables);
    case 1:
      return aws::PolicyCondition::of("Null", one_of(kTextKeys),
                                      some_of({"true", "false"}, 1, 2), variables);
    default:
      return some_text_condition(variables);
  }
}

}  // namespace

aws::PolicyStatement some_statement(bool variables) {
  aws::PolicyStatement statement;
  statement.allow = coin();
  for (const auto& text : some_of(kActions, 1, 2)) {
    statement.actions.push_back(aws::ActionPattern::of(text));
  }
  statement.not_action = *rc::gen::inRange(0, 4) == 0;
  statement.has_resource = true;
  for (const auto& text : some_of(kResources, 1, 2)) {
    statement.resources.push_back(aws::ResourcePattern::of(text, variables));
  }
  statement.not_resource = *rc::gen::inRange(0, 4) == 0;
  const auto conditions = *rc::gen::inRange(0, 3);
  for (int i = 0; i < conditions; ++i) {
    statement.conditions.push_back(some_condition(variables));
  }
  return statement;
}

aws::PolicyDocument some_policy() {
  aws::PolicyDocument policy;
  policy.variables = *rc::gen::inRange(0, 4) != 0;
  const auto statements = *rc::gen::inRange(0, 4);
  for (int i = 0; i < statements; ++i) {
    policy.statements.push_back(some_statement(policy.variables));
    policy.statements.back().source.pointer = "/" + std::to_string(i);
  }
  return policy;
}

gates::Request some_request() {
  gates::Request request;
  request.caller.arn = "arn:aws:iam::1:role/pull";
  request.caller.account = "1";
  request.action = one_of({"ecr:BatchGetImage", "ecr:GetAuthorizationToken"});
  if (request.action == "ecr:BatchGetImage") {
    request.resource = "arn:aws:ecr:eu-central-1:1:repository/" + one_of({"a", "b"});
  }
  request.context = {
      {"aws:team", gates::FixedKey{.values = {one_of({"a", "A", "ab"})}}},
      {"aws:many",
       gates::FixedKey{.values = some_of({"a", "b"}, 0, 2), .multivalued = true}},
      {"aws:none", gates::AbsentKey{}},
      {"aws:open", gates::UnknownKey{{.call = "", .why = "open"}}},
      {"aws:sourceip", gates::AddressKey{kSourceIp}}};
  if (coin()) request.context["aws:sourceip"] = gates::AbsentKey{};
  return request;
}

Choice some_choice() {
  const std::string text = one_of({"10.0.0.1", "10.9.9.9", "11.0.0.1"});
  return {.values = {Address::parse(text)->value}, .answers = {}};
}

}  // namespace pullproof::support
