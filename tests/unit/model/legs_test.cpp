#include "model/legs.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/pull_through_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::model::legs_test {
namespace {

using nlohmann::json;
using support::add_container;
using support::kWebImage;
using support::service_account;
using Texts = std::vector<std::string>;

/// The account's first task, planned.
struct Planned {
  explicit Planned(const json& bundle)
      : world(bundle),
        images(world.account()),
        context(world.context()),
        task(select_tasks(world.account(), world.network(), {}).at(0)),
        plans(plan_legs(task, context, images)) {}

  support::NetworkWorld world;
  gates::ImageIndex images;
  gates::Context context;
  Task task;
  std::vector<LegPlan> plans;
};

std::string name_of(const LegPlan& plan) {
  return plan.key.substr(0, plan.key.find('#'));
}

Texts names_of(const std::vector<LegPlan>& plans) {
  Texts names;
  for (const auto& plan : plans) names.push_back(name_of(plan));
  return names;
}

std::string key_of(const json& bundle, const std::string& name) {
  for (const auto& plan : Planned(bundle).plans) {
    if (name_of(plan) == name) return plan.key;
  }
  return "";
}

// image-pull.md: the token, the manifest, each layer's URL, the layers.
TEST(Legs, FollowThePullInItsOrder) {
  EXPECT_EQ(names_of(Planned(service_account()).plans),
            (Texts{"reference", "role", "token", "manifest", "layer-url", "layer"}));
}

TEST(Legs, AreSharedByContainersOfOneRegistry) {
  json bundle = service_account();
  add_container(bundle, "sidecar",
                "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/log:2");
  const Planned planned(bundle);
  for (const auto& plan : planned.plans) {
    if (name_of(plan) == "token" || name_of(plan) == "layer") {
      EXPECT_EQ(plan.images, (std::vector<std::size_t>{0, 1})) << plan.key;
    }
    if (name_of(plan) == "manifest") {
      EXPECT_EQ(plan.images.size(), 1U) << plan.key;
    }
  }
  EXPECT_EQ(planned.plans.size(), 9U);  // two references, manifests and layer URLs
}

TEST(Legs, LeadToTheUpstreamOfAnImageThatIsImported) {
  json bundle = service_account();
  support::container(bundle)["image"] =
      "111122223333.dkr.ecr.eu-central-1.amazonaws.com/quay/app:1";
  support::add_rule(bundle, support::quay_rule());
  EXPECT_EQ(names_of(Planned(bundle).plans),
            (Texts{"reference", "role", "token", "manifest", "layer-url", "layer",
                   "upstream"}));
}

TEST(Legs, AreThoseOfOneImageWhereTwoContainersShareIt) {
  json bundle = service_account();
  add_container(bundle, "again", kWebImage);
  EXPECT_EQ(Planned(bundle).plans.size(), 6U);
}

TEST(Legs, EndWithAReferenceThatCannotBeRead) {
  json bundle = service_account();
  support::task_definition(bundle)["containerDefinitions"][0]["image"] = "acme/WEB:1";
  EXPECT_EQ(names_of(Planned(bundle).plans), (Texts{"reference", "role"}));
}

// Nothing is claimed of it; a role is assumed only if the task names one.
TEST(Legs, LeaveAForeignRegistryOpen) {
  json bundle = service_account();
  support::task_definition(bundle)["containerDefinitions"][0]["image"] =
      "quay.io/acme/web:1";
  support::task_definition(bundle).erase("executionRoleArn");
  const Planned planned(bundle);
  ASSERT_EQ(names_of(planned.plans), (Texts{"reference", "registry"}));
  Leg leg = planned.plans[1].build();
  std::set<Unknown> asked;
  for (const auto& hop : leg.graph.hops()) {
    for (const auto& gate : hop.gates) asked.merge(questions(gate.lets_through));
  }
  EXPECT_FALSE(asked.empty());
}

TEST(Legs, HaveTheKeyOfWhatTheyHangOn) {
  const json bundle = service_account();
  json other = bundle;
  support::service_network(other)["securityGroups"] = {"sg-endpoint"};
  EXPECT_NE(key_of(other, "token"), key_of(bundle, "token"));
  EXPECT_NE(key_of(other, "layer"), key_of(bundle, "layer"));
  EXPECT_EQ(key_of(other, "role"), key_of(bundle, "role"));
  other = bundle;
  support::task_definition(other)["executionRoleArn"] =
      "arn:aws:iam::111122223333:role/other";
  EXPECT_NE(key_of(other, "token"), key_of(bundle, "token"));
  EXPECT_NE(key_of(other, "role"), key_of(bundle, "role"));
  EXPECT_EQ(key_of(other, "layer"), key_of(bundle, "layer"));
}

// The order of groups and what a task is called never matter.
TEST(Legs, ShareTheirKeyWhereNothingMatters) {
  json bundle = service_account();
  support::service_network(bundle)["securityGroups"] = {"sg-task", "sg-endpoint"};
  json other = bundle;
  support::service_network(other)["securityGroups"] = {"sg-endpoint", "sg-task"};
  support::service(other)["serviceName"] = "worker";
  EXPECT_EQ(key_of(other, "manifest"), key_of(bundle, "manifest"));
}

TEST(Legs, ConnectToTheHostOfTheirCall) {
  const Planned planned(service_account());
  Texts hosts;
  for (const auto& plan : planned.plans) hosts.push_back(plan.build().host);
  EXPECT_EQ(hosts, (Texts{"", "", "api.ecr.eu-central-1.amazonaws.com",
                          "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
                          "111122223333.dkr.ecr.eu-central-1.amazonaws.com",
                          "prod-eu-central-1-starport-layer-bucket.s3.eu-central-1."
                          "amazonaws.com"}));
}

// ECS asks for the digest that it resolved the tag to.
TEST(Legs, EndAtTheImageThatWasDeployed) {
  Planned planned(service_account());
  planned.task.images[0].deployed_digest = "sha256:" + std::string(64, '9');
  const auto plans = plan_legs(planned.task, planned.context, planned.images);
  ASSERT_EQ(name_of(plans[3]), "manifest");
  EXPECT_NE(plans[3].key, planned.plans[3].key);
  EXPECT_NE(plans[3].key.find("@sha256:999"), std::string::npos);
}

}  // namespace
}  // namespace pullproof::model::legs_test
