// Half-collected snapshots: whatever one document is missing, no verdict turns into a
// wrong `pulls` or a wrong `fails`. Over every document of every given case.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "tests/support/bundle.h"

namespace pullproof::half_collected_test {
namespace {

using model::Verdict;
using nlohmann::json;

std::map<std::string, Verdict> verdicts_of(const json& bundle, bool strict = false) {
  std::map<std::string, Verdict> verdicts;
  auto account = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(account.ok()) << account.problems().front().file << " "
                            << account.problems().front().message;
  if (!account.ok()) return verdicts;
  solver::CheckOptions options;
  options.strict = strict;
  for (const auto& task : solver::check(account.value(), options).verdicts) {
    verdicts[task.service] = task.verdict;
  }
  return verdicts;
}

/// Without a document, a verdict may only become less certain.
void expect_no_wrong_verdict(const std::map<std::string, Verdict>& whole,
                             const std::map<std::string, Verdict>& part,
                             const std::string& missing) {
  for (const auto& [service, verdict] : part) {
    if (verdict == Verdict::Pulls) {
      EXPECT_EQ(whole.at(service), Verdict::Pulls) << service << " without " << missing;
    }
    if (verdict == Verdict::Fails || verdict == Verdict::Intermittent) {
      EXPECT_NE(whole.at(service), Verdict::Pulls) << service << " without " << missing;
    }
  }
}

enum class Trace { Listed, Denied, NoManifest };

json without(json bundle, const std::string& path, Trace trace) {
  bundle.erase(path);
  if (trace == Trace::NoManifest) bundle.erase("manifest.json");
  if (trace != Trace::Denied) return bundle;
  for (auto& call : bundle["manifest.json"]["calls"]) {
    if (call.value("file", "") != path) continue;
    call.erase("file");
    call["status"] = "denied";
    call["error"] = "AccessDenied";
  }
  return bundle;
}

class HalfCollected : public ::testing::TestWithParam<std::string> {};

TEST_P(HalfCollected, NeverGivesAWrongVerdict) {
  const json bundle = testing::scenario_bundle(GetParam());
  const auto whole = verdicts_of(bundle);
  for (const auto& [path, content] : bundle.items()) {
    if (path == "manifest.json") continue;
    for (const Trace trace : {Trace::Listed, Trace::Denied, Trace::NoManifest}) {
      expect_no_wrong_verdict(whole, verdicts_of(without(bundle, path, trace)), path);
    }
  }
}

/// Every call that may be refused to the collector, not only those with a document.
json with_denied(json bundle, std::size_t call) {
  json& denied = bundle["manifest.json"]["calls"][call];
  if (denied.contains("file")) bundle.erase(denied["file"].get<std::string>());
  denied.erase("file");
  denied["status"] = "denied";
  denied["error"] = "AccessDenied";
  return bundle;
}

class DeniedCalls : public ::testing::TestWithParam<std::string> {};

TEST_P(DeniedCalls, NeverGiveAWrongFails) {
  const json bundle = testing::scenario_bundle(GetParam());
  const auto whole = verdicts_of(bundle);
  for (std::size_t i = 0; i < bundle["manifest.json"]["calls"].size(); ++i) {
    const std::string call = bundle["manifest.json"]["calls"][i]["call"];
    for (const auto& [service, verdict] : verdicts_of(with_denied(bundle, i), true)) {
      if (whole.at(service) != Verdict::Pulls) continue;
      EXPECT_TRUE(verdict == Verdict::Pulls || verdict == Verdict::Unknown)
          << service << " without " << call << ", strictly: " << model::name(verdict);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, DeniedCalls,
                         ::testing::Values("healthy", "healthy-organization",
                                           "cross-account-repository-without-policy",
                                           "repository-policy-denies"),
                         [](const auto& each) {
                           std::string name = each.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

INSTANTIATE_TEST_SUITE_P(
    Cases, HalfCollected,
    ::testing::Values("healthy", "endpoint-group-ingress-missing",
                      "execution-role-lacks-token", "nat-route-missing",
                      "public-subnet-without-public-ip", "repository-policy-denies",
                      "s3-gateway-policy-denies-layers", "tag-missing"),
    [](const auto& each) {
      std::string name = each.param;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

}  // namespace
}  // namespace pullproof::half_collected_test
