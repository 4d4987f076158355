#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/ecs.h"
#include "model/aws/ecs_parts.h"

namespace pullproof::aws {
namespace {

std::optional<AwsvpcConfiguration> parse_network(Cursor& in) {
  auto network = in.object("networkConfiguration");
  if (!network) return std::nullopt;
  auto awsvpc = network->object("awsvpcConfiguration");
  if (!awsvpc) return std::nullopt;
  AwsvpcConfiguration configuration;
  configuration.source = awsvpc->source();
  for (auto& id : awsvpc->texts("subnets")) configuration.subnets.emplace_back(id);
  for (auto& id : awsvpc->texts("securityGroups"))
    configuration.groups.emplace_back(id);
  // AWS: CreateService, AwsVpcConfiguration: the default is DISABLED.
  const std::string assign = awsvpc->text_or("assignPublicIp", "DISABLED");
  configuration.assign_public_ip = assign == "ENABLED";
  configuration.assign_public_ip_source = awsvpc->source_of("assignPublicIp");
  if (assign != "ENABLED" && assign != "DISABLED") {
    awsvpc->problem("assignPublicIp",
                    fmt::format("expected `ENABLED` or `DISABLED`, found {}",
                                in_backticks(assign)));
  }
  return configuration;
}

/// What a service, a deployment and a task set say of its Service Connect.
void parse_connect(Cursor& in, Service& service) {
  auto connect = in.object("serviceConnectConfiguration");
  if (!connect) return;
  service.uses_service_connect = connect->flag_or("enabled", false);
  service.proxy_log = parse_log(*connect);
  // The role that its certificates are asked for with.
  const auto& ends = connect->raw("services");
  const bool has_tls = std::any_of(ends.begin(), ends.end(),
                                   [](const auto& end) { return end.contains("tls"); });
  if (service.uses_service_connect && has_tls) {
    service.other_needs.emplace_back("serviceConnectConfiguration");
  }
  connect->skip_all();
}

/// What a service and each of its deployments and task sets say alike.
void parse_revision(Cursor& in, Service& service) {
  service.launch_type = in.text_or("launchType", "");
  service.platform_version = in.text_or("platformVersion", "");
  service.task_definition_arn = in.text_or("taskDefinition", "");
  service.capacity_providers = parse_strategy(in, "capacityProviderStrategy");
  service.network = parse_network(in);
  parse_connect(in, service);
  const bool has_volumes = !in.raw("volumeConfigurations").empty();
  if (has_volumes) service.other_needs.emplace_back("volumeConfigurations");
}

bool is_alike(const AwsvpcConfiguration& one, const AwsvpcConfiguration& other) {
  const auto texts = [](const auto& ids) {
    std::set<std::string> all;
    for (const auto& id : ids) all.insert(id.text);
    return all;
  };
  return texts(one.subnets) == texts(other.subnets) &&
         texts(one.groups) == texts(other.groups) &&
         one.assign_public_ip == other.assign_public_ip;
}

/// Not of platform versions: a service says LATEST where its deployment has a number.
void note_disputes(Service& service, const Service& primary, const std::string& whose) {
  const auto differ = [](const std::string& own, const std::string& other) {
    return !own.empty() && !other.empty() && own != other;
  };
  if (differ(service.task_definition_arn, primary.task_definition_arn)) {
    service.disputed_start.push_back(
        fmt::format("the service names {}, and its PRIMARY {} {}",
                    last_part(service.task_definition_arn), whose,
                    last_part(primary.task_definition_arn)));
  }
  if (differ(service.launch_type, primary.launch_type)) {
    service.disputed_start.push_back(
        fmt::format("the service has launch type {}, and its PRIMARY {} {}",
                    service.launch_type, whose, primary.launch_type));
  }
  if (service.network && primary.network &&
      !is_alike(*service.network, *primary.network)) {
    service.disputed_place.push_back(
        fmt::format("the service and its PRIMARY {} have different network "
                    "configurations",
                    whose));
  }
}

/// What the service leaves out.
void fill_gaps(Service& service, Service primary) {
  const auto fill = [](auto& field, auto& from) {
    if (field.empty()) field = std::move(from);
  };
  fill(service.launch_type, primary.launch_type);
  fill(service.platform_version, primary.platform_version);
  fill(service.task_definition_arn, primary.task_definition_arn);
  fill(service.capacity_providers, primary.capacity_providers);
  if (!service.network) service.network = std::move(primary.network);
  if (primary.uses_service_connect) service.uses_service_connect = true;
  if (!service.proxy_log) service.proxy_log = std::move(primary.proxy_log);
  for (auto& need : primary.other_needs) service.other_needs.push_back(std::move(need));
}

void skip_rest_of_start(Cursor& revision) {
  revision.skip({"id",
                 "serviceConnectConfiguration",
                 "volumeConfigurations",
                 "taskDefinition",
                 "desiredCount",
                 "pendingCount",
                 "runningCount",
                 "failedTasks",
                 "createdAt",
                 "updatedAt",
                 "capacityProviderStrategy",
                 "launchType",
                 "platformVersion",
                 "platformFamily",
                 "networkConfiguration",
                 "rolloutState",
                 "rolloutStateReason",
                 "serviceConnectResources",
                 "fargateEphemeralStorage",
                 "taskSetArn",
                 "serviceArn",
                 "clusterArn",
                 "startedBy",
                 "externalId",
                 "computedDesiredCount",
                 "loadBalancers",
                 "serviceRegistries",
                 "scale",
                 "stabilityStatus",
                 "stabilityStatusAt",
                 "tags",
                 "vpcLatticeConfigurations"});
}

/// The primary one of `deployments` or `taskSets` fills what the service leaves out.
void use_primary(Cursor& revision, Service& service, const char* whose) {
  Service primary;
  parse_revision(revision, primary);
  note_disputes(service, primary, whose);
  fill_gaps(service, std::move(primary));
}

void parse_deployments(Cursor& in, Service& service) {
  for (Cursor& deployment : in.objects("deployments")) {
    if (deployment.text_or("status", "") == "PRIMARY") {
      service.primary_created_at = time_or(deployment, "createdAt");
      use_primary(deployment, service, "deployment");
    }
    skip_rest_of_start(deployment);
  }
}

/// Some percent of the service's tasks are asked of it.
bool starts_tasks(Cursor& task_set) {
  const nlohmann::json& scale = task_set.raw("scale");
  if (!scale.is_object() || !scale.contains("value")) return true;
  const nlohmann::json& value = scale["value"];
  return !value.is_number() || value.get<double>() > 0;
}

/// Gives those that start tasks and are not PRIMARY.
std::vector<Service> parse_task_sets(Cursor& in, Service& service) {
  std::vector<Service> others;
  for (Cursor& task_set : in.objects("taskSets")) {
    const std::string status = task_set.text_or("status", "");
    if (status == "PRIMARY") use_primary(task_set, service, "task set");
    if (status == "ACTIVE" && starts_tasks(task_set)) {
      others.emplace_back();
      parse_revision(task_set, others.back());
      others.back().task_set = task_set.text_or("id", "");
    }
    skip_rest_of_start(task_set);
  }
  return others;
}

/// The service as this task set says it.
Service as_started_by(const Service& service, Service task_set) {
  Service other = service;
  other.other_task_sets.clear();
  other.disputed_start.clear();
  other.disputed_place.clear();
  other.primary_created_at.clear();
  other.task_set = std::move(task_set.task_set);
  other.task_definition_arn = std::move(task_set.task_definition_arn);
  if (!task_set.launch_type.empty() || !task_set.capacity_providers.empty()) {
    other.launch_type = std::move(task_set.launch_type);
    other.capacity_providers = std::move(task_set.capacity_providers);
  }
  if (!task_set.platform_version.empty()) {
    other.platform_version = std::move(task_set.platform_version);
  }
  if (task_set.network) other.network = std::move(task_set.network);
  return other;
}

}  // namespace

std::string Service::cluster_name() const { return last_part(cluster_arn); }

Service Service::parse(Cursor& in) {
  Service service;
  fill_common(service, in);
  service.arn = in.text("serviceArn");
  service.name = in.text_or("serviceName", last_part(service.arn));
  service.cluster_arn = in.text_or("clusterArn", in.context().parameter);
  service.status = in.text_or("status", "");
  parse_revision(in, service);
  parse_deployments(in, service);
  std::vector<Service> others = parse_task_sets(in, service);
  service.placement_constraints = any_constraint(in);
  service.allows_exec = in.flag_or("enableExecuteCommand", false);
  for (Cursor& revision : in.objects("currentServiceRevisions")) {
    service.current_revisions.push_back(
        {.arn = revision.text_or("arn", ""),
         .requested_tasks = revision.integer("requestedTaskCount", 0, kMaxNumber)});
    revision.skip({"runningTaskCount", "pendingTaskCount"});
  }
  for (Service& task_set : others) {
    service.other_task_sets.push_back(as_started_by(service, std::move(task_set)));
  }
  in.skip({"loadBalancers",
           "serviceRegistries",
           "desiredCount",
           "runningCount",
           "pendingCount",
           "platformFamily",
           "deploymentConfiguration",
           "roleArn",
           "events",
           "createdAt",
           "placementStrategy",
           "healthCheckGracePeriodSeconds",
           "schedulingStrategy",
           "deploymentController",
           "tags",
           "createdBy",
           "enableECSManagedTags",
           "propagateTags",
           "availabilityZoneRebalancing",
           "currentServiceDeployment",
           "resourceManagementType"});
  return service;
}

}  // namespace pullproof::aws
