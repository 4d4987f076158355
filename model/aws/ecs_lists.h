// What ECS lists by name only, and the revisions of services.
//
// A listed service or cluster that nothing describes was not seen: it is not absent.
//
// AWS: ECS API reference, ListClusters, ListServices, DescribeServiceRevisions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct ListedClusters : Resource {
  static constexpr std::string_view kSnapshotKey = "clusterArns";
  static constexpr std::string_view kCall = "ecs-list-clusters";
  static constexpr bool kWholeDocument = true;

  std::vector<std::string> arns;
  std::string cluster;  ///< Always "".

  [[nodiscard]] const std::string& id() const { return cluster; }
  static ListedClusters parse(Cursor& in);
};

/// AWS: ECS API reference, ListAccountSettings.
struct EcsSetting : Resource {
  static constexpr std::string_view kSnapshotKey = "settings";
  static constexpr std::string_view kCall = "ecs-list-account-settings";

  std::string name;  ///< "defaultLogDriverMode".
  std::string value;
  std::string principal;  ///< Whom it is set for.

  [[nodiscard]] const std::string& id() const { return name; }
  static EcsSetting parse(Cursor& in);
};

struct ListedServices : Resource {
  static constexpr std::string_view kSnapshotKey = "serviceArns";
  static constexpr std::string_view kCall = "ecs-list-services";
  static constexpr bool kWholeDocument = true;

  std::vector<std::string> arns;
  std::string cluster;  ///< Its name; "" if nothing tells.

  [[nodiscard]] const std::string& id() const { return cluster; }
  static ListedServices parse(Cursor& in);
};

/// What one deployment of a service resolved its images to.
struct ServiceRevision : Resource {
  static constexpr std::string_view kSnapshotKey = "serviceRevisions";
  static constexpr std::string_view kCall = "ecs-describe-service-revisions";

  struct Image {
    std::string container;
    std::string image;   ///< As in the task definition.
    std::string digest;  ///< "" if ECS did not resolve it.
    Source source;
  };

  std::string arn;
  std::string service_arn;
  std::string task_definition_arn;
  std::string created_at;  ///< As printed: ISO 8601 or epoch seconds; or "".
  std::vector<Image> images;
  /// Fargate adds the agent of GuardDuty; nothing if not printed.
  std::optional<bool> guard_duty;

  [[nodiscard]] const std::string& id() const { return arn; }
  /// Last part of the service's ARN.
  [[nodiscard]] std::string service_name() const;
  static ServiceRevision parse(Cursor& in);
};

}  // namespace pullproof::aws
