#include "model/gates/role_presence.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"

namespace pullproof::gates::role_presence_test {
namespace {

using nlohmann::json;
using support::blamed;
using support::open_calls;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kGone = "arn:aws:iam::111122223333:role/gone";
constexpr const char* kProfile = "arn:aws:iam::111122223333:instance-profile/web";
constexpr const char* kIamCall = "iam-get-account-authorization-details";

RolePlace execution_role(const std::string& arn) {
  RolePlace place;
  place.role_arn = arn;
  place.configured_by =
      fact_about("web:1", {"task.json", "/taskDefinition"}, "names it");
  return place;
}

RolePlace instance_profile(const std::string& arn) {
  RolePlace place = execution_role("");
  place.kind = RolePlace::Kind::InstanceProfile;
  place.instance_profile_arn = arn;
  place.configured_by =
      fact_about("i-1", {"instances.json", "/Reservations/0"}, "has it");
  return place;
}

template <class G>
Gate ask(const RolePlace& place, bool collected = true) {
  json bundle = support::iam_account();
  if (!collected) support::drop_call(bundle, support::kIamAccount, "global", kIamCall);
  const aws::Snapshot account = support::read_account(bundle);
  return G::lets_through(place, Context{.account = account});
}

TEST(RoleConfigured, RefusesATaskWithoutExecutionRole) {
  const Gate gate = ask<RoleConfigured>(execution_role(""));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{"web:1"});
  EXPECT_EQ(gate.mechanism, "execution-role");
  EXPECT_EQ(gate.code, "EXECUTION_ROLE_MISSING");
  EXPECT_EQ(truth(ask<RoleConfigured>(execution_role(kGone))), Truth::Yes);
}

TEST(RoleConfigured, RefusesAnInstanceWithoutProfile) {
  const Gate gate = ask<RoleConfigured>(instance_profile(""));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{"i-1"});
  EXPECT_EQ(gate.mechanism, "instance-profile");
  EXPECT_EQ(gate.code, "INSTANCE_PROFILE_MISSING");
}

TEST(RoleConfigured, AsksForNoRoleThatNobodyNeeds) {
  RolePlace place = execution_role("");
  place.required = false;
  EXPECT_EQ(truth(ask<RoleConfigured>(place)), Truth::Yes);
}

TEST(RoleExists, RefusesARoleThatTheAccountLacks) {
  const Gate gate = ask<RoleExists>(execution_role(kGone));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kGone});
  EXPECT_EQ(blame(gate.lets_through, {}).front()->file, "task.json");
  EXPECT_EQ(gate.code, "EXECUTION_ROLE_NOT_FOUND");
}

TEST(RoleExists, RefusesAProfileThatHoldsNoRole) {
  const Gate gate = ask<RoleExists>(instance_profile(kProfile));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), Texts{kProfile});
  EXPECT_EQ(gate.code, "INSTANCE_PROFILE_NOT_FOUND");
}

TEST(RoleExists, IsUnknownWhereIamIsNotCollected) {
  EXPECT_EQ(open_calls(ask<RoleExists>(execution_role(kGone), false)), Texts{kIamCall});
  EXPECT_EQ(open_calls(ask<RoleExists>(instance_profile(kProfile), false)),
            Texts{kIamCall});
}

// Another account's roles are another account's call.
TEST(RoleExists, IsUnknownForARoleOfAnAccountThatIsNotCollected) {
  EXPECT_EQ(
      truth(ask<RoleExists>(execution_role("arn:aws:iam::444455556666:role/pull"))),
      Truth::Unknown);
}

TEST(RoleExists, LetsARoleThroughThatIsThere) {
  const aws::Snapshot account = support::read_account(support::iam_account());
  EXPECT_EQ(truth(RoleExists::lets_through(support::role_place(account),
                                           Context{.account = account})),
            Truth::Yes);
  EXPECT_EQ(truth(ask<RoleExists>(execution_role(""))), Truth::Yes);
}

TEST(RoleExists, PointsAtTheListOfRolesWhereNothingElseTells) {
  RolePlace place = execution_role(kGone);
  place.configured_by = nullptr;
  const auto fact = blame(ask<RoleExists>(place).lets_through, {}).front();
  EXPECT_EQ(fact->file,
            "111122223333/global/iam-get-account-authorization-details.json");
  EXPECT_EQ(fact->pointer, "/RoleDetailList");
}

}  // namespace
}  // namespace pullproof::gates::role_presence_test
