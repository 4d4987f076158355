// Which packets of a connection a firewall's rule may match, as far as it is
// understood.
//
// AWS: Network Firewall developer guide, "Stateful rule groups", "Examples of stateful
// rules", "Limitations and caveats for stateful rules" (HOME_NET is the firewall's VPC
// unless the policy or the group says otherwise, EXTERNAL_NET its negation); Suricata
// user guide, "Rules format" and "SSL/TLS Keywords".
// Not modelled: keywords beyond flow, ssl_state:client_hello, and tls.sni with content;
// IP set references. A rule with others may match or not, where its addresses, ports
// and protocol let it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/network_firewall.h"
#include "model/core/predicate.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// The sets of addresses and ports that rules name.
struct FirewallVariables {
  std::map<std::string, std::vector<std::string>> addresses;
  std::map<std::string, std::vector<std::string>> ports;
  Family family = Family::Ipv4;
  /// Addresses of HOME_NET and of EXTERNAL_NET where `addresses` lacks them; nothing if
  /// not known.
  std::optional<IntervalSet> home = std::nullopt;
  std::optional<IntervalSet> external = std::nullopt;
};

/// What a policy's firewall finds in place of variables, for rules that are its own.
[[nodiscard]] FirewallVariables variables_of(const aws::FirewallPolicy& policy,
                                             const FirewallPlace& place,
                                             const Context& context);
/// AWS: a group's own sets go before the policy's.
[[nodiscard]] FirewallVariables with_sets_of(FirewallVariables variables,
                                             const aws::FirewallRuleGroup& group);

/// "any", "10.0.0.0/8", "!$HOME_NET", "[10.0.0.0/8,!10.1.0.0/16]": the addresses of the
/// variables' family, or nothing if it is not understood.
[[nodiscard]] std::optional<IntervalSet> firewall_addresses(
    std::string_view text, const FirewallVariables& variables);
/// "any", "443", "[80,443]", "1024:", "!$WEB".
[[nodiscard]] std::optional<IntervalSet> firewall_ports(
    std::string_view text, const FirewallVariables& variables);

/// When a rule is asked.
struct FirewallMatch {
  Predicate on_opening = Predicate::never();  ///< About the first packet.
  /// About the packet that names the server, once the connection stands.
  Predicate on_hello = Predicate::never();
  Predicate on_reply = Predicate::never();  ///< About packets that come back.
  bool is_late = false;                     ///< Not before the connection stands.
  bool of_opening_only = false;             ///< Not once it stands.
};

/// `where` names the rule for questions that stay open.
[[nodiscard]] FirewallMatch match_of(const aws::SuricataRule& rule,
                                     const FirewallVariables& variables,
                                     const FirewallPlace& place,
                                     const std::string& where);

/// The same of a stateless rule, which is asked about each packet by itself: that which
/// opens the connection, or its reply.
[[nodiscard]] Predicate matches_packet(const aws::StatelessRule& rule,
                                       const FirewallPlace& place, bool is_reply,
                                       const std::string& where);

/// `content` options on a server's name, with what belongs to them. Unknown if one of
/// them is not understood or the name is not known.
[[nodiscard]] Truth names_match(const std::vector<aws::SuricataOption>& options,
                                const std::string& server_name);

}  // namespace pullproof::gates
