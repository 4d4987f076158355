// Who has looked at what: the cones of facts of many answers, each of which has a
// number, and which of them some facts touch.
//
// Guarantee: finding those that are touched takes time for them alone. One that has
// looked at less since is still found: it is redone in vain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/aws/fact_trace.h"

namespace pullproof::solver {

using Cone = std::vector<aws::FactKey>;  ///< Sorted, each key once.

class ConeIndex {
 public:
  ConeIndex() = default;
  /// Of the answers 0, 1, 2 ... Requires: there are less than 2^32.
  explicit ConeIndex(std::vector<Cone> cones);

  /// The answer was found anew, and has looked at `cone`; or it is a new one.
  void set(std::size_t answer, Cone cone);
  /// All that the answer has looked at, now or earlier.
  [[nodiscard]] const Cone& cone(std::size_t answer) const { return cones_[answer]; }
  /// Those that have looked at one of the keys, in their order, each once.
  [[nodiscard]] std::vector<std::size_t> touched_by(
      const std::vector<aws::FactKey>& keys) const;

 private:
  using Entry = std::pair<aws::FactKey, std::uint32_t>;

  std::vector<Cone> cones_;     ///< By answer.
  std::vector<Entry> entries_;  ///< Sorted.
  /// What has come since.
  std::unordered_map<aws::FactKey, std::vector<std::uint32_t>> later_;
};

}  // namespace pullproof::solver
