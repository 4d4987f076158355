// Judges by brute force whether each service of a small account can pull its image.
//
// The property tests hold the real prover against it, so it shares no code with the
// product: it reads the snapshot's JSON itself, picks one address, port and layer key
// of every kind that the account tells apart, and walks each of those pulls hop by hop.
//
// Guarantee: exact inside its domain (one account, one region, IPv4, everything
// collected); outside of it the verdict is "unsupported" with the reason, never a
// guess.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::oracle {

/// One thing that certainly refuses at least one choice, and where.
struct Refusal {
  std::string stage;      ///< reference, role, token, manifest or layers
  std::string mechanism;  ///< As the contract names them.
  std::string placement;  ///< Id of the subnet or the instance.

  auto operator<=>(const Refusal&) const = default;
};

struct Answer {
  std::string verdict;  ///< pulls, fails, intermittent, unknown or unsupported
  /// Stage and mechanism of everything that certainly refuses at least one choice,
  /// whatever else refuses it too.
  std::set<std::pair<std::string, std::string>> refusals;
  std::string why;                  ///< For people; never empty.
  std::vector<Refusal> placements;  ///< The refusals again, by placement.
};

/// The answers by service name. `bundle` maps the path of each document to the
/// document.
[[nodiscard]] std::map<std::string, Answer> judge(const nlohmann::json& bundle);

}  // namespace pullproof::oracle
