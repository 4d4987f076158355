#include "tests/support/packet_simulator.h"

#include <algorithm>
#include <set>
#include <utility>

namespace pullproof::simulator {
namespace {

/// What a NAT gateway has made of a packet's source.
struct Translation {
  std::string nat;
  std::uint32_t address = 0;
  std::uint32_t port = 0;
  std::uint32_t source = 0;
  std::uint32_t source_port = 0;
};

/// Whether groups of the VPC that the packet comes from can be named where it is.
enum class Between { OneVpc, Peering, Referencing, Nothing };

struct Traveller {
  Packet packet;
  const Subnet* at = nullptr;          ///< By whose routes it goes on.
  std::vector<Translation> nats = {};  ///< Passed; of a reply: still to be passed.
  Between between = Between::OneVpc;
  bool is_passing_by = false;       ///< In a VPC that is not its source's.
  bool is_let_out_by_name = false;  ///< Only because rules name groups of its end.
  std::string doubt = {};
  /// Subnets that it has left, with how many NAT gateways passed or to be passed.
  std::set<std::pair<std::string, std::size_t>> been = {};
};

struct Arrival {
  Traveller traveller;
  Outcome outcome;
};

/// One direction: travellers move one hop at a time until each has ended.
class Journey {
 public:
  Journey(const Network& network, const Ends& ends, bool is_reply,
          const std::vector<std::uint32_t>& nat_ports)
      : network_(network), ends_(ends), is_reply_(is_reply), nat_ports_(nat_ports) {}

  std::vector<Arrival> run() {
    while (!under_way_.empty()) {
      Traveller next = std::move(under_way_.back());
      under_way_.pop_back();
      leave(std::move(next));
    }
    return std::move(arrivals_);
  }

  void start(const Interface& from, const Packet& packet) {
    Traveller one{.packet = packet, .at = &network_.subnets.at(from.subnet)};
    const GroupAnswer answer = groups_say(network_, from, packet, true);
    const auto to = network_.interfaces.find(ends_.to);
    const bool by_name =
        to != network_.interfaces.end() && share(answer.named, to->second.groups);
    if (!answer.allows && !by_name) return drop(one, "groups of " + from.id);
    one.is_let_out_by_name = !answer.allows;
    under_way_.push_back(std::move(one));
  }

  /// From an interface, or from outside of the VPC.
  void start_reply(const Traveller& arrived) {
    Traveller one{.packet = {.source = arrived.packet.destination,
                             .destination = arrived.packet.source,
                             .source_port = arrived.packet.destination_port,
                             .destination_port = arrived.packet.source_port,
                             .protocol = arrived.packet.protocol},
                  .nats = arrived.nats};
    const auto to = network_.interfaces.find(ends_.to);
    if (to != network_.interfaces.end()) {
      one.at = &network_.subnets.at(to->second.subnet);
      under_way_.push_back(std::move(one));
    } else if (one.nats.empty()) {
      enter(one, *ends_.from, true);
    } else {
      enter_nat(one, one.nats.back().nat, true);
    }
  }

 private:
  void end(const Traveller& one, Fate fate, std::string where) {
    arrivals_.push_back({one, {fate, std::move(where)}});
  }
  void drop(const Traveller& one, std::string where) {
    end(one, Fate::Dropped, std::move(where));
  }
  void do_not_know(const Traveller& one, std::string where) {
    end(one, Fate::DoesNotKnow, std::move(where));
  }
  void deliver(const Traveller& one, const std::string& to) {
    if (one.doubt.empty()) {
      end(one, Fate::Delivered, to);
    } else {
      do_not_know(one, one.doubt);
    }
  }

  /// Out of its subnet, by the best route.
  void leave(Traveller one) {
    const Subnet& at = *one.at;
    if (!one.been.insert({at.id, one.nats.size()}).second) {
      return drop(one, "goes round through " + at.id);
    }
    if (at.block.holds(one.packet.destination)) return arrive(one, at.vpc, &at);
    if (!acl_allows(at, one.packet, true)) return drop(one, "acl out of " + at.id);
    const auto targets = best_targets(at.routes, one.packet.destination);
    if (targets.empty()) return drop(one, "no route in " + at.id);
    if (targets.size() > 1) return do_not_know(one, "several routes in " + at.id);
    const std::string& target = *targets.begin();
    if (target == kBlackhole) return drop(one, "blackhole in " + at.id);
    if (target == "local") return arrive(one, at.vpc, nullptr);
    if (target.starts_with("igw-")) return go_out(one, target);
    if (target.starts_with("nat-")) return go_to_nat(one, target);
    if (target.starts_with("pcx-")) return cross_peering(one, target);
    if (target.starts_with("tgw-")) return cross_transit(one, target);
    if (target.starts_with("vpce-")) return enter_endpoint(one, target);
    do_not_know(one, "route to " + target);
  }

  /// Somewhere in the VPC; `inside`: without leaving this subnet.
  void arrive(const Traveller& one, const std::string& vpc, const Subnet* inside) {
    const std::uint32_t address = one.packet.destination;
    for (const auto& [id, interface] : network_.interfaces) {
      const auto& own = interface.addresses;
      const bool has_it = std::find(own.begin(), own.end(), address) != own.end();
      if (interface.vpc != vpc || !has_it) continue;
      if (inside != nullptr && interface.subnet != inside->id) continue;
      return enter(one, interface, inside == nullptr);
    }
    for (const auto& [id, nat] : network_.nat_gateways) {
      if (network_.subnets.at(nat.subnet).vpc != vpc) continue;
      const auto& own = nat.addresses;
      if (std::find(own.begin(), own.end(), address) == own.end()) continue;
      return enter_nat(one, id, inside == nullptr);
    }
    drop(one, "nobody in " + vpc + " has the address");
  }

  void enter(const Traveller& one, const Interface& interface, bool crosses) {
    const Subnet& subnet = network_.subnets.at(interface.subnet);
    if (crosses && !acl_allows(subnet, one.packet, false)) {
      return drop(one, "acl into " + subnet.id);
    }
    const std::string& wanted = is_reply_ ? ends_.from->id : ends_.to;
    if (interface.id != wanted) return drop(one, "arrived at " + interface.id);
    if (is_reply_) {
      if (!one.nats.empty()) return drop(one, "around " + one.nats.back().nat);
      return deliver(one, interface.id);
    }
    const std::string refused = group_refusal(one, interface);
    if (!refused.empty()) return drop(one, refused);
    deliver(one, interface.id);
  }

  /// Which groups refuse it.
  std::string group_refusal(const Traveller& one, const Interface& to) {
    // AWS: rules do not name groups across a middlebox.
    const bool hides_source = !one.nats.empty();
    const bool out_of_sight = hides_source || one.between == Between::Nothing;
    if (one.is_let_out_by_name && out_of_sight) return "groups of " + ends_.from->id;
    const GroupAnswer answer = groups_say(network_, to, one.packet, false);
    if (answer.allows) return "";
    if (!out_of_sight && share(answer.named, ends_.from->groups)) return "";
    return "groups of " + to.id;
  }

  static bool share(const std::set<std::string>& some,
                    const std::set<std::string>& others) {
    return std::any_of(some.begin(), some.end(),
                       [&](const std::string& each) { return others.contains(each); });
  }

  /// A packet that is sent to a NAT gateway's own address.
  void enter_nat(const Traveller& one, const std::string& id, bool crosses) {
    const NatGateway& nat = network_.nat_gateways.at(id);
    const Subnet& subnet = network_.subnets.at(nat.subnet);
    if (crosses && !acl_allows(subnet, one.packet, false)) {
      return drop(one, "acl into " + subnet.id);
    }
    if (!is_reply_) return drop(one, "nobody waits for it at " + id);
    const bool awaits = !one.nats.empty() && one.nats.back().nat == id &&
                        one.nats.back().port == one.packet.destination_port;
    if (!awaits) return drop(one, "nobody waits for it at " + id);
    Traveller next = one;
    next.packet.destination = one.nats.back().source;
    next.packet.destination_port = one.nats.back().source_port;
    next.nats.pop_back();
    next.at = &subnet;
    next.between = Between::OneVpc;
    next.is_passing_by = false;
    under_way_.push_back(std::move(next));
  }

  void go_to_nat(const Traveller& one, const std::string& id) {
    if (is_reply_) return drop(one, id + " gives the reply another source");
    const NatGateway& nat = network_.nat_gateways.at(id);
    const Subnet& subnet = network_.subnets.at(nat.subnet);
    for (const Translation& passed : one.nats) {
      if (passed.nat == id) return drop(one, "comes back to " + id);
    }
    const bool follows_at_once =
        !one.nats.empty() &&
        network_.subnets.at(network_.nat_gateways.at(one.nats.back().nat).subnet).vpc ==
            subnet.vpc;
    if (follows_at_once) return do_not_know(one, kSecondNat);
    if (subnet.vpc != one.at->vpc) return do_not_know(one, id + " of another VPC");
    if (subnet.id != one.at->id && !acl_allows(subnet, one.packet, false)) {
      return drop(one, "acl into " + subnet.id);
    }
    if (nat.state != "available") return drop(one, id + " is " + nat.state);
    const bool translates = one.packet.protocol == 6 || one.packet.protocol == 17;
    if (!translates) return drop(one, "protocol at " + id);
    for (const std::uint32_t address : nat.addresses) {
      for (const std::uint32_t port : nat_ports_) {
        Traveller next = one;
        next.nats.push_back(
            {id, address, port, one.packet.source, one.packet.source_port});
        next.packet.source = address;
        next.packet.source_port = port;
        next.at = &subnet;
        next.is_passing_by = false;
        under_way_.push_back(std::move(next));
      }
    }
  }

  void go_out(const Traveller& one, const std::string& id) {
    if (!network_.internet_gateways.at(id).contains(one.at->vpc)) {
      return drop(one, id + " is not attached");
    }
    if (oracle::holds(oracle::special_blocks(), one.packet.destination)) {
      return drop(one, id + " takes no private addresses");
    }
    if (!one.nats.empty()) {
      const NatGateway& nat = network_.nat_gateways.at(one.nats.back().nat);
      const bool has_address = nat.is_public && nat.has_public_address;
      if (!has_address || one.is_passing_by) return drop(one, "no address at " + id);
    } else if (one.is_passing_by ||
               !ends_.from->public_ones.contains(one.packet.source)) {
      return drop(one, "no address at " + id);
    }
    if (!ends_.to.empty()) return drop(one, "the internet, not " + ends_.to);
    deliver(one, "the internet");
  }

  void enter_endpoint(const Traveller& one, const std::string& id) {
    const GatewayEndpoint& endpoint = network_.gateway_endpoints.at(id);
    if (!one.nats.empty()) return do_not_know(one, id + " behind a NAT gateway");
    if (one.is_passing_by) return drop(one, id + " from another VPC");
    if (one.packet.protocol != 6) return drop(one, "protocol at " + id);
    if (endpoint.vpc != one.at->vpc || endpoint.state != "available") {
      return do_not_know(one, id + " is " + endpoint.state);
    }
    if (ends_.to != id) return drop(one, "arrived at " + id);
    deliver(one, id);
  }

  // AWS: gateway endpoints serve their own VPC only.
  [[nodiscard]] bool wants_endpoint() const { return ends_.to.starts_with("vpce-"); }

  void cross_peering(const Traveller& one, const std::string& id) {
    if (wants_endpoint()) return drop(one, ends_.to + " through " + id);
    const auto found = network_.peerings.find(id);
    if (found == network_.peerings.end()) return do_not_know(one, "no " + id);
    const Peering& peering = found->second;
    if (peering.state != "active") return drop(one, id + " is " + peering.state);
    const bool is_first = peering.sides[0].vpc == one.at->vpc;
    const PeeringSide& own = peering.sides[is_first ? 0 : 1];
    const PeeringSide& far = peering.sides[is_first ? 1 : 0];
    if (own.vpc != one.at->vpc) return drop(one, id + " is of other VPCs");
    // AWS: no transit; both ends are addresses of the two VPCs.
    if (!oracle::holds(network_.vpcs.at(own.vpc).blocks, one.packet.source)) {
      return drop(one, "transit through " + own.vpc);
    }
    const bool by_record = oracle::holds(far.blocks, one.packet.destination);
    const bool by_vpc =
        oracle::holds(network_.vpcs.at(far.vpc).blocks, one.packet.destination);
    if (!by_record && !by_vpc) return drop(one, "edge routing through " + id);
    Traveller next = one;
    if (by_record != by_vpc) next.doubt = id + " and " + far.vpc + " differ";
    const bool one_region =
        network_.vpcs.at(own.vpc).region == network_.vpcs.at(far.vpc).region;
    next.between = one.between == Between::OneVpc && one_region ? Between::Peering
                                                                : Between::Nothing;
    arrive(next, far.vpc, nullptr);
  }

  const Attachment* attachment_of(const std::string& gateway,
                                  const std::string& vpc) const {
    for (const auto& [id, one] : network_.attachments) {
      if (one.gateway == gateway && one.vpc == vpc) return &one;
    }
    return nullptr;
  }

  /// Whether it carries nothing. While it changes, nobody says what it carries.
  bool is_stopped(Traveller& one, const Attachment& attachment) {
    for (const std::string& state :
         {network_.transit_gateways.at(attachment.gateway).state, attachment.state}) {
      if (state == "available") continue;
      const std::string where = "attachment of " + attachment.vpc + " is " + state;
      if (state != "modifying") {
        drop(one, where);
        return true;
      }
      one.doubt = where;
    }
    return false;
  }

  std::vector<const Subnet*> subnets_in(const Attachment& attachment,
                                        const std::string& zone) const {
    std::vector<const Subnet*> found;
    for (const std::string& id : attachment.subnets) {
      const Subnet& subnet = network_.subnets.at(id);
      if (zone.empty() || subnet.zone == zone) found.push_back(&subnet);
    }
    return found;
  }

  void cross_transit(Traveller one, const std::string& gateway) {
    // AWS: outbound rules name groups of the own VPC or of a peered one.
    if (one.is_let_out_by_name) return drop(one, "groups of " + ends_.from->id);
    if (wants_endpoint()) return drop(one, ends_.to + " through " + gateway);
    // Whether it gets on nobody documents: if it does, it may still get lost.
    if (one.is_passing_by) one.doubt = one.at->vpc + " passes it on";
    const Attachment* entry = attachment_of(gateway, one.at->vpc);
    if (entry == nullptr) return drop(one, one.at->vpc + " is not attached");
    if (is_stopped(one, *entry)) return;
    const auto doors = subnets_in(*entry, one.at->zone);
    if (doors.empty()) return drop(one, "no subnet of the attachment in the zone");
    // AWS: of what enters the gateway, its subnet's ACL asks the inbound rules.
    if (!acl_allows(*doors.front(), one.packet, false)) {
      return drop(one, "acl into " + doors.front()->id);
    }
    if (entry->table.empty()) return drop(one, "no association");
    if (entry->association_state != "associated") {
      return do_not_know(one, "association is " + entry->association_state);
    }
    const auto targets =
        best_targets(network_.transit_tables.at(entry->table), one.packet.destination);
    if (targets.empty()) return drop(one, "no route in " + entry->table);
    if (targets.size() > 1) return do_not_know(one, "several ways in " + entry->table);
    if (*targets.begin() == kBlackhole)
      return drop(one, "blackhole in " + entry->table);
    const auto exit = network_.attachments.find(*targets.begin());
    if (exit == network_.attachments.end()) {
      return do_not_know(one, "leads to " + *targets.begin());
    }
    if (&exit->second == entry) one.doubt = "back to where it comes from";
    come_out(one, *entry, exit->second);
  }

  /// AWS: in the zone that it comes from, unless appliance mode chooses or it has no
  /// subnet there.
  void come_out(Traveller one, const Attachment& entry, const Attachment& exit) {
    if (is_stopped(one, exit)) return;
    auto doors = subnets_in(exit, exit.appliance_mode ? "" : one.at->zone);
    if (doors.empty()) doors = subnets_in(exit, "");
    const bool references =
        network_.transit_gateways.at(exit.gateway).references_groups &&
        entry.references_groups && exit.references_groups;
    for (const Subnet* door : doors) {
      Traveller next = one;
      next.at = door;
      next.is_passing_by = true;
      next.between = one.between == Between::OneVpc && references ? Between::Referencing
                                                                  : Between::Nothing;
      under_way_.push_back(std::move(next));
    }
  }

  const Network& network_;
  const Ends& ends_;
  bool is_reply_;
  const std::vector<std::uint32_t>& nat_ports_;
  std::vector<Traveller> under_way_;
  std::vector<Arrival> arrivals_;
};

void note(Simulated& worst, const Trip& trip) {
  const Fate before = worst.fate();
  if (trip.there.fate > worst.there.fate) worst.there = trip.there;
  if (trip.back.fate > worst.back.fate) worst.back = trip.back;
  if (worst.fate() > before) worst.packet = trip.packet;
}

}  // namespace

Ends ends_of(const Network& network, const std::string& from, const std::string& to) {
  Ends ends{.from = &network.interfaces.at(from)};
  ends.source = ends.from->addresses.front();
  if (const auto address = oracle::address_from(to)) {
    ends.addresses = {*address};
  } else {
    ends.to = to;
    ends.addresses = {network.interfaces.at(to).addresses.front()};
  }
  return ends;
}

std::vector<Trip> send(const Network& network, const Ends& ends, const Packet& packet,
                       const std::vector<std::uint32_t>& nat_ports) {
  std::vector<Trip> trips;
  Journey there(network, ends, false, nat_ports);
  there.start(*ends.from, packet);
  for (const Arrival& arrival : there.run()) {
    Journey back(network, ends, true, nat_ports);
    back.start_reply(arrival.traveller);
    for (const Arrival& home : back.run()) {
      trips.push_back({.packet = packet,
                       .reply = home.traveller.packet,
                       .there = arrival.outcome,
                       .back = home.outcome});
    }
  }
  return trips;
}

std::vector<std::uint32_t> ports_that_differ(const Network& network,
                                             const Range& ports) {
  auto found = oracle::one_of_each_piece({ports}, network.port_cuts);
  if (found.back() != ports.last) found.push_back(ports.last);
  return found;
}

Simulated simulate(const Network& network, const Ends& ends, int protocol,
                   const Ports& ports) {
  const auto nat_ports = ports_that_differ(network, kNatPorts);
  const auto servers = ports_that_differ(network, ports.server);
  Simulated worst;
  Packet packet{.source = ends.source, .protocol = protocol};
  for (const std::uint32_t client : ports_that_differ(network, ports.client)) {
    packet.source_port = client;
    for (const std::uint32_t server : servers) {
      packet.destination_port = server;
      for (const std::uint32_t address : ends.addresses) {
        packet.destination = address;
        for (const Trip& trip : send(network, ends, packet, nat_ports)) {
          note(worst, trip);
        }
      }
    }
  }
  return worst;
}

}  // namespace pullproof::simulator
