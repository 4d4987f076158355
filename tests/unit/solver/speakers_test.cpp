#include "solver/speakers.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/question.h"

namespace pullproof::solver::speakers_test {
namespace {

using nlohmann::json;
using support::allowing;
using support::denying;

aws::PolicyDocument parse(const json& statements) {
  return aws::PolicyDocument::parse(support::document(statements), {}, true);
}

TEST(Speakers, AreThoseThatNameTheActionInTheirOrder) {
  const aws::PolicyDocument document = parse(
      {allowing({{"Action", "*"}}), allowing({{"Action", "ec2:*"}}),
       allowing({{"Action", {"EC2:Run*", "s3:get*"}}}), denying({{"Action", "s?:*"}})});
  const Speakers all = SpeakerIndex({&document}).of("s3:GetObject");
  ASSERT_EQ(all.allow.size(), 2U);
  EXPECT_EQ(all.allow[0], &document.statements[0]);
  EXPECT_EQ(all.allow[1], &document.statements[2]);
  ASSERT_EQ(all.deny.size(), 1U);
  EXPECT_EQ(SpeakerIndex({&document}).of("S3:PutObject").allow.size(), 1U);
}

TEST(Speakers, AreThoseOfNotActionForEverythingElse) {
  json statement = allowing();
  statement.erase("Action");
  statement["NotAction"] = "s3:Get*";
  const aws::PolicyDocument document = parse({statement});
  const SpeakerIndex index({&document});
  EXPECT_EQ(index.of("s3:GetObject").allow.size(), 0U);
  EXPECT_EQ(index.of("ec2:RunInstances").allow.size(), 1U);
}

// Whatever they turn out to be.
TEST(Speakers, AreOnBothSidesWhereAStatementIsNotUnderstood) {
  json odd = allowing();
  odd["Effect"] = "Perhaps";
  const aws::PolicyDocument document = parse({odd});
  aws::PolicyDocument broken;
  broken.not_modelled = "something odd";
  const Speakers all = SpeakerIndex({&document, &broken}).of("s3:GetObject");
  EXPECT_EQ(all.allow.size(), 1U);
  EXPECT_EQ(all.deny.size(), 1U);
  EXPECT_EQ(all.open.size(), 1U);
}

}  // namespace
}  // namespace pullproof::solver::speakers_test
