// One connection of a pull, tried with every choice that AWS has.
//
// AWS: image-pull sequence of the ECR and ECS guides ("ECR interface VPC endpoints",
// "Private registry authentication"). A layer comes from S3 by a URL that ECR's own
// account signed, so of our policies only the S3 endpoint's can refuse it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/support/oracle_placement.h"
#include "tests/support/oracle_world.h"

namespace pullproof::oracle {

struct Leg {
  std::string stage;
  std::string service;     ///< ecr.api, ecr.dkr or s3
  std::string action;      ///< Of our role; "" for the layer itself.
  std::string repository;  ///< "" where the action has no resource.
};

/// How all choices of one leg fare from one source to one destination.
struct Cell {
  bool some_refused = false;
  bool all_refused = true;
  std::set<std::string> mechanisms;  ///< Of every refused choice.
};

/// By public address of the sender, by destination, by source address. Destinations
/// that are known exactly are choices like the others and share one entry.
using Cells = std::vector<std::vector<std::vector<Cell>>>;

/// `public_addresses`: one of each kind that the sender may have; nothing, once, if it
/// has none. Throws: Unsupported.
[[nodiscard]] Cells cells_of(
    const World& world, const Placement& placement, const Leg& leg,
    const std::vector<std::optional<std::string>>& public_addresses);

}  // namespace pullproof::oracle
