// Finds a string that some patterns match and some others do not.
//
// Unlike `split_strings` it never lists classes: it follows only what may still become
// an answer, nearest to one first, so it copes with patterns whose classes are beyond
// counting.
//
// Guarantee: exact. `None` names patterns that leave no string by themselves.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/core/glob.h"

namespace pullproof {

struct StringQuestion {
  const Glob* domain = nullptr;  ///< Matches, too. Never null.
  std::vector<const Glob*> wanted;
  std::vector<const Glob*> unwanted;
};

struct StringAnswer {
  enum class Kind { Found, None, GaveUp };
  Kind kind = Kind::GaveUp;
  /// Found only: printable and short where that is possible.
  std::string witness = {};
  /// None only: the indices of those that exclude each other, in ascending order.
  std::vector<std::size_t> wanted = {};
  std::vector<std::size_t> unwanted = {};
  std::size_t spent = 0;  ///< Of the budget.
};

/// `budget` is how many positions of patterns may be stepped through.
[[nodiscard]] StringAnswer find_string(const StringQuestion& question,
                                       std::size_t budget = 20'000'000);

}  // namespace pullproof
