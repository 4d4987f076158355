// References put together from their parts, and references that were damaged.
#include "model/gates/image_reference.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pullproof::gates::image_reference_test {
namespace {

std::string some_of(const std::string& alphabet, std::size_t least, std::size_t most) {
  const auto length = *rc::gen::inRange<std::size_t>(least, most + 1);
  return *rc::gen::container<std::string>(length, rc::gen::elementOf(alphabet));
}

const std::string kLower = "abcxyz0189";

std::string some_component() {
  std::string component = some_of(kLower, 1, 6);
  const auto joints = *rc::gen::inRange(0, 3);
  for (int joint = 0; joint < joints; ++joint) {
    component += *rc::gen::element<std::string>(".", "_", "__", "-", "---");
    component += some_of(kLower, 1, 6);
  }
  return component;
}

struct Parts {
  ImageReference image;
  std::string text;
};

/// A host with all that follows from it.
ImageReference some_registry() {
  using Registry = ImageReference::Registry;
  ImageReference image;
  image.registry = *rc::gen::element(Registry::PrivateEcr, Registry::PublicEcr,
                                     Registry::DockerHub, Registry::Other);
  switch (image.registry) {
    case Registry::PrivateEcr: {
      image.account = some_of("0123456789", 12, 12);
      image.region = *rc::gen::element<std::string>("eu-central-1", "us-gov-west-1",
                                                    "cn-northwest-1", "ap-southeast-12",
                                                    "eusc-de-east-1", "mx-central-1");
      const bool china = image.region.starts_with("cn-");
      const bool europe = image.region.starts_with("eusc-");
      image.dual_stack = *rc::gen::arbitrary<bool>();
      image.fips = *rc::gen::arbitrary<bool>();
      image.partition = china                                 ? "aws-cn"
                        : europe                              ? "aws-eusc"
                        : image.region.starts_with("us-gov-") ? "aws-us-gov"
                                                              : "aws";
      if (image.dual_stack) {
        image.dns_suffix = china    ? "on.amazonwebservices.com.cn"
                           : europe ? "on.amazonwebservices.eu"
                                    : "on.aws";
      } else {
        image.dns_suffix = china    ? "amazonaws.com.cn"
                           : europe ? "amazonaws.eu"
                                    : "amazonaws.com";
      }
      image.host = image.account + (image.dual_stack ? ".dkr-ecr" : ".dkr.ecr") +
                   (image.fips ? "-fips." : ".") + image.region + "." +
                   image.dns_suffix;
      break;
    }
    case Registry::PublicEcr:
      image.host = "public.ecr.aws";
      break;
    case Registry::DockerHub:
      image.host = "docker.io";
      break;
    case Registry::Other:
      image.host = *rc::gen::element<std::string>("ghcr.io", "localhost",
                                                  "registry:5000", "[fd00::2]:80");
      break;
  }
  return image;
}

Parts some_reference() {
  Parts parts{.image = some_registry(), .text = {}};
  ImageReference& image = parts.image;
  image.repository = some_component() + "/" + some_component();
  const bool hub = image.registry == ImageReference::Registry::DockerHub;
  // Without its host, a first component with a dot would be one.
  const bool short_name =
      hub &&
      image.repository.substr(0, image.repository.find('/')).find('.') ==
          std::string::npos &&
      !image.repository.starts_with("localhost/");
  parts.text = (short_name ? "" : image.host + "/") + image.repository;
  if (*rc::gen::arbitrary<bool>()) {
    image.tag = some_of("aZ9_", 1, 1) + some_of("aZ9_.-", 0, 20);
    parts.text += ":" + image.tag;
  }
  if (*rc::gen::arbitrary<bool>()) {
    image.digest = "sha256:" + some_of("0123456789abcdef", 64, 64);
    parts.text += "@" + image.digest;
  } else if (image.tag.empty()) {
    image.tag = "latest";
  }
  return parts;
}

RC_GTEST_PROP(ImageReferenceProperty, ReadsBackWhatWasPutTogether, ()) {
  const Parts parts = some_reference();
  const auto result = parse_image_reference(parts.text);
  RC_ASSERT(std::holds_alternative<ImageReference>(result));
  const auto& image = std::get<ImageReference>(result);
  RC_ASSERT(image.registry == parts.image.registry);
  RC_ASSERT(image.host == parts.image.host);
  RC_ASSERT(image.account == parts.image.account);
  RC_ASSERT(image.region == parts.image.region);
  RC_ASSERT(image.partition == parts.image.partition);
  RC_ASSERT(image.dns_suffix == parts.image.dns_suffix);
  RC_ASSERT(image.dual_stack == parts.image.dual_stack);
  RC_ASSERT(image.fips == parts.image.fips);
  RC_ASSERT(image.repository == parts.image.repository);
  RC_ASSERT(image.tag == parts.image.tag);
  RC_ASSERT(image.digest == parts.image.digest);
}

RC_GTEST_PROP(ImageReferenceProperty, SurvivesDamage, ()) {
  std::string text = some_reference().text;
  const auto blows = *rc::gen::inRange(1, 6);
  for (int blow = 0; blow < blows && !text.empty(); ++blow) {
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        text.erase(at, 1);
        break;
      case 1:
        text[at] = *rc::gen::arbitrary<char>();
        break;
      default:
        text.insert(at, 1, *rc::gen::elementOf(std::string("@:/.[]-_ A\0\xff", 12)));
    }
  }
  const auto result = parse_image_reference(text);
  if (const auto* invalid = std::get_if<InvalidReference>(&result)) {
    RC_ASSERT(!invalid->reason.empty());
    return;
  }
  const auto& image = std::get<ImageReference>(result);
  RC_ASSERT(!image.repository.empty());
  RC_ASSERT(!image.host.empty());
  RC_ASSERT(!image.tag.empty() || !image.digest.empty());
  RC_ASSERT(!registry_host(image).empty());
  if (image.registry == ImageReference::Registry::PrivateEcr) {
    RC_ASSERT(image.account.size() == 12u);
    RC_ASSERT(layer_host(image).find(image.region) != std::string::npos);
  }
}

RC_GTEST_PROP(ImageReferenceProperty, SurvivesAnyText, (const std::string& text)) {
  static_cast<void>(parse_image_reference(text));
}

}  // namespace
}  // namespace pullproof::gates::image_reference_test
