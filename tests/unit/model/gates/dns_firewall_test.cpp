#include "model/gates/dns_firewall.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::dns_firewall_test {
namespace {

using nlohmann::json;
using support::network_answer;
using Texts = std::vector<std::string>;

constexpr const char* kHost = "api.ecr.eu-central-1.amazonaws.com";

struct Rule {
  std::string list;
  std::string action;
  int priority = 100;
  std::string query_type = {};
};

void associate(json& bundle, const std::string& group, int priority) {
  json& rows =
      network_answer(bundle, "route53resolver-list-firewall-rule-group-associations")
          ["FirewallRuleGroup"
           "Associations"];
  if (rows.is_null()) rows = json::array();
  rows.push_back({{"Id", "rslvr-frgassoc-" + group},
                  {"FirewallRuleGroupId", group},
                  {"VpcId", "vpc-1"},
                  {"Priority", priority}});
}

void put_rules(json& bundle, const std::string& group, const std::vector<Rule>& rules) {
  json rows = json::array();
  for (const auto& rule : rules) {
    json row = {{"FirewallRuleGroupId", group},
                {"FirewallDomainListId", rule.list},
                {"Name", rule.list},
                {"Priority", rule.priority},
                {"Action", rule.action}};
    if (!rule.query_type.empty()) row["Qtype"] = rule.query_type;
    rows.push_back(row);
  }
  network_answer(bundle, "route53resolver-list-firewall-rules/" +
                             group) = {{"FirewallRules", rows}};
}

void put_list(json& bundle, const std::string& list, const Texts& domains) {
  network_answer(
      bundle, "route53resolver-list-firewall-domains/" + list) = {{"Domains", domains}};
}

/// vpc-1 with the group `frg`, its rules, and the lists `all` and `aws`.
json filtered(const std::vector<Rule>& rules) {
  json bundle = support::network_account();
  associate(bundle, "frg", 100);
  put_rules(bundle, "frg", rules);
  put_list(bundle, "all", {"*."});
  put_list(bundle, "aws", {"*.amazonaws.com."});
  return bundle;
}

Gate ask(const json& bundle, Family family = Family::Ipv4,
         const std::string& ipv6_only_subnet = {}) {
  const support::NetworkWorld world(bundle);
  return DnsFirewallGate::lets_through({.scope = support::kNetworkScope,
                                        .vpc = VpcId("vpc-1"),
                                        .host = kHost,
                                        .service = "ecr.api",
                                        .region = "eu-central-1",
                                        .family = family,
                                        .ipv6_only_subnet = SubnetId(ipv6_only_subnet)},
                                       world.context());
}

Truth passes(const json& bundle) { return support::truth(ask(bundle)); }

TEST(DnsFirewall, PassesWhatNoRuleMatches) {
  EXPECT_EQ(passes(support::network_account()), Truth::Yes);
  json bundle = filtered({{"corp", "BLOCK"}});
  put_list(bundle, "corp", {"*.corp.example.", "corp.example."});
  EXPECT_EQ(passes(bundle), Truth::Yes);
}

TEST(DnsFirewall, BlamesTheGroupWhoseRuleBlocksTheName) {
  const Gate gate = ask(filtered({{"aws", "BLOCK"}}));
  EXPECT_EQ(support::truth(gate), Truth::No);
  EXPECT_EQ(support::blamed(gate), Texts{"frg"});
  EXPECT_EQ(gate.mechanism, "dns");
}

TEST(DnsFirewall, AsksRulesByTheirPriorityAndNotByTheirOrder) {
  EXPECT_EQ(passes(filtered({{"all", "BLOCK", 200}, {"aws", "ALLOW", 100}})),
            Truth::Yes);
  EXPECT_EQ(passes(filtered({{"aws", "ALLOW", 200}, {"all", "BLOCK", 100}})),
            Truth::No);
  EXPECT_EQ(passes(filtered({{"aws", "ALERT", 100}, {"all", "BLOCK", 200}})),
            Truth::Yes);
}

TEST(DnsFirewall, AsksGroupsByThePriorityOfTheirAssociations) {
  const auto with_other = [](int priority) {
    json bundle = filtered({{"all", "BLOCK"}});
    associate(bundle, "other", priority);
    put_rules(bundle, "other", {{"aws", "ALLOW"}});
    return bundle;
  };
  EXPECT_EQ(passes(with_other(50)), Truth::Yes);
  EXPECT_EQ(passes(with_other(150)), Truth::No);
}

// A wildcard stands for what lies below the domain, and not for the domain.
TEST(DnsFirewall, TakesAListedNameLiterally) {
  const auto blocked = [](const std::string& domain) {
    json bundle = filtered({{"one", "BLOCK"}});
    put_list(bundle, "one", {domain});
    return passes(bundle) == Truth::No;
  };
  EXPECT_TRUE(blocked("api.ecr.eu-central-1.amazonaws.com."));
  EXPECT_TRUE(blocked("*.ecr.eu-central-1.amazonaws.com."));
  EXPECT_FALSE(blocked("amazonaws.com."));
  EXPECT_FALSE(blocked("*.api.ecr.eu-central-1.amazonaws.com."));
  EXPECT_FALSE(blocked("*.cr.eu-central-1.amazonaws.com."));
}

// Route 53 Resolver API reference: a name may start with an asterisk.
TEST(DnsFirewall, LeavesOpenWhatAnAsteriskWithoutADotHolds) {
  for (const char* action : {"BLOCK", "ALLOW"}) {
    json bundle = filtered({{"one", action}, {"all", "BLOCK", 200}});
    put_list(bundle, "one", {"*amazonaws.com."});
    put_list(bundle, "all", {action == std::string("BLOCK") ? "none." : "*."});
    EXPECT_EQ(passes(bundle), Truth::Unknown) << action;
    put_list(bundle, "one", {"*example.com."});
    EXPECT_NE(passes(bundle), Truth::Unknown) << action;
  }
}

TEST(DnsFirewall, KnowsThatARuleOnOtherTypesOfQueriesLeavesAddressesAlone) {
  EXPECT_EQ(passes(filtered({{"all", "BLOCK", 100, "MX"}})), Truth::Yes);
  EXPECT_EQ(passes(filtered({{"all", "BLOCK", 100, "A"}})), Truth::No);
}

TEST(DnsFirewall, ReadsTypesOfQueriesByNumber) {
  EXPECT_EQ(passes(filtered({{"all", "BLOCK", 100, "TYPE1"}})), Truth::No);
  EXPECT_EQ(passes(filtered({{"all", "BLOCK", 100, "TYPE28"}})), Truth::Yes);
}

// Route 53 Resolver API reference, FirewallRule: `Qtype` "A" is for IPv4 addresses,
// "AAAA" and "TYPE28" are for IPv6 addresses.
TEST(DnsFirewall, AsksRulesAboutTheFamilyThatTheClientConnectsBy) {
  const auto over = [](Family family, const std::vector<Rule>& rules) {
    return support::truth(ask(filtered(rules), family));
  };
  for (const char* type : {"AAAA", "TYPE28", "28"}) {
    const std::vector<Rule> block = {{"all", "BLOCK", 100, type}};
    EXPECT_EQ(over(Family::Ipv6, block), Truth::No) << type;
    EXPECT_EQ(over(Family::Ipv4, block), Truth::Yes) << type;
    const std::vector<Rule> allow = {{"aws", "ALLOW", 100, type},
                                     {"all", "BLOCK", 200}};
    EXPECT_EQ(over(Family::Ipv6, allow), Truth::Yes) << type;
    EXPECT_EQ(over(Family::Ipv4, allow), Truth::No) << type;
  }
  for (const char* type : {"A", "TYPE1", "MX"}) {
    EXPECT_EQ(over(Family::Ipv6, {{"all", "BLOCK", 100, type}}), Truth::Yes) << type;
    EXPECT_EQ(over(Family::Ipv6, {{"aws", "ALLOW", 100, type}, {"all", "BLOCK", 200}}),
              Truth::No)
        << type;
  }
}

TEST(DnsFirewall, LeavesOpenWhatTypeAnUnknownSpellingMeans) {
  for (const auto family : {Family::Ipv4, Family::Ipv6}) {
    EXPECT_EQ(support::truth(ask(filtered({{"all", "BLOCK", 100, "quad-a"}}), family)),
              Truth::Unknown);
  }
}

// VPC user guide, "DNS64 and NAT64": the resolver makes IPv6 addresses of the name's
// IPv4 addresses; whether rules see that it asks for those is not said.
TEST(DnsFirewall, LeavesOpenWhetherDns64AsksForIpv4Addresses) {
  const auto by_dns64 = [](const char* type) {
    return support::truth(
        ask(filtered({{"all", "BLOCK", 100, type}}), Family::Ipv6, "subnet-a"));
  };
  EXPECT_EQ(by_dns64("A"), Truth::Unknown);
  EXPECT_EQ(by_dns64("AAAA"), Truth::No);
}

// Route 53 API reference, FirewallRule: unless a rule trusts redirections, every name
// of a chain is asked for.
TEST(DnsFirewall, LeavesOpenWhatNamesPublicDnsGoesOnBy) {
  json bundle = filtered({{"ecr", "ALLOW", 100}, {"all", "BLOCK", 200}});
  put_list(bundle, "ecr", {"*.ecr.eu-central-1.amazonaws.com."});
  EXPECT_EQ(passes(bundle), Truth::Unknown);
  network_answer(
      bundle,
      "route53resolver-list-firewall-rules/frg")["FirewallRules"][0]
                                                ["FirewallDomainRedirectionAction"] =
                                                    "TRUST_REDIRECTION_DOMAIN";
  EXPECT_EQ(passes(bundle), Truth::Yes);
}

TEST(DnsFirewall, ClaimsNothingOfAnswersOfItsOwn) {
  json bundle = filtered({{"aws", "BLOCK"}});
  network_answer(
      bundle,
      "route53resolver-list-firewall-rules/frg")["FirewallRules"][0]["BlockResponse"] =
      "OVERRIDE";
  EXPECT_EQ(passes(bundle), Truth::Unknown);
}

TEST(DnsFirewall, AsksNoGroupWhoseAssociationIsGone) {
  const auto with_status = [](const char* status) {
    json bundle = filtered({{"aws", "BLOCK"}});
    network_answer(bundle, "route53resolver-list-firewall-rule-group-associations")
        ["FirewallRuleGroupAssociations"][0]["Status"] = status;
    return passes(bundle);
  };
  EXPECT_EQ(with_status("COMPLETE"), Truth::No);
  EXPECT_EQ(with_status("DELETING"), Truth::Unknown);
  EXPECT_EQ(with_status("DELETED"), Truth::Yes);
}

// Route 53 Resolver API reference, FirewallRuleGroupAssociation: while it is UPDATING,
// its priority is not certain; a group that refuses nothing refuses nothing then, too.
TEST(DnsFirewall, LeavesOpenOnlyWhatAGroupOfUncertainOrderMayChange) {
  const auto changing = [](const Rule& rule, bool is_blocked_later) {
    json bundle = filtered({rule});
    put_list(bundle, "corp", {"*.corp.example."});
    network_answer(bundle, "route53resolver-list-firewall-rule-group-associations")
        ["FirewallRuleGroupAssociations"][0]["Status"] = "UPDATING";
    if (is_blocked_later) {
      associate(bundle, "later", 200);
      put_rules(bundle, "later", {{"all", "BLOCK"}});
    }
    return passes(bundle);
  };
  EXPECT_EQ(changing({"corp", "BLOCK"}, false), Truth::Yes);
  EXPECT_EQ(changing({"aws", "ALLOW"}, false), Truth::Yes);
  EXPECT_EQ(changing({"aws", "BLOCK"}, false), Truth::Unknown);
  EXPECT_EQ(changing({"corp", "ALLOW"}, true), Truth::No);
  EXPECT_EQ(changing({"aws", "ALLOW"}, true), Truth::Unknown);
}

TEST(DnsFirewall, IsUnknownWithoutRulesOrDomains) {
  json bundle = support::network_account();
  associate(bundle, "frg", 100);
  EXPECT_EQ(support::open_calls(ask(bundle)),
            Texts{"route53resolver-list-firewall-rules/frg"});
  put_rules(bundle, "frg", {{"unseen", "BLOCK"}});
  EXPECT_EQ(support::open_calls(ask(bundle)),
            Texts{"route53resolver-list-firewall-domains/unseen"});
}

TEST(DnsFirewall, DoesNotBlockForCertainBehindAnAllowanceThatIsNotKnown) {
  EXPECT_EQ(passes(filtered({{"unseen", "ALLOW", 50}, {"all", "BLOCK"}})),
            Truth::Unknown);
  json bundle = filtered({{"all", "BLOCK"}});
  associate(bundle, "unseen", 50);
  EXPECT_EQ(passes(bundle), Truth::Unknown);
}

TEST(DnsFirewall, AssumesThatAwsOwnListsDoNotHoldAwsNames) {
  json bundle = filtered({{"managed", "BLOCK"}});
  network_answer(bundle, "route53resolver-list-firewall-domain-lists") = {
      {"FirewallDomainLists",
       json::array({{{"Id", "managed"},
                     {"Name", "AWSManagedDomainsMalwareDomainList"},
                     {"ManagedOwnerName", "Route 53 Resolver DNS Firewall"}}})}};
  const Gate gate = ask(bundle);
  EXPECT_EQ(support::truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions.front().name,
            "route53resolver-list-firewall-domains/managed");
}

}  // namespace
}  // namespace pullproof::gates::dns_firewall_test
