// Protocols of group rules and ACL entries, which Terraform and AWS spell differently.
//
// AWS: EC2 API reference, IpPermission and NetworkAclEntry.
#pragma once

#include <string>

namespace pullproof::cli::terraform {

/// "tcp", "udp", "icmp", "icmpv6", "-1", or the number: as groups print it.
[[nodiscard]] std::string group_protocol(const std::string& written);
/// The number, or "-1": as ACLs print it.
[[nodiscard]] std::string acl_protocol(const std::string& written);

}  // namespace pullproof::cli::terraform
