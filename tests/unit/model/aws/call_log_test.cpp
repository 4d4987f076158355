#include <gtest/gtest.h>

#include "model/aws/snapshot.h"

namespace pullproof::aws::call_log_test {
namespace {

const Scope kHere{"1", "eu-central-1"};

TEST(CallLog, KnowsNothingOfACallThatNobodyRecorded) {
  const CallLog calls;
  EXPECT_EQ(calls.status(kHere, "ec2-describe-vpcs"), CallStatus::Unseen);
  EXPECT_FALSE(calls.seen(kHere, "ec2-describe-vpcs"));
}

TEST(CallLog, SeesOkAndAbsentAlone) {
  CallLog calls;
  calls.record(kHere, "a", CallStatus::Ok);
  calls.record(kHere, "b", CallStatus::Absent);
  calls.record(kHere, "c", CallStatus::Denied);
  calls.record(kHere, "d", CallStatus::Error);
  EXPECT_TRUE(calls.seen(kHere, "a"));
  EXPECT_TRUE(calls.seen(kHere, "b"));
  EXPECT_FALSE(calls.seen(kHere, "c"));
  EXPECT_FALSE(calls.seen(kHere, "d"));
}

TEST(CallLog, KeepsScopesApart) {
  CallLog calls;
  calls.record(kHere, "a", CallStatus::Ok);
  EXPECT_FALSE(calls.seen({"2", "eu-central-1"}, "a"));
  EXPECT_FALSE(calls.seen({"1", "us-east-1"}, "a"));
}

TEST(CallLog, LetsTheBestAnswerWinInEitherOrder) {
  CallLog calls;
  calls.record(kHere, "a", CallStatus::Denied);
  calls.record(kHere, "a", CallStatus::Ok);
  calls.record(kHere, "a", CallStatus::Error);
  EXPECT_EQ(calls.status(kHere, "a"), CallStatus::Ok);
}

TEST(CallLog, ListsWhatAwsDidNotAnswer) {
  CallLog log;
  const Scope scope{"1", "r"};
  log.record(scope, "denied", CallStatus::Denied);
  log.record(scope, "twice", CallStatus::Error);
  log.record(scope, "twice", CallStatus::Ok);
  log.record(scope, "none", CallStatus::Absent);
  EXPECT_EQ(log.unanswered(),
            (std::vector<std::pair<Scope, std::string>>{{scope, "denied"}}));
}

}  // namespace
}  // namespace pullproof::aws::call_log_test
