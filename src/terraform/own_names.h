// What AWS will call a resource that is to be made: its id and its ARN.
//
// Ids that AWS draws are not known before; they are replaced by "<prefix>-<address>",
// by which everything else of the plan refers to it. ARNs that are made of names are
// known.
//
// AWS: Service Authorization Reference, "Resource types" of each service; EC2 user
// guide, "Resource IDs".
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/changes/account_documents.h"
#include "src/terraform/planned_resource.h"

namespace pullproof::cli::terraform {

/// "aws", "aws-cn" or "aws-us-gov".
[[nodiscard]] std::string partition_of(std::string_view region);
/// An ARN in this scope; `resource` is all that comes after the account.
[[nodiscard]] std::string arn_in(const aws::Scope& scope, std::string_view service,
                                 const std::string& resource);
/// IAM's and Organizations' ARNs name no region.
[[nodiscard]] std::string global_arn_in(const aws::Scope& scope,
                                        std::string_view service,
                                        const std::string& resource);

/// The id of the new VPC that AWS makes this default ACL, group or main table with; ""
/// if it is none of these.
[[nodiscard]] std::string new_vpc_of_default(const std::string& id);

/// `after` with those of its names that AWS draws on creation.
[[nodiscard]] nlohmann::json with_own_names(const PlannedResource& resource,
                                            const changes::AccountDocuments& account);

}  // namespace pullproof::cli::terraform
