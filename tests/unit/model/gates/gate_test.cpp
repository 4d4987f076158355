#include "model/gates/gate.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::gate_test {
namespace {

using nlohmann::json;

constexpr const char* kCall = "ecr-get-registry-policy";
const aws::Scope kHome{support::kIamAccount, support::kIamRegion};

/// What a gate may conclude where the call ended with `status` ("" if it was not made).
Peripheral ask(const std::string& status, bool strict = false) {
  json bundle = support::iam_account();
  support::drop_call(bundle, support::kIamAccount, support::kIamRegion, kCall, status);
  const aws::Snapshot account = support::read_account(bundle);
  return peripheral(Context{.account = account, .strict = strict}, kHome, kCall,
                    "it may deny");
}

TEST(Gate, HasNothingToSayOfAPeripheralCallThatWasSeen) {
  const auto seen = ask("absent", true);
  EXPECT_EQ(seen.lets_through.as_constant(), Truth::Yes);
  EXPECT_TRUE(seen.assumptions.empty());
}

// "AccessDenied is not empty": a call that failed was not seen.
TEST(Gate, AssumesThatAPeripheralCallThatWasNotSeenRefusesNothing) {
  for (const char* status : {"", "denied", "error"}) {
    const auto assumed = ask(status);
    EXPECT_EQ(assumed.lets_through.as_constant(), Truth::Yes) << status;
    ASSERT_EQ(assumed.assumptions.size(), 1U) << status;
    EXPECT_EQ(assumed.assumptions.front().name, kCall);
    EXPECT_EQ(assumed.assumptions.front().value, "refuses nothing");
  }
}

TEST(Gate, AsksForAPeripheralCallThatWasNotSeenIfStrict) {
  for (const char* status : {"", "denied", "error"}) {
    const auto asked = ask(status, true);
    EXPECT_EQ(questions(asked.lets_through),
              (std::set<Unknown>{{.call = kCall, .why = "it may deny"}}))
        << status;
    EXPECT_TRUE(asked.assumptions.empty());
  }
}

TEST(Gate, AlwaysAsksForACoreCall) {
  const Predicate missing = core_call_missing(kCall, "needed");
  EXPECT_EQ(missing.as_constant(), Truth::Unknown);
  EXPECT_EQ(questions(missing), (std::set<Unknown>{{.call = kCall, .why = "needed"}}));
}

TEST(Gate, KeepsWhereAFactStands) {
  const FactRef fact = fact_about("sg-1", {"groups.json", "/SecurityGroups/0"}, "here");
  EXPECT_EQ(fact->id, "sg-1");
  EXPECT_EQ(fact->file, "groups.json");
  EXPECT_EQ(fact->pointer, "/SecurityGroups/0");
  EXPECT_EQ(fact->note, "here");
}

}  // namespace
}  // namespace pullproof::gates::gate_test
