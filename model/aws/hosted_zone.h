// Private hosted zones of Route 53: which VPCs ask them, and the records that they
// hold.
//
// AWS: Route 53 developer guide, "Working with private hosted zones".
// `list-hosted-zones` tells no VPC, so zones are known by the VPCs that they are
// associated with.
#pragma once

#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// One zone of `route53 list-hosted-zones-by-vpc --vpc-id <parameter>`.
struct HostedZone : Resource {
  static constexpr std::string_view kSnapshotKey = "HostedZoneSummaries";
  static constexpr std::string_view kCall = "route53-list-hosted-zones-by-vpc";

  std::string zone_id;
  VpcId vpc_id;          ///< The document's parameter.
  std::string name;      ///< In lower case, without the final dot.
  std::string owner_id;  ///< The account; "" for a zone of an AWS service.
  std::string key;       ///< vpc_id + "/" + zone_id.

  [[nodiscard]] const std::string& id() const { return key; }
  static HostedZone parse(Cursor& in);
};

/// Records of one name and type.
struct ZoneRecord {
  std::string name;   ///< In lower case, without the final dot; may start with "*.".
  std::string type;   ///< "A", "AAAA", "CNAME" ...
  std::string alias;  ///< What it is an alias of; "" if it is none.
  std::string alias_zone;           ///< The id of the zone that has that name.
  std::vector<std::string> values;  ///< As Route 53 prints them.
  /// A routing policy may leave a query without an answer of this record.
  bool is_conditional = false;
  Source source;
};

/// `route53 list-resource-record-sets --hosted-zone-id <parameter>`.
struct ZoneRecords : Resource {
  static constexpr std::string_view kSnapshotKey = "ResourceRecordSets";
  static constexpr std::string_view kCall = "route53-list-resource-record-sets";
  static constexpr bool kWholeDocument = true;

  std::string zone_id;  ///< Without "/hostedzone/".
  std::vector<ZoneRecord> records;

  [[nodiscard]] const std::string& id() const { return zone_id; }
  static ZoneRecords parse(Cursor& in);
};

/// In lower case, with octal escapes (`\052` is an asterisk) resolved and without the
/// final dot.
/// AWS: Route 53 developer guide, "DNS domain name format".
[[nodiscard]] std::string domain_name(std::string_view text);

}  // namespace pullproof::aws
