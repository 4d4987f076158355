// What becomes of a whole pull at one placement, whatever AWS chooses.
//
// All legs share the sender's addresses; their other choices are their own. What AWS's
// names resolve to, and which public address Fargate takes, is not known exactly: what
// is said here holds for every set of addresses that these may be.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/oracle_image.h"
#include "tests/support/oracle_placement.h"

namespace pullproof::oracle {

enum class Verdict { Pulls, Fails, Intermittent, Unknown };

struct Outcome {
  Verdict verdict = Verdict::Unknown;
  /// Stage and mechanism of what certainly refuses some choice.
  std::set<std::pair<std::string, std::string>> refusals;
};

/// Throws: Unsupported, json::exception.
[[nodiscard]] Outcome outcome_of(const World& world, const Placement& placement,
                                 const std::vector<Image>& images);

}  // namespace pullproof::oracle
