#include "model/gates/security_group.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/gates/packet.h"
#include "model/gates/prefix_set.h"

namespace pullproof::gates {
namespace {

/// Addresses of the other end that are in `group`.
IntervalSet members_among(const std::vector<GroupMembers>& peers,
                          const SecurityGroupId& group) {
  IntervalSet addresses;
  for (const auto& peer : peers) {
    if (std::find(peer.groups.begin(), peer.groups.end(), group) != peer.groups.end()) {
      addresses = addresses.united(peer.addresses);
    }
  }
  return addresses;
}

Predicate permits(const aws::SecurityGroupPermission& permission,
                  const GroupPlace& place, const Context& context) {
  const Packet& packet = place.packet;
  if (permission.protocol && *permission.protocol != packet.protocol) {
    return Predicate::never();
  }
  const FieldId peer = place.egress ? packet.destination : packet.source;
  IntervalSet addresses = addresses_of(permission.cidrs, packet.family);
  for (const auto& group : permission.groups) {
    addresses = addresses.united(members_among(place.peers, group));
  }
  std::vector<Predicate> ways = {Predicate::in_set(peer, std::move(addresses))};
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
  return {
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
}

}  // namespace pullproof::gates
