#include "model/aws/ecr.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::ecr_test {
namespace {

TEST(Repository, ReadsItsEncryption) {
  const auto repository =
      only<Repository>(read("ecr-describe-repositories", R"({"repositories": [{
        "repositoryArn": "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web",
        "registryId": "111122223333", "repositoryName": "acme/web",
        "createdAt": 1795499903.362,
        "encryptionConfiguration": {"encryptionType": "KMS",
          "kmsKey": "arn:aws:kms:eu-central-1:111122223333:key/k"}}]})"));
  EXPECT_EQ(repository.name, "acme/web");
  EXPECT_EQ(repository.encryption_type, "KMS");
  EXPECT_EQ(repository.kms_key, "arn:aws:kms:eu-central-1:111122223333:key/k");
}

TEST(Repository, IsNotOneOfAnotherService) {
  const auto result = read(
      {{"x", R"({"repositories": [{"repositoryName": "a", "repositoryId": "1"}]})"},
       {"ecr-public-describe-repositories", R"({"repositories": [{}]})"},
       {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().table<Repository>().all().empty());
}

TEST(RepositoryPolicy, TakesItsRepositoryFromTheContent) {
  const auto result = read("x", R"({"registryId": "111122223333",
    "repositoryName": "acme/web",
    "policyText": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\"}]}"})");
  const auto policy = only<RepositoryPolicy>(result);
  EXPECT_EQ(policy.id(), "111122223333/acme/web");
  EXPECT_EQ(policy.document.statements.size(), 1U);
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecr-get-repository-policy/acme/web"));
  EXPECT_FALSE(result.value().calls().seen(kHome, "ecr-get-registry-policy"));
}

TEST(RepositoryPolicy, TakesItsRepositoryFromTheNameIfItMust) {
  const auto policy = only<RepositoryPolicy>(
      read("ecr-get-repository-policy/acme%2Fweb", R"({"policyText": "{}"})"));
  EXPECT_EQ(policy.id(), "111122223333/acme/web");
}

TEST(RepositoryPolicy, MayBeTheRegistrys) {
  const auto result = read("ecr-get-registry-policy", R"({"registryId": "111122223333",
                                          "policyText": "{\"Statement\": []}"})");
  EXPECT_EQ(only<RepositoryPolicy>(result).repository, "");
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecr-get-registry-policy"));
}

TEST(AccountSetting, IsANameInCapitalsBesideAValue) {
  const auto result = read({{"ecr-get-account-setting/REGISTRY_POLICY_SCOPE",
                             R"({"name": "REGISTRY_POLICY_SCOPE", "value": "V2"})"},
                            {"x", R"({"name": "Peter", "value": "V2"})"}});
  EXPECT_EQ(only<AccountSetting>(result).value, "V2");
  EXPECT_TRUE(result.value().calls().seen(
      kHome, "ecr-get-account-setting/REGISTRY_POLICY_SCOPE"));
}

TEST(ImageDetail, ReadsTagsAndStatus) {
  const auto image =
      only<ImageDetail>(read("ecr-describe-images/acme%2Fweb", R"({"imageDetails": [{
        "registryId": "111122223333", "repositoryName": "acme/web",
        "imageDigest": "sha256:1", "imageTags": ["1.0", "latest"],
        "imageStatus": "ARCHIVED", "imagePushedAt": 1795499906,
        "imageManifestMediaType": "m", "artifactMediaType": "a"}]})"));
  EXPECT_EQ(image.repository, "acme/web");
  EXPECT_EQ(image.tags, (Texts{"1.0", "latest"}));
  EXPECT_EQ(image.status, "ARCHIVED");
  EXPECT_EQ(image.media_type, "m");
  EXPECT_EQ(image.artifact_media_type, "a");
}

TEST(ImageDetail, MayHaveOneDigestInTwoRepositories) {
  const auto result = read("x", R"({"imageDetails": [
    {"repositoryName": "a", "imageDigest": "sha256:1"},
    {"repositoryName": "b", "imageDigest": "sha256:1"}]})");
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().table<ImageDetail>().all().size(), 2U);
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecr-describe-images/a"));
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecr-describe-images/b"));
}

TEST(ImageDetail, KnowsAnEmptyRepositoryByTheName) {
  const auto result =
      read("ecr-describe-images/acme%2Fempty", R"({"imageDetails": []})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecr-describe-images/acme/empty"));
}

TEST(PullThroughCacheRule, ReadsItsUpstream) {
  const auto rule = only<PullThroughCacheRule>(
      read("ecr-describe-pull-through-cache-rules", R"({"pullThroughCacheRules": [{
        "ecrRepositoryPrefix": "hub", "upstreamRegistryUrl": "registry-1.docker.io",
        "upstreamRegistry": "docker-hub", "credentialArn": "arn:secret",
        "upstreamRepositoryPrefix": "ROOT"}]})"));
  EXPECT_EQ(rule.id(), "hub");
  EXPECT_EQ(rule.registry_id, "111122223333");
  EXPECT_EQ(rule.upstream_url, "registry-1.docker.io");
  EXPECT_EQ(rule.upstream, "docker-hub");
  EXPECT_EQ(rule.credential_arn, "arn:secret");
  EXPECT_EQ(rule.custom_role_arn, "");
}

TEST(RepositoryCreationTemplate, IsPlainWithoutPolicyTagsAndKey) {
  const auto read_one = [](const std::string& settings) {
    return only<RepositoryCreationTemplate>(
        read("ecr-describe-repository-creation-templates",
             R"({"registryId": "111122223333", "repositoryCreationTemplates": [{
               "prefix": "hub", "appliedFor": ["PULL_THROUGH_CACHE"])" +
                 settings + "}]}"));
  };
  EXPECT_TRUE(read_one("").is_plain);
  EXPECT_TRUE(read_one("").for_pull_through);
  EXPECT_TRUE(read_one(R"(, "resourceTags": [], "repositoryPolicy": "",
    "encryptionConfiguration": {"encryptionType": "AES256"})")
                  .is_plain);
  EXPECT_FALSE(read_one(R"(, "repositoryPolicy": "{}")").is_plain);
  EXPECT_FALSE(read_one(R"(, "resourceTags": [{"Key": "a", "Value": "b"}])").is_plain);
  EXPECT_FALSE(
      read_one(R"(, "encryptionConfiguration": {"encryptionType": "KMS"})").is_plain);
}

TEST(ImageFailures, AreWhatEcrDidNotHandOut) {
  const auto result = read("ecr-batch-get-image/acme%2Fweb", R"({"images": [],
    "failures": [{"imageId": {"imageTag": "1"}, "failureCode": "KmsError",
                  "failureReason": "disabled"}]})");
  const auto refused = only<ImageFailures>(result);
  EXPECT_EQ(refused.repository, "acme/web");
  ASSERT_EQ(refused.failures.size(), 1U);
  EXPECT_EQ(refused.failures[0].tag, "1");
  EXPECT_EQ(refused.failures[0].code, "KmsError");
  EXPECT_EQ(refused.failures[0].source.pointer, "/failures/0");
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecr-batch-get-image/acme/web"));
}

TEST(RepositoryTags, AreOfTheArnThatTheirNameTells) {
  const auto result = read("ecr-list-tags-for-resource/arn%3Aweb",
                           R"({"tags": [{"Key": "env", "Value": "prod"}]})");
  const auto tags = only<RepositoryTags>(result);
  EXPECT_EQ(tags.arn, "arn:web");
  EXPECT_EQ(tags.tags, (Tags{{"env", "prod"}}));
}

}  // namespace
}  // namespace pullproof::aws::ecr_test
