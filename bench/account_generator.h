// Writes invented accounts of any size as snapshot folders, and knows the verdict of
// every service in them.
//
// An account is like those that grew for some years: a VPC for every fifty services,
// most of them with endpoints, all with NAT gateways; a group and a repository for each
// service, a role for every five, sidecars, container instances, running tasks.
// About one service in ten has one deliberate fault.
//
// Guarantee: the same options give the same bytes, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pullproof::bench {

struct AccountOptions {
  std::size_t services = 100;
  std::uint64_t seed = 1;
  /// Network ACLs whose port ranges differ from one address range to the next, so that
  /// no leg to the internet is decided without a solver.
  bool crossing_rules = false;
};

/// The verdict of one service and, unless it pulls, its first finding.
struct Expectation {
  std::string cluster;
  std::string service;
  std::string verdict;
  std::string stage;
  std::string mechanism;
  std::string code;
};

/// Sorted by cluster and service.
[[nodiscard]] std::vector<Expectation> expected_verdicts(const AccountOptions& options);

/// Replaces `folder`. Throws: std::filesystem::filesystem_error, std::runtime_error if
/// a file cannot be written.
void write_account(const AccountOptions& options, const std::filesystem::path& folder);

}  // namespace pullproof::bench
