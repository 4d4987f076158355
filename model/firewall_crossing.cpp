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
    const auto expected = expected_endpoints();
    const bool awaited =
        expected_.ways.empty() ||
        std::any_of(expected.begin(), expected.end(), [&](const auto& endpoints) {
          return std::find(endpoints.begin(), endpoints.end(), id) != endpoints.end();
        });
    meeting = awaited ? Meeting::Back : Meeting::Unannounced;
  }
  at.subnet = found.endpoint->subnet;
  passed_.push_back(id);
  gone_.endpoints.emplace(id, found);
  return firewall(subnet(at.scope, from, packet, false, at.subnet), found,
                  opening(packet), "", meeting);
}

ApplianceChoices FirewallCrossing::choose(const Crossed& next, const std::string& nat) {
  ApplianceChoices before = chosen_;
  if (next.exit != nullptr && next.exit->appliance_mode) {
    chosen_[{next.exit->id(), nat}] = next.at.subnet;
  }
  return before;
}

std::set<std::vector<std::string>> FirewallCrossing::expected_endpoints() const {
  std::set<std::vector<std::string>> expected;
  for (const auto& way : expected_.ways) {
    const bool agrees =
        std::all_of(chosen_.begin(), chosen_.end(), [&way](const auto& choice) {
          const auto there = way.choices.find(choice.first);
          return there == way.choices.end() || there->second == choice.second;
        });
    if (agrees) expected.insert(way.endpoints);
  }
  return expected;
}

std::optional<std::size_t> FirewallCrossing::settle(std::size_t from,
                                                    const Packet& packet,
                                                    bool is_behind_nat) {
  const auto is_passed = [this](const std::string& id) {
    return std::find(passed_.begin(), passed_.end(), id) != passed_.end();
  };
  const auto expected = expected_endpoints();
  std::set<std::string> bypassed;
  bool is_some_way_whole = false;
  for (const auto& endpoints : expected) {
    is_some_way_whole =
        is_some_way_whole || std::all_of(endpoints.begin(), endpoints.end(), is_passed);
    for (const auto& id : endpoints) {
      if (!is_passed(id)) bypassed.insert(id);
    }
  }
  // One of several ways may be the reply's, or none.
  const bool is_open = is_some_way_whole && expected.size() > 1;
  if (is_open || (is_behind_nat && !bypassed.empty())) return std::nullopt;
  std::size_t hop = from;
  for (const auto& id : bypassed) {
    hop = firewall(hop, expected_.endpoints.at(id), opening(packet), "",
                   Meeting::Bypassed);
  }
  return hop;
}

}  // namespace pullproof::model
