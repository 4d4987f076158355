// The images of a task among those that ECR lists.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/task.h"

namespace pullproof::model {

class TaskImages {
 public:
  using Repository = std::vector<const aws::ImageDetail*>;

  /// The snapshot must outlive it.
  explicit TaskImages(const aws::Snapshot& account);

  /// By the digest that is written or was deployed, else by the tag; null if no list
  /// has it.
  [[nodiscard]] const aws::ImageDetail* find(const ContainerImage& image) const;
  /// Every image of the repository of `image`.
  [[nodiscard]] const Repository& beside(const aws::ImageDetail& image) const;

 private:
  std::unordered_map<std::string, Repository> images_;
};

}  // namespace pullproof::model
