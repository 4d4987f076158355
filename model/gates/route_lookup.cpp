#include "model/gates/route_lookup.h"

#include <algorithm>
#include <map>

#include "model/aws/routing_contradictions.h"
#include "model/gates/prefix_set.h"

namespace pullproof::gates {
namespace {

constexpr unsigned kWidestServiceBlock = 9;

/// One CIDR of one route, with what decides its priority.
struct Claim {
  IntervalSet addresses;
  unsigned prefix_length = 0;
  int rank = 0;  ///< 0 static, 1 prefix list, 2 propagated.
  std::size_t route = 0;
};

struct Claims {
  std::vector<Claim> known;
  std::optional<Unknown> unknown;  ///< Some route's destinations are not known.
};

bool takes_before(const Claim& a, const Claim& b) {
  if (a.prefix_length != b.prefix_length) return a.prefix_length > b.prefix_length;
  if (a.rank != b.rank) return a.rank < b.rank;
  if (a.addresses.first() != b.addresses.first()) {
    return a.addresses.first() < b.addresses.first();
  }
  return a.route < b.route;
}

/// A block of that family that some of the destinations lie in; others decide nothing.
bool matters(const Cidr& block, const Destinations& to) {
  const auto& all = to.addresses.intervals();
  return block.family == to.family &&
         std::any_of(all.begin(), all.end(), [&block](const Interval& each) {
           return each.first <= block.last() && block.first() <= each.last;
         });
}

void claim_blocks(Claims& claims, const std::vector<Cidr>& blocks, std::size_t route,
                  const Destinations& to) {
  for (const Cidr& block : blocks) {
    if (!matters(block, to)) continue;
    claims.known.push_back({.addresses = block.addresses(),
                            .prefix_length = block.prefix_length,
                            .rank = 1,
                            .route = route});
  }
}

void claim_prefix_list(Claims& claims, const Context& context,
                       const aws::RouteTable& table, std::size_t route,
                       const Destinations& to) {
  const aws::Route& entry = table.routes[route];
  const PrefixSet set = prefix_set(context, table.scope, entry.prefix_list);
  if (set.blocks != nullptr) {
    claim_blocks(claims, *set.blocks, route, to);
    return;
  }
  const bool is_ipv4 = to.family == Family::Ipv4;
  if (is_ipv4 && !set.name.empty() && set.name == to.far_service) {
    // The list is the service's address set: it takes every packet to that service. No
    // entry of AWS's lists is wider than kWidestServiceBlock.
    claims.known.push_back({.addresses = public_ipv4(),
                            .prefix_length = kWidestServiceBlock,
                            .rank = 1,
                            .route = route});
    return;
  }
  const bool may_be_any = is_ipv4 && to.far_service == kAnyService;
  if (has_addresses_of_its_own(set.name) && !may_be_any) return;
  claims.unknown = Unknown{
      .call = "ec2-get-managed-prefix-list-entries/" + entry.prefix_list.text,
      .why = "route table " + table.id() + " routes prefix list " +
             entry.prefix_list.text + ", whose entries are not in the snapshot"};
}

/// AWS: VPC user guide, "Route priority for propagated routes": what a VPN or Direct
/// Connect connection propagates never takes what the local route has, be it as
/// specific as it may.
bool is_local_anyway(const aws::RouteTable& table, const aws::Route& route) {
  return route.propagated &&
         std::any_of(table.routes.begin(), table.routes.end(),
                     [&route](const aws::Route& local) {
                       return local.target == aws::Route::Target::Local &&
                              local.destination &&
                              local.destination->contains(*route.destination);
                     });
}

Claims claims_of(const Context& context, const aws::RouteTable& table,
                 const Destinations& to) {
  Claims claims;
  for (std::size_t i = 0; i < table.routes.size(); ++i) {
    const aws::Route& route = table.routes[i];
    if (!route.prefix_list.empty()) {
      claim_prefix_list(claims, context, table, i, to);
    } else if (route.destination && matters(*route.destination, to) &&
               !is_local_anyway(table, route)) {
      claims.known.push_back({.addresses = route.destination->addresses(),
                              .prefix_length = route.destination->prefix_length,
                              .rank = route.propagated ? 2 : 0,
                              .route = i});
    }
  }
  std::sort(claims.known.begin(), claims.known.end(), takes_before);
  return claims;
}

/// Destinations of two static routes that AWS does not let stand beside each other.
IntervalSet contradiction(const Claims& claims, const aws::RouteTable& table) {
  IntervalSet contested;
  for (std::size_t i = 1; i < claims.known.size(); ++i) {
    const Claim& one = claims.known[i - 1];
    const Claim& other = claims.known[i];
    const bool alike = one.rank != 1 && one.rank == other.rank &&
                       one.prefix_length == other.prefix_length &&
                       one.addresses == other.addresses;
    const auto& routes = table.routes;
    if (alike && routes[one.route].target_id != routes[other.route].target_id) {
      contested = contested.united(one.addresses);
    }
  }
  return contested;
}

/// Destinations for which two prefix lists with different targets compete.
IntervalSet random_choice(const Claims& claims, const aws::RouteTable& table) {
  IntervalSet contested;
  std::map<std::string, IntervalSet> by_target;
  for (const Claim& claim : claims.known) {
    if (claim.rank != 1) continue;
    const std::string& target = table.routes[claim.route].target_id;
    for (const auto& [other, addresses] : by_target) {
      if (other != target) {
        contested = contested.united(addresses.intersected(claim.addresses));
      }
    }
    by_target[target] = by_target[target].united(claim.addresses);
  }
  return contested;
}

/// AWS: VPC user guide, "Configure route tables": packets to 169.254.168.0/22 are not
/// forwarded, even where a route's block has them.
IntervalSet never_forwarded(const Destinations& to) {
  static const IntervalSet kReserved = Cidr::parse("169.254.168.0/22")->addresses();
  return to.family == Family::Ipv4 ? to.addresses.intersected(kReserved)
                                   : IntervalSet();
}

/// Destinations of which the table cannot be right, and why.
struct Doubtful {
  IntervalSet destinations;
  Unknown question;
};

Doubtful doubtful(const Context& context, const aws::RouteTable& table, Family family) {
  const auto* dispute = context.account.dispute_about_routes(table);
  if (dispute == nullptr) return {};
  const auto* vpc = context.account.find<aws::Vpc>(table.scope, table.vpc_id.text);
  if (vpc == nullptr) return {};
  return {aws::doubtful_destinations(table, *vpc, family),
          {.call = dispute->call, .why = dispute->why}};
}

}  // namespace

std::vector<RouteBranch> look_up_route(const Context& context,
                                       const aws::RouteTable& table,
                                       const Destinations& to) {
  const IntervalSet& destinations = to.addresses;
  const Claims claims = claims_of(context, table, to);
  std::vector<RouteBranch> branches;
  if (claims.unknown) {
    return {
        {.destinations = destinations, .route = nullptr, .undecided = claims.unknown}};
  }
  const IntervalSet dropped = never_forwarded(to);
  IntervalSet rest = destinations.minus(dropped);
  const auto leave_open = [&](const IntervalSet& contested, const Unknown& question) {
    const IntervalSet mine = contested.intersected(rest);
    if (mine.empty()) return;
    branches.push_back({.destinations = mine, .route = nullptr, .undecided = question});
    rest = rest.minus(mine);
  };
  const auto [false_there, why_false] = doubtful(context, table, to.family);
  leave_open(false_there, why_false);
  const std::string name = "route table " + table.id();
  leave_open(
      random_choice(claims, table),
      {.call = "",
       .why = name + " has prefix lists that overlap with different targets; AWS "
                     "picks one at random"});
  leave_open(contradiction(claims, table),
             {.call = "",
              .why = name + " has two routes of one destination, which AWS does not "
                            "accept"});
  std::map<std::size_t, IntervalSet> taken;
  for (const Claim& claim : claims.known) {
    const IntervalSet mine = rest.intersected(claim.addresses);
    if (mine.empty()) continue;
    taken[claim.route] = taken[claim.route].united(mine);
    rest = rest.minus(mine);
  }
  for (auto& [route, addresses] : taken) {
    branches.push_back({.destinations = std::move(addresses),
                        .route = &table.routes[route],
                        .undecided = std::nullopt});
  }
  rest = rest.united(dropped);
  if (!rest.empty()) {
    branches.push_back(
        {.destinations = rest, .route = nullptr, .undecided = std::nullopt});
  }
  return branches;
}

}  // namespace pullproof::gates
