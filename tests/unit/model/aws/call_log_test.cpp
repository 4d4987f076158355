#include <gtest/gtest.h>

#include "model/aws/snapshot.h"

namespace pullproof::aws {
namespace {

const Scope kHere{"1", "eu-central-1"};

TEST(CallLog, KnowsNothingOfACallThatNobodyRecorded) {
  const CallLog calls;
  EXPECT_EQ(calls.status(kHere, "ec2-describe-vpcs"), CallStatus::unseen);
  EXPECT_FALSE(calls.seen(kHere, "ec2-describe-vpcs"));
}

TEST(CallLog, SeesOkAndAbsentAlone) {
  CallLog calls;
  calls.record(kHere, "a", CallStatus::ok);
  calls.record(kHere, "b", CallStatus::absent);
  calls.record(kHere, "c", CallStatus::denied);
  calls.record(kHere, "d", CallStatus::error);
  EXPECT_TRUE(calls.seen(kHere, "a"));
  EXPECT_TRUE(calls.seen(kHere, "b"));
  EXPECT_FALSE(calls.seen(kHere, "c"));
  EXPECT_FALSE(calls.seen(kHere, "d"));
}

TEST(CallLog, KeepsScopesApart) {
  CallLog calls;
  calls.record(kHere, "a", CallStatus::ok);
  EXPECT_FALSE(calls.seen({"2", "eu-central-1"}, "a"));
  EXPECT_FALSE(calls.seen({"1", "us-east-1"}, "a"));
}

TEST(CallLog, LetsTheBestAnswerWinInEitherOrder) {
  CallLog calls;
  calls.record(kHere, "a", CallStatus::denied);
  calls.record(kHere, "a", CallStatus::ok);
  calls.record(kHere, "a", CallStatus::error);
  EXPECT_EQ(calls.status(kHere, "a"), CallStatus::ok);
}

}  // namespace
}  // namespace pullproof::aws
