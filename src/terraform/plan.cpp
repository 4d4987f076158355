#include "src/terraform/plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "src/terraform/adopted.h"
#include "src/terraform/configuration.h"
#include "src/terraform/lower.h"
#include "src/terraform/own_names.h"
#include "src/terraform/references.h"
#include "src/terraform/scopes.h"
#include "src/terraform/type_table.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

/// Terraform: "JSON Output Format", `format_version`: other major versions are to be
/// rejected, unknown minor ones read.
void check_version(const Json& plan, const std::string& file, Problems& problems) {
  const std::string version = text_member(plan, "format_version");
  int major = -1;
  const char* end = version.data() + version.size();
  const auto read = std::from_chars(version.data(), end, major);
  const bool is_version =
      read.ec == std::errc() && (read.ptr == end || *read.ptr == '.');
  if (is_version && major == 1) return;
  problems.push_back(
      {file, "/format_version",
       fmt::format("expected a plan of format 1, as `terraform show -json PLAN` prints "
                   "it, found {}; Terraform 1.0 and later and OpenTofu print it",
                   version.empty() ? "nothing" : aws::in_backticks(version))});
}

void check_plan(const Json& plan, const std::string& file, Problems& problems) {
  if (!plan.is_object()) {
    problems.push_back(
        {file, "",
         fmt::format("expected an object, as `terraform show -json PLAN` "
                     "prints it, found {}",
                     plan.type_name())});
    return;
  }
  check_version(plan, file, problems);
  if (member_or_null(plan, "errored") == Json(true)) {
    problems.push_back({file, "/errored",
                        "expected a plan that succeeded, found one that failed before "
                        "it was whole; mend its errors and plan again"});
  }
  const bool is_plan =
      plan.contains("resource_changes") || plan.contains("planned_values");
  if (!is_plan) {
    problems.push_back({file, "",
                        "expected `resource_changes`, found none: this may be a state; "
                        "write `terraform plan -out=PLAN` and `terraform show -json "
                        "PLAN`"});
  }
  const Json& changes = member_or_null(plan, "resource_changes");
  if (!changes.is_null() && !changes.is_array()) {
    problems.push_back({file, "/resource_changes",
                        fmt::format("expected a list, found {}", changes.type_name())});
  }
}

std::vector<PlannedResource> read_all(const Json& plan, const std::string& file,
                                      Problems& problems) {
  std::vector<PlannedResource> all;
  std::set<std::string> known;
  const Json& list = member_or_null(plan, "resource_changes");
  for (std::size_t i = 0; i < list.size(); ++i) {
    all.push_back(
        read_resource(list[i], file, fmt::format("/resource_changes/{}", i), problems));
    if (all.back().deposed.empty()) known.insert(all.back().address);
  }
  for (PlannedResource& each : prior_resources(plan)) {
    if (known.insert(each.address).second) all.push_back(std::move(each));
  }
  return all;
}

/// Blocks proper, which plans leave out of the configuration if they are dynamic. Those
/// that AWS fills in where nobody writes them are none of these: `dns_options`.
constexpr std::array kBlocks = std::to_array<std::string_view>(
    {"network_configuration", "capacity_provider_strategy", "volume", "statement",
     "runtime_platform", "encryption_configuration",
     "default_capacity_provider_strategy", "service_connect_configuration",
     "load_balancer", "placement_constraints", "options", "volume_configuration",
     "ephemeral_storage", "auto_scaling_group_provider"});

/// What nobody wrote and AWS fills in is no doubt: it is left out, as AWS's reader
/// leaves it to AWS.
Json without_computed(const PlannedResource& resource, const Configuration& written) {
  Json after = *resource.after;
  if (resource.action == Action::Update) {
    for (const char* name : {"id", "arn", "key_id", "region"}) {
      const auto value = after.find(name);
      if (value == after.end() || !is_unknown(*value)) continue;
      *value = member_or_null(*resource.before, name);
    }
    return after;
  }
  const Json* own = written.resource(resource);
  if (own == nullptr || resource.is_data) return after;
  const Json& expressions = member_or_null(*own, "expressions");
  std::vector<std::string> computed;
  for (const auto& [name, value] : after.items()) {
    const bool is_block =
        std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end();
    const bool is_written = expressions.is_object() && expressions.contains(name);
    if (is_unknown(value) && !is_written && !is_block) computed.push_back(name);
  }
  for (const auto& name : computed) after.erase(name);
  return after;
}

class PlanReader {
 public:
  PlanReader(const Json& plan, const std::string& file,
             const changes::AccountDocuments& account)
      : plan_(plan), file_(file), account_(account), written_(plan) {}

  Result<changes::Change> read() {
    check_plan(plan_, file_, problems_);
    if (!problems_.empty()) return problems_;
    resources_ = read_all(plan_, file_, problems_);
    place_all();
    if (!problems_.empty()) return problems_;
    name_all();
    name_default_groups();
    References references(written_, resources_);
    references.resolve_all();
    // Others may refer to groups of VPCs that were references themselves.
    if (name_default_groups()) references.resolve_all();
    open_lists();
    changes::Change change = lower_all();
    for (const auto& warning : references.warnings())
      change.warnings.push_back(warning);
    tell_gaps(change);
    return change;
  }

 private:
  void place_all() {
    Scopes scopes(written_, account_);
    scopes.learn(resources_);
    std::set<std::string> told;
    for (PlannedResource& resource : resources_) {
      resource.scope = scopes.of(resource);
      const bool is_whole =
          !resource.scope.account.empty() && !resource.scope.region.empty();
      const bool matters =
          resource.changes_something() && row_of_type(resource.type) != nullptr;
      if (is_whole || !matters) continue;
      const bool is_global = resource.type.starts_with("aws_iam_") ||
                             resource.type.starts_with("aws_organizations_");
      if (is_global && !resource.scope.account.empty()) continue;
      std::string complaint = scopes.complaint(resource, resource.scope);
      problems_.push_back({file_, resource.pointer, std::move(complaint)});
    }
  }

  void name_all() {
    for (PlannedResource& resource : resources_) {
      if (resource.after == nullptr) continue;
      resource.told = resource.after;
      if (!resource.changes_something()) continue;
      resource.after =
          std::make_shared<const Json>(without_computed(resource, written_));
      if (resource.action == Action::Update) continue;
      resource.after = std::make_shared<const Json>(with_own_names(resource, account_));
    }
  }

  /// Which group it is follows from the VPC, which may be a reference. Whether any was
  /// named that was not before.
  bool name_default_groups() {
    bool is_any_named = false;
    for (PlannedResource& resource : resources_) {
      const bool is_taken_over = resource.type == "aws_default_security_group" &&
                                 resource.after != nullptr &&
                                 resource.changes_something();
      if (!is_taken_over || !text_member(*resource.after, "id").empty()) continue;
      Json named = *resource.after;
      const std::string id =
          default_group_of(account_, resource.scope, text_member(named, "vpc_id"));
      named["id"] = id.empty() ? unknown_value("id") : Json(id);
      resource.after = std::make_shared<const Json>(std::move(named));
      is_any_named |= !id.empty();
    }
    return is_any_named;
  }

  /// A block of which nothing is told leaves its whole list open.
  void open_lists() {
    constexpr auto kLists = std::to_array<std::string_view>(
        {"ingress", "egress", "route", "entry", "inline_policy", "dns_options"});
    for (PlannedResource& resource : resources_) {
      if (resource.after == nullptr || !resource.changes_something()) continue;
      Json after = *resource.after;
      for (auto& [name, value] : after.items()) {
        const bool is_list =
            value.is_array() &&
            (std::find(kLists.begin(), kLists.end(), name) != kLists.end() ||
             std::find(kBlocks.begin(), kBlocks.end(), name) != kBlocks.end());
        if (!is_list || std::none_of(value.begin(), value.end(), is_unknown)) continue;
        value = unknown_value(name);
      }
      resource.after = std::make_shared<const Json>(std::move(after));
    }
  }

  changes::Change lower_all() {
    Lowering lowering(account_, file_);
    const PlannedIndex planned(resources_);
    std::vector<changes::Ignored> ignored;
    for (const PlannedResource& resource : resources_) {
      if (!resource.changes_something()) continue;
      const TypeRow* row = row_of_type(resource.type);
      if (row == nullptr) {
        ignored.push_back(unread(resource));
        continue;
      }
      Facts before;
      Facts after;
      // Terraform: what takes over something of AWS's leaves it as it is when it goes.
      const bool is_taken_over = resource.type.starts_with("aws_default_");
      if (is_taken_over && resource.action == Action::Delete) continue;
      const bool is_new = resource.action == Action::Create ||
                          (is_taken_over && resource.action == Action::Replace);
      const bool existed = resource.before != nullptr && !is_new;
      if (existed) {
        row->facts(Values(*resource.before, resource, account_), before);
      } else {
        add_adopted(resource, account_, before);
      }
      if (resource.after != nullptr) {
        row->facts(Values(*resource.after, resource, account_, &planned), after);
      }
      lowering.add(resource, before, after, rank_of(*row));
    }
    changes::Change change = lowering.finish();
    change.ignored = std::move(ignored);
    return change;
  }

  static changes::Ignored unread(const PlannedResource& resource) {
    const bool is_harmless = cannot_matter(resource.type, resource.provider);
    return {.origin = resource.origin(),
            .type = resource.type,
            .why = is_harmless ? "no pull hangs on resources of this type"
                               : "resources of this type are not read",
            .matters = !is_harmless,
            .scope = resource.scope};
  }

  void tell_gaps(changes::Change& change) const {
    if (member_or_null(plan_, "complete") == Json(false)) {
      change.doubts.push_back(
          {.origin = "the plan",
           .resource = {},
           .why = "the plan is not complete: what it defers or was not targeted at is "
                  "known only once this much is applied",
           .scope = {}});
    }
    for (const Json& each : member_or_null(plan_, "deferred_changes")) {
      const Json& deferred = member_or_null(each, "resource_change");
      change.doubts.push_back({.origin = text_member(deferred, "address"),
                               .resource = {},
                               .why = "the plan defers its change",
                               .scope = {}});
    }
    std::string drifted;
    const Json& drift = member_or_null(plan_, "resource_drift");
    for (const Json& each : drift) {
      const std::string address = text_member(each, "address");
      if (address.empty()) continue;
      drifted += (drifted.empty() ? "" : ", ") + address;
    }
    if (drifted.empty()) return;
    change.warnings.push_back(
        fmt::format("changed outside of Terraform since its last run: {}; the snapshot "
                    "is believed, so collect it after that",
                    drifted));
  }

  const Json& plan_;
  const std::string& file_;
  const changes::AccountDocuments& account_;
  Configuration written_;
  std::vector<PlannedResource> resources_;
  Problems problems_;
};

}  // namespace

Result<changes::Change> read_terraform_plan(const Json& plan, const std::string& file,
                                            const changes::AccountDocuments& account) {
  return PlanReader(plan, file, account).read();
}

}  // namespace pullproof::cli::terraform
