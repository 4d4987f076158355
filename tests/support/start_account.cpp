#include "tests/support/start_account.h"

#include <algorithm>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::support {

using nlohmann::json;

std::string told(const json& bundle) {
  const aws::Snapshot account = read_account(bundle);
  const auto verdict = solver::check(account, {}).verdicts.at(0);
  if (verdict.findings.empty()) return std::string(model::name(verdict.verdict));
  const auto& first = verdict.findings.front();
  return std::string(model::name(first.stage)) + ' ' + first.mechanism + ' ' +
         first.code;
}

bool asks(const json& bundle, const std::string& call) {
  const aws::Snapshot account = read_account(bundle);
  solver::CheckOptions options;
  options.strict = true;
  const auto verdict = solver::check(account, options).verdicts.at(0);
  return verdict.verdict == model::Verdict::Unknown &&
         std::any_of(verdict.missing.begin(), verdict.missing.end(),
                     [&](const Unknown& each) {
                       return each.call == call || each.why.find(call) != each.why.npos;
                     });
}

json& container(json& bundle) {
  return task_definition(bundle)["containerDefinitions"][0];
}

json account_with(const std::vector<json>& statements) {
  json bundle = service_account();
  json iam = iam_account();
  std::vector<json> all = statements;
  all.push_back(allow({"ecr:*"}));
  add_inline(iam, policy(all));
  const std::string call = "iam-get-account-authorization-details";
  global_answer(bundle, call) = iam.at("111122223333/global/" + call + ".json");
  return bundle;
}

json on(json statement, const std::string& resource) {
  statement["Resource"] = resource;
  return statement;
}

json with_logs(const std::vector<json>& statements) {
  json bundle = account_with(statements);
  container(bundle)["logConfiguration"] = {{"logDriver", "awslogs"},
                                           {"options",
                                            {{"awslogs-group", "/ecs/web"},
                                             {"awslogs-region", "eu-central-1"},
                                             {"awslogs-stream-prefix", "ecs"}}}};
  network_answer(bundle, "logs-describe-log-groups") = {
      {"logGroups", {{{"logGroupName", "/ecs/web"}}}}};
  return bundle;
}

json& log_options(json& bundle) {
  return container(bundle)["logConfiguration"]["options"];
}

json with_secret(const std::vector<json>& statements, const std::string& from) {
  json bundle = account_with(statements);
  container(bundle)["secrets"] = {{{"name", "DB"}, {"valueFrom", from}}};
  network_answer(bundle, "secretsmanager-list-secrets") = {
      {"SecretList", {{{"ARN", kSecret}, {"Name", "prod/db"}}}}};
  // A secret without a policy.
  network_answer(bundle, kSecretPolicy) = {{"ARN", kSecret}, {"Name", "prod/db"}};
  return bundle;
}

json& secret(json& bundle) {
  return network_answer(bundle, "secretsmanager-list-secrets")["SecretList"][0];
}

json with_volume(const std::vector<json>& statements) {
  json bundle = account_with(statements);
  task_definition(bundle)["volumes"] = {
      {{"name", "data"}, {"efsVolumeConfiguration", {{"fileSystemId", "fs-1"}}}}};
  container(bundle)["mountPoints"] = {
      {{"sourceVolume", "data"}, {"containerPath", "/data"}}};
  network_answer(bundle, "efs-describe-file-systems") = json::parse(R"({"FileSystems": [
    {"FileSystemId": "fs-1", "OwnerId": "111122223333",
     "LifeCycleState": "available"}]})");
  network_answer(bundle, kMountTargets) = json::parse(R"({"MountTargets": [
    {"MountTargetId": "fsmt-1", "FileSystemId": "fs-1", "SubnetId": "subnet-data",
     "LifeCycleState": "available", "IpAddress": "10.0.2.7", "VpcId": "vpc-1",
     "NetworkInterfaceId": "eni-mount", "AvailabilityZoneName": "eu-central-1a"}]})");
  network_answer(bundle, "ec2-describe-network-interfaces") =
      json::parse(R"({"NetworkInterfaces": [
    {"NetworkInterfaceId": "eni-mount", "SubnetId": "subnet-data", "VpcId": "vpc-1",
     "PrivateIpAddress": "10.0.2.7", "Groups": [{"GroupId": "sg-mount"}]}]})");
  put_group(bundle, "sg-mount", {permission("sg-task", "tcp", 2049, 2049)}, {});
  drop_call(bundle, kIamAccount, kIamRegion, kFileSystemPolicy, "absent");
  return bundle;
}

json& efs_volume(json& bundle) {
  return task_definition(bundle)["volumes"][0]["efsVolumeConfiguration"];
}

json& mount_target(json& bundle) {
  return network_answer(bundle, kMountTargets)["MountTargets"][0];
}

json with_parameter(const std::vector<json>& statements, const std::string& from) {
  json bundle = account_with(statements);
  container(bundle)["secrets"] = {{{"name", "DB"}, {"valueFrom", from}}};
  network_answer(bundle, "ssm-describe-parameters") = {
      {"Parameters", {{{"Name", "/prod/db"}, {"Type", "String"}}}}};
  return bundle;
}

}  // namespace pullproof::support
