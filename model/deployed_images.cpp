#include "model/deployed_images.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/aws/condition_values.h"

namespace pullproof::model {
namespace {

using aws::ServiceRevision;

/// The newest alone, if every one says when it was made.
void keep_newest(std::vector<const ServiceRevision*>& revisions) {
  const auto made = [](const ServiceRevision* revision) {
    return aws::Instant::parse(revision->created_at);
  };
  const bool ordered = std::all_of(revisions.begin(), revisions.end(),
                                   [&](const auto* each) { return made(each); });
  if (revisions.size() < 2 || !ordered) return;
  const auto newest = std::max_element(
      revisions.begin(), revisions.end(),
      [&](const auto* a, const auto* b) { return *made(a) < *made(b); });
  revisions = {*newest};
}

std::set<std::string> digests_in(const std::vector<const ServiceRevision*>& revisions,
                                 const aws::ContainerDefinition& container) {
  std::set<std::string> digests;
  for (const auto* revision : revisions) {
    for (const auto& image : revision->images) {
      if (image.container == container.name && image.image == container.image) {
        digests.insert(image.digest);
      }
    }
  }
  return digests;
}

}  // namespace

DeployedImages::DeployedImages(const aws::Snapshot& account, bool strict)
    : account_(account), strict_(strict) {
  for (const auto& revision : account.table<ServiceRevision>().all()) {
    by_service_[revision.service_arn].push_back(&revision);
  }
}

/// The revisions that tasks are started from: those that the service names, else the
/// newest of its task definition.
std::vector<const ServiceRevision*> DeployedImages::current(
    const aws::Service& service) const {
  const auto found = by_service_.find(service.arn);
  if (found == by_service_.end()) return {};
  const auto& named = service.current_revisions;
  std::vector<const ServiceRevision*> revisions;
  for (const auto* revision : found->second) {
    const bool runs = revision->task_definition_arn == service.task_definition_arn;
    const bool is_named = named.empty() || std::find(named.begin(), named.end(),
                                                     revision->arn) != named.end();
    if (runs && is_named) revisions.push_back(revision);
  }
  keep_newest(revisions);
  return revisions;
}

bool DeployedImages::is_refused(const aws::Service& service) const {
  using aws::CallStatus;
  const std::string call(ServiceRevision::kCall);
  const auto status = [&](const std::string& asked) {
    return account_.calls().status(service.scope, asked);
  };
  const CallStatus of_all = status(call);
  return of_all == CallStatus::Denied || of_all == CallStatus::Error ||
         status(call + '/' + service.name) != CallStatus::Unseen;
}

void DeployedImages::note_unknown(Task& task, const aws::Service& service,
                                  const std::string& image) const {
  const bool is_refused_or_strict =
      is_refused(service) || (strict_ && !service.current_revisions.empty());
  if (is_refused_or_strict) {
    task.missing.push_back(
        {.call = std::string(ServiceRevision::kCall),
         .why = fmt::format("whether {} is still the image that was deployed is not "
                            "known: new tasks pull that one",
                            image)});
  } else if (!service.current_revisions.empty()) {
    task.assumptions.push_back(
        {.name = std::string(ServiceRevision::kCall),
         .value = fmt::format("{} is still the image that was deployed", image)});
  }
}

void DeployedImages::pin(Task& task, const aws::Service& service,
                         const aws::TaskDefinition& definition) const {
  const auto revisions = current(service);
  for (std::size_t i = 0; i < task.images.size(); ++i) {
    const auto& container = definition.containers[i];
    if (!container.version_consistency) continue;
    const bool by_digest = container.image.find('@') != std::string::npos;
    if (revisions.empty() && !by_digest) note_unknown(task, service, container.image);
    const auto digests = digests_in(revisions, container);
    if (digests.size() == 1) {
      task.images[i].deployed_digest = *digests.begin();
    } else if (digests.size() > 1) {
      task.missing.push_back(
          {.call = std::string(ServiceRevision::kCall),
           .why = fmt::format("which revision of the service is the current one, and "
                              "with it the digest of {}, is not known",
                              container.image)});
    }
  }
}

}  // namespace pullproof::model
