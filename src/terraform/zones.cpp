#include <algorithm>

#include <nlohmann/json.hpp>

#include "src/terraform/configuration.h"
#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::list_member;
using changes::text_member;

/// "/hostedzone/Z1" and "Z1" are the same zone.
std::string bare_zone(const std::string& id) {
  constexpr std::string_view kPrefix = "/hostedzone/";
  return id.starts_with(kPrefix) ? id.substr(kPrefix.size()) : id;
}

std::string rooted_name(std::string name) {
  if (!name.empty() && name.back() != '.') name += '.';
  return name;
}

/// Blocks of a zone's VPCs, and VPCs that are associated with it elsewhere in the plan.
bool is_private_in_plan(const PlannedIndex& planned, const std::string& zone) {
  const Json* made = planned.after("aws_route53_zone", "id", zone);
  const Json& vpcs = made == nullptr ? Json() : member_or_null(*made, "vpc");
  const bool has_vpcs = is_unknown(vpcs) || (vpcs.is_array() && !vpcs.empty());
  return has_vpcs ||
         planned.after("aws_route53_zone_association", "zone_id", zone) != nullptr;
}

/// The name under which some VPC of the snapshot has the zone; "" if none has it.
std::string name_in_snapshot(const Values& values, const std::string& zone) {
  for (const auto& place : values.account().all("HostedZones")) {
    const Json* zones = list_member(values.account().at(place), "HostedZoneSummaries");
    if (zones == nullptr) continue;
    for (const Json& each : *zones) {
      if (bare_zone(text_member(each, "HostedZoneId")) == zone) {
        return text_member(each, "Name");
      }
    }
  }
  return {};
}

void add_to_vpc(const Json& vpc, const Json& zone, const Json& name, Facts& facts) {
  facts.entry("HostedZones", vpc, "/HostedZoneSummaries", {{"HostedZoneId", zone}},
              {{"HostedZoneId", zone}, {"Name", name}});
}

Json record_of(const Values& values) {
  Json record = {{"Name", values.get("name")}, {"Type", values.get("type")}};
  if (values.get("name").is_string()) {
    record["Name"] = rooted_name(values.text("name"));
  }
  put_given(record, "SetIdentifier", values, "set_identifier");
  put_given(record, "HealthCheckId", values, "health_check_id");
  if (values.is_unknown_at("records"))
    record["ResourceRecords"] = values.get("records");
  for (const Json& value : values.items("records")) {
    if (is_unknown(value)) {
      record["ResourceRecords"] = value;
      break;
    }
    record["ResourceRecords"].push_back({{"Value", value}});
  }
  for (const Values& alias : values.blocks("alias")) {
    record["AliasTarget"] = {{"DNSName", alias.get("name")},
                             {"HostedZoneId", alias.get("zone_id")}};
  }
  struct Policy {
    const char* block;
    const char* key;
  };
  for (const auto& [block, key] :
       {Policy{"geolocation_routing_policy", "GeoLocation"},
        Policy{"geoproximity_routing_policy", "GeoProximityLocation"},
        Policy{"cidr_routing_policy", "CidrRoutingConfig"}}) {
    if (values.has(block) || values.is_unknown_at(block)) record[key] = Json::object();
  }
  for (const Values& failover : values.blocks("failover_routing_policy")) {
    record["Failover"] = failover.get("type");
  }
  return record;
}

}  // namespace

void zone_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.doubt_unknown(values, id, {"vpc"});
  const std::vector<Values> vpcs = values.blocks("vpc");
  if (vpcs.empty()) return;  // A public zone: nobody's resolver here asks it.
  Json name = values.get("name");
  if (name.is_string()) name = rooted_name(values.text("name"));
  if (values.resource().action != Action::Update) {
    // AWS: Route 53 guide: records of its own name that come with a zone.
    facts.document("ZoneRecords", id, {{"ResourceRecordSets", Json::array()}}, nullptr);
  }
  for (const Values& vpc : vpcs) add_to_vpc(vpc.get("vpc_id"), id, name, facts);
}

void zone_association_facts(const Values& values, Facts& facts) {
  const std::string zone = bare_zone(values.text("zone_id"));
  const Json* made = values.planned() == nullptr
                         ? nullptr
                         : values.planned()->after("aws_route53_zone", "id", zone);
  const std::string name = made == nullptr ? name_in_snapshot(values, zone)
                                           : rooted_name(text_member(*made, "name"));
  if (zone.empty() || name.empty()) {
    return facts.doubt(values.get("vpc_id"),
                       "which names it resolves in a zone that it joins is not told");
  }
  add_to_vpc(values.get("vpc_id"), zone, name, facts);
}

void zone_record_facts(const Values& values, Facts& facts) {
  const std::string zone = bare_zone(values.text("zone_id"));
  if (zone.empty()) {
    return facts.doubt(values.get("zone_id"),
                       "the plan does not tell in which zone a "
                       "record is");
  }
  const bool is_planned =
      values.planned() != nullptr && is_private_in_plan(*values.planned(), zone);
  if (!is_planned && name_in_snapshot(values, zone).empty()) return;
  const Json record = record_of(values);
  Json match = {{"Name", record["Name"]}, {"Type", record["Type"]}};
  if (record.contains("SetIdentifier"))
    match["SetIdentifier"] = record["SetIdentifier"];
  facts.entry("ZoneRecords", zone, "/ResourceRecordSets", match, record);
}

}  // namespace pullproof::cli::terraform
