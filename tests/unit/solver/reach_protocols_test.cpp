// Protocols beside TCP and UDP: echo requests, and those without ports.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/dual_stack.h"
#include "tests/support/joined_vpcs.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::solver::reach_protocols_test {
namespace {

using nlohmann::json;
using support::ask;
using support::network_answer;
using support::peered_vpcs;
using support::permission;
using support::route;
using support::routes_of;
using support::Told;

constexpr int kIcmp = 1;
constexpr int kGre = 47;

/// sg-far lets this in.
json letting_in(const json& rule) {
  json bundle = peered_vpcs();
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] == "sg-far") group["IpPermissions"] = {rule};
  }
  return bundle;
}

Told far(const json& bundle, int protocol) {
  return ask(bundle, {.from = "eni-task", .to = "eni-far", .protocol = protocol});
}

// EC2 API reference, IpPermission: `FromPort` is the type of ICMP and `ToPort` its
// code.
TEST(ReachProtocols, ReadsTypesAndCodesOfIcmpInGroups) {
  const auto verdict = [](int type, int code) {
    return far(letting_in(permission("10.0.0.0/16", "icmp", type, code)), kIcmp)
        .verdict;
  };
  EXPECT_EQ(verdict(-1, -1), Reachability::Reachable);
  EXPECT_EQ(verdict(8, -1), Reachability::Reachable);
  EXPECT_EQ(verdict(8, 0), Reachability::Reachable);
  EXPECT_EQ(verdict(0, -1), Reachability::Unreachable);
  EXPECT_EQ(verdict(3, 4), Reachability::Unreachable);
  EXPECT_EQ(verdict(8, 1), Reachability::Unreachable);
}

TEST(ReachProtocols, DoesNotTakeTcpForIcmp) {
  EXPECT_EQ(far(peered_vpcs(), kIcmp).forward, "ENI_SG_RULES_MISMATCH");
}

json acl_entry(int number, bool egress, int type) {
  return {{"RuleNumber", number},     {"RuleAction", "allow"},
          {"Egress", egress},         {"Protocol", "1"},
          {"CidrBlock", "0.0.0.0/0"}, {"IcmpTypeCode", {{"Type", type}, {"Code", -1}}}};
}

// Network ACLs are stateless: the reply is a message of another type.
TEST(ReachProtocols, NeedsBothTypesOfEchoMessagesInAcls) {
  const auto with_entries = [](int out, int in) {
    json bundle = letting_in(permission("10.0.0.0/16", "icmp", -1, -1));
    network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"][0]["Entries"] = {
        acl_entry(100, true, out), acl_entry(100, false, in)};
    return far(bundle, kIcmp);
  };
  EXPECT_EQ(with_entries(8, 0).verdict, Reachability::Reachable);
  EXPECT_EQ(with_entries(8, 8).back, "SUBNET_ACL_RESTRICTION");
  EXPECT_EQ(with_entries(0, 0).forward, "SUBNET_ACL_RESTRICTION");
}

TEST(ReachProtocols, AsksForEchoRequestsOfIpv6) {
  json bundle = support::dual_stack(peered_vpcs());
  for (auto& group :
       network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"]) {
    if (group["GroupId"] != "sg-far") continue;
    group["IpPermissions"] = {permission("2a05:d014:1::/56", "icmpv6", 128, -1)};
  }
  EXPECT_EQ(
      ask(bundle,
          {.from = "2a05:d014:1:1::10", .to = "2a05:d014:9:1::10", .protocol = kIcmp})
          .verdict,
      Reachability::Reachable);
}

// network.md 16: TCP, UDP and ICMP only.
TEST(ReachProtocols, StopsOtherProtocolsAtNatGateways) {
  json bundle = peered_vpcs();
  routes_of(bundle, "rtb-task") = {route("10.0.0.0/16", "local"),
                                   route("0.0.0.0/0", "nat-1")};
  const auto outside = [&](int protocol) {
    return ask(bundle, {.from = "eni-task", .to = "3.121.0.9", .protocol = protocol});
  };
  EXPECT_EQ(outside(kIcmp).verdict, Reachability::Reachable);
  EXPECT_EQ(outside(kGre).forward, "PROTOCOL_RESTRICTION");
}

TEST(ReachProtocols, NeedsNoPortsWhereThereAreNone) {
  const json bundle = letting_in(permission("10.0.0.0/16", "47", 0, 0));
  EXPECT_EQ(far(bundle, kGre).verdict, Reachability::Reachable);
  EXPECT_EQ(far(bundle, 50).verdict, Reachability::Unreachable);
}

}  // namespace
}  // namespace pullproof::solver::reach_protocols_test
