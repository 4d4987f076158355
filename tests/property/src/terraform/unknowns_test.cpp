// What a plan tells less of gives the same answers or none: a value that is known only
// after apply never turns a verdict into its opposite. What is no plan any more gives
// problems or a report, and no crash.
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "tests/support/changed_account.h"
#include "tests/support/plan_answer.h"
#include "tests/support/plan_mutations.h"
#include "tests/support/planned_account.h"
#include "tests/support/random_account.h"

namespace pullproof::cli::terraform::unknowns_property_test {
namespace {

using nlohmann::json;
using support::Form;
using support::Pick;

struct Case {
  json account;
  json plan;
};

json committed_plan(unsigned number) {
  static const std::vector<std::string> kNames = {"greenfield", "changes", "families",
                                                  "modules", "unknown"};
  std::ifstream file(std::string(PULLPROOF_SOURCE_DIR) + "/tests/data/terraform/" +
                     kNames[number % kNames.size()] + ".json");
  return json::parse(file);
}

/// A VPC that is new, or an account that changes.
Case some_case() {
  const auto number = *rc::gen::inRange(0U, 16U);
  if (number < 5) {
    return {.account = support::healthy_bundle(), .plan = committed_plan(number)};
  }
  const Form form = number % 2 == 0 ? Form::Inline : Form::Standalone;
  const json after =
      support::without_instances(support::account_after(*support::random_edits(3)));
  const json before =
      number < 11 ? support::without_instances(
                        support::account_after(*support::random_edits(3)))
                  : support::without_vpc(after, number < 14 ? "vpc-05ef3e1363463bd68"
                                                            : "vpc-0822b33ad87c148a0");
  const support::PlanStyle style{.lists_are_whole = number % 3 == 0};
  return {.account = before,
          .plan = support::plan_between(support::terraform_state(before, form),
                                        support::terraform_state(after, form), style)};
}

Pick some_pick() {
  const auto number = rc::gen::inRange(0U, 5000U);
  return {.resource = *number, .place = *number, .value = *number};
}

/// Each verdict is as it was, or unknown; or the change cannot be made at all without
/// what is not told.
void weaken(const Case& given, const json& weaker, std::size_t& kept) {
  auto account = support::documents_of(given.account);
  const auto answer = support::answer_of(account, given.plan);
  account.restore();
  const auto less = support::answer_of(account, weaker);
  if (!answer.ok() || !less.ok()) return;
  const auto before = support::verdicts_of(answer.value());
  for (const auto& [task, verdict] : support::verdicts_of(less.value())) {
    if (verdict == model::Verdict::Unknown) continue;
    const auto known = before.find(task);
    if (known == before.end() || known->second != verdict) {
      RC_LOG() << task << " was another with more known:\n" << weaker.dump() << '\n';
    }
    RC_ASSERT(known != before.end());
    RC_ASSERT(known->second == verdict);
    ++kept;
  }
}

TEST(TerraformUnknownsProperty, ValuesThatAreNotToldTurnNoVerdict) {
  std::size_t kept = 0;
  EXPECT_TRUE(rc::check([&] {
    const Case given = some_case();
    json weaker = given.plan;
    const auto count = *rc::gen::inRange(1, 4);
    for (int i = 0; i < count; ++i) support::make_unknown(weaker, some_pick());
    weaken(given, weaker, kept);
  }));
  EXPECT_GT(kept, 0U);
}

TEST(TerraformUnknownsProperty, BrokenReferencesTurnNoVerdict) {
  std::size_t kept = 0;
  EXPECT_TRUE(rc::check([&] {
    const Case given = some_case();
    json weaker = given.plan;
    support::break_references(weaker, some_pick());
    weaken(given, weaker, kept);
  }));
  EXPECT_GT(kept, 0U);
}

TEST(TerraformUnknownsProperty, OrderAndNamesOfResourcesDoNotMatter) {
  EXPECT_TRUE(rc::check([&] {
    const Case given = some_case();
    auto account = support::documents_of(given.account);
    const auto answer = support::answer_of(account, given.plan);
    json other = given.plan;
    support::reorder(other, some_pick().value);
    const bool is_flat = given.plan.dump().find("module_calls") == std::string::npos;
    if (is_flat) other = support::with_other_names(other);
    account.restore();
    const auto again = support::answer_of(account, other);
    RC_ASSERT(answer.ok() == again.ok());
    if (!answer.ok()) return;
    RC_ASSERT(support::verdicts_of(answer.value()) ==
              support::verdicts_of(again.value()));
  }));
}

TEST(TerraformUnknownsProperty, DamageGivesProblemsOrAReport) {
  std::size_t read = 0;
  EXPECT_TRUE(rc::check([&] {
    const Case given = some_case();
    json damaged = given.plan;
    const auto count = *rc::gen::inRange(1, 6);
    for (int i = 0; i < count; ++i) support::damage(damaged, some_pick());
    auto account = support::documents_of(given.account);
    const auto answer = support::answer_of(account, damaged);
    if (answer.ok()) {
      ++read;
    } else {
      RC_ASSERT(!answer.problems().empty());
    }
  }));
  EXPECT_GT(read, 0U);
}

}  // namespace
}  // namespace pullproof::cli::terraform::unknowns_property_test
