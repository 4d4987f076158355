// Launch templates: what the instances to come of an Auto Scaling group look like.
//
// AWS: EC2 API reference, DescribeLaunchTemplates and DescribeLaunchTemplateVersions.
#pragma once

#include <cstdint>
#include <string>

#include "model/aws/launch_settings.h"
#include "model/aws/resource.h"

namespace pullproof::aws {

struct LaunchTemplate : Resource {
  static constexpr std::string_view kSnapshotKey = "LaunchTemplates";
  static constexpr std::string_view kCall = "ec2-describe-launch-templates";

  std::string template_id;
  std::int64_t latest_version = 0;  ///< 0 if not printed.

  [[nodiscard]] const std::string& id() const { return template_id; }
  static LaunchTemplate parse(Cursor& in);
};

struct LaunchTemplateVersion : Resource {
  static constexpr std::string_view kSnapshotKey = "LaunchTemplateVersions";
  static constexpr std::string_view kCall = "ec2-describe-launch-template-versions";

  std::string template_id;
  std::string template_name;
  std::int64_t number = 0;
  bool is_default = false;
  LaunchSettings settings;
  std::string key;  ///< "lt-1:3".

  [[nodiscard]] const std::string& id() const { return key; }
  static LaunchTemplateVersion parse(Cursor& in);
};

}  // namespace pullproof::aws
