#include "model/aws/network_interface.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::network_interface_test {
namespace {

Result<Snapshot> read_interface(const std::string& rest) {
  return read(
      "ec2-describe-network-interfaces",
      R"({"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", )" + rest + "}]}");
}

TEST(NetworkInterface, ReadsItsAddressesPrimaryFirst) {
  const auto interface = only<NetworkInterface>(read_interface(R"(
    "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "interface",
    "PrivateIpAddress": "10.0.0.10",
    "PrivateIpAddresses": [
      {"PrivateIpAddress": "10.0.0.11", "Primary": false,
       "Association": {"PublicIp": "203.0.113.2"}},
      {"PrivateIpAddress": "10.0.0.10", "Primary": true,
       "Association": {"PublicIp": "203.0.113.1"}}],
    "Ipv6Addresses": [{"Ipv6Address": "2001:db8::1"}],
    "Groups": [{"GroupId": "sg-1", "GroupName": "task"}],
    "Attachment": {"InstanceId": "i-1", "DeviceIndex": 0},
    "SourceDestCheck": false)"));
  EXPECT_EQ(interface.primary_ipv4()->text(), "10.0.0.10");
  ASSERT_EQ(interface.addresses.size(), 3U);
  EXPECT_EQ(interface.addresses[1].text(), "10.0.0.11");
  EXPECT_EQ(interface.addresses[2].text(), "2001:db8::1");
  EXPECT_EQ(interface.public_address->text(), "203.0.113.1");
  EXPECT_EQ(interface.groups.at(0).text, "sg-1");
  EXPECT_EQ(interface.instance_id.text, "i-1");
  EXPECT_EQ(interface.device_index, 0);
  EXPECT_FALSE(interface.source_dest_check);
}

TEST(NetworkInterface, TakesThePrimaryAddressFromTheListIfItMust) {
  const auto interface = only<NetworkInterface>(read_interface(R"(
    "PrivateIpAddresses": [
      {"PrivateIpAddress": "10.0.0.11", "Primary": false},
      {"PrivateIpAddress": "10.0.0.10", "Primary": true,
       "Association": {"PublicIp": "203.0.113.1"}}])"));
  EXPECT_EQ(interface.primary_ipv4()->text(), "10.0.0.10");
  EXPECT_EQ(interface.public_address->text(), "203.0.113.1");
}

TEST(NetworkInterface, HasNoPublicAddressForItsSecondaryOnes) {
  const auto interface = only<NetworkInterface>(read_interface(R"(
    "PrivateIpAddress": "10.0.0.10",
    "PrivateIpAddresses": [
      {"PrivateIpAddress": "10.0.0.11", "Primary": false,
       "Association": {"PublicIp": "203.0.113.2"}}])"));
  EXPECT_FALSE(interface.public_address);
}

TEST(NetworkInterface, IsAttachedToNothingByDefault) {
  const auto interface = only<NetworkInterface>(
      read_interface(R"("Attachment": {"InstanceId": "", "Status": "attached"})"));
  EXPECT_TRUE(interface.instance_id.empty());
  EXPECT_EQ(interface.device_index, -1);
  EXPECT_TRUE(interface.source_dest_check);
  EXPECT_FALSE(interface.primary_ipv4());
}

TEST(NetworkInterface, WarnsOfTwoPrimaryAddresses) {
  EXPECT_EQ(warnings(read_interface(R"("PrivateIpAddress": "10.0.0.10",
    "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.9", "Primary": true}])")),
            Texts{"/NetworkInterfaces/0/PrivateIpAddress: the primary address is "
                  "`10.0.0.10` here and `10.0.0.9` in the list"});
}

TEST(NetworkInterface, RefusesWhatIsNoAddress) {
  EXPECT_EQ(problems(read_interface(R"("PrivateIpAddress": "10.0.0")")).size(), 1U);
  EXPECT_EQ(
      problems(read_interface(R"("Association": {"PublicIp": "1.2.3.4/32"})")).size(),
      1U);
}

}  // namespace
}  // namespace pullproof::aws::network_interface_test
