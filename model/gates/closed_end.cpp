#include "model/gates/unaddressed.h"

#include <fmt/format.h>

namespace pullproof::gates {

Gate AddressFamilyGate::lets_through(const UnaddressedPlace& place,
                                     const Context& /*context*/) {
  const char* family = place.family == Family::Ipv4 ? "IPv4" : "IPv6";
  return {
      .name = std::string(kName),
      .mechanism = "route",
      .code = "UNASSOCIATED_COMPONENT",
      .lets_through =
          Predicate::because(fact_about(place.id, place.source,
                                        fmt::format("it has no {} address", family)),
                             Predicate::never()),
      .message = fmt::format("{} has no {} address, so no {} packet comes from it or "
                             "gets to it",
                             place.id, family, family),
      .repair = fmt::format("give {} an {} address, or ask for one of the other "
                            "family",
                            place.id, family)};
}

}  // namespace pullproof::gates
