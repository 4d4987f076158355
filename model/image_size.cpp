#include "model/image_size.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/gates/image_reference.h"

namespace pullproof::model {
namespace {

constexpr std::int64_t kDefaultGib = 20;
constexpr std::int64_t kGib = std::int64_t{1} << 30;

bool is_meant(const aws::ImageDetail& image, const gates::ImageReference& reference,
              const std::string& deployed) {
  if (image.registry_id != reference.account ||
      image.scope.region != reference.region ||
      image.repository != reference.repository) {
    return false;
  }
  const std::string& digest = reference.digest.empty() ? deployed : reference.digest;
  if (!digest.empty()) return image.digest == digest;
  return std::find(image.tags.begin(), image.tags.end(), reference.tag) !=
         image.tags.end();
}

}  // namespace

LargeImages::LargeImages(const aws::Snapshot& account) {
  for (const auto& image : account.table<aws::ImageDetail>().all()) {
    if (image.size_in_bytes > kDefaultGib * kGib) images_.push_back(&image);
  }
}

void LargeImages::warn(Task& task, const aws::TaskDefinition& definition) const {
  if (!task.fargate || images_.empty()) return;
  const std::int64_t disk = std::max(definition.ephemeral_storage_gib, kDefaultGib);
  for (const auto& container : task.images) {
    const auto parsed = gates::parse_image_reference(container.image);
    const auto* reference = std::get_if<gates::ImageReference>(&parsed);
    if (reference == nullptr) continue;
    for (const auto* image : images_) {
      if (!is_meant(*image, *reference, container.deployed_digest)) continue;
      if (image->size_in_bytes <= disk * kGib) continue;
      task.warnings.push_back(fmt::format(
          "image {} has {} GiB compressed, and the task's ephemeral storage {} GiB: it "
          "cannot be unpacked",
          container.image, image->size_in_bytes / kGib, disk));
    }
  }
}

}  // namespace pullproof::model
