// An invented account before it is written down: what exists and how it hangs together.
//
// Plain data between the plan (account/plan.h) and the JSON (account/documents.h).
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bench/account_generator.h"

namespace pullproof::bench {

inline constexpr std::string_view kAccountId = "111122223333";
inline constexpr std::string_view kRegion = "eu-central-1";
inline constexpr std::string_view kS3List = "pl-6ea54007";
inline constexpr std::string_view kDhcpOptions = "dopt-0aeb221660ff09134";
inline constexpr std::size_t kZones = 3;
inline constexpr std::size_t kServicesPerNetwork = 50;

enum class Tier { Public, Private, Isolated };

/// What is wrong with a service; nothing else of the account suffers from it.
enum class Fault {
  None,
  NoNatRoute,
  NoNatRouteInOneZone,
  NoS3Route,
  NoPublicAddress,
  GroupWithoutHttps,
  RoleWithoutToken,
  RepositoryDenies,
  TagMissing,
  AclWithHole,  ///< Some S3 addresses may not answer on some ports.
};

struct Subnet {
  std::string id;
  std::string name;
  std::string cidr;
  std::size_t zone = 0;
  Tier tier = Tier::Private;
  std::size_t third_octet = 0;  ///< Where its addresses begin.
  std::size_t used = 0;         ///< Addresses that were handed out.
};

struct RouteTable {
  std::string id;
  std::string name;
  bool main = false;
  std::string internet;     ///< Target of 0.0.0.0/0: "igw-..", "nat-..", or "".
  std::string s3_endpoint;  ///< Target of S3's prefix list, or "".
  std::vector<std::string> subnets;
};

struct AclRule {
  std::size_t number = 0;
  std::string cidr;
  std::string protocol = "-1";
  std::size_t from = 0;  ///< Ports; both 0: every one.
  std::size_t to = 0;
};

/// Lets everything out; lets in what `ingress` allows.
struct Acl {
  std::string id;
  bool is_default = false;
  std::vector<AclRule> ingress;
  std::vector<std::string> subnets;
};

struct GroupRule {
  std::string protocol = "-1";
  std::size_t port = 0;            ///< 0: every port.
  std::vector<std::string> cidrs;  ///< Any of the three kinds of peers.
  std::vector<std::string> groups;
  std::vector<std::string> prefix_lists;
};

struct Group {
  std::string id;
  std::string name;
  std::vector<GroupRule> ingress;
  std::vector<GroupRule> egress;
};

struct Interface {
  enum class Kind { Nat, Endpoint, Instance, Task };
  Kind kind = Kind::Task;
  std::string id;
  std::string owner;  ///< Id of the NAT gateway, endpoint or instance; task: a UUID.
  std::string subnet;
  std::size_t zone = 0;
  std::string address;
  std::string public_address;  ///< Or "".
  std::string allocation;      ///< Of an Elastic IP, or "".
  std::vector<std::string> groups;
};

struct Endpoint {
  std::string id;
  std::string service;                  ///< "ecr.api"; "s3" is a gateway endpoint.
  bool own_principals_only = false;     ///< Its policy.
  std::vector<std::size_t> interfaces;  ///< Indices of the network's interfaces.
};

struct Instance {
  std::string id;
  std::size_t interface = 0;  ///< Index of the network's interfaces.
};

/// A VPC, its ECS cluster and everything in them.
struct Network {
  std::string id;
  std::size_t number = 0;
  std::string cluster;
  std::string internet_gateway;
  bool private_endpoints = false;  ///< For ECR and logs, with private DNS.
  std::vector<Subnet> subnets;
  std::vector<RouteTable> route_tables;
  std::vector<Acl> acls;
  std::size_t inner_acl = 0;  ///< Of the private and isolated subnets.
  std::vector<Group> groups;
  std::vector<Interface> interfaces;
  std::vector<std::size_t> nat_gateways;  ///< Indices of interfaces, one a zone.
  std::vector<Endpoint> endpoints;
  std::vector<Instance> instances;
  std::string endpoint_group;  ///< Ids of groups that several share.
  std::string instance_group;
  std::string balancer_group;
  std::string database_group;
};

struct Role {
  enum class Policy { Managed, Inline, CustomerManaged, WithoutToken, Instance };
  std::string name;
  std::string unique_part;  ///< Of AROA.., AIPA.. and ANPA..
  Policy policy = Policy::Managed;
};

struct Repository {
  enum class Policy {
    None,
    AllowsAccount,
    DeniesOtherVpcs,
    DeniesOtherAddresses,
    DeniesEveryVpc
  };
  std::string name;
  std::string tag;
  bool both_architectures = false;
  Policy policy = Policy::None;
  std::vector<std::string> allowed;  ///< VPC or addresses that the policy spares.
  std::vector<std::string> digests;  ///< Newest first, then config, layer, children.
};

struct Service {
  std::string name;
  std::size_t network = 0;
  bool fargate = true;
  bool arm64 = false;
  Tier tier = Tier::Private;
  bool public_address = false;
  std::vector<std::string> subnets;
  std::vector<std::string> groups;
  std::string execution_role;       ///< Name; "": the instance's role pulls.
  std::vector<std::string> images;  ///< "acme/web:1.4.2", the main one first.
  Fault fault = Fault::None;
};

struct Account {
  std::vector<Network> networks;
  std::vector<Role> roles;
  std::vector<Repository> repositories;
  std::vector<Service> services;
};

}  // namespace pullproof::bench
