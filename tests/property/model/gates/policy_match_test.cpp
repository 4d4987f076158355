// What a policy says, against a second reading of it that is written as plainly as
// possible, and what must hold whatever a policy says.
#include "model/gates/policy_match.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/core/address.h"
#include "model/gates/gate.h"
#include "tests/support/policy_generator.h"

namespace pullproof::gates::policy_match_test {
namespace {

using aws::PolicyCondition;
using aws::PolicyDocument;
using aws::PolicyStatement;
using Texts = std::vector<std::string>;

Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }

Truth opposite(Truth value) {
  return value == Truth::Unknown ? value : truth(value == Truth::No);
}

Truth all_of(const std::vector<Truth>& parts) {
  if (std::count(parts.begin(), parts.end(), Truth::No) > 0) return Truth::No;
  if (std::count(parts.begin(), parts.end(), Truth::Unknown) > 0) return Truth::Unknown;
  return Truth::Yes;
}

Truth any_of(std::vector<Truth> parts) {
  for (Truth& part : parts) part = opposite(part);
  return opposite(all_of(parts));
}

std::string lower(std::string text) {
  for (char& byte : text) {
    if ('A' <= byte && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return text;
}

bool like(const std::string& pattern, const std::string& text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*') {
    return like(pattern.substr(1), text) ||
           (!text.empty() && like(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         like(pattern.substr(1), text.substr(1));
}

struct Reading {
  const Request& request;
  bool variables = true;
  std::string address;  ///< "" if the key is absent.
};

/// The values of a key: nothing if it is absent; "open" is set if nobody can tell.
struct Values {
  Texts texts;
  bool open = false;
  bool multivalued = false;
  bool absent = false;
};

Values values_of(const Reading& reading, const std::string& key) {
  if (lower(key) == "aws:sourceip") {
    return {.texts = {reading.address}, .absent = reading.address.empty()};
  }
  const auto found = reading.request.context.find(lower(key));
  if (found == reading.request.context.end()) return {.texts = {}, .open = true};
  if (std::holds_alternative<UnknownKey>(found->second)) {
    return {.texts = {}, .open = true};
  }
  const auto* fixed = std::get_if<FixedKey>(&found->second);
  if (fixed == nullptr) return {.texts = {}, .absent = true};
  return {.texts = fixed->values, .multivalued = fixed->multivalued};
}

/// The policy's text with its variable put in; nothing if it has no value. The
/// vocabulary has one variable a text, and values without wildcards.
std::optional<std::string> expanded(const Reading& reading, const std::string& text) {
  const std::size_t start = text.find("${");
  if (!reading.variables || start == std::string::npos) return text;
  const std::size_t end = text.find('}', start);
  const Values values = values_of(reading, text.substr(start + 2, end - start - 2));
  if (values.absent) return std::nullopt;
  return text.substr(0, start) + values.texts.front() + text.substr(end + 1);
}

Truth text_matches(const std::string& op, const std::string& pattern,
                   const std::string& text) {
  if (op.find("like") != std::string::npos) return truth(like(pattern, text));
  if (op.find("ignorecase") != std::string::npos) {
    return truth(lower(pattern) == lower(text));
  }
  return truth(pattern == text);
}

Truth value_matches(const Reading& reading, const std::string& op,
                    const std::string& written, const std::string& value) {
  if (op.find("ipaddress") != std::string::npos) {
    const auto block = Cidr::parse_loosely(written).value();
    return truth(block.contains(Address::parse(value).value()));
  }
  const auto pattern = expanded(reading, written);
  return pattern ? text_matches(op, *pattern, value) : Truth::No;
}

Truth condition_holds(const Reading& reading, const PolicyCondition& condition) {
  std::string op = lower(condition.op);
  const bool all = op.starts_with("forallvalues:");
  const bool any = op.starts_with("foranyvalue:");
  const bool if_exists = op.ends_with("ifexists");
  const bool negated = op.find("not") != std::string::npos;
  const Values values = values_of(reading, condition.key);
  if (values.open) return Truth::Unknown;
  if (op == "null") {
    const std::string wanted = values.absent ? "true" : "false";
    return truth(std::any_of(condition.values.begin(), condition.values.end(),
                             [&](const auto& each) { return each.text == wanted; }));
  }
  if (values.multivalued && !all && !any) return Truth::Unknown;
  if (values.texts.empty() || values.absent) {
    return truth(if_exists || all || (!any && negated));
  }
  std::vector<Truth> each;
  for (const auto& value : values.texts) {
    std::vector<Truth> some;
    for (const auto& written : condition.values) {
      some.push_back(value_matches(reading, op, written.text, value));
    }
    each.push_back(negated ? opposite(any_of(some)) : any_of(some));
  }
  return any ? any_of(each) : all_of(each);
}

Truth resource_matches(const Reading& reading, const std::string& written) {
  if (written == "*") return Truth::Yes;
  if (!reading.request.resource) return Truth::No;
  const auto pattern = expanded(reading, written);
  if (!pattern) return Truth::No;
  return truth(like(*pattern, std::get<std::string>(*reading.request.resource)));
}

Truth statement_matches(const Reading& reading, const PolicyStatement& statement) {
  bool action = false;
  for (const auto& pattern : statement.actions) {
    action = action || like(lower(pattern.text), lower(reading.request.action));
  }
  std::vector<Truth> resources;
  for (const auto& pattern : statement.resources) {
    resources.push_back(resource_matches(reading, pattern.text));
  }
  const Truth resource = any_of(resources);
  std::vector<Truth> parts = {truth(action != statement.not_action),
                              statement.not_resource ? opposite(resource) : resource};
  for (const auto& condition : statement.conditions) {
    parts.push_back(condition_holds(reading, condition));
  }
  return all_of(parts);
}

Truth says(const Reading& reading, const PolicyDocument& policy, bool allow) {
  std::vector<Truth> any = {Truth::No};
  for (const auto& statement : policy.statements) {
    if (statement.allow != allow) continue;
    any.push_back(statement_matches(reading, statement));
  }
  return any_of(any);
}

const FactRef kOwner = fact_about("policy", {}, "does not allow");
constexpr PolicyReading kIdentity{.kind = PolicyKind::Identity};

Predicate decision(const PolicyDocument& policy, const Request& request) {
  return Predicate::all_of(
      {allows(policy, request, kIdentity, kOwner),
       Predicate::negation(denies(policy, request, kIdentity, kOwner))});
}

/// no < unknown < yes
int rank(Truth value) {
  return value == Truth::No ? 0 : value == Truth::Unknown ? 1 : 2;
}

RC_GTEST_PROP(PolicyMatch, AgreesWithASecondReading, ()) {
  const PolicyDocument policy = support::some_policy();
  const Request request = support::some_request();
  const Choice choice = support::some_choice();
  const bool absent =
      std::holds_alternative<AbsentKey>(request.context.at("aws:sourceip"));
  const Address address{.family = Family::Ipv4,
                        .value = choice.number(support::kSourceIp)};
  const Reading reading{.request = request,
                        .variables = policy.variables,
                        .address = absent ? "" : address.text()};
  RC_ASSERT(evaluate(allows(policy, request, kIdentity, kOwner), choice) ==
            says(reading, policy, true));
  RC_ASSERT(evaluate(denies(policy, request, kIdentity, kOwner), choice) ==
            says(reading, policy, false));
}

RC_GTEST_PROP(PolicyMatch, NeverRefusesMoreForOneMoreAllow, ()) {
  PolicyDocument policy = support::some_policy();
  const Request request = support::some_request();
  const Choice choice = support::some_choice();
  const Truth before = evaluate(decision(policy, request), choice);
  PolicyStatement statement = support::some_statement(policy.variables);
  statement.allow = true;
  policy.statements.push_back(statement);
  RC_ASSERT(rank(evaluate(decision(policy, request), choice)) >= rank(before));
}

RC_GTEST_PROP(PolicyMatch, NeverAllowsMoreForOneMoreDeny, ()) {
  PolicyDocument policy = support::some_policy();
  const Request request = support::some_request();
  const Choice choice = support::some_choice();
  const Truth before = evaluate(decision(policy, request), choice);
  PolicyStatement statement = support::some_statement(policy.variables);
  statement.allow = false;
  policy.statements.push_back(statement);
  RC_ASSERT(rank(evaluate(decision(policy, request), choice)) <= rank(before));
}

RC_GTEST_PROP(PolicyMatch, DoesNotCareForTheOrderOfStatements, ()) {
  PolicyDocument policy = support::some_policy();
  const Request request = support::some_request();
  const Choice choice = support::some_choice();
  const Truth before = evaluate(decision(policy, request), choice);
  std::reverse(policy.statements.begin(), policy.statements.end());
  for (auto& statement : policy.statements) {
    std::reverse(statement.actions.begin(), statement.actions.end());
    std::reverse(statement.resources.begin(), statement.resources.end());
    std::reverse(statement.conditions.begin(), statement.conditions.end());
  }
  RC_ASSERT(evaluate(decision(policy, request), choice) == before);
}

RC_GTEST_PROP(PolicyMatch, BlamesOnlyWhatItRefuses, ()) {
  const PolicyDocument policy = support::some_policy();
  const Request request = support::some_request();
  const Choice choice = support::some_choice();
  const Predicate decided = decision(policy, request);
  RC_PRE(evaluate(decided, choice) == Truth::No);
  const auto facts = blame(decided, choice);
  RC_ASSERT(!facts.empty());
  for (const auto& fact : facts) RC_ASSERT(fact->id == "policy");
}

}  // namespace
}  // namespace pullproof::gates::policy_match_test
