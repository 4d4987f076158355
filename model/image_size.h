// Warns of images that do not fit on a Fargate task's disk.
//
// It is no more than a warning: the size that ECR prints is compressed, and nobody
// tells how much an image takes when it is unpacked.
//
// AWS: ECS developer guide, "Fargate task ephemeral storage": 20 GiB unless the task
// definition asks for more; the compressed and the unpacked image share it.
#pragma once

#include <vector>

#include "model/aws/snapshot.h"
#include "model/task.h"

namespace pullproof::model {

class LargeImages {
 public:
  /// The snapshot must outlive it.
  explicit LargeImages(const aws::Snapshot& account);

  void warn(Task& task, const aws::TaskDefinition& definition) const;

 private:
  std::vector<const aws::ImageDetail*> images_;  ///< Over the smallest disk: few.
};

}  // namespace pullproof::model
