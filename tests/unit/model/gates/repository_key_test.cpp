#include "model/gates/repository_key.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/image_index.h"
#include "tests/support/image_account.h"

namespace pullproof::gates::repository_key_test {
namespace {

using nlohmann::json;

constexpr const char* kKeyId = "1234abcd-12ab-34cd-56ef-1234567890ab";
const std::string kKey =
    std::string("arn:aws:kms:eu-central-1:111122223333:key/") + kKeyId;

Gate ask(const json& bundle) {
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  ImagePlace place;
  place.scope = {support::kImageAccount, support::kImageRegion};
  place.repository = "acme/web";
  place.tag = "1.4.2";
  place.images = &index;
  return RepositoryKeyGate::lets_through(place, Context{.account = account});
}

json encrypted(const std::string& type, const std::string& key) {
  auto bundle = support::image_account();
  auto& encryption =
      bundle[support::kRepositories]["repositories"][0]["encryptionConfiguration"];
  encryption = {{"encryptionType", type}};
  if (!key.empty()) encryption["kmsKey"] = key;
  return bundle;
}

json with_state(json bundle, const std::string& state) {
  bundle[std::string("111122223333/eu-central-1/kms-describe-key/") + kKeyId +
         ".json"] = {
      {"KeyMetadata", {{"Arn", kKey}, {"KeyId", kKeyId}, {"KeyState", state}}}};
  return bundle;
}

Truth truth(const json& bundle) { return ask(bundle).lets_through.as_constant(); }

std::string asked(const json& bundle) {
  const auto all = questions(ask(bundle).lets_through);
  return all.empty() ? "" : all.begin()->call;
}

TEST(RepositoryKeyGate, NeedsNoKeyForPlainEncryption) {
  EXPECT_EQ(truth(support::image_account()), Truth::Yes);
}

TEST(RepositoryKeyGate, LetsAnEnabledKeyThrough) {
  EXPECT_EQ(truth(with_state(encrypted("KMS", kKey), "Enabled")), Truth::Yes);
  EXPECT_EQ(truth(with_state(encrypted("KMS_DSSE", kKey), "Enabled")), Truth::Yes);
}

TEST(RepositoryKeyGate, RefusesEveryUnusableState) {
  for (const char* state : {"Disabled", "PendingDeletion", "PendingImport",
                            "PendingReplicaDeletion", "Unavailable"}) {
    EXPECT_EQ(truth(with_state(encrypted("KMS", kKey), state)), Truth::No) << state;
  }
  const Gate gate = ask(with_state(encrypted("KMS_DSSE", kKey), "Disabled"));
  EXPECT_EQ(gate.mechanism, "kms");
  EXPECT_EQ(gate.code, "KMS_KEY_UNUSABLE");
  EXPECT_EQ(blame(gate.lets_through, {}).front()->id, kKey);
}

TEST(RepositoryKeyGate, LeavesPassingStatesOpen) {
  EXPECT_EQ(truth(with_state(encrypted("KMS", kKey), "Updating")), Truth::Unknown);
}

TEST(RepositoryKeyGate, FindsAKeyByItsId) {
  EXPECT_EQ(truth(with_state(encrypted("KMS", kKeyId), "Disabled")), Truth::No);
}

TEST(RepositoryKeyGate, AsksForAKeyThatWasNotCollected) {
  EXPECT_EQ(asked(encrypted("KMS", kKey)), std::string("kms-describe-key/") + kKeyId);
  EXPECT_EQ(asked(encrypted("KMS", "alias/ours")), "kms-describe-key/alias/ours");
}

TEST(RepositoryKeyGate, TrustsTheKeyThatAwsManages) {
  EXPECT_EQ(truth(encrypted("KMS", "")), Truth::Yes);
  EXPECT_EQ(truth(encrypted("KMS", "alias/aws/ecr")), Truth::Yes);
}

TEST(RepositoryKeyGate, AsksHowARepositoryIsEncryptedIfItsListIsMissing) {
  auto bundle = support::image_account();
  bundle.erase(support::kRepositories);
  EXPECT_EQ(asked(bundle), "ecr-describe-repositories");
}

TEST(RepositoryKeyGate, BelievesEcrThatTheKeyFails) {
  for (const json& id :
       {json{{"imageTag", "1.4.2"}}, json{{"imageDigest", support::digest_of('a')}}}) {
    auto bundle = with_state(encrypted("KMS", kKey), "Enabled");
    bundle[support::kManifests] = {
        {"images", json::array()},
        {"failures", json::array({{{"imageId", id}, {"failureCode", "KmsError"}}})}};
    const Gate gate = ask(bundle);
    EXPECT_EQ(gate.lets_through.as_constant(), Truth::No) << id;
    const auto fact = blame(gate.lets_through, {}).front();
    EXPECT_EQ(fact->id, kKey);
    EXPECT_EQ(fact->file, support::kManifests);
    EXPECT_EQ(fact->pointer, "/failures/0");
  }
}

TEST(RepositoryKeyGate, LeavesOtherFailuresToOtherGates) {
  auto bundle = support::image_account();
  bundle[support::kManifests]["failures"] = json::array(
      {{{"imageId", {{"imageTag", "9"}}}, {"failureCode", "KmsError"}},
       {{"imageId", {{"imageTag", "1.4.2"}}}, {"failureCode", "ImageNotFound"}}});
  EXPECT_EQ(truth(bundle), Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::repository_key_test
