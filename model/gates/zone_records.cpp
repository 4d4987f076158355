#include "model/gates/zone_records.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/gates/endpoint_state.h"

namespace pullproof::gates {
namespace {

using ZoneKind = ZoneAnswer::Kind;
using Records = std::vector<const aws::ZoneRecord*>;

/// Aliases of aliases are rare; a circle of them ends.
constexpr int kMostAliases = 8;

std::string parent_of(const std::string& name) {
  const auto dot = name.find('.');
  return dot == std::string::npos ? std::string() : name.substr(dot + 1);
}

Records named(const aws::ZoneRecords& zone, const std::string& name) {
  Records found;
  for (const auto& record : zone.records) {
    if (record.name == name) found.push_back(&record);
  }
  return found;
}

/// Some record has the name, or one below it.
bool has_name(const aws::ZoneRecords& zone, const std::string& name) {
  return std::any_of(zone.records.begin(), zone.records.end(),
                     [&](const auto& record) { return is_below(record.name, name); });
}

struct Match {
  Records records;
  /// A name between the wildcard and the host exists. RFC 4592 has the wildcard not
  /// stand for the host then; what Route 53 does is not documented.
  bool is_hidden = false;
};

Match match(const aws::ZoneRecords& zone, const std::string& domain,
            const std::string& host) {
  Match found{.records = named(zone, host), .is_hidden = false};
  if (!found.records.empty()) return found;
  found.is_hidden = has_name(zone, host);
  for (std::string at = host; at.size() > domain.size();) {
    at = parent_of(at);
    found.records = named(zone, "*." + at);
    if (!found.records.empty()) return found;
    found.is_hidden = found.is_hidden || has_name(zone, at);
  }
  return found;
}

ZoneAnswer undecided_zone(std::string_view call, std::string why) {
  return {.kind = ZoneKind::Undecided,
          .question = {.call = std::string(call), .why = std::move(why)}};
}

/// The interfaces that the endpoint has in a zone.
std::vector<InterfaceId> interfaces_in(const aws::VpcEndpoint& endpoint,
                                       const std::string& availability_zone,
                                       const Context& context) {
  std::vector<InterfaceId> found;
  for (const auto& id : endpoint.interfaces) {
    const auto* interface =
        context.account.find<aws::NetworkInterface>(endpoint.scope, id.text);
    if (interface == nullptr) continue;
    const auto* subnet =
        context.account.find<aws::Subnet>(interface->scope, interface->subnet_id.text);
    if (subnet != nullptr && subnet->availability_zone == availability_zone) {
      found.push_back(id);
    }
  }
  return found;
}

/// "ecr.dkr" of eu-central-1 is "dkr.ecr.eu-central-1" in names.
std::string service_in_names(const std::string& service_name) {
  constexpr std::string_view kStart = "com.amazonaws.";
  const auto start = service_name.find(kStart);
  if (start == std::string::npos) return {};
  const std::string rest = service_name.substr(start + kStart.size());
  const auto dot = rest.find('.');
  if (dot == std::string::npos) return {};
  return reversed_labels(rest.substr(dot + 1)) + '.' + rest.substr(0, dot);
}

/// The endpoint has the name, as far as the snapshot tells its names.
bool has_dns_name(const aws::VpcEndpoint& endpoint, const std::string& name,
                  const std::string& label) {
  const auto& names = endpoint.dns_names;
  if (names.empty()) {
    const std::string service = service_in_names(endpoint.service_name);
    return name.find(label + '.' + service + ".vpce.") != std::string::npos;
  }
  return std::any_of(names.begin(), names.end(), [&](const std::string& one) {
    return one == name || (one.starts_with("*.") && is_below(name, one.substr(2)));
  });
}

/// AWS: PrivateLink guide, "DNS hostnames": "vpce-ID-SUFFIX[-ZONE].SERVICE.vpce...".
ZoneAnswer endpoint_named(const std::string& name, const std::string& label,
                          const aws::Scope& near, const Context& context) {
  const auto end = label.find('-', std::string_view("vpce-").size());
  const std::string id = label.substr(0, end);
  const auto* endpoint = context.account.find<aws::VpcEndpoint>(near, id);
  // A peering connection may lead to one of another region.
  if (endpoint == nullptr) {
    endpoint = context.account.find<aws::VpcEndpoint>({near.account, ""}, id);
  }
  if (endpoint == nullptr) {
    return undecided_zone(aws::VpcEndpoint::kCall,
                          fmt::format("endpoint {} is not in the snapshot", id));
  }
  if (!has_dns_name(*endpoint, name, label)) {
    return undecided_zone("", fmt::format("{} is no name of endpoint {}", name, id));
  }
  ZoneAnswer answer{.kind = ZoneKind::Endpoint, .endpoint = endpoint};
  const auto suffix_end = end == std::string::npos ? end : label.find('-', end + 1);
  if (suffix_end == std::string::npos) return answer;
  const std::string availability_zone = label.substr(suffix_end + 1);
  answer.interfaces = interfaces_in(*endpoint, availability_zone, context);
  if (!answer.interfaces.empty()) return answer;
  return undecided_zone(aws::NetworkInterface::kCall,
                        fmt::format("no interface of {} in {} is in the snapshot", id,
                                    availability_zone));
}

/// The label that names an endpoint, "" if none does.
std::string endpoint_label(const std::string& name) {
  constexpr std::string_view kMark = "vpce-";
  const auto start = name.starts_with(kMark) ? 0 : name.find(".vpce-");
  if (start == std::string::npos || name.find(".vpce.") == std::string::npos) return {};
  const auto first = start == 0 ? 0 : start + 1;
  return name.substr(first, name.find('.', first) - first);
}

/// The VPC that packets to the address go to, as far as addresses tell.
const aws::Vpc* home_of(const Address& address, const aws::Vpc& asking,
                        const Context& context) {
  const auto having = context.network->vpcs_with(address);
  const auto own = std::find(having.begin(), having.end(), &asking);
  if (own != having.end()) return *own;
  return having.size() == 1 ? having.front() : nullptr;
}

ZoneAnswer endpoint_at(const std::string& text, const aws::Vpc& asking,
                       const Context& context) {
  const auto open = [&](const char* why) {
    return undecided_zone("", fmt::format("the zone answers with {}, {}", text, why));
  };
  const auto address = Address::parse(text);
  if (!address) return open("which is no address");
  const auto* vpc = home_of(*address, asking, context);
  if (vpc == nullptr) return open("and whose that is, is not known");
  const auto& with_it =
      context.network->interfaces_at(vpc->scope, vpc->vpc_id, *address);
  if (with_it.empty()) return open("which no interface of the snapshot has");
  const auto& interface = *with_it.front();
  const auto* endpoint = endpoint_with(context, interface);
  if (endpoint == nullptr) return open("which is no VPC endpoint's");
  return {.kind = ZoneKind::Endpoint,
          .endpoint = endpoint,
          .interfaces = {interface.interface_id}};
}

/// Both must name one endpoint. Requires: both are kind Endpoint.
ZoneAnswer joined(ZoneAnswer one, const ZoneAnswer& other, const std::string& host) {
  if (one.endpoint != other.endpoint) {
    return undecided_zone(
        "", fmt::format("{} is answered with addresses of {} and of {}", host,
                        one.endpoint->id(), other.endpoint->id()));
  }
  if (one.interfaces.empty() || other.interfaces.empty()) {
    one.interfaces.clear();
  } else {
    one.interfaces.insert(one.interfaces.end(), other.interfaces.begin(),
                          other.interfaces.end());
  }
  return one;
}

/// One name after another, until a record names what no other record explains.
class LookUp {
 public:
  LookUp(const aws::ZoneRecords& zone, const std::string& domain, const aws::Vpc& vpc,
         const Context& context)
      : zone_(zone), domain_(domain), vpc_(vpc), context_(context) {}

  ZoneAnswer of(std::string host) const {
    for (int aliases = 0; aliases <= kMostAliases; ++aliases) {
      const Match found = match(zone_, domain_, host);
      Records useful;
      std::copy_if(found.records.begin(), found.records.end(),
                   std::back_inserter(useful), [](const auto* record) {
                     return record->type == "A" || record->type == "CNAME";
                   });
      if (useful.empty()) return without_address(found, host);
      if (found.is_hidden) {
        return undecided_zone("",
                              fmt::format("whether a wildcard of zone {} stands for {} "
                                          "is not known",
                                          domain_, host));
      }
      if (const auto doubt = doubt_of(useful, host)) return *doubt;
      const std::string next = target_in_zone(useful);
      if (next.empty()) return what_is_at(useful, host);
      host = next;
    }
    return undecided_zone("", fmt::format("zone {} has a circle of aliases", domain_));
  }

 private:
  [[nodiscard]] ZoneAnswer without_address(const Match& found,
                                           const std::string& host) const {
    const bool ipv6 =
        std::any_of(found.records.begin(), found.records.end(),
                    [](const auto* record) { return record->type == "AAAA"; });
    if (!ipv6) return {.kind = ZoneKind::Nothing};
    return undecided_zone(
        "", fmt::format("zone {} answers for {} with IPv6 addresses only, "
                        "which are not modelled yet",
                        domain_, host));
  }

  /// What may keep a record from being the answer.
  [[nodiscard]] std::optional<ZoneAnswer> doubt_of(const Records& records,
                                                   const std::string& host) const {
    const auto any = [&](const auto& property) {
      return std::any_of(records.begin(), records.end(), property);
    };
    if (any([](const auto* record) { return record->is_conditional; })) {
      return undecided_zone("",
                            fmt::format("a routing policy of zone {} decides what {} "
                                        "resolves to",
                                        domain_, host));
    }
    if (!any([](const auto* record) { return record->type == "CNAME"; })) {
      return std::nullopt;
    }
    // AWS: the Resolver, and DNS Firewall, are asked anew for what a CNAME names; an
    // alias is resolved by the zone itself.
    const aws::VpcNames& names = context_.network->names().of(vpc_);
    const bool is_plain = names.firewalls.empty() && names.profiles.empty();
    const bool inside = !target_in_zone(records).empty();
    if (is_plain && (inside || is_left_to_public_dns(records, names))) {
      return std::nullopt;
    }
    return undecided_zone("",
                          fmt::format("zone {} has a CNAME for {}, and who answers for "
                                      "what that names is not modelled yet",
                                      domain_, host));
  }

  /// No zone and no rule of the VPC is for a name that the records lead to.
  [[nodiscard]] bool is_left_to_public_dns(const Records& records,
                                           const aws::VpcNames& names) const {
    return std::none_of(records.begin(), records.end(), [&](const auto* record) {
      const std::string name = name_in(*record);
      return std::any_of(
                 names.zones.begin(), names.zones.end(),
                 [&](const auto* zone) { return is_below(name, zone->name); }) ||
             std::any_of(names.rules.begin(), names.rules.end(), [&](const auto* one) {
               const auto* rule =
                   context_.account.find<aws::ResolverRule>(vpc_.scope, one->rule_id);
               return rule == nullptr || is_below(name, rule->domain);
             });
    });
  }

  static std::string name_in(const aws::ZoneRecord& record) {
    if (!record.alias.empty()) return record.alias;
    const bool is_name = record.type == "CNAME" && record.values.size() == 1;
    return is_name ? aws::domain_name(record.values.front()) : std::string();
  }

  /// Another name of the zone that the only record leads to, or "".
  [[nodiscard]] std::string target_in_zone(const Records& records) const {
    if (records.size() != 1) return {};
    const aws::ZoneRecord& record = *records.front();
    const std::string name = name_in(record);
    // An alias says in which zone its target is.
    const bool elsewhere =
        !record.alias_zone.empty() && record.alias_zone != zone_.id();
    return !name.empty() && !elsewhere && is_below(name, domain_) ? name
                                                                  : std::string();
  }

  [[nodiscard]] std::vector<ZoneAnswer> answers_of(
      const aws::ZoneRecord& record) const {
    std::vector<ZoneAnswer> answers;
    const std::string name = name_in(record);
    if (!name.empty()) {
      const std::string label = endpoint_label(name);
      answers.push_back(
          label.empty()
              ? undecided_zone("",
                               fmt::format("zone {} leads to {}, and what that is, is "
                                           "not modelled",
                                           domain_, name))
              : endpoint_named(name, label, vpc_.scope, context_));
      return answers;
    }
    for (const auto& value : record.values) {
      answers.push_back(endpoint_at(value, vpc_, context_));
    }
    return answers;
  }

  [[nodiscard]] ZoneAnswer what_is_at(const Records& records,
                                      const std::string& host) const {
    std::vector<ZoneAnswer> answers;
    for (const auto* record : records) {
      for (auto& answer : answers_of(*record)) answers.push_back(std::move(answer));
    }
    if (answers.empty()) {
      return undecided_zone(
          "", fmt::format("zone {} has an empty record for {}", domain_, host));
    }
    ZoneAnswer all = answers.front();
    for (std::size_t i = 1; i < answers.size() && all.kind == ZoneKind::Endpoint; ++i) {
      all = answers[i].kind == ZoneKind::Endpoint
                ? joined(std::move(all), answers[i], host)
                : answers[i];
    }
    return all;
  }

  const aws::ZoneRecords& zone_;
  const std::string& domain_;
  const aws::Vpc& vpc_;
  const Context& context_;
};

}  // namespace

bool is_below(const std::string& host, const std::string& domain) {
  return domain.empty() || host == domain || host.ends_with("." + domain);
}

std::string reversed_labels(std::string_view name) {
  std::string reversed;
  while (!name.empty()) {
    const auto dot = name.rfind('.');
    const auto label = dot == std::string_view::npos ? name : name.substr(dot + 1);
    reversed += (reversed.empty() ? "" : ".") + std::string(label);
    name = dot == std::string_view::npos ? std::string_view() : name.substr(0, dot);
  }
  return reversed;
}

ZoneAnswer look_up(const aws::ZoneRecords& zone, const std::string& domain,
                   const std::string& host, const aws::Vpc& vpc,
                   const Context& context) {
  return LookUp(zone, domain, vpc, context).of(host);
}

}  // namespace pullproof::gates
