// What became of each task between two reports of one account.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace pullproof::solver {

enum class Outcome {
  Broken,        ///< It is refuted, and was not.
  NewlyUnknown,  ///< It is unknown, and was not.
  Repaired,      ///< It pulls, and was refuted.
  Changed,       ///< In another way: other blockers, or it was unknown.
  Added,         ///< It was not there, and pulls.
  Removed,
  Unchanged,
};

struct VerdictChange {
  Outcome outcome = Outcome::Unchanged;
  const model::TaskVerdict* before = nullptr;  ///< Null: it was not there.
  const model::TaskVerdict* after = nullptr;   ///< Null: it is not there any more.
  /// Origins of the smallest part of the change that has the same outcome; empty where
  /// nobody looked for them.
  std::vector<std::string> causes = {};
};

/// It fails, always or sometimes.
[[nodiscard]] bool is_refuted(const model::TaskVerdict& task);

/// Which task it is, whatever revision it runs: two with one name are of one service.
[[nodiscard]] std::string identity(const model::TaskVerdict& task);

/// The same verdict for the same reasons.
[[nodiscard]] bool is_alike(const model::TaskVerdict& one,
                            const model::TaskVerdict& other);

/// In the order of `after`, then what is gone. Both reports must outlive the result.
[[nodiscard]] std::vector<VerdictChange> compare_reports(
    const model::CheckReport& before, const model::CheckReport& after);

}  // namespace pullproof::solver
