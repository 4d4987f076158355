// What an instance is started with, whether a launch template or a launch configuration
// says so: how its primary interface looks, and which image and role it gets.
//
// AWS: EC2 API reference, ResponseLaunchTemplateData; EC2 Auto Scaling API reference,
// LaunchConfiguration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct LaunchSettings {
  std::vector<SecurityGroupId> groups;  ///< Neither these nor names: the VPC's default.
  std::vector<std::string> group_names;  ///< Where groups are named, not numbered.
  std::optional<bool> public_address;    ///< Nothing: the subnet decides.
  std::string image;                     ///< Id of its AMI, or "".
  std::string instance_profile;          ///< Its ARN or its name; "" if it has none.
  std::string not_modelled;              ///< Why nothing can be told of it, or "".
  Source source;
};

}  // namespace pullproof::aws
