// Accounts whose documents are changed, for tests of edits.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace pullproof::support {

/// Requires: the bundle can be read.
[[nodiscard]] changes::AccountDocuments documents_of(const nlohmann::json& bundle);

/// Of the list under "edits". Requires: it can be read.
[[nodiscard]] changes::Change edits_of(const nlohmann::json& edits);

/// Makes them. The message of the first problem, "" if all could be made.
std::string make(changes::AccountDocuments& account, const nlohmann::json& edits);

/// The resource as it is now. Requires: there is one.
[[nodiscard]] nlohmann::json resource(const changes::AccountDocuments& account,
                                      const std::string& type, const std::string& id);
[[nodiscard]] bool has(const changes::AccountDocuments& account,
                       const std::string& type, const std::string& id);

/// The route of the table to that destination; null if there is none.
[[nodiscard]] nlohmann::json route_of(const changes::AccountDocuments& account,
                                      const std::string& table,
                                      const std::string& destination);

}  // namespace pullproof::support
