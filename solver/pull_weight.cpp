#include "solver/pull_weight.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/gates/switches.h"

namespace pullproof::solver {
namespace {

using gates::ImageCache;
using gates::NonEssentialImage;
using model::Host;
using model::Stage;
using model::Task;

enum class Weight { Needed, Open, Cached, Optional };

Host host_of(const Task& task, std::size_t placement) {
  if (placement < task.sources.size()) return task.sources[placement].host;
  return task.fargate ? Host::Fargate : Host::Instance;
}

bool is_pull(const JudgedLeg& leg) {
  const Stage stage = leg.plan->stage;
  return !leg.plan->images.empty() &&
         (stage == Stage::Token || stage == Stage::Manifest || stage == Stage::Layers);
}

/// The agent starts from its cache what it cannot pull.
bool hangs_on_cache(const Task& task, const JudgedLeg& leg, std::size_t placement) {
  const Host host = host_of(task, placement);
  return is_pull(leg) && (host == Host::Instance || host == Host::External);
}

/// The leg is about containers that are not essential alone: their images, and what
/// their log drivers need. The agent fetches the rest for the task as a whole.
bool is_of_side_containers(const Task& task, const JudgedLeg& leg) {
  const auto& plan = *leg.plan;
  const bool is_of_one = is_pull(leg) || plan.stage == Stage::Reference ||
                         (plan.stage == Stage::Start && plan.dependency == "logs");
  return is_of_one && !plan.images.empty() &&
         std::none_of(plan.images.begin(), plan.images.end(),
                      [&](std::size_t image) { return task.images[image].essential; });
}

Weight weight_of_side_container(const Task& task, const JudgedLeg& leg,
                                std::size_t placement) {
  const auto& images = leg.plan->images;
  const bool is_awaited =
      std::any_of(images.begin(), images.end(),
                  [&](std::size_t image) { return task.images[image].awaited; });
  switch (task.non_essential_image) {
    case NonEssentialImage::Needed:
      return Weight::Needed;
    case NonEssentialImage::Optional:
      return is_awaited ? Weight::Open : Weight::Optional;
    case NonEssentialImage::ByHost:
      break;
  }
  return host_of(task, placement) == Host::Fargate ? Weight::Needed : Weight::Open;
}

Weight weight_of(const Task& task, const JudgedLeg& leg, std::size_t placement) {
  if (task.image_cache == ImageCache::Warm && hangs_on_cache(task, leg, placement)) {
    return Weight::Cached;
  }
  if (!is_of_side_containers(task, leg)) return Weight::Needed;
  return weight_of_side_container(task, leg, placement);
}

Status proved_status(const JudgedLeg& leg, std::size_t placement) {
  return leg.report->statuses[row(*leg.report, placement)];
}

bool is_refused(Status status) {
  return status == Status::Fails || status == Status::Partly;
}

const std::string& container_of(const Task& task, const JudgedLeg& leg) {
  return task.images[leg.plan->images.front()].container;
}

/// Why the leg is refused, in one clause; "" if it is not.
std::string refusal_of(const JudgedLeg& leg) {
  if (leg.report->findings.empty()) return {};
  const auto& first = leg.report->findings.front().finding;
  return fmt::format("{} [{}]", first.message, first.code);
}

}  // namespace

std::size_t placement_count(const Task& task) {
  return std::max<std::size_t>(task.sources.size(), 1);
}

std::size_t row(const LegReport& report, std::size_t placement) {
  return report.statuses.size() == 1 ? 0 : placement;
}

Status weighed_status(const Task& task, const JudgedLeg& leg, std::size_t placement) {
  const Status status = proved_status(leg, placement);
  switch (weight_of(task, leg, placement)) {
    case Weight::Needed:
      return status;
    case Weight::Open:
      return is_refused(status) ? Status::Undecided : status;
    case Weight::Cached:
    case Weight::Optional:
      break;
  }
  return Status::Proved;
}

bool matters(const Task& task, const JudgedLeg& leg) {
  for (std::size_t i = 0; i < placement_count(task); ++i) {
    const Weight weight = weight_of(task, leg, i);
    if (weight == Weight::Needed || weight == Weight::Open) return true;
  }
  return false;
}

bool is_blocker(const Task& task, const JudgedLeg& leg, const LegFinding& found) {
  const bool is_of_all = leg.report->statuses.size() == 1;
  for (std::size_t i = 0; i < placement_count(task); ++i) {
    const bool is_there = is_of_all || i == found.placement;
    if (is_there && weight_of(task, leg, i) == Weight::Needed) return true;
  }
  return false;
}

std::set<Unknown> doubts_of(const Task& task, const JudgedLeg& leg) {
  for (std::size_t i = 0; i < placement_count(task); ++i) {
    const bool is_open =
        weight_of(task, leg, i) == Weight::Open && is_refused(proved_status(leg, i));
    if (!is_open) continue;
    return {{.call = "",
             .why = fmt::format("whether the task starts without container {}, which "
                                "is not essential, is not documented: {}",
                                container_of(task, leg), refusal_of(leg))}};
  }
  return {};
}

std::set<gates::Assumption> taken_of(const Task& task, const JudgedLeg& leg) {
  gates::Switches switches;
  switches.image_cache = task.image_cache;
  switches.non_essential_image = task.non_essential_image;
  std::set<gates::Assumption> taken;
  const auto take = [&](const char* name) {
    taken.insert({.name = name, .value = std::string(gates::chosen(switches, name))});
  };
  for (std::size_t i = 0; i < placement_count(task); ++i) {
    if (proved_status(leg, i) == Status::Proved) continue;
    if (hangs_on_cache(task, leg, i)) take("image-cache");
    if (is_of_side_containers(task, leg)) take("non-essential-image");
  }
  return taken;
}

void warn_of_lost_images(const Task& task, const std::vector<JudgedLeg>& legs,
                         std::vector<std::string>& warnings) {
  std::set<std::string> told;
  for (const auto& leg : legs) {
    for (std::size_t i = 0; i < placement_count(task); ++i) {
      if (!is_refused(proved_status(leg, i))) continue;
      const Weight weight = weight_of(task, leg, i);
      if (weight != Weight::Cached && weight != Weight::Optional) continue;
      const std::string& container = container_of(task, leg);
      if (!told.insert(container).second) continue;
      const std::string what =
          weight == Weight::Cached
              ? fmt::format("container {} starts from its instance's cache", container)
              : fmt::format("the task starts without container {}", container);
      warnings.push_back(fmt::format("{}: {}", what, refusal_of(leg)));
    }
  }
}

}  // namespace pullproof::solver
