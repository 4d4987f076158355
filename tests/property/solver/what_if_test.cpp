// Whatever is deleted, added or patched in any scenario's account, one change after the
// other, the answer is that of a full check of the documents, byte by byte.
#include "solver/what_if.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/changes/resource_shape.h"
#include "src/report/check_json.h"

namespace pullproof::solver::what_if_property_test {
namespace {

using changes::AccountDocuments;
using changes::Change;
using changes::Edit;
using changes::Place;
using nlohmann::json;

/// Numbers that pick what is changed, and how.
struct Pick {
  unsigned kind = 0;
  unsigned place = 0;
  unsigned how = 0;
};

void showValue(const Pick& pick, std::ostream& out) {
  out << "{" << pick.kind << "," << pick.place << "," << pick.how << "}";
}

rc::Gen<Pick> random_pick() {
  const auto number = rc::gen::inRange(0U, 10'000U);
  return rc::gen::build<Pick>(rc::gen::set(&Pick::kind, number),
                              rc::gen::set(&Pick::place, number),
                              rc::gen::set(&Pick::how, number));
}

std::vector<std::string> scenarios() {
  std::vector<std::string> folders;
  const std::filesystem::path root(std::string(PULLPROOF_SOURCE_DIR) + "/scenarios");
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (entry.is_directory()) folders.push_back(entry.path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// Of all kinds, and of each kind as likely.
std::vector<std::vector<Place>> places_by_kind(const AccountDocuments& account) {
  std::vector<std::vector<Place>> kinds;
  for (const auto& shape : changes::resource_shapes()) {
    auto places = account.all(shape.type);
    if (!places.empty()) kinds.push_back(std::move(places));
  }
  return kinds;
}

/// A twin with an id of its own.
json twin(const Place& place, const json& value, unsigned how) {
  json other = value;
  const std::string id(place.shape->id);
  if (other.is_object() && other.contains(id) && other[id].is_string()) {
    other[id] = other[id].get<std::string>() + std::to_string(how % 3);
  }
  return other;
}

/// A member more or less.
json patch_of(const json& value, unsigned how) {
  if (!value.is_object() || value.empty()) return json::array();
  auto member = value.begin();
  std::advance(member, static_cast<std::ptrdiff_t>(how % value.size()));
  const auto at = (json::json_pointer() / member.key()).to_string();
  if (how % 2 == 0 && member->is_array() && !member->empty()) {
    return json::array({{{"op", "remove"}, {"path", at + "/0"}}});
  }
  return json::array({{{"op", "remove"}, {"path", at}}});
}

Edit edit_of(const AccountDocuments& account, const Pick& pick, std::size_t number) {
  const auto kinds = places_by_kind(account);
  const auto& places = kinds[pick.kind % kinds.size()];
  const Place& place = places[pick.place % places.size()];
  const json value = account.at(place);
  Edit edit;
  edit.origin = "edits[" + std::to_string(number) + "]";
  edit.type = place.shape->type;
  edit.scope = account.scope_of(place);
  edit.is_literal = pick.how % 4 == 0;
  if (pick.how % 3 == 0) {
    edit.kind = Edit::Kind::Delete;
    edit.resource = place.id;
  } else if (pick.how % 3 == 1) {
    edit.kind = Edit::Kind::Add;
    edit.parameter = place.shape->id.empty() ? place.id : "";
    edit.value = std::make_shared<const json>(twin(place, value, pick.how / 12));
  } else {
    edit.kind = Edit::Kind::Patch;
    edit.resource = place.id;
    edit.value = std::make_shared<const json>(patch_of(value, pick.how / 12));
  }
  return edit;
}

std::string text_of(model::CheckReport report, std::vector<Problem> warnings,
                    std::vector<aws::NotRead> not_read) {
  report.statistics.solver_queries = 0;  // that hangs on what Z3 was asked before
  return cli::check_json(report, {.verbose = true,
                                  .warnings = std::move(warnings),
                                  .not_read = std::move(not_read)});
}

RC_GTEST_PROP(WhatIfAnswers, AreThoseOfFullChecksWhateverComesAndGoes, ()) {
  static const auto kScenarios = scenarios();
  const auto folder = *rc::gen::elementOf(kScenarios);
  RC_LOG() << folder << '\n';
  auto account = AccountDocuments::load(folder, {});
  RC_ASSERT(account.ok());
  CheckOptions options;
  options.keep_proofs = *rc::gen::arbitrary<bool>();
  WhatIfAnswers answers(account.value(), options);
  const auto picks = *rc::gen::resize(
      6,
      rc::gen::container<std::vector<std::vector<Pick>>>(rc::gen::resize(
          3, rc::gen::nonEmpty(rc::gen::container<std::vector<Pick>>(random_pick())))));
  std::size_t made = 0;
  for (const auto& some : picks) {
    account.value().restore();
    Change change;
    for (const Pick& pick : some) {
      change.edits.push_back(edit_of(account.value(), pick, change.edits.size()));
    }
    const auto answer = answers.answer(change);
    if (!answer.ok()) continue;
    ++made;
    const auto now = account.value().read();
    RC_ASSERT(now.ok());
    const auto& read = now.value();
    RC_ASSERT(text_of(answer.value().after, answer.value().warnings,
                      answer.value().not_read) ==
              text_of(check(read, options), read.warnings(), read.not_read()));
  }
  RC_CLASSIFY(made > 0, "some made");
}

}  // namespace
}  // namespace pullproof::solver::what_if_property_test
