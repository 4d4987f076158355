#include "src/terraform/configuration.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "model/changes/account_documents.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

/// Instances of a module share what is written.
std::string written_path(const std::vector<ModuleStep>& path) {
  std::string names;
  for (const auto& step : path) names += step.name + '/';
  return names;
}

const Json* found_in(const std::map<std::string, const Json*>& map,
                     const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second;
}

}  // namespace

const Json& member_or_null(const Json& object, const std::string& name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

Configuration::Configuration(const Json& plan) : plan_(&plan) {
  const Json& root =
      member_or_null(member_or_null(plan, "configuration"), "root_module");
  std::vector<std::pair<std::string, const Json*>> open = {{"", &root}};
  while (!open.empty()) {
    const auto [path, module] = open.back();
    open.pop_back();
    modules_[path] = module;
    for (const Json& resource : member_or_null(*module, "resources")) {
      const bool is_data = text_member(resource, "mode") == "data";
      resources_[path + (is_data ? "data." : "") + text_member(resource, "type") + '.' +
                 text_member(resource, "name")] = &resource;
    }
    const Json& calls = member_or_null(*module, "module_calls");
    if (!calls.is_object()) continue;
    for (const auto& [name, call] : calls.items()) {
      calls_[path + name + '/'] = &call;
      open.emplace_back(path + name + '/', &member_or_null(call, "module"));
    }
  }
}

const Json* Configuration::resource(const PlannedResource& resource) const {
  return found_in(resources_, written_path(module_path_of(resource.module)) +
                                  (resource.is_data ? "data." : "") + resource.type +
                                  '.' + resource.name);
}

const Json* Configuration::call(const std::vector<ModuleStep>& path) const {
  return found_in(calls_, written_path(path));
}

const Json* Configuration::output(const std::vector<ModuleStep>& path,
                                  const std::string& name) const {
  const Json* module = found_in(modules_, written_path(path));
  if (module == nullptr) return nullptr;
  const Json& output = member_or_null(member_or_null(*module, "outputs"), name);
  return output.is_object() ? &member_or_null(output, "expression") : nullptr;
}

const Json* Configuration::variable(const std::string& name) const {
  const Json& given = member_or_null(member_or_null(*plan_, "variables"), name);
  return given.is_object() ? &member_or_null(given, "value") : nullptr;
}

const Json* Configuration::provider(const std::string& key) const {
  const Json& all =
      member_or_null(member_or_null(*plan_, "configuration"), "provider_config");
  const Json& found = member_or_null(all, key);
  return found.is_object() ? &found : nullptr;
}

}  // namespace pullproof::cli::terraform
