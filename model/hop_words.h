// One word for each hop that packets pass, whatever the way that they are part of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/network_firewall.h"
#include "model/gates/place.h"
#include "model/leg.h"

namespace pullproof::model {

/// Where a packet is: it leaves the subnet from here.
struct Position {
  aws::Scope scope;
  VpcId vpc;
  SubnetId subnet;

  [[nodiscard]] bool is_in_vpc_of(const Position& other) const {
    return vpc == other.vpc && scope == other.scope;
  }
  auto operator<=>(const Position&) const = default;
};

/// Base of what builds ways into a leg's graph: every word adds one hop behind another
/// and gives its number.
class HopWords {
 protected:
  HopWords(Leg& leg, const gates::Context& context) : leg_(leg), context_(context) {}

  FieldId address_field(std::string name, IntervalSet domain, bool exact,
                        Family family = Family::Ipv4);
  FieldId port_field(std::string name, IntervalSet domain);
  std::size_t group(const aws::Scope& scope, std::size_t from,
                    const gates::Packet& packet, bool egress, const std::string& owner,
                    const std::vector<SecurityGroupId>& groups,
                    std::vector<gates::GroupMembers> peers, Predicate guard,
                    const std::string& far_end = "the task");
  std::size_t subnet(const aws::Scope& scope, std::size_t from,
                     const gates::Packet& packet, bool egress, const SubnetId& subnet);
  std::size_t mark(std::size_t from, std::string kind, Symbol id, Predicate guard,
                   gates::Direction direction = gates::Direction::Forward);
  /// Whether packets take this one of so many branches.
  static Predicate takes(std::size_t branches, FieldId destination,
                         const IntervalSet& part);
  std::size_t dead_end(std::size_t from, gates::RoutePlace place, Predicate guard);
  /// Null if that is not known.
  [[nodiscard]] const aws::RouteTable* table_of(const aws::Scope& scope,
                                                const SubnetId& subnet) const;
  /// Why `table_of` is null.
  [[nodiscard]] Unknown no_table(const aws::Scope& scope, const SubnetId& subnet) const;

  std::size_t pass_endpoint(std::size_t from, const aws::VpcEndpoint& endpoint,
                            const gates::Packet& packet, bool for_layers = false);
  /// What an internet gateway is told of the packet's source.
  struct SourceAtGateway {
    bool behind_nat = false;
    bool public_address = false;
    FactRef address_fact = nullptr;
  };
  /// Of what a NAT gateway sends that has come in as `inside`: a private one has no
  /// public address.
  [[nodiscard]] SourceAtGateway at_gateway(const aws::NatGateway& nat,
                                           const gates::Packet& inside) const;
  /// Out of the VPC, through the internet or egress-only gateway of the route.
  std::size_t internet_gateway(std::size_t from, const Position& at,
                               const aws::Route& route, const gates::Packet& packet,
                               const SourceAtGateway& source);
  /// What is open about a route to what no API describes.
  [[nodiscard]] static Unknown nothing_beyond(const aws::RouteTable& table,
                                              const aws::Route& route, bool may_vouch);
  struct Vouched {
    std::size_t hop = 0;
    SubnetId subnet;  ///< That replies come from; "" if that is not known.
  };
  /// Past what the user vouches for: into its subnet, if it is an interface, an
  /// instance or an endpoint of the snapshot, and into its groups. `peers`: as its
  /// groups may name the source.
  Vouched vouched(std::size_t from, const Position& at, Symbol id,
                  const gates::Packet& packet, std::vector<gates::GroupMembers> peers);
  /// The same of what nobody vouches for: what the snapshot tells of it still counts.
  std::size_t not_vouched(std::size_t from, const Position& at, const aws::Route& route,
                          const gates::Packet& packet,
                          std::vector<gates::GroupMembers> peers);
  /// Where packets leave the NAT gateway; without a subnet if it is regional.
  [[nodiscard]] static Position place_of(const aws::NatGateway& nat) {
    return {nat.scope, nat.vpc_id, nat.subnet_id};
  }
  /// Past the ACL of its subnet, if it has one that is not where the packet is already.
  std::size_t enter_nat(std::size_t from, const Position& at, Symbol id,
                        const gates::Packet& packet, bool may_lead_outside = true);
  /// `subnet`, where there is one: a regional NAT gateway has none, and no ACL.
  std::size_t subnet_if_any(const aws::Scope& scope, std::size_t from,
                            const gates::Packet& packet, bool egress,
                            const SubnetId& subnet_id);
  /// That packets leave it by.
  [[nodiscard]] const aws::RouteTable* table_of(const aws::NatGateway& nat) const;
  /// Why it is not known what it does with a packet of `at`, if it is not.
  [[nodiscard]] std::optional<Unknown> nat_question(const aws::NatGateway* nat,
                                                    Symbol id, const Position& at,
                                                    const gates::Packet& packet) const;
  /// That packets from there leave it with: private ones, if it prints some.
  [[nodiscard]] IntervalSet nat_addresses(const aws::NatGateway& nat,
                                          const Position& from) const;
  /// The packet behind it, without its new source; an IPv4 one if it was for NAT64.
  gates::Packet translated(const gates::Packet& packet, const std::string& far_service);
  /// It is for an IPv4 address, by way of NAT64.
  [[nodiscard]] bool is_for_nat64(const gates::Packet& packet) const {
    return packet.family == Family::Ipv6 &&
           leg_.fields.at(packet.destination)
               .domain.is_subset_of(nat64_block().addresses());
  }
  /// The route's target is an endpoint of a firewall that the snapshot has.
  [[nodiscard]] bool leads_to_firewall(const aws::Route& route,
                                       const Position& at) const;
  /// At a network firewall; `packet` as the side that opens the connection sends it.
  std::size_t firewall(std::size_t from, const gates::FirewallAt& at,
                       const gates::Packet& packet, const std::string& server_name,
                       gates::FirewallPlace::Meeting meeting,
                       const gates::LedAstray& astray = {});
  /// Whether a NAT gateway needs a public address of its own to send any of the packets
  /// on: a private one may lead to another VPC, which has a way out.
  [[nodiscard]] bool leads_to_internet(const aws::NatGateway* nat,
                                       const gates::Packet& packet) const;

  Leg& leg_;
  const gates::Context& context_;

 private:
  /// Why it is not known what an appliance does with the packet, if it is not.
  [[nodiscard]] std::optional<Unknown> appliance_question(
      const aws::NetworkInterface* interface, const gates::Packet& packet) const;
  Vouched appliance(std::size_t from, const Position& at, Symbol id,
                    const gates::Packet& packet, std::vector<gates::GroupMembers> peers,
                    bool is_vouched);
};

}  // namespace pullproof::model
