#include "model/aws/ecs_parts.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace pullproof::aws {

std::vector<std::string> parse_strategy(Cursor& in, std::string_view key) {
  std::vector<std::string> used;
  std::vector<std::string> all;
  for (Cursor& item : in.objects(key)) {
    all.push_back(item.text("capacityProvider"));
    const auto weight = item.integer("weight", 0, kMaxNumber).value_or(0);
    const auto base = item.integer("base", 0, kMaxNumber).value_or(0);
    if (weight > 0 || base > 0) used.push_back(all.back());
  }
  return used.empty() ? all : used;
}

std::vector<SecretReference> parse_secrets(Cursor& in, std::string_view key) {
  std::vector<SecretReference> secrets;
  for (Cursor& each : in.objects(key)) {
    Cursor secret = std::move(each);
    secrets.push_back({.name = secret.text_or("name", ""),
                       .value_from = secret.text_or("valueFrom", ""),
                       .source = secret.source()});
  }
  return secrets;
}

std::optional<LogConfiguration> parse_log(Cursor& in) {
  auto object = in.object("logConfiguration");
  if (!object) return std::nullopt;
  LogConfiguration log;
  log.source = object->source();
  log.driver = object->text_or("logDriver", "");
  log.secrets = parse_secrets(*object, "secretOptions");
  const nlohmann::json& options = object->raw("options");
  if (options.is_object()) {
    for (const auto& [name, value] : options.items()) {
      if (value.is_string()) log.options.emplace(name, value.get<std::string>());
    }
  }
  return log;
}

std::string time_or(Cursor& in, std::string_view key) {
  const nlohmann::json& time = in.raw(key);
  if (time.is_string()) return time.get<std::string>();
  return time.is_number() ? time.dump() : std::string();
}

bool any_constraint(Cursor& in) {
  bool any = false;
  for (Cursor& constraint : in.objects("placementConstraints")) {
    constraint.skip({"expression"});
    // AWS: PlacementConstraint: one task an instance; any instance may have that one.
    if (constraint.text_or("type", "") != "distinctInstance") any = true;
  }
  return any;
}

}  // namespace pullproof::aws
