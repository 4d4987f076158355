#include "model/aws/row_changes.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/random_account.h"
#include "tests/support/row_differences.h"

namespace pullproof::aws::row_changes_test {
namespace {

using nlohmann::json;

const std::string kFolder = "111122223333/eu-central-1/";
const std::string kTables = kFolder + "ec2-describe-route-tables.json";
const std::string kGroups = kFolder + "ec2-describe-security-groups.json";

/// One with a default route beside its VPC's own.
constexpr std::size_t kTable = 3;

class RowsThatChange : public ::testing::Test {
 protected:
  json bundle = support::healthy_bundle();
  Snapshot account = std::move(Snapshot::from_bundle(bundle).value());

  /// The rows of one document that `edit` changes.
  template <class Edit>
  std::vector<ChangedRow> edited(const std::string& file, const Edit& edit) {
    json& document = bundle.at(file);
    const json before = document;
    edit(document);
    return support::row_differences(file, before, document);
  }
  template <class Edit>
  std::optional<std::vector<FactKey>> make(const std::string& file, const Edit& edit) {
    return RowChanges::make(account, edited(file, edit));
  }
  template <class Edit>
  bool is_left_to_a_load(const std::string& file, const Edit& edit) {
    const auto rows_before = account.table<RouteTable>().all().size();
    return !make(file, edit) && account.table<RouteTable>().all().size() == rows_before;
  }
};

TEST_F(RowsThatChange, AreReadAsALoadReadsThem) {
  const auto touched = make(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"].push_back(
        {{"DestinationCidrBlock", "198.51.100.0/24"},
         {"GatewayId", "vgw-1"},
         {"Origin", "CreateRoute"},
         {"State", "active"}});
  });
  ASSERT_TRUE(touched.has_value());
  const auto loaded = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(loaded.ok());
  const auto& now = account.table<RouteTable>().all()[kTable];
  const auto& expected = loaded.value().table<RouteTable>().all()[kTable];
  EXPECT_EQ(now.scope, expected.scope);
  EXPECT_EQ(now.source, expected.source);
  ASSERT_EQ(now.routes.size(), expected.routes.size());
  EXPECT_EQ(now.routes.back().source, expected.routes.back().source);
  EXPECT_EQ(now.routes.back().destination, expected.routes.back().destination);
}

TEST_F(RowsThatChange, StayWhereTheyAre) {
  const auto* row = &account.table<RouteTable>().all()[kTable];
  ASSERT_TRUE(make(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"][1]["State"] = "blackhole";
  }));
  EXPECT_EQ(&account.table<RouteTable>().all()[kTable], row);
  EXPECT_TRUE(row->routes[1].blackhole);
}

TEST_F(RowsThatChange, TouchTheirIdAndTheirTable) {
  const auto touched = make(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"][1]["State"] = "blackhole";
  });
  ASSERT_TRUE(touched.has_value());
  const auto& row = account.table<RouteTable>().all()[kTable];
  const std::vector<FactKey> expected = {fact_key(kKindOf<RouteTable>, row.id()),
                                         table_key(kKindOf<RouteTable>)};
  EXPECT_EQ(*touched, expected);
}

TEST_F(RowsThatChange, AreCountedInWhatIsNotRead) {
  ASSERT_TRUE(make(kGroups, [](json& document) {
    document["SecurityGroups"][0]["NobodyReadsThis"] = "text";
  }));
  const auto loaded = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(loaded.ok());
  const auto& now = account.not_read();
  const auto& expected = loaded.value().not_read();
  const auto is_same = [](const NotRead& one, const NotRead& other) {
    return one.what == other.what && one.count == other.count;
  };
  EXPECT_TRUE(
      std::equal(now.begin(), now.end(), expected.begin(), expected.end(), is_same));
}

TEST_F(RowsThatChange, AreLeftToALoadIfAnIndexKnowsThemByWhatChanges) {
  EXPECT_TRUE(is_left_to_a_load(kTables, [](json& document) {
    document["RouteTables"][kTable]["Associations"] = json::array();
  }));
}

TEST_F(RowsThatChange, AreLeftToALoadIfItWouldWarn) {
  EXPECT_TRUE(is_left_to_a_load(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"].erase(0);  // its VPC's own
  }));
}

TEST_F(RowsThatChange, AreLeftToALoadIfItHasProblems) {
  EXPECT_TRUE(is_left_to_a_load(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"][0]["DestinationCidrBlock"] = "10.0.0.1/8";
  }));
}

TEST_F(RowsThatChange, AreLeftToALoadIfTheyComeOrGo) {
  EXPECT_TRUE(is_left_to_a_load(
      kTables, [](json& document) { document["RouteTables"].erase(0); }));
  EXPECT_FALSE(RowChanges::make(
      account,
      {{.file = kTables, .pointer = "/RouteTables/0", .before = {}, .after = {}}}));
}

TEST_F(RowsThatChange, AreLeftToALoadIfTheyAreOfAnotherKind) {
  EXPECT_TRUE(is_left_to_a_load(kFolder + "ec2-describe-vpcs.json", [](json& document) {
    document["Vpcs"][0]["IsDefault"] = true;
  }));
}

TEST_F(RowsThatChange, AreLeftToALoadIfTheirIdChanges) {
  EXPECT_TRUE(is_left_to_a_load(kTables, [](json& document) {
    document["RouteTables"][kTable]["RouteTableId"] = "rtb-other";
  }));
}

TEST_F(RowsThatChange, AreLeftToALoadIfAnotherDocumentPrintsThemToo) {
  bundle[kFolder + "ec2-describe-route-tables/copy.json"] = bundle[kTables];
  auto loaded = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(loaded.ok());
  account = std::move(loaded.value());
  EXPECT_TRUE(is_left_to_a_load(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"][1]["State"] = "blackhole";
  }));
}

TEST_F(RowsThatChange, AreLeftAsTheyAreIfOneOfThemIsLeftToALoad) {
  auto rows = edited(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"][1]["State"] = "blackhole";
  });
  const auto more = edited(kGroups, [](json& document) {
    document["SecurityGroups"][0]["GroupName"] = "another";
  });
  rows.insert(rows.end(), more.begin(), more.end());
  EXPECT_FALSE(RowChanges::make(account, rows));
  EXPECT_FALSE(account.table<RouteTable>().all()[kTable].routes[1].blackhole);
}

TEST_F(RowsThatChange, AreLeftToALoadIfOneIsNamedTwice) {
  auto rows = edited(kTables, [](json& document) {
    document["RouteTables"][kTable]["Routes"][1]["State"] = "blackhole";
  });
  rows.push_back(rows.front());
  EXPECT_FALSE(RowChanges::make(account, rows));
}

TEST_F(RowsThatChange, MayBeOfEveryListedKind) {
  const std::string details =
      "111122223333/global/iam-get-account-authorization-"
      "details.json";
  EXPECT_TRUE(make(kGroups, [](json& document) {
    document["SecurityGroups"][0]["IpPermissions"] = json::array();
  }));
  EXPECT_TRUE(make(kFolder + "ec2-describe-network-acls.json", [](json& document) {
    document["NetworkAcls"][0]["Entries"].erase(0);
  }));
  EXPECT_TRUE(make(kFolder + "ec2-describe-vpc-endpoints.json", [](json& document) {
    document["VpcEndpoints"][0]["State"] = "pending";
  }));
  EXPECT_TRUE(make(details, [](json& document) {
    document["RoleDetailList"][0]["RolePolicyList"] = json::array();
  }));
  EXPECT_TRUE(make(kFolder + "ecs-describe-services/prod.json", [](json& document) {
    document["services"][0]["enableExecuteCommand"] = true;
  }));
  EXPECT_TRUE(
      make(kFolder + "ecs-describe-task-definition/web%3A1.json", [](json& document) {
        auto& containers = document["taskDefinition"]["containerDefinitions"];
        containers[0]["image"] = containers[0]["image"].get<std::string>() + "0";
      }));
}

TEST_F(RowsThatChange, MayBeARepositorysPolicy) {
  const std::string file = kFolder + "ecr-get-repository-policy/acme%2Fweb.json";
  const json policy = {{"registryId", "111122223333"},
                       {"repositoryName", "acme/web"},
                       {"policyText", R"({"Version":"2012-10-17","Statement":[]})"}};
  bundle[file] = policy;
  auto loaded = Snapshot::from_bundle(bundle);
  ASSERT_TRUE(loaded.ok());
  account = std::move(loaded.value());
  const char* denial =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*",)"
      R"("Action":"ecr:*"}]})";
  EXPECT_TRUE(make(file, [&](json& document) { document["policyText"] = denial; }));
  EXPECT_FALSE(
      account.table<RepositoryPolicy>().all().back().document.statements.empty());
  EXPECT_FALSE(
      make(file, [](json& document) { document["registryId"] = "444455556666"; }));
}

}  // namespace
}  // namespace pullproof::aws::row_changes_test
