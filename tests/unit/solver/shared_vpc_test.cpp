// Tasks in subnets that another account shares.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/reached.h"
#include "tests/support/service_account.h"
#include "tests/support/shared_network.h"

namespace pullproof::solver::shared_vpc_test {
namespace {

using model::Verdict;
using nlohmann::json;
using support::ask;
using support::network_answer;
using support::owner_answer;
using support::shared_account;

model::TaskVerdict check_of(const json& bundle) {
  const aws::Snapshot account = support::read_account(bundle);
  auto report = check(account, {});
  EXPECT_EQ(report.verdicts.size(), 1U);
  return report.verdicts.at(0);
}

std::string why_of(const json& bundle) {
  const auto verdict = check_of(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  return verdict.missing.empty() ? "" : verdict.missing.begin()->why;
}

/// An interface as whoever prints it: of the task, in subnet-task.
json interface(const char* id, const char* address, const char* owner,
               const char* group) {
  return {{"NetworkInterfaceId", id},
          {"SubnetId", "subnet-task"},
          {"VpcId", "vpc-1"},
          {"InterfaceType", "interface"},
          {"PrivateIpAddress", address},
          {"Groups", {{{"GroupId", group}}}},
          {"OwnerId", owner}};
}

// VPC user guide, "Share your VPC subnets with other accounts": the owner has the
// gateways, and tasks of participants use them.
TEST(SharedVpc, PullsThroughTheOwnersGateways) {
  EXPECT_EQ(check_of(shared_account()).verdict, Verdict::Pulls);
}

TEST(SharedVpc, IsRefusedByWhatTheOwnerHas) {
  json bundle = shared_account();
  json& nat = owner_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"][0];
  nat["State"] = "failed";
  const auto verdict = check_of(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].blame, std::vector<std::string>{"nat-1"});
}

// Its endpoints serve the whole VPC; the participant cannot describe them.
TEST(SharedVpc, AsksTheOwnersEndpoints) {
  json bundle = shared_account();
  json endpoint = support::interface_endpoint("vpce-api", "ecr.api");
  owner_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"] = {endpoint};
  EXPECT_EQ(check_of(bundle).verdict, Verdict::Pulls);
  json& groups = owner_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"];
  groups[0]["IpPermissions"] = json::array();
  const auto verdict = check_of(bundle);
  EXPECT_EQ(verdict.verdict, Verdict::Fails);
  EXPECT_EQ(verdict.findings.at(0).blame, std::vector<std::string>{"sg-endpoint"});
}

// "Participants cannot describe VPC endpoints": that they print none says nothing.
TEST(SharedVpc, IsUnknownWithoutTheOwnersExport) {
  json bundle = shared_account();
  support::forget_owner(bundle);
  network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"] = json::array();
  network_answer(bundle, "ec2-describe-nat-gateways")["NatGateways"] = json::array();
  EXPECT_EQ(check_of(bundle).verdict, Verdict::Unknown);
}

TEST(SharedVpc, IsUnknownWhereTheAccountsContradictEachOther) {
  const std::vector<std::pair<const char*, const char*>> lists = {
      {"ec2-describe-route-tables", "rtb-task"},
      {"ec2-describe-network-acls", "acl-1"}};
  for (const auto& [call, id] : lists) {
    json bundle = shared_account();
    json& copy = network_answer(bundle, call).begin().value()[0];
    const char* part = copy.contains("Routes") ? "Routes" : "Entries";
    copy[part].erase(1);
    const std::string why = why_of(bundle);
    EXPECT_EQ(why, "accounts 111122223333 and 444455556666 print different things of " +
                       std::string(id));
  }
}

TEST(SharedVpc, IsUnknownWhereTheAccountsNameDifferentTables) {
  json bundle = shared_account();
  json& copy = network_answer(bundle, "ec2-describe-route-tables")["RouteTables"][0];
  copy["RouteTableId"] = "rtb-old";
  EXPECT_EQ(why_of(bundle),
            "account 444455556666 prints that subnet-task is of rtb-task, and account "
            "111122223333 that it is of rtb-old");
}

// An association that only the participant prints is newer than the owner's export, or
// older.
TEST(SharedVpc, IsUnknownWhereTheOwnerDoesNotPrintTheAssociation) {
  json bundle = shared_account();
  owner_answer(bundle, "ec2-describe-route-tables")["RouteTables"][1]["Associations"] =
      json::array();
  EXPECT_EQ(why_of(bundle),
            "account 111122223333 prints that subnet-task is of rtb-task, and account "
            "444455556666 does not");
}

// "Unshare a shared subnet": whose export does not print it cannot start tasks there.
TEST(SharedVpc, IsUnknownWhereTheParticipantDoesNotPrintTheSubnet) {
  json bundle = shared_account();
  network_answer(bundle, "ec2-describe-subnets")["Subnets"] = json::array();
  EXPECT_EQ(why_of(bundle),
            "account 444455556666 has subnet-task, and does not share it with account "
            "111122223333 as far as that account's export tells");
  bundle.erase("111122223333/eu-central-1/ec2-describe-subnets.json");
  EXPECT_EQ(check_of(bundle).verdict, Verdict::Pulls);
}

// Names of zones are each account's own; ids of zones are not.
TEST(SharedVpc, LetsNamesOfZonesDiffer) {
  json bundle = shared_account();
  json& copy = network_answer(bundle, "ec2-describe-subnets")["Subnets"][0];
  copy["AvailabilityZone"] = "eu-central-1c";
  copy["Tags"] = {{{"Key", "Name"}, {"Value", "theirs"}}};
  EXPECT_EQ(check_of(bundle).verdict, Verdict::Pulls);
}

// "Participants can't launch resources using the default security group".
TEST(SharedVpc, GivesParticipantsNoDefaultGroup) {
  json bundle = shared_account();
  support::service_network(bundle).erase("securityGroups");
  json& groups = owner_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"];
  groups[0]["GroupName"] = "default";
  EXPECT_NE(why_of(bundle).find("whose default group"), std::string::npos);
}

// Accounts that share nothing stay apart, whatever their ids.
TEST(SharedVpc, TakesNothingFromAnAccountWithEqualIds) {
  json bundle = support::service_account();
  json other = support::service_account();
  support::put_acl(other, {});
  support::put_routes(other, {});
  for (const auto& [path, document] : other.items()) {
    if (path.find("/ec2-") == std::string::npos) continue;
    // Before the account's own.
    bundle["000000000000" + path.substr(path.find('/'))] = document;
  }
  bundle["000000000000/eu-central-1/ec2-describe-vpcs.json"]["Vpcs"][0]["OwnerId"] =
      "000000000000";
  EXPECT_EQ(check_of(bundle).verdict, Verdict::Pulls);
}

TEST(ReachInSharedVpc, FindsInterfacesThatBothAccountsPrint) {
  json bundle = shared_account();
  const json mine = interface("eni-1", "10.0.1.7", "111122223333", "sg-task");
  const json theirs = interface("eni-2", "10.0.1.8", support::kOwner, "sg-endpoint");
  network_answer(bundle,
                 "ec2-describe-network-interfaces")["NetworkInterfaces"] = {mine};
  owner_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"] = {
      mine, theirs};
  for (const char* from : {"eni-1", "10.0.1.7", "111122223333/eni-1"}) {
    const auto told = ask(bundle, {.from = from, .to = "eni-2"});
    EXPECT_EQ(told.verdict, Reachability::Reachable) << from << told.why;
  }
  EXPECT_EQ(ask(bundle, {.from = "eni-2", .to = "eni-1"}).verdict,
            Reachability::Unreachable);
  owner_answer(bundle,
               "ec2-describe-network-interfaces")["NetworkInterfaces"][0]["Groups"] =
      json::array();
  const auto told = ask(bundle, {.from = "eni-1", .to = "eni-2"});
  EXPECT_EQ(told.verdict, Reachability::Unknown);
  EXPECT_EQ(told.why,
            "accounts 111122223333 and 444455556666 print different things of eni-1");
}

TEST(ReachInTwoAccounts, AsksWhichOneIsMeant) {
  json bundle = support::network_account();
  const json one = interface("eni-1", "10.0.1.7", "111122223333", "sg-task");
  const json two = interface("eni-2", "10.0.1.8", "111122223333", "sg-endpoint");
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"] = {
      one, two};
  const json alone = bundle;
  for (const auto& [path, document] : alone.items()) {
    if (path.find("/ec2-") == std::string::npos) continue;
    bundle["000000000000" + path.substr(path.find('/'))] = document;
  }
  bundle["000000000000/eu-central-1/ec2-describe-vpcs.json"]["Vpcs"][0]["OwnerId"] =
      "000000000000";
  EXPECT_EQ(ask(bundle, {.from = "eni-1", .to = "eni-2"}).why,
            "several resources of the snapshot are eni-1: say which as "
            "000000000000/eu-central-1/eni-1");
  EXPECT_EQ(ask(bundle,
                {.from = "111122223333/eni-1", .to = "111122223333/eu-central-1/eni-2"})
                .verdict,
            Reachability::Reachable);
  EXPECT_EQ(ask(bundle, {.from = "10.0.1.7", .to = "10.0.1.8", .vpc = "vpc-1"}).why,
            "10.0.1.7 is an address of several VPCs (000000000000/eu-central-1/vpc-1, "
            "111122223333/eu-central-1/vpc-1): say which with --vpc");
  EXPECT_EQ(
      ask(bundle, {.from = "10.0.1.7", .to = "10.0.1.8", .vpc = "111122223333/vpc-1"})
          .verdict,
      Reachability::Reachable);
}

}  // namespace
}  // namespace pullproof::solver::shared_vpc_test
