// Prefix lists: AWS's own (S3, DynamoDB) and a customer's.
//
// AWS: VPC user guide, "Managed prefix lists". The entries come from
// `get-managed-prefix-list-entries`, or from `describe-prefix-lists` for AWS's own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/resource.h"
#include "model/core/ids.h"

namespace pullproof::aws {

/// From either of the two calls that share the key `PrefixLists`.
struct PrefixList : Resource {
  static constexpr std::string_view kSnapshotKey = "PrefixLists";
  static constexpr std::string_view kCall = "ec2-describe-managed-prefix-lists";
  static constexpr std::string_view kOtherCall = "ec2-describe-prefix-lists";

  PrefixListId prefix_list_id;
  Symbol name;             ///< "com.amazonaws.eu-central-1.s3" for AWS's.
  Symbol owner_id;         ///< "AWS" for AWS's; "" in describe-prefix-lists.
  bool has_cidrs = false;  ///< `Cidrs` was printed (describe-prefix-lists).
  std::vector<Cidr> cidrs;

  [[nodiscard]] Symbol id() const { return prefix_list_id.text; }
  static PrefixList parse(Cursor& in);
};

/// `ec2 get-managed-prefix-list-entries`; the list's id is the document's parameter.
struct PrefixListEntries : Resource {
  static constexpr std::string_view kSnapshotKey = "Entries";
  static constexpr std::string_view kCall = "ec2-get-managed-prefix-list-entries";
  static constexpr bool kWholeDocument = true;

  PrefixListId prefix_list_id;
  std::vector<Cidr> cidrs;

  [[nodiscard]] Symbol id() const { return prefix_list_id.text; }
  static PrefixListEntries parse(Cursor& in);
};

}  // namespace pullproof::aws
