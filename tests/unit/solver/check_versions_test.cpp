// The stage `start`: versions of secrets and of parameters.
//
// AWS: ECS developer guide, "Pass sensitive data to an Amazon ECS container"; Secrets
// Manager API reference, GetSecretValue; Systems Manager user guide, "Working with
// parameter versions" and "Working with parameter labels".
#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_versions_test {
namespace {

using nlohmann::json;
using support::kSecret;
using support::network_answer;
using support::secret;
using support::told;
using support::with_parameter;
using support::with_secret;

const json kGetSecret = support::allow({"secretsmanager:GetSecretValue"});
const json kGetParameter = support::allow({"ssm:GetParameters"});
constexpr const char* kNoSecret = "start secret SECRET_NOT_FOUND";
constexpr const char* kNoParameter = "start parameter PARAMETER_NOT_FOUND";

model::TaskVerdict verdict_of(const json& bundle) {
  return check(support::read_account(bundle), {}).verdicts.at(0);
}

bool assumes(const json& bundle, const std::string& name, const std::string& value) {
  const auto verdict = verdict_of(bundle);
  return std::any_of(
      verdict.assumptions.begin(), verdict.assumptions.end(),
      [&](const auto& one) { return one.name == name && one.value == value; });
}

/// Asks for what stands behind the secret's ARN; its versions are v1 and v2.
json with_version(const std::string& suffix) {
  json bundle = with_secret({kGetSecret}, kSecret + suffix);
  secret(bundle)["SecretVersionsToStages"] = {{"v1", {"AWSPREVIOUS"}},
                                              {"v2", {"AWSCURRENT"}}};
  return bundle;
}

TEST(CheckSecretVersion, NeedsTheIdThatIsAskedFor) {
  EXPECT_EQ(told(with_version(":::v1")), "pulls");
  EXPECT_EQ(told(with_version(":::v2")), "pulls");
  // A version without a stage is in no list, and can be read.
  EXPECT_EQ(told(with_version(":::v3")), "unknown");
}

TEST(CheckSecretVersion, HasTheStageThatIsAskedForBesideItsId) {
  EXPECT_EQ(told(with_version("::AWSCURRENT:v2")), "pulls");
  EXPECT_EQ(told(with_version("::AWSCURRENT:v1")), kNoSecret);
  EXPECT_EQ(told(with_version("::AWSCURRENT:v3")), kNoSecret);
  EXPECT_EQ(told(with_version("::blue:v2")), kNoSecret);
}

TEST(CheckSecretVersion, IsTakenForGrantedWhereNobodyPrintsVersions) {
  json bundle = with_version(":::v3");
  secret(bundle).erase("SecretVersionsToStages");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(assumes(bundle, "secret prod/db-AbCdEf", "has the version v3"));
  support::forget_answer(bundle, "secretsmanager-list-secrets");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(assumes(bundle, "secret prod/db-AbCdEf", "has the version v3"));
}

/// Asks for what stands behind the parameter's name; its newest version is `newest`.
json with_selector(const std::string& selector, int newest = 7) {
  json bundle = with_parameter({kGetParameter}, "/prod/db" + selector);
  network_answer(bundle, "ssm-describe-parameters")["Parameters"][0]["Version"] =
      newest;
  return bundle;
}

TEST(CheckParameterVersion, IsOneOfThoseThatAreKept) {
  EXPECT_EQ(told(with_selector(":7")), "pulls");
  EXPECT_FALSE(assumes(with_selector(":7"), "parameter /prod/db", "has the version 7"));
  for (const char* selector : {":8", ":0", ":99999999999999999999", ":7x"}) {
    EXPECT_EQ(told(with_selector(selector)), kNoParameter) << selector;
  }
  EXPECT_EQ(told(with_selector(":50", 150)), kNoParameter);
  EXPECT_EQ(told(with_selector(":51", 150)), "pulls");
}

TEST(CheckParameterVersion, IsTakenForGrantedIfItIsOlderOrALabel) {
  for (const std::string& version : {std::string("6"), std::string("blue")}) {
    const json bundle = with_selector(':' + version);
    EXPECT_EQ(told(bundle), "pulls") << version;
    EXPECT_TRUE(assumes(bundle, "parameter /prod/db", "has the version " + version));
  }
}

TEST(CheckParameterVersion, IsOpenWhereNobodySaysWhatItMeans) {
  EXPECT_EQ(told(with_selector(":")), "unknown");
  EXPECT_EQ(told(with_selector(":7:blue")), "unknown");
}

TEST(CheckParameterVersion, IsToldInTheWordsOfEcs) {
  const auto verdict = verdict_of(with_selector(":8"));
  ASSERT_FALSE(verdict.findings.empty());
  const std::string& words = verdict.findings.front().ecs_error;
  EXPECT_TRUE(words.ends_with("invalid ssm parameters: /prod/db:8")) << words;
}

/// AWS: General reference, "Amazon Resource Names": partitions share nothing.
TEST(CheckParameter, IsOpenIfItsArnIsOfAnotherPartition) {
  const auto from = [](const std::string& partition) {
    return told(with_parameter(
        {kGetParameter},
        "arn:" + partition + ":ssm:eu-central-1:111122223333:parameter/prod/db"));
  };
  EXPECT_EQ(from("aws"), "pulls");
  EXPECT_EQ(from("aws-cn"), "unknown");
}

}  // namespace
}  // namespace pullproof::solver::check_versions_test
