#include "tests/support/topology_generator.h"

#include <iterator>
#include <limits>

namespace pullproof::support {
namespace {

/// As wide at first as at last: a choice is not a size.
template <class T>
rc::Gen<T> between(T first, T last) {
  return rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(first, last + 1));
}

rc::Gen<std::uint64_t> some_number() {
  return between<std::uint64_t>(0, std::numeric_limits<std::int64_t>::max());
}

rc::Gen<bool> once_in(unsigned times) {
  return rc::gen::map(between<unsigned>(0, times - 1),
                      [times](unsigned number) { return number + 1 == times; });
}

rc::Gen<Shape> some_shape() {
  return rc::gen::build<Shape>(rc::gen::set(&Shape::vpcs, between(2U, 4U)),
                               rc::gen::set(&Shape::zones, between(1U, 2U)),
                               rc::gen::set(&Shape::by_transit, once_in(2)),
                               rc::gen::set(&Shape::by_both, once_in(3)),
                               rc::gen::set(&Shape::joined_apart, once_in(2)),
                               rc::gen::set(&Shape::overlapping, once_in(5)),
                               rc::gen::set(&Shape::two_accounts, once_in(3)),
                               rc::gen::set(&Shape::with_nat, once_in(2)),
                               rc::gen::set(&Shape::with_endpoint, once_in(3)),
                               rc::gen::set(&Shape::two_regions, once_in(5)));
}

/// `count` may be fewer, so that a list shrinks.
template <class T>
rc::Gen<std::vector<T>> up_to(std::size_t count, const rc::Gen<T>& each) {
  return rc::gen::mapcat(between<std::size_t>(0, count), [each](std::size_t some) {
    return rc::gen::container<std::vector<T>>(some, each);
  });
}

constexpr simulator::Range kServerPorts[] = {{443, 443}, {443, 443}, {80, 80},
                                             {440, 450}, {0, 65535}, {50000, 50000}};
constexpr simulator::Range kClientPorts[] = {
    {50000, 50000}, {1024, 65535}, {32768, 60999}, {60000, 65535}};

template <class Map>
const std::string& some_key(const Map& map, Picks& picks) {
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(picks.below(map.size())))
      ->first;
}

/// Where a connection ends: an interface, the internet, or S3's gateway endpoint.
std::string end_to(const simulator::Network& network, Picks& picks,
                   simulator::Ends& ends) {
  const std::size_t kind = picks.below(8);
  if (kind == 7 && !network.gateway_endpoints.empty()) {
    ends.to = some_key(network.gateway_endpoints, picks);
    for (const char* block : kS3Blocks) {
      const auto addresses = oracle::block_from(block).value();
      ends.addresses.push_back(addresses.first);
      ends.addresses.push_back(addresses.last);
    }
    return ends.to;
  }
  std::string to = "3.121.0.9";
  if (kind < 6) to = some_key(network.interfaces, picks);
  ends = simulator::ends_of(network, ends.from->id, to);
  return to;
}

/// One of the ends by an address in place of an id; it may be its second one.
void ask_by_address(const simulator::Network& network, Picks& picks,
                    TopologyQuestion& question) {
  const bool by_source = picks.coin();
  const auto found = network.interfaces.find(question.ends.to);
  if (!by_source && found == network.interfaces.end()) return;
  const auto& interface = by_source ? *question.ends.from : found->second;
  const std::uint32_t address = picks.one_of(interface.addresses);
  question.reach.vpc = interface.vpc;
  if (by_source) {
    question.reach.from = oracle::address_text(address);
    question.ends.source = address;
  } else {
    question.reach.to = oracle::address_text(address);
    question.ends.addresses = {address};
  }
}

}  // namespace

rc::Gen<Topology> random_topology(std::size_t most_edits) {
  const auto edit = rc::gen::build<TopologyEdit>(
      rc::gen::set(&TopologyEdit::kind, between(0U, topology_edit_kinds() - 1)),
      rc::gen::set(&TopologyEdit::number, some_number()));
  return rc::gen::build<Topology>(
      rc::gen::set(&Topology::shape, some_shape()),
      rc::gen::set(&Topology::edits, up_to(most_edits, edit)));
}

rc::Gen<std::vector<std::uint64_t>> random_questions(std::size_t count) {
  return rc::gen::container<std::vector<std::uint64_t>>(count, some_number());
}

TopologyQuestion question_of(const simulator::Network& network, std::uint64_t number) {
  Picks picks(number);
  TopologyQuestion question;
  const std::string& from = some_key(network.interfaces, picks);
  question.ends = simulator::ends_of(network, from, from);
  question.ends.addresses.clear();
  question.reach.from = from;
  question.reach.to = end_to(network, picks, question.ends);
  question.reach.protocol = picks.below(4) == 3 ? 17 : 6;
  question.ports.server = picks.one_of(kServerPorts);
  question.reach.ports = {question.ports.server.first, question.ports.server.last};
  if (picks.coin()) {
    question.ports.client = picks.one_of(kClientPorts);
    question.reach.source_ports =
        Interval{question.ports.client.first, question.ports.client.last};
  } else if (question.ends.from->is_lambda) {
    // AWS: Network ACLs, "Ephemeral ports". Else those of every system.
    question.ports.client = {1024, 65535};
  }
  if (picks.below(4) == 3) ask_by_address(network, picks, question);
  return question;
}

}  // namespace pullproof::support
