#include "model/foreign_registry_legs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/connection.h"
#include "model/gates/name_resolution.h"
#include "model/leg_parts.h"

namespace pullproof::model {

using gates::ImageReference;

namespace {

/// Behind the last colon of "registry.example.com:5000".
Number port_of(const std::string& host) {
  constexpr Number kHttps = 443;
  const std::size_t colon = host.rfind(':');
  if (colon == std::string::npos || host.ends_with(']')) return kHttps;
  std::uint16_t port = 0;
  const char* end = host.data() + host.size();
  const auto read = std::from_chars(host.data() + colon + 1, end, port);
  return read.ec == std::errc{} && read.ptr == end ? Number{port} : kHttps;
}

/// Everybody's, with public addresses.
bool is_known_registry(const std::string& host) {
  constexpr std::array<std::string_view, 10> kHosts = {"ghcr.io",
                                                       "quay.io",
                                                       "registry.k8s.io",
                                                       "gcr.io",
                                                       "mcr.microsoft.com",
                                                       "registry.gitlab.com",
                                                       "docker.elastic.co",
                                                       "nvcr.io",
                                                       "registry.access.redhat.com",
                                                       "registry.redhat.io"};
  return std::find(kHosts.begin(), kHosts.end(), host) != kHosts.end() ||
         host.ends_with(".gcr.io");
}

std::string name_of(const ImageReference& image) {
  return fmt::format("{}/{}{}", image.host, image.repository,
                     image.digest.empty() ? ":" + image.tag : "@" + image.digest);
}

Unknown vouching_question(const ImageReference& image) {
  return {.call = "",
          .why = fmt::format("whether {} has image {}, and lets the task have it, no "
                             "collected call tells",
                             image.host, image.repository)};
}

/// Set: not even the way to the registry can be followed.
std::optional<Unknown> path_question(const ImageReference& image,
                                     const SourceInterface& source) {
  const std::string host = registry_host(image);
  const bool is_name = host.find('.') != std::string::npos && !Address::parse(host) &&
                       !host.starts_with('[');
  if (!is_name) {
    return Unknown{.call = "",
                   .why = fmt::format("what {} is to a task is not modelled", host)};
  }
  if (!source.is_ipv6_only()) return std::nullopt;
  return Unknown{
      .call = "",
      .why = fmt::format("whether {} has IPv6 addresses is not known", host)};
}

Hop public_image_hop(const ImageReference& image) {
  const std::string name = name_of(image);
  gates::DependencyPlace place;
  place.kind = gates::DependencyPlace::Kind::PublicImage;
  place.name = name;
  return {.kind = "image",
          .id = name,
          .place = std::move(place),
          .back = false,
          .gates = {}};
}

/// Somebody else than the registry may answer by its name.
bool may_be_mirrored(const Ingredients& with, const std::string& host) {
  return std::any_of(
      with.sources.begin(), with.sources.end(), [&](const SourceInterface& source) {
        const auto resolved = gates::resolve({.scope = source.scope,
                                              .vpc = source.vpc,
                                              .host = host,
                                              .service = "",
                                              .region = source.scope.region},
                                             *with.context);
        return std::any_of(resolved.answers.begin(), resolved.answers.end(),
                           [](const gates::Answer& answer) {
                             return answer.kind != gates::Answer::Kind::PublicSet;
                           });
      });
}

/// Set: whether the pull takes this host is not known.
std::optional<Unknown> need_question(const Ingredients& with,
                                     const ImageReference& image,
                                     const std::string& host) {
  const std::string registry = hosts_to_reach(image).front().second;
  if (host == registry || !may_be_mirrored(with, registry)) return std::nullopt;
  return Unknown{
      .call = "",
      .why = fmt::format("the VPC has an answer of its own for {}, and whether "
                         "that sends pulls on to {} is not known",
                         registry, host)};
}

}  // namespace

std::vector<std::pair<Stage, std::string>> hosts_to_reach(const ImageReference& image) {
  switch (image.registry) {
    case ImageReference::Registry::PublicEcr:
      return {{Stage::Manifest, image.host},
              {Stage::Layers, "d5l0dvt14r5h8.cloudfront.net"}};
    case ImageReference::Registry::DockerHub:
      return {{Stage::Manifest, "registry-1.docker.io"},
              {Stage::Manifest, "auth.docker.io"},
              {Stage::Layers, "production.cloudflare.docker.com"}};
    case ImageReference::Registry::PrivateEcr:
    case ImageReference::Registry::Other:
      break;
  }
  return {{Stage::Manifest, gates::registry_host(image)}};
}

Leg build_foreign(const Ingredients& with, const ImageReference& image, Stage stage,
                  const std::string& host) {
  const bool is_public = image.registry != ImageReference::Registry::Other;
  Leg leg = new_leg(stage, "registry", host, with.sources);
  const auto end = [&](std::size_t last) {
    if (!is_public) {
      leg.graph.then(last,
                     undecided_hop("registry", vouching_question(image), with.scope));
    } else if (stage == Stage::Manifest) {
      leg.graph.then(last, public_image_hop(image));
    }
  };
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const SourceInterface& source = with.sources[i];
    if (const auto question = path_question(image, source)) {
      leg.graph.then(0, undecided_hop("registry", *question, with.scope),
                     Predicate::in_set(leg.placement, IntervalSet::single(Number{i})));
      continue;
    }
    add_connection(leg, *with.context, i, source, os_of(with, i),
                   {.host = host,
                    .service = "",
                    .port = port_of(image.host),
                    .may_be_private = !is_public && !is_known_registry(host)},
                   [&](std::size_t last, const PathFacts&) { end(last); });
  }
  const bool is_stand_in =
      image.registry == ImageReference::Registry::PublicEcr && stage == Stage::Layers;
  if (is_stand_in) {
    fill_gates_for_other_names(leg, *with.context);
  } else {
    fill_gates(leg.graph, *with.context);
  }
  if (const auto question = need_question(with, image, host)) {
    doubt_refusals(leg, *question);
  }
  return leg;
}

}  // namespace pullproof::model
