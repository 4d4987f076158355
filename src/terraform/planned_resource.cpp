#include "src/terraform/planned_resource.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/changes/account_documents.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

const Json& plan_member(const Json& object, const char* name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

std::string key_of(const Json& resource) {
  const Json& index = plan_member(resource, "index");
  const bool is_key = index.is_string() || index.is_number();
  return is_key ? '[' + index.dump(-1, ' ', false, Json::error_handler_t::replace) + ']'
                : std::string();
}

/// Terraform: "JSON Output Format", Change Representation: the lists of actions. What
/// is only forgotten stays in AWS as it is.
std::optional<Action> action_of(const Json& change) {
  using Actions = std::vector<std::string>;
  static const std::array<std::pair<Actions, Action>, 10> kActions{
      {{{"no-op"}, Action::Keep},
       {{"read"}, Action::Read},
       {{"create"}, Action::Create},
       {{"update"}, Action::Update},
       {{"delete"}, Action::Delete},
       {{"delete", "create"}, Action::Replace},
       {{"create", "delete"}, Action::Replace},
       {{"forget"}, Action::Keep},
       {{"create", "forget"}, Action::Create},
       {{"forget", "create"}, Action::Create}}};
  const Json* list = list_member(change, "actions");
  if (list == nullptr) return std::nullopt;
  Actions said;
  for (const Json& each : *list) {
    if (!each.is_string()) return std::nullopt;
    said.push_back(each.get<std::string>());
  }
  for (const auto& [actions, action] : kActions) {
    if (actions == said) return action;
  }
  return std::nullopt;
}

/// Secrets go before anything reads the rest.
Json values_of(const Json& change, const char* side, const char* sensitive,
               const char* unknown) {
  const Json& values = plan_member(change, side);
  Json marked = with_marks(values, plan_member(change, sensitive), Secrecy::Sensitive);
  if (unknown == nullptr) return marked;
  return with_marks(marked, plan_member(change, unknown), Secrecy::AfterApply);
}

changes::SharedJson shared_object(Json value) {
  if (!value.is_object()) value = Json::object();
  return std::make_shared<const Json>(std::move(value));
}

void refuse_action(const Json& change, const std::string& file,
                   const std::string& pointer, Problems& problems) {
  std::string found = plan_member(change, "actions")
                          .dump(-1, ' ', false, Json::error_handler_t::replace);
  problems.push_back(
      {file, pointer + "/change/actions",
       fmt::format("expected one of `no-op`, `read`, `create`, `update`, `delete` and "
                   "`forget`, or a replacement, found {}; plan again with a Terraform "
                   "or OpenTofu that this release knows",
                   aws::in_backticks(found))});
}

}  // namespace

std::string PlannedResource::origin() const {
  return deposed.empty() ? address : fmt::format("{} (deposed {})", address, deposed);
}

bool PlannedResource::changes_something() const {
  return !is_data && action != Action::Keep && action != Action::Read;
}

PlannedResource read_resource(const Json& change, const std::string& file,
                              const std::string& pointer, Problems& problems) {
  PlannedResource resource;
  resource.pointer = pointer;
  resource.address = text_member(change, "address");
  resource.type = text_member(change, "type");
  if (resource.address.empty() || resource.type.empty()) {
    problems.push_back({file, pointer,
                        "expected an object with `address` and `type`, as `terraform "
                        "show -json` prints it"});
    return resource;
  }
  resource.module = text_member(change, "module_address");
  resource.name = text_member(change, "name");
  resource.provider = text_member(change, "provider_name");
  resource.deposed = text_member(change, "deposed");
  resource.is_data = text_member(change, "mode") == "data";
  resource.key = key_of(change);
  const Json& inner = plan_member(change, "change");
  const auto action = action_of(inner);
  if (!action) refuse_action(inner, file, pointer, problems);
  resource.action = action.value_or(Action::Keep);
  if (plan_member(inner, "before").is_object()) {
    resource.before =
        shared_object(values_of(inner, "before", "before_sensitive", nullptr));
  } else if (resource.action == Action::Update || resource.action == Action::Delete) {
    problems.push_back({file, pointer + "/change/before",
                        fmt::format("expected an object, found {}",
                                    plan_member(inner, "before").type_name())});
  }
  if (resource.action != Action::Delete) {
    Json after = values_of(inner, "after", "after_sensitive", "after_unknown");
    if (!after.is_object() && resource.changes_something()) {
      problems.push_back({file, pointer + "/change/after",
                          fmt::format("expected an object, found {}",
                                      plan_member(inner, "after").type_name())});
    }
    resource.after = shared_object(std::move(after));
  }
  return resource;
}

std::vector<PlannedResource> prior_resources(const Json& plan) {
  std::vector<PlannedResource> found;
  const Json& values = plan_member(plan_member(plan, "prior_state"), "values");
  std::vector<const Json*> open = {&plan_member(values, "root_module")};
  while (!open.empty()) {
    const Json& module = *open.back();
    open.pop_back();
    if (const Json* children = list_member(module, "child_modules")) {
      for (const Json& child : *children) open.push_back(&child);
    }
    const Json* resources = list_member(module, "resources");
    if (resources == nullptr) continue;
    for (const Json& each : *resources) {
      PlannedResource resource;
      resource.address = text_member(each, "address");
      resource.module = text_member(module, "address");
      resource.type = text_member(each, "type");
      resource.name = text_member(each, "name");
      resource.provider = text_member(each, "provider_name");
      resource.key = key_of(each);
      resource.is_data = text_member(each, "mode") == "data";
      resource.after = shared_object(with_marks(plan_member(each, "values"),
                                                plan_member(each, "sensitive_values"),
                                                Secrecy::Sensitive));
      resource.before = resource.after;
      found.push_back(std::move(resource));
    }
  }
  return found;
}

}  // namespace pullproof::cli::terraform
