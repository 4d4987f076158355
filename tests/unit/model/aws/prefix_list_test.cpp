#include "model/aws/prefix_list.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::prefix_list_test {
namespace {

constexpr const char* kManaged = R"({"PrefixLists": [{"PrefixListId": "pl-1",
  "PrefixListName": "com.amazonaws.eu-central-1.s3", "OwnerId": "AWS"}]})";
constexpr const char* kWithBlocks = R"({"PrefixLists": [{"PrefixListId": "pl-1",
  "PrefixListName": "com.amazonaws.eu-central-1.s3", "Cidrs": ["52.219.44.0/22"]}]})";

TEST(PrefixList, IsOneListFromBothCalls) {
  const auto result = read({{"ec2-describe-managed-prefix-lists", kManaged},
                            {"ec2-describe-prefix-lists", kWithBlocks}});
  const auto list = only<PrefixList>(result);
  EXPECT_EQ(list.name, "com.amazonaws.eu-central-1.s3");
  EXPECT_EQ(list.owner_id, "AWS");
  EXPECT_TRUE(list.has_cidrs);
  EXPECT_EQ(list.cidrs.at(0).text(), "52.219.44.0/22");
  EXPECT_EQ(list.source.file, path_of("ec2-describe-prefix-lists"));
  EXPECT_TRUE(result.value().calls().seen(kHome, "ec2-describe-prefix-lists"));
  EXPECT_TRUE(result.value().calls().seen(kHome, "ec2-describe-managed-prefix-lists"));
}

TEST(PrefixList, TellsTheCallsApartByShapeIfTheNameDoesNot) {
  const auto managed = read("x", kManaged);
  EXPECT_TRUE(managed.value().calls().seen(kHome, "ec2-describe-managed-prefix-lists"));
  EXPECT_FALSE(managed.value().calls().seen(kHome, "ec2-describe-prefix-lists"));
  const auto with_blocks = read("x", kWithBlocks);
  EXPECT_TRUE(with_blocks.value().calls().seen(kHome, "ec2-describe-prefix-lists"));
  EXPECT_FALSE(
      with_blocks.value().calls().seen(kHome, "ec2-describe-managed-prefix-lists"));
}

TEST(PrefixList, MayLackItsBlocks) {
  const auto list = only<PrefixList>(
      read("ec2-describe-prefix-lists",
           R"({"PrefixLists": [{"PrefixListId": "pl-1", "PrefixListName": "n"}]})"));
  EXPECT_FALSE(list.has_cidrs);
}

TEST(PrefixList, RefusesTwoNamesForOneId) {
  EXPECT_EQ(problems(read({{"ec2-describe-managed-prefix-lists", kManaged},
                           {"ec2-describe-prefix-lists",
                            R"({"PrefixLists": [{"PrefixListId": "pl-1",
                                                 "PrefixListName": "other"}]})"}}))
                .size(),
            1U);
}

TEST(PrefixListEntries, TakeTheirListFromTheName) {
  const auto result = read("ec2-get-managed-prefix-list-entries/pl-1",
                           R"({"Entries": [{"Cidr": "10.0.0.0/8"},
                                           {"Cidr": "::/0", "Description": "x"}]})");
  const auto entries = only<PrefixListEntries>(result);
  EXPECT_EQ(entries.id(), "pl-1");
  EXPECT_EQ(entries.cidrs.size(), 2U);
  EXPECT_TRUE(
      result.value().calls().seen(kHome, "ec2-get-managed-prefix-list-entries/pl-1"));
}

TEST(PrefixListEntries, AreNotReadWithoutAName) {
  const auto result = read({{"x", R"({"Entries": [{"Cidr": "10.0.0.0/8"}]})"},
                            {"ec2-describe-vpcs", R"({"Vpcs": []})"}});
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().table<PrefixListEntries>().all().empty());
  EXPECT_EQ(result.value().not_read().size(), 1U);
}

TEST(PrefixListEntries, RefuseHostBits) {
  EXPECT_EQ(problems(read("ec2-get-managed-prefix-list-entries/pl-1",
                          R"({"Entries": [{"Cidr": "10.0.0.1/8"}, {}]})"))
                .size(),
            2U);
}

}  // namespace
}  // namespace pullproof::aws::prefix_list_test
