// The places that a packet passes, each with what gates need to judge it there.
//
// A place says *where*; the gates in gate_list.h say *whether*. Whoever builds a path
// makes places; nobody else needs to know which gates exist.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/aws/ecs.h"
#include "model/aws/snapshot.h"
#include "model/core/predicate.h"
#include "model/gates/request.h"

namespace pullproof::gates {

class ImageIndex;

enum class Direction { Forward, Back };

/// A port that AWS chooses, or a fixed one.
struct PortTerm {
  std::optional<FieldId> field;
  Number fixed = 0;  ///< Used if there is no field.
};

/// A far end that may be of any AWS service, or of none.
inline constexpr std::string_view kAnyService = "?";

/// One packet as it stands on one hop. Addresses change at a NAT gateway.
struct Packet {
  FieldId source{};
  FieldId destination{};
  /// ICMP: the type of the message is its destination port, and that of the reply its
  /// source port. Other protocols without ports have 0 for both.
  PortTerm source_port;
  PortTerm destination_port;
  int protocol = 6;  ///< IANA: 6 is TCP, 17 is UDP.
  Direction direction = Direction::Forward;
  Family family = Family::Ipv4;  ///< Of both addresses.
  /// The AWS service whose public addresses the far end has, if it is known as an
  /// unlisted prefix list: "com.amazonaws.eu-central-1.s3"; "" if it is of no such
  /// service, `kAnyService` if that is not known.
  std::string far_service;
};

/// Private addresses of interfaces and the groups that they are in.
struct GroupMembers {
  aws::Scope scope;  ///< Where the groups are looked up.
  IntervalSet addresses;
  std::vector<SecurityGroupId> groups;
  /// Set: rules cannot name these groups, since packets pass this gateway or firewall.
  std::string lost_at = {};
};

/// The groups of an interface, for a packet that starts (egress) or ends (ingress)
/// there. Replies are never judged: groups are stateful.
struct GroupPlace {
  Packet packet;
  bool egress = true;
  aws::Scope scope;
  std::string owner;  ///< The interface or task, for messages.
  std::vector<SecurityGroupId> groups;
  std::vector<GroupMembers> peers;   ///< What is known of the other end.
  std::string far_end = "the task";  ///< Of a packet that comes in, for messages.
};

/// The boundary of a subnet.
struct SubnetPlace {
  Packet packet;
  bool egress = true;
  aws::Scope scope;
  SubnetId subnet;
};

/// The end of a route look-up that leads nowhere, or nobody knows where.
struct RoutePlace {
  enum class Outcome {
    None,         ///< No route matches.
    Blackhole,    ///< The best route is a blackhole.
    Loop,         ///< The packet comes back to where it has been.
    Private,      ///< An internet gateway is sent a packet to a private address.
    SharedSpace,  ///< One of RFC 6598, then.
    Elsewhere,    ///< The route does not lead to the endpoint that is wanted.
    Protocol,     ///< It leads to a gateway endpoint, which does not carry it.
    Transit,    ///< It leads to what serves its own VPC only, and the packet is not of
                ///< it.
    Undecided,  ///< `question` says why.
  };
  Packet packet;
  Outcome outcome = Outcome::None;
  aws::Scope scope;
  const aws::RouteTable* table = nullptr;
  const aws::Route* route = nullptr;  ///< Null for `none`.
  std::string towards;                ///< The name or service that is wanted.
  Unknown question;                   ///< undecided only.
  bool is_private = false;            ///< `towards` is in a VPC.
  /// Of a loop: the VPCs and transit gateways that packets go round between, if any.
  std::vector<std::string> rounds = {};
};

/// An internet gateway, egress-only or not, seen from the interface that uses it.
struct InternetGatewayPlace {
  Packet packet;
  aws::Scope scope;
  VpcId vpc;
  SubnetId subnet;  ///< Of the interface: exclusions of Block Public Access name it.
  Symbol gateway_id;
  const aws::InternetGateway* gateway = nullptr;  ///< Null if the snapshot lacks it.
  bool behind_nat = false;
  bool inbound = false;  ///< The packet comes from the internet.
  /// For an interface: whether it has a public address of the packet's family, and what
  /// says so.
  bool public_address = false;
  FactRef address_fact;
};

struct NatGatewayPlace {
  Packet packet;
  aws::Scope scope;
  Symbol gateway_id;
  const aws::NatGateway* gateway = nullptr;  ///< Null if the snapshot lacks it.
  bool to_internet = true;                   ///< Else to a private address.
  /// For a regional gateway, which is not the same in all zones: where packets come
  /// from; null if the snapshot lacks it.
  const aws::Subnet* from = nullptr;
  bool is_end = false;  ///< The packet is for the gateway itself.
};

/// Somewhere that a query names, and that no packet comes from or gets to.
struct ClosedEndPlace {
  enum class Why {
    NoAddress,   ///< It has none of the family.
    NotRunning,  ///< Its instance is in this state.
    NatGateway,  ///< It answers nothing itself.
  };
  Packet packet;
  std::string id;
  Why why = Why::NoAddress;
  Family family = Family::Ipv4;
  std::string state = {};  ///< NotRunning: "stopped".
  aws::Source source = {};
};

/// What Amazon answers on an address of its own in every VPC.
struct AmazonServicePlace {
  Packet packet;
  aws::Scope scope;
  VpcId vpc;
  std::string name;        ///< "the DNS resolver of vpc-1".
  bool needs_dns = false;  ///< Only while the VPC has enableDnsSupport on.
};

/// A peering connection, where a packet leaves `vpc`.
struct PeeringPlace {
  Packet packet;
  aws::Scope scope;
  VpcId vpc;
  std::string peering_id;
  const aws::VpcPeering* peering = nullptr;  ///< Null if the snapshot lacks it.
};

/// A VPC's attachment to a transit gateway: a packet enters through it, or leaves.
struct AttachmentPlace {
  Packet packet;
  aws::Scope scope;
  VpcId vpc;
  Symbol gateway_id;
  const aws::TransitGateway* gateway = nullptr;  ///< Null if the snapshot lacks it.
  /// Null if the snapshot lacks it.
  const aws::TransitGatewayVpcAttachment* attachment = nullptr;
  bool enters = false;  ///< Else it comes from the gateway.
  /// Where it enters from; null if the snapshot lacks it.
  const aws::Subnet* from = nullptr;
  /// The attachment's subnet in that zone; null if it has none there.
  const aws::Subnet* entry = nullptr;
  /// Set: the snapshot does not tell whether there is one.
  std::optional<Unknown> zone_question = std::nullopt;
};

/// Where a transit gateway's table leads to nothing.
struct TransitRoutePlace {
  enum class Outcome {
    NoTable,        ///< The attachment is associated with no table.
    None,           ///< No route matches.
    Blackhole,      ///< The best route is a blackhole.
    BadAttachment,  ///< It leads to an attachment that is out of service.
    Loop,           ///< Packets come back, for ever.
  };
  Packet packet = {};
  Outcome outcome = Outcome::None;
  /// That the packet came in through. Never null.
  const aws::TransitGatewayAttachment* attachment = nullptr;
  const aws::TransitGatewayRoutes* table = nullptr;  ///< Null for `NoTable`.
  const aws::TransitGatewayRoute* route = nullptr;   ///< Null for `None`.
  std::string towards = {};
  /// Of `BadAttachment`: that one.
  const aws::TransitGatewayAttachment* bad = nullptr;
  std::vector<std::string> rounds = {};  ///< Of `Loop`, as in RoutePlace.
};

/// A gateway or an appliance that the user vouches for.
struct VouchedPlace {
  Packet packet;
  aws::Scope scope;
  VpcId vpc;  ///< That the route is of.
  std::string id;
  bool is_vouched = true;  ///< False: what lies beyond is open anyway.
  /// That packets enter it by; null if it is no interface of the snapshot.
  const aws::NetworkInterface* interface = nullptr;
  const aws::VpcEndpoint* endpoint = nullptr;  ///< Null if it is none of the snapshot.
  const aws::VpnGateway* vpn_gateway = nullptr;  ///< As well.
};

/// What has sent replies past a network firewall's endpoint, or to another one, as far
/// as that is known.
struct LedAstray {
  const aws::RouteTable* table = nullptr;
  const aws::TransitGatewayRoutes* transit_table = nullptr;
  /// Without appliance mode, so that replies stay in the zone that they come from.
  const aws::TransitGatewayVpcAttachment* attachment = nullptr;
};

/// A connection at an endpoint of a network firewall.
struct FirewallPlace {
  enum class Meeting {
    There,       ///< Packets that the opening side sends pass it.
    Back,        ///< Replies pass it.
    Bypassed,    ///< Replies do not pass it, and the other packets do.
    Unannounced  ///< Replies pass it, and the other packets do not.
  };
  Packet packet;  ///< As the opening side sends it.
  /// What each part of it may be.
  IntervalSet sources = {};
  IntervalSet destinations = {};
  IntervalSet source_ports = {};
  IntervalSet destination_ports = {};
  const aws::NetworkFirewall* firewall = nullptr;   ///< Never null.
  const aws::FirewallEndpoint* endpoint = nullptr;  ///< Never null.
  std::string server_name = {};  ///< Of its TLS handshake; "" if that is not known.
  Meeting meeting = Meeting::There;
  LedAstray astray = {};  ///< Of replies that do not come by the way of the packets.
};

/// A gateway or interface endpoint that a packet reaches.
struct EndpointPlace {
  Packet packet;
  aws::Scope scope;
  const aws::VpcEndpoint* endpoint = nullptr;
  bool opens = false;  ///< The packet is to come from it instead, and to be the first.
  bool for_layers = false;  ///< The packet asks S3 for a layer.
};

/// The resolver that answers the leg's host name.
struct ResolverPlace {
  aws::Scope scope;
  VpcId vpc;
  std::string host;
  std::string service;  ///< "ecr.api", "ecr.dkr", "s3".
  std::string region;   ///< Of the service that the host names.
  /// That the client connects by: it asks for A records, or for AAAA records.
  Family family = Family::Ipv4;
  /// The subnet of whoever can use IPv6 alone and asks for a name that has no IPv6
  /// address of its own; else "".
  SubnetId ipv6_only_subnet = {};
  /// Through an inbound endpoint, whatever the VPC's DHCP options say.
  bool is_forwarded = false;
  /// Amazon's resolver answers with an address of the VPC, of a mount target for one.
  bool is_of_vpc = false;
};

/// The image reference of one container.
struct ReferencePlace {
  std::string image;
  std::string container;
  FactRef fact;
};

/// The image that a registry is asked for.
struct ImagePlace {
  aws::Scope scope;  ///< Of the registry.
  std::string repository;
  std::string tag;               ///< "" if the reference has none.
  std::string digest;            ///< "" if the reference has none.
  bool resolved_by_ecs = false;  ///< ECS resolved the tag to the digest.
  /// Set: ECS resolved the tag, and why nobody can tell to what.
  std::string digest_question = {};
  std::string os;  ///< "linux", "windows".
  /// Of Windows: "10.0.17763"; "" if it is not known.
  std::string windows_build = {};
  std::string architecture;  ///< "amd64", "arm64"; "" if the instance decides.
  /// Set: it is asked for by an instance of another platform than the task's, and why
  /// nobody can tell whether tasks start there.
  std::optional<Unknown> platform_question = {};
  bool fargate = true;
  const ImageIndex* images = nullptr;  ///< Of the whole snapshot; never null.
};

/// What a container needs before it starts and that no ECR registry of an account has.
struct DependencyPlace {
  enum class Kind {
    LogGroup,
    Secret,
    Parameter,
    Key,
    BadSecret,
    BadFile,
    PublicImage,
    FileSystem,
    MountTarget,  ///< Of the file system, for a client in `subnet`.
    AccessPoint,
  };
  Kind kind = Kind::LogGroup;
  aws::Scope scope;  ///< Where it is.
  /// A log group's or parameter's name, the id of a file system, an ARN, or a text that
  /// refers to nothing.
  std::string name;
  std::string other_name;   ///< Of a parameter: what it may be called as well.
  bool is_foreign = false;  ///< The task is of another account.
  std::string stage;        ///< Of a secret's version; "" if an id is asked for.
  /// Of a secret: the version's id; of a parameter: its number or label; "" if none is
  /// asked for.
  std::string version;
  bool is_created = false;       ///< The log driver makes a group that is not there.
  FactRef named_by;              ///< The task definition.
  aws::Scope subnet_scope = {};  ///< Of a mount target's client.
  SubnetId subnet = {};          ///< As well; "" if it is not known.
  std::string access_point = {};
};

/// Nothing is judged here: a mark on the path for people.
struct WayPoint {};

using Place =
    std::variant<WayPoint, ReferencePlace, RolePlace, ResolverPlace, GroupPlace,
                 SubnetPlace, RoutePlace, InternetGatewayPlace, NatGatewayPlace,
                 PeeringPlace, AttachmentPlace, TransitRoutePlace, VouchedPlace,
                 ClosedEndPlace, AmazonServicePlace, FirewallPlace, EndpointPlace,
                 RequestPlace, ImagePlace, DependencyPlace>;

}  // namespace pullproof::gates
