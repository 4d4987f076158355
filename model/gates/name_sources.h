// Who answers for a name in a VPC before public DNS does: private zones, forwarding
// rules and endpoints with private names, the VPC's own or a profile's.
//
// AWS: Route 53 developer guide, "Considerations when working with a private hosted
// zone" (the most specific name wins), "Using rules to control which queries are
// forwarded to your network" (a rule beats a zone of the same name) and "Route 53
// Profiles settings prioritization" (what the VPC has itself beats what a profile has).
// Not documented: whether a zone or a rule for a domain above an endpoint's private
// name, or for that very name, answers instead of the endpoint: unknown.
#pragma once

#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct NameSource {
  enum class Kind { Public, Endpoint, Zone, Forwarded };
  Kind kind = Kind::Public;
  std::string domain = {};  ///< That it answers for, and whatever is below it.
  bool is_of_profile = false;
  const aws::VpcEndpoint* endpoint = nullptr;  ///< kind Endpoint
  std::string zone_id = {};                    ///< kind Zone
  aws::Scope zone_scope = {};                  ///< kind Zone: its owner.
  const aws::ResolverRule* rule = nullptr;     ///< kind Forwarded
};

struct NameSources {
  NameSource winner;
  /// Each may be true instead: then somebody else answers.
  std::vector<Unknown> doubts;
  bool is_contested = false;  ///< By endpoint-name-order.
};

[[nodiscard]] NameSources sources_of(const ResolverPlace& place, const aws::Vpc& vpc,
                                     const Context& context);

}  // namespace pullproof::gates
