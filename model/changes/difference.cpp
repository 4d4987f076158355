#include "model/changes/difference.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;
using Form = ResourceShape::Form;

/// Of one file; two resources with one id in one document are told apart by their ARN.
using Key = std::pair<const ResourceShape*, std::string>;
using Places = std::map<std::string, std::map<Key, Place>>;

std::string name_of(const AccountDocuments& account, const Place& place) {
  const std::string arn = text_member(account.at(place), place.shape->arn);
  return arn.empty() ? place.id : arn;
}

Places places_by_file(const AccountDocuments& account) {
  Places places;
  for (const ResourceShape& shape : resource_shapes()) {
    for (Place& place : account.all(shape.type)) {
      const Key key{place.shape, name_of(account, place)};
      places[place.file].emplace(key, std::move(place));
    }
  }
  return places;
}

class Differ {
 public:
  Differ(const AccountDocuments& older, const AccountDocuments& newer)
      : older_(older),
        newer_(newer),
        old_places_(places_by_file(older)),
        new_places_(places_by_file(newer)) {}

  Change change() {
    std::set<std::string> files;
    for (std::string& file : older_.files()) files.insert(std::move(file));
    for (std::string& file : newer_.files()) files.insert(std::move(file));
    for (const std::string& file : files) compare_file(file);
    return std::move(change_);
  }

 private:
  void compare_file(const std::string& file) {
    const Json& before = older_.document(file);
    const Json& after = newer_.document(file);
    if (before == after) return;
    const bool has_lists =
        holds_lists(old_places_, file) || holds_lists(new_places_, file);
    if (before.is_null() || after.is_null() || !has_lists) {
      return replace_document(file, after);
    }
    compare_places(file);
  }

  static bool holds_lists(const Places& places, const std::string& file) {
    const auto found = places.find(file);
    if (found == places.end()) return false;
    const Form form = found->second.begin()->first.first->form;
    return form == Form::List || form == Form::Nested;
  }

  void replace_document(const std::string& file, const Json& after) {
    Edit edit = start(Edit::Kind::Document, origin_of(file));
    edit.resource = file;
    edit.value = std::make_shared<const Json>(after);
    change_.edits.push_back(std::move(edit));
  }

  /// The one resource that the document is of, or its path.
  std::string origin_of(const std::string& file) const {
    for (const Places* places : {&new_places_, &old_places_}) {
      const auto found = places->find(file);
      if (found == places->end() || found->second.size() != 1) continue;
      const Place& place = found->second.begin()->second;
      if (!place.id.empty()) return origin_of(place);
    }
    return file;
  }

  static std::string origin_of(const Place& place) {
    return fmt::format("{} {}", place.shape->type, place.id);
  }

  void compare_places(const std::string& file) {
    static const std::map<Key, Place> kNone;
    const auto before = old_places_.find(file);
    const auto after = new_places_.find(file);
    const auto& old = before == old_places_.end() ? kNone : before->second;
    const auto& now = after == new_places_.end() ? kNone : after->second;
    for (const auto& [key, place] : old) {
      if (!now.contains(key)) remove(place);
    }
    for (const auto& [key, place] : now) {
      const auto known = old.find(key);
      if (known == old.end()) {
        add(place);
      } else {
        patch(known->second, place);
      }
    }
  }

  Edit start(Edit::Kind kind, const std::string& origin) const {
    Edit edit;
    edit.kind = kind;
    edit.origin = origin;
    edit.is_literal = true;
    edit.source = {origin, ""};
    return edit;
  }

  Edit start(Edit::Kind kind, const Place& place,
             const AccountDocuments& account) const {
    Edit edit = start(kind, origin_of(place));
    edit.type = place.shape->type;
    edit.resource = name_of(account, place);
    edit.scope = account.scope_of(place);
    return edit;
  }

  void remove(const Place& place) {
    change_.edits.push_back(start(Edit::Kind::Delete, place, older_));
  }

  void add(const Place& place) {
    Edit edit = start(Edit::Kind::Add, place, newer_);
    edit.parameter = aws::context_of(place.file).parameter;
    edit.value = std::make_shared<const Json>(newer_.at(place));
    change_.edits.push_back(std::move(edit));
  }

  void patch(const Place& old, const Place& now) {
    Json steps = Json::diff(older_.at(old), newer_.at(now));
    if (steps.empty()) return;
    Edit edit = start(Edit::Kind::Patch, old, older_);
    edit.value = std::make_shared<const Json>(std::move(steps));
    change_.edits.push_back(std::move(edit));
  }

  const AccountDocuments& older_;
  const AccountDocuments& newer_;
  Places old_places_;
  Places new_places_;
  Change change_;
};

}  // namespace

Change difference(const AccountDocuments& older, const AccountDocuments& newer) {
  return Differ(older, newer).change();
}

}  // namespace pullproof::changes
