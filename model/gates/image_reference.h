// Reads an image reference as ECS and the container runtimes read it, and names the
// hosts that a pull of it connects to.
//
// A host that only resembles an ECR registry (`amazonaws.co`, eleven digits, a region
// that has no region's form) is somebody else's registry, not a mistake.
//
// AWS: ECS API reference, ContainerDefinition, `image` (255 characters, sha256 only);
// ECR user guide, "Amazon ECR private registry" (host names); the grammar is that of
// the Distribution project's `reference` package.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct ImageReference {
  enum class Registry { PrivateEcr, PublicEcr, DockerHub, Other };
  Registry registry = Registry::Other;
  std::string host;     ///< As written; "docker.io" if the reference names none.
  std::string account;  ///< private_ecr only, as are the next five.
  std::string region;
  std::string partition;   ///< "aws".
  std::string dns_suffix;  ///< What follows the region in `host`: "amazonaws.com".
  bool dual_stack = false;
  bool fips = false;
  std::string repository;  ///< "acme/web"; Docker Hub's own are "library/nginx".
  std::string tag;         ///< "latest" if neither is written; "" if only a digest is.
  std::string digest;  ///< "sha256:..."; where it is set, it decides and not the tag.
  bool resolved_by_ecs = false;  ///< Nobody wrote the digest: ECS resolved the tag.
  /// Set: ECS resolved the tag, and why nobody can tell to what.
  std::string digest_question = {};
};

struct InvalidReference {
  std::string reason;  ///< One clause: "the tag `a b` ...".
};

[[nodiscard]] std::variant<ImageReference, InvalidReference> parse_image_reference(
    std::string_view text);

/// The registry's host, without a port.
[[nodiscard]] std::string registry_host(const ImageReference& image);

/// Which of ECR's API hosts ECS calls. It follows the network that the call leaves
/// from, not the registry's host: only IPv6-only hosts and tasks use the dual-stack
/// one.
enum class ApiAddressing { Ipv4, Ipv6Only };

/// Requires: `image` is private_ecr, here and below. "" if there is no such host.
[[nodiscard]] std::string api_host(const ImageReference& image,
                                   ApiAddressing addressing = ApiAddressing::Ipv4);
/// The bucket that ECR redirects to for layers and configs.
[[nodiscard]] std::string layer_host(
    const ImageReference& image, LayerHostSuffix taken = LayerHostSuffix::Partition);
/// The same by S3's dual-stack name. AWS: S3 user guide, "Using Amazon S3 dual-stack
/// endpoints".
[[nodiscard]] std::string dual_stack_layer_host(
    const ImageReference& image, LayerHostSuffix taken = LayerHostSuffix::Partition);
/// "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket"; objects are below "/".
[[nodiscard]] std::string layer_bucket_arn(const ImageReference& image);

/// The image name can be read at all.
struct ImageReferenceGate {
  using Place = ReferencePlace;
  static constexpr std::string_view kName = "image-reference";
  [[nodiscard]] static Gate lets_through(const ReferencePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
