// Builds the hops of one connection: from a task's or an instance's interface to a
// service's name, through whatever the account's routing says, and the reply back.
//
// Every way that the name's answers and the routes allow becomes a lane of its own; the
// caller appends what the connection carries to the end of each.
//
// AWS: VPC user guide, "Configure route tables", "NAT gateways", "Gateway endpoints";
// network ACLs are stateless, so the reply passes them like any packet.
// Whoever has IPv6 alone sends IPv6 packets: to a name's own IPv6 addresses, or with
// DNS64 through NAT64 (VPC user guide, "DNS64 and NAT64"). Which of two families a
// client takes, and which of two names S3 answers by, AWS does not document: then both
// have to pass.
// Network firewalls: see model/gates/network_firewall.h; replies must pass the
// endpoints that packets have passed.
// Not modelled yet: VPN, other appliances, IPv6 to endpoints; a lane that meets one of
// them is unknown.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/leg.h"
#include "model/task.h"

namespace pullproof::model {

/// One place in a VPC where a name is answered: an interface of an endpoint, a mount
/// target.
struct EndpointAddress {
  std::string id;
  IntervalSet addresses;
  bool exact = true;
  SubnetId subnet;
  std::vector<SecurityGroupId> groups;
  std::optional<Unknown> doubt;
};

struct Target {
  std::string host;
  /// "ecr.api", "ecr.dkr", "s3" ...; "" for a host that no AWS service has.
  std::string service;
  std::string region = {};
  bool dual_stack = false;  ///< The host has an IPv6 address, too.
  /// The host that may be named instead of this one to clients with IPv6, and that is
  /// dual-stack; "" if none.
  std::string dual_stack_host = {};
  Number port = 443;
  bool is_layer = false;  ///< An object of S3 that layers are.
  /// The host is somebody's own, whose addresses may be private ones.
  bool may_be_private = false;
  /// Set: the name stands for this mount target in the source's own VPC, and for no
  /// public address. Without a subnet nothing but its VPC is known, so nothing but the
  /// source's groups is asked; without addresses nothing at all.
  std::optional<EndpointAddress> inside = {};
};

/// What the network path tells IAM about the request.
struct PathFacts {
  const aws::VpcEndpoint* endpoint = nullptr;  ///< Null: it went through none.
  VpcId vpc;                                   ///< The endpoint's; only with one.
  FieldId source{};                            ///< Private address of the source.
  std::optional<FieldId> public_source;        ///< Address that the service sees.
  std::optional<Unknown> undecided;            ///< Set: nothing above is known.
  bool is_hidden = false;  ///< The service is not told of the endpoint.
  /// In place of the endpoint's own id in aws:SourceVpce; "" for that.
  std::string endpoint_id = {};
};

/// Appends what the connection carries behind hop `last`.
using Carry = std::function<void(std::size_t last, const PathFacts& facts)>;

/// Adds placement number `placement` of `leg` to its graph, and its source address to
/// `leg.sources`. `os` is "linux" or "windows": it decides the client's ports.
void add_connection(Leg& leg, const gates::Context& context, std::size_t placement,
                    const SourceInterface& source, const std::string& os,
                    const Target& target, const Carry& carry);

}  // namespace pullproof::model
