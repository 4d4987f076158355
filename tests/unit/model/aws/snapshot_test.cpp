#include "model/aws/snapshot.h"

#include <algorithm>
#include <fstream>
#include <random>

#include "tests/support/bundle.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::snapshot_test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using pullproof::testing::explode;
using pullproof::testing::global;
using pullproof::testing::healthy_bundle;
using pullproof::testing::regional;
using pullproof::testing::tar_entries;
using pullproof::testing::TemporaryFolder;
using pullproof::testing::write_file;
using pullproof::testing::write_gzip;
using pullproof::testing::write_tar;

template <class... Types>
std::string summary(const Snapshot& snapshot, ResourceTypes<Types...>) {
  std::string text;
  const auto add = [&](const auto& table) {
    for (const auto& row : table.all()) {
      text += std::string(row.id()) + " " + row.scope.account + " " + row.scope.region +
              " " + row.source.file + row.source.pointer + "\n";
    }
  };
  (add(snapshot.table<Types>()), ...);
  return text;
}

/// Every resource with its place, and every warning.
std::string summary(const Result<Snapshot>& result) {
  std::string text;
  if (!result.ok()) return ::testing::PrintToString(problems(result));
  text = summary(result.value(), AllResources{});
  for (const auto& warning : warnings(result)) text += warning + "\n";
  return text;
}

TEST(Snapshot, LoadsTheSameFromEveryForm) {
  const Json bundle = healthy_bundle();
  const std::string expected = summary(Snapshot::from_bundle(bundle));
  EXPECT_GT(expected.size(), 5'000U);
  const TemporaryFolder folder;
  const auto at = [&](const char* name) { return folder.path() / name; };
  explode(bundle, at("tree"));
  write_file(at("s.json"), bundle.dump());
  write_gzip(at("s.json.gz"), bundle.dump());
  write_tar(at("s.tar.gz"), tar_entries(bundle));
  write_tar(at("s.tar"), tar_entries(bundle, "./"));
  write_tar(at("s.tgz"), tar_entries(bundle, "snapshot/"));
  write_file(at("scenario/scenario.json"), "{}");
  write_file(at("scenario/snapshot.json"), bundle.dump());
  for (const char* name :
       {"tree", "s.json", "s.json.gz", "s.tar.gz", "s.tar", "s.tgz", "scenario"}) {
    const auto result = Snapshot::load(at(name).string());
    EXPECT_EQ(summary(result), expected) << name;
    ASSERT_TRUE(result.ok()) << name;
    EXPECT_TRUE(result.value().has_manifest()) << name;
    EXPECT_GT(result.value().bytes(), 30'000U) << name;
  }
}

TEST(Snapshot, OfTheHealthyAccountHasNoWarnings) {
  EXPECT_EQ(warnings(Snapshot::from_bundle(healthy_bundle())), Texts{});
}

TEST(Snapshot, ReadsBatfishsTrees) {
  const Json bundle{{"aws_configs/eu-central-1/Vpcs.json",
                     {{"Vpcs",
                       {{{"VpcId", "vpc-1"},
                         {"CidrBlock", "10.0.0.0/16"},
                         {"OwnerId", "111122223333"}}}}}},
                    {"aws_configs/accounts/444455556666/us-east-1/Vpcs.json",
                     {{"Vpcs", {{{"VpcId", "vpc-2"}, {"CidrBlock", "10.0.0.0/16"}}}}}},
                    {"batfish/layer1_topology.json", {{"edges", Json::array()}}}};
  const auto result = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(result.ok());
  const auto& vpcs = result.value().table<Vpc>().all();
  ASSERT_EQ(vpcs.size(), 2U);
  EXPECT_EQ(vpcs[0].scope, (Scope{"444455556666", "us-east-1"}));
  EXPECT_EQ(vpcs[1].scope, kHome);
  EXPECT_EQ(result.value().not_read().at(0).what,
            "batfish/layer1_topology.json (edges)");
}

TEST(Snapshot, ReadsOneDocumentWithManyKeys) {
  Json document = Json::object();
  const Json bundle = healthy_bundle();
  for (const char* call : {"ec2-describe-vpcs", "ec2-describe-subnets",
                           "ec2-describe-route-tables", "ecs-describe-clusters"}) {
    document.update(bundle.at(regional(call)));
  }
  document.update(bundle.at(global("iam-get-account-authorization-details")));
  const TemporaryFolder folder;
  write_file(folder.path() / "all.json", document.dump());
  const auto result = Snapshot::load(folder.at("all.json"));
  ASSERT_TRUE(result.ok()) << ::testing::PrintToString(problems(result));
  EXPECT_EQ(result.value().table<Subnet>().all().size(), 8U);
  EXPECT_EQ(result.value().table<Subnet>().all().front().scope, kHome);
  EXPECT_EQ(result.value().table<Role>().all().front().scope, kHomeGlobal);
  EXPECT_TRUE(result.value().calls().seen(kHome, "ec2-describe-subnets"));
}

TEST(Snapshot, IsTheSameWithoutFoldersAndNames) {
  const Json bundle = healthy_bundle();
  Json flat = Json::object();
  int number = 0;
  for (const auto& [path, document] : bundle.items()) {
    const bool named_only = path.find("prefix-list-entries") != std::string::npos ||
                            path.find("hosted-zones-by-vpc") != std::string::npos;
    if (named_only || path == "manifest.json") continue;
    flat["d" + std::to_string(++number) + ".json"] = document;
  }
  const auto result = Snapshot::from_bundle(flat);
  ASSERT_TRUE(result.ok()) << ::testing::PrintToString(problems(result));
  const auto& snapshot = result.value();
  for (const auto& table : snapshot.table<RouteTable>().all()) {
    EXPECT_EQ(table.scope, kHome);
  }
  EXPECT_TRUE(snapshot.calls().seen(kHome, "ec2-describe-route-tables"));
  EXPECT_TRUE(snapshot.calls().seen(kHome, "ecr-describe-images/acme/web"));
  EXPECT_TRUE(snapshot.calls().seen(kHome, "ecs-describe-services/prod"));
  EXPECT_TRUE(
      snapshot.calls().seen(kHomeGlobal, "iam-get-account-authorization-details"));
}

TEST(Snapshot, SaysWhatItExpectedIfItFindsNothing) {
  const TemporaryFolder folder;
  for (const char* text : {"{}", "[]", R"({"hello": 1})"}) {
    write_file(folder.path() / "tree/x.json", text);
    const auto result = Snapshot::load(folder.at("tree"));
    ASSERT_EQ(result.problems().size(), 1U);
    EXPECT_NE(result.problems()[0].message.find("ec2-describe-vpcs.json"),
              std::string::npos);
  }
  const auto missing = Snapshot::load(folder.at("nothing"));
  EXPECT_EQ(problems(missing), Texts{": no such file or folder"});
}

TEST(Snapshot, ListsAllProblemsByFileAndPointer) {
  Json bundle = healthy_bundle();
  bundle[regional("ec2-describe-vpcs")]["Vpcs"][1]["VpcId"] = 7;
  bundle[regional("ec2-describe-vpcs")]["Vpcs"][0]["CidrBlock"] = "x";
  bundle[regional("ec2-describe-subnets")]["NextToken"] = "abc";
  const auto result = Snapshot::from_bundle(bundle);
  ASSERT_EQ(result.problems().size(), 3U);
  EXPECT_TRUE(std::is_sorted(result.problems().begin(), result.problems().end()));
  EXPECT_EQ(result.problems()[0].pointer, "/NextToken");
  EXPECT_EQ(result.problems()[1].pointer, "/Vpcs/0/CidrBlock");
  EXPECT_EQ(result.problems()[2].pointer, "/Vpcs/1/VpcId");
}

TEST(Table, PrefersTheSameAccountThenTheSameRegion) {
  Table<Vpc> table;
  const auto add = [&](const char* account, const char* region) {
    Vpc vpc;
    vpc.vpc_id = VpcId("vpc-1");
    vpc.scope = {account, region};
    table.add(vpc);
  };
  add("1", "eu-central-1");
  add("2", "eu-central-1");
  add("3", "us-east-1");
  EXPECT_EQ(table.find({"2", "eu-central-1"}, "vpc-1")->scope.account, "2");
  EXPECT_EQ(table.find({"9", "eu-central-1"}, "vpc-1")->scope.account, "1");
  EXPECT_EQ(table.find({"1", "us-east-1"}, "vpc-1")->scope.account, "3");
  EXPECT_EQ(table.find({"1", "ap-south-1"}, "vpc-1"), nullptr);
  EXPECT_EQ(table.find({"1", "eu-central-1"}, "vpc-2"), nullptr);
}

/// Puts hostile values in random places of the healthy account.
class Vandal {
 public:
  explicit Vandal(unsigned seed) : random_(seed), bundle_(healthy_bundle()) {
    for (const auto& [path, value] : bundle_.flatten().get<Json::object_t>()) {
      paths_.push_back(path);
    }
  }

  Json damaged() {
    static const Json kValues = Json::array(
        {nullptr, true, -1, 70000, 1e300, 18446744073709551615U, "", "x", "10.0.0.1/8",
         "%7B%22a", "{", "{\"Statement\": 3}", Json::array(), Json::object(),
         Json::array({1}), Json::array({Json::object()}), "-1"});
    Json bundle = bundle_;
    for (std::size_t i = 0; i <= pick(4); ++i) {
      Json::json_pointer place(paths_[pick(paths_.size())]);
      for (std::size_t up = pick(3); up > 0 && !place.parent_pointer().empty(); --up) {
        place.pop_back();
      }
      if (bundle.contains(place)) bundle[place] = kValues[pick(kValues.size())];
    }
    return bundle;
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::mt19937 random_;
  Json bundle_;
  std::vector<std::string> paths_;
};

TEST(Snapshot, PointsAtAPlaceThatExistsWhateverIsWrong) {
  Vandal vandal(1);
  for (int round = 0; round < 200; ++round) {
    const Json bundle = vandal.damaged();
    const auto result = Snapshot::from_bundle(bundle);
    for (const Problem& problem : result.problems()) {
      if (!bundle.contains(problem.file)) continue;
      EXPECT_TRUE(problem.pointer.empty() ||
                  bundle.at(problem.file).contains(Json::json_pointer(problem.pointer)))
          << problem.file << " " << problem.pointer << ": " << problem.message;
    }
  }
}

}  // namespace
}  // namespace pullproof::aws::snapshot_test
