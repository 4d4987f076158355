// ECS: clusters, services, task definitions and container instances.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct Cluster : Resource {
  static constexpr std::string_view kSnapshotKey = "clusters";
  static constexpr std::string_view kCall = "ecs-describe-clusters";

  std::string arn;
  std::string name;
  std::string status;
  std::vector<std::string> default_capacity_providers;
  std::optional<std::int64_t> active_services;  ///< Nothing if not printed.

  [[nodiscard]] const std::string& id() const { return arn; }
  static Cluster parse(Cursor& in);
};

/// `awsvpcConfiguration`.
struct AwsvpcConfiguration {
  std::vector<SubnetId> subnets;
  std::vector<SecurityGroupId> groups;
  bool assign_public_ip = false;   ///< AWS's default is DISABLED.
  Source assign_public_ip_source;  ///< What says so; the object that does not.
  Source source;
};

/// AWS: ECS API reference, Secret: an environment variable, or an option of a log
/// driver.
struct SecretReference {
  std::string name;
  std::string value_from;  ///< An ARN, or the name of a parameter.
  Source source;
};

/// AWS: ECS API reference, LogConfiguration.
struct LogConfiguration {
  std::string driver;  ///< "awslogs", "awsfirelens" ...
  std::map<std::string, std::string> options;
  std::vector<SecretReference> secrets;
  Source source;

  /// "" if it is not set.
  [[nodiscard]] std::string option(const std::string& name) const;
};

struct Service : Resource {
  static constexpr std::string_view kSnapshotKey = "services";
  static constexpr std::string_view kCall = "ecs-describe-services";

  /// AWS: ECS API reference, ServiceCurrentRevisionSummary.
  struct CurrentRevision {
    std::string arn;
    std::optional<std::int64_t> requested_tasks;  ///< Nothing if not printed.
  };

  std::string arn;
  std::string name;
  std::string cluster_arn;
  std::string status;       ///< "ACTIVE", "DRAINING", "INACTIVE".
  std::string launch_type;  ///< "FARGATE", "EC2", "EXTERNAL", or "" with a strategy.
  std::vector<std::string> capacity_providers;  ///< Names, of weight or base over 0.
  std::string platform_version;                 ///< "1.4.0", "LATEST", or "".
  std::string task_definition_arn;
  std::optional<AwsvpcConfiguration> network;
  bool placement_constraints = false;  ///< It has some that restrict placement.
  std::vector<CurrentRevision> current_revisions;  ///< Empty if not printed.
  std::string primary_created_at;  ///< Of its PRIMARY deployment, as printed; or "".
  /// How its own fields and its PRIMARY deployment or task set contradict each other,
  /// one clause each: in what starts, and in where it is placed.
  std::vector<std::string> disputed_start;
  std::vector<std::string> disputed_place;
  /// The service as each task set says it that starts tasks beside the PRIMARY one.
  /// AWS: ECS API reference, TaskSet: ACTIVE, with a scale over 0.
  std::vector<Service> other_task_sets;
  std::string task_set;  ///< Of those: its id.
  /// What its tasks need before they start that nothing here reads:
  /// "volumeConfigurations".
  std::vector<std::string> other_needs;
  bool uses_service_connect = false;
  std::optional<LogConfiguration> proxy_log;  ///< Of Service Connect's proxy.
  bool allows_exec = false;                   ///< enableExecuteCommand

  [[nodiscard]] const std::string& id() const { return arn; }
  /// Last part of the cluster's ARN.
  [[nodiscard]] std::string cluster_name() const;
  static Service parse(Cursor& in);
};

/// AWS: ECS API reference, EnvironmentFile: an object in S3.
struct EnvironmentFile {
  std::string arn;
  Source source;
};

/// AWS: ECS API reference, EFSVolumeConfiguration: a file system of EFS.
struct EfsVolume {
  std::string name;
  std::string file_system_id;
  std::string root_directory;   ///< "/" if not printed.
  std::string access_point_id;  ///< "" if it uses none.
  bool encrypted = false;       ///< In transit.
  bool by_iam = false;          ///< It is mounted as the task role.
  Source source;
};

/// AWS: ECS API reference, FSxWindowsFileServerVolumeConfiguration.
struct FsxVolume {
  std::string name;
  std::string file_system_id;
  std::string credentials;  ///< The ARN of a secret or a parameter.
};

struct ContainerDefinition {
  std::string name;
  std::string image;
  std::optional<LogConfiguration> log;
  std::vector<SecretReference> secrets;
  std::vector<EnvironmentFile> environment_files;
  std::vector<std::string> mounted_volumes;  ///< Names of the task's volumes.
  /// "credentialspec:" or "credentialspecdomainless:" and an ARN.
  std::vector<std::string> credential_specs;
  /// A private registry's: a secret's ARN or name.
  std::optional<SecretReference> registry_login;
  bool routes_logs = false;     ///< It is the task's FireLens log router.
  std::string firelens_config;  ///< The ARN of its configuration in S3, if it has one.
  bool essential = true;
  /// Containers of the task that have to be there before it starts.
  std::vector<std::string> starts_after;
  /// AWS: ContainerDefinition, versionConsistency: enabled unless it is disabled.
  bool version_consistency = true;
  Source source;
};

struct TaskDefinition : Resource {
  static constexpr std::string_view kSnapshotKey = "taskDefinition";
  static constexpr std::string_view kCall = "ecs-describe-task-definition";
  static constexpr bool kWholeDocument = true;

  std::string arn;
  std::string family;
  std::int64_t revision = 0;
  std::string status;        ///< "ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"; or "".
  std::string network_mode;  ///< "awsvpc", "bridge", "host", "none", or "" (bridge).
  std::string execution_role_arn;
  std::string task_role_arn;
  std::string cpu_architecture;  ///< "X86_64", "ARM64"; "" if not printed.
  std::string os_family;         ///< "LINUX", "WINDOWS_SERVER_..."; "" if not printed.
  std::vector<std::string> compatibilities;           ///< As AWS judged.
  std::vector<std::string> requires_compatibilities;  ///< As the user asked.
  std::vector<ContainerDefinition> containers;
  std::int64_t ephemeral_storage_gib = 0;  ///< 0 if not printed.
  bool placement_constraints = false;
  /// AWS places it only where logs are written as the execution role.
  bool requires_log_role = false;
  std::vector<EfsVolume> efs_volumes;
  std::vector<FsxVolume> fsx_volumes;
  /// Of other volumes that are mounted from elsewhere: "s3filesVolumeConfiguration".
  std::vector<std::string> remote_volumes;

  [[nodiscard]] const std::string& id() const { return arn; }
  /// "family:revision".
  [[nodiscard]] std::string name() const;
  static TaskDefinition parse(Cursor& in);
};

struct ContainerInstance : Resource {
  static constexpr std::string_view kSnapshotKey = "containerInstances";
  static constexpr std::string_view kCall = "ecs-describe-container-instances";

  std::string arn;
  std::string cluster_name;  ///< From the ARN, else the document's parameter.
  InstanceId instance_id;    ///< Empty for an external instance.
  std::string status;        ///< "ACTIVE", "DRAINING", ...
  bool agent_connected = true;
  std::string agent_version;  ///< "1.99.0", or "" if not printed.
  /// Its agent writes logs as the execution role; nothing if no attribute is printed.
  /// AWS: ECS agent, ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE.
  std::optional<bool> logs_as_execution_role;
  std::string capacity_provider;

  [[nodiscard]] const std::string& id() const { return arn; }
  static ContainerInstance parse(Cursor& in);
};

}  // namespace pullproof::aws
