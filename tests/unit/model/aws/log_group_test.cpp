#include "model/aws/log_group.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::log_group_test {
namespace {

constexpr const char* kCall = "logs-describe-log-groups";

TEST(LogGroup, ReadsItsName) {
  const auto result = read(kCall, R"({"logGroups": [{"logGroupName": "/ecs/web",
    "creationTime": 1767000000000, "metricFilterCount": 0, "storedBytes": 0,
    "arn": "arn:aws:logs:eu-central-1:111122223333:log-group:/ecs/web:*",
    "kmsKeyId": "arn:aws:kms:eu-central-1:111122223333:key/k-1"}]})");
  const auto group = only<LogGroup>(result);
  EXPECT_EQ(group.name, "/ecs/web");
  EXPECT_EQ(group.scope, kHome);
  EXPECT_EQ(group.source.pointer, "/logGroups/0");
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(LogGroup, MayBeOfTheSameNameInAnotherRegion) {
  const auto result = Snapshot::from_bundle(nlohmann::json::parse(R"({
    "111122223333/eu-central-1/logs-describe-log-groups.json":
      {"logGroups": [{"logGroupName": "/ecs/web"}]},
    "111122223333/eu-west-1/logs-describe-log-groups.json":
      {"logGroups": [{"logGroupName": "/ecs/web"}]}})"));
  ASSERT_TRUE(result.ok());
  const auto& groups = result.value().table<LogGroup>();
  EXPECT_EQ(groups.all_with("/ecs/web").size(), 2U);
  EXPECT_EQ(groups.all_with("/ecs/web", kHome).size(), 1U);
}

TEST(LogGroups, AreSeenEvenIfThereAreNone) {
  const auto result = read(kCall, R"({"logGroups": []})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, kCall));
  EXPECT_TRUE(result.value().table<LogGroup>().all().empty());
}

TEST(LogGroups, AreNotReadFromAPageThatIsNotTheLast) {
  EXPECT_EQ(problems(read(kCall, R"({"logGroups": [], "nextToken": "t"})")).size(), 1U);
}

}  // namespace
}  // namespace pullproof::aws::log_group_test
