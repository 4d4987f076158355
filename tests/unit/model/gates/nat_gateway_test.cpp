#include "model/gates/nat_gateway.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::nat_gateway_test {
namespace {

using nlohmann::json;
using support::blamed;
using support::truth;
using Texts = std::vector<std::string>;

/// The gate's answer on nat-1 after `changes` (a merge patch).
template <class G>
Gate ask(const json& changes) {
  json bundle = support::network_account();
  support::network_answer(bundle, "ec2-describe-nat-gateways")
      .at("NatGateways")[0]
      .merge_patch(changes);
  const support::NetworkWorld world(bundle);
  NatGatewayPlace place;
  place.scope = support::kNetworkScope;
  place.gateway_id = "nat-1";
  place.gateway = world.find<aws::NatGateway>("nat-1");
  place.from = world.find<aws::Subnet>("subnet-task");
  return G::lets_through(place, world.context());
}

json addresses(const std::vector<json>& list) {
  return {{"NatGatewayAddresses", list}};
}

// network.md 15.
TEST(NatGatewayState, IsAvailableOrCarriesNothing) {
  EXPECT_EQ(truth(ask<NatGatewayStateGate>(json::object())), Truth::Yes);
  for (const char* state : {"pending", "failed", "deleted"}) {
    const Gate gate = ask<NatGatewayStateGate>({{"State", state}});
    EXPECT_EQ(truth(gate), Truth::No) << state;
    EXPECT_EQ(blamed(gate), Texts{"nat-1"});
    EXPECT_EQ(gate.code, "BAD_STATE");
  }
}

// EC2 API reference, NatGateway: "deleting" may still be processing traffic.
TEST(NatGatewayState, IsUnknownWhileTheGatewayIsBeingDeleted) {
  EXPECT_EQ(truth(ask<NatGatewayStateGate>({{"State", "deleting"}})), Truth::Unknown);
}

TEST(NatGatewayState, TellsWhyTheGatewayFailed) {
  const Gate gate = ask<NatGatewayStateGate>(
      {{"State", "failed"}, {"FailureCode", "Gateway.NotAttached"}});
  EXPECT_NE(gate.message.find("Gateway.NotAttached"), std::string::npos);
}

TEST(NatGatewayState, IsUnknownIfTheGatewayIsNotCollected) {
  const support::NetworkWorld world(support::network_account());
  NatGatewayPlace place;
  place.gateway_id = "nat-2";
  EXPECT_EQ(
      support::open_calls(NatGatewayStateGate::lets_through(place, world.context())),
      Texts{"ec2-describe-nat-gateways"});
  EXPECT_EQ(truth(NatGatewayAddressGate::lets_through(place, world.context())),
            Truth::Yes);
}

// network.md 15: a private one's traffic is dropped at the internet gateway.
TEST(NatGatewayAddress, RefusesAPrivateGatewayWhateverItsAddress) {
  const Gate gate = ask<NatGatewayAddressGate>({{"ConnectivityType", "private"}});
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{"nat-1"});
  EXPECT_EQ(gate.code, "NGW_PRIVATE_TO_INTERNET");
}

TEST(NatGatewayAddress, NeedsAnElasticAddressThatIsInUse) {
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(json::object())), Truth::Yes);
  const json inside = {{"PrivateIp", "10.0.0.10"}};
  const json failed = {
      {"PrivateIp", "10.0.0.11"}, {"PublicIp", "18.195.0.2"}, {"Status", "failed"}};
  for (const json& list : {addresses({}), addresses({inside}), addresses({failed})}) {
    const Gate gate = ask<NatGatewayAddressGate>(list);
    EXPECT_EQ(truth(gate), Truth::No) << list;
    EXPECT_EQ(gate.code, "NAT_GATEWAY_WITHOUT_PUBLIC_ADDRESS");
  }
}

// Addresses that were not printed are not known to be missing.
TEST(NatGatewayAddress, IsUnknownIfNoAddressesWerePrinted) {
  const json silent = {{"NatGatewayAddresses", nullptr}};
  EXPECT_EQ(support::open_calls(ask<NatGatewayAddressGate>(silent)),
            Texts{"ec2-describe-nat-gateways"});
  json inside = silent;
  inside["ConnectivityType"] = "private";
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(inside)), Truth::No);
}

// AWS: EC2 API reference, NatGatewayAddress: an allocation is an Elastic IP address.
// One that is about to be made has one that nobody knows.
TEST(NatGatewayAddress, MayBeAnAllocationThatIsNotPrinted) {
  json allocated = {{"AllocationId", "eipalloc-1"}};
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(addresses({allocated}))), Truth::Yes);
  json there = allocated;
  there["PrivateIp"] = "10.0.0.10";
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(addresses({there}))), Truth::No);
  allocated["Status"] = "failed";
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(addresses({allocated}))), Truth::No);
}

// network.md 16: up to eight addresses.
TEST(NatGatewayAddress, LooksAtEveryAddress) {
  const json inside = {{"PrivateIp", "10.0.0.10"}};
  const json outside = {{"PrivateIp", "10.0.0.11"}, {"PublicIp", "18.195.0.2"}};
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(addresses({inside, outside}))),
            Truth::Yes);
}

/// A regional gateway of the mode, with one address in that zone.
json regional(const std::string& adds_zones, const std::string& zone) {
  return {{"AvailabilityMode", "regional"},
          {"SubnetId", nullptr},
          {"AutoProvisionZones", adds_zones},
          {"NatGatewayAddresses",
           json::array({{{"PublicIp", "18.195.0.1"}, {"AvailabilityZone", zone}}})}};
}

// AWS: Reachability Analyzer, REGIONAL_NGW_ROUTE_AZ_RESTRICTION.
TEST(NatGatewayZone, RefusesZonesThatARegionalGatewayIsNotRegisteredIn) {
  const Gate gate = ask<NatGatewayZoneGate>(regional("disabled", "eu-central-1b"));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{"nat-1"});
  EXPECT_EQ(gate.code, "REGIONAL_NGW_ROUTE_AZ_RESTRICTION");
  EXPECT_EQ(truth(ask<NatGatewayZoneGate>(regional("disabled", "eu-central-1a"))),
            Truth::Yes);
}

// AWS: VPC user guide, "Regional NAT gateways": until it has expanded, another zone
// takes the traffic.
TEST(NatGatewayZone, IsNoMatterWhereTheGatewayAddsZonesByItself) {
  EXPECT_EQ(truth(ask<NatGatewayZoneGate>(regional("enabled", "eu-central-1b"))),
            Truth::Yes);
  json none = regional("enabled", "eu-central-1b");
  none["NatGatewayAddresses"] = json::array();
  EXPECT_EQ(truth(ask<NatGatewayZoneGate>(none)), Truth::Unknown);
}

TEST(NatGatewayZone, IsUnknownWhereTheModeOrTheZoneWasNotPrinted) {
  json silent = regional("enabled", "eu-central-1b");
  silent["AutoProvisionZones"] = nullptr;
  EXPECT_EQ(support::open_calls(ask<NatGatewayZoneGate>(silent)),
            Texts{"ec2-describe-nat-gateways"});
  json bare = regional("disabled", "eu-central-1b");
  bare["NatGatewayAddresses"] = nullptr;
  EXPECT_EQ(support::open_calls(ask<NatGatewayZoneGate>(bare)),
            Texts{"ec2-describe-nat-gateways"});
  const support::NetworkWorld world(support::network_account());
  aws::NatGateway gateway;
  gateway.regional = true;
  NatGatewayPlace place;
  place.gateway = &gateway;
  EXPECT_EQ(
      support::open_calls(NatGatewayZoneGate::lets_through(place, world.context())),
      Texts{"ec2-describe-subnets"});
}

TEST(NatGatewayZone, DoesNotAskZonalGateways) {
  EXPECT_EQ(truth(ask<NatGatewayZoneGate>(json::object())), Truth::Yes);
}

TEST(NatGatewayAddress, LooksAtTheZoneOfARegionalGateway) {
  json bare = regional("disabled", "eu-central-1a");
  bare["NatGatewayAddresses"][0].erase("PublicIp");
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(bare)), Truth::No);
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(regional("disabled", "eu-central-1a"))),
            Truth::Yes);
  // The zone is at fault then, not the addresses.
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(regional("disabled", "eu-central-1b"))),
            Truth::Yes);
}

// AWS: VPC user guide, "Regional NAT gateways": no private connectivity.
TEST(NatGatewayAddress, RefusesAPrivateRegionalGateway) {
  json inside = regional("disabled", "eu-central-1a");
  inside["ConnectivityType"] = "private";
  EXPECT_EQ(truth(ask<NatGatewayAddressGate>(inside)), Truth::No);
}

}  // namespace
}  // namespace pullproof::gates::nat_gateway_test
