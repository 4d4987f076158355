#include "model/gates/name_servers.h"

#include <algorithm>

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

constexpr Number kAmazonResolver = 0xA9FEA9FD;  // 169.254.169.253

/// Fills in who of `own` forwards.
void find_forwarders(NameServers& servers, const aws::Vpc& vpc,
                     const Context& context) {
  std::size_t forwarding = 0;
  for (const Address& server : servers.own) {
    const std::string text = server.text();
    // How a server is asked over IPv6 is not modelled.
    if (server.family == Family::Ipv6) continue;
    if (context.vouched != nullptr && context.vouched->contains(text)) {
      servers.vouched.push_back(text);
      ++forwarding;
    } else if (inbound_endpoint_at(server, vpc, context) != nullptr &&
               !has_names_for_inbound_only(vpc, context)) {
      ++forwarding;
    }
  }
  servers.own_forward = forwarding == servers.own.size() && forwarding > 0;
}

}  // namespace

const aws::ResolverEndpoint* inbound_endpoint_at(const Address& server,
                                                 const aws::Vpc& vpc,
                                                 const Context& context) {
  const auto& all = context.account.table<aws::ResolverEndpoint>().all();
  const auto answers = [&](const aws::ResolverEndpoint& endpoint) {
    if (!endpoint.takes_queries || endpoint.direction != "INBOUND" ||
        endpoint.status != "OPERATIONAL" || endpoint.vpc_id != vpc.vpc_id ||
        endpoint.scope != vpc.scope) {
      return false;
    }
    const auto* list = context.account.find<aws::ResolverEndpointAddresses>(
        endpoint.scope, endpoint.id());
    if (list == nullptr) return false;
    const auto& addresses = list->addresses;
    return std::find(addresses.begin(), addresses.end(), server) != addresses.end() &&
           context.network->interfaces_at(vpc.scope, vpc.vpc_id, server).size() == 1;
  };
  const auto found = std::find_if(all.begin(), all.end(), answers);
  return found == all.end() ? nullptr : &*found;
}

bool has_names_for_inbound_only(const aws::Vpc& vpc, const Context& context) {
  const auto& endpoints = context.network->endpoints_in(vpc.scope, vpc.vpc_id);
  return std::any_of(endpoints.begin(), endpoints.end(), [](const auto* endpoint) {
    return endpoint->private_dns_only_for_inbound_resolver;
  });
}

bool is_amazon_resolver(const Address& address) {
  return address.family == Family::Ipv4 && address.value == kAmazonResolver;
}

bool is_amazon_resolver(const Address& address, const aws::Vpc& vpc) {
  // AWS: VPC user guide, "Amazon DNS": base plus two of the primary block only.
  const bool of_vpc = address.family == Family::Ipv4 && vpc.primary &&
                      address.value == vpc.primary->base + 2;
  return of_vpc || is_amazon_resolver(address);
}

Predicate dns_support_is_on(const aws::Scope& scope, const VpcId& vpc,
                            const Context& context) {
  const auto* support = context.account.find<aws::VpcDnsSupport>(scope, vpc.text);
  if (support == nullptr) {
    return core_call_missing(
        std::string(aws::VpcDnsSupport::kCall) + "/" + vpc.text,
        "without enableDnsSupport the Amazon resolver does not answer");
  }
  return Predicate::because(
      fact_about(vpc.text, support->source,
                 fmt::format("enableDnsSupport is {}", support->value)),
      Predicate::constant(support->value));
}

NameServers servers_of(const aws::Vpc& vpc, const Context& context) {
  NameServers servers;
  const auto* options =
      context.account.find<aws::DhcpOptions>(vpc.scope, vpc.dhcp_options_id.text);
  if (options == nullptr) {
    servers.undecided =
        Unknown{.call = "ec2-describe-dhcp-options",
                .why = fmt::format("the DHCP option set `{}` of {} is not in the "
                                   "snapshot, so its DNS servers are not known",
                                   vpc.dhcp_options_id.text, vpc.id())};
    return servers;
  }
  for (const auto& text : options->domain_name_servers) {
    const auto address = Address::parse(text);
    if (text == "AmazonProvidedDNS" || (address && is_amazon_resolver(*address, vpc))) {
      servers.amazon = true;
    } else if (address) {
      servers.own.push_back(*address);
    }
  }
  find_forwarders(servers, vpc, context);
  if (!servers.amazon && servers.own.empty()) {
    servers.undecided =
        Unknown{.call = "ec2-describe-dhcp-options",
                .why = options->id() + " names no DNS server that could be read"};
  }
  return servers;
}

}  // namespace pullproof::gates
