#include "model/aws/contradictions.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

using Attachment = TransitGatewayVpcAttachment;
using GatewayAddress = NatGateway::GatewayAddress;

// What two rows of one id differ in; "" for nothing. States and ids are everyone's;
// names and tags each account's own.

std::string difference(const Attachment& one, const Attachment& other) {
  if (other.state != one.state) return "the state of ";
  if (other.vpc_id != one.vpc_id) return "the VPC of ";
  if (other.gateway_id != one.gateway_id) return "the gateway of ";
  if (other.references_groups != one.references_groups) {
    return "the security group referencing of ";
  }
  if (other.appliance_mode != one.appliance_mode) return "the appliance mode of ";
  const bool same_subnets =
      std::set<SubnetId>(one.subnets.begin(), one.subnets.end()) ==
      std::set<SubnetId>(other.subnets.begin(), other.subnets.end());
  return same_subnets ? "" : "the subnets of ";
}

std::string difference(const TransitGateway& one, const TransitGateway& other) {
  if (other.state != one.state) return "the state of ";
  const bool same = other.references_groups == one.references_groups;
  return same ? "" : "the security group referencing of ";
}

std::string difference(const VpcPeering& one, const VpcPeering& other) {
  return other.state == one.state ? "" : "the state of ";
}

/// Of an attachment and what the list of all kinds of attachments says of it.
std::string difference(const Attachment& one, const TransitGatewayAttachment& other) {
  const bool is_it =
      other.gateway_id == one.gateway_id && other.resource_type == "vpc" &&
      (other.resource_id.empty() || other.resource_id == one.vpc_id.text);
  if (!is_it) return "the ends of ";
  // What this list says is out of service is refused by that.
  const bool is_worse = one.state == "available" && !other.state.empty();
  return is_worse && other.state != one.state ? "the state of " : "";
}

/// What `row` and some other row of its id differ in.
template <class T, class Other>
std::string difference_from(const Snapshot& snapshot, const T& row) {
  // A peering connection is printed in the region of each of its sides.
  const bool anywhere = std::is_same_v<T, VpcPeering>;
  const Scope where{.account = "", .region = anywhere ? "" : row.scope.region};
  for (const Other* other : snapshot.table<Other>().all_with(row.id(), where)) {
    if (static_cast<const void*>(other) == &row) continue;
    if (snapshot.keeps_apart(row.scope.account, other->scope.account)) continue;
    if (std::string found = difference(row, *other); !found.empty()) return found;
  }
  return "";
}

template <class T, class Other = T>
void note_differences(const Snapshot& snapshot, Disputes& disputes) {
  for (const T& row : snapshot.table<T>().all()) {
    const std::string what = difference_from<T, Other>(snapshot, row);
    if (what.empty()) continue;
    disputes.note(
        row.scope, row.id(),
        {.call = std::string(T::kCall),
         .why = fmt::format("two documents do not agree on {}{}", what, row.id())});
  }
}

/// What NAT gateways and interfaces tell of each other.
class NatGatewayFacts {
 public:
  explicit NatGatewayFacts(const Snapshot& snapshot);

  [[nodiscard]] std::optional<Dispute> contradiction_of(const NatGateway& nat) const;

 private:
  [[nodiscard]] std::optional<Dispute> at(const NatGateway& nat,
                                          const GatewayAddress& address) const;
  /// With whoever else has its public address.
  [[nodiscard]] std::optional<Dispute> with_others(const NatGateway& nat,
                                                   const GatewayAddress& address) const;

  const Snapshot& snapshot_;
  /// By public address: the gateways that are available with it, and the interfaces of
  /// anything else that have one of theirs.
  std::unordered_map<std::string, std::vector<const NatGateway*>> gateways_;
  std::unordered_map<std::string, std::vector<const NetworkInterface*>> others_;
};

NatGatewayFacts::NatGatewayFacts(const Snapshot& snapshot) : snapshot_(snapshot) {
  for (const NatGateway& nat : snapshot.table<NatGateway>().all()) {
    if (nat.state != "available") continue;
    for (const auto& address : nat.addresses) {
      if (!address.usable || !address.public_address) continue;
      // A gateway that two accounts print is one.
      auto& having = gateways_[address.public_address->text()];
      const bool is_known =
          std::any_of(having.begin(), having.end(),
                      [&](const auto* other) { return other->id() == nat.id(); });
      if (!is_known) having.push_back(&nat);
    }
  }
  if (gateways_.empty()) return;
  const auto note = [this](const NetworkInterface& interface, const Address& address) {
    std::string text = address.text();
    if (!gateways_.contains(text)) return;
    others_[std::move(text)].push_back(&interface);
  };
  for (const auto& interface : snapshot.table<NetworkInterface>().all()) {
    if (interface.interface_type == "nat_gateway") continue;
    if (interface.public_address) note(interface, *interface.public_address);
    for (const auto& [own, address] : interface.more_public_addresses) {
      note(interface, address);
    }
  }
}

/// Of the gateway and of its interface.
std::optional<Dispute> with_interface(const NatGateway& nat,
                                      const GatewayAddress& address,
                                      const NetworkInterface& interface) {
  const std::string call(NetworkInterface::kCall);
  if (!nat.regional && interface.subnet_id != nat.subnet_id) {
    return Dispute{call, fmt::format("{} is in {}, and its interface {} in {}",
                                     nat.id(), nat.subnet_id.text, interface.id(),
                                     interface.subnet_id.text)};
  }
  if (!address.private_address || !address.public_address) return std::nullopt;
  const auto known = interface.public_address_of(*address.private_address);
  if (known && *known == *address.public_address) return std::nullopt;
  if (!known && !nat.is_public) return std::nullopt;
  return Dispute{
      call, fmt::format("{} has the public address {}, and its interface {} has {}",
                        nat.id(), address.public_address->text(), interface.id(),
                        known ? known->text() : "none")};
}

std::optional<Dispute> NatGatewayFacts::with_others(
    const NatGateway& nat, const GatewayAddress& address) const {
  const std::string text = address.public_address->text();
  if (const auto others = others_.find(text); others != others_.end()) {
    for (const NetworkInterface* other : others->second) {
      if (other->interface_id == address.interface_id) continue;
      return Dispute{std::string(NetworkInterface::kCall),
                     fmt::format("{} and {} both have the public address {}", nat.id(),
                                 other->id(), text)};
    }
  }
  const auto having = gateways_.find(text);
  if (having == gateways_.end() || having->second.size() < 2) return std::nullopt;
  return Dispute{std::string(NatGateway::kCall),
                 fmt::format("{} and {} both have the public address {}",
                             having->second[0]->id(), having->second[1]->id(), text)};
}

std::optional<Dispute> NatGatewayFacts::at(const NatGateway& nat,
                                           const GatewayAddress& address) const {
  const auto* interface =
      snapshot_.find<NetworkInterface>(nat.scope, address.interface_id.text);
  if (interface != nullptr) {
    if (auto dispute = with_interface(nat, address, *interface)) return dispute;
  }
  const auto* subnet = snapshot_.find<Subnet>(nat.scope, nat.subnet_id.text);
  const bool is_outside = !nat.regional && subnet != nullptr && subnet->cidr &&
                          address.private_address &&
                          !subnet->cidr->contains(*address.private_address);
  if (is_outside) {
    return Dispute{
        std::string(NatGateway::kCall),
        fmt::format("the address {} of {} is not in its subnet {}",
                    address.private_address->text(), nat.id(), subnet->id())};
  }
  return address.public_address ? with_others(nat, address) : std::nullopt;
}

std::optional<Dispute> NatGatewayFacts::contradiction_of(const NatGateway& nat) const {
  for (const auto& address : nat.addresses) {
    if (!address.usable) continue;
    if (auto dispute = at(nat, address)) return dispute;
  }
  return std::nullopt;
}

}  // namespace

void note_contradictions(const Snapshot& snapshot, Disputes& disputes) {
  note_differences<Attachment>(snapshot, disputes);
  note_differences<Attachment, TransitGatewayAttachment>(snapshot, disputes);
  note_differences<TransitGateway>(snapshot, disputes);
  note_differences<VpcPeering>(snapshot, disputes);
  const NatGatewayFacts facts(snapshot);
  for (const NatGateway& nat : snapshot.table<NatGateway>().all()) {
    if (auto dispute = facts.contradiction_of(nat)) {
      disputes.note(nat.scope, nat.id(), *dispute);
    }
  }
}

}  // namespace pullproof::aws
