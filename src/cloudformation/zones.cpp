// Private hosted zones and the records in them. What a public zone answers changes
// nothing: AWS's and the registries' names are in zones of theirs.
//
// AWS: CloudFormation template reference, "AWS::Route53::HostedZone",
// "AWS::Route53::RecordSet"; CLI reference, list-hosted-zones-by-vpc.
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

Json records_of(const Json& said) {
  if (!said.is_array()) return said;
  Json records = Json::array();
  for (const Json& each : said) records.push_back(members({{"Value", each}}));
  return records;
}

/// Of the template or the snapshot; null if no private zone is called so.
Json private_zone_id(ResourceReader& in) {
  Json id = in.text("HostedZoneId");
  if (is_unknown(id)) return id;
  if (id.is_string()) {
    return in.is_there("ZoneRecords", id.get<std::string>()) ? id : Json();
  }
  // By its name: it may be a private zone of the snapshot, or a public one.
  Json name = in.text("HostedZoneName");
  if (is_unknown(name)) return name;
  for (const auto& place : in.resources().account().all("HostedZones")) {
    const Json* zones =
        changes::list_member(in.resources().account().at(place), "HostedZoneSummaries");
    for (std::size_t i = 0; zones != nullptr && i < zones->size(); ++i) {
      if (changes::text_member((*zones)[i], "Name") == name) {
        return changes::text_member((*zones)[i], "HostedZoneId");
      }
    }
  }
  return {};
}

}  // namespace

void read_hosted_zone(ResourceReader& in) {
  const Json vpcs = in.list("VPCs");
  if (vpcs.is_null()) return in.ignore("it is a public zone", false);
  if (is_unknown(vpcs)) return in.ignore(why_unknown(vpcs));
  in.put_document("ZoneRecords", in.id(),
                  members({{"ResourceRecordSets", Json::array()}}));
  for (const Json& vpc : vpcs) {
    const Json owner = members({{"OwningAccount", in.scope().account.str()}});
    in.set_entry(
        "HostedZones", text_of(vpc, "VPCId"), "/HostedZoneSummaries",
        members({{"HostedZoneId", in.id()}}),
        members(
            {{"HostedZoneId", in.id()}, {"Name", in.text("Name")}, {"Owner", owner}}));
  }
}

void read_record_set(ResourceReader& in) {
  const Json zone = private_zone_id(in);
  if (zone.is_null()) return in.ignore("it is in no private zone that is known", false);
  const Json alias = in.object("AliasTarget");
  Json target = alias;
  if (alias.is_object()) {
    target = members({{"DNSName", text_of(alias, "DNSName")},
                      {"HostedZoneId", text_of(alias, "HostedZoneId")}});
  }
  const Json name = in.text("Name");
  const Json type = in.text("Type");
  in.set_entry("ZoneRecords", zone, "/ResourceRecordSets",
               members({{"Name", name}, {"Type", type}}),
               members({{"Name", name},
                        {"Type", type},
                        {"Failover", in.text("Failover")},
                        {"GeoLocation", in.object("GeoLocation")},
                        {"SetIdentifier", in.text("SetIdentifier")},
                        {"ResourceRecords", records_of(in.texts("ResourceRecords"))},
                        {"AliasTarget", std::move(target)}}));
}

}  // namespace pullproof::cli::cloudformation
