#include "model/aws/traffic_rule.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws::traffic_rule_test {
namespace {

std::optional<int> protocol(const char* text, std::size_t problems = 0) {
  const nlohmann::json json{{"p", text}};
  const DocumentContext context;
  ReadLog log;
  Cursor in(json, context, log);
  const auto read = parse_protocol(in, "p");
  EXPECT_EQ(log.problems.size(), problems) << text;
  return read;
}

TEST(Protocol, IsANameOrANumber) {
  EXPECT_EQ(protocol("tcp"), 6);
  EXPECT_EQ(protocol("udp"), 17);
  EXPECT_EQ(protocol("icmp"), 1);
  EXPECT_EQ(protocol("icmpv6"), 58);
  EXPECT_EQ(protocol("0"), 0);
  EXPECT_EQ(protocol("255"), 255);
  EXPECT_EQ(protocol("-1"), std::nullopt);
}

TEST(Protocol, IsNothingElse) {
  for (const char* text : {"TCP", "256", "-2", "6 ", "0x6", "all"}) protocol(text, 1);
}

TEST(HasPorts, OnlyTcpAndUdp) {
  EXPECT_TRUE(has_ports(6));
  EXPECT_TRUE(has_ports(17));
  EXPECT_FALSE(has_ports(1));
  EXPECT_FALSE(has_ports(std::nullopt));
}

}  // namespace
}  // namespace pullproof::aws::traffic_rule_test
