// ECS: clusters, services, task definitions and container instances.
#pragma once

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

struct Service : Resource {
  static constexpr std::string_view kSnapshotKey = "services";
  static constexpr std::string_view kCall = "ecs-describe-services";

  std::string arn;
  std::string name;
  std::string cluster_arn;
  std::string status;       ///< "ACTIVE", "DRAINING", "INACTIVE".
  std::string launch_type;  ///< "FARGATE", "EC2", "EXTERNAL", or "" with a strategy.
  std::vector<std::string> capacity_providers;  ///< Names, of weight or base over 0.
  std::string platform_version;                 ///< "1.4.0", "LATEST", or "".
  std::string task_definition_arn;
  std::optional<AwsvpcConfiguration> network;
  bool placement_constraints = false;          ///< It has some that restrict placement.
  std::vector<std::string> current_revisions;  ///< ARNs; empty if not printed.

  [[nodiscard]] const std::string& id() const { return arn; }
  /// Last part of the cluster's ARN.
  [[nodiscard]] std::string cluster_name() const;
  static Service parse(Cursor& in);
};

struct ContainerDefinition {
  std::string name;
  std::string image;
  bool repository_credentials = false;  ///< A private registry's.
  bool essential = true;
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
  std::string network_mode;  ///< "awsvpc", "bridge", "host", "none", or "" (bridge).
  std::string execution_role_arn;
  std::string cpu_architecture;  ///< "X86_64", "ARM64"; "" if not printed.
  std::string os_family;         ///< "LINUX", "WINDOWS_SERVER_..."; "" if not printed.
  std::vector<std::string> compatibilities;           ///< As AWS judged.
  std::vector<std::string> requires_compatibilities;  ///< As the user asked.
  std::vector<ContainerDefinition> containers;
  std::int64_t ephemeral_storage_gib = 0;  ///< 0 if not printed.
  bool placement_constraints = false;

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
  std::string capacity_provider;

  [[nodiscard]] const std::string& id() const { return arn; }
  static ContainerInstance parse(Cursor& in);
};

}  // namespace pullproof::aws
