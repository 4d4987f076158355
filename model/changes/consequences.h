// What AWS does by itself when a resource is added, changed or deleted, and when it
// refuses to.
//
// AWS: EC2 API reference, the operations Create*, Delete* and Modify* of each resource;
// VPC user guide, "Route table concepts": a route whose target is gone is a blackhole.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"

namespace pullproof::changes {

/// The resource with what AWS fills in: states, defaults, and an id made of `fresh`
/// where it has none.
void fill_in(const AccountDocuments& account, const ResourceShape& shape,
             const aws::Scope& scope, const std::string& fresh,
             nlohmann::json& resource);

/// What follows from a resource that has just been added.
void follow_addition(AccountDocuments& account, const Place& added);

/// What follows from a change of the resource that was `before`.
void follow_change(AccountDocuments& account, const Place& changed,
                   const nlohmann::json& before);

/// Why AWS does not let it be deleted; "" if it does.
[[nodiscard]] std::string refusal_to_delete(const AccountDocuments& account,
                                            const Place& place);

/// Deletes it with what goes with it.
void delete_with_consequences(AccountDocuments& account, const Place& place);

}  // namespace pullproof::changes
