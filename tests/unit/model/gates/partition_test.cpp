#include "model/gates/partition.h"

#include <string>

#include <gtest/gtest.h>

namespace pullproof::gates::partition_test {
namespace {

std::string name_of(std::string_view region) {
  const Partition* partition = partition_of(region);
  return partition == nullptr ? "none" : std::string(partition->name);
}

TEST(Partition, PutsCommercialRegionsInAws) {
  for (const char* region :
       {"us-east-1", "eu-central-2", "ap-southeast-7", "sa-east-1", "ca-west-1",
        "me-south-1", "af-south-1", "il-central-1", "mx-central-1"}) {
    EXPECT_EQ(name_of(region), "aws") << region;
  }
}

TEST(Partition, TellsTheOthersByTheirPrefix) {
  EXPECT_EQ(name_of("cn-northwest-1"), "aws-cn");
  EXPECT_EQ(name_of("us-gov-west-1"), "aws-us-gov");
  EXPECT_EQ(name_of("eusc-de-east-1"), "aws-eusc");
  EXPECT_EQ(name_of("us-iso-east-1"), "aws-iso");
  EXPECT_EQ(name_of("us-isob-east-1"), "aws-iso-b");
  EXPECT_EQ(name_of("eu-isoe-west-1"), "aws-iso-e");
  EXPECT_EQ(name_of("us-isof-south-1"), "aws-iso-f");
}

TEST(Partition, GivesEachItsHostsEnding) {
  EXPECT_EQ(partition_of("cn-north-1")->dns_suffix, "amazonaws.com.cn");
  EXPECT_EQ(partition_of("us-gov-east-1")->dns_suffix, "amazonaws.com");
  EXPECT_EQ(partition_of("eusc-de-east-1")->dns_suffix, "amazonaws.eu");
  EXPECT_EQ(partition_of("us-iso-west-1")->dns_suffix, "c2s.ic.gov");
  EXPECT_EQ(partition_of("eu-central-1")->registry_dual_stack, "on.aws");
}

TEST(Partition, IsNoneForWhatHasNoRegionsForm) {
  for (const char* text :
       {"", "eu-central", "eu-central-1a", "eu-central-", "eu--1", "xx-central-1",
        "EU-central-1", "us-gov-1a", "cn-north", "cn-", "us-gov-", "eu-central-1-1"}) {
    EXPECT_EQ(name_of(text), "none") << text;
  }
}

}  // namespace
}  // namespace pullproof::gates::partition_test
