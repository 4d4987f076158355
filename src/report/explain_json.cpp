#include "src/report/explain_json.h"

#include <cstddef>

#include <nlohmann/json.hpp>

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "pullproof-explain/1";

/// A message that was given may be no UTF-8, and reasons name parts of it.
std::string printed(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json cause_json(const ExplainedMatch& explained, std::size_t which) {
  Json cause = {{"mechanism", explained.match.causes[which]}, {"rank", which + 1}};
  if (explained.answers.empty()) return cause;
  const solver::CauseAnswer& answer = explained.answers[which];
  cause["holds"] = solver::name(answer.status);
  if (answer.finding != nullptr) {
    cause["code"] = answer.finding->code;
    cause["service"] = answer.task->service;
    cause["message"] = answer.finding->message;
  }
  if (!answer.why.empty()) cause["why"] = answer.why;
  return cause;
}

Json match_json(const ExplainedMatch& explained) {
  const model::ErrorMatch& match = explained.match;
  Json json = {{"id", match.id}};
  if (match.stage) json["stage"] = model::name(*match.stage);
  json["title"] = match.title;
  if (!match.advice.empty()) json["advice"] = match.advice;
  json["causes"] = Json::array();
  for (std::size_t i = 0; i < match.causes.size(); ++i) {
    json["causes"].push_back(cause_json(explained, i));
  }
  return json;
}

Json switch_json(const gates::Switch& asked) {
  Json json = {{"name", asked.name},
               {"default", asked.values.front().name},
               {"question", asked.question},
               {"source", asked.source},
               {"values", Json::array()}};
  for (const auto& value : asked.values) {
    json["values"].push_back({{"value", value.name}, {"meaning", value.meaning}});
  }
  return json;
}

}  // namespace

std::string page_json(const Page& page) {
  return printed({{"format", kFormat},
                  {"code", page.code},
                  {"title", page.title},
                  {"meaning", page.meaning},
                  {"rule", page.rule},
                  {"source", page.source},
                  {"console", page.console},
                  {"command", page.command},
                  {"repair", page.repair},
                  {"scenario", page.scenario}});
}

std::string page_json(const model::LintCode& code) {
  return printed({{"format", kFormat},
                  {"code", code.code},
                  {"title", code.meaning},
                  {"severity", model::name(code.severity)}});
}

std::string page_json(const gates::Switch& asked) {
  Json json = {{"format", kFormat}};
  json["switch"] = switch_json(asked);
  return printed(json);
}

std::string switches_json() {
  Json json = {{"format", kFormat}, {"switches", Json::array()}};
  for (const auto& each : gates::all_switches()) {
    json["switches"].push_back(switch_json(each));
  }
  return printed(json);
}

std::string explain_json(const std::vector<ExplainedMatch>& matches) {
  Json json = {{"format", kFormat}, {"matches", Json::array()}};
  for (const auto& match : matches) json["matches"].push_back(match_json(match));
  return printed(json);
}

}  // namespace pullproof::cli
