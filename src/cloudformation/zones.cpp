// Private hosted zones and the records in them. What a public zone answers changes
// nothing: AWS's and the registries' names are in zones of theirs.
//
// AWS: CloudFormation template reference, "AWS::Route53::HostedZone",
// "AWS::Route53::RecordSet"; CLI reference, list-hosted-zones-by-vpc.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
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

/// "corp.local." and "corp.local" are the same name.
std::string without_dot(const Json& name) {
  std::string text = as_text(name).value_or("");
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// Of the template or the snapshot; null if no private zone is called so.
Json private_zone_id(ResourceReader& in) {
  Json id = in.text("HostedZoneId");
  if (is_unknown(id)) return id;
  if (id.is_string()) {
    return in.is_there("ZoneRecords", id.get<std::string>()) ? id : Json();
  }
  // By its name: it may be a private zone of the template or the snapshot, or a public
  // one.
  Json name = in.text("HostedZoneName");
  if (is_unknown(name)) return name;
  for (const auto& logical : in.resources().made_of_type("AWS::Route53::HostedZone")) {
    if (in.resources().property(logical, "VPCs").is_null()) continue;
    Json other = in.resources().property(logical, "Name");
    if (is_unknown(other)) return other;
    if (without_dot(other) == without_dot(name)) return in.resources().id(logical);
  }
  for (const auto& place : in.resources().account().all("HostedZones")) {
    const Json* zones =
        changes::list_member(in.resources().account().at(place), "HostedZoneSummaries");
    for (std::size_t i = 0; zones != nullptr && i < zones->size(); ++i) {
      if (without_dot(changes::text_member((*zones)[i], "Name")) == without_dot(name)) {
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

namespace {

/// No image and no service of AWS has a name below one of these.
bool is_internal_name(const Json& name) {
  if (!name.is_string()) return false;
  const auto text = name.get<std::string>();
  const std::string last = text.substr(text.rfind('.') + 1);
  constexpr auto kInternal = std::to_array<std::string_view>(
      {"internal", "lan", "local", "localdomain", "private", "svc", "test"});
  return std::find(kInternal.begin(), kInternal.end(), last) != kInternal.end();
}

std::string text_in(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Some task definition names an image, or anything else, below it.
bool is_named_by_a_task(ResourceReader& in, const std::string& name) {
  for (const auto& logical : in.resources().made_of_type("AWS::ECS::TaskDefinition")) {
    const Json containers = in.resources().property(logical, "ContainerDefinitions");
    // Marks are no text: what is not known is a doubt where it is read.
    Json known = containers;
    drop_unknown(known);
    if (text_in(known).find(name) != std::string::npos) return true;
  }
  for (const auto& place : in.resources().account().all("TaskDefinition")) {
    const Json& there = in.resources().account().at(place);
    if (text_in(there).find(name) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

/// AWS: Cloud Map developer guide: it makes a private zone of that name in the VPC,
/// with a record for each instance.
void read_private_namespace(ResourceReader& in) {
  const Json name = in.text("Name");
  const bool is_harmless =
      is_internal_name(name) && !is_named_by_a_task(in, name.get<std::string>());
  in.ignore(is_harmless ? "no image has a name in it"
                        : "which names it answers in its VPC is not read",
            !is_harmless);
}

}  // namespace pullproof::cli::cloudformation
