// An EC2 instance: where EC2 tasks pull from, and as which role.
#pragma once

#include <string>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

struct Instance : Resource {
  static constexpr std::string_view kSnapshotKey = "Reservations";
  static constexpr std::string_view kCall = "ec2-describe-instances";
  static constexpr std::string_view kInner = "Instances";  ///< One array further down.

  InstanceId instance_id;
  std::string state;  ///< "running", ...
  VpcId vpc_id;
  SubnetId subnet_id;
  std::string architecture;          ///< "x86_64", "arm64", or "" if not printed.
  std::string platform;              ///< "windows", or "".
  std::string image;                 ///< Id of its AMI, or "" if not printed.
  std::string instance_profile_arn;  ///< "" if it has none.
  std::string metadata;  ///< HttpEndpoint of its metadata service: "enabled", or "".
  InterfaceId primary_interface;  ///< Device index 0; empty if not printed.

  [[nodiscard]] Symbol id() const { return instance_id.text; }
  static Instance parse(Cursor& in);
};

}  // namespace pullproof::aws
