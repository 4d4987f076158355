#include "tests/support/service_account.h"

#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/image_account.h"
#include "tests/support/network_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr const char* kService = "ecs-describe-services/prod";
constexpr const char* kDefinition = "ecs-describe-task-definition/web:1";
constexpr const char* kGroups = "autoscaling-describe-auto-scaling-groups";
constexpr const char* kTemplate = "ec2-describe-launch-template-versions/lt-1";
constexpr const char* kInstances = "ecs-describe-container-instances/prod";

void add_service(json& bundle) {
  network_answer(bundle, "ecs-describe-clusters") = json::parse(R"({"clusters": [
    {"clusterArn": "arn:aws:ecs:eu-central-1:111122223333:cluster/prod",
     "clusterName": "prod", "status": "ACTIVE"}]})");
  network_answer(bundle, kService) = json::parse(R"({"services": [
    {"serviceArn": "arn:aws:ecs:eu-central-1:111122223333:service/prod/web",
     "serviceName": "web", "status": "ACTIVE", "launchType": "FARGATE",
     "clusterArn": "arn:aws:ecs:eu-central-1:111122223333:cluster/prod",
     "taskDefinition":
       "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1",
     "networkConfiguration": {"awsvpcConfiguration": {
       "subnets": ["subnet-task"], "securityGroups": ["sg-task"],
       "assignPublicIp": "DISABLED"}}}]})");
  network_answer(bundle, kDefinition) = json::parse(R"({"taskDefinition": {
    "taskDefinitionArn":
      "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1",
    "family": "web", "revision": 1, "networkMode": "awsvpc",
    "requiresCompatibilities": ["FARGATE"], "compatibilities": ["EC2", "FARGATE"],
    "executionRoleArn": "arn:aws:iam::111122223333:role/pull",
    "runtimePlatform": {"cpuArchitecture": "X86_64",
                        "operatingSystemFamily": "LINUX"},
    "containerDefinitions": []}})");
  add_container(bundle, "web", kWebImage);
}

void add_role(json& bundle) {
  json iam = iam_account();
  add_inline(iam, policy({allow({"ecr:*"})}));
  const std::string call = "iam-get-account-authorization-details";
  global_answer(bundle, call) = iam.at("111122223333/global/" + call + ".json");
}

void add_image(json& bundle) {
  const json images = image_account();
  for (const char* path : {kRepositories, kImages, kManifests, kPullThroughRules}) {
    bundle[path] = images.at(path);
  }
  // AWS prints an error where there is none; only a manifest can tell that.
  const auto none = [&](const std::string& region, const std::string& call) {
    drop_call(bundle, kIamAccount, region, call, "absent");
  };
  none(kIamRegion, "ecr-get-repository-policy/acme/web");
  none(kIamRegion, "ecr-get-registry-policy");
  none("global", "organizations-describe-organization");
  bundle[kImages]["imageDetails"][0]["imageTags"] = json::array({"1"});
  bundle[kManifests]["images"][0]["imageId"]["imageTag"] = "1";
}

}  // namespace

json service_account() {
  json bundle = network_account();
  bundle["manifest.json"] = {{"format", "pullproof-snapshot/1"},
                             {"collected_at", "2026-11-24T04:00:00Z"},
                             {"calls", json::array()}};
  add_service(bundle);
  add_role(bundle);
  add_image(bundle);
  return bundle;
}

json& service(json& bundle) {
  return network_answer(bundle, kService).at("services").at(0);
}

json& service_network(json& bundle) {
  return service(bundle).at("networkConfiguration").at("awsvpcConfiguration");
}

json& task_definition(json& bundle) {
  return network_answer(bundle, kDefinition).at("taskDefinition");
}

void add_container(json& bundle, const std::string& name, const std::string& image) {
  task_definition(bundle)["containerDefinitions"].push_back(
      {{"name", name}, {"image", image}});
}

void move_to_instance(json& bundle) {
  service(bundle)["launchType"] = "EC2";
  service(bundle).erase("networkConfiguration");
  network_answer(bundle, "ec2-describe-instances") = json::parse(R"({"Reservations": [
    {"Instances": [{"InstanceId": "i-1", "State": {"Name": "running"},
      "Architecture": "x86_64", "SubnetId": "subnet-task", "VpcId": "vpc-1",
      "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1",
                             "Attachment": {"DeviceIndex": 0}}]}]}]})");
  network_answer(bundle, "ec2-describe-network-interfaces") =
      json::parse(R"({"NetworkInterfaces": [
    {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-task", "VpcId": "vpc-1",
     "PrivateIpAddress": "10.0.1.20", "Groups": [{"GroupId": "sg-task"}],
     "Attachment": {"InstanceId": "i-1", "DeviceIndex": 0}}]})");
  network_answer(bundle, kInstances) = json::parse(R"({"containerInstances": [
    {"containerInstanceArn":
       "arn:aws:ecs:eu-central-1:111122223333:container-instance/prod/1",
     "ec2InstanceId": "i-1", "status": "ACTIVE", "agentConnected": true}]})");
}

void use_provider(json& bundle, const json& provider) {
  move_to_instance(bundle);
  service(bundle).erase("launchType");
  service(bundle)["capacityProviderStrategy"] =
      json::array({{{"capacityProvider", "asg"}, {"weight", 1}}});
  container_instance(bundle)["capacityProviderName"] = "asg";
  network_answer(bundle, "ecs-describe-capacity-providers")["capacityProviders"] =
      json::array({provider});
}

void use_group(json& bundle) {
  use_provider(bundle, json::parse(R"({"name": "asg", "autoScalingGroupProvider": {
    "autoScalingGroupArn": "arn:asg-1"}})"));
  network_answer(bundle, kGroups) = json::parse(R"({"AutoScalingGroups": [
    {"AutoScalingGroupARN": "arn:asg-1", "AutoScalingGroupName": "ecs", "MaxSize": 4,
     "VPCZoneIdentifier": "subnet-task,subnet-data",
     "Instances": [{"InstanceId": "i-1"}],
     "LaunchTemplate": {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "ecs",
                        "Version": "2"}}]})");
  network_answer(bundle, kTemplate) = json::parse(R"({"LaunchTemplateVersions": [
    {"LaunchTemplateId": "lt-1", "LaunchTemplateName": "ecs", "VersionNumber": 2,
     "DefaultVersion": true, "LaunchTemplateData": {
       "ImageId": "ami-1", "SecurityGroupIds": ["sg-task"],
       "IamInstanceProfile": {"Name": "p"}}}]})");
  for (json& subnet : network_answer(bundle, "ec2-describe-subnets").at("Subnets")) {
    subnet["MapPublicIpOnLaunch"] = false;
  }
}

json& auto_scaling_group(json& bundle) {
  return network_answer(bundle, kGroups).at("AutoScalingGroups").at(0);
}

json& launch_template(json& bundle) {
  return network_answer(bundle, kTemplate).at("LaunchTemplateVersions").at(0);
}

json& container_instance(json& bundle) {
  return network_answer(bundle, kInstances).at("containerInstances").at(0);
}

}  // namespace pullproof::support
