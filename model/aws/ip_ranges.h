// The public addresses of AWS, by region and service: `ip-ranges.json`, as AWS
// publishes it. It is of no account: any folder of the snapshot may hold it.
//
// AWS: VPC user guide, "AWS IP address ranges": AMAZON is all of a region's addresses,
// those of its services included; ECR has no entry of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct IpRanges : Resource {
  static constexpr std::string_view kSnapshotKey = "prefixes";
  static constexpr std::string_view kCall = "ip-ranges";
  static constexpr bool kWholeDocument = true;

  /// By "eu-central-1/AMAZON"; of both families.
  std::map<std::string, std::vector<Cidr>> blocks;

  [[nodiscard]] std::string_view id() const { return kCall; }
  static IpRanges parse(Cursor& in);
};

}  // namespace pullproof::aws
