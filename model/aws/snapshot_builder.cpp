#include "model/aws/snapshot_builder.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/condition_values.h"
#include "model/aws/contradictions.h"
#include "model/aws/quotas.h"
#include "model/aws/resource_kinds.h"
#include "model/aws/routing_contradictions.h"
#include "model/aws/shared_network.h"
#include "model/aws/snapshot_checks.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

bool is_empty_text(const Json& json) {
  return json.is_string() && json.get_ref<const Json::string_t&>().empty();
}

/// A page that is not the last one: what it leaves out looks like an absence.
void refuse_truncation(const Json& document, Cursor& in) {
  in.skip({"MaxResults"});
  for (const std::string_view key : {"NextToken", "nextToken", "NextMarker"}) {
    in.skip({key});
    const auto token = document.find(key);
    if (token == document.end() || token->is_null() || is_empty_text(*token)) continue;
    in.problem(key, "the page is truncated: collect the call without a page limit");
  }
  for (const std::string_view key : {"IsTruncated", "Truncated"}) {
    if (!in.flag_or(key, false)) continue;
    in.problem(key, "the page is truncated: collect the call without a page limit");
  }
}

/// "path (key, key)" of a document that nothing reads.
std::string unread_document(const Json& document, const std::string& path) {
  constexpr std::size_t kMaxKeys = 5;
  if (!document.is_object()) return fmt::format("{} ({})", path, type_name(document));
  std::string keys;
  std::size_t count = 0;
  for (const auto& [key, value] : document.get_ref<const Json::object_t&>()) {
    if (++count > kMaxKeys) {
      keys += ", ...";
      break;
    }
    if (!keys.empty()) keys += ", ";
    keys += key.substr(0, 40);
  }
  return fmt::format("{} ({})", path, keys);
}

/// Kinds whose call may be made with a name, an ARN or an alias: the name counts too.
template <class T>
inline constexpr bool kAlsoByName =
    kIsOneOf<T, KmsKey, KmsGrants, KmsKeyPolicy, TaskDefinition, Service,
             ContainerInstance, ServiceRevision, ListedServices, LaunchTemplateVersion,
             NetworkFirewall, FirewallPolicy, FirewallRuleGroup>;

template <class T>
inline constexpr bool kHasParameter =
    kNeedsName<T> || kAlsoByName<T> ||
    kIsOneOf<T, VpcDnsSupport, VpcDnsHostnames, OrganizationPolicy, AccountSetting,
             ImageDetail, ImageManifest, SecretPolicy, DescribedSecret, ProfileResource,
             LifecyclePolicy, FileSystem, FileSystemPolicy, MountTarget, AccessPoint>;

template <class T>
Calls calls_of_policy(const T& policy) {
  if (policy.repository.empty()) return {std::string(T::kRegistryCall)};
  return {call_with(T::kCall, policy.repository)};
}

template <class T>
Scope scope_for(const Scope& settled) {
  return kIsGlobal<T> ? Scope{settled.account, "global"} : settled;
}

/// Fills one prefix list from the other call's answer; false if they contradict.
bool merge(PrefixList& into, const PrefixList& from) {
  if (!into.name.empty() && !from.name.empty() && into.name != from.name) return false;
  if (into.has_cidrs && from.has_cidrs && into.cidrs != from.cidrs) return false;
  if (into.name.empty()) into.name = from.name;
  if (into.owner_id.empty()) into.owner_id = from.owner_id;
  if (!into.has_cidrs && from.has_cidrs) {
    into.has_cidrs = true;
    into.cidrs = from.cidrs;
    into.source = from.source;  // the entries are what a verdict rests on
  }
  return true;
}

/// As boost::hash_combine: order counts.
std::size_t mixed(std::size_t one, std::size_t other) {
  return one ^ (other + 0x9e37'79b9'7f4a'7c15U + (one << 6U) + (one >> 2U));
}

void sort_and_unite(Problems& problems) {
  std::sort(problems.begin(), problems.end());
  problems.erase(std::unique(problems.begin(), problems.end()), problems.end());
}

/// The only element, or "".
std::string sole(const std::set<std::string>& texts) {
  return texts.size() == 1 ? *texts.begin() : std::string();
}

}  // namespace

SnapshotBuilder::SnapshotBuilder(BundleReading how) : how_(std::move(how)) {
  list_kinds(AllResources{});
  for (const Kind& kind : kinds_) kinds_by_key_.emplace(kind.key, &kind);
}

template <class... Types>
void SnapshotBuilder::list_kinds(ResourceTypes<Types...>) {
  kinds_ = {Kind{.key = Types::kSnapshotKey,
                 .call = Types::kCall,
                 .global = kIsGlobal<Types>,
                 .answers = &answers<Types>,
                 .holds = &holds<Types>,
                 .read = &SnapshotBuilder::read<Types>}...};
}

const SnapshotBuilder::Kind* SnapshotBuilder::kind_of_call(
    std::string_view call) const {
  const auto found = std::find_if(kinds_.begin(), kinds_.end(),
                                  [&](const Kind& kind) { return kind.answers(call); });
  return found == kinds_.end() ? nullptr : &*found;
}

void SnapshotBuilder::add(const std::string& path, const nlohmann::json& document) {
  const DocumentContext context = context_of(path);
  files_.insert(path);
  documents_.push_back({.file = path,
                        .path = context.scope,
                        .content = {},
                        .settled = {},
                        .recognised = false,
                        .regional = false});
  if (is_manifest(path, document)) {
    note_collection(collected_at(document));
    auto calls = parse_manifest(document, context, log_);
    std::move(calls.begin(), calls.end(), std::back_inserter(manifest_));
    return;
  }
  const std::string caller = caller_account(document);
  if (!caller.empty()) callers_.insert(caller);
  read_document(document, context);
}

/// No later than any call of any manifest.
void SnapshotBuilder::note_collection(const std::string& time) {
  std::string& earliest = snapshot_.collected_at_;
  const auto known = Instant::parse(earliest);
  const auto other = Instant::parse(time);
  if (!snapshot_.has_manifest_ || (known && (!other || *other < *known))) {
    earliest = time;
  }
  snapshot_.has_manifest_ = true;
}

void SnapshotBuilder::read_document(const nlohmann::json& document,
                                    const DocumentContext& context) {
  std::vector<const Kind*> read;
  if (document.is_object()) {
    Cursor in(document, context, log_);
    refuse_truncation(document, in);
    in.skip({"ResponseMetadata", "failures", "MaxItems", "registryId"});
    for (const auto& [key, value] : document.get_ref<const Json::object_t&>()) {
      const auto [first, last] = kinds_by_key_.equal_range(key);
      for (auto kind = first; kind != last; ++kind) {
        // Of a bucket's location, null stands for us-east-1.
        const bool is_said = !value.is_null() || key == BucketLocation::kSnapshotKey;
        if (!is_said || !kind->second->holds(document, context)) continue;
        (this->*kind->second->read)(in);
        read.push_back(kind->second);
      }
    }
    if (read.empty()) in.skip_all();
  }
  judge_name(document, context, read);
  if (read.empty()) {
    log_.not_read[unread_document(document, context.file)] = 1;
    return;
  }
  Document& place = documents_.back();
  place.recognised = true;
  place.regional = std::any_of(read.begin(), read.end(),
                               [](const Kind* kind) { return !kind->global; });
  const bool placed = !place.path.account.empty() && !place.path.region.empty() &&
                      (place.path.region != "global" || !place.regional);
  if (!placed) place.content = scope_inside(document);
}

/// What the name promises, the document must hold.
void SnapshotBuilder::judge_name(const nlohmann::json& document,
                                 const DocumentContext& context,
                                 const std::vector<const Kind*>& read) {
  if (context.call.empty()) return;
  const Kind* named = kind_of_call(context.call);
  if (named == nullptr) {
    // A call that nothing here reads: that it was made is all there is to know.
    note_answer(call_with(context.call, context.parameter),
                context.scope.region == "global");
    return;
  }
  const bool held = std::any_of(read.begin(), read.end(), [&](const Kind* kind) {
    return kind->answers(context.call);
  });
  if (held) return;
  std::string message =
      fmt::format("expected the key `{}`, which `{}` prints", named->key, context.call);
  if (read.empty() && !document.is_object()) {
    message += fmt::format(", found {}", type_name(document));
  }
  auto& list = read.empty() ? log_.problems : log_.warnings;
  list.push_back({context.file, "", std::move(message)});
}

template <class T>
void SnapshotBuilder::read(Cursor& in) {
  const std::size_t first_row = std::get<std::vector<Row<T>>>(rows_).size();
  if constexpr (WholeDocument<T>) {
    T row = T::parse(in);
    // Elsewhere the key holds all there is.
    constexpr bool kSaysMore =
        kIsOneOf<T, SecretPolicy, DescribedSecret, NetworkFirewall, FirewallPolicy,
                 FirewallRuleGroup, FileSystemPolicy>;
    const Json& said = kSaysMore ? in.json() : in.raw(T::kSnapshotKey);
    std::size_t fingerprint = std::hash<Json>{}(said);
    if constexpr (kIsOneOf<T, AccountSetting>) {
      fingerprint = std::hash<std::string>{}(row.value);
    }
    keep(std::move(row), fingerprint, std::hash<Json>{}(in.json()));
  } else if constexpr (Nested<T>) {
    for (Cursor& each : in.objects(T::kSnapshotKey, how_.has_gaps)) {
      Cursor outer = std::move(each);
      outer.skip({"ReservationId", "OwnerId", "RequesterId", "Groups"});
      for (Cursor& object : outer.objects(T::kInner, how_.has_gaps)) {
        T row = T::parse(object);
        keep(std::move(row), object.fingerprint(), std::hash<Json>{}(object.json()));
      }
    }
  } else {
    for (Cursor& each : in.objects(T::kSnapshotKey, how_.has_gaps)) {
      // What it noted of its fields goes with it, not with the last of all.
      Cursor object = std::move(each);
      T row = T::parse(object);
      keep(std::move(row), object.fingerprint(), std::hash<Json>{}(object.json()));
    }
  }
  note_answers<T>(in, first_row);
}

template <class T>
void SnapshotBuilder::keep(T row, std::size_t fingerprint, std::size_t read) {
  std::get<std::vector<Row<T>>>(rows_).push_back(
      {std::move(row), documents_.size() - 1, fingerprint, read});
}

template <class T>
void SnapshotBuilder::note_answers(Cursor& in, std::size_t first_row) {
  const auto& rows = std::get<std::vector<Row<T>>>(rows_);
  const DocumentContext& context = in.context();
  Calls calls;
  if constexpr (kIsOneOf<T, ManagedPolicy>) {
    return;  // the call is answered by the document that holds the roles
  } else if constexpr (kIsOneOf<T, User, Group>) {
    calls.emplace_back(T::kListCall);
  } else if constexpr (kIsOneOf<T, PrefixList>) {
    calls = prefix_list_calls(in.json(), context);
  } else if constexpr (kIsOneOf<T, RepositoryPolicy>) {
    calls = calls_of_policy(rows.back().value);
  } else if constexpr (kHasParameter<T>) {
    std::vector<std::string> parameters;
    for (std::size_t i = first_row; i < rows.size(); ++i) {
      parameters.push_back(parameter_of(rows[i].value));
    }
    const bool named = answers<T>(context.call);
    const std::string call(kIsOneOf<T, TargetPolicies> ? context.call : T::kCall);
    const std::string name = named ? context.parameter : std::string();
    if (kAlsoByName<T> && !name.empty()) {
      parameters.push_back(name);
      parameters.push_back(last_part(name));
    }
    calls = calls_for(call, std::move(parameters), name);
    if (name.empty() || kIsOneOf<T, Service, ContainerInstance, ListedServices>)
      calls.push_back(call);
  } else {
    calls.emplace_back(T::kCall);
  }
  for (std::string& call : calls) note_answer(std::move(call), kIsGlobal<T>);
}

void SnapshotBuilder::note_answer(std::string call, bool global) {
  if (how_.partial.contains(documents_.back().file)) return;
  answers_.push_back({documents_.size() - 1, std::move(call), global});
}

void SnapshotBuilder::add_other_file(const std::string& path) {
  log_.not_read[path] = 1;
}

void SnapshotBuilder::add_problems(const Problems& problems) {
  log_.problems.insert(log_.problems.end(), problems.begin(), problems.end());
}

void SnapshotBuilder::settle_scopes() {
  const std::string caller = sole(callers_);
  std::set<std::string> accounts;
  std::set<std::string> regions;
  const auto known = [&](const Scope& scope) {
    if (!scope.account.empty()) accounts.insert(scope.account);
    if (!scope.region.empty() && scope.region != "global") regions.insert(scope.region);
  };
  for (Document& document : documents_) {
    Scope& scope = document.settled;
    scope = document.path;
    if (scope.account.empty()) {
      scope.account = caller.empty() ? document.content.account : Symbol(caller);
    }
    if (scope.region.empty() || scope.region == "global") {
      scope.region = document.content.region;
    }
    known(scope);
  }
  for (const ManifestCall& call : manifest_) known(call.scope);
  snapshot_.accounts_ = accounts;
  sole_ = {.account = sole(accounts), .region = sole(regions)};
  for (Document& document : documents_) {
    Scope& scope = document.settled;
    if (scope.account.empty()) scope.account = sole_.account;
    if (scope.region.empty()) scope.region = sole_.region;
    const bool several = accounts.size() > 1 && scope.account.empty();
    const bool several_regions =
        regions.size() > 1 && scope.region.empty() && document.regional;
    if (document.recognised && (several || several_regions)) {
      log_.warnings.push_back(
          {document.file, "", "nothing tells which account and region this is of"});
    }
  }
}

void SnapshotBuilder::record_answers() {
  for (const Answer& answer : answers_) {
    const Document& document = documents_[answer.document];
    Scope scope = document.settled;
    if (answer.global) scope.region = "global";
    snapshot_.calls_.record(scope, answer.call, CallStatus::Ok);
  }
}

void SnapshotBuilder::record_manifest() {
  for (const ManifestCall& call : manifest_) {
    const Kind* kind = kind_of_call(call.call);
    Scope scope = call.scope;
    if (scope.account.empty()) scope.account = sole_.account;
    if (kind != nullptr && kind->global) scope.region = "global";
    if (scope.region.empty()) scope.region = kind == nullptr ? "global" : sole_.region;
    if (call.status == CallStatus::Ok) {
      record_manifest_ok(call, scope, kind);
    } else {
      snapshot_.calls_.record(scope, call_with(call.call, call.parameter), call.status);
    }
  }
}

/// The manifest says that AWS answered; only the answer itself counts.
void SnapshotBuilder::record_manifest_ok(const ManifestCall& call, const Scope& scope,
                                         const Kind* kind) {
  const std::string name = call_with(call.call, call.parameter);
  bool here = files_.count(call.file) > 0;
  if (kind == nullptr && here) snapshot_.calls_.record(scope, name, CallStatus::Ok);
  if (kind != nullptr) here = snapshot_.calls_.status(scope, name) == CallStatus::Ok;
  if (here) return;
  log_.warnings.push_back(
      {call.source.file, call.source.pointer,
       fmt::format("{} is `ok` here but its document is not in the snapshot",
                   in_backticks(name))});
}

template <class... Types>
void SnapshotBuilder::fill_tables(ResourceTypes<Types...>) {
  (fill_table<Types>(), ...);
}

template <class T>
void SnapshotBuilder::fill_table() {
  auto& rows = std::get<std::vector<Row<T>>>(rows_);
  std::unordered_map<std::string, std::size_t> first_of;
  std::vector<Row<T>*> kept;
  kept.reserve(rows.size());
  for (Row<T>& row : rows) {
    T& value = row.value;
    value.scope = scope_for<T>(documents_[row.document].settled);
    const std::string identity = identity_of(value);
    const auto [first, is_new] = first_of.try_emplace(
        fmt::format("{}/{}/{}", value.scope.account, value.scope.region, identity),
        kept.size());
    if (is_new || identity.empty()) {
      kept.push_back(&row);
      continue;
    }
    Row<T>& other = *kept[first->second];
    bool same = other.fingerprint == row.fingerprint;
    if constexpr (kIsOneOf<T, PrefixList>) same = merge(other.value, value);
    other.read = mixed(other.read, row.read);
    snapshot_.repeated_.insert({value.scope, value.id()});
    if (same) continue;
    log_.problems.push_back(
        {value.source.file, value.source.pointer,
         fmt::format("{} contradicts {}{}, which has the same id",
                     in_backticks(identity), other.value.source.file,
                     other.value.source.pointer)});
  }
  auto& table = std::get<Table<T>>(snapshot_.tables_);
  for (Row<T>* row : kept) table.add(std::move(row->value), row->read);
  rows.clear();
  rows.shrink_to_fit();
}

void SnapshotBuilder::settle_shared_networks() {
  SharedNetwork shared(snapshot_.table<Vpc>().all(), snapshot_.table<Subnet>().all());
  if (shared.empty()) return;
  snapshot_.shares_networks_ = true;
  const auto settle = [&shared](auto& table) {
    auto rows = table.take();
    shared.settle(rows);
    for (auto& row : rows) table.add(std::move(row));
  };
  settle(std::get<Table<Vpc>>(snapshot_.tables_));
  settle(std::get<Table<VpcDnsSupport>>(snapshot_.tables_));
  settle(std::get<Table<VpcDnsHostnames>>(snapshot_.tables_));
  settle(std::get<Table<Subnet>>(snapshot_.tables_));
  settle(std::get<Table<RouteTable>>(snapshot_.tables_));
  settle(std::get<Table<NetworkAcl>>(snapshot_.tables_));
  settle(std::get<Table<SecurityGroup>>(snapshot_.tables_));
  settle(std::get<Table<NetworkInterface>>(snapshot_.tables_));
  snapshot_.disputes_ = shared.disputes();
  snapshot_.shared_ = shared.subnets();
}

template <class T>
void SnapshotBuilder::note_copies() {
  if (snapshot_.accounts_.size() < 2) return;
  std::unordered_map<ScopedId, Symbol> printer_of;  ///< By region and id.
  for (const T& row : snapshot_.table<T>().all()) {
    const Symbol account = row.scope.account;
    const bool is_own = row.owner_id.empty() || row.owner_id == account;
    if (!is_own) continue;
    const ScopedId anywhere{{.account = {}, .region = row.scope.region}, row.id()};
    const auto [first, is_new] = printer_of.try_emplace(anywhere, account);
    if (is_new || first->second == account) continue;
    snapshot_.apart_.insert({first->second, account});
    snapshot_.apart_.insert({account, first->second});
  }
}

Result<Snapshot> SnapshotBuilder::finish(const std::string& where,
                                         std::size_t bytes) && {
  const bool recognised = std::any_of(documents_.begin(), documents_.end(),
                                      [](const Document& d) { return d.recognised; });
  if (!recognised && log_.problems.empty()) {
    return Problem{where, "",
                   "no document of an AWS account found: expected what the AWS CLI "
                   "prints, such as <account>/<region>/ec2-describe-vpcs.json"};
  }
  settle_scopes();
  record_answers();
  record_manifest();
  fill_tables(AllResources{});
  settle_shared_networks();
  note_copies<Vpc>();
  note_copies<Subnet>();
  note_copies<SecurityGroup>();
  note_contradictions(snapshot_, snapshot_.disputes_);
  note_routing_contradictions(snapshot_, snapshot_.disputes_, log_);
  snapshot_.bytes_ = bytes;
  check_snapshot(snapshot_, log_);
  warn_of_quotas(snapshot_, log_);
  sort_and_unite(log_.problems);
  if (!log_.problems.empty()) return std::move(log_.problems);
  sort_and_unite(log_.warnings);
  snapshot_.warnings_ = std::move(log_.warnings);
  for (const auto& [what, count] : log_.not_read) {
    snapshot_.not_read_.push_back({what, count});
  }
  return std::move(snapshot_);
}

}  // namespace pullproof::aws
