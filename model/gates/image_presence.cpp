#include "model/gates/image_presence.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "model/gates/image_index.h"

namespace pullproof::gates {
namespace {

constexpr std::size_t kTagsToName = 5;

Gate image_gate(std::string_view name, const char* code) {
  return {.name = std::string(name), .mechanism = "image", .code = code};
}

/// What a certain absence takes for granted: that no cache rule imports the image.
std::vector<Assumption> no_pull_through(const ImagePlace& place,
                                        const Context& context) {
  Peripheral rules =
      peripheral(context, place.scope, "ecr-describe-pull-through-cache-rules", "");
  for (Assumption& assumption : rules.assumptions) {
    assumption.value = fmt::format("no rule imports {}", place.repository);
  }
  return rules.assumptions;
}

std::size_t common_prefix(const std::string& one, const std::string& other) {
  const auto end = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  return static_cast<std::size_t>(end.first - one.begin());
}

/// The tags that share the longest beginnings with `wanted`, nearest first.
std::vector<std::string> nearest_tags(const RepositoryImages& images,
                                      const std::string& wanted) {
  const auto& tags = images.details_by_tag;
  auto after = tags.lower_bound(wanted);
  auto before = after;
  std::vector<std::string> nearest;
  while (nearest.size() < kTagsToName) {
    const bool has_before = before != tags.begin();
    const bool has_after = after != tags.end();
    if (!has_before && !has_after) break;
    const bool back =
        has_before && (!has_after || common_prefix(std::prev(before)->first, wanted) >=
                                         common_prefix(after->first, wanted));
    nearest.push_back(back ? (--before)->first : (after++)->first);
  }
  return nearest;
}

std::string what_exists(const ImagePlace& place) {
  const auto* images = place.images->find(place.scope, place.repository);
  if (images == nullptr) return "it has no images";
  const auto tags = nearest_tags(*images, place.tag);
  if (tags.empty()) return "it has no tagged image";
  const std::size_t more = images->details_by_tag.size() - tags.size();
  return fmt::format("it has {}{}", fmt::join(tags, ", "),
                     more == 0 ? "" : fmt::format(" and {} more", more));
}

/// The list that lacks the image, or else the repository itself.
FactRef absence_fact(const ImagePlace& place, const Context& context,
                     const std::string& note) {
  const std::string arn = repository_arn(place.scope, place.repository);
  const auto* images = place.images->find(place.scope, place.repository);
  if (images != nullptr && !images->details_by_digest.empty()) {
    aws::Source source = images->details_by_digest.begin()->second->source;
    source.pointer.resize(std::min(source.pointer.rfind('/'), source.pointer.size()));
    return fact_about(arn, source, note);
  }
  const aws::Repository* row = find_repository(place, context).row;
  if (row != nullptr) return fact_about(arn, row->source, note);
  return fact_about(arn, list_in<aws::Repository>(context, place.scope), note);
}

void refuse_absent(Gate& gate, const ImagePlace& place, const Context& context,
                   const std::string& note) {
  gate.assumptions = no_pull_through(place, context);
  gate.lets_through =
      Predicate::because(absence_fact(place, context, note), Predicate::never());
}

/// True unless what the gate asks for is absent.
bool is_settled(Gate& gate, Presence presence, const Unknown& question) {
  switch (presence) {
    case Presence::Present:
    case Presence::Imported:  // what that asks for is other gates'
      return true;
    case Presence::Undecided:
      gate.lets_through = Predicate::unknown(question);
      return true;
    case Presence::Absent:
      return false;
  }
  return false;
}

/// A missing repository is told once, by its own gate.
bool repository_is_missing(const ImagePlace& place, const Context& context) {
  const Presence presence = find_repository(place, context).presence;
  return presence == Presence::Absent || presence == Presence::Imported;
}

/// The digest that the place's tag names now, for people; "" if none does.
std::string digest_of_tag(const ImagePlace& place) {
  const auto* images = place.images->find(place.scope, place.repository);
  if (images == nullptr) return {};
  const auto found = images->details_by_tag.find(place.tag);
  return found == images->details_by_tag.end() ? std::string{}
                                               : found->second.front()->digest;
}

}  // namespace

Gate RepositoryGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate = image_gate(kName, "REPOSITORY_NOT_FOUND");
  const RepositoryAnswer answer = find_repository(place, context);
  if (is_settled(gate, answer.presence, answer.question)) return gate;
  gate.message = fmt::format("account {} has no repository {} in {}",
                             place.scope.account, place.repository, place.scope.region);
  gate.repair = fmt::format(
      "create the repository {} and push the image, or correct "
      "the image name in the task definition",
      place.repository);
  refuse_absent(gate, place, context, "it does not exist");
  return gate;
}

Gate ImageTagGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate = image_gate(kName, "IMAGE_TAG_NOT_FOUND");
  if (!place.digest.empty() || repository_is_missing(place, context)) return gate;
  const ImageAnswer answer = find_image(place, context);
  if (is_settled(gate, answer.presence, answer.question)) return gate;
  gate.message = fmt::format("repository {} has no image with tag {}; {}",
                             place.repository, place.tag, what_exists(place));
  gate.repair = fmt::format(
      "push an image with tag {} to {}, or name a tag that "
      "exists in the task definition",
      place.tag, place.repository);
  refuse_absent(gate, place, context,
                fmt::format("it has no image with tag {}", place.tag));
  return gate;
}

Gate ImageDigestGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate = image_gate(kName, "IMAGE_DIGEST_NOT_FOUND");
  if (place.digest.empty() || repository_is_missing(place, context)) return gate;
  const ImageAnswer answer = find_image(place, context);
  if (is_settled(gate, answer.presence, answer.question)) return gate;
  const std::string current = digest_of_tag(place);
  gate.message = fmt::format(
      "repository {} has no image with digest {}{}", place.repository, place.digest,
      current.empty() ? "" : fmt::format("; tag {} now names {}", place.tag, current));
  gate.printed = place.digest;
  if (place.resolved_by_ecs) {
    gate.message += "; ECS resolved the tag when it deployed the service";
    gate.repair = fmt::format(
        "force a new deployment of the service, so that ECS resolves tag {} again",
        place.tag);
  } else {
    gate.repair = fmt::format(
        "push the image {} to {} again, or deploy a task definition "
        "that names an image which exists",
        place.digest, place.repository);
  }
  refuse_absent(gate, place, context,
                fmt::format("it has no image with digest {}", place.digest));
  return gate;
}

Gate ImageArchiveGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate = image_gate(kName, "IMAGE_ARCHIVED");
  const ImageAnswer answer = find_image(place, context);
  if (answer.presence != Presence::Present) return gate;
  if (answer.detail == nullptr) {
    // A pull asks for it by BatchGetImage, too.
    gate.assumptions.push_back(
        {.name = repository_call(aws::ImageDetail::kCall, place),
         .value = fmt::format("{} is not archived, as its manifest was given out",
                              answer.manifest->digest)});
    return gate;
  }
  const aws::ImageDetail& detail = *answer.detail;
  if (detail.status.empty() || detail.status == "ACTIVE") return gate;
  gate.message = fmt::format("image {} of repository {} is archived", detail.digest,
                             place.repository);
  gate.repair = fmt::format("restore image {} of {} from the archive", detail.digest,
                            place.repository);
  if (detail.status != "ARCHIVED") {
    gate.lets_through = Predicate::unknown(
        {.call = repository_call(aws::ImageDetail::kCall, place),
         .why = fmt::format("image {} of {} is in state {}", detail.digest,
                            place.repository, detail.status)});
    return gate;
  }
  gate.lets_through = Predicate::because(
      fact_about(repository_arn(place.scope, place.repository),
                 {detail.source.file, detail.source.pointer + "/imageStatus"},
                 fmt::format("its image {} is archived", detail.digest)),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
