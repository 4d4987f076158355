#include "model/gates/organization_tree.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::organization_tree_test {
namespace {

using nlohmann::json;
using support::kIamAccount;
using support::kOtherAccount;
using Kind = Membership::Kind;

json in_organization() {
  json bundle = support::iam_account();
  support::put_organization(bundle);
  return bundle;
}

Kind kind_of(const json& bundle, const std::string& account) {
  const aws::Snapshot snapshot = support::read_account(bundle);
  return membership(Context{.account = snapshot}, account).kind;
}

AncestorPath path_of(const json& bundle) {
  const aws::Snapshot snapshot = support::read_account(bundle);
  const Context context{.account = snapshot};
  return ancestors(context, membership(context, kIamAccount).scope, kIamAccount);
}

TEST(Membership, TellsWhatWasCollected) {
  EXPECT_EQ(kind_of(support::iam_account(), kIamAccount), Kind::None);
  EXPECT_EQ(kind_of(in_organization(), kIamAccount), Kind::Member);
  EXPECT_EQ(kind_of(in_organization(), "999988887777"), Kind::Management);
  EXPECT_EQ(kind_of(in_organization(), kOtherAccount), Kind::NotCollected);
}

TEST(Membership, IsFoundInAnotherAccountsFolder) {
  json bundle = in_organization();
  support::put_call(bundle, kIamAccount, "global",
                    std::string("organizations-list-parents/") + kOtherAccount,
                    {{"Parents", json::array({{{"Id", "r-1"}, {"Type", "ROOT"}}})}});
  EXPECT_EQ(kind_of(bundle, kOtherAccount), Kind::Member);
}

TEST(Ancestors, LeadToTheRoot) {
  const AncestorPath path = path_of(in_organization());
  EXPECT_EQ(path.targets, (std::vector<std::string>{kIamAccount, "ou-1", "r-1"}));
  EXPECT_FALSE(path.open);
}

TEST(Ancestors, EndWhereTheNextIsNotCollected) {
  json bundle = in_organization();
  support::drop_call(bundle, kIamAccount, "global", "organizations-list-parents/ou-1");
  const AncestorPath path = path_of(bundle);
  EXPECT_EQ(path.targets, (std::vector<std::string>{kIamAccount, "ou-1"}));
  ASSERT_TRUE(path.open);
  EXPECT_EQ(path.open->call, "organizations-list-parents/ou-1");
}

TEST(Ancestors, EndInALoop) {
  json bundle = in_organization();
  support::put_call(bundle, kIamAccount, "global", "organizations-list-parents/ou-1",
                    {{"Parents", json::array({{{"Id", "ou-1"}, {"Type", "OU"}}})}});
  EXPECT_TRUE(path_of(bundle).open);
}

}  // namespace
}  // namespace pullproof::gates::organization_tree_test
