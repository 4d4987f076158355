// AWS Network Firewall: firewalls with their endpoints, policies and rule groups.
//
// AWS: Network Firewall API reference, DescribeFirewall, DescribeFirewallPolicy and
// DescribeRuleGroup; each prints one resource and its own ARN.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/resource.h"
#include "model/aws/suricata_rule.h"
#include "model/core/ids.h"
#include "model/core/interval_set.h"

namespace pullproof::aws {

struct FirewallEndpoint {
  std::string endpoint_id;  ///< "vpce-1"
  SubnetId subnet;
  std::string status;  ///< "READY", "SCALING", "DELETING" ...; "" if not printed.
  Source source;
};

/// `network-firewall describe-firewall`.
struct NetworkFirewall : Resource {
  static constexpr std::string_view kSnapshotKey = "Firewall";
  static constexpr std::string_view kCall = "network-firewall-describe-firewall";
  static constexpr bool kWholeDocument = true;

  std::string arn;
  std::string name;
  VpcId vpc_id;  ///< "" for one that is attached to a transit gateway.
  std::string policy_arn;
  std::string status;  ///< "READY", "PROVISIONING", "DELETING"; "" if not printed.
  std::string sync;    ///< "IN_SYNC", "PENDING" ...; "" if not printed.
  std::vector<FirewallEndpoint> endpoints;  ///< By zone.

  [[nodiscard]] const std::string& id() const { return arn; }
  static NetworkFirewall parse(Cursor& in);
};

/// A rule group that a policy names.
struct FirewallGroupReference {
  std::string arn;
  std::int64_t priority = 0;  ///< The lowest is asked first.
  bool only_alerts = false;   ///< Override DROP_TO_ALERT.

  /// Of AWS's own, whose rules no call prints.
  [[nodiscard]] bool is_managed() const;
};

/// `network-firewall describe-firewall-policy`.
struct FirewallPolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "FirewallPolicyResponse";
  static constexpr std::string_view kCall = "network-firewall-describe-firewall-policy";
  static constexpr bool kWholeDocument = true;

  std::string arn;
  std::vector<FirewallGroupReference> stateless;  ///< By priority.
  std::vector<std::string> stateless_default;     ///< "aws:pass", "aws:forward_to_sfe".
  std::vector<FirewallGroupReference> stateful;   ///< By priority.
  std::vector<std::string> stateful_default;      ///< "aws:drop_strict" ...
  bool strict_order = false;
  std::string stream_exception;  ///< "DROP", "CONTINUE", "REJECT"; "" means DROP.
  bool inspects_tls = false;     ///< It opens TLS connections.
  /// Texts of addresses by variable; HOME_NET only if the policy sets it.
  std::map<std::string, std::vector<std::string>> variables;
  Source defaults;  ///< Where the default actions stand.

  [[nodiscard]] const std::string& id() const { return arn; }
  static FirewallPolicy parse(Cursor& in);
};

struct StatelessRule {
  std::int64_t priority = 0;
  std::vector<std::string> actions;  ///< "aws:pass" and names of own actions.
  std::vector<Cidr> sources;         ///< Empty: any.
  std::vector<Cidr> destinations;    ///< Empty: any.
  std::vector<Interval> source_ports;
  std::vector<Interval> destination_ports;
  std::vector<int> protocols;  ///< IANA; empty: any.
  bool looks_at_flags = false;
  Source source;
};

/// `network-firewall describe-rule-group`.
struct FirewallRuleGroup : Resource {
  static constexpr std::string_view kSnapshotKey = "RuleGroupResponse";
  static constexpr std::string_view kCall = "network-firewall-describe-rule-group";
  static constexpr bool kWholeDocument = true;

  std::string arn;
  std::string name;
  std::vector<StatelessRule> stateless;  ///< By priority.
  std::vector<SuricataRule> stateful;    ///< In the order of the group.
  bool is_allow_list = false;            ///< Of domains.
  bool is_seen = false;                  ///< Its rules were printed.
  std::map<std::string, std::vector<std::string>> ip_sets;
  std::map<std::string, std::vector<std::string>> port_sets;
  Source rules;  ///< Where they stand.

  [[nodiscard]] const std::string& id() const { return arn; }
  static FirewallRuleGroup parse(Cursor& in);
};

}  // namespace pullproof::aws
