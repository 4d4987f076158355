// The parts that one direction of a way of `reach` is built from; only reach_way*.cpp
// include this.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/firewall_crossing.h"
#include "model/gates/route_lookup.h"
#include "model/reach.h"
#include "model/reach_ports.h"

namespace pullproof::model {

[[nodiscard]] inline Position position_of(const ReachEnd& end) {
  return {end.scope, end.vpc, end.subnet};
}

/// In the order in which packets have passed them.
using NatChain = std::vector<const aws::NatGateway*>;

/// What the reply has to come back through.
struct Gone {
  /// The packet may have gone through any of these; through none, if it is empty.
  std::vector<NatChain> chains;
  FirewallWays firewalls;
  /// Set: the user vouches for what lies beyond, and replies come from this subnet.
  std::optional<Position> back_from = std::nullopt;
  std::string vouched_id = {};
};

class ReachBuilder : private FirewallCrossing {
 public:
  ReachBuilder(Leg& leg, const gates::Context& context, const ReachQuestion& question,
               const ReachEnd& from, const ReachEnd& to);

  Gone go();
  /// The reply, through a NAT gateway that the packet may have gone through.
  void come_back(const Gone& gone);

 private:
  /// What happens where packets have got to their subnet.
  using Arrived = std::function<void(std::size_t hop)>;

  // At the ends: reach_way.cpp.
  std::size_t start(const ReachEnd& end);
  void finish(std::size_t hop, const std::string& name);
  void undecided(std::size_t from, std::string call, std::string why);
  gates::Packet packet_between(const ReachEnd& source, const ReachEnd& destination,
                               gates::Direction direction);
  [[nodiscard]] std::string far_service() const;
  static IntervalSet addresses_of(const ReachEnd& end);
  static std::vector<gates::GroupMembers> members_of(const ReachEnd& end);
  /// Of the destination, as far as a rule for what goes out may name it. Where no rule
  /// does, routes are not asked.
  [[nodiscard]] std::vector<gates::GroupMembers> named_on_leaving() const;
  /// Of the source, as far as a rule for what comes in may name it.
  [[nodiscard]] std::vector<gates::GroupMembers> named_on_entering(Truth keeps) const;
  /// On one of its own addresses.
  void ask_amazon(std::size_t from, const gates::Packet& packet);
  /// The query is about this port alone.
  [[nodiscard]] bool asks_for(int port) const {
    const Number number{static_cast<unsigned>(port)};
    return asked_.first == number && asked_.last == number;
  }
  /// Into the interface.
  void enter(std::size_t from, const gates::Packet& sent);
  void come_back(const NatChain& chain, std::size_t hop, const gates::Packet& packet);
  /// From `source` to the gateway before `left` others, and on from there.
  void come_back_through(const NatChain& chain, std::size_t left, std::size_t hop,
                         const ReachEnd& source, const gates::Packet& packet,
                         const Arrived& home);
  /// From beyond what the user vouches for.
  void come_back_vouched(std::size_t hop, const gates::Packet& packet,
                         const Arrived& home);
  /// The reply is at the end that opened the connection.
  void come_home(std::size_t from, const gates::Packet& packet, bool is_behind_nat);

  // By routes: reach_way_routes.cpp.
  /// From a subnet to wherever `to` is. A way that ends before tells why in its last
  /// hop.
  void leave(std::size_t from, const Position& at, const ReachEnd& source,
             const ReachEnd& to, const gates::Packet& packet, const Arrived& arrived);
  void take_routes(std::size_t from, const Position& at, const aws::RouteTable& table,
                   const ReachEnd& source, const ReachEnd& to,
                   const gates::Packet& packet, const Arrived& arrived);
  void take(std::size_t from, const Position& at, const aws::RouteTable& table,
            const gates::RouteBranch& branch, const ReachEnd& source,
            const ReachEnd& to, const gates::Packet& packet, const Arrived& arrived);
  void follow(std::size_t hop, const Position& at, const aws::Route& route,
              const ReachEnd& source, const ReachEnd& to, const gates::Packet& packet,
              const Arrived& arrived);
  /// Nobody knows what lies beyond; what the snapshot tells of it still counts.
  void stop_beyond(std::size_t hop, const Position& at, const aws::Route& route,
                   const ReachEnd& source, const ReachEnd& to,
                   const gates::Packet& packet);
  /// Into another VPC, and on from there.
  void go_over(std::size_t from, const Position& at, const aws::Route& route,
               const ReachEnd& source, const ReachEnd& to, const gates::Packet& packet,
               const Arrived& arrived);
  /// The packet has been where the route leads. Requires: `at` has a subnet.
  void go_round(std::size_t from, const Position& at, const aws::Route& route,
                const ReachEnd& to, const gates::Packet& packet);
  void through_firewall(std::size_t hop, const Position& at, const aws::Route& route,
                        const ReachEnd& source, const ReachEnd& to,
                        const gates::Packet& packet, const Arrived& arrived);
  void enter_gateway(std::size_t from, const Position& at, const aws::Route& route,
                     const ReachEnd& to, const gates::Packet& packet,
                     const Arrived& arrived);
  void arrive(std::size_t from, const Position& at, const ReachEnd& to,
              const gates::Packet& packet, const Arrived& arrived);

  // To the internet and from there, and through NAT gateways: reach_way_outside.cpp.
  /// From the internet, through the gateway of the VPC.
  void come_in(std::size_t from, const gates::Packet& packet);
  /// From the internet gateway of its VPC to an end, by the table that the gateway may
  /// have.
  void enter_vpc(std::size_t from, const ReachEnd& source, const ReachEnd& end,
                 const gates::Packet& packet, const Arrived& arrived);
  void leave_vpc(std::size_t from, const Position& at, const aws::Route& route,
                 const ReachEnd& source, const ReachEnd& to,
                 const gates::Packet& packet, const Arrived& arrived);
  /// Why it is not known what the NAT gateway does with the packet; "" if it is.
  [[nodiscard]] std::string not_through_nat(const Position& at, const aws::Route& route,
                                            const ReachEnd& to,
                                            const gates::Packet& packet) const;
  void pass_nat(std::size_t from, const Position& at, const aws::Route& route,
                const ReachEnd& to, const gates::Packet& packet,
                const Arrived& arrived);
  void leave_nat(std::size_t from, const aws::NatGateway& nat, const ReachEnd& to,
                 const Arrived& arrived);
  static std::string private_regional(const aws::NatGateway& nat, const ReachEnd& to);
  /// The last that the packet has passed; null if none.
  [[nodiscard]] const aws::NatGateway* last_nat() const {
    return passed_nats_.empty() ? nullptr : passed_nats_.back();
  }
  [[nodiscard]] bool has_passed(const aws::Scope& scope, const aws::Route* route) const;
  /// The reply has to come back through those that the packet has passed.
  void note_nats();
  /// Of packets that get no further; replies to others come back by what they pass
  /// next.
  void note_nats_unless_longer();
  /// As the reply's destination.
  [[nodiscard]] ReachEnd end_at(const aws::NatGateway& nat) const;
  /// The reply's way to the NAT gateway, from outside or from another VPC.
  void back_to(const aws::NatGateway& nat, std::size_t from, const ReachEnd& source,
               const gates::Packet& packet, const Arrived& arrived);

  const ReachEnd& from_;
  const ReachEnd& to_;
  Interval asked_;  ///< The ports that the query is about.
  ReachPorts ports_;
  NatChain passed_nats_;
  gates::Packet outside_;         ///< Behind the last of them.
  std::set<Position> been_;       ///< From where the packet has left for other VPCs.
  std::vector<NatChain> chains_;  ///< That packets may have passed; each once.
  Truth keeps_groups_ = Truth::Yes;
  std::string lost_at_;  ///< What does not keep them: a transit gateway or a firewall.
  std::string flow_;  ///< The NAT gateway that gave the packet its source; "" for none.
  /// Where replies come from that the user vouches for; without a subnet if unknown.
  std::optional<Position> back_from_ = std::nullopt;
  std::string vouched_id_;      ///< Through what, then.
  bool is_passing_by_ = false;  ///< In a VPC that it was sent to by another one.
  bool is_doubtful_ = false;    ///< Such a VPC may have dropped the packet.
};

}  // namespace pullproof::model
