// What the user wrote, as far as a plan repeats it: which expression stands behind an
// attribute, a module's input or a provider's setting.
//
// Terraform: "JSON Output Format", Configuration Representation. It tells the
// references of an expression, not the expression; local values and dynamic blocks are
// not in it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "src/terraform/planned_resource.h"
#include "src/terraform/traversal.h"

namespace pullproof::cli::terraform {

class Configuration {
 public:
  /// Keeps pointers into `plan`.
  explicit Configuration(const nlohmann::json& plan);

  /// Null if the plan does not repeat it.
  [[nodiscard]] const nlohmann::json* resource(const PlannedResource& resource) const;
  /// The call of the last module of the path.
  [[nodiscard]] const nlohmann::json* call(const std::vector<ModuleStep>& path) const;
  /// The expression of an output of this module.
  [[nodiscard]] const nlohmann::json* output(const std::vector<ModuleStep>& path,
                                             const std::string& name) const;
  /// What a variable of the root module was given; null if it is not told.
  [[nodiscard]] const nlohmann::json* variable(const std::string& name) const;
  /// By its key: "aws", "aws.west", "module.net:aws".
  [[nodiscard]] const nlohmann::json* provider(const std::string& key) const;

 private:
  const nlohmann::json* plan_;
  /// By the names of the calls that lead there, "net/zone"; "" is the root.
  std::map<std::string, const nlohmann::json*> modules_;
  std::map<std::string, const nlohmann::json*> calls_;
  std::map<std::string, const nlohmann::json*> resources_;  ///< "net/zone/aws_vpc.a".
};

/// A member of an object; a null where there is none.
[[nodiscard]] const nlohmann::json& member_or_null(const nlohmann::json& object,
                                                   const std::string& name);

}  // namespace pullproof::cli::terraform
