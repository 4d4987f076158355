// What of a template is not known may make a verdict unknown, and nothing else: never
// `pulls` of what fails, nor the other way round. Damaged templates end.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/changes/account_documents.h"
#include "solver/what_if.h"
#include "src/cloudformation/template.h"
#include "tests/unit/src/cloudformation/template_account.h"

namespace pullproof::cli::cloudformation::unknowns_property_test {
namespace {

using model::Verdict;
using nlohmann::json;
using Verdicts = std::map<std::string, Verdict>;

const aws::Scope kScope{.account = "111122223333", .region = "eu-central-1"};

json parsed(const std::string& yaml) {
  return read_template_text(yaml, "t.yaml").value();
}

/// One that pulls and one that fails, with whatever hangs on what.
const std::vector<json>& templates() {
  static const std::vector<json> kTemplates = {
      parsed(template_account::network() + template_account::fargate_service()),
      parsed(template_account::network_without_way_out() +
             template_account::fargate_service())};
  return kTemplates;
}

/// Nothing where the template, or what it makes, is refused.
Verdicts verdicts_of(const json& document) {
  auto account = changes::AccountDocuments::empty({kScope});
  const auto change = read_template({.document = std::make_shared<const json>(document),
                                     .parameters = {},
                                     .stack = "web",
                                     .scope = kScope},
                                    "t.json", account.value());
  if (!change.ok()) return {};
  const auto answer = solver::what_if(account.value(), change.value(), {});
  if (!answer.ok()) return {};
  Verdicts verdicts;
  for (const auto& task : answer.value().after.verdicts) {
    verdicts[task.service] = task.verdict;
  }
  return verdicts;
}

/// Every value below the properties of a resource.
std::vector<json*> properties_in(json& document) {
  std::vector<json*> values;
  for (json& resource : document["Resources"]) {
    if (resource.contains("Properties")) values.push_back(&resource["Properties"]);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]->is_structured()) continue;
    for (json& child : *values[i]) values.push_back(&child);
  }
  return values;
}

json unknowable(unsigned number) {
  switch (number % 3) {
    case 0:
      return {{"Fn::ImportValue", "nothing"}};
    case 1:
      return {{"Ref", "Unsaid"}};
    default:
      return {{"Fn::GetAtt", json::array({"Made", "Value"})}};
  }
}

RC_GTEST_PROP(Unknowns, NeverTurnAVerdictAround, ()) {
  const auto which = *rc::gen::inRange<std::size_t>(0, templates().size());
  json document = templates()[which];
  static const std::vector<Verdicts> kWhole = {verdicts_of(templates()[0]),
                                               verdicts_of(templates()[1])};
  const auto values = properties_in(document);
  json& place = *values[*rc::gen::inRange<std::size_t>(0, values.size())];
  const json was = place;
  place = unknowable(*rc::gen::inRange(0U, 3U));
  document["Parameters"]["Unsaid"] = {{"Type", "String"}};
  document["Resources"]["Made"] = {{"Type", "Custom::LogRetention"}};
  RC_LOG() << was.dump() << " -> " << place.dump();
  for (const auto& [service, verdict] : verdicts_of(document)) {
    if (verdict == Verdict::Unknown) continue;
    RC_ASSERT(kWhole[which].count(service) == 1U);
    RC_ASSERT(verdict == kWhole[which].at(service));
  }
}

json damage(unsigned number) {
  const std::vector<json> kinds = {
      nullptr,
      true,
      -1,
      "",
      "{{resolve:ssm:x}}",
      json::array(),
      json::object(),
      {{"Ref", "Vpc"}},
      {{"Ref", "AWS::NoValue"}},
      {{"Fn::Sub", "${Vpc.Arn}${"}},
      {{"Fn::Cidr", {"10.0.0.0/8", 256, 1}}},
      {{"Fn::GetAtt", {"Service", "Arn"}}},
      {{"Fn::If", {"Circle", 1, 2}}},
      {{"Fn::Join", {",", {{{"Fn::Split", {",", "a,b"}}}}}}},
      {{"Fn::Select", {99, {{"Fn::GetAZs", ""}}}}},
      {{"Fn::Transform", {{"Name", "X"}}}}};
  return kinds[number % kinds.size()];
}

RC_GTEST_PROP(DamagedTemplates, AreAnsweredOrRefused, ()) {
  json document = templates()[0];
  document["Conditions"]["Circle"] = {
      {"Fn::Not", json::array({{{"Condition", "Circle"}}})}};
  const auto times = *rc::gen::inRange(1, 4);
  for (int i = 0; i < times; ++i) {
    std::vector<json*> values = properties_in(document);
    for (json& resource : document["Resources"]) values.push_back(&resource);
    json& place = *values[*rc::gen::inRange<std::size_t>(0, values.size())];
    place = damage(*rc::gen::inRange(0U, 16U));
    if (!document["Resources"].is_object()) return;
  }
  (void)verdicts_of(document);
}

TEST(DamagedTemplates, EndWhateverTheyAskFor) {
  const auto with = [](const json& value) {
    json document = templates()[0];
    document["Resources"]["Vpc"]["Properties"]["Tags"] = value;
    return document;
  };
  json chain = templates()[0];
  for (int i = 0; i < 400; ++i) {
    chain["Resources"]["R" + std::to_string(i)] = {
        {"Type", "AWS::IAM::Role"},
        {"Properties",
         {{"RoleName", {{"Fn::Sub", "${R" + std::to_string((i + 1) % 400) + "}x"}}}}}};
  }
  (void)verdicts_of(chain);
  (void)verdicts_of(with({{"Fn::Cidr", {"::/1", 256, 127}}}));
  json circle = templates()[0];
  circle["Resources"]["Block"] = {
      {"Type", "AWS::EC2::VPCCidrBlock"},
      {"Properties",
       {{"VpcId", {{"Fn::Select", {0, {{"Fn::GetAtt", {"Vpc", "Ipv6CidrBlocks"}}}}}}},
        {"AmazonProvidedIpv6CidrBlock", true}}}};
  circle["Resources"]["Private"]["Properties"]["Ipv6CidrBlock"] = {
      {"Fn::Select", {0, {{"Fn::GetAtt", {"Vpc", "Ipv6CidrBlocks"}}}}}};
  for (const auto& [service, verdict] : verdicts_of(circle)) {
    EXPECT_EQ(verdict, Verdict::Unknown) << service;
  }
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::unknowns_property_test
