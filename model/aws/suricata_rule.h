// One stateful rule of a network firewall, split into its parts but not judged.
//
// Suricata user guide, "Rules format": `action protocol source port -> destination port
// (keyword; keyword:value; ...)`. AWS: Network Firewall developer guide, "Examples of
// stateful rules": what domain lists and standard rules become.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pullproof::aws {

struct SuricataOption {
  std::string keyword;
  std::string value;        ///< Without its quotes; "" if there is none.
  bool is_negated = false;  ///< `content:!"x"`.

  bool operator==(const SuricataOption&) const = default;
};

struct SuricataRule {
  std::string action;    ///< "pass", "drop", "reject", "alert" ... in lower case.
  std::string protocol;  ///< "tcp", "tls", "ip" ... in lower case.
  std::string source;    ///< "any", "$HOME_NET", "[10.0.0.0/8,!10.1.0.0/16]".
  std::string source_port;
  std::string direction = "->";  ///< Or "<>".
  std::string destination;
  std::string destination_port;
  std::vector<SuricataOption> options;
  /// As people find it again: "sid:3", or the start of its text.
  std::string name;
  /// It could not be split: it may be anything.
  bool is_garbled = false;

  bool operator==(const SuricataRule&) const = default;
};

/// The rules of a `RulesString`, in order. Comments and empty lines are left out; a
/// line that ends in a backslash goes on in the next one.
[[nodiscard]] std::vector<SuricataRule> parse_suricata_rules(std::string_view text);

/// A domain list: `type` is "ALLOWLIST", "DENYLIST", "REJECTLIST" or "ALERTLIST".
struct DomainList {
  std::vector<std::string> targets;  ///< ".example.com" or "example.com".
  bool tls = false;                  ///< TLS_SNI
  bool http = false;                 ///< HTTP_HOST
  std::string type;
};

/// The rules for TLS that AWS makes of the list, the one that drops every other name
/// last.
/// AWS: Network Firewall developer guide, "Examples of stateful rules", domain lists.
[[nodiscard]] std::vector<SuricataRule> rules_of(const DomainList& list);

/// "sid:3" of the options, else "".
[[nodiscard]] std::string sid_of(const std::vector<SuricataOption>& options);

}  // namespace pullproof::aws
