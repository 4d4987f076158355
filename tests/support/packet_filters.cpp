#include "tests/support/packet_filters.h"

#include <algorithm>
#include <tuple>

namespace pullproof::simulator {
namespace {

bool speaks_of(int protocol, const Packet& packet) {
  return protocol == kEveryProtocol || protocol == packet.protocol;
}

void add_targets(std::set<std::string>& targets, const Route& route) {
  if (route.blackhole) {
    targets.insert(kBlackhole);
  } else {
    targets.insert(route.targets.begin(), route.targets.end());
  }
}

}  // namespace

std::string to_text(const Packet& packet) {
  return oracle::address_text(packet.source) + ":" +
         std::to_string(packet.source_port) + " to " +
         oracle::address_text(packet.destination) + ":" +
         std::to_string(packet.destination_port);
}

bool acl_allows(const Subnet& subnet, const Packet& packet, bool egress) {
  for (const AclEntry& entry : subnet.acl) {
    if (entry.egress != egress || !speaks_of(entry.protocol, packet)) continue;
    if (!entry.ports.holds(packet.destination_port)) continue;
    if (!entry.block.holds(egress ? packet.destination : packet.source)) continue;
    return entry.allow;
  }
  return false;
}

GroupAnswer groups_say(const Network& network, const Interface& interface,
                       const Packet& packet, bool egress) {
  GroupAnswer answer;
  for (const std::string& id : interface.groups) {
    for (const GroupRule& rule : network.groups.at(id)) {
      if (rule.egress != egress || !speaks_of(rule.protocol, packet)) continue;
      if (!rule.ports.holds(packet.destination_port)) continue;
      const std::uint32_t far = egress ? packet.destination : packet.source;
      answer.allows = answer.allows || oracle::holds(rule.blocks, far);
      answer.named.insert(rule.groups.begin(), rule.groups.end());
    }
  }
  return answer;
}

std::set<std::string> best_targets(const Routes& routes, std::uint32_t destination) {
  const auto priority = [](const Route& route) {
    return std::tuple(route.block.last - route.block.first, route.rank);
  };
  const Route* best = nullptr;
  for (const Route& route : routes) {
    if (!route.block.holds(destination)) continue;
    if (best == nullptr || priority(route) < priority(*best)) best = &route;
  }
  std::set<std::string> targets;
  if (best == nullptr) return targets;
  for (const Route& route : routes) {
    if (!route.block.holds(destination)) continue;
    // AWS: of prefix lists that overlap, one is taken at random.
    const bool both_by_list = best->rank == 1 && route.rank == 1;
    if (both_by_list || priority(route) == priority(*best)) add_targets(targets, route);
  }
  return targets;
}

}  // namespace pullproof::simulator
