#include "model/gates/firewall_match.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/aws/traffic_rule.h"

namespace pullproof::gates {
namespace {

/// Lists in lists and variables of variables; more is not understood.
constexpr int kMaxDepth = 4;
constexpr Number kLastPort = 65535;

std::vector<std::string_view> items_of(std::string_view list) {
  std::vector<std::string_view> items;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i == list.size() || (list[i] == ',' && depth == 0)) {
      items.push_back(list.substr(start, i - start));
      start = i + 1;
    } else if (list[i] == '[') {
      ++depth;
    } else if (list[i] == ']') {
      --depth;
    }
  }
  return items;
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Reads sets of addresses or of ports; both are written alike.
class SetReader {
 public:
  using Names = std::map<std::string, std::vector<std::string>>;
  using Single = std::optional<IntervalSet> (*)(std::string_view, Family);

  SetReader(const FirewallVariables& variables, const Names& names, IntervalSet all,
            Single single)
      : variables_(variables), names_(names), all_(std::move(all)), single_(single) {}

  [[nodiscard]] std::optional<IntervalSet> read(std::string_view text,
                                                int depth) const {
    text = without_blanks(text);
    if (text.empty() || depth > kMaxDepth) return std::nullopt;
    if (text.front() == '!') {
      const auto inner = read(text.substr(1), depth + 1);
      if (!inner) return std::nullopt;
      return all_.minus(*inner);
    }
    if (text == "any" || text == "ANY") return all_;
    if (text.front() == '$') return variable(std::string(text.substr(1)), depth);
    if (text.front() != '[') return single_(text, variables_.family);
    if (text.back() != ']') return std::nullopt;
    return list(items_of(text.substr(1, text.size() - 2)), depth);
  }

 private:
  template <class Items>
  [[nodiscard]] std::optional<IntervalSet> list(const Items& items, int depth) const {
    std::optional<IntervalSet> only;
    IntervalSet never;
    for (std::string_view item : items) {
      item = without_blanks(item);
      const bool negated = !item.empty() && item.front() == '!';
      const auto set = read(negated ? item.substr(1) : item, depth + 1);
      if (!set) return std::nullopt;
      if (negated) {
        never = never.united(*set);
      } else {
        only = only ? only->united(*set) : *set;
      }
    }
    return only.value_or(all_).minus(never);
  }

  [[nodiscard]] std::optional<IntervalSet> variable(const std::string& name,
                                                    int depth) const {
    const auto found = names_.find(name);
    if (found != names_.end() && !found->second.empty()) {
      return list(found->second, depth + 1);
    }
    if (&names_ != &variables_.addresses) return std::nullopt;
    if (name == "HOME_NET") return variables_.home;
    return name == "EXTERNAL_NET" ? variables_.external : std::nullopt;
  }

  const FirewallVariables& variables_;
  const Names& names_;
  IntervalSet all_;
  Single single_;
};

std::optional<IntervalSet> one_block(std::string_view text, Family family) {
  const auto block = Cidr::parse_loosely(text);
  if (!block) return std::nullopt;
  return block->family == family ? block->addresses() : IntervalSet();
}

std::optional<Number> one_port(std::string_view text, Number if_empty) {
  if (text.empty()) return if_empty;
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (!whole || value > kLastPort) return std::nullopt;
  return Number{value};
}

std::optional<IntervalSet> port_range(std::string_view text, Family /*family*/) {
  const auto colon = text.find(':');
  const auto first = one_port(text.substr(0, colon), 0);
  const auto last = colon == std::string_view::npos
                        ? first
                        : one_port(text.substr(colon + 1), kLastPort);
  if (!first || !last || *first > *last) return std::nullopt;
  return IntervalSet::range(*first, *last);
}

IntervalSet whole(Family family) {
  const auto all = Cidr::parse(family == Family::Ipv4 ? "0.0.0.0/0" : "::/0");
  return all->addresses();
}

Predicate lies_in(FieldId field, const IntervalSet& domain, const IntervalSet& set) {
  if (domain.is_subset_of(set)) return Predicate::always();
  if (!domain.overlaps(set)) return Predicate::never();
  return Predicate::in_set(field, set);
}

Predicate lies_in(const PortTerm& port, const IntervalSet& domain,
                  const IntervalSet& set) {
  if (port.field) return lies_in(*port.field, domain, set);
  return Predicate::constant(set.contains(port.fixed));
}

/// What a rule says of addresses and ports; nothing is not understood.
struct Head {
  std::optional<IntervalSet> sources;
  std::optional<IntervalSet> destinations;
  std::optional<IntervalSet> source_ports;
  std::optional<IntervalSet> destination_ports;
};

/// `turned`: about a packet in the other direction.
Predicate head_matches(const Head& head, const FirewallPlace& place, bool turned,
                       const Unknown& question) {
  const Packet& packet = place.packet;
  const auto part = [&](const std::optional<IntervalSet>& set, const auto& term,
                        const IntervalSet& domain) {
    return set ? lies_in(term, domain, *set) : Predicate::unknown(question);
  };
  const auto& from = turned ? head.destinations : head.sources;
  const auto& to = turned ? head.sources : head.destinations;
  std::vector<Predicate> parts{part(from, packet.source, place.sources),
                               part(to, packet.destination, place.destinations)};
  if (aws::has_ports(packet.protocol)) {
    const auto& from_port = turned ? head.destination_ports : head.source_ports;
    const auto& to_port = turned ? head.source_ports : head.destination_ports;
    parts.push_back(part(from_port, packet.source_port, place.source_ports));
    parts.push_back(part(to_port, packet.destination_port, place.destination_ports));
  }
  return Predicate::all_of(std::move(parts));
}

bool is_one_of(std::string_view text, const auto& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

/// What the options of a rule say about when it matches.
struct OptionReading {
  bool to_server = false;
  bool to_client = false;
  bool established = false;
  bool opening = false;
  bool of_tls = false;
  Truth holds = Truth::Yes;
};

void read_flow(std::string_view value, OptionReading& reading) {
  for (const std::string_view item : items_of(value)) {
    const std::string_view word = without_blanks(item);
    if (word == "to_server" || word == "from_client") {
      reading.to_server = true;
    } else if (word == "to_client" || word == "from_server") {
      reading.to_client = true;
    } else if (word == "established") {
      reading.established = true;
    } else if (word == "not_established") {
      reading.opening = true;
    } else if (word != "stateless") {
      reading.holds = Truth::Unknown;
    }
  }
}

constexpr std::array<std::string_view, 11> kSayNothing = {
    "msg",      "sid",    "rev",      "gid",     "classtype", "reference",
    "metadata", "target", "priority", "noalert", "tag"};
constexpr std::array<std::string_view, 6> kOfContent = {
    "content", "nocase", "startswith", "endswith", "dotprefix", "tls.sni"};
/// They say where in its buffer a content is.
constexpr std::array<std::string_view, 8> kOfPlace = {
    "depth",    "offset", "within",   "distance",
    "isdataat", "bsize",  "rawbytes", "fast_pattern"};

/// What a rule wants of the name.
struct WantedContent {
  std::string text;
  bool negated = false;
  bool dotted = false;
  bool of_other = false;  ///< Of another buffer, or in a notation that is not read.
  bool any_case = false;
  bool starts = false;
  bool ends = false;
  bool is_placed = false;  ///< Somewhere in the name only.

  [[nodiscard]] bool is_in(const std::string& name) const {
    const std::string sought = any_case ? aws::lower(text) : text;
    if (starts && ends) return name == sought;
    if (starts) return name.starts_with(sought);
    if (ends) return name.ends_with(sought);
    return name.find(sought) != std::string::npos;
  }
};

/// `of_name`: some word speaks of the name. Any word that is not known may change what
/// the contents behind it are of.
std::vector<WantedContent> contents_of(const std::vector<aws::SuricataOption>& options,
                                       bool& of_name) {
  std::vector<WantedContent> all;
  bool in_name = false;
  bool dotted = false;
  for (const auto& option : options) {
    const std::string& word = option.keyword;
    if (word == "tls.sni") {
      of_name = in_name = true;
      dotted = false;
    } else if (word == "dotprefix") {
      dotted = true;
    } else if (word == "content") {
      const bool is_plain = option.value.find_first_of("|\\") == std::string::npos;
      all.push_back({.text = option.value,
                     .negated = option.is_negated,
                     .dotted = dotted,
                     .of_other = !in_name || !is_plain});
    } else if (is_one_of(word, kOfContent) || is_one_of(word, kOfPlace)) {
      if (all.empty()) continue;
      all.back().any_case = all.back().any_case || word == "nocase";
      all.back().starts = all.back().starts || word == "startswith";
      all.back().ends = all.back().ends || word == "endswith";
      all.back().is_placed = all.back().is_placed || is_one_of(word, kOfPlace);
    } else if (!is_one_of(word, kSayNothing) && word != "flow" && word != "ssl_state") {
      in_name = false;
    }
  }
  return all;
}

OptionReading read_options(const std::vector<aws::SuricataOption>& options,
                           const std::string& server_name) {
  OptionReading reading;
  for (const auto& option : options) {
    const std::string& word = option.keyword;
    if (word == "flow") {
      read_flow(option.value, reading);
    } else if (word == "tls.sni" ||
               (word == "ssl_state" && option.value == "client_hello")) {
      reading.of_tls = true;
    } else if (!is_one_of(word, kSayNothing) && !is_one_of(word, kOfContent)) {
      reading.holds = Truth::Unknown;
    }
  }
  const Truth named = names_match(options, server_name);
  if (named == Truth::No) reading.holds = Truth::No;
  if (named == Truth::Unknown && reading.holds == Truth::Yes) {
    reading.holds = Truth::Unknown;
  }
  return reading;
}

enum class Layer { Packet, Hello, Never, Maybe };

constexpr std::array<std::string_view, 32> kOtherApplications = {
    "http", "http1", "http2", "smb",   "dns",  "dcerpc", "ssh",      "smtp",
    "imap", "msn",   "krb5",  "ikev2", "ike",  "tftp",   "ntp",      "dhcp",
    "ftp",  "nfs",   "rdp",   "snmp",  "sip",  "modbus", "dnp3",     "rfb",
    "mqtt", "quic",  "pgsql", "pop3",  "ldap", "telnet", "ftp-data", "websocket"};

Layer layer_of(const std::string& protocol, const FirewallPlace& place) {
  const int carried = place.packet.protocol;
  if (protocol == "ip" || protocol == "ipv4" || protocol == "ipv6") {
    const bool other = (protocol == "ipv4" && place.packet.family != Family::Ipv4) ||
                       (protocol == "ipv6" && place.packet.family != Family::Ipv6);
    return other ? Layer::Never : Layer::Packet;
  }
  if (protocol == "tcp" || protocol == "tcp-pkt") {
    return carried == aws::kTcp ? Layer::Packet : Layer::Never;
  }
  if (protocol == "udp") return carried == aws::kUdp ? Layer::Packet : Layer::Never;
  if (protocol == "icmp") {
    return aws::is_icmp(carried) ? Layer::Packet : Layer::Never;
  }
  const bool is_tls = protocol == "tls" || protocol == "ssl";
  if (is_tls && carried != aws::kTcp) return Layer::Never;
  if (place.server_name.empty()) return is_tls ? Layer::Hello : Layer::Maybe;
  if (is_tls) return Layer::Hello;
  return is_one_of(protocol, kOtherApplications) ? Layer::Never : Layer::Maybe;
}

Head head_of(const aws::SuricataRule& rule, const FirewallVariables& variables) {
  return {.sources = firewall_addresses(rule.source, variables),
          .destinations = firewall_addresses(rule.destination, variables),
          .source_ports = firewall_ports(rule.source_port, variables),
          .destination_ports = firewall_ports(rule.destination_port, variables)};
}

Predicate with_truth(Truth holds, Predicate matches, const Unknown& question) {
  if (holds == Truth::No) return Predicate::never();
  if (holds == Truth::Yes) return matches;
  return Predicate::all_of({std::move(matches), Predicate::unknown(question)});
}

IntervalSet united(const std::vector<Interval>& ports) {
  if (ports.empty()) return IntervalSet::range(0, kLastPort);
  return IntervalSet(ports);
}

IntervalSet united(const std::vector<Cidr>& blocks, Family family) {
  return blocks.empty() ? whole(family) : addresses_of(blocks, family);
}

}  // namespace

FirewallVariables variables_of(const aws::FirewallPolicy& policy,
                               const FirewallPlace& place, const Context& context) {
  FirewallVariables variables;
  variables.addresses = policy.variables;
  variables.family = place.packet.family;
  const auto* vpc = context.account.find<aws::Vpc>(place.firewall->scope,
                                                   place.firewall->vpc_id.text);
  if (vpc != nullptr) variables.home = addresses_of(vpc->cidrs, variables.family);
  variables.external = firewall_addresses("!$HOME_NET", variables);
  return variables;
}

FirewallVariables with_sets_of(FirewallVariables variables,
                               const aws::FirewallRuleGroup& group) {
  for (const auto& [name, texts] : group.ip_sets) variables.addresses[name] = texts;
  variables.ports = group.port_sets;
  return variables;
}

std::optional<IntervalSet> firewall_addresses(std::string_view text,
                                              const FirewallVariables& variables) {
  return SetReader(variables, variables.addresses, whole(variables.family), one_block)
      .read(text, 0);
}

std::optional<IntervalSet> firewall_ports(std::string_view text,
                                          const FirewallVariables& variables) {
  return SetReader(variables, variables.ports, IntervalSet::range(0, kLastPort),
                   port_range)
      .read(text, 0);
}

Truth names_match(const std::vector<aws::SuricataOption>& options,
                  const std::string& server_name) {
  bool of_name = false;
  const std::vector<WantedContent> all = contents_of(options, of_name);
  Truth found = Truth::Yes;
  if (of_name && server_name.empty()) found = Truth::Unknown;
  for (const auto& wanted : all) {
    const bool holds = wanted.is_in((wanted.dotted ? "." : "") + server_name);
    // Somewhere else in the name it may still be, or not be.
    const bool is_open =
        wanted.of_other || server_name.empty() || (wanted.is_placed && holds);
    if (is_open) {
      found = Truth::Unknown;
    } else if (holds == wanted.negated) {
      return Truth::No;
    }
  }
  return found;
}

FirewallMatch match_of(const aws::SuricataRule& rule,
                       const FirewallVariables& variables, const FirewallPlace& place,
                       const std::string& where) {
  const Unknown question{
      .call = "", .why = fmt::format("whether {} matches is not understood", where)};
  FirewallMatch match;
  if (rule.is_garbled) {
    match.on_opening = Predicate::unknown(question);
    match.on_hello = match.on_opening;
    return match;
  }
  const Layer layer = layer_of(rule.protocol, place);
  OptionReading reading = read_options(rule.options, place.server_name);
  if (layer == Layer::Never || reading.holds == Truth::No) return match;
  if (layer == Layer::Maybe) reading.holds = Truth::Unknown;
  const bool of_tls = layer == Layer::Hello || reading.of_tls;
  // A connection without a name may not speak TLS at all.
  if (of_tls && place.server_name.empty()) reading.holds = Truth::Unknown;
  match.of_opening_only = reading.opening;
  match.is_late = of_tls || reading.established;
  const Head head = head_of(rule, variables);
  Predicate ahead = head_matches(head, place, false, question);
  Predicate turned = head_matches(head, place, true, question);
  if (rule.direction == "<>") {
    ahead = Predicate::any_of({std::move(ahead), std::move(turned)});
    turned = ahead;
  }
  ahead = with_truth(reading.holds, std::move(ahead), question);
  turned = with_truth(reading.holds, std::move(turned), question);
  const bool on_packets = !of_tls && layer == Layer::Packet;
  if (!reading.to_client) {
    if (on_packets && !reading.established) match.on_opening = ahead;
    if (!reading.opening) match.on_hello = ahead;
  }
  if (!reading.to_server) match.on_reply = turned;
  return match;
}

Predicate matches_packet(const aws::StatelessRule& rule, const FirewallPlace& place,
                         bool is_reply, const std::string& where) {
  const Packet& packet = place.packet;
  const bool speaks_of_it =
      rule.protocols.empty() || std::find(rule.protocols.begin(), rule.protocols.end(),
                                          packet.protocol) != rule.protocols.end();
  if (!speaks_of_it) return Predicate::never();
  const Unknown question{
      .call = "",
      .why = fmt::format("{} looks at TCP flags, which is not modelled yet", where),
      .aspect = is_reply ? "reply" : ""};
  const Head head{.sources = united(rule.sources, packet.family),
                  .destinations = united(rule.destinations, packet.family),
                  .source_ports = united(rule.source_ports),
                  .destination_ports = united(rule.destination_ports)};
  const bool flags = rule.looks_at_flags && packet.protocol == aws::kTcp;
  return with_truth(flags ? Truth::Unknown : Truth::Yes,
                    head_matches(head, place, is_reply, question), question);
}

}  // namespace pullproof::gates
