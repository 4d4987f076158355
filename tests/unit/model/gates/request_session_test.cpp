#include "model/gates/request_session.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/policy_condition.h"
#include "tests/support/iam_account.h"

namespace pullproof::gates::request_session_test {
namespace {

using nlohmann::json;

constexpr const char* kArn = "arn:aws:ecr:eu-central-1:111122223333:repository/web";

/// A condition on a request of a session of AROA1 after 2026-11-24T04:00:00Z.
Predicate holds_for(const std::string& op, const std::string& key,
                    const std::string& value, bool issued_for_task = true,
                    bool about_repository = true) {
  json bundle = support::iam_account();
  bundle["manifest.json"]["format"] = "pullproof-snapshot/1";
  bundle["manifest.json"]["collected_at"] = "2026-11-24T04:00:00Z";
  if (!bundle["manifest.json"].contains("calls")) {
    bundle["manifest.json"]["calls"] = json::array();
  }
  bundle
      ["111122223333/eu-central-1/ecr-list-tags-for-resource/"
       "arn%3Aaws%3Aecr%3Aeu-central-1%3A111122223333%3Arepository%2Fweb.json"] = {
          {"tags", json::array({{{"Key", "Env"}, {"Value", "prod"}}})}};
  const aws::Snapshot account = support::read_account(bundle);
  const Context context{.account = account};
  Request request;
  request.caller.unique_id = "AROA1";
  if (about_repository) request.resource = kArn;
  set_moment(request, context);
  set_session(request, context, issued_for_task);
  set_repository_tags(request, context, {"111122223333", "eu-central-1"});
  return holds<Formula>(aws::PolicyCondition::of(op, key, {value}, true), request);
}

Truth truth(const std::string& op, const std::string& key, const std::string& value,
            bool issued_for_task = true) {
  return holds_for(op, key, value, issued_for_task).as_constant();
}

// iam.md 17: the task starts when the snapshot was collected, or later.
TEST(RequestMoment, IsNotBeforeTheSnapshot) {
  const char* key = "aws:CurrentTime";
  EXPECT_EQ(truth("DateLessThan", key, "2020-01-01T00:00:00Z"), Truth::No);
  EXPECT_EQ(truth("DateLessThanEquals", key, "2020-01-01T00:00:00Z"), Truth::No);
  EXPECT_EQ(truth("DateEquals", key, "2020-01-01T00:00:00Z"), Truth::No);
  EXPECT_EQ(truth("DateNotEquals", key, "2020-01-01T00:00:00Z"), Truth::Yes);
  EXPECT_EQ(truth("DateGreaterThan", key, "2020-01-01T00:00:00Z"), Truth::Yes);
  EXPECT_EQ(truth("DateGreaterThanEquals", key, "2026-11-24T04:00:00Z"), Truth::Yes);
  EXPECT_EQ(truth("DateLessThan", key, "2026-11-24T04:00:00Z"), Truth::No);
}

TEST(RequestMoment, MayBeAnyLaterTime) {
  const char* key = "aws:CurrentTime";
  EXPECT_EQ(truth("DateLessThan", key, "2030-01-01T00:00:00Z"), Truth::Unknown);
  EXPECT_EQ(truth("DateGreaterThan", key, "2026-11-24T04:00:00Z"), Truth::Unknown);
  EXPECT_EQ(truth("DateLessThanEquals", key, "2026-11-24T04:00:00Z"), Truth::Unknown);
  EXPECT_EQ(truth("DateGreaterThan", key, "soon"), Truth::Unknown);
}

// Two comparisons of one open time are two questions.
TEST(RequestMoment, HasAnAnswerForEachComparison) {
  const Predicate early = holds_for("DateLessThan", "aws:CurrentTime", "2030-01-01");
  const Predicate late = holds_for("DateGreaterThan", "aws:CurrentTime", "2028-01-01");
  EXPECT_NE(*questions(early).begin(), *questions(late).begin());
}

TEST(RequestSession, IsIssuedWhenTheTaskStarts) {
  const char* key = "aws:TokenIssueTime";
  EXPECT_EQ(truth("DateLessThan", key, "2024-06-01T00:00:00Z"), Truth::No);
  EXPECT_EQ(truth("Null", key, "true"), Truth::No);
  EXPECT_EQ(truth("Null", key, "false"), Truth::Yes);
  EXPECT_EQ(truth("DateLessThan", key, "2024-06-01T00:00:00Z", false), Truth::Unknown);
  EXPECT_EQ(truth("Null", key, "true", false), Truth::No);
}

TEST(RequestSession, HasAnIdThatBeginsWithTheRoles) {
  const char* key = "aws:userid";
  EXPECT_EQ(truth("StringLike", key, "AROA1:*"), Truth::Yes);
  EXPECT_EQ(truth("StringLike", key, "*"), Truth::Yes);
  EXPECT_EQ(truth("StringNotLike", key, "AROA1:*"), Truth::No);
  EXPECT_EQ(truth("StringLike", key, "AROA2:*"), Truth::No);
  EXPECT_EQ(truth("StringEquals", key, "AROA1"), Truth::No);
  EXPECT_EQ(truth("StringEquals", key, "AROA1:web"), Truth::Unknown);
  EXPECT_EQ(truth("StringLike", key, "*:web"), Truth::Unknown);
}

TEST(RepositoryTags, AreThoseThatWereCollected) {
  EXPECT_EQ(truth("StringEquals", "aws:ResourceTag/env", "prod"), Truth::Yes);
  EXPECT_EQ(truth("StringEquals", "ecr:ResourceTag/Env", "test"), Truth::No);
  EXPECT_EQ(truth("Null", "aws:ResourceTag/team", "true"), Truth::Yes);
}

// "Amazon ECR" in the service authorization reference: no resource, no tags.
TEST(RepositoryTags, AreNotThereWithoutARepository) {
  EXPECT_EQ(holds_for("Null", "aws:ResourceTag/env", "true", true, false).as_constant(),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::request_session_test
