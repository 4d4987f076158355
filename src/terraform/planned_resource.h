// One resource of a plan: what it is now, and what it is to be.
//
// Terraform: "JSON Output Format", Plan Representation, `resource_changes`. Values that
// are known only after apply, and secrets, are marks there: see unknown.h.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::cli::terraform {

enum class Action { Keep, Read, Create, Update, Replace, Delete };

struct PlannedResource {
  std::string address;   ///< "module.net.aws_subnet.a[0]".
  std::string module;    ///< "module.net"; "" is the root.
  std::string type;      ///< "aws_subnet".
  std::string name;      ///< "a".
  std::string key;       ///< "", "[0]" or "[\"a\"]".
  std::string deposed;   ///< The key of an object that a replacement left behind.
  std::string provider;  ///< "registry.terraform.io/hashicorp/aws".
  bool is_data = false;
  Action action = Action::Keep;
  changes::SharedJson before;  ///< Null if there is none.
  changes::SharedJson after;
  changes::SharedJson told;  ///< `after` as the plan tells it, without what we add.
  aws::Scope scope;
  std::string pointer;  ///< Where it stands in the plan.

  /// By which an answer names it.
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] bool changes_something() const;
};

/// `change` is one of `resource_changes`. Problems go to `problems`.
[[nodiscard]] PlannedResource read_resource(const nlohmann::json& change,
                                            const std::string& file,
                                            const std::string& pointer,
                                            Problems& problems);

/// Those that `prior_state` tells of: data sources are only there once they are read.
[[nodiscard]] std::vector<PlannedResource> prior_resources(const nlohmann::json& plan);

}  // namespace pullproof::cli::terraform
