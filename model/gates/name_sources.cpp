#include "model/gates/name_sources.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "model/gates/endpoint_state.h"
#include "model/gates/partition.h"
#include "model/gates/zone_records.h"

namespace pullproof::gates {
namespace {

using Kind = NameSource::Kind;

/// The name that an interface endpoint of the service answers for: "ecr.dkr" is
/// "dkr.ecr" in names. AWS: PrivateLink guide, "Private DNS".
std::string private_name(const ResolverPlace& place) {
  const std::string start = reversed_labels(place.service) + '.' + place.region + '.';
  const auto at = place.host.find(start);
  return at == std::string::npos ? place.host : place.host.substr(at);
}

bool serves(const aws::VpcEndpoint& endpoint, const ResolverPlace& place,
            const Context& context) {
  const bool is_far = place.region != place.scope.region;
  if (is_far &&
      context.switches.cross_region_endpoint == CrossRegionEndpoint::Refused) {
    return false;
  }
  // An endpoint may serve another region's service; its names are that region's then.
  const bool region =
      endpoint.service_region.empty() || endpoint.service_region == place.region;
  const bool service = endpoint.service_name.ends_with("com.amazonaws." + place.region +
                                                       "." + place.service);
  const bool gone = is_out_of_service(endpoint) && endpoint.interfaces.empty();
  return service && region && endpoint.private_dns && !gone &&
         endpoint.type == aws::VpcEndpoint::Type::Interface &&
         !endpoint.private_dns_only_for_inbound_resolver;
}

/// AWS: Route 53 Resolver API reference, ResolverRuleAssociation and ResolverRule;
/// Route 53 Profiles API reference, ProfileAssociation.
bool is_association_complete(const std::string& status) {
  return status.empty() || status == "COMPLETE";
}

/// Gathers whoever may answer.
class Search {
 public:
  Search(const ResolverPlace& place, const aws::Vpc& vpc, const Context& context)
      : place_(place),
        vpc_(vpc),
        context_(context),
        names_(context.network->names().of(vpc)) {}

  NameSources find() {
    for (const auto* zone : names_.zones) {
      if (zone->owner_id.empty()) {
        note_zone_of_service(*zone);
      } else {
        add_zone(zone->name, zone->zone_id, {zone->owner_id, "global"}, false);
      }
    }
    for (const auto* association : names_.rules) {
      add_rule(association->rule_id, association->status, false);
    }
    for (const auto* profile : names_.profiles) add_profile(*profile);
    drop_what_system_rules_keep();
    add_endpoints();
    return decide();
  }

 private:
  void doubt(std::string call, std::string why) {
    sources_.doubts.push_back({.call = std::move(call), .why = std::move(why)});
  }

  void add_zone(const std::string& name, const std::string& id, const aws::Scope& scope,
                bool of_profile) {
    if (name.empty() || !is_below(place_.host, name)) return;
    found_.push_back({.kind = Kind::Zone,
                      .domain = name,
                      .is_of_profile = of_profile,
                      .zone_id = id,
                      .zone_scope = scope});
  }

  /// AWS: API_ListHostedZonesByVPC: zones that services own are listed, too. The
  /// private names of an endpoint are such a zone.
  void note_zone_of_service(const aws::HostedZone& zone) {
    // AWS: ListHostedZonesByVPC: EFS has one for each file system, too.
    if (place_.is_of_vpc) return;
    if (is_below(place_.host, zone.name)) zone_of_service_ = &zone;
  }

  /// While AWS changes it, or has failed to, it may be in force or not.
  void doubt_state(const std::string& what, const std::string& status) {
    doubt("", fmt::format("{} of {} is in state {}", what, vpc_.id(), status));
  }

  /// `status` of its association.
  void add_rule(const std::string& id, const std::string& status, bool of_profile) {
    const auto* rule = context_.account.find<aws::ResolverRule>(vpc_.scope, id);
    if (rule == nullptr) {
      // AWS associates this one with every VPC: it asks public servers.
      if (id == "rslvr-autodefined-rr-internet-resolver") return;
      doubt(std::string(aws::ResolverRule::kCall),
            fmt::format("resolver rule {}, which is associated with {}, may forward {}",
                        id, vpc_.id(), place_.host));
      return;
    }
    if (!is_below(place_.host, rule->domain)) return;
    if (!is_association_complete(status) || !is_association_complete(rule->status)) {
      doubt_state(fmt::format("resolver rule {}", id),
                  is_association_complete(status) ? rule->status : status);
      return;
    }
    if (rule->type == "SYSTEM") {
      kept_ = std::max(kept_, rule->domain.size() + 1);
    } else if (rule->type == "FORWARD") {
      found_.push_back({.kind = Kind::Forwarded,
                        .domain = rule->domain,
                        .is_of_profile = of_profile,
                        .rule = rule});
    } else if (rule->type != "RECURSIVE") {
      doubt("", fmt::format("what resolver rule {} of type {} does is not modelled",
                            rule->id(), rule->type));
    }
  }

  void add_profile(const aws::ProfileAssociation& association) {
    const std::string call =
        std::string(aws::ProfileResource::kCall) + '/' + association.profile_id;
    if (association.profile_id.empty() ||
        !context_.account.calls().seen(vpc_.scope, call)) {
      doubt(call, fmt::format("what the Route 53 profile {} brings to {} is not in the "
                              "snapshot",
                              association.profile_id, vpc_.id()));
      return;
    }
    for (const auto* resource :
         context_.network->names().in_profile(association.profile_id)) {
      if (resource->type == "FIREWALL_RULE_GROUP" ||
          resource->type == "RESOLVER_QUERY_LOG_CONFIG") {
        continue;
      }
      add_resource(*resource, is_association_complete(association.status)
                                  ? resource->status
                                  : association.status);
    }
  }

  /// `status` of the profile's association, or of the resource's with it.
  void add_resource(const aws::ProfileResource& resource, const std::string& status) {
    if (resource.type == "HOSTED_ZONE") {
      add_zone_of_profile(resource, status);
    } else if (resource.type == "RESOLVER_RULE") {
      add_rule(resource.resource_id, status, true);
    } else if (resource.type == "VPC_ENDPOINT") {
      add_endpoint_of_profile(resource, status);
    } else {
      doubt("", fmt::format("what a resource of type {} in profile {} does is not "
                            "modelled",
                            resource.type, resource.profile_id));
    }
  }

  void doubt_resource(const aws::ProfileResource& resource, const std::string& status) {
    doubt_state(
        fmt::format("{} of profile {}", resource.resource_id, resource.profile_id),
        status);
  }

  void add_endpoint_of_profile(const aws::ProfileResource& resource,
                               const std::string& status) {
    const auto* endpoint =
        context_.account.find<aws::VpcEndpoint>(vpc_.scope, resource.resource_id);
    if (endpoint == nullptr) {
      doubt(std::string(aws::VpcEndpoint::kCall),
            fmt::format("endpoint {} of profile {} may answer for {}",
                        resource.resource_id, resource.profile_id, place_.host));
    } else if (!serves(*endpoint, place_, context_)) {
      return;
    } else if (is_association_complete(status)) {
      shared_endpoint_ = endpoint;
    } else {
      doubt_resource(resource, status);
    }
  }

  /// The zone's own name is in its records.
  void add_zone_of_profile(const aws::ProfileResource& resource,
                           const std::string& status) {
    const auto* records =
        context_.account.find<aws::ZoneRecords>({}, resource.resource_id);
    const auto start = [](const aws::ZoneRecord& record) {
      return record.type == "SOA";
    };
    const auto* soa = [&]() -> const aws::ZoneRecord* {
      if (records == nullptr) return nullptr;
      const auto at =
          std::find_if(records->records.begin(), records->records.end(), start);
      return at == records->records.end() ? nullptr : &*at;
    }();
    if (soa == nullptr) {
      doubt(std::string(aws::ZoneRecords::kCall) + '/' + resource.resource_id,
            fmt::format("the zone {} of profile {} may answer for {}",
                        resource.resource_id, resource.profile_id, place_.host));
      return;
    }
    if (is_association_complete(status)) {
      add_zone(soa->name, resource.resource_id, records->scope, true);
    } else if (is_below(place_.host, soa->name)) {
      doubt_resource(resource, status);
    }
  }

  /// AWS: a system rule has the Resolver answer where a rule above it would forward.
  void drop_what_system_rules_keep() {
    std::erase_if(found_, [this](const NameSource& source) {
      return source.kind == Kind::Forwarded && source.domain.size() + 1 <= kept_;
    });
  }

  /// AWS lets one endpoint of a VPC have a private name; one that is going may still be
  /// listed beside the one that took its place.
  void add_endpoints() {
    const auto rank = [](const aws::VpcEndpoint& endpoint) {
      return std::make_tuple(is_out_of_service(endpoint), !endpoint.available(),
                             endpoint.id());
    };
    for (const auto* endpoint :
         context_.network->endpoints_in(vpc_.scope, vpc_.vpc_id)) {
      if (!serves(*endpoint, place_, context_)) continue;
      if (endpoint_ == nullptr || rank(*endpoint) < rank(*endpoint_)) {
        endpoint_ = endpoint;
      }
    }
    if (endpoint_ == nullptr) endpoint_ = shared_endpoint_;
    if (place_.host.find("-fips.") != std::string::npos) doubt_fips_name();
    if (endpoint_ != nullptr && endpoint_->state == "deleted") {
      doubt("", fmt::format("{} is deleted, and its interfaces are still listed",
                            endpoint_->id()));
    }
    if (endpoint_ == nullptr && zone_of_service_ != nullptr) {
      doubt(std::string(aws::VpcEndpoint::kCall),
            fmt::format("zone {} ({}) of an AWS service answers for {} in {}, and no "
                        "endpoint of the snapshot has it",
                        zone_of_service_->name, zone_of_service_->zone_id, place_.host,
                        vpc_.id()));
    }
  }

  void doubt_fips_name() {
    if (endpoint_ != nullptr) {
      doubt("", fmt::format("whether {} answers for {}, a FIPS name, is not documented",
                            endpoint_->id(), place_.host));
    } else if (!has_fips_registry(place_.region)) {
      doubt("",
            fmt::format("no FIPS host of ECR is known in {}, so whether {} exists is "
                        "not certain",
                        place_.region, place_.host));
    }
  }

  /// The first is asked.
  void sort() {
    const auto rank = [](const NameSource& source) {
      return std::make_tuple(-static_cast<std::ptrdiff_t>(source.domain.size()),
                             source.kind != Kind::Forwarded, source.is_of_profile,
                             source.zone_id);
    };
    std::sort(found_.begin(), found_.end(), [&](const auto& one, const auto& other) {
      return rank(one) < rank(other);
    });
  }

  static std::string in_words(const NameSource& source) {
    return source.kind == Kind::Zone
               ? fmt::format("the private zone {} ({})", source.domain, source.zone_id)
               : fmt::format("resolver rule {}", source.rule->id());
  }

  NameSources decide() {
    sort();
    const NameSource endpoint{
        .kind = endpoint_ == nullptr ? Kind::Public : Kind::Endpoint,
        .domain = private_name(place_),
        .endpoint = endpoint_};
    sources_.winner = endpoint;
    if (found_.empty()) return std::move(sources_);
    const NameSource& first = found_.front();
    const bool is_contested =
        endpoint_ != nullptr && first.domain.size() <= endpoint.domain.size();
    const EndpointNameOrder order = context_.switches.endpoint_name_order;
    sources_.is_contested = is_contested;
    if (is_contested && order == EndpointNameOrder::Endpoint) {
      return std::move(sources_);
    }
    if (is_contested && order == EndpointNameOrder::Open) {
      doubt("", fmt::format("whether {} or {} answers for {} in {} is not documented "
                            "(`--assume endpoint-name-order=...` decides)",
                            in_words(first), endpoint_->id(), place_.host, vpc_.id()));
      return std::move(sources_);
    }
    sources_.winner = first;
    const bool twins = found_.size() > 1 && found_[1].domain == first.domain &&
                       found_[1].kind == first.kind &&
                       found_[1].is_of_profile == first.is_of_profile;
    if (twins) {
      doubt("", fmt::format("{} and {} both answer for {} in {}", in_words(first),
                            in_words(found_[1]), place_.host, vpc_.id()));
    }
    return std::move(sources_);
  }

  const ResolverPlace& place_;
  const aws::Vpc& vpc_;
  const Context& context_;
  const aws::VpcNames& names_;
  std::vector<NameSource> found_;
  std::size_t kept_ = 0;  ///< One more than the length of a system rule's domain.
  const aws::HostedZone* zone_of_service_ = nullptr;
  const aws::VpcEndpoint* endpoint_ = nullptr;
  const aws::VpcEndpoint* shared_endpoint_ = nullptr;
  NameSources sources_;
};

}  // namespace

NameSources sources_of(const ResolverPlace& place, const aws::Vpc& vpc,
                       const Context& context) {
  return Search(place, vpc, context).find();
}

}  // namespace pullproof::gates
