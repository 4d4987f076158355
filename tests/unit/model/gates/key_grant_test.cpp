#include "model/gates/key_grant.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/image_index.h"
#include "tests/support/image_account.h"

namespace pullproof::gates::key_grant_test {
namespace {

using nlohmann::json;

const std::string kKey = "arn:aws:kms:eu-central-1:111122223333:key/k-1";
const std::string kFolder = "111122223333/eu-central-1/";
const std::string kGrants = kFolder + "kms-list-grants/k-1.json";
const std::string kPolicy = kFolder + "kms-get-key-policy/k-1.json";
constexpr const char* kArn =
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";

template <class G>
Gate ask(const json& bundle, bool strict = false) {
  const aws::Snapshot account = support::read_bundle(bundle);
  const ImageIndex index(account);
  ImagePlace place;
  place.scope = {support::kImageAccount, support::kImageRegion};
  place.repository = "acme/web";
  place.tag = "1.4.2";
  place.images = &index;
  return G::lets_through(place, Context{.account = account, .strict = strict});
}

json encrypted() {
  auto bundle = support::image_account();
  bundle[support::kRepositories]["repositories"][0]["encryptionConfiguration"] = {
      {"encryptionType", "KMS"}, {"kmsKey", kKey}};
  return bundle;
}

json grant(const std::string& grantee, const std::string& repository) {
  return {
      {"GranteePrincipal", grantee},
      {"Operations", {"GenerateDataKey", "Decrypt"}},
      {"Constraints", {{"EncryptionContextSubset", {{"aws:ecr:arn", repository}}}}}};
}

Gate with_grants(const json& grants) {
  auto bundle = encrypted();
  bundle[kGrants] = {{"Grants", grants}};
  return ask<KeyGrantGate>(bundle);
}

Truth truth_with(const json& grants) {
  return with_grants(grants).lets_through.as_constant();
}

Gate with_statement(const json& statement) {
  auto bundle = encrypted();
  bundle[kPolicy] = {
      {"PolicyName", "default"},
      {"Policy", {{"Version", "2012-10-17"}, {"Statement", json::array({statement})}}}};
  return ask<KeyPolicyGate>(bundle);
}

Truth denied(const json& principal, const json& more = json::object()) {
  json statement = {{"Effect", "Deny"},
                    {"Principal", principal},
                    {"Action", "kms:Decrypt"},
                    {"Resource", "*"}};
  statement.update(more);
  return with_statement(statement).lets_through.as_constant();
}

constexpr const char* kEcr = "ecr.eu-central-1.amazonaws.com";

TEST(KeyGrantGate, LetsEcrsOwnGrantThrough) {
  EXPECT_EQ(truth_with(json::array({grant(kEcr, kArn)})), Truth::Yes);
  EXPECT_EQ(truth_with(json::array({grant("ecr.amazonaws.com", kArn)})), Truth::Yes);
}

TEST(KeyGrantGate, RefusesAKeyWithoutOne) {
  const Gate gate = with_grants(json::array());
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::No);
  EXPECT_EQ(gate.mechanism, "kms");
  EXPECT_EQ(gate.code, "KMS_GRANT_MISSING");
  const auto fact = blame(gate.lets_through, {}).front();
  EXPECT_EQ(fact->id, kKey);
  EXPECT_EQ(fact->file, kGrants);
  EXPECT_EQ(fact->pointer, "/Grants");
}

TEST(KeyGrantGate, RefusesGrantsForSomebodyOrSomethingElse) {
  EXPECT_EQ(truth_with(json::array({grant("dynamodb.amazonaws.com", kArn)})),
            Truth::No);
  EXPECT_EQ(truth_with(json::array({grant("arn:aws:iam::111122223333:role/ci", kArn)})),
            Truth::No);
  EXPECT_EQ(truth_with(json::array({grant(kEcr, std::string(kArn) + "2")})), Truth::No);
  json describe = grant(kEcr, kArn);
  describe["Operations"] = {"RetireGrant", "DescribeKey"};
  EXPECT_EQ(truth_with(json::array({describe})), Truth::No);
}

// KMS hides the name of a service behind its grants; the context tells them apart.
TEST(KeyGrantGate, KnowsEcrsGrantByTheRepositoryThatItBindsTo) {
  EXPECT_EQ(truth_with(json::array({grant("AWS Internal", kArn)})), Truth::Yes);
}

TEST(KeyGrantGate, LeavesGrantsOpenThatItCannotRead) {
  json unbound = grant("AWS Internal", kArn);
  unbound.erase("Constraints");
  EXPECT_EQ(truth_with(json::array({unbound})), Truth::Unknown);
  json more = grant(kEcr, kArn);
  more["Constraints"]["EncryptionContextSubset"]["x"] = "y";
  EXPECT_EQ(truth_with(json::array({more})), Truth::Unknown);
}

TEST(KeyGrantGate, AssumesGrantsThatWereNotCollected) {
  const Gate gate = ask<KeyGrantGate>(encrypted());
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions[0].name, "kms-list-grants/k-1");
  const Gate strict = ask<KeyGrantGate>(encrypted(), true);
  EXPECT_EQ(questions(strict.lets_through).begin()->call, "kms-list-grants/k-1");
}

TEST(KeyGrantGate, AsksNothingOfAPlainRepository) {
  const Gate gate = ask<KeyGrantGate>(support::image_account(), true);
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
}

TEST(KeyPolicyGate, RefusesADenialForEverybody) {
  EXPECT_EQ(denied("*"), Truth::No);
  EXPECT_EQ(denied({{"AWS", "*"}}, {{"Action", "kms:*"}, {"Resource", kKey}}),
            Truth::No);
  const json mine = {
      {"Condition", {{"StringEquals", {{"kms:EncryptionContext:aws:ecr:arn", kArn}}}}}};
  EXPECT_EQ(denied("*", mine), Truth::No);
}

TEST(KeyPolicyGate, PassesDenialsOfOtherThings) {
  EXPECT_EQ(denied("*", {{"Action", "kms:ScheduleKeyDeletion"}}), Truth::Yes);
  EXPECT_EQ(denied({{"AWS", "arn:aws:iam::111122223333:role/ci"}}), Truth::Yes);
  EXPECT_EQ(denied("*", {{"Effect", "Allow"}}), Truth::Yes);
  const json plain = {{"Condition", {{"Bool", {{"aws:SecureTransport", "false"}}}}}};
  EXPECT_EQ(denied("*", plain), Truth::Yes);
}

TEST(KeyPolicyGate, LeavesOpenWhomADenialMeans) {
  EXPECT_EQ(denied({{"AWS", "arn:aws:iam::111122223333:root"}}), Truth::Unknown);
  EXPECT_EQ(denied({{"Service", "ecr.amazonaws.com"}}), Truth::Unknown);
  const json caller = {
      {"Condition", {{"StringNotEquals", {{"kms:CallerAccount", "111122223333"}}}}}};
  EXPECT_EQ(denied("*", caller), Truth::Unknown);
}

TEST(KeyPolicyGate, AssumesAPolicyThatWasNotCollected) {
  const Gate gate = ask<KeyPolicyGate>(encrypted());
  EXPECT_EQ(gate.lets_through.as_constant(), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions[0].name, "kms-get-key-policy/k-1");
}

}  // namespace
}  // namespace pullproof::gates::key_grant_test
