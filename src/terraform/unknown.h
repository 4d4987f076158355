// Stands in a value's place where a plan does not tell the value.
//
// The mark is JSON of a kind that no text can hold, so that nothing in a plan passes
// for it. It carries the name of the attribute, for the answer.
//
// Terraform: "JSON Output Format", Change Representation: `after_unknown` has `true`
// where a value is known only after apply, `after_sensitive` where it is a secret.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::cli::terraform {

enum class Secrecy {
  AfterApply,
  Sensitive,
  Expression,  ///< As the first; its expression may be a function of what it refers to.
};

[[nodiscard]] nlohmann::json unknown_value(std::string_view attribute,
                                           Secrecy why = Secrecy::AfterApply);
[[nodiscard]] bool is_unknown(const nlohmann::json& value);
/// It or anything in it.
[[nodiscard]] bool has_unknown(const nlohmann::json& value);
/// "the value of `policy` is known only after apply". Requires: is_unknown(value).
[[nodiscard]] std::string why_unknown(const nlohmann::json& value);

/// `values` with marks wherever `marks` has `true`; `marks` may reach where `values`
/// tell nothing.
[[nodiscard]] nlohmann::json with_marks(const nlohmann::json& values,
                                        const nlohmann::json& marks, Secrecy why);

}  // namespace pullproof::cli::terraform
