// The difference of two random accounts, made in the one, gives the verdicts of the
// other, and taken back gives the one.
#include "model/changes/difference.h"

#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/changes/apply_edits.h"
#include "solver/check.h"
#include "src/report/check_json.h"
#include "tests/support/changed_account.h"
#include "tests/support/random_account.h"

namespace pullproof::changes::difference_property_test {
namespace {

std::string verdicts_of(const aws::Snapshot& account) {
  // Where a resource stands may differ, and that two of a kind change places.
  nlohmann::ordered_json document = cli::check_document(solver::check(account, {}), {});
  for (auto& task : document["verdicts"]) {
    for (auto& finding : task["findings"]) finding.erase("evidence");
  }
  return document["verdicts"].dump();
}

RC_GTEST_PROP(Difference, MadeInOneAccountGivesTheOther, ()) {
  const auto one = support::account_after(*support::random_edits(6));
  const auto other = support::account_after(*support::random_edits(6));
  AccountDocuments account = support::documents_of(one);
  const AccountDocuments wanted = support::documents_of(other);
  const Problems problems = apply_edits(account, difference(account, wanted));
  RC_ASSERT(problems.empty());
  const auto changed = account.read();
  RC_ASSERT(changed.ok());
  RC_ASSERT(verdicts_of(changed.value()) == verdicts_of(wanted.before()));
  account.restore();
  RC_ASSERT(account.bundle() == one);
}

}  // namespace
}  // namespace pullproof::changes::difference_property_test
