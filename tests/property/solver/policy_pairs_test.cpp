// Comparing two policies against a solver of somebody else's, and against asking about
// every short resource.
#include "bench/policy/policy_pairs.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "bench/policy/cvc5.h"
#include "bench/policy/smt.h"
#include "model/authorization_question.h"
#include "solver/policy_compare.h"
#include "tests/support/question.h"

namespace pullproof::solver::policy_pairs_test {
namespace {

using bench::SmtAnswer;
using nlohmann::json;
using Texts = std::vector<std::string>;

std::string one_of(const Texts& texts) { return *rc::gen::elementOf(texts); }

Texts some_of(const Texts& texts) {
  Texts chosen = {one_of(texts)};
  const int more = *rc::gen::inRange(0, 3);
  for (int i = 0; i < more; ++i) chosen.push_back(one_of(texts));
  return chosen;
}

Access access(const json& granted, const json& known) {
  const auto a = aws::PolicyDocument::parse(granted, {}, true);
  const auto b = aws::PolicyDocument::parse(known, {}, true);
  PolicyComparison asked;
  asked.granted = {&a};
  asked.known = {&b};
  return compare(asked).access;
}

Access access_of(SmtAnswer::Kind kind) {
  if (kind == SmtAnswer::Kind::Sat) return Access::New;
  return kind == SmtAnswer::Kind::Unsat ? Access::None : Access::Unknown;
}

/// Both ways.
void expect_agreement(const json& a, const json& b) {
  constexpr unsigned kSeconds = 5;
  for (const bool forth : {true, false}) {
    const json& granted = forth ? a : b;
    const json& known = forth ? b : a;
    const auto theirs = access_of(
        bench::ask_cvc5(bench::smt_of_new_access(granted, known), kSeconds).kind);
    const Access ours = access(granted, known);
    RC_ASSERT(ours != Access::Unknown);
    if (theirs != Access::Unknown) RC_ASSERT(ours == theirs);
    RC_CLASSIFY(theirs == Access::None, "nothing new");
    RC_CLASSIFY(theirs == Access::Unknown, "cvc5 does not know");
  }
}

const Texts kActions = {"s3:GetObject", "s3:Get*", "S3:*",        "*",
                        "s3:PutObject", "ec2:*",   "s3:get?b*",   "s3:*Object",
                        "ec2:Run*",     "*:Get*",  "s3:*e*b*t*a*"};
const Texts kNames = {"a",    "a*",   "*a",    "a?b",   "*a*b*", "*b*a*",
                      "?*",   "a*b",  "a/b",   "a/*",   "*/b",   "*ab*",
                      "b?*a", "?a*b", "*a*a*", "*b?b*", "ab*ba", "*"};
const Texts kValues = {"x", "y", "xy", "x*", "*y", "?", "*x*y*", "x?*", "*"};

Texts some_resources() {
  if (*rc::gen::inRange(0, 5) == 0) return {"*"};
  Texts all = some_of(kNames);
  for (auto& name : all) name = "arn:aws:s3:::" + name;
  return all;
}

json some_condition() {
  if (*rc::gen::inRange(0, 5) == 0) {
    return {{"Bool", {{"aws:SecureTransport", one_of({"true", "false"})}}}};
  }
  if (*rc::gen::inRange(0, 5) == 0) {
    return {{"Null",
             {{one_of({"s3:prefix", "aws:RequestTag/a"}), one_of({"true", "false"})}}}};
  }
  const std::string op =
      one_of({"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"}) +
      one_of({"", "", "IfExists"});
  Texts values = some_of(kValues);
  if (op.find("Equals") != std::string::npos) values = some_of({"x", "y", "xy"});
  return {{op, {{one_of({"s3:prefix", "aws:RequestTag/a"}), values}}}};
}

json some_statement() {
  json statement = {{"Effect", one_of({"Allow", "Allow", "Deny"})}};
  statement[one_of({"Action", "Action", "Action", "NotAction"})] = some_of(kActions);
  statement[one_of({"Resource", "Resource", "Resource", "NotResource"})] =
      some_resources();
  if (*rc::gen::inRange(0, 3) == 0) statement["Condition"] = some_condition();
  return statement;
}

json some_statements(int most) {
  json all = json::array();
  const int count = *rc::gen::inRange(1, most + 1);
  for (int i = 0; i < count; ++i) all.push_back(some_statement());
  return all;
}

/// `first`, with a change or two: policies that have nothing in common say little.
json changed(json first) {
  for (auto& statement : first) {
    if (*rc::gen::inRange(0, 2) == 0 && statement.contains("Resource")) {
      statement["Resource"] = some_resources();
    }
  }
  if (*rc::gen::arbitrary<bool>()) first.push_back(some_statement());
  return first;
}

/// "*a*b*c*" for many of the letters from `first` on, after `before`.
Texts many_patterns(char first, const std::string& before) {
  Texts all;
  for (char letter = first; letter < first + 4; ++letter) {
    for (char other = first; other < first + 4; ++other) {
      if (letter == other) continue;
      all.push_back(before + '*' + letter + '*' + other + '*' +
                    static_cast<char>(first + 4) + '*');
    }
  }
  return all;
}

/// With one statement more, which says little but has so many patterns that the values
/// of a key, or the actions, are not split into classes.
json padded(json statements, bool values, bool actions) {
  if (values) {
    statements.push_back(
        {{"Effect", "Deny"},
         {"Action", "sqs:*"},
         {"Resource", "*"},
         {"Condition", {{"StringLike", {{"s3:prefix", many_patterns('u', "")}}}}}});
  }
  if (actions) {
    statements.push_back({{"Effect", "Deny"},
                          {"Action", many_patterns('a', "s3:")},
                          {"Resource", "arn:aws:s3:::secret"}});
  }
  return statements;
}

TEST(PolicyPairs, AgreeWithCvc5) {
  if (bench::start_cvc5().kind == SmtAnswer::Kind::NotInstalled) {
    GTEST_SKIP() << "cvc5 is not installed";
  }
  const bool held = rc::check("agrees with cvc5", [] {
    const json first = some_statements(4);
    const json second =
        *rc::gen::inRange(0, 4) == 0 ? some_statements(4) : changed(first);
    const bool values = *rc::gen::inRange(0, 3) == 2;
    const bool actions = *rc::gen::inRange(0, 3) == 2;
    expect_agreement(support::document(padded(first, values, actions)),
                     support::document(padded(second, values, actions)));
  });
  EXPECT_TRUE(held);
}

TEST(PolicyPairs, AgreeWithCvc5OnRealisticOnes) {
  if (bench::start_cvc5().kind == SmtAnswer::Kind::NotInstalled) {
    GTEST_SKIP() << "cvc5 is not installed";
  }
  constexpr std::uint64_t kOthersThanTheBenchs = 10'000;
  for (std::uint64_t i = 0; i < 12; ++i) {
    const auto pair = bench::realistic_pair(8, kOthersThanTheBenchs + i);
    const json a = json::parse(pair.a);
    const json b = json::parse(pair.b);
    for (const auto& [granted, known] : {std::pair(a, b), std::pair(b, a)}) {
      const auto theirs = bench::ask_cvc5(bench::smt_of_new_access(granted, known), 5);
      if (access_of(theirs.kind) == Access::Unknown) continue;
      EXPECT_EQ(access(granted, known), access_of(theirs.kind)) << pair.change << '\n'
                                                                << granted << '\n'
                                                                << known;
    }
  }
}

TEST(PolicyPairs, AreAllDecidedWhereClassesMultiply) {
  for (const auto& family : bench::hard_families()) {
    for (const auto& pair : family.pairs) {
      const json a = json::parse(pair.a);
      const json b = json::parse(pair.b);
      EXPECT_EQ(access(a, b), *pair.a_implies_b ? Access::None : Access::New)
          << family.name << ", " << pair.change;
      EXPECT_EQ(access(b, a), *pair.b_implies_a ? Access::None : Access::New)
          << family.name << ", " << pair.change << ", back";
    }
  }
}

json on_resources(int most) {
  json all = json::array();
  const int count = *rc::gen::inRange(1, most + 1);
  for (int i = 0; i < count; ++i) {
    Texts resources;
    const int patterns = *rc::gen::inRange(1, 4);
    for (int j = 0; j < patterns; ++j) {
      const auto length = *rc::gen::inRange<std::size_t>(0, 5);
      resources.push_back("arn:aws:s3:::" +
                          *rc::gen::container<std::string>(
                              length, rc::gen::element('a', 'b', '*', '*', '?')));
    }
    all.push_back(
        {{"Effect", one_of({"Allow", "Allow", "Allow", "Deny"})},
         {"Action", "s3:GetObject"},
         {one_of({"Resource", "Resource", "Resource", "NotResource"}), resources}});
  }
  return all;
}

/// Over two letters that patterns have and one that none has.
Texts short_resources() {
  constexpr std::size_t kLongest = 4;
  Texts all = {""};
  for (std::size_t i = 0; all[i].size() < kLongest; ++i) {
    for (const char letter : {'a', 'b', 'c'}) all.push_back(all[i] + letter);
  }
  for (auto& text : all) text = "arn:aws:s3:::" + text;
  return all;
}

RC_GTEST_PROP(PolicyPairs, AgreeWithAskingAboutEveryShortResource, ()) {
  const auto a =
      aws::PolicyDocument::parse(support::document(on_resources(4)), {}, true);
  const auto b =
      aws::PolicyDocument::parse(support::document(on_resources(4)), {}, true);
  PolicyComparison asked;
  asked.granted = {&a};
  asked.known = {&b};
  const PolicyAnswer answer = compare(asked);
  RC_ASSERT(answer.access != Access::Unknown);
  RC_CLASSIFY(answer.access == Access::None, "nothing new");
  if (answer.access == Access::New) {
    RC_ASSERT(allows(asked.granted, *answer.witness, false));
    RC_ASSERT(!allows(asked.known, *answer.witness, false));
    return;
  }
  json question = support::question();
  question["request"]["action"] = "s3:GetObject";
  gates::Request request = model::read_question(question, "q", {}).value().request;
  for (const auto& resource : short_resources()) {
    request.resource = resource;
    RC_ASSERT(!allows(asked.granted, request, false) ||
              allows(asked.known, request, false));
  }
}

}  // namespace
}  // namespace pullproof::solver::policy_pairs_test
