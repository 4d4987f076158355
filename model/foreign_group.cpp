#include "model/foreign_group.h"

#include <fmt/format.h>

namespace pullproof::model {

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
    return Unknown{
        .call = "",
        .why = fmt::format(
            "security group {} is of {}, and AWS takes it for {} only where it is {}",
            id.text,
            is_elsewhere ? group->vpc_id.text : "account " + group->scope.account,
            is_elsewhere ? vpc.text : "account " + holder.account,
            is_elsewhere ? "associated with that VPC" : "shared with it")};
  }
  return std::nullopt;
}

}  // namespace pullproof::model
