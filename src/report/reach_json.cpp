#include "src/report/reach_json.h"

#include <nlohmann/json.hpp>

#include "src/report/authorize_json.h"
#include "src/report/check_json.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;

Json blockers_json(const std::vector<model::Finding>& blockers) {
  Json list = Json::array();
  for (const auto& blocker : blockers) {
    list.push_back({{"code", blocker.code},
                    {"mechanism", blocker.mechanism},
                    {"blame", blocker.blame},
                    {"message", blocker.message},
                    {"repair", blocker.repair},
                    {"evidence", evidence_json(blocker.evidence)}});
  }
  return list;
}

Json direction_json(const solver::ReachDirection& direction, bool why) {
  Json json = {{"verdict", name_of(direction.verdict)}};
  if (!direction.blockers.empty()) {
    json["code"] = direction.blockers.front().code;
    json["blame"] = direction.blockers.front().blame;
    json["message"] = direction.blockers.front().message;
  }
  json["path"] = Json::array();
  for (const auto& hop : direction.path) json["path"].push_back(hop.id);
  if (!direction.missing.empty()) json["missing"] = questions_json(direction.missing);
  if (why) json["blockers"] = blockers_json(direction.blockers);
  return json;
}

}  // namespace

std::string_view name_of(solver::Reachability verdict) {
  switch (verdict) {
    case solver::Reachability::Reachable:
      return "reachable";
    case solver::Reachability::Unreachable:
      return "unreachable";
    case solver::Reachability::Unknown:
      break;
  }
  return "unknown";
}

std::string reach_json(const ReachQuery& query, const solver::ReachAnswer& answer,
                       bool why) {
  Json json = Json::object();
  if (!query.id.is_null()) json["id"] = query.id;
  if (!query.from.empty()) json["from"] = query.from;
  json["verdict"] = name_of(answer.verdict);
  json["forward"] = direction_json(answer.forward, why);
  json["return"] = direction_json(answer.back, why);
  json["assumptions"] =
      assumptions_json({answer.assumptions.begin(), answer.assumptions.end()});
  return print_line(json);
}

}  // namespace pullproof::cli
