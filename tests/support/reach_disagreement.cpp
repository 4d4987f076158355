#include "tests/support/reach_disagreement.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::support {
namespace {

using simulator::Fate;
using simulator::Outcome;
using simulator::Range;
using simulator::Trip;
using solver::Reachability;

Reachability expected(Fate fate) {
  switch (fate) {
    case Fate::Delivered:
      return Reachability::Reachable;
    case Fate::Dropped:
      return Reachability::Unreachable;
    case Fate::DoesNotKnow:
      break;
  }
  return Reachability::Unknown;
}

/// Where `reach` could say that packets get lost, and does not yet, or leaves open what
/// contradicts itself. Never where it says that they arrive.
bool is_known_gap(const std::string& why, const solver::ReachDirection& told,
                  const Outcome& simulated) {
  // Facts that cannot all be true, which the simulator takes as they come.
  constexpr const char* kContested = " both have the public address ";
  if (told.verdict == Reachability::Unknown &&
      why.find(kContested) != std::string::npos) {
    return true;
  }
  if (told.verdict != Reachability::Unknown || simulated.fate != Fate::Dropped) {
    return false;
  }
  // VPCs have one block: the packet ends in the wrong one.
  constexpr const char* kElsewhere = ", where its address is local";
  // Some of an endpoint's addresses have a route of their own.
  constexpr const char* kParts = " to different targets";
  // The simulator has a source use the ports of both.
  constexpr const char* kSystem = "ports of Linux or of Windows is not known";
  // A NAT gateway on the way to an endpoint.
  constexpr const char* kNat = ", which is not modelled yet";
  // Where it might get on, it gets lost, but nowhere that packets only go round.
  constexpr const char* kPassing = " passes packets of other VPCs on to ";
  constexpr const char* kSentBack = " sends packets back to ";
  const bool is_passing = why.find(kPassing) != std::string::npos ||
                          why.find(kSentBack) != std::string::npos;
  return is_passing || why.ends_with(kElsewhere) || why.ends_with(kParts) ||
         why.ends_with(kNat) || why.ends_with(kSystem);
}

std::string differs(const char* which, const solver::ReachDirection& told,
                    const Outcome& simulated) {
  if (told.verdict == expected(simulated.fate)) return "";
  std::string why;
  if (!told.blockers.empty()) why = told.blockers.front().message;
  if (!told.missing.empty()) why = told.missing.begin()->why;
  if (is_known_gap(why, told, simulated)) return "";
  return fmt::format("{}: reach says {} ({}), the simulator {} ({})", which,
                     word(told.verdict), why, word(expected(simulated.fate)),
                     simulated.where);
}

struct End {
  std::uint32_t address = 0;
  std::uint32_t port = 0;
};

/// "10.1.0.10:443".
End end_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  return {oracle::address_from(text.substr(0, colon)).value(),
          static_cast<std::uint32_t>(std::stoul(text.substr(colon + 1)))};
}

/// The packet that shows a blocker is dropped, whatever it does not tell.
std::string keeps_its_word(const simulator::Network& network,
                           const TopologyQuestion& question,
                           const model::PacketExample& shown) {
  const bool back = shown.direction == "return";
  const End client = end_of(back ? shown.destination : shown.source);
  const End server = end_of(back ? shown.source : shown.destination);
  const bool is_translated = client.address != question.ends.source;
  const Range one = {client.port, client.port};
  const auto ports = simulator::ports_that_differ(
      network, is_translated ? question.ports.client : one);
  const auto nat_ports =
      simulator::ports_that_differ(network, is_translated ? one : simulator::kNatPorts);
  for (const std::uint32_t port : ports) {
    const simulator::Packet packet{.source = question.ends.source,
                                   .destination = server.address,
                                   .source_port = port,
                                   .destination_port = server.port,
                                   .protocol = question.reach.protocol};
    for (const Trip& trip :
         simulator::send(network, question.ends, packet, nat_ports)) {
      if ((back ? trip.back : trip.there).fate == Fate::Dropped) return "";
    }
  }
  return fmt::format("nothing drops {} to {} ({})", shown.source, shown.destination,
                     shown.direction);
}

std::string some_word_is_broken(const simulator::Network& network,
                                const TopologyQuestion& question,
                                const solver::ReachDirection& told) {
  for (const auto& blocker : told.blockers) {
    const auto& packet = blocker.counterexample.packet;
    if (!packet) continue;
    const std::string broken = keeps_its_word(network, question, *packet);
    if (!broken.empty()) return blocker.code + ": " + broken;
  }
  return "";
}

}  // namespace

std::string word(Reachability verdict) {
  switch (verdict) {
    case Reachability::Reachable:
      return "reachable";
    case Reachability::Unreachable:
      return "unreachable";
    case Reachability::Unknown:
      break;
  }
  return "unknown";
}

nlohmann::json to_json(const TopologyQuestion& question) {
  const auto text = [](const Range& ports) {
    return fmt::format("{}-{}", ports.first, ports.last);
  };
  nlohmann::json asked = {{"from", question.reach.from},
                          {"to", question.reach.to},
                          {"protocol", question.reach.protocol == 6 ? "tcp" : "udp"},
                          {"port", text(question.ports.server)}};
  if (question.reach.source_ports) asked["sourcePort"] = text(question.ports.client);
  if (!question.reach.vpc.empty()) asked["vpc"] = question.reach.vpc;
  return asked;
}

std::string disagreement(const simulator::Network& network,
                         const TopologyQuestion& question,
                         const solver::ReachAnswer& told) {
  const auto simulated = simulator::simulate(network, question.ends,
                                             question.reach.protocol, question.ports);
  const std::string there = differs("there", told.forward, simulated.there);
  if (!there.empty()) return there;
  const std::string broken = some_word_is_broken(network, question, told.forward);
  // What does not arrive has no reply.
  if (!broken.empty() || simulated.there.fate == Fate::Dropped) return broken;
  if (simulated.there.fate == Fate::Delivered) {
    const std::string back = differs("back", told.back, simulated.back);
    if (!back.empty()) return back;
  }
  return some_word_is_broken(network, question, told.back);
}

}  // namespace pullproof::support
