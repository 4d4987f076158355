#include "src/report/who_can_json.h"

#include <string_view>

#include <nlohmann/json.hpp>

#include "src/report/authorize_json.h"
#include "src/report/check_json.h"
#include "src/report/policy_json.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;
using PrincipalKind = solver::AblePrincipal::Kind;

std::string_view who_can_name(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::Role:
      return "role";
    case PrincipalKind::User:
      return "user";
    case PrincipalKind::Root:
      return "root";
    case PrincipalKind::Session:
      return "session";
    case PrincipalKind::Account:
      return "account";
    case PrincipalKind::AnyAccount:
      return "any-account";
    case PrincipalKind::Service:
      return "service";
    case PrincipalKind::AnyService:
      return "any-service";
    case PrincipalKind::Federated:
      return "federated";
    case PrincipalKind::Anonymous:
      return "anonymous";
  }
  return "";
}

std::string_view who_can_name(solver::Ability ability) {
  switch (ability) {
    case solver::Ability::Always:
      return "always";
    case solver::Ability::Sometimes:
      return "sometimes";
    case solver::Ability::Unknown:
      return "unknown";
  }
  return "";
}

Json condition_json(const solver::OpenCondition& open) {
  Json values = Json::array();
  for (const auto& value : open.condition->values) values.push_back(value.text);
  return {{"effect", open.statement->allow ? "Allow" : "Deny"},
          {"operator", open.condition->op},
          {"key", open.condition->key},
          {"values", std::move(values)},
          {"file", open.statement->source.file},
          {"pointer", open.statement->source.pointer}};
}

Json principal_json(const solver::AblePrincipal& found) {
  Json json = {{"kind", who_can_name(found.kind)},
               {"principal", found.name},
               {"can", who_can_name(found.ability)},
               {"if_own_account_allows", found.if_own_account_allows},
               {"statements", Json::array()},
               {"conditions", Json::array()}};
  for (const auto* statement : found.statements) {
    json["statements"].push_back(statement_json(*statement));
  }
  for (const auto& open : found.conditions) {
    json["conditions"].push_back(condition_json(open));
  }
  if (found.witness) json["witness"] = witness_json(*found.witness);
  if (!found.open.empty()) json["missing"] = questions_json(found.open);
  return json;
}

}  // namespace

std::string who_can_json(const solver::WhoCanQuestion& question,
                         const solver::WhoCan& answer) {
  Json json = {{"format", "pullproof-who-can/1"},
               {"action", question.action},
               {"resource", question.resource},
               {"principals", Json::array()}};
  for (const auto& found : answer.principals) {
    json["principals"].push_back(principal_json(found));
  }
  json["others"] = {{"decision", answer.undecided.empty() ? "refused" : "unknown"},
                    {"refused_principals", answer.refused_principals},
                    {"refused_classes", answer.refused_classes},
                    {"missing", questions_json(answer.undecided)}};
  json["assumptions"] = assumptions_json(answer.assumptions);
  return print_json(json);
}

}  // namespace pullproof::cli
