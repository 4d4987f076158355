// The partitions of AWS: which one a region belongs to, and how its hosts end.
//
// AWS: General reference, "AWS service endpoints"; the SDKs' table of partitions.
#pragma once

#include <string_view>

namespace pullproof::gates {

/// A group of regions that shares account ids and host names.
struct Partition {
  std::string_view name;                 ///< "aws", "aws-cn".
  std::string_view region_prefix;        ///< "cn-"; "" for the partition "aws".
  std::string_view dns_suffix;           ///< "amazonaws.com".
  std::string_view registry_dual_stack;  ///< "on.aws"; "" if there is none.
  std::string_view api_dual_stack;       ///< "api.aws"; "" if there is none.
};

/// Null if `region` has no region's form: "eu-central", "eu-central-1a".
[[nodiscard]] const Partition* partition_of(std::string_view region);

/// ECR is listed with FIPS hosts there. AWS: General reference, "Amazon ECR endpoints
/// and quotas".
[[nodiscard]] bool has_fips_registry(std::string_view region);

}  // namespace pullproof::gates
