#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/documents.h"

namespace pullproof::bench {
namespace {

std::string cluster_arn(const Network& network) {
  return regional_arn("ecs", "cluster/" + network.cluster);
}

std::string service_arn(const Network& network, const Service& service) {
  return regional_arn("ecs",
                      fmt::format("service/{}/{}", network.cluster, service.name));
}

/// ECS's id has 32 digits; the instance's own are used twice.
std::string container_instance_arn(const Network& network, const Instance& instance) {
  const std::string digits = instance.id.substr(instance.id.size() - 16);
  return regional_arn("ecs", fmt::format("container-instance/{}/{}{}", network.cluster,
                                         digits, digits));
}

std::string log_group(const Service& service) { return "/ecs/" + service.name; }

bool runs_in(const Account& account, const Service& service, const Network& network) {
  return &account.networks[service.network] == &network;
}

Json service_detail(const Network& network, const Service& service) {
  Json one = {{"serviceArn", service_arn(network, service)},
              {"serviceName", service.name},
              {"clusterArn", cluster_arn(network)},
              {"loadBalancers", Json::array()},
              {"serviceRegistries", Json::array()},
              {"status", "ACTIVE"},
              {"desiredCount", 2},
              {"runningCount", 2},
              {"pendingCount", 0},
              {"launchType", service.fargate ? "FARGATE" : "EC2"},
              {"taskDefinition",
               regional_arn("ecs", fmt::format("task-definition/{}:1", service.name))},
              {"deployments", Json::array()},
              {"events", Json::array()},
              {"createdAt", kCreated},
              {"placementConstraints", Json::array()},
              {"placementStrategy", Json::array()},
              {"schedulingStrategy", "REPLICA"},
              {"enableECSManagedTags", false},
              {"propagateTags", "NONE"},
              {"enableExecuteCommand", false}};
  if (!service.fargate) return one;
  one["platformVersion"] = "1.4.0";
  one["platformFamily"] = "Linux";
  one["networkConfiguration"] = {
      {"awsvpcConfiguration",
       {{"subnets", service.subnets},
        {"securityGroups", service.groups},
        {"assignPublicIp", service.public_address ? "ENABLED" : "DISABLED"}}}};
  return one;
}

Json container(const Service& service, std::size_t index) {
  const std::string& image = service.images[index];
  const auto slash = image.find('/') + 1;
  return {{"name", image.substr(slash, image.find(':') - slash)},
          {"image",
           fmt::format("{}.dkr.ecr.{}.amazonaws.com/{}", kAccountId, kRegion, image)},
          {"cpu", 0},
          {"portMappings", index != 0
                               ? Json::array()
                               : Json::array({{{"containerPort", 8080},
                                               {"hostPort", service.fargate ? 8080 : 0},
                                               {"protocol", "tcp"}}})},
          {"essential", index == 0},
          {"environment", Json::array({{{"name", "SERVICE"}, {"value", service.name}},
                                       {{"name", "LOG_LEVEL"}, {"value", "info"}}})},
          {"mountPoints", Json::array()},
          {"volumesFrom", Json::array()},
          {"logConfiguration",
           {{"logDriver", "awslogs"},
            {"options",
             {{"awslogs-group", log_group(service)},
              {"awslogs-region", kRegion},
              {"awslogs-stream-prefix", "ecs"}}}}}};
}

}  // namespace

Json list_clusters(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) all.push_back(cluster_arn(network));
  return {{"clusterArns", std::move(all)}};
}

Json describe_clusters(const Account& account) {
  Json all = Json::array();
  for (const auto& network : account.networks) {
    all.push_back({{"clusterArn", cluster_arn(network)},
                   {"clusterName", network.cluster},
                   {"status", "ACTIVE"},
                   {"registeredContainerInstancesCount", network.instances.size()},
                   {"runningTasksCount", 0},
                   {"pendingTasksCount", 0},
                   {"activeServicesCount", kServicesPerNetwork},
                   {"statistics", Json::array()},
                   {"tags", Json::array()},
                   {"settings", Json::array()},
                   {"capacityProviders", Json::array()},
                   {"defaultCapacityProviderStrategy", Json::array()}});
  }
  return {{"clusters", std::move(all)}, {"failures", Json::array()}};
}

Json list_services(const Account& account, const Network& network) {
  Json all = Json::array();
  for (const auto& service : account.services) {
    if (runs_in(account, service, network)) {
      all.push_back(service_arn(network, service));
    }
  }
  return {{"serviceArns", std::move(all)}};
}

Json describe_services(const Account& account, const Network& network) {
  Json all = Json::array();
  for (const auto& service : account.services) {
    if (runs_in(account, service, network)) {
      all.push_back(service_detail(network, service));
    }
  }
  return {{"services", std::move(all)}, {"failures", Json::array()}};
}

Json list_container_instances(const Network& network) {
  Json all = Json::array();
  for (const auto& instance : network.instances) {
    all.push_back(container_instance_arn(network, instance));
  }
  return {{"containerInstanceArns", std::move(all)}};
}

Json describe_container_instances(const Network& network) {
  Json all = Json::array();
  for (const auto& instance : network.instances) {
    all.push_back(
        {{"containerInstanceArn", container_instance_arn(network, instance)},
         {"ec2InstanceId", instance.id},
         {"version", 3},
         {"versionInfo",
          {{"agentVersion", "1.89.0"}, {"dockerVersion", "DockerVersion: 25.0.6"}}},
         {"remainingResources", Json::array()},
         {"registeredResources", Json::array()},
         {"status", "ACTIVE"},
         {"agentConnected", true},
         {"runningTasksCount", 0},
         {"pendingTasksCount", 0},
         {"attributes", Json::array()},
         {"attachments", Json::array()},
         {"tags", Json::array()}});
  }
  return {{"containerInstances", std::move(all)}, {"failures", Json::array()}};
}

Json describe_task_definition(const Service& service) {
  Json containers = Json::array();
  for (std::size_t i = 0; i < service.images.size(); ++i) {
    containers.push_back(container(service, i));
  }
  const std::string launch_type = service.fargate ? "FARGATE" : "EC2";
  Json definition = {
      {"taskDefinitionArn",
       regional_arn("ecs", fmt::format("task-definition/{}:1", service.name))},
      {"containerDefinitions", std::move(containers)},
      {"family", service.name},
      {"networkMode", service.fargate ? "awsvpc" : "bridge"},
      {"revision", 1},
      {"volumes", Json::array()},
      {"status", "ACTIVE"},
      {"requiresAttributes", Json::array()},
      {"placementConstraints", Json::array()},
      {"compatibilities",
       service.fargate ? Json::array({"EC2", "FARGATE"}) : Json::array({"EC2"})},
      {"requiresCompatibilities", Json::array({launch_type})},
      {"cpu", "256"},
      {"memory", "512"}};
  if (!service.execution_role.empty()) {
    definition["executionRoleArn"] = iam_arn("role/" + service.execution_role);
  }
  if (service.fargate) {
    definition["runtimePlatform"] = {
        {"cpuArchitecture", service.arm64 ? "ARM64" : "X86_64"},
        {"operatingSystemFamily", "LINUX"}};
  }
  return {{"taskDefinition", std::move(definition)}, {"tags", Json::array()}};
}

Json describe_log_groups(const Account& account) {
  Json all = Json::array();
  for (const auto& service : account.services) {
    const std::string name = log_group(service);
    all.push_back({{"logGroupName", name},
                   {"arn", regional_arn("logs", fmt::format("log-group:{}:*", name))},
                   {"creationTime", 1767000000000},
                   {"metricFilterCount", 0},
                   {"storedBytes", 0}});
  }
  return {{"logGroups", std::move(all)}};
}

}  // namespace pullproof::bench
