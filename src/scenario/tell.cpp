#include "src/scenario/tell.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;

Json list_entry(const Scenario& scenario) {
  return {{"name", scenario.name},
          {"title", scenario.title},
          {"level", scenario.level},
          {"verdict", scenario.verdict()}};
}

std::string list_line(const Scenario& scenario, std::size_t width) {
  return fmt::format("{}  {}  {}  {}\n", pad(escape(scenario.name), width),
                     pad(escape(scenario.verdict()), 12),
                     pad(escape(scenario.level), 12), escape(scenario.title));
}

Json expectation_json(const Expectation& expected) {
  Json json = {{"verdict", expected.verdict}};
  if (!expected.stage.empty()) json["stage"] = expected.stage;
  if (!expected.mechanism.empty()) json["mechanism"] = expected.mechanism;
  if (!expected.code.empty()) json["code"] = expected.code;
  if (!expected.blame.empty()) json["blame"] = expected.blame;
  return json;
}

std::string expectation_text(const Expectation& expected) {
  std::string words = escape(expected.verdict);
  for (const std::string& part : {expected.stage, expected.mechanism, expected.code}) {
    if (!part.empty()) words += ", " + escape(part);
  }
  return words;
}

std::size_t failed(const std::vector<Judgement>& all) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(),
                    [](const Judgement& each) { return !each.second.empty(); }));
}

}  // namespace

nlohmann::ordered_json list_json(const std::vector<Scenario>& scenarios) {
  Json json = Json::array();
  for (const Scenario& each : scenarios) json.push_back(list_entry(each));
  return json;
}

std::string list_text(const std::vector<Scenario>& scenarios) {
  std::size_t width = 0;
  for (const Scenario& each : scenarios) {
    width = std::max(width, columns(escape(each.name)));
  }
  std::string text;
  for (const Scenario& each : scenarios) text += list_line(each, width);
  return text;
}

nlohmann::ordered_json show_json(const Scenario& scenario) {
  Json json = list_entry(scenario);
  json["why"] = scenario.why;
  json["aws"] = scenario.aws;
  json["service"] = scenario.service;
  json["cluster"] = scenario.cluster;
  json["folder"] = scenario.folder;
  Json expect = Json::object();
  for (const auto& [service, each] : scenario.expect) {
    expect[service] = expectation_json(each);
  }
  json["expect"] = std::move(expect);
  json["repair"] = scenario.repair ? Json(*scenario.repair) : Json(nullptr);
  Json wrong = Json::array();
  for (const WrongRepair& each : scenario.wrong_repairs) {
    wrong.push_back({{"title", each.title}, {"why", each.why}});
  }
  json["wrongRepairs"] = std::move(wrong);
  return json;
}

std::string show_text(const Scenario& scenario) {
  std::string out = escape(scenario.name) + ": " + escape(scenario.title) + "\n\n";
  out += labelled("level", escape(scenario.level));
  out += labelled("why", escape(scenario.why));
  out += labelled("AWS says", escape(scenario.aws));
  for (const auto& [service, expected] : scenario.expect) {
    out += labelled("expected", escape(service) + ": " + expectation_text(expected));
  }
  if (scenario.repair) out += labelled("repair", escape(*scenario.repair));
  for (std::size_t i = 0; i < scenario.wrong_repairs.size(); ++i) {
    const WrongRepair& wrong = scenario.wrong_repairs[i];
    out += labelled("wrong", fmt::format("{}. {}", i + 1, escape(wrong.title)));
    out += labelled("", escape(wrong.why));
  }
  out += labelled("try", "pullproof check " + escape(scenario.folder));
  if (scenario.repair) {
    out += labelled("", "pullproof check --repaired " + escape(scenario.folder));
  }
  return out;
}

nlohmann::ordered_json judged_json(const std::vector<Judgement>& all) {
  Json results = Json::array();
  for (const auto& [name, differences] : all) {
    results.push_back(
        {{"name", name}, {"holds", differences.empty()}, {"differences", differences}});
  }
  return {{"format", "pullproof-scenario-check/1"},
          {"summary", {{"held", all.size() - failed(all)}, {"failed", failed(all)}}},
          {"results", std::move(results)}};
}

std::string judged_text(const std::vector<Judgement>& all, const Palette& palette) {
  std::string out;
  for (const auto& [name, differences] : all) {
    out += differences.empty() ? palette.green("✓") : palette.red("✗");
    out += " " + escape(name) + "\n";
    for (const std::string& each : differences) out += "    " + escape(each) + "\n";
  }
  return out + fmt::format("\n{} of {} as claimed\n", all.size() - failed(all),
                           counted(all.size(), "scenario"));
}

}  // namespace pullproof::cli
