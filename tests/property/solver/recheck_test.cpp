// After any edits of any scenario's account, the answer that redoes only what is
// touched is that of a full check, byte by byte.
#include "solver/recheck.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/aws/documents.h"
#include "src/report/check_json.h"
#include "tests/support/row_differences.h"

namespace pullproof::solver::recheck_property_test {
namespace {

using nlohmann::json;

/// Numbers that pick what is changed, and to what.
struct Change {
  unsigned document = 0;
  unsigned row = 0;
  unsigned place = 0;
  unsigned value = 0;
};

void showValue(const Change& change, std::ostream& out) {
  out << "{" << change.document << "," << change.row << "," << change.place << ","
      << change.value << "}";
}

rc::Gen<Change> random_change() {
  const auto number = rc::gen::inRange(0U, 10'000U);
  return rc::gen::build<Change>(
      rc::gen::set(&Change::document, number), rc::gen::set(&Change::row, number),
      rc::gen::set(&Change::place, number), rc::gen::set(&Change::value, number));
}

const std::vector<std::string>& scenarios() {
  static const std::vector<std::string> kFolders = [] {
    std::vector<std::string> folders;
    const std::filesystem::path root(std::string(PULLPROOF_SOURCE_DIR) + "/scenarios");
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
      if (entry.is_directory()) folders.push_back(entry.path().string());
    }
    std::sort(folders.begin(), folders.end());
    return folders;
  }();
  return kFolders;
}

json bundle_of(const std::string& folder) {
  json bundle = json::object();
  const auto walked = aws::walk_documents(
      folder, {}, {},
      [&](const std::string& path, const json& document) { bundle[path] = document; });
  RC_ASSERT(walked.problems.empty());
  return bundle;
}

/// Every value that stands anywhere under some name.
std::map<std::string, std::vector<json>> values_by_name(const json& bundle) {
  std::map<std::string, std::vector<json>> values;
  const json flat = bundle.flatten();
  for (const auto& [pointer, value] : flat.items()) {
    values[pointer.substr(pointer.rfind('/') + 1)].push_back(value);
  }
  return values;
}

/// What edits touch most: four times in five, one of these.
bool is_edited_often(const std::string& path) {
  for (const char* call :
       {"route-tables", "network-acls", "security-groups", "vpc-endpoints",
        "account-authorization-details", "repository-policy", "task-definition",
        "describe-services"}) {
    if (path.find(call) != std::string::npos) return true;
  }
  return false;
}

json& random_document(json& bundle, const Change& change) {
  std::vector<std::string> paths;
  for (const auto& [path, document] : bundle.items()) {
    const bool is_often = is_edited_often(path) && document.is_object();
    if (is_often || change.document % 5 == 0) paths.push_back(path);
  }
  return bundle[paths[change.document / 5 % paths.size()]];
}

/// Something within the document: rows, most of the time.
json::json_pointer random_place(const json& document, const Change& change) {
  std::vector<json::json_pointer> rows;
  for (const auto& [key, value] : document.items()) {
    const json::json_pointer member("/" + key);
    // So rows come and go: one time in four, if the document has one list.
    if (value.is_array() && change.place % 4 == 0) return member;
    if (!value.is_array()) rows.push_back(member);
    for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
      rows.push_back(member / i);
    }
  }
  if (rows.empty()) return json::json_pointer();
  const auto row = rows[change.row % rows.size()];
  std::vector<json::json_pointer> places = {row};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const json& value = document.at(places[i]);
    const json::json_pointer at = places[i];
    if (value.is_object()) {
      for (const auto& [key, inner] : value.items()) places.push_back(at / key);
    }
    for (std::size_t n = 0; value.is_array() && n < value.size(); ++n) {
      places.push_back(at / n);
    }
  }
  return places[change.place % places.size()];
}

/// With one text of its own.
json twin(json value, const Change& change) {
  if (!value.is_object()) return value;
  std::vector<std::string> texts;
  for (const auto& [key, member] : value.items()) {
    if (member.is_string()) texts.push_back(key);
  }
  if (texts.empty()) return value;
  json& text = value[texts[change.row % texts.size()]];
  text = text.get<std::string>() + "x";
  return value;
}

/// Another value that stands under this name, or something like the value.
json changed(const json& value, const std::string& name, const Change& change,
             const std::map<std::string, std::vector<json>>& values) {
  if (value.is_boolean()) return !value.get<bool>();
  if (value.is_array() && !value.empty()) {
    json list = value;
    if (change.value % 2 == 0) {
      list.erase(change.value / 2 % list.size());
    } else {
      list.push_back(twin(list[change.value / 2 % list.size()], change));
    }
    return list;
  }
  if (value.is_object()) {
    json object = value;
    if (!object.empty()) object.erase(object.begin());
    return object;
  }
  const auto known = values.find(name);
  if (known != values.end() && change.value % 8 != 0) {
    return known->second[change.value % known->second.size()];
  }
  if (value.is_string()) return value.get<std::string>() + "x";
  return value.is_number() ? json(value.get<std::int64_t>() + 1) : value;
}

void edit(json& bundle, const Change& change) {
  const auto values = values_by_name(bundle);
  json& document = random_document(bundle, change);
  if (!document.is_object()) return;
  const auto place = random_place(document, change);
  if (place.empty()) return;
  json& value = document.at(place);
  value = changed(value, place.back(), change, values);
}

/// How many questions needed Z3 hangs on what it was asked before.
std::string text_of(model::CheckReport report, const aws::Snapshot& account) {
  report.statistics.solver_queries = 0;
  return cli::check_json(report, {.verbose = true,
                                  .warnings = account.warnings(),
                                  .not_read = account.not_read()});
}

std::vector<aws::ChangedRow> differences(const json& before, const json& after) {
  std::vector<aws::ChangedRow> rows;
  for (const auto& [path, document] : after.items()) {
    const auto some = support::row_differences(path, before.at(path), document);
    rows.insert(rows.end(), some.begin(), some.end());
  }
  return rows;
}

void expect_the_answer_of_a_full_check(const CheckOptions& options, json bundle,
                                       const std::vector<std::vector<Change>>& edits) {
  auto account = aws::Snapshot::from_bundle(bundle);
  RC_ASSERT(account.ok());
  Recheck again(std::move(account.value()), options);
  std::size_t in_place = 0;
  std::size_t carried = 0;
  for (const auto& changes : edits) {
    json after = bundle;
    for (const Change& change : changes) edit(after, change);
    const auto now = aws::Snapshot::from_bundle(after);
    const Problems problems = again.edit(
        differences(bundle, after), [&] { return aws::Snapshot::from_bundle(after); });
    RC_ASSERT(problems.empty() == now.ok());
    if (!now.ok()) continue;
    bundle = after;
    if (again.work().in_place) ++in_place;
    if (!again.work().in_place && !again.work().all) ++carried;
    RC_ASSERT(text_of(again.report(), again.account()) ==
              text_of(check(now.value(), options), now.value()));
  }
  RC_CLASSIFY(in_place > 0, "some in place");
  RC_CLASSIFY(carried > 0, "some carried over a load");
}

RC_GTEST_PROP(Rechecks, GiveTheAnswerOfAFullCheckAfterAnyEdits, ()) {
  const auto folder = *rc::gen::elementOf(scenarios());
  RC_LOG() << folder << '\n';
  CheckOptions options;
  options.strict = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
  options.keep_proofs = *rc::gen::arbitrary<bool>();
  options.jobs = *rc::gen::element(1U, 2U);
  const auto changes = rc::gen::resize(
      2, rc::gen::nonEmpty(rc::gen::container<std::vector<Change>>(random_change())));
  const auto edits = *rc::gen::resize(
      6,
      rc::gen::nonEmpty(rc::gen::container<std::vector<std::vector<Change>>>(changes)));
  expect_the_answer_of_a_full_check(options, bundle_of(folder), edits);
}

}  // namespace
}  // namespace pullproof::solver::recheck_property_test
