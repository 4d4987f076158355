// A plan and what it leads to agree: the account that a plan changes has the verdicts
// of the account that comes out once it is applied.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "src/report/check_json.h"
#include "tests/support/changed_account.h"
#include "tests/support/plan_answer.h"
#include "tests/support/planned_account.h"
#include "tests/support/random_account.h"

namespace pullproof::cli::terraform::plan_property_test {
namespace {

using nlohmann::json;
using support::Form;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";
constexpr const char* kIsolatedVpc = "vpc-05ef3e1363463bd68";

support::PlanStyle style_of(unsigned number) {
  return {.lists_are_whole = number % 2 == 0,
          .creates_before_it_destroys = number % 4 > 1};
}

/// A rule of its own cannot take away what AWS puts into a new VPC's default ACL: for
/// both directions, an entry 100 that lets everything through.
bool has_what_aws_puts_into_acls(const json& account) {
  const json& acls =
      account.at("111122223333/eu-central-1/ec2-describe-network-acls.json");
  for (const json& acl : acls.at("NetworkAcls")) {
    const auto& entries = acl.at("Entries");
    const auto kept =
        std::count_if(entries.begin(), entries.end(), [](const json& each) {
          return each.at("RuleNumber") == 100 && each.at("RuleAction") == "allow" &&
                 each.at("Protocol") == "-1" &&
                 each.value("CidrBlock", "") == "0.0.0.0/0";
        });
    if (acl.at("IsDefault") == true && kept != 2) return false;
  }
  return true;
}

/// AWS makes them of the tables that an endpoint names: no plan says anything of them.
json routes_to_endpoints(const json& account) {
  json routes = json::array();
  const json& tables =
      account.at("111122223333/eu-central-1/ec2-describe-route-tables.json");
  for (const json& table : tables.at("RouteTables")) {
    for (const json& route : table.at("Routes")) {
      if (route.value("GatewayId", "").starts_with("vpce-")) routes.push_back(route);
    }
  }
  return routes;
}

/// As many of the edits as a plan can say.
json account_a_plan_leads_to(const json& from, Form form, bool of_new_vpcs = false) {
  const json rest = support::terraform_state(from, form).rest;
  json account = from;
  for (const support::Edit& edit : *support::random_edits(5)) {
    json next = account;
    support::apply(next, edit);
    if (support::terraform_state(next, form).rest != rest) continue;
    if (routes_to_endpoints(next) != routes_to_endpoints(from)) continue;
    if (of_new_vpcs && form == Form::Standalone && !has_what_aws_puts_into_acls(next)) {
      continue;
    }
    account = std::move(next);
  }
  return account;
}

std::string report_text(const model::CheckReport& report) {
  nlohmann::ordered_json document = check_document(report, {});
  for (auto& task : document["verdicts"]) {
    // Counterexamples are one of many; which, the order of entries decides.
    for (auto& finding : task["findings"]) {
      for (const char* key : {"evidence", "counterexample", "ecsError"}) {
        finding.erase(key);
      }
    }
    task.erase("passingChoice");
  }
  return document["verdicts"].dump();
}

struct Counts {
  std::size_t same = 0;
  std::size_t unknown = 0;
};

/// Returns the answer, which contradicts nothing.
model::CheckReport agree(const json& before, const json& after, const json& plan,
                         Counts& counts) {
  auto account = support::documents_of(before);
  const auto wanted = solver::check(support::documents_of(after).before(), {});
  const auto answer = support::answer_of(account, plan);
  if (!answer.ok()) RC_FAIL(answer.problems().front().message);
  const auto found = support::agreement(answer.value(), wanted);
  if (!found.different.empty()) {
    RC_LOG() << found.different.front() << '\n'
             << report_text(answer.value()) << "\nwanted\n"
             << report_text(wanted) << '\n';
  }
  RC_ASSERT(found.different.empty());
  counts.same += found.same;
  counts.unknown += found.unknown;
  return answer.value();
}

bool is_replaced(const json& plan) {
  const json& changes = plan.at("resource_changes");
  return std::any_of(changes.begin(), changes.end(), [](const json& each) {
    return each.at("change").at("actions").size() == 2;
  });
}

bool detaches(const json& plan) {
  const json& changes = plan.at("resource_changes");
  return std::any_of(changes.begin(), changes.end(), [](const json& each) {
    return each.at("type") == "aws_internet_gateway" &&
           each.at("change").at("actions") != json::array({"no-op"});
  });
}

TEST(TerraformPlanProperty, OfKnownResourcesGivesTheReportOfWhatComesOut) {
  Counts counts;
  EXPECT_TRUE(rc::check([&] {
    const auto number = *rc::gen::inRange(0U, 16U);
    const Form form = number < 8 ? Form::Inline : Form::Standalone;
    const json before = support::account_after(*support::random_edits(4));
    const json after = account_a_plan_leads_to(before, form);
    const json plan =
        support::plan_between(support::terraform_state(before, form),
                              support::terraform_state(after, form), style_of(number));
    const auto answer = agree(before, after, plan, counts);
    // What is replaced has another id than what is edited in its place, and routes to a
    // gateway that is detached are blackholes.
    if (is_replaced(plan) || detaches(plan)) return;
    const auto wanted = solver::check(support::documents_of(after).before(), {});
    RC_ASSERT(report_text(answer) == report_text(wanted));
  }));
  EXPECT_EQ(counts.unknown, 0U) << "of " << counts.same;
}

TEST(TerraformPlanProperty, OfANewVpcGivesTheVerdictsOfWhatComesOut) {
  Counts counts;
  EXPECT_TRUE(rc::check([&] {
    const auto number = *rc::gen::inRange(0U, 32U);
    const Form form = number < 16 ? Form::Inline : Form::Standalone;
    const json after = account_a_plan_leads_to(
        support::without_instances(support::account_after({})), form, true);
    const json before =
        support::without_vpc(after, number % 16 < 8 ? kVpc : kIsolatedVpc);
    const json plan =
        support::plan_between(support::terraform_state(before, form),
                              support::terraform_state(after, form), style_of(number));
    agree(before, after, plan, counts);
  }));
  EXPECT_LT(counts.unknown * 4, counts.same);
}

TEST(TerraformPlanProperty, OfAVpcThatGoesGivesTheVerdictsOfWhatIsLeft) {
  Counts counts;
  EXPECT_TRUE(rc::check([&] {
    const auto number = *rc::gen::inRange(0U, 4U);
    const Form form = number < 2 ? Form::Inline : Form::Standalone;
    const json before =
        support::without_instances(support::account_after(*support::random_edits(5)));
    const json after =
        support::without_vpc(before, number % 2 == 0 ? kVpc : kIsolatedVpc);
    const json plan = support::plan_between(support::terraform_state(before, form),
                                            support::terraform_state(after, form));
    agree(before, after, plan, counts);
  }));
  EXPECT_EQ(counts.unknown, 0U) << "of " << counts.same;
}

}  // namespace
}  // namespace pullproof::cli::terraform::plan_property_test
