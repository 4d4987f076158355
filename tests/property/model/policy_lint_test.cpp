// The order of statements and their names decide nothing.
#include "model/policy_lint.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "tests/support/lint_samples.h"

namespace pullproof::model::policy_lint_test {
namespace {

using nlohmann::json;
using testing::lint_samples;
using testing::policy_of;

/// Codes but that of Sids, which is about names.
std::multiset<std::string> codes(const json& policy) {
  std::multiset<std::string> all;
  const auto found = lint_policy(policy, {"p.json", ""}, PolicyType::Identity);
  RC_ASSERT(found.ok());
  for (const LintFinding& finding : found.value()) {
    if (finding.code != "SID_DUPLICATE") all.emplace(finding.code);
  }
  return all;
}

/// Statements of some samples, mixed.
json some_statements() {
  json statements = json::array();
  const auto size = static_cast<int>(lint_samples().size());
  for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
    const auto& sample =
        lint_samples()[static_cast<std::size_t>(*rc::gen::inRange(0, size))];
    const bool found = *rc::gen::arbitrary<bool>();
    const json policy = policy_of(found ? sample.found : sample.let_be);
    for (const json& each : policy.at("Statement")) statements.push_back(each);
  }
  return statements;
}

json document(json statements) {
  return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

RC_GTEST_PROP(PolicyLintProperty, OrderOfStatementsDoesNotMatter, ()) {
  const json statements = some_statements();
  const auto before = codes(document(statements));
  std::vector<json> order(statements.begin(), statements.end());
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  RC_ASSERT(codes(document(order)) == before);
}

RC_GTEST_PROP(PolicyLintProperty, SidsDoNotMatter, ()) {
  json statements = some_statements();
  const auto before = codes(document(statements));
  int number = 0;
  for (json& each : statements) each["Sid"] = "S" + std::to_string(++number);
  RC_ASSERT(codes(document(statements)) == before);
}

RC_GTEST_PROP(PolicyLintProperty, LetterCaseOfActionsDoesNotMatter, ()) {
  const json statements = some_statements();
  const auto before = codes(document(statements));
  json shouted = statements;
  for (json& each : shouted) {
    for (const char* element : {"Action", "NotAction"}) {
      if (!each.contains(element)) continue;
      std::string text = each[element].dump();
      for (char& byte : text) {
        if ('a' <= byte && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
      }
      each[element] = json::parse(text);
    }
  }
  RC_ASSERT(codes(document(shouted)) == before);
}

}  // namespace
}  // namespace pullproof::model::policy_lint_test
