#include "model/aws/subnet.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::subnet_test {
namespace {

constexpr const char* kCall = "ec2-describe-subnets";

Subnet with_block(const char* block) {
  Subnet subnet;
  subnet.cidr = Cidr::parse(block);
  return subnet;
}

TEST(Subnet, ReadsWhereItIs) {
  const auto subnet = only<Subnet>(read(kCall, R"({"Subnets": [{
    "SubnetId": "subnet-1", "VpcId": "vpc-1", "OwnerId": "444455556666",
    "AvailabilityZone": "eu-central-1a", "CidrBlock": "10.0.1.0/24",
    "EnableDns64": true,
    "Ipv6CidrBlockAssociationSet": [
      {"Ipv6CidrBlock": "2001:db8::/64",
       "Ipv6CidrBlockState": {"State": "disassociated"}},
      {"Ipv6CidrBlock": "2001:db8:1::/64",
       "Ipv6CidrBlockState": {"State": "associated"}}]}]})"));
  EXPECT_EQ(subnet.id(), "subnet-1");
  EXPECT_EQ(subnet.vpc_id.text, "vpc-1");
  EXPECT_EQ(subnet.owner_id, "444455556666");
  EXPECT_EQ(subnet.availability_zone, "eu-central-1a");
  EXPECT_EQ(subnet.cidr->text(), "10.0.1.0/24");
  EXPECT_EQ(subnet.ipv6_cidr->text(), "2001:db8:1::/64");
  EXPECT_TRUE(subnet.dns64);
  EXPECT_FALSE(subnet.ipv6_native);
}

TEST(Subnet, KeepsFiveAddressesBack) {
  const auto usable = with_block("10.0.1.0/24").usable_addresses();
  EXPECT_EQ(usable, IntervalSet::range(Address::parse("10.0.1.4")->value,
                                       Address::parse("10.0.1.254")->value));
}

TEST(Subnet, HasNoAddressesIfItIsTooSmallOrHasNoBlock) {
  EXPECT_TRUE(with_block("10.0.1.0/30").usable_addresses().empty());
  EXPECT_TRUE(with_block("10.0.1.0/32").usable_addresses().empty());
  EXPECT_TRUE(Subnet{}.usable_addresses().empty());
  EXPECT_FALSE(with_block("10.0.1.0/29").usable_addresses().empty());
}

TEST(Subnet, MayHaveIpv6Only) {
  const auto subnet = only<Subnet>(read(kCall, R"({"Subnets": [{
    "SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "", "Ipv6Native": true}]})"));
  EXPECT_FALSE(subnet.cidr);
  EXPECT_TRUE(subnet.ipv6_native);
}

TEST(Subnet, NeedsABlock) {
  EXPECT_EQ(problems(read(kCall, R"({"Subnets": [{"SubnetId": "subnet-1",
                                                  "VpcId": "vpc-1"}]})")),
            Texts{"/Subnets/0: expected `CidrBlock`, found nothing"});
}

}  // namespace
}  // namespace pullproof::aws::subnet_test
