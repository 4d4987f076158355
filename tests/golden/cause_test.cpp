// A cause that is proved is never refuted for want of a list that was not collected.
#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <tuple>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "model/error_catalogue.h"
#include "model/error_details.h"
#include "solver/cause_status.h"
#include "solver/check.h"
#include "tests/support/bundle.h"

namespace pullproof::cause_test {
namespace {

using nlohmann::json;
using solver::CauseStatus;
/// Account, region, and the call without its parameter.
using Call = std::tuple<std::string, std::string, std::string>;

constexpr const char* kManifest = "manifest.json";
constexpr const char* kRoles =
    "111122223333/global/iam-get-account-authorization-details.json";

/// Of "111122223333/global/route53-list-hosted-zones-by-vpc/vpc-1.json".
Call call_of(const std::string& path) {
  const std::size_t region = path.find('/') + 1;
  const std::size_t call = path.find('/', region) + 1;
  const std::size_t end = std::min(path.find('/', call), path.rfind(".json"));
  return {path.substr(0, region - 1), path.substr(region, call - region - 1),
          path.substr(call, end - call)};
}

std::set<Call> calls_of(const json& bundle) {
  std::set<Call> calls;
  for (const auto& [path, document] : bundle.items()) {
    if (path != kManifest) calls.insert(call_of(path));
  }
  return calls;
}

/// As if nobody had ever made the call.
json without(const json& bundle, const Call& call) {
  json rest = json::object();
  for (const auto& [path, document] : bundle.items()) {
    if (path == kManifest || call_of(path) != call) rest[path] = document;
  }
  json kept = json::array();
  for (const json& entry : bundle.at(kManifest).at("calls")) {
    const std::string name = entry.at("call");
    const Call own{entry.at("account"), entry.value("region", ""),
                   name.substr(0, name.find('/'))};
    if (own != call) kept.push_back(entry);
  }
  rest[kManifest]["calls"] = std::move(kept);
  return rest;
}

model::CheckReport check_of(const json& bundle) {
  const auto account = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(account.ok()) << account.problems().front().message;
  if (!account.ok()) return {};
  solver::CheckOptions options;
  options.keep_proofs = true;
  return solver::check(account.value(), options);
}

/// What ECS prints of the finding, asked about with another snapshot.
CauseStatus status(const model::CheckReport& report, const model::Finding& finding) {
  const auto matches = model::read_error(finding.ecs_error);
  if (matches.empty()) return CauseStatus::Unknown;
  const auto details = model::error_details(finding.ecs_error);
  return solver::cause_status(report.verdicts,
                              {.match = matches.front(), .details = details},
                              finding.mechanism)
      .status;
}

struct Row {
  const char* scenario;
  /// Denied to the execution role beside what the scenario is about, or "".
  const char* denied = "";
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.scenario; }

json bundle_of(const Row& row) {
  json bundle = testing::scenario_bundle(row.scenario);
  if (std::string(row.denied).empty()) return bundle;
  for (json& role : bundle.at(kRoles).at("RoleDetailList")) {
    if (role.at("RoleName") != "ecsTaskExecutionRole") continue;
    const json denial = {{"Effect", "Deny"}, {"Action", row.denied}, {"Resource", "*"}};
    const json document = {{"Version", "2012-10-17"},
                           {"Statement", json::array({denial})}};
    role["RolePolicyList"].push_back(
        {{"PolicyName", "denial"}, {"PolicyDocument", document}});
  }
  return bundle;
}

class Dropped : public ::testing::TestWithParam<Row> {};

// AWS: Route 53 developer guide, "Working with private hosted zones", and VPC user
// guide, "Control access to VPC endpoints using endpoint policies": what was not seen
// may be what refuses.
TEST_P(Dropped, NoListTurnsProvedIntoRefuted) {
  const json bundle = bundle_of(GetParam());
  const model::CheckReport full = check_of(bundle);
  std::size_t proved = 0;
  for (const Call& call : calls_of(bundle)) {
    const model::CheckReport less = check_of(without(bundle, call));
    for (const auto& verdict : full.verdicts) {
      for (const auto& finding : verdict.findings) {
        if (status(full, finding) != CauseStatus::Proved) continue;
        ++proved;
        EXPECT_NE(status(less, finding), CauseStatus::Refuted)
            << std::get<2>(call) << ": " << finding.mechanism << ", "
            << finding.ecs_error;
      }
    }
  }
  EXPECT_GT(proved, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Lists, Dropped,
    ::testing::Values(Row{"central-endpoint-group-admits-its-vpc-only"},
                      Row{"cross-account-repository-without-policy"},
                      Row{"ecr-api-endpoint-policy-names-other-role",
                          "ecr:GetAuthorizationToken"},
                      Row{"profile-brings-a-wrong-zone"},
                      Row{"pull-through-first-pull-isolated"},
                      Row{"resolver-endpoint-group-without-53"}),
    [](const auto& each) {
      std::string name = each.param.scenario;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

}  // namespace
}  // namespace pullproof::cause_test
