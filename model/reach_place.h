// The words by which queries of `reach` name places, and what the snapshot tells of an
// interface that is one. Only reach_end.cpp includes this.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::model {

/// An id, and where it is as far as its name says.
struct NamedPlace {
  std::string id;
  aws::Scope scope = {};  ///< "" for any.
};

/// "eni-1", "111122223333/eni-1" or "111122223333/eu-central-1/eni-1".
[[nodiscard]] NamedPlace parse_place(const std::string& text);

/// "111122223333/eu-central-1".
[[nodiscard]] std::string account_and_region(const aws::Scope& scope);

/// Why it is not known what the interface sends and takes; nothing if it is.
[[nodiscard]] std::optional<Unknown> question_about(
    const gates::Context& context, const aws::NetworkInterface& interface);

/// By name or ARN.
[[nodiscard]] std::vector<const aws::LoadBalancer*> balancers_named(
    const gates::Context& context, const NamedPlace& named);

/// In one of its subnets.
[[nodiscard]] bool lacks_interface(
    const aws::LoadBalancer& balancer,
    const std::vector<const aws::NetworkInterface*>& interfaces);

/// The VPCs that have the address, of those that `named` may mean.
[[nodiscard]] std::vector<const aws::Vpc*> vpcs_having(const gates::Context& context,
                                                       const Address& address,
                                                       const NamedPlace& named);
/// "vpc-1, vpc-2", with their accounts where ids alone do not tell them apart.
[[nodiscard]] std::string names_of(const std::vector<const aws::Vpc*>& vpcs);

/// The address by which the internet knows this one.
[[nodiscard]] std::optional<Address> public_address_of(
    const gates::Context& context, const aws::NetworkInterface& interface,
    const Address& address);

/// Why it is not known what comes and goes by that one; nothing if it is.
[[nodiscard]] std::optional<Unknown> public_question_of(
    const gates::Context& context, const aws::NetworkInterface& interface,
    const Address& address);

/// Set: accounts that share the network print different things of where it is.
[[nodiscard]] std::optional<Unknown> dispute_about(
    const gates::Context& context, const aws::NetworkInterface& interface,
    const aws::Subnet& subnet);

/// Where its connections start; nothing: its system is not known.
[[nodiscard]] std::optional<Interval> ports_of(const gates::Context& context,
                                               const aws::NetworkInterface& interface);

}  // namespace pullproof::model
