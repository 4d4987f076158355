// Auto Scaling groups and launch configurations: which instances may still start,
// where, and by what.
//
// AWS: EC2 Auto Scaling API reference, AutoScalingGroup and LaunchConfiguration. A
// group that is as large as it may be still replaces instances, in any of its subnets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/launch_settings.h"
#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// A launch template as a group names it.
struct LaunchTemplateChoice {
  std::string template_id;
  std::string template_name;
  std::string version = "$Default";  ///< A number, "$Latest" or "$Default".
  std::string image;  ///< An override's AMI; "" if the template's is used.

  bool operator==(const LaunchTemplateChoice&) const = default;
};

struct AutoScalingGroup : Resource {
  static constexpr std::string_view kSnapshotKey = "AutoScalingGroups";
  static constexpr std::string_view kCall = "autoscaling-describe-auto-scaling-groups";

  std::string arn;
  std::string name;
  std::optional<std::int64_t> max_size;         ///< Nothing if not printed.
  std::vector<SubnetId> subnets;                ///< Where it starts instances.
  std::vector<InstanceId> instances;            ///< That it has now.
  std::string launch_configuration;             ///< Its name, or "".
  std::vector<LaunchTemplateChoice> templates;  ///< Each that it may use, once.

  [[nodiscard]] const std::string& id() const { return arn; }
  static AutoScalingGroup parse(Cursor& in);
};

struct LaunchConfiguration : Resource {
  static constexpr std::string_view kSnapshotKey = "LaunchConfigurations";
  static constexpr std::string_view kCall =
      "autoscaling-describe-launch-configurations";

  std::string name;  ///< Unique in an account's region only.
  LaunchSettings settings;

  [[nodiscard]] const std::string& id() const { return name; }
  static LaunchConfiguration parse(Cursor& in);
};

}  // namespace pullproof::aws
