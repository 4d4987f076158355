// One leg of a pull: a connection and the call that it carries, or a check that needs
// no connection, with everything that AWS may choose on it.
//
// AWS: the list of legs follows what ECS agents and Fargate do (README, "What is
// modelled").
#pragma once

#include <set>
#include <string>
#include <vector>

#include "model/core/fields.h"
#include "model/gates/gate.h"
#include "model/hop_graph.h"
#include "model/verdict.h"

namespace pullproof::model {

struct Leg {
  Stage stage = Stage::Reference;
  std::string name;  ///< "token", "manifest", "layer-url", "layer" ...
  std::string host;  ///< The name that it connects to, or "".
  Fields fields;
  FieldId placement{};  ///< Index into `placements`.
  std::vector<Placement> placements;
  /// The source address of each placement: the task has one for all of its legs. Empty
  /// for a leg that needs no connection.
  std::vector<FieldId> sources;
  HopGraph graph;
  /// What is taken of contested points outside of gates.
  std::set<gates::Assumption> assumptions = {};
};

}  // namespace pullproof::model
