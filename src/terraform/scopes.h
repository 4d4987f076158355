// In which account and region each resource of a plan is.
//
// A resource's own `region` argument comes first (AWS provider 6), then what its
// provider is configured with, then ARNs of resources of that provider, then the
// snapshot, if it has one account or one region only.
//
// Terraform: "JSON Output Format", `provider_config`; AWS provider, "Enhanced Region
// Support".
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"
#include "model/core/result.h"
#include "src/terraform/configuration.h"
#include "src/terraform/planned_resource.h"

namespace pullproof::cli::terraform {

class Scopes {
 public:
  Scopes(const Configuration& written, const changes::AccountDocuments& account);

  /// Learns from what is known of resources that exist.
  void learn(const std::vector<PlannedResource>& resources);

  /// Parts that nothing tells are empty.
  [[nodiscard]] aws::Scope of(const PlannedResource& resource) const;
  /// Why a scope is not whole: what to do about it.
  [[nodiscard]] std::string complaint(const PlannedResource& resource,
                                      const aws::Scope& scope) const;

 private:
  struct Seen {
    std::set<std::string> accounts;
    std::set<std::string> regions;
  };
  [[nodiscard]] std::string provider_key(const PlannedResource& resource) const;
  [[nodiscard]] aws::Scope of_provider(const std::string& key) const;
  [[nodiscard]] std::string only_account() const;
  [[nodiscard]] std::string only_region(const std::string& account) const;

  const Configuration& written_;
  std::vector<aws::Scope> known_;
  std::map<std::string, Seen> seen_;
};

/// No account has this number: for snapshots and plans that name none.
inline constexpr const char* kNoAccount = "000000000000";

}  // namespace pullproof::cli::terraform
