#include "model/gates/registry_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::registry_policy_test {
namespace {

using nlohmann::json;
using support::ask;
using support::kIamAccount;
using support::kIamRegion;
using support::open_calls;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kPolicyCall = "ecr-get-registry-policy";
constexpr const char* kScopeCall = "ecr-get-account-setting/REGISTRY_POLICY_SCOPE";

json with_deny() {
  json bundle = support::iam_account();
  json statement = support::deny({"ecr:*"});
  statement["Principal"] = "*";
  support::put_call(bundle, kIamAccount, kIamRegion, kPolicyCall,
                    {{"registryId", kIamAccount},
                     {"policyText", support::policy({statement}).dump()}});
  return bundle;
}

json with_scope(const std::string& scope, const std::string& account = kIamAccount) {
  json bundle = with_deny();
  support::put_call(bundle, account, kIamRegion, kScopeCall,
                    {{"name", "REGISTRY_POLICY_SCOPE"}, {"value", scope}});
  return bundle;
}

TEST(RegistryPolicy, LetsThroughIfThereIsNone) {
  const Gate gate = ask<RegistryPolicyDenies>(support::iam_account(), kPull, true);
  EXPECT_EQ(truth(gate), Truth::Yes);
}

// iam.md 18: V2 is enforced on all ECR requests.
TEST(RegistryPolicy, DeniesEveryCallInScopeV2) {
  for (const char* action : {kPull, "ecr:GetAuthorizationToken"}) {
    const Gate gate = ask<RegistryPolicyDenies>(with_scope("V2"), action);
    EXPECT_EQ(truth(gate), Truth::No) << action;
    EXPECT_EQ(gate.mechanism, "registry");
    EXPECT_EQ(gate.code, "REGISTRY_POLICY_DENY");
  }
}

// iam.md 18: V1 on ReplicateImage, BatchImportUpstreamImage and CreateRepository.
TEST(RegistryPolicy, DeniesNoPullInScopeV1) {
  EXPECT_EQ(truth(ask<RegistryPolicyDenies>(with_scope("V1"), kPull)), Truth::Yes);
  EXPECT_EQ(truth(ask<RegistryPolicyDenies>(with_scope("V1"),
                                            "ecr:BatchImportUpstreamImage")),
            Truth::No);
}

TEST(RegistryPolicy, IsUnknownWhereItsScopeIsNotCollected) {
  EXPECT_EQ(open_calls(ask<RegistryPolicyDenies>(with_deny(), kPull)),
            Texts{kScopeCall});
}

TEST(RegistryPolicy, DoesNotTakeTheScopeOfAnotherAccount) {
  EXPECT_EQ(
      truth(ask<RegistryPolicyDenies>(with_scope("V1", support::kOtherAccount), kPull)),
      Truth::Unknown);
}

TEST(RegistryPolicy, IsAssumedToRefuseNothingIfItWasNotCollected) {
  json bundle = support::iam_account();
  support::drop_call(bundle, kIamAccount, kIamRegion, kPolicyCall);
  const Gate gate = ask<RegistryPolicyDenies>(bundle, kPull);
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions.front().name, kPolicyCall);
  EXPECT_EQ(open_calls(ask<RegistryPolicyDenies>(bundle, kPull, true)),
            Texts{kPolicyCall});
}

// ECR user guide, "Private registry permissions": V1 grants imports and replication, V2
// every call; nobody can tell what one that was not collected grants.
TEST(RegistryPolicy, MayGrantWhatItsScopeCoversIfItWasNotCollected) {
  constexpr const char* kImport = "ecr:BatchImportUpstreamImage";
  json bundle = support::iam_account();
  const auto granted = [&bundle](const std::string& action) {
    const aws::Snapshot account = support::read_account(bundle);
    return registry_grants(support::pull_place(account, action),
                           Context{.account = account}, Grantee::Role)
        .as_constant();
  };
  const auto set_scope = [&bundle](const char* scope) {
    support::put_call(bundle, kIamAccount, kIamRegion, kScopeCall,
                      {{"name", "REGISTRY_POLICY_SCOPE"}, {"value", scope}});
  };
  EXPECT_EQ(granted(kImport), Truth::No);
  EXPECT_EQ(granted(kPull), Truth::No);
  support::drop_call(bundle, kIamAccount, kIamRegion, kPolicyCall, "denied");
  EXPECT_EQ(granted(kImport), Truth::Unknown);
  EXPECT_EQ(granted(kPull), Truth::Unknown);
  set_scope("V2");
  EXPECT_EQ(granted(kPull), Truth::Unknown);
  set_scope("V1");
  EXPECT_EQ(granted(kImport), Truth::Unknown);
  EXPECT_EQ(granted(kPull), Truth::No);
}

// Without a resource it has none to grant: an identity policy must allow the login.
TEST(RegistryPolicy, GrantsNoLoginIfItWasNotCollected) {
  json bundle = support::iam_account();
  support::drop_call(bundle, kIamAccount, kIamRegion, kPolicyCall);
  const aws::Snapshot account = support::read_account(bundle);
  EXPECT_EQ(registry_grants(support::pull_place(account, "ecr:GetAuthorizationToken"),
                            Context{.account = account}, Grantee::Role)
                .as_constant(),
            Truth::No);
}

TEST(RegistryPolicy, HasNoSayOutsideOfEcr) {
  EXPECT_EQ(truth(ask<RegistryPolicyDenies>(with_scope("V2"), "s3:GetObject")),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::registry_policy_test
