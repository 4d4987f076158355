// A VPC that one account owns and another runs its tasks in, as both print it.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

inline constexpr const char* kOwner = "444455556666";

/// `service_account` with the network in account `kOwner`, which shares subnet-task
/// with 111122223333: that one prints the VPC, the subnet, rtb-task and acl-1, its
/// group sg-task, and nothing of gateways and endpoints.
[[nodiscard]] nlohmann::json shared_account();

/// What the owner prints, to be changed.
[[nodiscard]] nlohmann::json& owner_answer(nlohmann::json& bundle,
                                           const std::string& call);
/// Nothing that the owner prints.
void forget_owner(nlohmann::json& bundle);

}  // namespace pullproof::support
