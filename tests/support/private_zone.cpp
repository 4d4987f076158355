#include "tests/support/private_zone.h"

#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::support {

using nlohmann::json;

json alias_record(const std::string& name, const std::string& target) {
  return {{"Name", name},
          {"Type", "A"},
          {"AliasTarget",
           {{"HostedZoneId", "Z273ZU8SZ5RJPC"},
            {"DNSName", target},
            {"EvaluateTargetHealth", false}}}};
}

json record(const std::string& name, const std::string& type,
            const std::vector<std::string>& values) {
  json rows = json::array();
  for (const auto& value : values) rows.push_back({{"Value", value}});
  return {{"Name", name}, {"Type", type}, {"TTL", 300}, {"ResourceRecords", rows}};
}

void put_zone(json& bundle, const std::string& id, const std::string& name) {
  json& zones = global_answer(bundle, "route53-list-hosted-zones-by-vpc/vpc-1");
  if (!zones.contains("HostedZoneSummaries")) {
    zones["HostedZoneSummaries"] = json::array();
  }
  zones["HostedZoneSummaries"].push_back(
      {{"HostedZoneId", id},
       {"Name", name},
       {"Owner", {{"OwningAccount", "111122223333"}}}});
}

void put_zone(json& bundle, const std::string& id, const std::string& name,
              std::vector<json> records) {
  put_zone(bundle, id, name);
  records.insert(records.begin(), {record(name, "NS", {"ns-0.awsdns-00.com."}),
                                   record(name, "SOA", {"ns-0.awsdns-00.com. ..."})});
  global_answer(bundle, "route53-list-resource-record-sets/" + id) = {
      {"ResourceRecordSets", records}, {"IsTruncated", false}, {"MaxItems", "300"}};
}

}  // namespace pullproof::support
