#include "model/gates/packet.h"

#include <gtest/gtest.h>

#include "tests/support/network_account.h"

namespace pullproof::gates::packet_test {
namespace {

TEST(Packet, ComparesAFixedPortAtOnce) {
  const PortTerm https{.field = std::nullopt, .fixed = 443};
  EXPECT_EQ(port_in(https, {443, 443}).as_constant(), Truth::Yes);
  EXPECT_EQ(port_in(https, {0, 442}).as_constant(), Truth::No);
  EXPECT_EQ(port_in(https, {444, 65535}).as_constant(), Truth::No);
}

TEST(Packet, LeavesAPortThatAwsChoosesToTheChoice) {
  const PortTerm client{.field = support::kSourcePort, .fixed = 443};
  const Predicate predicate = port_in(client, {1024, 2048});
  const auto with = [](unsigned port) {
    return support::packet_choice("10.0.1.10", port, "52.0.0.1");
  };
  EXPECT_EQ(evaluate(predicate, with(1024)), Truth::Yes);
  EXPECT_EQ(evaluate(predicate, with(2048)), Truth::Yes);
  EXPECT_EQ(evaluate(predicate, with(2049)), Truth::No);
  EXPECT_EQ(evaluate(predicate, with(443)), Truth::No);
}

TEST(Packet, RepliesFromTheOtherEnd) {
  Packet packet = support::packet_to_443();
  packet.far_service = "s3";
  const Packet back = reply(packet);
  EXPECT_EQ(back.source, packet.destination);
  EXPECT_EQ(back.destination, packet.source);
  EXPECT_EQ(back.source_port.fixed, 443U);
  EXPECT_FALSE(back.source_port.field);
  EXPECT_EQ(back.destination_port.field, packet.source_port.field);
  EXPECT_EQ(back.direction, Direction::Back);
  EXPECT_EQ(back.far_service, "s3");
  EXPECT_EQ(reply(back).direction, Direction::Forward);
}

TEST(Packet, NamesProtocolsAsAwsDoes) {
  EXPECT_EQ(protocol_name(6), "tcp");
  EXPECT_EQ(protocol_name(17), "udp");
  EXPECT_EQ(protocol_name(1), "icmp");
  EXPECT_EQ(protocol_name(50), "50");
}

TEST(Packet, ShowsAPortThatAwsChoosesAsAny) {
  EXPECT_EQ(show(PortTerm{.field = std::nullopt, .fixed = 443}), "443");
  EXPECT_EQ(show(PortTerm{.field = support::kSourcePort, .fixed = 0}), "any");
}

}  // namespace
}  // namespace pullproof::gates::packet_test
