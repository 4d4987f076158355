// Takes apart what Terraform calls traversals: "module.net[\"a\"].aws_subnet.b[0].id".
//
// Terraform: "References to Named Values"; "Resource Addressing".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pullproof::cli::terraform {

/// "aws_subnet", "b", "[0]", "id". Empty if it is no traversal.
[[nodiscard]] std::vector<std::string> steps_of(std::string_view traversal);

/// "[0]" or "[\"a\"]".
[[nodiscard]] bool is_index(std::string_view step);

/// One call of a module on the way to a resource.
struct ModuleStep {
  std::string name;
  std::string key;  ///< "", "[0]" or "[\"a\"]".
};

/// Of "module.net[\"a\"].module.zone"; empty for the root module.
[[nodiscard]] std::vector<ModuleStep> module_path_of(std::string_view address);

/// Back again.
[[nodiscard]] std::string address_of(const std::vector<ModuleStep>& path);

/// Whether `shorter` is where `longer` begins: Terraform lists each reference followed
/// by all that it begins with.
[[nodiscard]] bool begins(const std::vector<std::string>& longer,
                          const std::vector<std::string>& shorter);

}  // namespace pullproof::cli::terraform
