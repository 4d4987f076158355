// Small networks of several VPCs, as the AWS CLI prints them, and edits that hurt or
// change them.
//
// A network is a shape, in which everything reaches everything, and a list of edits, so
// that a failing property shrinks to the few that matter.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <iterator>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

inline constexpr const char* kTopologyAccounts[] = {"111122223333", "444455556666"};
/// Of S3, in pl-s3.
inline constexpr const char* kS3Blocks[] = {"3.5.134.0/23", "52.219.0.0/16"};

/// Each VPC i is 10.i.0.0/16 with subnets subnet-i-0 ... and interfaces eni-i-0 ...,
/// all by acl-i, rtb-i and sg-i.
struct Shape {
  unsigned vpcs = 2;
  unsigned zones = 1;         ///< A subnet of each VPC in each.
  bool by_transit = false;    ///< tgw-1 joins them; else pcx-i-j does.
  bool by_both = false;       ///< VPC 1 is peered with the others, too.
  bool joined_apart = false;  ///< The gateway has subnets of its own, with acl-join-i.
  bool overlapping = false;   ///< The last VPC has the block of the first.
  bool two_accounts = false;
  bool with_nat = false;       ///< nat-i and igw-i lead out of each.
  bool with_endpoint = false;  ///< vpce-i is each one's gateway endpoint of S3.
  bool two_regions = false;    ///< Where no transit gateway joins them.

  bool operator==(const Shape&) const = default;
};

/// `number` picks what it is done to and how.
struct TopologyEdit {
  unsigned kind = 0;
  std::uint64_t number = 0;

  bool operator==(const TopologyEdit&) const = default;
};

struct Topology {
  Shape shape;
  std::vector<TopologyEdit> edits = {};

  bool operator==(const Topology&) const = default;
};

void showValue(const Topology& topology, std::ostream& out);

[[nodiscard]] nlohmann::json topology_of(const Shape& shape);
[[nodiscard]] nlohmann::json topology_of(const Topology& topology);

/// How many kinds of edits there are.
[[nodiscard]] unsigned topology_edit_kinds();
void apply(nlohmann::json& bundle, const TopologyEdit& edit);
[[nodiscard]] nlohmann::json with_another_group_rule(nlohmann::json bundle,
                                                     std::uint64_t number);

/// Takes choices from a number, one after the other.
class Picks {
 public:
  explicit Picks(std::uint64_t number) : number_(number) {}

  /// Requires: count > 0.
  std::size_t below(std::size_t count) {
    const std::size_t picked = number_ % count;
    number_ /= count;
    return picked;
  }
  template <class List>
  auto& one_of(List& list) {
    return list[below(std::size(list))];
  }
  bool coin() { return below(2) == 1; }

 private:
  std::uint64_t number_;
};

}  // namespace pullproof::support
