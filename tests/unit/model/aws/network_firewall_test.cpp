#include "model/aws/network_firewall.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/firewall_account.h"
#include "tests/support/network_account.h"

namespace pullproof::aws::network_firewall_test {
namespace {

using support::NetworkWorld;

const FirewallRuleGroup& only_group(const NetworkWorld& world) {
  return world.account().table<FirewallRuleGroup>().all().front();
}

TEST(NetworkFirewall, IsReadWithItsEndpoints) {
  const NetworkWorld world(support::firewall_account());
  const auto& all = world.account().table<NetworkFirewall>().all();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().name, "fw");
  ASSERT_EQ(all.front().endpoints.size(), 1U);
  EXPECT_EQ(all.front().endpoints.front().endpoint_id, "vpce-fw");
  EXPECT_EQ(all.front().endpoints.front().subnet.text, "subnet-fw");
  EXPECT_TRUE(world.account().calls().seen(support::kNetworkScope,
                                           "network-firewall-describe-firewall/fw"));
}

TEST(NetworkFirewall, HasAPolicyWithItsOrderAndVariables) {
  auto bundle = support::firewall_account();
  support::use_strict_order(bundle, {"aws:drop_strict", "aws:alert_strict"});
  support::put_suricata(bundle, "second", "");
  support::put_suricata(bundle, "first", "");
  auto& policy = support::firewall_policy(bundle);
  policy["StatefulRuleGroupReferences"][1]["Priority"] = 0;
  policy["StatefulRuleGroupReferences"][1]["Override"] = {{"Action", "DROP_TO_ALERT"}};
  policy["PolicyVariables"]["RuleVariables"]["HOME_NET"]["Definition"] = {"10.0.0.0/8"};
  const NetworkWorld world(bundle);
  const auto& read = world.account().table<FirewallPolicy>().all().front();
  EXPECT_TRUE(read.strict_order);
  EXPECT_EQ(read.stateful_default.size(), 2U);
  ASSERT_EQ(read.stateful.size(), 2U);
  EXPECT_EQ(read.stateful.front().arn, support::rule_group_arn("first"));
  EXPECT_TRUE(read.stateful.front().only_alerts);
  EXPECT_EQ(read.variables.at("HOME_NET").front(), "10.0.0.0/8");
}

TEST(NetworkFirewall, HasStatelessRulesByPriority) {
  auto bundle = support::firewall_account();
  support::put_stateless(
      bundle, "g",
      {support::stateless_rule(20, "aws:drop", "10.0.0.0/8", "0.0.0.0/0"),
       support::stateless_rule(10, "aws:pass", "10.0.1.5", "::/0")});
  const NetworkWorld world(bundle);
  const auto& rules = only_group(world).stateless;
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules.front().priority, 10);
  EXPECT_EQ(rules.front().sources.front().text(), "10.0.1.5/32");
  EXPECT_FALSE(rules.front().looks_at_flags);
}

TEST(NetworkFirewall, HasStandardRulesAsSuricataKnowsThem) {
  auto bundle = support::firewall_account();
  support::put_rule_group(bundle, "g", nlohmann::json::parse(R"({"StatefulRules": [
    {"Action": "DROP", "Header": {"Protocol": "TLS", "Source": "$HOME_NET",
      "SourcePort": "ANY", "Direction": "ANY", "Destination": "$EXTERNAL_NET",
      "DestinationPort": "443"},
     "RuleOptions": [{"Keyword": "tls.sni"},
                     {"Keyword": "content", "Settings": ["\"a.example.com\""]},
                     {"Keyword": "sid", "Settings": ["5"]}]}]})"));
  const NetworkWorld world(bundle);
  const auto& rule = only_group(world).stateful.front();
  EXPECT_EQ(rule.action, "drop");
  EXPECT_EQ(rule.protocol, "tls");
  EXPECT_EQ(rule.direction, "<>");
  EXPECT_EQ(rule.name, "sid:5");
  EXPECT_EQ(rule.options.at(1).value, "a.example.com");
}

}  // namespace
}  // namespace pullproof::aws::network_firewall_test
