// Route 53 Resolver DNS Firewall: rule groups, their rules and the lists of domains
// that rules name.
//
// AWS: Route 53 developer guide, "Using DNS Firewall to filter outbound DNS traffic".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct DnsFirewallAssociation : Resource {
  static constexpr std::string_view kSnapshotKey = "FirewallRuleGroupAssociations";
  static constexpr std::string_view kCall =
      "route53resolver-list-firewall-rule-group-associations";

  std::string association_id;
  std::string group_id;
  VpcId vpc_id;
  std::int64_t priority = 0;  ///< The lowest is asked first.
  std::string status;  ///< "COMPLETE", "UPDATING", "DELETING"; "" if not printed.

  [[nodiscard]] const std::string& id() const { return association_id; }
  static DnsFirewallAssociation parse(Cursor& in);
};

struct DnsFirewallRule {
  std::string name;
  std::string domain_list;  ///< "" for a rule on threats, which names no list.
  std::string action;       ///< "ALLOW", "BLOCK", "ALERT".
  std::string query_type;   ///< "A", "TYPE28" ...; "" is any.
  /// Only the name that is asked for counts, and not those that it leads to.
  bool trusts_redirections = false;
  bool overrides = false;  ///< A block that answers with a name of its own.
  std::int64_t priority = 0;
  Source source;
};

/// `route53resolver list-firewall-rules --firewall-rule-group-id <parameter>`.
struct DnsFirewallRules : Resource {
  static constexpr std::string_view kSnapshotKey = "FirewallRules";
  static constexpr std::string_view kCall = "route53resolver-list-firewall-rules";
  static constexpr bool kWholeDocument = true;

  std::string group_id;
  std::vector<DnsFirewallRule> rules;  ///< In the order of their priority.

  [[nodiscard]] const std::string& id() const { return group_id; }
  static DnsFirewallRules parse(Cursor& in);
};

struct DnsFirewallDomainList : Resource {
  static constexpr std::string_view kSnapshotKey = "FirewallDomainLists";
  static constexpr std::string_view kCall =
      "route53resolver-list-firewall-domain-lists";

  std::string list_id;
  bool is_managed = false;  ///< By AWS, which prints no domains of it.

  [[nodiscard]] const std::string& id() const { return list_id; }
  static DnsFirewallDomainList parse(Cursor& in);
};

/// `route53resolver list-firewall-domains --firewall-domain-list-id <parameter>`.
struct DnsFirewallDomains : Resource {
  static constexpr std::string_view kSnapshotKey = "Domains";
  static constexpr std::string_view kCall = "route53resolver-list-firewall-domains";
  static constexpr bool kWholeDocument = true;

  std::string list_id;
  std::vector<std::string> domains;  ///< In lower case; may start with "*.", or be "*".

  [[nodiscard]] const std::string& id() const { return list_id; }
  static DnsFirewallDomains parse(Cursor& in);
};

}  // namespace pullproof::aws
