#include "model/core/address.h"

#include <gtest/gtest.h>

namespace pullproof::address_test {
namespace {

using namespace std::string_view_literals;

std::string canonical(std::string_view text) {
  const auto address = Address::parse(text);
  return address ? address->text() : "refused";
}

std::string block(std::string_view text) {
  const auto cidr = Cidr::parse(text);
  return cidr ? cidr->text() : "refused";
}

std::string loose_block(std::string_view text) {
  const auto cidr = Cidr::parse_loosely(text);
  return cidr ? cidr->text() : "refused";
}

TEST(Address, ReadsADottedQuadMostSignificantOctetFirst) {
  const auto address = Address::parse("10.20.30.40");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->family, Family::Ipv4);
  EXPECT_TRUE(address->value == 0x0a141e28);
  EXPECT_EQ(address->text(), "10.20.30.40");
}

TEST(Address, ReadsBothEndsOfIpv4) {
  EXPECT_EQ(canonical("0.0.0.0"), "0.0.0.0");
  EXPECT_EQ(canonical("255.255.255.255"), "255.255.255.255");
}

TEST(Address, RefusesWhatIsNotExactlyADottedQuad) {
  for (const std::string_view text :
       {"", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.00", "1..2.3",
        " 1.2.3.4", "1.2.3.4 ", "+1.2.3.4", "-1.2.3.4", "0x1.2.3.4", "1.2.3.4:80",
        "1.2.3.4/32", "1.2.3.a", "1.2.3.4."})
    EXPECT_EQ(canonical(text), "refused") << text;
  EXPECT_EQ(canonical("1.2.3.4\0"sv), "refused");
}

TEST(Address, ReadsIpv6MostSignificantGroupFirst) {
  const auto address = Address::parse("2001:db8::1");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->family, Family::Ipv6);
  EXPECT_TRUE(address->value == ((Number{0x20010db8} << 96) | 1));
}

TEST(Address, ReadsEveryFormOfRfc4291) {
  EXPECT_EQ(canonical("::"), "::");
  EXPECT_EQ(canonical("::1"), "::1");
  EXPECT_EQ(canonical("FF01:0:0:0:0:0:0:0101"), "ff01::101");
  EXPECT_EQ(canonical("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
  EXPECT_EQ(canonical("::2:3:4:5:6:7:8"), "0:2:3:4:5:6:7:8");
  EXPECT_EQ(canonical("2001:db8::192.0.2.1"), "2001:db8::c000:201");
  EXPECT_EQ(canonical("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"),
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
}

TEST(Address, RefusesWhatRfc4291DoesNotKnow) {
  for (const std::string_view text :
       {":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::", "12345::", "g::", "::1%eth0", "[::1]", "::1 ", "1:", ":1",
        "::01.2.3.4", "::1.2.3", "1.2.3.4::", "1:2:3:4:5:6:7:1.2.3.4", "::1/128"})
    EXPECT_EQ(canonical(text), "refused") << text;
}

TEST(Address, PrintsIpv6AsRfc5952Says) {
  EXPECT_EQ(canonical("2001:0DB8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  EXPECT_EQ(canonical("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
  EXPECT_EQ(canonical("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
  EXPECT_EQ(canonical("::ffff:c000:201"), "::ffff:192.0.2.1");
}

TEST(Address, PrintsNoDottedQuadInTheOldCompatibleBlock) {
  EXPECT_EQ(canonical("::1.2.3.4"), "::102:304");
  EXPECT_EQ(canonical("::1:0"), "::1:0");
  EXPECT_EQ(canonical("::ffff"), "::ffff");
}

TEST(Cidr, ReadsABlockWithoutHostBits) {
  EXPECT_EQ(block("10.0.0.0/16"), "10.0.0.0/16");
  EXPECT_EQ(block("0.0.0.0/0"), "0.0.0.0/0");
  EXPECT_EQ(block("10.0.0.1/32"), "10.0.0.1/32");
  EXPECT_EQ(block("::/0"), "::/0");
  EXPECT_EQ(block("2001:db8::/56"), "2001:db8::/56");
  EXPECT_EQ(block("::1/128"), "::1/128");
}

TEST(Cidr, RefusesHostBits) {
  EXPECT_EQ(block("10.0.0.1/16"), "refused");
  EXPECT_EQ(block("2001:db8::1/64"), "refused");
}

TEST(Cidr, RefusesAPrefixLengthThatIsNotAPlainNumber) {
  for (const std::string_view text :
       {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/08", "10.0.0.0/+8",
        "10.0.0.0/-8", "10.0.0.0/ 8", "10.0.0.0/8 ", "10.0.0.0/8/8", "10.0.0.0/0x8",
        "10.0.0.0/255.0.0.0", "10.0.0.0/4294967304", "/8", "0.0.0.0/00"})
    EXPECT_EQ(block(text), "refused") << text;
}

TEST(Cidr, DropsHostBitsWhenReadLoosely) {
  EXPECT_EQ(loose_block("10.1.2.3/8"), "10.0.0.0/8");
  EXPECT_EQ(loose_block("2001:db8::1/32"), "2001:db8::/32");
}

TEST(Cidr, IsOneAddressWhenABareAddressIsReadLoosely) {
  EXPECT_EQ(loose_block("10.1.2.3"), "10.1.2.3/32");
  EXPECT_EQ(loose_block("2001:db8::1"), "2001:db8::1/128");
}

TEST(Cidr, IsAsStrictAboutTheRestWhenReadLoosely) {
  for (const std::string_view text : {"", "10.1.2", "10.1.2.3/33", "10.1.2.3/08", "*"})
    EXPECT_EQ(loose_block(text), "refused") << text;
}

TEST(Cidr, EndsAtItsLastAddress) {
  EXPECT_TRUE(Cidr::parse("10.0.0.0/24")->last() == 0x0a0000ff);
  EXPECT_TRUE(Cidr::parse("::/0")->last() == ~Number{0});
  EXPECT_EQ(Cidr::parse("10.0.0.0/24")->addresses(),
            IntervalSet::range(0x0a000000, 0x0a0000ff));
}

TEST(Cidr, ContainsItselfAndWhatLiesWithin) {
  const Cidr outer = *Cidr::parse("10.0.0.0/8");
  EXPECT_TRUE(outer.contains(outer));
  EXPECT_TRUE(outer.contains(*Cidr::parse("10.255.0.0/16")));
  EXPECT_FALSE(Cidr::parse("10.255.0.0/16")->contains(outer));
  EXPECT_TRUE(outer.contains(*Address::parse("10.255.255.255")));
  EXPECT_FALSE(outer.contains(*Address::parse("11.0.0.0")));
}

TEST(Cidr, NeverContainsTheOtherFamily) {
  EXPECT_FALSE(Cidr::parse("::/0")->contains(*Address::parse("10.0.0.1")));
  EXPECT_FALSE(Cidr::parse("0.0.0.0/0")->contains(*Address::parse("::1")));
  EXPECT_FALSE(Cidr::parse("::/0")->contains(*Cidr::parse("10.0.0.0/8")));
}

TEST(PublicIpv4, LeavesOutEveryBlockThatTheInternetDoesNotRoute) {
  for (const std::string_view text :
       {"0.1.2.3", "10.0.0.1", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
        "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9",
        "224.0.0.1", "240.0.0.1", "255.255.255.255"})
    EXPECT_FALSE(public_ipv4().contains(Address::parse(text)->value)) << text;
}

TEST(PublicIpv4, KeepsTheNeighboursOfThoseBlocks) {
  for (const std::string_view text :
       {"1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0", "192.167.255.255",
        "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0",
        "223.255.255.255", "52.95.0.1"})
    EXPECT_TRUE(public_ipv4().contains(Address::parse(text)->value)) << text;
}

// RFC 6052, section 2.1: 64:ff9b::192.0.2.33.
TEST(Nat64, PutsIpv4AddressesBehindItsPrefixAndBack) {
  const IntervalSet ipv4 = Cidr::parse("192.0.2.0/24")->addresses();
  const IntervalSet ipv6 = to_nat64(ipv4);
  EXPECT_EQ(ipv6, Cidr::parse("64:ff9b::c000:200/120")->addresses());
  EXPECT_EQ(from_nat64(ipv6), ipv4);
}

TEST(Nat64, LeavesOutOtherAddressesOnTheWayBack) {
  EXPECT_TRUE(from_nat64(Cidr::parse("2001:db8::/32")->addresses()).empty());
  EXPECT_EQ(from_nat64(Cidr::parse("::/0")->addresses()),
            Cidr::parse("0.0.0.0/0")->addresses());
}

}  // namespace
}  // namespace pullproof::address_test
