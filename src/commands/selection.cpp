#include "src/commands/selection.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "model/core/nearest.h"
#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

constexpr std::size_t kSelectableShown = 8;

std::string last_part_of(const std::string& arn) {
  return arn.substr(arn.rfind('/') + 1);
}

std::vector<std::string> clusters(const aws::Snapshot& account) {
  std::set<std::string> names;
  for (const auto& each : account.table<aws::Cluster>().all()) names.insert(each.name);
  for (const auto& each : account.table<aws::Service>().all()) {
    names.insert(each.cluster_name());
  }
  return {names.begin(), names.end()};
}

std::vector<std::string> services(const aws::Snapshot& account,
                                  const std::string& cluster) {
  std::vector<std::string> names;
  for (const auto& each : account.table<aws::Service>().all()) {
    if (cluster.empty() || each.cluster_name() == cluster) names.push_back(each.name);
  }
  return names;
}

std::vector<std::string> task_definitions(const aws::Snapshot& account) {
  const auto& all = account.table<aws::TaskDefinition>().all();
  std::vector<std::string> names(all.size());
  std::transform(all.begin(), all.end(), names.begin(),
                 [](const aws::TaskDefinition& each) { return each.name(); });
  return names;
}

std::string nearest_names(const std::string& kind, const std::string& wanted,
                          const std::vector<std::string>& names) {
  if (names.empty()) return fmt::format("the snapshot holds no {}", kind);
  std::vector<std::string> shown =
      nearest(last_part_of(wanted), names, kSelectableShown);
  for (std::string& name : shown) name = "`" + escape(name) + "`";
  const std::size_t distinct = std::set(names.begin(), names.end()).size();
  return fmt::format(
      "{}{} {}", distinct > shown.size() ? "the nearest " : "the ",
      distinct == 1 ? kind + " there is:" : kind + "s there are:", enumerated(shown));
}

std::string mismatch(const std::string& option, const std::string& wanted,
                     const std::string& rest) {
  return fmt::format("pullproof: no task matches {} `{}`; {}\n", option, escape(wanted),
                     rest);
}

bool has(const std::vector<std::string>& names, const std::string& wanted) {
  return std::find(names.begin(), names.end(), last_part_of(wanted)) != names.end();
}

bool matches(const std::string& task_definition, const std::string& wanted) {
  const std::string name = last_part_of(wanted);
  return task_definition == name || task_definition.rfind(name + ":", 0) == 0;
}

}  // namespace

bool selects_nothing(const solver::CheckOptions& options,
                     const model::CheckReport& report) {
  if (report.verdicts.empty()) return true;
  if (options.task_definition.empty()) return false;
  return std::none_of(report.verdicts.begin(), report.verdicts.end(),
                      [&](const model::TaskVerdict& task) {
                        return matches(task.task_definition, options.task_definition);
                      });
}

std::string explain_selection(const aws::Snapshot& account,
                              const solver::CheckOptions& options) {
  const auto all_clusters = clusters(account);
  if (!options.cluster.empty() && !has(all_clusters, options.cluster)) {
    return mismatch("--cluster", options.cluster,
                    nearest_names("cluster", options.cluster, all_clusters));
  }
  const std::string cluster = last_part_of(options.cluster);
  if (!options.service.empty()) {
    return mismatch(
        "--service", options.service,
        nearest_names("service", options.service, services(account, cluster)));
  }
  const auto tasks = task_definitions(account);
  if (!options.task_definition.empty()) {
    return mismatch("--task-definition", options.task_definition,
                    nearest_names("task definition", options.task_definition, tasks));
  }
  const std::string where = cluster.empty() ? "the snapshot" : "this cluster";
  return fmt::format(
      "pullproof: nothing to check: {} holds no ECS service (collect `aws ecs "
      "describe-services`), or name a task definition with --task-definition; {}\n",
      where, nearest_names("task definition", "", tasks));
}

}  // namespace pullproof::cli
