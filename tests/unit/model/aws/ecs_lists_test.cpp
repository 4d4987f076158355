#include "model/aws/ecs_lists.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::ecs_lists_test {
namespace {

TEST(ListedClusters, AreArns) {
  EXPECT_EQ(only<ListedClusters>(
                read("ecs-list-clusters", R"({"clusterArns": ["arn:a", "arn:b"]})"))
                .arns,
            (Texts{"arn:a", "arn:b"}));
}

TEST(ListedServices, AreOfTheClusterThatNameOrArnTells) {
  EXPECT_EQ(
      only<ListedServices>(read("ecs-list-services/prod", R"({"serviceArns": []})"))
          .cluster,
      "prod");
  const auto result = read("x", R"({"serviceArns": [
    "arn:aws:ecs:eu-central-1:111122223333:service/prod/web"]})");
  EXPECT_EQ(only<ListedServices>(result).cluster, "prod");
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecs-list-services/prod"));
}

TEST(ServiceRevision, ReadsWhatItsImagesWereResolvedTo) {
  const auto result = read("ecs-describe-service-revisions/web", R"({
    "serviceRevisions": [{"serviceRevisionArn": "arn:r", "serviceArn": "arn:s",
      "taskDefinition": "arn:t", "createdAt": 1795499906.5, "guardDutyEnabled": true,
      "containerImages": [
        {"containerName": "web", "image": "i:1", "imageDigest": "sha256:1"}]}],
    "failures": []})");
  const auto revision = only<ServiceRevision>(result);
  EXPECT_EQ(revision.created_at, "1795499906.5");
  EXPECT_EQ(revision.guard_duty, true);
  ASSERT_EQ(revision.images.size(), 1U);
  EXPECT_EQ(revision.images[0].digest, "sha256:1");
  EXPECT_TRUE(result.value().not_read().empty());
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecs-describe-service-revisions/web"));
}

}  // namespace
}  // namespace pullproof::aws::ecs_lists_test
