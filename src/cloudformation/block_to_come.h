// IPv6 blocks that AWS gives when a stack is made: nobody knows them before, and hardly
// anything hangs on which one it is.
//
// A block of AWS's own address space that no VPC has stands for it, so that subnets,
// routes and groups around it stay exact. Where some text names other public IPv6
// addresses one by one, whether they are the block's is not known: that is a doubt.
//
// AWS: VPC user guide, "IP addressing": an Amazon-provided block is a /56 of public
// addresses, and no two VPCs have the same.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/change.h"

namespace pullproof::cli::cloudformation {

/// Of the resource that asks for it: "2600:1fff:e012:3400::/56".
[[nodiscard]] std::string block_to_come(const std::string& stack,
                                        const std::string& logical_id);

/// A public IPv6 block or address that the change or the snapshot names, and which is
/// neither of one of these blocks nor of a VPC that is there; "" if there is none.
/// `blocks`: texts, with whatever value.
[[nodiscard]] std::string foreign_ipv6(const std::map<std::string, std::string>& blocks,
                                       const changes::Change& change,
                                       const nlohmann::json& bundle);

}  // namespace pullproof::cli::cloudformation
