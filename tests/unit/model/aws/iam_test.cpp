#include "model/aws/iam.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::iam_test {
namespace {

constexpr const char* kCall = "iam-get-account-authorization-details";
constexpr const char* kTrust =
    R"("AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow",
       "Principal": {"Service": "ecs-tasks.amazonaws.com"},
       "Action": "sts:AssumeRole"}]})";

Result<Snapshot> read_role(const std::string& rest) {
  return read(kCall, R"({"RoleDetailList": [{"Arn": "arn:aws:iam::111122223333:role/r",
                         "RoleName": "r", )" +
                         rest + R"(}], "Policies": []})");
}

Result<Snapshot> read_policy(const std::string& rest) {
  return read(kCall, R"({"RoleDetailList": [], "Policies": [{
                         "Arn": "arn:aws:iam::aws:policy/p", )" +
                         rest + "}]}");
}

TEST(Role, ReadsAllItsPolicies) {
  const auto role = only<Role>(read_role(std::string(kTrust) + R"(,
    "Path": "/x/", "RoleId": "AROA1",
    "RolePolicyList": [{"PolicyName": "inline",
      "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*"}]}}],
    "AttachedManagedPolicies": [{"PolicyName": "p",
      "PolicyArn": "arn:aws:iam::aws:policy/p"}],
    "PermissionsBoundary": {"PermissionsBoundaryType": "Policy",
      "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/b"},
    "InstanceProfileList": [{"Arn": "arn:aws:iam::111122223333:instance-profile/i"}],
    "Tags": [{"Key": "team", "Value": "web"}])"));
  EXPECT_EQ(role.id(), "arn:aws:iam::111122223333:role/r");
  EXPECT_EQ(role.scope, kHomeGlobal);
  EXPECT_EQ(role.path, "/x/");
  EXPECT_EQ(role.unique_id, "AROA1");
  ASSERT_EQ(role.trust.statements.at(0).actions.size(), 1U);
  EXPECT_EQ(role.trust.statements.at(0).actions[0].text, "sts:AssumeRole");
  EXPECT_EQ(role.inline_policies.at(0).name, "inline");
  EXPECT_EQ(role.inline_policies.at(0).document.statements.at(0).source.pointer,
            "/RoleDetailList/0/RolePolicyList/0/PolicyDocument/Statement/0");
  EXPECT_EQ(role.attached_policy_arns, Texts{"arn:aws:iam::aws:policy/p"});
  EXPECT_EQ(role.boundary_arn, "arn:aws:iam::111122223333:policy/b");
  EXPECT_EQ(role.instance_profiles,
            Texts{"arn:aws:iam::111122223333:instance-profile/i"});
  EXPECT_EQ(role.tags.at("team"), "web");
}

TEST(Role, KeepsAMissingTrustPolicyAsNotModelled) {
  EXPECT_NE(only<Role>(read_role(R"("Tags": [])")).trust.not_modelled, "");
}

TEST(Role, ReadsUrlEncodedPolicies) {
  const auto role = only<Role>(read_role(
      R"("AssumeRolePolicyDocument":
         "%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%7D%5D%7D")"));
  EXPECT_EQ(role.trust.statements.size(), 1U);
}

TEST(Role, RefusesAnInlinePolicyWithoutDocument) {
  EXPECT_EQ(problems(read_role(R"("RolePolicyList": [{"PolicyName": "p"}])")),
            Texts{"/RoleDetailList/0/RolePolicyList/0: expected `PolicyDocument`, "
                  "found nothing"});
}

TEST(ManagedPolicy, ReadsItsDefaultVersion) {
  const auto policy = only<ManagedPolicy>(read_policy(R"("DefaultVersionId": "v2",
    "PolicyVersionList": [
      {"VersionId": "v1", "IsDefaultVersion": false, "Document": {"Statement": []}},
      {"VersionId": "v2", "IsDefaultVersion": true, "Document": {
        "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}}])"));
  EXPECT_EQ(policy.id(), "arn:aws:iam::aws:policy/p");
  EXPECT_EQ(policy.document.statements.size(), 1U);
  EXPECT_EQ(policy.document.not_modelled, "");
  EXPECT_EQ(policy.document.source.pointer, "/Policies/0/PolicyVersionList/1/Document");
}

TEST(ManagedPolicy, KeepsAMissingDefaultVersionAsNotModelled) {
  EXPECT_NE(only<ManagedPolicy>(read_policy(R"("PolicyVersionList": [
              {"VersionId": "v1", "IsDefaultVersion": false}])"))
                .document.not_modelled,
            "");
}

TEST(ManagedPolicy, RefusesTwoDefaultsAndAContradiction) {
  EXPECT_EQ(problems(read_policy(R"("PolicyVersionList": [
              {"VersionId": "v1", "IsDefaultVersion": true, "Document": {}},
              {"VersionId": "v2", "IsDefaultVersion": true, "Document": {}}])"))
                .size(),
            1U);
  EXPECT_EQ(problems(read_policy(R"("DefaultVersionId": "v2", "PolicyVersionList": [
              {"VersionId": "v1", "IsDefaultVersion": true, "Document": {}}])"))
                .size(),
            1U);
}

TEST(IamDetails, AreSeenOnlyWhereTheRolesAre) {
  const auto policies_only =
      read("iam-policies", R"({"Policies": [{"Arn": "a", "PolicyVersionList": []}]})");
  ASSERT_TRUE(policies_only.ok());
  EXPECT_FALSE(policies_only.value().calls().seen(kHomeGlobal, kCall));
  EXPECT_TRUE(read_role(kTrust).value().calls().seen(kHomeGlobal, kCall));
}

TEST(IamDetails, AreNotConfusedWithTheListOfPolicies) {
  const auto result = read({{"iam-list-policies", R"({"Policies": [{"Arn": "a"}]})"},
                            {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().table<ManagedPolicy>().all().empty());
}

TEST(User, ReadsItsPoliciesAndGroups) {
  const auto user = only<User>(read(kCall, R"({"UserDetailList": [{
    "Arn": "arn:aws:iam::111122223333:user/dev/anna", "UserName": "anna",
    "UserId": "AIDA1", "Path": "/dev/", "GroupList": ["readers", "writers"],
    "UserPolicyList": [{"PolicyName": "own",
      "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*"}]}}],
    "AttachedManagedPolicies": [{"PolicyName": "p",
      "PolicyArn": "arn:aws:iam::aws:policy/p"}],
    "Tags": [{"Key": "team", "Value": "web"}]}]})"));
  EXPECT_EQ(user.id(), "arn:aws:iam::111122223333:user/dev/anna");
  EXPECT_EQ(user.scope, kHomeGlobal);
  EXPECT_EQ(user.name, "anna");
  EXPECT_EQ(user.unique_id, "AIDA1");
  EXPECT_EQ(user.group_names, (Texts{"readers", "writers"}));
  EXPECT_EQ(user.inline_policies.at(0).document.statements.at(0).source.pointer,
            "/UserDetailList/0/UserPolicyList/0/PolicyDocument/Statement/0");
  EXPECT_EQ(user.attached_policy_arns, Texts{"arn:aws:iam::aws:policy/p"});
  EXPECT_EQ(user.tags.at("team"), "web");
}

TEST(Group, ReadsItsPolicies) {
  const auto group = only<Group>(read(kCall, R"({"GroupDetailList": [{
    "Arn": "arn:aws:iam::111122223333:group/readers", "GroupName": "readers",
    "GroupId": "AGPA1", "Path": "/",
    "GroupPolicyList": [{"PolicyName": "own",
      "PolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "*"}]}}],
    "AttachedManagedPolicies": []}]})"));
  EXPECT_EQ(group.name, "readers");
  EXPECT_EQ(group.inline_policies.at(0).name, "own");
}

// `--filter Role` leaves the users out: that they are not there tells nothing.
TEST(User, IsSeenOnlyWhereUsersAreListed) {
  const auto without = read_role("\"Tags\": []");
  EXPECT_FALSE(without.value().calls().seen(kHomeGlobal, "iam-list-users"));
  const auto with = read(kCall, R"({"RoleDetailList": [], "UserDetailList": []})");
  EXPECT_TRUE(with.value().calls().seen(kHomeGlobal, "iam-list-users"));
}

}  // namespace
}  // namespace pullproof::aws::iam_test
