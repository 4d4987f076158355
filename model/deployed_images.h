// Which digests ECS pulls for a service: it resolves tags once, when it deploys, and
// pulls the same images from then on.
//
// AWS: ECS developer guide, "Container image resolution" (software version
// consistency): enabled unless a container's versionConsistency is `disabled`.
// Not modelled: revisions that the snapshot does not order (the service is unknown).
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/task.h"

namespace pullproof::model {

class DeployedImages {
 public:
  /// The snapshot must outlive it.
  explicit DeployedImages(const aws::Snapshot& account);

  /// Fills the digests of the task's images. Requires: `task.images` are those of
  /// `definition`, in its order.
  void pin(Task& task, const aws::Service& service,
           const aws::TaskDefinition& definition) const;

 private:
  std::vector<const aws::ServiceRevision*> current(const aws::Service& service) const;

  std::unordered_map<std::string, std::vector<const aws::ServiceRevision*>> by_service_;
};

}  // namespace pullproof::model
