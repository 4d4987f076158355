// The service account with a network firewall between the task and the NAT gateway, for
// tests of what firewalls decide.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// Where a firewall has an endpoint.
struct FirewallZone {
  std::string zone;  ///< "eu-central-1a".
  std::string subnet;
  std::string endpoint;
};

/// Firewall `fw` in the VPC, whose policy `egress` forwards all to its stateful rules,
/// of which there are none, in action order.
void put_firewall(nlohmann::json& bundle, const std::string& vpc,
                  const std::vector<FirewallZone>& zones);

/// rtb-task leads to vpce-fw in subnet-fw (10.0.3.0/24), rtb-fw to nat-1, and rtb-nat
/// leads replies for 10.0.1.0/24 back to vpce-fw, which is of `put_firewall`.
[[nodiscard]] nlohmann::json firewall_account();

/// `FirewallPolicy` of `egress`, to be changed.
[[nodiscard]] nlohmann::json& firewall_policy(nlohmann::json& bundle);
/// `RuleGroup` of a group that `put_rule_group` has added.
[[nodiscard]] nlohmann::json& rule_group(nlohmann::json& bundle,
                                         const std::string& name);
[[nodiscard]] std::string rule_group_arn(const std::string& name);

/// Adds a group with these `RulesSource`, behind those that are there. Stateless ones
/// have `StatelessRulesAndCustomActions`.
void put_rule_group(nlohmann::json& bundle, const std::string& name,
                    const nlohmann::json& rules_source);
/// The same, of Suricata's rules.
void put_suricata(nlohmann::json& bundle, const std::string& name,
                  const std::string& rules);
/// The same, of TLS names.
void put_domains(nlohmann::json& bundle, const std::string& name,
                 const std::string& type, const std::vector<std::string>& targets);
/// The same, of one stateless rule: "aws:drop".
[[nodiscard]] nlohmann::json stateless_rule(int priority, const std::string& action,
                                            const std::string& source,
                                            const std::string& destination);
void put_stateless(nlohmann::json& bundle, const std::string& name,
                   const std::vector<nlohmann::json>& rules);

/// Strict order, with these default actions.
void use_strict_order(nlohmann::json& bundle, const std::vector<std::string>& defaults);

}  // namespace pullproof::support
