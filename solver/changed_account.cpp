#include "solver/changed_account.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "model/changes/pushed_images.h"

namespace pullproof::solver {

using Json = nlohmann::json;

ChangedAccount::ChangedAccount(changes::AccountDocuments& account,
                               const CheckOptions& options)
    : account_(&account), recheck_(account.before(), options) {
  account.restore();
}

Problems ChangedAccount::become(const changes::Change& change,
                                const IsWanted& is_wanted) {
  account_->restore();
  Problems problems = changes::apply_edits(*account_, change, is_wanted);
  if (!problems.empty()) return problems;
  std::vector<std::string> granted = changes::assume_pushed_images(*account_, change);
  Made next = made();
  if (!is_alike(next, last_)) {
    problems = recheck_.edit(rows_to(next), [&] { return account_->read(); });
    if (!problems.empty()) return problems;
  }
  last_ = std::move(next);
  granted_ = std::move(granted);
  return {};
}

ChangedAccount::Made ChangedAccount::made() const {
  Made made;
  std::set<std::string> explained;
  for (const changes::Touched& touched : account_->touched()) {
    const bool is_there = !touched.before->is_null() && !touched.after->is_null();
    made.is_in_place = made.is_in_place && is_there;
    made.resources[{touched.place->file, touched.place->pointer}] = {
        .before = std::make_shared<const Json>(*touched.before),
        .now = std::make_shared<const Json>(*touched.after)};
    explained.insert(touched.place->file);
  }
  // Lists and manifests that hold no resources of their own.
  for (const std::string& file : account_->changed_files()) {
    if (explained.contains(file)) continue;
    made.is_in_place = false;
    const auto now = std::make_shared<const Json>(account_->document(file));
    made.resources[{file, ""}] = {.before = now, .now = now};
  }
  return made;
}

bool ChangedAccount::is_alike(const Made& one, const Made& other) {
  return std::equal(one.resources.begin(), one.resources.end(), other.resources.begin(),
                    other.resources.end(), [](const auto& a, const auto& b) {
                      return a.first == b.first && *a.second.now == *b.second.now;
                    });
}

std::vector<aws::ChangedRow> ChangedAccount::rows_to(const Made& next) const {
  std::vector<aws::ChangedRow> rows;
  if (!last_.is_in_place || !next.is_in_place) {
    // A row that is nowhere makes the documents be loaded again.
    rows.emplace_back();
    return rows;
  }
  const auto add = [&](const Key& key, const changes::SharedJson& before,
                       const changes::SharedJson& after) {
    if (*before == *after) return;
    rows.push_back(
        {.file = key.first, .pointer = key.second, .before = before, .after = after});
  };
  for (const auto& [key, values] : last_.resources) {
    const auto found = next.resources.find(key);
    add(key, values.now,
        found == next.resources.end() ? values.before : found->second.now);
  }
  for (const auto& [key, values] : next.resources) {
    if (!last_.resources.contains(key)) add(key, values.before, values.now);
  }
  return rows;
}

}  // namespace pullproof::solver
