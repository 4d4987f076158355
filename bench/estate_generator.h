// Writes invented estates of any size as snapshot folders, and asks questions about
// them whose answers it knows.
//
// An estate is many VPCs in several accounts and two regions, joined by a transit
// gateway in each region. Ten VPCs in a row are always of the same ten makes; four of
// them have a fault.
//
// Guarantee: the same options give the same bytes and the same questions, on every
// machine; neither takes memory that grows with the estate's size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pullproof::bench {

struct EstateOptions {
  std::size_t vpcs = 10;  ///< Requires: a multiple of 10, at most 4,000.
  std::uint64_t seed = 1;
  std::size_t vpcs_per_account = 50;
};

/// A question for `reach`, always of TCP, with its answer.
struct EstateQuery {
  std::string kind;  ///< "nat", "blackhole": what it is there to ask.
  std::string from;
  std::string to;
  std::uint64_t port = 443;
  /// What stops the packet, else its reply; "": it is reachable.
  std::string code = {};
};

/// Every kind of question equally often, about VPCs of the whole estate.
[[nodiscard]] std::vector<EstateQuery> mixed_queries(const EstateOptions& options,
                                                     std::size_t count);
/// From one task of every service to every endpoint of its VPC.
[[nodiscard]] std::vector<EstateQuery> service_endpoint_pairs(
    const EstateOptions& options);

[[nodiscard]] std::size_t interfaces_in(const EstateOptions& options);

/// Replaces `folder`. Throws: std::filesystem::filesystem_error, std::runtime_error if
/// a file cannot be written.
void write_estate(const EstateOptions& options, const std::filesystem::path& folder);

}  // namespace pullproof::bench
