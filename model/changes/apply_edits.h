// Makes a change in an account's documents, with all that AWS would make of it by
// itself: see consequences.h.
#pragma once

#include <functional>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::changes {

/// Makes those edits whose origin `is_wanted`, in their order. Stops at the first edit
/// that fails: the later ones may rest on it. Then nothing is to be concluded from
/// `account` until it is restored.
[[nodiscard]] Problems apply_edits(
    AccountDocuments& account, const Change& change,
    const std::function<bool(const std::string& origin)>& is_wanted);
[[nodiscard]] Problems apply_edits(AccountDocuments& account, const Change& change);

}  // namespace pullproof::changes
