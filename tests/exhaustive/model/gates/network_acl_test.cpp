// Every network ACL of up to three entries, in every order that AWS may print them,
// against what AWS says of one: the entry with the lowest number that matches decides.
#include "model/gates/network_acl.h"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/packet.h"
#include "solver/session.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::network_acl_test {
namespace {

using nlohmann::json;
using support::AclRule;
using Rules = std::vector<AclRule>;

constexpr const char* kTask = "10.0.1.10";
constexpr const char* kBlock = "52.219.72.0/22";
/// In the block, just behind it.
constexpr std::array<const char*, 2> kServices = {"52.219.75.255", "52.219.76.0"};
/// On both sides of each border of the entries' ranges.
constexpr std::array<unsigned, 6> kPorts = {442, 443, 444, 1023, 1024, 65535};
/// So that a snapshot stays small.
constexpr std::size_t kBatch = 4096;

struct Traffic {
  const char* protocol;
  int first_port;
  int last_port;
};
constexpr std::array<Traffic, 4> kTraffic = {
    {{"-1", 0, 0}, {"6", 443, 443}, {"6", 1024, 65535}, {"17", 0, 65535}}};

/// Every entry but for its number.
Rules entries(const std::vector<bool>& directions) {
  Rules all;
  for (const bool egress : directions) {
    for (const char* action : {"allow", "deny"}) {
      for (const Traffic& traffic : kTraffic) {
        for (const char* cidr : {"0.0.0.0/0", kBlock}) {
          all.push_back({.number = 0,
                         .action = action,
                         .protocol = traffic.protocol,
                         .first_port = traffic.first_port,
                         .last_port = traffic.last_port,
                         .cidr = cidr,
                         .egress = egress});
        }
      }
    }
  }
  return all;
}

/// Every ACL of exactly `size` of these entries, numbered in the order of printing.
std::vector<Rules> numbered(const Rules& alphabet, std::size_t size) {
  std::vector<Rules> all = {{}};
  for (std::size_t i = 0; i < size; ++i) {
    std::vector<Rules> longer;
    for (const Rules& rules : all) {
      for (AclRule next : alphabet) {
        next.number = static_cast<int>(10 * (i + 1));
        longer.push_back(rules);
        longer.back().push_back(next);
      }
    }
    all = std::move(longer);
  }
  return all;
}

/// The same ACLs, each in every order of printing.
std::vector<Rules> in_every_order(const std::vector<Rules>& acls) {
  std::vector<Rules> all;
  for (Rules rules : acls) {
    const auto by_number = [](const AclRule& a, const AclRule& b) {
      return a.number < b.number;
    };
    do {
      all.push_back(rules);
    } while (std::next_permutation(rules.begin(), rules.end(), by_number));
  }
  return all;
}

bool matches(const AclRule& rule, bool egress, unsigned port, bool in_block) {
  if (rule.egress != egress) return false;
  if (rule.cidr == kBlock && !in_block) return false;
  if (rule.protocol == "-1") return true;
  return rule.protocol == "6" && static_cast<unsigned>(rule.first_port) <= port &&
         port <= static_cast<unsigned>(rule.last_port);
}

/// VPC user guide, "Network ACL basics", word for word.
bool lets_through(Rules rules, bool egress, unsigned port, bool in_block) {
  std::sort(rules.begin(), rules.end(),
            [](const AclRule& a, const AclRule& b) { return a.number < b.number; });
  for (const AclRule& rule : rules) {
    if (matches(rule, egress, port, in_block)) return rule.action == "allow";
  }
  return false;
}

std::string text(const Rules& rules) {
  std::string all;
  for (const AclRule& rule : rules) {
    all += fmt::format("{} {} {} {}-{} {} {}\n", rule.number, rule.action,
                       rule.protocol, rule.first_port, rule.last_port, rule.cidr,
                       rule.egress ? "out" : "in");
  }
  return all;
}

json account_with(const std::vector<Rules>& acls, std::size_t first, std::size_t last) {
  json list = json::array();
  for (std::size_t i = first; i < last; ++i) {
    const std::string number = std::to_string(i);
    list.push_back({{"NetworkAclId", "acl-" + number},
                    {"VpcId", "vpc-1"},
                    {"Associations", json::array({{{"SubnetId", "subnet-" + number}}})},
                    {"Entries", support::acl_entries(acls[i])}});
  }
  json bundle;
  support::network_answer(bundle, "ec2-describe-network-acls")["NetworkAcls"] = list;
  return bundle;
}

/// Shows the gate of each ACL, for the pull's packet (egress) or its reply, to `see`.
template <class See>
void for_each_gate(const std::vector<Rules>& acls, bool egress, const See& see) {
  const Packet packet = support::packet_to_443();
  for (std::size_t first = 0; first < acls.size(); first += kBatch) {
    const std::size_t last = std::min(first + kBatch, acls.size());
    const support::NetworkWorld world(account_with(acls, first, last));
    for (std::size_t i = first; i < last; ++i) {
      SubnetPlace place;
      place.packet = egress ? packet : reply(packet);
      place.egress = egress;
      place.scope = support::kNetworkScope;
      place.subnet = SubnetId("subnet-" + std::to_string(i));
      see(acls[i], NetworkAclGate::lets_through(place, world.context()).lets_through);
    }
  }
}

/// How many choices are let through, and of how many. The pull's packet always goes to
/// port 443; its reply goes to a port of the client's.
struct Count {
  std::size_t open = 0;
  std::size_t all = 0;
};

Count count_and_compare(const Rules& rules, bool egress, const Predicate& gate) {
  Count count;
  for (const char* service : kServices) {
    for (const unsigned port : kPorts) {
      const bool open =
          lets_through(rules, egress, egress ? 443 : port, service == kServices[0]);
      const Choice choice = support::packet_choice(kTask, port, service);
      if (evaluate(gate, choice) != (open ? Truth::Yes : Truth::No)) {
        ADD_FAILURE() << text(rules) << service << " port " << port;
      }
      count.open += open ? 1 : 0;
      ++count.all;
    }
  }
  return count;
}

IntervalSet set_of(const std::vector<Number>& values) {
  std::vector<Interval> intervals;
  for (const Number value : values) intervals.push_back({value, value});
  return IntervalSet(std::move(intervals));
}

/// The same choices as a solver sees them.
Fields fields() {
  const auto address = [](const char* text) { return Address::parse(text)->value; };
  Fields all;
  const auto add = [&](const char* name, Field::Kind kind, const IntervalSet& domain) {
    all.add({.name = name,
             .kind = kind,
             .domain = domain,
             .text_domain = {},
             .exact = true});
  };
  add("task", Field::Kind::Address, set_of({address(kTask)}));
  add("client port", Field::Kind::Port, set_of({kPorts.begin(), kPorts.end()}));
  add("service", Field::Kind::Address,
      set_of({address(kServices[0]), address(kServices[1])}));
  return all;
}

TEST(EveryNetworkAcl, DecidesByItsLowestMatchingEntryInEveryOrderOfPrinting) {
  std::size_t seen = 0;
  for (const std::size_t size : {0U, 1U, 2U, 3U}) {
    for_each_gate(in_every_order(numbered(entries({false}), size)), false,
                  [&](const Rules& rules, const Predicate& gate) {
                    if (::testing::Test::HasFailure()) return;
                    count_and_compare(rules, false, gate);
                    ++seen;
                  });
  }
  EXPECT_EQ(seen, 1U + 16 + 2 * 16 * 16 + 6 * 16 * 16 * 16);
}

TEST(EveryNetworkAcl, KeepsItsDirectionsApart) {
  for (const bool egress : {false, true}) {
    for (const std::size_t size : {1U, 2U}) {
      for_each_gate(in_every_order(numbered(entries({false, true}), size)), egress,
                    [&](const Rules& rules, const Predicate& gate) {
                      if (::testing::Test::HasFailure()) return;
                      count_and_compare(rules, egress, gate);
                    });
    }
  }
}

TEST(EveryNetworkAcl, IsTheSameForTheSolver) {
  const Fields all = fields();
  solver::Session session(50'000'000);
  const auto possible = [&](const Predicate& wanted) {
    return session.ask(all, wanted).answer == solver::Answer::Sat;
  };
  for (const std::size_t size : {0U, 1U, 2U, 3U}) {
    for_each_gate(
        numbered(entries({false}), size), false,
        [&](const Rules& rules, const Predicate& gate) {
          if (::testing::Test::HasFailure()) return;
          const Count count = count_and_compare(rules, false, gate);
          EXPECT_EQ(possible(gate), count.open > 0) << text(rules);
          EXPECT_EQ(possible(Predicate::negation(gate)), count.open < count.all)
              << text(rules);
        });
  }
}

}  // namespace
}  // namespace pullproof::gates::network_acl_test
