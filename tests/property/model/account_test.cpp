// Two ways of knowing agree on random accounts: the prover and the independent oracle;
// and what must not matter does not.
#include <algorithm>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "tests/support/oracle.h"
#include "tests/support/random_account.h"

namespace pullproof::account_test {
namespace {

using model::Verdict;
using nlohmann::json;
using support::account_after;
using support::random_edits;

model::CheckReport check_bundle(const json& bundle) {
  auto account = aws::Snapshot::from_bundle(bundle);
  if (!account.ok()) {
    RC_FAIL(account.problems().front().file + account.problems().front().pointer +
            ": " + account.problems().front().message);
  }
  return solver::check(account.value(), {});
}

std::map<std::string, Verdict> verdicts_of(const model::CheckReport& report) {
  std::map<std::string, Verdict> verdicts;
  for (const auto& task : report.verdicts) verdicts[task.service] = task.verdict;
  return verdicts;
}

/// How bad: pulls 0, unknown 1, intermittent 2, fails 3.
int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pulls:
      return 0;
    case Verdict::Unknown:
      return 1;
    case Verdict::Intermittent:
      return 2;
    case Verdict::Fails:
      return 3;
  }
  return 3;
}

RC_GTEST_PROP(RandomAccounts, TheOracleGivesTheSameVerdicts, ()) {
  const json bundle = account_after(*random_edits(4));
  const auto report = check_bundle(bundle);
  const auto oracle = oracle::judge(bundle);
  for (const auto& task : report.verdicts) {
    const auto& answer = oracle.at(task.service);
    if (answer.verdict == "unsupported") continue;
    // The oracle wants a passing choice that is certain before it says `intermittent`;
    // a refusal that is certain is told even where nothing is known to pass.
    const bool certain_refusal = answer.verdict == "unknown" &&
                                 !answer.refusals.empty() &&
                                 task.verdict == Verdict::Intermittent;
    if (answer.verdict != model::name(task.verdict) && !certain_refusal) {
      RC_FAIL(task.service + ": the oracle says " + answer.verdict + " (" + answer.why +
              "), the prover " + std::string(model::name(task.verdict)) +
              (task.findings.empty() ? "" : ": " + task.findings.front().message) +
              (task.missing.empty() ? "" : ": " + task.missing.front().why));
    }
    // Behind a name that does not resolve, the oracle looks no further.
    if (answer.refusals.contains({"token", "dns"})) continue;
    for (const auto& finding : task.findings) {
      const std::pair<std::string, std::string> told(model::name(finding.stage),
                                                     finding.mechanism);
      if (!answer.refusals.contains(told)) {
        RC_FAIL(task.service + ": the oracle knows no " + told.first + "/" +
                told.second + ": " + finding.message);
      }
    }
  }
}

/// What a reader misses in the answer; "" if it is whole.
std::string untold(const model::TaskVerdict& task) {
  if (task.verdict == Verdict::Unknown && task.missing.empty()) return "missing";
  for (const auto& question : task.missing) {
    if (question.why.empty()) return "why " + question.call + " is missing";
  }
  const bool refuted =
      task.verdict == Verdict::Fails || task.verdict == Verdict::Intermittent;
  if (refuted && task.findings.empty()) return "a finding";
  if (task.verdict == Verdict::Intermittent && task.placements.empty()) {
    return "the placements";
  }
  for (const auto& finding : task.findings) {
    const std::string where = " of " + finding.code;
    if (finding.code.empty() || finding.mechanism.empty()) return "a code";
    if (finding.message.empty()) return "the message" + where;
    if (finding.repair.empty()) return "the repair" + where;
    if (finding.blame.empty() || finding.evidence.empty()) return "the blame" + where;
  }
  return "";
}

RC_GTEST_PROP(RandomAccounts, EveryAnswerIsTold, ()) {
  json bundle = account_after(*random_edits(4));
  const auto lost = *rc::gen::inRange<std::size_t>(0, bundle.size() * 2);
  if (lost < bundle.size()) {
    const std::string name =
        std::next(bundle.begin(), static_cast<std::ptrdiff_t>(lost)).key();
    bundle.erase(name);
    bundle.erase("manifest.json");  // it would still promise the document
  }
  const auto account = aws::Snapshot::from_bundle(bundle);
  RC_ASSERT(account.ok());
  for (const auto& task : solver::check(account.value(), {}).verdicts) {
    const std::string gap = untold(task);
    if (!gap.empty()) RC_FAIL(task.service + " lacks " + gap);
  }
}

/// Shuffles every array of AWS resources; an array's order never means anything there.
void shuffle_arrays(json& value, std::mt19937& random) {
  if (value.is_array()) std::shuffle(value.begin(), value.end(), random);
  for (auto& part : value) {
    if (part.is_structured()) shuffle_arrays(part, random);
  }
}

RC_GTEST_PROP(RandomAccounts, TheOrderOfArraysNeverMatters, ()) {
  json bundle = account_after(*random_edits(3));
  const auto before = verdicts_of(check_bundle(bundle));
  std::mt19937 random(*rc::gen::arbitrary<unsigned>());
  shuffle_arrays(bundle, random);
  RC_ASSERT(verdicts_of(check_bundle(bundle)) == before);
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

RC_GTEST_PROP(RandomAccounts, NamesOfIdsNeverMatter, ()) {
  const json bundle = account_after(*random_edits(3));
  std::string text = bundle.dump();
  for (const char* kind : {"vpc-0", "subnet-0", "rtb-0", "sg-0", "acl-0", "eni-0",
                           "igw-0", "nat-0", "vpce-0", "pl-6"}) {
    std::string renamed = kind;
    renamed.insert(renamed.size() - 1, "f9");
    replace_all(text, kind, renamed);
  }
  RC_ASSERT(verdicts_of(check_bundle(json::parse(text))) ==
            verdicts_of(check_bundle(bundle)));
}

void allow_everything(json& bundle, unsigned what) {
  if (what % 2 == 0) {
    for (auto& group : support::document(
             bundle, "ec2-describe-security-groups.json")["SecurityGroups"]) {
      const json all = {{"IpProtocol", "-1"},
                        {"IpRanges", json::array({{{"CidrIp", "0.0.0.0/0"}}})},
                        {"Ipv6Ranges", json::array()},
                        {"PrefixListIds", json::array()},
                        {"UserIdGroupPairs", json::array()}};
      group["IpPermissions"].push_back(all);
      group["IpPermissionsEgress"].push_back(all);
    }
  } else {
    for (auto& role : support::document(
             bundle, "iam-get-account-authorization-details.json")["RoleDetailList"]) {
      role["RolePolicyList"].push_back(
          {{"PolicyName", "all"},
           {"PolicyDocument",
            {{"Version", "2012-10-17"},
             {"Statement",
              json::array(
                  {{{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}}})}}}});
    }
  }
}

RC_GTEST_PROP(RandomAccounts, AddingAnAllowNeverRefusesMore, ()) {
  json bundle = account_after(*random_edits(4));
  const auto before = verdicts_of(check_bundle(bundle));
  allow_everything(bundle, *rc::gen::inRange(0U, 2U));
  for (const auto& [service, verdict] : verdicts_of(check_bundle(bundle))) {
    RC_ASSERT(badness(verdict) <= badness(before.at(service)));
  }
}

}  // namespace
}  // namespace pullproof::account_test
