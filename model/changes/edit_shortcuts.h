// Edits for the questions that people ask most, made from the account as it is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::changes {

/// Deletes what is called so.
[[nodiscard]] Change deletion_of(const std::string& name);

/// An Availability Zone is down: its NAT gateways fail, endpoints lose their interfaces
/// there, and services that have subnets elsewhere start no tasks in it.
/// Errors: no subnet is in a zone of this name.
[[nodiscard]] Result<Change> zone_failure(const AccountDocuments& account,
                                          const std::string& zone);

/// The service deploys a revision whose images have another tag; `container` "" is
/// every image of ECR, or the only one that there is.
/// Errors: no such service or container, or its task definition is not there.
[[nodiscard]] Result<Change> tag_change(const AccountDocuments& account,
                                        const std::string& service,
                                        const std::string& container,
                                        const std::string& tag);

/// The role has one more policy: a document under a name of its own, or a managed
/// policy by its ARN.
[[nodiscard]] Change inline_policy(const std::string& role, const std::string& name,
                                   const nlohmann::json& document);
[[nodiscard]] Change attached_policy(const std::string& role, const std::string& arn);

/// A service control policy is attached to `target`, an account, an OU or the root; ""
/// is every account of the snapshot.
/// Errors: the snapshot does not hold the policies of the target.
[[nodiscard]] Result<Change> control_policy(const AccountDocuments& account,
                                            const std::string& target,
                                            const std::string& name,
                                            const nlohmann::json& document);

struct EndpointRequest {
  std::string service;  ///< "ecr.dkr", or "com.amazonaws.eu-central-1.ecr.dkr".
  std::string vpc;      ///< Id or `Name`.
  std::vector<std::string> subnets = {};  ///< None for a gateway endpoint.
  std::vector<std::string> groups = {};
  std::vector<std::string> route_tables = {};  ///< None: every table of the VPC.
};

/// The VPC gets an endpoint: a gateway for S3 and DynamoDB where no subnets are named,
/// an interface otherwise.
/// Errors: nothing is called so; an interface without subnets.
[[nodiscard]] Result<Change> new_endpoint(const AccountDocuments& account,
                                          const EndpointRequest& request);

}  // namespace pullproof::changes
