#include "model/gates/permissions_boundary.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::permissions_boundary_test {
namespace {

using nlohmann::json;
using support::ask;
using support::blamed;
using support::kPullRole;
using support::open_calls;
using support::policy;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kBoundary = "arn:aws:iam::111122223333:policy/boundary";

json with_boundary(const json& statement) {
  json bundle = support::iam_account();
  support::pull_role(bundle)["PermissionsBoundary"] = {
      {"PermissionsBoundaryType", "Policy"}, {"PermissionsBoundaryArn", kBoundary}};
  bundle["111122223333/global/iam-get-account-authorization-details.json"]["Policies"] =
      json::array({{{"Arn", kBoundary},
                    {"PolicyVersionList",
                     json::array({{{"IsDefaultVersion", true},
                                   {"Document", policy({statement})}}})}}});
  return bundle;
}

json with_grant(const json& principal, const json& condition = {}) {
  json bundle = with_boundary(support::allow({"s3:*"}));
  json statement = {{"Effect", "Allow"}, {"Action", kPull}, {"Principal", principal}};
  if (!condition.is_null()) statement["Condition"] = condition;
  support::put_repository_policy(bundle, policy({statement}));
  return bundle;
}

TEST(PermissionsBoundary, LetsEverythingThroughIfThereIsNone) {
  EXPECT_EQ(truth(ask<PermissionsBoundaryAllows>(support::iam_account(), kPull)),
            Truth::Yes);
}

// iam.md 5, "Permissions boundaries": boundary and identity must both allow.
TEST(PermissionsBoundary, MustAllowToo) {
  const Gate gate =
      ask<PermissionsBoundaryAllows>(with_boundary(support::allow({"s3:*"})), kPull);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kBoundary});
  EXPECT_EQ(gate.mechanism, "permissions-boundary");
  EXPECT_EQ(gate.code, "PERMISSIONS_BOUNDARY_NO_ALLOW");
  EXPECT_EQ(truth(ask<PermissionsBoundaryAllows>(
                with_boundary(support::allow({"ecr:*"})), kPull)),
            Truth::Yes);
}

TEST(PermissionsBoundary, MayDeny) {
  const Gate gate =
      ask<PermissionsBoundaryDenies>(with_boundary(support::deny({"ecr:*"})), kPull);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kBoundary});
  EXPECT_EQ(gate.code, "PERMISSIONS_BOUNDARY_DENY");
}

TEST(PermissionsBoundary, IsUnknownWithoutItsDocument) {
  json bundle = with_boundary(support::allow({"ecr:*"}));
  bundle["111122223333/global/iam-get-account-authorization-details.json"]["Policies"] =
      json::array();
  const Texts call{"iam-get-account-authorization-details"};
  EXPECT_EQ(open_calls(ask<PermissionsBoundaryAllows>(bundle, kPull)), call);
  EXPECT_EQ(open_calls(ask<PermissionsBoundaryDenies>(bundle, kPull)), call);
}

// iam.md 6, "Policy evaluation logic": a grant to a role ARN is limited by the
// boundary.
TEST(PermissionsBoundary, LimitsWhatARepositoryGrantsToTheRole) {
  EXPECT_EQ(
      truth(ask<PermissionsBoundaryAllows>(with_grant({{"AWS", kPullRole}}), kPull)),
      Truth::No);
}

// iam.md 6: to `*` with aws:PrincipalArn: not limited unless explicitly denied.
TEST(PermissionsBoundary, DoesNotLimitWhatIsGrantedToEverybodyWithThatArn) {
  const json bundle =
      with_grant("*", {{"ArnEquals", {{"aws:PrincipalArn", kPullRole}}}});
  EXPECT_EQ(truth(ask<PermissionsBoundaryAllows>(bundle, kPull)), Truth::Yes);
  EXPECT_EQ(truth(ask<PermissionsBoundaryAllows>(with_grant("*"), kPull)),
            Truth::Unknown);
}

// iam.md 6: to a session ARN, same account: not limited; the session is not known.
TEST(PermissionsBoundary, IsUnknownWhereASessionOfTheRoleIsGranted) {
  const json principal = {{"AWS", "arn:aws:sts::111122223333:assumed-role/pull/x"}};
  EXPECT_EQ(truth(ask<PermissionsBoundaryAllows>(with_grant(principal), kPull)),
            Truth::Unknown);
}

// iam.md 6: cross-account there is no bypass.
TEST(PermissionsBoundary, LimitsEverythingAcrossAccounts) {
  const aws::Snapshot account = support::read_account(
      with_grant("*", {{"ArnEquals", {{"aws:PrincipalArn", kPullRole}}}}));
  RequestPlace place = support::pull_place(account, kPull);
  place.request.resource_account = support::kOtherAccount;
  EXPECT_EQ(truth(PermissionsBoundaryAllows::lets_through(place,
                                                          Context{.account = account})),
            Truth::No);
}

}  // namespace
}  // namespace pullproof::gates::permissions_boundary_test
