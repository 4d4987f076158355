#include "model/gates/role_presence.h"

#include <utility>

#include <fmt/format.h>

#include "model/gates/caller.h"

namespace pullproof::gates {
namespace {

bool is_profile(const RolePlace& place) {
  return place.kind == RolePlace::Kind::InstanceProfile;
}

const std::string& named(const RolePlace& place) {
  return is_profile(place) ? place.instance_profile_arn : place.role_arn;
}

Gate presence_gate(const RolePlace& place, std::string_view name,
                   std::string_view ending) {
  const bool of_task = place.kind == RolePlace::Kind::TaskRole;
  const bool profile = is_profile(place);
  return {.name = std::string(name),
          .mechanism = profile   ? "instance-profile"
                       : of_task ? "task-role"
                                 : "execution-role",
          .code = fmt::format("{}_{}",
                              profile   ? "INSTANCE_PROFILE"
                              : of_task ? "TASK_ROLE"
                                        : "EXECUTION_ROLE",
                              ending)};
}

/// The absence of what `configured_by` names.
FactRef absence(const RolePlace& place, const Context& context,
                const aws::Scope& account) {
  Fact fact{.id = named(place),
            .file = {},
            .pointer = {},
            .note = is_profile(place) ? "no role of the account is in it"
                                      : "the account has no such role"};
  if (place.configured_by != nullptr) {
    fact.file = place.configured_by->file;
    fact.pointer = place.configured_by->pointer;
  }
  if (fact.file.empty()) {
    aws::Source list = list_in<aws::Role>(context, account);
    fact.file = list.file;
    fact.pointer = std::move(list.pointer);
  }
  return std::make_shared<const Fact>(std::move(fact));
}

}  // namespace

Gate RoleConfigured::lets_through(const RolePlace& place, const Context& /*context*/) {
  Gate gate = presence_gate(place, kName, "MISSING");
  if (!place.required || !named(place).empty()) return gate;
  gate.message = is_profile(place)
                     ? "the container instance has no instance profile, so there is no "
                       "role to pull with"
                     : "the task definition names no execution role, which private ECR "
                       "images on Fargate, its logs, secrets and environment files "
                       "need";
  gate.repair = is_profile(place)
                    ? "give the instance a profile whose role may pull from ECR"
                    : "set executionRoleArn in the task definition to a role that may "
                      "make these calls";
  gate.lets_through = place.configured_by == nullptr
                          ? Predicate::never()
                          : Predicate::because(place.configured_by, Predicate::never());
  return gate;
}

Gate RoleExists::lets_through(const RolePlace& place, const Context& context) {
  Gate gate = presence_gate(place, kName, "NOT_FOUND");
  if (!place.required || place.role != nullptr || named(place).empty()) return gate;
  const std::string call(aws::Role::kCall);
  const std::string& arn = named(place);
  const std::string account(account_of(arn));
  gate.message =
      is_profile(place)
          ? fmt::format("instance profile {} does not exist or holds no role", arn)
          : fmt::format("{} role {} does not exist",
                        place.kind == RolePlace::Kind::TaskRole ? "task" : "execution",
                        arn);
  gate.repair = is_profile(place)
                    ? fmt::format("create {} with a role that may pull from ECR", arn)
                    : fmt::format("create {}, or name a role that exists", arn);
  const aws::Scope global{account, "global"};
  gate.lets_through =
      context.account.calls().seen(global, call)
          ? Predicate::because(absence(place, context, global), Predicate::never())
          : core_call_missing(call,
                              fmt::format("whether {} exists is not collected", arn));
  return gate;
}

}  // namespace pullproof::gates
