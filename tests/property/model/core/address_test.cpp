// Texts of addresses and blocks, read back and compared with other spellings.
#include "model/core/address.h"

#include <array>
#include <cstdint>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pullproof::address_test {
namespace {

using Groups = std::array<std::uint16_t, 8>;

/// Often zero, so that runs of zeros of every length turn up.
Groups some_groups() {
  return *rc::gen::container<Groups>(rc::gen::weightedOneOf<std::uint16_t>(
      {{3, rc::gen::just<std::uint16_t>(0)},
       {1, rc::gen::arbitrary<std::uint16_t>()},
       {1, rc::gen::just<std::uint16_t>(0xffff)}}));
}

Address address_of(const Groups& groups) {
  Address address{.family = Family::Ipv6, .value = 0};
  for (const std::uint16_t group : groups)
    address.value = (address.value << 16) | group;
  return address;
}

std::string spelled(const Groups& groups, std::size_t first, std::size_t last) {
  std::ostringstream text;
  text << std::hex;
  for (std::size_t i = first; i < last; ++i)
    text << (i == first ? "" : ":") << groups[i];
  return text.str();
}

bool is_mapped(const Address& address) { return address.value >> 32 == 0xffff; }

Address some_address() {
  if (*rc::gen::arbitrary<bool>()) return address_of(some_groups());
  return {.family = Family::Ipv4, .value = *rc::gen::arbitrary<std::uint32_t>()};
}

std::string with_prefix_length(const Address& address, unsigned length) {
  return address.text() + "/" + std::to_string(length);
}

Cidr some_block() {
  const Address address = some_address();
  const auto length = *rc::gen::inRange(0U, bits(address.family) + 1);
  return *Cidr::parse_loosely(with_prefix_length(address, length));
}

RC_GTEST_PROP(Address, ReadsWhatItPrints, ()) {
  const Address address = some_address();
  const auto read = Address::parse(address.text());
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == address);
}

RC_GTEST_PROP(Address, ReadsEverySpellingAlikeAndPrintsTheFirstShortest, ()) {
  const Groups groups = some_groups();
  const Address address = address_of(groups);
  std::string shortest = spelled(groups, 0, 8);
  RC_ASSERT(Address::parse(shortest) == address);
  std::size_t longest_run = 1;
  for (std::size_t first = 0; first < 8; ++first) {
    for (std::size_t end = first; end < 8 && groups[end] == 0; ++end) {
      const std::string text =
          spelled(groups, 0, first) + "::" + spelled(groups, end + 1, 8);
      RC_ASSERT(Address::parse(text) == address);
      if (end + 1 - first <= longest_run) continue;
      longest_run = end + 1 - first;
      shortest = text;
    }
  }
  RC_PRE(!is_mapped(address));
  RC_ASSERT(address.text() == shortest);
}

RC_GTEST_PROP(Address, ReadsATailThatIsADottedQuad, ()) {
  const Groups groups = some_groups();
  const Address address = address_of(groups);
  const Address tail{.family = Family::Ipv4, .value = address.value & 0xffffffff};
  RC_ASSERT(Address::parse(spelled(groups, 0, 6) + ":" + tail.text()) == address);
}

RC_GTEST_PROP(Address, ReadsArbitraryTextOnlyIfItIsSomeSpelling, ()) {
  std::string text = some_address().text();
  const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
  text.replace(at, *rc::gen::inRange<std::size_t>(0, 3),
               *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(0, 3),
                                                rc::gen::element('0', 'f', ':', '.')));
  const auto address = Address::parse(text);
  RC_CLASSIFY(address.has_value());
  if (address) RC_ASSERT(Address::parse(address->text()) == address);
}

RC_GTEST_PROP(Cidr, ReadsWhatItPrints, ()) {
  const Cidr block = some_block();
  RC_ASSERT(Cidr::parse(block.text()) == block);
  RC_ASSERT(Cidr::parse_loosely(block.text()) == block);
}

RC_GTEST_PROP(Cidr, ContainsTheAddressesThatShareItsPrefix, ()) {
  const Cidr block = some_block();
  Address address = some_address();
  const bool near = *rc::gen::arbitrary<bool>();
  if (near)
    address = {block.family, block.base ^ (Number{1} << *rc::gen::inRange(0, 32))};
  const unsigned rest = bits(block.family) - block.prefix_length;
  const bool shares = address.family == block.family &&
                      (rest == 128 || address.value >> rest == block.base >> rest);
  RC_ASSERT(block.contains(address) == shares);
  if (address.family == block.family)
    RC_ASSERT(block.addresses().contains(address.value) == shares);
}

RC_GTEST_PROP(Cidr, ContainsABlockExactlyWhenItHoldsAllItsAddresses, ()) {
  const Cidr outer = some_block();
  Cidr inner = some_block();
  if (*rc::gen::arbitrary<bool>())
    inner = *Cidr::parse_loosely(
        with_prefix_length(Address{outer.family, outer.last()},
                           *rc::gen::inRange(0U, bits(outer.family) + 1)));
  RC_ASSERT(outer.contains(inner) ==
            (outer.family == inner.family &&
             inner.addresses().is_subset_of(outer.addresses())));
}

RC_GTEST_PROP(Cidr, IsStrictlyReadOnlyWithoutHostBits, ()) {
  const Address address = some_address();
  const auto length = *rc::gen::inRange(0U, bits(address.family) + 1);
  const std::string text = with_prefix_length(address, length);
  const auto loose = Cidr::parse_loosely(text);
  RC_ASSERT(loose.has_value());
  RC_ASSERT(loose->contains(address));
  RC_ASSERT(Cidr::parse(text).has_value() == (loose->base == address.value));
}

}  // namespace
}  // namespace pullproof::address_test
