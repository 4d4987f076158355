#include "model/aws/snapshot_differences.h"

#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "model/aws/resource_kinds.h"

namespace pullproof::aws {
namespace {

/// Kinds of which more is derived than indexes note: see solver/stopped_tasks.h.
template <class T>
inline constexpr bool kIsUntracked = kIsOneOf<T, RunningTask>;

struct HashOfSource {
  std::size_t operator()(const Source& source) const noexcept {
    return source.file.hash() ^ std::hash<std::string>{}(source.pointer);
  }
};

template <class T>
bool is_same_row(const Table<T>& one, std::size_t row, const Table<T>& other,
                 std::size_t other_row) {
  const T& mine = one.all()[row];
  const T& theirs = other.all()[other_row];
  return one.fingerprint(row) == other.fingerprint(other_row) &&
         mine.id() == theirs.id() && mine.scope == theirs.scope &&
         mine.source == theirs.source;
}

}  // namespace

class SnapshotDifferences::Comparison {
 public:
  Comparison(const Snapshot& before, const Snapshot& after)
      : before_(before), after_(after) {}

  /// Of all that no row tells.
  [[nodiscard]] bool is_alike() const {
    return !before_.shares_networks_ && !after_.shares_networks_ &&
           before_.disputes_ == after_.disputes_ && before_.apart_ == after_.apart_ &&
           before_.repeated_ == after_.repeated_ &&
           before_.accounts_ == after_.accounts_ &&
           before_.has_manifest_ == after_.has_manifest_ &&
           before_.collected_at_ == after_.collected_at_;
  }

  template <class... Types>
  void compare_tables(ResourceTypes<Types...> /*kinds*/) {
    (compare<Types>(), ...);
  }

  [[nodiscard]] bool is_told_by_rows() const { return is_told_by_rows_; }
  /// All rows that one has and the other has not.
  [[nodiscard]] const Snapshot& rows() const { return rows_; }
  [[nodiscard]] std::vector<FactKey> take_keys() { return std::move(keys_); }

 private:
  template <class T>
  void compare() {
    const Table<T>& before = before_.table<T>();
    const Table<T>& after = after_.table<T>();
    const std::size_t common = common_rows(before, after);
    std::unordered_map<Source, std::size_t, HashOfSource> known;
    for (std::size_t i = common; i < before.all().size(); ++i) {
      known.emplace(before.all()[i].source, i);
    }
    for (std::size_t i = common; i < after.all().size(); ++i) {
      const auto found = known.find(after.all()[i].source);
      if (found != known.end() && is_same_row(before, found->second, after, i)) {
        known.erase(found);
      } else {
        differ(after.all()[i]);
      }
    }
    for (const auto& [source, row] : known) differ(before.all()[row]);
  }

  /// How many rows are the same at the start of both tables.
  template <class T>
  static std::size_t common_rows(const Table<T>& before, const Table<T>& after) {
    const std::size_t count = std::min(before.all().size(), after.all().size());
    std::size_t row = 0;
    while (row < count && is_same_row(before, row, after, row)) ++row;
    return row;
  }

  template <class T>
  void differ(const T& row) {
    if (kIsUntracked<T>) is_told_by_rows_ = false;
    keys_.push_back(fact_key(kKindOf<T>, row.id()));
    keys_.push_back(table_key(kKindOf<T>));
    std::get<Table<T>>(rows_.tables_).add(row);
  }

  const Snapshot& before_;
  const Snapshot& after_;
  Snapshot rows_;
  std::vector<FactKey> keys_;
  bool is_told_by_rows_ = true;
};

std::optional<std::vector<FactKey>> SnapshotDifferences::between(
    const Snapshot& before, const Snapshot& after, const BuildIndexes& build) {
  Comparison comparison(before, after);
  if (!comparison.is_alike()) return std::nullopt;
  comparison.compare_tables(AllResources{});
  const auto calls = before.calls().differences(after.calls());
  if (!comparison.is_told_by_rows() || !calls) return std::nullopt;
  FactTrace filed;
  {
    const FilingTracing tracing(filed);
    build(comparison.rows());
  }
  std::vector<FactKey> keys = comparison.take_keys();
  for (const auto& more : {filed.take(), *calls}) {
    keys.insert(keys.end(), more.begin(), more.end());
  }
  return keys;
}

}  // namespace pullproof::aws
