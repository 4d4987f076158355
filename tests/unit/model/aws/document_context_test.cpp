#include "model/aws/document_context.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::document_context_test {
namespace {

TEST(ContextOf, ReadsOurLayout) {
  const auto context = context_of("111122223333/eu-central-1/ec2-describe-vpcs.json");
  EXPECT_EQ(context.scope, (Scope{"111122223333", "eu-central-1"}));
  EXPECT_EQ(context.call, "ec2-describe-vpcs");
  EXPECT_EQ(context.parameter, "");
}

TEST(ContextOf, DecodesTheParameter) {
  const auto context =
      context_of("111122223333/eu-central-1/ecr-get-repository-policy/acme%2Fweb.json");
  EXPECT_EQ(context.call, "ecr-get-repository-policy");
  EXPECT_EQ(context.parameter, "acme/web");
}

TEST(ContextOf, TakesAParameterThatBecameFolders) {
  EXPECT_EQ(context_of("1/ecr-describe-images/acme/web.json").parameter, "acme/web");
}

TEST(ContextOf, ReadsBatfishsLayouts) {
  EXPECT_EQ(context_of("aws_configs/us-east-1/Vpcs.json").scope,
            (Scope{"", "us-east-1"}));
  EXPECT_EQ(context_of("aws_configs/accounts/111122223333/us-east-1/Vpcs.json").scope,
            (Scope{"111122223333", "us-east-1"}));
}

TEST(ContextOf, KnowsTheGlobalFolder) {
  EXPECT_EQ(context_of("111122223333/global/x.json").scope.region, "global");
}

TEST(ContextOf, TellsNothingOfABareName) {
  const auto context = context_of("everything.json");
  EXPECT_EQ(context.scope, Scope{});
  EXPECT_EQ(context.call, "");
}

TEST(IsRegion, TakesRegionsAndNoOtherNames) {
  for (const char* text : {"eu-central-1", "us-gov-west-1", "ap-southeast-4",
                           "us-isob-east-1", "cn-northwest-1", "eusc-de-east-1"}) {
    EXPECT_TRUE(is_region(text)) << text;
  }
  for (const char* text : {"", "eu-central", "eu-central-1a", "my-app-1", "EU-west-1",
                           "eu--west-1", "global", "eu-west-11"}) {
    EXPECT_FALSE(is_region(text)) << text;
  }
}

TEST(IsAccount, IsTwelveDigits) {
  EXPECT_TRUE(is_account("000000000000"));
  EXPECT_FALSE(is_account("11112222333"));
  EXPECT_FALSE(is_account("11112222333x"));
}

TEST(ServiceOfCall, StandsBeforeTheVerb) {
  EXPECT_EQ(service_of_call("ecr-batch-get-image"), "ecr");
  EXPECT_EQ(service_of_call("network-firewall-list-firewalls"), "network-firewall");
  EXPECT_EQ(service_of_call("ecr-public-describe-repositories"), "ecr-public");
  EXPECT_EQ(service_of_call("eu-central-1"), "");
  EXPECT_EQ(service_of_call("snapshot"), "");
  EXPECT_EQ(service_of_call(""), "");
}

Scope inside(const char* text) { return scope_inside(nlohmann::json::parse(text)); }

TEST(ScopeInside, TakesOwnersBeforeArns) {
  EXPECT_EQ(inside(R"({"Vpcs": [{"Arn": "arn:aws:ec2:eu-west-1:999988887777:vpc/v",
                                 "OwnerId": "111122223333"}]})"),
            (Scope{"111122223333", "eu-west-1"}));
}

TEST(ScopeInside, TakesTheRegionFromZonesAndArns) {
  EXPECT_EQ(inside(R"({"Subnets": [{"AvailabilityZone": "eu-central-1a"}]})").region,
            "eu-central-1");
  EXPECT_EQ(inside(R"({"a": ["arn:aws:ecs:us-gov-west-1:111122223333:cluster/c"]})"),
            (Scope{"111122223333", "us-gov-west-1"}));
}

TEST(ScopeInside, IgnoresOtherPeoplesAccounts) {
  EXPECT_EQ(inside(R"({"AssumeRolePolicyDocument": {
                "Principal": {"AWS": "arn:aws:iam::999988887777:root"}}})"),
            Scope{});
  EXPECT_EQ(inside(R"({"OwnerId": "AWS", "a": "arn:aws:iam::aws:policy/p"})"), Scope{});
}

TEST(CallerAccount, IsTheAnswerOfGetCallerIdentity) {
  const auto account = [](const char* text) {
    return caller_account(nlohmann::json::parse(text));
  };
  EXPECT_EQ(account(R"({"UserId": "U", "Account": "111122223333", "Arn": "a"})"),
            "111122223333");
  EXPECT_EQ(account(R"({"UserId": "U", "Account": "x", "Arn": "a"})"), "");
  EXPECT_EQ(account(R"({"Account": "111122223333"})"), "");
  EXPECT_EQ(account("[]"), "");
}

TEST(LastPart, FollowsTheLastSlash) {
  EXPECT_EQ(last_part("arn:aws:ecs:r:1:cluster/prod"), "prod");
  EXPECT_EQ(last_part("prod"), "prod");
}

}  // namespace
}  // namespace pullproof::aws::document_context_test
