#include "model/gates/caller.h"

#include <gtest/gtest.h>

namespace pullproof::gates::caller_test {
namespace {

using Kind = Caller::Kind;

Caller named(const char* principal) {
  const auto caller = caller_named(principal);
  EXPECT_TRUE(caller) << principal;
  return caller.value_or(Caller{});
}

TEST(Caller, IsReadOffEveryFormOfPrincipal) {
  EXPECT_EQ(named("anonymous").kind, Kind::Anonymous);
  EXPECT_EQ(named("ecs-tasks.amazonaws.com").service, "ecs-tasks.amazonaws.com");
  EXPECT_EQ(named("arn:aws:iam::111122223333:root").kind, Kind::Root);
  EXPECT_EQ(named("arn:aws:iam::111122223333:user/team/bob").kind, Kind::User);
  EXPECT_EQ(named("arn:aws-cn:iam::111122223333:role/ci").account, "111122223333");
  EXPECT_EQ(named("arn:aws:iam::111122223333:saml-provider/x").kind, Kind::Federated);
  const Caller federated = named("arn:aws:sts::111122223333:federated-user/bob");
  EXPECT_EQ(federated.kind, Kind::FederatedUser);
  EXPECT_EQ(federated.session, "bob");
}

TEST(Caller, OfASessionHasItsRoleWithoutThePath) {
  const Caller session = named("arn:aws:sts::111122223333:assumed-role/ci/build/1");
  EXPECT_EQ(session.kind, Kind::RoleSession);
  EXPECT_EQ(session.arn, "arn:aws:iam::111122223333:role/ci");
  EXPECT_EQ(session.session, "build/1");
  EXPECT_FALSE(session.path_known);
}

TEST(Caller, IsNothingElse) {
  for (const char* principal :
       {"", "*", "bob", "arn:aws:iam::111122223333:group/x", "arn:aws:s3:::bucket",
        "arn:aws:iam:::role/x", "arn:aws:sts::111122223333:assumed-role/ci"}) {
    EXPECT_FALSE(caller_named(principal)) << principal;
  }
}

// "Service control policies": they do not affect service-linked roles.
TEST(Caller, IsLimitedByServiceControlUnlessLinkedToAService) {
  EXPECT_EQ(limited_by_service_control(named("arn:aws:iam::111122223333:root")),
            Truth::Yes);
  EXPECT_EQ(limited_by_service_control(named("ecs.amazonaws.com")), Truth::No);
  EXPECT_EQ(limited_by_service_control(
                named("arn:aws:iam::111122223333:role/aws-service-role/ecs/X")),
            Truth::No);
  EXPECT_EQ(limited_by_service_control(
                named("arn:aws:iam::111122223333:role/AWSServiceRoleForMine")),
            Truth::Yes);
}

TEST(Action, IsOfAServiceInAnyLetterCase) {
  EXPECT_TRUE(is_action_of("KMS:Decrypt", "kms"));
  EXPECT_FALSE(is_action_of("kms", "kms"));
  EXPECT_FALSE(is_action_of("kmsx:Decrypt", "kms"));
  EXPECT_TRUE(assumes_role("sts:AssumeRoleWithSAML"));
  EXPECT_FALSE(assumes_role("sts:GetCallerIdentity"));
  EXPECT_TRUE(has_no_resource_type("ECR:getauthorizationtoken"));
}

TEST(Action, NeedsThePolicyOfKeysAndRoles) {
  EXPECT_TRUE(needs_resource_policy("kms:Decrypt", "arn:aws:kms:r:1:key/a"));
  EXPECT_FALSE(needs_resource_policy("kms:CreateAlias", "arn:aws:kms:r:1:alias/a"));
  EXPECT_TRUE(needs_resource_policy("sts:AssumeRole", "arn:aws:iam::1:role/a"));
  EXPECT_FALSE(needs_resource_policy("s3:GetObject", "arn:aws:s3:::b/k"));
}

TEST(CallerNamed, ReadsBackTheNameOfEveryKind) {
  for (const char* name :
       {"arn:aws:iam::111122223333:role/ci", "arn:aws:iam::111122223333:user/a/bob",
        "arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/ci/1",
        "arn:aws-cn:sts::111122223333:assumed-role/ci/1",
        "arn:aws:sts::111122223333:federated-user/bob", "ecs-tasks.amazonaws.com",
        "arn:aws:iam::111122223333:saml-provider/idp", "accounts.google.com",
        "anonymous"}) {
    const auto caller = caller_named(name);
    ASSERT_TRUE(caller) << name;
    EXPECT_EQ(name_of(*caller), name);
  }
}

// IAM user guide, "Principal: web identity": providers, although they look like
// services.
TEST(CallerNamed, KnowsTheWebIdentityProviders) {
  for (const char* name : {"cognito-identity.amazonaws.com", "accounts.google.com",
                           "graph.facebook.com", "www.amazon.com"}) {
    EXPECT_EQ(caller_named(name)->kind, Caller::Kind::Federated) << name;
  }
  EXPECT_EQ(caller_named("cognito-idp.amazonaws.com")->kind, Caller::Kind::Service);
}

}  // namespace
}  // namespace pullproof::gates::caller_test
