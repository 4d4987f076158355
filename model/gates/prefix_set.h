// The blocks behind a prefix list id.
//
// AWS: VPC user guide, "Prefix lists". Where the entries of AWS's own S3 list are not
// in the snapshot, the list *is* S3's address set (see `far_service` of a packet).
#pragma once

#include <string_view>
#include <vector>

#include "model/core/predicate.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct PrefixSet {
  const std::vector<Cidr>* blocks = nullptr;  ///< Null if the entries are not known.
  Symbol name;  ///< "com.amazonaws.eu-central-1.s3", or "".
};

[[nodiscard]] PrefixSet prefix_set(const Context& context, const aws::Scope& scope,
                                   const PrefixListId& id);

/// S3's and DynamoDB's lists: AWS keeps their addresses apart from every other
/// service's.
[[nodiscard]] bool has_addresses_of_its_own(std::string_view list_name);

/// Whether `field`, an address of the packet, lies in the list.
[[nodiscard]] Predicate in_prefix_list(const Context& context, const aws::Scope& scope,
                                       const PrefixListId& id, FieldId field,
                                       const Packet& packet);

}  // namespace pullproof::gates
