#include "model/changes/resource_shape.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "model/aws/resource_kinds.h"

namespace pullproof::changes::resource_shape_test {
namespace {

template <class... Types>
bool is_read(const ResourceShape& shape, aws::ResourceTypes<Types...>) {
  return ((Types::kSnapshotKey == shape.key &&
           aws::answers<Types>(std::string(shape.call))) ||
          ...);
}

// Whatever edits may change, the snapshot reads: under this key, from this call. The
// exceptions are read by another key of the same document.
TEST(ResourceShapes, AreReadByTheSnapshot) {
  const std::set<std::string_view> by_another_key = {"SecretPolicy"};
  for (const ResourceShape& shape : resource_shapes()) {
    const bool reads = is_read(shape, aws::AllResources{});
    EXPECT_EQ(reads, !by_another_key.contains(shape.type)) << shape.type;
  }
}

TEST(ResourceShapes, HaveTypesOfTheirOwn) {
  std::set<std::string_view> types;
  for (const ResourceShape& shape : resource_shapes()) {
    EXPECT_TRUE(types.insert(shape.type).second) << shape.type;
    EXPECT_EQ(shape_of_type(shape.type), &shape);
  }
  EXPECT_EQ(shape_of_type("vpcENDPOINT"), shape_of_type("VpcEndpoint"));
  EXPECT_EQ(shape_of_type("VpcEndpont"), nullptr);
}

TEST(ResourceShapes, AreToldApartByTheCallWhereKeysAreAlike) {
  EXPECT_EQ(shape_of_key("Policies", "iam-get-account-authorization-details")->type,
            "Policy");
  EXPECT_EQ(
      shape_of_key("Policies",
                   "organizations-list-policies-for-target-SERVICE_CONTROL_POLICY")
          ->type,
      "ServiceControlPolicies");
  EXPECT_EQ(shape_of_key("Policy", "s3api-get-bucket-policy")->type, "BucketPolicy");
  EXPECT_EQ(shape_of_key("Vpcs", "")->type, "Vpc");
  EXPECT_EQ(shape_of_key("Vpcs", "s3api-get-bucket-policy"), nullptr);
}

}  // namespace
}  // namespace pullproof::changes::resource_shape_test
