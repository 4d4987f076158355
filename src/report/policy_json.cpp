#include "src/report/policy_json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/gates/caller.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string_view verdict_of(solver::Access access) {
  switch (access) {
    case solver::Access::None:
      return "no-new-access";
    case solver::Access::New:
      return "new-access";
    case solver::Access::Unknown:
      break;
  }
  return "unknown";
}

}  // namespace

Json witness_json(const gates::Request& request) {
  Json json = {{"principal", gates::name_of(request.caller)},
               {"action", request.action},
               {"resource", "*"}};
  if (request.resource) {
    json["resource"] = std::get<std::string>(*request.resource);
  } else {
    json["wildcard_only"] = true;
  }
  json["resource_account"] = request.resource_account;
  json["context"] = Json::object();
  for (const auto& [key, value] : request.context) {
    const auto* fixed = std::get_if<gates::FixedKey>(&value);
    if (fixed == nullptr) continue;
    json["context"][key] =
        fixed->multivalued ? Json(fixed->values) : Json(fixed->values.front());
  }
  return json;
}

Json statement_json(const aws::PolicyStatement& statement) {
  Json json = {{"file", statement.source.file}, {"pointer", statement.source.pointer}};
  if (!statement.sid.empty()) json["sid"] = statement.sid;
  return json;
}

Json comparison_json(const solver::PolicyAnswer& answer) {
  Json json = {{"verdict", verdict_of(answer.access)}};
  if (answer.witness) {
    json["witness"] = witness_json(*answer.witness);
    json["statements"] = Json::array();
  }
  for (const auto* statement : answer.statements) {
    json["statements"].push_back(statement_json(*statement));
  }
  if (!answer.why.empty()) json["why"] = answer.why;
  return json;
}

}  // namespace pullproof::cli
