#include "model/policy_lint.h"

#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/managed_policies.h"
#include "tests/support/bundle.h"
#include "tests/support/lint_samples.h"

namespace pullproof::model::policy_lint_test {
namespace {

using nlohmann::json;
using testing::LintSample;
using testing::policy_of;
using Findings = std::vector<LintFinding>;

PolicyType kind_of(const std::string& name) {
  if (name == "identity") return PolicyType::Identity;
  if (name == "resource") return PolicyType::Resource;
  return name == "endpoint" ? PolicyType::Endpoint : PolicyType::Automatic;
}

Findings lint(const json& policy, PolicyType kind = PolicyType::Automatic) {
  const auto found = lint_policy(policy, {"p.json", ""}, kind);
  EXPECT_TRUE(found.ok());
  return found.ok() ? found.value() : Findings{};
}

std::multiset<std::string> codes(const Findings& findings) {
  std::multiset<std::string> all;
  for (const LintFinding& finding : findings) all.emplace(finding.code);
  return all;
}

/// The one with this code; an empty one if there is none.
LintFinding only(const Findings& findings, std::string_view code) {
  for (const LintFinding& finding : findings) {
    if (finding.code == code) return finding;
  }
  ADD_FAILURE() << code << " was not found";
  return {};
}

class LintRules : public ::testing::TestWithParam<LintSample> {};

TEST_P(LintRules, FindAndLetBe) {
  const LintSample& sample = GetParam();
  const PolicyType kind = kind_of(sample.kind);
  const auto found = codes(lint(policy_of(sample.found, sample.version), kind));
  EXPECT_EQ(found.count(sample.code), 1U);
  const Findings rest = lint(policy_of(sample.let_be, sample.version), kind);
  EXPECT_EQ(codes(rest).count(sample.code), 0U);
  // The twin is mended as a whole: nothing else is wrong with it.
  for (const LintFinding& finding : rest) {
    EXPECT_EQ(finding.severity, LintSeverity::Info) << finding.message;
  }
}

std::string name_of(const ::testing::TestParamInfo<LintSample>& info) {
  return info.param.code + "_" + std::to_string(info.index);
}
INSTANTIATE_TEST_SUITE_P(Samples, LintRules,
                         ::testing::ValuesIn(testing::lint_samples()), name_of);

TEST(PolicyLint, HasASampleOfEveryCode) {
  std::set<std::string_view> sampled = {"DOCUMENT_UNREADABLE"};
  for (const LintSample& sample : testing::lint_samples()) sampled.insert(sample.code);
  std::set<std::string_view> known;
  for (const LintCode& code : lint_codes()) {
    EXPECT_TRUE(known.insert(code.code).second) << code.code;
  }
  EXPECT_EQ(sampled, known);
}

TEST(PolicyLint, HasEveryCodeInTheManual) {
  std::ifstream in(std::string(PULLPROOF_SOURCE_DIR) + "/src/man/pullproof.1");
  const std::string manual(std::istreambuf_iterator<char>(in), {});
  for (const LintCode& code : lint_codes()) {
    const std::string line = "\n.BR " + std::string(code.code) + " \" (" +
                             std::string(name(code.severity)) + ")\"\n";
    EXPECT_NE(manual.find(line), std::string::npos) << code.code;
  }
}

TEST(PolicyLint, FindsADocumentThatIsNone) {
  EXPECT_EQ(codes(lint({{"PolicyName", "x"}})).count("DOCUMENT_UNREADABLE"), 1U);
  EXPECT_EQ(codes(lint({{"Version", "2012-10-17"}})).count("DOCUMENT_UNREADABLE"), 1U);
  EXPECT_FALSE(lint_policy(7, {"p.json", ""}, PolicyType::Automatic).ok());
  EXPECT_FALSE(lint_policy("{", {"p.json", ""}, PolicyType::Automatic).ok());
}

TEST(PolicyLint, PointsAtThePlace) {
  const Findings findings = lint(policy_of(R"(
      {"Effect": "Allow", "Action": ["s3:GetObject", "s3:Fetch"], "Resource": "*"},
      {"Sid": "Two", "Effect": "Allow", "Action": "s3:Fetch", "Resource": "*",
       "Condition": {"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "x~/"]}}})"));
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].source, (aws::Source{"p.json", "/Statement/0/Action/1"}));
  EXPECT_EQ(findings[0].sid, "");
  EXPECT_EQ(findings[1].source.pointer, "/Statement/1/Action");
  EXPECT_EQ(findings[1].sid, "Two");
  EXPECT_EQ(findings[2].source.pointer,
            "/Statement/1/Condition/IpAddress/aws:SourceIp/1");
}

TEST(PolicyLint, PointsIntoAStatementThatStandsAlone) {
  const Findings findings =
      lint({{"Statement",
             {{"Effect", "Allow"}, {"Action", "s3:Fetch"}, {"Resource", "*"}}}});
  EXPECT_EQ(only(findings, "ACTION_UNKNOWN").source.pointer, "/Statement/Action");
}

TEST(PolicyLint, EscapesPointers) {
  const Findings findings =
      lint(policy_of(R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                         "Condition": {"Foo": {"aws:PrincipalTag/a~b": "x"}}})"));
  EXPECT_EQ(only(findings, "OPERATOR_UNKNOWN").source.pointer,
            "/Statement/0/Condition/Foo/aws:PrincipalTag~1a~0b");
}

TEST(PolicyLint, PointsAtTheFieldOfATextThatHoldsAPolicy) {
  const std::string text =
      policy_of(R"({"Effect": "Allow", "Action": ["s3:Fetch"], "Resource": "*"})")
          .dump();
  const auto found = lint_policy(text, {"x.json", "/policyText"}, PolicyType::Identity);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(only(found.value(), "ACTION_UNKNOWN").source.pointer, "/policyText");
}

TEST(PolicyLint, OrdersStatementsByNumber) {
  std::string statements;
  for (int i = 0; i < 12; ++i) {
    statements += i == 0 ? "" : ",";
    statements += R"({"Effect": "Allow", "Action": "s3:Fetch", "Resource": "*"})";
  }
  const Findings findings = lint(policy_of(statements));
  ASSERT_EQ(findings.size(), 12U);
  EXPECT_EQ(findings[2].source.pointer, "/Statement/2/Action");
  EXPECT_EQ(findings[11].source.pointer, "/Statement/11/Action");
}

TEST(PolicyLint, NamesWhatMayBeMeant) {
  const auto message_of = [](const std::string& statements, std::string_view code) {
    return only(lint(policy_of(statements)), code).message;
  };
  EXPECT_NE(message_of(R"({"Effect": "Allow", "Action": "ecr:BatchGetImages",
                           "Resource": "*"})",
                       "ACTION_UNKNOWN")
                .find("did you mean `ecr:BatchGetImage`?"),
            std::string::npos);
  EXPECT_NE(message_of(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                           "Condition": {"StringEqual": {"aws:sourcevpcee": "x"}}})",
                       "CONDITION_KEY_UNKNOWN")
                .find("did you mean `aws:SourceVpce`?"),
            std::string::npos);
  EXPECT_NE(message_of(R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
                           "Condition": {"StringEqual": {"aws:SourceVpce": "x"}}})",
                       "OPERATOR_UNKNOWN")
                .find("did you mean `StringEquals`?"),
            std::string::npos);
  EXPECT_EQ(message_of(R"({"Effect": "Allow", "Action": "s3:Zzzzzzzzzzzz",
                           "Resource": "*"})",
                       "ACTION_UNKNOWN")
                .find("did you mean"),
            std::string::npos);
}

// Whoever takes stock reads manifests only; whoever pulls needs layers too.
TEST(PolicyLint, WeighsWhatMayBeMeant) {
  const auto severity_of = [](const std::string& actions) {
    return only(lint(policy_of(R"({"Effect": "Allow", "Resource": "*", "Action": )" +
                               actions + "}")),
                "PULL_ACTIONS_INCOMPLETE")
        .severity;
  };
  EXPECT_EQ(severity_of(R"(["ecr:BatchGetImage", "ecr:GetAuthorizationToken"])"),
            LintSeverity::Warning);
  EXPECT_EQ(severity_of(R"(["ecr:BatchGetImage", "ecr:DescribeImages"])"),
            LintSeverity::Info);
}

/// No error in any policy that stands somewhere in the JSON, as an object or as text.
void expect_no_error_in(const json& place, std::size_t& policies) {
  const bool text = place.is_string() &&
                    place.get<std::string>().find("\"Statement\"") != std::string::npos;
  if (text || (place.is_object() && place.contains("Statement"))) {
    ++policies;
    for (const LintFinding& finding : lint(place)) {
      EXPECT_NE(finding.severity, LintSeverity::Error)
          << finding.code << ' ' << finding.message << '\n'
          << place;
    }
    return;
  }
  if (!place.is_structured()) return;
  for (const json& each : place) expect_no_error_in(each, policies);
}

TEST(PolicyLint, FindsNoErrorInHealthyAccounts) {
  std::size_t policies = 0;
  expect_no_error_in(testing::healthy_bundle(), policies);
  expect_no_error_in(testing::scenario_bundle("healthy-organization"), policies);
  EXPECT_GT(policies, 10U);
}

TEST(PolicyLint, FindsNoErrorInPoliciesOfAws) {
  for (const char* policy :
       {"service-role/AmazonECSTaskExecutionRolePolicy",
        "service-role/AmazonEC2ContainerServiceforEC2Role",
        "AmazonEC2ContainerRegistryReadOnly", "AmazonEC2ContainerRegistryPullOnly",
        "AmazonEC2ContainerRegistryPowerUser", "AmazonEC2ContainerRegistryFullAccess",
        "AmazonECSInstanceRolePolicyForManagedInstances",
        "AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy",
        "AdministratorAccess", "PowerUserAccess"}) {
    const auto* document =
        aws::managed_policy(std::string("arn:aws:iam::aws:policy/") + policy);
    ASSERT_NE(document, nullptr) << policy;
    for (const LintFinding& finding : lint_policy(*document, PolicyType::Identity)) {
      EXPECT_EQ(finding.severity, LintSeverity::Info) << policy << finding.message;
    }
  }
}

// What no table knows is not judged.
TEST(PolicyLint, SaysNothingOfWhatItDoesNotKnow) {
  const Findings findings = lint(policy_of(
      R"({"Effect": "Allow", "Action": ["made-up:Anything", "*:Get*"],
          "Resource": "arn:aws:made-up:x", "Condition": {
            "StringEquals": {"made-up:Key": "x"}, "Bool": {"s3:prefix": "true"}}})"));
  EXPECT_TRUE(findings.empty()) << findings[0].message;
}

TEST(PolicyLint, ToleratesWhateverJsonHolds) {
  for (const char* statements :
       {"7", "[]", "null", "{}", R"({"Effect": 1, "Action": {}, "Resource": []})",
        R"({"Effect": "Allow", "Action": [], "Resource": [], "Condition": []})",
        R"({"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": []})",
        R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
            "Condition": {"Bool": 1, "StringEquals": {"s3:prefix": {}},
                          "IpAddress": {"aws:SourceIp": []}}})",
        R"({"Effect": "Allow", "Action": "", "Resource": "", "Principal": 1})",
        R"({"Action": ":", "Resource": "${", "Condition": {"": {"": ""}}})"}) {
    EXPECT_NO_THROW(static_cast<void>(lint(policy_of(statements)))) << statements;
  }
}

}  // namespace
}  // namespace pullproof::model::policy_lint_test
