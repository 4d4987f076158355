#include "model/changes/apply_edits.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/document_context.h"
#include "model/aws/json_patch.h"
#include "model/changes/consequences.h"
#include "model/changes/document_edits.h"
#include "model/changes/permission_sources.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;
using Form = ResourceShape::Form;
using enum Edit::Kind;

constexpr std::size_t kNearest = 3;

/// AWS: EC2's ids name one resource, whoever prints it.
bool has_unique_id(const ResourceShape& shape) {
  return shape.call.starts_with("ec2-") && !shape.id.empty();
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ", ";
    text += aws::in_backticks(name);
  }
  return text;
}

class Applier {
 public:
  explicit Applier(AccountDocuments& account) : account_(account) {}

  [[nodiscard]] Problems apply(const Edit& edit, const std::string& fresh) {
    edit_ = &edit;
    problems_.clear();
    if (edit.kind == Add) {
      add(fresh);
    } else if (edit.kind == Document) {
      account_.set_document(edit.resource, *edit.value);
    } else {
      for (const Place& place : resolve()) {
        if (edit.kind == Delete) {
          remove(place);
        } else {
          change(place);
        }
        if (!problems_.empty()) break;
      }
    }
    return std::move(problems_);
  }

 private:
  void problem(std::string message) {
    problems_.push_back(
        {edit_->source.file, edit_->source.pointer, std::move(message)});
  }

  /// The resource that is meant, in each document that prints it.
  std::vector<Place> resolve() {
    std::vector<Place> found = account_.named(edit_->resource, edit_->type);
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const Place& place) { return !is_in_scope(place); }),
                found.end());
    if (found.empty()) {
      problem(fmt::format("nothing is called {}{}; the nearest names are {}",
                          aws::in_backticks(edit_->resource), kind_text(),
                          list_of(account_.like(edit_->resource, kNearest))));
      return {};
    }
    prefer_named(found);
    if (!is_one(found)) {
      problem(ambiguity(found));
      return {};
    }
    return found;
  }

  [[nodiscard]] std::string kind_text() const {
    return edit_->type.empty() ? ""
                               : fmt::format(" among resources of type {}",
                                             aws::in_backticks(edit_->type));
  }

  [[nodiscard]] bool is_in_scope(const Place& place) const {
    const aws::Scope scope = account_.scope_of(place);
    const aws::Scope& wanted = edit_->scope;
    const bool is_region = wanted.region.empty() || place.shape->is_global ||
                           scope.region == wanted.region;
    return is_region && (wanted.account.empty() || scope.account == wanted.account);
  }

  /// A repository before its policy, unless the type says what is meant.
  void prefer_named(std::vector<Place>& found) const {
    if (!edit_->type.empty()) return;
    const auto is_part = [](const Place& place) {
      return place.shape->id.empty() && place.shape->form == Form::Whole;
    };
    if (std::all_of(found.begin(), found.end(), is_part)) return;
    found.erase(std::remove_if(found.begin(), found.end(), is_part), found.end());
  }

  [[nodiscard]] bool is_one(const std::vector<Place>& found) const {
    const Place& first = found.front();
    return std::all_of(found.begin(), found.end(), [&](const Place& place) {
      const bool is_same = place.shape == first.shape && place.id == first.id;
      const bool is_copy = has_unique_id(*first.shape) ||
                           (account_.scope_of(place) == account_.scope_of(first) &&
                            is_alike(place, first));
      return is_same && is_copy;
    });
  }

  /// A call that was made twice prints a resource twice.
  [[nodiscard]] bool is_alike(const Place& one, const Place& other) const {
    const std::string_view arn = one.shape->arn;
    return &one == &other || (!arn.empty() && text_member(account_.at(one), arn) ==
                                                  text_member(account_.at(other), arn));
  }

  [[nodiscard]] std::string ambiguity(const std::vector<Place>& found) const {
    std::vector<std::string> names;
    for (const Place& place : found) {
      const std::string arn = text_member(account_.at(place), place.shape->arn);
      const aws::Scope scope = account_.scope_of(place);
      names.push_back(fmt::format(
          "{} {}", place.shape->type,
          !arn.empty()
              ? arn
              : fmt::format("{} of {} {}", place.id, scope.account, scope.region)));
    }
    return fmt::format(
        "several resources are called {}: {}; say `type`, or name it by "
        "its id or ARN",
        aws::in_backticks(edit_->resource), list_of(names));
  }

  void remove(const Place& place) {
    if (edit_->is_literal) return account_.remove(place);
    const std::string refusal = refusal_to_delete(account_, place);
    if (!refusal.empty()) {
      return problem(fmt::format("AWS refuses to delete {}: {}",
                                 aws::in_backticks(place.id), refusal));
    }
    delete_with_consequences(account_, place);
  }

  void change(const Place& place) {
    const Json before = account_.at(place);
    Json after = before;
    change_json(after);
    if (!problems_.empty()) return;
    if (!after.is_object()) return problem("a resource must stay an object");
    const std::string_view id = place.shape->id;
    if (!id.empty() && text_member(after, id) != text_member(before, id)) {
      return problem(
          fmt::format("`{}` is the id of {} and cannot change; delete it "
                      "and add another",
                      id, aws::in_backticks(place.id)));
    }
    if (after == before) return;
    account_.edit(place) = std::move(after);
    if (!edit_->is_literal) follow_change(account_, place, before);
  }

  void change_json(Json& resource) {
    switch (edit_->kind) {
      case Patch: {
        Problems found = aws::apply_patch(resource, *edit_->value, edit_->source.file,
                                          edit_->source.pointer);
        for (Problem& each : found) {
          each.message = fmt::format("{}: {}", edit_->resource, each.message);
          problems_.push_back(std::move(each));
        }
        return;
      }
      case Merge:
        resource.merge_patch(*edit_->value);
        return;
      case SetEntry:
        set_entry(list_in(resource));
        return;
      case DropEntry:
        drop_entry(list_in(resource));
        return;
      case DropSource:
        drop_sources(list_in(resource), *edit_->value);
        return;
      case Delete:
      case Add:
      case Document:
        return;
    }
  }

  /// The list that the edit names, made where it is missing.
  Json& list_in(Json& resource) const {
    Json& list = resource[Json::json_pointer(edit_->list)];
    if (!list.is_array()) list = Json::array();
    return list;
  }

  void set_entry(Json& list) const {
    const auto known = std::find_if(list.begin(), list.end(), [&](const Json& entry) {
      return has_members(entry, *edit_->match);
    });
    if (known == list.end()) {
      list.push_back(*edit_->value);
    } else {
      *known = *edit_->value;
    }
  }

  void drop_entry(Json& list) const {
    list.erase(std::remove_if(list.begin(), list.end(),
                              [&](const Json& entry) {
                                return has_members(entry, *edit_->match);
                              }),
               list.end());
  }

  void add(const std::string& fresh) {
    const ResourceShape* shape = shape_of_type(edit_->type);
    if (shape == nullptr) return problem("no type is called " + edit_->type);
    Json resource = *edit_->value;
    const aws::Scope scope = scope_for_addition(*shape, resource);
    if (!problems_.empty()) return;
    if (!edit_->is_literal) fill_in(account_, *shape, scope, fresh, resource);
    const std::string parameter = parameter_for(*shape, resource);
    const bool needs_name = shape->form == Form::Whole || shape->form == Form::Member;
    if (needs_name && parameter.empty() && !answers_alone(*shape)) {
      return problem(fmt::format("expected `name`: what the {} is of", shape->type));
    }
    const std::string id =
        shape->id.empty() ? parameter : text_member(resource, shape->id);
    if (id.empty() && !answers_alone(*shape)) {
      return problem(
          fmt::format("expected `{}` in the value of a {}", shape->id, shape->type));
    }
    const Place* known = account_.find(shape->type, id, scope);
    // A document without a name of its own becomes another one.
    const bool is_document =
        shape->form == Form::Whole || (shape->id.empty() && shape->arn.empty());
    if (known != nullptr && is_document) {
      account_.edit(*known) = std::move(resource);
      return;
    }
    if (known != nullptr && is_same_resource(*known, resource)) {
      return problem(
          fmt::format("there is a {} {} already", shape->type, aws::in_backticks(id)));
    }
    const Place added = account_.add(*shape, scope, parameter, std::move(resource));
    if (!edit_->is_literal) follow_addition(account_, added);
  }

  /// Services of two clusters may have one name.
  [[nodiscard]] bool is_same_resource(const Place& known, const Json& resource) const {
    const std::string_view arn = known.shape->arn;
    return arn.empty() || text_member(account_.at(known), arn).empty() ||
           text_member(account_.at(known), arn) == text_member(resource, arn);
  }

  /// One of a kind in each account.
  static bool answers_alone(const ResourceShape& shape) {
    return shape.type == "RegistryPolicy" ||
           shape.type == "VpcBlockPublicAccessOptions" || shape.type == "Organization";
  }

  [[nodiscard]] std::string parameter_for(const ResourceShape& shape,
                                          const Json& resource) const {
    if (!edit_->parameter.empty()) return edit_->parameter;
    if (!shape.parameter.empty()) {
      return aws::last_part(text_member(resource, shape.parameter));
    }
    if (shape.type == "TaskDefinition") {
      return aws::last_part(text_member(resource, "taskDefinitionArn"));
    }
    if (shape.form == Form::Member) return text_member(resource, shape.id);
    if (shape.form != Form::Whole) return {};
    for (const char* member : {"repositoryName", "VpcId", "Name", "FileSystemId"}) {
      std::string text = text_member(resource, member);
      if (!text.empty()) return text;
    }
    return {};
  }

  /// Where the edit says, where what it refers to is, or the only place there is.
  aws::Scope scope_for_addition(const ResourceShape& shape, const Json& resource) {
    aws::Scope scope = edit_->scope;
    const auto learn = [&](const aws::Scope& from) {
      if (scope.account.empty()) scope.account = from.account;
      if (scope.region.empty() && from.region != "global") scope.region = from.region;
    };
    for (const auto& [key, value] : resource.items()) {
      if (key == shape.id || !value.is_string()) continue;
      const auto places = account_.named_exactly(value.get<std::string>());
      if (!places.empty()) learn(account_.scope_of(places.front()));
    }
    const aws::Scope inside = aws::scope_inside(resource);
    if (shape.type != "Role" && shape.type != "Policy") learn(inside);
    const auto scopes = account_.scopes();
    std::set<Symbol> accounts;
    for (const aws::Scope& each : scopes) accounts.insert(each.account);
    if (scope.account.empty() && accounts.size() == 1)
      scope.account = *accounts.begin();
    if (scope.region.empty() && scopes.size() == 1) {
      scope.region = scopes.front().region;
    }
    if (scope.region.empty() && shape.is_global && !scopes.empty()) {
      scope.region = scopes.front().region;  // of the partition, for ARNs
    }
    if (scope.account.empty() || scope.region.empty()) {
      problem(
          "expected `account` and `region`: several are in the snapshot, and the "
          "value does not tell which one is meant");
    }
    return scope;
  }

  AccountDocuments& account_;
  const Edit* edit_ = nullptr;
  Problems problems_;
};

}  // namespace

Problems apply_edits(AccountDocuments& account, const Change& change,
                     const std::function<bool(const std::string&)>& is_wanted) {
  Applier applier(account);
  for (std::size_t i = 0; i < change.edits.size(); ++i) {
    const Edit& edit = change.edits[i];
    if (!is_wanted(edit.origin)) continue;
    Problems problems = applier.apply(edit, fmt::format("new-{}", i + 1));
    if (!problems.empty()) return problems;
  }
  return {};
}

Problems apply_edits(AccountDocuments& account, const Change& change) {
  return apply_edits(account, change, [](const std::string&) { return true; });
}

}  // namespace pullproof::changes
