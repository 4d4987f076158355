#include "model/gates/runnable_image.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "model/gates/image_index.h"
#include "model/gates/image_platform.h"

namespace pullproof::gates {
namespace {

/// What the runtimes make of a media type.
enum class Use {
  Image,      ///< Every runtime of ECS takes it.
  Refused,    ///< None does.
  Undecided,  ///< Some do.
  Zstd,       ///< Fargate does, and a Docker that is new enough.
  Schema1,    ///< Fargate does not, nor a Docker that is new enough.
};

struct MediaType {
  std::string_view name;
  Use use;
};

constexpr std::array<MediaType, 7> kManifests = {{
    {"application/vnd.docker.distribution.manifest.v2+json", Use::Image},
    {"application/vnd.oci.image.manifest.v1+json", Use::Image},
    {"application/vnd.docker.distribution.manifest.list.v2+json", Use::Image},
    {"application/vnd.oci.image.index.v1+json", Use::Image},
    {"application/vnd.oci.artifact.manifest.v1+json", Use::Refused},
    {"application/vnd.docker.distribution.manifest.v1+json", Use::Schema1},
    {"application/vnd.docker.distribution.manifest.v1+prettyjws", Use::Schema1},
}};

// Docker takes the last three from registries of long ago.
constexpr std::array<MediaType, 5> kConfigs = {{
    {"application/vnd.docker.container.image.v1+json", Use::Image},
    {"application/vnd.oci.image.config.v1+json", Use::Image},
    {"application/octet-stream", Use::Undecided},
    {"application/json", Use::Undecided},
    {"text/html", Use::Undecided},
}};

constexpr std::array<MediaType, 7> kLayers = {{
    {"application/vnd.docker.image.rootfs.diff.tar.gzip", Use::Image},
    {"application/vnd.docker.image.rootfs.diff.tar", Use::Image},
    {"application/vnd.oci.image.layer.v1.tar+gzip", Use::Image},
    {"application/vnd.oci.image.layer.v1.tar", Use::Image},
    {"application/vnd.oci.image.layer.v1.tar+zstd", Use::Zstd},
    {"application/vnd.docker.image.rootfs.diff.tar.zstd", Use::Zstd},
    {"application/vnd.in-toto+json", Use::Refused},
}};

template <class Types>
Use use_of(const Types& types, std::string_view name, Use otherwise) {
  const auto found =
      std::find_if(types.begin(), types.end(),
                   [&](const MediaType& type) { return type.name == name; });
  return found == types.end() ? otherwise : found->use;
}

/// What is known of the manifest that a runtime would run.
struct Description {
  std::string media_type;  ///< "" if not known, as the next.
  std::string config_type;
  const std::vector<std::string>* layers = nullptr;  ///< Null if not known.
  aws::Source source;
};

struct Judgement {
  Use use = Use::Image;
  std::string why;           ///< One clause about the image.
  std::string printed = {};  ///< As the gate has it.
};

Judgement judge_layers(const std::vector<std::string>& layers) {
  if (layers.empty()) return {.use = Use::Undecided, .why = "has no layers"};
  Judgement worst;
  for (const std::string& layer : layers) {
    const Use use = use_of(kLayers, layer, Use::Undecided);
    if (use == Use::Image || worst.use == Use::Refused) continue;
    if (worst.use != Use::Image && use == Use::Zstd) continue;
    worst = {.use = use,
             .why = fmt::format("has a layer of type `{}`", layer),
             .printed = layer};
  }
  return worst;
}

Judgement judge(const Description& image) {
  if (!image.media_type.empty()) {
    const Use use = use_of(kManifests, image.media_type, Use::Undecided);
    if (use != Use::Image) {
      return {.use = use,
              .why = fmt::format("has a manifest of type `{}`", image.media_type),
              .printed = image.media_type};
    }
  }
  if (!image.config_type.empty()) {
    const Use use = use_of(kConfigs, image.config_type, Use::Refused);
    if (use != Use::Image) {
      return {.use = use,
              .why = fmt::format("is a `{}`", image.config_type),
              .printed = image.config_type};
    }
  }
  if (image.layers == nullptr) return {};
  return judge_layers(*image.layers);
}

/// The manifest that would run: of an index, the one for the wanted platform.
Description describe(const ImagePlace& place, const ImageAnswer& answer) {
  if (answer.manifest == nullptr) {
    return {.media_type = answer.detail->media_type,
            .config_type = answer.detail->artifact_media_type,
            .layers = nullptr,
            .source = answer.detail->source};
  }
  const aws::ImageManifest* manifest = answer.manifest;
  if (manifest->is_index) manifest = manifest_for_platform(place, *manifest);
  if (manifest == nullptr) return {};
  return {.media_type = manifest->media_type,
          .config_type = manifest->config_media_type,
          .layers = &manifest->layer_media_types,
          .source = manifest->source};
}

std::string image_name(const ImagePlace& place) {
  return place.digest.empty() ? fmt::format("{}:{}", place.repository, place.tag)
                              : fmt::format("{}@{}", place.repository, place.digest);
}

/// Nobody has looked at the manifest.
void take_for_granted(Gate& gate, const ImagePlace& place, const Context& context) {
  const std::string call = repository_call(aws::ImageManifest::kCall, place);
  if (context.strict) {
    gate.lets_through = core_call_missing(
        call, fmt::format("the manifest of {} was not collected", image_name(place)));
    return;
  }
  gate.assumptions.push_back(
      {.name = call,
       .value = fmt::format("{} is a container image with layers", image_name(place))});
}

/// AWS: ECR user guide, "Amazon ECR interface VPC endpoints", "Considerations for
/// Windows images": Microsoft may serve layers of the base image.
void assume_base_layers(Gate& gate, const ImagePlace& place) {
  gate.assumptions.push_back(
      {.name = "windows-base-layers",
       .value = fmt::format("{} has its base layers in ECR", image_name(place))});
}

void apply(Gate& gate, const Judgement& judgement, const Description& image,
           const ImagePlace& place) {
  const std::string why = fmt::format("{} {}", image_name(place), judgement.why);
  switch (judgement.use) {
    case Use::Image:
      return;
    case Use::Zstd:
      if (place.fargate) return;
      gate.assumptions.push_back(
          {.name = "docker-zstd",
           .value = "the instance's Docker unpacks zstd layers"});
      return;
    case Use::Schema1:
      if (place.fargate) break;
      gate.lets_through = Predicate::unknown(
          {.call = "", .why = why + ", which only an older Docker reads"});
      return;
    case Use::Undecided:
      gate.lets_through =
          Predicate::unknown({.call = "", .why = why + ", which is not modelled"});
      return;
    case Use::Refused:
      break;
  }
  gate.message = why + ": it is no container image that can run";
  gate.printed = judgement.printed;
  gate.lets_through = Predicate::because(
      fact_about(repository_arn(place.scope, place.repository), image.source, why),
      Predicate::never());
}

}  // namespace

Gate RunnableImageGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "image",
            .code = "IMAGE_NOT_RUNNABLE",
            .repair = fmt::format("push a container image as {}, without attestations "
                                  "in its place",
                                  image_name(place))};
  const ImageAnswer answer = find_image(place, context);
  if (answer.presence != Presence::Present) return gate;
  if (answer.manifest == nullptr) take_for_granted(gate, place, context);
  const Description image = describe(place, answer);
  if (place.os == "windows" && image.layers == nullptr) assume_base_layers(gate, place);
  apply(gate, judge(image), image, place);
  return gate;
}

}  // namespace pullproof::gates
