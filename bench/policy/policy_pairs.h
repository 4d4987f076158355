// Pairs of IAM policies to compare: realistic ones of any size, and families that are
// hard for anybody who splits strings into classes.
//
// The same arguments give the same pair. Every pair keeps to what `smt.h` can write
// down: no principals, no policy variables, no numbers, times or addresses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::bench {

struct PolicyPair {
  std::string a;       ///< JSON text.
  std::string b;       ///< `a` with a change.
  std::string change;  ///< "widened resource", "only reordered" ...
  /// Whether everything that one allows is allowed by the other, where the change
  /// tells.
  std::optional<bool> a_implies_b = std::nullopt;
  std::optional<bool> b_implies_a = std::nullopt;
};

/// Of two lists of statements.
[[nodiscard]] PolicyPair pair_of(const nlohmann::json& a, const nlohmann::json& b,
                                 std::string change);
[[nodiscard]] PolicyPair pair_of(const nlohmann::json& a, const nlohmann::json& b,
                                 std::string change, bool a_implies_b,
                                 bool b_implies_a);

/// Statements on the actions and resources of many services, with wildcards, some
/// NotAction, NotResource and conditions. `number` chooses the policy and its change.
[[nodiscard]] PolicyPair realistic_pair(std::size_t statements, std::uint64_t number);

struct PolicyFamily {
  std::string name;
  std::vector<PolicyPair> pairs;
};

/// Where classes multiply: letters in every order, overlapping names, long patterns.
[[nodiscard]] std::vector<PolicyFamily> hard_families();

}  // namespace pullproof::bench
