#include "model/gates/gate_list.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::gate_list_test {
namespace {

using Texts = std::vector<std::string>;

Texts names_at(const Place& place, const Context& context) {
  Texts names;
  for (const auto& gate : gates_at(place, context)) names.push_back(gate.name);
  return names;
}

TEST(GateList, AsksNothingAtAMarkOnTheWay) {
  const support::NetworkWorld world(support::network_account());
  EXPECT_TRUE(gates_at(WayPoint{}, world.context()).empty());
}

TEST(GateList, AsksTheGatesOfAPlaceInTheOrderOfTheWay) {
  const support::NetworkWorld world(support::network_account());
  InternetGatewayPlace gateway;
  gateway.scope = support::kNetworkScope;
  gateway.vpc = VpcId("vpc-1");
  gateway.address_fact = fact_about("web", {}, "assignPublicIp is DISABLED");
  gateway.gateway = world.find<aws::InternetGateway>("igw-1");
  EXPECT_EQ(names_at(gateway, world.context()),
            (Texts{"internet-gateway", "public-address", "block-public-access",
                   "encryption-control"}));
  NatGatewayPlace nat;
  nat.gateway = world.find<aws::NatGateway>("nat-1");
  EXPECT_EQ(names_at(nat, world.context()),
            (Texts{"nat-gateway-state", "nat-gateway-zone", "nat-gateway-address",
                   "nat-gateway-protocol", "nat-gateway-end"}));
}

// The same call may settle that one policy allows and that another does not deny: the
// answers must be free of each other.
TEST(GateList, KeepsTheQuestionsOfTwoGatesApart) {
  nlohmann::json bundle = support::iam_account();
  support::drop_call(bundle, support::kIamAccount, "global",
                     "iam-get-account-authorization-details");
  const aws::Snapshot account = support::read_account(bundle);
  RequestPlace place = support::pull_place(account, "ecr:BatchGetImage");
  std::map<std::string, std::set<std::string>> gates_by_question;
  std::size_t asked = 0;
  for (const auto& gate : gates_at(place, Context{.account = account})) {
    for (const auto& question : questions(gate.lets_through)) {
      gates_by_question[question.call + question.why + question.aspect].insert(
          gate.name);
      ++asked;
    }
  }
  EXPECT_GE(asked, 2U);
  for (const auto& [question, gates] : gates_by_question) {
    EXPECT_EQ(gates.size(), 1U) << question;
  }
}

}  // namespace
}  // namespace pullproof::gates::gate_list_test
