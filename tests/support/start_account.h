// Service web, whose container needs more than its image: logs, a secret or a
// parameter, for tests of the stage `start`.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pullproof::support {

inline constexpr const char* kSecret =
    "arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf";
inline constexpr const char* kKey =
    "arn:aws:kms:eu-central-1:111122223333:key/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8";
/// Calls about them.
inline constexpr const char* kSecretPolicy =
    "secretsmanager-get-resource-policy/prod%2Fdb";
inline constexpr const char* kKeyPolicy =
    "kms-get-key-policy/7d1f0c52-94ab-4e3d-8a61-5b0c9e27f4d8";

/// The stage, mechanism and code of the first finding; the verdict where there is none.
[[nodiscard]] std::string told(const nlohmann::json& bundle);
/// With --strict it is unknown, and this would tell.
[[nodiscard]] bool asks(const nlohmann::json& bundle, const std::string& call);

/// The first container's definition, to be changed.
[[nodiscard]] nlohmann::json& container(nlohmann::json& bundle);
/// A statement about this resource in place of `*`.
[[nodiscard]] nlohmann::json on(nlohmann::json statement, const std::string& resource);

/// The role may do all of this, and pull.
[[nodiscard]] nlohmann::json account_with(
    const std::vector<nlohmann::json>& statements);
/// Sends logs to /ecs/web, which exists.
[[nodiscard]] nlohmann::json with_logs(const std::vector<nlohmann::json>& statements);
[[nodiscard]] nlohmann::json& log_options(nlohmann::json& bundle);
/// Needs `from`; the account has secret prod/db, which has no policy.
[[nodiscard]] nlohmann::json with_secret(const std::vector<nlohmann::json>& statements,
                                         const std::string& from = kSecret);
/// Its row in the list, to be changed.
[[nodiscard]] nlohmann::json& secret(nlohmann::json& bundle);
/// Needs `from`; the account has parameter /prod/db.
[[nodiscard]] nlohmann::json with_parameter(
    const std::vector<nlohmann::json>& statements, const std::string& from);

inline constexpr const char* kFileSystemPolicy = "efs-describe-file-system-policy/fs-1";
inline constexpr const char* kMountTargets = "efs-describe-mount-targets/fs-1";

/// Mounts file system fs-1, which has no policy: its mount target fsmt-1 (10.0.2.7,
/// eni-mount) is in subnet-data and lets sg-task in on port 2049.
[[nodiscard]] nlohmann::json with_volume(const std::vector<nlohmann::json>& statements);
/// Parts of it, to be changed.
[[nodiscard]] nlohmann::json& efs_volume(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& mount_target(nlohmann::json& bundle);

}  // namespace pullproof::support
