// A VPC whose queries for AWS's names are forwarded to a central one.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// `joined_vpcs`, where rslvr-rr-1 forwards amazonaws.com of vpc-1 by rslvr-out-1
/// (eni-out, 10.9.2.53) to rslvr-in-1 (eni-in, 10.9.1.53), both in vpc-2, which has
/// vpce-api with private names.
[[nodiscard]] nlohmann::json forwarded_names();

}  // namespace pullproof::support
