// AWS: VPC user guide, "Amazon VPC quotas".
#include "model/aws/quotas.h"

#include <functional>

#include "tests/support/bundle.h"
#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::quotas_test {
namespace {

using Json = nlohmann::json;
using pullproof::testing::healthy_bundle;
using pullproof::testing::regional;

/// Warnings of quotas in the healthy account, after an edit of one document.
Texts after(const char* call, const std::function<void(Json&)>& edit) {
  Json bundle = healthy_bundle();
  edit(bundle[regional(call)]);
  Texts found;
  for (auto& text : warnings(Snapshot::from_bundle(bundle))) {
    if (text.find("quota") != std::string::npos) found.push_back(std::move(text));
  }
  return found;
}

void add_blocks(Json& group, int count) {
  for (int i = 0; i < count; ++i) {
    group["IpPermissions"].push_back(
        {{"IpProtocol", "tcp"},
         {"FromPort", 443},
         {"ToPort", 443},
         {"IpRanges", {{{"CidrIp", "10.0." + std::to_string(i) + ".0/24"}}}},
         {"Ipv6Ranges", Json::array()},
         {"PrefixListIds", Json::array()},
         {"UserIdGroupPairs", Json::array()}});
  }
}

TEST(Quotas, AreKeptByTheHealthyAccount) {
  EXPECT_EQ(after("ec2-describe-security-groups", [](Json&) {}), Texts{});
}

TEST(Quotas, CountTheRulesOfAGroup) {
  const auto with = [](int rules) {
    return after("ec2-describe-security-groups", [rules](Json& document) {
      Json& group = document["SecurityGroups"][0];
      group["IpPermissions"] = Json::array();
      add_blocks(group, rules);
    });
  };
  EXPECT_EQ(with(60), Texts{});
  const Texts found = with(61);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0],
            "/SecurityGroups/0: it has 61 inbound rules for IPv4, over AWS's default "
            "quota of 60: an edit may be refused unless the quota was raised");
}

TEST(Quotas, CountTheGroupsOfAnInterface) {
  const auto with = [](int groups) {
    return after("ec2-describe-network-interfaces", [groups](Json& document) {
      Json& list = document["NetworkInterfaces"][0]["Groups"];
      list = Json::array();
      for (int i = 0; i < groups; ++i) {
        list.push_back({{"GroupId", "sg-" + std::to_string(i)}, {"GroupName", "g"}});
      }
    });
  };
  EXPECT_EQ(with(5), Texts{});
  EXPECT_EQ(with(6).size(), 1U);
}

TEST(Quotas, CountTheEntriesOfAnAclAndTheDefaultOne) {
  const auto with = [](int entries) {
    return after("ec2-describe-network-acls", [entries](Json& document) {
      Json& list = document["NetworkAcls"][0]["Entries"];
      Json one = list[0];
      list = Json::array();
      for (int i = 0; i < entries; ++i) {
        one["RuleNumber"] = 100 + i;
        one["Egress"] = true;
        list.push_back(one);
      }
    });
  };
  EXPECT_EQ(with(20), Texts{});
  EXPECT_EQ(with(21).size(), 1U);
}

TEST(Quotas, LeaveOutPropagatedRoutes) {
  const auto with = [](int routes, const char* origin) {
    return after("ec2-describe-route-tables", [&](Json& document) {
      Json& list = document["RouteTables"][0]["Routes"];
      for (int i = static_cast<int>(list.size()); i < routes; ++i) {
        list.push_back(
            {{"DestinationCidrBlock", "172.16." + std::to_string(i) + ".0/24"},
             {"GatewayId", "vgw-1"},
             {"Origin", origin},
             {"State", "active"}});
      }
    });
  };
  EXPECT_EQ(with(50, "CreateRoute"), Texts{});
  EXPECT_EQ(with(51, "CreateRoute").size(), 1U);
  EXPECT_EQ(with(51, "EnableVgwRoutePropagation"), Texts{});
}

}  // namespace
}  // namespace pullproof::aws::quotas_test
