#include "model/aws/parameter.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::parameter_test {
namespace {

constexpr const char* kCall = "ssm-describe-parameters";

TEST(Parameter, ReadsItsTypeAndKey) {
  const auto result = read(kCall, R"({"Parameters": [{"Name": "/prod/token",
    "ARN": "arn:aws:ssm:eu-central-1:111122223333:parameter/prod/token",
    "Type": "SecureString", "KeyId": "alias/aws/ssm", "Version": 3, "Tier": "Standard",
    "LastModifiedDate": "2026-01-10T08:00:00+00:00", "Policies": []}]})");
  const auto parameter = only<Parameter>(result);
  EXPECT_EQ(parameter.name, "/prod/token");
  EXPECT_EQ(parameter.type, "SecureString");
  EXPECT_EQ(parameter.version, 3);
  EXPECT_EQ(parameter.kms_key, "alias/aws/ssm");
  EXPECT_EQ(parameter.source.pointer, "/Parameters/0");
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(Parameter, HasNoKeyIfItIsPlainText) {
  const auto parameter = only<Parameter>(
      read(kCall, R"({"Parameters": [{"Name": "db", "Type": "String"}]})"));
  EXPECT_EQ(parameter.type, "String");
  EXPECT_EQ(parameter.kms_key, "");
  EXPECT_FALSE(parameter.version);
}

TEST(Parameters, AreSeenEvenIfThereAreNone) {
  const auto result = read(kCall, R"({"Parameters": []})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, kCall));
  EXPECT_TRUE(result.value().table<Parameter>().all().empty());
}

// Other calls print values under the same key, and not all parameters.
TEST(Parameters, AreNotThoseThatOtherCallsPrint) {
  const auto result = read(
      {{"x", R"({"Parameters": [{"Name": "db", "Type": "String", "Value": "v"}]})"},
       {"y", R"({"Parameters": [{"ParameterName": "max_connections"}]})"},
       {"rds-describe-db-parameters", R"({"Parameters": []})"},
       {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().table<Parameter>().all().empty());
  EXPECT_FALSE(result.value().calls().seen(kHome, kCall));
}

}  // namespace
}  // namespace pullproof::aws::parameter_test
