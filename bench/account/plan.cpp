#include "bench/account/plan.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "bench/account/network_plan.h"
#include "bench/account/random.h"

namespace pullproof::bench {
namespace {

constexpr std::size_t kServicesPerRole = 5;
constexpr std::size_t kServicesPerFault = 8;
constexpr std::size_t kRunningTasks = 2;
constexpr std::array<std::string_view, 12> kWords = {
    "web",    "billing", "search", "cart",  "auth",    "mail",
    "report", "export",  "ledger", "media", "catalog", "orders"};

struct FaultKind {
  Fault fault;
  std::string_view verdict;
  std::string_view stage;
  std::string_view mechanism;
  std::string_view code;
};

/// Those that few services can have come first.
constexpr std::array<FaultKind, 9> kFaults = {{
    {Fault::NoNatRoute, "fails", "token", "route", "NO_ROUTE_TO_DESTINATION"},
    {Fault::NoNatRouteInOneZone, "intermittent", "token", "route",
     "NO_ROUTE_TO_DESTINATION"},
    {Fault::NoPublicAddress, "fails", "token", "public-ip",
     "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"},
    {Fault::AclWithHole, "intermittent", "layers", "network-acl",
     "SUBNET_ACL_RESTRICTION"},
    {Fault::NoS3Route, "fails", "layers", "route", "NO_ROUTE_TO_DESTINATION"},
    {Fault::GroupWithoutHttps, "fails", "token", "security-group",
     "ENI_SG_RULES_MISMATCH"},
    {Fault::RoleWithoutToken, "fails", "token", "identity-policy",
     "IDENTITY_POLICY_NO_ALLOW"},
    {Fault::TagMissing, "fails", "manifest", "image", "IMAGE_TAG_NOT_FOUND"},
    {Fault::RepositoryDenies, "fails", "manifest", "resource-policy",
     "RESOURCE_POLICY_DENY"},
}};

class Planner {
 public:
  explicit Planner(const AccountOptions& options)
      : options_(options), random_(options.seed) {}

  Account plan();

 private:
  void add_networks();
  void add_repository(std::string name, std::string tag, bool both);
  void add_service(std::size_t index);
  Service twin_of(const Service& other, std::string name) const;
  void place(Service& service, std::size_t local);
  void give_role(Service& service, std::size_t index);
  void give_images(Service& service, std::size_t index);
  void give_repository_policy(const Service& service, std::size_t index);
  Fault choose_fault(const Service& service);
  void break_network(Service& service);
  void break_rest(Service& service);
  GroupRule egress_of(const Service& service);
  void start_tasks(const Service& service);
  Network& network_of(const Service& service) {
    return account_.networks[service.network];
  }

  AccountOptions options_;
  Random random_;
  Account account_;
  std::array<std::size_t, kFaults.size()> faults_{};  ///< How many of each.
  std::size_t next_role_ = 0;
};

bool may_have(const Service& service, const Network& network, Fault fault,
              bool crossing) {
  switch (fault) {
    case Fault::NoNatRoute:
    case Fault::NoNatRouteInOneZone:
    case Fault::NoPublicAddress:
      return service.fargate && !network.private_endpoints;
    case Fault::NoS3Route:
      return service.fargate && network.private_endpoints;
    case Fault::GroupWithoutHttps:
    case Fault::RoleWithoutToken:
      return service.fargate;
    case Fault::AclWithHole:
      return crossing && service.fargate && !network.private_endpoints;
    case Fault::RepositoryDenies:
    case Fault::TagMissing:
      return true;
    case Fault::None:
      return false;
  }
  return false;
}

/// The one that occurs least so far, so that a hundred services have every kind.
Fault Planner::choose_fault(const Service& service) {
  std::size_t chosen = kFaults.size();
  for (std::size_t i = 0; i < kFaults.size(); ++i) {
    const bool fits = may_have(service, network_of(service), kFaults[i].fault,
                               options_.crossing_rules);
    if (!fits) continue;
    if (chosen == kFaults.size() || faults_[i] < faults_[chosen]) chosen = i;
  }
  ++faults_[chosen];
  return kFaults[chosen].fault;
}

/// Moves the service to subnets of its own, or to those where the fault shows.
void Planner::break_network(Service& service) {
  Network& network = network_of(service);
  RouteTable table{.id = "",
                   .name = service.name,
                   .main = false,
                   .internet = "",
                   .s3_endpoint = "",
                   .subnets = {}};
  const auto own = [&](std::size_t zone, const Acl* acl = nullptr) {
    return add_own_subnet(network, service.tier, zone, table, random_, acl);
  };
  switch (service.fault) {
    case Fault::None:
    case Fault::GroupWithoutHttps:
    case Fault::RoleWithoutToken:
    case Fault::RepositoryDenies:
    case Fault::TagMissing:
      return;
    case Fault::NoNatRoute:
      service.tier = Tier::Private;
      service.subnets = {own(0), own(1)};
      break;
    case Fault::NoNatRouteInOneZone:
      service.tier = Tier::Private;
      service.subnets = {subnets_of(network, Tier::Private).front(), own(1)};
      break;
    case Fault::NoS3Route:
      service.tier = Tier::Isolated;
      service.subnets = {own(2)};
      break;
    case Fault::NoPublicAddress:
      service.tier = Tier::Public;
      service.subnets = subnets_of(network, Tier::Public);
      break;
    case Fault::AclWithHole: {
      const Acl acl{.id = "",
                    .is_default = false,
                    .ingress = crossing_rules(network, true, random_),
                    .subnets = {}};
      service.tier = Tier::Private;
      table.internet = network.interfaces[network.nat_gateways[1]].owner;
      service.subnets = {own(1, &acl)};
      break;
    }
  }
  service.public_address = false;
}

void Planner::break_rest(Service& service) {
  if (service.fault == Fault::RoleWithoutToken) {
    service.execution_role = "exec-" + service.name;
    account_.roles.push_back({.name = service.execution_role,
                              .unique_part = random_.hex(16),
                              .policy = Role::Policy::WithoutToken});
  } else if (service.fault == Fault::RepositoryDenies) {
    account_.repositories.back().policy = Repository::Policy::DeniesEveryVpc;
  } else if (service.fault == Fault::TagMissing) {
    service.images.front() += "-rc1";
  }
}

/// One service in five on EC2; half of the others isolated where endpoints are.
void Planner::place(Service& service, std::size_t local) {
  const Network& network = network_of(service);
  service.fargate = local % 5 != 4;
  if (!service.fargate) return;
  if (local % 20 == 0) {
    service.tier = Tier::Public;
    service.public_address = true;
  } else if (network.private_endpoints && local % 2 == 1) {
    service.tier = Tier::Isolated;
  }
  service.subnets = subnets_of(network, service.tier);
  service.arm64 = random_.below(8) == 0;
}

GroupRule Planner::egress_of(const Service& service) {
  GroupRule rule{.protocol = "tcp",
                 .port = 443,
                 .cidrs = {"0.0.0.0/0"},
                 .groups = {},
                 .prefix_lists = {}};
  if (service.fault == Fault::GroupWithoutHttps) {
    rule.port = 8443;
  } else if (service.tier == Tier::Isolated) {
    rule.cidrs = {vpc_cidr(account_.networks[service.network])};
    rule.prefix_lists = {std::string(kS3List)};
  } else if (random_.below(3) != 0) {
    rule = {.protocol = "-1",
            .port = 0,
            .cidrs = {"0.0.0.0/0"},
            .groups = {},
            .prefix_lists = {}};
  }
  return rule;
}

void Planner::give_role(Service& service, std::size_t index) {
  // Half of the services on EC2 pull as their instance.
  if (!service.fargate && index % 10 == 4) return;
  const std::size_t number = index / kServicesPerRole;
  service.execution_role = fmt::format("exec-{:05}", number);
  if (number < next_role_) return;
  next_role_ = number + 1;
  constexpr std::array<Role::Policy, 3> kPolicies = {
      Role::Policy::Managed, Role::Policy::Inline, Role::Policy::CustomerManaged};
  account_.roles.push_back({.name = service.execution_role,
                            .unique_part = random_.hex(16),
                            .policy = kPolicies[number % kPolicies.size()]});
}

void Planner::give_images(Service& service, std::size_t index) {
  const bool both = service.arm64 || random_.below(4) == 0;
  const std::string tag = fmt::format("1.{}.{}", random_.below(20), random_.below(10));
  add_repository("acme/" + service.name, tag, both);
  service.images = {fmt::format("acme/{}:{}", service.name, tag)};
  if (index % 3 != 0) service.images.emplace_back("platform/envoy:1.29.3");
  if (index % 3 == 2) service.images.emplace_back("platform/fluent-bit:3.1.4");
}

/// Locks some repositories to the network that pulls from them.
void Planner::give_repository_policy(const Service& service, std::size_t index) {
  const Network& network = network_of(service);
  Repository& repository = account_.repositories.back();
  if (index % 4 == 1) repository.policy = Repository::Policy::AllowsAccount;
  if (index % 8 != 2 || service.tier == Tier::Public) return;
  if (network.private_endpoints) {
    repository.policy = Repository::Policy::DeniesOtherVpcs;
    repository.allowed = {network.id};
    return;
  }
  repository.policy = Repository::Policy::DeniesOtherAddresses;
  for (const std::size_t nat : network.nat_gateways) {
    repository.allowed.push_back(network.interfaces[nat].public_address + "/32");
  }
}

Service Planner::twin_of(const Service& other, std::string name) const {
  Service twin = other;
  twin.name = std::move(name);
  return twin;
}

void Planner::start_tasks(const Service& service) {
  if (!service.fargate) return;
  for (std::size_t task = 0; task < kRunningTasks; ++task) {
    add_task_interface(network_of(service),
                       service.subnets[task % service.subnets.size()], service.groups,
                       service.public_address, random_);
  }
}

void Planner::add_service(std::size_t index) {
  const std::size_t local = index % kServicesPerNetwork;
  std::string name = fmt::format("{}-{:05}", kWords[index % kWords.size()], index);
  if (local % 10 == 3 && account_.services.back().fault == Fault::None) {
    add_repository("acme/" + name, "0.1.0", false);
    account_.services.push_back(twin_of(account_.services.back(), std::move(name)));
    start_tasks(account_.services.back());
    return;
  }
  Service service;
  service.name = std::move(name);
  service.network = index / kServicesPerNetwork;
  place(service, local);
  if (index % kServicesPerFault == 5) service.fault = choose_fault(service);
  break_network(service);
  give_role(service, index);
  give_images(service, index);
  give_repository_policy(service, index);
  break_rest(service);
  if (service.fargate) {
    Network& network = network_of(service);
    service.groups = {
        add_service_group(network, service.name, egress_of(service), random_)};
    if (index % 4 == 0) service.groups.push_back(network.database_group);
  }
  start_tasks(service);
  account_.services.push_back(std::move(service));
}

void Planner::add_repository(std::string name, std::string tag, bool both) {
  Repository repository;
  repository.name = std::move(name);
  repository.tag = std::move(tag);
  repository.both_architectures = both;
  for (std::size_t i = 0; i < 8; ++i) {
    repository.digests.push_back("sha256:" + random_.hex(64));
  }
  account_.repositories.push_back(std::move(repository));
}

void Planner::add_networks() {
  const std::size_t count =
      (options_.services + kServicesPerNetwork - 1) / kServicesPerNetwork;
  for (std::size_t i = 0; i < count; ++i) {
    account_.networks.push_back(plan_network(options_, i, random_));
    account_.roles.push_back({.name = "ecs-instance-" + account_.networks[i].cluster,
                              .unique_part = random_.hex(16),
                              .policy = Role::Policy::Instance});
  }
}

Account Planner::plan() {
  add_networks();
  add_repository("platform/envoy", "1.29.3", true);
  add_repository("platform/fluent-bit", "3.1.4", true);
  for (std::size_t i = 0; i < options_.services; ++i) add_service(i);
  return std::move(account_);
}

}  // namespace

Account plan_account(const AccountOptions& options) { return Planner(options).plan(); }

std::vector<Expectation> expectations(const Account& account) {
  std::vector<Expectation> all;
  for (const auto& service : account.services) {
    Expectation expected{.cluster = account.networks[service.network].cluster,
                         .service = service.name,
                         .verdict = "pulls",
                         .stage = "",
                         .mechanism = "",
                         .code = ""};
    for (const auto& kind : kFaults) {
      if (kind.fault != service.fault) continue;
      expected.verdict = kind.verdict;
      expected.stage = kind.stage;
      expected.mechanism = kind.mechanism;
      expected.code = kind.code;
    }
    all.push_back(std::move(expected));
  }
  std::sort(all.begin(), all.end(), [](const Expectation& a, const Expectation& b) {
    return std::tie(a.cluster, a.service) < std::tie(b.cluster, b.service);
  });
  return all;
}

}  // namespace pullproof::bench
