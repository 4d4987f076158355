#include "model/aws/quotas.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

constexpr std::size_t kGroupsPerInterface = 5;
constexpr std::size_t kRulesPerGroup = 60;  ///< A direction and family.
constexpr std::size_t kRulesPerInterface = 1000;
constexpr std::size_t kEntriesPerAcl = 20;   ///< A direction, the default one included.
constexpr std::size_t kRoutesPerTable = 50;  ///< Without propagated ones.

class Quotas {
 public:
  Quotas(const Snapshot& snapshot, ReadLog& log) : snapshot_(&snapshot), log_(&log) {}

  void of(const SecurityGroup& group) {
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
      const std::string version = family == Family::Ipv4 ? "IPv4" : "IPv6";
      compare(group.source, rules_of(group, group.ingress, family), kRulesPerGroup,
              "inbound rules for " + version);
      compare(group.source, rules_of(group, group.egress, family), kRulesPerGroup,
              "outbound rules for " + version);
    }
  }

  void of(const NetworkInterface& interface) {
    compare(interface.source, interface.groups.size(), kGroupsPerInterface,
            "security groups");
    std::size_t rules = 0;
    for (const auto& id : interface.groups) {
      const auto* group = snapshot_->find<SecurityGroup>(interface.scope, id.text);
      if (group == nullptr) continue;
      rules += std::max(rules_of(*group, group->ingress, Family::Ipv4),
                        rules_of(*group, group->egress, Family::Ipv4));
    }
    compare(interface.source, rules, kRulesPerInterface,
            "rules in the groups of the interface");
  }

  void of(const NetworkAcl& acl) {
    const auto count = [&acl](bool egress) {
      return static_cast<std::size_t>(std::count_if(
          acl.entries.begin(), acl.entries.end(),
          [egress](const NetworkAclEntry& entry) { return entry.egress == egress; }));
    };
    compare(acl.source, count(false), kEntriesPerAcl, "inbound entries");
    compare(acl.source, count(true), kEntriesPerAcl, "outbound entries");
  }

  void of(const RouteTable& table) {
    const auto own =
        std::count_if(table.routes.begin(), table.routes.end(),
                      [](const Route& route) { return !route.propagated; });
    compare(table.source, static_cast<std::size_t>(own), kRoutesPerTable, "routes");
  }

 private:
  /// AWS counts each address block, group and entry of a prefix list; those that name
  /// no address count for both families.
  std::size_t rules_of(const SecurityGroup& group,
                       const std::vector<SecurityGroupPermission>& permissions,
                       Family family) const {
    std::size_t rules = 0;
    for (const auto& permission : permissions) {
      rules += permission.groups.size();
      rules += static_cast<std::size_t>(std::count_if(
          permission.cidrs.begin(), permission.cidrs.end(),
          [family](const Cidr& block) { return block.family == family; }));
      for (const auto& id : permission.prefix_lists) rules += entries_of(group, id);
    }
    return rules;
  }

  /// At least one where they were not printed.
  std::size_t entries_of(const SecurityGroup& group, const PrefixListId& id) const {
    const auto* printed = snapshot_->find<PrefixListEntries>(group.scope, id.text);
    if (printed != nullptr) return std::max<std::size_t>(1, printed->cidrs.size());
    const auto* list = snapshot_->find<PrefixList>(group.scope, id.text);
    return list == nullptr ? 1 : std::max<std::size_t>(1, list->cidrs.size());
  }

  void compare(const Source& source, std::size_t count, std::size_t quota,
               const std::string& what) {
    if (count <= quota) return;
    log_->warnings.push_back(
        {source.file, source.pointer,
         fmt::format("it has {} {}, over AWS's default quota of {}: an edit may be "
                     "refused unless the quota was raised",
                     count, what, quota)});
  }

  const Snapshot* snapshot_;
  ReadLog* log_;
};

template <class T>
void judge_all(const Snapshot& snapshot, Quotas& quotas) {
  for (const T& row : snapshot.table<T>().all()) quotas.of(row);
}

}  // namespace

void warn_of_quotas(const Snapshot& snapshot, ReadLog& log) {
  Quotas quotas(snapshot, log);
  judge_all<SecurityGroup>(snapshot, quotas);
  judge_all<NetworkInterface>(snapshot, quotas);
  judge_all<NetworkAcl>(snapshot, quotas);
  judge_all<RouteTable>(snapshot, quotas);
}

void warn_of_quotas_of(const Snapshot& snapshot, const SecurityGroup& group,
                       ReadLog& log) {
  Quotas quotas(snapshot, log);
  quotas.of(group);
  for (const auto& interface : snapshot.table<NetworkInterface>().all()) {
    const auto& groups = interface.groups;
    const bool is_member =
        std::find(groups.begin(), groups.end(), group.group_id) != groups.end();
    if (is_member) quotas.of(interface);
  }
}

void warn_of_quotas_of(const Snapshot& snapshot, const NetworkAcl& acl, ReadLog& log) {
  Quotas(snapshot, log).of(acl);
}

void warn_of_quotas_of(const Snapshot& snapshot, const RouteTable& table,
                       ReadLog& log) {
  Quotas(snapshot, log).of(table);
}

}  // namespace pullproof::aws
