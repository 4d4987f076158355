#include "model/gates/trust_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/request_context.h"
#include "tests/support/iam_account.h"

namespace pullproof::gates::trust_policy_test {
namespace {

using nlohmann::json;
using support::blamed;
using support::kIamAccount;
using support::kPullRole;
using support::truth;

json trusting(const std::string& service, const json& condition = {}) {
  json statement = {{"Effect", "Allow"},
                    {"Action", "sts:AssumeRole"},
                    {"Principal", {{"Service", service}}}};
  if (!condition.is_null()) statement["Condition"] = condition;
  return statement;
}

template <class G>
Gate ask(const std::vector<json>& statements, std::optional<FieldId> source_arn = {}) {
  json bundle = support::iam_account();
  support::pull_role(bundle)["AssumeRolePolicyDocument"] = support::policy(statements);
  const aws::Snapshot account = support::read_account(bundle);
  const Context context{.account = account};
  RolePlace place = support::role_place(account);
  place.request.context =
      service_context(context, place.scope, place.request.caller, source_arn);
  return G::lets_through(place, context);
}

constexpr const char* kEcs = "ecs-tasks.amazonaws.com";

// iam.md 8: role trusts must allow explicitly.
TEST(TrustPolicy, MustNameTheService) {
  EXPECT_EQ(truth(ask<TrustPolicyAllows>({trusting(kEcs)})), Truth::Yes);
  const Gate gate = ask<TrustPolicyAllows>({trusting("ec2.amazonaws.com")});
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), std::vector<std::string>{kPullRole});
  EXPECT_EQ(gate.mechanism, "trust-policy");
  EXPECT_EQ(gate.code, "TRUST_POLICY_NO_ALLOW");
  EXPECT_EQ(gate.message,
            "the trust policy of role pull does not allow ecs-tasks.amazonaws.com to "
            "assume it");
}

// "Amazon ECS task execution IAM role": the conditions that AWS recommends.
TEST(TrustPolicy, ComparesTheAccountOfTheTask) {
  const auto with = [](const std::string& account) {
    return truth(ask<TrustPolicyAllows>(
        {trusting(kEcs, {{"StringEquals", {{"aws:SourceAccount", account}}}})}));
  };
  EXPECT_EQ(with(kIamAccount), Truth::Yes);
  EXPECT_EQ(with(support::kOtherAccount), Truth::No);
}

TEST(TrustPolicy, ComparesTheSourceArn) {
  const json condition = {
      {"ArnLike", {{"aws:SourceArn", "arn:aws:ecs:eu-central-1:111122223333:*"}}}};
  EXPECT_EQ(truth(ask<TrustPolicyAllows>({trusting(kEcs, condition)})), Truth::Unknown);
  const Gate gate = ask<TrustPolicyAllows>({trusting(kEcs, condition)}, FieldId{0});
  const std::string start = "arn:aws:ecs:eu-central-1:";
  EXPECT_EQ(evaluate(gate.lets_through,
                     {.values = {start + "111122223333:task/prod/1"}, .answers = {}}),
            Truth::Yes);
  EXPECT_EQ(evaluate(gate.lets_through,
                     {.values = {start + "444455556666:task/prod/1"}, .answers = {}}),
            Truth::No);
}

// "Amazon ECS task IAM role": aws:SourceArn cannot be used to name a cluster.
TEST(TrustPolicy, TakesNoSingleClusterForTheSource) {
  const std::string start = "arn:aws:ecs:eu-central-1:111122223333:";
  const auto allowing = [&](const char* op, const json& arns) {
    return ask<TrustPolicyAllows>({trusting(kEcs, {{op, {{"aws:SourceArn", arns}}}})},
                                  FieldId{0});
  };
  const auto with = [](const Gate& gate, const std::string& arn) {
    return evaluate(gate.lets_through, {.values = {arn}, .answers = {}});
  };
  for (const char* op : {"ArnLike", "ArnEquals", "StringEquals", "StringLike"}) {
    const Gate gate = allowing(op, start + "cluster/prod");
    EXPECT_EQ(truth(gate), Truth::No) << op;
    EXPECT_EQ(blamed(gate), std::vector<std::string>{kPullRole});
    EXPECT_EQ(gate.repair, "let aws:SourceArn in the trust policy of role pull be `" +
                               start + "*`: ECS supports no single cluster there");
  }
  EXPECT_EQ(truth(allowing("ArnLike", start + "cluster/prod-*")), Truth::No);
  // Whether every cluster can be named so is not told, nor what is sent instead.
  EXPECT_EQ(with(allowing("ArnLike", start + "cluster/*"), start + "cluster/prod"),
            Truth::Yes);
  const Gate either = allowing("ArnLike", json{start + "cluster/prod", start + "*"});
  EXPECT_EQ(with(either, start + "task/prod/1"), Truth::Yes);
  const Gate denied = ask<TrustPolicyDenies>(
      {trusting(kEcs),
       {{"Effect", "Deny"},
        {"Action", "sts:AssumeRole"},
        {"Principal", {{"Service", kEcs}}},
        {"Condition", {{"ArnLike", {{"aws:SourceArn", start + "cluster/prod"}}}}}}},
      FieldId{0});
  EXPECT_EQ(with(denied, start + "cluster/prod"), Truth::No);
  EXPECT_EQ(with(denied, start + "task/prod/1"), Truth::Yes);
}

/// An instance's role in the region, whose policy has these statements.
template <class G>
Truth ask_for_instance(const std::string& region, const std::string& service,
                       const std::vector<json>& statements) {
  json bundle = support::iam_account();
  support::pull_role(bundle)["AssumeRolePolicyDocument"] = support::policy(statements);
  const aws::Snapshot account = support::read_account(bundle);
  RolePlace place = support::role_place(account);
  place.kind = RolePlace::Kind::InstanceProfile;
  place.scope.region = region;
  place.request.caller.service = service;
  return truth(G::lets_through(place, Context{.account = account}));
}

// CDK API reference, ServicePrincipalOpts: the global name is sufficient; its table of
// regions has others, and IAM refuses policies with a name that it does not know.
TEST(TrustPolicy, MayNameEc2ByEitherOfItsNames) {
  const auto allowed = [](const std::string& region, const std::string& own,
                          const std::string& named) {
    return ask_for_instance<TrustPolicyAllows>(region, own, {trusting(named)});
  };
  const std::string global = "ec2.amazonaws.com";
  const std::string china = "ec2.amazonaws.com.cn";
  EXPECT_EQ(allowed("cn-north-1", china, china), Truth::Yes);
  EXPECT_EQ(allowed("cn-north-1", china, global), Truth::Yes);
  EXPECT_EQ(allowed("cn-north-1", china, kEcs), Truth::No);
  EXPECT_EQ(allowed("us-iso-east-1", global, global), Truth::Yes);
  EXPECT_EQ(allowed("us-iso-east-1", global, "ec2.c2s.ic.gov"), Truth::Unknown);
  EXPECT_EQ(allowed("us-iso-east-1", global, china), Truth::No);
  EXPECT_EQ(allowed("eu-central-1", global, china), Truth::No);
  EXPECT_EQ(allowed("us-gov-west-1", global, china), Truth::No);
}

TEST(TrustPolicy, MayDenyEc2ByOneOfItsNames) {
  const auto let = [](const std::string& region, const std::string& own,
                      const std::string& denied) {
    json statement = trusting(denied);
    statement["Effect"] = "Deny";
    return ask_for_instance<TrustPolicyDenies>(region, own, {trusting(own), statement});
  };
  EXPECT_EQ(let("cn-north-1", "ec2.amazonaws.com.cn", "ec2.amazonaws.com"),
            Truth::Unknown);
  EXPECT_EQ(let("cn-north-1", "ec2.amazonaws.com.cn", kEcs), Truth::Yes);
  EXPECT_EQ(let("eu-central-1", "ec2.amazonaws.com", "ec2.amazonaws.com"), Truth::No);
}

TEST(TrustPolicy, MayDeny) {
  json statement = trusting(kEcs);
  statement["Effect"] = "Deny";
  const Gate gate = ask<TrustPolicyDenies>({trusting(kEcs), statement});
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), std::vector<std::string>{kPullRole});
  EXPECT_EQ(gate.code, "TRUST_POLICY_DENY");
}

TEST(TrustPolicy, LeavesAMissingRoleToItsOwnGate) {
  const aws::Snapshot account = support::read_account(support::iam_account());
  RolePlace place = support::role_place(account);
  place.role = nullptr;
  EXPECT_EQ(truth(TrustPolicyAllows::lets_through(place, Context{.account = account})),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::trust_policy_test
