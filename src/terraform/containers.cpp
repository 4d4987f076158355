#include <cctype>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/terraform/families.h"
#include "src/terraform/own_names.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

Json strategy_of(const Values& values, const char* name) {
  Json list = Json::array();
  if (values.is_unknown_at(name)) return values.get(name);
  for (const Values& item : values.blocks(name)) {
    Json told = {{"capacityProvider", item.get("capacity_provider")}};
    put(told, "weight", item.get("weight"));
    put(told, "base", item.get("base"));
    list.push_back(std::move(told));
  }
  return list;
}

/// AWS: ECS takes a name or an ARN wherever it takes a cluster; "default" if none.
Json cluster_arn(const Values& values) {
  const Json& cluster = values.get("cluster");
  if (is_unknown(cluster)) return cluster;
  const std::string text = cluster.is_string() ? cluster.get<std::string>() : "";
  if (text.starts_with("arn:")) return text;
  return arn_in(values.scope(), "ecs", "cluster/" + (text.empty() ? "default" : text));
}

/// The ARN of a revision; of a family alone, that of its newest.
Json revision_arn(const Values& values) {
  const Json& definition = values.get("task_definition");
  if (!definition.is_string()) return definition;
  const std::string text = definition.get<std::string>();
  const std::string name = aws::last_part(text);
  if (name.find(':') == std::string::npos) return unknown_value("task_definition");
  return text.starts_with("arn:")
             ? text
             : arn_in(values.scope(), "ecs", "task-definition/" + text);
}

Json service_arn(const Values& values, const Json& cluster) {
  const std::string id = values.text("id");
  if (id.starts_with("arn:")) return id;
  if (is_unknown(cluster)) return cluster;
  const Json& name = values.get("name");
  if (!name.is_string()) return name;
  return arn_in(values.scope(), "ecs",
                "service/" + aws::last_part(cluster.get<std::string>()) + '/' +
                    name.get<std::string>());
}

void put_network(const Values& values, Json& service) {
  constexpr const char* kName = "network_configuration";
  if (values.is_unknown_at(kName)) service["networkConfiguration"] = values.get(kName);
  for (const Values& network : values.blocks(kName)) {
    const Json& assign = network.get("assign_public_ip");
    Json told = {{"subnets", network.get("subnets")}};
    told["securityGroups"] = network.get("security_groups").is_null()
                                 ? Json::array()
                                 : network.get("security_groups");
    told["assignPublicIp"] =
        is_unknown(assign)
            ? assign
            : Json(network.flag("assign_public_ip", false) ? "ENABLED" : "DISABLED");
    service["networkConfiguration"]["awsvpcConfiguration"] = std::move(told);
  }
}

/// As AWS prints the logs of the proxy that Service Connect adds to each task.
Json proxy_log(const Values& log) {
  Json told = {{"logDriver", log.get("log_driver")}};
  put(told, "options", log.get("options"));
  Json secrets = Json::array();
  for (const Values& secret : log.blocks("secret_option")) {
    secrets.push_back(
        {{"name", secret.get("name")}, {"valueFrom", secret.get("value_from")}});
  }
  told["secretOptions"] = std::move(secrets);
  return told;
}

/// Without the block it is switched off, in deployments that had it on as well.
void put_connect(const Values& values, Json& service) {
  if (values.is_unknown_at("service_connect_configuration")) return;
  service["serviceConnectConfiguration"] = {{"enabled", false}};
  for (const Values& connect : values.blocks("service_connect_configuration")) {
    Json told = {{"enabled", connect.get("enabled")}};
    put(told, "namespace", connect.get("namespace"));
    for (const Values& log : connect.blocks("log_configuration")) {
      told["logConfiguration"] = proxy_log(log);
    }
    Json ends = Json::array();
    for (const Values& end : connect.blocks("service")) {
      Json one = {{"portName", end.get("port_name")}};
      for (const Values& tls : end.blocks("tls")) {
        one["tls"] = Json::object();
        put(one["tls"], "roleArn", tls.get("role_arn"));
        put(one["tls"], "kmsKey", tls.get("kms_key"));
      }
      ends.push_back(std::move(one));
    }
    told["services"] = std::move(ends);
    service["serviceConnectConfiguration"] = std::move(told);
  }
}

/// What is neither written nor read, and may matter.
void doubt_the_rest(const Values& values, const Json& id, Facts& facts) {
  facts.doubt_unknown(values, id,
                      {"deployment_controller", "placement_constraints",
                       "service_connect_configuration"});
  for (const Values& controller : values.blocks("deployment_controller")) {
    facts.doubt_unknown(controller, id, {"type"});
    const std::string type = controller.text("type");
    if (!type.empty() && type != "ECS") {
      facts.doubt(id,
                  "what it starts is up to its deployment controller, `" + type + "`");
    }
  }
}

/// AWS's SDK takes names of members in any case; the AWS CLI prints small letters.
Json as_printed(const Json& containers) {
  if (!containers.is_array()) return containers;
  Json all = Json::array();
  for (const Json& container : containers) {
    if (!container.is_object()) return unknown_value("container_definitions");
    Json one = Json::object();
    for (const auto& [name, value] : container.items()) {
      std::string small = name;
      if (!small.empty()) {
        small[0] =
            static_cast<char>(std::tolower(static_cast<unsigned char>(small[0])));
      }
      if (!value.is_null()) one[small] = value;
    }
    all.push_back(std::move(one));
  }
  return all;
}

Json efs_of(const Values& efs) {
  Json told = {{"fileSystemId", efs.get("file_system_id")}};
  put(told, "rootDirectory", efs.get("root_directory"));
  put(told, "transitEncryption", efs.get("transit_encryption"));
  for (const Values& authorization : efs.blocks("authorization_config")) {
    Json inner = Json::object();
    put(inner, "accessPointId", authorization.get("access_point_id"));
    put(inner, "iam", authorization.get("iam"));
    told["authorizationConfig"] = std::move(inner);
  }
  return told;
}

Json volumes_of(const Values& values) {
  if (values.is_unknown_at("volume")) return values.get("volume");
  Json list = Json::array();
  for (const Values& volume : values.blocks("volume")) {
    Json told = {{"name", volume.get("name")}};
    for (const Values& efs : volume.blocks("efs_volume_configuration")) {
      told["efsVolumeConfiguration"] = efs_of(efs);
    }
    for (const Values& fsx :
         volume.blocks("fsx_windows_file_server_volume_configuration")) {
      Json inner = {{"fileSystemId", fsx.get("file_system_id")}};
      for (const Values& login : fsx.blocks("authorization_config")) {
        inner["authorizationConfig"] = {
            {"credentialsParameter", login.get("credentials_parameter")}};
      }
      told["fsxWindowsFileServerVolumeConfiguration"] = std::move(inner);
    }
    for (const Values& files : volume.blocks("s3files_volume_configuration")) {
      told["s3filesVolumeConfiguration"] = {
          {"fileSystemArn", files.get("file_system_arn")}};
    }
    list.push_back(std::move(told));
  }
  return list;
}

void put_platform(const Values& values, Json& definition) {
  for (const Values& platform : values.blocks("runtime_platform")) {
    Json told = Json::object();
    put_given(told, "cpuArchitecture", platform, "cpu_architecture");
    put_given(told, "operatingSystemFamily", platform, "operating_system_family");
    definition["runtimePlatform"] = std::move(told);
  }
  for (const Values& storage : values.blocks("ephemeral_storage")) {
    definition["ephemeralStorage"] = {{"sizeInGiB", storage.get("size_in_gib")}};
  }
}

}  // namespace

void cluster_facts(const Values& values, Facts& facts) {
  const Json& arn = values.get("arn");
  facts.resource(
      "Cluster", arn,
      {{"clusterArn", arn}, {"clusterName", values.get("name")}, {"status", "ACTIVE"}});
}

void cluster_capacity_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("cluster_name");
  facts.member("Cluster", name,
               {{"capacityProviders", values.get("capacity_providers")},
                {"defaultCapacityProviderStrategy",
                 strategy_of(values, "default_capacity_provider_strategy")}},
               {{"capacityProviders", Json::array()},
                {"defaultCapacityProviderStrategy", Json::array()}});
}

void capacity_provider_facts(const Values& values, Facts& facts) {
  const Json& name = values.get("name");
  Json provider = {
      {"name", name}, {"capacityProviderArn", values.get("arn")}, {"status", "ACTIVE"}};
  for (const Values& group : values.blocks("auto_scaling_group_provider")) {
    provider["autoScalingGroupProvider"] = {
        {"autoScalingGroupArn", group.get("auto_scaling_group_arn")}};
  }
  facts.resource("CapacityProvider", name, provider);
}

void service_facts(const Values& values, Facts& facts) {
  const Json cluster = cluster_arn(values);
  const Json arn = service_arn(values, cluster);
  Json service = {{"serviceArn", arn},
                  {"serviceName", values.get("name")},
                  {"clusterArn", cluster},
                  {"status", "ACTIVE"},
                  {"taskDefinition", revision_arn(values)}};
  const Json strategy = strategy_of(values, "capacity_provider_strategy");
  const bool has_strategy = is_unknown(strategy) || !strategy.empty();
  if (has_strategy) service["capacityProviderStrategy"] = strategy;
  // AWS: CreateService: EC2 is the default, but a cluster's own strategy comes first.
  if (!has_strategy &&
      (values.has("launch_type") || values.is_unknown_at("launch_type"))) {
    service["launchType"] = values.get("launch_type");
  }
  put_given(service, "platformVersion", values, "platform_version");
  put(service, "desiredCount", values.get("desired_count"));
  put(service, "schedulingStrategy", values.get("scheduling_strategy"));
  put(service, "enableExecuteCommand", values.get("enable_execute_command"));
  put_network(values, service);
  put_connect(values, service);
  Json constraints = Json::array();
  for (const Values& constraint : values.blocks("placement_constraints")) {
    Json told = {{"type", constraint.get("type")}};
    put(told, "expression", constraint.get("expression"));
    constraints.push_back(std::move(told));
  }
  service["placementConstraints"] = constraints;
  facts.resource("Service", arn, service);
  doubt_the_rest(values, arn, facts);
}

void task_definition_facts(const Values& values, Facts& facts) {
  const Json& arn = values.get("arn");
  Json definition = {
      {"taskDefinitionArn", arn},
      {"family", values.get("family")},
      {"revision", values.get("revision")},
      {"status", "ACTIVE"},
      {"containerDefinitions", as_printed(values.parsed("container_definitions"))},
      {"volumes", volumes_of(values)},
      {"compatibilities", {"EC2", "FARGATE"}}};
  put(definition, "networkMode", values.get("network_mode"));
  put_given(definition, "executionRoleArn", values, "execution_role_arn");
  put_given(definition, "taskRoleArn", values, "task_role_arn");
  const Json& compatibilities = values.get("requires_compatibilities");
  if (!compatibilities.is_null()) {
    definition["requiresCompatibilities"] = compatibilities;
    const bool is_told = compatibilities.is_array() && !compatibilities.empty();
    if (is_told) definition["compatibilities"] = compatibilities;
  }
  put(definition, "cpu", values.get("cpu"));
  put(definition, "memory", values.get("memory"));
  put_platform(values, definition);
  // AWS: services that use it go on with a revision that is deregistered.
  const Json end = values.flag("skip_destroy", false) ? Json::object()
                                                      : Json{{"status", "INACTIVE"}};
  facts.resource_with_end("TaskDefinition", arn, definition, end);
  facts.doubt_unknown(values, arn, {"runtime_platform", "ephemeral_storage"});
}

}  // namespace pullproof::cli::terraform
