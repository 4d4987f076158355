#include "model/gates/amazon_service.h"

#include <fmt/format.h>

#include "model/gates/name_servers.h"

namespace pullproof::gates {

Gate AmazonServiceGate::lets_through(const AmazonServicePlace& place,
                                     const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "dns",
            .code = "DNS_SUPPORT_DISABLED",
            .message = fmt::format("{} has enableDnsSupport off, so {} does not answer",
                                   place.vpc.text, place.name),
            .repair = fmt::format("turn on enableDnsSupport for {}", place.vpc.text)};
  if (!place.needs_dns) return gate;
  gate.lets_through = dns_support_is_on(place.scope, place.vpc, context);
  return gate;
}

}  // namespace pullproof::gates
