#include "model/aws/organization.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::organization_test {
namespace {

constexpr const char* kListScps =
    "organizations-list-policies-for-target-SERVICE_CONTROL_POLICY/ou-1";

TEST(Organization, NamesItsManagementAccount) {
  const auto organization =
      only<Organization>(read("organizations-describe-organization",
                              R"({"Organization": {"Id": "o-1", "FeatureSet": "ALL",
                                  "MasterAccountId": "999988887777"}})"));
  EXPECT_EQ(organization.id(), "o-1");
  EXPECT_EQ(organization.management_account, "999988887777");
  EXPECT_EQ(organization.scope, kHomeGlobal);
}

TEST(OrganizationRoot, KeepsEnabledTypesOnly) {
  const auto root = only<OrganizationRoot>(
      read("organizations-list-roots", R"({"Roots": [{"Id": "r-1", "PolicyTypes": [
        {"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"},
        {"Type": "RESOURCE_CONTROL_POLICY", "Status": "PENDING_ENABLE"}]}]})"));
  EXPECT_EQ(root.enabled_types, Texts{"SERVICE_CONTROL_POLICY"});
}

TEST(OrganizationParent, TakesTheChildFromTheName) {
  const auto result = read("organizations-list-parents/111122223333",
                           R"({"Parents": [{"Id": "ou-1", "Type": "x"}]})");
  const auto parent = only<OrganizationParent>(result);
  EXPECT_EQ(parent.child_id, "111122223333");
  EXPECT_EQ(parent.parent_id, "ou-1");
  EXPECT_TRUE(result.value().calls().seen(kHomeGlobal,
                                          "organizations-list-parents/111122223333"));
}

TEST(OrganizationParent, RefusesTwoParents) {
  EXPECT_EQ(problems(read("organizations-list-parents/ou-1",
                          R"({"Parents": [{"Id": "r-1"}, {"Id": "r-2"}]})"))
                .size(),
            1U);
}

TEST(TargetPolicies, TakesTypeAndTargetFromTheName) {
  const auto result = read(kListScps, R"({"Policies": [{"Id": "p-FullAWSAccess",
                           "Type": "SERVICE_CONTROL_POLICY"}]})");
  const auto policies = only<TargetPolicies>(result);
  EXPECT_EQ(policies.id(), "SERVICE_CONTROL_POLICY/ou-1");
  EXPECT_EQ(policies.policy_ids, Texts{"p-FullAWSAccess"});
  EXPECT_TRUE(result.value().table<ManagedPolicy>().all().empty());
  EXPECT_TRUE(result.value().calls().seen(kHomeGlobal, kListScps));
}

TEST(TargetPolicies, RefusesAPolicyOfAnotherType) {
  EXPECT_EQ(problems(read(kListScps, R"({"Policies": [{"Id": "p-1",
                                         "Type": "RESOURCE_CONTROL_POLICY"}]})"))
                .size(),
            1U);
}

TEST(OrganizationPolicy, ReadsItsTextAsAPolicy) {
  const auto result = read("organizations-describe-policy/p-1", R"({"Policy": {
    "PolicySummary": {"Id": "p-1", "Arn": "arn:aws:organizations::1:policy/p-1",
                      "Name": "n", "Type": "SERVICE_CONTROL_POLICY"},
    "Content": "{\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"*\"}]}"}})");
  const auto policy = only<OrganizationPolicy>(result);
  EXPECT_EQ(policy.id(), "p-1");
  EXPECT_EQ(policy.type, "SERVICE_CONTROL_POLICY");
  EXPECT_EQ(policy.document.statements.at(0).source.pointer, "/Policy/Content");
}

TEST(OrganizationPolicy, IsKnownByItsShapeIfTheNameSaysNothing) {
  const auto result =
      read("scp", R"({"Policy": {"PolicySummary": {"Id": "p-1"}, "Content": "{}"}})");
  EXPECT_EQ(only<OrganizationPolicy>(result).id(), "p-1");
}

TEST(OrganizationPolicy, IsNotThePolicyOfAnotherCall) {
  const auto result =
      read({{"kms-get-key-policy/k", R"({"Policy": "{}", "PolicyName": "x"})"},
            {"iam-get-policy", R"({"Policy": {"Arn": "a"}})"},
            {"x", R"({"Policy": "text"})"},
            {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().table<OrganizationPolicy>().all().empty());
  EXPECT_EQ(result.value().not_read().size(), 2U);
}

TEST(OrganizationPolicy, RefusesAMissingTextAndSummary) {
  EXPECT_EQ(
      problems(read("organizations-describe-policy/p-1", R"({"Policy": {}})")).size(),
      2U);
}

}  // namespace
}  // namespace pullproof::aws::organization_test
