#include "model/aws/nat_gateway.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::nat_gateway_test {
namespace {

Result<Snapshot> read_gateway(const std::string& rest) {
  return read("ec2-describe-nat-gateways",
              R"({"NatGateways": [{"NatGatewayId": "nat-1", "VpcId": "vpc-1", )" +
                  rest + "}]}");
}

TEST(NatGateway, ReadsItsAddresses) {
  const auto gateway = only<NatGateway>(read_gateway(R"(
    "State": "available", "SubnetId": "subnet-1", "ConnectivityType": "public",
    "NatGatewayAddresses": [
      {"NetworkInterfaceId": "eni-1", "PrivateIp": "10.0.0.10",
       "PublicIp": "203.0.113.1", "Status": "succeeded"},
      {"PrivateIp": "10.0.0.11", "Status": "failed", "FailureMessage": "x"}])"));
  EXPECT_EQ(gateway.state, "available");
  EXPECT_TRUE(gateway.is_public);
  EXPECT_FALSE(gateway.regional);
  ASSERT_EQ(gateway.addresses.size(), 2U);
  EXPECT_EQ(gateway.addresses[0].public_address->text(), "203.0.113.1");
  EXPECT_TRUE(gateway.addresses[0].usable);
  EXPECT_FALSE(gateway.addresses[1].public_address);
  EXPECT_FALSE(gateway.addresses[1].usable);
}

TEST(NatGateway, MayBePrivateOrRegional) {
  EXPECT_FALSE(only<NatGateway>(read_gateway(R"("State": "available",
                                               "ConnectivityType": "private")"))
                   .is_public);
  const auto regional = only<NatGateway>(
      read_gateway(R"("State": "available", "AvailabilityMode": "regional")"));
  EXPECT_TRUE(regional.regional);
  EXPECT_TRUE(regional.subnet_id.empty());
}

NatGateway regional_gateway(const std::string& addresses) {
  return only<NatGateway>(read_gateway(R"("State": "available",
    "AvailabilityMode": "regional", "AutoProvisionZones": "disabled",
    "RouteTableId": "rtb-1", "NatGatewayAddresses": [)" +
                                       addresses + "]"));
}

Subnet in_zone(const std::string& name, const std::string& id = "") {
  Subnet subnet;
  subnet.availability_zone = name;
  subnet.zone_id = id;
  return subnet;
}

// AWS: API_NatGateway and API_NatGatewayAddress.
TEST(NatGateway, HasATableAndZonesOfItsOwnIfItIsRegional) {
  const auto gateway = regional_gateway(
      R"({"PublicIp": "203.0.113.1", "AvailabilityZone": "eu-central-1a",
          "AvailabilityZoneId": "euc1-az2", "Status": "succeeded"},
         {"PublicIp": "203.0.113.2", "AvailabilityZone": "eu-central-1b",
          "AvailabilityZoneId": "euc1-az3", "Status": "succeeded"})");
  EXPECT_EQ(gateway.route_table.text, "rtb-1");
  EXPECT_EQ(gateway.adds_zones, false);
  EXPECT_EQ(gateway.serves_zone_of(in_zone("eu-central-1b")), Truth::Yes);
  EXPECT_EQ(gateway.serves_zone_of(in_zone("eu-central-1c")), Truth::No);
  EXPECT_EQ(gateway.public_addresses_for(in_zone("eu-central-1b")),
            IntervalSet::single(0xCB007102));
  EXPECT_EQ(gateway.public_addresses_for(in_zone("eu-central-1c")).size(), 2U);
}

// AWS: RAM guide, "Availability Zone IDs": names differ between accounts.
TEST(NatGateway, ComparesZonesByIdWhereBothHaveOne) {
  const auto gateway = regional_gateway(
      R"({"PublicIp": "203.0.113.1", "AvailabilityZone": "eu-central-1a",
          "AvailabilityZoneId": "euc1-az2"})");
  EXPECT_EQ(gateway.serves_zone_of(in_zone("eu-central-1b", "euc1-az2")), Truth::Yes);
  EXPECT_EQ(gateway.serves_zone_of(in_zone("eu-central-1a", "euc1-az3")), Truth::No);
}

TEST(NatGateway, LeavesOpenWhatAnAddressWithoutZoneServes) {
  EXPECT_EQ(regional_gateway(R"({"PublicIp": "203.0.113.1"})")
                .serves_zone_of(in_zone("eu-central-1a")),
            Truth::Unknown);
  EXPECT_EQ(regional_gateway(R"({"AvailabilityZone": "eu-central-1a",
                                 "Status": "associating"})")
                .serves_zone_of(in_zone("eu-central-1a")),
            Truth::Unknown);
  EXPECT_EQ(regional_gateway(R"({"AvailabilityZone": "eu-central-1a",
                                 "Status": "failed"})")
                .serves_zone_of(in_zone("eu-central-1a")),
            Truth::No);
}

TEST(NatGateway, TellsWhyItFailed) {
  EXPECT_EQ(only<NatGateway>(read_gateway(R"("State": "failed",
    "FailureCode": "Gateway.NotAttached", "FailureMessage": "no gateway")"))
                .failure,
            "Gateway.NotAttached: no gateway");
}

TEST(NatGateway, RefusesAnUnknownConnectivity) {
  EXPECT_EQ(problems(read_gateway(R"("State": "available",
                                     "ConnectivityType": "Public")"))
                .size(),
            1U);
}

}  // namespace
}  // namespace pullproof::aws::nat_gateway_test
