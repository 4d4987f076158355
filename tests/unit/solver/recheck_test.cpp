#include "solver/recheck.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/random_account.h"
#include "tests/support/row_differences.h"

namespace pullproof::solver::recheck_test {
namespace {

using model::Verdict;
using nlohmann::json;

const std::string kFolder = "111122223333/eu-central-1/";
const std::string kTables = kFolder + "ec2-describe-route-tables.json";

class RecheckedAccount : public ::testing::Test {
 protected:
  json bundle = support::healthy_bundle();
  Recheck again{std::move(aws::Snapshot::from_bundle(bundle).value()), {}};
  std::size_t loads = 0;

  template <class Edit>
  Problems edit(const std::string& file, const Edit& edit) {
    json& document = bundle.at(file);
    const json before = document;
    edit(document);
    return again.edit(support::row_differences(file, before, document), [this] {
      ++loads;
      return aws::Snapshot::from_bundle(bundle);
    });
  }
  [[nodiscard]] std::vector<Verdict> verdicts() const {
    std::vector<Verdict> all;
    for (const auto& each : again.report().verdicts) all.push_back(each.verdict);
    return all;
  }
  [[nodiscard]] std::vector<Verdict> of_full_check() const {
    const auto loaded = aws::Snapshot::from_bundle(bundle);
    std::vector<Verdict> all;
    for (const auto& each : check(loaded.value(), {}).verdicts) {
      all.push_back(each.verdict);
    }
    return all;
  }
  /// The table with a route to a NAT gateway.
  static json& private_table(json& document) {
    for (json& table : document["RouteTables"]) {
      for (const json& route : table["Routes"]) {
        if (route.contains("NatGatewayId")) return table;
      }
    }
    return document["RouteTables"][0];
  }
  static void cut(json& document) {
    for (json& route : private_table(document)["Routes"]) {
      if (route.contains("NatGatewayId")) route["State"] = "blackhole";
    }
  }
};

TEST_F(RecheckedAccount, IsFirstCheckedAsAWhole) {
  EXPECT_EQ(verdicts(), of_full_check());
  EXPECT_TRUE(again.work().all);
  EXPECT_EQ(again.work().proofs, again.report().statistics.proofs);
}

TEST_F(RecheckedAccount, IsAnsweredForAnewAfterAnEdit) {
  const auto before = verdicts();
  ASSERT_TRUE(edit(kTables, cut).empty());
  EXPECT_NE(verdicts(), before);
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, IsProvedAnewOnlyWhereTheEditTouchesIt) {
  ASSERT_TRUE(edit(kTables, cut).empty());
  const auto& work = again.work();
  EXPECT_TRUE(work.in_place);
  EXPECT_FALSE(work.all);
  EXPECT_GT(work.proofs, 0U);
  EXPECT_LT(work.proofs, again.report().statistics.proofs);
  EXPECT_LT(work.verdicts, again.report().verdicts.size());
  EXPECT_EQ(work.tasks, 0U);  // no placement hangs on a route
  EXPECT_EQ(loads, 0U);
}

TEST_F(RecheckedAccount, IsAsBeforeWhenAnEditIsTakenBack) {
  const auto before = verdicts();
  const json tables = bundle[kTables];
  ASSERT_TRUE(edit(kTables, cut).empty());
  ASSERT_TRUE(edit(kTables, [&](json& document) { document = tables; }).empty());
  EXPECT_EQ(verdicts(), before);
  EXPECT_EQ(loads, 0U);
}

TEST_F(RecheckedAccount, NeedsNoProofForWhatNobodyLooksAt) {
  ASSERT_TRUE(edit(kFolder + "ec2-describe-security-groups.json", [](json& document) {
                document["SecurityGroups"].back()["Description"] = "another";
              }).empty());
  const auto rest = again.work().proofs;
  EXPECT_LT(rest, again.report().statistics.proofs);
}

TEST_F(RecheckedAccount, IsPlannedAnewWhereATaskDefinitionChanges) {
  ASSERT_TRUE(
      edit(kFolder + "ecs-describe-task-definition/web%3A1.json", [](json& document) {
        auto& image = document["taskDefinition"]["containerDefinitions"][0]["image"];
        image = image.get<std::string>() + "0";
      }).empty());
  EXPECT_EQ(again.work().tasks, 1U);
  EXPECT_EQ(loads, 0U);
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, IsPlannedAnewIfOtherTasksAreSelected) {
  ASSERT_TRUE(edit(kFolder + "ecs-describe-services/prod.json", [](json& document) {
                document["services"][0]["status"] = "INACTIVE";
              }).empty());
  EXPECT_EQ(again.work().tasks, again.report().verdicts.size());
  EXPECT_EQ(loads, 0U);
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, IsLoadedAgainWhereRowsComeOrGo) {
  ASSERT_TRUE(edit(kFolder + "ec2-describe-nat-gateways.json", [](json& document) {
                document["NatGateways"].erase(0);
              }).empty());
  EXPECT_EQ(loads, 1U);
  EXPECT_FALSE(again.work().in_place);
  EXPECT_FALSE(again.work().all);
  EXPECT_GT(again.work().proofs, 0U);
  EXPECT_LT(again.work().proofs, again.report().statistics.proofs);
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, KeepsWhatDoesNotLookAtRowsThatCome) {
  ASSERT_TRUE(edit(kFolder + "ec2-describe-security-groups.json", [](json& document) {
                json twin = document["SecurityGroups"][0];
                twin["GroupId"] = "sg-new";
                twin["GroupName"] = "new";
                document["SecurityGroups"].push_back(std::move(twin));
              }).empty());
  EXPECT_EQ(loads, 1U);
  EXPECT_EQ(again.work().proofs, 0U);
  EXPECT_EQ(again.work().verdicts, 0U);
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, KeepsTheAnswersOfOtherTasksWhereAServiceGoes) {
  ASSERT_TRUE(edit(kFolder + "ecs-describe-services/prod.json", [](json& document) {
                json& services = document["services"];
                services.erase(services.size() - 1);
              }).empty());
  EXPECT_FALSE(again.work().all);
  // But for whoever has a leg in common with it, which is proved as another plans it.
  EXPECT_LT(again.work().verdicts, again.report().verdicts.size());
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, IsCheckedAsAWholeWhereAnotherAccountComes) {
  bundle["444455556666/eu-central-1/ec2-describe-vpcs.json"] = json::object();
  ASSERT_TRUE(
      edit("444455556666/eu-central-1/ec2-describe-vpcs.json", [](json& document) {
        document["Vpcs"] = json::array();
      }).empty());
  EXPECT_TRUE(again.work().all);
  EXPECT_EQ(verdicts(), of_full_check());
}

TEST_F(RecheckedAccount, KeepsItsAnswerIfTheEditDoesNotLoad) {
  const auto before = verdicts();
  const auto problems = edit(kTables, [](json& document) {
    document["RouteTables"][0].erase("RouteTableId");
  });
  EXPECT_FALSE(problems.empty());
  EXPECT_EQ(verdicts(), before);
}

}  // namespace
}  // namespace pullproof::solver::recheck_test
