#include "model/core/address.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <functional>

#include <arpa/inet.h>

#include "model/core/ensure.h"

namespace pullproof {
namespace {

using Octets = std::array<unsigned char, 16>;

int system_family(Family family) { return family == Family::Ipv4 ? AF_INET : AF_INET6; }

std::string hexadecimal(Number group) {
  std::array<char, 4> digits{};
  const auto [stop, error] = std::to_chars(digits.data(), digits.data() + digits.size(),
                                           static_cast<std::uint16_t>(group), 16);
  ensure(error == std::errc{}, "a group has at most four digits");
  return {digits.data(), stop};
}

/// Ones in the `bits(family) - prefix_length` lowest places.
Number host_mask(Family family, unsigned prefix_length) {
  const unsigned host_bits = bits(family) - prefix_length;
  return host_bits == 128 ? ~Number{0} : (Number{1} << host_bits) - 1;
}

std::optional<unsigned> read_prefix_length(std::string_view text, Family family) {
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (text.empty() || leading_zero) return std::nullopt;
  unsigned length = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, length);
  if (error != std::errc{} || stop != end || length > bits(family)) return std::nullopt;
  return length;
}

/// The block of a text with a slash, host bits and all.
std::optional<Cidr> read_block(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  const auto length = read_prefix_length(text.substr(slash + 1), address->family);
  if (!length) return std::nullopt;
  return Cidr{
      .family = address->family, .base = address->value, .prefix_length = *length};
}

IntervalSet blocks(const std::vector<std::string_view>& texts) {
  std::vector<Interval> intervals;
  for (const std::string_view text : texts) {
    const auto block = Cidr::parse(text);
    ensure(block.has_value(), "a built-in block is a canonical CIDR block");
    intervals.push_back({.first = block->first(), .last = block->last()});
  }
  return IntervalSet(std::move(intervals));
}

}  // namespace

unsigned bits(Family family) { return family == Family::Ipv4 ? 32 : 128; }

std::size_t HashOfAddress::operator()(const Address& address) const noexcept {
  constexpr unsigned kHalf = 64;
  constexpr std::uint64_t kGolden = 0x9e37'79b9'7f4a'7c15;
  const auto high = static_cast<std::uint64_t>(address.value >> kHalf);
  return std::hash<std::uint64_t>{}(static_cast<std::uint64_t>(address.value) ^
                                    (high * kGolden) ^
                                    (address.family == Family::Ipv4 ? 0 : kGolden));
}

std::optional<Address> Address::parse(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  const bool has_nul = text.find('\0') != std::string_view::npos;
  if (text.size() >= terminated.size() || has_nul) return std::nullopt;
  text.copy(terminated.data(), text.size());

  const bool colon = text.find(':') != std::string_view::npos;
  const Family family = colon ? Family::Ipv6 : Family::Ipv4;
  Octets octets{};
  if (inet_pton(system_family(family), terminated.data(), octets.data()) != 1)
    return std::nullopt;
  Address address{.family = family, .value = 0};
  for (std::size_t i = 0; i < bits(family) / 8; ++i)
    address.value = (address.value << 8) | octets[i];
  return address;
}

std::string Address::text() const {
  // The system prints the long deprecated IPv4-compatible block (::/96) as dotted
  // quads; RFC 5952 keeps those for prefixes that are known to hold IPv4 addresses.
  if (family == Family::Ipv6 && value > 0xffff && value >> 32 == 0)
    return "::" + hexadecimal(value >> 16) + ":" + hexadecimal(value & 0xffff);
  Octets octets{};
  Number rest = value;
  for (std::size_t i = bits(family) / 8; i-- > 0; rest >>= 8)
    octets[i] = static_cast<unsigned char>(rest & 0xff);
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  const char* printed = inet_ntop(system_family(family), octets.data(), buffer.data(),
                                  static_cast<socklen_t>(buffer.size()));
  ensure(printed != nullptr, "every address has a text that fits");
  return printed;
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
  const auto block = read_block(text);
  if (!block || (block->base & host_mask(block->family, block->prefix_length)) != 0)
    return std::nullopt;
  return block;
}

std::optional<Cidr> Cidr::parse_loosely(std::string_view text) {
  if (const auto bare = Address::parse(text))
    return Cidr{.family = bare->family,
                .base = bare->value,
                .prefix_length = bits(bare->family)};
  auto block = read_block(text);
  if (block) block->base &= ~host_mask(block->family, block->prefix_length);
  return block;
}

Number Cidr::last() const { return base | host_mask(family, prefix_length); }

IntervalSet Cidr::addresses() const { return IntervalSet::range(first(), last()); }

bool Cidr::contains(const Address& address) const {
  return address.family == family && first() <= address.value &&
         address.value <= last();
}

bool Cidr::contains(const Cidr& other) const {
  return other.family == family && first() <= other.first() && other.last() <= last();
}

std::string Cidr::text() const {
  return Address{.family = family, .value = base}.text() + "/" +
         std::to_string(prefix_length);
}

const IntervalSet& public_ipv4() {
  static const IntervalSet kAddresses = blocks({"0.0.0.0/0"})
                                            .minus(blocks({
                                                "0.0.0.0/8",
                                                "10.0.0.0/8",
                                                "100.64.0.0/10",
                                                "127.0.0.0/8",
                                                "169.254.0.0/16",
                                                "172.16.0.0/12",
                                                "192.0.0.0/24",
                                                "192.0.2.0/24",
                                                "192.168.0.0/16",
                                                "198.18.0.0/15",
                                                "198.51.100.0/24",
                                                "203.0.113.0/24",
                                                "224.0.0.0/4",
                                                "240.0.0.0/4",
                                            }));
  return kAddresses;
}

const IntervalSet& private_space() {
  static const IntervalSet kAddresses =
      blocks({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"});
  return kAddresses;
}

const Cidr& shared_space() {
  static const Cidr kBlock = *Cidr::parse("100.64.0.0/10");
  return kBlock;
}

const IntervalSet& public_ipv6() {
  static const IntervalSet kAddresses =
      blocks({"2000::/3"}).minus(blocks({"2001:db8::/32", "3fff::/20"}));
  return kAddresses;
}

const Cidr& nat64_block() {
  static const Cidr kBlock = *Cidr::parse("64:ff9b::/96");
  return kBlock;
}

IntervalSet to_nat64(const IntervalSet& ipv4) {
  std::vector<Interval> moved;
  for (const Interval& each : ipv4.intervals()) {
    moved.push_back(
        {nat64_block().first() + each.first, nat64_block().first() + each.last});
  }
  return IntervalSet(std::move(moved));
}

IntervalSet from_nat64(const IntervalSet& ipv6) {
  std::vector<Interval> moved;
  const IntervalSet inside = ipv6.intersected(nat64_block().addresses());
  for (const Interval& each : inside.intervals()) {
    moved.push_back(
        {each.first - nat64_block().first(), each.last - nat64_block().first()});
  }
  return IntervalSet(std::move(moved));
}

const IntervalSet& private_ipv4() {
  static const IntervalSet kAddresses =
      blocks({"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"});
  return kAddresses;
}

const IntervalSet& public_addresses(Family family) {
  return family == Family::Ipv4 ? public_ipv4() : public_ipv6();
}

IntervalSet addresses_of(const std::vector<Cidr>& blocks, Family family) {
  std::vector<Interval> intervals;
  for (const Cidr& block : blocks) {
    if (block.family == family) intervals.push_back({block.first(), block.last()});
  }
  return IntervalSet(std::move(intervals));
}

}  // namespace pullproof
