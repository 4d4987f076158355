#include "model/aws/vpc.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::vpc_test {
namespace {

constexpr const char* kCall = "ec2-describe-vpcs";

TEST(Vpc, CountsAssociatedBlocksOnly) {
  const auto vpc = only<Vpc>(read(kCall, R"({"Vpcs": [{
    "VpcId": "vpc-1", "OwnerId": "111122223333", "CidrBlock": "10.0.0.0/16",
    "DhcpOptionsId": "dopt-1",
    "CidrBlockAssociationSet": [
      {"CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
      {"CidrBlock": "10.1.0.0/16", "CidrBlockState": {"State": "disassociated"}}],
    "Ipv6CidrBlockAssociationSet": [
      {"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "associated"}},
      {"Ipv6CidrBlock": "2001:db8:1::/56",
       "Ipv6CidrBlockState": {"State": "failing"}}]}]})"));
  EXPECT_EQ(vpc.id(), "vpc-1");
  EXPECT_EQ(vpc.scope, kHome);
  EXPECT_EQ(vpc.source.pointer, "/Vpcs/0");
  EXPECT_EQ(vpc.dhcp_options_id.text, "dopt-1");
  ASSERT_EQ(vpc.cidrs.size(), 2U);
  EXPECT_EQ(vpc.cidrs[0].text(), "10.0.0.0/16");
  EXPECT_EQ(vpc.cidrs[1].text(), "2001:db8::/56");
}

TEST(Vpc, TakesThePrimaryBlockWhereThereIsNoSet) {
  const auto vpc = only<Vpc>(
      read(kCall, R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"}]})"));
  ASSERT_EQ(vpc.cidrs.size(), 1U);
}

TEST(Vpc, RefusesHostBits) {
  EXPECT_EQ(problems(read(kCall, R"({"Vpcs": [{"VpcId": "vpc-1",
                                               "CidrBlock": "10.0.0.1/16"}]})")),
            Texts{"/Vpcs/0/CidrBlock: CIDR block `10.0.0.1/16` has host bits: "
                  "expected `10.0.0.0/16`"});
}

TEST(VpcDnsAttributes, ReadTheirValue) {
  const auto read_one =
      read({{"ec2-describe-vpc-attribute-enableDnsSupport/vpc-1",
             R"({"EnableDnsSupport": {"Value": true}, "VpcId": "vpc-1"})"},
            {"ec2-describe-vpc-attribute-enableDnsHostnames/vpc-1",
             R"({"EnableDnsHostnames": {"Value": false}, "VpcId": "vpc-1"})"}});
  EXPECT_TRUE(only<VpcDnsSupport>(read_one).value);
  EXPECT_FALSE(only<VpcDnsHostnames>(read_one).value);
}

TEST(VpcDnsAttributes, TakeTheVpcFromTheNameIfTheyMust) {
  const auto attribute =
      only<VpcDnsSupport>(read("ec2-describe-vpc-attribute-enableDnsSupport/vpc-1",
                               R"({"EnableDnsSupport": {"Value": true}})"));
  EXPECT_EQ(attribute.id(), "vpc-1");
}

TEST(VpcDnsAttributes, RefuseANameThatContradictsThem) {
  EXPECT_EQ(
      problems(read("ec2-describe-vpc-attribute-enableDnsSupport/vpc-1",
                    R"({"EnableDnsSupport": {"Value": true}, "VpcId": "vpc-2"})")),
      Texts{"/VpcId: the document is named after `vpc-1` but tells of `vpc-2`"});
}

TEST(VpcDnsAttributes, RefuseAMissingValue) {
  EXPECT_EQ(problems(read("ec2-describe-vpc-attribute-enableDnsSupport/vpc-1",
                          R"({"EnableDnsSupport": {}, "VpcId": "vpc-1"})")),
            Texts{"/EnableDnsSupport: expected `Value`, found nothing"});
}

}  // namespace
}  // namespace pullproof::aws::vpc_test
