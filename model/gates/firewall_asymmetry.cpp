#include "model/gates/firewall_asymmetry.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"

namespace pullproof::gates {
namespace {

constexpr auto kForward = FirewallStep::Outcome::Forward;
constexpr auto kDrop = FirewallStep::Outcome::Drop;

std::string repair_of(const FirewallPlace& place) {
  const auto& [table, transit_table, attachment] = place.astray;
  if (attachment != nullptr) {
    return fmt::format("keep both directions in one zone: turn on appliance mode of {}",
                       attachment->id());
  }
  std::string repair =
      fmt::format("route both directions through {}", place.endpoint->endpoint_id);
  if (transit_table != nullptr) {
    repair += ": change " + transit_table->id();
  } else if (table != nullptr) {
    repair += ": change " + table->id();
  }
  return repair;
}

/// What is to blame for half of a connection.
FactRef fact_of(const FirewallPlace& place) {
  const auto& [table, transit_table, attachment] = place.astray;
  const std::string led =
      fmt::format("it leads replies past firewall {}", place.firewall->name);
  const auto at = [](const aws::Source& source, const char* below) {
    return aws::Source{.file = source.file, .pointer = source.pointer + below};
  };
  if (attachment != nullptr) {
    return fact_about(
        attachment->id(), at(attachment->source, "/Options/ApplianceModeSupport"),
        "its appliance mode is off, so replies stay in the zone that they come from");
  }
  if (transit_table != nullptr) {
    return fact_about(transit_table->id(), at(transit_table->source, "/Routes"), led);
  }
  if (table != nullptr) {
    return fact_about(table->id(), at(table->source, "/Routes"), led);
  }
  return fact_about(place.firewall->arn, place.endpoint->source,
                    "packets of one direction pass it");
}

}  // namespace

Predicate agree(const FirewallSteps& there, const FirewallSteps& back) {
  const Predicate one = first_is(there, kForward);
  const Predicate other = first_is(back, kForward);
  return Predicate::any_of(
      {first_is(there, kDrop), first_is(back, kDrop), Predicate::all_of({one, other}),
       Predicate::all_of({Predicate::negation(one), Predicate::negation(other)}),
       Predicate::unknown({.call = "",
                           .why = "the firewall's stateful rules see one direction of "
                                  "the connection only"})});
}

void judge_half(Gate& gate, const FirewallPlace& place,
                const aws::FirewallPolicy& policy, const FirewallSteps& steps) {
  const bool replies_pass = place.meeting == FirewallPlace::Meeting::Unannounced;
  const auto& firewall = *place.firewall;
  gate.code = "FIREWALL_ASYMMETRIC_ROUTING";
  gate.message = fmt::format(
      "network firewall {} sees {} of the connection only, and drops what it lacks the "
      "beginning of",
      firewall.name, replies_pass ? "the replies" : "the packets, not the replies,");
  gate.repair = repair_of(place);
  const FactRef fact = fact_of(place);
  // Streams are of TCP.
  const bool fails_closed =
      policy.stream_exception != "CONTINUE" && place.packet.protocol == aws::kTcp;
  Predicate outcome = Predicate::never();
  if (!fails_closed) {
    outcome = Predicate::unknown(
        {.call = "",
         .why = "what the firewall makes of half a connection is not documented "
                "without TCP, or where its stream exceptions continue"});
  }
  Predicate unseen = Predicate::negation(first_is(steps, kForward));
  gate.lets_through = Predicate::all_of(
      {never_dropped(steps),
       Predicate::because(fact,
                          Predicate::any_of({std::move(unseen), std::move(outcome)}))});
}

}  // namespace pullproof::gates
