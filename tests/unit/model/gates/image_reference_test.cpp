#include "model/gates/image_reference.h"

#include <gtest/gtest.h>

#include "model/core/ensure.h"

namespace pullproof::gates::image_reference_test {
namespace {

using Registry = ImageReference::Registry;

const std::string kDigest = "sha256:" + std::string(64, 'a');

ImageReference parsed(const std::string& text) {
  const auto result = parse_image_reference(text);
  const auto* image = std::get_if<ImageReference>(&result);
  EXPECT_NE(image, nullptr) << text;
  return image == nullptr ? ImageReference{} : *image;
}

std::string reason(const std::string& text) {
  const auto result = parse_image_reference(text);
  const auto* invalid = std::get_if<InvalidReference>(&result);
  return invalid == nullptr ? "valid" : invalid->reason;
}

TEST(ImageReference, ReadsAPrivateEcrImage) {
  const auto image =
      parsed("111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1.4.2");
  EXPECT_EQ(image.registry, Registry::PrivateEcr);
  EXPECT_EQ(image.host, "111122223333.dkr.ecr.eu-central-1.amazonaws.com");
  EXPECT_EQ(image.account, "111122223333");
  EXPECT_EQ(image.region, "eu-central-1");
  EXPECT_EQ(image.partition, "aws");
  EXPECT_EQ(image.dns_suffix, "amazonaws.com");
  EXPECT_EQ(image.repository, "acme/web");
  EXPECT_EQ(image.tag, "1.4.2");
  EXPECT_EQ(image.digest, "");
  EXPECT_FALSE(image.dual_stack);
  EXPECT_FALSE(image.fips);
}

TEST(ImageReference, ReadsEveryFormOfAPrivateRegistryHost) {
  const auto dual = parsed("111122223333.dkr-ecr.eu-central-1.on.aws/web");
  EXPECT_EQ(dual.registry, Registry::PrivateEcr);
  EXPECT_TRUE(dual.dual_stack);
  const auto fips = parsed("111122223333.dkr.ecr-fips.us-east-1.amazonaws.com/web");
  EXPECT_EQ(fips.registry, Registry::PrivateEcr);
  EXPECT_TRUE(fips.fips);
  const auto both = parsed("111122223333.dkr-ecr-fips.us-east-1.on.aws/web");
  EXPECT_TRUE(both.fips && both.dual_stack);
  EXPECT_EQ(parsed("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/web").partition,
            "aws-cn");
  EXPECT_EQ(parsed("111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/web")
                .partition,
            "aws-cn");
  EXPECT_EQ(parsed("111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/web").partition,
            "aws-us-gov");
  EXPECT_EQ(parsed("111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu/web").partition,
            "aws-eusc");
  EXPECT_EQ(parsed("111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov/web").partition,
            "aws-iso");
}

TEST(ImageReference, TakesNearMissesOfAnEcrHostForOtherRegistries) {
  for (const char* text :
       {"111122223333.dkr.ecr.eu-central-1.amazonaws.co/acme/web:1",
        "11112222333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1",
        "111122223333.dkr.ecr.eu-central.amazonaws.com/acme/web:1",
        "111122223333.dkr.ecr.eu-central-1a.amazonaws.com/acme/web:1",
        "111122223333.dkr.ecr.cn-north-1.amazonaws.com/acme/web:1",
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com.cn/acme/web:1",
        "111122223333.dkr-ecr.eu-central-1.amazonaws.com/acme/web:1",
        "111122223333.dkr.ecr.eu-central-1.amazonaws.com:443/acme/web:1",
        "ghcr.io/acme/web:1", "localhost/web", "localhost:5000/web"}) {
    EXPECT_EQ(parsed(text).registry, Registry::Other) << text;
  }
}

TEST(ImageReference, ReadsPublicRegistries) {
  EXPECT_EQ(parsed("public.ecr.aws/nginx/nginx:1").registry, Registry::PublicEcr);
  EXPECT_EQ(parsed("ecr-public.aws.com/nginx/nginx").registry, Registry::PublicEcr);
  const auto official = parsed("nginx");
  EXPECT_EQ(official.registry, Registry::DockerHub);
  EXPECT_EQ(official.host, "docker.io");
  EXPECT_EQ(official.repository, "library/nginx");
  EXPECT_EQ(official.tag, "latest");
  EXPECT_EQ(parsed("acme/web:2").repository, "acme/web");
  EXPECT_EQ(parsed("index.docker.io/nginx").repository, "library/nginx");
}

TEST(ImageReference, KeepsTagAndDigestApart) {
  const auto both = parsed("ghcr.io/acme/web:1.4@" + kDigest);
  EXPECT_EQ(both.tag, "1.4");
  EXPECT_EQ(both.digest, kDigest);
  const auto digest = parsed("ghcr.io/acme/web@" + kDigest);
  EXPECT_EQ(digest.tag, "");
  EXPECT_EQ(digest.digest, kDigest);
  EXPECT_EQ(parsed("ghcr.io:5000/acme/web").tag, "latest");
  EXPECT_EQ(registry_host(parsed("ghcr.io:5000/acme/web")), "ghcr.io");
  EXPECT_EQ(registry_host(parsed("[fd00::1]:5000/acme/web")), "[fd00::1]");
}

TEST(ImageReference, SaysWhatIsWrong) {
  EXPECT_EQ(reason(""), "it is empty");
  EXPECT_EQ(reason("acme/Web:1"), "the repository name `acme/Web` must be lower case");
  EXPECT_EQ(reason("https://ghcr.io/acme/web"),
            "`https:` cannot be the host of a registry");
  EXPECT_EQ(reason("acme//web"), "`acme//web` cannot be the name of a repository");
  EXPECT_EQ(reason("ghcr.io/"), "it names no repository");
  EXPECT_EQ(reason("acme/web "), "`acme/web ` cannot be the name of a repository");
  EXPECT_EQ(reason("acme/web:"), "nothing stands after the colon");
  EXPECT_EQ(reason("acme/web:a b"),
            "the tag `a b` has characters that no tag may have");
  EXPECT_EQ(reason("acme/web:-1"), "the tag `-1` has characters that no tag may have");
  EXPECT_EQ(reason("acme/web@sha512:" + std::string(128, 'a')).substr(0, 10),
            "the digest");
  EXPECT_EQ(reason("acme/web@sha256:ab"),
            "the digest `sha256:ab` has 2 digits after `sha256:`, not 64");
  EXPECT_NE(reason("acme/web@sha256:" + std::string(64, 'g')).find("not hexadecimal"),
            std::string::npos);
  EXPECT_NE(reason("acme/web@sha256:" + std::string(64, 'A')).find("upper-case"),
            std::string::npos);
  EXPECT_EQ(reason(std::string(64, 'a')), "it is read as an image id, not as a name");
}

TEST(ImageReference, KeepsTheLimitsOfEcs) {
  const std::string name(251, 'a');
  EXPECT_EQ(reason(name + ":tag"), "valid");
  EXPECT_EQ(reason(name + ":tags"), "it is 256 characters long, and ECS allows 255");
  EXPECT_EQ(reason(name + ":tag@" + kDigest), "valid");
  EXPECT_EQ(reason(name + ":tags@" + kDigest),
            "it is 256 characters long before the digest, and ECS allows 255");
  EXPECT_EQ(reason("web:" + std::string(128, 'a')), "valid");
  EXPECT_NE(reason("web:" + std::string(129, 'a')), "valid");
}

TEST(ImageReference, AllowsTheSeparatorsOfTheGrammar) {
  for (const char* name : {"a.b", "a_b", "a__b", "a-b", "a---b", "a1/b2/c3"}) {
    EXPECT_EQ(reason(name), "valid") << name;
  }
  for (const char* name : {"a..b", "a___b", "a.-b", "-a", "a-", ".a", "a/.b"}) {
    EXPECT_NE(reason(name), "valid") << name;
  }
}

TEST(ImageReference, NamesTheHostsOfAPull) {
  const auto image = parsed("111122223333.dkr.ecr.eu-central-1.amazonaws.com/web");
  EXPECT_EQ(api_host(image), "api.ecr.eu-central-1.amazonaws.com");
  EXPECT_EQ(api_host(image, ApiAddressing::Ipv6Only), "ecr.eu-central-1.api.aws");
  EXPECT_EQ(registry_host(image), "111122223333.dkr.ecr.eu-central-1.amazonaws.com");
  EXPECT_EQ(layer_host(image),
            "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com");
  EXPECT_EQ(layer_bucket_arn(image),
            "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket");
}

TEST(ImageReference, NamesTheIpv4HostsForADualStackRegistryToo) {
  const auto image = parsed("111122223333.dkr-ecr.eu-central-1.on.aws/web");
  EXPECT_EQ(api_host(image), "api.ecr.eu-central-1.amazonaws.com");
  EXPECT_EQ(layer_host(image),
            "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com");
}

TEST(ImageReference, NamesTheHostsOfOtherPartitions) {
  const auto china = parsed("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/web");
  EXPECT_EQ(api_host(china), "api.ecr.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(api_host(china, ApiAddressing::Ipv6Only),
            "ecr.cn-north-1.api.amazonwebservices.com.cn");
  EXPECT_EQ(layer_host(china),
            "prod-cn-north-1-starport-layer-bucket.s3.cn-north-1.amazonaws.com.cn");
  EXPECT_EQ(layer_bucket_arn(china),
            "arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket");
  const auto europe = parsed("111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu/web");
  EXPECT_EQ(api_host(europe, ApiAddressing::Ipv6Only),
            "api.ecr.eusc-de-east-1.api.amazonwebservices.eu");
  const auto iso = parsed("111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov/web");
  EXPECT_EQ(api_host(iso, ApiAddressing::Ipv6Only), "");
}

TEST(ImageReference, KnowsNoLayerHostOfOtherRegistries) {
  EXPECT_THROW(static_cast<void>(layer_host(parsed("nginx"))), BrokenInvariant);
}

Gate judged(const std::string& image) {
  const aws::Snapshot account;
  const ReferencePlace place{
      .image = image,
      .container = "web",
      .fact = fact_about("web:1", {"task.json", "/taskDefinition"}, "its image")};
  return ImageReferenceGate::lets_through(place, Context{.account = account});
}

TEST(ImageReferenceGate, LetsValidReferencesThrough) {
  EXPECT_EQ(judged("acme/web:1").lets_through.as_constant(), Truth::Yes);
}

TEST(ImageReferenceGate, RefusesAnInvalidReferenceWithItsReason) {
  const Gate gate = judged("acme/Web:1");
  EXPECT_EQ(gate.mechanism, "image-reference");
  EXPECT_EQ(gate.code, "IMAGE_REFERENCE_INVALID");
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::No);
  EXPECT_EQ(gate.message,
            "`acme/Web:1` is no image reference: the repository name `acme/Web` must "
            "be lower case");
  const auto facts = blame(gate.lets_through, {});
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts.front()->id, "web:1");
}

}  // namespace
}  // namespace pullproof::gates::image_reference_test
