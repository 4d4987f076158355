#include "model/group_reference.h"

#include <algorithm>

#include "model/gates/route_lookup.h"

namespace pullproof::model {
namespace {

using Rules = std::vector<aws::SecurityGroupPermission> aws::SecurityGroup::*;

bool names_one_of(const gates::Context& context, const aws::Scope& scope,
                  const std::vector<SecurityGroupId>& groups,
                  const std::vector<SecurityGroupId>& others, Rules rules) {
  const auto is_other = [&](const aws::GroupReference& named) {
    return std::find(others.begin(), others.end(), named.group) != others.end();
  };
  return std::any_of(groups.begin(), groups.end(), [&](const auto& id) {
    const auto* group = context.account.find<aws::SecurityGroup>(scope, id.text);
    if (group == nullptr) return false;
    const auto& all = group->*rules;
    return std::any_of(all.begin(), all.end(), [&](const auto& rule) {
      return std::any_of(rule.groups.begin(), rule.groups.end(), is_other) ||
             std::any_of(rule.stale_groups.begin(), rule.stale_groups.end(), is_other);
    });
  });
}

}  // namespace

bool keeps_groups_on_leaving(const gates::Context& context, const Position& from,
                             const Position& to, const IntervalSet& destinations,
                             Family family) {
  if (from == to) return true;
  const bool one_vpc = from.is_in_vpc_of(to);
  const auto* subnet = context.account.find<aws::Subnet>(from.scope, from.subnet.text);
  const auto* table = subnet == nullptr ? nullptr
                                        : context.network->table_of(
                                              from.scope, subnet->vpc_id, from.subnet);
  if (table == nullptr || gates::disputed(context.account, *table) ||
      destinations.empty()) {
    return one_vpc;
  }
  if (from.scope.region != to.scope.region) return false;
  const auto branches =
      gates::look_up_route(context, *table, {destinations, "", family});
  const bool is_open = std::any_of(branches.begin(), branches.end(),
                                   [](const auto& branch) { return branch.undecided; });
  if (is_open) return one_vpc;
  // Not through a NAT gateway or an appliance, inside of the VPC neither.
  const auto way = one_vpc ? aws::Route::Target::Local : aws::Route::Target::Peering;
  return std::all_of(branches.begin(), branches.end(), [way](const auto& branch) {
    return branch.route != nullptr && branch.route->target == way;
  });
}

bool sends_by_name(const gates::Context& context, const aws::Scope& scope,
                   const std::vector<SecurityGroupId>& groups,
                   const std::vector<SecurityGroupId>& others) {
  return names_one_of(context, scope, groups, others, &aws::SecurityGroup::egress);
}

bool admits_by_name(const gates::Context& context, const aws::Scope& scope,
                    const std::vector<SecurityGroupId>& groups,
                    const std::vector<SecurityGroupId>& others) {
  return names_one_of(context, scope, groups, others, &aws::SecurityGroup::ingress);
}

}  // namespace pullproof::model
