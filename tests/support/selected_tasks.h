// The tasks that a bundle's account starts, for tests of where they may start.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/task.h"
#include "tests/support/network_account.h"

namespace pullproof::support {

inline std::vector<model::Task> tasks_of(const nlohmann::json& bundle,
                                         const model::TaskSelection& selection = {}) {
  const NetworkWorld world(bundle);
  return model::select_tasks(world.account(), world.network(), selection);
}

/// Requires: one task is selected.
inline model::Task only_task(const nlohmann::json& bundle,
                             const model::TaskSelection& selection = {}) {
  return tasks_of(bundle, selection).at(0);
}

inline std::vector<std::string> subnets_of(const model::Task& task) {
  std::vector<std::string> ids;
  for (const auto& source : task.sources) ids.push_back(source.subnet.text);
  return ids;
}

inline std::vector<std::string> groups_of(const model::SourceInterface& source) {
  std::vector<std::string> ids;
  for (const auto& group : source.groups) ids.push_back(group.text);
  return ids;
}

/// The call that would settle what is not known of it; "-" if all is known.
inline std::string asks_for(const model::SourceInterface& source) {
  return source.undecided ? source.undecided->call : "-";
}

inline std::vector<std::string> names_of(
    const std::vector<gates::Assumption>& assumptions) {
  std::vector<std::string> names;
  for (const auto& each : assumptions) names.push_back(each.name);
  return names;
}

}  // namespace pullproof::support
