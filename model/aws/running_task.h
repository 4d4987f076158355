// An ECS task that runs, and the interface or the instance that it has.
//
// AWS: ECS API reference, Task: awsvpc tasks have an attachment of type
// ElasticNetworkInterface; others use their container instance's interface.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// One of `ecs describe-tasks --cluster <parameter>`.
struct RunningTask : Resource {
  static constexpr std::string_view kSnapshotKey = "tasks";
  static constexpr std::string_view kCall = "ecs-describe-tasks";

  std::string arn;
  std::string cluster_arn;
  std::string group;  ///< "service:web", "family:web".
  std::string task_definition_arn;
  std::string status;              ///< `lastStatus`: "RUNNING" ...
  std::string platform_version;    ///< Fargate's: "1.4.0"; "" on EC2.
  std::string execution_role;      ///< ARN, where RunTask was given one; else "".
  std::string task_role;           ///< The same of the task role.
  std::string platform_family;     ///< "Linux", "Windows Server 2022 Core"; "" on EC2.
  InterfaceId interface_id;        ///< Empty unless awsvpc, and once it is gone.
  SubnetId subnet_id;              ///< Of that one, gone or not.
  std::string container_instance;  ///< ARN; "" on Fargate.
  std::string stopped_reason;      ///< "" while it runs.
  std::vector<std::string> container_reasons;  ///< Of those that have one.

  [[nodiscard]] const std::string& id() const { return arn; }
  /// Last part of the cluster's ARN.
  [[nodiscard]] std::string cluster_name() const;
  static RunningTask parse(Cursor& in);
};

}  // namespace pullproof::aws
