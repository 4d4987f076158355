// The patterns of a comparison under small numbers, and what is quickly told of two.
//
// Guarantee: `covers` and `excludes` are right where they say yes.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/core/glob.h"

namespace pullproof::solver {

using GlobId = std::uint32_t;

class GlobTable {
 public:
  /// Equal patterns have one number.
  [[nodiscard]] GlobId number(const Glob& glob);
  [[nodiscard]] const Glob& at(GlobId id) const { return globs_[id]; }
  [[nodiscard]] std::size_t size() const { return globs_.size(); }

  /// Whatever `narrow` matches, `wide` matches too.
  [[nodiscard]] bool covers(GlobId wide, GlobId narrow);
  /// No string matches both.
  [[nodiscard]] bool excludes(GlobId one, GlobId other);

 private:
  std::vector<Glob> globs_;
  std::unordered_map<std::string, std::vector<GlobId>> by_text_;
  std::unordered_map<std::uint64_t, bool> covers_;
  std::unordered_map<std::uint64_t, bool> excludes_;
};

}  // namespace pullproof::solver
