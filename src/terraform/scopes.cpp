#include "src/terraform/scopes.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/terraform/traversal.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

/// Inputs of modules that are inputs of their callers: no configuration nests deeper.
constexpr int kDeepestInput = 32;

/// A constant, or a variable that was given one.
Json constant_of(const Configuration& written, const Json& first,
                 std::vector<ModuleStep> path) {
  const Json* expression = &first;
  for (int depth = 0; depth < kDeepestInput; ++depth) {
    const Json& constant = member_or_null(*expression, "constant_value");
    if (!constant.is_null()) return constant;
    const Json* references = changes::list_member(*expression, "references");
    if (references == nullptr || references->size() != 1) return nullptr;
    const Json& only = references->front();
    const auto steps = only.is_string() ? steps_of(only.get<std::string>())
                                        : std::vector<std::string>();
    if (steps.size() != 2 || steps[0] != "var") return nullptr;
    if (path.empty()) {
      const Json* given = written.variable(steps[1]);
      return given == nullptr ? Json() : *given;
    }
    const Json* call = written.call(path);
    if (call == nullptr) return nullptr;
    expression = &member_or_null(member_or_null(*call, "expressions"), steps[1]);
    path.pop_back();
  }
  return nullptr;
}

/// A block is a list of one, or itself where its schema allows one only.
const Json& only_block(const Json& blocks) {
  return blocks.is_array() && blocks.size() == 1 ? blocks.front() : blocks;
}

/// "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-1".
aws::Scope scope_in_arn(const std::string& arn) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (parts.size() < 5 && from != std::string::npos) {
    const std::size_t colon = arn.find(':', from);
    parts.push_back(arn.substr(from, colon - from));
    from = colon == std::string::npos ? colon : colon + 1;
  }
  aws::Scope scope;
  if (parts.size() < 5 || parts[0] != "arn") return scope;
  if (aws::is_region(parts[3])) scope.region = parts[3];
  if (aws::is_account(parts[4])) scope.account = parts[4];
  return scope;
}

aws::Scope scope_in_values(const changes::SharedJson& values) {
  aws::Scope scope;
  if (values == nullptr) return scope;
  for (const char* name : {"arn", "id"}) {
    const aws::Scope told = scope_in_arn(text_member(*values, name));
    if (scope.account.empty()) scope.account = told.account;
    if (scope.region.empty()) scope.region = told.region;
  }
  for (const char* name : {"owner_id", "registry_id"}) {
    const std::string owner = text_member(*values, name);
    if (scope.account.empty() && aws::is_account(owner)) scope.account = owner;
  }
  const std::string region = text_member(*values, "region");
  if (aws::is_region(region)) scope.region = region;
  return scope;
}

void fill_gaps_of(aws::Scope& scope, const aws::Scope& from) {
  if (scope.account.empty()) scope.account = from.account;
  if (scope.region.empty()) scope.region = from.region;
}

}  // namespace

Scopes::Scopes(const Configuration& written, const changes::AccountDocuments& account)
    : written_(written), known_(account.scopes()) {}

std::string Scopes::provider_key(const PlannedResource& resource) const {
  const Json* own = written_.resource(resource);
  return own == nullptr ? std::string() : text_member(*own, "provider_config_key");
}

aws::Scope Scopes::of_provider(const std::string& key) const {
  // A module without a provider of its own has its caller's: "module.a.module.b:aws".
  std::string own = key;
  const Json* provider = written_.provider(own);
  while (provider == nullptr) {
    const std::size_t colon = own.find(':');
    if (colon == std::string::npos) return {};
    const std::size_t dot = own.rfind(".module.", colon);
    own = dot == std::string::npos ? own.substr(colon + 1)
                                   : own.substr(0, dot) + own.substr(colon);
    provider = written_.provider(own);
  }
  const auto path = module_path_of(text_member(*provider, "module_address"));
  const Json& settings = member_or_null(*provider, "expressions");
  aws::Scope scope;
  const Json region = constant_of(written_, member_or_null(settings, "region"), path);
  if (region.is_string() && aws::is_region(region.get<std::string>())) {
    scope.region = region.get<std::string>();
  }
  const Json& assumed = only_block(member_or_null(settings, "assume_role"));
  const Json role = constant_of(written_, member_or_null(assumed, "role_arn"), path);
  if (role.is_string()) scope.account = scope_in_arn(role.get<std::string>()).account;
  const Json allowed =
      constant_of(written_, member_or_null(settings, "allowed_account_ids"), path);
  const bool is_one =
      allowed.is_array() && allowed.size() == 1 && allowed[0].is_string();
  if (scope.account.empty() && is_one &&
      aws::is_account(allowed[0].get<std::string>())) {
    scope.account = allowed[0].get<std::string>();
  }
  return scope;
}

void Scopes::learn(const std::vector<PlannedResource>& resources) {
  for (const PlannedResource& resource : resources) {
    if (resource.is_data) continue;
    aws::Scope told = scope_in_values(resource.before);
    const bool exists = resource.before != nullptr;
    if (!exists) continue;
    Seen& seen = seen_[provider_key(resource)];
    if (!told.account.empty()) seen.accounts.insert(told.account.str());
    if (!told.region.empty()) seen.regions.insert(told.region.str());
  }
}

aws::Scope Scopes::of(const PlannedResource& resource) const {
  aws::Scope scope;
  for (const auto& values : {resource.before, resource.after}) {
    if (values == nullptr) continue;
    const std::string region = text_member(*values, "region");
    if (aws::is_region(region)) scope.region = region;
  }
  // What stands in a resource's own ARN is where it is.
  fill_gaps_of(scope, scope_in_values(resource.before));
  const std::string key = provider_key(resource);
  fill_gaps_of(scope, of_provider(key));
  fill_gaps_of(scope, scope_in_values(resource.after));
  const auto seen = seen_.find(key);
  if (seen != seen_.end()) {
    const auto& [accounts, regions] = seen->second;
    if (scope.account.empty() && accounts.size() == 1)
      scope.account = *accounts.begin();
    if (scope.region.empty() && regions.size() == 1) scope.region = *regions.begin();
  }
  if (scope.account.empty()) scope.account = only_account();
  if (scope.region.empty()) scope.region = only_region(scope.account.str());
  return scope;
}

std::string Scopes::only_account() const {
  std::set<std::string> accounts;
  for (const auto& scope : known_) accounts.insert(scope.account.str());
  if (accounts.empty()) return kNoAccount;
  return accounts.size() == 1 ? *accounts.begin() : std::string();
}

std::string Scopes::only_region(const std::string& account) const {
  std::set<std::string> regions;
  for (const auto& scope : known_) {
    const bool may_be = account.empty() || scope.account == account;
    if (may_be) regions.insert(scope.region.str());
  }
  return regions.size() == 1 ? *regions.begin() : std::string();
}

std::string Scopes::complaint(const PlannedResource& resource,
                              const aws::Scope& scope) const {
  std::set<std::string> choices;
  const bool lacks_account = scope.account.empty();
  for (const auto& each : known_) {
    choices.insert(lacks_account ? each.account.str() : each.region.str());
  }
  const std::string among = choices.empty() ? "the snapshot has none either"
                                            : fmt::format("the snapshot has `{}`",
                                                          fmt::join(choices, "`, `"));
  return fmt::format(
      "expected to find the {} of `{}`, found nothing that tells it, and {}; give its "
      "provider {} as a constant or a variable, and plan again",
      lacks_account ? "account" : "region", resource.address, among,
      lacks_account ? "`allowed_account_ids` or `assume_role`" : "a `region`");
}

}  // namespace pullproof::cli::terraform
