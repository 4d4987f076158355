// What a host name resolves to inside a VPC.
//
// AWS: VPC user guide, "DNS attributes for your VPC": the Amazon resolver answers only
// with enableDnsSupport; an endpoint's private names need PrivateDnsEnabled and both
// attributes, and then answer for the whole VPC. Another DNS server, a private zone, a
// forwarding rule or a profile may answer anything: unknown. PrivateLink guide:
// endpoint names "only support AWS provided DNS".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// One thing that the name may resolve to.
struct Answer {
  enum class Kind {
    Endpoint,   ///< The addresses of an interface endpoint.
    PublicSet,  ///< The service's public addresses.
    Elsewhere,  ///< Nobody can tell.
  };
  Kind kind = Kind::PublicSet;
  const aws::VpcEndpoint* endpoint = nullptr;
  Predicate when = Predicate::always();  ///< Over questions only.
  Unknown question;                      ///< elsewhere: what would have to be known.
};

struct Resolution {
  /// `when` of exactly one holds, whatever the questions' answers are.
  std::vector<Answer> answers;
  /// DNS servers that are not Amazon's: they must be reached on port 53 first.
  std::vector<Address> own_servers;
};

[[nodiscard]] Resolution resolve(const ResolverPlace& place, const Context& context);

/// The Amazon resolver is on, and nothing is known to block the name.
struct NameResolutionGate {
  using Place = ResolverPlace;
  static constexpr std::string_view kName = "name-resolution";
  [[nodiscard]] static Gate lets_through(const ResolverPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
