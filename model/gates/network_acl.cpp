#include "model/gates/network_acl.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/gates/packet.h"

namespace pullproof::gates {
namespace {

bool speaks_of(const aws::NetworkAclEntry& entry, const SubnetPlace& place) {
  return entry.egress == place.egress && entry.block.family == place.packet.family &&
         (!entry.protocol || *entry.protocol == place.packet.protocol);
}

/// Nothing that the entry speaks of gets past it.
bool matches_all(const aws::NetworkAclEntry& entry) {
  return entry.block.prefix_length == 0 && entry.ports == Interval{0, 65535};
}

Predicate matches(const aws::NetworkAclEntry& entry, const SubnetPlace& place) {
  const Packet& packet = place.packet;
  const FieldId peer = place.egress ? packet.destination : packet.source;
  return Predicate::all_of({port_in(packet.destination_port, entry.ports),
                            Predicate::in_set(peer, entry.block.addresses())});
}

/// Entries in a row with the same action, as one: their order among each other is void.
struct Run {
  bool allow = false;
  std::vector<Predicate> matches;
};

std::vector<Run> runs_of(const aws::NetworkAcl& acl, const SubnetPlace& place) {
  std::vector<Run> runs;
  for (const auto& entry : acl.entries) {
    if (!speaks_of(entry, place)) continue;
    if (runs.empty() || runs.back().allow != entry.allow) {
      runs.push_back({.allow = entry.allow, .matches = {}});
    }
    runs.back().matches.push_back(matches(entry, place));
    if (matches_all(entry)) break;
  }
  return runs;
}

/// Some allowing run matches and no denying run before it does. Flat, so that its depth
/// does not grow with the ACL.
Predicate allowed_by(const aws::NetworkAcl& acl, const SubnetPlace& place) {
  std::vector<Predicate> ways;
  std::vector<Predicate> not_denied;
  for (auto& run : runs_of(acl, place)) {
    Predicate any = Predicate::any_of(std::move(run.matches));
    if (run.allow) {
      std::vector<Predicate> parts = not_denied;
      parts.push_back(std::move(any));
      ways.push_back(Predicate::all_of(std::move(parts)));
    } else {
      not_denied.push_back(Predicate::negation(std::move(any)));
    }
  }
  return Predicate::any_of(std::move(ways));
}

/// As most ACLs do: then nothing else is worth the telling.
bool lets_all_through(const aws::NetworkAcl& acl, const SubnetPlace& place) {
  const auto first =
      std::find_if(acl.entries.begin(), acl.entries.end(),
                   [&place](const auto& entry) { return speaks_of(entry, place); });
  return first != acl.entries.end() && first->allow && matches_all(*first);
}

/// The entry that decides for `choice`, in words.
std::string deciding_entry(const aws::NetworkAcl& acl, const SubnetPlace& place,
                           const Choice& choice) {
  for (const auto& entry : acl.entries) {
    if (!speaks_of(entry, place)) continue;
    if (evaluate(matches(entry, place), choice) == Truth::Yes) {
      return fmt::format("rule {} denies it", entry.rule_number);
    }
  }
  return "no rule matches it, so the final deny does";
}

}  // namespace

Gate NetworkAclGate::lets_through(const SubnetPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "network-acl",
            .code = "SUBNET_ACL_RESTRICTION"};
  const auto* acl = context.network->acl_of(place.scope, place.subnet);
  if (acl == nullptr) {
    gate.lets_through = core_call_missing(
        "ec2-describe-network-acls",
        "no network ACL of the snapshot is associated with " + place.subnet.text);
    return gate;
  }
  const auto* subnet =
      context.account.find<aws::Subnet>(place.scope, place.subnet.text);
  auto question = disputed(context.account, *acl);
  if (!question && subnet != nullptr) question = disputed(context.account, *subnet);
  if (question) {
    gate.lets_through = Predicate::unknown(*question);
    return gate;
  }
  if (lets_all_through(*acl, place)) return gate;
  const bool back = place.packet.direction == Direction::Back;
  const std::string way = place.egress ? "out of" : "into";
  gate.lets_through = Predicate::because(
      fact_about(
          acl->id(), {acl->source.file, acl->source.pointer + "/Entries"},
          fmt::format("its {} entries decide", place.egress ? "outbound" : "inbound")),
      allowed_by(*acl, place));
  gate.message = fmt::format("network ACL {} does not let the {} {} {}", acl->id(),
                             back ? "reply" : "packet", way, place.subnet.text);
  gate.repair =
      fmt::format("add an {} allow entry for {} to {}, before any entry that denies it",
                  place.egress ? "outbound" : "inbound",
                  place.packet.destination_port.field
                      ? protocol_name(place.packet.protocol) + " port 1024-65535"
                      : traffic(place.packet),
                  acl->id());
  gate.detail = [acl, place, message = gate.message](const Choice& choice) {
    return message + ": " + deciding_entry(*acl, place, choice);
  };
  return gate;
}

}  // namespace pullproof::gates
