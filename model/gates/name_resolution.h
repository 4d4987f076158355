// What a host name resolves to inside a VPC.
//
// AWS: VPC user guide, "DNS attributes for your VPC": the Amazon resolver answers only
// with enableDnsSupport; an endpoint's private names and private zones need both
// attributes, and then answer for the whole VPC. PrivateLink guide: endpoint names
// "only support AWS provided DNS". Who answers is name_sources.h's, what a zone answers
// is zone_records.h's. Not modelled: what servers of one's own answer: unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/gates/dns_forwarding.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// Why a name has no answer that is of use.
struct NoAnswer {
  std::string code;
  std::string message;
  std::string repair;
  FactRef fact;
};

/// One thing that the name may resolve to.
struct Answer {
  enum class Kind {
    Endpoint,   ///< The addresses of an interface endpoint, of whatever VPC.
    PublicSet,  ///< The service's public addresses.
    Elsewhere,  ///< Nobody can tell.
    Nothing,    ///< `none` says why.
  };
  Kind kind = Kind::PublicSet;
  const aws::VpcEndpoint* endpoint = nullptr;
  std::vector<InterfaceId> interfaces = {};  ///< endpoint: that answer; empty: all.
  std::string zone_id = {};  ///< endpoint: the private zone that names it, or "".
  Predicate when = Predicate::always();  ///< Over questions only.
  Unknown question = {};                 ///< elsewhere: what would have to be known.
  /// Set: the query gets there first, by this rule.
  std::optional<Forwarding> forwarding = std::nullopt;
  std::string rule_id = {};
  std::optional<NoAnswer> none = std::nullopt;
};

struct Resolution {
  /// `when` of exactly one holds, whatever the questions' answers are.
  std::vector<Answer> answers;
  /// DNS servers that are not Amazon's: they must be reached on port 53 first.
  std::vector<Address> own_servers;
};

/// The same question, asked in another VPC.
[[nodiscard]] ResolverPlace moved_to(const aws::Vpc& vpc, const ResolverPlace& place);

[[nodiscard]] Resolution resolve(const ResolverPlace& place, const Context& context);

/// The Amazon resolver is on, and calls that were not seen hide nothing.
struct NameResolutionGate {
  using Place = ResolverPlace;
  static constexpr std::string_view kName = "name-resolution";
  [[nodiscard]] static Gate lets_through(const ResolverPlace& place,
                                         const Context& context);
};

/// Whoever has IPv6 alone gets an IPv6 address for the name: its own, or one of DNS64.
/// AWS: ECR user guide, "Getting started with making requests over IPv6": only
/// ACCOUNT.dkr-ecr.REGION.on.aws has one; ECS developer guide: tasks in IPv6-only
/// subnets have to use that name.
struct Ipv6NameGate {
  using Place = ResolverPlace;
  static constexpr std::string_view kName = "ipv6-name";
  [[nodiscard]] static Gate lets_through(const ResolverPlace& place,
                                         const Context& context);
};

/// A private zone that answers for the name has an answer of use.
struct PrivateZoneGate {
  using Place = ResolverPlace;
  static constexpr std::string_view kName = "private-zone";
  [[nodiscard]] static Gate lets_through(const ResolverPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
