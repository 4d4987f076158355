#include "model/gates/dns_firewall.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "model/gates/zone_records.h"

namespace pullproof::gates {
namespace {

/// A rule group that the VPC's queries are asked by.
struct Filter {
  std::int64_t priority = 0;
  std::string group;
  bool in_order = true;  ///< False: when it is asked, or whether, is not known.
};

/// AWS: Route 53 Resolver API reference, CreateFirewallDomainList: a name may start
/// with an asterisk; what one without a dot behind it holds, it does not say.
Truth holds(const std::string& domain, const std::string& host) {
  if (domain == "*" || domain == host) return Truth::Yes;
  if (!domain.starts_with("*")) return Truth::No;
  if (domain.starts_with("*.")) {
    const std::string below = domain.substr(2);
    return host != below && is_below(host, below) ? Truth::Yes : Truth::No;
  }
  return host.ends_with(domain.substr(1)) ? Truth::Unknown : Truth::No;
}

Truth holds(const aws::DnsFirewallDomains& list, const std::string& host) {
  Truth found = Truth::No;
  for (const std::string& domain : list.domains) {
    const Truth one = holds(domain, host);
    if (one == Truth::Yes) return one;
    if (one == Truth::Unknown) found = one;
  }
  return found;
}

constexpr int kTypeA = 1;
constexpr int kTypeAaaa = 28;

/// AWS: Route 53 Resolver API reference, FirewallRule: a type is named, or written as
/// its number behind "TYPE". No value if it is neither; of the named types that a pull
/// does not ask for, which one it is does not matter.
std::optional<int> number_of_type(std::string_view type) {
  constexpr std::array<std::string_view, 11> kOthers = {
      "CAA", "CNAME", "DS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"};
  if (type == "A") return kTypeA;
  if (type == "AAAA") return kTypeAaaa;
  if (std::find(kOthers.begin(), kOthers.end(), type) != kOthers.end()) return 0;
  if (type.substr(0, 4) == "TYPE") type.remove_prefix(4);
  int number = 0;
  const auto read = std::from_chars(type.data(), type.data() + type.size(), number);
  const bool is_whole = read.ec == std::errc() && read.ptr == type.data() + type.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

/// The rule is asked about the query for the addresses that the client connects to.
Truth asks_for_addresses(const aws::DnsFirewallRule& rule, const ResolverPlace& place) {
  if (rule.query_type.empty()) return Truth::Yes;
  const auto type = number_of_type(rule.query_type);
  if (!type) return Truth::Unknown;
  if (*type == (place.family == Family::Ipv6 ? kTypeAaaa : kTypeA)) return Truth::Yes;
  // DNS64 makes the answer of A records: whether rules see that it asks for them is not
  // documented.
  const bool by_dns64 = !place.ipv6_only_subnet.empty() && *type == kTypeA;
  return by_dns64 ? Truth::Unknown : Truth::No;
}

bool is_block(const aws::DnsFirewallRule& rule) { return rule.action == "BLOCK"; }

class Firewall {
 public:
  Firewall(const ResolverPlace& place, const Context& context, Gate& gate)
      : place_(place), context_(context), gate_(gate) {}

  Predicate passes(const std::vector<Filter>& filters) {
    for (const auto& filter : filters) {
      const auto* rules =
          context_.account.find<aws::DnsFirewallRules>(place_.scope, filter.group);
      if (rules == nullptr) {
        leave_group_open(
            {.call = std::string(aws::DnsFirewallRules::kCall) + '/' + filter.group,
             .why = fmt::format("the rules of DNS Firewall group {}, which filters "
                                "{}, are not in the snapshot",
                                filter.group, place_.vpc.text)});
        continue;
      }
      if (!filter.in_order) {
        meet_at_some_time(filter, *rules);
        continue;
      }
      for (const auto& rule : rules->rules) {
        if (decides(*rules, rule)) return Predicate::all_of(std::move(parts_));
      }
    }
    return Predicate::all_of(std::move(parts_));
  }

 private:
  void leave_group_open(const Unknown& question) {
    parts_.push_back(Predicate::unknown(question));
    may_allow(question);
  }

  /// A group that may be asked first, last or never: what it does not refuse when it is
  /// asked alone, it never refuses.
  void meet_at_some_time(const Filter& filter, const aws::DnsFirewallRules& rules) {
    const Unknown question{
        .call = "",
        .why = fmt::format("when DNS Firewall group {} filters {} is not known",
                           filter.group, place_.vpc.text)};
    Gate alone;
    const Predicate passed =
        Firewall(place_, context_, alone)
            .passes({{.priority = filter.priority, .group = filter.group}});
    if (passed.as_constant() != Truth::Yes) return leave_group_open(question);
    for (Assumption& assumption : alone.assumptions) {
      gate_.assumptions.push_back(std::move(assumption));
    }
    const bool allows = std::any_of(
        rules.rules.begin(), rules.rules.end(),
        [this](const auto& rule) { return !is_block(rule) && may_be_about(rule); });
    if (allows) may_allow(question);
  }

  [[nodiscard]] const aws::DnsFirewallDomains* list_of(
      const aws::DnsFirewallRule& rule) const {
    return context_.account.find<aws::DnsFirewallDomains>(place_.scope,
                                                          rule.domain_list);
  }

  [[nodiscard]] bool may_be_about(const aws::DnsFirewallRule& rule) const {
    if (rule.domain_list.empty()) return false;
    if (asks_for_addresses(rule, place_) == Truth::No) return false;
    const auto* list = list_of(rule);
    return list == nullptr || holds(*list, place_.host) != Truth::No;
  }

  /// The rule matches the query, and no later one is asked.
  bool decides(const aws::DnsFirewallRules& group, const aws::DnsFirewallRule& rule) {
    if (rule.domain_list.empty()) {
      note_threats(rule);
      return false;
    }
    const Truth asked = asks_for_addresses(rule, place_);
    if (asked == Truth::No) return false;
    const auto* list = list_of(rule);
    if (list == nullptr) {
      meet_unseen(rule);
      return false;
    }
    const Truth named = holds(*list, place_.host);
    if (named == Truth::No) {
      note_redirections(*list, rule);
      return false;
    }
    if (asked == Truth::Unknown || named == Truth::Unknown) {
      leave_open(rule,
                 asked == Truth::Unknown ? type_question(rule) : name_question(rule));
      return false;
    }
    if (!is_block(rule)) {
      allowed_ = !rule.trusts_redirections;
      allowing_ = list;
      return rule.trusts_redirections;
    }
    block(group, rule);
    return true;
  }

  [[nodiscard]] Unknown name_question(const aws::DnsFirewallRule& rule) const {
    return {.call = "",
            .why = fmt::format("whether rule `{}`, with an asterisk and no dot behind "
                               "it, is about {} is not documented",
                               rule.name, place_.host)};
  }

  [[nodiscard]] Unknown type_question(const aws::DnsFirewallRule& rule) const {
    return {.call = "",
            .why = fmt::format("whether rule `{}`, on queries of type {}, is asked "
                               "about {} is not known",
                               rule.name, rule.query_type, place_.host)};
  }

  /// A rule that is about the name blocks it, unless an earlier one lets it pass.
  void block(const aws::DnsFirewallRules& group, const aws::DnsFirewallRule& rule) {
    if (allowed_) {
      leave_redirections_open(rule);
      return;
    }
    if (rule.overrides) {
      parts_.push_back(Predicate::unknown(
          {.call = "",
           .why =
               fmt::format("rule `{}` of DNS Firewall group {} answers for {} with a "
                           "name of its own",
                           rule.name, group.id(), place_.host)}));
      return;
    }
    gate_.message = fmt::format(
        "{} does not resolve in {}: DNS Firewall blocks it by rule `{}` of group {}",
        place_.host, place_.vpc.text, rule.name, group.id());
    gate_.repair = fmt::format("allow {} in a rule of {} with a lower priority than {}",
                               place_.host, group.id(), rule.priority);
    std::vector<Predicate> ways = may_allow_;
    ways.push_back(Predicate::because(
        fact_about(group.id(), rule.source,
                   fmt::format("rule `{}` blocks {}", rule.name, place_.host)),
        Predicate::never()));
    parts_.push_back(Predicate::any_of(std::move(ways)));
  }

  /// AWS: rules on threats look at how queries are made, not at what is asked for.
  void note_threats(const aws::DnsFirewallRule& rule) {
    if (!is_block(rule)) return;
    gate_.assumptions.push_back({.name = fmt::format("DNS Firewall rule {}", rule.name),
                                 .value = "takes no query of ECS for a threat"});
  }

  /// A list that holds a name like those by which AWS's public DNS goes on.
  [[nodiscard]] bool holds_redirections(const aws::DnsFirewallDomains& list) const {
    const std::string name = fmt::format("x.{}.amazonaws.com", place_.region);
    return holds(list, name) == Truth::Yes;
  }

  /// AWS: unless a rule trusts redirections, it is asked about every name of a chain.
  void note_redirections(const aws::DnsFirewallDomains& list,
                         const aws::DnsFirewallRule& rule) {
    const bool may_block =
        is_block(rule) && !rule.trusts_redirections && holds_redirections(list);
    if (may_block && !covers_redirections()) leave_redirections_open(rule);
  }

  [[nodiscard]] bool covers_redirections() const {
    return allowing_ != nullptr && holds_redirections(*allowing_);
  }

  void leave_redirections_open(const aws::DnsFirewallRule& rule) {
    if (covers_redirections()) return;
    parts_.push_back(Predicate::unknown(
        {.call = "",
         .why = fmt::format("whether {} leads to other names, which rule `{}` blocks, "
                            "is not known",
                            place_.host, rule.name)}));
  }

  /// What is not known may let the query pass before a later rule blocks it.
  void may_allow(Unknown question) {
    question.aspect = "allows the name";
    may_allow_.push_back(Predicate::unknown(std::move(question)));
  }

  /// AWS does not print what its own lists hold.
  void meet_unseen(const aws::DnsFirewallRule& rule) {
    const auto* list = context_.account.find<aws::DnsFirewallDomainList>(
        place_.scope, rule.domain_list);
    const std::string call =
        std::string(aws::DnsFirewallDomains::kCall) + '/' + rule.domain_list;
    const Unknown question{
        .call = call,
        .why =
            fmt::format("the domains of rule `{}` are not in the snapshot", rule.name)};
    if (is_block(rule) && list != nullptr && list->is_managed) {
      gate_.assumptions.push_back(
          {.name = call, .value = "AWS's own list does not hold AWS's names"});
      return;
    }
    leave_open(rule, question);
  }

  /// It is not known whether the rule is about the name.
  void leave_open(const aws::DnsFirewallRule& rule, const Unknown& question) {
    if (!is_block(rule)) {
      may_allow(question);
      return;
    }
    parts_.push_back(Predicate::unknown(question));
  }

  const ResolverPlace& place_;
  const Context& context_;
  Gate& gate_;
  /// An earlier rule lets the name pass, and not every name that it may lead to.
  bool allowed_ = false;
  const aws::DnsFirewallDomains* allowing_ = nullptr;
  std::vector<Predicate> parts_;      ///< All must hold.
  std::vector<Predicate> may_allow_;  ///< Any of them excuses a later block.
};

bool is_in_force(const std::string& status) {
  return status.empty() || status == "COMPLETE";
}

std::vector<Filter> filters_of(const aws::Vpc& vpc, const Context& context) {
  std::vector<Filter> filters;
  const auto& names = context.network->names().of(vpc);
  for (const auto* association : names.firewalls) {
    filters.push_back({.priority = association->priority,
                       .group = association->group_id,
                       .in_order = is_in_force(association->status)});
  }
  for (const auto* profile : names.profiles) {
    for (const auto* resource :
         context.network->names().in_profile(profile->profile_id)) {
      if (resource->type != "FIREWALL_RULE_GROUP") continue;
      filters.push_back({.priority = resource->priority.value_or(0),
                         .group = resource->resource_id,
                         .in_order = resource->priority.has_value() &&
                                     is_in_force(resource->status) &&
                                     is_in_force(profile->status)});
    }
  }
  std::sort(filters.begin(), filters.end(), [](const Filter& one, const Filter& other) {
    return std::tie(one.priority, one.group) < std::tie(other.priority, other.group);
  });
  return filters;
}

}  // namespace

Gate DnsFirewallGate::lets_through(const ResolverPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "dns",
            .code = "DNS_FIREWALL_BLOCKS_NAME",
            .message = fmt::format("DNS Firewall may block {} in {}", place.host,
                                   place.vpc.text)};
  assume(gate, peripheral(context, place.scope,
                          std::string(aws::DnsFirewallAssociation::kCall),
                          "it may block " + place.host));
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr) return gate;
  Predicate passes = Firewall(place, context, gate).passes(filters_of(*vpc, context));
  gate.lets_through =
      Predicate::all_of({std::move(gate.lets_through), std::move(passes)});
  return gate;
}

}  // namespace pullproof::gates
