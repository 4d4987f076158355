#include "solver/changed_account.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "model/changes/pushed_images.h"

namespace pullproof::solver {

using Json = nlohmann::json;

namespace {

using Keys = std::vector<aws::FactKey>;

/// Of whoever has looked for a row of any kind by one of the names, or has walked the
/// table with the row of this place. Empty: no row of the names stands there.
class KeysOfPlace {
 public:
  KeysOfPlace(const aws::Snapshot& account, const changes::Place& place)
      : account_(account), place_(place) {}

  template <class... Types>
  Keys find(aws::ResourceTypes<Types...> /*kinds*/,
            const std::set<std::string>& names) {
    for (const std::string& name : names) {
      if (!name.empty()) (note<Types>(name), ...);
    }
    return is_found_ ? std::move(keys_) : Keys{};
  }

 private:
  template <class T>
  void note(Symbol name) {
    keys_.push_back(aws::fact_key(aws::kKindOf<T>, name));
    for (const T* row : account_.table<T>().all_with(name)) {
      const bool is_here = row->source.file == place_.file &&
                           row->source.pointer.starts_with(place_.pointer);
      if (!is_here) continue;
      is_found_ = true;
      keys_.push_back(aws::table_key(aws::kKindOf<T>));
    }
  }

  const aws::Snapshot& account_;
  const changes::Place& place_;
  Keys keys_;
  bool is_found_ = false;
};

Keys keys_of(const aws::Snapshot& account, const changes::Place& place,
             const std::set<std::string>& names) {
  return KeysOfPlace(account, place).find(aws::AllResources{}, names);
}

}  // namespace

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
    problems = recheck_.edit(rows_to(next), [&] { return account_->read_in_places(); });
    if (!problems.empty()) return problems;
  }
  last_ = std::move(next);
  granted_ = std::move(granted);
  return {};
}

std::optional<std::set<std::size_t>> ChangedAccount::verdicts_on(
    const std::string& resource, const std::string& type) const {
  std::vector<aws::FactKey> keys;
  for (const changes::Place& place : account_->named(resource, type)) {
    const std::string arn = changes::text_member(account_->at(place), place.shape->arn);
    if (resource != place.id && resource != arn) continue;  // others have it as a tag
    const Keys found = keys_of(recheck_.account(), place, {resource, place.id, arn});
    // It stands in the snapshot under a name that is not known here.
    if (found.empty()) return std::nullopt;
    keys.insert(keys.end(), found.begin(), found.end());
  }
  if (keys.empty()) return std::nullopt;
  return recheck_.verdicts_on(keys);
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
