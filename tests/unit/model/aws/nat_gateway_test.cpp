#include "model/aws/nat_gateway.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws {
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
}  // namespace pullproof::aws
