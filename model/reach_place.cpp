#include "model/reach_place.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "model/client_ports.h"
#include "model/foreign_group.h"
#include "model/gates/endpoint_state.h"
#include "model/gates/internet_gateway.h"

namespace pullproof::model {

NamedPlace parse_place(const std::string& text) {
  constexpr std::size_t kDigits = 12;
  const bool has_account = text.size() > kDigits && text[kDigits] == '/' &&
                           text.find_first_not_of("0123456789") == kDigits;
  if (!has_account) return {.id = text};
  const std::string account = text.substr(0, kDigits);
  const std::string rest = text.substr(kDigits + 1);
  const auto slash = rest.find('/');
  const bool has_region =
      slash != std::string::npos && rest.find(':') == std::string::npos;
  if (!has_region) return {.id = rest, .scope = {account, ""}};
  return {.id = rest.substr(slash + 1), .scope = {account, rest.substr(0, slash)}};
}

std::string account_and_region(const aws::Scope& scope) {
  return scope.account + '/' + scope.region;
}

namespace {

bool fits(const NamedPlace& named, const aws::Scope& scope) {
  return (named.scope.account.empty() || named.scope.account == scope.account) &&
         (named.scope.region.empty() || named.scope.region == scope.region);
}

}  // namespace

namespace {

std::optional<Unknown> endpoint_question(const gates::Context& context,
                                         const aws::NetworkInterface& interface) {
  const auto* endpoint = gates::endpoint_with(context, interface);
  if (endpoint == nullptr) {
    return Unknown{.call = std::string(aws::VpcEndpoint::kCall),
                   .why = fmt::format("the endpoint of {} is not in the snapshot",
                                      interface.id())};
  }
  const std::set<SecurityGroupId> own(interface.groups.begin(), interface.groups.end());
  if (own ==
      std::set<SecurityGroupId>(endpoint->groups.begin(), endpoint->groups.end())) {
    return std::nullopt;
  }
  return Unknown{.call = "",
                 .why = fmt::format("{} and its interface {} name different security "
                                    "groups",
                                    endpoint->id(), interface.id())};
}

}  // namespace

std::optional<Unknown> question_about(const gates::Context& context,
                                      const aws::NetworkInterface& interface) {
  const std::string& type = interface.interface_type;
  if (type == "transit_gateway" || type.starts_with("gateway_load")) {
    return Unknown{
        .call = "",
        .why = fmt::format("what {} of type {} does with packets of its own is not "
                           "modelled",
                           interface.id(), type)};
  }
  if (interface.is_detached) {
    return Unknown{.call = "",
                   .why = fmt::format("{} is attached to nothing, as its status says",
                                      interface.id())};
  }
  const bool has_none = type == "nat_gateway" || type == "network_load_balancer";
  if (!has_none && interface.groups.empty()) {
    return Unknown{.call = std::string(aws::NetworkInterface::kCall),
                   .why = fmt::format("the snapshot tells no security group of {}",
                                      interface.id())};
  }
  if (type == "vpc_endpoint") {
    if (auto question = endpoint_question(context, interface)) return question;
  }
  if (type == "nat_gateway" &&
      context.network->nat_gateway_of(interface.scope, interface.interface_id) ==
          nullptr) {
    return Unknown{.call = std::string(aws::NatGateway::kCall),
                   .why = fmt::format("the NAT gateway of {} is not in the snapshot",
                                      interface.id())};
  }
  return foreign_group(context.account, interface.groups, interface.scope,
                       interface.vpc_id);
}

std::vector<const aws::LoadBalancer*> balancers_named(const gates::Context& context,
                                                      const NamedPlace& named) {
  std::vector<const aws::LoadBalancer*> found;
  for (const auto& balancer : context.account.table<aws::LoadBalancer>().all()) {
    const bool is_it = balancer.name == named.id || balancer.arn == named.id;
    if (is_it && fits(named, balancer.scope)) found.push_back(&balancer);
  }
  return found;
}

bool lacks_interface(const aws::LoadBalancer& balancer,
                     const std::vector<const aws::NetworkInterface*>& interfaces) {
  const auto has_one = [&interfaces](const SubnetId& subnet) {
    return std::any_of(interfaces.begin(), interfaces.end(),
                       [&subnet](const auto* one) { return one->subnet_id == subnet; });
  };
  return !std::all_of(balancer.subnets.begin(), balancer.subnets.end(), has_one);
}

std::vector<const aws::Vpc*> vpcs_having(const gates::Context& context,
                                         const Address& address,
                                         const NamedPlace& named) {
  auto having = context.network->vpcs_with(address);
  std::erase_if(having, [&named](const aws::Vpc* vpc) {
    return !fits(named, vpc->scope) || (!named.id.empty() && vpc->id() != named.id);
  });
  return having;
}

std::string names_of(const std::vector<const aws::Vpc*>& vpcs) {
  std::string names;
  for (const auto* vpc : vpcs) {
    const auto same = std::count_if(vpcs.begin(), vpcs.end(), [vpc](const auto* other) {
      return other->id() == vpc->id();
    });
    names += names.empty() ? "" : ", ";
    if (same > 1) names += account_and_region(vpc->scope) + '/';
    names += vpc->id();
  }
  return names;
}

std::optional<Address> public_address_of(const gates::Context& context,
                                         const aws::NetworkInterface& interface,
                                         const Address& address) {
  if (address.family == Family::Ipv4) return interface.public_address_of(address);
  const auto* subnet =
      context.account.find<aws::Subnet>(interface.scope, interface.subnet_id.text);
  const bool known =
      subnet != nullptr && gates::internet_knows(context.account, *subnet,
                                                 IntervalSet::single(address.value));
  return known ? std::optional(address) : std::nullopt;
}

/// AWS: EC2 API reference, NetworkInterface, DenyAllIgwTraffic.
std::optional<Unknown> public_question_of(const gates::Context& context,
                                          const aws::NetworkInterface& interface,
                                          const Address& address) {
  if (interface.denies_internet && address.family == Family::Ipv6) {
    return Unknown{
        .call = "",
        .why = fmt::format("{} denies traffic of internet gateways, and what "
                           "of that it takes is not modelled",
                           interface.id())};
  }
  return gates::contested_address(context,
                                  public_address_of(context, interface, address));
}

std::optional<Unknown> dispute_about(const gates::Context& context,
                                     const aws::NetworkInterface& interface,
                                     const aws::Subnet& subnet) {
  const auto* vpc = context.account.find<aws::Vpc>(subnet.scope, subnet.vpc_id.text);
  auto question = gates::disputed(context.account, interface);
  if (!question) question = gates::disputed(context.account, subnet);
  if (!question && vpc != nullptr) question = gates::disputed(context.account, *vpc);
  return question;
}

std::optional<Interval> ports_of(const gates::Context& context,
                                 const aws::NetworkInterface& interface) {
  if (interface.interface_type != "interface" ||
      interface.description.starts_with("ELB ")) {
    return kManagedPorts;
  }
  if (interface.instance_id.empty()) return std::nullopt;
  const auto* instance =
      context.account.find<aws::Instance>(interface.scope, interface.instance_id.text);
  if (instance == nullptr) return std::nullopt;
  return instance->platform == "windows" ? kWindowsPorts
                                         : linux_ports(context.switches);
}

}  // namespace pullproof::model
