#include "tests/support/oracle_leg.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/support/oracle_glob.h"
#include "tests/support/oracle_network.h"
#include "tests/support/oracle_policy.h"

namespace pullproof::oracle {
namespace {

using nlohmann::json;
using Refusals = std::set<std::string>;

// AWS: VPC user guide, "Network ACLs", "Ephemeral ports".
constexpr Range kLinuxPorts = {.first = 32768, .last = 60999};
constexpr Range kNatPorts = {.first = 1024, .last = 65535};

/// A leg between two addresses; ports and request are still open.
struct Try {
  const World& world;
  const Placement& placement;
  const Leg& leg;
  const Destinations& found;
  Sender sender;
  Path path;
};

/// The keys of a request that its path fixes. Nothing is known where the path has
/// ended.
struct OriginKeys {
  Reading vpc;
  Reading endpoint;
  Reading vpc_address;
  Reading address;
};

Value known(const std::string& value) { return Value{.text = value, .foreign = false}; }

/// The endpoint that the request passes, or nullptr.
const Endpoint* endpoint_on(const Try& attempt) {
  if (attempt.path.endpoint != nullptr) return attempt.path.endpoint;
  for (const Endpoint& endpoint : attempt.world.endpoints) {
    const bool reached = attempt.path.way == Way::InterfaceEndpoint;
    if (reached && endpoint.id == attempt.found.endpoint) return &endpoint;
  }
  return nullptr;
}

/// One for each address that the request may come from.
std::vector<OriginKeys> origins_of(const Try& attempt,
                                   const std::optional<std::string>& public_address) {
  const Value none;
  if (const Endpoint* endpoint = endpoint_on(attempt)) {
    return {{.vpc = {known(endpoint->vpc)},
             .endpoint = {known(endpoint->id)},
             .vpc_address = {known(address_text(attempt.sender.address))},
             .address = {none}}};
  }
  std::vector<std::string> addresses;
  if (attempt.path.nat != nullptr) addresses = attempt.path.nat->public_addresses;
  if (attempt.path.way == Way::Internet && public_address) {
    addresses = {*public_address};
  }
  if (addresses.empty()) {
    const bool leaves =
        attempt.path.nat != nullptr || attempt.path.way == Way::Internet;
    if (!leaves) return {OriginKeys{}};
    // Whatever address it would get, no endpoint is on its way.
    return {{.vpc = {none}, .endpoint = {none}, .vpc_address = {none}, .address = {}}};
  }
  std::vector<OriginKeys> origins;
  origins.reserve(addresses.size());
  for (const std::string& address : addresses) {
    origins.push_back({.vpc = {none},
                       .endpoint = {none},
                       .vpc_address = {none},
                       .address = {known(address)}});
  }
  return origins;
}

Context context_of(const World& world, const OriginKeys& origins) {
  Context context{.account = world.documents.account, .keys = {}};
  context.keys["aws:requestedregion"] = {known(world.documents.region)};
  context.keys["aws:securetransport"] = {known("true")};
  context.keys["aws:principalisawsservice"] = {known("false")};
  context.keys["aws:sourcevpc"] = origins.vpc;
  context.keys["aws:sourcevpce"] = origins.endpoint;
  context.keys["aws:vpcsourceip"] = origins.vpc_address;
  context.keys["aws:sourceip"] = origins.address;
  return context;
}

bool repository_exists(const World& world, const std::string& name) {
  const json& document = need(world.documents, "ecr-describe-repositories");
  const json& all = document.at("repositories");
  return std::any_of(all.begin(), all.end(), [&](const json& repository) {
    return text(repository, "repositoryName") == name;
  });
}

/// nullptr if there is no repository or no policy.
const json* repository_policy(const World& world, const std::string& name) {
  if (name.empty() || !repository_exists(world, name)) return nullptr;
  const std::string call = "ecr-get-repository-policy/" + name;
  if (is_absent(world.documents, call)) return nullptr;
  return &need(world.documents, call).at("policyText");
}

/// What refuses the API call of our role.
Refusals call_refusals(const Try& attempt, const Role& role,
                       const OriginKeys& origins) {
  const World& world = attempt.world;
  const std::string& account = world.documents.account;
  const std::string& repository = attempt.leg.repository;
  Request request{.action = attempt.leg.action,
                  .resource = "*",
                  .context = context_of(world, origins)};
  auto& keys = request.context.keys;
  keys["aws:principalarn"] = {known(role.arn)};
  keys["aws:principalaccount"] = {known(account)};
  keys["aws:principalorgid"] = {Value{}};
  keys["aws:resourceaccount"] = {known(account)};
  if (repository.empty()) {
    // Sources disagree on whether a call without a resource has the key.
    keys["aws:resourceaccount"].emplace_back();
  } else {
    request.resource = "arn:aws:ecr:" + world.documents.region + ":" + account +
                       ":repository/" + repository;
  }
  const Endpoint* endpoint = endpoint_on(attempt);
  const bool decided = !origins.address.empty();
  return role_refusals(role, request, repository_policy(world, repository),
                       endpoint == nullptr ? nullptr : endpoint->policy, decided);
}

/// What refuses the layer, once for each kind of layer key.
std::vector<Refusals> layer_refusals(const Try& attempt, const OriginKeys& origins) {
  const Endpoint* endpoint = endpoint_on(attempt);
  if (endpoint == nullptr || endpoint->policy == nullptr) return {{}};
  const World& world = attempt.world;
  Request request{
      .action = "s3:GetObject", .resource = "", .context = context_of(world, origins)};
  const Value foreign{.text = {}, .foreign = true};
  request.context.keys["aws:principalarn"] = {foreign};
  request.context.keys["aws:principalaccount"] = {foreign};
  request.context.keys["aws:resourceaccount"] = {foreign};
  request.context.keys["aws:principalorgid"] = {foreign, Value{}};
  const std::string bucket =
      "arn:aws:s3:::prod-" + world.documents.region + "-starport-layer-bucket/";
  std::vector<Refusals> refusals;
  for (const std::string& layer :
       one_of_each_kind(bucket, resource_patterns(*endpoint->policy))) {
    request.resource = layer;
    const bool allowed = layer_allowed(*endpoint->policy, request);
    refusals.push_back(allowed ? Refusals{} : Refusals{"endpoint-policy"});
  }
  return refusals;
}

/// What refuses the request, once for each choice that it has.
std::vector<Refusals> request_refusals(
    const Try& attempt, const std::optional<std::string>& public_address) {
  std::vector<Refusals> all;
  for (const OriginKeys& origins : origins_of(attempt, public_address)) {
    if (attempt.leg.action.empty()) {
      const auto refusals = layer_refusals(attempt, origins);
      all.insert(all.end(), refusals.begin(), refusals.end());
    } else if (attempt.placement.role) {
      all.push_back(call_refusals(attempt, *attempt.placement.role, origins));
    } else {
      all.emplace_back();
    }
  }
  return all;
}

/// What refuses the packets, once for each choice of ports.
std::vector<Refusals> packet_refusals(const Try& attempt, std::uint32_t destination) {
  if (!attempt.found.refusal.empty()) return {{attempt.found.refusal}};
  const Ranges& cuts = attempt.world.port_cuts;
  std::vector<std::uint32_t> nat_ports = {0};
  if (attempt.path.nat != nullptr) nat_ports = one_of_each_piece({kNatPorts}, cuts);
  std::vector<Refusals> all;
  for (const std::uint32_t source : one_of_each_piece({kLinuxPorts}, cuts)) {
    for (const std::uint32_t nat : nat_ports) {
      all.push_back(refusals_of(attempt.world, attempt.sender, attempt.path,
                                destination, {.source = source, .nat = nat}));
    }
  }
  return all;
}

/// Requests and ports are chosen independently of each other.
void try_all(const std::vector<Refusals>& packets,
             const std::vector<Refusals>& requests, Cell& cell) {
  for (const Refusals& packet : packets) {
    for (const Refusals& request : requests) {
      const bool refused = !packet.empty() || !request.empty();
      cell.some_refused = cell.some_refused || refused;
      cell.all_refused = cell.all_refused && refused;
      cell.mechanisms.insert(packet.begin(), packet.end());
      cell.mechanisms.insert(request.begin(), request.end());
    }
  }
}

}  // namespace

Cells cells_of(const World& world, const Placement& placement, const Leg& leg,
               const std::vector<std::optional<std::string>>& public_addresses) {
  const Destinations found = resolve(world, placement.subnet->vpc, leg.service);
  std::vector<std::uint32_t> destinations = found.addresses;
  if (destinations.empty()) destinations = {0};
  const std::size_t rows = found.exact ? 1 : destinations.size();
  Cells cells(public_addresses.size(),
              std::vector<std::vector<Cell>>(
                  rows, std::vector<Cell>(placement.addresses.size())));
  for (std::size_t to = 0; to < destinations.size(); ++to) {
    for (std::size_t from = 0; from < placement.addresses.size(); ++from) {
      Try attempt{.world = world,
                  .placement = placement,
                  .leg = leg,
                  .found = found,
                  .sender = {.subnet = placement.subnet,
                             .address = placement.addresses[from],
                             .groups = placement.groups,
                             .has_public_address = placement.has_public_address},
                  .path = {}};
      if (found.refusal.empty()) {
        attempt.path = path_to(world, attempt.sender, destinations[to]);
      }
      const auto packets = packet_refusals(attempt, destinations[to]);
      for (std::size_t i = 0; i < public_addresses.size(); ++i) {
        Cell& cell = cells[i][found.exact ? 0 : to][from];
        try_all(packets, request_refusals(attempt, public_addresses[i]), cell);
      }
    }
  }
  return cells;
}

}  // namespace pullproof::oracle
