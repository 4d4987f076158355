#include "model/gates/firewall_match.h"

#include <gtest/gtest.h>

#include "tests/support/network_account.h"

namespace pullproof::gates::firewall_match_test {
namespace {

using support::block;

constexpr const char* kHost = "api.ecr.eu-central-1.amazonaws.com";

FirewallVariables variables() {
  FirewallVariables known;
  known.home = block("10.0.0.0/16");
  known.external = block("0.0.0.0/0").minus(*known.home);
  known.addresses["NET"] = {"10.1.0.0/16", "!10.1.2.0/24"};
  known.ports["WEB"] = {"80", "443"};
  return known;
}

FirewallPlace place(const std::string& host = kHost) {
  return {.packet = support::packet_to_443(),
          .sources = block("10.0.1.0/24"),
          .destinations = block("52.0.0.0/8"),
          .source_ports = IntervalSet::range(32768, 60999),
          .destination_ports = IntervalSet::single(443),
          .server_name = host};
}

FirewallMatch match(const std::string& text, const std::string& host = kHost) {
  return match_of(aws::parse_suricata_rules(text).at(0), variables(), place(host), "r");
}

Truth opening(const std::string& text) { return match(text).on_opening.as_constant(); }
Truth hello(const std::string& text) { return match(text).on_hello.as_constant(); }

Truth named(const std::string& options) {
  return hello("pass tls any any -> any any (" + options + ")");
}

// Suricata user guide, "Rules format": source and destination.
TEST(FirewallMatch, ReadsSetsOfAddresses) {
  const auto read = [](const char* text) {
    return firewall_addresses(text, variables());
  };
  EXPECT_EQ(read("any"), block("0.0.0.0/0"));
  EXPECT_EQ(read("$HOME_NET"), block("10.0.0.0/16"));
  EXPECT_EQ(read("!$HOME_NET"), read("$EXTERNAL_NET"));
  EXPECT_EQ(read("$NET"), block("10.1.0.0/16").minus(block("10.1.2.0/24")));
  EXPECT_EQ(read("[10.0.0.1, !$NET]"), block("10.0.0.1/32"));
  EXPECT_EQ(read("2001:db8::/32"), IntervalSet());
  EXPECT_EQ(read("$MISSING"), std::nullopt);
  EXPECT_EQ(read("@REFERENCE"), std::nullopt);
  EXPECT_EQ(read("[[[[[[10.0.0.1]]]]]]"), std::nullopt);
}

TEST(FirewallMatch, ReadsSetsOfPorts) {
  const auto read = [](const char* text) { return firewall_ports(text, variables()); };
  EXPECT_EQ(read("any"), IntervalSet::range(0, 65535));
  EXPECT_EQ(read("1024:"), IntervalSet::range(1024, 65535));
  EXPECT_EQ(read(":79"), IntervalSet::range(0, 79));
  EXPECT_EQ(read("[80,443]"), read("$WEB"));
  EXPECT_EQ(read("![1:65535]"), IntervalSet::single(0));
  EXPECT_EQ(read("65536"), std::nullopt);
  EXPECT_EQ(read("9:8"), std::nullopt);
}

TEST(FirewallMatch, LooksAtAddressesPortsAndProtocol) {
  EXPECT_EQ(opening("drop tcp $HOME_NET any -> $EXTERNAL_NET 443 (sid:1;)"),
            Truth::Yes);
  EXPECT_EQ(opening("drop ip any any -> any any (sid:1;)"), Truth::Yes);
  EXPECT_EQ(opening("drop udp any any -> any any (sid:1;)"), Truth::No);
  EXPECT_EQ(opening("drop tcp $EXTERNAL_NET any -> any any (sid:1;)"), Truth::No);
  EXPECT_EQ(opening("drop tcp any any -> any !443 (sid:1;)"), Truth::No);
  EXPECT_EQ(opening("drop tcp any 80 -> any any (sid:1;)"), Truth::No);
  EXPECT_EQ(hello("drop http any any -> any any (sid:1;)"), Truth::No);
  EXPECT_EQ(opening("drop tcp 10.0.1.128/25 any -> any any (sid:1;)"), Truth::Unknown);
}

TEST(FirewallMatch, KnowsWhichPacketsARuleIsAskedAbout) {
  const char* early = "pass tcp any any -> any any (flow:not_established; sid:1;)";
  EXPECT_EQ(opening(early), Truth::Yes);
  EXPECT_EQ(hello(early), Truth::No);
  EXPECT_TRUE(match(early).of_opening_only);
  const char* late = "drop tcp any any -> any any (flow:to_server,established; sid:1;)";
  EXPECT_EQ(opening(late), Truth::No);
  EXPECT_EQ(hello(late), Truth::Yes);
  EXPECT_EQ(match(late).on_reply.as_constant(), Truth::No);
  const char* inbound = "drop tcp $EXTERNAL_NET any -> $HOME_NET any (sid:1;)";
  EXPECT_EQ(opening(inbound), Truth::No);
  EXPECT_EQ(match(inbound).on_reply.as_constant(), Truth::Yes);
  EXPECT_EQ(opening("drop tcp $EXTERNAL_NET any <> $HOME_NET any (sid:1;)"),
            Truth::Yes);
}

// Suricata user guide, "SSL/TLS Keywords", tls.sni; "Payload Keywords".
TEST(FirewallMatch, ComparesTheNameOfTheServer) {
  EXPECT_EQ(named("tls.sni; content:\"ecr\"; sid:1;"), Truth::Yes);
  EXPECT_EQ(named("tls.sni; content:\"s3\"; sid:1;"), Truth::No);
  EXPECT_EQ(named("tls.sni; content:!\"s3\"; sid:1;"), Truth::Yes);
  EXPECT_EQ(named("tls.sni; content:\"api.\"; startswith; content:\".COM\"; nocase; "
                  "endswith; sid:1;"),
            Truth::Yes);
  EXPECT_EQ(named("tls.sni; content:\"ecr.\"; startswith; sid:1;"), Truth::No);
  const std::string host(kHost);
  EXPECT_EQ(named("tls.sni; dotprefix; content:\"." + host + "\"; endswith; sid:1;"),
            Truth::Yes);
  EXPECT_EQ(named("tls.sni; content:\"" + host + "\"; startswith; endswith; sid:1;"),
            Truth::Yes);
  EXPECT_EQ(named("tls.sni; content:\"amazonaws.com\"; startswith; endswith; sid:1;"),
            Truth::No);
}

TEST(FirewallMatch, LeavesOpenWhatItDoesNotUnderstand) {
  EXPECT_EQ(named("tls.sni; pcre:\"/^api/\"; sid:1;"), Truth::Unknown);
  EXPECT_EQ(named("tls.sni; content:\"|2e|\"; sid:1;"), Truth::Unknown);
  EXPECT_EQ(named("tls.cert_subject; content:\"x\"; sid:1;"), Truth::Unknown);
  EXPECT_EQ(named("geoip:dst,CN; sid:1;"), Truth::Unknown);
  EXPECT_EQ(hello("pass tcp any any -> $MISSING any (sid:1;)"), Truth::Unknown);
  EXPECT_EQ(opening("nonsense"), Truth::Unknown);
  // What is known of it shows that it cannot match.
  EXPECT_EQ(named("tls.sni; content:\"s3\"; pcre:\"/^api/\"; sid:1;"), Truth::No);
  EXPECT_EQ(hello("drop tls 10.9.0.0/16 any -> any any (geoip:dst,CN; sid:1;)"),
            Truth::No);
}

TEST(FirewallMatch, LeavesNamesOpenWhereTheServerIsNotNamed) {
  const char* text = "drop tls any any -> any any (tls.sni; content:\"a\"; sid:1;)";
  EXPECT_EQ(match(text, "").on_hello.as_constant(), Truth::Unknown);
  EXPECT_EQ(match(text, "").on_opening.as_constant(), Truth::No);
}

}  // namespace
}  // namespace pullproof::gates::firewall_match_test
