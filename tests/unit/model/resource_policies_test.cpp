#include "model/resource_policies.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/account_access.h"
#include "tests/support/access.h"
#include "tests/support/iam_account.h"

namespace pullproof::model::resource_policies_test {
namespace {

using nlohmann::json;
using support::allow;
using support::deny;
using support::iam_account;
using support::kIamAccount;
using support::kIamRegion;
using support::kOtherAccount;
using support::kPullRole;
using support::kWebRepository;
using support::policy;

constexpr const char* kKey =
    "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
constexpr const char* kKeyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
constexpr const char* kObject = "arn:aws:s3:::acme-layers/k";
constexpr const char* kSecret =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf";

json to(const json& principal, json statement) {
  statement["Principal"] = principal;
  return statement;
}

using support::AccessTold;

AccessTold decide(const json& bundle, const std::string& action,
                  const std::string& resource, const std::string& principal = kPullRole,
                  bool strict = false) {
  return support::ask_account(
      bundle, {.principal = principal, .action = action, .resource = resource}, strict);
}

json with_key(const json& statement) {
  json bundle = iam_account();
  support::put_call(
      bundle, kIamAccount, kIamRegion, std::string("kms-get-key-policy/") + kKeyId,
      {{"Policy", policy({statement}).dump()}, {"PolicyName", "default"}});
  support::put_call(bundle, kIamAccount, kIamRegion,
                    std::string("kms-list-grants/") + kKeyId,
                    {{"Grants", json::array()}});
  return bundle;
}

const json kAccountRoot = {{"AWS", "arn:aws:iam::111122223333:root"}};

// KMS developer guide, "Key policies": without the key's policy nobody has access.
TEST(ResourcePolicies, AKeysPolicyMustAllow) {
  json bundle = with_key(to(kAccountRoot, allow({"kms:*"})));
  EXPECT_EQ(decide(bundle, "kms:Decrypt", kKey).decision, "ImplicitlyDenied");
  support::add_inline(bundle, policy({allow({"kms:Decrypt"})}));
  EXPECT_EQ(decide(bundle, "kms:Decrypt", kKey).decision, "Allowed");
  json other = with_key(to({{"AWS", kOtherAccount}}, allow({"kms:*"})));
  support::add_inline(other, policy({allow({"kms:Decrypt"})}));
  EXPECT_EQ(decide(other, "kms:Decrypt", kKey).decision, "ImplicitlyDenied");
}

TEST(ResourcePolicies, AsksForTheKeysPolicy) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"kms:Decrypt"})}));
  const AccessTold told = decide(bundle, "kms:Decrypt", kKey);
  EXPECT_EQ(told.decision, "Unknown");
  EXPECT_EQ(told.calls.front(), std::string("kms-get-key-policy/") + kKeyId);
}

// KMS developer guide, "Grants in AWS KMS": a grant allows its operations.
TEST(ResourcePolicies, AGrantAllowsItsOperations) {
  json bundle = with_key(to(kAccountRoot, allow({"kms:*"})));
  const json grant = {
      {"KeyId", kKeyId}, {"GranteePrincipal", kPullRole}, {"Operations", {"Decrypt"}}};
  support::put_call(bundle, kIamAccount, kIamRegion,
                    std::string("kms-list-grants/") + kKeyId,
                    {{"Grants", json::array({grant})}});
  EXPECT_EQ(decide(bundle, "kms:Decrypt", kKey).decision, "Allowed");
  EXPECT_EQ(decide(bundle, "kms:Encrypt", kKey).decision, "ImplicitlyDenied");
  json gone = grant;
  gone["GranteePrincipal"] = "AROAEXAMPLEDELETED01";
  support::put_call(bundle, kIamAccount, kIamRegion,
                    std::string("kms-list-grants/") + kKeyId,
                    {{"Grants", json::array({gone})}});
  EXPECT_EQ(decide(bundle, "kms:Decrypt", kKey).decision, "ImplicitlyDenied");
  json constrained = grant;
  constrained["Constraints"] = {{"EncryptionContextSubset", {{"a", "b"}}}};
  support::put_call(bundle, kIamAccount, kIamRegion,
                    std::string("kms-list-grants/") + kKeyId,
                    {{"Grants", json::array({constrained})}});
  EXPECT_EQ(decide(bundle, "kms:Decrypt", kKey).decision, "Unknown");
}

TEST(ResourcePolicies, ReadsTheBucketsPolicy) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"s3:GetObject"})}));
  EXPECT_EQ(decide(bundle, "s3:GetObject", kObject).calls.front(),
            "s3api-get-bucket-policy/acme-layers");
  support::put_call(bundle, kIamAccount, kIamRegion,
                    "s3api-get-bucket-policy/acme-layers",
                    {{"Policy", policy({to("*", deny({"s3:PutObject"}))}).dump()}});
  EXPECT_EQ(decide(bundle, "s3:GetObject", kObject).decision, "Allowed");
  support::put_call(bundle, kIamAccount, kIamRegion,
                    "s3api-get-bucket-policy/acme-layers",
                    {{"Policy", policy({to("*", deny({"s3:GetObject"}))}).dump()}});
  EXPECT_EQ(decide(bundle, "s3:GetObject", kObject).decision, "ExplicitlyDenied");
}

TEST(ResourcePolicies, KnowsTheOwnerOfABucketWithoutAPolicy) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"s3:GetObject"})}));
  support::drop_call(bundle, kIamAccount, kIamRegion,
                     "s3api-get-bucket-policy/acme-layers", "absent");
  EXPECT_EQ(decide(bundle, "s3:GetObject", kObject).decision, "Allowed");
  EXPECT_EQ(decide(bundle, "s3:GetObject", kObject, "anonymous").decision,
            "ImplicitlyDenied");
  // S3 user guide, "Access control list overview": an ACL may grant it.
  EXPECT_EQ(decide(bundle, "s3:GetObject", kObject, "anonymous", true).decision,
            "Unknown");
}

TEST(ResourcePolicies, ReadsTheSecretsPolicy) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"secretsmanager:GetSecretValue"})}));
  const std::string action = "secretsmanager:GetSecretValue";
  EXPECT_EQ(decide(bundle, action, kSecret).decision, "Unknown");
  json document = {{"ARN", kSecret}, {"Name", "db"}};
  const std::string call = "secretsmanager-get-resource-policy/db";
  support::put_call(bundle, kIamAccount, kIamRegion, call, document);
  EXPECT_EQ(decide(bundle, action, kSecret).decision, "Allowed");
  document["ResourcePolicy"] = policy({to("*", deny({action}))}).dump();
  support::put_call(bundle, kIamAccount, kIamRegion, call, document);
  EXPECT_EQ(decide(bundle, action, kSecret).decision, "ExplicitlyDenied");
}

// IAM user guide, "Policy evaluation logic": a role's trust must allow.
TEST(ResourcePolicies, ARolesTrustMustAllow) {
  const json bundle = iam_account();
  EXPECT_EQ(
      decide(bundle, "sts:AssumeRole", kPullRole, "ecs-tasks.amazonaws.com").decision,
      "Allowed");
  EXPECT_EQ(decide(bundle, "sts:AssumeRole", kPullRole, "ec2.amazonaws.com").decision,
            "ImplicitlyDenied");
  EXPECT_EQ(decide(bundle, "sts:AssumeRole", "arn:aws:iam::111122223333:role/none",
                   "ecs-tasks.amazonaws.com")
                .decision,
            "Unknown");
}

// ECR user guide, "Private registry permissions": V1 asks it for a few actions only.
TEST(ResourcePolicies, AsksTheRegistrysPolicyByItsScope) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  support::put_call(bundle, kIamAccount, kIamRegion, "ecr-get-registry-policy",
                    {{"registryId", kIamAccount},
                     {"policyText", policy({to("*", deny({"ecr:*"}))}).dump()}});
  const auto pull = [&] {
    return decide(bundle, "ecr:BatchGetImage", kWebRepository).decision;
  };
  support::drop_call(bundle, kIamAccount, kIamRegion,
                     "ecr-get-account-setting/REGISTRY_POLICY_SCOPE");
  EXPECT_EQ(pull(), "Unknown");
  for (const auto& [scope, expected] :
       {std::pair{"V1", "Allowed"}, std::pair{"V2", "ExplicitlyDenied"}}) {
    support::put_call(bundle, kIamAccount, kIamRegion,
                      "ecr-get-account-setting/REGISTRY_POLICY_SCOPE",
                      {{"name", "REGISTRY_POLICY_SCOPE"}, {"value", scope}});
    EXPECT_EQ(pull(), expected) << scope;
  }
  for (const char* action : {"ecr:CreateRepository", "ECR:createrepository"}) {
    EXPECT_EQ(decide(bundle, action, kWebRepository).decision, "ExplicitlyDenied");
  }
}

TEST(ResourcePolicies, KnowsWhichServicesHaveNone) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"*"})}));
  EXPECT_EQ(decide(bundle, "ecs:UpdateService",
                   "arn:aws:ecs:eu-central-1:111122223333:service/prod/web")
                .decision,
            "Allowed");
  // CloudWatch Logs API reference, PutResourcePolicy: for services.
  const std::string group = "arn:aws:logs:eu-central-1:111122223333:log-group:/x:*";
  EXPECT_EQ(decide(bundle, "logs:PutLogEvents", group + "y").decision,
            "expected as the resource an ARN without wildcards, or `*` for an action "
            "without a resource, found `" +
                group + "y`");
  const std::string stream =
      "arn:aws:logs:eu-central-1:111122223333:log-group:/x:log-stream:y";
  EXPECT_EQ(decide(bundle, "logs:PutLogEvents", stream).decision, "Allowed");
  EXPECT_EQ(decide(bundle, "logs:PutLogEvents", stream, "delivery.logs.amazonaws.com")
                .decision,
            "Unknown");
  const AccessTold told =
      decide(bundle, "sqs:SendMessage", "arn:aws:sqs:eu-central-1:111122223333:q");
  EXPECT_EQ(told.decision, "Unknown");
  EXPECT_EQ(told.calls.front(), "sqs-get-queue-attributes");
}

}  // namespace
}  // namespace pullproof::model::resource_policies_test
