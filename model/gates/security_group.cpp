#include "model/gates/security_group.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/gates/packet.h"
#include "model/gates/prefix_set.h"

namespace pullproof::gates {
namespace {

/// AWS: EC2 API reference, UserIdGroupPair: the id of a group and the account that has
/// it. Exports of two accounts may hold one id.
bool is_of(const aws::GroupReference& named, const SecurityGroupId& id,
           const aws::Scope& scope, const Context& context) {
  if (named.group != id) return false;
  const auto* group = context.account.find<aws::SecurityGroup>(scope, id.text);
  if (group == nullptr || named.account.empty()) return true;
  const std::string& owner =
      group->owner_id.empty() ? group->scope.account : group->owner_id;
  return owner.empty() || owner == named.account;
}

bool is_in(const GroupMembers& peer, const aws::GroupReference& named,
           const Context& context) {
  return std::any_of(peer.groups.begin(), peer.groups.end(), [&](const auto& id) {
    return is_of(named, id, peer.scope, context);
  });
}

/// Addresses of the other end that are in one of the groups, as far as rules here may
/// name them.
IntervalSet members_among(const std::vector<GroupMembers>& peers,
                          const std::vector<aws::GroupReference>& groups,
                          const Context& context) {
  IntervalSet addresses;
  for (const auto& peer : peers) {
    const bool named = peer.lost_at.empty() &&
                       std::any_of(groups.begin(), groups.end(), [&](const auto& each) {
                         return is_in(peer, each, context);
                       });
    if (named) addresses = addresses.united(peer.addresses);
  }
  return addresses;
}

/// AWS: VPC peering guide, "Identify stale security group rules": a rule stays when the
/// peering connection that it names a group through is gone. What it does then is not
/// documented; without a member of the group at the other end it does nothing.
Predicate by_stale_groups(const aws::SecurityGroupPermission& permission,
                          const GroupPlace& place, FieldId peer,
                          const Context& context) {
  IntervalSet members = members_among(place.peers, permission.stale_groups, context);
  if (members.empty()) return Predicate::never();
  return Predicate::all_of(
      {Predicate::in_set(peer, std::move(members)),
       Predicate::unknown(
           {.call = "ec2-describe-stale-security-groups",
            .why = fmt::format("a rule for {} names {} through a peering connection "
                               "that is not active",
                               place.owner,
                               permission.stale_groups.front().group.text)})});
}

Predicate permits(const aws::SecurityGroupPermission& permission,
                  const GroupPlace& place, const Context& context) {
  const Packet& packet = place.packet;
  if (permission.protocol && *permission.protocol != packet.protocol) {
    return Predicate::never();
  }
  const FieldId peer = place.egress ? packet.destination : packet.source;
  IntervalSet addresses = addresses_of(permission.cidrs, packet.family);
  addresses = addresses.united(members_among(place.peers, permission.groups, context));
  std::vector<Predicate> ways = {Predicate::in_set(peer, std::move(addresses)),
                                 by_stale_groups(permission, place, peer, context)};
  for (const auto& list : permission.prefix_lists) {
    ways.push_back(in_prefix_list(context, place.scope, list, peer, packet));
  }
  return Predicate::all_of({port_in(packet.destination_port, permission.ports),
                            Predicate::any_of(std::move(ways))});
}

Predicate group_permits(const SecurityGroupId& id, const GroupPlace& place,
                        const Context& context) {
  const auto* group = context.account.find<aws::SecurityGroup>(place.scope, id.text);
  if (group == nullptr) {
    return core_call_missing("ec2-describe-security-groups",
                             "security group " + id.text + " is not in the snapshot");
  }
  if (const auto question = disputed(context.account, *group)) {
    return Predicate::unknown(*question);
  }
  std::vector<Predicate> ways;
  for (const auto& permission : place.egress ? group->egress : group->ingress) {
    ways.push_back(permits(permission, place, context));
  }
  const aws::Source at{
      .file = group->source.file,
      .pointer = group->source.pointer +
                 (place.egress ? "/IpPermissionsEgress" : "/IpPermissions")};
  return Predicate::because(
      fact_about(id.text, at,
                 fmt::format("its {} rules are all that it allows",
                             place.egress ? "outbound" : "inbound")),
      Predicate::any_of(std::move(ways)));
}

bool has_rules(const GroupPlace& place, const Context& context) {
  return std::any_of(
      place.groups.begin(), place.groups.end(), [&](const SecurityGroupId& id) {
        const auto* group =
            context.account.find<aws::SecurityGroup>(place.scope, id.text);
        return group == nullptr ||
               !(place.egress ? group->egress : group->ingress).empty();
      });
}

bool takes(const aws::SecurityGroupPermission& permission, const Packet& packet) {
  const PortTerm& port = packet.destination_port;
  const bool fits_port = port.field || (permission.ports.first <= port.fixed &&
                                        port.fixed <= permission.ports.last);
  return fits_port && (!permission.protocol || *permission.protocol == packet.protocol);
}

/// The transit gateway where the names of groups are lost that some rule would let in;
/// "" if there is none.
std::string where_names_are_lost(const GroupPlace& place, const Context& context) {
  for (const auto& peer : place.peers) {
    if (peer.lost_at.empty()) continue;
    for (const auto& id : place.groups) {
      const auto* group =
          context.account.find<aws::SecurityGroup>(place.scope, id.text);
      if (group == nullptr) continue;
      for (const auto& rule : place.egress ? group->egress : group->ingress) {
        const bool names_it =
            std::any_of(rule.groups.begin(), rule.groups.end(),
                        [&](const auto& named) { return is_in(peer, named, context); });
        if (names_it && takes(rule, place.packet)) return peer.lost_at;
      }
    }
  }
  return {};
}

std::string join(const std::vector<SecurityGroupId>& groups) {
  std::string text;
  for (const auto& group : groups) {
    if (!text.empty()) text += ", ";
    text += group.text;
  }
  return text;
}

}  // namespace

Gate SecurityGroupGate::lets_through(const GroupPlace& place, const Context& context) {
  std::vector<Predicate> ways;
  for (const auto& group : place.groups) {
    ways.push_back(group_permits(group, place, context));
  }
  const std::string groups = join(place.groups);
  const std::string traffic = gates::traffic(place.packet);
  Gate gate{
      .name = std::string(kName),
      .mechanism = "security-group",
      .code = has_rules(place, context) ? "ENI_SG_RULES_MISMATCH" : "SG_HAS_NO_RULES",
      .lets_through = Predicate::any_of(std::move(ways)),
      .message = place.egress
                     ? fmt::format("no outbound rule of {} lets {} send {} there",
                                   groups, place.owner, traffic)
                     : fmt::format("no inbound rule of {} lets {} reach {} on {}",
                                   groups, place.far_end, place.owner, traffic),
      .repair = place.egress
                    ? fmt::format("allow outbound {} to the destination in {}", traffic,
                                  groups)
                    : fmt::format("allow inbound {} from {} in {}", traffic,
                                  place.far_end == "the task" ? "the task's group"
                                                              : place.far_end,
                                  groups)};
  const std::string lost_at = where_names_are_lost(place, context);
  if (lost_at.empty()) return gate;
  const bool is_option = lost_at.starts_with("tgw-");
  gate.code = is_option ? "SG_REFERENCING_SUPPORT" : "SG_REFERENCES_NOT_PRESERVED";
  gate.message +=
      fmt::format(": those that name its group do not count, since packets pass {}{}",
                  lost_at, is_option ? " without security group referencing" : "");
  gate.repair =
      fmt::format("allow inbound {} from the addresses in {}", traffic, groups);
  if (is_option) {
    gate.repair = fmt::format(
        "turn on SecurityGroupReferencingSupport for {} and both attachments, or {}",
        lost_at, gate.repair);
  }
  return gate;
}

}  // namespace pullproof::gates
