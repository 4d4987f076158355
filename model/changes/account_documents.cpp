#include "model/changes/account_documents.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/percent_encoding.h"
#include "model/aws/resource_kinds.h"
#include "model/changes/document_store.h"
#include "model/changes/file_scopes.h"
#include "model/changes/resource_index.h"
#include "model/core/nearest.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;
using Form = ResourceShape::Form;

/// AWS: tags are lists of keys and values; services spell them in three ways.
std::string name_tag_of(const Json& resource) {
  for (const char* tags : {"Tags", "TagSet", "tags"}) {
    const Json* list = list_member(resource, tags);
    if (list == nullptr) continue;
    for (const Json& tag : *list) {
      if (text_member(tag, "Key") == "Name") return text_member(tag, "Value");
      if (text_member(tag, "key") == "Name") return text_member(tag, "value");
    }
  }
  return {};
}

std::string path_for(std::string_view call, const aws::Scope& scope,
                     const std::string& parameter) {
  std::string path = fmt::format("{}/{}/{}", scope.account, scope.region, call);
  if (!parameter.empty()) path += '/' + aws::percent_encoded(parameter);
  return path + ".json";
}

/// Global services answer for the account.
aws::Scope scope_for(const ResourceShape& shape, const aws::Scope& scope) {
  return {.account = scope.account,
          .region = shape.is_global ? Symbol("global") : scope.region};
}

/// Calls without a parameter that print lists of what edits do not name.
constexpr std::array<std::pair<const char*, const char*>, 9> kOtherLists{
    {{"ecs-list-clusters", "clusterArns"},
     {"autoscaling-describe-launch-configurations", "LaunchConfigurations"},
     {"ec2-describe-launch-template-versions", "LaunchTemplateVersions"},
     {"ecr-describe-repository-creation-templates", "repositoryCreationTemplates"},
     {"kms-list-keys", "Keys"},
     {"network-firewall-list-firewalls", "Firewalls"},
     {"route53profiles-list-profile-associations", "ProfileAssociations"},
     {"route53-list-hosted-zones", "HostedZones"},
     {"ecr-describe-registry", "replicationConfiguration"}}};

/// Calls that say of an account that it has none.
constexpr std::array kAbsentPolicies{"ecr-get-registry-policy"};

bool fits(const aws::Scope& scope, const aws::Scope& in, bool is_global) {
  const bool account =
      in.account.empty() || scope.account.empty() || in.account == scope.account;
  const bool region = is_global || in.region.empty() || scope.region.empty() ||
                      in.region == scope.region;
  return account && region;
}

bool is_list(const ResourceShape& shape) {
  return shape.form == Form::List || shape.form == Form::Nested;
}

/// Where in the document it stands now.
std::string put(const ResourceShape& shape, Json resource, Json& document) {
  if (shape.form == Form::Whole) {
    document = std::move(resource);
    return "";
  }
  const std::string key(shape.key);
  Json& value = document[key];
  if (shape.form == Form::Member) {
    value = std::move(resource);
    return "/" + key;
  }
  if (shape.form == Form::List) {
    value.push_back(std::move(resource));
    return fmt::format("/{}/{}", key, value.size() - 1);
  }
  value.push_back({{"Instances", Json::array({std::move(resource)})}});
  return fmt::format("/{}/{}/Instances/0", key, value.size() - 1);
}

/// Calls `visit(list, pointer)` for each list of resources: elsewhere, nulls mean
/// something.
template <class Document, class Visit>
void visit_rows(const std::string& file, Document& document, const Visit& visit) {
  if (!document.is_object()) return;
  for (auto& [key, list] : document.items()) {
    const ResourceShape* shape = shape_of_key(key, aws::context_of(file).call);
    if (shape == nullptr || !list.is_array()) continue;
    const Json::json_pointer here = Json::json_pointer() / key;
    visit(list, here);
    if (shape->form != Form::Nested) continue;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (!list[i].is_object()) continue;
      const auto inner = list[i].find("Instances");
      const bool has_list = inner != list[i].end() && inner->is_array();
      if (has_list) visit(*inner, here / i / "Instances");
    }
  }
}

void drop_deleted(const std::string& file, Json& document) {
  // A list is left before its elements are: those within them come first.
  std::vector<Json*> lists;
  visit_rows(file, document, [&](Json& list, const auto&) { lists.push_back(&list); });
  for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
    (*list)->erase(std::remove((*list)->begin(), (*list)->end(), Json()),
                   (*list)->end());
  }
}

/// "/Vpcs/7/CidrBlock" where the list is at "/Vpcs" and two nulls stand before: 5.
std::string without_gaps(const Json& list, const std::string& at,
                         const std::string& pointer) {
  if (!pointer.starts_with(at + '/')) return pointer;
  const std::size_t first = at.size() + 1;
  const std::size_t end = std::min(pointer.find('/', first), pointer.size());
  const std::size_t row = std::stoul(pointer.substr(first, end - first));
  if (row >= list.size()) return pointer;
  const auto gaps =
      std::count(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(row), Json());
  return fmt::format("{}/{}{}", at, row - static_cast<std::size_t>(gaps),
                     pointer.substr(end));
}

}  // namespace

struct AccountDocuments::State {
  aws::Snapshot before;
  FileScopes scopes;
  DocumentStore documents;
  ResourceIndex index;
  std::size_t original_places = 0;
  std::set<std::string> partial;  ///< Files of lists that were not collected.

  State(Json bundle, aws::Snapshot read)
      : before(std::move(read)), scopes(before), documents(std::move(bundle), scopes) {
    for (const auto& [file, document] : documents.bundle().items()) {
      index.add(file, document);
    }
    original_places = index.places().size();
  }

  [[nodiscard]] const Json& value(const Place& place) const {
    return at(documents.find(place.file), place);
  }
  [[nodiscard]] bool is_there(const Place& place) const {
    return !value(place).is_null();
  }
  /// As it was before any change.
  [[nodiscard]] const Json& original(std::size_t row) const {
    static const Json kNone;
    const Place& place = index.places()[row];
    return row < original_places ? at(documents.original(place.file), place) : kNone;
  }

  [[nodiscard]] bool is_collected(const ResourceShape& shape, const aws::Scope& scope,
                                  const std::string& parameter) const {
    return before.calls().seen(scope, aws::call_with(shape.call, parameter));
  }

 private:
  static const Json& at(const Json& document, const Place& place) {
    static const Json kNone;
    const Json::json_pointer pointer(place.pointer);
    return document.contains(pointer) ? document.at(pointer) : kNone;
  }
};

AccountDocuments::AccountDocuments(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
AccountDocuments::AccountDocuments(AccountDocuments&&) noexcept = default;
AccountDocuments& AccountDocuments::operator=(AccountDocuments&&) noexcept = default;
AccountDocuments::~AccountDocuments() = default;

Result<AccountDocuments> AccountDocuments::load(const std::string& where,
                                                const aws::ScenarioState& state) {
  Json bundle = Json::object();
  const auto walked = aws::walk_documents(
      where, state, {},
      [&](const std::string& path, const Json& document) { bundle[path] = document; });
  if (!walked.problems.empty()) return walked.problems;
  return from_bundle(std::move(bundle));
}

Result<AccountDocuments> AccountDocuments::empty(const std::set<aws::Scope>& scopes) {
  Json bundle = Json::object();
  Json absent = Json::array();
  for (const aws::Scope& scope : scopes) {
    for (const char* call : kAbsentPolicies) {
      absent.push_back({{"account", scope.account.str()},
                        {"region", scope.region.str()},
                        {"call", call},
                        {"status", "absent"}});
    }
    for (const ResourceShape& shape : resource_shapes()) {
      if (!is_list(shape) || !shape.parameter.empty()) continue;
      const std::string path = path_for(shape.call, scope_for(shape, scope), "");
      bundle[path][std::string(shape.key)] = Json::array();
    }
    for (const auto& [call, key] : kOtherLists) {
      bundle[path_for(call, scope, "")][key] = Json::array();
    }
  }
  bundle["manifest.json"] = {{"format", "pullproof-snapshot/1"},
                             {"calls", std::move(absent)}};
  return from_bundle(std::move(bundle));
}

Result<AccountDocuments> AccountDocuments::from_bundle(Json bundle) {
  auto read = aws::Snapshot::from_bundle(bundle);
  if (!read.ok()) return read.problems();
  return AccountDocuments(
      std::make_unique<State>(std::move(bundle), std::move(read.value())));
}

const aws::Snapshot& AccountDocuments::before() const { return state_->before; }

std::vector<Place> AccountDocuments::named_exactly(std::string_view id,
                                                   std::string_view type) const {
  std::vector<Place> found;
  if (id.empty()) return found;
  for (const std::size_t row : state_->index.rows_with(id)) {
    const Place& place = state_->index.places()[row];
    const bool is_type = type.empty() || shape_of_type(type) == place.shape;
    if (is_type && state_->is_there(place)) found.push_back(place);
  }
  return found;
}

std::vector<Place> AccountDocuments::named(std::string_view name,
                                           std::string_view type) const {
  std::vector<Place> found = named_exactly(name, type);
  if (!found.empty() || name.empty()) return found;
  std::vector<Place> by_tag;
  const bool is_arn = name.starts_with("arn:");
  const std::string ec2_id = is_arn ? aws::last_part(name) : std::string();
  for (const Place& place : state_->index.places()) {
    const bool is_type = type.empty() || shape_of_type(type) == place.shape;
    if (!is_type || !state_->is_there(place)) continue;
    const Json& resource = state_->value(place);
    const bool by_arn =
        is_arn && (text_member(resource, place.shape->arn) == name ||
                   (place.shape->call.starts_with("ec2-") && place.id == ec2_id));
    if (by_arn) found.push_back(place);
    if (!is_arn && name_tag_of(resource) == name) by_tag.push_back(place);
  }
  return found.empty() ? by_tag : found;
}

const Place* AccountDocuments::find(std::string_view type, std::string_view id,
                                    const aws::Scope& near) const {
  const ResourceShape* shape = shape_of_type(type);
  for (const std::size_t row : state_->index.rows_with(id)) {
    const Place& place = state_->index.places()[row];
    const bool is_it = place.shape == shape && state_->is_there(place) &&
                       fits(scope_of(place), near, shape->is_global);
    if (is_it) return &place;
  }
  return nullptr;
}

std::vector<std::string> AccountDocuments::like(std::string_view name,
                                                std::size_t count) const {
  std::set<std::string> names;
  for (const Place& place : state_->index.places()) {
    if (!state_->is_there(place)) continue;
    if (!place.id.empty()) names.insert(place.id);
    std::string tag = name_tag_of(state_->value(place));
    if (!tag.empty()) names.insert(std::move(tag));
  }
  return nearest(name, {names.begin(), names.end()}, count);
}

std::vector<Place> AccountDocuments::all(std::string_view type,
                                         const aws::Scope& in) const {
  const ResourceShape* shape = shape_of_type(type);
  std::vector<Place> found;
  for (const Place& place : state_->index.places()) {
    const bool is_it = place.shape == shape && state_->is_there(place) &&
                       fits(scope_of(place), in, shape->is_global);
    if (is_it) found.push_back(place);
  }
  return found;
}

const Json& AccountDocuments::at(const Place& place) const {
  return state_->value(place);
}

Json& AccountDocuments::edit(const Place& place) {
  return state_->documents.edit(place.file)[Json::json_pointer(place.pointer)];
}

aws::Scope AccountDocuments::scope_of(const Place& place) const {
  return state_->scopes.of(place.file);
}

std::vector<aws::Scope> AccountDocuments::scopes() const {
  std::set<aws::Scope> found;
  for (const Place& place : state_->index.places()) {
    const aws::Scope scope = scope_of(place);
    const bool says_all = !scope.account.empty() && !scope.region.empty();
    if (says_all && !place.shape->is_global && state_->is_there(place)) {
      found.insert(scope);
    }
  }
  return {found.begin(), found.end()};
}

void AccountDocuments::remove(const Place& place) {
  if (is_list(*place.shape)) {
    edit(place) = nullptr;
    return;
  }
  state_->documents.tell_manifest(place.file, false);
  state_->documents.edit(place.file) = nullptr;
}

Place AccountDocuments::add(const ResourceShape& shape, const aws::Scope& scope,
                            const std::string& parameter, Json resource) {
  const aws::Scope where = scope_for(shape, scope);
  const std::string file = is_list(shape) ? file_of(shape, where, parameter)
                                          : path_for(shape.call, where, parameter);
  const bool is_new = state_->documents.find(file).is_null();
  Json& document = state_->documents.edit(file);
  std::string pointer = put(shape, std::move(resource), document);
  if (is_list(shape) && is_new && !state_->is_collected(shape, where, parameter)) {
    state_->partial.insert(file);
  } else if (is_new || !is_list(shape)) {
    state_->documents.tell_manifest(file, true);
  }
  const Json& added = state_->documents.find(file).at(Json::json_pointer(pointer));
  state_->index.add({file, std::move(pointer), &shape, id_of(shape, added, parameter)});
  return state_->index.places().back();
}

/// The document that holds such lists there, or will.
std::string AccountDocuments::file_of(const ResourceShape& shape,
                                      const aws::Scope& scope,
                                      const std::string& parameter) const {
  for (const auto& [file, document] : state_->documents.bundle().items()) {
    if (!document.is_object() || !document.contains(shape.key)) continue;
    const auto context = aws::context_of(file);
    const aws::Scope own = state_->scopes.of(file);
    const bool is_here =
        own.account == scope.account && (shape.is_global || own.region == scope.region);
    const bool is_call = context.call.empty() || context.call == shape.call;
    if (is_here && is_call && context.parameter == parameter) return file;
  }
  return path_for(shape.call, scope, parameter);
}

void AccountDocuments::add_document(const aws::Scope& scope, std::string_view call,
                                    const std::string& parameter, Json document) {
  const std::string file = path_for(call, scope, parameter);
  if (!state_->documents.find(file).is_null()) return;
  set_document(file, std::move(document));
  state_->documents.tell_manifest(file, true);
}

void AccountDocuments::set_document(const std::string& file, Json document) {
  state_->documents.edit(file) = std::move(document);
}

std::vector<std::string> AccountDocuments::files() const {
  std::vector<std::string> names;
  for (const auto& [file, document] : state_->documents.bundle().items()) {
    if (!document.is_null()) names.push_back(file);
  }
  return names;
}

const Json& AccountDocuments::document(const std::string& file) const {
  return state_->documents.find(file);
}

void AccountDocuments::edit_documents(const aws::Scope& scope, std::string_view call,
                                      const std::function<void(Json&)>& change,
                                      const std::string& parameter) {
  for (const std::string& file : files()) {
    const auto context = aws::context_of(file);
    const bool is_it = context.call == call &&
                       (parameter.empty() || context.parameter == parameter) &&
                       fits(state_->scopes.of(file), scope, false);
    if (is_it && document(file).is_object()) change(state_->documents.edit(file));
  }
}

void AccountDocuments::tell_absent(const ResourceShape& shape, const aws::Scope& scope,
                                   const std::string& parameter) {
  const std::string file = path_for(shape.call, scope_for(shape, scope), parameter);
  state_->documents.tell_manifest(file, false);
}

Result<aws::Snapshot> AccountDocuments::read() const {
  return aws::Snapshot::from_bundle(bundle(), {.partial = state_->partial});
}

Result<aws::Snapshot> AccountDocuments::read_in_places() const {
  return aws::Snapshot::from_bundle(state_->documents.bundle(),
                                    {.partial = state_->partial, .has_gaps = true});
}

std::string AccountDocuments::pointer_in_bundle(const std::string& file,
                                                const std::string& pointer) const {
  std::string moved = pointer;
  if (!state_->documents.is_changed(file)) return moved;
  // Those within a row come after the list that it is in, so that their places, too,
  // are looked for before it has moved.
  std::vector<std::pair<const Json*, std::string>> lists;
  visit_rows(file, document(file), [&](const Json& list, const auto& at) {
    lists.emplace_back(&list, at.to_string());
  });
  for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
    moved = without_gaps(*list->first, list->second, moved);
  }
  return moved;
}

Json AccountDocuments::bundle() const {
  Json all = Json::object();
  for (const auto& [file, document] : state_->documents.bundle().items()) {
    if (document.is_null()) continue;
    all[file] = document;
    if (state_->documents.is_changed(file)) drop_deleted(file, all[file]);
  }
  return all;
}

void AccountDocuments::restore() {
  state_->documents.restore();
  state_->index.keep_first(state_->original_places);
  state_->partial.clear();
}

std::vector<Touched> AccountDocuments::touched() const {
  std::vector<Touched> found;
  const auto& places = state_->index.places();
  for (std::size_t row = 0; row < places.size(); ++row) {
    if (!state_->documents.is_changed(places[row].file)) continue;
    const Json& before = state_->original(row);
    const Json& after = state_->value(places[row]);
    if (before != after) found.push_back({&places[row], &before, &after});
  }
  return found;
}

std::vector<std::string> AccountDocuments::changed_files() const {
  return state_->documents.changed();
}

const Json* AccountDocuments::before_of(const std::string& arn,
                                        std::string_view type) const {
  const ResourceShape* shape = shape_of_type(type);
  const auto& places = state_->index.places();
  for (std::size_t row = 0; row < places.size(); ++row) {
    if (places[row].shape != shape) continue;
    const Json& resource = state_->original(row);
    if (text_member(resource, shape->arn) == arn) return &resource;
  }
  return nullptr;
}

}  // namespace pullproof::changes
