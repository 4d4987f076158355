#include "model/leg_builder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "tests/support/bundle.h"

namespace pullproof::leg_builder_test {
namespace {

using model::Verdict;
using nlohmann::json;

/// The verdict of the isolated service `batch` without an endpoint for ecr.api.
Verdict without_login_endpoint(const std::string& platform_version) {
  json bundle = testing::scenario_bundle("ecr-api-endpoint-missing");
  for (auto& service :
       bundle[testing::regional("ecs-describe-services/prod")]["services"]) {
    if (service["serviceName"] == "batch") {
      service["platformVersion"] = platform_version;
    }
  }
  const auto account = aws::Snapshot::from_bundle(bundle);
  solver::CheckOptions options;
  options.service = "batch";
  const auto report = solver::check(account.value(), options);
  return report.verdicts.at(0).verdict;
}

// AWS: ECR user guide, "Amazon ECR interface VPC endpoints": Fargate before 1.4.0 needs
// the endpoints of ecr.dkr and S3 only.
TEST(LoginOfFargate, LeavesThroughTheTaskFromPlatform140On) {
  EXPECT_EQ(without_login_endpoint("1.4.0"), Verdict::Fails);
  EXPECT_EQ(without_login_endpoint("LATEST"), Verdict::Fails);
}

TEST(LoginOfFargate, NeedsNoWayThroughTheVpcBefore) {
  EXPECT_EQ(without_login_endpoint("1.3.0"), Verdict::Pulls);
}

}  // namespace
}  // namespace pullproof::leg_builder_test
