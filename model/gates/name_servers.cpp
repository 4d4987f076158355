#include "model/gates/name_servers.h"

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

constexpr Number kAmazonResolver = 0xA9FEA9FD;  // 169.254.169.253

bool is_amazon(const Address& server, const aws::Vpc& vpc) {
  if (server.family != Family::Ipv4) return false;
  // AWS: VPC user guide, "Amazon DNS": base plus two of the primary block only.
  const bool of_vpc = vpc.primary && server.value == vpc.primary->base + 2;
  return of_vpc || server.value == kAmazonResolver;
}

}  // namespace

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
    if (text == "AmazonProvidedDNS" || (address && is_amazon(*address, vpc))) {
      servers.amazon = true;
    } else if (address) {
      servers.own.push_back(*address);
    }
  }
  if (!servers.amazon && servers.own.empty()) {
    servers.undecided =
        Unknown{.call = "ec2-describe-dhcp-options",
                .why = options->id() + " names no DNS server that could be read"};
  }
  return servers;
}

}  // namespace pullproof::gates
