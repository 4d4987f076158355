// Who signs requests: callers by their ARN, and which limits hold for whom.
//
// AWS: IAM user guide, "IAM identifiers" and "AWS JSON policy elements: Principal";
// Organizations user guide, "Service control policies" and "Resource control policies":
// neither limits service-linked roles, and only some services know the latter.
// Not modelled: a principal of another form is no caller.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/gates/request.h"

namespace pullproof::gates {

/// A role, user, root user, session, federated user or identity provider by its ARN; a
/// service by its name, "ecs-tasks.amazonaws.com"; "anonymous". Nothing if it is none
/// of them. A role's ARN stands for one of its sessions.
[[nodiscard]] std::optional<Caller> caller_named(std::string_view principal);

/// The name by which `caller_named` finds the caller.
[[nodiscard]] std::string name_of(const Caller& caller);

/// An identity of an account, which the account's own policies are about.
[[nodiscard]] bool is_of_account(const Caller& caller);

/// Unknown where only the name of a session's role tells that it may be linked to a
/// service.
[[nodiscard]] Truth limited_by_service_control(const Caller& caller);
[[nodiscard]] Truth limited_by_resource_control(const Request& request);

/// "ecr:BatchGetImage" is an action of "ecr", in any letter case.
[[nodiscard]] bool is_action_of(std::string_view action, std::string_view service);
/// sts:AssumeRole and its kin, sts:TagSession and sts:SetSourceIdentity: the role's
/// trust policy decides, as AWS says on the pages of session tags and source
/// identities.
[[nodiscard]] bool assumes_role(std::string_view action);

/// The resource's policy must allow, even to its own account: a KMS key's policy, a
/// role's trust. AWS: IAM user guide, "Policy evaluation logic".
[[nodiscard]] bool needs_resource_policy(std::string_view action,
                                         std::string_view resource);

/// The action is on no resource: only the resource `*` matches.
/// AWS: Service authorization reference, "Actions, resources, and condition keys".
[[nodiscard]] bool has_no_resource_type(std::string_view action);

/// The account in the ARN; "" if it has none.
[[nodiscard]] std::string_view account_of(std::string_view arn);
/// The region in the ARN; "" if it has none.
[[nodiscard]] std::string_view region_of(std::string_view arn);

}  // namespace pullproof::gates
