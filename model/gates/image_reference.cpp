#include "model/gates/image_reference.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "model/core/ensure.h"
#include "model/gates/partition.h"

namespace pullproof::gates {
namespace {

constexpr std::size_t kMaxLength = 255;
constexpr std::size_t kMaxTagLength = 128;
constexpr std::size_t kDigestDigits = 64;
constexpr std::size_t kAccountDigits = 12;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower_alnum(char letter) { return is_lower(letter) || is_digit(letter); }
bool is_alnum(char letter) { return is_lower_alnum(letter) || is_upper(letter); }
bool is_hex(char letter) {
  return is_digit(letter) || (letter >= 'a' && letter <= 'f') ||
         (letter >= 'A' && letter <= 'F');
}

bool all(std::string_view text, bool (*test)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), test);
}

/// Calls `visit` with each part between separators; stops when it says false.
template <class Visit>
bool each_part(std::string_view text, char separator, Visit visit) {
  while (true) {
    const std::size_t end = text.find(separator);
    if (!visit(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

struct RegistryForm {
  std::string_view service;  ///< What stands between account and region.
  bool dual_stack;
  bool fips;
};
constexpr std::array<RegistryForm, 4> kRegistryForms = {{
    {"dkr.ecr.", false, false},
    {"dkr.ecr-fips.", false, true},
    {"dkr-ecr.", true, false},
    {"dkr-ecr-fips.", true, true},
}};

/// Fills in account, region and form if `image.host` is a private ECR registry.
bool read_private_registry(ImageReference& image) {
  const std::string_view host = image.host;
  const std::size_t dot = host.find('.');
  if (dot != kAccountDigits || !all(host.substr(0, dot), is_digit)) return false;
  const std::string_view rest = host.substr(dot + 1);
  for (const RegistryForm& form : kRegistryForms) {
    if (!rest.starts_with(form.service)) continue;
    const std::string_view tail = rest.substr(form.service.size());
    const std::size_t end = tail.find('.');
    if (end == std::string_view::npos) return false;
    const std::string_view region = tail.substr(0, end);
    const std::string_view suffix = tail.substr(end + 1);
    const Partition* partition = partition_of(region);
    if (partition == nullptr ||
        suffix != (form.dual_stack ? partition->registry_dual_stack
                                   : partition->dns_suffix)) {
      return false;
    }
    image.account = host.substr(0, dot);
    image.region = region;
    image.partition = partition->name;
    image.dns_suffix = suffix;
    image.dual_stack = form.dual_stack;
    image.fips = form.fips;
    return true;
  }
  return false;
}

ImageReference::Registry classify(ImageReference& image) {
  using Registry = ImageReference::Registry;
  if (image.host == "docker.io") return Registry::DockerHub;
  if (image.host == "public.ecr.aws" || image.host == "ecr-public.aws.com") {
    return Registry::PublicEcr;
  }
  return read_private_registry(image) ? Registry::PrivateEcr : Registry::Other;
}

bool is_host_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         all(label, [](char letter) { return is_alnum(letter) || letter == '-'; });
}

/// A name or a bracketed IPv6 address, then perhaps a port.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos) return false;
    const auto is_part = [](char letter) { return is_hex(letter) || letter == ':'; };
    const std::string_view port = host.substr(end + 1);
    return all(host.substr(1, end - 1), is_part) &&
           (port.empty() || (port.front() == ':' && all(port.substr(1), is_digit)));
  }
  const std::size_t colon = host.find(':');
  if (colon != std::string_view::npos && !all(host.substr(colon + 1), is_digit)) {
    return false;
  }
  return each_part(host.substr(0, colon), '.', is_host_label);
}

bool is_separator(std::string_view text) {
  return text == "." || text == "_" || text == "__" ||
         text.find_first_not_of('-') == std::string_view::npos;
}

/// Runs of lower-case letters and digits, joined by `.`, `_`, `__` or hyphens.
bool is_path_component(std::string_view text) {
  if (text.empty() || !is_lower_alnum(text.front()) || !is_lower_alnum(text.back())) {
    return false;
  }
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = at;
    const bool word = is_lower_alnum(text[at]);
    while (end < text.size() && is_lower_alnum(text[end]) == word) ++end;
    if (!word && !is_separator(text.substr(at, end - at))) return false;
    at = end;
  }
  return true;
}

bool is_tag(std::string_view tag) {
  return tag.size() <= kMaxTagLength && tag.front() != '.' && tag.front() != '-' &&
         all(tag, [](char letter) {
           return is_alnum(letter) || letter == '_' || letter == '.' || letter == '-';
         });
}

/// What is wrong with each part; nothing if all is well.
using Fault = std::optional<std::string>;

Fault length_fault(std::string_view text, bool has_digest) {
  if (text.size() <= kMaxLength) return {};
  return fmt::format("it is {} characters long{}, and ECS allows {}", text.size(),
                     has_digest ? " before the digest" : "", kMaxLength);
}

Fault digest_fault(std::string_view digest) {
  constexpr std::string_view kAlgorithm = "sha256:";
  if (!digest.starts_with(kAlgorithm)) {
    return fmt::format("the digest `{}` does not begin with `sha256:`", digest);
  }
  const std::string_view digits = digest.substr(kAlgorithm.size());
  if (digits.size() != kDigestDigits) {
    return fmt::format("the digest `{}` has {} digits after `sha256:`, not {}", digest,
                       digits.size(), kDigestDigits);
  }
  if (!all(digits, is_hex)) {
    return fmt::format("the digest `{}` is not hexadecimal", digest);
  }
  if (std::any_of(digits.begin(), digits.end(), is_upper)) {
    return fmt::format("the digest `{}` has upper-case letters", digest);
  }
  return {};
}

Fault tag_fault(std::string_view tag) {
  if (tag.empty()) return "nothing stands after the colon";
  if (tag.size() > kMaxTagLength) {
    return fmt::format("the tag `{}` is longer than {} characters", tag, kMaxTagLength);
  }
  if (!is_tag(tag)) {
    return fmt::format("the tag `{}` has characters that no tag may have", tag);
  }
  return {};
}

Fault repository_fault(std::string_view repository) {
  if (repository.empty()) return "it names no repository";
  if (std::any_of(repository.begin(), repository.end(), is_upper)) {
    return fmt::format("the repository name `{}` must be lower case", repository);
  }
  if (!each_part(repository, '/', is_path_component)) {
    return fmt::format("`{}` cannot be the name of a repository", repository);
  }
  return {};
}

/// Splits `name` as Docker does: a first part without dot, colon or capital letter
/// belongs to Docker Hub.
Fault read_name(std::string_view name, ImageReference& image) {
  const std::size_t slash = name.find('/');
  const std::string_view first = name.substr(0, slash);
  const bool hub =
      slash == std::string_view::npos ||
      (first.find_first_of(".:") == std::string_view::npos && first != "localhost" &&
       std::none_of(first.begin(), first.end(), is_upper));
  image.host = hub ? "docker.io" : std::string(first);
  image.repository = hub ? name : name.substr(slash + 1);
  if (image.host == "index.docker.io") image.host = "docker.io";
  if (!is_host(image.host)) {
    return fmt::format("`{}` cannot be the host of a registry", image.host);
  }
  if (Fault fault = repository_fault(image.repository)) return fault;
  const bool official =
      image.host == "docker.io" && image.repository.find('/') == std::string::npos;
  if (official) image.repository = "library/" + image.repository;
  return {};
}

Fault read_reference(std::string_view text, ImageReference& image) {
  if (text.empty()) return "it is empty";
  if (text.size() == kDigestDigits && all(text, is_hex)) {
    return "it is read as an image id, not as a name";
  }
  const std::size_t at = text.find('@');
  const bool has_digest = at != std::string_view::npos;
  std::string_view name = text.substr(0, at);
  if (Fault fault = length_fault(name, has_digest)) return fault;
  if (has_digest) {
    image.digest = text.substr(at + 1);
    if (Fault fault = digest_fault(image.digest)) return fault;
  }
  const std::size_t colon = name.rfind(':');
  const std::size_t slash = name.rfind('/');
  const bool has_tag = colon != std::string_view::npos &&
                       (slash == std::string_view::npos || colon > slash);
  if (has_tag) {
    image.tag = name.substr(colon + 1);
    if (Fault fault = tag_fault(image.tag)) return fault;
    name = name.substr(0, colon);
  } else if (!has_digest) {
    image.tag = "latest";
  }
  return read_name(name, image);
}

const Partition& partition_of_registry(const ImageReference& image) {
  ensure(image.registry == ImageReference::Registry::PrivateEcr,
         "only private ECR images have these hosts");
  const Partition* partition = partition_of(image.region);
  ensure(partition != nullptr, "a private ECR image has a region");
  return *partition;
}

std::string layer_bucket(const ImageReference& image) {
  return fmt::format("prod-{}-starport-layer-bucket", image.region);
}

}  // namespace

std::variant<ImageReference, InvalidReference> parse_image_reference(
    std::string_view text) {
  ImageReference image;
  if (Fault fault = read_reference(text, image)) return InvalidReference{*fault};
  image.registry = classify(image);
  return image;
}

std::string registry_host(const ImageReference& image) {
  const std::size_t end =
      image.host.starts_with('[') ? image.host.find(']') + 1 : image.host.find(':');
  return image.host.substr(0, end);
}

std::string api_host(const ImageReference& image, ApiAddressing addressing) {
  const Partition& partition = partition_of_registry(image);
  switch (addressing) {
    case ApiAddressing::Ipv4:
      return fmt::format("api.ecr.{}.{}", image.region, partition.dns_suffix);
    case ApiAddressing::Ipv6Only:
      if (partition.api_dual_stack.empty()) return {};
      // The European Sovereign Cloud keeps the "api." of its IPv4 name.
      return fmt::format("{}ecr.{}.{}", partition.name == "aws-eusc" ? "api." : "",
                         image.region, partition.api_dual_stack);
  }
  return {};
}

namespace {

std::string_view suffix_of(const ImageReference& image, LayerHostSuffix taken) {
  return taken == LayerHostSuffix::AmazonAws ? "amazonaws.com"
                                             : partition_of_registry(image).dns_suffix;
}

}  // namespace

std::string layer_host(const ImageReference& image, LayerHostSuffix taken) {
  return fmt::format("{}.s3.{}.{}", layer_bucket(image), image.region,
                     suffix_of(image, taken));
}

std::string dual_stack_layer_host(const ImageReference& image, LayerHostSuffix taken) {
  return fmt::format("{}.s3.dualstack.{}.{}", layer_bucket(image), image.region,
                     suffix_of(image, taken));
}

std::string layer_bucket_arn(const ImageReference& image) {
  return fmt::format("arn:{}:s3:::{}", partition_of_registry(image).name,
                     layer_bucket(image));
}

Gate ImageReferenceGate::lets_through(const ReferencePlace& place,
                                      const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "image-reference",
            .code = "IMAGE_REFERENCE_INVALID",
            .repair = fmt::format("correct the image of container {} in the task "
                                  "definition",
                                  place.container)};
  const auto parsed = parse_image_reference(place.image);
  if (const auto* invalid = std::get_if<InvalidReference>(&parsed)) {
    gate.message =
        fmt::format("`{}` is no image reference: {}", place.image, invalid->reason);
    gate.lets_through = Predicate::because(place.fact, Predicate::never());
  }
  return gate;
}

}  // namespace pullproof::gates
