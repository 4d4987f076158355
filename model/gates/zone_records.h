// What the records of a private hosted zone answer for a name.
//
// AWS: Route 53 developer guide, "Considerations when working with a private hosted
// zone": without a record of the name and type the answer is NXDOMAIN, and nobody else
// is asked. RFC 4592 says which names a wildcard stands for.
// Not modelled: aliases of what is no VPC endpoint, records whose answers differ by
// routing policy, IPv6: unknown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::gates {

struct ZoneAnswer {
  enum class Kind {
    Nothing,   ///< NXDOMAIN.
    Endpoint,  ///< Addresses of an interface endpoint of any VPC.
    Undecided,
  };
  Kind kind = Kind::Nothing;
  const aws::VpcEndpoint* endpoint = nullptr;
  std::vector<InterfaceId> interfaces = {};  ///< That answer; empty: all of them.
  Unknown question = {};
};

/// `domain` is the zone's; `vpc` is the one that asks. Requires: `host` is in lower
/// case and is `domain` or below it.
[[nodiscard]] ZoneAnswer look_up(const aws::ZoneRecords& zone,
                                 const std::string& domain, const std::string& host,
                                 const aws::Vpc& vpc, const Context& context);

/// `host` is `domain` or lies below it; the root "" has everything below it.
[[nodiscard]] bool is_below(const std::string& host, const std::string& domain);

/// "dkr.ecr" for "ecr.dkr": AWS turns a service's labels round in its host names.
[[nodiscard]] std::string reversed_labels(std::string_view name);

}  // namespace pullproof::gates
