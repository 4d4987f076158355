#include "model/aws/service_reference.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace pullproof::aws::service_reference_test {
namespace {

bool action_may_be_on(const char* service, const char* name, const char* resource) {
  const ServiceAction* action = known_action(service, name);
  if (action == nullptr) return false;
  const auto pattern = ResourcePattern::of(resource, true);
  return std::any_of(action->types.begin(), action->types.end(),
                     [&](const auto* type) { return may_be(pattern, *type); });
}

bool action_carries(const char* service, const char* name, const char* key) {
  const ServiceAction* action = known_action(service, name);
  const ConditionKey* found = condition_key(key);
  return action != nullptr && found != nullptr && carries(*action, *found);
}

TEST(ServiceReference, HoldsEveryActionOfTheTables) {
  const std::pair<const char*, std::size_t> counts[] = {
      {"ecr", 60}, {"ecs", 81},  {"iam", 190}, {"kms", 56},           {"logs", 133},
      {"s3", 180}, {"ssm", 164}, {"sts", 16},  {"secretsmanager", 23}};
  for (const auto& [prefix, count] : counts) {
    const ServiceReference* service = service_reference(prefix);
    ASSERT_NE(service, nullptr) << prefix;
    EXPECT_EQ(service->actions.size(), count) << prefix;
    EXPECT_FALSE(service->types.empty()) << prefix;
  }
  EXPECT_EQ(service_reference("ec2"), nullptr);
  EXPECT_EQ(service_reference("aws"), nullptr);
}

// A row that names a type which its table lacks would lose it in silence.
TEST(ServiceReference, HasNoActionTwice) {
  for (const char* prefix :
       {"ecr", "ecs", "iam", "kms", "logs", "s3", "ssm", "sts", "secretsmanager"}) {
    std::set<std::string> names;
    for (const auto& action : service_reference(prefix)->actions) {
      EXPECT_TRUE(names.insert(action.name).second) << action.name;
    }
  }
}

TEST(ServiceReference, FindsActionsInAnyLetterCase) {
  ASSERT_NE(known_action("ECR", "batchgetimage"), nullptr);
  EXPECT_EQ(known_action("ecr", "BATCHGETIMAGE")->name, "BatchGetImage");
  EXPECT_EQ(known_action("ecr", "BatchGetImages"), nullptr);
  EXPECT_EQ(known_action("ec2", "DescribeVpcs"), nullptr);
  EXPECT_NE(known_action("iam", "PassRole"), nullptr);
}

// "Amazon Elastic Container Registry": the token has no resource type.
TEST(ServiceReference, KnowsWhatActionsAreOn) {
  EXPECT_TRUE(known_action("ecr", "GetAuthorizationToken")->types.empty());
  EXPECT_TRUE(action_may_be_on("ecr", "BatchGetImage",
                               "arn:aws:ecr:eu-central-1:111122223333:repository/a/b"));
  EXPECT_TRUE(action_may_be_on("ecr", "BatchGetImage", "arn:aws:ecr:*"));
  EXPECT_FALSE(action_may_be_on("ecr", "BatchGetImage",
                                "arn:aws:ecr:eu-central-1:111122223333:app"));
  EXPECT_FALSE(action_may_be_on("ecr", "BatchGetImage",
                                "arn:aws:ecr::111122223333:repository/app"));
  EXPECT_FALSE(action_may_be_on("ecr", "BatchGetImage", "arn:aws:s3:::bucket/*"));
}

TEST(ServiceReference, TellsBucketsFromObjects) {
  EXPECT_TRUE(action_may_be_on("s3", "ListBucket", "arn:aws:s3:::bucket"));
  EXPECT_TRUE(action_may_be_on("s3", "ListBucket", "arn:aws:s3:::bucket*"));
  EXPECT_FALSE(action_may_be_on("s3", "ListBucket", "arn:aws:s3:::bucket/*"));
  EXPECT_TRUE(action_may_be_on("s3", "GetObject", "arn:aws:s3:::bucket/*"));
  EXPECT_TRUE(action_may_be_on("s3", "GetObject", "arn:aws:s3:::buck*"));
  EXPECT_FALSE(action_may_be_on("s3", "GetObject", "arn:aws:s3:::bucket"));
  EXPECT_TRUE(action_may_be_on("s3", "GetObject", "arn:aws:s3:::${aws:username}"));
}

// Documents that AWS owns have no account in their ARN.
TEST(ServiceReference, LetsAnAccountBeEmpty) {
  EXPECT_TRUE(action_may_be_on("ssm", "SendCommand",
                               "arn:aws:ssm:us-east-1::document/AWS-RunShellScript"));
}

TEST(ServiceReference, KnowsTemplatesOfKeys) {
  for (const char* key :
       {"aws:RequestTag/team", "AWS:principaltag/x", "s3:ExistingObjectTag/x",
        "ecr:ResourceTag/x", "kms:EncryptionContext:aws:logs:arn", "ssm:resourceTag/x",
        "secretsmanager:ResourceTag/x", "iam:ResourceTag/x"}) {
    ASSERT_NE(condition_key(key), nullptr) << key;
    EXPECT_TRUE(condition_key(key)->is_template) << key;
  }
  EXPECT_EQ(condition_key("aws:RequestTag/"), nullptr);
  EXPECT_EQ(condition_key("aws:RequestTag"), nullptr);
}

TEST(ServiceReference, KnowsWhichKeysHaveManyValues) {
  EXPECT_TRUE(condition_key("aws:TagKeys")->multivalued);
  EXPECT_TRUE(condition_key("kms:ResourceAliases")->multivalued);
  EXPECT_FALSE(condition_key("aws:SourceVpce")->multivalued);
  EXPECT_EQ(condition_key("aws:SourceVpcEndpoint"), nullptr);
  EXPECT_FALSE(has_known_keys("ec2:Vpc"));
  EXPECT_FALSE(has_known_keys("token.actions.githubusercontent.com:sub"));
  EXPECT_FALSE(has_known_keys("aws"));
}

TEST(ServiceReference, KnowsWhatActionsCarry) {
  EXPECT_TRUE(action_carries("s3", "ListBucket", "s3:prefix"));
  EXPECT_FALSE(action_carries("s3", "GetObject", "s3:prefix"));
  EXPECT_TRUE(action_carries("s3", "GetObject", "s3:TlsVersion"));
  EXPECT_TRUE(action_carries("s3", "GetObject", "s3:ExistingObjectTag/x"));
  EXPECT_TRUE(action_carries("ecr", "BatchGetImage", "ecr:ResourceTag/x"));
  EXPECT_FALSE(action_carries("ecr", "GetAuthorizationToken", "ecr:ResourceTag/x"));
  EXPECT_TRUE(action_carries("iam", "PassRole", "iam:PassedToService"));
  EXPECT_TRUE(action_carries("sts", "AssumeRole", "iam:ResourceTag/x"));
  EXPECT_TRUE(action_carries("ecr", "GetAuthorizationToken", "aws:SourceVpce"));
}

}  // namespace
}  // namespace pullproof::aws::service_reference_test
