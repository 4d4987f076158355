// One packet of a pull and its answer, hop by hop.
//
// AWS: VPC user guide, "Route tables", "Network ACLs", "Security groups", "NAT
// gateways", "Block Public Access"; PrivateLink guide for endpoints. Not modelled: any
// other hop; where one is met, Unsupported.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tests/support/oracle_world.h"

namespace pullproof::oracle {

/// The interface that the pull leaves from.
struct Sender {
  const Subnet* subnet = nullptr;
  std::uint32_t address = 0;
  std::set<std::string> groups;
  bool has_public_address = false;
};

/// What the name of a service may resolve to.
struct Destinations {
  std::vector<std::uint32_t> addresses;  ///< One of each kind.
  bool exact = false;    ///< False: some of these kinds, nobody knows which.
  std::string endpoint;  ///< Id of the interface endpoint that they belong to.
  std::string refusal;   ///< Mechanism; no addresses then.
};

/// `service` is ecr.api, ecr.dkr or s3.
[[nodiscard]] Destinations resolve(const World& world, const std::string& vpc,
                                   const std::string& service);

/// One of each kind of address that ECR, or an interface on the internet, may have.
[[nodiscard]] std::vector<std::uint32_t> public_addresses(const World& world);

enum class Way { Ended, InterfaceEndpoint, GatewayEndpoint, Nat, Internet };

/// Where the routes lead, whatever the ports.
struct Path {
  Way way = Way::Ended;
  std::set<std::string> refusals;        ///< Mechanisms met on the way.
  const Interface* interface = nullptr;  ///< InterfaceEndpoint
  const Endpoint* endpoint = nullptr;    ///< GatewayEndpoint
  const Nat* nat = nullptr;              ///< Nat
};

[[nodiscard]] Path path_to(const World& world, const Sender& sender,
                           std::uint32_t destination);

struct Ports {
  std::uint32_t source = 0;
  std::uint32_t nat = 0;  ///< The source port beyond a NAT gateway.
};

/// Every mechanism that refuses the packet to port 443 or its answer.
[[nodiscard]] std::set<std::string> refusals_of(const World& world,
                                                const Sender& sender, const Path& path,
                                                std::uint32_t destination, Ports ports);

}  // namespace pullproof::oracle
