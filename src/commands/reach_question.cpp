#include "src/commands/reach_question.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/traffic_rule.h"

namespace pullproof::cli {
namespace {

constexpr unsigned kLastPort = 65535;
constexpr const char* kDefaultPort = "443";

std::optional<unsigned> number_of(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > kLastPort) {
    return std::nullopt;
  }
  return number;
}

/// "443" or "1024-65535".
std::optional<Interval> ports_of(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = number_of(text.substr(0, dash));
  const auto last =
      dash == std::string_view::npos ? first : number_of(text.substr(dash + 1));
  if (!first || !last || *first > *last) return std::nullopt;
  return Interval{*first, *last};
}

/// A name, or a number of IANA's.
std::optional<int> protocol_of(std::string_view text) {
  constexpr unsigned kLastProtocol = 255;
  if (text == "tcp") return aws::kTcp;
  if (text == "udp") return aws::kUdp;
  if (text == "icmp" || text == "icmpv6") return aws::kIcmp;
  const auto number = number_of(text);
  if (!number || *number > kLastProtocol) return std::nullopt;
  return *number == aws::kIcmpv6 ? aws::kIcmp : static_cast<int>(*number);
}

/// A number as its text.
std::string text_of(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

Result<model::ReachQuestion> read_reach(const ReachWords& words) {
  Problems problems;
  const auto expect = [&](std::string_view what, std::string_view kind,
                          const std::string& found) {
    problems.push_back({"command line", "",
                        fmt::format("expected as the {} {}, found {}", what, kind,
                                    aws::in_backticks(found))});
  };
  model::ReachQuestion question{.from = words.from, .to = words.to};
  question.vpc = words.vpc;
  const auto protocol = protocol_of(words.protocol);
  if (!protocol) {
    expect("protocol", "`tcp`, `udp`, `icmp` or a number from 0 to 255",
           words.protocol);
  }
  question.protocol = protocol.value_or(question.protocol);
  const bool has_ports = aws::has_ports(question.protocol);
  const bool names_ports = !words.port.empty() || !words.source_port.empty();
  if (!has_ports && names_ports) {
    expect("port", "none, since only TCP and UDP have ports",
           words.port.empty() ? words.source_port : words.port);
  }
  const auto ports = ports_of(words.port.empty() ? kDefaultPort : words.port);
  if (!ports) expect("port", "a port or a range like `1024-65535`", words.port);
  question.ports = ports.value_or(question.ports);
  if (has_ports && !words.source_port.empty()) {
    question.source_ports = ports_of(words.source_port);
    if (!question.source_ports) {
      expect("source port", "a port or a range like `1024-65535`", words.source_port);
    }
  }
  if (!problems.empty()) return problems;
  return question;
}

Result<model::ReachQuestion> read_reach(const nlohmann::json& line,
                                        const std::string& where) {
  Problems problems;
  const auto problem = [&](const std::string& key, std::string message) {
    problems.push_back({where, key.empty() ? "" : "/" + key, std::move(message)});
  };
  if (!line.is_object()) {
    problem("", fmt::format("expected a query as an object, found {}",
                            aws::type_name(line)));
    return problems;
  }
  ReachWords words;
  const std::array<std::pair<const char*, std::string*>, 6> keys = {
      {{"from", &words.from},
       {"to", &words.to},
       {"protocol", &words.protocol},
       {"port", &words.port},
       {"sourcePort", &words.source_port},
       {"vpc", &words.vpc}}};
  for (const auto& [key, text] : keys) {
    const auto found = line.find(key);
    if (found == line.end() || found->is_null()) continue;
    if (!found->is_string() && !found->is_number_integer()) {
      problem(key, fmt::format("expected a text or a number, found {}",
                               aws::type_name(*found)));
      continue;
    }
    *text = text_of(*found);
  }
  for (const auto& [key, value] : line.items()) {
    const bool known = key == "id" || std::any_of(keys.begin(), keys.end(),
                                                  [&key = key](const auto& one) {
                                                    return key == one.first;
                                                  });
    if (!known) problem(key, "expected no such key in a query");
  }
  for (const char* key : {"from", "to"}) {
    if (!line.contains(key)) {
      problem("", fmt::format("expected a query with `{}`, found none", key));
    }
  }
  if (!problems.empty()) return problems;
  auto question = read_reach(words);
  if (question.ok()) return question;
  for (const auto& each : question.problems()) problem("", each.message);
  return problems;
}

}  // namespace pullproof::cli
