#include "model/gates/security_group.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::security_group_test {
namespace {

using nlohmann::json;
using support::packet_choice;
using support::permission;
using support::put_group;
using Texts = std::vector<std::string>;

constexpr const char* kTask = "10.0.1.10";
constexpr const char* kEndpoint = "10.0.2.10";

const Choice kToEndpoint = packet_choice(kTask, 40000, kEndpoint);

GroupPlace place_of(bool egress, const Texts& groups) {
  GroupPlace place;
  place.packet = support::packet_to_443();
  place.egress = egress;
  place.scope = support::kNetworkScope;
  place.owner = "the task";
  for (const auto& group : groups) place.groups.emplace_back(group);
  return place;
}

Gate ask(const json& bundle, const GroupPlace& place) {
  const support::NetworkWorld world(bundle);
  return SecurityGroupGate::lets_through(place, world.context());
}

/// Whether a group with this outbound rule only lets the task send `choice`.
Truth sends(const json& rule, const Choice& choice = kToEndpoint) {
  json bundle = support::network_account();
  put_group(bundle, "sg-1", {}, {rule});
  return evaluate(ask(bundle, place_of(true, {"sg-1"})).lets_through, choice);
}

// network.md 11: allow-only.
TEST(SecurityGroup, AllowsWhatARuleCovers) {
  EXPECT_EQ(sends(permission("10.0.2.0/24", "tcp", 443, 443)), Truth::Yes);
  EXPECT_EQ(sends(permission("0.0.0.0/0")), Truth::Yes);
  EXPECT_EQ(sends(permission("10.0.2.0/29", "tcp", 443, 443)), Truth::No);
  EXPECT_EQ(sends(permission("10.0.2.0/24", "tcp", 444, 65535)), Truth::No);
  EXPECT_EQ(sends(permission("10.0.2.0/24", "udp", 443, 443)), Truth::No);
}

TEST(SecurityGroup, LetsNoIpv4PacketThroughByAnIpv6Range) {
  EXPECT_EQ(sends(permission("::/0")), Truth::No);
}

// network.md 11: the union over groups.
TEST(SecurityGroup, NeedsOneOfTheGroupsOnly) {
  json bundle = support::network_account();
  put_group(bundle, "sg-none", {}, {});
  EXPECT_EQ(evaluate(ask(bundle, place_of(true, {"sg-none", "sg-task"})).lets_through,
                     kToEndpoint),
            Truth::Yes);
}

TEST(SecurityGroup, BlamesEveryGroupWhereNoneAllows) {
  json bundle = support::network_account();
  put_group(bundle, "sg-a", {}, {permission("10.9.0.0/16")});
  put_group(bundle, "sg-b", {}, {});
  const Gate gate = ask(bundle, place_of(true, {"sg-a", "sg-b"}));
  std::set<std::string> ids;
  for (const auto& fact : blame(gate.lets_through, kToEndpoint)) ids.insert(fact->id);
  EXPECT_EQ(ids, (std::set<std::string>{"sg-a", "sg-b"}));
  EXPECT_EQ(gate.code, "ENI_SG_RULES_MISMATCH");
}

TEST(SecurityGroup, SaysSoWhereThereAreNoRulesAtAll) {
  json bundle = support::network_account();
  put_group(bundle, "sg-none", {permission("0.0.0.0/0")}, {});
  EXPECT_EQ(ask(bundle, place_of(true, {"sg-none"})).code, "SG_HAS_NO_RULES");
  EXPECT_EQ(ask(bundle, place_of(false, {"sg-none"})).code, "ENI_SG_RULES_MISMATCH");
}

TEST(SecurityGroup, ComparesInboundRulesWithTheSource) {
  json bundle = support::network_account();
  put_group(bundle, "sg-in", {permission("10.0.1.0/24", "tcp", 443, 443)},
            {permission("0.0.0.0/0")});
  const Gate gate = ask(bundle, place_of(false, {"sg-in"}));
  EXPECT_EQ(evaluate(gate.lets_through, kToEndpoint), Truth::Yes);
  EXPECT_EQ(evaluate(gate.lets_through, packet_choice("10.0.0.9", 40000, kEndpoint)),
            Truth::No);
}

// network.md 12: the private addresses of the members, and nothing else.
TEST(SecurityGroup, LetsMembersOfAReferencedGroupIn) {
  GroupPlace place = place_of(false, {"sg-endpoint"});
  const json bundle = support::network_account();
  EXPECT_EQ(evaluate(ask(bundle, place).lets_through, kToEndpoint), Truth::No);
  place.peers = {{.scope = support::kNetworkScope,
                  .addresses = support::block("10.0.1.0/24"),
                  .groups = {SecurityGroupId("sg-task")}}};
  const Gate gate = ask(bundle, place);
  EXPECT_EQ(evaluate(gate.lets_through, kToEndpoint), Truth::Yes);
  EXPECT_EQ(evaluate(gate.lets_through, packet_choice("10.0.0.9", 40000, kEndpoint)),
            Truth::No);
  place.peers.front().groups = {SecurityGroupId("sg-other")};
  EXPECT_EQ(evaluate(ask(bundle, place).lets_through, kToEndpoint), Truth::No);
}

// EC2 API reference, UserIdGroupPair: exports of two accounts may hold one id.
TEST(SecurityGroup, TellsGroupsOfTwoAccountsApart) {
  const auto lets_in = [](const char* account) {
    json bundle = support::network_account();
    json rule = permission("sg-task", "tcp", 443, 443);
    rule["UserIdGroupPairs"][0]["UserId"] = account;
    put_group(bundle, "sg-other", {rule}, {});
    GroupPlace place = place_of(false, {"sg-other"});
    place.peers = {{.scope = support::kNetworkScope,
                    .addresses = support::block("10.0.1.0/24"),
                    .groups = {SecurityGroupId("sg-task")}}};
    return evaluate(ask(bundle, place).lets_through, kToEndpoint);
  };
  EXPECT_EQ(lets_in("111122223333"), Truth::Yes);
  EXPECT_EQ(lets_in("444455556666"), Truth::No);
}

// VPC peering guide, "Identify stale security group rules": the rule stays, and what it
// does is not documented.
TEST(SecurityGroup, IsUnknownForMembersOfAGroupThatIsNamedByAStaleRule) {
  json bundle = support::network_account();
  json rule = permission("sg-task", "tcp", 443, 443);
  rule["UserIdGroupPairs"][0]["PeeringStatus"] = "deleted";
  put_group(bundle, "sg-stale", {rule}, {});
  GroupPlace place = place_of(false, {"sg-stale"});
  EXPECT_EQ(evaluate(ask(bundle, place).lets_through, kToEndpoint), Truth::No);
  place.peers = {{.scope = support::kNetworkScope,
                  .addresses = support::block("10.0.1.0/24"),
                  .groups = {SecurityGroupId("sg-task")}}};
  const Gate gate = ask(bundle, place);
  EXPECT_EQ(evaluate(gate.lets_through, kToEndpoint), Truth::Unknown);
  EXPECT_EQ(support::open_calls(gate), Texts{"ec2-describe-stale-security-groups"});
  EXPECT_EQ(evaluate(gate.lets_through, packet_choice("10.0.0.9", 40000, kEndpoint)),
            Truth::No);
  place.peers.front().groups = {SecurityGroupId("sg-other")};
  EXPECT_EQ(evaluate(ask(bundle, place).lets_through, kToEndpoint), Truth::No);
}

// Reachability Analyzer, SG_REFERENCING_SUPPORT.
TEST(SecurityGroup, SaysWhereNamesOfGroupsAreLost) {
  GroupPlace place = place_of(false, {"sg-endpoint"});
  place.peers = {{.scope = support::kNetworkScope,
                  .addresses = support::block("10.0.1.0/24"),
                  .groups = {SecurityGroupId("sg-task")},
                  .lost_at = "tgw-1"}};
  const Gate gate = ask(support::network_account(), place);
  EXPECT_EQ(evaluate(gate.lets_through, kToEndpoint), Truth::No);
  EXPECT_EQ(gate.code, "SG_REFERENCING_SUPPORT");
  EXPECT_NE(gate.message.find("tgw-1"), std::string::npos);
  // "Security group rules": nor do references hold through a middlebox.
  for (const char* id : {"nat-1", "vpce-fw"}) {
    place.peers.front().lost_at = id;
    const Gate behind = ask(support::network_account(), place);
    EXPECT_EQ(evaluate(behind.lets_through, kToEndpoint), Truth::No);
    EXPECT_EQ(behind.code, "SG_REFERENCES_NOT_PRESERVED");
    EXPECT_NE(behind.message.find(id), std::string::npos);
  }
}

TEST(SecurityGroup, LooksUpPrefixLists) {
  json bundle = support::network_account();
  support::put_prefix_list(bundle, "pl-1", "data", {"10.0.2.0/28"});
  put_group(bundle, "sg-list", {}, {permission("pl-1", "tcp", 443, 443)});
  const Gate gate = ask(bundle, place_of(true, {"sg-list"}));
  EXPECT_EQ(evaluate(gate.lets_through, kToEndpoint), Truth::Yes);
  EXPECT_EQ(evaluate(gate.lets_through, packet_choice(kTask, 40000, "10.0.2.16")),
            Truth::No);
}

// network.md 32: a missing object is unknown, and named.
TEST(SecurityGroup, IsUnknownForAGroupThatIsNotCollected) {
  const json bundle = support::network_account();
  const Gate gate = ask(bundle, place_of(true, {"sg-gone"}));
  EXPECT_EQ(support::open_calls(gate), Texts{"ec2-describe-security-groups"});
  EXPECT_EQ(evaluate(ask(bundle, place_of(true, {"sg-gone", "sg-task"})).lets_through,
                     kToEndpoint),
            Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::security_group_test
