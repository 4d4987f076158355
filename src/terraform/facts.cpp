#include "src/terraform/facts.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/terraform/configuration.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

changes::SharedJson shared(const Json& value) {
  return value.is_null() ? nullptr : std::make_shared<const Json>(value);
}

/// A mark in place of what a text cannot be read as.
Json unreadable(const std::string& name) {
  return unknown_value(name + "` (no JSON), and so what is made of `" + name);
}

}  // namespace

const Json& Values::get(const std::string& name) const {
  return member_or_null(values_, name);
}

bool Values::has(const std::string& name) const {
  const Json& value = get(name);
  if (value.is_null() || is_unknown(value)) return false;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.is_structured() || !value.empty();
}

bool Values::is_unknown_at(const std::string& name) const {
  return is_unknown(get(name));
}

std::string Values::text(const std::string& name) const {
  return changes::text_member(values_, name);
}

bool Values::flag(const std::string& name, bool otherwise) const {
  const Json& value = get(name);
  if (value.is_boolean()) return value.get<bool>();
  return value == "true" || (otherwise && value != "false");
}

Json Values::flag_or_mark(const std::string& name, bool otherwise) const {
  return is_unknown_at(name) ? get(name) : Json(flag(name, otherwise));
}

std::vector<Values> Values::blocks(const std::string& name) const {
  std::vector<Values> found;
  const Json& list = get(name);
  if (list.is_object()) found.emplace_back(list, resource_, account_, planned_);
  if (!list.is_array()) return found;
  for (const Json& block : list) {
    if (block.is_object()) found.emplace_back(block, resource_, account_, planned_);
  }
  return found;
}

std::vector<Json> Values::items(const std::string& name) const {
  const Json& list = get(name);
  if (is_unknown(list)) return {list};
  if (!list.is_array()) return {};
  return {list.begin(), list.end()};
}

Json Values::parsed(const std::string& name) const {
  const Json& value = get(name);
  if (is_unknown(value) || value.is_null()) return value;
  if (!value.is_string()) return unreadable(name);
  if (value.get_ref<const std::string&>().empty()) return nullptr;
  auto read = aws::read_json(value.get_ref<const std::string&>(), name);
  return read.ok() ? std::move(read.value()) : unreadable(name);
}

Json Values::tags() const {
  // Terraform: AWS provider, "Resource Tagging": `tags_all` has the default tags too.
  const char* name = get("tags_all").is_null() ? "tags" : "tags_all";
  const Json& tags = get(name);
  if (is_unknown(tags)) return tags;
  Json list = Json::array();
  if (!tags.is_object()) return list;
  for (const auto& [key, value] : tags.items()) {
    list.push_back({{"Key", key}, {"Value", value}});
  }
  return list;
}

void Facts::resource(std::string_view type, const Json& id, const Json& value) {
  resource_with_end(type, id, value, nullptr);
}

void Facts::resource_with_end(std::string_view type, const Json& id, const Json& value,
                              const Json& undo) {
  all.push_back({.form = Fact::Form::Resource,
                 .type = std::string(type),
                 .list = {},
                 .id = shared(id),
                 .match = nullptr,
                 .value = shared(value),
                 .undo = shared(undo)});
}

void Facts::entry(std::string_view type, const Json& id, std::string_view list,
                  const Json& match, const Json& value) {
  entry_with_end(type, id, list, match, value, match);
}

void Facts::entry_with_end(std::string_view type, const Json& id, std::string_view list,
                           const Json& match, const Json& value, const Json& end) {
  all.push_back({.form = Fact::Form::Entry,
                 .type = std::string(type),
                 .list = std::string(list),
                 .id = shared(id),
                 .match = shared(match),
                 .value = shared(value),
                 .undo = shared(end)});
}

void Facts::source(const Json& group, bool is_egress, const Json& permission) {
  all.push_back({.form = Fact::Form::Source,
                 .type = "SecurityGroup",
                 .list = is_egress ? "/IpPermissionsEgress" : "/IpPermissions",
                 .id = shared(group),
                 .match = shared(permission),
                 .value = shared(permission),
                 .undo = nullptr});
}

void Facts::document(std::string_view type, const Json& parameter, const Json& value,
                     const Json& undo) {
  all.push_back({.form = Fact::Form::Document,
                 .type = std::string(type),
                 .list = {},
                 .id = shared(parameter),
                 .match = nullptr,
                 .value = shared(value),
                 .undo = shared(undo)});
}

void Facts::member(std::string_view type, const Json& id, const Json& value,
                   const Json& undo) {
  all.push_back({.form = Fact::Form::Member,
                 .type = std::string(type),
                 .list = {},
                 .id = shared(id),
                 .match = nullptr,
                 .value = shared(value),
                 .undo = shared(undo)});
}

void Facts::doubt(const Json& id, const std::string& why) {
  doubts.push_back({id.is_string() ? id.get<std::string>() : std::string(), why});
}

void Facts::doubt_unnamed(const Values& values, const std::string& name) {
  if (!values.text(name).empty()) return;
  doubt(nullptr, values.is_unknown_at(name)
                     ? why_unknown(values.get(name))
                     : "the plan does not tell which resource it takes over");
}

void Facts::doubt_unknown(const Values& values, const Json& id,
                          const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (values.is_unknown_at(name)) doubt(id, why_unknown(values.get(name)));
  }
}

void put_given(Json& object, const char* key, const Values& values,
               const std::string& name) {
  if (values.has(name) || values.is_unknown_at(name)) object[key] = values.get(name);
}

void put(Json& object, const char* name, const Json& value) {
  if (!value.is_null()) object[name] = value;
}

}  // namespace pullproof::cli::terraform
