#include "model/task_images.h"

#include <algorithm>

#include "model/gates/image_reference.h"

namespace pullproof::model {
namespace {

std::string repository_key(const std::string& registry, const std::string& region,
                           const std::string& repository) {
  return registry + '/' + region + '/' + repository;
}

bool has(const aws::ImageDetail& image, const std::string& digest,
         const std::string& tag) {
  if (!digest.empty()) return image.digest == digest;
  return std::find(image.tags.begin(), image.tags.end(), tag) != image.tags.end();
}

}  // namespace

TaskImages::TaskImages(const aws::Snapshot& account) {
  for (const auto& image : account.table<aws::ImageDetail>().all()) {
    std::string key =
        repository_key(image.registry_id, image.scope.region, image.repository);
    aws::note_filed_by<aws::ImageDetail>(std::hash<std::string>{}(key));
    images_[std::move(key)].push_back(&image);
  }
}

const aws::ImageDetail* TaskImages::find(const ContainerImage& image) const {
  const auto parsed = gates::parse_image_reference(image.image);
  const auto* reference = std::get_if<gates::ImageReference>(&parsed);
  if (reference == nullptr) return nullptr;
  const std::string key =
      repository_key(reference->account, reference->region, reference->repository);
  aws::note_asked_by<aws::ImageDetail>(std::hash<std::string>{}(key));
  const auto known = images_.find(key);
  if (known == images_.end()) return nullptr;
  const std::string& digest =
      reference->digest.empty() ? image.deployed_digest : reference->digest;
  for (const auto* each : known->second) {
    if (has(*each, digest, reference->tag)) return each;
  }
  return nullptr;
}

const TaskImages::Repository& TaskImages::beside(const aws::ImageDetail& image) const {
  return images_.at(
      repository_key(image.registry_id, image.scope.region, image.repository));
}

}  // namespace pullproof::model
