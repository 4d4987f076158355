#include "model/foreign_group.h"

#include <algorithm>

#include <fmt/format.h>

namespace pullproof::model {

namespace {

/// AWS: VPC user guide, "Associate security groups with multiple VPCs": its rules hold
/// there as in its own VPC.
bool is_associated(const aws::Snapshot& account, const aws::SecurityGroup& group,
                   const VpcId& vpc) {
  const auto rows = account.table<aws::GroupAssociation>().all_with(
      aws::GroupAssociation::key_of(group.group_id, vpc),
      {.account = "", .region = group.scope.region});
  // AWS: a VPC's default group cannot be associated with another one.
  return group.name != "default" && !rows.empty() &&
         std::all_of(rows.begin(), rows.end(), [&account, &group](const auto* row) {
           return row->state == "associated" ||
                  account.keeps_apart(group.scope.account, row->scope.account);
         });
}

}  // namespace

std::optional<Unknown> foreign_group(const aws::Snapshot& account,
                                     const std::vector<SecurityGroupId>& groups,
                                     const aws::Scope& holder, const VpcId& vpc) {
  for (const auto& id : groups) {
    const auto* group = account.find<aws::SecurityGroup>(holder, id.text);
    if (group == nullptr) continue;
    const bool is_elsewhere = !group->vpc_id.empty() && group->vpc_id != vpc;
    const bool is_foreign =
        !holder.account.empty() && group->scope.account != holder.account;
    if (!is_elsewhere && !is_foreign) continue;
    if (is_elsewhere && !is_foreign && is_associated(account, *group, vpc)) continue;
    return Unknown{
        .call = is_elsewhere ? std::string(aws::GroupAssociation::kCall) : "",
        .why = fmt::format(
            "security group {} is of {}, and AWS takes it for {} only where it is {}",
            id.text,
            is_elsewhere ? group->vpc_id.text.str() : "account " + group->scope.account,
            is_elsewhere ? vpc.text.str() : "account " + holder.account,
            is_elsewhere ? "associated with that VPC" : "shared with it")};
  }
  return std::nullopt;
}

}  // namespace pullproof::model
