// Accounts that templates make, for tests of what is read of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/verdict.h"

namespace pullproof::cli::cloudformation::template_account {

/// 111122223333 in eu-central-1, with nothing in it.
[[nodiscard]] changes::AccountDocuments nothing();

/// Of YAML; the stack is called `web`. Requires: it can be read.
[[nodiscard]] changes::Change change_of(const std::string& yaml,
                                        const changes::AccountDocuments& account);

/// The account with the change made. Requires: it can be made.
[[nodiscard]] changes::AccountDocuments made_of(const std::string& yaml);

struct Told {
  std::map<std::string, model::Verdict> verdicts;  ///< By service.
  std::vector<std::string> reasons;                ///< For what is unknown.
};
/// What `whatif --cloudformation` answers on the template alone.
[[nodiscard]] Told told_of(const std::string& yaml);

/// The last resource of the type that the change adds; null if it adds none.
[[nodiscard]] nlohmann::json added(const changes::Change& change,
                                   const std::string& type);

/// `Resources:` with a VPC, a public and a private subnet behind a NAT gateway, an open
/// group, and what a service needs.
[[nodiscard]] std::string network();
/// The same without the private subnet's way out.
[[nodiscard]] std::string network_without_way_out();
/// A service `web` of Fargate in the private subnet.
[[nodiscard]] std::string fargate_service();

}  // namespace pullproof::cli::cloudformation::template_account
