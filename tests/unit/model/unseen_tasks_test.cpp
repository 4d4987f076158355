#include "model/unseen_tasks.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::model::unseen_tasks_test {
namespace {

using nlohmann::json;
using support::network_answer;

const std::string kArn = "arn:aws:ecs:eu-central-1:111122223333:";

std::vector<Task> unseen(const json& bundle, const TaskSelection& selection = {}) {
  const support::NetworkWorld world(bundle);
  return unseen_tasks(world.account(), selection);
}

json with_clusters(const std::vector<std::string>& names) {
  json bundle = support::service_account();
  json& list = network_answer(bundle, "ecs-list-clusters");
  list["clusterArns"] = json::array();
  for (const auto& name : names)
    list["clusterArns"].push_back(kArn + "cluster/" + name);
  return bundle;
}

void refuse(json& bundle, const std::string& call) {
  bundle["manifest.json"]["calls"].push_back({{"account", "111122223333"},
                                              {"region", "eu-central-1"},
                                              {"call", call},
                                              {"status", "denied"}});
}

TEST(UnseenTasks, AreNoneWhereEverythingListedIsDescribed) {
  json bundle = with_clusters({"prod"});
  network_answer(bundle, "ecs-list-services/prod") = {
      {"serviceArns", {kArn + "service/prod/web"}}};
  EXPECT_TRUE(unseen(bundle).empty());
}

TEST(UnseenTasks, AreListedServicesThatNothingDescribes) {
  json bundle = support::service_account();
  network_answer(bundle, "ecs-list-services/prod") = {
      {"serviceArns", {kArn + "service/prod/web", kArn + "service/prod/hidden"}}};
  const auto tasks = unseen(bundle);
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].service, "hidden");
  EXPECT_EQ(tasks[0].cluster, "prod");
  EXPECT_EQ(tasks[0].missing.at(0).call, "ecs-describe-services/prod");
}

TEST(UnseenTasks, StandForAClusterOfWhichNothingIsKnown) {
  json bundle = with_clusters({"prod", "two"});
  refuse(bundle, "ecs-list-services/two");
  refuse(bundle, "ecs-describe-services/two");
  const auto tasks = unseen(bundle);
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].service, "");
  EXPECT_EQ(tasks[0].cluster, "two");
  EXPECT_EQ(tasks[0].warnings.size(), 1U);
  EXPECT_EQ(tasks[0].missing.at(0).call, "ecs-describe-services/two");
}

TEST(UnseenTasks, AreNoneInAClusterWithoutServices) {
  json listed = with_clusters({"prod", "two"});
  network_answer(listed, "ecs-list-services/two") = {{"serviceArns", json::array()}};
  EXPECT_TRUE(unseen(listed).empty());
  json counted = with_clusters({"prod", "two"});
  network_answer(counted, "ecs-describe-clusters")["clusters"].push_back(
      {{"clusterArn", kArn + "cluster/two"}, {"activeServicesCount", 0}});
  EXPECT_TRUE(unseen(counted).empty());
}

TEST(UnseenTasks, StandForClustersThatAwsRefusedToList) {
  json bundle = support::service_account();
  refuse(bundle, "ecs-list-clusters");
  EXPECT_TRUE(unseen(bundle).empty()) << "a service is known";
  support::forget_answer(bundle, "ecs-describe-services/prod");
  const auto tasks = unseen(bundle);
  ASSERT_EQ(tasks.size(), 1U);
  EXPECT_EQ(tasks[0].missing.at(0).call, "ecs-list-clusters");
}

TEST(UnseenTasks, FollowTheSelection) {
  const json bundle = with_clusters({"prod", "two"});
  TaskSelection selection;
  selection.cluster = "two";
  EXPECT_EQ(unseen(bundle, selection).size(), 1U);
  selection.cluster = "prod";
  EXPECT_TRUE(unseen(bundle, selection).empty());
  selection = {};
  selection.service = "web";
  EXPECT_TRUE(unseen(bundle, selection).empty());
}

}  // namespace
}  // namespace pullproof::model::unseen_tasks_test
