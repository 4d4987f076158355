#include "tests/support/oracle_placement.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace pullproof::oracle {
namespace {

using nlohmann::json;

const json& account_details(const World& world) {
  return need(world.documents, "iam-get-account-authorization-details");
}

json managed_policy(const World& world, const std::string& arn) {
  for (const json& policy : account_details(world).at("Policies")) {
    if (text(policy, "Arn") != arn) continue;
    for (const json& version : policy.at("PolicyVersionList")) {
      if (version.value("IsDefaultVersion", false)) {
        return policy_document(version.at("Document"));
      }
    }
  }
  throw Unsupported{"the text of " + arn};
}

Role role_from(const World& world, const json& detail) {
  Role role{.arn = text(detail, "Arn"), .identity = {}, .boundary = {}};
  for (const json& item : list(detail, "RolePolicyList")) {
    role.identity.push_back(policy_document(item.at("PolicyDocument")));
  }
  for (const json& item : list(detail, "AttachedManagedPolicies")) {
    role.identity.push_back(managed_policy(world, text(item, "PolicyArn")));
  }
  if (detail.contains("PermissionsBoundary")) {
    const json& boundary = detail["PermissionsBoundary"];
    role.boundary.push_back(
        managed_policy(world, text(boundary, "PermissionsBoundaryArn")));
  }
  return role;
}

void use_role(const World& world, const json& detail, const std::string& service,
              Placement& placement) {
  placement.role = role_from(world, detail);
  if (!trusts(detail.at("AssumeRolePolicyDocument"), service)) {
    placement.refusals.emplace("role", "trust-policy");
  }
}

void use_execution_role(const World& world, const std::string& arn,
                        Placement& placement) {
  const std::string ours = "arn:aws:iam::" + world.documents.account + ":role/";
  if (!arn.empty() && !arn.starts_with(ours)) throw Unsupported{"the role " + arn};
  for (const json& detail : account_details(world).at("RoleDetailList")) {
    if (arn.empty() || text(detail, "Arn") != arn) continue;
    return use_role(world, detail, "ecs-tasks.amazonaws.com", placement);
  }
  placement.refusals.emplace("role", "execution-role");
}

void use_instance_profile(const World& world, const json& instance,
                          Placement& placement) {
  const std::string profile = instance.contains("IamInstanceProfile")
                                  ? text(instance["IamInstanceProfile"], "Arn")
                                  : std::string();
  for (const json& detail : account_details(world).at("RoleDetailList")) {
    for (const json& listed : list(detail, "InstanceProfileList")) {
      if (profile.empty() || text(listed, "Arn") != profile) continue;
      return use_role(world, detail, "ec2.amazonaws.com", placement);
    }
  }
  placement.refusals.emplace("role", "instance-profile");
}

std::string architecture_named(const std::string& name) {
  if (name == "X86_64" || name == "x86_64") return "amd64";
  if (name == "ARM64" || name == "arm64") return "arm64";
  throw Unsupported{"the CPU " + name};
}

const Subnet& subnet_named(const World& world, const std::string& id) {
  const auto subnet = world.subnets.find(id);
  if (subnet == world.subnets.end()) throw Unsupported{id + " was not seen"};
  return subnet->second;
}

/// AWS: the first four addresses of a subnet and the last are reserved.
std::vector<std::uint32_t> free_addresses(const World& world, const Range& block) {
  if (block.last - block.first < 15) throw Unsupported{"a subnet that small"};
  const Range usable{.first = block.first + 4, .last = block.last - 1};
  std::vector<std::uint32_t> free = one_of_each_piece({usable}, world.address_cuts);
  std::erase_if(free, [&](std::uint32_t address) {
    return world.kept_addresses.contains(address);
  });
  return free;
}

std::vector<Placement> fargate_placements(const World& world, const json& service,
                                          const json& task) {
  if (text(task, "networkMode") != "awsvpc") throw Unsupported{"the network mode"};
  const std::string version = text(service, "platformVersion");
  const std::string family = text(service, "platformFamily");
  if ((!version.empty() && version != "1.4.0" && version != "LATEST") ||
      (!family.empty() && family != "Linux")) {
    throw Unsupported{"platform " + family + " " + version};
  }
  const json& network = service.at("networkConfiguration").at("awsvpcConfiguration");
  const json platform = task.value("runtimePlatform", json::object());
  std::vector<Placement> placements;
  for (const json& id : list(network, "subnets")) {
    const Subnet& subnet = subnet_named(world, id.get<std::string>());
    if (!placements.empty() && placements[0].subnet->vpc != subnet.vpc) {
      throw Unsupported{"subnets of two VPCs"};
    }
    Placement placement;
    placement.id = subnet.id;
    placement.subnet = &subnet;
    placement.addresses = free_addresses(world, subnet.block);
    for (const json& group : list(network, "securityGroups")) {
      placement.groups.insert(group.get<std::string>());
    }
    placement.has_public_address = text(network, "assignPublicIp") == "ENABLED";
    placement.architecture =
        architecture_named(platform.value("cpuArchitecture", "X86_64"));
    use_execution_role(world, text(task, "executionRoleArn"), placement);
    placements.push_back(placement);
  }
  return placements;
}

const json& instance_named(const World& world, const std::string& id) {
  const json& document = need(world.documents, "ec2-describe-instances");
  for (const json& reservation : document.at("Reservations")) {
    for (const json& instance : reservation.at("Instances")) {
      if (text(instance, "InstanceId") == id) return instance;
    }
  }
  throw Unsupported{id + " was not seen"};
}

/// The interface with device index 0. Throws: Unsupported if two documents contradict
/// each other about it.
const Interface& primary_interface(const World& world, const json& instance) {
  for (const json& item : instance.at("NetworkInterfaces")) {
    if (item.at("Attachment").at("DeviceIndex") != 0) continue;
    const auto found = world.interfaces.find(text(item, "NetworkInterfaceId"));
    if (found == world.interfaces.end()) break;
    const Interface& one = found->second;
    std::set<std::string> groups;
    for (const json& group : list(item, "Groups")) {
      groups.insert(text(group, "GroupId"));
    }
    std::optional<std::string> known;
    if (item.contains("Association")) known = text(item["Association"], "PublicIp");
    if (groups != one.groups || known != one.public_address ||
        text(item, "PrivateIpAddress") != address_text(one.address) ||
        text(item, "SubnetId") != one.subnet) {
      throw Unsupported{"two answers about " + one.id};
    }
    return one;
  }
  throw Unsupported{"the primary interface of " + text(instance, "InstanceId")};
}

Placement placement_on(const World& world, const json& instance, const json& task) {
  if (text(instance.at("State"), "Name") != "running") throw Unsupported{"an instance"};
  const Interface& primary = primary_interface(world, instance);
  Placement placement;
  placement.id = text(instance, "InstanceId");
  placement.subnet = &subnet_named(world, primary.subnet);
  placement.addresses = {primary.address};
  placement.groups = primary.groups;
  placement.has_public_address = primary.public_address.has_value();
  placement.public_address = primary.public_address;
  placement.architecture = architecture_named(text(instance, "Architecture"));
  const json platform = task.value("runtimePlatform", json::object());
  const std::string cpu = text(platform, "cpuArchitecture");
  if (!cpu.empty() && architecture_named(cpu) != placement.architecture) {
    throw Unsupported{"an instance with another CPU than the task"};
  }
  const std::string execution_role = text(task, "executionRoleArn");
  if (execution_role.empty()) {
    use_instance_profile(world, instance, placement);
  } else {
    use_execution_role(world, execution_role, placement);
  }
  return placement;
}

std::vector<Placement> instance_placements(const World& world, const json& service,
                                           const json& task) {
  const std::string mode = text(task, "networkMode");
  if (mode == "awsvpc" || !list(task, "placementConstraints").empty() ||
      !list(service, "placementConstraints").empty()) {
    throw Unsupported{"rules of placement"};
  }
  const std::string cluster = text(service, "clusterArn");
  const std::string name = cluster.substr(cluster.rfind('/') + 1);
  const json& document =
      need(world.documents, "ecs-describe-container-instances/" + name);
  std::vector<Placement> placements;
  for (const json& item : document.at("containerInstances")) {
    if (text(item, "status") != "ACTIVE" || !item.value("agentConnected", true)) {
      throw Unsupported{"a container instance that takes no tasks"};
    }
    const json& instance = instance_named(world, text(item, "ec2InstanceId"));
    placements.push_back(placement_on(world, instance, task));
  }
  return placements;
}

}  // namespace

std::vector<Placement> placements_of(const World& world, const json& service,
                                     const json& task) {
  const json platform = task.value("runtimePlatform", json::object());
  if (text(service, "status") != "ACTIVE" ||
      !list(service, "capacityProviderStrategy").empty() ||
      !list(service, "taskSets").empty() ||
      platform.value("operatingSystemFamily", "LINUX") != "LINUX") {
    throw Unsupported{"the service"};
  }
  const std::string launch_type = text(service, "launchType");
  if (launch_type == "FARGATE") return fargate_placements(world, service, task);
  if (launch_type == "EC2") return instance_placements(world, service, task);
  throw Unsupported{"launch type `" + launch_type + "`"};
}

const json& task_of(const World& world, const json& service) {
  const std::string arn = text(service, "taskDefinition");
  for (const json& deployment : list(service, "deployments")) {
    if (text(deployment, "taskDefinition") != arn) {
      throw Unsupported{"a deployment of another task definition"};
    }
  }
  for (const json* document :
       all_of(world.documents, "ecs-describe-task-definition/")) {
    const json& task = document->at("taskDefinition");
    if (text(task, "taskDefinitionArn") == arn) return task;
  }
  throw Unsupported{arn + " was not seen"};
}

}  // namespace pullproof::oracle
