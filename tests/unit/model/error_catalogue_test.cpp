#include "model/error_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "model/aws/snapshot.h"
#include "solver/check.h"

namespace pullproof::model {
namespace {

using Causes = std::vector<std::string_view>;

ErrorMatch best(std::string_view text) {
  const auto matches = read_error(text);
  return matches.empty() ? ErrorMatch{} : matches.front();
}

TEST(ErrorCatalogue, SortsCausesByTheAddressThatDidNotAnswer) {
  const auto told = [](const std::string& address) {
    return best(
        "ResourceInitializationError: unable to pull secrets or registry auth: The "
        "task "
        "cannot pull registry auth from Amazon ECR: There is a connection issue "
        "between "
        "the task and Amazon ECR. Check your task network configuration. operation "
        "error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, "
        "https response error StatusCode: 0, RequestID: , request send failed, Post "
        "\"https://api.ecr.eu-central-1.amazonaws.com/\": dial tcp " +
        address + ":443: i/o timeout");
  };
  EXPECT_EQ(told("3.121.0.9").id, "E01");
  EXPECT_EQ(told("3.121.0.9").stage, Stage::Token);
  EXPECT_EQ(told("3.121.0.9").causes.front(), "route");
  EXPECT_EQ(told("10.20.10.7").causes.front(), "security-group");
}

TEST(ErrorCatalogue, TakesThePolicyThatIamNames) {
  const auto told = [](const std::string& reason) {
    return best(
        "CannotPullContainerError: Error response from daemon: pull access denied for "
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web, repository does not "
        "exist "
        "or may require 'docker login': denied: User: "
        "arn:aws:sts::111122223333:assumed-role/exec/1 is not authorized to perform: "
        "ecr:BatchGetImage on resource: arn:aws:ecr:eu-central-1:111122223333:"
        "repository/web " +
        reason);
  };
  EXPECT_EQ(told("because no identity-based policy allows the action").id, "E27");
  EXPECT_EQ(told("because no identity-based policy allows the action").causes,
            Causes{"identity-policy"});
  EXPECT_EQ(told("with an explicit deny in a service control policy").causes,
            Causes{"scp"});
  EXPECT_EQ(told("because no VPC endpoint policy allows the action").causes,
            Causes{"endpoint-policy"});
  EXPECT_GT(told("").causes.size(), 4U);
}

TEST(ErrorCatalogue, FindsTheStageByTheHostWhereTheWordsDoNotTell) {
  EXPECT_EQ(best("dial tcp: lookup api.ecr.eu-central-1.amazonaws.com on "
                 "10.0.0.2:53: no such host")
                .stage,
            Stage::Token);
  EXPECT_EQ(best("Get \"https://1.dkr.ecr.eu-central-1.amazonaws.com/v2/\": read: "
                 "connection reset by peer")
                .stage,
            Stage::Manifest);
  EXPECT_EQ(best("x509: certificate signed by unknown authority").stage, std::nullopt);
}

TEST(ErrorCatalogue, ReadsTextsAsTheyAreCopied) {
  const ErrorMatch plain = best(
      "The task can't retrieve the secret with ARN 'x' from "
      "AWS Secrets Manager.");
  EXPECT_EQ(plain.id, "E43");
  EXPECT_EQ(
      best("the task can\u2019t retrieve\n  the secret with arn \\\"x\\\" from aws "
           "secrets manager")
          .id,
      "E43");
  EXPECT_TRUE(read_error("").empty());
  EXPECT_TRUE(read_error("all is well").empty());
}

TEST(ErrorCatalogue, TellsWhatTheTextSays) {
  const ErrorDetails details = error_details(
      "User: arn:aws:sts::1:assumed-role/Exec-Role/abc is not authorized to perform: "
      "ecr:GetAuthorizationToken on resource: * dial tcp 10.0.0.7:443: i/o timeout");
  EXPECT_EQ(details.role, "Exec-Role");
  EXPECT_EQ(details.action, "ecr:getauthorizationtoken");
  EXPECT_EQ(details.address, "10.0.0.7");
  EXPECT_EQ(error_details("dial tcp: lookup x on y:53").address, "");
}

// What this program says that ECS prints names the cause when it is read back: in every
// bundled scenario, for every finding.
TEST(ErrorCatalogue, ReadsBackWhatIsPredicted) {
  std::size_t read = 0;
  std::set<std::string_view> ids;
  const std::filesystem::path folder =
      std::filesystem::path(PULLPROOF_SOURCE_DIR) / "scenarios";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto account = aws::Snapshot::load(entry.path().string());
    ASSERT_TRUE(account.ok()) << entry.path();
    for (const auto& task : solver::check(account.value(), {}).verdicts) {
      for (const Finding& finding : task.findings) {
        if (finding.ecs_error.empty()) continue;
        const auto matches = read_error(finding.ecs_error);
        const std::string where =
            entry.path().filename().string() + ": " + finding.ecs_error;
        // Of some refusals no more is known than which error it is.
        if (finding.ecs_error.ends_with("Error: ...")) continue;
        ASSERT_FALSE(matches.empty()) << where;
        const ErrorMatch& first = matches.front();
        EXPECT_TRUE(!first.stage || *first.stage == finding.stage)
            << first.id << " " << where;
        EXPECT_NE(
            std::find(first.causes.begin(), first.causes.end(), finding.mechanism),
            first.causes.end())
            << first.id << " lacks " << finding.mechanism << " " << where;
        ids.insert(first.id);
        ++read;
      }
    }
  }
  EXPECT_GT(read, 150U);
  EXPECT_GT(ids.size(), 12U);
}

TEST(ErrorCatalogue, HasEveryMessageOnce) {
  std::set<std::string_view> ids;
  for (const auto& [id, title] : error_titles()) {
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_FALSE(title.empty());
  }
  EXPECT_EQ(ids.size(), 60U);
}

}  // namespace
}  // namespace pullproof::model
