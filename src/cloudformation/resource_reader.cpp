#include "src/cloudformation/resource_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

using changes::Edit;

/// Null if it is not said; unknown as it is.
const Json& said_member(const Json& object, std::string_view name) {
  static const Json kNone;
  if (!object.is_object()) return is_unknown(object) ? object : kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

Json other_than(std::string_view name, const char* expected) {
  return unknown(fmt::format("`{}` is no {}", name, expected));
}

bool is_settled(const Json& value) { return value.is_null() || is_unknown(value); }

changes::SharedJson shared(Json value) {
  return std::make_shared<const Json>(std::move(value));
}

/// What of `wanted` is not so `there`.
Json difference(const Json& wanted, const Json& there) {
  Json differing = Json::object();
  for (const auto& [name, value] : wanted.items()) {
    const auto found = there.find(name);
    if (found == there.end() || !is_contained(value, *found)) differing[name] = value;
  }
  return differing;
}

/// An entry of the list has all that `entry` has.
bool has_entry(const Json& resource, const std::string& list, const Json& entry) {
  const Json::json_pointer at(list);
  if (!resource.contains(at) || !resource.at(at).is_array()) return false;
  const Json& entries = resource.at(at);
  return std::any_of(entries.begin(), entries.end(),
                     [&](const Json& each) { return is_contained(entry, each); });
}

/// Of types that say what a resource is like, and nothing of what belongs to it: the
/// resource's type, see resource_shape.h. "" for others.
std::string within_of(std::string_view said) {
  constexpr std::array kWithin = std::to_array<std::array<std::string_view, 2>>({
      {"AWS::EC2::SecurityGroup", "SecurityGroup"},
      {"AWS::EC2::SecurityGroupIngress", "SecurityGroup"},
      {"AWS::EC2::SecurityGroupEgress", "SecurityGroup"},
      {"AWS::EC2::NetworkAclEntry", "NetworkAcl"},
      {"AWS::EC2::Route", "RouteTable"},
      {"AWS::IAM::Role", "Role"},
      {"AWS::IAM::RolePolicy", "Role"},
      {"AWS::ECS::TaskDefinition", "TaskDefinition"},
      {"AWS::ECS::Service", "Service"},
  });
  const auto found = std::find_if(kWithin.begin(), kWithin.end(),
                                  [&](const auto& row) { return row[0] == said; });
  return found == kWithin.end() ? std::string() : std::string((*found)[1]);
}

}  // namespace

Json text_of(const Json& object, std::string_view name) {
  const Json& said = said_member(object, name);
  if (is_settled(said)) return said;
  const auto text = as_text(said);
  return text ? Json(*text) : other_than(name, "text");
}

Json number_of(const Json& object, std::string_view name) {
  Json text = text_of(object, name);
  if (is_settled(text)) return text;
  const auto& digits = text.get_ref<const std::string&>();
  std::int64_t number = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, number);
  const bool is_whole = read.ec == std::errc() && read.ptr == end;
  return is_whole ? Json(number) : other_than(name, "whole number");
}

Json flag_of(const Json& object, std::string_view name) {
  Json text = text_of(object, name);
  if (is_settled(text)) return text;
  if (text == "true" || text == "True") return true;
  if (text == "false" || text == "False") return false;
  return other_than(name, "truth value");
}

Json list_of(const Json& object, std::string_view name) {
  const Json& said = said_member(object, name);
  if (is_settled(said) || said.is_array()) return said;
  return Json::array({said});
}

Json texts_of(const Json& object, std::string_view name) {
  Json list = list_of(object, name);
  if (is_settled(list)) return list;
  for (Json& entry : list) {
    if (is_unknown(entry)) continue;
    const auto text = as_text(entry);
    entry = text ? Json(*text) : other_than(name, "list of texts");
  }
  return list;
}

Json object_of(const Json& object, std::string_view name) {
  const Json& said = said_member(object, name);
  if (is_settled(said) || said.is_object()) return said;
  return other_than(name, "object");
}

Json policy_of(const Json& object, std::string_view name) {
  const Json& said = said_member(object, name);
  const Json* mark = first_unknown(said);
  return mark == nullptr ? said : *mark;
}

Json policy_text_of(const Json& object, std::string_view name) {
  Json policy = policy_of(object, name);
  if (is_settled(policy) || policy.is_string()) return policy;
  return policy.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json members(std::initializer_list<std::pair<const char*, Json>> members) {
  Json object = Json::object();
  for (const auto& [name, value] : members) {
    if (!value.is_null()) object[name] = value;
  }
  return object;
}

struct ResourceReader::State {
  Resources& resources;
  Draft& draft;
  std::string logical_id;
  std::string origin;
  std::string file;
  Json id;
  Json arn;
  Json properties;

  [[nodiscard]] Edit edit(Edit::Kind kind, std::string_view type) const {
    Edit made;
    made.kind = kind;
    made.origin = origin;
    made.type = type;
    made.scope = resources.environment().scope;
    made.source = {.file = file,
                   .pointer = aws::child_pointer("/Resources", logical_id)};
    return made;
  }

  void keep(Edit made) { draft.change.edits.push_back(std::move(made)); }

  [[nodiscard]] std::string said_type() const {
    return changes::text_member(resources.said(logical_id), "Type");
  }

  void tell_all(const Json& resource, const std::vector<std::string>& reasons) {
    const std::string id_text = as_text(resource).value_or(origin);
    for (const std::string& why : reasons) {
      draft.change.doubts.push_back({.origin = origin,
                                     .resource = id_text,
                                     .why = why,
                                     .scope = resources.environment().scope,
                                     .within = within_of(said_type())});
    }
  }
};

ResourceReader::ResourceReader(Resources& resources, Draft& draft,
                               const std::string& logical_id, std::string origin,
                               std::string file)
    : state_(new State{.resources = resources,
                       .draft = draft,
                       .logical_id = logical_id,
                       .origin = std::move(origin),
                       .file = std::move(file),
                       .id = resources.id(logical_id),
                       .arn = resources.arn(logical_id),
                       .properties = Json::object()}) {
  const Json& said = resources.said(logical_id);
  const auto properties = said.find("Properties");
  if (properties == said.end()) return;
  Json evaluated = resources.evaluator().value(*properties);
  if (evaluated.is_object() || is_unknown(evaluated)) {
    state_->properties = std::move(evaluated);
  }
}
ResourceReader::~ResourceReader() = default;

Resources& ResourceReader::resources() { return state_->resources; }
const aws::Scope& ResourceReader::scope() const {
  return state_->resources.environment().scope;
}
const std::string& ResourceReader::logical_id() const { return state_->logical_id; }
const Json& ResourceReader::id() const { return state_->id; }
const Json& ResourceReader::arn() const { return state_->arn; }
const Json& ResourceReader::properties() const { return state_->properties; }

Json ResourceReader::text(std::string_view property) const {
  return text_of(state_->properties, property);
}
Json ResourceReader::number(std::string_view property) const {
  return number_of(state_->properties, property);
}
Json ResourceReader::flag(std::string_view property) const {
  return flag_of(state_->properties, property);
}
Json ResourceReader::texts(std::string_view property) const {
  return texts_of(state_->properties, property);
}
Json ResourceReader::list(std::string_view property) const {
  return list_of(state_->properties, property);
}
Json ResourceReader::object(std::string_view property) const {
  return object_of(state_->properties, property);
}
Json ResourceReader::policy_text(std::string_view property) const {
  return policy_text_of(state_->properties, property);
}

bool ResourceReader::is_there(std::string_view type, const std::string& id) const {
  return state_->draft.added.contains({std::string(type), id}) ||
         in_snapshot(type, id) != nullptr;
}

const Json* ResourceReader::in_snapshot(std::string_view type,
                                        const std::string& id) const {
  const auto& account = state_->resources.account();
  if (id.starts_with("arn:")) {
    const auto found = account.named(id, type);
    return found.empty() ? nullptr : &account.at(found.front());
  }
  const changes::Place* place = account.find(type, id, scope());
  return place == nullptr ? nullptr : &account.at(*place);
}

void ResourceReader::put(std::string_view type, const Json& resource_id, Json value,
                         std::initializer_list<const char*> required,
                         std::initializer_list<const char*> fixed,
                         std::string parameter) {
  if (is_unknown(resource_id)) return ignore(why_unknown(resource_id));
  for (const char* name : required) {
    const Json& member = said_member(value, name);
    if (is_unknown(member)) return ignore(why_unknown(member));
    if (member.is_null()) return ignore(fmt::format("`{}` is missing", name));
  }
  state_->tell_all(resource_id, drop_unknown(value));
  const auto id_text = resource_id.get<std::string>();
  const Json* there = in_snapshot(type, id_text);
  if (there == nullptr) {
    state_->draft.added.emplace(type, id_text);
    Edit added = state_->edit(Edit::Kind::Add, type);
    added.parameter = std::move(parameter);
    added.value = shared(std::move(value));
    return state_->keep(std::move(added));
  }
  Json differing = difference(value, *there);
  for (const char* name : fixed) {
    if (!differing.contains(name)) continue;
    doubt(resource_id, fmt::format("a change of `{}` makes another resource", name));
  }
  if (differing.empty()) return;
  Edit merged = state_->edit(Edit::Kind::Merge, type);
  merged.resource = id_text;
  merged.value = shared(std::move(differing));
  state_->keep(std::move(merged));
}

void ResourceReader::put_document(std::string_view type, const Json& parameter,
                                  Json value) {
  if (is_unknown(parameter)) return ignore(why_unknown(parameter));
  if (const Json* mark = first_unknown(value))
    return doubt(parameter, why_unknown(*mark));
  const auto name = parameter.get<std::string>();
  const Json* there = in_snapshot(type, name);
  if (there != nullptr && is_contained(value, *there)) return;
  state_->draft.added.emplace(type, name);
  Edit added = state_->edit(Edit::Kind::Add, type);
  added.parameter = name;
  added.value = shared(std::move(value));
  state_->keep(std::move(added));
}

void ResourceReader::merge(std::string_view type, const Json& resource_id, Json value) {
  if (is_unknown(resource_id)) return ignore(why_unknown(resource_id));
  if (!resource_id.is_string()) return ignore("what it belongs to is not said");
  const auto id_text = resource_id.get<std::string>();
  if (!is_there(type, id_text)) {
    return ignore(fmt::format("`{}` is not in the snapshot", id_text));
  }
  state_->tell_all(resource_id, drop_unknown(value));
  const Json* there = in_snapshot(type, id_text);
  Json differing = there == nullptr ? std::move(value) : difference(value, *there);
  if (differing.empty()) return;
  Edit merged = state_->edit(Edit::Kind::Merge, type);
  merged.resource = id_text;
  merged.value = shared(std::move(differing));
  state_->keep(std::move(merged));
}

void ResourceReader::set_entry(std::string_view type, const Json& resource_id,
                               std::string list, Json match, Json value) {
  if (is_unknown(resource_id)) return ignore(why_unknown(resource_id));
  if (!resource_id.is_string()) return ignore("what it belongs to is not said");
  const auto id_text = resource_id.get<std::string>();
  if (!is_there(type, id_text)) {
    return ignore(fmt::format("`{}` is not in the snapshot", id_text));
  }
  if (match.empty()) return ignore("what it is attached to is not said");
  for (const Json* part : {&match, &value}) {
    const Json* mark = first_unknown(*part);
    if (mark != nullptr) return doubt(resource_id, why_unknown(*mark));
  }
  const Json* there = in_snapshot(type, id_text);
  if (there != nullptr && has_entry(*there, list, value)) return;
  Edit set = state_->edit(Edit::Kind::SetEntry, type);
  set.resource = id_text;
  set.list = std::move(list);
  set.match = shared(std::move(match));
  set.value = shared(std::move(value));
  state_->keep(std::move(set));
}

void ResourceReader::drop_entry(std::string_view type, const std::string& resource_id,
                                std::string list, Json match) {
  Edit dropped = state_->edit(Edit::Kind::DropEntry, type);
  dropped.resource = resource_id;
  dropped.list = std::move(list);
  dropped.match = shared(std::move(match));
  state_->keep(std::move(dropped));
}

void ResourceReader::drop_source(const Json& group_id, std::string list,
                                 Json permission) {
  if (is_unknown(group_id)) return ignore(why_unknown(group_id));
  const std::string id_text = as_text(group_id).value_or("");
  if (!is_there("SecurityGroup", id_text)) {
    return ignore(fmt::format("the group `{}` is not in the snapshot", id_text));
  }
  Edit dropped = state_->edit(Edit::Kind::DropSource, "SecurityGroup");
  dropped.resource = id_text;
  dropped.list = std::move(list);
  dropped.value = shared(std::move(permission));
  state_->keep(std::move(dropped));
}

void ResourceReader::await_block(const std::string& block) {
  const auto [known, is_new] =
      state_->draft.blocks_to_come.emplace(block, state_->origin);
  if (is_new || known->second == state_->origin) return;
  doubt(state_->id, "the same IPv6 block stands for that of " + known->second);
}

void ResourceReader::expect(std::string_view type, const std::string& id) {
  state_->draft.added.emplace(type, id);
}

void ResourceReader::doubt(const Json& resource_id, const std::string& why) {
  state_->tell_all(resource_id, {why});
}

void ResourceReader::doubt_dropped(std::string_view type, const Json& value,
                                   std::initializer_list<std::string_view> names) {
  if (!state_->id.is_string()) return;
  const Json* there = in_snapshot(type, state_->id.get<std::string>());
  if (there == nullptr) return;
  for (const std::string_view name : names) {
    const Json& now = said_member(*there, name);
    const bool is_set =
        !now.is_null() && now != false && !now.empty() && !changes::is_empty_text(now);
    if (!is_set || value.contains(name)) continue;
    doubt(state_->id, fmt::format("it has `{}`, which the template does not say; if "
                                  "the former template said it, it goes",
                                  name));
  }
}

void ResourceReader::ignore(const std::string& why, bool matters) {
  state_->draft.change.ignored.push_back({.origin = state_->origin,
                                          .type = state_->said_type(),
                                          .why = why,
                                          .matters = matters,
                                          .scope = scope()});
}

void ResourceReader::warn(const std::string& why) {
  state_->draft.change.warnings.push_back(fmt::format("{}: {}", state_->origin, why));
}

}  // namespace pullproof::cli::cloudformation
