#include "model/changes/apply_edits.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::changes::apply_edits_test {
namespace {

using nlohmann::json;
using support::has;
using support::make;
using support::resource;

constexpr const char* kTable = "rtb-00ee67d0f811f87be";

AccountDocuments healthy() { return support::documents_of(testing::healthy_bundle()); }

json patch_of(const std::string& name, const json& operations) {
  return {{"resource", name}, {"patch", operations}};
}

TEST(Edits, FindResourcesByIdArnAndName) {
  const json operations =
      json::array({{{"op", "add"}, {"path", "/Note"}, {"value", "here"}}});
  const std::vector<std::pair<std::string, std::string>> names = {
      {"subnet-09d6cae6d8216f97f", "subnet-09d6cae6d8216f97f"},
      {"arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-09d6cae6d8216f97f",
       "subnet-09d6cae6d8216f97f"},
      {"public-a", "subnet-09d6cae6d8216f97f"}};
  for (const auto& [name, id] : names) {
    AccountDocuments account = healthy();
    EXPECT_EQ(make(account, json::array({patch_of(name, operations)})), "") << name;
    EXPECT_EQ(resource(account, "Subnet", id).at("Note"), "here") << name;
  }
}

TEST(Edits, NameTheNearestWhereNothingIsCalledSo) {
  AccountDocuments account = healthy();
  const std::string message =
      make(account, json::array({{{"delete", "nat-0d4eb996ebe44297"}}}));
  EXPECT_EQ(message.find("nothing is called `nat-0d4eb996ebe44297`; the nearest names "
                         "are `nat-0d4eb996ebe442973`"),
            0U)
      << message;
}

TEST(Edits, FailWithATestThatFails) {
  AccountDocuments account = healthy();
  const json operations =
      json::array({{{"op", "test"}, {"path", "/VpcId"}, {"value", "vpc-of-somebody"}},
                   {{"op", "remove"}, {"path", "/Routes/1"}}});
  EXPECT_NE(make(account, json::array({patch_of(kTable, operations)})), "");
}

TEST(Edits, KeepIds) {
  AccountDocuments account = healthy();
  const json operations = json::array(
      {{{"op", "replace"}, {"path", "/RouteTableId"}, {"value", "rtb-other"}}});
  EXPECT_EQ(make(account, json::array({patch_of(kTable, operations)})),
            "`RouteTableId` is the id of `rtb-00ee67d0f811f87be` and cannot change; "
            "delete it and add another");
}

// A repository, its policy, its images and its manifests have one name.
TEST(Edits, MeanTheResourceBeforeWhatIsKnownOfIt) {
  AccountDocuments account = healthy();
  EXPECT_EQ(
      make(account,
           json::array({patch_of(
               "acme/web",
               json::array({{{"op", "add"}, {"path", "/Note"}, {"value", "here"}}}))})),
      "");
  EXPECT_EQ(resource(account, "Repository", "acme/web").at("Note"), "here");
}

TEST(Edits, AskWhatIsMeantWhereSeveralThingsHaveOneName) {
  AccountDocuments account = healthy();
  const json role = {
      {"type", "Role"},
      {"value", {{"RoleName", "web"}, {"AssumeRolePolicyDocument", json::object()}}}};
  const json edits = json::array({{{"add", role}}, {{"delete", "web"}}});
  const std::string message = make(account, edits);
  EXPECT_NE(message.find("several resources are called `web`"), std::string::npos);
  account.restore();
  json typed = edits;
  typed[1]["type"] = "Role";
  EXPECT_EQ(make(account, typed), "");
  EXPECT_FALSE(has(account, "Role", "web"));
  EXPECT_TRUE(has(account, "Service", "web"));
}

TEST(Edits, AreTakenBack) {
  AccountDocuments account = healthy();
  const json before = account.bundle();
  const json edits =
      json::array({{{"delete", "nat-0d4eb996ebe442973"}},
                   {{"add",
                     {{"type", "Vpc"},
                      {"value", {{"VpcId", "vpc-n"}, {"CidrBlock", "10.9.0.0/16"}}}}}},
                   {{"delete", "acme/web"}, {"type", "Repository"}}});
  EXPECT_EQ(make(account, edits), "");
  EXPECT_NE(account.bundle(), before);
  account.restore();
  EXPECT_EQ(account.bundle(), before);
  EXPECT_FALSE(has(account, "Vpc", "vpc-n"));
  EXPECT_TRUE(has(account, "NatGateway", "nat-0d4eb996ebe442973"));
}

TEST(Edits, MayBeMadeInPart) {
  AccountDocuments account = healthy();
  const Change change = support::edits_of(json::array(
      {{{"delete", "nat-0d4eb996ebe442973"}}, {{"delete", "nat-0063a8627de9db1bf"}}}));
  const auto second = [](const std::string& origin) {
    return origin.starts_with("edits[1]");
  };
  EXPECT_TRUE(apply_edits(account, change, second).empty());
  EXPECT_TRUE(has(account, "NatGateway", "nat-0d4eb996ebe442973"));
  EXPECT_FALSE(has(account, "NatGateway", "nat-0063a8627de9db1bf"));
}

// A list that was not collected does not become whole by what is added to it.
TEST(Additions, DoNotMakeAListWhole) {
  json bundle = testing::healthy_bundle();
  bundle.erase(testing::regional("logs-describe-log-groups"));
  bundle.erase("manifest.json");
  AccountDocuments account = support::documents_of(bundle);
  const json group = {{"type", "LogGroup"}, {"value", {{"logGroupName", "/new"}}}};
  EXPECT_EQ(make(account, json::array({{{"add", group}}})), "");
  const auto changed = account.read();
  ASSERT_TRUE(changed.ok());
  const aws::Scope scope{"111122223333", "eu-central-1"};
  EXPECT_FALSE(changed.value().calls().seen(scope, "logs-describe-log-groups"));
  EXPECT_EQ(changed.value().table<aws::LogGroup>().all().size(), 1U);
}

TEST(Additions, RefuseWhatIsThere) {
  AccountDocuments account = healthy();
  const json table = {{"type", "RouteTable"},
                      {"value", {{"RouteTableId", kTable}, {"VpcId", "vpc-1"}}}};
  EXPECT_EQ(make(account, json::array({{{"add", table}}})),
            "there is a RouteTable `rtb-00ee67d0f811f87be` already");
}

}  // namespace
}  // namespace pullproof::changes::apply_edits_test
