#include "model/gates/internet_gateway.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::internet_gateway_test {
namespace {

using nlohmann::json;
using support::blamed;
using support::truth;
using Texts = std::vector<std::string>;

template <class G>
Gate ask(const json& attachments, bool public_address = true, bool behind_nat = false) {
  json bundle = support::network_account();
  support::network_answer(bundle, "ec2-describe-internet-gateways")
      .at("InternetGateways")[0]["Attachments"] = attachments;
  const support::NetworkWorld world(bundle);
  InternetGatewayPlace place;
  place.scope = support::kNetworkScope;
  place.vpc = VpcId("vpc-1");
  place.gateway_id = "igw-1";
  place.gateway = world.find<aws::InternetGateway>("igw-1");
  place.behind_nat = behind_nat;
  place.public_address = public_address;
  place.address_fact = fact_about("web", {"service.json", "/net"}, "assignPublicIp");
  return G::lets_through(place, world.context());
}

json attached_to(const std::string& vpc, const std::string& state = "available") {
  return json::array({{{"VpcId", vpc}, {"State", state}}});
}

TEST(InternetGateway, CarriesTrafficOfTheVpcThatItIsAttachedTo) {
  EXPECT_EQ(truth(ask<InternetGatewayGate>(attached_to("vpc-1"))), Truth::Yes);
}

TEST(InternetGateway, RefusesWhereItIsNotAttached) {
  for (const json& attachments :
       {json::array(), attached_to("vpc-2"), attached_to("vpc-1", "detached")}) {
    const Gate gate = ask<InternetGatewayGate>(attachments);
    EXPECT_EQ(truth(gate), Truth::No) << attachments;
    EXPECT_EQ(blamed(gate), Texts{"igw-1"});
    EXPECT_EQ(gate.code, "BAD_STATE_ATTACHMENT");
  }
}

TEST(InternetGateway, IsUnknownIfItIsNotCollected) {
  const support::NetworkWorld world(support::network_account());
  InternetGatewayPlace place;
  place.gateway_id = "igw-2";
  EXPECT_EQ(
      support::open_calls(InternetGatewayGate::lets_through(place, world.context())),
      Texts{"ec2-describe-internet-gateways"});
}

// network.md 14: on that very interface.
TEST(PublicAddress, IsNeededOnTheInterfaceThatUsesTheGateway) {
  EXPECT_EQ(truth(ask<PublicAddressGate>(attached_to("vpc-1"))), Truth::Yes);
  const Gate gate = ask<PublicAddressGate>(attached_to("vpc-1"), false);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{"web"});
  EXPECT_EQ(gate.code, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS");
}

// The NAT gateway's own address is what counts then.
TEST(PublicAddress, IsNotNeededBehindANatGateway) {
  EXPECT_EQ(truth(ask<PublicAddressGate>(attached_to("vpc-1"), false, true)),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::internet_gateway_test
