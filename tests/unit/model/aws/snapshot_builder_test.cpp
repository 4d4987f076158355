#include "model/aws/snapshot_builder.h"

#include "tests/support/bundle.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::snapshot_builder_test {
namespace {

using Json = nlohmann::json;
using pullproof::testing::healthy_bundle;
using pullproof::testing::regional;

constexpr const char* kVpcs =
    R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "State": "a"}]})";

TEST(SnapshotBuilder, RefusesTruncatedPages) {
  for (const char* text :
       {R"({"Vpcs": [], "NextToken": "x"})", R"({"services": [], "nextToken": "x"})",
        R"({"RoleDetailList": [], "IsTruncated": true})",
        R"({"Keys": [], "Truncated": true})", R"({"Vpcs": [], "NextToken": 3})"}) {
    const auto result = read("x", text);
    ASSERT_EQ(result.problems().size(), 1U) << text;
    EXPECT_NE(result.problems()[0].message.find("truncated"), std::string::npos);
  }
}

TEST(SnapshotBuilder, TakesTheLastPage) {
  for (const char* text :
       {R"({"Vpcs": [], "NextToken": null})", R"({"Vpcs": [], "NextToken": ""})",
        R"({"RoleDetailList": [], "IsTruncated": false})"}) {
    EXPECT_TRUE(read("x", text).ok()) << text;
  }
}

TEST(SnapshotBuilder, KeepsOneOfTwoEqualRows) {
  const auto result = read({{"a", kVpcs}, {"b", kVpcs}});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().table<Vpc>().all().size(), 1U);
}

TEST(SnapshotBuilder, IgnoresWhatNobodyReadsInTwoRows) {
  EXPECT_TRUE(read({{"a", kVpcs}, {"b", R"({"Vpcs": [{"VpcId": "vpc-1", "State": "b",
                                        "CidrBlock": "10.0.0.0/16"}]})"}})
                  .ok());
}

TEST(SnapshotBuilder, RefusesTwoRowsOfWhichOneHasAFieldThatCountsByBeingThere) {
  const char* secret = R"({"SecretList": [{"Name": "a", "ARN": "arn:1"}]})";
  const char* deleted = R"({"SecretList": [{"Name": "a", "ARN": "arn:1",
                            "DeletedDate": "2026-11-20T09:15:00+00:00"}]})";
  EXPECT_TRUE(read({{"a", secret}, {"b", secret}}).ok());
  EXPECT_FALSE(read({{"a", secret}, {"b", deleted}}).ok());
}

TEST(SnapshotBuilder, RefusesIdsThatContradictEachOther) {
  const auto result =
      read({{"a", kVpcs},
            {"b", R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.1.0.0/16"}]})"}});
  EXPECT_EQ(problems(result), Texts{"/Vpcs/0: `vpc-1` contradicts " + path_of("a") +
                                    "/Vpcs/0, which has the same id"});
}

TEST(SnapshotBuilder, LetsTwoRegionsHaveOneId) {
  const Json vpc{{"Vpcs", {{{"VpcId", "vpc-1"}, {"CidrBlock", "10.0.0.0/16"}}}}};
  const Json other{{"Vpcs", {{{"VpcId", "vpc-1"}, {"CidrBlock", "10.1.0.0/16"}}}}};
  const auto result = Snapshot::from_bundle({{"111122223333/eu-west-1/v.json", vpc},
                                             {"111122223333/us-east-1/v.json", other}});
  EXPECT_TRUE(result.ok());
}

TEST(SnapshotBuilder, RecognisesDocumentsWhateverTheirNames) {
  const auto result = read({{"ec2-describe-subnets", kVpcs}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, "ec2-describe-vpcs"));
  EXPECT_FALSE(result.value().calls().seen(kHome, "ec2-describe-subnets"));
  EXPECT_EQ(warnings(result).size(), 1U);
}

TEST(SnapshotBuilder, RefusesADocumentThatLacksWhatItsNamePromises) {
  EXPECT_EQ(problems(read({{"a", kVpcs}, {"ec2-describe-subnets", "{}"}})),
            Texts{": expected the key `Subnets`, which `ec2-describe-subnets` prints"});
  EXPECT_EQ(problems(read({{"a", kVpcs}, {"ec2-describe-subnets", "[]"}})).size(), 1U);
}

TEST(SnapshotBuilder, SeesACallThatItDoesNotRead) {
  const auto result =
      read({{"a", kVpcs}, {"network-firewall-list-firewalls", R"({"Firewalls": []})"}});
  EXPECT_TRUE(result.value().calls().seen(kHome, "network-firewall-list-firewalls"));
}

TEST(SnapshotBuilder, WithoutAManifestSeesWhatIsThere) {
  Json bundle = healthy_bundle();
  bundle.erase("manifest.json");
  bundle.erase(regional("ec2-describe-nat-gateways"));
  const auto result = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(result.ok());
  const auto& calls = result.value().calls();
  EXPECT_FALSE(result.value().has_manifest());
  EXPECT_TRUE(calls.seen(kHome, "ec2-describe-vpcs"));
  EXPECT_TRUE(calls.seen(kHome, "ec2-describe-prefix-lists"));
  EXPECT_TRUE(calls.seen(kHome, "ecs-describe-task-definition/web:1"));
  EXPECT_FALSE(calls.seen(kHome, "ec2-describe-nat-gateways"));
  EXPECT_FALSE(calls.seen(kHome, "ecr-get-repository-policy/acme/web"));
}

TEST(SnapshotBuilder, TakesAbsenceFromTheManifest) {
  const auto result = Snapshot::from_bundle(healthy_bundle());
  ASSERT_TRUE(result.ok());
  const auto& calls = result.value().calls();
  EXPECT_EQ(calls.status(kHome, "ecr-get-repository-policy/acme/web"),
            CallStatus::Absent);
  EXPECT_EQ(calls.status(kHomeGlobal, "organizations-describe-organization"),
            CallStatus::Absent);
  EXPECT_EQ(calls.status(kHome, "network-firewall-list-firewalls"), CallStatus::Ok);
}

TEST(SnapshotBuilder, DoesNotBelieveAManifestWhoseFileIsMissing) {
  for (const char* call :
       {"ec2-describe-nat-gateways", "network-firewall-list-firewalls"}) {
    Json bundle = healthy_bundle();
    bundle.erase(regional(call));
    const auto result = Snapshot::from_bundle(bundle);
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result.value().calls().status(kHome, call), CallStatus::Unseen);
    EXPECT_FALSE(warnings(result).empty());
    EXPECT_EQ(result.value().warnings()[0].file, "manifest.json");
  }
}

TEST(SnapshotBuilder, ReadsADocumentThatTheManifestForgets) {
  Json bundle = healthy_bundle();
  for (Json& call : bundle["manifest.json"]["calls"]) {
    if (call["call"] == "ec2-describe-vpcs") call["status"] = "denied";
  }
  const auto result = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().calls().status(kHome, "ec2-describe-vpcs"), CallStatus::Ok);
}

TEST(SnapshotBuilder, PutsManifestCallsWithoutRegionWhereTheyBelong) {
  const Json manifest{{"format", "pullproof-snapshot/1"},
                      {"calls",
                       {{{"account", "111122223333"},
                         {"call", "organizations-describe-organization"},
                         {"status", "absent"}}}}};
  const auto result = Snapshot::from_bundle(
      {{"manifest.json", manifest}, {path_of("a"), Json::parse(kVpcs)}});
  EXPECT_TRUE(
      result.value().calls().seen(kHomeGlobal, "organizations-describe-organization"));
}

TEST(SnapshotBuilder, ListsWhatItDoesNotRead) {
  const auto result =
      read({{"a", R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "New": 1},
                          {"VpcId": "vpc-2", "CidrBlock": "10.0.0.0/16", "New": 2}]})"},
            {"b", R"({"Strange": [], "Key": 1})"}});
  ASSERT_TRUE(result.ok());
  ASSERT_EQ(result.value().not_read().size(), 2U);
  EXPECT_EQ(result.value().not_read()[0].what, path_of("b") + " (Key, Strange)");
  EXPECT_EQ(result.value().not_read()[1].what, "Vpcs[].New");
  EXPECT_EQ(result.value().not_read()[1].count, 2U);
}

TEST(SnapshotBuilder, LetsTheOnlyAccountOwnWhatNamesNone) {
  const auto result = Snapshot::from_bundle(
      {{"x.json", Json::parse(kVpcs)},
       {"y.json", {{"UserId", "U"}, {"Account", "111122223333"}, {"Arn", "a"}}},
       {"eu-central-1/z.json", {{"Subnets", Json::array()}}}});
  EXPECT_EQ(only<Vpc>(result).scope, kHome);
}

TEST(SnapshotBuilder, WarnsOfADocumentThatIsOfNobody) {
  const auto result = Snapshot::from_bundle(
      {{"x.json", Json::parse(kVpcs)},
       {"111122223333/eu-central-1/a.json", {{"Vpcs", Json::array()}}},
       {"444455556666/us-east-1/b.json", {{"Vpcs", Json::array()}}}});
  EXPECT_EQ(warnings(result),
            Texts{": nothing tells which account and region this is of"});
}

}  // namespace
}  // namespace pullproof::aws::snapshot_builder_test
