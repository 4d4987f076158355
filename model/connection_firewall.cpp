#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/connection_builder.h"

namespace pullproof::model {

using gates::Packet;
using gates::RoutePlace;
using Meeting = gates::FirewallPlace::Meeting;

namespace {

/// A way that passes more endpoints than this is going in circles.
constexpr std::size_t kMostFirewalls = 4;

}  // namespace

std::size_t Connection::firewall(std::size_t from, const PassedFirewall& passed,
                                 Meeting meeting) {
  gates::LedAstray astray;
  const bool goes_round = meeting == Meeting::Bypassed;
  if (goes_round || meeting == Meeting::Unannounced) astray = led_back_by_;
  if (goes_round) {
    // The zone is at fault where replies come to another endpoint of the firewall.
    const auto strayed = strayed_.find(passed.at.firewall);
    astray.attachment = nullptr;
    if (strayed != strayed_.end()) astray = strayed->second;
  }
  return HopWords::firewall(from, passed.at, passed.packet, target_.host, meeting,
                            astray);
}

void Connection::through_firewall(std::size_t from, const Position& at,
                                  const aws::Route& route, const Packet& packet,
                                  const GoOn& go_on) {
  const auto found = gates::firewall_at(context_, at.scope, route.target_id);
  const Position inside{at.scope, at.vpc, found.endpoint->subnet};
  const auto before = std::find_if(
      passed_.begin(), passed_.end(),
      [&](const auto& passed) { return passed.at.endpoint == found.endpoint; });
  const bool again = before != passed_.end();
  // NAT64 makes it a packet to another address.
  if (inside == at ||
      (again && !at.subnet.empty() && before->packet.family == packet.family)) {
    go_round(from, packet, HopWords::table_of(at.scope, at.subnet), route,
             Predicate::always());
    return;
  }
  if (again || passed_.size() == kMostFirewalls) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("packets come to {} again on their way", route.target_id)},
        Predicate::always());
    return;
  }
  passed_.push_back({found, packet, inside});
  std::size_t hop =
      HopWords::subnet(at.scope, from, packet, false, found.endpoint->subnet);
  hop = firewall(hop, passed_.back(), Meeting::There);
  hop = HopWords::subnet(at.scope, hop, packet, true, found.endpoint->subnet);
  go_on(hop, inside);
  passed_.pop_back();
}

void Connection::back_through_firewall(std::size_t from, const Position& at,
                                       const aws::Route& route, const Homeward& way) {
  const auto found = gates::firewall_at(context_, at.scope, route.target_id);
  const Position inside{at.scope, at.vpc, found.endpoint->subnet};
  std::size_t known = passed_.size();
  for (std::size_t i = 0; i < passed_.size(); ++i) {
    const bool same = passed_[i].at.endpoint == found.endpoint;
    if (same && !met_again_.contains(i)) known = i;
  }
  const bool circles = inside == at || back_depth_ == kMostFirewalls;
  if (circles) {
    undecided(
        from,
        {.call = "",
         .why = fmt::format("replies come to {} again on their way", route.target_id)},
        Predicate::always());
    return;
  }
  const std::size_t into =
      HopWords::subnet(at.scope, from, way.back, false, found.endpoint->subnet);
  const bool is_known = known < passed_.size();
  const std::size_t passed =
      is_known ? firewall(into, passed_[known], Meeting::Back)
               : firewall(into, {found, reply(way.back)}, Meeting::Unannounced);
  const auto before = std::pair(met_again_, strayed_);
  if (is_known) {
    met_again_.insert(known);
  } else {
    strayed_[found.firewall] = led_back_by_;
  }
  ++back_depth_;
  Homeward on = way;
  on.is_passing_by = false;
  go_back(HopWords::subnet(at.scope, passed, way.back, true, found.endpoint->subnet),
          inside, on);
  --back_depth_;
  std::tie(met_again_, strayed_) = before;
}

void Connection::deliver(std::size_t from, const PathFacts& facts) {
  std::size_t hop = from;
  for (std::size_t i = passed_.size(); i-- > 0;) {
    if (met_again_.contains(i)) continue;
    hop = firewall(hop, passed_[i], Meeting::Bypassed);
  }
  carry_(hop, facts);
}

}  // namespace pullproof::model
