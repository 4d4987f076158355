#include "src/report/authorize_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/report/check_json.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;

Json matched_json(const model::MatchedStatement& matched) {
  const aws::PolicyStatement& statement = *matched.statement;
  Json json = {{"layer", model::name_of(matched.layer)},
               {"policy", matched.policy},
               {"statement", matched.index},
               {"effect", statement.allow ? "Allow" : "Deny"}};
  const bool has_levels = matched.layer == model::Layer::ServiceControl ||
                          matched.layer == model::Layer::ResourceControl;
  if (has_levels) json["level"] = matched.level;
  if (!statement.sid.empty()) json["sid"] = statement.sid;
  json["file"] = statement.source.file;
  json["pointer"] = statement.source.pointer;
  return json;
}

}  // namespace

Json questions_json(const std::set<Unknown>& open) {
  Json list = Json::array();
  for (const auto& one : open) list.push_back({{"call", one.call}, {"why", one.why}});
  return list;
}

std::string authorize_json(const nlohmann::json& id, const Authorized& told) {
  const model::Authorization& answer = told.answer;
  Json json = {{"id", id},
               {"decision", model::name_of(answer.decision)},
               {"blocked_by", Json::array()},
               {"matched", Json::array()}};
  for (const model::Layer layer : answer.blocked_by) {
    json["blocked_by"].push_back(model::name_of(layer));
  }
  for (const auto& matched : answer.matched) {
    json["matched"].push_back(matched_json(matched));
  }
  if (!told.open.empty()) json["missing"] = questions_json(told.open);
  if (told.assumptions) json["assumptions"] = assumptions_json(*told.assumptions);
  return print_line(json);
}

std::string malformed_json(const nlohmann::json& id, const Problems& problems) {
  Json json = {{"id", id}, {"error", ""}, {"problems", Json::array()}};
  std::string told;
  for (const Problem& problem : problems) {
    json["problems"].push_back({{"file", problem.file},
                                {"pointer", problem.pointer},
                                {"message", problem.message}});
    if (!told.empty()) told += "; ";
    if (!problem.pointer.empty()) told += problem.pointer + ": ";
    told += problem.message;
  }
  json["error"] = told;
  return print_line(json);
}

}  // namespace pullproof::cli
