// What `aws_default_*` resources find when they take over what AWS made with a VPC:
// they empty it of what they do not name.
//
// Terraform: AWS provider, aws_default_security_group, aws_default_route_table,
// aws_default_network_acl.
#pragma once

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

/// Facts of the snapshot that go unless the resource says the same. None for other
/// types, and where the resource is not in the snapshot.
void add_adopted(const PlannedResource& resource,
                 const changes::AccountDocuments& account, Facts& facts);

/// The id of the group that AWS made with this VPC; "" if the snapshot has none.
[[nodiscard]] std::string default_group_of(const changes::AccountDocuments& account,
                                           const aws::Scope& scope,
                                           const std::string& vpc);

}  // namespace pullproof::cli::terraform
