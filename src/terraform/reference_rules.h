// Which attributes may be told by what they refer to, and what their values look like.
//
// Terraform: AWS provider, argument reference of each resource.
#pragma once

#include <string>
#include <string_view>

namespace pullproof::cli::terraform {

struct ReferenceRule {
  std::string_view attribute;
  bool is_list = false;
  std::string_view prefix;  ///< Of the value; "" if it has none.
  std::string_view types;   ///< "aws_iam_role", or several between bars; "" is any.
  /// What of the resource it may be, best first, between bars.
  std::string_view wanted = "id";
  /// AWS makes such things only where a plan says so: none comes with another.
  bool only_if_planned = false;
};

/// Null if such an attribute is not told by references.
[[nodiscard]] const ReferenceRule* reference_rule(std::string_view attribute);

/// One of the words between the bars.
[[nodiscard]] bool is_among(std::string_view words, std::string_view word);

/// It may be the value of the attribute.
[[nodiscard]] bool fits_rule(const ReferenceRule& rule, std::string_view type,
                             const std::string& value);

}  // namespace pullproof::cli::terraform
