// Which digests ECS pulls for a service: it resolves tags once, when it deploys, and
// pulls the same images from then on.
//
// AWS: ECS developer guide, "Container image resolution" (software version
// consistency): enabled unless a container's versionConsistency is `disabled`; "Amazon
// ECS service revisions": a rollback makes no new revision, it uses an older one.
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
  /// The snapshot must outlive it. With `strict`, revisions that a service names and
  /// that were not collected are missing; else tags are assumed to stand for the same
  /// images as when the service was deployed.
  DeployedImages(const aws::Snapshot& account, bool strict);

  /// Fills the digests of the task's images. Requires: `task.images` are those of
  /// `definition`, in its order.
  void pin(Task& task, const aws::Service& service,
           const aws::TaskDefinition& definition) const;

 private:
  /// No revision of the service is known, and its tags may have moved since.
  void note_unknown(Task& task, const aws::Service& service,
                    const std::string& image) const;
  /// AWS refused to tell, or told of none that the service has.
  [[nodiscard]] bool is_refused(const aws::Service& service) const;

  struct Current {
    /// Of the service's task definition; more than one: nobody knows which of them.
    std::vector<const aws::ServiceRevision*> revisions;
    /// False: tasks may be started from one that was not collected, too.
    bool is_complete = true;
    bool is_newest_taken = false;  ///< Nothing but their age tells.
  };
  /// The revisions that tasks are started from: those that the service names, else the
  /// newest of its task definition.
  [[nodiscard]] Current current(const aws::Service& service) const;

  const aws::Snapshot& account_;
  bool strict_;
  std::unordered_map<std::string, std::vector<const aws::ServiceRevision*>> by_service_;
};

}  // namespace pullproof::model
