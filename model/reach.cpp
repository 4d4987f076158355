#include "model/reach.h"

#include <utility>

#include "model/reach_end.h"
#include "model/reach_way.h"

namespace pullproof::model {

namespace {

struct BothEnds {
  FoundEnds from;
  FoundEnds to;
  Problems problems = {};

  [[nodiscard]] bool lack_family() const {
    return from.lacks_family || to.lacks_family;
  }
};

BothEnds ends_of(const gates::Context& context, const ReachQuestion& question,
                 Family family) {
  BothEnds both;
  const auto find = [&](const std::string& text, const char* option) {
    auto found = reach_ends(context, {text, question.vpc, option}, family);
    if (found.ok()) return std::move(found.value());
    both.problems.insert(both.problems.end(), found.problems().begin(),
                         found.problems().end());
    return FoundEnds{};
  };
  both.from = find(question.from, "from");
  both.to = find(question.to, "to");
  return both;
}

bool is_ipv6(const std::string& text) {
  const auto address = Address::parse(text);
  return address && address->family == Family::Ipv6;
}

/// IPv4, unless an end is an IPv6 address or has none but such.
BothEnds ends_of(const gates::Context& context, const ReachQuestion& question) {
  if (is_ipv6(question.from) || is_ipv6(question.to)) {
    return ends_of(context, question, Family::Ipv6);
  }
  BothEnds ipv4 = ends_of(context, question, Family::Ipv4);
  if (!ipv4.problems.empty() || !ipv4.lack_family()) return ipv4;
  BothEnds ipv6 = ends_of(context, question, Family::Ipv6);
  return ipv6.lack_family() ? ipv4 : ipv6;
}

}  // namespace

Result<Reach> reach_ways(const gates::Context& context, const ReachQuestion& question) {
  const BothEnds both = ends_of(context, question);
  if (!both.problems.empty()) return both.problems;
  const FoundEnds& from = both.from;
  const FoundEnds& to = both.to;
  Reach reach;
  const auto& closed = from.closed ? from.closed : to.closed;
  if (closed && !from.unknown && !to.unknown) {
    reach.ways.push_back(no_way(context, question, *closed));
    return reach;
  }
  reach.unknown = from.unknown ? from.unknown : to.unknown;
  if (reach.unknown) return reach;
  const bool from_outside = from.ends.front().vpc.empty();
  if (from_outside && to.ends.front().vpc.empty()) {
    reach.unknown = Unknown{.call = "", .why = "both places are outside of every VPC"};
    return reach;
  }
  if (from_outside && from.ends.front().is_beyond) {
    reach.unknown = Unknown{.call = "",
                            .why = "how packets from " + question.from +
                                   " come into a VPC is not "
                                   "modelled yet"};
    return reach;
  }
  if (!from_outside && to.ends.front().by_public_address) {
    reach.unknown = Unknown{.call = "",
                            .why = question.to +
                                   " is an address of a VPC: how packets leave one to "
                                   "come back in is not modelled yet"};
    return reach;
  }
  if (from_outside || to.ends.front().vpc.empty()) {
    for (const auto& end : from_outside ? to.ends : from.ends) {
      if (!end.public_question) continue;
      reach.unknown = end.public_question;
      return reach;
    }
  }
  for (const auto& source : from.ends) {
    const bool known = source.are_ports_known || question.source_ports.has_value();
    reach.are_ports_known = reach.are_ports_known && known;
    for (const auto& destination : to.ends) {
      reach.ways.push_back(reach_way(context, question, source, destination));
    }
  }
  return reach;
}

}  // namespace pullproof::model
