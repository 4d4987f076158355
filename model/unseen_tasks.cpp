#include "model/unseen_tasks.h"

#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "model/aws/document_context.h"

namespace pullproof::model {
namespace {

using aws::Scope;

constexpr std::string_view kServices = aws::Service::kCall;

std::string with(std::string_view call, const std::string& parameter) {
  return parameter.empty() ? std::string(call) : fmt::format("{}/{}", call, parameter);
}

class Search {
 public:
  explicit Search(const aws::Snapshot& account);

  std::vector<Task> find();

 private:
  using Named = std::pair<Scope, std::string>;

  void add_services();
  void add_clusters();
  void add_refused();
  void add_cluster(const Scope& scope, const std::string& cluster);
  [[nodiscard]] bool is_covered(const Scope& scope, const std::string& cluster) const;
  void add(const Scope& scope, const std::string& cluster, const std::string& service,
           Unknown question);

  const aws::Snapshot& account_;
  std::set<std::string> described_;  ///< ARNs of services.
  std::set<Named> clusters_;         ///< Of which a service is known.
  std::set<Named> told_;
  std::vector<Task> tasks_;
};

Search::Search(const aws::Snapshot& account) : account_(account) {
  for (const auto& service : account.table<aws::Service>().all()) {
    described_.insert(service.arn);
    clusters_.emplace(service.scope, service.cluster_name());
  }
}

void Search::add(const Scope& scope, const std::string& cluster,
                 const std::string& service, Unknown question) {
  Task task;
  task.scope = scope;
  task.cluster = cluster;
  task.service = service;
  task.missing.push_back(std::move(question));
  tasks_.push_back(std::move(task));
}

void Search::add_services() {
  for (const auto& list : account_.table<aws::ListedServices>().all()) {
    clusters_.emplace(list.scope, list.cluster);
    for (const auto& arn : list.arns) {
      if (!described_.insert(arn).second) continue;
      add(list.scope, list.cluster, aws::last_part(arn),
          {.call = with(kServices, list.cluster),
           .why = "the service is listed, and nothing describes it"});
      tasks_.back().service_arn = arn;
    }
  }
}

/// Its services are known, or it is known to have none.
bool Search::is_covered(const Scope& scope, const std::string& cluster) const {
  if (clusters_.contains({scope, cluster})) return true;
  const auto& calls = account_.calls();
  return calls.seen(scope, with(kServices, cluster)) ||
         calls.seen(scope, with(aws::ListedServices::kCall, cluster));
}

void Search::add_cluster(const Scope& scope, const std::string& cluster) {
  if (is_covered(scope, cluster) || !told_.emplace(scope, cluster).second) return;
  add(scope, cluster, "",
      {.call = with(kServices, cluster),
       .why = fmt::format("the services of cluster {} were not collected", cluster)});
  tasks_.back().warnings.push_back(fmt::format(
      "nothing of cluster {} was collected: its services are not checked", cluster));
}

void Search::add_clusters() {
  std::set<std::string> idle;
  for (const auto& cluster : account_.table<aws::Cluster>().all()) {
    const bool gone = !cluster.status.empty() && cluster.status == "INACTIVE";
    if (gone || cluster.active_services == 0) idle.insert(cluster.arn);
  }
  for (const auto& list : account_.table<aws::ListedClusters>().all()) {
    for (const auto& arn : list.arns) {
      if (!idle.contains(arn)) add_cluster(list.scope, aws::last_part(arn));
    }
  }
}

/// What the manifest says that AWS refused to tell.
void Search::add_refused() {
  for (const auto& [scope, call] : account_.calls().unanswered()) {
    const auto slash = call.find('/');
    const std::string operation = call.substr(0, slash);
    if (slash != std::string::npos &&
        (operation == kServices || operation == aws::ListedServices::kCall)) {
      add_cluster(scope, aws::last_part(call));
    }
    if (call != aws::ListedClusters::kCall) continue;
    const auto known = clusters_.lower_bound({scope, ""});
    if (known != clusters_.end() && known->first == scope) continue;
    add(scope, "", "", {.call = call, .why = "the clusters were not collected"});
  }
}

std::vector<Task> Search::find() {
  add_services();
  add_clusters();
  add_refused();
  return std::move(tasks_);
}

bool selects(const TaskSelection& selection, const Task& task) {
  const bool cluster =
      selection.cluster.empty() || aws::last_part(selection.cluster) == task.cluster;
  const bool service =
      selection.service.empty() ||
      (!task.service.empty() &&
       (selection.service == task.service || selection.service == task.service_arn));
  return cluster && service && selection.task_definition.empty();
}

}  // namespace

std::vector<Task> unseen_tasks(const aws::Snapshot& account,
                               const TaskSelection& selection) {
  std::vector<Task> tasks = Search(account).find();
  std::erase_if(tasks, [&](const Task& task) { return !selects(selection, task); });
  return tasks;
}

}  // namespace pullproof::model
