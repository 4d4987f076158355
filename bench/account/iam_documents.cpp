#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/documents.h"

namespace pullproof::bench {
namespace {

constexpr std::string_view kExecutionPolicy =
    "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
constexpr std::string_view kInstancePolicy =
    "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";

Json pull_actions() {
  return Json::array({"ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer",
                      "ecr:BatchGetImage"});
}

Json allow(Json actions, Json resources) {
  return {{"Effect", "Allow"},
          {"Action", std::move(actions)},
          {"Resource", std::move(resources)}};
}

Json all_of(Json statements) {
  return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

/// Pulls from the account's own repositories only.
Json own_policy(bool with_token) {
  Json statements =
      Json::array({allow(pull_actions(),
                         Json::array({regional_arn("ecr", "repository/acme/*"),
                                      regional_arn("ecr", "repository/platform/*")})),
                   allow(Json::array({"logs:CreateLogStream", "logs:PutLogEvents"}),
                         regional_arn("logs", "log-group:/ecs/*"))});
  if (with_token) {
    Json token = allow("ecr:GetAuthorizationToken", "*");
    token["Condition"] = {{"StringEquals", {{"aws:RequestedRegion", kRegion}}}};
    statements.push_back(std::move(token));
  }
  return all_of(std::move(statements));
}

Json execution_policy() {
  return all_of(Json::array({allow(
      Json::array({"ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
                   "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
                   "logs:CreateLogStream", "logs:PutLogEvents"}),
      "*")}));
}

Json instance_policy() {
  return all_of(Json::array({allow(
      Json::array({"ec2:DescribeTags", "ecs:CreateCluster",
                   "ecs:DeregisterContainerInstance", "ecs:DiscoverPollEndpoint",
                   "ecs:Poll", "ecs:RegisterContainerInstance",
                   "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState",
                   "ecs:Submit*", "ecr:GetAuthorizationToken",
                   "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer",
                   "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents"}),
      "*")}));
}

Json trust(std::string_view service) {
  return all_of(Json::array({{{"Effect", "Allow"},
                              {"Principal", {{"Service", service}}},
                              {"Action", "sts:AssumeRole"}}}));
}

Json instance_profiles(const Role& role, const Json& head) {
  if (role.policy != Role::Policy::Instance) return Json::array();
  return Json::array({{{"Path", "/"},
                       {"InstanceProfileName", role.name},
                       {"InstanceProfileId", "AIPA" + role.unique_part},
                       {"Arn", iam_arn("instance-profile/" + role.name)},
                       {"CreateDate", kCreated},
                       {"Roles", Json::array({head})}}});
}

Json attached(std::string_view arn) {
  const std::string name(arn.substr(arn.rfind('/') + 1));
  return Json::array({{{"PolicyName", name}, {"PolicyArn", arn}}});
}

Json inline_policy(bool with_token) {
  return Json::array(
      {{{"PolicyName", "pull"}, {"PolicyDocument", own_policy(with_token)}}});
}

Json role_detail(const Role& role) {
  const bool instance = role.policy == Role::Policy::Instance;
  Json one = {{"Path", "/"},
              {"RoleName", role.name},
              {"RoleId", "AROA" + role.unique_part},
              {"Arn", iam_arn("role/" + role.name)},
              {"CreateDate", kCreated},
              {"AssumeRolePolicyDocument",
               trust(instance ? "ec2.amazonaws.com" : "ecs-tasks.amazonaws.com")}};
  one["InstanceProfileList"] = instance_profiles(role, one);
  one["RolePolicyList"] = Json::array();
  one["AttachedManagedPolicies"] = Json::array();
  switch (role.policy) {
    case Role::Policy::Managed:
      one["AttachedManagedPolicies"] = attached(kExecutionPolicy);
      break;
    case Role::Policy::CustomerManaged:
      one["AttachedManagedPolicies"] = attached(iam_arn("policy/pull-" + role.name));
      break;
    case Role::Policy::Instance:
      one["AttachedManagedPolicies"] = attached(kInstancePolicy);
      break;
    case Role::Policy::Inline:
      one["RolePolicyList"] = inline_policy(true);
      break;
    case Role::Policy::WithoutToken:
      one["RolePolicyList"] = inline_policy(false);
      break;
  }
  one["Tags"] = Json::array();
  one["RoleLastUsed"] = Json::object();
  return one;
}

Json version(std::string_view id, bool is_default, Json document) {
  return {{"Document", std::move(document)},
          {"VersionId", id},
          {"IsDefaultVersion", is_default},
          {"CreateDate", kCreated}};
}

Json managed_policy(std::string_view arn, const std::string& unique_part,
                    std::size_t attachments, Json versions) {
  const std::string name(arn.substr(arn.rfind('/') + 1));
  const auto path = arn.find(":policy/") + std::string_view(":policy").size();
  return {{"PolicyName", name},
          {"PolicyId", "ANPA" + unique_part},
          {"Arn", arn},
          {"Path", arn.substr(path, arn.rfind('/') + 1 - path)},
          {"DefaultVersionId", versions.front()["VersionId"]},
          {"AttachmentCount", attachments},
          {"PermissionsBoundaryUsageCount", 0},
          {"IsAttachable", true},
          {"CreateDate", kCreated},
          {"UpdateDate", kCreated},
          {"PolicyVersionList", std::move(versions)}};
}

std::size_t count(const Account& account, Role::Policy policy) {
  std::size_t found = 0;
  for (const auto& role : account.roles) found += role.policy == policy ? 1 : 0;
  return found;
}

Json managed_policies(const Account& account) {
  Json all = Json::array(
      {managed_policy(kExecutionPolicy, "AB4516F1A7409B0EAF",
                      count(account, Role::Policy::Managed),
                      Json::array({version("v1", true, execution_policy())})),
       managed_policy(kInstancePolicy, "D6ECC2B2B388EE8FB",
                      count(account, Role::Policy::Instance),
                      Json::array({version("v1", true, instance_policy())}))});
  for (const auto& role : account.roles) {
    if (role.policy != Role::Policy::CustomerManaged) continue;
    all.push_back(
        managed_policy(iam_arn("policy/pull-" + role.name), role.unique_part, 1,
                       Json::array({version("v2", true, own_policy(true)),
                                    version("v1", false, own_policy(false))})));
  }
  return all;
}

}  // namespace

std::string iam_arn(std::string_view resource) {
  return fmt::format("arn:aws:iam::{}:{}", kAccountId, resource);
}

Json policy(const Json& statement) { return all_of(Json::array({statement})); }

Json account_authorization_details(const Account& account) {
  Json roles = Json::array();
  for (const auto& role : account.roles) roles.push_back(role_detail(role));
  return {{"UserDetailList", Json::array()},
          {"GroupDetailList", Json::array()},
          {"RoleDetailList", std::move(roles)},
          {"Policies", managed_policies(account)}};
}

}  // namespace pullproof::bench
