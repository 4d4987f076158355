#include "model/aws/shared_network.h"

#include <algorithm>
#include <map>
#include <set>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

template <class T>
constexpr bool kIsOfAParticipant =
    std::is_same_v<T, SecurityGroup> || std::is_same_v<T, NetworkInterface>;

// What two copies of one thing must agree on, as comparable text. Names and tags are
// each account's own, and so are the names of availability zones.

/// Sorted, each once.
std::string in_order(const std::set<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += part + ';';
  return text;
}

template <class Values, class Text>
std::string in_order(const Values& values, const Text& text) {
  std::set<std::string> parts;
  for (const auto& value : values) parts.insert(text(value));
  return in_order(parts);
}

std::string text_of(const std::vector<Cidr>& blocks) {
  return in_order(blocks, [](const Cidr& block) { return block.text(); });
}

template <class Id>
std::string text_of(const std::vector<Id>& ids) {
  return in_order(ids, [](const Id& id) { return id.text; });
}

std::string text_of(const std::optional<Cidr>& block) {
  return block ? block->text() : "";
}

std::string facts_of(const Vpc& vpc) {
  return text_of(vpc.cidrs) + vpc.dhcp_options_id.text;
}

std::string facts_of(const VpcDnsSupport& attribute) {
  return fmt::format("{}", attribute.value);
}

std::string facts_of(const VpcDnsHostnames& attribute) {
  return fmt::format("{}", attribute.value);
}

std::string facts_of(const Subnet& subnet) {
  return fmt::format("{} {} {} {} {} {}", subnet.vpc_id.text, text_of(subnet.cidr),
                     text_of(subnet.ipv6_cidr), subnet.zone_id, subnet.ipv6_native,
                     subnet.dns64);
}

std::string facts_of(const RouteTable& table) {
  return table.vpc_id.text + in_order(table.routes, [](const Route& route) {
           return fmt::format("{} {} {} {}", route.destination_text(), route.target_id,
                              route.blackhole, route.propagated);
         });
}

std::string facts_of(const NetworkAcl& acl) {
  return acl.vpc_id.text + in_order(acl.entries, [](const NetworkAclEntry& entry) {
           return fmt::format("{} {} {} {} {} {}-{}", entry.egress, entry.rule_number,
                              entry.allow, entry.protocol.value_or(-1),
                              entry.block.text(), entry.ports.first, entry.ports.last);
         });
}

std::string text_of(const std::vector<GroupReference>& groups) {
  return in_order(groups, [](const GroupReference& named) {
    return named.account + '/' + named.group.text;
  });
}

std::string text_of(const SecurityGroupPermission& rule) {
  return fmt::format("{} {}-{} {} {} {} {}", rule.protocol.value_or(-1),
                     rule.ports.first, rule.ports.last, text_of(rule.cidrs),
                     text_of(rule.prefix_lists), text_of(rule.groups),
                     text_of(rule.stale_groups));
}

std::string facts_of(const SecurityGroup& group) {
  const auto text = [](const SecurityGroupPermission& rule) { return text_of(rule); };
  return fmt::format("{} in {} out {}", group.vpc_id.text,
                     in_order(group.ingress, text), in_order(group.egress, text));
}

std::string facts_of(const NetworkInterface& interface) {
  const auto text = [](const Address& address) { return address.text(); };
  return fmt::format("{} {} {} {} {} {} {}", interface.subnet_id.text,
                     in_order(interface.addresses, text), text_of(interface.prefixes),
                     interface.public_address ? interface.public_address->text() : "",
                     text_of(interface.groups), interface.instance_id.text,
                     interface.source_dest_check);
}

// What only one table, or ACL, can have.

std::vector<Symbol> claims_of(const NetworkAcl& acl) {
  std::vector<Symbol> claims;
  for (const auto& subnet : acl.subnets) claims.push_back(subnet.text);
  return claims;
}

std::vector<Symbol> claims_of(const RouteTable& table) {
  std::vector<Symbol> claims;
  for (const auto& subnet : table.subnets) claims.push_back(subnet.text);
  if (table.main) claims.push_back(table.vpc_id.text);
  return claims;
}

void set_claims(NetworkAcl& acl, const std::vector<Symbol>& claims) {
  acl.subnets.clear();
  for (const Symbol claim : claims) acl.subnets.emplace_back(claim);
}

void set_claims(RouteTable& table, const std::vector<Symbol>& claims) {
  table.main = false;
  table.subnets.clear();
  for (const Symbol claim : claims) {
    if (claim == table.vpc_id.text) {
      table.main = true;
    } else {
      table.subnets.emplace_back(claim);
    }
  }
}

}  // namespace

struct SharedNetwork::Claims {
  Scope home;
  bool owner_prints = false;  ///< Some table of the VPC.
  std::map<Symbol, std::set<Symbol>> by_printer = {};

  /// The owner's word, else the first account's.
  [[nodiscard]] const std::set<Symbol>& in_force() const {
    const auto own = by_printer.find(home.account);
    return own == by_printer.end() ? by_printer.begin()->second : own->second;
  }
};

SharedNetwork::SharedNetwork(const std::vector<Vpc>& vpcs,
                             const std::vector<Subnet>& subnets) {
  const auto note = [this](const Scope& printer, Symbol owner, const VpcId& vpc) {
    if (owner.empty() || owner == printer.account) return;
    owner_of_.emplace(ScopedId{printer, vpc.text}, owner);
    shared_.insert({{owner, printer.region}, vpc.text});
  };
  for (const Vpc& vpc : vpcs) note(vpc.scope, vpc.owner_id, vpc.vpc_id);
  for (const Subnet& subnet : subnets) {
    note(subnet.scope, subnet.owner_id, subnet.vpc_id);
    const bool is_other =
        !subnet.owner_id.empty() && subnet.owner_id != subnet.scope.account;
    if (is_other) subnets_.insert({subnet.scope, subnet.id()});
  }
}

template <class T>
Symbol SharedNetwork::home_of(const T& row) const {
  const Symbol account = row.scope.account;
  const ScopedId vpc{row.scope, row.vpc_id.text};
  const auto owner = owner_of_.find(vpc);
  if constexpr (kIsOfAParticipant<T>) {
    const bool shared = owner != owner_of_.end() || shared_.contains(vpc);
    return shared && !row.owner_id.empty() ? row.owner_id : account;
  } else {
    return owner == owner_of_.end() ? account : owner->second;
  }
}

void SharedNetwork::dispute(const Scope& home, Symbol id, std::string why) {
  disputes_.note(home, id, {.call = "", .why = std::move(why)});
}

template <class T>
void SharedNetwork::merge(std::vector<T>& rows) {
  struct Kept {
    std::size_t row = 0;
    Symbol printer;
  };
  std::unordered_map<ScopedId, Kept> kept_by_key;
  std::vector<T> kept;
  kept.reserve(rows.size());
  for (T& row : rows) {
    const Symbol printer = row.scope.account;
    row.scope.account = home_of(row);
    const auto [found, is_new] = kept_by_key.try_emplace(ScopedId{row.scope, row.id()},
                                                         Kept{kept.size(), printer});
    if (is_new || found->second.printer == printer) {
      kept.push_back(std::move(row));
      continue;
    }
    Kept& other = found->second;
    if (facts_of(kept[other.row]) != facts_of(row)) {
      dispute(row.scope, row.id(),
              fmt::format("accounts {} and {} print different things of {}",
                          std::min(other.printer, printer),
                          std::max(other.printer, printer), row.id()));
    }
    if (printer != row.scope.account) continue;
    kept[other.row] = std::move(row);
    other.printer = printer;
  }
  rows = std::move(kept);
}

void SharedNetwork::dispute_claim(Symbol what, const Claims& claims) {
  const bool owner_silent = !claims.by_printer.contains(claims.home.account);
  for (const auto& [printer, ids] : claims.by_printer) {
    if (owner_silent && claims.owner_prints) {
      dispute(claims.home, what,
              fmt::format("account {} prints that {} is of {}, and account {} does not",
                          printer, what, *ids.begin(), claims.home.account));
    } else if (ids != claims.in_force()) {
      dispute(claims.home, what,
              fmt::format("account {} prints that {} is of {}, and account {} that it "
                          "is of {}",
                          claims.home.account, what, *claims.in_force().begin(),
                          printer, *ids.begin()));
    }
  }
}

template <class T>
void SharedNetwork::settle_claims(std::vector<T>& rows) {
  std::set<ScopedId> printed_by_owner;
  for (const T& row : rows) {
    if (home_of(row) != row.scope.account) continue;
    printed_by_owner.insert({row.scope, row.vpc_id.text});
  }
  std::map<ScopedId, Claims> all;
  for (const T& row : rows) {
    const Scope home{home_of(row), row.scope.region};
    for (const Symbol claim : claims_of(row)) {
      Claims& claims = all[{home, claim}];
      claims.home = home;
      claims.owner_prints = printed_by_owner.contains({home, row.vpc_id.text});
      claims.by_printer[row.scope.account].insert(row.id());
    }
  }
  for (const auto& [of, claims] : all) {
    dispute_claim(of.id, claims);
  }
  merge(rows);
  std::map<ScopedId, std::vector<Symbol>> of_row;
  for (const auto& [of, claims] : all) {
    for (const auto& id : claims.in_force()) {
      of_row[{claims.home, id}].push_back(of.id);
    }
  }
  for (T& row : rows) {
    const auto found = of_row.find({row.scope, row.id()});
    set_claims(row, found == of_row.end() ? std::vector<Symbol>{} : found->second);
  }
}

void SharedNetwork::settle(std::vector<Vpc>& rows) { merge(rows); }
void SharedNetwork::settle(std::vector<VpcDnsSupport>& rows) { merge(rows); }
void SharedNetwork::settle(std::vector<VpcDnsHostnames>& rows) { merge(rows); }
void SharedNetwork::settle(std::vector<Subnet>& rows) { merge(rows); }
void SharedNetwork::settle(std::vector<RouteTable>& rows) { settle_claims(rows); }
void SharedNetwork::settle(std::vector<NetworkAcl>& rows) { settle_claims(rows); }
void SharedNetwork::settle(std::vector<SecurityGroup>& rows) { merge(rows); }
void SharedNetwork::settle(std::vector<NetworkInterface>& rows) { merge(rows); }

}  // namespace pullproof::aws
