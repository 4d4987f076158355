#include "model/aws/bucket_location.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::bucket_location_test {
namespace {

constexpr const char* kCall = "s3api-get-bucket-location/acme-config";

TEST(BucketLocation, IsNamedByItsFile) {
  const auto result = read(kCall, R"({"LocationConstraint": "eu-central-1"})");
  const auto location = only<BucketLocation>(result);
  EXPECT_EQ(location.bucket, "acme-config");
  EXPECT_EQ(location.region, "eu-central-1");
  EXPECT_EQ(location.scope, kHomeGlobal);
  EXPECT_TRUE(result.value().calls().seen(kHomeGlobal, kCall));
  EXPECT_TRUE(result.value().not_read().empty());
}

// S3 API reference, GetBucketLocation: us-east-1 is not said.
TEST(BucketLocation, IsTheFirstRegionIfItIsNull) {
  const auto location =
      only<BucketLocation>(read(kCall, R"({"LocationConstraint": null})"));
  EXPECT_EQ(location.bucket, "acme-config");
  EXPECT_EQ(location.region, "us-east-1");
}

TEST(BucketLocation, IsTheFirstRegionIfItIsEmpty) {
  EXPECT_EQ(only<BucketLocation>(read(kCall, R"({"LocationConstraint": ""})")).region,
            "us-east-1");
}

// S3 API reference, GetBucketLocation: the older name of eu-west-1.
TEST(BucketLocation, KnowsTheOldNameOfIreland) {
  EXPECT_EQ(only<BucketLocation>(read(kCall, R"({"LocationConstraint": "EU"})")).region,
            "eu-west-1");
}

TEST(BucketLocation, IsNotTakenFromAFileThatNamesNoBucket) {
  const auto result = read({{"x", R"({"LocationConstraint": null})"},
                            {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().table<BucketLocation>().all().empty());
}

}  // namespace
}  // namespace pullproof::aws::bucket_location_test
