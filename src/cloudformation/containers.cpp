// ECS: clusters, capacity providers, task definitions and services.
//
// AWS: CloudFormation template reference, "AWS::ECS::Service",
// "AWS::ECS::TaskDefinition"; ECS API reference, whose members begin with small
// letters.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

/// As the API calls a member: "Image" -> "image"; runs of capitals are words.
std::string api_name(const std::string& name) {
  if (name == "FilesystemId") return "fileSystemId";
  if (name == "IAM") return "iam";
  if (name.starts_with("EFS")) return "efs" + name.substr(3);
  if (name.starts_with("FSx")) return "fsx" + name.substr(3);
  if (name.starts_with("S3Files")) return "s3files" + name.substr(7);
  std::string made = name;
  if (!made.empty()) {
    made[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(made[0])));
  }
  return made;
}

/// As the API prints it, member by member; what users name themselves stays. Goes as
/// deep as the template nests.
Json api_shape(const Json& said) {
  if (said.is_array()) {
    Json list = Json::array();
    for (const Json& each : said) list.push_back(api_shape(each));
    return list;
  }
  if (!said.is_object()) return said;
  Json object = Json::object();
  for (const auto& [name, value] : said.items()) {
    const bool is_free = name == "Options";
    object[api_name(name)] = is_free ? value : api_shape(value);
  }
  return object;
}

/// Only these may matter to a pull or a start: others often hold what only AWS knows.
constexpr auto kContainerMembers = std::to_array<std::string_view>(
    {"Name", "Image", "LogConfiguration", "Secrets", "EnvironmentFiles", "MountPoints",
     "VolumesFrom", "DependsOn", "Links", "RepositoryCredentials",
     "FirelensConfiguration", "CredentialSpecs", "VersionConsistency"});
constexpr auto kTaskMembers = std::to_array<std::string_view>(
    {"NetworkMode", "Volumes", "PlacementConstraints", "RuntimePlatform"});
constexpr auto kServiceMembers = std::to_array<std::string_view>(
    {"PlacementConstraints", "ServiceConnectConfiguration", "VolumeConfigurations",
     "DeploymentController"});

template <class Names>
Json picked(const Json& from, const Names& names) {
  Json kept = Json::object();
  for (const std::string_view name : names) {
    const auto found = from.find(name);
    if (found != from.end()) kept[api_name(std::string(name))] = api_shape(*found);
  }
  return kept;
}

Json container_of(const Json& said) {
  if (!said.is_object())
    return is_unknown(said) ? said : unknown("no container is read");
  Json container = picked(said, kContainerMembers);
  if (const Json essential = flag_of(said, "Essential"); !essential.is_null()) {
    container["essential"] = essential;
  }
  return container;
}

/// "arn:...:cluster/prod" and "prod" are the same cluster.
Json cluster_arn(ResourceReader& in) {
  Json said = in.text("Cluster");
  if (is_unknown(said)) return said;
  const std::string name = said.is_null() ? "default" : said.get<std::string>();
  if (name.starts_with("arn:")) return name;
  return in.resources().arn_with("ecs:{region}:{account}:cluster/{id}", name);
}

Json strategy_of(const Json& said) {
  if (!said.is_array()) return said;
  Json items = Json::array();
  for (const Json& each : said) {
    Json item = members({{"capacityProvider", text_of(each, "CapacityProvider")},
                         {"weight", number_of(each, "Weight")},
                         {"base", number_of(each, "Base")}});
    if (is_unknown(each)) item = each;
    items.push_back(std::move(item));
  }
  return items;
}

Json network_of(ResourceReader& in) {
  const Json network = in.object("NetworkConfiguration");
  Json vpc = object_of(network, "AwsvpcConfiguration");
  if (!vpc.is_object()) return vpc;
  Json configuration = members({{"subnets", texts_of(vpc, "Subnets")},
                                {"securityGroups", texts_of(vpc, "SecurityGroups")},
                                {"assignPublicIp", text_of(vpc, "AssignPublicIp")}});
  if (!configuration.contains("assignPublicIp")) {
    configuration["assignPublicIp"] = "DISABLED";
  }
  if (!configuration.contains("securityGroups")) {
    configuration["securityGroups"] = Json::array();
  }
  return members({{"awsvpcConfiguration", std::move(configuration)}});
}

/// A definition may be named by its family, and means the latest revision then.
Json revision_arn(ResourceReader& in) {
  Json said = in.text("TaskDefinition");
  if (!said.is_string()) return said;
  const auto name = said.get<std::string>();
  if (name.starts_with("arn:")) return said;
  if (name.find(':') == std::string::npos) {
    return unknown("the latest revision of `" + name + "` is not looked up");
  }
  return in.resources().arn_with("ecs:{region}:{account}:task-definition/{id}", name);
}

Json role_arn(const Json& said, const Resources& resources) {
  if (!said.is_string()) return said;
  const auto name = said.get<std::string>();
  if (name.empty() || name.starts_with("arn:")) return said;
  return resources.arn_with("iam::{account}:role/{id}", name);
}

}  // namespace

Json task_definition_of(const Json& properties, const std::string& family) {
  Json definition =
      properties.is_object() ? picked(properties, kTaskMembers) : Json::object();
  definition["family"] = family;
  const Json containers = list_of(properties, "ContainerDefinitions");
  definition["containerDefinitions"] = containers;
  if (containers.is_array()) {
    for (Json& container : definition["containerDefinitions"]) {
      container = container_of(container);
    }
  }
  definition.update(members(
      {{"executionRoleArn", text_of(properties, "ExecutionRoleArn")},
       {"taskRoleArn", text_of(properties, "TaskRoleArn")},
       {"requiresCompatibilities", texts_of(properties, "RequiresCompatibilities")}}));
  const Json storage = object_of(properties, "EphemeralStorage");
  if (!storage.is_null()) {
    definition["ephemeralStorage"] =
        storage.is_object() ? members({{"sizeInGiB", number_of(storage, "SizeInGiB")}})
                            : storage;
  }
  return definition;
}

bool is_same_definition(const Json& wanted, const Json& there) {
  constexpr auto kOfTask = std::to_array<std::string_view>(
      {"executionRoleArn", "taskRoleArn", "volumes", "placementConstraints",
       "runtimePlatform", "requiresCompatibilities"});
  constexpr auto kOfContainer = std::to_array<std::string_view>(
      {"logConfiguration", "secrets", "environmentFiles", "mountPoints", "volumesFrom",
       "dependsOn", "links", "repositoryCredentials", "firelensConfiguration",
       "credentialSpecs"});
  if (!is_contained(wanted, there) || has_more(there, wanted, kOfTask)) return false;
  const Json* now = changes::list_member(there, "containerDefinitions");
  const Json* said = changes::list_member(wanted, "containerDefinitions");
  if (now == nullptr || said == nullptr) return false;
  return std::equal(said->begin(), said->end(), now->begin(), now->end(),
                    [&](const Json& one, const Json& other) {
                      return !has_more(other, one, kOfContainer);
                    });
}

void read_task_definition(ResourceReader& in) {
  if (!in.id().is_string()) return in.ignore("its family is not known");
  const auto id = in.id().get<std::string>();
  const auto colon = id.rfind(':');
  Json definition = task_definition_of(in.properties(), id.substr(0, colon));
  for (const char* role : {"executionRoleArn", "taskRoleArn"}) {
    if (definition.contains(role)) {
      definition[role] = role_arn(definition[role], in.resources());
    }
  }
  if (in.resources().is_in_stack(in.logical_id())) return;
  definition["taskDefinitionArn"] = in.arn();
  definition["revision"] = std::stoll(id.substr(colon + 1));
  definition["status"] = "ACTIVE";
  const Json needs = definition.value("requiresCompatibilities", Json::array());
  definition["compatibilities"] = Json::array({"EC2"});
  if (needs.is_array() &&
      std::find(needs.begin(), needs.end(), "FARGATE") != needs.end()) {
    definition["compatibilities"].push_back("FARGATE");
  }
  in.put("TaskDefinition", in.id(), std::move(definition), {"containerDefinitions"}, {},
         id);
}

void read_service(ResourceReader& in) {
  if (!in.arn().is_string()) return in.ignore("its name or cluster is not known");
  const Json cluster = cluster_arn(in);
  Json service = picked(in.properties(), kServiceMembers);
  if (is_unknown(in.properties())) return in.ignore(why_unknown(in.properties()));
  service.update(members(
      {{"serviceArn", in.arn()},
       {"serviceName", in.id()},
       {"clusterArn", cluster},
       {"taskDefinition", revision_arn(in)},
       {"desiredCount", in.number("DesiredCount")},
       {"launchType", in.text("LaunchType")},
       {"platformVersion", in.text("PlatformVersion")},
       {"schedulingStrategy", in.text("SchedulingStrategy")},
       {"enableExecuteCommand", in.flag("EnableExecuteCommand")},
       {"capacityProviderStrategy", strategy_of(in.list("CapacityProviderStrategy"))},
       {"networkConfiguration", network_of(in)}}));
  service["status"] = "ACTIVE";
  constexpr auto kOfService = std::to_array<std::string_view>(
      {"launchType", "capacityProviderStrategy", "networkConfiguration",
       "serviceConnectConfiguration", "volumeConfigurations", "placementConstraints"});
  const Json* there = in.in_snapshot("Service", in.arn().get<std::string>());
  if (there != nullptr && has_more(*there, service, kOfService)) {
    in.doubt(in.arn(), "it has settings that the template does not say");
  }
  const std::string name =
      cluster.is_string() ? aws::last_part(cluster.get<std::string>()) : "";
  in.put("Service", in.arn(), std::move(service), {"clusterArn"}, {"clusterArn"}, name);
}

void read_cluster(ResourceReader& in) {
  Json cluster = members({{"clusterName", in.id()},
                          {"clusterArn", in.arn()},
                          {"status", "ACTIVE"},
                          {"capacityProviders", in.texts("CapacityProviders")},
                          {"defaultCapacityProviderStrategy",
                           strategy_of(in.list("DefaultCapacityProviderStrategy"))}});
  constexpr const char* kBeside = "AWS::ECS::ClusterCapacityProviderAssociations";
  if (in.resources().made_of_type(kBeside).empty()) {
    in.doubt_dropped("Cluster", cluster, {"defaultCapacityProviderStrategy"});
  }
  in.put("Cluster", in.id(), std::move(cluster), {"clusterArn"});
}

void read_cluster_providers(ResourceReader& in) {
  Json cluster = in.text("Cluster");
  if (cluster.is_string()) cluster = aws::last_part(cluster.get<std::string>());
  in.merge("Cluster", cluster,
           members({{"capacityProviders", in.texts("CapacityProviders")},
                    {"defaultCapacityProviderStrategy",
                     strategy_of(in.list("DefaultCapacityProviderStrategy"))}}));
}

namespace {

/// Templates may name a group by its name.
Json group_arn_of(ResourceReader& in, const Json& group) {
  Json said = text_of(group, "AutoScalingGroupArn");
  if (!said.is_string()) return said;
  const auto name = said.get<std::string>();
  if (name.starts_with("arn:")) return said;
  const Json* there = in.in_snapshot("AutoScalingGroup", name);
  const std::string arn =
      there == nullptr ? "" : changes::text_member(*there, "AutoScalingGroupARN");
  if (!arn.empty()) return arn;
  return in.resources().arn_with(
      "autoscaling:{region}:{account}:autoScalingGroup:new:autoScalingGroupName/{id}",
      name);
}

}  // namespace

void read_capacity_provider(ResourceReader& in) {
  const Json cluster = in.text("ClusterName");
  Json provider = members({{"name", in.id()},
                           {"capacityProviderArn", in.arn()},
                           {"status", "ACTIVE"},
                           {"cluster", cluster}});
  const Json group = in.object("AutoScalingGroupProvider");
  if (!group.is_null()) {
    provider["autoScalingGroupProvider"] =
        is_unknown(group) ? group
                          : members({{"autoScalingGroupArn", group_arn_of(in, group)}});
  }
  const Json managed = in.object("ManagedInstancesProvider");
  if (!managed.is_null()) provider["managedInstancesProvider"] = api_shape(managed);
  in.put("CapacityProvider", in.id(), std::move(provider), {});
}

}  // namespace pullproof::cli::cloudformation
