// The network firewalls on the two ways of a question of `reach`.
//
// AWS: Network Firewall developer guide, "Avoiding asymmetric routing": packets and
// replies have to pass the same endpoints. The two ways are built one after the other,
// so the second one is told what the first one passed. Transit Gateway guide,
// "Appliance in a shared services VPC": what appliance mode chooses for packets holds
// for replies. Not modelled: ways that pass different endpoints by what else AWS
// chooses: unknown.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/vpc_crossing.h"

namespace pullproof::model {

/// By attachment with appliance mode, and by the NAT gateway that packets have passed
/// before it ("" for none), which makes another flow: the subnet that it has chosen.
using ApplianceChoices = std::map<std::pair<std::string, std::string>, SubnetId>;

/// The ways that a packet may take to its destination, as far as firewalls tell them
/// apart.
struct FirewallWays {
  struct Taken {
    std::vector<std::string> endpoints;  ///< Ids, in order.
    ApplianceChoices choices;
    auto operator<=>(const Taken&) const = default;
  };
  std::set<Taken> ways;
  std::map<std::string, gates::FirewallAt> endpoints;  ///< All of them.
};

class FirewallCrossing : protected VpcCrossing {
 protected:
  FirewallCrossing(Leg& leg, const gates::Context& context)
      : VpcCrossing(leg, context) {}

  /// Into the endpoint's subnet and through the firewall. The packet leaves from `at`
  /// then, until `left_firewall`; nothing if it goes in circles.
  std::optional<std::size_t> pass_firewall(std::size_t from, Position& at,
                                           const aws::Route& route,
                                           const gates::Packet& packet);
  void left_firewall() { passed_.pop_back(); }
  [[nodiscard]] bool has_passed_firewall() const { return !passed_.empty(); }
  /// The packet is where it was sent to.
  void note_arrival() { gone_.ways.insert({passed_, chosen_}); }
  /// The packet goes on from where an attachment has chosen that it does. Gives what
  /// was chosen before, for `choose_again`.
  /// `nat`: that makes the flow what it is here; "" for none.
  [[nodiscard]] ApplianceChoices choose(const Crossed& next, const std::string& nat);
  void choose_again(ApplianceChoices before) { chosen_ = std::move(before); }
  [[nodiscard]] const FirewallWays& ways() const { return gone_; }

  /// Before a reply's way: the ways that the packet may have taken.
  void expect(const FirewallWays& ways) { expected_ = ways; }
  /// The reply is back, with or without having passed what it had to; nothing if what
  /// it had to pass is not known. `is_behind_nat`: the packet changed on its way.
  std::optional<std::size_t> settle(std::size_t from, const gates::Packet& packet,
                                    bool is_behind_nat);

 private:
  /// What a packet may have passed whose reply has met the choices so far.
  [[nodiscard]] std::set<std::vector<std::string>> expected_endpoints() const;

  std::vector<std::string> passed_;
  ApplianceChoices chosen_;
  FirewallWays gone_;
  FirewallWays expected_;  ///< Without ways: the packet did not arrive.
};

}  // namespace pullproof::model
