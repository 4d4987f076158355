// Values of a template after evaluation: JSON in which a mark stands where a value is
// not known, and another where `AWS::NoValue` leaves a member out.
//
// Invariant: marks are JSON's binary values, which no text can hold, so nothing that a
// template says is taken for one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::cli::cloudformation {

[[nodiscard]] nlohmann::json unknown(const std::string& why);
[[nodiscard]] nlohmann::json no_value();

[[nodiscard]] bool is_unknown(const nlohmann::json& value);
[[nodiscard]] bool is_no_value(const nlohmann::json& value);
/// Requires: is_unknown(value).
[[nodiscard]] std::string why_unknown(const nlohmann::json& value);

/// The first mark in it; null if all of it is known.
[[nodiscard]] const nlohmann::json* first_unknown(const nlohmann::json& value);

/// Takes out what is not known: the member, or of a list the whole entry. Gives the
/// reasons, each once.
std::vector<std::string> drop_unknown(nlohmann::json& value);

/// CloudFormation takes numbers and truth values for texts, and texts for them.
[[nodiscard]] std::optional<std::string> as_text(const nlohmann::json& value);

/// Every member that `wanted` has, `there` has too; lists are equally long.
[[nodiscard]] bool is_contained(const nlohmann::json& wanted,
                                const nlohmann::json& there);

/// One of these members holds something there, and `wanted` does not say it.
[[nodiscard]] bool has_more(const nlohmann::json& there, const nlohmann::json& wanted,
                            std::span<const std::string_view> members);

}  // namespace pullproof::cli::cloudformation
