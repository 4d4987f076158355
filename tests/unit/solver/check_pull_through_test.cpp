// Images that a pull-through cache imports at their first pull.
//
// AWS: ECR user guide, "IAM permissions required to sync an upstream registry" and
// "Amazon ECR interface VPC endpoints (AWS PrivateLink)", considerations.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/pull_through_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_pull_through_test {
namespace {

using nlohmann::json;
using support::allow;
using support::on;
using support::told;
using Texts = std::vector<std::string>;

const std::string kRegistry = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/";
constexpr const char* kBelow =
    "arn:aws:ecr:eu-central-1:111122223333:repository/quay/*";
const Texts kPulling = {"ecr:GetAuthorizationToken", "ecr:BatchGetImage",
                        "ecr:GetDownloadUrlForLayer"};
const json kImport = allow({"ecr:BatchImportUpstreamImage"});
const json kCreate = allow({"ecr:CreateRepository"});

/// Service web pulls quay/app:1, as a role that may pull, and do this.
json account_with(const std::vector<json>& statements,
                  const std::string& image = "quay/app:1") {
  json bundle = support::service_account();
  support::container(bundle)["image"] = kRegistry + image;
  support::pull_role(bundle)["RolePolicyList"] = json::array();
  std::vector<json> all = statements;
  all.push_back(allow(kPulling));
  support::add_inline(bundle, support::policy(all));
  support::add_rule(bundle, support::quay_rule());
  return bundle;
}

/// Interface endpoints for ECR, a gateway endpoint for S3, and no other way out.
json isolated(json bundle) {
  for (const char* service : {"ecr.api", "ecr.dkr"}) {
    support::put_endpoint(
        bundle, support::interface_endpoint("vpce-" + std::string(service), service));
  }
  support::put_endpoint(bundle, {{"VpcEndpointId", "vpce-s3"},
                                 {"VpcEndpointType", "Gateway"},
                                 {"VpcId", "vpc-1"},
                                 {"ServiceName", "com.amazonaws.eu-central-1.s3"},
                                 {"State", "available"}});
  support::put_prefix_list(bundle, "pl-s3", "com.amazonaws.eu-central-1.s3",
                           {"52.219.0.0/16"});
  support::put_routes(bundle, {support::route("10.0.0.0/16", "local"),
                               support::route("pl-s3", "vpce-s3")});
  return bundle;
}

/// The repository is there, with these images.
json with_repository(json bundle, const json& images) {
  support::network_answer(bundle, "ecr-describe-repositories")["repositories"]
      .push_back({{"repositoryArn",
                   "arn:aws:ecr:eu-central-1:111122223333:repository/quay/app"},
                  {"registryId", "111122223333"},
                  {"repositoryName", "quay/app"}});
  support::network_answer(
      bundle, "ecr-describe-images/quay%2Fapp") = {{"imageDetails", images}};
  support::drop_call(bundle, "111122223333", "eu-central-1",
                     "ecr-get-repository-policy/quay/app", "absent");
  return bundle;
}

json image(const std::string& tag) {
  json detail = support::image_detail('e', {tag});
  detail["repositoryName"] = "quay/app";
  return detail;
}

model::TaskVerdict verdict_of(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  return check(account, {}).verdicts.at(0);
}

TEST(CheckPullThrough, PullsWhatTheRoleMayImport) {
  const auto verdict =
      verdict_of(account_with({on(kImport, kBelow), on(kCreate, kBelow)}));
  EXPECT_EQ(verdict.verdict, model::Verdict::Pulls);
  const bool tells =
      std::any_of(verdict.assumptions.begin(), verdict.assumptions.end(),
                  [](const auto& one) { return one.name == "image quay/app:1"; });
  EXPECT_TRUE(tells);
}

TEST(CheckPullThrough, NeedsBothRightsWhereThereIsNoRepository) {
  const std::string denied = "manifest identity-policy IDENTITY_POLICY_NO_ALLOW";
  EXPECT_EQ(told(account_with({})), denied);
  EXPECT_EQ(told(account_with({kImport})), denied);
  EXPECT_EQ(told(account_with({kCreate})), denied);
  EXPECT_EQ(told(account_with({kImport, kCreate})), "pulls");
  EXPECT_EQ(told(with_repository(account_with({kImport}), json::array())), "pulls");
  EXPECT_EQ(told(with_repository(account_with({kCreate}), json::array())), denied);
}

/// image-pull.md E23, E24: ECR tells of no permission.
TEST(CheckPullThrough, SaysThatWhatMayNotBeImportedIsNotFound) {
  const auto verdict = verdict_of(account_with({}));
  ASSERT_FALSE(verdict.findings.empty());
  const auto& first = verdict.findings.front();
  EXPECT_TRUE(first.ecs_error.ends_with("quay/app:1: not found")) << first.ecs_error;
  EXPECT_NE(first.message.find("cache rule `quay`"), std::string::npos);
  EXPECT_EQ(std::count(first.blame.begin(), first.blame.end(),
                       "ecr-pull-through-cache-rule/quay"),
            1);
}

TEST(CheckPullThrough, TakesTheRightsFromThePolicyOfTheRegistry) {
  json bundle = account_with({});
  json statement =
      on(allow({"ecr:BatchImportUpstreamImage", "ecr:CreateRepository"}), kBelow);
  statement["Principal"] = {{"AWS", support::kPullRole}};
  support::put_call(bundle, "111122223333", "eu-central-1", "ecr-get-registry-policy",
                    {{"registryId", "111122223333"},
                     {"policyText", support::policy({statement}).dump()}});
  support::put_call(bundle, "111122223333", "eu-central-1",
                    "ecr-get-account-setting/REGISTRY_POLICY_SCOPE",
                    {{"name", "REGISTRY_POLICY_SCOPE"}, {"value", "V2"}});
  EXPECT_EQ(told(bundle), "pulls");
  support::drop_call(bundle, "111122223333", "eu-central-1", "ecr-get-registry-policy");
  EXPECT_EQ(told(bundle), "unknown");
}

TEST(CheckPullThrough, TakesImagesThatAreCachedForWhatTheyAre) {
  EXPECT_EQ(told(with_repository(account_with({}), json::array({image("1")}))),
            "pulls");
  EXPECT_EQ(
      told(isolated(with_repository(account_with({}), json::array({image("1")})))),
      "pulls");
}

TEST(CheckPullThrough, NeedsAWayToTheInternetAtFirst) {
  const json rights = account_with({kImport, kCreate});
  EXPECT_EQ(told(isolated(rights)), "layers route NO_ROUTE_TO_DESTINATION");
  EXPECT_EQ(told(isolated(with_repository(rights, json::array()))),
            "layers route NO_ROUTE_TO_DESTINATION");
}

TEST(CheckPullThrough, DoesNotKnowWhichLayersAreThereAlready) {
  const json rights = account_with({kImport});
  EXPECT_EQ(told(isolated(with_repository(rights, json::array({image("0.9")})))),
            "unknown");
}

TEST(CheckPullThrough, NeedsThePolicyOfTheEndpointToLetImportsPass) {
  json bundle = isolated(account_with({kImport, kCreate}));
  for (json& endpoint :
       support::network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"]) {
    if (endpoint["VpcEndpointId"] != "vpce-ecr.dkr") continue;
    json statement = allow(kPulling);
    statement["Principal"] = "*";
    endpoint["PolicyDocument"] = support::policy({statement}).dump();
  }
  EXPECT_EQ(told(bundle), "manifest endpoint-policy ENDPOINT_POLICY_NO_ALLOW");
}

TEST(CheckPullThrough, NeedsTheSecretOfTheRule) {
  json bundle = account_with({kImport, kCreate}, "hub/library/nginx:1");
  support::add_rule(bundle, support::hub_rule());
  bundle[support::kSecretList]["SecretList"] = json::array();
  EXPECT_EQ(told(bundle), "manifest secret UPSTREAM_SECRET_UNAVAILABLE");
  support::add_upstream_secret(bundle);
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckPullThrough, IsUnknownWithoutTheRulesAndByDigest) {
  json bundle = account_with({kImport, kCreate});
  bundle.erase(support::kPullThroughRules);
  EXPECT_EQ(told(bundle), "unknown");
  EXPECT_EQ(
      told(account_with({kImport, kCreate}, "quay/app@" + support::digest_of('e'))),
      "unknown");
}

/// What AWS does not name, no list of names can be asked about.
TEST(CheckPullThrough, IsUnknownWhereNamesAreFiltered) {
  json bundle = account_with({kImport, kCreate});
  support::network_answer(bundle,
                          "route53resolver-list-firewall-rule-group-associations") = {
      {"FirewallRuleGroupAssociations",
       {{{"Id", "rslvr-frgassoc-1"},
         {"FirewallRuleGroupId", "rslvr-frg-1"},
         {"VpcId", "vpc-1"},
         {"Priority", 101},
         {"Status", "COMPLETE"}}}}};
  support::network_answer(bundle, "route53resolver-list-firewall-rules/rslvr-frg-1") = {
      {"FirewallRules", json::array()}};
  EXPECT_EQ(told(bundle), "unknown");
}

}  // namespace
}  // namespace pullproof::solver::check_pull_through_test
