// How much it matters that a leg is refused: an instance may have the image that cannot
// be pulled, and a task may do without a container that is not essential.
//
// The switches `image-cache` and `non-essential-image` decide; each is listed where a
// leg that hangs on it is not proved.
// AWS: ECS agent, ECS_IMAGE_PULL_BEHAVIOR; ECS API reference, ContainerDefinition.
// Not modelled: what an instance does whose cache has an older image of the tag.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "solver/judge.h"

namespace pullproof::solver {

/// Placements to judge: one that stands for all where nothing is known of them.
[[nodiscard]] std::size_t placement_count(const model::Task& task);

/// Legs that look the same everywhere have one placement only.
[[nodiscard]] std::size_t row(const LegReport& report, std::size_t placement);

/// What the leg's proof means for the task: proved where the task does without what
/// the leg brings, undecided where nobody knows whether it does.
[[nodiscard]] Status weighed_status(const model::Task& task, const JudgedLeg& leg,
                                    std::size_t placement);

/// In some placement the task needs it, or may.
[[nodiscard]] bool matters(const model::Task& task, const JudgedLeg& leg);

/// The refusal keeps the task from starting.
[[nodiscard]] bool is_blocker(const model::Task& task, const JudgedLeg& leg,
                              const LegFinding& found);

/// Why it is not known whether a refused leg keeps the task from starting.
[[nodiscard]] std::set<Unknown> doubts_of(const model::Task& task,
                                          const JudgedLeg& leg);

/// What is taken of the switches that the leg hangs on.
[[nodiscard]] std::set<gates::Assumption> taken_of(const model::Task& task,
                                                   const JudgedLeg& leg);

/// Adds what the task starts without, or with an image that it could not pull.
void warn_of_lost_images(const model::Task& task, const std::vector<JudgedLeg>& legs,
                         std::vector<std::string>& warnings);

}  // namespace pullproof::solver
