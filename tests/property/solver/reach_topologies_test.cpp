// What `reach` says of random networks of several VPCs, against a simulator that sends
// single packets; and what must not matter does not.
//
// On a disagreement, the snapshot and the question are written to a folder beside the
// system's temporary files.
#include <algorithm>
#include <filesystem>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "solver/reach.h"
#include "tests/support/bundle.h"
#include "tests/support/network_account.h"
#include "tests/support/reach_disagreement.h"
#include "tests/support/topology_generator.h"

namespace pullproof::solver::reach_topologies_test {
namespace {

using nlohmann::json;
using simulator::Network;
using support::disagreement;
using support::NetworkWorld;
using support::question_of;
using support::Topology;
using support::TopologyQuestion;

constexpr std::size_t kMostEdits = 6;
constexpr std::size_t kQuestions = 6;

/// For whoever has to find out who is right.
[[noreturn]] void fail(const json& bundle, const TopologyQuestion& question,
                       const std::string& why) {
  const auto folder = std::filesystem::temp_directory_path() / "pullproof-topology";
  std::filesystem::create_directories(folder);
  testing::write_file(folder / "snapshot.json", bundle.dump(2));
  testing::write_file(folder / "question.ndjson", support::to_json(question).dump());
  RC_FAIL(why + "; see " + folder.string());
}

ReachAnswer answer(const NetworkWorld& world, const TopologyQuestion& question) {
  Session session(50'000'000);
  return reach(world.context(), question.reach, session).value();
}

RC_GTEST_PROP(ReachTopologies, ThePacketsOfASimulatorGoWhereReachSays, ()) {
  const json bundle = topology_of(*support::random_topology(kMostEdits));
  const NetworkWorld world(bundle);
  const Network network = simulator::read_network(bundle);
  std::set<std::string> verdicts;
  for (const auto number : *support::random_questions(kQuestions)) {
    const auto question = question_of(network, number);
    const ReachAnswer told = answer(world, question);
    verdicts.insert(support::word(told.verdict));
    const std::string why = disagreement(network, question, told);
    if (!why.empty()) fail(bundle, question, why);
  }
  for (const auto& verdict : verdicts) RC_TAG(verdict);
}

/// Shuffles every array; an array's order never means anything in these documents.
void shuffle_arrays(json& value, std::mt19937& random) {
  if (value.is_array()) std::shuffle(value.begin(), value.end(), random);
  for (auto& part : value) {
    if (part.is_structured()) shuffle_arrays(part, random);
  }
}

/// Of a direction: what it comes to, and why.
std::string gist(const ReachDirection& direction) {
  std::string text = support::word(direction.verdict);
  for (const auto& blocker : direction.blockers) text += " " + blocker.code;
  return text;
}
std::string gist(const ReachAnswer& told) {
  return gist(told.forward) + ", " + gist(told.back);
}

void say_the_same(const json& one, const json& other, const TopologyQuestion& question,
                  const TopologyQuestion& other_question) {
  const std::string before = gist(answer(NetworkWorld(one), question));
  const std::string after = gist(answer(NetworkWorld(other), other_question));
  if (before != after) fail(other, other_question, before + " became " + after);
}

RC_GTEST_PROP(ReachTopologies, TheOrderOfArraysNeverMatters, ()) {
  const json bundle = topology_of(*support::random_topology(kMostEdits));
  const Network network = simulator::read_network(bundle);
  json shuffled = bundle;
  std::mt19937 random(*rc::gen::arbitrary<unsigned>());
  shuffle_arrays(shuffled, random);
  const auto question = question_of(network, (*support::random_questions(1)).front());
  say_the_same(bundle, shuffled, question, question);
}

/// "subnet-1-0" becomes "subnet-0-1x": another order, and no other id is so called.
std::string renamed(const std::string& id) {
  static const std::vector<std::string> kPrefixes = {"vpc-", "subnet-", "rtb-", "acl-",
                                                     "sg-",  "eni-",    "nat-", "igw-",
                                                     "pcx-", "tgw-",    "cidr-"};
  for (const std::string& prefix : kPrefixes) {
    if (!id.starts_with(prefix)) continue;
    return prefix + std::string(id.rbegin(), id.rend() - prefix.size()) + "x";
  }
  return id;
}

void rename_texts(json& value) {
  if (value.is_string()) value = renamed(value);
  if (!value.is_structured()) return;
  for (auto& part : value) rename_texts(part);
}

json with_other_ids(const json& bundle) {
  json other;
  for (const auto& [path, document] : bundle.items()) {
    const std::string start = "ec2-search-transit-gateway-routes/";
    std::string name = path;
    const std::size_t at = path.find(start);
    if (at != std::string::npos) {
      const std::size_t id = at + start.size();
      name =
          path.substr(0, id) + renamed(path.substr(id, path.size() - id - 5)) + ".json";
    }
    other[name] = document;
    rename_texts(other[name]);
  }
  return other;
}

RC_GTEST_PROP(ReachTopologies, IdsAreOnlyNames, ()) {
  const json bundle = topology_of(*support::random_topology(kMostEdits));
  const Network network = simulator::read_network(bundle);
  const auto question = question_of(network, (*support::random_questions(1)).front());
  auto other = question;
  other.reach.from = renamed(other.reach.from);
  other.reach.to = renamed(other.reach.to);
  other.reach.vpc = renamed(other.reach.vpc);
  say_the_same(bundle, with_other_ids(bundle), question, other);
}

RC_GTEST_PROP(ReachTopologies, AnotherRuleOfAGroupRefusesNothing, ()) {
  const Topology topology = *support::random_topology(kMostEdits);
  const json bundle = topology_of(topology);
  const json more =
      support::with_another_group_rule(bundle, (*support::random_questions(1)).front());
  const Network network = simulator::read_network(bundle);
  const auto question = question_of(network, (*support::random_questions(1)).front());
  if (answer(NetworkWorld(bundle), question).verdict != Reachability::Reachable) return;
  const ReachAnswer told = answer(NetworkWorld(more), question);
  if (told.verdict != Reachability::Reachable) {
    fail(more, question, "reachable became " + gist(told));
  }
}

}  // namespace
}  // namespace pullproof::solver::reach_topologies_test
