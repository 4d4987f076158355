#include "tests/support/firewall_account.h"

#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr const char* kArns = "arn:aws:network-firewall:eu-central-1:111122223333:";

bool is_stateless(const json& rules_source) {
  return rules_source.contains("StatelessRulesAndCustomActions");
}

void add_firewall_subnet(json& bundle) {
  network_answer(bundle, "ec2-describe-subnets")["Subnets"].push_back(
      {{"SubnetId", "subnet-fw"},
       {"VpcId", "vpc-1"},
       {"CidrBlock", "10.0.3.0/24"},
       {"AvailabilityZone", "eu-central-1a"}});
  network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"][0]["Associations"]
      .push_back({{"SubnetId", "subnet-fw"}});
  const json local = route("10.0.0.0/16", "local");
  put_routes(bundle, {local, route("0.0.0.0/0", "vpce-fw")});
  json& tables = network_answer(bundle, "ec2-describe-route-tables")["RouteTables"];
  tables[2]["Routes"].push_back(route("10.0.1.0/24", "vpce-fw"));
  tables.push_back({{"RouteTableId", "rtb-fw"},
                    {"VpcId", "vpc-1"},
                    {"Associations", json::array({{{"SubnetId", "subnet-fw"}}})},
                    {"Routes", {local, route("0.0.0.0/0", "nat-1")}}});
}

}  // namespace

std::string rule_group_arn(const std::string& name) {
  return kArns + ("stateful-rulegroup/" + name);
}

void put_firewall(json& bundle, const std::string& vpc,
                  const std::vector<FirewallZone>& zones) {
  const std::string arns = kArns;
  json states;
  for (const auto& [zone, subnet, endpoint] : zones) {
    states[zone]["Attachment"] = {
        {"SubnetId", subnet}, {"EndpointId", endpoint}, {"Status", "READY"}};
  }
  network_answer(bundle, "network-firewall-describe-firewall/fw") = {
      {"Firewall",
       {{"FirewallName", "fw"},
        {"FirewallArn", arns + "firewall/fw"},
        {"FirewallPolicyArn", arns + "firewall-policy/egress"},
        {"VpcId", vpc}}},
      {"FirewallStatus",
       {{"Status", "READY"},
        {"ConfigurationSyncStateSummary", "IN_SYNC"},
        {"SyncStates", states}}}};
  network_answer(bundle, "network-firewall-describe-firewall-policy/egress") = {
      {"FirewallPolicyResponse",
       {{"FirewallPolicyArn", arns + "firewall-policy/egress"}}},
      {"FirewallPolicy",
       {{"StatelessDefaultActions", json::array({"aws:forward_to_sfe"})},
        {"StatelessFragmentDefaultActions", json::array({"aws:forward_to_sfe"})}}}};
}

json firewall_account() {
  json bundle = service_account();
  add_firewall_subnet(bundle);
  put_firewall(bundle, "vpc-1", {{"eu-central-1a", "subnet-fw", "vpce-fw"}});
  return bundle;
}

json& firewall_policy(json& bundle) {
  return network_answer(
      bundle, "network-firewall-describe-firewall-policy/egress")["FirewallPolicy"];
}

json& rule_group(json& bundle, const std::string& name) {
  return network_answer(bundle,
                        "network-firewall-describe-rule-group/" + name)["RuleGroup"];
}

void put_rule_group(json& bundle, const std::string& name, const json& rules_source) {
  network_answer(bundle, "network-firewall-describe-rule-group/" + name) = {
      {"RuleGroupResponse",
       {{"RuleGroupArn", rule_group_arn(name)}, {"RuleGroupName", name}}},
      {"RuleGroup", {{"RulesSource", rules_source}}}};
  json& references = firewall_policy(
      bundle)[is_stateless(rules_source) ? "StatelessRuleGroupReferences"
                                         : "StatefulRuleGroupReferences"];
  const auto priority = references.size() + 1;
  references.push_back({{"ResourceArn", rule_group_arn(name)}, {"Priority", priority}});
}

void put_suricata(json& bundle, const std::string& name, const std::string& rules) {
  put_rule_group(bundle, name, {{"RulesString", rules}});
}

void put_domains(json& bundle, const std::string& name, const std::string& type,
                 const std::vector<std::string>& targets) {
  put_rule_group(bundle, name,
                 {{"RulesSourceList",
                   {{"Targets", targets},
                    {"TargetTypes", json::array({"TLS_SNI", "HTTP_HOST"})},
                    {"GeneratedRulesType", type}}}});
}

json stateless_rule(int priority, const std::string& action, const std::string& source,
                    const std::string& destination) {
  return {
      {"Priority", priority},
      {"RuleDefinition",
       {{"Actions", json::array({action})},
        {"MatchAttributes",
         {{"Sources", json::array({{{"AddressDefinition", source}}})},
          {"Destinations", json::array({{{"AddressDefinition", destination}}})}}}}}};
}

void put_stateless(json& bundle, const std::string& name,
                   const std::vector<json>& rules) {
  put_rule_group(bundle, name,
                 {{"StatelessRulesAndCustomActions", {{"StatelessRules", rules}}}});
}

void use_strict_order(json& bundle, const std::vector<std::string>& defaults) {
  json& policy = firewall_policy(bundle);
  policy["StatefulEngineOptions"] = {{"RuleOrder", "STRICT_ORDER"}};
  policy["StatefulDefaultActions"] = defaults;
}

}  // namespace pullproof::support
