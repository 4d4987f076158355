// Which causes of a message that ECS printed hold in an account, as `check` proves.
//
// Guarantee: a cause is refuted only if the message is about something that a task
// really does, and if nothing that this hangs on is unknown or taken for granted.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/verdict.h"
#include "solver/told_leg.h"

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
  std::string why = {};  ///< Unknown: the reason, for people.
};

/// `mechanism`: one of the message's causes. Requires: the tasks' proofs were kept.
[[nodiscard]] CauseAnswer cause_status(std::span<const model::TaskVerdict> tasks,
                                       const ToldError& told,
                                       std::string_view mechanism);

}  // namespace pullproof::solver
