// Reads what a Terraform or OpenTofu plan would change: `terraform show -json PLAN`.
//
// Terraform: "JSON Output Format", Plan Representation.
// Not modelled: what a plan does not tell, or tells of types that are not read, gives
// doubts and ignored things, under which verdicts are unknown.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::cli::terraform {

/// `file` is for problems. Fails for plans that failed themselves, for formats of
/// another major version, and where a resource's account or region cannot be told
/// among several. Tells everything that is wrong.
[[nodiscard]] Result<changes::Change> read_terraform_plan(
    const nlohmann::json& plan, const std::string& file,
    const changes::AccountDocuments& account);

}  // namespace pullproof::cli::terraform
