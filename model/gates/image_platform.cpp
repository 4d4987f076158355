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

/// "linux/amd64", "windows/amd64 10.0.17763".
std::string platform_words(const ImagePlace& place) {
  if (place.architecture.empty()) {
    return fmt::format("{} on the instance's CPU", place.os);
  }
  return fmt::format("{}/{}{}{}", place.os, place.architecture,
                     place.windows_build.empty() ? "" : " ", place.windows_build);
}

/// Microsoft: "Windows container version compatibility": without isolation by a virtual
/// machine, an image runs on hosts of its own build; from Windows Server 2022 on, newer
/// hosts may take it, too.
Truth suits_windows(const Platform& platform, const std::string& build) {
  constexpr std::string_view kFirstStable = "10.0.20348";
  const std::string& version = platform.os_version;
  if (build.empty() || version.empty()) return Truth::Yes;  // that is an assumption
  if (version == build || version.starts_with(build + '.')) return Truth::Yes;
  const bool is_newer_host = version.starts_with(kFirstStable) && build > kFirstStable;
  return is_newer_host ? Truth::Unknown : Truth::No;
}

/// Runtimes that know of variants take those that the CPU has, and AWS does not say
/// which it has.
bool is_every_cpus(const Platform& platform) {
  const std::string& variant = platform.variant;
  return variant.empty() || variant == (platform.architecture == "amd64" ? "v1" : "v8");
}

Truth suits(const Platform& platform, const ImagePlace& place,
            std::string_view architecture) {
  const bool blank = platform.os.empty() || platform.architecture.empty();
  if (blank) return Truth::Unknown;
  if (platform.os != place.os) return Truth::No;
  if (platform.architecture == fallback(architecture)) return Truth::Unknown;
  if (platform.architecture != architecture) return Truth::No;
  if (!is_every_cpus(platform)) return Truth::Unknown;
  return place.os == "windows" ? suits_windows(platform, place.windows_build)
                               : Truth::Yes;
}

Truth has_platform(const std::vector<Platform>& platforms, const ImagePlace& place,
                   std::string_view architecture) {
  Truth answer = Truth::No;
  for (const Platform& platform : platforms) {
    const Truth one = suits(platform, place, architecture);
    if (one == Truth::Yes) return Truth::Yes;
    if (one == Truth::Unknown) answer = Truth::Unknown;
  }
  return answer;
}

/// For a CPU that is not known: yes or no only if every CPU answers so.
Truth has_platform(const aws::ImageManifest& index, const ImagePlace& place) {
  if (!place.architecture.empty()) {
    return has_platform(index.platforms, place, place.architecture);
  }
  const Truth first = has_platform(index.platforms, place, kArchitectures[0]);
  const Truth second = has_platform(index.platforms, place, kArchitectures[1]);
  return first == second ? first : Truth::Unknown;
}

/// Each that suits tells that its version does, too.
bool is_version_known(const aws::ImageManifest& index, const ImagePlace& place) {
  return !place.windows_build.empty() &&
         std::all_of(index.platforms.begin(), index.platforms.end(),
                     [&](const Platform& platform) {
                       return platform.os != "windows" || !platform.os_version.empty();
                     });
}

std::string words_of(const Platform& platform) {
  std::string words = fmt::format("{}/{}", platform.os, platform.architecture);
  if (!is_every_cpus(platform)) words += '/' + platform.variant;
  if (!platform.os_version.empty()) words += ' ' + platform.os_version;
  return words;
}

std::string list(const std::vector<Platform>& platforms) {
  std::set<std::string> names;
  for (const Platform& platform : platforms) {
    names.insert(words_of(platform));
  }
  return names.empty() ? "no platform" : fmt::format("{}", fmt::join(names, ", "));
}

void judge_index(Gate& gate, const aws::ImageManifest& index, const ImagePlace& place) {
  const std::string wanted = platform_words(place);
  switch (has_platform(index, place)) {
    case Truth::Yes:
      if (place.os == "windows" && !is_version_known(index, place)) {
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

/// An index says so.
bool is_built_for(const ImageAnswer& image, const ImagePlace& place) {
  return image.manifest != nullptr && image.manifest->is_index &&
         has_platform(*image.manifest, place) == Truth::Yes;
}

/// A manifest by itself, pinned by digest or alone under its tag. `listed` is what an
/// index says of it; null if none does.
void judge_single(Gate& gate, const Platform* listed, const ImagePlace& place) {
  const std::string wanted = platform_words(place);
  if (listed != nullptr && !place.architecture.empty() &&
      suits(*listed, place, place.architecture) == Truth::Yes) {
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
                            platform_words(place))};
  const ImageAnswer answer = find_image(place, context);
  if (answer.presence != Presence::Present) return gate;
  if (place.platform_question && !is_built_for(answer, place)) {
    gate.lets_through = Predicate::unknown(*place.platform_question);
    return gate;
  }
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
    const auto found = std::find_if(
        index.platforms.begin(), index.platforms.end(), [&](const Platform& platform) {
          return suits(platform, place, architecture) == Truth::Yes;
        });
    if (found != index.platforms.end()) digests.push_back(found->digest);
  }
  return digests;
}

const aws::ImageManifest* manifest_for_platform(const ImagePlace& place,
                                                const aws::ImageManifest& index) {
  const auto* images = place.images->find(place.scope, place.repository);
  for (const Platform& platform : index.platforms) {
    if (suits(platform, place, place.architecture) != Truth::Yes) continue;
    const auto found = images->manifests_by_digest.find(platform.digest);
    return found == images->manifests_by_digest.end() ? nullptr : found->second;
  }
  return nullptr;
}

}  // namespace pullproof::gates
