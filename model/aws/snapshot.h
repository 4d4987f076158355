// An account (or several) as the AWS CLI printed it: typed resources, and which calls
// were seen at all.
//
// Absent is not empty: whoever finds nothing in a table must ask `seen` before drawing
// a conclusion from it.
//
// Invariant: tables keep the order of the files' paths and of the JSON inside them; all
// look-ups are by hash, so their cost does not grow with the account.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/aws/disputes.h"
#include "model/aws/documents.h"
#include "model/aws/fact_trace.h"
#include "model/aws/resources.h"
#include "model/core/ensure.h"
#include "model/core/result.h"
#include "model/core/row_index.h"

namespace pullproof::aws {

template <class T, class... Types>
[[nodiscard]] constexpr std::size_t kind_among(ResourceTypes<Types...> /*kinds*/) {
  static_assert((std::is_same_v<T, Types> || ...), "it is a kind of resource");
  std::size_t kind = 0;
  (void)((std::is_same_v<T, Types> || (++kind, false)) || ...);
  return kind;
}
/// Which one of `AllResources` it is.
template <class T>
inline constexpr std::size_t kKindOf = kind_among<T>(AllResources{});

/// For whoever hands out a row that it did not get from its table just now.
template <class T>
void note_row(const T& row) {
  if (trace_of_thread == nullptr) return;
  trace_of_thread->note(fact_key(kKindOf<T>, row.id()));
}

/// For an index that is asked for rows by an id that they have or name, where it is
/// asked, and for each row where it is built.
template <class T>
void note_asked(Symbol id) {
  if (trace_of_thread != nullptr) trace_of_thread->note(fact_key(kKindOf<T>, id));
}
template <class T>
void note_filed(Symbol id) {
  if (filing_of_thread != nullptr) filing_of_thread->note(fact_key(kKindOf<T>, id));
}
/// The same by anything else that has a hash.
template <class T>
void note_asked_by(std::size_t hash) {
  if (trace_of_thread != nullptr) trace_of_thread->note(place_key(kKindOf<T>, hash));
}
template <class T>
void note_filed_by(std::size_t hash) {
  if (filing_of_thread != nullptr) filing_of_thread->note(place_key(kKindOf<T>, hash));
}

/// All resources of one kind.
template <class T>
class Table {
 public:
  [[nodiscard]] const std::vector<T>& all() const {
    if (trace_of_thread != nullptr) trace_of_thread->note(table_key(kKindOf<T>));
    return rows_;
  }
  /// The one with this id; of several, the one in `near`'s account and region, then in
  /// its region. Null if there is none (in that region, unless it is global). Leaves
  /// out the accounts that `skips` says.
  template <class Skips>
  [[nodiscard]] const T* find(const Scope& near, Symbol id, const Skips& skips) const {
    note(id);
    const T* best = nullptr;
    by_id_.find(id, [&](std::size_t row) {
      const T& candidate = rows_[row];
      if (skips(candidate.scope.account)) return true;
      if (candidate.scope == near) {
        best = &candidate;
        return false;
      }
      const bool same_region = candidate.scope.region == near.region;
      if (same_region || candidate.scope.region == "global" || near.region.empty()) {
        if (best == nullptr) best = &candidate;
      }
      return true;
    });
    return best;
  }
  [[nodiscard]] const T* find(const Scope& near, Symbol id) const {
    return find(near, id, [](Symbol) { return false; });
  }
  /// Those with this id in an account and a region, "" for any: others may have it,
  /// too.
  [[nodiscard]] std::vector<const T*> all_with(Symbol id, const Scope& in = {}) const {
    note(id);
    std::vector<const T*> rows;
    by_id_.find(id, [&](std::size_t row) {
      const Scope& scope = rows_[row].scope;
      const bool fits = (in.account.empty() || in.account == scope.account) &&
                        (in.region.empty() || in.region == scope.region);
      if (fits) rows.push_back(&rows_[row]);
      return true;
    });
    return rows;
  }
  /// `fingerprint` differs, all but surely, where the JSON that it was read of differs.
  void add(T row, std::size_t fingerprint = 0) {
    by_id_.add(row.id());
    rows_.push_back(std::move(row));
    fingerprints_.push_back(fingerprint);
  }
  [[nodiscard]] std::size_t fingerprint(std::size_t number) const {
    return fingerprints_[number];
  }
  /// Its place in `all`. Requires: the row is one of the table's.
  [[nodiscard]] std::size_t number_of(const T& row) const {
    return static_cast<std::size_t>(&row - rows_.data());
  }
  /// Puts `row` in the place of the one with this number, and that one into `row`.
  /// Requires: both have one id and one scope.
  void exchange(std::size_t number, T& row, std::size_t& fingerprint) {
    ensure(rows_[number].id() == row.id() && rows_[number].scope == row.scope,
           "a row is replaced by one of the same resource");
    std::swap(rows_[number], row);
    std::swap(fingerprints_[number], fingerprint);
  }
  /// All rows, to be added again. Ensures: the table is empty.
  [[nodiscard]] std::vector<T> take() {
    by_id_ = {};
    fingerprints_.clear();
    return std::exchange(rows_, {});
  }

 private:
  static void note(Symbol id) { note_asked<T>(id); }

  std::vector<T> rows_;
  std::vector<std::size_t> fingerprints_;  ///< By row.
  RowIndex by_id_;
};

enum class CallStatus {
  Ok,      ///< Its document is here.
  Absent,  ///< AWS said that there is none.
  Denied,  ///< AWS refused to tell.
  Error,   ///< It failed.
  Unseen,  ///< Nothing is known of it.
};

/// Which calls the snapshot holds the answers of.
class CallLog {
 public:
  /// `call` with its parameter, decoded: "ecr-get-repository-policy/acme/web".
  void record(const Scope& scope, const std::string& call, CallStatus status);
  [[nodiscard]] CallStatus status(const Scope& scope, const std::string& call) const;
  /// ok or absent.
  [[nodiscard]] bool seen(const Scope& scope, const std::string& call) const;
  /// Where AWS said that there is none, in the order of `record`.
  [[nodiscard]] std::vector<Scope> absent(const std::string& call) const;
  /// The calls that AWS did not answer, sorted.
  [[nodiscard]] std::vector<std::pair<Scope, std::string>> unanswered() const;
  /// What whoever asked after calls would be told otherwise by `other`; nothing if some
  /// of it cannot be named.
  [[nodiscard]] std::optional<std::vector<FactKey>> differences(
      const CallLog& other) const;

 private:
  using Statuses = std::unordered_map<std::string, CallStatus>;

  Statuses calls_;
  std::unordered_map<std::string, std::vector<Scope>> absent_;
  std::set<std::pair<Scope, std::string>> refused_;  ///< At least once.
};

/// A call that the manifest or a document names but that nothing here reads.
struct NotRead {
  std::string what;  ///< "Vpcs[].Tags[].Key" or a document's path.
  std::size_t count = 0;
};

/// How a bundle in memory is to be taken.
struct BundleReading {
  /// Documents that hold some of what their calls print: those do not count as
  /// answered.
  std::set<std::string> partial = {};
  /// Documents that are null, and rows of lists that are, are gone: others keep their
  /// places.
  bool has_gaps = false;
};

class Snapshot {
 public:
  /// Opens and reads everything. Problems are sorted by file and pointer.
  [[nodiscard]] static Result<Snapshot> load(const std::string& where,
                                             const ScenarioState& state = {},
                                             const DocumentLimits& limits = {});
  /// From a bundle `path -> document` in memory: tests, generators, edits.
  [[nodiscard]] static Result<Snapshot> from_bundle(const nlohmann::json& bundle,
                                                    const BundleReading& how = {});

  template <class T>
  [[nodiscard]] const Table<T>& table() const {
    return std::get<Table<T>>(tables_);
  }
  template <class T>
  [[nodiscard]] const T* find(const Scope& near, Symbol id) const {
    return table<T>().find(
        near, id, [&](Symbol account) { return keeps_apart(near.account, account); });
  }
  /// Both print something as their own that has one id: copies of one account, in which
  /// ids tell nothing across accounts.
  [[nodiscard]] bool keeps_apart(Symbol one, Symbol other) const {
    return !apart_.empty() && one != other && apart_.contains({one, other});
  }

  /// Why it is not known what is true of a resource of which several documents or
  /// accounts tell; null if that is known.
  template <class T>
  [[nodiscard]] const Dispute* dispute(const T& row) const {
    return disputes_.find(row.scope, row.id());
  }
  /// Why not all of the table's routes can be as told; null if they can.
  [[nodiscard]] const Dispute* dispute_about_routes(const RouteTable& table) const {
    return disputes_.find_routes(table.scope, table.id());
  }
  /// The account's own export prints the subnet, which another account owns.
  [[nodiscard]] bool is_shared_with(Symbol account, const Subnet& subnet) const {
    return shared_.contains({{account, subnet.scope.region}, subnet.id()});
  }
  /// Some account prints a network that another one owns.
  [[nodiscard]] bool shares_networks() const { return shares_networks_; }
  /// Several documents print the resource alike; of one kind with this id or another.
  [[nodiscard]] bool is_repeated(const Scope& scope, Symbol id) const {
    return repeated_.contains({scope, id});
  }
  [[nodiscard]] const CallLog& calls() const { return calls_; }
  /// Those that its documents are of, and its manifest.
  [[nodiscard]] const std::set<std::string>& accounts() const { return accounts_; }
  [[nodiscard]] bool has_manifest() const { return has_manifest_; }
  /// The earliest time at which a manifest says that calls were made; "" if one of them
  /// does not say.
  [[nodiscard]] const std::string& collected_at() const { return collected_at_; }
  [[nodiscard]] const std::vector<Problem>& warnings() const { return warnings_; }
  [[nodiscard]] const std::vector<NotRead>& not_read() const { return not_read_; }
  /// Bytes of JSON text that were read; 0 from a bundle in memory.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  friend class SnapshotBuilder;  // the one function object that builds it
  friend class RowChanges;       // and the one that changes rows in place
  friend class SnapshotDifferences;
  template <class>
  struct TablesOf;
  template <class... Types>
  struct TablesOf<ResourceTypes<Types...>> {
    using type = std::tuple<Table<Types>...>;
  };

  TablesOf<AllResources>::type tables_;
  CallLog calls_;
  Disputes disputes_;
  std::set<std::pair<Symbol, Symbol>> apart_;  ///< In both orders.
  /// By account, region and subnet, where the account is not the owner.
  std::unordered_set<ScopedId> shared_;
  bool shares_networks_ = false;
  std::unordered_set<ScopedId> repeated_;
  std::set<std::string> accounts_;
  bool has_manifest_ = false;
  std::string collected_at_;
  std::vector<Problem> warnings_;
  std::vector<NotRead> not_read_;
  std::size_t bytes_ = 0;
};

}  // namespace pullproof::aws
