#include "tests/support/terraform_state.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

void take_repository(const StateSource& from, json& repository) {
  const json name = take(repository, "repositoryName");
  json encryption = take(repository, "encryptionConfiguration");
  if (encryption.is_null()) encryption = {{"encryptionType", "AES256"}};
  StateResource& made =
      from.add("aws_ecr_repository", name,
               {{"id", name},
                {"name", name},
                {"arn", take(repository, "repositoryArn")},
                {"registry_id", take(repository, "registryId")},
                {"repository_url", take(repository, "repositoryUri")},
                {"image_tag_mutability", take(repository, "imageTagMutability")},
                {"encryption_configuration",
                 {{{"encryption_type", encryption.at("encryptionType")},
                   {"kms_key", encryption.value("kmsKey", "")}}}}});
  made.drawn = {"arn", "repository_url"};
  made.computed = {"id", "registry_id"};
  forget(repository, {"createdAt", "imageScanningConfiguration"});
}

void take_pull_through_rule(const StateSource& from, json& rule) {
  const json prefix = take(rule, "ecrRepositoryPrefix");
  from.add("aws_ecr_pull_through_cache_rule", prefix,
           {{"id", prefix},
            {"ecr_repository_prefix", prefix},
            {"upstream_registry_url", take(rule, "upstreamRegistryUrl")},
            {"upstream_repository_prefix", take(rule, "upstreamRepositoryPrefix")},
            {"credential_arn", take(rule, "credentialArn")},
            {"custom_role_arn", take(rule, "customRoleArn")},
            {"registry_id", take(rule, "registryId")}})
      .computed = {"id", "registry_id"};
  forget(rule, {"createdAt", "updatedAt"});
}

json strategy_of(const json& list) {
  json blocks = json::array();
  for (const json& item : list) {
    blocks.push_back({{"capacity_provider", item.at("capacityProvider")},
                      {"base", item.value("base", 0)},
                      {"weight", item.value("weight", 0)}});
  }
  return blocks;
}

void take_cluster(const StateSource& from, json& cluster) {
  const json name = take(cluster, "clusterName");
  const json arn = take(cluster, "clusterArn");
  const json tags = take_tags(cluster);
  const json providers = take_list(cluster, "capacityProviders");
  const json strategy = take_list(cluster, "defaultCapacityProviderStrategy");
  if (!providers.empty() || !strategy.empty()) {
    from.add("aws_ecs_cluster_capacity_providers", name,
             {{"id", name},
              {"cluster_name", name},
              {"capacity_providers", providers},
              {"default_capacity_provider_strategy", strategy_of(strategy)}})
        .computed = {"id"};
  }
  StateResource& made = from.add(
      "aws_ecs_cluster", name,
      {{"id", arn}, {"arn", arn}, {"name", name}, {"tags", tags}, {"tags_all", tags}});
  made.drawn = {"arn"};
  made.computed = {"id"};
  forget(cluster,
         {"registeredContainerInstancesCount", "runningTasksCount", "pendingTasksCount",
          "activeServicesCount", "statistics", "settings"});
  forget_if(cluster, "status", "ACTIVE");
}

void put_network(json& service, json& values) {
  const json network = take(service, "networkConfiguration");
  values["network_configuration"] = json::array();
  if (!network.is_object()) return;
  const json& inner = network.at("awsvpcConfiguration");
  values["network_configuration"].push_back(
      {{"subnets", inner.at("subnets")},
       {"security_groups", inner.value("securityGroups", json::array())},
       {"assign_public_ip", inner.value("assignPublicIp", "DISABLED") == "ENABLED"}});
}

void take_service(const StateSource& from, json& service) {
  const json arn = take(service, "serviceArn");
  const json tags = take_tags(service);
  json values = {{"id", arn},
                 {"name", take(service, "serviceName")},
                 {"cluster", take(service, "clusterArn")},
                 {"task_definition", take(service, "taskDefinition")},
                 {"desired_count", take(service, "desiredCount")},
                 {"launch_type", take(service, "launchType")},
                 {"platform_version", take(service, "platformVersion")},
                 {"scheduling_strategy", take(service, "schedulingStrategy")},
                 {"enable_execute_command", take(service, "enableExecuteCommand")},
                 {"capacity_provider_strategy",
                  strategy_of(take_list(service, "capacityProviderStrategy"))},
                 {"tags", tags},
                 {"tags_all", tags}};
  put_network(service, values);
  values["placement_constraints"] = json::array();
  for (const json& each : take_list(service, "placementConstraints")) {
    values["placement_constraints"].push_back(
        {{"type", each.at("type")}, {"expression", each.value("expression", "")}});
  }
  from.add("aws_ecs_service", arn, values).computed = {"id"};
  forget(service,
         {"runningCount", "pendingCount", "events", "createdAt", "placementStrategy",
          "enableECSManagedTags", "propagateTags", "platformFamily", "createdBy"});
  forget_if(service, "status", "ACTIVE");
  for (const char* list : {"deployments", "loadBalancers", "serviceRegistries"}) {
    forget_if(service, list, json::array());
  }
}

json volumes_of(const json& list) {
  json blocks = json::array();
  for (const json& volume : list) {
    json block = {{"name", volume.at("name")},
                  {"efs_volume_configuration", json::array()}};
    if (volume.contains("efsVolumeConfiguration")) {
      const json& efs = volume["efsVolumeConfiguration"];
      json told = {{"file_system_id", efs.at("fileSystemId")},
                   {"root_directory", efs.value("rootDirectory", "/")},
                   {"transit_encryption", efs.value("transitEncryption", "")},
                   {"authorization_config", json::array()}};
      if (efs.contains("authorizationConfig")) {
        const json& access = efs["authorizationConfig"];
        told["authorization_config"].push_back(
            {{"access_point_id", access.value("accessPointId", "")},
             {"iam", access.value("iam", "DISABLED")}});
      }
      block["efs_volume_configuration"].push_back(told);
    }
    blocks.push_back(block);
  }
  return blocks;
}

void take_definition(const StateSource& from, json& definition) {
  const json arn = take(definition, "taskDefinitionArn");
  const json family = take(definition, "family");
  json values = {
      {"id", family},
      {"arn", arn},
      {"family", family},
      {"revision", take(definition, "revision")},
      {"container_definitions", take(definition, "containerDefinitions").dump()},
      {"network_mode", take(definition, "networkMode")},
      {"requires_compatibilities", take_list(definition, "requiresCompatibilities")},
      {"execution_role_arn", take(definition, "executionRoleArn")},
      {"task_role_arn", take(definition, "taskRoleArn")},
      {"cpu", take(definition, "cpu")},
      {"memory", take(definition, "memory")},
      {"volume", volumes_of(take_list(definition, "volumes"))},
      {"skip_destroy", false}};
  const json platform = take(definition, "runtimePlatform");
  values["runtime_platform"] = json::array();
  if (platform.is_object()) {
    values["runtime_platform"].push_back(
        {{"cpu_architecture", platform.value("cpuArchitecture", "")},
         {"operating_system_family", platform.value("operatingSystemFamily", "")}});
  }
  StateResource& made = from.add("aws_ecs_task_definition", arn, values);
  made.drawn = {"arn"};
  made.computed = {"id", "revision"};
  forget(definition, {"requiresAttributes", "compatibilities", "registeredAt",
                      "registeredBy", "tags"});
  forget_if(definition, "status", "ACTIVE");
  forget_if(definition, "placementConstraints", json::array());
}

void take_key(const StateSource& from, json& key) {
  const json id = take(key, "KeyId");
  const json enabled = take(key, "Enabled");
  StateResource& made =
      from.add("aws_kms_key", id,
               {{"id", id},
                {"key_id", id},
                {"arn", take(key, "Arn")},
                {"is_enabled", enabled.is_null() || enabled == true}});
  made.drawn = {"id", "key_id", "arn"};
  made.computed = {"policy"};
  forget_if(key, "KeyState", "Enabled");
  if (enabled == false) forget_if(key, "KeyState", "Disabled");
}

void take_secret(const StateSource& from, json& secret) {
  const json arn = take(secret, "ARN");
  const json tags = take_tags(secret);
  StateResource& made = from.add("aws_secretsmanager_secret", arn,
                                 {{"id", arn},
                                  {"arn", arn},
                                  {"name", take(secret, "Name")},
                                  {"kms_key_id", take(secret, "KmsKeyId")},
                                  {"tags_all", tags}});
  made.drawn = {"arn"};
  made.computed = {"id", "policy"};
}

void take_parameter(const StateSource& from, json& parameter) {
  const json name = take(parameter, "Name");
  StateResource& made = from.add("aws_ssm_parameter", name,
                                 {{"id", name},
                                  {"name", name},
                                  {"arn", take(parameter, "ARN")},
                                  {"type", take(parameter, "Type")},
                                  {"key_id", take(parameter, "KeyId")}});
  made.drawn = {"arn"};
  made.computed = {"id"};
}

void take_log_group(const StateSource& from, json& group) {
  const json name = take(group, "logGroupName");
  std::string arn = take(group, "arn");
  if (arn.ends_with(":*")) arn.resize(arn.size() - 2);
  StateResource& made = from.add("aws_cloudwatch_log_group", name,
                                 {{"id", name},
                                  {"name", name},
                                  {"arn", arn},
                                  {"kms_key_id", take(group, "kmsKeyId")}});
  made.drawn = {"arn"};
  made.computed = {"id"};
  forget(group, {"creationTime", "metricFilterCount", "storedBytes", "logGroupArn",
                 "logGroupClass", "retentionInDays"});
}

}  // namespace

TakeResource container_taker(const std::string& call) {
  for (const auto& [name, taker] :
       {TakerRow{"ecr-describe-repositories", take_repository},
        TakerRow{"ecr-describe-pull-through-cache-rules", take_pull_through_rule},
        TakerRow{"ecs-describe-clusters", take_cluster},
        TakerRow{"ecs-describe-services", take_service},
        TakerRow{"ecs-describe-task-definition", take_definition},
        TakerRow{"kms-describe-key", take_key},
        TakerRow{"secretsmanager-list-secrets", take_secret},
        TakerRow{"ssm-describe-parameters", take_parameter},
        TakerRow{"logs-describe-log-groups", take_log_group}}) {
    if (call == name) return taker;
  }
  return nullptr;
}

}  // namespace pullproof::support
