// What the packet simulator knows of a snapshot's network, read from the JSON documents
// themselves.
//
// It shares no code with `model/` or `solver/`, so that two readings of AWS's rules can
// be compared. IPv4 only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "tests/support/oracle_range.h"

namespace pullproof::simulator {

using oracle::Range;
using oracle::Ranges;

inline constexpr int kEveryProtocol = -1;

struct Vpc {
  std::string region = {};
  Ranges blocks = {};  ///< Those that are `associated`.
};

struct AclEntry {
  int number = 0;
  bool allow = false;
  bool egress = false;
  int protocol = kEveryProtocol;
  Range ports = {};
  Range block = {};
};

struct Route {
  std::set<std::string> targets = {};  ///< Several: by turns.
  Range block = {};
  bool blackhole = false;
  /// What wins among routes to one block: static, by prefix list, propagated.
  int rank = 0;
};
using Routes = std::vector<Route>;

struct Subnet {
  std::string id = {};
  std::string vpc = {};
  std::string zone = {};  ///< Its id, which means the same in every account.
  Range block = {};
  std::vector<AclEntry> acl = {};  ///< By number.
  Routes routes = {};              ///< Of its own table, else of the main one.
};

struct GroupRule {
  bool egress = false;
  int protocol = kEveryProtocol;
  Range ports = {};
  Ranges blocks = {};
  std::set<std::string> groups = {};
};

struct Interface {
  std::string id = {};
  std::string vpc = {};
  std::string subnet = {};
  std::vector<std::uint32_t> addresses = {};  ///< The primary one first.
  std::set<std::uint32_t> public_ones = {};   ///< Of these, with a public address.
  bool is_lambda = false;
  std::set<std::string> groups = {};
};

struct NatGateway {
  std::string subnet = {};
  std::string state = {};
  bool is_public = true;
  bool has_public_address = false;
  std::vector<std::uint32_t> addresses = {};
};

struct PeeringSide {
  std::string vpc = {};
  Ranges blocks = {};
};

struct Peering {
  std::string state = {};
  PeeringSide sides[2];
};

struct TransitGateway {
  std::string state = {};
  bool references_groups = false;
};

struct Attachment {
  std::string gateway = {};
  std::string vpc = {};
  std::string state = {};
  std::vector<std::string> subnets = {};
  bool appliance_mode = false;
  bool references_groups = false;
  std::string table = {};  ///< "": associated with none.
  std::string association_state = {};
};

struct GatewayEndpoint {
  std::string vpc = {};
  std::string state = {};
};

struct Network {
  std::map<std::string, Vpc> vpcs = {};
  std::map<std::string, Subnet> subnets = {};
  std::map<std::string, std::vector<GroupRule>> groups = {};
  std::map<std::string, std::string> vpc_of_group = {};
  std::map<std::string, Interface> interfaces = {};
  std::map<std::string, NatGateway> nat_gateways = {};
  /// The VPCs that an internet gateway is attached to.
  std::map<std::string, std::set<std::string>> internet_gateways = {};
  std::map<std::string, Peering> peerings = {};
  std::map<std::string, TransitGateway> transit_gateways = {};
  std::map<std::string, Attachment> attachments = {};
  std::map<std::string, Routes> transit_tables = {};
  std::map<std::string, GatewayEndpoint> gateway_endpoints = {};
  Ranges port_cuts = {};  ///< Of every rule anywhere.
};

/// Throws: json::exception and std::exception, for what is not as AWS prints it.
[[nodiscard]] Network read_network(const nlohmann::json& bundle);

}  // namespace pullproof::simulator
