// The way of one leg as a graph: hops that packets and requests pass, and edges that
// say which choices take them.
//
// Every hop holds a place; its gates are filled in from the gate list. Leaving a hop,
// exactly one edge's guard holds for a choice, or the hop is the last one.
//
// Invariant: acyclic; hop 0 is where everything starts.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/core/predicate.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::model {

struct Hop {
  std::string kind;  ///< For people: "route-table", "nat-gateway", ...
  Symbol id;         ///< For people: "rtb-1".
  gates::Place place = gates::WayPoint{};
  bool back = false;  ///< On the reply's way.
  std::vector<gates::Gate> gates;
};

struct Edge {
  std::size_t from = 0;
  std::size_t to = 0;
  Predicate guard = Predicate::always();
};

class HopGraph {
 public:
  HopGraph() { hops_.reserve(kUsualHops); }

  /// Adds a hop that nothing leads to yet; gives its number.
  std::size_t add(Hop hop);
  /// Requires: no edge leads from the one to the other yet (checked).
  void connect(std::size_t from, std::size_t to, Predicate guard = Predicate::always());
  /// `add` and `connect` in one.
  std::size_t then(std::size_t from, Hop hop, Predicate guard = Predicate::always());

  [[nodiscard]] const std::vector<Hop>& hops() const { return hops_; }
  [[nodiscard]] std::vector<Hop>& hops() { return hops_; }
  /// Edges that leave the hop, in the order in which they were added.
  [[nodiscard]] const std::vector<Edge>& out(std::size_t hop) const {
    return out_[hop];
  }

  /// All ways from the first hop to a last one, as hop numbers, in a fixed order.
  /// Requires: acyclic (checked).
  [[nodiscard]] std::vector<std::vector<std::size_t>> lanes() const;
  /// The first of them.
  [[nodiscard]] std::vector<std::size_t> first_lane() const;

 private:
  /// Most ways between two places; hops are big, and moving them costs.
  static constexpr std::size_t kUsualHops = 24;

  std::vector<Hop> hops_;
  std::vector<std::vector<Edge>> out_;
};

/// Asks every gate of the gate list about every hop.
void fill_gates(HopGraph& graph, const gates::Context& context);

}  // namespace pullproof::model
