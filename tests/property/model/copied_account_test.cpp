// An account beside a copy of itself: the two have all ids in common, and what one
// prints tells nothing of the other. AWS gives an id once; exports that were made
// anonymous, and accounts of a test server, share them.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "tests/support/bundle.h"

namespace pullproof::copied_account_test {
namespace {

using model::Verdict;
using nlohmann::json;

constexpr const char* kAccount = "111122223333";

/// One that sorts before the account, and one that sorts behind it.
constexpr const char* kCopies[] = {"000011112222", "999911112222"};

std::string with_account(std::string text, const std::string& account) {
  const std::string from = kAccount;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), account);
  }
  return text;
}

/// The account's own documents as those of another account.
json copy_of(const json& bundle, const std::string& account) {
  json copy;
  for (const auto& [path, content] : bundle.items()) {
    if (!path.starts_with(kAccount)) continue;
    copy[with_account(path, account)] =
        json::parse(with_account(content.dump(), account));
  }
  return copy;
}

json beside(json bundle, const json& copy) {
  bundle.update(copy);
  return bundle;
}

/// Of the services of the account itself.
std::map<std::string, std::string> verdicts_of(const json& bundle) {
  std::map<std::string, std::string> verdicts;
  const auto account = aws::Snapshot::from_bundle(bundle);
  EXPECT_TRUE(account.ok()) << account.problems().front().file << " "
                            << account.problems().front().message;
  if (!account.ok()) return verdicts;
  for (const auto& task : solver::check(account.value(), {}).verdicts) {
    if (task.account != kAccount) continue;
    verdicts[task.service] = model::name(task.verdict);
  }
  return verdicts;
}

class CopiedAccount : public ::testing::TestWithParam<std::string> {};

TEST_P(CopiedAccount, MendsNothing) {
  const json bundle = testing::scenario_bundle(GetParam());
  const json repaired = testing::repaired_bundle(GetParam());
  const auto alone = verdicts_of(bundle);
  for (const char* copy : kCopies) {
    EXPECT_EQ(verdicts_of(beside(bundle, copy_of(repaired, copy))), alone) << copy;
  }
}

class PartBesideACopy : public ::testing::TestWithParam<std::string> {};

TEST_P(PartBesideACopy, GetsNothingThatWasNotCollected) {
  const json bundle = testing::scenario_bundle(GetParam());
  const json copy = copy_of(bundle, kCopies[0]);
  for (const auto& [path, content] : bundle.items()) {
    if (!path.starts_with(kAccount)) continue;
    json part = bundle;
    part.erase(path);
    EXPECT_EQ(verdicts_of(beside(part, copy)), verdicts_of(part)) << "without " << path;
  }
}

std::string test_name(const ::testing::TestParamInfo<std::string>& each) {
  std::string name = each.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Cases, PartBesideACopy,
                         ::testing::Values("healthy", "healthy-transit-gateway"),
                         test_name);

INSTANTIATE_TEST_SUITE_P(
    Cases, CopiedAccount,
    ::testing::Values("healthy", "block-public-access-both-ways",
                      "central-endpoint-without-return-route",
                      "custom-dns-blocked-by-acl", "dns-attribute-not-collected",
                      "dns-firewall-blocks-ecr", "firewall-allow-list-lacks-s3",
                      "healthy-inspection-vpc", "launch-template-names-a-closed-group",
                      "nat-route-missing", "transit-gateway-blackhole"),
    test_name);

}  // namespace
}  // namespace pullproof::copied_account_test
