#include "model/hop_graph.h"

#include <algorithm>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>

#include "model/core/ensure.h"
#include "model/gates/gate_list.h"

namespace pullproof::model {
namespace {

using Boosted = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// Hop numbers such that every edge leads from a later one to an earlier one.
std::vector<std::size_t> last_to_first(const HopGraph& graph) {
  Boosted boosted(graph.hops().size());
  for (std::size_t hop = 0; hop < graph.hops().size(); ++hop) {
    for (const Edge& edge : graph.out(hop))
      boost::add_edge(edge.from, edge.to, boosted);
  }
  std::vector<std::size_t> order;
  try {
    boost::topological_sort(boosted, std::back_inserter(order));
  } catch (const boost::not_a_dag&) {
    ensure(false, "the way of a leg never returns to a hop");
  }
  return order;
}

}  // namespace

std::size_t HopGraph::add(Hop hop) {
  hops_.push_back(std::move(hop));
  out_.emplace_back();
  return hops_.size() - 1;
}

void HopGraph::connect(std::size_t from, std::size_t to, Predicate guard) {
  ensure(std::none_of(out_[from].begin(), out_[from].end(),
                      [to](const Edge& edge) { return edge.to == to; }),
         "one edge leads from a hop to another");
  out_[from].push_back({.from = from, .to = to, .guard = std::move(guard)});
}

std::size_t HopGraph::then(std::size_t from, Hop hop, Predicate guard) {
  const std::size_t to = add(std::move(hop));
  connect(from, to, std::move(guard));
  return to;
}

std::vector<std::size_t> HopGraph::first_lane() const {
  ensure(!hops_.empty(), "a leg has a first hop");
  std::vector<std::size_t> lane = {0};
  lane.reserve(hops_.size());
  while (!out_[lane.back()].empty()) {
    ensure(lane.size() < hops_.size(), "the way of a leg never returns to a hop");
    lane.push_back(out_[lane.back()].front().to);
  }
  return lane;
}

std::vector<std::vector<std::size_t>> HopGraph::lanes() const {
  // Most ways never part, and need no order of their hops to be found.
  const bool parts = std::any_of(out_.begin(), out_.end(),
                                 [](const auto& edges) { return edges.size() > 1; });
  if (!parts) return {first_lane()};
  // From the ends backwards, each hop prepends itself to the lanes of its successors.
  std::vector<std::vector<std::vector<std::size_t>>> lanes_from(hops_.size());
  for (const std::size_t hop : last_to_first(*this)) {
    if (out_[hop].empty()) lanes_from[hop] = {{hop}};
    for (const Edge& edge : out_[hop]) {
      for (const auto& lane : lanes_from[edge.to]) {
        std::vector<std::size_t> longer = {hop};
        longer.insert(longer.end(), lane.begin(), lane.end());
        lanes_from[hop].push_back(std::move(longer));
      }
    }
  }
  return lanes_from[0];
}

void fill_gates(HopGraph& graph, const gates::Context& context) {
  for (Hop& hop : graph.hops()) hop.gates = gates::gates_at(hop.place, context);
}

}  // namespace pullproof::model
