// Writes the policy that `data.aws_iam_policy_document` gives, where a plan has its
// statements and not yet its text.
//
// Terraform: AWS provider, aws_iam_policy_document: documents are merged in the order
// source documents, own statements, override documents; a statement takes the place of
// one with the same `sid`.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::cli::terraform {

inline constexpr std::string_view kPolicyDocument = "aws_iam_policy_document";

/// The text of its `json`; a mark if a part that may decide a pull is not told.
/// `values` are those of the data source, as far as they are told.
[[nodiscard]] nlohmann::json policy_text(const nlohmann::json& values);

}  // namespace pullproof::cli::terraform
