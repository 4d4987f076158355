// What a snapshot tells of a stack that exists already, and of what stacks export.
//
// AWS: CloudFormation API reference, DescribeStackResources and ListExports.
#pragma once

#include <map>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/changes/account_documents.h"

namespace pullproof::cli::cloudformation {

struct PhysicalResource {
  std::string id;    ///< What `Ref` gives.
  std::string type;  ///< "AWS::EC2::VPC".
};

struct StackState {
  bool is_known = false;  ///< The snapshot holds the stack's resources.
  std::map<std::string, PhysicalResource> resources;  ///< By logical id.
};

/// Of the document cloudformation-describe-stack-resources/<stack>.json. Empty parts of
/// the scope fit all.
[[nodiscard]] StackState stack_state(const nlohmann::json& bundle,
                                     const std::string& stack, const aws::Scope& scope);

struct Exports {
  bool are_known = false;  ///< The snapshot holds cloudformation-list-exports.json.
  std::map<std::string, std::string> values;  ///< By name.
};
[[nodiscard]] Exports exports_of(const nlohmann::json& bundle, const aws::Scope& scope);

}  // namespace pullproof::cli::cloudformation
