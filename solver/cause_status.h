// Which causes of a message that ECS printed hold in an account, as `check` proves.
//
// Guarantee: a cause is refuted only if nothing about the tasks is unknown; of what a
// container needs to start, also only if it was collected, and not taken for granted.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/verdict.h"

namespace pullproof::solver {

enum class CauseStatus {
  Proved,   ///< A task that was asked about is refused by it.
  Refuted,  ///< None is, whatever AWS chooses.
  Unknown,
};

/// "proved", "refuted", "unknown".
[[nodiscard]] std::string_view name(CauseStatus status);

struct CauseAnswer {
  CauseStatus status = CauseStatus::Unknown;
  /// Proved: the first finding that says so, and of which task. Both are the report's.
  const model::Finding* finding = nullptr;
  const model::TaskVerdict* task = nullptr;
};

/// `stage`: nothing if the message does not tell; then any counts. A finding counts for
/// the later stages that its facts refuse, too. `service`: as in `ErrorMatch`; what
/// refuses another service at the stage `start` may or may not be about this one.
[[nodiscard]] CauseAnswer cause_status(const model::CheckReport& report,
                                       std::optional<model::Stage> stage,
                                       std::string_view mechanism,
                                       std::string_view service = {});

}  // namespace pullproof::solver
