#include "model/firewall_crossing.h"

#include <algorithm>

#include "model/gates/packet.h"

namespace pullproof::model {

using gates::Packet;
using Meeting = gates::FirewallPlace::Meeting;

namespace {

/// As the side that opened the connection sends it.
Packet opening(const Packet& packet) {
  return packet.direction == gates::Direction::Forward ? packet : gates::reply(packet);
}

}  // namespace

std::optional<std::size_t> FirewallCrossing::pass_firewall(std::size_t from,
                                                           Position& at,
                                                           const aws::Route& route,
                                                           const Packet& packet) {
  const auto found = gates::firewall_at(context_, at.scope, route.target_id);
  const std::string& id = found.endpoint->endpoint_id;
  const bool again = std::find(passed_.begin(), passed_.end(), id) != passed_.end();
  if (again || at.subnet == found.endpoint->subnet) return std::nullopt;
  Meeting meeting = Meeting::There;
  if (packet.direction == gates::Direction::Back) {
    const bool awaited = expected_.ways.empty() || expected_.endpoints.contains(id);
    meeting = awaited ? Meeting::Back : Meeting::Unannounced;
  }
  at.subnet = found.endpoint->subnet;
  passed_.push_back(id);
  gone_.endpoints.emplace(id, found);
  return firewall(subnet(at.scope, from, packet, false, at.subnet), found,
                  opening(packet), "", meeting);
}

std::optional<std::size_t> FirewallCrossing::settle(std::size_t from,
                                                    const Packet& packet,
                                                    bool is_behind_nat) {
  const bool is_open = expected_.ways.size() > 1;
  if (is_open) return std::nullopt;
  std::size_t hop = from;
  if (expected_.ways.empty()) return hop;
  for (const auto& id : *expected_.ways.begin()) {
    if (std::find(passed_.begin(), passed_.end(), id) != passed_.end()) continue;
    if (is_behind_nat) return std::nullopt;
    hop = firewall(hop, expected_.endpoints.at(id), opening(packet), "",
                   Meeting::Bypassed);
  }
  return hop;
}

}  // namespace pullproof::model
