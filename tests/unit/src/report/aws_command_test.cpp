#include "src/report/aws_command.h"

#include <gtest/gtest.h>

namespace pullproof::cli::aws_command_test {
namespace {

TEST(AwsCommand, SplitsServiceAndOperation) {
  EXPECT_EQ(aws_command("ec2-describe-vpcs"), "aws ec2 describe-vpcs");
}

TEST(AwsCommand, KeepsServicesWithAHyphenWhole) {
  EXPECT_EQ(aws_command("network-firewall-list-firewalls"),
            "aws network-firewall list-firewalls");
}

TEST(AwsCommand, NamesTheParameter) {
  EXPECT_EQ(aws_command("ecr-get-repository-policy/acme/web"),
            "aws ecr get-repository-policy --repository-name acme/web");
  EXPECT_EQ(aws_command("ecs-describe-task-definition/web:1"),
            "aws ecs describe-task-definition --task-definition web:1");
  EXPECT_EQ(aws_command("ec2-describe-launch-template-versions/lt-1"),
            "aws ec2 describe-launch-template-versions --launch-template-id lt-1");
  EXPECT_EQ(aws_command("secretsmanager-describe-secret/prod/db-AbCdEf"),
            "aws secretsmanager describe-secret --secret-id prod/db-AbCdEf");
  EXPECT_EQ(aws_command("logs-describe-log-groups"), "aws logs describe-log-groups");
}

TEST(AwsCommand, SpellsOutWhatAFilesNameAbbreviates) {
  EXPECT_EQ(aws_command("ec2-describe-vpc-attribute-enableDnsSupport/vpc-1"),
            "aws ec2 describe-vpc-attribute --attribute enableDnsSupport "
            "--vpc-id vpc-1");
  EXPECT_EQ(
      aws_command("organizations-list-policies-for-target-RESOURCE_CONTROL_POLICY/r-1"),
      "aws organizations list-policies-for-target --filter RESOURCE_CONTROL_POLICY "
      "--target-id r-1");
}

TEST(AwsCommand, LeavesAnUnknownParameterToTheReader) {
  EXPECT_EQ(aws_command("ecr-describe-images"),
            "aws ecr describe-images --repository-name REPOSITORY");
}

TEST(AwsCommand, QuotesForAShell) {
  EXPECT_EQ(aws_command("ecr-describe-images/a'; rm -rf ~"),
            "aws ecr describe-images --repository-name 'a'\\''; rm -rf ~'");
  EXPECT_EQ(aws_command("ecr-describe-images/--profile"),
            "aws ecr describe-images --repository-name '--profile'");
}

TEST(AwsCommand, KnowsACallFromAnotherAssumption) {
  EXPECT_TRUE(names_a_call("route53resolver-list-resolver-rules"));
  EXPECT_TRUE(names_a_call("ec2-describe-vpc-block-public-access-options"));
  EXPECT_FALSE(names_a_call("proxy"));
}

}  // namespace
}  // namespace pullproof::cli::aws_command_test
