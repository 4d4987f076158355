#include "model/gates/image_platform.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "model/gates/image_index.h"

namespace pullproof::gates {
namespace {

using Platform = aws::ImageManifest::Platform;

constexpr std::array<std::string_view, 2> kArchitectures = {"amd64", "arm64"};

/// What a runtime may fall back to: nobody promises that it does.
std::string_view fallback(std::string_view architecture) {
  return architecture == "amd64" ? "386" : "arm";
}

bool is_index(std::string_view media_type) {
  return media_type == "application/vnd.docker.distribution.manifest.list.v2+json" ||
         media_type == "application/vnd.oci.image.index.v1+json";
}

std::string platform_words(const std::string& os, const std::string& architecture) {
  return architecture.empty() ? fmt::format("{} on the instance's CPU", os)
                              : fmt::format("{}/{}", os, architecture);
}

bool fits(const Platform& platform, const std::string& os,
          std::string_view architecture) {
  return platform.os == os && platform.architecture == architecture;
}

Truth has_platform(const std::vector<Platform>& platforms, const std::string& os,
                   std::string_view architecture) {
  Truth answer = Truth::No;
  for (const Platform& platform : platforms) {
    if (fits(platform, os, architecture)) return Truth::Yes;
    const bool blank = platform.os.empty() || platform.architecture.empty();
    if (blank || fits(platform, os, fallback(architecture))) answer = Truth::Unknown;
  }
  return answer;
}

/// For a CPU that is not known: yes or no only if every CPU answers so.
Truth has_platform(const aws::ImageManifest& index, const ImagePlace& place) {
  if (!place.architecture.empty()) {
    return has_platform(index.platforms, place.os, place.architecture);
  }
  const Truth first = has_platform(index.platforms, place.os, kArchitectures[0]);
  const Truth second = has_platform(index.platforms, place.os, kArchitectures[1]);
  return first == second ? first : Truth::Unknown;
}

std::string list(const std::vector<Platform>& platforms) {
  std::set<std::string> names;
  for (const Platform& platform : platforms) {
    names.insert(fmt::format("{}/{}", platform.os, platform.architecture));
  }
  return names.empty() ? "no platform" : fmt::format("{}", fmt::join(names, ", "));
}

void judge_index(Gate& gate, const aws::ImageManifest& index, const ImagePlace& place) {
  const std::string wanted = platform_words(place.os, place.architecture);
  switch (has_platform(index, place)) {
    case Truth::Yes:
      if (place.os == "windows") {
        gate.assumptions.push_back(
            {.name = "windows-version",
             .value = "the image is built for the host's version of Windows"});
      }
      return;
    case Truth::Unknown:
      gate.lets_through = Predicate::unknown(
          {.call = "",
           .why =
               fmt::format("image {} is for {}, and it is open whether that suits {}",
                           index.digest, list(index.platforms), wanted)});
      return;
    case Truth::No:
      break;
  }
  gate.message = fmt::format("the image is built for {}, but the task needs {}",
                             list(index.platforms), wanted);
  gate.lets_through = Predicate::because(
      fact_about(repository_arn(place.scope, place.repository), index.source,
                 fmt::format("image {} has no variant for {}", index.digest, wanted)),
      Predicate::never());
}

/// A manifest by itself, pinned by digest or alone under its tag. `listed` is what an
/// index says of it; null if none does.
void judge_single(Gate& gate, const Platform* listed, const ImagePlace& place) {
  const std::string wanted = platform_words(place.os, place.architecture);
  if (listed != nullptr && !place.architecture.empty() &&
      fits(*listed, place.os, place.architecture)) {
    return;
  }
  if (listed != nullptr && !listed->architecture.empty()) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("manifest {} is listed as {}/{}, and the task needs {}",
                            listed->digest, listed->os, listed->architecture, wanted)});
    return;
  }
  gate.assumptions.push_back(
      {.name = std::string(ImagePlatformGate::kName),
       .value = fmt::format("the single-architecture image is built for {}", wanted)});
}

}  // namespace

Gate ImagePlatformGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate{
      .name = std::string(kName),
      .mechanism = "platform",
      .code = "IMAGE_PLATFORM_MISMATCH",
      .repair = fmt::format("push a variant for {}, or set runtimePlatform in the "
                            "task definition to one that the image has",
                            platform_words(place.os, place.architecture))};
  const ImageAnswer answer = find_image(place, context);
  if (answer.presence != Presence::Present) return gate;
  if (answer.manifest != nullptr && answer.manifest->is_index) {
    judge_index(gate, *answer.manifest, place);
    return gate;
  }
  if (answer.manifest == nullptr && is_index(answer.detail->media_type)) {
    gate.lets_through =
        core_call_missing(repository_call(aws::ImageManifest::kCall, place),
                          fmt::format("the platforms of image {} were not collected",
                                      answer.detail->digest));
    return gate;
  }
  const std::string& digest =
      answer.detail != nullptr ? answer.detail->digest : answer.manifest->digest;
  const auto* images = place.images->find(place.scope, place.repository);
  const auto listed = images->listed_platforms.find(digest);
  judge_single(
      gate, listed == images->listed_platforms.end() ? nullptr : listed->second, place);
  return gate;
}

std::vector<std::string> digests_for_platform(const ImagePlace& place,
                                              const aws::ImageManifest& index) {
  std::vector<std::string> digests;
  for (const std::string_view architecture : kArchitectures) {
    if (!place.architecture.empty() && place.architecture != architecture) continue;
    const auto found = std::find_if(index.platforms.begin(), index.platforms.end(),
                                    [&](const Platform& platform) {
                                      return fits(platform, place.os, architecture);
                                    });
    if (found != index.platforms.end()) digests.push_back(found->digest);
  }
  return digests;
}

const aws::ImageManifest* manifest_for_platform(const ImagePlace& place,
                                                const aws::ImageManifest& index) {
  const auto* images = place.images->find(place.scope, place.repository);
  for (const Platform& platform : index.platforms) {
    if (!fits(platform, place.os, place.architecture)) continue;
    const auto found = images->manifests_by_digest.find(platform.digest);
    return found == images->manifests_by_digest.end() ? nullptr : found->second;
  }
  return nullptr;
}

}  // namespace pullproof::gates
