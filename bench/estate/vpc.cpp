#include "bench/estate/vpc.h"

#include <fmt/format.h>

namespace pullproof::bench {
namespace {

constexpr std::array<std::size_t, kSubnets> kThirdOctets = {0, 1, 4, 8};
constexpr std::array<std::size_t, kSubnets> kPrefixLengths = {24, 24, 22, 22};
/// A VPC is a block of so many blocks of 256 addresses.
constexpr std::size_t kOctets = 16;
constexpr std::size_t kVpcsPerSecondOctet = 256 / kOctets;

std::size_t third_octet(std::size_t number) {
  return number % kVpcsPerSecondOctet * kOctets;
}

/// The same for the same words: FNV-1a, which the engine then scatters.
std::uint64_t hash(std::uint64_t seed, std::string_view words) {
  std::uint64_t value = 14695981039346656037ULL ^ seed;
  for (const char letter : words) {
    value = (value ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  }
  return value;
}

/// splitmix64: ids differ in all of their digits.
std::string scattered_id(std::string_view kind, std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return fmt::format("{}-0{:016x}", kind, value ^ (value >> 31U));
}

EstateInterface::Kind kind_of(std::size_t index, std::size_t attached) {
  using Kind = EstateInterface::Kind;
  if (index < kFirstEndpoint) return Kind::Nat;
  if (index < kFirstInstance) return Kind::Endpoint;
  if (index < kFirstAttachment) return Kind::Instance;
  return index < kFirstAttachment + attached ? Kind::TransitGateway : Kind::Task;
}

}  // namespace

std::string_view name_of(GroupName group) {
  constexpr std::array<std::string_view, kGroups> kNames = {
      "default", "instances", "tasks", "batch", "endpoints"};
  return kNames[static_cast<std::size_t>(group)];
}

const Region& EstateVpc::region() const {
  return kRegions[make() == Make::OtherRegion ? 1 : 0];
}

std::string EstateVpc::account() const {
  return account_id(number_ / options_.vpcs_per_account);
}

std::string EstateVpc::id(std::string_view kind, std::size_t index) const {
  return scattered_id(
      kind, hash(options_.seed, fmt::format("{} {} {}", kind, number_, index)));
}

std::string EstateVpc::name() const { return fmt::format("estate-{:04}", number_); }

std::string EstateVpc::cidr() const {
  return fmt::format("10.{}.{}.0/20", number_ / kVpcsPerSecondOctet,
                     third_octet(number_));
}

std::string EstateVpc::subnet_id(SubnetName name) const {
  return id("subnet", static_cast<std::size_t>(name));
}

std::string EstateVpc::subnet_cidr(std::size_t index) const {
  return fmt::format("10.{}.{}.0/{}", number_ / kVpcsPerSecondOctet,
                     third_octet(number_) + kThirdOctets[index], kPrefixLengths[index]);
}

std::string EstateVpc::group_id(GroupName name) const {
  return id("sg", static_cast<std::size_t>(name));
}

std::string EstateVpc::peering_id() const {
  const bool requests = make() == Make::Requester;
  return other(requests ? number_ : number_ - 1).id("pcx");
}

EstateInterface EstateVpc::interface(std::size_t index) const {
  using Kind = EstateInterface::Kind;
  EstateInterface one{.kind = kind_of(index, attachment_subnets()), .index = index};
  const std::size_t zone = (index + 1) % kZoneLetters.size();
  switch (one.kind) {
    case Kind::Nat:
      one.is_public = true;
      break;
    case Kind::Endpoint:
      one.subnet = 2 + zone;
      one.service = (index - kFirstEndpoint) / 2;
      break;
    case Kind::Instance:
      one.subnet = index < kFirstPrivateInstance ? 0 : 2 + zone;
      one.is_public = index == kFirstInstance;
      break;
    case Kind::TransitGateway:
      one.subnet = 2 + zone;
      break;
    case Kind::Task:
      one.subnet = 2 + zone;
      one.service = (index + kServices - kFirstTask % kServices) % kServices;
      break;
  }
  return one;
}

std::string EstateVpc::address(const EstateInterface& interface) const {
  return fmt::format("10.{}.{}.{}", number_ / kVpcsPerSecondOctet,
                     third_octet(number_) + kThirdOctets[interface.subnet],
                     10 + interface.index);
}

std::string EstateVpc::public_address(const EstateInterface& interface) const {
  const std::size_t n = number_ * 2 + (interface.index == 0 ? 0 : 1);
  return fmt::format("3.{}.{}.{}", 64 + n / 65536, n / 256 % 256, n % 256);
}

std::string regional_id(const EstateOptions& options, std::string_view kind,
                        const Region& region) {
  return scattered_id(kind,
                      hash(options.seed, fmt::format("{} {}", kind, region.name)));
}

std::string account_id(std::size_t number) {
  return fmt::format("{:012}", 222'200'000'000 + number);
}

}  // namespace pullproof::bench
