#include "solver/speakers.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

namespace pullproof::solver {
namespace {

using aws::PolicyStatement;

/// The service in lower case; nothing if a wildcard may stand for several.
std::optional<std::string> service_of(std::string_view action) {
  const std::size_t end = action.find_first_of(":*?");
  if (end == std::string_view::npos || action[end] != ':') return std::nullopt;
  return aws::lower(action.substr(0, end));
}

/// Nothing if the statement may speak of any service.
std::optional<std::set<std::string>> services_of(const PolicyStatement& statement) {
  if (statement.not_action || !statement.not_modelled.empty()) return std::nullopt;
  std::set<std::string> services;
  for (const auto& action : statement.actions) {
    auto service = service_of(action.text);
    if (!service) return std::nullopt;
    services.insert(*std::move(service));
  }
  return services;
}

bool speaks(const PolicyStatement& statement, const std::string& action) {
  const bool named =
      std::any_of(statement.actions.begin(), statement.actions.end(),
                  [&](const auto& one) { return one.pattern.matches(action); });
  return named != statement.not_action;
}

void add(const PolicyStatement& statement, Speakers& all) {
  const bool readable = statement.not_modelled.empty();
  if (!readable || statement.allow) all.allow.push_back(&statement);
  if (!readable || !statement.allow) all.deny.push_back(&statement);
}

}  // namespace

SpeakerIndex::SpeakerIndex(const std::vector<const aws::PolicyDocument*>& documents) {
  for (const auto* document : documents) {
    if (!document->not_modelled.empty()) {
      open_.push_back(document);
      continue;
    }
    for (const auto& statement : document->statements) {
      const std::size_t index = statements_.size();
      statements_.push_back(&statement);
      const auto services = services_of(statement);
      if (!services) of_any_service_.push_back(index);
      if (services) {
        for (const auto& service : *services) by_service_[service].push_back(index);
      }
    }
  }
}

Speakers SpeakerIndex::all() const {
  Speakers all{.allow = {}, .deny = {}, .open = open_};
  for (const auto* statement : statements_) add(*statement, all);
  return all;
}

Speakers SpeakerIndex::of(const std::string& action) const {
  std::vector<std::size_t> candidates = of_any_service_;
  const auto service = service_of(action);
  const auto found = service ? by_service_.find(*service) : by_service_.end();
  if (found != by_service_.end()) {
    candidates.clear();
    std::merge(of_any_service_.begin(), of_any_service_.end(), found->second.begin(),
               found->second.end(), std::back_inserter(candidates));
  }
  Speakers all{.allow = {}, .deny = {}, .open = open_};
  for (const std::size_t index : candidates) {
    const PolicyStatement& statement = *statements_[index];
    const bool readable = statement.not_modelled.empty();
    if (!readable || speaks(statement, action)) add(statement, all);
  }
  return all;
}

}  // namespace pullproof::solver
