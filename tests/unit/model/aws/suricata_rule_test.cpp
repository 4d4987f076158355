#include "model/aws/suricata_rule.h"

#include <gtest/gtest.h>

namespace pullproof::aws::suricata_rule_test {
namespace {

// Suricata user guide, "Rules format".
TEST(SuricataRule, IsSplitIntoItsParts) {
  const auto rules = parse_suricata_rules(
      "pass tls $HOME_NET any -> [10.0.0.0/8, !10.1.0.0/16] 443 "
      "(msg:\"a; b\"; tls.sni; content:!\"x.example.com\"; flow:to_server; sid:7;)");
  ASSERT_EQ(rules.size(), 1U);
  const SuricataRule& rule = rules.front();
  EXPECT_FALSE(rule.is_garbled);
  EXPECT_EQ(rule.action, "pass");
  EXPECT_EQ(rule.protocol, "tls");
  EXPECT_EQ(rule.source, "$HOME_NET");
  EXPECT_EQ(rule.destination, "[10.0.0.0/8,!10.1.0.0/16]");
  EXPECT_EQ(rule.destination_port, "443");
  EXPECT_EQ(rule.name, "sid:7");
  ASSERT_EQ(rule.options.size(), 5U);
  EXPECT_EQ(rule.options[0], (SuricataOption{.keyword = "msg", .value = "a; b"}));
  EXPECT_EQ(rule.options[2],
            (SuricataOption{
                .keyword = "content", .value = "x.example.com", .is_negated = true}));
}

TEST(SuricataRule, LeavesOutCommentsAndJoinsLines) {
  const auto rules = parse_suricata_rules(
      "# drop ip any any -> any any (sid:1;)\n\n"
      "pass ip any any \\\n -> any any (sid:2;)\r\ndrop ip any any <> any any "
      "(sid:3;)");
  ASSERT_EQ(rules.size(), 2U);
  EXPECT_EQ(rules[0].name, "sid:2");
  EXPECT_EQ(rules[1].direction, "<>");
}

TEST(SuricataRule, EndsACommentWithItsLine) {
  const auto rules =
      parse_suricata_rules("# note \\\ndrop ip any any -> any any (sid:1;)");
  ASSERT_EQ(rules.size(), 1U);
  EXPECT_EQ(rules.front().action, "drop");
}

TEST(SuricataRule, IsGarbledWhereItCannotBeSplit) {
  for (const char* text : {"pass tcp any any -> any (sid:1;)", "nonsense",
                           "pass tcp any any => any any (sid:1;)",
                           "pass tcp any any -> any any 5 (sid:1;)"}) {
    const auto rules = parse_suricata_rules(text);
    ASSERT_EQ(rules.size(), 1U) << text;
    EXPECT_TRUE(rules.front().is_garbled) << text;
  }
}

// AWS: Network Firewall developer guide, "Examples of stateful rules", domain lists.
TEST(SuricataRule, IsWhatAnAllowListBecomes) {
  const auto rules = rules_of(
      {.targets = {".amazon.com", "example.com"}, .tls = true, .type = "ALLOWLIST"});
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_EQ(rules[0].action, "pass");
  EXPECT_EQ(rules[0].options[1].keyword, "dotprefix");
  EXPECT_EQ(rules[1].options[2].keyword, "startswith");
  EXPECT_EQ(rules[2].action, "drop");
  EXPECT_EQ(rules[2].source, "$HOME_NET");
}

TEST(SuricataRule, OfADenyListLeavesOtherNamesAlone) {
  EXPECT_EQ(rules_of({.targets = {"a.com"}, .tls = true, .type = "DENYLIST"}).size(),
            1U);
  EXPECT_TRUE(
      rules_of({.targets = {"a.com"}, .http = true, .type = "ALLOWLIST"}).empty());
}

}  // namespace
}  // namespace pullproof::aws::suricata_rule_test
