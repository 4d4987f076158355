// Does the gate say what a plain walk of three packets through the rules says?
#include "model/gates/network_firewall.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "tests/support/firewall_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::network_firewall_test {
namespace {

using nlohmann::json;

constexpr const char* kName = "api.ecr.eu-central-1.amazonaws.com";
const std::vector<std::string> kBlocks{"0.0.0.0/0", "10.0.1.0/24", "10.0.2.0/24",
                                       "52.0.0.0/8", "53.0.0.0/8"};
const std::vector<std::string> kSources{"10.0.1.5", "10.0.2.5"};
const std::vector<std::string> kTargets{"52.1.1.1", "53.1.1.1"};
const std::vector<std::string> kStateless{"aws:pass", "aws:drop", "aws:forward_to_sfe"};
const std::vector<std::string> kFlows{"", "flow:not_established; ",
                                      "flow:to_server, established; "};
const std::vector<std::string> kNames{"", "tls.sni; content:\"ecr\"; ",
                                      "tls.sni; content:\"s3\"; "};

struct PacketRule {
  int priority = 1;
  std::size_t action = 0, from = 0, to = 0;
};

struct FlowRule {
  std::string action;
  bool tls = false, both = false;
  std::size_t from = 0, to = 0, flow = 0, name = 0;
};

struct World {
  std::vector<PacketRule> packets;
  std::size_t otherwise = 2;
  std::vector<FlowRule> flows;
  bool strict = false;
  std::size_t last = 0;  ///< Default: none, drop_strict, drop_established.
};

std::size_t below(std::size_t end) { return *rc::gen::inRange<std::size_t>(0, end); }

World any_world() {
  World world;
  for (std::size_t i = below(4); i > 0; --i) {
    world.packets.push_back({.priority = static_cast<int>(1 + world.packets.size()),
                             .action = below(3),
                             .from = below(5),
                             .to = below(5)});
  }
  world.otherwise = below(4) == 0 ? below(3) : 2;
  for (std::size_t i = below(5); i > 0; --i) {
    FlowRule rule{.action = below(2) == 0 ? "pass" : "drop",
                  .tls = below(2) == 0,
                  .both = below(4) == 0,
                  .from = below(5),
                  .to = below(5),
                  .flow = below(3),
                  .name = 0};
    if (rule.tls) {
      rule.flow = rule.flow == 1 ? 0 : rule.flow;
      rule.name = below(3);
    }
    world.flows.push_back(rule);
  }
  world.strict = below(2) == 0;
  world.last = world.strict ? below(3) : 0;
  return world;
}

json account_of(const World& world) {
  json bundle = support::firewall_account();
  std::vector<json> stateless;
  for (const auto& rule : world.packets) {
    stateless.insert(stateless.begin(),
                     support::stateless_rule(rule.priority, kStateless[rule.action],
                                             kBlocks[rule.from], kBlocks[rule.to]));
  }
  support::put_stateless(bundle, "packets", stateless);
  support::firewall_policy(bundle)["StatelessDefaultActions"] = {
      kStateless[world.otherwise]};
  std::string rules;
  for (const auto& rule : world.flows) {
    rules += rule.action + (rule.tls ? " tls " : " tcp ") + kBlocks[rule.from] +
             " any " + (rule.both ? "<> " : "-> ") + kBlocks[rule.to] + " any (" +
             kNames[rule.name] + kFlows[rule.flow] + "sid:1;)\n";
  }
  support::put_suricata(bundle, "flows", rules);
  const std::vector<std::vector<std::string>> defaults{
      {}, {"aws:drop_strict"}, {"aws:drop_established"}};
  if (world.strict) support::use_strict_order(bundle, defaults[world.last]);
  return bundle;
}

/// The walk: no predicates, no sets, one address at a time.
enum class Fate { Passes, Dropped, Open };

bool lies_in(const std::string& address, std::size_t block) {
  const std::string& text = kBlocks[block];
  if (block == 0) return true;
  return address.substr(0, block < 3 ? 6 : 2) == text.substr(0, block < 3 ? 6 : 2);
}

struct Walk {
  const World& world;
  std::string client, server;

  [[nodiscard]] std::size_t stateless(bool back) const {
    const std::string& from = back ? server : client;
    const std::string& to = back ? client : server;
    for (const auto& rule : world.packets) {
      if (lies_in(from, rule.from) && lies_in(to, rule.to)) return rule.action;
    }
    return world.otherwise;
  }

  [[nodiscard]] bool speaks_of(const FlowRule& rule, bool back) const {
    const std::string& from = back ? server : client;
    const std::string& to = back ? client : server;
    if (lies_in(from, rule.from) && lies_in(to, rule.to)) return true;
    return rule.both && lies_in(to, rule.from) && lies_in(from, rule.to);
  }

  /// The rules in the order in which the engine tries them.
  [[nodiscard]] std::vector<FlowRule> ordered() const {
    std::vector<FlowRule> rules;
    for (const auto& rule : world.flows) {
      if (world.strict || rule.action == "pass") rules.push_back(rule);
    }
    for (const auto& rule : world.flows) {
      if (!world.strict && rule.action == "drop") rules.push_back(rule);
    }
    return rules;
  }

  [[nodiscard]] Fate stateful() const {
    const auto rules = ordered();
    bool passed = false;
    bool open = false;
    std::string first;
    for (const auto& rule : rules) {
      if (!first.empty() || rule.tls || rule.flow == 2) continue;
      if (!speaks_of(rule, false)) continue;
      first = rule.action;
      passed = rule.action == "pass" && rule.flow == 0;
    }
    if (first == "drop" || (first.empty() && world.last == 1)) return Fate::Dropped;
    first.clear();
    for (const auto& rule : rules) {
      if (!first.empty() || rule.flow == 1 || rule.name == 2) continue;
      if (speaks_of(rule, false)) first = rule.action;
    }
    bool reply_passed = false;
    for (const auto& rule : rules) {
      if (rule.flow == 2 || rule.name == 2 || !speaks_of(rule, true)) continue;
      // Replies of TLS come after the hello, and a pass of that holds for them.
      const bool comes_too_late = rule.tls && first == "pass";
      if (rule.action == "drop" && !passed && !comes_too_late) open = true;
      if (rule.action == "pass" && !rule.tls) reply_passed = true;
    }
    if (world.last == 1 && !passed && !reply_passed) open = true;
    if (first == "drop" || (first.empty() && world.last != 0)) {
      return passed || reply_passed ? Fate::Open : Fate::Dropped;
    }
    return open ? Fate::Open : Fate::Passes;
  }

  [[nodiscard]] Fate run() const {
    const std::size_t there = stateless(false);
    const std::size_t back = stateless(true);
    if (there == 1 || back == 1) return Fate::Dropped;
    const Fate engine = there == 2 ? stateful() : Fate::Passes;
    if (engine == Fate::Dropped) return engine;
    return there == back ? engine : Fate::Open;
  }
};

RC_GTEST_PROP(NetworkFirewall, SaysWhatAWalkThroughItsRulesSays, ()) {
  const World world = any_world();
  const json bundle = account_of(world);
  const support::NetworkWorld read(bundle);
  const auto found = firewall_at(read.context(), support::kNetworkScope, "vpce-fw");
  FirewallPlace place{.packet = support::packet_to_443(),
                      .sources = support::block("10.0.0.0/16"),
                      .destinations = support::block("52.0.0.0/7"),
                      .source_ports = IntervalSet::range(32768, 60999),
                      .destination_ports = IntervalSet::single(443),
                      .firewall = found.firewall,
                      .endpoint = found.endpoint,
                      .server_name = kName};
  const Gate there = NetworkFirewallGate::lets_through(place, read.context());
  place.meeting = FirewallPlace::Meeting::Back;
  const Gate back = NetworkFirewallGate::lets_through(place, read.context());
  const auto both = Predicate::all_of({there.lets_through, back.lets_through});
  for (const auto& client : kSources) {
    for (const auto& server : kTargets) {
      const Truth said = evaluate(both, support::packet_choice(client, 40000, server));
      const Fate fate = Walk{world, client, server}.run();
      RC_LOG() << bundle.dump() << client << " " << server;
      if (fate == Fate::Passes) RC_ASSERT(said == Truth::Yes);
      if (fate == Fate::Dropped) RC_ASSERT(said == Truth::No);
      if (fate == Fate::Open) RC_ASSERT(said == Truth::Unknown);
    }
  }
}

}  // namespace
}  // namespace pullproof::gates::network_firewall_test
