// A VPC of an invented estate, as a function of its number: its names, its addresses
// and what is in it are computed when they are asked for, and nothing is kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "bench/estate_generator.h"

namespace pullproof::bench {

/// What is special in a VPC: the last digit of its number, in this order.
enum class Make {
  Plain,          ///< A NAT gateway of its own. The very first is the hub.
  AlsoPlain,      ///< As many VPCs are.
  ThroughHub,     ///< Its way to the internet is the hub's NAT gateway.
  Requester,      ///< Peered with the next one.
  Accepter,       ///< Peered with the one before.
  NoReturnRoute,  ///< Its private subnets have no route to other VPCs.
  Blackhole,      ///< The transit gateway drops what goes to it.
  OneZone,        ///< Its attachment has a subnet in the first zone only.
  ClosedSubnet,   ///< The ACL of its last subnet denies HTTPS from other VPCs.
  OtherRegion,    ///< The gateways of the two regions are not peered.
};
inline constexpr std::size_t kMakes = 10;

inline constexpr std::array<char, 2> kZoneLetters = {'a', 'b'};
inline constexpr std::string_view kEverywhere = "0.0.0.0/0";
inline constexpr std::string_view kAllVpcs = "10.0.0.0/8";

/// Of a VPC, in the order of their indices.
enum class SubnetName { PublicA, PublicB, PrivateA, PrivateB };
inline constexpr std::size_t kSubnets = 4;
enum class GroupName { Default, Instances, Tasks, Batch, Endpoints };
inline constexpr std::size_t kGroups = 5;
[[nodiscard]] std::string_view name_of(GroupName group);

inline constexpr std::size_t kInterfaces = 50;
inline constexpr std::size_t kServices = 5;

struct Region {
  std::string_view name;
  std::array<std::string_view, 2> zone_ids;
  std::string_view s3_list;  ///< Prefix list.
  std::array<std::string_view, 4> s3_blocks;
};
inline constexpr std::array<Region, 2> kRegions = {
    {{.name = "eu-central-1",
      .zone_ids = {"euc1-az2", "euc1-az3"},
      .s3_list = "pl-6ea54007",
      .s3_blocks = {"3.5.134.0/23", "3.5.136.0/22", "52.219.44.0/22",
                    "52.219.168.0/22"}},
     {.name = "eu-west-1",
      .zone_ids = {"euw1-az1", "euw1-az2"},
      .s3_list = "pl-6da54004",
      .s3_blocks = {"3.5.64.0/21", "3.5.72.0/23", "52.92.0.0/17", "52.218.0.0/17"}}}};

struct EstateInterface {
  enum class Kind { Nat, Endpoint, Instance, TransitGateway, Task };
  Kind kind = Kind::Task;
  std::size_t index = 0;
  std::size_t subnet = 0;
  std::size_t service = 0;  ///< Of a task; of an endpoint, which one it belongs to.
  bool is_public = false;   ///< Has a public address.
};

class EstateVpc {
 public:
  /// Requires: `number` < options.vpcs.
  EstateVpc(const EstateOptions& options, std::size_t number)
      : options_(options), number_(number) {}

  [[nodiscard]] std::size_t number() const { return number_; }
  [[nodiscard]] Make make() const { return static_cast<Make>(number_ % kMakes); }
  [[nodiscard]] const Region& region() const;
  [[nodiscard]] std::string account() const;
  [[nodiscard]] bool is_hub() const { return number_ == 0; }
  [[nodiscard]] EstateVpc other(std::size_t number) const { return {options_, number}; }

  /// "eni-0..." of the VPC's `index`th thing of that kind.
  [[nodiscard]] std::string id(std::string_view kind, std::size_t index = 0) const;
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string cidr() const;
  [[nodiscard]] std::string subnet_id(SubnetName name) const;
  [[nodiscard]] std::string subnet_cidr(std::size_t index) const;
  [[nodiscard]] std::string group_id(GroupName name) const;
  /// Of both, with the same id.
  [[nodiscard]] std::string peering_id() const;
  [[nodiscard]] std::size_t attachment_subnets() const {
    return make() == Make::OneZone ? 1 : 2;
  }

  [[nodiscard]] EstateInterface interface(std::size_t index) const;
  [[nodiscard]] std::string address(const EstateInterface& interface) const;
  [[nodiscard]] std::string public_address(const EstateInterface& interface) const;

 private:
  EstateOptions options_;
  std::size_t number_;
};

inline constexpr std::size_t kEndpointServices = 2;
/// Of interfaces: where each kind begins. Instances in public subnets come first.
inline constexpr std::size_t kFirstEndpoint = 1;
inline constexpr std::size_t kFirstInstance = 5;
inline constexpr std::size_t kFirstPrivateInstance = 7;
inline constexpr std::size_t kFirstAttachment = 21;
inline constexpr std::size_t kFirstTask = 23;

/// Of everything that a region, and not a VPC, has: "tgw-0...".
[[nodiscard]] std::string regional_id(const EstateOptions& options,
                                      std::string_view kind, const Region& region);
[[nodiscard]] std::string account_id(std::size_t number);
/// Who owns the transit gateways.
[[nodiscard]] inline std::string network_account() { return account_id(0); }

}  // namespace pullproof::bench
