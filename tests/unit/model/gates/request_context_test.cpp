#include "model/gates/request_context.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/policy_condition.h"
#include "tests/support/iam_account.h"

namespace pullproof::gates::request_context_test {
namespace {

using nlohmann::json;
using support::iam_account;
using support::kIamAccount;
using support::kOtherAccount;

/// By value, and a question where the key is not modelled.
ContextValue look_up_in(const Request& request, const std::string& key) {
  const ContextValue* value = look_up(request, aws::lower(key));
  return value == nullptr ? ContextValue(UnknownKey{key_not_modelled(key)}) : *value;
}

ContextValue value_in(const json& bundle, const std::string& key,
                      const std::string& resource_account = kIamAccount) {
  const aws::Snapshot account = support::read_account(bundle);
  RequestPlace place = support::pull_place(account, "ecr:BatchGetImage");
  place.request.context =
      role_session_context(Context{.account = account}, place.role,
                           place.request.caller, "eu-central-1", resource_account);
  return look_up_in(place.request, key);
}

std::string text(const ContextValue& value) {
  const auto* fixed = std::get_if<FixedKey>(&value);
  return fixed == nullptr || fixed->values.size() != 1 ? "" : fixed->values.front();
}

std::string call(const ContextValue& value) {
  const auto* open = std::get_if<UnknownKey>(&value);
  return open == nullptr ? "" : open->question.call;
}

bool absent(const ContextValue& value) {
  return std::holds_alternative<AbsentKey>(value);
}

bool unknown(const ContextValue& value) {
  return std::holds_alternative<UnknownKey>(value);
}

// iam.md 12: key names are case-insensitive.
TEST(LookUp, FindsKeysInAnyLetterCase) {
  EXPECT_EQ(text(value_in(iam_account(), "AWS:requestedRegion")), "eu-central-1");
}

// iam.md 20.
TEST(LookUp, IsUnknownForAKeyThatNobodyModels) {
  const ContextValue value = value_in(iam_account(), "acme:Key");
  ASSERT_TRUE(unknown(value));
  EXPECT_EQ(std::get<UnknownKey>(value).question.why,
            "context key `acme:Key` is not modelled");
}

TEST(LookUp, FindsTagsOfTheRoleAndTheirAbsence) {
  json bundle = iam_account();
  support::pull_role(bundle)["Tags"] =
      json::array({{{"Key", "Team"}, {"Value", "Shop"}}});
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalTag/team")), "Shop");
  EXPECT_TRUE(absent(value_in(bundle, "aws:PrincipalTag/other")));
}

// "AWS global condition context keys".
TEST(RoleSessionContext, TellsWhoCalls) {
  const json bundle = iam_account();
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalArn")), support::kPullRole);
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalAccount")), kIamAccount);
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalType")), "AssumedRole");
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalIsAWSService")), "false");
  EXPECT_EQ(text(value_in(bundle, "aws:ViaAWSService")), "false");
  EXPECT_EQ(text(value_in(bundle, "aws:SecureTransport")), "true");
  for (const char* key : {"aws:username", "aws:MultiFactorAuthPresent", "aws:CalledVia",
                          "aws:SourceArn", "aws:SourceAccount", "aws:Referer",
                          "aws:RequestTag/x", "aws:FederatedProvider"}) {
    EXPECT_TRUE(absent(value_in(bundle, key))) << key;
  }
  for (const char* key : {"aws:userid", "aws:CurrentTime", "aws:EpochTime",
                          "aws:TokenIssueTime", "aws:UserAgent"}) {
    EXPECT_TRUE(unknown(value_in(bundle, key))) << key;
  }
}

TEST(RoleSessionContext, LeavesTheNetworkToThePath) {
  for (const char* key : {"aws:SourceIp", "aws:SourceVpc", "aws:SourceVpce"}) {
    EXPECT_TRUE(unknown(value_in(iam_account(), key))) << key;
  }
}

TEST(RoleSessionContext, NamesTheCallForTagsOfTheRepository) {
  EXPECT_EQ(call(value_in(iam_account(), "aws:ResourceTag/x")),
            "ecr-list-tags-for-resource");
  EXPECT_EQ(call(value_in(iam_account(), "ecr:ResourceTag/x")),
            "ecr-list-tags-for-resource");
}

TEST(RoleSessionContext, KnowsTheOrganizationOfBothSides) {
  json bundle = iam_account();
  EXPECT_TRUE(absent(value_in(bundle, "aws:PrincipalOrgID")));
  support::put_organization(bundle);
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalOrgID")), "o-1");
  EXPECT_EQ(text(value_in(bundle, "aws:ResourceOrgID")), "o-1");
  EXPECT_EQ(text(value_in(bundle, "aws:PrincipalOrgPaths")), "o-1/r-1/ou-1/");
  EXPECT_EQ(call(value_in(bundle, "aws:ResourceOrgID", kOtherAccount)),
            "organizations-describe-organization");
  support::drop_call(bundle, kIamAccount, "global", "organizations-list-parents/ou-1");
  EXPECT_EQ(call(value_in(bundle, "aws:PrincipalOrgPaths")),
            "organizations-list-parents/ou-1");
}

// "How a pull works" 1.6: without a resource the key is the caller's own account.
TEST(RoleSessionContext, KnowsWhoOwnsTheResource) {
  EXPECT_EQ(text(value_in(iam_account(), "aws:ResourceAccount", kOtherAccount)),
            kOtherAccount);
  EXPECT_EQ(text(value_in(iam_account(), "aws:ResourceAccount", "")), kIamAccount);
}

// iam.md 19: the GET of a layer is signed by an account of AWS's own.
TEST(ForeignS3Context, HoldsNothingOfTheCustomers) {
  Request layer;
  layer.context = foreign_s3_context(kIamAccount, "eu-central-1");
  for (const char* key :
       {"aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID",
        "aws:ResourceAccount", "s3:ResourceAccount", "aws:ResourceOrgID"}) {
    EXPECT_EQ(not_of_account(text(look_up_in(layer, key))), kIamAccount) << key;
  }
  EXPECT_EQ(text(look_up_in(layer, "s3:authType")), "REST-QUERY-STRING");
  EXPECT_EQ(text(look_up_in(layer, "aws:PrincipalIsAWSService")), "false");
  EXPECT_TRUE(unknown(look_up_in(layer, "s3:signatureAge")));
  EXPECT_TRUE(absent(look_up_in(layer, "s3:DataAccessPointArn")));
}

// "Amazon ECS task execution IAM role": ECS names the task's account as source.
TEST(ServiceContext, NamesTheSourceThatEcsSends) {
  const aws::Snapshot account = support::read_account(iam_account());
  const Context context{.account = account};
  Request assume = support::role_place(account).request;
  EXPECT_EQ(text(look_up_in(assume, "aws:SourceAccount")), kIamAccount);
  EXPECT_TRUE(unknown(look_up_in(assume, "aws:SourceArn")));
  EXPECT_TRUE(absent(look_up_in(assume, "sts:ExternalId")));
  assume.context = service_context(context, {kIamAccount, "eu-central-1"},
                                   assume.caller, FieldId{0});
  EXPECT_TRUE(std::holds_alternative<TextKey>(look_up_in(assume, "aws:SourceArn")));
  assume.caller.service = "ec2.amazonaws.com";
  assume.context = service_context(context, {kIamAccount, "eu-central-1"},
                                   assume.caller, std::nullopt);
  EXPECT_TRUE(unknown(look_up_in(assume, "aws:SourceAccount")));
}

// IAM user guide, "AWS global condition context keys": aws:ResourceAccount owns the
// resource, here the role; aws:PrincipalServiceName is the service that calls.
TEST(ServiceContext, NamesTheServiceAndTheAccountOfTheRole) {
  const aws::Snapshot account = support::read_account(iam_account());
  const Context context{.account = account};
  Request assume = support::role_place(account).request;
  EXPECT_EQ(text(look_up_in(assume, "aws:ResourceAccount")), kIamAccount);
  EXPECT_EQ(text(look_up_in(assume, "aws:PrincipalServiceName")),
            "ecs-tasks.amazonaws.com");
  assume.caller.service = "ec2.amazonaws.com.cn";
  assume.context = service_context(context, {kIamAccount, "cn-north-1"}, assume.caller,
                                   std::nullopt);
  EXPECT_TRUE(unknown(look_up_in(assume, "aws:PrincipalServiceName")));
}

TEST(ForeignValue, IsToldFromOthers) {
  EXPECT_EQ(not_of_account(foreign_value("1")), "1");
  EXPECT_EQ(not_of_account("111122223333"), std::nullopt);
}

}  // namespace
}  // namespace pullproof::gates::request_context_test
