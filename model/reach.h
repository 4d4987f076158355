// The way of a packet from one place to another and back, as two legs to be proved.
//
// The places are interfaces, or whatever has one: an instance, an endpoint, a NAT
// gateway, an address. Neither leg depends on the other's gates: the way back is judged
// as if the packet had arrived.
//
// AWS: VPC user guide, "Configure route tables", "Security groups", "Network ACLs",
// "NAT gateways"; Reachability Analyzer's explanation codes.
// Not modelled yet: NAT64, VPN, appliances, packets that leave a VPC to come back in by
// a public address; a way that meets one of them is unknown.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/core/interval_set.h"
#include "model/core/result.h"
#include "model/gates/gate.h"
#include "model/leg.h"

namespace pullproof::model {

struct ReachQuestion {
  /// "eni-1", "111122223333/eni-1", "i-1", "vpce-1", "nat-1", "10.0.0.1", a task or a
  /// load balancer.
  std::string from;
  std::string to;
  int protocol = 6;             ///< IANA. ICMP, of either family: echo requests.
  Interval ports = {443, 443};  ///< Of the destination: all of them. TCP and UDP only.
  /// Of the source; nothing: every port that a client may use.
  std::optional<Interval> source_ports = std::nullopt;
  /// Where a private address is: "vpc-1", "111122223333/vpc-1"; "" if only one has it.
  std::string vpc = {};
};

/// What Amazon answers on an address of its own in every VPC.
struct AmazonService {
  std::string name;  ///< "the DNS resolver".
  int port = 53;
  bool takes_tcp = true;
  bool takes_udp = true;
  bool needs_dns = false;         ///< Only while the VPC has enableDnsSupport on.
  bool is_for_instances = false;  ///< Of whose metadata it tells.
};

/// Somewhere that packets start or end.
struct ReachEnd {
  std::string id;    ///< As it was asked for.
  std::string name;  ///< Of the interface, or `id`.
  aws::Scope scope;
  VpcId vpc;  ///< Empty: outside of every VPC.
  SubnetId subnet;
  IntervalSet addresses;
  /// Where its connections may start.
  Interval client_ports = {32768, 60999};
  std::optional<Address> public_address = std::nullopt;  ///< Of the family.
  /// Set: whether it has that one.
  std::optional<Unknown> public_question = std::nullopt;
  FactRef address_fact = nullptr;
  std::vector<SecurityGroupId> groups = {};
  /// A gateway endpoint: `addresses` are its service's.
  const aws::VpcEndpoint* gateway = nullptr;
  /// An interface endpoint, whose interface this is.
  const aws::VpcEndpoint* endpoint = nullptr;
  const aws::NatGateway* nat = nullptr;
  /// In `vpc`, or in the VPC of whoever asks if that is empty.
  std::optional<AmazonService> amazon = std::nullopt;
  Family family = Family::Ipv4;    ///< Of the addresses.
  bool has_groups = false;         ///< NAT gateways have none.
  bool by_public_address = false;  ///< It was asked for by that.
  bool by_private_address = false;
  bool is_beyond = false;       ///< A private address of no VPC: behind some gateway.
  bool are_ports_known = true;  ///< False: those of Linux, or those of Windows.
};

/// The way between one interface of the one and one of the other.
struct ReachWay {
  Leg forward;
  Leg back;
};

/// An endpoint has several interfaces; a client may get the address of any.
struct Reach {
  std::vector<ReachWay> ways;
  /// False: connections start from ports of Linux or from ports of Windows, and the
  /// ways have both.
  bool are_ports_known = true;
  /// Set: nothing of what was asked for is known.
  std::optional<Unknown> unknown = std::nullopt;
};

/// Problems: texts that are neither ids nor addresses, and addresses that several VPCs
/// have. Requires: the context has a network index.
[[nodiscard]] Result<Reach> reach_ways(const gates::Context& context,
                                       const ReachQuestion& question);

}  // namespace pullproof::model
