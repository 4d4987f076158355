#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::takeovers_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kPolicy = "arn:aws:iam::111122223333:policy/pull";

/// Two roles that have the policy, and one of them two policies of its own.
const changes::AccountDocuments& roles() {
  static const auto account = [] {
    const Json attached =
        Json::array({{{"PolicyName", "pull"}, {"PolicyArn", kPolicy}}});
    Json first = {{"RoleName", "first"},
                  {"Arn", "arn:aws:iam::111122223333:role/first"},
                  {"AttachedManagedPolicies", attached},
                  {"RolePolicyList",
                   Json::array({{{"PolicyName", "kept"}}, {{"PolicyName", "other"}}})}};
    Json second = {{"RoleName", "second"},
                   {"Arn", "arn:aws:iam::111122223333:role/second"},
                   {"AttachedManagedPolicies", attached}};
    for (Json* role : {&first, &second}) {
      (*role)["AssumeRolePolicyDocument"] = {{"Version", "2012-10-17"},
                                             {"Statement", Json::array()}};
    }
    for (Json& policy : first["RolePolicyList"]) {
      policy["PolicyDocument"] = first["AssumeRolePolicyDocument"];
    }
    return changes::AccountDocuments::from_bundle(
        bundle_with({{"111122223333/global/iam-get-account-authorization-details.json",
                      {{"RoleDetailList", Json::array({first, second})}}}}));
  }();
  return account.value();
}

const Edit& only_edit(const Change& change) {
  static const Edit kNone;
  EXPECT_EQ(change.edits.size(), 1U);
  return change.edits.empty() ? kNone : change.edits.front();
}

TEST(Takeovers, APolicyIsTakenFromRolesThatItsAttachmentDoesNotName) {
  const Change change = change_of(
      plan_of(
          {made("aws_iam_policy_attachment.pull",
                {{"name", "pull"}, {"policy_arn", kPolicy}, {"roles", {"first"}}})}),
      roles());
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const auto dropped =
      std::find_if(change.edits.begin(), change.edits.end(),
                   [](const Edit& edit) { return edit.kind == Edit::Kind::DropEntry; });
  ASSERT_NE(dropped, change.edits.end());
  EXPECT_EQ(dropped->resource, "second");
}

TEST(Takeovers, ARoleKeepsOnlyTheAttachmentsThatAreNamed) {
  const Change change = change_of(
      plan_of({made("aws_iam_role_policy_attachments_exclusive.first",
                    {{"role_name", "first"}, {"policy_arns", Json::array()}})}),
      roles());
  EXPECT_EQ(*only_edit(change).value,
            Json({{"AttachedManagedPolicies", Json::array()}}));
}

TEST(Takeovers, ARoleKeepsOnlyThePoliciesThatAreNamed) {
  const Change change =
      change_of(plan_of({made("aws_iam_role_policies_exclusive.first",
                              {{"role_name", "first"}, {"policy_names", {"kept"}}})}),
                roles());
  const Edit& edit = only_edit(change);
  EXPECT_EQ(edit.kind, Edit::Kind::DropEntry);
  EXPECT_EQ(*edit.match, Json({{"PolicyName", "other"}}));
}

TEST(Takeovers, TheDefaultVpcIsFoundInTheSnapshot) {
  auto account = changes::AccountDocuments::from_bundle(
      {{"111122223333/eu-central-1/ec2-describe-vpcs.json",
        {{"Vpcs", Json::array({{{"VpcId", "vpc-1"},
                                {"CidrBlock", "172.31.0.0/16"},
                                {"IsDefault", true}}})}}}});
  ASSERT_TRUE(account.ok());
  const Json vpc =
      made("aws_default_vpc.own", {{"enable_dns_hostnames", false}}, {{"id", true}});
  const Change change = change_of(plan_of({vpc}), account.value());
  EXPECT_EQ(only_edit(change).parameter, "vpc-1");
  EXPECT_EQ((*only_edit(change).value)["EnableDnsHostnames"]["Value"], false);
  EXPECT_EQ(doubts_of(change_of(plan_of({vpc}))).size(), 1U);
}

}  // namespace
}  // namespace pullproof::cli::terraform::takeovers_test
