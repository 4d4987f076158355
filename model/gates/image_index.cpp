#include "model/gates/image_index.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "model/core/ensure.h"
#include "model/gates/partition.h"
#include "model/gates/pull_through.h"

namespace pullproof::gates {
namespace {

std::string key_of(const std::string& account, const std::string& region,
                   const std::string& repository) {
  return account + '/' + region + '/' + repository;
}

/// All kinds that tell of images of a repository stand for one.
void note_asked_for_images(const std::string& key) {
  aws::note_asked_by<aws::ImageDetail>(std::hash<std::string>{}(key));
}
void note_filed_images(const std::string& key) {
  aws::note_filed_by<aws::ImageDetail>(std::hash<std::string>{}(key));
}

bool ok(const Context& context, const aws::Scope& scope, const std::string& call) {
  return context.account.calls().status(scope, call) == aws::CallStatus::Ok;
}

/// Of what the collected lists lack.
Presence presence_of(const PullThrough& import) {
  switch (import.kind) {
    case PullThrough::Kind::No:
      return Presence::Absent;
    case PullThrough::Kind::Imports:
      return Presence::Imported;
    case PullThrough::Kind::Undecided:
      break;
  }
  return Presence::Undecided;
}

template <class Map>
auto find_or_null(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

/// The images that a tag names: more than one only if documents contradict each other.
std::vector<const aws::ImageDetail*> tagged(const RepositoryImages& images,
                                            const std::string& tag) {
  const auto found = images.details_by_tag.find(tag);
  return found == images.details_by_tag.end() ? std::vector<const aws::ImageDetail*>{}
                                              : found->second;
}

ImageAnswer undecided(std::string call, std::string why) {
  return {.presence = Presence::Undecided,
          .detail = nullptr,
          .manifest = nullptr,
          .question = {.call = std::move(call), .why = std::move(why)}};
}

/// The question that a refusal to hand out a listed image leaves; a key that fails is
/// its own gate's.
std::optional<Unknown> contradicted(const ImagePlace& place,
                                    const RepositoryImages& images,
                                    const aws::ImageDetail& detail) {
  const auto* by_digest = failure_of(images, detail.digest, "");
  const auto* failure = by_digest != nullptr || !place.digest.empty()
                            ? by_digest
                            : failure_of(images, "", place.tag);
  if (failure == nullptr || failure->code == "KmsError") return {};
  return Unknown{
      .call = repository_call(aws::ImageManifest::kCall, place),
      .why = fmt::format("the list of images of {} has {}, and ECR answered `{}` when "
                         "it was asked for it",
                         place.repository, detail.digest, failure->code)};
}

/// What the collected images prove by themselves.
ImageAnswer collected(const ImagePlace& place, const RepositoryImages& images) {
  ImageAnswer answer;
  if (!place.digest.empty()) {
    answer.detail = find_or_null(images.details_by_digest, place.digest);
    answer.manifest = find_or_null(images.manifests_by_digest, place.digest);
  } else {
    const auto details = tagged(images, place.tag);
    if (details.size() > 1) {
      return undecided(repository_call(aws::ImageDetail::kCall, place),
                       fmt::format("several images of {} carry the tag {}",
                                   place.repository, place.tag));
    }
    if (!details.empty()) answer.detail = details.front();
    // A tag may move between two calls: the list's image decides.
    answer.manifest =
        answer.detail == nullptr
            ? find_or_null(images.manifests_by_tag, place.tag)
            : find_or_null(images.manifests_by_digest, answer.detail->digest);
  }
  if (answer.detail != nullptr) {
    if (auto question = contradicted(place, images, *answer.detail)) {
      return undecided(question->call, question->why);
    }
  }
  const bool any = answer.detail != nullptr || answer.manifest != nullptr;
  answer.presence = any ? Presence::Present : Presence::Absent;
  return answer;
}

}  // namespace

ImageIndex::ImageIndex(const aws::Snapshot& account) {
  for (const auto& detail : account.table<aws::ImageDetail>().all()) add(detail);
  for (const auto& manifest : account.table<aws::ImageManifest>().all()) add(manifest);
  for (const auto& refused : account.table<aws::ImageFailures>().all()) add(refused);
  for (const auto& rule : account.table<aws::PullThroughCacheRule>().all()) {
    aws::note_filed<aws::PullThroughCacheRule>(rule.registry_id);
    pull_through_rules_[{rule.registry_id, rule.scope.region}].push_back(&rule);
  }
}

RepositoryImages& ImageIndex::entry(const aws::Scope& scope,
                                    const std::string& registry,
                                    const std::string& repository) {
  const std::string& owner = registry.empty() ? scope.account.str() : registry;
  std::string key = key_of(owner, scope.region, repository);
  note_filed_images(key);
  if (owner != scope.account) {
    std::string borrower = key_of(scope.account, scope.region, repository);
    note_filed_images(borrower);
    borrowed_.insert(std::move(borrower));
  }
  return repositories_[std::move(key)];
}

void ImageIndex::add(const aws::ImageDetail& detail) {
  RepositoryImages& images = entry(detail.scope, detail.registry_id, detail.repository);
  images.details_by_digest.emplace(detail.digest, &detail);
  for (const std::string& tag : detail.tags) {
    auto& same_tag = images.details_by_tag[tag];
    const bool known = std::any_of(
        same_tag.begin(), same_tag.end(),
        [&](const aws::ImageDetail* other) { return other->digest == detail.digest; });
    if (!known) same_tag.push_back(&detail);
  }
}

void ImageIndex::add(const aws::ImageManifest& manifest) {
  RepositoryImages& images =
      entry(manifest.scope, manifest.registry_id, manifest.repository);
  images.manifests_by_digest.emplace(manifest.digest, &manifest);
  if (!manifest.tag.empty()) images.manifests_by_tag.emplace(manifest.tag, &manifest);
  for (const auto& platform : manifest.platforms) {
    images.listed_platforms.emplace(platform.digest, &platform);
  }
}

void ImageIndex::add(const aws::ImageFailures& refused) {
  if (refused.failures.empty()) return;
  RepositoryImages& images =
      entry(refused.scope, refused.registry_id, refused.repository);
  for (const auto& failure : refused.failures) images.failures.push_back(&failure);
}

const RepositoryImages* ImageIndex::find(const aws::Scope& registry,
                                         const std::string& repository) const {
  const std::string key = key_of(registry.account, registry.region, repository);
  note_asked_for_images(key);
  const auto found = repositories_.find(key);
  return found == repositories_.end() ? nullptr : &found->second;
}

std::vector<const aws::PullThroughCacheRule*> ImageIndex::pull_through_rules(
    const aws::Scope& registry, const std::string& repository) const {
  aws::note_asked<aws::PullThroughCacheRule>(registry.account);
  const auto rules = pull_through_rules_.find(registry);
  if (rules == pull_through_rules_.end()) return {};
  std::vector<const aws::PullThroughCacheRule*> named;
  std::vector<const aws::PullThroughCacheRule*> of_root;
  for (const auto* rule : rules->second) {
    if (rule->prefix == kEveryRepository) {
      of_root.push_back(rule);
    } else if (is_prefix_of(rule->prefix, repository)) {
      named.push_back(rule);
    }
  }
  return named.empty() ? of_root : named;
}

bool ImageIndex::borrowed(const aws::Scope& registry,
                          const std::string& repository) const {
  const std::string key = key_of(registry.account, registry.region, repository);
  note_asked_for_images(key);
  return borrowed_.contains(key);
}

const aws::ImageFailures::Failure* failure_of(const RepositoryImages& images,
                                              const std::string& digest,
                                              const std::string& tag) {
  const auto found = std::find_if(images.failures.begin(), images.failures.end(),
                                  [&](const aws::ImageFailures::Failure* failure) {
                                    return digest.empty() ? failure->digest.empty() &&
                                                                failure->tag == tag
                                                          : failure->digest == digest;
                                  });
  return found == images.failures.end() ? nullptr : *found;
}

bool images_are_listed(const ImagePlace& place, const Context& context) {
  return ok(context, place.scope, repository_call(aws::ImageDetail::kCall, place)) &&
         !place.images->borrowed(place.scope, place.repository);
}

RepositoryAnswer find_repository(const ImagePlace& place, const Context& context) {
  ensure(place.images != nullptr, "an image place carries the index of all images");
  const std::string list(aws::Repository::kCall);
  const std::string arn = repository_arn(place.scope, place.repository);
  const auto answer = [](Presence presence, Unknown question) {
    return RepositoryAnswer{
        .presence = presence, .row = nullptr, .question = std::move(question)};
  };
  if (const auto* row = context.account.find<aws::Repository>(place.scope, arn)) {
    return {.presence = Presence::Present, .row = row, .question = {}};
  }
  const bool has_images = images_are_listed(place, context) ||
                          place.images->find(place.scope, place.repository) != nullptr;
  if (!ok(context, place.scope, list)) {
    if (has_images) return answer(Presence::Present, {});
    return answer(Presence::Undecided,
                  {.call = list,
                   .why = fmt::format("the repositories of account {} in {} were not "
                                      "collected",
                                      place.scope.account, place.scope.region)});
  }
  if (has_images) {
    return answer(Presence::Undecided,
                  {.call = list,
                   .why = fmt::format("{} is not among the repositories, but its "
                                      "images were collected",
                                      place.repository)});
  }
  // The first pull through a cache rule creates the repository.
  PullThrough import = pull_through(place, context, false);
  return answer(presence_of(import), std::move(import.question));
}

ImageAnswer find_image(const ImagePlace& place, const Context& context) {
  ensure(place.images != nullptr, "an image place carries the index of all images");
  if (!place.digest_question.empty()) {
    return undecided(std::string(aws::ServiceRevision::kCall), place.digest_question);
  }
  const std::string list = repository_call(aws::ImageDetail::kCall, place);
  const bool complete = images_are_listed(place, context);
  ImageAnswer answer{.presence = Presence::Absent,
                     .detail = nullptr,
                     .manifest = nullptr,
                     .question = {}};
  if (const auto* images = place.images->find(place.scope, place.repository)) {
    answer = collected(place, *images);
  }
  if (answer.presence == Presence::Undecided) return answer;
  if (answer.presence == Presence::Present) {
    if (answer.detail != nullptr || !complete) return answer;
    return undecided(list, fmt::format("ECR handed out a manifest of {} that its list "
                                       "of images lacks",
                                       place.repository));
  }
  if (!complete) {
    return undecided(list, fmt::format("the images of repository {} in account {} were "
                                       "not collected",
                                       place.repository, place.scope.account));
  }
  PullThrough import = pull_through(place, context, !context.strict);
  answer.presence = presence_of(import);
  answer.question = std::move(import.question);
  return answer;
}

std::string repository_arn(const aws::Scope& registry, const std::string& repository) {
  const Partition* partition = partition_of(registry.region);
  return fmt::format("arn:{}:ecr:{}:{}:repository/{}",
                     partition == nullptr ? "aws" : partition->name, registry.region,
                     registry.account, repository);
}

std::string repository_call(std::string_view call, const ImagePlace& place) {
  return fmt::format("{}/{}", call, place.repository);
}

}  // namespace pullproof::gates
