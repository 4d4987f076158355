#include "solver/what_if.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::solver::what_if_test {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

// Of scenarios/healthy.
constexpr const char* kNatA = "nat-0d4eb996ebe442973";
constexpr const char* kNatB = "nat-0063a8627de9db1bf";
constexpr const char* kRole = "ecsTaskExecutionRole";

changes::AccountDocuments healthy() {
  return support::documents_of(testing::healthy_bundle());
}

WhatIf ask(changes::AccountDocuments& account, const changes::Change& change) {
  auto answer = what_if(account, change, {});
  EXPECT_TRUE(answer.ok()) << answer.problems().front().message;
  return std::move(answer.value());
}

const VerdictChange& of(const WhatIf& answer, const std::string& service) {
  const auto found = std::find_if(
      answer.changes.begin(), answer.changes.end(), [&](const VerdictChange& each) {
        const auto& task = each.after == nullptr ? *each.before : *each.after;
        return task.service == service;
      });
  EXPECT_NE(found, answer.changes.end()) << service;
  return *found;
}

json policy(const char* effect) {
  return {
      {"Version", "2012-10-17"},
      {"Statement",
       json::array({{{"Effect", effect}, {"Action", "ecr:*"}, {"Resource", "*"}}})}};
}

json with_policy(const char* effect) {
  return {
      {"resource", kRole},
      {"patch",
       json::array({{{"op", "add"},
                     {"path", "/RolePolicyList/-"},
                     {"value",
                      {{"PolicyName", "new"}, {"PolicyDocument", policy(effect)}}}}})}};
}

/// What becomes of the tasks if something in the resource is not known.
WhatIf ask_with_doubt(const std::string& resource, const std::string& within) {
  auto account = healthy();
  changes::Change change;
  change.doubts.push_back({.origin = "it",
                           .resource = resource,
                           .why = "a rule is not known",
                           .scope = {},
                           .within = within});
  return ask(account, change);
}

std::size_t unknown_of(const WhatIf& answer) {
  return static_cast<std::size_t>(std::count_if(
      answer.after.verdicts.begin(), answer.after.verdicts.end(),
      [](const auto& task) { return task.verdict == model::Verdict::Unknown; }));
}

TEST(WhatIf, DoubtsOnlyTasksThatLookAtWhatIsNotKnown) {
  const auto account = healthy();
  std::size_t narrowed = 0;
  for (const auto& place : account.all("SecurityGroup")) {
    const WhatIf answer = ask_with_doubt(place.id, "SecurityGroup");
    if (unknown_of(answer) < answer.after.verdicts.size()) ++narrowed;
    for (const auto& service : account.all("Service")) {
      const json& row = account.at(service);
      const bool is_in = row.dump().find(place.id) != std::string::npos;
      if (!is_in) continue;
      EXPECT_EQ(of(answer, row["serviceName"]).after->verdict, model::Verdict::Unknown)
          << place.id;
    }
  }
  EXPECT_GT(narrowed, 0U);
}

TEST(WhatIf, DoubtsEveryTaskWhereItIsNotKnownWhatTheDoubtIsAbout) {
  const auto all = healthy().before().table<aws::Service>().all().size();
  const std::string group = healthy().all("SecurityGroup").front().id;
  for (const auto& [resource, within] :
       std::vector<std::pair<std::string, std::string>>{
           {group, ""},
           {"", "SecurityGroup"},
           {"sg-unheard-of", "SecurityGroup"},
           {group, "Role"}}) {
    const WhatIf answer = ask_with_doubt(resource, within);
    EXPECT_EQ(unknown_of(answer), answer.after.verdicts.size()) << resource << within;
    EXPECT_GE(answer.after.verdicts.size(), all);
  }
}

TEST(WhatIf, LeavesAllOpenIfTheChangeLacksWhatIsNotTold) {
  auto account = healthy();
  changes::Change change = support::edits_of(
      json::array({{{"resource", "subnet-09d6cae6d8216f97f"},
                    {"patch", {{{"op", "remove"}, {"path", "/CidrBlock"}}}}}}));
  EXPECT_FALSE(what_if(account, change, {}).ok());
  change.doubts.push_back({.origin = "it",
                           .resource = "subnet-09d6cae6d8216f97f",
                           .why = "its block is not known",
                           .scope = {}});
  const auto answer = what_if(account, change, {});
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(unknown_of(answer.value()), answer.value().after.verdicts.size());
  const auto& why = answer.value().after.verdicts.front().missing.back().why;
  EXPECT_NE(why.find("CidrBlock"), std::string::npos) << why;
  EXPECT_EQ(account.bundle(), testing::healthy_bundle());
}

TEST(WhatIf, TellsWhatBreaksByWhichEdit) {
  auto account = healthy();
  const auto change =
      support::edits_of(json::array({{{"delete", kNatB}}, {{"delete", kNatA}}}));
  const WhatIf answer = ask(account, change);
  // legacy is in the zone of the first gateway, web in both.
  EXPECT_EQ(of(answer, "legacy").outcome, Outcome::Broken);
  EXPECT_EQ(of(answer, "legacy").causes,
            Texts{std::string("edits[1]: delete ") + kNatA});
  EXPECT_EQ(of(answer, "web").outcome, Outcome::Broken);
  EXPECT_EQ(of(answer, "web").causes.size(), 1U);
  EXPECT_EQ(of(answer, "batch").outcome, Outcome::Unchanged);
}

TEST(WhatIf, NamesEveryEditThatIsNeeded) {
  // Each route alone leaves the other zone, in which web pulls: nothing is repaired
  // before both are there.
  auto account = support::documents_of(testing::scenario_bundle("nat-route-missing"));
  const auto route = [](const char* table, const char* nat) {
    const json value = {{"DestinationCidrBlock", "0.0.0.0/0"}, {"NatGatewayId", nat}};
    return json{
        {"resource", table},
        {"patch",
         json::array({{{"op", "add"}, {"path", "/Routes/-"}, {"value", value}}})}};
  };
  const auto change = support::edits_of(
      json::array({route("rtb-00ee67d0f811f87be", kNatA), with_policy("Allow"),
                   route("rtb-04662d5e14e93d3be", kNatB)}));
  const WhatIf answer = ask(account, change);
  EXPECT_EQ(of(answer, "web").outcome, Outcome::Repaired);
  EXPECT_EQ(of(answer, "web").causes, (Texts{"edits[0]: patch rtb-00ee67d0f811f87be",
                                             "edits[2]: patch rtb-04662d5e14e93d3be"}));
  EXPECT_EQ(of(answer, "legacy").causes,
            Texts{"edits[0]: patch rtb-00ee67d0f811f87be"});
}

TEST(WhatIf, TellsAccessThatIsNew) {
  auto account = healthy();
  const WhatIf granted =
      ask(account, support::edits_of(json::array({with_policy("Allow")})));
  ASSERT_EQ(granted.access.size(), 1U);
  EXPECT_EQ(granted.access[0].subject, std::string("Role ") + kRole);
  EXPECT_EQ(granted.access[0].answer.access, Access::New);
  const WhatIf denied =
      ask(account, support::edits_of(json::array({with_policy("Deny")})));
  EXPECT_TRUE(denied.access.empty());
  EXPECT_EQ(of(denied, "web").outcome, Outcome::Broken);
}

TEST(WhatIf, TellsWhatIsAddedAndRemoved) {
  auto account = healthy();
  const json service = support::resource(account, "Service", "web");
  json added = service;
  added["serviceName"] = "new";
  added["serviceArn"] = "arn:aws:ecs:eu-central-1:111122223333:service/prod/new";
  const auto change = support::edits_of(json::array(
      {{{"add", {{"type", "Service"}, {"value", added}}}}, {{"delete", "batch"}}}));
  const WhatIf answer = ask(account, change);
  EXPECT_EQ(of(answer, "new").outcome, Outcome::Added);
  EXPECT_EQ(of(answer, "batch").outcome, Outcome::Removed);
}

// A gateway that is about to be made works, though nobody knows its address.
TEST(WhatIf, ProvesWithANewNatGateway) {
  auto account = support::documents_of(testing::scenario_bundle("nat-route-missing"));
  const json nat = {
      {"type", "NatGateway"},
      {"value",
       {{"NatGatewayId", "nat-new"}, {"SubnetId", "subnet-09d6cae6d8216f97f"}}}};
  const json value = {{"DestinationCidrBlock", "0.0.0.0/0"},
                      {"NatGatewayId", "nat-new"}};
  const json patch =
      json::array({{{"op", "add"}, {"path", "/Routes/-"}, {"value", value}}});
  const json all =
      json::array({{{"add", nat}},
                   {{"resource", "rtb-00ee67d0f811f87be"}, {"patch", patch}},
                   {{"resource", "rtb-04662d5e14e93d3be"}, {"patch", patch}}});
  const WhatIf answer = ask(account, support::edits_of(all));
  EXPECT_EQ(of(answer, "web").outcome, Outcome::Repaired);
  EXPECT_EQ(of(answer, "web").causes.size(), 3U);
}

TEST(WhatIf, IsUnknownWhereTheChangeIs) {
  auto account = healthy();
  changes::Change change;
  change.doubts = {{.origin = "aws_subnet.a",
                    .resource = "subnet-1",
                    .why = "cidr_block is known only after apply",
                    .scope = {"111122223333", "eu-central-1"}}};
  const WhatIf here = ask(account, change);
  EXPECT_EQ(of(here, "web").outcome, Outcome::NewlyUnknown);
  EXPECT_EQ(of(here, "web").causes, Texts{"aws_subnet.a"});
  change.doubts[0].scope.region = "us-east-1";
  EXPECT_EQ(of(ask(account, change), "web").outcome, Outcome::Unchanged);
  change.doubts.clear();
  change.ignored = {{.origin = "aws_x.a",
                     .type = "aws_x",
                     .why = "not read",
                     .matters = true,
                     .scope = {}}};
  EXPECT_EQ(of(ask(account, change), "web").outcome, Outcome::NewlyUnknown);
  change.ignored[0].matters = false;
  EXPECT_EQ(of(ask(account, change), "web").outcome, Outcome::Unchanged);
}

// What answers share with the last one is not proved again; each is still as if it were
// the first.
TEST(WhatIfAnswers, AreEachAsIfItWereTheFirst) {
  const json blackhole = {{"resource", "rtb-00ee67d0f811f87be"},
                          {"patch", json::array({{{"op", "replace"},
                                                  {"path", "/Routes/1/State"},
                                                  {"value", "blackhole"}}})}};
  const std::vector<json> changes = {
      json::array({blackhole}),
      json::array({with_policy("Deny"), blackhole}),
      json::array({{{"delete", kNatB}}}),
      json::array({with_policy("Deny")}),
      json::array({blackhole}),
      json::array({{{"delete", "nat-of-nobody"}}}),
      json::array({{{"delete", kNatA}}, blackhole}),
  };
  auto account = healthy();
  WhatIfAnswers answers(account, {});
  for (const json& edits : changes) {
    const auto change = support::edits_of(edits);
    const auto next = answers.answer(change);
    auto fresh = healthy();
    const auto first = what_if(fresh, change, {});
    ASSERT_EQ(next.ok(), first.ok()) << edits;
    if (!next.ok()) continue;
    const auto& one = next.value().changes;
    const auto& other = first.value().changes;
    ASSERT_EQ(one.size(), other.size()) << edits;
    for (std::size_t i = 0; i < one.size(); ++i) {
      EXPECT_EQ(one[i].outcome, other[i].outcome) << edits;
      EXPECT_EQ(one[i].causes, other[i].causes) << edits;
      EXPECT_TRUE(is_alike(*one[i].after, *other[i].after)) << edits;
    }
    EXPECT_EQ(account.bundle(), fresh.bundle()) << edits;
  }
}

TEST(WhatIf, FailsWithAnEditThatCannotBeMade) {
  auto account = healthy();
  const auto change = support::edits_of(json::array({{{"delete", "nat-of-nobody"}}}));
  EXPECT_FALSE(what_if(account, change, {}).ok());
}

}  // namespace
}  // namespace pullproof::solver::what_if_test
