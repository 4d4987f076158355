#include "model/gates/network_firewall.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/firewall_account.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"

namespace pullproof::gates::network_firewall_test {
namespace {

using model::Stage;
using model::Verdict;
using nlohmann::json;
using solver::Reachability;
using support::firewall_account;
using support::firewall_policy;
using support::put_domains;
using support::put_suricata;
using support::route;
using support::use_strict_order;

constexpr const char* kEcr = ".ecr.eu-central-1.amazonaws.com";
constexpr const char* kS3 = ".s3.eu-central-1.amazonaws.com";

model::TaskVerdict judge(const json& bundle, bool strict = false) {
  const aws::Snapshot account = support::read_account(bundle);
  solver::CheckOptions options;
  options.strict = strict;
  return solver::check(account, options).verdicts.at(0);
}

Verdict verdict_of(const json& bundle) { return judge(bundle).verdict; }

/// Which rule refuses, by its blame and code.
void expect_refused(const json& bundle, const std::string& blame, Stage stage,
                    const std::string& code = "FIREWALL_RULES_RESTRICTION") {
  const auto verdict = judge(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  ASSERT_FALSE(verdict.findings.empty());
  const auto& finding = verdict.findings.front();
  EXPECT_EQ(finding.mechanism, "network-firewall");
  EXPECT_EQ(finding.code, code);
  EXPECT_EQ(finding.stage, stage);
  EXPECT_EQ(finding.blame, std::vector<std::string>{blame});
}

void expect_open(const json& bundle, const std::string& call, const std::string& why) {
  const auto verdict = judge(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  EXPECT_TRUE(std::any_of(verdict.missing.begin(), verdict.missing.end(),
                          [&](const Unknown& one) {
                            return one.call == call &&
                                   one.why.find(why) != std::string::npos;
                          }))
      << why;
}

const std::string kPolicy =
    "arn:aws:network-firewall:eu-central-1:111122223333:firewall-policy/egress";

json with_suricata(const std::string& rules) {
  json bundle = firewall_account();
  put_suricata(bundle, "g", rules);
  return bundle;
}

TEST(NetworkFirewall, WithoutRulesLetsAPullThrough) {
  EXPECT_EQ(verdict_of(firewall_account()), Verdict::Pulls);
}

// AWS: Network Firewall developer guide, "Stateful domain list rule groups".
TEST(NetworkFirewall, DropsNamesThatAnAllowListLacks) {
  json bundle = firewall_account();
  put_domains(bundle, "names", "ALLOWLIST", {kEcr, kS3});
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  bundle = firewall_account();
  put_domains(bundle, "names", "ALLOWLIST", {kEcr});
  expect_refused(bundle, support::rule_group_arn("names"), Stage::Layers);
  EXPECT_NE(judge(bundle).findings.front().repair.find("add `prod-eu-central-1"),
            std::string::npos);
}

TEST(NetworkFirewall, DropsNamesOfADenyListOnly) {
  json bundle = firewall_account();
  put_domains(bundle, "names", "DENYLIST", {".example.com"});
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  put_domains(bundle, "others", "REJECTLIST", {".amazonaws.com"});
  expect_refused(bundle, support::rule_group_arn("others"), Stage::Token);
  bundle = firewall_account();
  put_domains(bundle, "names", "ALERTLIST", {".amazonaws.com"});
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
}

// AWS: RulesSourceList: by default, only traffic of the VPC of the firewall.
TEST(NetworkFirewall, AsksDomainListsAboutHomeOnly) {
  json bundle = firewall_account();
  put_domains(bundle, "names", "ALLOWLIST", {".example.com"});
  expect_refused(bundle, support::rule_group_arn("names"), Stage::Token);
  auto& variables = firewall_policy(bundle)["PolicyVariables"]["RuleVariables"];
  variables["HOME_NET"]["Definition"] = {"10.99.0.0/16"};
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  auto& own = support::rule_group(bundle, "names")["RuleVariables"]["IPSets"];
  own["HOME_NET"]["Definition"] = {"10.0.0.0/16"};
  expect_refused(bundle, support::rule_group_arn("names"), Stage::Token);
}

// AWS: "Managing evaluation order for Suricata compatible rules": action order.
TEST(NetworkFirewall, PassesBeforeItDropsInActionOrder) {
  EXPECT_EQ(verdict_of(with_suricata("drop tcp any any -> any any (sid:1;)\n"
                                     "pass tcp any any -> any 443 (sid:2;)")),
            Verdict::Pulls);
  // The opening of a connection has no name yet.
  expect_refused(with_suricata("drop tcp any any -> any any (sid:1;)\n"
                               "pass tls any any -> any any (tls.sni; "
                               "content:\"amazonaws.com\"; endswith; sid:2;)"),
                 support::rule_group_arn("g"), Stage::Token);
}

TEST(NetworkFirewall, TakesTheFirstRuleInStrictOrder) {
  json bundle = with_suricata(
      "drop tcp any any -> any any (sid:1;)\npass tcp any any -> any 443 (sid:2;)");
  use_strict_order(bundle, {});
  expect_refused(bundle, support::rule_group_arn("g"), Stage::Token);
  bundle = firewall_account();
  put_suricata(bundle, "late", "drop tcp any any -> any any (sid:1;)");
  put_suricata(bundle, "soon", "pass tcp any any -> any 443 (sid:2;)");
  use_strict_order(bundle, {});
  expect_refused(bundle, support::rule_group_arn("late"), Stage::Token);
  firewall_policy(bundle)["StatefulRuleGroupReferences"][0]["Priority"] = 9;
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
}

// AWS: the same page, default actions of strict order.
TEST(NetworkFirewall, DropsByDefaultInStrictOrder) {
  const char* names =
      "pass tls $HOME_NET any -> $EXTERNAL_NET any (tls.sni; "
      "content:\".amazonaws.com\"; endswith; sid:1;)";
  json bundle = with_suricata(names);
  use_strict_order(bundle, {"aws:drop_established", "aws:alert_established"});
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  use_strict_order(bundle, {"aws:drop_strict"});
  expect_refused(bundle, kPolicy, Stage::Token);
  put_suricata(bundle, "opening",
               "pass tcp $HOME_NET any <> $EXTERNAL_NET 443 "
               "(flow:not_established; sid:2;)");
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  bundle = firewall_account();
  use_strict_order(bundle, {"aws:drop_established"});
  expect_refused(bundle, kPolicy, Stage::Token);
  use_strict_order(bundle, {"aws:alert_strict"});
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
}

TEST(NetworkFirewall, AddsTheNameToTheListWhereTheDefaultDropsIt) {
  json bundle = firewall_account();
  put_domains(bundle, "names", "ALLOWLIST", {kEcr});
  use_strict_order(bundle, {"aws:drop_established"});
  const auto verdict = judge(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  EXPECT_NE(verdict.findings.front().repair.find("domain list of names"),
            std::string::npos);
}

TEST(NetworkFirewall, LeavesOpenWhichOfTwoPacketsDecides) {
  json bundle = with_suricata(
      "drop tls any any -> any any (flow:to_server; sid:1;)\n"
      "pass tcp any any -> any any (sid:2;)");
  use_strict_order(bundle, {});
  expect_open(bundle, "", "passes the opening of the connection");
}

// AWS: "How AWS Network Firewall filters network traffic".
TEST(NetworkFirewall, AsksStatelessRulesFirst) {
  const auto with = [](const std::vector<json>& rules) {
    json bundle = firewall_account();
    support::put_stateless(bundle, "first", rules);
    put_suricata(bundle, "g", "drop ip any any -> any any (sid:1;)");
    return bundle;
  };
  const auto rule = support::stateless_rule;
  const std::string all = "0.0.0.0/0";
  EXPECT_EQ(verdict_of(with({rule(1, "aws:pass", all, all)})), Verdict::Pulls);
  expect_refused(with({rule(1, "aws:forward_to_sfe", all, all)}),
                 support::rule_group_arn("g"), Stage::Token);
  expect_refused(
      with({rule(2, "aws:pass", all, all), rule(1, "aws:drop", "10.0.1.0/24", all)}),
      support::rule_group_arn("first"), Stage::Token);
  // Replies are packets, too.
  expect_refused(
      with({rule(1, "aws:pass", "10.0.0.0/8", all), rule(2, "aws:drop", all, all)}),
      support::rule_group_arn("first"), Stage::Token);
  expect_open(with({rule(1, "aws:pass", "10.0.0.0/8", all)}), "", "one direction");
}

TEST(NetworkFirewall, DropsByTheStatelessDefault) {
  json bundle = firewall_account();
  firewall_policy(bundle)["StatelessDefaultActions"] = {"aws:drop"};
  expect_refused(bundle, kPolicy, Stage::Token);
  firewall_policy(bundle)["StatelessDefaultActions"] = {"aws:pass", "Count"};
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
}

TEST(NetworkFirewall, NamesTheRuleThatItDoesNotUnderstand) {
  expect_open(with_suricata("drop tls any any -> any any (geoip:dst,CN; sid:7;)"), "",
              "sid:7");
  EXPECT_EQ(verdict_of(with_suricata(
                "drop tls 192.168.0.0/16 any -> any any (geoip:dst,CN; sid:7;)")),
            Verdict::Pulls);
  json bundle = firewall_account();
  json rule = support::stateless_rule(1, "aws:drop", "0.0.0.0/0", "0.0.0.0/0");
  rule["RuleDefinition"]["MatchAttributes"]["TCPFlags"] = {{{"Flags", {"SYN"}}}};
  support::put_stateless(bundle, "g", {rule});
  expect_open(bundle, "", "TCP flags");
}

// Words that it does not know may change what the contents behind them are of.
TEST(NetworkFirewall, TakesContentsOfOtherBuffersForNoName) {
  for (const char* options :
       {"tls.sni; content:\"api\"; tls.cert_issuer; content:\"Amazon\";",
        "tls.sni; to_uppercase; content:\"API\";",
        "tls.sni; content:!\"amazonaws\"; depth:5;",
        "tls.sni; content:\"ecr\"; content:!\"amazonaws\"; within:5;"}) {
    json bundle = firewall_account();
    put_suricata(bundle, "names",
                 std::string("drop tls any any -> any any (") + options + " sid:1;)");
    EXPECT_EQ(verdict_of(bundle), Verdict::Unknown) << options;
  }
  // What the name lacks no other word makes up for.
  json bundle = firewall_account();
  put_suricata(bundle, "names",
               "drop tls any any -> any any (tls.sni; content:\"evil\"; depth:9; "
               "tls.alpn; content:\"h2\"; sid:1;)");
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
}

// One direction may pass by its flags while the other is looked at.
TEST(NetworkFirewall, IsOpenWhereFlagsTellTheDirectionsApart) {
  json bundle = firewall_account();
  json rule = support::stateless_rule(1, "aws:pass", "0.0.0.0/0", "0.0.0.0/0");
  rule["RuleDefinition"]["MatchAttributes"]["TCPFlags"] =
      json::array({{{"Flags", {"SYN"}}, {"Masks", {"SYN", "ACK"}}}});
  rule["RuleDefinition"]["MatchAttributes"]["Protocols"] = {6};
  support::put_stateless(bundle, "flags", {rule});
  EXPECT_EQ(verdict_of(bundle), Verdict::Unknown);
}

// AWS: VPC user guide, "Block public access", on Network Firewall.
TEST(NetworkFirewall, IsOpenWherePublicAccessIsBlocked) {
  json bundle = firewall_account();
  json& options =
      support::network_answer(bundle, "ec2-describe-vpc-block-public-access-options");
  options = {{"VpcBlockPublicAccessOptions",
              {{"AwsAccountId", "111122223333"},
               {"AwsRegion", "eu-central-1"},
               {"State", "update-complete"},
               {"InternetGatewayBlockMode", "block-ingress"}}}};
  EXPECT_EQ(verdict_of(bundle), Verdict::Unknown);
}

TEST(NetworkFirewall, NamesTheCallThatWasNotMade) {
  json bundle = with_suricata("pass ip any any -> any any (sid:1;)");
  support::forget_answer(bundle, "network-firewall-describe-rule-group/g");
  expect_open(bundle,
              "network-firewall-describe-rule-group/" + support::rule_group_arn("g"),
              "rules of firewall rule group g");
  support::forget_answer(bundle, "network-firewall-describe-firewall-policy/egress");
  expect_open(bundle, "network-firewall-describe-firewall-policy/" + kPolicy,
              "the policy of firewall fw");
  support::forget_answer(bundle, "network-firewall-describe-firewall/fw");
  json endpoint = support::interface_endpoint("vpce-fw", "x");
  endpoint["VpcEndpointType"] = "GatewayLoadBalancer";
  support::put_endpoint(bundle, endpoint);
  expect_open(bundle, "network-firewall-describe-firewall", "vpce-fw");
}

TEST(NetworkFirewall, IsOpenWhereItIsNotReadyOrOpensTls) {
  json bundle = firewall_account();
  auto& status = support::network_answer(
      bundle, "network-firewall-describe-firewall/fw")["FirewallStatus"];
  status["SyncStates"]["eu-central-1a"]["Attachment"]["Status"] = "DELETING";
  expect_open(bundle, "", "state DELETING");
  for (const char* sync : {"PENDING", "CAPACITY_CONSTRAINED"}) {
    bundle = firewall_account();
    support::network_answer(
        bundle,
        "network-firewall-describe-firewall/fw")["FirewallStatus"]
                                                ["ConfigurationSyncStateSummary"] =
                                                    sync;
    expect_open(bundle, "", sync);
  }
  bundle = firewall_account();
  firewall_policy(bundle)["TLSInspectionConfigurationArn"] = "arn:aws:x";
  expect_open(bundle, "", "may open TLS");
}

TEST(NetworkFirewall, TakesItThatAwsDoesNotBlockItself) {
  json bundle = firewall_account();
  firewall_policy(bundle)["StatefulRuleGroupReferences"].push_back(
      {{"ResourceArn",
        "arn:aws:network-firewall:eu-central-1:aws-managed:stateful-rulegroup/"
        "Botnet"}});
  const auto verdict = judge(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Pulls);
  EXPECT_TRUE(std::any_of(verdict.assumptions.begin(), verdict.assumptions.end(),
                          [](const auto& one) { return one.name == "Botnet"; }));
}

TEST(NetworkFirewall, IsOpenWhereItsEndpointIsPrintedElsewhere) {
  json bundle = firewall_account();
  json endpoint{{"VpcEndpointId", "vpce-fw"},
                {"VpcEndpointType", "GatewayLoadBalancer"},
                {"VpcId", "vpc-1"},
                {"State", "available"},
                {"ServiceName", "com.amazonaws.vpce.eu-central-1.vpce-svc-1"},
                {"SubnetIds", json::array()}};
  support::put_endpoint(bundle, endpoint);
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  json& printed =
      support::network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"]
          .back();
  printed["SubnetIds"] = {"subnet-task"};
  expect_open(bundle, "", "do not agree on where that is");
  printed["SubnetIds"] = json::array();
  printed["VpcId"] = "vpc-2";
  expect_open(bundle, "", "do not agree on where that is");
}

// AWS: "Avoiding asymmetric routing with AWS Network Firewall".
TEST(NetworkFirewall, HasToSeeBothDirections) {
  json bundle = firewall_account();
  auto& tables =
      support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
  tables[2]["Routes"].erase(2);  // rtb-nat leads replies straight home
  expect_refused(bundle, "rtb-nat", Stage::Token, "FIREWALL_ASYMMETRIC_ROUTING");
  firewall_policy(bundle)["StatefulEngineOptions"] = {
      {"StreamExceptionPolicy", "CONTINUE"}};
  expect_open(bundle, "", "half a connection");
  firewall_policy(bundle)["StatelessDefaultActions"] = {"aws:pass"};
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
}

TEST(NetworkFirewall, DropsRepliesOfConnectionsThatItDoesNotKnow) {
  json bundle = firewall_account();
  support::put_routes(bundle,
                      {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "nat-1")});
  EXPECT_EQ(judge(bundle).findings.at(0).code, "FIREWALL_ASYMMETRIC_ROUTING");
}

/// The firewall stands behind the NAT gateway, before the internet gateway.
json behind_nat() {
  json bundle = firewall_account();
  support::put_routes(bundle,
                      {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "nat-1")});
  auto& tables =
      support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
  const json local = route("10.0.0.0/16", "local");
  tables[2]["Routes"] = {local, route("0.0.0.0/0", "vpce-fw")};
  tables[3]["Routes"] = {local, route("0.0.0.0/0", "igw-1")};
  tables.push_back({{"RouteTableId", "rtb-edge"},
                    {"VpcId", "vpc-1"},
                    {"Associations", json::array({{{"GatewayId", "igw-1"}}})},
                    {"Routes", {local, route("10.0.0.0/24", "vpce-fw")}}});
  return bundle;
}

// AWS: "Architecture with an internet gateway and a NAT gateway".
TEST(NetworkFirewall, MayStandBehindANatGateway) {
  json bundle = behind_nat();
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  put_suricata(bundle, "g", "drop ip 10.0.1.0/24 any -> any any (sid:1;)");
  EXPECT_EQ(verdict_of(bundle), Verdict::Pulls);
  put_suricata(bundle, "h", "drop ip 10.0.0.10 any -> any any (sid:1;)");
  expect_refused(bundle, support::rule_group_arn("h"), Stage::Token);
  bundle = behind_nat();
  support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"].erase(4);
  EXPECT_EQ(judge(bundle).findings.at(0).code, "FIREWALL_ASYMMETRIC_ROUTING");
}

TEST(NetworkFirewall, IsNoWayOutOfItsOwnSubnet) {
  json bundle = firewall_account();
  support::network_answer(bundle,
                          "ec2-describe-route-tables")["RouteTables"][3]["Routes"][1] =
      route("0.0.0.0/0", "vpce-fw");
  EXPECT_EQ(judge(bundle).findings.at(0).code, "ROUTE_LOOP");
}

support::Told reach(const json& bundle, Number port = 443) {
  return support::ask(bundle,
                      {.from = "eni-task", .to = "52.1.2.3", .ports = {port, port}});
}

json with_task(json bundle) {
  support::network_answer(bundle, "ec2-describe-network-interfaces") =
      json::parse(R"({"NetworkInterfaces": [{"NetworkInterfaceId": "eni-task",
        "VpcId": "vpc-1", "SubnetId": "subnet-task", "PrivateIpAddress": "10.0.1.20",
        "Groups": [{"GroupId": "sg-task"}]}]})");
  return bundle;
}

TEST(NetworkFirewall, IsPassedByAQuestionOfReach) {
  json bundle = with_task(firewall_account());
  const auto told = reach(bundle);
  EXPECT_EQ(told.verdict, Reachability::Reachable) << told.why;
  EXPECT_NE(std::find(told.path.begin(), told.path.end(), "vpce-fw"), told.path.end());
  EXPECT_EQ(reach(with_task(behind_nat())).verdict, Reachability::Reachable);
  put_suricata(bundle, "g", "drop tcp any any -> any 22 (sid:1;)");
  EXPECT_EQ(reach(bundle).verdict, Reachability::Reachable);
  EXPECT_EQ(reach(bundle, 22).forward, "FIREWALL_RULES_RESTRICTION");
  // Nobody knows which server the question is about.
  put_domains(bundle, "names", "ALLOWLIST", {kEcr});
  EXPECT_EQ(reach(bundle).verdict, Reachability::Unknown);
}

TEST(NetworkFirewall, HasToSeeTheRepliesOfAQuestionOfReach) {
  json bundle = with_task(firewall_account());
  auto& tables =
      support::network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
  tables[2]["Routes"].erase(2);
  EXPECT_NE(reach(bundle).verdict, Reachability::Reachable);
  bundle = with_task(firewall_account());
  support::put_routes(bundle,
                      {route("10.0.0.0/16", "local"), route("0.0.0.0/0", "nat-1")});
  EXPECT_EQ(reach(bundle).back, "FIREWALL_ASYMMETRIC_ROUTING");
}

}  // namespace
}  // namespace pullproof::gates::network_firewall_test
