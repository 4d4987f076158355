#include "model/aws/vpc_endpoint.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::vpc_endpoint_test {
namespace {

Result<Snapshot> read_endpoint(const std::string& rest) {
  return read("ec2-describe-vpc-endpoints",
              R"({"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcId": "vpc-1", )" +
                  rest + "}]}");
}

TEST(VpcEndpoint, ReadsAnInterfaceEndpoint) {
  const auto endpoint = only<VpcEndpoint>(read_endpoint(R"(
    "VpcEndpointType": "Interface", "State": "available", "OwnerId": "111122223333",
    "ServiceName": "com.amazonaws.eu-central-1.ecr.api", "ServiceRegion": "eu-west-1",
    "SubnetIds": ["subnet-1"], "Groups": [{"GroupId": "sg-1"}],
    "NetworkInterfaceIds": ["eni-1"], "PrivateDnsEnabled": true,
    "DnsOptions": {"PrivateDnsOnlyForInboundResolverEndpoint": true},
    "IpAddressType": "ipv4",
    "PolicyDocument": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\"}]}")"));
  EXPECT_EQ(endpoint.type, VpcEndpoint::Type::Interface);
  EXPECT_TRUE(endpoint.available());
  EXPECT_EQ(endpoint.service_region, "eu-west-1");
  EXPECT_EQ(endpoint.subnets.at(0).text, "subnet-1");
  EXPECT_EQ(endpoint.groups.at(0).text, "sg-1");
  EXPECT_EQ(endpoint.interfaces.at(0).text, "eni-1");
  EXPECT_TRUE(endpoint.private_dns);
  EXPECT_TRUE(endpoint.private_dns_only_for_inbound_resolver);
  EXPECT_EQ(endpoint.ip_address_type, "ipv4");
  ASSERT_TRUE(endpoint.policy);
  EXPECT_EQ(endpoint.policy->statements.size(), 1U);
  EXPECT_EQ(endpoint.policy->source.pointer, "/VpcEndpoints/0/PolicyDocument");
}

TEST(VpcEndpoint, ReadsAGatewayEndpoint) {
  const auto endpoint = only<VpcEndpoint>(read_endpoint(R"(
    "VpcEndpointType": "Gateway", "State": "Available", "RouteTableIds": ["rtb-1"])"));
  EXPECT_EQ(endpoint.type, VpcEndpoint::Type::Gateway);
  EXPECT_TRUE(endpoint.available());
  EXPECT_EQ(endpoint.route_tables.at(0).text, "rtb-1");
  EXPECT_FALSE(endpoint.policy);
  EXPECT_FALSE(endpoint.private_dns);
}

TEST(VpcEndpoint, IsNotAvailableInAnyOtherState) {
  for (const char* state : {"pending", "Deleting", "failed", ""}) {
    EXPECT_FALSE(
        only<VpcEndpoint>(read_endpoint(R"("State": ")" + std::string(state) + '"'))
            .available());
  }
}

TEST(VpcEndpoint, KeepsATypeThatItDoesNotKnow) {
  const auto endpoint =
      only<VpcEndpoint>(read_endpoint(R"("VpcEndpointType": "ServiceNetwork")"));
  EXPECT_EQ(endpoint.type, VpcEndpoint::Type::Other);
  EXPECT_EQ(endpoint.type_text, "ServiceNetwork");
}

TEST(VpcEndpoint, RefusesAPolicyThatIsNoJson) {
  EXPECT_EQ(problems(read_endpoint(R"("PolicyDocument": "{")")).size(), 1U);
  EXPECT_EQ(problems(read_endpoint(R"("PolicyDocument": 3)")).size(), 1U);
}

}  // namespace
}  // namespace pullproof::aws::vpc_endpoint_test
