#include "model/gates/prefix_set.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::gates::prefix_set_test {
namespace {

using nlohmann::json;
using support::kDestination;
using support::put_prefix_list;

constexpr const char* kS3 = "com.amazonaws.eu-central-1.s3";

Predicate in_list(const json& bundle, const std::string& far_service = "") {
  const support::NetworkWorld world(bundle);
  Packet packet = support::packet_to_443();
  packet.far_service = far_service;
  return in_prefix_list(world.context(), support::kNetworkScope, PrefixListId("pl-1"),
                        kDestination, packet);
}

Truth holds(const Predicate& predicate, const std::string& destination) {
  return evaluate(predicate, support::packet_choice("10.0.1.10", 1024, destination));
}

TEST(PrefixSet, HoldsTheEntriesOfTheList) {
  json bundle = support::network_account();
  put_prefix_list(bundle, "pl-1", "partner", {"52.0.0.0/16", "18.0.0.0/30"});
  const Predicate predicate = in_list(bundle);
  EXPECT_EQ(holds(predicate, "52.0.255.255"), Truth::Yes);
  EXPECT_EQ(holds(predicate, "18.0.0.3"), Truth::Yes);
  EXPECT_EQ(holds(predicate, "18.0.0.4"), Truth::No);
}

// `describe-prefix-lists` prints the blocks of AWS's lists beside their names.
TEST(PrefixSet, TakesBlocksThatStandBesideTheName) {
  json bundle = support::network_account();
  support::network_answer(bundle, "ec2-describe-prefix-lists")["PrefixLists"] =
      json::array({{{"PrefixListId", "pl-1"},
                    {"PrefixListName", kS3},
                    {"Cidrs", json::array({"52.219.72.0/22"})}}});
  const Predicate predicate = in_list(bundle, kS3);
  EXPECT_EQ(holds(predicate, "52.219.72.1"), Truth::Yes);
  EXPECT_EQ(holds(predicate, "52.219.71.1"), Truth::No);
}

// network.md 35: then the list is whatever addresses S3 has.
TEST(PrefixSet, IsAllThatS3HasWhereItsEntriesAreNotCollected) {
  json bundle = support::network_account();
  put_prefix_list(bundle, "pl-1", kS3, {});
  EXPECT_EQ(holds(in_list(bundle, kS3), "52.219.72.1"), Truth::Yes);
  EXPECT_EQ(holds(in_list(bundle, kS3), "10.0.2.10"), Truth::No);
  EXPECT_EQ(in_list(bundle, "").as_constant(), Truth::No);
}

// Emulators print that.
TEST(PrefixSet, IsNotCollectedWhereS3HasNoAddressAtAll) {
  json bundle = support::network_account();
  support::network_answer(bundle, "ec2-describe-prefix-lists")["PrefixLists"] =
      json::array({{{"PrefixListId", "pl-1"},
                    {"PrefixListName", kS3},
                    {"Cidrs", json::array()}}});
  EXPECT_EQ(holds(in_list(bundle, kS3), "52.219.72.1"), Truth::Yes);
}

TEST(PrefixSet, IsNotAwsOwnForItsNamesEnding) {
  json bundle = support::network_account();
  put_prefix_list(bundle, "pl-1", "partner.s3", {});
  EXPECT_FALSE(questions(in_list(bundle, "")).empty());
}

TEST(PrefixSet, IsUnknownForACustomersListWithoutEntries) {
  json bundle = support::network_account();
  put_prefix_list(bundle, "pl-1", "partner", {});
  const auto asked = questions(in_list(bundle, kS3));
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.begin()->call, "ec2-get-managed-prefix-list-entries/pl-1");
}

TEST(PrefixSet, IsUnknownForAListThatIsNotThere) {
  EXPECT_EQ(holds(in_list(support::network_account()), "52.0.0.1"), Truth::Unknown);
}

TEST(PrefixSet, LeavesOutTheOtherFamily) {
  const std::vector<Cidr> blocks = {Cidr::parse("2600:1f14::/35").value(),
                                    Cidr::parse("10.0.0.0/31").value(),
                                    Cidr::parse("10.0.0.2/31").value()};
  EXPECT_EQ(addresses_of(blocks, Family::Ipv4), support::block("10.0.0.0/30"));
  EXPECT_EQ(addresses_of(blocks, Family::Ipv6), support::block("2600:1f14::/35"));
}

}  // namespace
}  // namespace pullproof::gates::prefix_set_test
