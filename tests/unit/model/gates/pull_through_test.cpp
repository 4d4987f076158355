#include "model/gates/pull_through.h"

#include <gtest/gtest.h>

#include "tests/support/pull_through_account.h"

namespace pullproof::gates::pull_through_test {
namespace {

using nlohmann::json;
using support::add_rule;
using support::digest_of;
using support::hub_rule;
using support::image_account;
using support::quay_rule;

struct Asked {
  explicit Asked(const json& bundle, const std::string& repository,
                 const std::string& tag = "1", bool strict = false)
      : account(support::read_bundle(bundle)),
        index(account),
        context{.account = account, .strict = strict} {
    place.scope = {support::kImageAccount, support::kImageRegion};
    place.repository = repository;
    place.tag = tag;
    place.images = &index;
  }

  aws::Snapshot account;
  ImageIndex index;
  Context context;
  ImagePlace place;
};

/// "imports", "nothing", or why nobody knows.
std::string told(const json& bundle, const std::string& repository,
                 const std::string& tag = "1") {
  const Asked asked(bundle, repository, tag);
  const auto repository_answer = find_repository(asked.place, asked.context);
  if (import_of(asked.place, asked.context)) return "imports";
  if (repository_answer.presence == Presence::Undecided) {
    return repository_answer.question.why;
  }
  const auto image = find_image(asked.place, asked.context);
  return image.presence == Presence::Undecided &&
                 repository_answer.presence == Presence::Present
             ? image.question.why
             : "nothing";
}

json with(const json& rule) {
  json bundle = image_account();
  add_rule(bundle, rule);
  return bundle;
}

json changed(json rule, const std::string& field, const json& value) {
  rule[field] = value;
  return rule;
}

TEST(PullThrough, ImportsWhatItsRuleCovers) {
  EXPECT_EQ(told(with(quay_rule()), "quay/acme/web"), "imports");
  EXPECT_EQ(told(with(quay_rule("quay/")), "quay/acme/web"), "imports");
  EXPECT_EQ(told(with(quay_rule("ROOT")), "other/web"), "imports");
  EXPECT_EQ(told(with(quay_rule()), "quayside/web"), "nothing");
  EXPECT_EQ(told(with(quay_rule()), "quay"), "nothing");
  EXPECT_EQ(told(image_account(), "quay/acme/web"), "nothing");
}

TEST(PullThrough, ImportsIntoARepositoryThatIsThere) {
  const json bundle = with(quay_rule("acme"));
  EXPECT_EQ(told(bundle, "acme/web", "9.9"), "imports");
  EXPECT_EQ(told(bundle, "acme/web", "1.4.2"), "nothing") << "it is there";
  const Asked asked(bundle, "acme/web", "9.9");
  const auto import = import_of(asked.place, asked.context);
  ASSERT_TRUE(import.has_value());
  EXPECT_FALSE(import->creates_repository);
  EXPECT_TRUE(import->may_have_layers);
}

TEST(PullThrough, CreatesARepositoryThatIsNotThere) {
  const Asked asked(with(quay_rule()), "quay/acme/web");
  const auto import = import_of(asked.place, asked.context);
  ASSERT_TRUE(import.has_value());
  EXPECT_EQ(import->rule->prefix, "quay");
  EXPECT_TRUE(import->creates_repository);
  EXPECT_FALSE(import->may_have_layers);
}

TEST(PullThrough, DoesNotTellWhoseImagesARuleOfTheRootLacks) {
  EXPECT_NE(told(with(quay_rule("ROOT")), "acme/web", "9.9").find("is not known"),
            std::string::npos);
}

TEST(PullThrough, IsUnknownByDigest) {
  Asked asked(with(quay_rule("acme")), "acme/web");
  asked.place.digest = digest_of('f');
  const auto answer = find_image(asked.place, asked.context);
  EXPECT_EQ(answer.presence, Presence::Undecided);
  EXPECT_EQ(import_of(asked.place, asked.context), std::nullopt);
}

// ECR user guide, "Pulling an image with a pull through cache rule".
TEST(PullThrough, NeedsLibraryForOfficialImagesOfDockerHub) {
  json bundle = with(hub_rule());
  support::add_upstream_secret(bundle);
  EXPECT_EQ(told(bundle, "hub/library/web"), "imports");
  EXPECT_EQ(told(bundle, "hub/acme/web"), "imports");
  EXPECT_NE(told(bundle, "hub/web").find("below library/"), std::string::npos);
  EXPECT_EQ(told(with(quay_rule("quay")), "quay/web"), "imports");
}

TEST(PullThrough, IsUnknownForUpstreamsThatAreNotModelled) {
  const auto open = [](const json& rule) {
    const std::string why = told(with(rule), "hub/library/web");
    return why != "imports" && why != "nothing";
  };
  json rule = hub_rule();
  EXPECT_TRUE(open(changed(rule, "upstreamRegistryUrl", "")));
  EXPECT_TRUE(open(changed(rule, "upstreamRegistryUrl",
                           "444455556666.dkr.ecr.eu-central-1.amazonaws.com")));
  EXPECT_TRUE(open(changed(rule, "upstreamRegistry", "ecr")));
  EXPECT_TRUE(
      open(changed(rule, "customRoleArn", "arn:aws:iam::111122223333:role/cache")));
  EXPECT_TRUE(open(changed(rule, "credentialArn", "")));
  EXPECT_TRUE(open(
      changed(rule, "credentialArn",
              "arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-Qm3Tz8")));
  EXPECT_TRUE(open(changed(rule, "credentialArn",
                           "arn:aws:secretsmanager:eu-west-1:111122223333:secret:"
                           "ecr-pullthroughcache/hub-Qm3Tz8")));
  EXPECT_FALSE(open(rule));
}

TEST(PullThrough, IsUnknownWhereRulesLieWithinEachOther) {
  json bundle = with(quay_rule());
  add_rule(bundle, quay_rule("quay/acme"));
  EXPECT_NE(told(bundle, "quay/acme/web").find("is not documented"), std::string::npos);
  EXPECT_EQ(told(bundle, "quay/other/web"), "imports");
}

TEST(UpstreamImageGate, AssumesThatTheUpstreamHasIt) {
  const Asked asked(with(quay_rule()), "quay/acme/web", "1", true);
  const Gate gate = UpstreamImageGate::lets_through(asked.place, asked.context);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions[0].name, "image quay/acme/web:1");
  EXPECT_NE(gate.assumptions[0].value.find("quay.io has it"), std::string::npos);
}

TEST(UpstreamImageGate, HasNoSayWhereTheImageIsThere) {
  const Asked asked(with(quay_rule("acme")), "acme/web", "1.4.2");
  const Gate gate = UpstreamImageGate::lets_through(asked.place, asked.context);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  EXPECT_TRUE(gate.assumptions.empty());
}

TEST(UpstreamImageGate, AsksForTheTemplatesOfWhatIsCreated) {
  json bundle = with(quay_rule());
  bundle.erase(support::kCreationTemplates);
  const Asked asked(bundle, "quay/acme/web");
  const Gate gate = UpstreamImageGate::lets_through(asked.place, asked.context);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 2U);
  EXPECT_EQ(gate.assumptions[0].name, "ecr-describe-repository-creation-templates");
  const Asked strictly(bundle, "quay/acme/web", "1", true);
  EXPECT_EQ(UpstreamImageGate::lets_through(strictly.place, strictly.context)
                .lets_through.as_constant(),
            Truth::Unknown);
}

TEST(UpstreamImageGate, LeavesOpenWhatATemplateSets) {
  const auto truth = [](const json& settings) {
    json bundle = with(quay_rule());
    json one = {{"prefix", "quay"}, {"appliedFor", {"PULL_THROUGH_CACHE"}}};
    one.update(settings);
    bundle[support::kCreationTemplates]["repositoryCreationTemplates"].push_back(one);
    const Asked asked(bundle, "quay/acme/web");
    return UpstreamImageGate::lets_through(asked.place, asked.context)
        .lets_through.as_constant();
  };
  const json policy = {{"repositoryPolicy", R"({"Statement": []})"}};
  const json key = {{"encryptionConfiguration", {{"encryptionType", "KMS"}}}};
  EXPECT_EQ(truth(json::object()), Truth::Yes);
  EXPECT_EQ(truth(policy), Truth::Unknown);
  EXPECT_EQ(truth(key), Truth::Unknown);
  json elsewhere = policy;
  elsewhere["prefix"] = "hub";
  EXPECT_EQ(truth(elsewhere), Truth::Yes);
  json replicated = policy;
  replicated["appliedFor"] = {"REPLICATION"};
  EXPECT_EQ(truth(replicated), Truth::Yes);
}

Gate secret_gate(const json& bundle, bool strict = false) {
  const Asked asked(bundle, "hub/library/web", "1", strict);
  return UpstreamSecretGate::lets_through(asked.place, asked.context);
}

TEST(UpstreamSecretGate, FindsTheSecret) {
  json bundle = with(hub_rule());
  support::add_upstream_secret(bundle);
  EXPECT_EQ(secret_gate(bundle).lets_through.as_constant(), Truth::Yes);
}

TEST(UpstreamSecretGate, RefusesWhereThereIsNone) {
  json bundle = with(hub_rule());
  bundle[support::kSecretList]["SecretList"] = json::array();
  const Gate gate = secret_gate(bundle);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::No);
  EXPECT_EQ(gate.code, "UPSTREAM_SECRET_UNAVAILABLE");
  const auto facts = blame(gate.lets_through, {});
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0]->id, "ecr-pull-through-cache-rule/hub");
  EXPECT_EQ(facts[0]->pointer, "/pullThroughCacheRules/0/credentialArn");
}

TEST(UpstreamSecretGate, RefusesOneThatIsMarkedForDeletion) {
  json bundle = with(hub_rule());
  support::add_upstream_secret(bundle);
  bundle[support::kSecretList]["SecretList"][0]["DeletedDate"] =
      "2026-11-20T09:15:00+00:00";
  const Gate gate = secret_gate(bundle);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::No);
  EXPECT_EQ(blame(gate.lets_through, {}).size(), 2U);
}

TEST(UpstreamSecretGate, AssumesTheSecretWhereNoneWereCollected) {
  const Gate gate = secret_gate(with(hub_rule()));
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions[0].name, "secretsmanager-list-secrets");
  EXPECT_EQ(secret_gate(with(hub_rule()), true).lets_through.as_constant(),
            Truth::Unknown);
}

/// AWS: ECR user guide: the secret is encrypted with aws/secretsmanager.
TEST(UpstreamSecretGate, LeavesACustomersKeyOpen) {
  json bundle = with(hub_rule());
  support::add_upstream_secret(bundle);
  json& key = bundle[support::kSecretList]["SecretList"][0]["KmsKeyId"];
  key = "alias/aws/secretsmanager";
  EXPECT_EQ(told(bundle, "hub/library/web"), "imports");
  key = "alias/acme";
  EXPECT_NE(told(bundle, "hub/library/web").find("alias/acme"), std::string::npos);
}

}  // namespace
}  // namespace pullproof::gates::pull_through_test
