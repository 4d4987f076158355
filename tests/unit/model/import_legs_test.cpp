#include "model/import_legs.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/legs.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/pull_through_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::model::import_legs_test {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

/// Service web pulls this image, through a cache of Quay.
json account_with(const std::string& repository) {
  json bundle = support::service_account();
  support::container(bundle)["image"] =
      "111122223333.dkr.ecr.eu-central-1.amazonaws.com/" + repository + ":9";
  support::add_rule(bundle, support::quay_rule());
  support::add_rule(bundle, support::quay_rule("acme"));
  return bundle;
}

/// A leg of the account's first task, built.
struct Built {
  Built(const json& bundle, const std::string& name)
      : world(bundle),
        images(world.account()),
        context(world.context()),
        task(select_tasks(world.account(), world.network(), {}).at(0)) {
    for (const auto& plan : plan_legs(task, context, images)) {
      if (plan.key.starts_with(name + '#')) leg = plan.build();
    }
  }

  /// What its requests ask for, in their order.
  [[nodiscard]] Texts actions() const {
    Texts found;
    for (const Hop& hop : leg.graph.hops()) {
      if (hop.kind == "request") found.push_back(hop.id);
    }
    return found;
  }

  support::NetworkWorld world;
  gates::ImageIndex images;
  gates::Context context;
  Task task;
  Leg leg;
};

TEST(ImportLegs, AskForTheRepositoryAndTheImageAfterTheManifest) {
  EXPECT_EQ(Built(account_with("quay/app"), "manifest").actions(),
            (Texts{"ecr:BatchGetImage", "ecr:CreateRepository",
                   "ecr:BatchImportUpstreamImage"}));
}

TEST(ImportLegs, CreateNoRepositoryThatIsThere) {
  EXPECT_EQ(Built(account_with("acme/web"), "manifest").actions(),
            (Texts{"ecr:BatchGetImage", "ecr:BatchImportUpstreamImage"}));
}

TEST(ImportLegs, LeaveAnImageThatIsThereAlone) {
  json bundle = account_with("acme/web");
  support::container(bundle)["image"] = support::kWebImage;
  EXPECT_EQ(Built(bundle, "manifest").actions(), (Texts{"ecr:BatchGetImage"}));
  EXPECT_TRUE(Built(bundle, "upstream").leg.graph.hops().empty());
}

TEST(ImportLegs, SayWhichRuleAsksForTheRights) {
  json bundle = account_with("quay/app");
  support::pull_role(bundle)["RolePolicyList"] = json::array();
  const Built built(bundle, "manifest");
  std::size_t explained = 0;
  for (const Hop& hop : built.leg.graph.hops()) {
    for (const auto& gate : hop.gates) {
      if (gate.message.find("cache rule `quay`") != std::string::npos) ++explained;
    }
  }
  EXPECT_EQ(explained, 2U);
}

TEST(ImportLegs, LeadToTheUpstream) {
  const Built built(account_with("quay/app"), "upstream");
  EXPECT_EQ(built.leg.host, "quay.io");
  EXPECT_EQ(built.leg.stage, Stage::Layers);
  EXPECT_TRUE(built.actions().empty());
}

/// The roles of one account pull what another's rule imports: nobody knows.
TEST(ImportLegs, AskNothingForARoleOfAnotherAccount) {
  json bundle = account_with("quay/app");
  const std::string other = "444455556666/eu-central-1/ecr-describe-";
  bundle[other + "repositories.json"]["repositories"] = json::array();
  bundle[other + "pull-through-cache-rules.json"]["pullThroughCacheRules"] = {
      {{"ecrRepositoryPrefix", "quay"},
       {"upstreamRegistryUrl", "quay.io"},
       {"registryId", "444455556666"}}};
  support::container(bundle)["image"] =
      "444455556666.dkr.ecr.eu-central-1.amazonaws.com/quay/app:9";
  const Built built(bundle, "manifest");
  EXPECT_EQ(built.actions(), (Texts{"ecr:BatchGetImage", "?"}));
}

}  // namespace
}  // namespace pullproof::model::import_legs_test
