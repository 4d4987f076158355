#include "model/aws/resource_kinds.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::resource_kinds_test {
namespace {

using Texts = std::vector<std::string>;

DocumentContext named(const std::string& call, const std::string& parameter = "") {
  return {.scope = {}, .file = "x.json", .call = call, .parameter = parameter};
}

TEST(Answers, KnowsTheCallsThatShareAKey) {
  EXPECT_TRUE(answers<PrefixList>("ec2-describe-prefix-lists"));
  EXPECT_TRUE(answers<PrefixList>("ec2-describe-managed-prefix-lists"));
  EXPECT_TRUE(answers<RepositoryPolicy>("ecr-get-registry-policy"));
  EXPECT_TRUE(answers<TargetPolicies>(
      "organizations-list-policies-for-target-RESOURCE_CONTROL_POLICY"));
  EXPECT_FALSE(answers<TargetPolicies>("organizations-list-policies"));
  EXPECT_FALSE(answers<Vpc>("ec2-describe-subnets"));
}

TEST(Holds, LetsTheNameDecideWhoseKeyItIs) {
  const auto policies = nlohmann::json::parse(R"({"Policies": []})");
  EXPECT_TRUE(holds<ManagedPolicy>(policies, named(std::string(Role::kCall))));
  EXPECT_FALSE(holds<ManagedPolicy>(policies, named("organizations-list-policies")));
  EXPECT_FALSE(holds<ManagedPolicy>(policies, named("")));
  const std::string list = std::string(TargetPolicies::kCall) + "-X";
  EXPECT_TRUE(holds<TargetPolicies>(policies, named(list, "ou-1")));
  EXPECT_FALSE(holds<TargetPolicies>(policies, named(list)));
}

TEST(Holds, RefusesTheDocumentsOfAnotherService) {
  const auto clusters = nlohmann::json::parse(R"({"clusters": []})");
  EXPECT_TRUE(holds<Cluster>(clusters, named("")));
  EXPECT_TRUE(holds<Cluster>(clusters, named("ecs-describe-clusters")));
  EXPECT_FALSE(holds<Cluster>(clusters, named("eks-list-clusters")));
}

TEST(CallsFor, NamesEachParameterOnce) {
  EXPECT_EQ(calls_for("c", {"b", "a", "b", ""}, "named"), (Texts{"c/a", "c/b"}));
  EXPECT_EQ(calls_for("c", {}, "named"), Texts{"c/named"});
  EXPECT_EQ(calls_for("c", {}, ""), Texts{});
}

TEST(IdentityOf, TellsImagesApartByRepositoryAndTag) {
  ImageManifest one;
  one.repository = "a";
  one.digest = "sha256:1";
  one.tag = "1";
  ImageManifest other = one;
  other.tag = "2";
  EXPECT_NE(identity_of(one), identity_of(other));
  other = one;
  other.repository = "b";
  EXPECT_NE(identity_of(one), identity_of(other));
}

}  // namespace
}  // namespace pullproof::aws::resource_kinds_test
