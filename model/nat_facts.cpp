#include "model/nat_facts.h"

#include <utility>

#include <fmt/format.h>

namespace pullproof::model {
namespace {

using GatewayAddress = aws::NatGateway::GatewayAddress;

Unknown asked_of(std::string_view call, std::string why) {
  return {.call = std::string(call), .why = std::move(why)};
}

/// Of the gateway and of its interface.
std::optional<Unknown> with_interface(const aws::NatGateway& nat,
                                      const GatewayAddress& address,
                                      const aws::NetworkInterface& interface) {
  constexpr std::string_view kCall = aws::NetworkInterface::kCall;
  if (!nat.regional && interface.subnet_id != nat.subnet_id) {
    return asked_of(kCall, fmt::format("{} is in {}, and its interface {} in {}",
                                       nat.id(), nat.subnet_id.text, interface.id(),
                                       interface.subnet_id.text));
  }
  if (!address.private_address || !address.public_address) return std::nullopt;
  const auto known = interface.public_address_of(*address.private_address);
  if (known && *known == *address.public_address) return std::nullopt;
  if (!known && !nat.is_public) return std::nullopt;
  return asked_of(
      kCall, fmt::format("{} has the public address {}, and its interface {} has {}",
                         nat.id(), address.public_address->text(), interface.id(),
                         known ? known->text() : "none"));
}

/// Of the gateway and of whoever else has its public address.
std::optional<Unknown> with_others(const gates::Context& context,
                                   const aws::NatGateway& nat,
                                   const GatewayAddress& address) {
  for (const auto* other : context.network->interfaces_with(*address.public_address)) {
    const bool is_own = other->interface_id == address.interface_id;
    if (is_own || other->interface_type == "nat_gateway") continue;
    return asked_of(aws::NetworkInterface::kCall,
                    fmt::format("{} and {} both have the public address {}", nat.id(),
                                other->id(), address.public_address->text()));
  }
  const auto& having = context.network->nat_gateways_with(*address.public_address);
  if (having.size() < 2) return std::nullopt;
  return asked_of(
      aws::NatGateway::kCall,
      fmt::format("{} and {} both have the public address {}", having[0]->id(),
                  having[1]->id(), address.public_address->text()));
}

std::optional<Unknown> contradiction_at(const gates::Context& context,
                                        const aws::NatGateway& nat,
                                        const GatewayAddress& address) {
  const auto* interface =
      context.account.find<aws::NetworkInterface>(nat.scope, address.interface_id.text);
  if (interface != nullptr) {
    if (auto question = with_interface(nat, address, *interface)) return question;
  }
  const auto* subnet = context.account.find<aws::Subnet>(nat.scope, nat.subnet_id.text);
  const bool is_outside = !nat.regional && subnet != nullptr && subnet->cidr &&
                          address.private_address &&
                          !subnet->cidr->contains(*address.private_address);
  if (is_outside) {
    return asked_of(
        aws::NatGateway::kCall,
        fmt::format("the address {} of {} is not in its subnet {}",
                    address.private_address->text(), nat.id(), subnet->id()));
  }
  return address.public_address ? with_others(context, nat, address) : std::nullopt;
}

}  // namespace

std::optional<Unknown> contradiction_of(const gates::Context& context,
                                        const aws::NatGateway& nat) {
  for (const auto& address : nat.addresses) {
    if (!address.usable) continue;
    if (auto question = contradiction_at(context, nat, address)) return question;
  }
  return std::nullopt;
}

}  // namespace pullproof::model
