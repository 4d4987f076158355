#include "model/gates/platform_manifest.h"

#include <fmt/format.h>

#include "model/gates/image_index.h"
#include "model/gates/image_platform.h"

namespace pullproof::gates {
namespace {

/// What is known of one manifest of an index.
ImageAnswer find_listed(const ImagePlace& place, const Context& context,
                        const std::string& digest) {
  ImagePlace its = place;
  its.tag.clear();
  its.digest = digest;
  ImageAnswer answer = find_image(its, context);
  const auto* detail = answer.detail;
  const bool usable =
      detail == nullptr || detail->status.empty() || detail->status == "ACTIVE";
  if (answer.presence != Presence::Present || usable) return answer;
  answer.presence = Presence::Undecided;
  answer.question = {.call = repository_call(aws::ImageDetail::kCall, place),
                     .why = fmt::format("image {} of {} is in state {}", digest,
                                        place.repository, detail->status)};
  return answer;
}

void refuse(Gate& gate, const ImagePlace& place, const aws::ImageManifest& index,
            const std::string& digest) {
  gate.message = fmt::format(
      "image index {} of repository {} names {} for {}/{}, which the repository lacks",
      index.digest, place.repository, digest, place.os, place.architecture);
  gate.repair = fmt::format("push the image for {}/{} to {} again", place.os,
                            place.architecture, place.repository);
  gate.lets_through = Predicate::because(
      fact_about(repository_arn(place.scope, place.repository), index.source,
                 fmt::format("its index names {}, which is gone", digest)),
      Predicate::never());
}

}  // namespace

Gate PlatformManifestGate::lets_through(const ImagePlace& place,
                                        const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "image",
            .code = "IMAGE_DIGEST_NOT_FOUND"};
  const ImageAnswer image = find_image(place, context);
  if (image.presence != Presence::Present || image.manifest == nullptr ||
      !image.manifest->is_index) {
    return gate;
  }
  for (const auto& digest : digests_for_platform(place, *image.manifest)) {
    if (digest.empty()) continue;  // an index without digests proves nothing
    const ImageAnswer listed = find_listed(place, context, digest);
    switch (listed.presence) {
      case Presence::Present:
        break;
      case Presence::Imported:  // never by digest
      case Presence::Undecided:
        gate.lets_through = Predicate::unknown(listed.question);
        return gate;
      case Presence::Absent:
        if (!place.architecture.empty()) {
          refuse(gate, place, *image.manifest, digest);
          return gate;
        }
        gate.lets_through = Predicate::unknown(
            {.call = "",
             .why = fmt::format("index {} names {}, which is gone, and the CPU of the "
                                "instance is not known",
                                image.manifest->digest, digest)});
        return gate;
    }
  }
  return gate;
}

}  // namespace pullproof::gates
