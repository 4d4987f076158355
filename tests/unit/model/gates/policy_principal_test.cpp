#include "model/gates/policy_principal.h"

#include <gtest/gtest.h>

namespace pullproof::gates::policy_principal_test {
namespace {

using aws::PolicyPrincipal;
using aws::PolicyStatement;

constexpr const char* kRole = "arn:aws:iam::111122223333:role/path/pull";
constexpr const char* kRoot = "arn:aws:iam::111122223333:root";
constexpr const char* kSession = "arn:aws:sts::111122223333:assumed-role/pull/1234";

Caller role_session() {
  return {.kind = Caller::Kind::RoleSession,
          .arn = kRole,
          .unique_id = "AROAPULL",
          .account = "111122223333",
          .service = {}};
}

Caller service(const std::string& name) {
  return {.kind = Caller::Kind::Service,
          .arn = {},
          .unique_id = {},
          .account = {},
          .service = name};
}

Caller foreign() {
  Caller caller;
  caller.kind = Caller::Kind::Foreign;
  return caller;
}

PolicyStatement naming(std::vector<std::string> aws, bool allow = true) {
  PolicyStatement statement;
  statement.allow = allow;
  statement.principal = PolicyPrincipal{};
  statement.principal->aws = std::move(aws);
  return statement;
}

PolicyStatement sparing(std::vector<std::string> aws, bool allow = false) {
  PolicyStatement statement = naming(std::move(aws), allow);
  statement.not_principal = true;
  return statement;
}

PolicyStatement naming_everybody(bool allow = true) {
  PolicyStatement statement = naming({}, allow);
  statement.principal->anyone = true;
  return statement;
}

constexpr PolicyReading kResource{.kind = PolicyKind::Resource};

Truth truth(const PolicyStatement& statement, const Caller& caller = role_session(),
            const PolicyReading& reading = kResource) {
  const Truth truth = names_caller<Decided>(statement, caller, reading);
  EXPECT_EQ(names_caller<Formula>(statement, caller, reading).as_constant(), truth);
  return truth;
}

Truth granted(const PolicyStatement& statement, Grantee grantee) {
  return truth(statement, role_session(),
               {.kind = PolicyKind::Resource, .grantee = grantee});
}

// iam.md 7, "Principal": an account id equals that account's root ARN.
TEST(Principal, NamesTheCallerThroughItsAccount) {
  EXPECT_EQ(truth(naming({"111122223333"})), Truth::Yes);
  EXPECT_EQ(truth(naming({kRoot})), Truth::Yes);
  EXPECT_EQ(truth(naming({"444455556666"})), Truth::No);
  EXPECT_EQ(truth(naming({"arn:aws:iam::444455556666:root"})), Truth::No);
  EXPECT_EQ(truth(naming({"arn:aws-cn:iam::111122223333:root"})), Truth::No);
}

TEST(Principal, NamesTheRoleByArnOrUniqueId) {
  EXPECT_EQ(truth(naming({"arn:aws:iam::111122223333:role/ci", kRole})), Truth::Yes);
  EXPECT_EQ(truth(naming({"AROAPULL"})), Truth::Yes);
  EXPECT_EQ(truth(naming({"AROAOTHER"})), Truth::No);
  EXPECT_EQ(truth(naming({"AIDAUSER"})), Truth::No);
  Caller unidentified = role_session();
  unidentified.unique_id.clear();
  EXPECT_EQ(truth(naming({"AROAPULL"}), unidentified), Truth::Unknown);
}

// A role's path belongs to its ARN.
TEST(Principal, DoesNotNameTheRoleWithoutItsPath) {
  EXPECT_EQ(truth(naming({"arn:aws:iam::111122223333:role/pull"})), Truth::No);
}

TEST(Principal, OfASessionIsUnknownForTheRolesOwnSessions) {
  EXPECT_EQ(truth(naming({kSession})), Truth::Unknown);
  EXPECT_EQ(truth(naming({"arn:aws:sts::111122223333:assumed-role/ci/1234"})),
            Truth::No);
  EXPECT_EQ(truth(naming({"arn:aws:sts::444455556666:assumed-role/pull/1234"})),
            Truth::No);
}

// iam.md 7: no partial wildcards in Principal.
TEST(Principal, WithAPartialWildcardIsUnknown) {
  EXPECT_EQ(truth(naming({"arn:aws:iam::111122223333:role/*"})), Truth::Unknown);
}

TEST(Principal, OfEverybodyNamesEverybody) {
  EXPECT_EQ(truth(naming_everybody()), Truth::Yes);
  EXPECT_EQ(truth(naming_everybody(), foreign()), Truth::Yes);
  EXPECT_EQ(truth(naming_everybody(), service("ec2.amazonaws.com")), Truth::Yes);
}

// iam.md 19: no principal of the customer's is ECR's account.
TEST(Principal, NamesAForeignCallerOnlyAsEverybody) {
  EXPECT_EQ(truth(naming({kRole, "111122223333"}), foreign()), Truth::No);
}

// iam.md 8, role trusts must allow explicitly.
TEST(Principal, NamesAServiceByItsName) {
  PolicyStatement statement = naming({});
  statement.principal->services = {"ecs-tasks.amazonaws.com"};
  const PolicyReading trust{.kind = PolicyKind::Trust};
  EXPECT_EQ(truth(statement, service("ecs-tasks.amazonaws.com"), trust), Truth::Yes);
  EXPECT_EQ(truth(statement, service("ecs.amazonaws.com"), trust), Truth::No);
  EXPECT_EQ(truth(statement, role_session(), trust), Truth::No);
  EXPECT_EQ(truth(naming({kRole}), service("ecs-tasks.amazonaws.com"), trust),
            Truth::No);
}

// iam.md 6 and 7, "Policy evaluation logic": a grant to the account delegates, one to
// the role is limited by its boundary, one to a session is not.
TEST(Principal, GrantsToRoleOrSessionOnlyWhatNamesThem) {
  EXPECT_EQ(granted(naming({kRoot}), Grantee::Role), Truth::No);
  EXPECT_EQ(granted(naming({kRole}), Grantee::Role), Truth::Yes);
  EXPECT_EQ(granted(naming({kRole}), Grantee::Session), Truth::No);
  EXPECT_EQ(granted(naming({kSession}), Grantee::Session), Truth::Unknown);
  EXPECT_EQ(granted(naming_everybody(), Grantee::Role), Truth::Yes);
}

// iam.md 6: to `*` with aws:PrincipalArn: not limited unless explicitly denied.
TEST(Principal, OfEverybodyGrantsToASessionIfItAsksForTheArn) {
  EXPECT_EQ(granted(naming_everybody(), Grantee::Session), Truth::Unknown);
  PolicyStatement statement = naming_everybody();
  statement.conditions = {
      aws::PolicyCondition::of("ArnEquals", "AWS:principalarn", {kRole}, true)};
  EXPECT_EQ(granted(statement, Grantee::Session), Truth::Yes);
  statement.conditions = {
      aws::PolicyCondition::of("ArnNotEquals", "aws:PrincipalArn", {kRole}, true)};
  EXPECT_EQ(granted(statement, Grantee::Session), Truth::Unknown);
}

// iam.md 9, "NotPrincipal": with Deny it hits every role that is not listed, whether or
// not its account is.
TEST(NotPrincipal, WithDenyHitsARoleThatIsNotListed) {
  EXPECT_EQ(truth(sparing({"arn:aws:iam::111122223333:role/ci", kRoot})), Truth::Yes);
  EXPECT_EQ(truth(sparing({kRoot})), Truth::Yes);
  EXPECT_EQ(truth(sparing({"arn:aws:iam::444455556666:root"})), Truth::Yes);
}

// iam.md 9: it must list account, role and session; nobody can list the session.
TEST(NotPrincipal, WithDenyIsUnknownForARoleThatIsListed) {
  EXPECT_EQ(truth(sparing({kRole})), Truth::Unknown);
  EXPECT_EQ(truth(sparing({kRole, kRoot})), Truth::Unknown);
  EXPECT_EQ(truth(sparing({kRole, kRoot, kSession})), Truth::Unknown);
  EXPECT_EQ(truth(sparing({kSession})), Truth::Unknown);
}

// iam.md 9, "Permissions boundaries": it always denies a principal that has a boundary.
TEST(NotPrincipal, WithDenyHitsWhoeverHasABoundary) {
  const PolicyReading bounded{.kind = PolicyKind::Resource,
                              .caller_has_boundary = true};
  EXPECT_EQ(truth(sparing({kRole, kRoot, kSession}), role_session(), bounded),
            Truth::Yes);
}

TEST(NotPrincipal, OfEverybodyHitsNobody) {
  PolicyStatement statement = sparing({});
  statement.principal->anyone = true;
  EXPECT_EQ(truth(statement), Truth::No);
}

TEST(NotPrincipal, HitsForeignCallersAndServicesThatAreNotListed) {
  EXPECT_EQ(truth(sparing({kRoot}), foreign()), Truth::Yes);
  PolicyStatement statement = sparing({});
  statement.principal->services = {"ec2.amazonaws.com"};
  EXPECT_EQ(truth(statement, service("ec2.amazonaws.com")), Truth::No);
  EXPECT_EQ(truth(statement, service("ecs.amazonaws.com")), Truth::Yes);
}

TEST(NotPrincipal, WithAllowGrantsToThoseItDoesNotNameAtAll) {
  EXPECT_EQ(truth(sparing({"arn:aws:iam::444455556666:root"}, true)), Truth::Yes);
  EXPECT_EQ(truth(sparing({kRoot}, true)), Truth::Unknown);
  EXPECT_EQ(granted(sparing({}, true), Grantee::Role), Truth::Unknown);
}

// "The NotPrincipal element isn't supported in SCPs and RCPs"; trusts and gateway
// endpoints are not documented.
TEST(NotPrincipal, IsUnknownInOtherPolicies) {
  for (const PolicyKind kind :
       {PolicyKind::ResourceControl, PolicyKind::GatewayEndpoint}) {
    EXPECT_EQ(truth(sparing({kRoot}), role_session(), {.kind = kind}), Truth::Unknown);
  }
}

// iam.md 10, "Control access using endpoint policies": everybody, or the root user.
TEST(GatewayEndpoint, KnowsEverybodyAndRootUsersOnly) {
  const PolicyReading gateway{.kind = PolicyKind::GatewayEndpoint};
  EXPECT_EQ(truth(naming_everybody(), role_session(), gateway), Truth::Yes);
  EXPECT_EQ(truth(naming({kRoot, "111122223333"}), role_session(), gateway), Truth::No);
  EXPECT_EQ(truth(naming({kRole}), role_session(), gateway), Truth::Unknown);
  EXPECT_EQ(truth(naming({kRole}), foreign(), gateway), Truth::No);
}

// iam.md 10: an interface endpoint's account root means the whole account, and a
// specific principal is fine.
TEST(InterfaceEndpoint, KnowsAccountsAndRoles) {
  const PolicyReading interface { .kind = PolicyKind::InterfaceEndpoint };
  EXPECT_EQ(truth(naming({kRoot}), role_session(), interface), Truth::Yes);
  EXPECT_EQ(truth(naming({kRole}), role_session(), interface), Truth::Yes);
  EXPECT_EQ(truth(naming({"444455556666"}), role_session(), interface), Truth::No);
}

TEST(Principal, IsUnknownWhereThePolicyHasNone) {
  for (const PolicyKind kind :
       {PolicyKind::Identity, PolicyKind::Boundary, PolicyKind::ServiceControl}) {
    EXPECT_EQ(truth(naming_everybody(), role_session(), {.kind = kind}),
              Truth::Unknown);
    EXPECT_EQ(truth(PolicyStatement{}, role_session(), {.kind = kind}), Truth::Yes);
  }
  EXPECT_EQ(truth(PolicyStatement{}), Truth::Unknown);
}

// "Resource control policies": only `*` is supported as principal.
TEST(ResourceControlPolicy, NamesEverybody) {
  const PolicyReading control{.kind = PolicyKind::ResourceControl};
  EXPECT_EQ(truth(naming_everybody(), role_session(), control), Truth::Yes);
  EXPECT_EQ(truth(naming({kRole}), role_session(), control), Truth::Unknown);
}

}  // namespace
}  // namespace pullproof::gates::policy_principal_test
