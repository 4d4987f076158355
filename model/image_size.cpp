#include "model/image_size.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace pullproof::model {
namespace {

constexpr std::int64_t kDefaultGib = 20;
constexpr std::int64_t kGib = std::int64_t{1} << 30;
constexpr std::int64_t kOldDisk = 10'000'000'000;
/// The archive and what it unpacks to, as a rule of thumb.
constexpr std::int64_t kUnpacked = 3;

/// "7.2 GiB".
std::string in_gib(std::int64_t bytes) {
  return fmt::format("{:.1f} GiB",
                     static_cast<double>(bytes) / static_cast<double>(kGib));
}

}  // namespace

void warn_of_size(Task& task, const aws::TaskDefinition& definition,
                  const TaskImages& images) {
  if (!task.fargate) return;
  const std::int64_t disk =
      task.login_leaves_through_fargate
          ? kOldDisk
          : std::max(definition.ephemeral_storage_gib, kDefaultGib) * kGib;
  std::set<std::string> counted;  // two containers of one image pull it once
  std::int64_t compressed = 0;
  for (const auto& container : task.images) {
    const auto* image = images.find(container);
    if (image == nullptr || !counted.insert(image->digest).second) continue;
    compressed += image->size_in_bytes;
  }
  if (kUnpacked * compressed <= disk) return;
  task.warnings.push_back(fmt::format(
      "the task's images have {} compressed, and its ephemeral storage {}: {}",
      in_gib(compressed), in_gib(disk),
      compressed > disk ? "they cannot be unpacked"
                        : "unpacked, they usually need more than that"));
}

}  // namespace pullproof::model
