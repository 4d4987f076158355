#include "model/account_access.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/access.h"
#include "tests/support/iam_account.h"

namespace pullproof::model::account_access_test {
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
using Texts = std::vector<std::string>;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kIamCall = "iam-get-account-authorization-details";
constexpr const char* kUser = "arn:aws:iam::111122223333:user/dev/anna";

json& iam_document(json& bundle) {
  return bundle[std::string("111122223333/global/") + kIamCall + ".json"];
}

/// User anna in group readers, without a policy anywhere.
json with_user() {
  json bundle = iam_account();
  iam_document(bundle)["UserDetailList"] = json::array({{{"Arn", kUser},
                                                         {"UserName", "anna"},
                                                         {"UserId", "AIDA1"},
                                                         {"Path", "/dev/"},
                                                         {"GroupList", {"readers"}}}});
  iam_document(bundle)["GroupDetailList"] =
      json::array({{{"Arn", "arn:aws:iam::111122223333:group/readers"},
                    {"GroupName", "readers"},
                    {"GroupId", "AGPA1"},
                    {"Path", "/"}}});
  return bundle;
}

json inline_policy(const json& document) {
  return json::array({{{"PolicyName", "p"}, {"PolicyDocument", document}}});
}

AccessQuestion question(const std::string& principal, const std::string& action = kPull,
                        const std::string& resource = kWebRepository) {
  return {.principal = principal, .action = action, .resource = resource};
}

using support::AccessTold;

AccessTold decide(const json& bundle, const AccessQuestion& asked,
                  bool strict = false) {
  return support::ask_account(bundle, asked, strict);
}

std::string decision(const json& bundle, const AccessQuestion& asked) {
  return decide(bundle, asked).decision;
}

TEST(AccountAccess, TakesTheRolesOwnPolicies) {
  json bundle = iam_account();
  EXPECT_EQ(decide(bundle, question(kPullRole)).blocked_by, Texts{"identity"});
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  EXPECT_EQ(decision(bundle, question(kPullRole)), "Allowed");
  support::add_inline(bundle, policy({deny({kPull})}));
  EXPECT_EQ(decision(bundle, question(kPullRole)), "ExplicitlyDenied");
}

TEST(AccountAccess, FindsTheRoleOfASession) {
  json bundle = iam_account();
  support::pull_role(bundle)["Path"] = "/ci/";
  support::pull_role(bundle)["Arn"] = "arn:aws:iam::111122223333:role/ci/pull";
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  EXPECT_EQ(decision(bundle, question("arn:aws:sts::111122223333:assumed-role/pull/1")),
            "Allowed");
}

// IAM user guide, "Policy evaluation logic": the policies of a user's groups count.
TEST(AccountAccess, TakesTheUsersAndItsGroupsPolicies) {
  json bundle = with_user();
  EXPECT_EQ(decision(bundle, question(kUser)), "ImplicitlyDenied");
  json own = bundle;
  iam_document(own)["UserDetailList"][0]["UserPolicyList"] =
      inline_policy(policy({allow({kPull})}));
  EXPECT_EQ(decision(own, question(kUser)), "Allowed");
  iam_document(bundle)["GroupDetailList"][0]["GroupPolicyList"] =
      inline_policy(policy({allow({kPull})}));
  EXPECT_EQ(decision(bundle, question(kUser)), "Allowed");
}

TEST(AccountAccess, AsksForAGroupThatIsNotThere) {
  json bundle = with_user();
  iam_document(bundle).erase("GroupDetailList");
  EXPECT_EQ(decide(bundle, question(kUser)).calls, Texts{kIamCall});
}

TEST(AccountAccess, KnowsTheUsersNameAndTags) {
  json bundle = with_user();
  json& user = iam_document(bundle)["UserDetailList"][0];
  user["Tags"] = json::array({{{"Key", "Team"}, {"Value", "web"}}});
  json statement = allow({kPull});
  statement["Condition"] = {{"StringEquals",
                             {{"aws:username", "anna"},
                              {"aws:PrincipalTag/team", "web"},
                              {"aws:userid", "AIDA1"},
                              {"aws:PrincipalType", "User"},
                              {"aws:RequestedRegion", kIamRegion},
                              {"aws:ResourceAccount", kIamAccount}}}};
  user["UserPolicyList"] = inline_policy(policy({statement}));
  EXPECT_EQ(decision(bundle, question(kUser)), "Allowed");
  user["Tags"] = json::array();
  EXPECT_EQ(decision(bundle, question(kUser)), "ImplicitlyDenied");
}

TEST(AccountAccess, LimitsByTheBoundary) {
  json bundle = with_user();
  json& user = iam_document(bundle)["UserDetailList"][0];
  user["UserPolicyList"] = inline_policy(policy({allow({kPull})}));
  user["PermissionsBoundary"] = {
      {"PermissionsBoundaryType", "Policy"},
      {"PermissionsBoundaryArn", "arn:aws:iam::aws:policy/ReadOnlyAccess"}};
  EXPECT_EQ(decide(bundle, question(kUser)).calls, Texts{kIamCall});
  iam_document(bundle)["Policies"].push_back(
      {{"Arn", "arn:aws:iam::aws:policy/ReadOnlyAccess"},
       {"DefaultVersionId", "v1"},
       {"PolicyVersionList",
        json::array({{{"VersionId", "v1"},
                      {"IsDefaultVersion", true},
                      {"Document", policy({allow({"s3:*"})})}}})}});
  EXPECT_EQ(decide(bundle, question(kUser)).blocked_by, Texts{"boundary"});
}

TEST(AccountAccess, AsksEachLevelOfTheOrganization) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  support::put_organization(bundle);
  EXPECT_EQ(decision(bundle, question(kPullRole)), "Allowed");
  json denied = bundle;
  support::attach(denied, "SERVICE_CONTROL_POLICY", "ou-1", "p-deny",
                  policy({deny({kPull})}));
  EXPECT_EQ(decide(denied, question(kPullRole)).blocked_by, Texts{"scp"});
  json statement = deny({kPull});
  statement["Principal"] = "*";
  support::attach(bundle, "RESOURCE_CONTROL_POLICY", "r-1", "p-rcp",
                  policy({statement}));
  EXPECT_EQ(decide(bundle, question(kPullRole)).blocked_by, Texts{"rcp"});
}

// CONTRACT: peripheral calls are assumed to refuse nothing unless strict.
TEST(AccountAccess, AssumesThatAnUnseenOrganizationRefusesNothing) {
  json bundle = iam_account();
  support::drop_call(bundle, kIamAccount, "global",
                     "organizations-describe-organization");
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  const AccessTold told = decide(bundle, question(kPullRole));
  EXPECT_EQ(told.decision, "Allowed");
  EXPECT_NE(std::find(told.assumptions.begin(), told.assumptions.end(),
                      "organizations-describe-organization"),
            told.assumptions.end());
  EXPECT_EQ(decide(bundle, question(kPullRole), true).decision, "Unknown");
}

TEST(AccountAccess, AsksForThePoliciesOfAnotherAccount) {
  json bundle = iam_account();
  json statement = allow({kPull});
  statement.erase("Resource");
  statement["Principal"] = {{"AWS", kOtherAccount}};
  support::put_repository_policy(bundle, policy({statement}));
  const auto asked =
      question(std::string("arn:aws:iam::") + kOtherAccount + ":role/ci");
  const AccessTold told = decide(bundle, asked);
  EXPECT_EQ(told.decision, "Unknown");
  EXPECT_EQ(told.calls, Texts{kIamCall});
  support::put_repository_policy(bundle, policy({}));
  EXPECT_EQ(decision(bundle, asked), "ImplicitlyDenied");
}

TEST(AccountAccess, RefusesAPrincipalThatItsAccountDoesNotHave) {
  const AccessTold told =
      decide(iam_account(), question("arn:aws:iam::111122223333:role/none"));
  EXPECT_EQ(told.problems,
            Texts{"account 111122223333 has no `arn:aws:iam::111122223333:role/none`"});
}

TEST(AccountAccess, TellsEverythingThatIsWrongWithAQuestion) {
  const AccessTold told =
      decide(iam_account(), question("bob", "ecr", "arn:aws:s3:::*"));
  EXPECT_EQ(told.problems.size(), 3U);
  EXPECT_EQ(decide(iam_account(), question(kPullRole, "ecr:*")).problems.size(), 1U);
}

// Only the path tells whether a request passes an endpoint.
TEST(AccountAccess, LeavesThePathOpenUntilItIsGiven) {
  json bundle = iam_account();
  json statement = allow({kPull});
  statement["Condition"] = {{"StringEquals", {{"aws:SourceVpc", "vpc-1"}}}};
  support::add_inline(bundle, policy({statement}));
  AccessQuestion asked = question(kPullRole);
  EXPECT_EQ(decision(bundle, asked), "Unknown");
  asked.context = {{"aws:SourceVpc", {"vpc-1"}}};
  EXPECT_EQ(decision(bundle, asked), "Allowed");
  asked.context = {{"aws:sourcevpc", {"vpc-2"}}};
  EXPECT_EQ(decision(bundle, asked), "ImplicitlyDenied");
  asked.context.clear();
  asked.exact_context = true;
  EXPECT_EQ(decision(bundle, asked), "ImplicitlyDenied");
}

// Service authorization reference: actions without resource types need `*`.
TEST(AccountAccess, AnActionOnNoResourceNeedsAStar) {
  constexpr const char* kDescribe = "ecr:DescribeRegistry";
  json bundle = iam_account();
  json statement = allow({kDescribe});
  statement["Resource"] = kWebRepository;
  support::add_inline(bundle, policy({statement}));
  EXPECT_EQ(decision(bundle, question(kPullRole, kDescribe)), "ImplicitlyDenied");
  statement["Resource"] = "*";
  support::add_inline(bundle, policy({statement}));
  EXPECT_EQ(decision(bundle, question(kPullRole, kDescribe)), "Allowed");
}

TEST(AccountAccess, AppliesThePolicyOfTheNamedEndpoint) {
  json bundle = iam_account();
  support::add_inline(bundle, policy({allow({"ecr:*"})}));
  json statement = allow({"ecr:GetAuthorizationToken"});
  statement["Principal"] = "*";
  support::put_ecr_endpoint(bundle, policy({statement}));
  AccessQuestion asked = question(kPullRole);
  EXPECT_EQ(decision(bundle, asked), "Allowed");
  asked.context = {{"aws:SourceVpce", {"vpce-1"}}};
  EXPECT_EQ(decide(bundle, asked).blocked_by, Texts{"endpoint"});
  asked.context = {{"aws:SourceVpce", {"vpce-2"}}};
  EXPECT_EQ(decide(bundle, asked).calls, Texts{"ec2-describe-vpc-endpoints"});
}

TEST(AccountAccess, KnowsTheTimeThatItIsGiven) {
  json bundle = iam_account();
  json statement = allow({kPull});
  statement["Condition"] = {
      {"DateLessThan", {{"aws:CurrentTime", "2030-01-01T00:00:00Z"}}}};
  support::add_inline(bundle, policy({statement}));
  AccessQuestion asked = question(kPullRole);
  EXPECT_EQ(decision(bundle, asked), "Unknown");
  asked.at = "2029-01-01T00:00:00Z";
  EXPECT_EQ(decision(bundle, asked), "Allowed");
  asked.at = "2031-01-01T00:00:00Z";
  EXPECT_EQ(decision(bundle, asked), "ImplicitlyDenied");
}

// A request came through an endpoint, or it has an address of the internet.
TEST(AccountAccess, TellsTheRestOfAPathFromAPart) {
  json bundle = iam_account();
  json statement = deny({kPull});
  statement["Condition"] = {{"NotIpAddress", {{"aws:SourceIp", "203.0.113.0/24"}}},
                            {"Null", {{"aws:SourceVpc", "true"}}}};
  support::add_inline(bundle, policy({allow({"*"}), statement}));
  AccessQuestion asked = question(kPullRole);
  EXPECT_EQ(decision(bundle, asked), "Unknown");
  asked.context = {{"aws:SourceIp", {"198.51.100.1"}}};
  EXPECT_EQ(decision(bundle, asked), "ExplicitlyDenied");
  asked.context = {{"aws:SourceVpce", {"vpce-1"}}, {"aws:SourceVpc", {"vpc-1"}}};
  EXPECT_NE(decision(bundle, asked), "ExplicitlyDenied");
}

TEST(AccountAccess, RefusesAnOwnerThatTheArnContradicts) {
  AccessQuestion asked = question(kPullRole);
  asked.resource_account = kOtherAccount;
  EXPECT_EQ(decide(iam_account(), asked).problems.size(), 1U);
  asked.resource_account = "abc";
  EXPECT_EQ(decide(iam_account(), asked).problems.size(), 1U);
}

// STS API reference, AssumeRole: not with credentials of the root user.
TEST(AccountAccess, RootAssumesNoRole) {
  json bundle = iam_account();
  json statement = allow({"sts:AssumeRole"});
  statement.erase("Resource");
  statement["Principal"] = {{"AWS", kIamAccount}};
  support::pull_role(bundle)["AssumeRolePolicyDocument"] = policy({statement});
  const std::string root = "arn:aws:iam::111122223333:root";
  EXPECT_EQ(decision(bundle, question(root, "sts:AssumeRole", kPullRole)),
            "ImplicitlyDenied");
  EXPECT_EQ(decision(bundle, question(root)), "Allowed");
}

}  // namespace
}  // namespace pullproof::model::account_access_test
