// The parts that connections are built from; only connection*.cpp include this.
//
// Words (see hop_words.h) add one hop each; the parts of the way (own DNS servers,
// inside the VPC, out of it) string them together, and each ends by calling `carry`
// with what IAM may know.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/connection.h"
#include "model/gates/name_resolution.h"
#include "model/gates/network_firewall.h"
#include "model/gates/packet.h"
#include "model/gates/route_lookup.h"
#include "model/vpc_crossing.h"

namespace pullproof::model {

class Connection : private VpcCrossing {
 public:
  /// `address` is the source's, of that family.
  Connection(Leg& leg, const gates::Context& context, const SourceInterface& source,
             const Target& target, const Carry& carry, Family family, FieldId address)
      : VpcCrossing(leg, context),
        source_(source),
        target_(target),
        carry_(carry),
        family_(family),
        source_address_(address) {}

  /// Requires: `when` is over questions only.
  void add(std::size_t placement, const std::string& os, const Predicate& when);

 private:
  [[nodiscard]] Position home() const {
    return {source_.scope, source_.vpc, source_.subnet};
  }
  /// Of the family that is used.
  [[nodiscard]] const IntervalSet& own_addresses() const {
    return family_ == Family::Ipv4 ? source_.addresses : source_.ipv6_addresses;
  }
  /// As rules of the other end may name the source.
  [[nodiscard]] gates::GroupMembers own_groups() const {
    return {.scope = source_.scope,
            .addresses = source_.addresses,
            .groups = source_.groups};
  }
  /// What the packet's own addresses tell of where it is seen from.
  [[nodiscard]] std::optional<FieldId> seen_address();
  void follow(std::size_t from, const gates::Answer& answer);
  /// What hops that end the way carry.
  [[nodiscard]] PathFacts nothing_known(const Unknown& question) const;

  // Words, where the source is.
  std::size_t group(std::size_t from, const gates::Packet& packet, bool egress,
                    const std::string& owner,
                    const std::vector<SecurityGroupId>& groups,
                    std::vector<gates::GroupMembers> peers, Predicate guard) {
    return HopWords::group(source_.scope, from, packet, egress, owner, groups,
                           std::move(peers), std::move(guard));
  }
  std::size_t subnet(std::size_t from, const gates::Packet& packet, bool egress,
                     const SubnetId& subnet) {
    return HopWords::subnet(source_.scope, from, packet, egress, subnet);
  }
  [[nodiscard]] const aws::RouteTable* table_of(const SubnetId& subnet) const {
    return HopWords::table_of(source_.scope, subnet);
  }
  /// A way that ends: what it would have carried is still judged, as far as `question`
  /// leaves it.
  void end(std::size_t from, gates::RoutePlace place, const Unknown& question,
           Predicate guard);
  void stop(std::size_t from, gates::RoutePlace place, Predicate guard);
  void undecided(std::size_t from, const Unknown& question, Predicate guard);
  /// The packet has been where the route leads.
  void go_round(std::size_t from, const gates::Packet& packet,
                const aws::RouteTable* table, const aws::Route& route, Predicate guard);
  /// In a VPC that is neither end's, where `passing_by` says what becomes of it.
  void pass_by(std::size_t from, const gates::RoutePlace& place);
  /// Out of such a VPC, if it passes packets on, which nobody knows: what refuses them
  /// behind it does so whether it does or not.
  void perhaps_into_other_vpc(std::size_t from, const Position& at,
                              const aws::RouteTable& table,
                              const gates::RouteBranch& branch,
                              const gates::Packet& packet);
  std::size_t ask_resolver(std::size_t from, gates::ResolverPlace place);
  /// The name has no answer, as a gate says.
  void unanswered(std::size_t from, Predicate guard);

  // Parts of the way.
  std::size_t ask_own_server(std::size_t from, const Address& server, Predicate guard);
  std::size_t ask_own_servers(std::size_t from, const std::vector<Address>& servers);
  /// Null if no interface of the VPC has the address, or several have.
  [[nodiscard]] const aws::NetworkInterface* server_interface(
      const Address& server) const;
  /// Why it is not known whether a server in the VPC gets the query.
  [[nodiscard]] std::optional<Unknown> server_question(
      const Address& server, const aws::NetworkInterface* interface) const;
  struct DnsRoute {
    std::size_t hop = 0;
    bool ends = false;       ///< It leads nowhere, or nobody knows where.
    bool is_beyond = false;  ///< Through what the user vouches for.
  };
  DnsRoute dns_route(std::size_t from, const SubnetId& subnet_id,
                     const IntervalSet& there, const gates::Packet& packet,
                     const std::string& towards);
  /// Where a forwarding rule sends the query, and back; then asks the resolver there.
  std::size_t forward(std::size_t from, const gates::Answer& answer,
                      const gates::ResolverPlace& asked);
  std::size_t forward_between(std::size_t from, const aws::Scope& scope,
                              const gates::Forwarding::End& out,
                              const gates::Forwarding::End& in);
  std::size_t stay_in_vpc(std::size_t from, const aws::Scope& scope,
                          const gates::Forwarding::End& at,
                          const gates::Forwarding::End& to,
                          const gates::Packet& packet);
  std::size_t local_server(std::size_t from, const Address& server,
                           const gates::Packet& packet);
  std::size_t stay_local(std::size_t from, const SubnetId& subnet, FieldId destination,
                         const IntervalSet& domain, const gates::Packet& packet);
  std::size_t stay_local(std::size_t from, const aws::RouteTable& table,
                         FieldId destination, const IntervalSet& domain,
                         const gates::Packet& packet);
  void to_endpoint(std::size_t from, const gates::Answer& answer);
  /// Of those that may be answered, by what is taken of the switch.
  void keep_own_zone(std::vector<EndpointAddress>& addresses);
  /// What rules for what the source sends may name of the endpoint.
  [[nodiscard]] std::vector<gates::GroupMembers> members_of(
      const aws::VpcEndpoint& endpoint,
      const std::vector<EndpointAddress>& addresses) const;
  void to_endpoint_address(std::size_t from, const aws::VpcEndpoint& endpoint,
                           const EndpointAddress& address, const gates::Packet& packet);
  /// To an address of the own VPC, past what `meet` adds there, and back.
  std::size_t there_and_back(std::size_t from, const std::string& name,
                             const EndpointAddress& address,
                             const gates::Packet& packet,
                             const std::function<std::size_t(std::size_t)>& meet);
  /// The packet that opens the connection, to one of these.
  [[nodiscard]] gates::Packet opening(const std::string& what,
                                      const IntervalSet& addresses, bool exact);
  /// To the address that the target's name stands for.
  void to_inside(std::size_t from, Predicate guard);
  void follow_inside(std::size_t from, const gates::Resolution& resolution);
  /// Why Amazon's resolver of this VPC may not be who answers for such a name.
  [[nodiscard]] std::optional<Unknown> inside_question(
      const gates::Resolution& resolution, const gates::Answer& answer) const;
  /// Of the interfaces that answer: of all of them if none is named.
  std::vector<EndpointAddress> addresses_of(
      const aws::VpcEndpoint& endpoint,
      const std::vector<InterfaceId>& answering) const;
  EndpointAddress address_of(const aws::VpcEndpoint& endpoint,
                             const InterfaceId& interface) const;
  [[nodiscard]] PathFacts facts_of(const aws::VpcEndpoint& endpoint) const;

  // To an endpoint of another VPC.
  struct CentralWay {
    const aws::VpcEndpoint& endpoint;
    const EndpointAddress& address;
    const gates::Packet& packet;
    bool is_passing_by = false;  ///< It has left the source's VPC.
    /// The endpoint's rules may name groups of the source.
    Truth keeps_groups = Truth::Yes;
    std::string lost_at = {};  ///< What does not keep them.
  };
  [[nodiscard]] bool is_elsewhere(const aws::VpcEndpoint& endpoint) const;
  void to_central_address(std::size_t from, const aws::VpcEndpoint& endpoint,
                          const EndpointAddress& address, const gates::Packet& packet);
  void route_to_central(std::size_t from, const Position& at, const CentralWay& way);
  /// What is wrong with the best route to a private address, if its target alone tells.
  [[nodiscard]] static std::optional<gates::RoutePlace::Outcome> refusal_of_private(
      const gates::RouteBranch& branch);
  void take_central_route(std::size_t from, const Position& at,
                          const aws::RouteTable& table,
                          const gates::RouteBranch& branch, const CentralWay& way,
                          Predicate guard);
  [[nodiscard]] std::optional<gates::RoutePlace> lost_behind_nat(
      const aws::Route& route, const Position& at, const CentralWay& way) const;
  void cross_to_central(std::size_t from, const Position& at,
                        const gates::RouteBranch& branch, const CentralWay& way);
  /// Into the endpoint's subnet, and to the endpoint.
  void enter_central(std::size_t from, const CentralWay& way);
  /// To the endpoint, in its subnet.
  void meet_central(std::size_t from, const CentralWay& way);

  void to_public(std::size_t from, Predicate guard);
  /// That, where the name has an address of a family that the source has.
  void to_public_if_named(std::size_t from, Predicate guard);
  /// Looks up where packets go that leave the subnet, and sends them there.
  void leave(std::size_t from, const Position& at, const gates::Packet& packet,
             const IntervalSet& destinations);
  void take_route(std::size_t from, const Position& at, const aws::RouteTable& table,
                  const gates::RouteBranch& branch, const gates::Packet& packet,
                  Predicate guard);
  /// To where the route of the branch leads; nothing refuses that so far.
  void follow_route(std::size_t hop, const Position& at, const aws::RouteTable& table,
                    const gates::RouteBranch& branch, const gates::Packet& packet);
  /// What is wrong with the best route, if its target alone tells.
  [[nodiscard]] std::optional<gates::RoutePlace::Outcome> refusal_of(
      const aws::Route* route, const Position& at) const;
  /// Of the VPC that gave the packet its source: its own, or a NAT gateway's.
  [[nodiscard]] bool is_at_origin(const Position& at) const {
    return at.is_in_vpc_of(nat_ == nullptr ? home() : place_of(nat_->nat));
  }
  void through_internet_gateway(std::size_t from, const Position& at,
                                const aws::Route& route, const gates::Packet& packet);
  void into_other_vpc(std::size_t from, const Position& at,
                      const aws::RouteTable& table, const gates::RouteBranch& branch,
                      const gates::Packet& packet);
  void over_into_other_vpc(std::size_t from, const Position& at,
                           const aws::RouteTable& table,
                           const gates::RouteBranch& branch,
                           const gates::Packet& packet);
  void through_nat(std::size_t from, const Position& at, const aws::Route& route,
                   const gates::Packet& packet);
  /// A NAT gateway on the way, with the packet on both of its sides.
  struct NatWay {
    const aws::NatGateway& nat;
    const Position& from;
    const aws::RouteTable& table;
    gates::Packet inside;
    gates::Packet outside;
    const NatWay* before = nullptr;  ///< In another VPC, where the packet comes from.
  };
  void behind_nat(std::size_t from, const Position& at, const aws::NatGateway& nat,
                  const gates::Packet& packet);
  void leave_nat(std::size_t from, const gates::RouteBranch& branch, Predicate guard);
  /// Of those that packets have passed.
  [[nodiscard]] bool has_passed_nat(const aws::Scope& scope, Symbol id) const;
  /// The reply's way from behind the gateway.
  void return_through_nat(std::size_t from);
  /// From that gateway, through those that packets have passed before it.
  void return_from_nat(std::size_t from, const NatWay& passed, const PathFacts& facts);

  /// Where a reply is to go, and what happens there.
  struct Homeward {
    gates::Packet back;
    Position end;
    std::string name;                           ///< Of what is there, for people.
    std::function<void(std::size_t hop)> land;  ///< In the subnet of `end`.
    bool is_passing_by = false;
  };
  /// From the subnet, if the way does not end there.
  void go_home(std::size_t from, const Position& at, const Homeward& way);
  /// To the source.
  [[nodiscard]] Homeward homeward(const gates::Packet& back, const PathFacts& facts);
  /// Past the ACL of the subnet where it is to go; a regional NAT gateway has none.
  std::size_t into_end(std::size_t from, const Homeward& way);
  /// Back to the source, through another VPC where routes say so; then carries.
  void return_from(std::size_t from, const Position& at, const gates::Packet& back,
                   const PathFacts& facts);
  /// From a subnet, by its routes.
  void go_back(std::size_t from, const Position& at, const Homeward& way);
  void go_back_by(std::size_t from, const Position& at, const aws::RouteTable& table,
                  const Homeward& way);
  void return_by_route(std::size_t from, const Position& at,
                       const aws::RouteTable& table, const gates::RouteBranch& branch,
                       const Homeward& way, Predicate guard);
  /// What is wrong with the best route for a reply, if its target alone tells.
  [[nodiscard]] static std::optional<gates::RoutePlace::Outcome> refusal_of_reply(
      const gates::RouteBranch& branch);
  /// Where that route leads; nothing refuses that so far.
  void lead_back(std::size_t hop, const Position& at, const aws::RouteTable& table,
                 const gates::RouteBranch& branch, const Homeward& way);
  void cross_back(const Crossed& next, const std::string& through, const Homeward& way);
  /// From the internet, through the gateway, by the table that it may have.
  void come_in(std::size_t from, const Position& at, Symbol gateway,
               const Homeward& way);

  // Through network firewalls.
  struct PassedFirewall {
    gates::FirewallAt at;
    gates::Packet packet;
    Position inside = {};  ///< Where packets leave its endpoint.
  };
  std::size_t firewall(std::size_t from, const PassedFirewall& passed,
                       gates::FirewallPlace::Meeting meeting);
  /// `go_on` is called with where the packet leaves the endpoint's subnet.
  using GoOn = std::function<void(std::size_t hop, const Position& inside)>;
  void through_firewall(std::size_t from, const Position& at, const aws::Route& route,
                        const gates::Packet& packet, const GoOn& go_on);
  /// The packet has just left a firewall's endpoint there. Such subnets send packets of
  /// other VPCs on: Transit Gateway guide, "Appliance in a shared services VPC".
  [[nodiscard]] bool has_left_firewall_at(const Position& at) const {
    return !passed_.empty() && passed_.back().inside == at;
  }
  /// A reply.
  void back_through_firewall(std::size_t from, const Position& at,
                             const aws::Route& route, const Homeward& way);
  /// The reply is at the source: carries, where it has passed what it had to.
  void deliver(std::size_t from, const PathFacts& facts);

  /// `cross`, where what stops still carries, with nothing known.
  std::vector<Crossed> go_over(std::size_t from, const Position& at,
                               const gates::RouteBranch& branch,
                               const gates::Packet& packet, const std::string& towards);
  void through_vouched(std::size_t from, const aws::Route& route,
                       const gates::Packet& packet);
  void through_gateway_endpoint(std::size_t from, const Position& at,
                                const aws::Route& route, const gates::Packet& packet);
  /// The service's public addresses, and whether they are known exactly.
  struct PublicSet {
    IntervalSet addresses;
    bool exact = false;
    std::string far_service;
  };
  PublicSet public_addresses() const;
  /// Of the service in the target's region, as AWS publishes them.
  [[nodiscard]] std::optional<IntervalSet> listed_addresses(const std::string& service,
                                                            Family family) const;
  PublicSet public_ipv4_addresses() const;

  const SourceInterface& source_;
  const Target& target_;
  const Carry& carry_;
  Family family_;
  FieldId source_address_;
  FieldId source_port_{};
  const NatWay* nat_ = nullptr;  ///< The last that packets have passed.
  /// From where they have left for other VPCs by transit gateways.
  std::set<std::pair<Position, Family>> been_;
  bool is_doubtful_ = false;            ///< A VPC may have dropped the packet.
  std::vector<PassedFirewall> passed_;  ///< On the way to where the packet is.
  std::set<std::size_t> met_again_;     ///< Of them, by the reply.
  std::size_t back_depth_ = 0;          ///< Endpoints that the reply has passed.
  /// What led the reply to endpoints of these that the packet has not passed.
  std::map<const aws::NetworkFirewall*, gates::LedAstray> strayed_;
  gates::LedAstray led_back_by_;  ///< To where the reply is; not by local routes.
};

}  // namespace pullproof::model
