// What differs between two snapshots of an account, as far as answers hang on it.
//
// Rows are compared by the JSON that they were read of and by where they stand: one
// that has moved within its document differs, since answers name places.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "model/aws/fact_trace.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

class SnapshotDifferences {
 public:
  /// Builds every index that answers are looked up in from a snapshot of some rows. It
  /// may look for others in vain.
  using BuildIndexes = std::function<void(const Snapshot& rows)>;

  /// Gives what is touched: whoever has looked at none of these keys in `before` would
  /// find in `after` what it has found. Nothing: they differ in what is told of the
  /// accounts as a whole, or in what cannot be told by rows.
  [[nodiscard]] static std::optional<std::vector<FactKey>> between(
      const Snapshot& before, const Snapshot& after, const BuildIndexes& build);

 private:
  class Comparison;
};

}  // namespace pullproof::aws
