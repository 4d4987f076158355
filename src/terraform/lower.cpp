#include "src/terraform/lower.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/document_context.h"
#include "src/terraform/own_names.h"
#include "src/terraform/type_table.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using Kind = changes::Edit::Kind;
using Form = Fact::Form;

/// As deep as the reader of JSON goes, twice: texts in a plan hold JSON as well.
constexpr int kDeepestValue = 300;

// NOLINTNEXTLINE(misc-no-recursion): kDeepestValue limits it
Json without_marks(const Json& value, std::vector<std::string>& reasons, int depth) {
  if (!value.is_structured() || depth == kDeepestValue) return value;
  Json kept = value.is_object() ? Json::object() : Json::array();
  for (const auto& [key, part] : value.items()) {
    if (is_unknown(part)) {
      reasons.push_back(why_unknown(part));
    } else if (value.is_object()) {
      kept[key] = without_marks(part, reasons, depth + 1);
    } else {
      kept.push_back(without_marks(part, reasons, depth + 1));
    }
  }
  return kept;
}

std::string id_text(const Fact& fact) {
  const bool is_text = fact.id != nullptr && fact.id->is_string();
  return is_text ? fact.id->get<std::string>() : std::string();
}

std::string fact_key(const Fact& fact) {
  const auto text = [](const changes::SharedJson& value) {
    return value == nullptr
               ? std::string()
               : value->dump(-1, ' ', false, Json::error_handler_t::replace);
  };
  return fmt::format("{}|{}|{}|{}|{}", static_cast<int>(fact.form), fact.type,
                     text(fact.id), fact.list, text(fact.match));
}

/// When what is there, old or new, changes.
constexpr int kChanges = 3;

int phase_of(const changes::Edit& edit) {
  switch (edit.kind) {
    case Kind::DropEntry:
    case Kind::DropSource:
      return 0;
    case Kind::Delete: {
      const auto* shape = changes::shape_of_type(edit.type);
      // What AWS draws an id for never takes another's place.
      const bool is_drawn = shape != nullptr && shape->call.starts_with("ec2-");
      return is_drawn ? 4 : 1;
    }
    case Kind::Add:
      return 2;
    case Kind::Patch:
    case Kind::Merge:
    case Kind::SetEntry:
    case Kind::Document:
      return kChanges;
  }
  return kChanges;
}

/// Why an entry cannot be told from others.
void add_reasons(const changes::SharedJson& match, std::vector<std::string>& reasons) {
  if (match == nullptr) return;
  if (is_unknown(*match)) return reasons.push_back(why_unknown(*match));
  static_cast<void>(without_marks(*match, reasons, 0));
  for (const auto& [key, part] : match->items()) {
    if (part.is_null()) reasons.push_back("the plan does not tell its " + key);
  }
}

/// A document of which an account has one, which needs no name.
bool is_only_one(const Fact& fact) {
  return fact.form == Form::Document && fact.id != nullptr &&
         changes::is_empty_text(*fact.id);
}

bool is_bound_to(const Fact& fact, const std::set<std::string>& gone) {
  return fact.form != Form::Resource && gone.contains(id_text(fact));
}

}  // namespace

struct Lowering::Settled {
  Json value;
  std::vector<std::string> reasons;
  std::set<std::string> lost;  ///< Members that are not told.
};

Lowering::Settled Lowering::settled(const Fact& fact) {
  Settled settled;
  const Json value = fact.value == nullptr ? Json() : *fact.value;
  if (is_unknown(value)) {
    settled.reasons.push_back(why_unknown(value));
    return settled;
  }
  settled.value = without_marks(value, settled.reasons, 0);
  for (const auto& [key, part] : value.items()) {
    if (value.is_object() && has_unknown(part)) settled.lost.insert(key);
  }
  return settled;
}

void Lowering::add(const PlannedResource& resource, const Facts& before,
                   const Facts& after, int rank) {
  std::map<std::string, const Fact*> old;
  std::set<std::string> gone;
  const bool is_replaced = resource.action == Action::Replace;
  for (const Fact& fact : before.all) old[fact_key(fact)] = &fact;
  std::set<std::string> stays;
  for (const Fact& fact : after.all) {
    if (!is_replaced) stays.insert(fact_key(fact));
  }
  for (const Fact& fact : before.all) {
    const bool goes = fact.form == Form::Resource && !stays.contains(fact_key(fact)) &&
                      fact.undo == nullptr;
    if (goes) gone.insert(id_text(fact));
  }
  for (const Fact& fact : before.all) {
    // A rule goes before its group: it may name another group that goes as well.
    const bool is_with_it = is_bound_to(fact, gone) && fact.form != Form::Source;
    const bool goes = !stays.contains(fact_key(fact)) && !is_with_it;
    if (goes) take_back(resource, fact, rank);
  }
  for (const Fact& fact : after.all) {
    const auto known = old.find(fact_key(fact));
    if (is_replaced || known == old.end()) {
      make(resource, fact, rank);
    } else {
      change(resource, *known->second, fact, rank);
    }
  }
  for (const auto& each : after.doubts) doubt(resource, each.id, each.why);
  const bool ends = resource.action == Action::Delete;
  for (const auto& each : before.doubts) {
    if (ends) doubt(resource, each.id, each.why);
  }
}

void Lowering::make(const PlannedResource& resource, const Fact& fact, int rank) {
  Settled now = settled(fact);
  std::vector<std::string> reasons = now.reasons;
  const Json none;
  const Json& id = fact.id == nullptr ? none : *fact.id;
  if (is_unknown(id)) reasons.push_back(why_unknown(id));
  add_reasons(fact.match, reasons);
  const bool is_whole = reasons.empty();
  std::sort(reasons.begin(), reasons.end());
  reasons.erase(std::unique(reasons.begin(), reasons.end()), reasons.end());
  for (const auto& reason : reasons) doubt(resource, id_text(fact), reason);
  const bool has_id = is_only_one(fact) ||
                      (id.is_string() && !id.get_ref<const std::string&>().empty());
  if (!has_id) {
    if (is_whole) doubt(resource, "", "the plan does not tell which resource it is of");
    return;
  }
  const auto value = std::make_shared<const Json>(std::move(now.value));
  switch (fact.form) {
    case Form::Resource:
      made_.insert(fact.type + '|' + id_text(fact));
      return push(resource, fact, Kind::Add, value, rank);
    case Form::Document:
      if (!is_whole) return;
      made_.insert(fact.type + '|' + id_text(fact));
      return push(resource, fact, Kind::Add, value, rank);
    case Form::Entry:
    case Form::Source:
      if (is_whole) push(resource, fact, Kind::SetEntry, value, rank);
      return;
    case Form::Member:
      if (!value->empty()) push(resource, fact, Kind::Merge, value, rank);
      return;
  }
}

void Lowering::change(const PlannedResource& resource, const Fact& before,
                      const Fact& after, int rank) {
  const Json none;
  const Json& old = before.value == nullptr ? none : *before.value;
  const Json& now = after.value == nullptr ? none : *after.value;
  if (old == now && !has_unknown(now)) return;
  const bool is_merged = after.form == Form::Resource || after.form == Form::Member;
  if (!is_merged) return make(resource, after, rank);
  Settled then = settled(after);
  for (const auto& reason : then.reasons) doubt(resource, id_text(after), reason);
  Json patch = Json::object();
  for (const auto& [key, value] : then.value.items()) {
    const bool is_same = old.contains(key) && old[key] == value;
    if (!is_same && !then.lost.contains(key)) patch[key] = value;
  }
  for (const auto& [key, value] : old.items()) {
    if (!then.value.contains(key) && !then.lost.contains(key)) patch[key] = nullptr;
  }
  if (patch.empty()) return;
  push(resource, after, Kind::Merge, std::make_shared<const Json>(std::move(patch)),
       rank);
}

void Lowering::take_back(const PlannedResource& resource, const Fact& fact, int rank) {
  if (id_text(fact).empty() && !is_only_one(fact)) {
    return doubt(resource, "", "the plan does not tell which resource it was of");
  }
  switch (fact.form) {
    case Form::Resource:
      if (fact.undo != nullptr) {
        // Nothing to merge: AWS does all of it by itself.
        if (fact.undo->empty()) return;
        return push(resource, fact, Kind::Merge, fact.undo, rank, true);
      }
      return push(resource, fact, Kind::Delete, nullptr, rank, true);
    case Form::Entry:
      return push(resource, fact, Kind::DropEntry, nullptr, rank, true);
    case Form::Source:
      return push(resource, fact, Kind::DropSource, fact.value, rank, true);
    case Form::Document:
      return push(resource, fact, fact.undo == nullptr ? Kind::Delete : Kind::Add,
                  fact.undo, rank, true);
    case Form::Member:
      if (fact.undo == nullptr) return;
      return push(resource, fact, Kind::Merge, fact.undo, rank, true);
  }
}

void Lowering::push(const PlannedResource& resource, const Fact& fact, Kind kind,
                    const changes::SharedJson& value, int rank, bool is_undone) {
  const auto* shape = changes::shape_of_type(fact.type);
  changes::Edit edit;
  edit.kind = kind;
  edit.origin = resource.origin();
  edit.type = fact.type;
  edit.scope = resource.scope;
  if (shape != nullptr && shape->is_global) edit.scope.region = "global";
  edit.list = fact.list;
  edit.value = value;
  edit.source = {.file = file_, .pointer = resource.pointer};
  const bool has_parameter =
      fact.form == Form::Document ||
      (shape != nullptr && shape->form != changes::ResourceShape::Form::List);
  if (kind == Kind::Add) {
    if (has_parameter) edit.parameter = aws::last_part(id_text(fact));
    if (fact.form == Form::Document) edit.parameter = id_text(fact);
  } else {
    edit.resource = id_text(fact);
  }
  if (kind == Kind::SetEntry) edit.match = fact.match;
  if (kind == Kind::DropEntry) edit.match = fact.undo;
  int phase = phase_of(edit);
  // What comes with a new VPC is taken away from once it is there.
  const bool is_to_come = phase == 0 && !new_vpc_of_default(edit.resource).empty();
  if (is_to_come) phase = kChanges;
  const int order = is_undone ? -rank : rank;
  pending_.push_back({phase, order, is_undone, std::move(edit)});
}

void Lowering::doubt(const PlannedResource& resource, const std::string& id,
                     const std::string& why) {
  const TypeRow* row = row_of_type(resource.type);
  change_.doubts.push_back(
      {.origin = resource.origin(),
       .resource = id,
       .why = why,
       .scope = resource.scope,
       .within = row == nullptr ? std::string() : std::string(row->within)});
}

bool Lowering::exists(const changes::Edit& edit) {
  if (made_.contains(edit.type + '|' + edit.resource)) return true;
  if (made_.contains("Vpc|" + new_vpc_of_default(edit.resource))) return true;
  if (account_.find(edit.type, edit.resource, edit.scope) != nullptr) return true;
  // The list of its zones comes with a VPC.
  if (edit.type == "HostedZones" && made_.contains("Vpc|" + edit.resource)) return true;
  const auto* shape = changes::shape_of_type(edit.type);
  if (shape == nullptr || shape->arn.empty()) return false;
  auto [known, is_new] = arns_.try_emplace(edit.type);
  if (is_new) {
    for (const auto& place : account_.all(edit.type)) {
      known->second.insert(changes::text_member(account_.at(place), shape->arn));
    }
  }
  return known->second.contains(edit.resource);
}

changes::Change Lowering::finish() {
  std::stable_sort(
      pending_.begin(), pending_.end(), [](const Pending& one, const Pending& other) {
        return std::tie(one.phase, one.rank) < std::tie(other.phase, other.rank);
      });
  for (Pending& each : pending_) {
    changes::Edit& edit = each.edit;
    if (edit.kind == Kind::Add || exists(edit)) {
      change_.edits.push_back(std::move(edit));
    } else if (each.is_undone) {
      change_.warnings.push_back(
          fmt::format("{} is taken away by {} and is not in the snapshot",
                      aws::in_backticks(edit.resource), edit.origin));
    } else {
      change_.doubts.push_back(
          {.origin = edit.origin,
           .resource = edit.resource,
           .why = fmt::format("{} is changed and is not in the snapshot; collect a new "
                              "one",
                              aws::in_backticks(edit.resource)),
           .scope = edit.scope});
    }
  }
  return std::move(change_);
}

}  // namespace pullproof::cli::terraform
