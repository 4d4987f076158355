#include "src/report/whatif_json.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/report/check_json.h"
#include "src/report/policy_json.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;
using solver::Outcome;
using solver::VerdictChange;

Json verdict_or_null(const model::TaskVerdict* task) {
  return task == nullptr ? Json(nullptr) : Json(model::name(task->verdict));
}

/// Findings are those of the side that has them: of what is repaired, the old ones.
Json change_json(const VerdictChange& change) {
  const model::TaskVerdict& task =
      change.after == nullptr ? *change.before : *change.after;
  const bool tells_old = change.outcome == Outcome::Repaired;
  const Json told = task_document(tells_old ? *change.before : task);
  const Json named = task_document(task);
  Json json = Json::object();
  for (const char* key :
       {"service", "cluster", "taskDefinition", "account", "region", "launchType"}) {
    json[key] = named[key];
  }
  json["before"] = verdict_or_null(change.before);
  json["after"] = verdict_or_null(change.after);
  json["causes"] = change.causes;
  json["findings"] = told["findings"];
  json["missing"] = told["missing"];
  return json;
}

Json changes_json(const solver::WhatIf& answer, Outcome outcome) {
  Json list = Json::array();
  for (const VerdictChange& change : answer.changes) {
    if (change.outcome == outcome) list.push_back(change_json(change));
  }
  return list;
}

Json ignored_json(const changes::Change& change) {
  Json list = Json::array();
  for (const auto& each : change.ignored) {
    list.push_back({{"what", each.origin},
                    {"type", each.type},
                    {"why", each.why},
                    {"matters", each.matters}});
  }
  return list;
}

Json doubts_json(const changes::Change& change) {
  Json list = Json::array();
  for (const auto& each : change.doubts) {
    list.push_back(
        {{"what", each.origin}, {"resource", each.resource}, {"why", each.why}});
  }
  return list;
}

Json access_json(const std::vector<solver::NewAccess>& access) {
  Json list = Json::array();
  for (const auto& each : access) {
    Json json = {{"subject", each.subject}, {"field", each.field}};
    json.update(comparison_json(each.answer));
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace

std::string whatif_json(const WhatIfReport& report) {
  const solver::WhatIf& answer = report.answer;
  constexpr std::array<std::pair<const char*, Outcome>, 6> kLists{
      {{"broken", Outcome::Broken},
       {"repaired", Outcome::Repaired},
       {"newlyUnknown", Outcome::NewlyUnknown},
       {"changed", Outcome::Changed},
       {"added", Outcome::Added},
       {"removed", Outcome::Removed}}};
  Json document = {{"format", report.format},
                   {"before", check_document(answer.before, report.before)},
                   {"after", check_document(answer.after, report.after)}};
  for (const auto& [key, outcome] : kLists) {
    document[key] = changes_json(answer, outcome);
  }
  std::size_t unchanged = 0;
  for (const VerdictChange& change : answer.changes) {
    if (change.outcome == Outcome::Unchanged) ++unchanged;
  }
  document["unchanged"] = unchanged;
  document["ignored"] = ignored_json(report.change);
  document["knownAfterApply"] = doubts_json(report.change);
  document["newAccess"] = access_json(answer.access);
  document["assumed"] = answer.granted;
  document["warnings"] = report.change.warnings;
  return print_json(document);
}

}  // namespace pullproof::cli
