// The networks of an invented account: a VPC with three zones of public, private and
// isolated subnets, gateways, endpoints, ACLs, shared groups and container instances.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/account/account.h"
#include "bench/account/random.h"

namespace pullproof::bench {

/// The first of every three has no interface endpoints: it reaches ECR through NAT.
[[nodiscard]] Network plan_network(const AccountOptions& options, std::size_t number,
                                   Random& random);

/// Adds a subnet that one service has to itself, with `table`, and returns its id. It
/// shares the ACL of the other subnets, unless `acl` is given.
std::string add_own_subnet(Network& network, Tier tier, std::size_t zone,
                           RouteTable table, Random& random, const Acl* acl = nullptr);

/// Adds the interface of a running task.
void add_task_interface(Network& network, const std::string& subnet,
                        const std::vector<std::string>& groups, bool public_address,
                        Random& random);

/// Adds a group that may answer the load balancer, and returns its id.
std::string add_service_group(Network& network, const std::string& name,
                              GroupRule egress, Random& random);

/// Ids of the shared subnets of one tier, by zone.
[[nodiscard]] std::vector<std::string> subnets_of(const Network& network, Tier tier);

/// What the network's ACLs let in: with `hole`, not every port of every S3 address.
[[nodiscard]] std::vector<AclRule> crossing_rules(const Network& network, bool hole,
                                                  Random& random);

[[nodiscard]] std::string vpc_cidr(const Network& network);

}  // namespace pullproof::bench
