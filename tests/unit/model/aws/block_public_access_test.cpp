#include "model/aws/block_public_access.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::block_public_access_test {
namespace {

TEST(BlockPublicAccessOptions, IsFoundByItsAccountAndRegion) {
  const auto result = read("ec2-describe-vpc-block-public-access-options",
                           R"({"VpcBlockPublicAccessOptions": {
                               "InternetGatewayBlockMode": "block-ingress"}})");
  ASSERT_TRUE(result.ok());
  const auto find = [&](const Scope& scope) {
    return result.value().find<BlockPublicAccessOptions>(
        scope, BlockPublicAccessOptions::key_of(scope));
  };
  EXPECT_EQ(find({"444455556666", "eu-central-1"}), nullptr);
  const auto* options = find(kHome);
  ASSERT_NE(options, nullptr);
  EXPECT_EQ(options->mode, "block-ingress");
  EXPECT_EQ(options->source.pointer, "/VpcBlockPublicAccessOptions");
}

TEST(BlockPublicAccessExclusion, NamesItsResource) {
  const auto exclusion = only<BlockPublicAccessExclusion>(
      read("ec2-describe-vpc-block-public-access-exclusions",
           R"({"VpcBlockPublicAccessExclusions": [{"ExclusionId": "vpcbpa-1",
               "InternetGatewayExclusionMode": "allow-egress",
               "ResourceArn": "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1",
               "State": "create-complete"}]})"));
  EXPECT_EQ(exclusion.mode, "allow-egress");
  EXPECT_EQ(exclusion.state, "create-complete");
  EXPECT_EQ(exclusion.resource_arn, "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1");
}

}  // namespace
}  // namespace pullproof::aws::block_public_access_test
