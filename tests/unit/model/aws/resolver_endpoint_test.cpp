#include "model/aws/resolver_endpoint.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::resolver_endpoint_test {
namespace {

TEST(ResolverEndpoint, IsReadAsTheCliPrintsIt) {
  const auto endpoint =
      only<ResolverEndpoint>(read("route53resolver-list-resolver-endpoints",
                                  R"({"ResolverEndpoints": [{"Id": "rslvr-in-1",
             "CreatorRequestId": "1", "Arn": "arn:aws:route53resolver:::", "Name": "hub",
             "SecurityGroupIds": ["sg-1"], "Direction": "INBOUND", "IpAddressCount": 2,
             "HostVPCId": "vpc-1", "Status": "OPERATIONAL", "StatusMessage": "",
             "CreationTime": "", "ModificationTime": "", "ResolverEndpointType": "IPV4",
             "Protocols": ["Do53"]}]})"));
  EXPECT_EQ(endpoint.id(), "rslvr-in-1");
  EXPECT_EQ(endpoint.direction, "INBOUND");
  EXPECT_EQ(endpoint.vpc_id.text, "vpc-1");
}

TEST(ResolverEndpoint, HasTheAddressesThatAreAttached) {
  const auto list = only<ResolverEndpointAddresses>(
      read("route53resolver-list-resolver-endpoint-ip-addresses/rslvr-in-1",
           R"({"IpAddresses": [
             {"IpId": "rni-1", "SubnetId": "subnet-1", "Ip": "10.0.0.9",
              "Status": "ATTACHED", "StatusMessage": "", "CreationTime": ""},
             {"IpId": "rni-2", "Ip": "10.0.0.10", "Status": "DETACHING"}]})"));
  EXPECT_EQ(list.id(), "rslvr-in-1");
  ASSERT_EQ(list.addresses.size(), 1U);
  EXPECT_EQ(list.addresses.front().text(), "10.0.0.9");
}

}  // namespace
}  // namespace pullproof::aws::resolver_endpoint_test
