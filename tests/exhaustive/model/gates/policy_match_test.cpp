// Every policy of up to two statements with these actions and resources, against what
// AWS says of one: it grants what some Allow matches and no Deny does.
#include "model/gates/policy_match.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/gate.h"
#include "solver/session.h"

namespace pullproof::gates::policy_match_test {
namespace {

using nlohmann::json;

constexpr FieldId kResource{0};
const std::string kPrefix = "arn:aws:s3:::bucket/";
/// Every last letter that the patterns tell apart: `c` stands for all others.
constexpr std::array<char, 4> kLetters = {'a', 'A', 'b', 'c'};
constexpr std::array<const char*, 3> kActions = {"s3:GetObject", "s3:PutObject",
                                                 "ecr:GetObject"};

/// A pattern, and which of the actions or letters it matches, spelled out.
struct Pattern {
  std::string text;
  std::vector<bool> matches;
};

const std::vector<Pattern>& action_patterns() {
  static const std::vector<Pattern> all = {{"S3:getobject", {true, false, false}},
                                           {"s3:?utObject", {false, true, false}},
                                           {"s3:*", {true, true, false}},
                                           {"*:Get*", {true, false, true}}};
  return all;
}

const std::vector<Pattern>& resource_patterns() {
  static const std::vector<Pattern> all = {
      {kPrefix + "a", {true, false, false, false}},
      {kPrefix + "A", {false, true, false, false}},
      {"arn:aws:s3:::*b", {false, false, true, false}},
      {kPrefix + "?", {true, true, true, true}},
      {"*", {true, true, true, true}}};
  return all;
}

struct Statement {
  bool allow = true;
  bool not_action = false;
  const Pattern* action = nullptr;
  bool not_resource = false;
  const Pattern* resource = nullptr;

  [[nodiscard]] bool matches(std::size_t asked, std::size_t letter) const {
    return action->matches[asked] != not_action &&
           resource->matches[letter] != not_resource;
  }
  [[nodiscard]] json text() const {
    return {{"Effect", allow ? "Allow" : "Deny"},
            {not_action ? "NotAction" : "Action", action->text},
            {not_resource ? "NotResource" : "Resource", resource->text}};
  }
};

std::vector<Statement> every_statement() {
  std::vector<Statement> all;
  for (const Pattern& action : action_patterns()) {
    for (const Pattern& resource : resource_patterns()) {
      for (unsigned bits = 0; bits < 8; ++bits) {
        all.push_back({.allow = (bits & 1U) != 0,
                       .not_action = (bits & 2U) != 0,
                       .action = &action,
                       .not_resource = (bits & 4U) != 0,
                       .resource = &resource});
      }
    }
  }
  return all;
}

/// "Policy evaluation logic": an explicit deny wins, and without an allow nothing is
/// granted.
bool grants(const std::vector<Statement>& policy, std::size_t asked,
            std::size_t letter) {
  bool allowed = false;
  for (const Statement& statement : policy) {
    if (!statement.matches(asked, letter)) continue;
    if (!statement.allow) return false;
    allowed = true;
  }
  return allowed;
}

Predicate granted(const aws::PolicyDocument& document, const char* action) {
  static const FactRef owner =
      fact_about("role", {"iam.json", ""}, "it does not allow");
  Request request;
  request.action = action;
  request.resource = kResource;
  const PolicyReading reading{.kind = PolicyKind::Identity};
  return Predicate::all_of(
      {allows(document, request, reading, owner),
       Predicate::negation(denies(document, request, reading, owner))});
}

Fields resource_field() {
  Fields fields;
  fields.add({.name = "resource",
              .kind = Field::Kind::Text,
              .domain = {},
              .text_domain = Glob::like(kPrefix + "?"),
              .exact = true});
  return fields;
}

/// Compares `policy` with its predicate for each action and resource; `see` gets the
/// predicate and how many of the resources are granted.
template <class See>
void compare(const std::vector<Statement>& policy, const See& see) {
  json statements = json::array();
  for (const auto& statement : policy) statements.push_back(statement.text());
  const json text = {{"Version", "2012-10-17"}, {"Statement", statements}};
  const auto document = aws::PolicyDocument::parse(text, {"iam.json", ""}, false);
  for (std::size_t asked = 0; asked < kActions.size(); ++asked) {
    const Predicate predicate = granted(document, kActions[asked]);
    std::size_t open = 0;
    for (std::size_t letter = 0; letter < kLetters.size(); ++letter) {
      const bool expected = grants(policy, asked, letter);
      open += expected ? 1 : 0;
      Choice choice;
      choice.values = {kPrefix + kLetters[letter]};
      if (evaluate(predicate, choice) != (expected ? Truth::Yes : Truth::No)) {
        ADD_FAILURE() << text << kActions[asked] << ' ' << kLetters[letter];
      }
    }
    see(predicate, open, text);
  }
}

/// Each of no, one or two statements in this order; stops at the first failure.
template <class See>
void for_each_policy(const See& see) {
  see(std::vector<Statement>{});
  const auto statements = every_statement();
  for (const Statement& one : statements) {
    see(std::vector<Statement>{one});
    for (const Statement& two : statements) {
      if (::testing::Test::HasFailure()) return;
      see(std::vector<Statement>{one, two});
    }
  }
}

TEST(EveryPolicy, GrantsWhatSomeAllowMatchesAndNoDeny) {
  std::size_t seen = 0;
  for_each_policy([&](const std::vector<Statement>& policy) {
    compare(policy, [](const Predicate&, std::size_t, const json&) {});
    ++seen;
  });
  EXPECT_EQ(seen, 1U + 160 + 160 * 160);
}

TEST(EveryPolicy, IsTheSameForTheSolver) {
  const Fields fields = resource_field();
  solver::Session session(50'000'000);
  const auto possible = [&](const Predicate& wanted) {
    return session.ask(fields, wanted).answer == solver::Answer::Sat;
  };
  for_each_policy([&](const std::vector<Statement>& policy) {
    compare(
        policy, [&](const Predicate& predicate, std::size_t open, const json& text) {
          EXPECT_EQ(possible(predicate), open > 0) << text;
          EXPECT_EQ(possible(Predicate::negation(predicate)), open < kLetters.size())
              << text;
        });
  });
}

}  // namespace
}  // namespace pullproof::gates::policy_match_test
