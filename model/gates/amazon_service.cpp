#include "model/gates/amazon_service.h"

#include <fmt/format.h>

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
  const auto* support =
      context.account.find<aws::VpcDnsSupport>(place.scope, place.vpc.text);
  if (support == nullptr) {
    gate.lets_through = core_call_missing(
        std::string(aws::VpcDnsSupport::kCall) + "/" + place.vpc.text,
        "without enableDnsSupport the Amazon resolver does not answer");
    return gate;
  }
  gate.lets_through = Predicate::because(
      fact_about(place.vpc.text, support->source,
                 fmt::format("enableDnsSupport is {}", support->value)),
      Predicate::constant(support->value));
  return gate;
}

}  // namespace pullproof::gates
