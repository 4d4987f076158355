#include "model/gates/network_acl.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/packet.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::network_acl_test {
namespace {

using nlohmann::json;
using support::AclRule;
using support::packet_choice;
using support::put_acl;
using Texts = std::vector<std::string>;

constexpr const char* kTask = "10.0.1.10";
constexpr const char* kService = "52.219.72.9";

SubnetPlace at_task_subnet(bool egress, const Packet& packet) {
  SubnetPlace place;
  place.packet = packet;
  place.egress = egress;
  place.scope = support::kNetworkScope;
  place.subnet = SubnetId("subnet-task");
  return place;
}

/// Whether acl-1 with these entries lets the task's packet out of its subnet.
Truth lets_out(const std::vector<AclRule>& rules, const Choice& choice) {
  json bundle = support::network_account();
  put_acl(bundle, rules);
  const support::NetworkWorld world(bundle);
  const auto place = at_task_subnet(true, support::packet_to_443());
  const Gate gate = NetworkAclGate::lets_through(place, world.context());
  return evaluate(gate.lets_through, choice);
}

/// The same of the reply, into the task's subnet.
Truth lets_reply_in(const std::vector<AclRule>& rules, unsigned client_port) {
  json bundle = support::network_account();
  put_acl(bundle, rules);
  const support::NetworkWorld world(bundle);
  const auto place = at_task_subnet(false, reply(support::packet_to_443()));
  const Gate gate = NetworkAclGate::lets_through(place, world.context());
  return evaluate(gate.lets_through, packet_choice(kTask, client_port, kService));
}

const Choice kPull = packet_choice(kTask, 40000, kService);

// network.md 9: the lowest number first, whatever the order in the JSON.
TEST(NetworkAcl, LetsTheLowestRuleNumberDecide) {
  const AclRule allow{.number = 100, .action = "allow", .egress = true};
  const AclRule deny{.number = 200, .action = "deny", .egress = true};
  EXPECT_EQ(lets_out({allow, deny}, kPull), Truth::Yes);
  EXPECT_EQ(lets_out({deny, allow}, kPull), Truth::Yes);
  const AclRule early{.number = 99, .action = "deny", .egress = true};
  EXPECT_EQ(lets_out({allow, early}, kPull), Truth::No);
}

TEST(NetworkAcl, LooksPastADenyThatDoesNotMatch) {
  const AclRule other{.number = 1,
                      .action = "deny",
                      .protocol = "6",
                      .first_port = 443,
                      .last_port = 443,
                      .cidr = "52.219.72.0/29",
                      .egress = true};
  const AclRule all{.egress = true};
  EXPECT_EQ(lets_out({other, all}, kPull), Truth::Yes);
  EXPECT_EQ(lets_out({other, all}, packet_choice(kTask, 40000, "52.219.72.7")),
            Truth::No);
}

TEST(NetworkAcl, DeniesWhatNoEntryMatches) {
  EXPECT_EQ(lets_out({}, kPull), Truth::No);
  EXPECT_EQ(lets_out({{.cidr = "10.0.0.0/16", .egress = true}}, kPull), Truth::No);
  EXPECT_EQ(lets_out({{.protocol = "6", .last_port = 442, .egress = true}}, kPull),
            Truth::No);
}

TEST(NetworkAcl, SkipsEntriesOfAnotherDirectionProtocolOrFamily) {
  const AclRule all{.egress = true};
  EXPECT_EQ(lets_out({{.number = 1, .action = "deny"}, all}, kPull), Truth::Yes);
  EXPECT_EQ(
      lets_out({{.number = 1, .action = "deny", .protocol = "17", .egress = true}, all},
               kPull),
      Truth::Yes);
  EXPECT_EQ(
      lets_out({{.number = 1, .action = "deny", .cidr = "::/0", .egress = true}, all},
               kPull),
      Truth::Yes);
}

// network.md 9 and 10: stateless, so the reply needs the client's ephemeral ports.
TEST(NetworkAcl, JudgesTheReplyByItsOwnPorts) {
  const std::vector<AclRule> to_443 = {
      {.protocol = "6", .first_port = 443, .last_port = 443}, {.egress = true}};
  EXPECT_EQ(lets_reply_in(to_443, 40000), Truth::No);
  const std::vector<AclRule> ephemeral = {
      {.protocol = "6", .first_port = 32768, .last_port = 60999}};
  EXPECT_EQ(lets_reply_in(ephemeral, 32768), Truth::Yes);
  EXPECT_EQ(lets_reply_in(ephemeral, 60999), Truth::Yes);
  EXPECT_EQ(lets_reply_in(ephemeral, 32767), Truth::No);
  EXPECT_EQ(lets_reply_in(ephemeral, 61000), Truth::No);
}

TEST(NetworkAcl, ComparesTheFarEndWithTheBlock) {
  EXPECT_EQ(lets_out({{.cidr = "52.219.72.0/22", .egress = true}}, kPull), Truth::Yes);
  EXPECT_EQ(lets_out({{.cidr = "10.0.1.0/24", .egress = true}}, kPull), Truth::No);
  EXPECT_EQ(lets_reply_in({{.cidr = "52.219.72.0/22"}}, 40000), Truth::Yes);
  EXPECT_EQ(lets_reply_in({{.cidr = "10.0.1.0/24"}}, 40000), Truth::No);
}

TEST(NetworkAcl, NamesTheEntryThatDecides) {
  json bundle = support::network_account();
  put_acl(bundle,
          {{.number = 90, .action = "deny", .cidr = "52.0.0.0/8", .egress = true},
           {.number = 100, .cidr = "52.0.0.0/7", .egress = true}});
  const support::NetworkWorld world(bundle);
  const Gate gate = NetworkAclGate::lets_through(
      at_task_subnet(true, support::packet_to_443()), world.context());
  EXPECT_NE(gate.detail(kPull).find("rule 90 denies it"), std::string::npos);
  EXPECT_NE(gate.detail(packet_choice(kTask, 40000, "3.5.0.1")).find("no rule matches"),
            std::string::npos);
  EXPECT_EQ(gate.code, "SUBNET_ACL_RESTRICTION");
  const auto facts = blame(gate.lets_through, kPull);
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts.front()->id, "acl-1");
}

TEST(NetworkAcl, IsUnknownForASubnetThatNoAclNames) {
  const support::NetworkWorld world(support::network_account());
  SubnetPlace place = at_task_subnet(true, support::packet_to_443());
  place.subnet = SubnetId("subnet-new");
  EXPECT_EQ(support::open_calls(NetworkAclGate::lets_through(place, world.context())),
            Texts{"ec2-describe-network-acls"});
}

}  // namespace
}  // namespace pullproof::gates::network_acl_test
