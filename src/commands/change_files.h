// Reads the Terraform plan, the CloudFormation templates and the parameters that the
// command line names, before any account is there to change.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/aws/scope.h"
#include "model/changes/change.h"
#include "model/core/result.h"
#include "src/cloudformation/template.h"
#include "src/commands/change_options.h"

namespace pullproof::cli {

struct ChangeFiles {
  changes::SharedJson plan;  ///< Null if there is none.
  std::vector<cloudformation::StackTemplate> stacks;
  std::map<std::string, std::string> parameters;
};

[[nodiscard]] Result<ChangeFiles> read_change_files(const ChangeOptions& options);

/// Accounts and regions that the templates are for, where they are all there is. A
/// template that says no region, but names things of only one, is for that one.
[[nodiscard]] std::set<aws::Scope> settle_scopes(ChangeFiles& files);

/// JSON, or YAML by the file's name; "-" is JSON on standard input.
[[nodiscard]] Result<nlohmann::json> read_document(const std::string& file);

}  // namespace pullproof::cli
