// The way of a packet from one VPC into another: through a peering connection or a
// transit gateway.
//
// AWS: VPC peering guide, "How VPC peering connections work"; Transit Gateway guide,
// "How transit gateways work", "Amazon VPC attachments" and "Network ACLs for transit
// gateways": the ACL of an attachment's subnet sees packets that enter the gateway as
// inbound ones, and packets that leave it for another subnet as outbound ones.
// Not modelled: attachments of other kinds than VPCs and peerings, two peerings in a
// row, and routes of equal cost: unknown.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/hop_words.h"

namespace pullproof::model {

/// The `resource_type` of a transit gateway's attachment to another gateway.
inline constexpr std::string_view kPeeringAttachment = "peering";

/// Where part of the packets goes on.
struct Crossed {
  std::size_t hop = 0;
  /// Without a subnet: straight to its destination in the VPC, past all routes.
  Position at;
  IntervalSet destinations;
  /// Rules for what comes in there may name groups of the VPC that it comes from.
  Truth keeps_groups = Truth::No;
  /// The transit gateway that they are lost at, if one is why.
  std::string lost_at = {};
  /// The attachment by which they left a transit gateway, and the table that led there;
  /// null if they came by a peering connection.
  const aws::TransitGatewayVpcAttachment* exit = nullptr;
  const aws::TransitGatewayRoutes* table = nullptr;
};

class VpcCrossing : protected HopWords {
 protected:
  /// Called with each hop where packets stop, and what is open about it.
  using End = std::function<void(std::size_t hop, const Unknown& question)>;

  VpcCrossing(Leg& leg, const gates::Context& context) : HopWords(leg, context) {}

  /// Follows a route to a peering connection or a transit gateway, for `destinations`.
  std::vector<Crossed> cross(std::size_t from, const Position& at,
                             const aws::Route& route, const gates::Packet& packet,
                             const IntervalSet& destinations,
                             const std::string& towards, const End& end);
  /// `vouched`, and before it into the VPC's attachment, if it is a transit gateway's.
  Vouched vouch(std::size_t from, const Position& at, const aws::Route& route,
                const gates::Packet& packet, std::vector<gates::GroupMembers> peers);
  /// The user vouches for what the route leads to. Nobody can for a transit gateway
  /// whose tables drop some of the packets, or lead them to what the snapshot has.
  [[nodiscard]] bool is_vouched(const Position& at, const aws::Route& route,
                                const IntervalSet& destinations, Family family) const;
  /// Of a packet in a VPC that is neither its source's nor its destination's, by a
  /// route to a transit gateway: it goes round, or whether it gets on is not known.
  [[nodiscard]] gates::RoutePlace passing_by(const Position& at,
                                             const aws::Route& route,
                                             const gates::Packet& packet,
                                             const IntervalSet& destinations,
                                             const std::string& towards) const;

 private:
  /// The tables of the transit gateway that the route leads to, if to one, decide some
  /// of the packets.
  [[nodiscard]] bool is_known_in_transit(const Position& at, const aws::Route& route,
                                         const IntervalSet& destinations,
                                         Family family) const;
  /// What comes in by an attachment of another kind than a VPC's does not get back to
  /// the VPC, or not all of it, as far as the snapshot tells.
  [[nodiscard]] bool drops_replies(const Position& at, Symbol attachment,
                                   Family family) const;
  /// Of that account: an id alone may be another account's, too. Null if it is not in
  /// the snapshot.
  [[nodiscard]] const aws::Vpc* vpc_of(const aws::Scope& owner, const VpcId& id) const;
  struct Crossing {
    const Position& at;
    const aws::Route& route;
    const gates::Packet& packet;
    const IntervalSet& destinations;
    const std::string& towards;
    const End& end;
  };

  std::vector<Crossed> through_peering(std::size_t from, const Crossing& way);
  /// A place at an attachment, in either direction.
  std::size_t pass(std::size_t from, Symbol id, gates::AttachmentPlace place);
  std::vector<Crossed> through_transit_gateway(std::size_t from, const Crossing& way);
  /// Of a packet at `at`, whose VPC may have no attachment.
  [[nodiscard]] gates::AttachmentPlace entry_of(const Position& at, Symbol gateway,
                                                const gates::Packet& packet) const;
  [[nodiscard]] static std::optional<Unknown> lacks_ipv6(
      const gates::Packet& packet, const aws::TransitGatewayVpcAttachment& attachment);
  /// Adds a hop of the transit gateway's table that leads nowhere.
  void stop(std::size_t from, const Crossing& way, gates::TransitRoutePlace place,
            Predicate guard);
  /// Nobody knows where packets go from here; the answer is empty.
  std::vector<Crossed> undecided(std::size_t from, const Crossing& way,
                                 std::string_view call, std::string why);
  /// Where a packet has come into a transit gateway.
  struct Entry {
    const aws::TransitGatewayVpcAttachment& vpc;  ///< Of the VPC that it comes from.
    aws::Scope scope;                             ///< Of the gateway that it is in now.
    Symbol gateway_id;
    Symbol attachment_id;    ///< That it came in through.
    bool is_peered = false;  ///< From another gateway.
  };
  using TransitTarget = aws::TransitGatewayRoute::Target;
  /// Why it is not known where the route leads; "" if it is.
  [[nodiscard]] static std::string why_nowhere(const aws::TransitGatewayRoutes& table,
                                               const aws::TransitGatewayRoute& route);
  std::vector<Crossed> by_association(std::size_t hop, const Crossing& way,
                                      const Entry& entry);
  /// The attachment with the table that it is associated with, or with none; null if
  /// that is not known.
  [[nodiscard]] const aws::TransitGatewayAttachment* association_of(
      const Entry& entry) const;
  /// Of the table that it is associated with; null if they are not known.
  [[nodiscard]] const aws::TransitGatewayRoutes* routes_of(
      const aws::Scope& scope, const aws::TransitGatewayAttachment& entered) const;
  /// Why they are not.
  [[nodiscard]] Unknown no_routes(const aws::Scope& scope,
                                  const aws::TransitGatewayAttachment& entered) const;
  std::vector<Crossed> by_table(std::size_t hop, const Crossing& way,
                                const Entry& entry,
                                const aws::TransitGatewayAttachment& entered,
                                const aws::TransitGatewayRoutes& table);
  std::vector<Crossed> to_attachment(std::size_t from, const Crossing& way,
                                     const Entry& entry,
                                     const aws::TransitGatewayRoutes& table,
                                     const aws::TransitGatewayRoute& route);
  /// Into the gateway at the other side.
  std::vector<Crossed> through_gateway_peering(std::size_t from, const Crossing& way,
                                               const Entry& entry,
                                               const aws::TransitGatewayRoutes& table,
                                               const TransitTarget& target);
  /// Where packets come in at the other side; nothing if either side is not known to be
  /// up.
  [[nodiscard]] std::optional<Entry> beyond_peering(const Entry& entry,
                                                    const TransitTarget& target) const;
  /// The side of a peering attachment that the gateway has where the packet is.
  [[nodiscard]] const aws::TransitGatewayAttachment* side_of(const Entry& entry,
                                                             Symbol attachment) const;
  /// A gateway of any region, as the account or one that it may know prints it.
  [[nodiscard]] const aws::TransitGateway* gateway_known_to(const aws::Scope& scope,
                                                            Symbol id) const;
  /// The id that the other gateway's side of a peering attachment has.
  [[nodiscard]] std::string far_side_of(const aws::TransitGatewayAttachment& near,
                                        const aws::TransitGateway& far) const;
  // Packets that go round for ever: vpc_crossing_rounds.cpp.
  struct Round {
    const gates::Packet& packet;
    const IntervalSet& destinations;
    std::set<Position> places = {};      ///< Where they leave transit gateways.
    std::set<std::string> entered = {};  ///< Attachments, each with its gateway.
    std::vector<std::string> ids = {};   ///< Of VPCs and gateways, in their order.
  };
  /// VPCs and transit gateways between which all packets go round that leave `at` by
  /// the route; none if some may get out, or if that is not known.
  [[nodiscard]] std::vector<std::string> rounds_of(
      const Position& at, const aws::Route& route, const gates::Packet& packet,
      const IntervalSet& destinations) const;
  /// Adds where packets leave transit gateways; false if some go elsewhere, or nowhere.
  [[nodiscard]] bool add_exits(Round& round, const Position& at,
                               const Entry& entry) const;
  [[nodiscard]] bool add_exits_by(Round& round, const Position& at, const Entry& entry,
                                  const TransitTarget& target) const;
  /// The same of a place's only route; through a firewall's endpoint, too.
  [[nodiscard]] bool go_on(Round& round, const Position& at,
                           const aws::Route* route) const;
  [[nodiscard]] const aws::Route* only_route(const Round& round,
                                             const Position& at) const;

  /// Out of the gateway, in each subnet that AWS may choose.
  std::vector<Crossed> out_of(std::size_t from, const Crossing& way, const Entry& entry,
                              const aws::TransitGatewayRoutes& table,
                              const aws::TransitGatewayVpcAttachment& exit,
                              const aws::Vpc& vpc);
  /// The subnets in which the packet may leave the gateway; none if the snapshot does
  /// not tell.
  [[nodiscard]] std::vector<SubnetId> exit_subnets(
      const Position& from, const aws::Scope& scope,
      const aws::TransitGatewayVpcAttachment& attachment) const;
  /// Which of `count` subnets of the attachment packets leave the gateway in.
  FieldId choice_at(const aws::TransitGatewayVpcAttachment& exit,
                    const gates::Packet& packet, std::size_t count);

  /// Of attachments with appliance mode, by their ids and the two addresses of a flow:
  /// its packets and replies leave the gateway in the same subnet.
  std::map<std::tuple<std::string, FieldId, FieldId>, FieldId> choices_;
};

}  // namespace pullproof::model
