// A small account with one role and one ECR repository, and the request that the role
// pulls with, for tests of what IAM decides.
//
// Start from `iam_account()`, change the bundle, read it, and ask about a place in it.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/snapshot.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"
#include "model/gates/request.h"

namespace pullproof::support {

inline constexpr const char* kIamAccount = "111122223333";
inline constexpr const char* kOtherAccount = "444455556666";
inline constexpr const char* kIamRegion = "eu-central-1";
inline constexpr const char* kPullRole = "arn:aws:iam::111122223333:role/pull";
inline constexpr const char* kPullRoleId = "AROAPULL";
inline constexpr const char* kWebRepository =
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";

/// Role `pull` without policies, which ECS may assume, and repository acme/web. No
/// repository or registry policy and no organization.
[[nodiscard]] nlohmann::json iam_account();

/// The role's entry, to be changed.
[[nodiscard]] nlohmann::json& pull_role(nlohmann::json& bundle);

/// A policy of Version 2012-10-17.
[[nodiscard]] nlohmann::json policy(const std::vector<nlohmann::json>& statements);
/// An Allow on every resource.
[[nodiscard]] nlohmann::json allow(const std::vector<std::string>& actions);
[[nodiscard]] nlohmann::json deny(const std::vector<std::string>& actions);

/// Adds an inline policy to the role.
void add_inline(nlohmann::json& bundle, const nlohmann::json& document);

/// Files `document` as the answer of a call, with its manifest entry.
void put_call(nlohmann::json& bundle, const std::string& account,
              const std::string& region, const std::string& call,
              const nlohmann::json& document);
/// Drops the call's document and manifest entry; with a status, writes that instead.
void drop_call(nlohmann::json& bundle, const std::string& account,
               const std::string& region, const std::string& call,
               const std::string& status = "");

/// The repository's own policy.
void put_repository_policy(nlohmann::json& bundle, const nlohmann::json& document);

/// Interface endpoint vpce-1 of ECR in vpc-1, with a policy or without.
void put_ecr_endpoint(nlohmann::json& bundle, const nlohmann::json& document);
void put_ecr_endpoint(nlohmann::json& bundle);

/// Organization o-1, managed by 999988887777: the account in unit ou-1 under root r-1,
/// with full access at each level.
void put_organization(nlohmann::json& bundle);
/// Attaches a control policy `id` of `type` to `target`.
void attach(nlohmann::json& bundle, const std::string& type, const std::string& target,
            const std::string& id, const nlohmann::json& document);

/// Requires: the bundle can be read.
[[nodiscard]] aws::Snapshot read_account(const nlohmann::json& bundle);

/// A call of the role on acme/web, outside of any VPC endpoint.
[[nodiscard]] gates::RequestPlace pull_place(const aws::Snapshot& account,
                                             const std::string& action);
/// ECS assumes the role.
[[nodiscard]] gates::RolePlace role_place(const aws::Snapshot& account);

/// The gate's answer on `action`, in the account of the bundle.
template <class G>
[[nodiscard]] gates::Gate ask(const nlohmann::json& bundle, const std::string& action,
                              bool strict = false) {
  const aws::Snapshot account = read_account(bundle);
  return G::lets_through(pull_place(account, action),
                         gates::Context{.account = account, .strict = strict});
}

[[nodiscard]] Truth truth(const gates::Gate& gate);
/// The calls that the gate's questions name, or their reasons where no call would tell.
[[nodiscard]] std::vector<std::string> open_calls(const gates::Gate& gate);
/// Ids, each once. Requires: the gate refuses whatever is chosen.
[[nodiscard]] std::vector<std::string> blamed(const gates::Gate& gate);

}  // namespace pullproof::support
