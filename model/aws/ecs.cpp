#include "model/aws/ecs.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/ecs_parts.h"

namespace pullproof::aws {
namespace {

/// AWS: ECS API reference, FirelensConfiguration; ECS developer guide, "Example Amazon
/// ECS task definition: Route logs to FireLens": `config-file-type` and
/// `config-file-value`.
void parse_firelens(Cursor& in, ContainerDefinition& container) {
  auto firelens = in.object("firelensConfiguration");
  if (!firelens) return;
  container.routes_logs = true;
  const nlohmann::json options = firelens->raw("options");
  const bool is_stored = options.is_object() &&
                         options.value("config-file-type", nlohmann::json()) == "s3";
  if (is_stored) {
    const auto value = options.value("config-file-value", nlohmann::json());
    container.firelens_config = value.is_string() ? value.get<std::string>() : "?";
  }
  firelens->skip_all();
}

/// What a container needs before it starts.
void parse_needs(Cursor& in, ContainerDefinition& container) {
  container.log = parse_log(in);
  container.secrets = parse_secrets(in, "secrets");
  for (Cursor& each : in.objects("environmentFiles")) {
    Cursor file = std::move(each);
    file.skip({"type"});
    container.environment_files.push_back(
        {.arn = file.text_or("value", ""), .source = file.source()});
  }
  for (Cursor& each : in.objects("mountPoints")) {
    Cursor point = std::move(each);
    point.skip({"containerPath", "readOnly"});
    container.mounted_volumes.push_back(point.text_or("sourceVolume", ""));
  }
  container.credential_specs = in.texts("credentialSpecs");
  parse_firelens(in, container);
  if (auto login = in.object("repositoryCredentials")) {
    container.registry_login =
        SecretReference{.name = "repositoryCredentials",
                        .value_from = login->text_or("credentialsParameter", ""),
                        .source = login->source()};
  }
}

EfsVolume parse_efs(Cursor& in) {
  EfsVolume volume;
  volume.source = in.source();
  volume.file_system_id = in.text_or("fileSystemId", "");
  volume.root_directory = in.text_or("rootDirectory", "/");
  // AWS: EFSVolumeConfiguration: both are DISABLED unless they are given.
  volume.encrypted = in.text_or("transitEncryption", "DISABLED") == "ENABLED";
  if (auto authorization = in.object("authorizationConfig")) {
    volume.access_point_id = authorization->text_or("accessPointId", "");
    volume.by_iam = authorization->text_or("iam", "DISABLED") == "ENABLED";
  }
  // On the host itself, in front of the helper that encrypts.
  in.skip({"transitEncryptionPort"});
  return volume;
}

FsxVolume parse_fsx(Cursor& in) {
  FsxVolume volume;
  volume.file_system_id = in.text_or("fileSystemId", "");
  if (auto authorization = in.object("authorizationConfig")) {
    volume.credentials = authorization->text_or("credentialsParameter", "");
    authorization->skip({"domain"});
  }
  in.skip({"rootDirectory"});
  return volume;
}

/// Those that are mounted from elsewhere.
void parse_volumes(Cursor& in, TaskDefinition& definition) {
  for (Cursor& each : in.objects("volumes")) {
    Cursor volume = std::move(each);
    volume.skip({"host", "dockerVolumeConfiguration", "configuredAtLaunch"});
    const std::string name = volume.text_or("name", "");
    if (auto efs = volume.object("efsVolumeConfiguration")) {
      definition.efs_volumes.push_back(parse_efs(*efs));
      definition.efs_volumes.back().name = name;
    }
    if (auto fsx = volume.object("fsxWindowsFileServerVolumeConfiguration")) {
      definition.fsx_volumes.push_back(parse_fsx(*fsx));
      definition.fsx_volumes.back().name = name;
    }
    constexpr const char* kS3Files = "s3filesVolumeConfiguration";
    volume.skip({kS3Files});
    if (volume.has(kS3Files)) definition.remote_volumes.emplace_back(kS3Files);
  }
}

/// AWS: ECS agent: it has the attribute if it writes logs as the execution role.
std::optional<bool> parse_log_role(Cursor& in, std::string_view key) {
  std::optional<bool> found;
  for (Cursor& each : in.objects(key)) {
    Cursor attribute = std::move(each);
    attribute.skip({"value", "targetType", "targetId"});
    const std::string name = attribute.text_or("name", "");
    found = found.value_or(false) || name == "ecs.capability.execution-role-awslogs";
  }
  return found;
}

/// AWS: ECS API reference, ContainerDefinition: `dependsOn`, and `links` and
/// `volumesFrom`, which name containers that Docker has made.
void parse_order(Cursor& in, ContainerDefinition& container) {
  for (Cursor& each : in.objects("dependsOn")) {
    each.skip({"condition"});
    container.starts_after.push_back(each.text_or("containerName", ""));
  }
  for (Cursor& each : in.objects("volumesFrom")) {
    each.skip({"readOnly"});
    container.starts_after.push_back(each.text_or("sourceContainer", ""));
  }
  for (const std::string& link : in.texts("links")) {
    container.starts_after.push_back(link.substr(0, link.find(':')));
  }
}

ContainerDefinition parse_container(Cursor& in) {
  ContainerDefinition container;
  container.source = in.source();
  container.name = in.text("name");
  container.image = in.text_or("image", "");
  container.essential = in.flag_or("essential", true);
  container.version_consistency =
      in.text_or("versionConsistency", "enabled") != "disabled";
  in.skip({"cpu",
           "memory",
           "memoryReservation",
           "portMappings",
           "restartPolicy",
           "entryPoint",
           "command",
           "environment",
           "linuxParameters",
           "startTimeout",
           "stopTimeout",
           "hostname",
           "user",
           "workingDirectory",
           "disableNetworking",
           "privileged",
           "readonlyRootFilesystem",
           "dnsServers",
           "dnsSearchDomains",
           "extraHosts",
           "dockerSecurityOptions",
           "interactive",
           "pseudoTerminal",
           "dockerLabels",
           "ulimits",
           "healthCheck",
           "systemControls",
           "resourceRequirements"});
  parse_order(in, container);
  parse_needs(in, container);
  return container;
}

void parse_platform(Cursor& in, TaskDefinition& definition) {
  auto platform = in.object("runtimePlatform");
  if (!platform) return;
  definition.cpu_architecture = platform->text_or("cpuArchitecture", "");
  definition.os_family = platform->text_or("operatingSystemFamily", "");
}

}  // namespace

Cluster Cluster::parse(Cursor& in) {
  Cluster cluster;
  fill_common(cluster, in);
  cluster.arn = in.text("clusterArn");
  cluster.name = in.text_or("clusterName", last_part(cluster.arn));
  cluster.status = in.text_or("status", "");
  cluster.active_services = in.integer("activeServicesCount", 0, kMaxNumber);
  cluster.default_capacity_providers =
      parse_strategy(in, "defaultCapacityProviderStrategy");
  in.skip({"registeredContainerInstancesCount", "runningTasksCount",
           "pendingTasksCount", "statistics", "tags", "settings", "capacityProviders",
           "attachments", "attachmentsStatus", "configuration",
           "serviceConnectDefaults"});
  return cluster;
}

std::string LogConfiguration::option(const std::string& name) const {
  const auto found = options.find(name);
  return found == options.end() ? std::string() : found->second;
}

std::string TaskDefinition::name() const {
  return family + ':' + std::to_string(revision);
}

TaskDefinition TaskDefinition::parse(Cursor& document) {
  TaskDefinition definition;
  document.skip({"tags", "ResponseMetadata"});
  auto object = document.object(kSnapshotKey);
  if (!object) {
    fill_common(definition, document);
    return definition;
  }
  Cursor& in = *object;
  fill_common(definition, in);
  definition.arn = in.text("taskDefinitionArn");
  definition.family = in.text("family");
  definition.revision = in.integer("revision", 1, kMaxNumber).value_or(0);
  if (!in.has("revision")) in.problem("", "expected `revision`, found nothing");
  const std::string arn_name = last_part(definition.arn);
  if (arn_name.find(':') != std::string::npos && arn_name != definition.name()) {
    in.problem("taskDefinitionArn",
               fmt::format("the ARN ends in {} but family and revision say {}",
                           in_backticks(arn_name), in_backticks(definition.name())));
  }
  definition.status = in.text_or("status", "");
  definition.network_mode = in.text_or("networkMode", "");
  definition.execution_role_arn = in.text_or("executionRoleArn", "");
  parse_platform(in, definition);
  definition.compatibilities = in.texts("compatibilities");
  definition.requires_compatibilities = in.texts("requiresCompatibilities");
  for (Cursor& container : in.objects("containerDefinitions")) {
    definition.containers.push_back(parse_container(container));
  }
  definition.placement_constraints = any_constraint(in);
  if (auto storage = in.object("ephemeralStorage")) {
    definition.ephemeral_storage_gib =
        storage->integer("sizeInGiB", 0, kMaxNumber).value_or(0);
  }
  definition.task_role_arn = in.text_or("taskRoleArn", "");
  parse_volumes(in, definition);
  definition.requires_log_role =
      parse_log_role(in, "requiresAttributes").value_or(false);
  in.skip({"cpu", "memory", "registeredAt", "deregisteredAt", "registeredBy", "pidMode",
           "ipcMode", "inferenceAccelerators", "enableFaultInjection",
           "deleteRequestedAt"});
  return definition;
}

ContainerInstance ContainerInstance::parse(Cursor& in) {
  ContainerInstance instance;
  fill_common(instance, in);
  instance.arn = in.text("containerInstanceArn");
  // AWS: the long ARN format is container-instance/<cluster>/<id>; the old one has no
  // cluster.
  const auto kind = instance.arn.find("container-instance/");
  const auto slash = instance.arn.rfind('/');
  const auto start = kind == std::string::npos ? kind : kind + 19;
  instance.cluster_name = start != std::string::npos && start < slash
                              ? instance.arn.substr(start, slash - start)
                              : last_part(in.context().parameter);
  instance.instance_id = InstanceId(in.text_or("ec2InstanceId", ""));
  instance.status = in.text_or("status", "");
  instance.agent_connected = in.flag_or("agentConnected", true);
  instance.capacity_provider = in.text_or("capacityProviderName", "");
  if (auto version = in.object("versionInfo")) {
    instance.agent_version = version->text_or("agentVersion", "");
    version->skip({"agentHash", "dockerVersion"});
  }
  instance.logs_as_execution_role = parse_log_role(in, "attributes");
  in.skip({"version", "remainingResources", "registeredResources", "statusReason",
           "runningTasksCount", "pendingTasksCount", "agentUpdateStatus",
           "registeredAt", "attachments", "tags", "healthStatus"});
  return instance;
}

}  // namespace pullproof::aws
