#include "tests/support/oracle_policy.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/support/oracle_sample.h"

namespace pullproof::oracle::oracle_policy_test {
namespace {

using nlohmann::json;

constexpr const char* kBucket = "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/";

TEST(OraclePolicy, RefusesAnS3PolicyThatIsTooNarrow) {
  json bundle = isolated();
  set_policy(endpoint(bundle, 2),
             statement("Allow", "s3:*", "arn:aws:s3:::acme-artifacts/*"));
  expect(bundle, "fails", {{"layers", "endpoint-policy"}});
  json ours = statement("Allow", "s3:GetObject", kBucket + std::string("*"));
  set_policy(endpoint(bundle, 2), ours);
  expect(bundle, "pulls", {});
  ours["Condition"]["StringEquals"]["aws:PrincipalAccount"] = "111122223333";
  set_policy(endpoint(bundle, 2), ours);
  expect(bundle, "fails", {{"layers", "endpoint-policy"}});
  ours["Condition"] = {{"StringEquals", {{"aws:SourceVpc", "vpc-1"}}}};
  set_policy(endpoint(bundle, 2), ours);
  expect(bundle, "pulls", {});
}

TEST(OraclePolicy, RefusesSomeLayerKeys) {
  json bundle = isolated();
  set_policy(endpoint(bundle, 2),
             statement("Allow", "s3:GetObject", kBucket + std::string("a*")));
  expect(bundle, "intermittent", {{"layers", "endpoint-policy"}});
}

TEST(OraclePolicy, TakesTheEndpointOfEachCallFromItsPath) {
  json bundle = isolated();
  json& allow = roles(bundle)[0]["RolePolicyList"][0]["PolicyDocument"]["Statement"][0];
  allow["Condition"]["StringEquals"]["aws:SourceVpce"] = "vpce-dkr";
  expect(bundle, "fails", {{"token", "identity-policy"}});
  allow["Condition"]["StringEquals"]["aws:SourceVpce"] = {"vpce-dkr", "vpce-api"};
  expect(bundle, "pulls", {});
}

TEST(OraclePolicy, TakesThePublicAddressFromTheNatGateway) {
  json bundle = healthy();
  json& allow = roles(bundle)[0]["RolePolicyList"][0]["PolicyDocument"]["Statement"][0];
  allow["Condition"]["IpAddress"]["aws:SourceIp"] = "18.195.0.0/16";
  expect(bundle, "pulls", {});
  document(bundle, "ec2-describe-nat-gateways")["NatGateways"][0]["NatGatewayAddresses"]
      .push_back({{"PublicIp", "3.66.0.8"}});
  expect(bundle, "intermittent", on_every_leg("identity-policy"));
  network(bundle)["subnets"] = {"subnet-public"};
  network(bundle)["assignPublicIp"] = "ENABLED";
  expect(bundle, "unknown", {});
}

TEST(OraclePolicy, RefusesARoleWithoutTheToken) {
  json bundle = healthy();
  json& policy = roles(bundle)[0]["RolePolicyList"][0]["PolicyDocument"];
  policy["Statement"][0]["Action"].erase(0);
  expect(bundle, "fails", {{"token", "identity-policy"}});
  policy["Statement"].push_back(
      statement("Allow", "ecr:GetAuth*", "arn:aws:ecr:*:*:repository/*"));
  expect(bundle, "fails", {{"token", "identity-policy"}});
}

TEST(OraclePolicy, RefusesWhatTheBoundaryLacks) {
  json bundle = healthy();
  json& details =
      bundle["111122223333/global/iam-get-account-authorization-details.json"];
  json version = {{"IsDefaultVersion", true}};
  version["Document"]["Statement"] = statement("Allow", "ecr:Batch*", "*");
  details["Policies"] = {{{"Arn", "arn:b"}, {"PolicyVersionList", {version}}}};
  roles(bundle)[0]["PermissionsBoundary"]["PermissionsBoundaryArn"] = "arn:b";
  expect(bundle, "fails",
         {{"token", "permissions-boundary"}, {"layers", "permissions-boundary"}});
}

TEST(OraclePolicy, LetsADenyWinOverEveryAllow) {
  json bundle = isolated();
  roles(bundle)[0]["RolePolicyList"][0]["PolicyDocument"]["Statement"].push_back(
      statement("Deny", "ECR:getdownload*", "arn:aws:ecr:*:*:repository/w?b"));
  expect(bundle, "fails", {{"layers", "identity-policy"}});
}

TEST(OraclePolicy, AsksThePolicyOfTheEndpointThatTheCallPasses) {
  json bundle = isolated();
  set_policy(endpoint(bundle, 1), statement("Allow", "ecr:BatchGetImage", "*"));
  expect(bundle, "fails", {{"layers", "endpoint-policy"}});
  set_policy(endpoint(bundle, 0), statement("Allow", "ecr:BatchGetImage", "*"));
  expect(bundle, "fails",
         {{"token", "endpoint-policy"}, {"layers", "endpoint-policy"}});
}

TEST(OraclePolicy, ReadsAMissingKeyByItsOperator) {
  json bundle = healthy();
  json& allow = roles(bundle)[0]["RolePolicyList"][0]["PolicyDocument"]["Statement"][0];
  for (const char* passing :
       {"StringNotEquals", "StringEqualsIfExists", "StringNotLikeIfExists"}) {
    allow["Condition"] = {{passing, {{"aws:PrincipalOrgID", "o-1"}}}};
    expect(bundle, "pulls", {});
  }
  allow["Condition"] = {{"StringLike", {{"aws:PrincipalOrgID", "*"}}}};
  expect(bundle, "fails", on_every_leg("identity-policy"));
}

TEST(OraclePolicy, RefusesWhomNotPrincipalLeavesOut) {
  json bundle = healthy();
  set_repository_policy(bundle,
                        R"({"Effect": "Deny", "Action": "ecr:BatchGetImage",
      "NotPrincipal": {"AWS": ["111122223333",
                               "arn:aws:iam::111122223333:role/ci"]}})");
  expect(bundle, "fails", {{"manifest", "resource-policy"}});
  set_repository_policy(bundle, R"({"Effect": "Deny", "Action": "ecr:BatchGetImage",
      "NotPrincipal": {"AWS": ["arn:aws:iam::111122223333:role/exec"]}})");
  expect(bundle, "unsupported", {});
}

TEST(OraclePolicy, LetsARepositoryPolicyGrantARoleButNotDelegate) {
  json bundle = healthy();
  roles(bundle)[0]["RolePolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"] =
      "ecr:GetAuthorizationToken";
  const std::string grant = R"({"Effect": "Allow", "Action": "ecr:*", "Principal": )";
  set_repository_policy(bundle,
                        grant + R"({"AWS": "arn:aws:iam::111122223333:role/exec"}})");
  expect(bundle, "pulls", {});
  set_repository_policy(bundle, grant + R"({"AWS": "111122223333"}})");
  expect(bundle, "fails",
         {{"manifest", "identity-policy"}, {"layers", "identity-policy"}});
}

TEST(OraclePolicy, RefusesRolesThatAreMissingOrNotTrusted) {
  json bundle = healthy();
  task(bundle)["executionRoleArn"] = "arn:aws:iam::111122223333:role/host";
  expect(bundle, "fails", {{"role", "trust-policy"}});
  task(bundle)["executionRoleArn"] = "arn:aws:iam::111122223333:role/nobody";
  expect(bundle, "fails", {{"role", "execution-role"}});
  json instance = on_instance();
  roles(instance)[1]["InstanceProfileList"] = json::array();
  expect(instance, "fails", {{"role", "instance-profile"}});
}

}  // namespace
}  // namespace pullproof::oracle::oracle_policy_test
