// Takes sources out of a security group's permissions. AWS prints all sources of one
// protocol and port range as one permission, however they were added.
//
// AWS: EC2 API reference, RevokeSecurityGroupIngress: "rules" and IpPermission.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace pullproof::changes {

/// From each permission of the list with the protocol and ports of `permission`, its
/// sources go; a permission without sources goes as a whole.
void drop_sources(nlohmann::json& list, const nlohmann::json& permission);

}  // namespace pullproof::changes
