#include "model/aws/traffic_rule.h"

#include <array>
#include <charconv>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

constexpr int kMaxPort = 65535;

/// AWS: the names that EC2 prints instead of numbers.
std::optional<int> named_protocol(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, int>, 4> kNames{
      {{"tcp", kTcp}, {"udp", kUdp}, {"icmp", kIcmp}, {"icmpv6", kIcmpv6}}};
  for (const auto& [name, number] : kNames) {
    if (name == text) return number;
  }
  return std::nullopt;
}

std::optional<int> numbered_protocol(std::string_view text) {
  int number = -1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  const bool whole = error == std::errc{} && stop == end && !text.empty();
  if (!whole || number < 0 || number > 255) return std::nullopt;
  return number;
}

}  // namespace

std::optional<int> parse_protocol(Cursor& in, std::string_view key) {
  const std::string text = in.text(key);
  if (text.empty() || text == "-1") return std::nullopt;
  if (const auto number = named_protocol(text)) return number;
  if (const auto number = numbered_protocol(text)) return number;
  in.problem(key, fmt::format("expected a protocol's name, its number from 0 to 255, "
                              "or `-1`, found {}",
                              in_backticks(text)));
  return std::nullopt;
}

Interval parse_ports(Cursor& in, std::string_view from, std::string_view to) {
  const Interval all{.first = 0, .last = kMaxPort};
  if (!in.has(from) && !in.has(to)) {
    // AWS always prints them; other tools leave them out to say all ports.
    in.warning("", fmt::format("a TCP or UDP rule without `{}` and `{}` is read as all "
                               "ports",
                               from, to));
    return all;
  }
  for (const std::string_view key : {from, to}) {
    if (!in.has(key)) in.problem("", fmt::format("expected `{}`, found nothing", key));
  }
  const auto first = in.integer(from, 0, kMaxPort);
  const auto last = in.integer(to, 0, kMaxPort);
  if (!first || !last) return all;
  if (*first > *last) {
    in.problem("",
               fmt::format("port range `{}-{}` ends before it starts", *first, *last));
    return all;
  }
  return {.first = static_cast<Number>(*first), .last = static_cast<Number>(*last)};
}

Interval parse_icmp_types(Cursor& in, std::string_view type, std::string_view code) {
  constexpr int kAll = -1;
  constexpr int kLast = 255;
  const auto types = in.integer(type, kAll, kLast).value_or(kAll);
  const auto codes = in.integer(code, kAll, kLast).value_or(kAll);
  // No message has that type.
  if (codes > 0) return {.first = kMaxPort, .last = kMaxPort};
  if (types == kAll) return {.first = 0, .last = kMaxPort};
  return {.first = static_cast<Number>(types), .last = static_cast<Number>(types)};
}

bool is_icmp(std::optional<int> protocol) {
  return protocol == kIcmp || protocol == kIcmpv6;
}

bool has_ports(std::optional<int> protocol) {
  return protocol == kTcp || protocol == kUdp;
}

}  // namespace pullproof::aws
