#include "model/deployed_images.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/aws/condition_values.h"

namespace pullproof::model {
namespace {

using aws::ServiceRevision;
using Revisions = std::vector<const ServiceRevision*>;

/// A deployment and its revision are made together; AWS does not say which of them
/// first.
constexpr std::int64_t kSecondsBetween = 60;

std::optional<aws::Instant> made_at(const ServiceRevision* revision) {
  return aws::Instant::of_document(revision->created_at);
}

/// When the newest was made, if every one says when it was.
std::optional<aws::Instant> newest_of(const Revisions& revisions) {
  std::optional<aws::Instant> newest;
  for (const auto* revision : revisions) {
    const auto made = made_at(revision);
    if (!made) return std::nullopt;
    if (!newest || *newest < *made) newest = made;
  }
  return newest;
}

/// More than one only where they were made at the same time, or where one does not say
/// when.
void keep_newest(Revisions& revisions) {
  const auto newest = newest_of(revisions);
  if (!newest) return;
  std::erase_if(revisions, [&](const auto* each) { return *made_at(each) < *newest; });
}

/// The deployment is newer than all of them: a rollback, or its own was not collected.
bool are_older(const Revisions& revisions, const aws::Instant& deployment) {
  const auto newest = newest_of(revisions);
  return newest && newest->seconds + kSecondsBetween < deployment.seconds;
}

/// Made with the deployment, of which it is.
bool is_made_with(const ServiceRevision& revision, const aws::Instant& deployment) {
  const auto made = made_at(&revision);
  return made && made->seconds - kSecondsBetween <= deployment.seconds &&
         deployment.seconds <= made->seconds + kSecondsBetween;
}

/// Those that the service asks tasks of; all that it names where no count tells.
std::set<std::string> asked_of(const aws::Service& service) {
  std::set<std::string> all;
  std::set<std::string> asked;
  bool is_counted = true;
  for (const auto& revision : service.current_revisions) {
    all.insert(revision.arn);
    is_counted = is_counted && revision.requested_tasks.has_value();
    if (revision.requested_tasks.value_or(0) > 0) asked.insert(revision.arn);
  }
  return is_counted && !asked.empty() ? asked : all;
}

/// "" where a revision does not tell.
std::set<std::string> digests_in(const Revisions& revisions,
                                 const aws::ContainerDefinition& container) {
  std::set<std::string> digests;
  for (const auto* revision : revisions) {
    const auto& images = revision->images;
    const auto found =
        std::find_if(images.begin(), images.end(), [&](const auto& each) {
          return each.container == container.name && each.image == container.image;
        });
    digests.insert(found == images.end() ? std::string() : found->digest);
  }
  return digests;
}

void note_assumption(Task& task, std::string value) {
  task.assumptions.push_back(
      {.name = std::string(ServiceRevision::kCall), .value = std::move(value)});
}

void assume_tag(Task& task, const std::string& image) {
  note_assumption(task, fmt::format("{} is still the image that was deployed", image));
}

void leave_digest_open(Task& task, ContainerImage& image) {
  image.digest_question = fmt::format(
      "which revision of the service is the current one, and with it the digest of {}, "
      "is not known",
      image.image);
  task.missing.push_back(
      {.call = std::string(ServiceRevision::kCall), .why = image.digest_question});
}

}  // namespace

DeployedImages::DeployedImages(const aws::Snapshot& account, bool strict)
    : account_(account), strict_(strict) {
  for (const auto& revision : account.table<ServiceRevision>().all()) {
    aws::note_filed<ServiceRevision>(revision.service_arn);
    by_service_[revision.service_arn].push_back(&revision);
  }
}

DeployedImages::Current DeployedImages::current(const aws::Service& service) const {
  Current current;
  aws::note_asked<ServiceRevision>(service.arn);
  const auto found = by_service_.find(service.arn);
  if (found == by_service_.end()) return current;
  const auto asked = asked_of(service);
  const auto deployed = aws::Instant::of_document(service.primary_created_at);
  std::size_t seen = 0;
  for (const auto* revision : found->second) {
    const bool is_asked = asked.empty() || asked.contains(revision->arn);
    if (is_asked) ++seen;
    // AWS: ECS API reference, ServiceDeployment, lifecycleStage: before the scale-up,
    // the deployment's own asks for no task yet.
    if (!is_asked && !(deployed && is_made_with(*revision, *deployed))) continue;
    if (revision->task_definition_arn == service.task_definition_arn) {
      current.revisions.push_back(revision);
    }
  }
  if (current.revisions.empty()) return current;
  const bool is_older = deployed && are_older(current.revisions, *deployed);
  if (!asked.empty()) {
    // A rollback goes on with an older one: age alone decides nothing then.
    if (deployed && !is_older) keep_newest(current.revisions);
    current.is_complete = seen == asked.size();
    return current;
  }
  current.is_complete = !is_older;
  const std::size_t all = current.revisions.size();
  keep_newest(current.revisions);
  current.is_newest_taken = !deployed && current.revisions.size() < all;
  return current;
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
    assume_tag(task, image);
  }
}

void DeployedImages::pin(Task& task, const aws::Service& service,
                         const aws::TaskDefinition& definition) const {
  const Current revisions = current(service);
  bool is_pinned = false;
  for (std::size_t i = 0; i < task.images.size(); ++i) {
    const auto& container = definition.containers[i];
    const bool by_digest = container.image.find('@') != std::string::npos;
    if (!container.version_consistency || by_digest) continue;
    if (revisions.revisions.empty()) {
      note_unknown(task, service, container.image);
      continue;
    }
    const auto digests = digests_in(revisions.revisions, container);
    if (!revisions.is_complete || digests.size() > 1) {
      leave_digest_open(task, task.images[i]);
    } else if (digests.begin()->empty()) {
      assume_tag(task, container.image);
    } else {
      task.images[i].deployed_digest = *digests.begin();
      is_pinned = true;
    }
  }
  if (is_pinned && revisions.is_newest_taken) {
    note_assumption(
        task,
        fmt::format("the newest revision of {} is the one that it runs", service.name));
  }
}

}  // namespace pullproof::model
