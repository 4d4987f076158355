#include "model/aws/hosted_zone.h"

#include <algorithm>

namespace pullproof::aws {
namespace {

bool is_octal(char letter) { return letter >= '0' && letter <= '7'; }

/// "/hostedzone/Z1" and "Z1" are the same zone.
std::string zone_id_of(const std::string& text) {
  return text.substr(text.rfind('/') + 1);
}

ZoneRecord parse_record(Cursor& in) {
  ZoneRecord record;
  record.source = in.source();
  record.name = domain_name(in.text("Name"));
  record.type = in.text("Type");
  for (Cursor& value : in.objects("ResourceRecords")) {
    record.values.push_back(value.text("Value"));
  }
  if (auto alias = in.object("AliasTarget")) {
    record.alias = domain_name(alias->text("DNSName"));
    record.alias_zone = zone_id_of(alias->text_or("HostedZoneId", ""));
    alias->skip({"EvaluateTargetHealth"});
  }
  // Weights, latency and several values always have an answer; these may have none.
  for (const char* key : {"GeoLocation", "GeoProximityLocation", "CidrRoutingConfig"}) {
    record.is_conditional = record.is_conditional || in.has(key);
  }
  const bool fails_over = !in.text_or("Failover", "").empty();
  record.is_conditional = record.is_conditional || fails_over;
  in.skip({"SetIdentifier", "HealthCheckId", "TTL", "Weight", "Region", "GeoLocation",
           "MultiValueAnswer", "TrafficPolicyInstanceId", "CidrRoutingConfig",
           "GeoProximityLocation"});
  return record;
}

}  // namespace

std::string domain_name(std::string_view text) {
  std::string name;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view digits =
        text[i] == '\\' ? text.substr(i + 1, 3) : std::string_view();
    if (digits.size() == 3 && std::all_of(digits.begin(), digits.end(), is_octal)) {
      name += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 +
                                (digits[2] - '0'));
      i += 3;
    } else {
      const bool upper = text[i] >= 'A' && text[i] <= 'Z';
      name += upper ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
    }
  }
  if (!name.empty() && name.back() == '.') name.pop_back();
  return name;
}

HostedZone HostedZone::parse(Cursor& in) {
  HostedZone zone;
  fill_common(zone, in);
  zone.zone_id = zone_id_of(in.text("HostedZoneId"));
  zone.vpc_id = VpcId(in.context().parameter);
  zone.name = domain_name(in.text("Name"));
  zone.key = zone.vpc_id.text + '/' + zone.zone_id;
  if (auto owner = in.object("Owner")) {
    zone.owner_id = owner->text_or("OwningAccount", "");
    owner->skip({"OwningService"});
  } else {
    zone.owner_id = zone.scope.account;
  }
  return zone;
}

ZoneRecords ZoneRecords::parse(Cursor& in) {
  ZoneRecords zone;
  fill_common(zone, in);
  zone.zone_id = zone_id_of(in.context().parameter);
  for (Cursor& record : in.objects(kSnapshotKey)) {
    zone.records.push_back(parse_record(record));
  }
  in.skip({"MaxItems"});
  return zone;
}

}  // namespace pullproof::aws
