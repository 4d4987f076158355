// The stage `start`: FireLens, registries with a login, Service Connect, ECS Exec,
// credential specs, shares of FSx and the agent of GuardDuty.
//
// AWS: ECS developer guide, "Send Amazon ECS logs to an AWS service or AWS Partner",
// "Using non-AWS container images in Amazon ECS", "Service Connect", "ECS Exec", "Using
// gMSAs for Linux containers" and "Use FSx for Windows File Server volumes with Amazon
// ECS".
#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "solver/check.h"
#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/service_account.h"
#include "tests/support/start_account.h"

namespace pullproof::solver::check_other_needs_test {
namespace {

using nlohmann::json;
using support::account_with;
using support::container;
using support::kSecret;
using support::service;
using support::told;
using support::with_secret;

const json kGetSecret = support::allow({"secretsmanager:GetSecretValue"});
const json kGetFile = support::allow({"s3:GetObject", "s3:GetBucketLocation"});

model::TaskVerdict verdict_of(const json& bundle) {
  return check(support::read_account(bundle), {}).verdicts.at(0);
}

bool assumes(const json& bundle, const std::string& name) {
  const auto verdict = verdict_of(bundle);
  return std::any_of(verdict.assumptions.begin(), verdict.assumptions.end(),
                     [&name](const auto& one) { return one.name == name; });
}

std::string warning(const json& bundle) {
  const auto verdict = verdict_of(bundle);
  return verdict.warnings.empty() ? "" : verdict.warnings.front();
}

/// A log router and a container that sends its logs there.
json with_router(const std::vector<json>& statements, const json& options) {
  json bundle = account_with(statements);
  support::add_container(bundle, "router", support::kWebImage);
  support::drop_call(bundle, "111122223333", "global", "s3api-get-bucket-policy/conf",
                     "absent");
  json& containers = support::task_definition(bundle)["containerDefinitions"];
  containers.back()["firelensConfiguration"] = {{"type", "fluentbit"},
                                                {"options", options}};
  containers[0]["logConfiguration"] = {{"logDriver", "awsfirelens"},
                                       {"options", {{"Name", "cloudwatch"}}}};
  return bundle;
}

const json kStored = {{"config-file-type", "s3"},
                      {"config-file-value", "arn:aws:s3:::conf/fluent.conf"}};

TEST(CheckFirelens, LeavesWhatARouterSendsOnAlone) {
  const json bundle = with_router({}, json::object());
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_FALSE(assumes(bundle, "log driver awsfirelens"));
  json no_router = bundle;
  support::task_definition(no_router)["containerDefinitions"].erase(1);
  EXPECT_TRUE(assumes(no_router, "log driver awsfirelens"));
}

TEST(CheckFirelens, FetchesItsConfigurationAsTheExecutionRole) {
  const auto on_instance = [](json bundle) {
    support::move_to_instance(bundle);
    return bundle;
  };
  EXPECT_EQ(told(on_instance(with_router({kGetFile}, kStored))), "pulls");
  EXPECT_EQ(told(on_instance(with_router({}, kStored))),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  // Fargate takes no such files, and what it does about them is not documented.
  EXPECT_EQ(told(with_router({kGetFile}, kStored)), "unknown");
}

TEST(CheckRegistryLogin, FetchesTheSecretAsTheExecutionRole) {
  const auto with_login = [](const std::vector<json>& statements, const char* secret) {
    json bundle = with_secret(statements);
    container(bundle).erase("secrets");
    container(bundle)["image"] = "acme/app:1";
    container(bundle)["repositoryCredentials"] = {{"credentialsParameter", secret}};
    return bundle;
  };
  EXPECT_EQ(told(with_login({kGetSecret}, kSecret)), "pulls");
  EXPECT_EQ(told(with_login({}, kSecret)),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  EXPECT_EQ(told(with_login({kGetSecret}, "prod/db")), "pulls");
  EXPECT_EQ(told(with_login({kGetSecret}, "prod/other")),
            "start secret SECRET_NOT_FOUND");
  // What it takes for no secret's ARN or name, and for images of ECR, nobody tells.
  EXPECT_EQ(told(with_login({kGetSecret}, "prod/db-AbCdEf")), "unknown");
  EXPECT_EQ(told(with_login({kGetSecret}, (std::string(kSecret) + ":key::").c_str())),
            "unknown");
  json of_ecr = with_login({kGetSecret}, kSecret);
  container(of_ecr)["image"] = support::kWebImage;
  EXPECT_EQ(told(of_ecr), "unknown");
}

json with_service_connect() {
  json bundle = support::service_account();
  service(bundle)["serviceConnectConfiguration"] = {{"enabled", true}};
  return bundle;
}

TEST(CheckServiceConnect, NeedsAWayToEcs) {
  EXPECT_EQ(told(with_service_connect()), "pulls");
  EXPECT_FALSE(assumes(with_service_connect(), "serviceConnectConfiguration"));
  json off = with_service_connect();
  service(off)["serviceConnectConfiguration"]["enabled"] = false;
  EXPECT_EQ(told(off), "pulls");
  // Images come through endpoints, and nothing else gets out.
  json isolated = with_service_connect();
  for (const char* name : {"ecr.api", "ecr.dkr", "s3"}) {
    support::put_endpoint(
        isolated, support::interface_endpoint(std::string("vpce-") + name, name));
  }
  support::put_routes(isolated, {support::route("10.0.0.0/16", "local")});
  EXPECT_EQ(told(isolated), "unknown");
  service(isolated).erase("serviceConnectConfiguration");
  EXPECT_EQ(told(isolated), "pulls");
}

TEST(CheckServiceConnect, IsTakenForGrantedOnInstances) {
  json bundle = with_service_connect();
  support::move_to_instance(bundle);
  EXPECT_TRUE(assumes(bundle, "serviceConnectConfiguration"));
}

/// Sends the logs of its Service Connect proxy there.
json with_proxy_log(const std::vector<json>& statements, const std::string& group) {
  json bundle = support::with_logs(statements);
  container(bundle).erase("logConfiguration");
  json log = {{"logDriver", "awslogs"}};
  log["options"] = {{"awslogs-group", group},
                    {"awslogs-region", "eu-central-1"},
                    {"awslogs-stream-prefix", "proxy"}};
  service(bundle)["serviceConnectConfiguration"] = {{"enabled", true}};
  service(bundle)["serviceConnectConfiguration"]["logConfiguration"] = log;
  return bundle;
}

/// AWS: ECS API reference, ServiceConnectConfiguration, `logConfiguration`.
TEST(CheckServiceConnect, SendsLogsOfItsProxyAsContainersDo) {
  const json may_log = support::allow({"logs:CreateLogStream"});
  EXPECT_EQ(told(with_proxy_log({may_log}, "/ecs/web")), "pulls");
  EXPECT_EQ(told(with_proxy_log({}, "/ecs/web")),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  const std::string streams = "arn:aws:logs:*:*:log-group:/ecs/web:log-stream:";
  EXPECT_EQ(
      told(with_proxy_log({support::on(may_log, streams + "proxy/*")}, "/ecs/web")),
      "pulls");
  json bundle = with_proxy_log({may_log}, "/ecs/other");
  EXPECT_EQ(told(bundle), "start log-group LOG_GROUP_NOT_FOUND");
  service(bundle)["serviceConnectConfiguration"]["enabled"] = false;
  EXPECT_EQ(told(bundle), "pulls");
}

TEST(CheckServiceConnect, BlamesTheServiceForTheLogsOfItsProxy) {
  const json may_log = support::allow({"logs:CreateLogStream"});
  const auto verdict = verdict_of(with_proxy_log({may_log}, "/ecs/other"));
  ASSERT_FALSE(verdict.findings.empty());
  const auto& first = verdict.findings.front();
  EXPECT_EQ(first.container, "");
  ASSERT_FALSE(first.evidence.empty());
  EXPECT_EQ(first.evidence.front()->id,
            "arn:aws:ecs:eu-central-1:111122223333:service/prod/web");
  EXPECT_EQ(first.evidence.front()->pointer,
            "/services/0/serviceConnectConfiguration/logConfiguration");
  EXPECT_NE(first.ecs_error.find("The specified log group does not exist."),
            std::string::npos)
      << first.ecs_error;
}

json with_exec(const std::vector<json>& statements) {
  json bundle = account_with(statements);
  service(bundle)["enableExecuteCommand"] = true;
  return bundle;
}

// The task starts without it.
TEST(CheckExec, WarnsOfWhatWillNotWork) {
  json no_role = with_exec({});
  EXPECT_EQ(told(no_role), "pulls");
  EXPECT_NE(warning(no_role).find("names no task role"), std::string::npos);
  const auto with_role = [](const std::vector<json>& statements) {
    json bundle = with_exec(statements);
    support::task_definition(bundle)["taskRoleArn"] =
        support::task_definition(bundle)["executionRoleArn"];
    return bundle;
  };
  const json channels = support::allow(
      {"ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel",
       "ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"});
  EXPECT_EQ(told(with_role({channels})), "pulls");
  EXPECT_EQ(warning(with_role({channels})), "");
  EXPECT_EQ(told(with_role({})), "pulls");
  EXPECT_NE(warning(with_role({})).find("ssmmessages:CreateControlChannel"),
            std::string::npos)
      << warning(with_role({}));
  // Images come through endpoints; there is none for the channels.
  json isolated = with_role({channels});
  for (const char* name : {"ecr.api", "ecr.dkr", "s3"}) {
    support::put_endpoint(
        isolated, support::interface_endpoint(std::string("vpce-") + name, name));
  }
  support::put_routes(isolated, {support::route("10.0.0.0/16", "local")});
  EXPECT_EQ(told(isolated), "pulls");
  EXPECT_NE(warning(isolated).find("NO_ROUTE_TO_DESTINATION"), std::string::npos)
      << warning(isolated);
}

const json kGetParameter = support::allow({"ssm:GetParameters"});

/// The account has parameter /prod/spec and bucket conf, which has no policy.
json with_spec(const std::vector<json>& statements, const std::string& spec) {
  json bundle = account_with(statements);
  container(bundle)["credentialSpecs"] = json::array({spec});
  support::network_answer(bundle, "ssm-describe-parameters") = {
      {"Parameters", {{{"Name", "/prod/spec"}, {"Type", "String"}}}}};
  support::drop_call(bundle, "111122223333", "global", "s3api-get-bucket-policy/conf",
                     "absent");
  return bundle;
}

TEST(CheckCredentialSpec, IsFetchedAsTheExecutionRole) {
  const std::string parameter =
      "arn:aws:ssm:eu-central-1:111122223333:parameter/prod/spec";
  EXPECT_EQ(told(with_spec({kGetParameter}, "credentialspec:" + parameter)), "pulls");
  EXPECT_TRUE(assumes(with_spec({kGetParameter}, "credentialspec:" + parameter),
                      "credential spec " + parameter));
  EXPECT_EQ(told(with_spec({}, "credentialspec:" + parameter)),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
  const json missing = with_spec({kGetParameter}, "credentialspec:" + parameter + "2");
  EXPECT_EQ(told(missing), "start parameter PARAMETER_NOT_FOUND");
  // The words of ECS for variables are not those for credential specs.
  EXPECT_EQ(verdict_of(missing).findings.front().ecs_error, "");
  const std::string object = "credentialspecdomainless:arn:aws:s3:::conf/spec.json";
  EXPECT_EQ(told(with_spec({kGetFile}, object)), "pulls");
  EXPECT_EQ(told(with_spec({}, object)),
            "start identity-policy IDENTITY_POLICY_NO_ALLOW");
}

TEST(CheckCredentialSpec, IsTakenForGrantedWhereItIsNoParameterOrObject) {
  const json bundle = with_spec({}, "credentialspec:file://spec.json");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_TRUE(assumes(bundle, "credentialSpecs"));
}

/// Mounts a file system of FSx with these credentials, on an instance.
json with_share(const std::vector<json>& statements, const std::string& credentials) {
  json bundle = with_secret(statements);
  container(bundle).erase("secrets");
  json share = {{"fileSystemId", "fs-2"}, {"rootDirectory", "d"}};
  share["authorizationConfig"] = {{"credentialsParameter", credentials},
                                  {"domain", "corp"}};
  json volume = {{"name", "share"}};
  volume["fsxWindowsFileServerVolumeConfiguration"] = share;
  support::task_definition(bundle)["volumes"] = json::array({volume});
  container(bundle)["mountPoints"] = {
      {{"sourceVolume", "share"}, {"containerPath", "/d"}}};
  support::move_to_instance(bundle);
  return bundle;
}

TEST(CheckShare, IsAskedForAsTheExecutionRole) {
  const json describe = support::allow({"fsx:DescribeFileSystems"});
  const char* denied = "start identity-policy IDENTITY_POLICY_NO_ALLOW";
  EXPECT_EQ(told(with_share({describe, kGetSecret}, kSecret)), "pulls");
  EXPECT_EQ(told(with_share({kGetSecret}, kSecret)), denied);
  EXPECT_EQ(told(with_share({describe}, kSecret)), denied);
  EXPECT_EQ(told(with_share({describe, kGetSecret}, std::string(kSecret) + "2")),
            "start secret SECRET_NOT_FOUND");
  EXPECT_EQ(told(with_share({describe, kGetSecret}, "prod/db")), "unknown");
}

TEST(CheckShare, MountsAsFarAsIsTakenForGranted) {
  EXPECT_TRUE(
      assumes(with_share({}, kSecret), "fsxWindowsFileServerVolumeConfiguration"));
}

void set_monitoring(json& bundle, const char* value) {
  support::network_answer(bundle, "ecs-list-account-settings") = {
      {"settings",
       {{{"name", "guardDutyActivate"},
         {"value", value},
         {"principalArn", "arn:aws:iam::111122223333:root"}}}}};
}

// The task starts without it.
TEST(CheckRuntimeMonitoring, WarnsWhereTheAccountHasItOn) {
  json bundle = support::service_account();
  EXPECT_EQ(warning(bundle), "");
  set_monitoring(bundle, "off");
  EXPECT_EQ(warning(bundle), "");
  set_monitoring(bundle, "on");
  EXPECT_EQ(told(bundle), "pulls");
  EXPECT_NE(warning(bundle).find("GuardDuty Runtime Monitoring is on"),
            std::string::npos);
  support::move_to_instance(bundle);
  EXPECT_EQ(warning(bundle), "");
}

/// AWS: ECS API reference, ServiceRevision, `guardDutyEnabled`.
TEST(CheckRuntimeMonitoring, BelievesTheRevisionOfTheServiceFirst) {
  json bundle = support::service_account();
  set_monitoring(bundle, "on");
  json revision = {{"serviceRevisionArn", "arn:r"},
                   {"serviceArn", service(bundle)["serviceArn"]},
                   {"taskDefinition", service(bundle)["taskDefinition"]},
                   {"guardDutyEnabled", false}};
  const auto warns_with = [&](bool enabled) {
    revision["guardDutyEnabled"] = enabled;
    support::network_answer(bundle, "ecs-describe-service-revisions/web") = {
        {"serviceRevisions", json::array({revision})}};
    return !warning(bundle).empty();
  };
  EXPECT_FALSE(warns_with(false));
  set_monitoring(bundle, "off");
  EXPECT_TRUE(warns_with(true));
}

}  // namespace
}  // namespace pullproof::solver::check_other_needs_test
