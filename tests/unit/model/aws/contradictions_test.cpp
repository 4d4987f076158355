// AWS: VPC user guide, "NAT gateways".
#include "model/aws/contradictions.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "tests/support/bundle.h"

namespace pullproof::aws::contradictions_test {
namespace {

using Json = nlohmann::json;
using pullproof::testing::healthy_bundle;
using pullproof::testing::regional;

/// Why it is not known what is true of the first row of a kind; "" if it is known.
template <class T>
std::string dispute_of_first(const Json& bundle) {
  const auto account = Snapshot::from_bundle(bundle);
  if (!account.ok()) return account.problems().front().message;
  const auto* dispute =
      account.value().dispute(account.value().table<T>().all().front());
  return dispute == nullptr ? "" : dispute->why;
}

TEST(Contradictions, AreNotInTheHealthyAccount) {
  EXPECT_EQ(dispute_of_first<NatGateway>(healthy_bundle()), "");
}

TEST(Contradictions, AreANatGatewayAndAnInterfaceInAnotherSubnet) {
  Json bundle = healthy_bundle();
  Json& gateway = bundle[regional("ec2-describe-nat-gateways")]["NatGateways"][0];
  const std::string interface = gateway["NatGatewayAddresses"][0]["NetworkInterfaceId"];
  Json own =
      bundle[regional("ec2-describe-network-interfaces")]["NetworkInterfaces"][0];
  own["NetworkInterfaceId"] = interface;
  own["SubnetId"] = "subnet-elsewhere";
  Json& list = bundle[regional("ec2-describe-network-interfaces")]["NetworkInterfaces"];
  for (auto it = list.begin(); it != list.end();) {
    it = (*it)["NetworkInterfaceId"] == interface ? list.erase(it) : it + 1;
  }
  list.push_back(own);
  EXPECT_EQ(dispute_of_first<NatGateway>(bundle),
            gateway["NatGatewayId"].get<std::string>() + " is in " +
                gateway["SubnetId"].get<std::string>() + ", and its interface " +
                interface + " in subnet-elsewhere");
  // Nobody contradicts where the list was not collected.
  bundle.erase(regional("ec2-describe-network-interfaces"));
  EXPECT_EQ(dispute_of_first<NatGateway>(bundle), "");
}

TEST(Contradictions, AreTwoGatewaysWithOneAddress) {
  Json bundle = healthy_bundle();
  Json& list = bundle[regional("ec2-describe-nat-gateways")]["NatGateways"];
  Json other = list[0];
  other["NatGatewayId"] = "nat-other";
  list.push_back(other);
  EXPECT_EQ(dispute_of_first<NatGateway>(bundle),
            list[0]["NatGatewayId"].get<std::string>() +
                " and nat-other both have the public address " +
                list[0]["NatGatewayAddresses"][0]["PublicIp"].get<std::string>());
  list.back()["State"] = "deleted";
  EXPECT_EQ(dispute_of_first<NatGateway>(bundle), "");
}

}  // namespace
}  // namespace pullproof::aws::contradictions_test
