// The network of the account as plain tables, with every cut that its documents make.
//
// Only TCP over IPv4 is kept: group rules that do not cover TCP 443 and list entries of
// other protocols or families are left out, since no packet of a pull meets them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tests/support/oracle_documents.h"
#include "tests/support/oracle_range.h"

namespace pullproof::oracle {

/// One source or target that a group's rule lets through.
struct Grant {
  Ranges blocks;
  std::string group;       ///< Or the members of this group.
  bool elsewhere = false;  ///< Of another account or across a peering.
};

struct Group {
  std::string vpc;
  std::vector<Grant> ingress;
  std::vector<Grant> egress;
};

struct AclEntry {
  int number = 0;
  bool egress = false;
  bool allow = false;
  Range addresses;
  Range ports;
};

enum class Origin { Cidr, PrefixList, Propagated };  ///< First beats last.

struct Route {
  Ranges blocks;
  Origin origin = Origin::Cidr;
  std::string state;
  std::string target;  ///< local, igw-, nat- or vpce-; another kind's name otherwise.
};

struct Subnet {
  std::string id;
  std::string vpc;
  Range block;
  std::vector<AclEntry> acl;  ///< By rule number.
  std::vector<Route> routes;
};

struct Interface {
  std::string id;
  std::string subnet;
  std::string vpc;
  std::uint32_t address = 0;  ///< The primary one.
  std::vector<std::uint32_t> addresses;
  std::set<std::string> groups;
  std::optional<std::string> public_address;
};

struct Nat {
  std::string subnet;
  std::string vpc;
  bool available = false;
  bool is_public = false;
  std::vector<std::string> public_addresses;
};

struct Endpoint {
  std::string id;
  std::string vpc;
  std::string type;
  std::string service;  ///< Without com.amazonaws.<region>.
  std::string state;
  bool private_dns = false;
  std::vector<std::string> interfaces;
  std::set<std::string> groups;
  const nlohmann::json* policy = nullptr;  ///< nullptr: full access.
};

struct World {
  Documents documents;
  std::map<std::string, Ranges> prefix_lists;
  std::map<std::string, Ranges> vpcs;  ///< Their associated blocks.
  std::map<std::string, Subnet> subnets;
  std::map<std::string, Group> groups;
  std::map<std::string, Interface> interfaces;
  std::set<std::uint32_t> kept_addresses;  ///< Of endpoints and NAT gateways.
  std::map<std::string, Nat> nats;
  std::map<std::string, std::set<std::string>> gateways;  ///< Attached VPCs.
  std::vector<Endpoint> endpoints;
  std::string block_mode;  ///< off, block-bidirectional or block-ingress
  Ranges s3;               ///< The region's S3 addresses.
  Ranges not_ecr;          ///< Addresses of S3, DynamoDB and nobody.
  Ranges address_cuts;     ///< Every block and address anywhere in the bundle.
  Ranges port_cuts;
  bool asks_address = false;  ///< Some policy may ask where a request comes from.
};

/// Ensures: the result points into `bundle`. Throws: Unsupported, json::exception.
[[nodiscard]] World read_world(const nlohmann::json& bundle);

}  // namespace pullproof::oracle
