#include "model/request_space.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/question.h"

namespace pullproof::model::request_space_test {
namespace {

using nlohmann::json;
using support::allowing;

RequestSpace space_of(const json& statements, bool resource_policies = false) {
  static std::vector<aws::PolicyDocument> kept;
  kept.clear();
  kept.push_back(aws::PolicyDocument::parse(support::document(statements), {}, true));
  return request_space({&kept.back()},
                       {.resource_policies = resource_policies, .actions = {}});
}

TEST(RequestSpace, HasAnActionForEachClass) {
  const RequestSpace space =
      space_of({allowing({{"Action", {"s3:Get*", "S3:GetObject", "ecr:*"}}})});
  EXPECT_TRUE(space.exact);
  // GetObject, other s3:Get*, the login, other ecr:*, anything else.
  EXPECT_EQ(space.actions.size(), 5U);
}

/// "s3:*a*z*" and so on: any of them may match at once.
json many_texts(const std::string& before) {
  json texts = json::array();
  for (char letter = 'a'; letter < 's'; ++letter) {
    texts.push_back(before + '*' + letter + "*z*");
  }
  return texts;
}

TEST(RequestSpace, LeavesTheActionOpenWhereClassesAreTooMany) {
  const RequestSpace space = space_of({allowing({{"Action", many_texts("s3:")}})});
  EXPECT_TRUE(space.exact);
  EXPECT_TRUE(space.actions.empty());
  ASSERT_TRUE(space.any_action);
  EXPECT_TRUE(space.fields.at(*space.any_action).text_domain.matches("s3:GetObject"));
}

TEST(RequestSpace, TakesAKeyAsATextWhereItsClassesAreTooMany) {
  const RequestSpace space = space_of({allowing(
      {{"Condition",
        {{"StringLike",
          {{"aws:Tag", many_texts("")}, {"aws:ResourceAccount", many_texts("")}}}}}})});
  EXPECT_TRUE(space.exact);
  EXPECT_TRUE(std::get<gates::TextKey>(space.keys.at("aws:tag")).presence);
  // Every request has that one.
  EXPECT_FALSE(std::get<gates::TextKey>(space.keys.at("aws:resourceaccount")).presence);
}

TEST(RequestSpace, KeepsKeysThatEveryRequestHas) {
  const RequestSpace space =
      space_of({allowing({{"Condition",
                           {{"DateLessThan", {{"aws:CurrentTime", "2026-01-01"}}},
                            {"StringEquals", {{"aws:Tag", "x"}}}}}})});
  const auto first_of = [&](const char* key) {
    const auto& value = std::get<gates::ClassKey>(space.keys.at(key));
    return space.fields.at(value.field).domain.first();
  };
  EXPECT_EQ(first_of("aws:currenttime"), Number{1});
  EXPECT_EQ(first_of("aws:tag"), Number{0});
}

TEST(RequestSpace, OfAResourceListsEveryKindOfCaller) {
  const RequestSpace space =
      space_of({allowing({{"Principal",
                           {{"AWS", {support::kRoleCi, "444455556666"}},
                            {"Service", "ecs-tasks.amazonaws.com"}}}})},
               true);
  std::set<std::string> callers;
  for (const auto& caller : space.callers) callers.insert(caller.arn + caller.service);
  EXPECT_TRUE(callers.contains(support::kRoleCi));
  EXPECT_TRUE(callers.contains("arn:aws:iam::444455556666:root"));
  EXPECT_TRUE(callers.contains("ecs-tasks.amazonaws.com"));
  const auto is_another_service = [](const auto& caller) {
    return caller.kind == gates::Caller::Kind::Service &&
           caller.service != "ecs-tasks.amazonaws.com";
  };
  EXPECT_TRUE(
      std::any_of(space.callers.begin(), space.callers.end(), is_another_service));
  EXPECT_TRUE(callers.contains(""));  // nobody
  EXPECT_FALSE(space.named_accounts.contains(space.elsewhere));
}

// No fixed account may stand for all others: a policy may name it.
TEST(RequestSpace, HasCallersOfAccountsThatNoPolicyNames) {
  const RequestSpace space = space_of(
      {allowing({{"Principal", "*"},
                 {"Condition", {{"StringLike", {{"aws:PrincipalAccount", "1*"}}}}}}),
       support::denying({{"Principal", {{"AWS", "222222222222"}}}})},
      true);
  std::set<bool> begin_with_one;
  for (const auto& caller : space.callers) {
    if (caller.account.empty() || caller.account == "222222222222") continue;
    begin_with_one.insert(caller.account.starts_with("1"));
  }
  EXPECT_EQ(begin_with_one.size(), 2U);
}

TEST(RequestSpace, TellsCallersApartThatConditionsTellApart) {
  const RequestSpace space = space_of({allowing(
      {{"Condition",
        {{"ArnLike", {{"aws:PrincipalArn", "arn:aws:iam::*:role/dev-*"}}}}}})});
  const auto is_dev = [](const auto& caller) {
    return caller.arn.find(":role/dev-") != std::string::npos;
  };
  const auto& callers = space.callers;
  EXPECT_TRUE(std::any_of(callers.begin(), callers.end(), is_dev));
  EXPECT_FALSE(std::all_of(callers.begin(), callers.end(), is_dev));
}

}  // namespace
}  // namespace pullproof::model::request_space_test
