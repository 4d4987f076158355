// What resources find that take over what is there, and empty it of what they do not
// name: `aws_default_*` of what AWS made with a VPC, exclusive ones of a role's
// policies.
//
// Terraform: AWS provider, aws_default_security_group, aws_default_route_table,
// aws_default_network_acl, aws_iam_policy_attachment, aws_iam_role_policies_exclusive.
#pragma once

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

/// Facts of the snapshot, or of what AWS makes with a new VPC, that go unless the
/// resource says the same. None for other types, and where it is neither.
void add_adopted(const PlannedResource& resource,
                 const changes::AccountDocuments& account, Facts& facts);

/// The id of the group that AWS made with this VPC, or makes with it if the plan makes
/// the VPC; "" if the snapshot has none.
[[nodiscard]] std::string default_group_of(const changes::AccountDocuments& account,
                                           const aws::Scope& scope,
                                           const std::string& vpc);

}  // namespace pullproof::cli::terraform
