#include "model/aws/ecs.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::ecs_test {
namespace {

constexpr const char* kPrefix = "arn:aws:ecs:eu-central-1:111122223333:";

Result<Snapshot> read_service(const std::string& rest) {
  return read("ecs-describe-services/prod",
              R"({"services": [{"serviceName": "web",
                "serviceArn": "arn:aws:ecs:eu-central-1:111122223333:service/prod/web",
                "clusterArn": "arn:aws:ecs:eu-central-1:111122223333:cluster/prod", )" +
                  rest + "}]}");
}

Result<Snapshot> read_definition(const std::string& rest) {
  return read("ecs-describe-task-definition/web%3A1",
              R"({"taskDefinition": {"family": "web", "revision": 1,
                  "taskDefinitionArn":
                    "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:1", )" +
                  rest + "}}");
}

TEST(Cluster, IsNotOneOfKubernetes) {
  const auto result = read({{"x", R"({"clusters": ["a", "b"]})"},
                            {"eks-list-clusters", R"({"clusters": []})"},
                            {"ecs-describe-clusters",
                             R"({"clusters": [{"clusterArn": "c/prod",
                                 "defaultCapacityProviderStrategy": [
                                   {"capacityProvider": "FARGATE", "weight": 1}]}]})"}});
  const auto cluster = only<Cluster>(result);
  EXPECT_EQ(cluster.name, "prod");
  EXPECT_EQ(cluster.default_capacity_providers, Texts{"FARGATE"});
}

TEST(Service, ReadsItsNetwork) {
  const auto result = read_service(R"("launchType": "FARGATE", "status": "ACTIVE",
    "taskDefinition": "td", "platformVersion": "1.4.0",
    "networkConfiguration": {"awsvpcConfiguration": {
      "subnets": ["subnet-1"], "securityGroups": ["sg-1"],
      "assignPublicIp": "ENABLED"}})");
  const auto service = only<Service>(result);
  EXPECT_EQ(service.cluster_name(), "prod");
  EXPECT_EQ(service.launch_type, "FARGATE");
  EXPECT_EQ(service.platform_version, "1.4.0");
  ASSERT_TRUE(service.network);
  EXPECT_TRUE(service.network->assign_public_ip);
  EXPECT_EQ(service.network->subnets.at(0).text, "subnet-1");
  EXPECT_EQ(service.network->groups.at(0).text, "sg-1");
  EXPECT_EQ(service.network->source.pointer,
            "/services/0/networkConfiguration/awsvpcConfiguration");
  EXPECT_FALSE(service.placement_constraints);
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecs-describe-services/prod"));
}

TEST(Service, HasNoPublicAddressUnlessItSaysSo) {
  const auto service = only<Service>(
      read_service(R"("networkConfiguration": {"awsvpcConfiguration": {}})"));
  EXPECT_FALSE(service.network->assign_public_ip);
  EXPECT_EQ(problems(read_service(R"("networkConfiguration": {"awsvpcConfiguration": {
              "assignPublicIp": "Enabled"}})"))
                .size(),
            1U);
}

TEST(Service, FillsGapsFromItsPrimaryDeploymentOrTaskSet) {
  for (const char* list : {"deployments", "taskSets"}) {
    const auto service =
        only<Service>(read_service('"' + std::string(list) +
                                   R"(": [{"status": "ACTIVE", "taskDefinition": "old"},
               {"status": "PRIMARY", "taskDefinition": "new", "launchType": "FARGATE",
                "platformVersion": "LATEST", "networkConfiguration": {
                  "awsvpcConfiguration": {"subnets": ["subnet-1"]}}}])"));
    EXPECT_EQ(service.task_definition_arn, "new");
    EXPECT_EQ(service.launch_type, "FARGATE");
    EXPECT_EQ(service.platform_version, "LATEST");
    EXPECT_TRUE(service.network);
  }
}

TEST(Service, LetsItsOwnFieldsWinAndSaysWhatContradictsThem) {
  const auto service = only<Service>(read_service(R"("taskDefinition": "own",
    "platformVersion": "LATEST", "launchType": "FARGATE",
    "deployments": [{"status": "PRIMARY", "taskDefinition": "new",
      "createdAt": 1768039999.5, "platformVersion": "1.4.0"}])"));
  EXPECT_EQ(service.task_definition_arn, "own");
  EXPECT_EQ(service.disputed_start,
            Texts{"the service names own, and its PRIMARY deployment new"});
  EXPECT_TRUE(service.disputed_place.empty());
  EXPECT_EQ(service.primary_created_at, "1768039999.5");
}

TEST(Service, IsPlacedAsItsPrimaryDeploymentWhateverTheOrder) {
  const auto disputes = [](const std::string& groups) {
    return only<Service>(
               read_service(R"("networkConfiguration": {"awsvpcConfiguration": {
                   "subnets": ["subnet-1", "subnet-2"], "securityGroups": ["sg-1"]}},
                 "deployments": [{"status": "PRIMARY", "networkConfiguration": {
                   "awsvpcConfiguration": {"subnets": ["subnet-2", "subnet-1"],
                     "securityGroups": [)" +
                            groups + R"(], "assignPublicIp": "DISABLED"}}}])"))
        .disputed_place.size();
  };
  EXPECT_EQ(disputes(R"("sg-1")"), 0U);
  EXPECT_EQ(disputes(R"("sg-2")"), 1U);
}

// ECS API reference, ServiceCurrentRevisionSummary.
TEST(Service, SaysHowManyTasksItAsksOfItsRevisions) {
  const auto revisions = only<Service>(read_service(R"("currentServiceRevisions": [
        {"arn": "r-1", "requestedTaskCount": 2, "runningTaskCount": 1},
        {"arn": "r-2"}])"))
                             .current_revisions;
  ASSERT_EQ(revisions.size(), 2U);
  EXPECT_EQ(revisions[0].arn, "r-1");
  EXPECT_EQ(revisions[0].requested_tasks, 2);
  EXPECT_FALSE(revisions[1].requested_tasks);
}

TEST(Service, NamesProvidersThatGetTasks) {
  EXPECT_EQ(only<Service>(read_service(R"("capacityProviderStrategy": [
              {"capacityProvider": "a", "weight": 1, "base": 0},
              {"capacityProvider": "b", "weight": 0, "base": 0},
              {"capacityProvider": "c", "weight": 0, "base": 2}])"))
                .capacity_providers,
            (Texts{"a", "c"}));
  EXPECT_EQ(
      only<Service>(
          read_service(R"("capacityProviderStrategy": [{"capacityProvider": "a"}])"))
          .capacity_providers,
      Texts{"a"});
}

TEST(Service, KnowsPlacementConstraints) {
  EXPECT_TRUE(only<Service>(read_service(R"("placementConstraints": [
                {"type": "memberOf", "expression": "x"}])"))
                  .placement_constraints);
}

TEST(Services, AreSeenByClusterEvenIfThereAreNone) {
  const auto result =
      read("ecs-describe-services/arn%3Aaws%3Aecs%3Ax%3A1%3Acluster%2Fp",
           R"({"services": [], "failures": []})");
  ASSERT_TRUE(result.ok());
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecs-describe-services/p"));
  EXPECT_FALSE(result.value().calls().seen(kHome, "ecs-describe-services/q"));
}

TEST(TaskDefinition, ReadsItsContainers) {
  const auto result = read_definition(R"("networkMode": "awsvpc",
    "executionRoleArn": "arn:aws:iam::111122223333:role/r",
    "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
    "compatibilities": ["EC2", "FARGATE"], "requiresCompatibilities": ["FARGATE"],
    "containerDefinitions": [
      {"name": "web", "image": "i"},
      {"name": "side", "image": "j", "essential": false,
       "repositoryCredentials": {"credentialsParameter": "x"}}])");
  const auto definition = only<TaskDefinition>(result);
  EXPECT_EQ(definition.name(), "web:1");
  EXPECT_EQ(definition.source.pointer, "/taskDefinition");
  EXPECT_EQ(definition.network_mode, "awsvpc");
  EXPECT_EQ(definition.cpu_architecture, "ARM64");
  EXPECT_EQ(definition.os_family, "LINUX");
  EXPECT_EQ(definition.compatibilities, (Texts{"EC2", "FARGATE"}));
  ASSERT_EQ(definition.containers.size(), 2U);
  EXPECT_TRUE(definition.containers[0].essential);
  EXPECT_FALSE(definition.containers[1].essential);
  EXPECT_EQ(definition.containers[1].registry_login.value().value_from, "x");
  EXPECT_EQ(definition.containers[1].source.pointer,
            "/taskDefinition/containerDefinitions/1");
  EXPECT_TRUE(result.value().calls().seen(kHome, "ecs-describe-task-definition/web:1"));
}

TEST(TaskDefinition, ReadsWhatItsContainersNeedToStart) {
  const auto result = read_definition(R"("taskRoleArn": "arn:role/app",
    "containerDefinitions": [{"name": "web", "image": "i",
      "secrets": [{"name": "DB", "valueFrom": "arn:secret"},
                  {"name": "TOKEN", "valueFrom": "/prod/token"}],
      "environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::b/web.env"}],
      "logConfiguration": {"logDriver": "awslogs",
        "options": {"awslogs-group": "/ecs/web", "awslogs-region": "eu-central-1"},
        "secretOptions": [{"name": "apikey", "valueFrom": "key"}]}}])");
  const auto definition = only<TaskDefinition>(result);
  EXPECT_EQ(definition.task_role_arn, "arn:role/app");
  const auto& container = definition.containers.at(0);
  const std::string pointer = "/taskDefinition/containerDefinitions/0";
  ASSERT_EQ(container.secrets.size(), 2U);
  EXPECT_EQ(container.secrets[0].name, "DB");
  EXPECT_EQ(container.secrets[0].value_from, "arn:secret");
  EXPECT_EQ(container.secrets[1].value_from, "/prod/token");
  EXPECT_EQ(container.secrets[1].source.pointer, pointer + "/secrets/1");
  ASSERT_EQ(container.environment_files.size(), 1U);
  EXPECT_EQ(container.environment_files[0].arn, "arn:aws:s3:::b/web.env");
  EXPECT_EQ(container.environment_files[0].source.pointer,
            pointer + "/environmentFiles/0");
  ASSERT_TRUE(container.log);
  EXPECT_EQ(container.log->driver, "awslogs");
  EXPECT_EQ(container.log->option("awslogs-group"), "/ecs/web");
  EXPECT_EQ(container.log->option("mode"), "");
  EXPECT_EQ(container.log->source.pointer, pointer + "/logConfiguration");
  ASSERT_EQ(container.log->secrets.size(), 1U);
  EXPECT_EQ(container.log->secrets[0].value_from, "key");
  EXPECT_TRUE(container.credential_specs.empty());
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(TaskDefinition, MayNeedNothingToStart) {
  const auto definition = only<TaskDefinition>(read_definition(
      R"("containerDefinitions": [{"name": "web", "image": "i", "secrets": []}])"));
  EXPECT_EQ(definition.task_role_arn, "");
  EXPECT_TRUE(definition.remote_volumes.empty());
  const auto& container = definition.containers.at(0);
  EXPECT_FALSE(container.log);
  EXPECT_TRUE(container.secrets.empty());
  EXPECT_TRUE(container.environment_files.empty());
}

TEST(TaskDefinition, ReadsCredentialSpecs) {
  const auto container =
      only<TaskDefinition>(read_definition(R"("containerDefinitions": [
        {"name": "web", "image": "i", "credentialSpecs": ["credentialspec:arn:x"]}])"))
          .containers.at(0);
  EXPECT_EQ(container.credential_specs, Texts{"credentialspec:arn:x"});
}

/// AWS: ECS API reference, ContainerDefinition: `dependsOn`, `links`, `volumesFrom`.
TEST(TaskDefinition, ReadsWhatAContainerStartsAfter) {
  const auto result = read_definition(R"("containerDefinitions": [
      {"name": "web", "image": "i",
       "dependsOn": [{"containerName": "init", "condition": "SUCCESS"}],
       "volumesFrom": [{"sourceContainer": "data", "readOnly": true}],
       "links": ["db:database", "cache"]}])");
  EXPECT_EQ(only<TaskDefinition>(result).containers.at(0).starts_after,
            (Texts{"init", "data", "db", "cache"}));
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(TaskDefinition, ReadsTheLogRoutersConfiguration) {
  const auto definition =
      only<TaskDefinition>(read_definition(R"("containerDefinitions": [
        {"name": "plain", "image": "i", "firelensConfiguration": {"type": "fluentbit"}},
        {"name": "file", "image": "i", "firelensConfiguration": {"type": "fluentbit",
          "options": {"config-file-type": "file", "config-file-value": "/x.conf"}}},
        {"name": "s3", "image": "i", "firelensConfiguration": {"type": "fluentbit",
          "options": {"config-file-type": "s3",
                      "config-file-value": "arn:aws:s3:::b/x.conf"}}},
        {"name": "web", "image": "i"}])"));
  Texts configs;
  std::vector<bool> routers;
  for (const auto& each : definition.containers) {
    configs.push_back(each.firelens_config);
    routers.push_back(each.routes_logs);
  }
  EXPECT_EQ(configs, (Texts{"", "", "arn:aws:s3:::b/x.conf", ""}));
  EXPECT_EQ(routers, (std::vector<bool>{true, true, true, false}));
}

TEST(TaskDefinition, TellsVolumesFromElsewhereFromThoseOfItsHost) {
  EXPECT_EQ(only<TaskDefinition>(read_definition(R"("volumes": [
              {"name": "a", "host": {"sourcePath": "/a"}},
              {"name": "b", "dockerVolumeConfiguration": {"scope": "task"}},
              {"name": "c", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}},
              {"name": "d", "s3filesVolumeConfiguration":
                {"fileSystemArn": "arn:s3files"}}])"))
                .remote_volumes,
            Texts{"s3filesVolumeConfiguration"});
}

TEST(TaskDefinition, ReadsVolumesOfFsx) {
  const auto result = read_definition(R"("volumes": [
      {"name": "d", "fsxWindowsFileServerVolumeConfiguration": {
        "fileSystemId": "fs-2", "rootDirectory": "d", "authorizationConfig": {
          "credentialsParameter": "arn:secret", "domain": "corp"}}}])");
  const auto definition = only<TaskDefinition>(result);
  ASSERT_EQ(definition.fsx_volumes.size(), 1U);
  EXPECT_EQ(definition.fsx_volumes[0].name, "d");
  EXPECT_EQ(definition.fsx_volumes[0].file_system_id, "fs-2");
  EXPECT_EQ(definition.fsx_volumes[0].credentials, "arn:secret");
  EXPECT_TRUE(definition.remote_volumes.empty());
  EXPECT_TRUE(result.value().not_read().empty());
}

TEST(TaskDefinition, ReadsVolumesOfEfs) {
  const auto definition = only<TaskDefinition>(read_definition(R"("volumes": [
      {"name": "a", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}},
      {"name": "b", "efsVolumeConfiguration": {"fileSystemId": "fs-2",
        "rootDirectory": "/b", "transitEncryption": "ENABLED",
        "transitEncryptionPort": 3000,
        "authorizationConfig": {"accessPointId": "fsap-1", "iam": "ENABLED"}}}],
      "containerDefinitions": [{"name": "web", "image": "i", "mountPoints": [
        {"sourceVolume": "b", "containerPath": "/b", "readOnly": true}]}])"));
  ASSERT_EQ(definition.efs_volumes.size(), 2U);
  const EfsVolume& plain = definition.efs_volumes[0];
  EXPECT_EQ(plain.file_system_id, "fs-1");
  EXPECT_EQ(plain.root_directory, "/");
  EXPECT_EQ(plain.access_point_id, "");
  EXPECT_FALSE(plain.encrypted);
  EXPECT_FALSE(plain.by_iam);
  const EfsVolume& other = definition.efs_volumes[1];
  EXPECT_EQ(other.name, "b");
  EXPECT_EQ(other.root_directory, "/b");
  EXPECT_EQ(other.access_point_id, "fsap-1");
  EXPECT_TRUE(other.encrypted);
  EXPECT_TRUE(other.by_iam);
  EXPECT_EQ(definition.containers.at(0).mounted_volumes, Texts{"b"});
}

TEST(TaskDefinition, RefusesAnArnOfAnotherRevision) {
  EXPECT_EQ(problems(read("x", R"({"taskDefinition": {"family": "web", "revision": 2,
              "taskDefinitionArn": "arn:aws:ecs:r:1:task-definition/web:1"}})")),
            Texts{"/taskDefinition/taskDefinitionArn: the ARN ends in `web:1` but "
                  "family and revision say `web:2`"});
}

TEST(ContainerInstance, TakesItsClusterFromTheArnElseFromTheName) {
  const auto read_instance = [](const std::string& arn) {
    return only<ContainerInstance>(
        read("ecs-describe-container-instances/prod",
             R"({"containerInstances": [{"ec2InstanceId": "i-1", "status": "ACTIVE",
                 "agentConnected": false, "capacityProviderName": "cp",
                 "containerInstanceArn": ")" +
                 std::string(kPrefix) + arn + "\"}]}"));
  };
  const auto instance = read_instance("container-instance/blue/1234");
  EXPECT_EQ(instance.cluster_name, "blue");
  EXPECT_EQ(instance.instance_id.text, "i-1");
  EXPECT_FALSE(instance.agent_connected);
  EXPECT_EQ(instance.capacity_provider, "cp");
  EXPECT_EQ(read_instance("container-instance/1234").cluster_name, "prod");
}

// ECS agent: with ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE it has the attribute.
TEST(ContainerInstance, SaysAsWhomItWritesLogsIfItsAttributesArePrinted) {
  const auto role_of_logs = [](const std::string& rest) {
    return only<ContainerInstance>(
               read("ecs-describe-container-instances/prod",
                    R"({"containerInstances": [{"ec2InstanceId": "i-1",
                        "containerInstanceArn": ")" +
                        std::string(kPrefix) + "container-instance/prod/1\"" + rest +
                        "}]}"))
        .logs_as_execution_role;
  };
  using Answer = std::optional<bool>;
  EXPECT_EQ(role_of_logs(""), Answer());
  EXPECT_EQ(role_of_logs(R"(, "attributes": [])"), Answer());
  EXPECT_EQ(role_of_logs(R"(, "attributes": [{"name": "ecs.os-type",
                            "value": "linux"}])"),
            Answer(false));
  EXPECT_EQ(role_of_logs(R"(, "attributes": [
              {"name": "ecs.capability.execution-role-awslogs"},
              {"name": "ecs.os-type", "value": "linux"}])"),
            Answer(true));
}

}  // namespace
}  // namespace pullproof::aws::ecs_test
