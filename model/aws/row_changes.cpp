#include "model/aws/row_changes.h"

#include <algorithm>
#include <map>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/quotas.h"
#include "model/aws/resource_kinds.h"
#include "model/aws/routing_contradictions.h"
#include "model/aws/snapshot_checks.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

// What indexes know a row by, beside its id: see who walks tables of the kind, such as
// network_index.cpp, launch_index.cpp and stopped_tasks.cpp. And what a load compares
// with other rows: see note_copies, and `claim` in snapshot_checks.cpp.

bool is_known_alike(const RouteTable& one, const RouteTable& other) {
  return one.vpc_id == other.vpc_id && one.main == other.main &&
         one.subnets == other.subnets && one.gateways == other.gateways;
}
bool is_known_alike(const NetworkAcl& one, const NetworkAcl& other) {
  return one.vpc_id == other.vpc_id && one.subnets == other.subnets;
}
bool is_known_alike(const SecurityGroup& one, const SecurityGroup& other) {
  return one.vpc_id == other.vpc_id && one.name == other.name &&
         one.owner_id == other.owner_id;
}
bool is_known_alike(const VpcEndpoint& one, const VpcEndpoint& other) {
  return one.vpc_id == other.vpc_id && one.owner_id == other.owner_id;
}
bool is_known_alike(const Role& one, const Role& other) {
  return one.instance_profiles == other.instance_profiles;
}
bool is_known_alike(const ManagedPolicy& /*one*/, const ManagedPolicy& /*other*/) {
  return true;
}
bool is_known_alike(const RepositoryPolicy& one, const RepositoryPolicy& other) {
  return one.registry_id == other.registry_id && one.repository == other.repository;
}
bool is_known_alike(const TaskDefinition& one, const TaskDefinition& other) {
  return one.family == other.family && one.revision == other.revision;
}
bool is_known_alike(const Service& one, const Service& other) {
  return one.cluster_arn == other.cluster_arn && one.name == other.name;
}

// What a load warns of because of the row.

void warn_because_of(const Snapshot& snapshot, const RouteTable& table, ReadLog& log) {
  Disputes disputes;  // whatever is disputed is warned of, too
  note_routing_contradictions(snapshot, table, disputes, log);
  check_row(snapshot, table, log);
  warn_of_quotas_of(snapshot, table, log);
}
void warn_because_of(const Snapshot& snapshot, const NetworkAcl& acl, ReadLog& log) {
  warn_of_quotas_of(snapshot, acl, log);
}
void warn_because_of(const Snapshot& snapshot, const SecurityGroup& group,
                     ReadLog& log) {
  warn_of_quotas_of(snapshot, group, log);
}
void warn_because_of(const Snapshot& snapshot, const VpcEndpoint& endpoint,
                     ReadLog& log) {
  check_row(snapshot, endpoint, log);
}
void warn_because_of(const Snapshot& /*snapshot*/, const Role& /*role*/,
                     ReadLog& /*log*/) {}
void warn_because_of(const Snapshot& /*snapshot*/, const ManagedPolicy& /*policy*/,
                     ReadLog& /*log*/) {}
void warn_because_of(const Snapshot& /*snapshot*/, const RepositoryPolicy& /*policy*/,
                     ReadLog& /*log*/) {}
void warn_because_of(const Snapshot& snapshot, const TaskDefinition& definition,
                     ReadLog& log) {
  for (const Service& service : snapshot.table<Service>().all()) {
    if (service.task_definition_arn == definition.arn)
      check_row(snapshot, service, log);
  }
}
void warn_because_of(const Snapshot& snapshot, const Service& service, ReadLog& log) {
  check_row(snapshot, service, log);
}

bool is_quiet(const ReadLog& log) {
  return log.problems.empty() && log.warnings.empty();
}

/// "/RouteTables/7".
bool is_element_of(const std::string& pointer, std::string_view key) {
  const std::string list = "/" + std::string(key) + "/";
  return pointer.size() > list.size() && pointer.starts_with(list) &&
         pointer.find_first_not_of("0123456789", list.size()) == std::string::npos;
}

/// A document's other members may say whose it is, or that it goes on.
bool differ_in_one_member(const Json& one, const Json& other, std::string_view member) {
  if (one.size() != other.size()) return false;
  return std::all_of(one.items().begin(), one.items().end(), [&](const auto& each) {
    const auto found = other.find(each.key());
    if (found == other.end()) return false;
    return each.key() == member || *found == each.value();
  });
}

/// What the document's path alone tells: whose it is, and what it holds.
template <class T>
bool is_told_by_path(const DocumentContext& context) {
  const Scope& scope = context.scope;
  const bool is_placed = !scope.account.empty() && !scope.region.empty() &&
                         (kIsGlobal<T> || scope.region != "global");
  return is_placed && answers<T>(context.call);
}

template <class T>
bool stands_where_told(const ChangedRow& change) {
  if constexpr (kIsOneOf<T, RepositoryPolicy>) {
    return change.pointer.empty() &&
           differ_in_one_member(*change.before, *change.after, T::kSnapshotKey);
  } else if constexpr (kIsOneOf<T, TaskDefinition>) {
    return change.pointer == "/" + std::string(T::kSnapshotKey);
  } else {
    return is_element_of(change.pointer, T::kSnapshotKey);
  }
}

/// With the fingerprint of what was read.
template <class T>
using ReadRow = std::pair<T, std::size_t>;

/// As SnapshotBuilder reads it.
template <class T>
ReadRow<T> row_of(const ChangedRow& change, const Json& json,
                  const DocumentContext& context, ReadLog& log) {
  if constexpr (kIsOneOf<T, RepositoryPolicy>) {
    Cursor in(json, context, log);
    return {T::parse(in), std::hash<Json>{}(json)};
  } else if constexpr (kIsOneOf<T, TaskDefinition>) {
    const Json document = {{T::kSnapshotKey, json}};
    Cursor in(document, context, log);
    return {T::parse(in), std::hash<Json>{}(document)};
  } else {
    Cursor in(json, context, log, change.pointer, std::string(T::kSnapshotKey) + "[]");
    return {T::parse(in), std::hash<Json>{}(json)};
  }
}

}  // namespace

/// One row of some kind, which changes places with that of the snapshot.
class AnyRowChange {
 public:
  AnyRowChange() = default;
  AnyRowChange(const AnyRowChange&) = delete;
  AnyRowChange& operator=(const AnyRowChange&) = delete;
  virtual ~AnyRowChange() = default;

  /// Of the snapshot as it is.
  virtual void check_in(const Snapshot& snapshot, ReadLog& log) const = 0;
  virtual void exchange(Snapshot& snapshot) = 0;
  virtual void note_touched(std::vector<FactKey>& touched) const = 0;

  ReadLog before;
  ReadLog after;
};

template <class T>
class RowChange : public AnyRowChange {
 public:
  /// Null: it is no change of such a row, or not one that can be made in place.
  static std::unique_ptr<AnyRowChange> of(const Snapshot& snapshot,
                                          const ChangedRow& change) {
    const DocumentContext context = context_of(change.file);
    const bool is_row = change.before->is_object() && change.after->is_object() &&
                        is_told_by_path<T>(context) && stands_where_told<T>(change);
    if (!is_row) return nullptr;
    auto made = std::make_unique<RowChange>();
    (void)row_of<T>(change, *change.before, context, made->before);
    made->row_ = row_of<T>(change, *change.after, context, made->after);
    const bool is_found = is_quiet(made->before) && is_quiet(made->after) &&
                          made->find_in(snapshot, change);
    return is_found ? std::move(made) : nullptr;
  }

  void check_in(const Snapshot& snapshot, ReadLog& log) const override {
    warn_because_of(snapshot, snapshot.table<T>().all()[number_], log);
  }
  void exchange(Snapshot& snapshot) override {
    RowChanges::table<T>(snapshot).exchange(number_, row_.first, row_.second);
  }
  void note_touched(std::vector<FactKey>& touched) const override {
    touched.push_back(fact_key(kKindOf<T>, row_.first.id()));
    touched.push_back(table_key(kKindOf<T>));
  }

 private:
  bool find_in(const Snapshot& snapshot, const ChangedRow& change) {
    const auto& table = snapshot.table<T>();
    for (const T* known : table.all_with(row_.first.id())) {
      const Source& source = known->source;
      if (source.file != change.file || source.pointer != change.pointer) continue;
      row_.first.scope = known->scope;
      number_ = table.number_of(*known);
      return is_known_alike(*known, row_.first) &&
             parameter_of(*known) == parameter_of(row_.first) &&
             !snapshot.is_repeated(known->scope, known->id());
    }
    return false;
  }

  ReadRow<T> row_;
  std::size_t number_ = 0;
};

namespace {

template <class... Types>
std::unique_ptr<AnyRowChange> change_among(ResourceTypes<Types...> /*kinds*/,
                                           const Snapshot& snapshot,
                                           const ChangedRow& change) {
  std::unique_ptr<AnyRowChange> made;
  (void)((made = RowChange<Types>::of(snapshot, change), made != nullptr) || ...);
  return made;
}

using InPlace = ResourceTypes<RouteTable, NetworkAcl, SecurityGroup, VpcEndpoint, Role,
                              ManagedPolicy, RepositoryPolicy, TaskDefinition, Service>;

using Changes = std::vector<std::unique_ptr<AnyRowChange>>;

/// No load would warn of anything because of them.
bool are_quiet(const Changes& changes, const Snapshot& snapshot) {
  return std::all_of(changes.begin(), changes.end(), [&](const auto& change) {
    ReadLog log;
    change->check_in(snapshot, log);
    return is_quiet(log);
  });
}

bool is_named_twice(const std::vector<ChangedRow>& rows) {
  std::vector<std::pair<std::string, std::string>> places;
  places.reserve(rows.size());
  for (const ChangedRow& row : rows) places.emplace_back(row.file, row.pointer);
  std::sort(places.begin(), places.end());
  return std::adjacent_find(places.begin(), places.end()) != places.end();
}

}  // namespace

void RowChanges::count_not_read(Snapshot& snapshot, const ReadLog& before,
                                const ReadLog& after) {
  if (before.not_read == after.not_read) return;
  std::map<std::string, std::size_t> counts;
  for (const NotRead& each : snapshot.not_read_) counts[each.what] = each.count;
  for (const auto& [what, count] : after.not_read) counts[what] += count;
  for (const auto& [what, count] : before.not_read) {
    std::size_t& left = counts[what];
    ensure(left >= count, "what is not read of a row was counted when it was loaded");
    left -= count;
    if (left == 0) counts.erase(what);
  }
  snapshot.not_read_.clear();
  for (const auto& [what, count] : counts) snapshot.not_read_.push_back({what, count});
}

std::optional<std::vector<FactKey>> RowChanges::make(
    Snapshot& snapshot, const std::vector<ChangedRow>& rows) {
  if (snapshot.shares_networks() || is_named_twice(rows)) return std::nullopt;
  Changes changes;
  for (const ChangedRow& row : rows) {
    if (row.before == nullptr || row.after == nullptr) return std::nullopt;
    auto change = change_among(InPlace{}, snapshot, row);
    if (change == nullptr) return std::nullopt;
    changes.push_back(std::move(change));
  }
  if (!are_quiet(changes, snapshot)) return std::nullopt;
  for (const auto& change : changes) change->exchange(snapshot);
  if (!are_quiet(changes, snapshot)) {
    for (const auto& change : changes) change->exchange(snapshot);
    return std::nullopt;
  }
  std::vector<FactKey> touched;
  for (const auto& change : changes) {
    count_not_read(snapshot, change->before, change->after);
    change->note_touched(touched);
  }
  return touched;
}

}  // namespace pullproof::aws
