#include "model/aws/managed_policies.h"

#include <map>
#include <string>

#include <nlohmann/json.hpp>

namespace pullproof::aws {
namespace {

struct ManagedDocument {
  std::string_view name;  ///< What follows "policy/" in the ARN.
  std::string_view json;
};

constexpr ManagedDocument kDocuments[] = {
    // v1, 2017-11-16
    {"service-role/AmazonECSTaskExecutionRolePolicy", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
        "logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"}]})"},
    // v10, 2026-02
    {"service-role/AmazonEC2ContainerServiceforEC2Role", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ec2:DescribeTags", "ecs:CreateCluster", "ecs:DeregisterContainerInstance",
        "ecs:DiscoverPollEndpoint", "ecs:Poll", "ecs:RegisterContainerInstance",
        "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState",
        "ecs:Submit*", "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage", "logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": "*"},
       {"Effect": "Allow", "Action": "ecs:TagResource", "Resource": "*",
        "Condition": {"StringEquals": {"ecs:CreateAction": [
          "CreateCluster", "RegisterContainerInstance"]}}},
       {"Effect": "Allow", "Action": "ecs:ListTagsForResource", "Resource": [
        "arn:aws:ecs:*:*:task/*", "arn:aws:ecs:*:*:container-instance/*"]}]})"},
    // v3, 2019-12-10
    {"AmazonEC2ContainerRegistryReadOnly", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy",
        "ecr:DescribeRepositories", "ecr:ListImages", "ecr:DescribeImages",
        "ecr:BatchGetImage", "ecr:GetLifecyclePolicy",
        "ecr:GetLifecyclePolicyPreview", "ecr:ListTagsForResource",
        "ecr:DescribeImageScanFindings"], "Resource": "*"}]})"},
    // v1, 2024-10-04
    {"AmazonEC2ContainerRegistryPullOnly", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ecr:GetAuthorizationToken", "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer", "ecr:BatchImportUpstreamImage"],
        "Resource": "*"}]})"},
    // v3, 2019-12-10
    {"AmazonEC2ContainerRegistryPowerUser", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy",
        "ecr:DescribeRepositories", "ecr:ListImages", "ecr:DescribeImages",
        "ecr:BatchGetImage", "ecr:GetLifecyclePolicy",
        "ecr:GetLifecyclePolicyPreview", "ecr:ListTagsForResource",
        "ecr:DescribeImageScanFindings", "ecr:InitiateLayerUpload",
        "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"],
        "Resource": "*"}]})"},
    // v3, 2020-12-05
    {"AmazonEC2ContainerRegistryFullAccess", R"({
      "Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": ["ecr:*", "cloudtrail:LookupEvents"],
        "Resource": "*"},
       {"Effect": "Allow", "Action": "iam:CreateServiceLinkedRole", "Resource": "*",
        "Condition": {"StringEquals": {
          "iam:AWSServiceName": "replication.ecr.amazonaws.com"}}}]})"},
    // v3, 2026-02: nothing of ECR
    {"AmazonECSInstanceRolePolicyForManagedInstances", R"({
      "Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "ecs:DiscoverPollEndpoint", "Resource": "*"},
       {"Effect": "Allow", "Action": "ecs:RegisterContainerInstance",
        "Resource": "arn:aws:ecs:*:*:cluster/*"},
       {"Effect": "Allow", "Action": ["ecs:Poll", "ecs:StartTelemetrySession",
        "ecs:PutSystemLogEvents"],
        "Resource": "arn:aws:ecs:*:*:container-instance/*"},
       {"Effect": "Allow", "Action": ["ecs:SubmitAttachmentStateChanges",
        "ecs:SubmitTaskStateChange"], "Resource": "arn:aws:ecs:*:*:cluster/*"}]})"},
    // v2, 2019-05-23
    {"AmazonSSMManagedInstanceCore", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "ssm:DescribeAssociation", "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetDocument", "ssm:DescribeDocument", "ssm:GetManifest",
        "ssm:GetParameter", "ssm:GetParameters", "ssm:ListAssociations",
        "ssm:ListInstanceAssociations", "ssm:PutInventory",
        "ssm:PutComplianceItems", "ssm:PutConfigurePackageResult",
        "ssm:UpdateAssociationStatus", "ssm:UpdateInstanceAssociationStatus",
        "ssm:UpdateInstanceInformation", "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel", "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage", "ec2messages:FailMessage",
        "ec2messages:GetEndpoint", "ec2messages:GetMessages",
        "ec2messages:SendReply"], "Resource": "*"}]})"},
    // v3, 2024-02-06
    {"CloudWatchAgentServerPolicy", R"({
      "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
        "cloudwatch:PutMetricData", "ec2:DescribeVolumes", "ec2:DescribeTags",
        "logs:PutLogEvents", "logs:PutRetentionPolicy",
        "logs:DescribeLogStreams", "logs:DescribeLogGroups",
        "logs:CreateLogStream", "logs:CreateLogGroup", "xray:PutTraceSegments",
        "xray:PutTelemetryRecords", "xray:GetSamplingRules",
        "xray:GetSamplingTargets", "xray:GetSamplingStatisticSummaries"],
        "Resource": "*"},
       {"Effect": "Allow", "Action": "ssm:GetParameter",
        "Resource": "arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*"}]})"},
    // v1, 2015-02-06
    {"AdministratorAccess", R"({
      "Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "Action": "*", "Resource": "*"}]})"},
    // v12, 2026-02-12
    {"PowerUserAccess", R"({
      "Version": "2012-10-17", "Statement": [
       {"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"],
        "Resource": "*"},
       {"Effect": "Allow", "Action": ["account:GetAccountInformation",
        "account:GetGovCloudAccountInformation", "account:GetPrimaryEmail",
        "account:ListRegions", "iam:CreateServiceLinkedRole",
        "iam:DeleteServiceLinkedRole", "iam:ListRoles",
        "organizations:DescribeEffectivePolicy",
        "organizations:DescribeOrganization"], "Resource": "*"}]})"},
};

using Documents = std::map<std::string_view, PolicyDocument>;

Documents parse_all() {
  Documents documents;
  for (const auto& [name, text] : kDocuments) {
    documents.emplace(
        name, PolicyDocument::parse(nlohmann::json::parse(text), Source{}, true));
  }
  return documents;
}

constexpr std::string_view kAccountAndKind = ":iam::aws:policy/";

}  // namespace

bool is_managed_by_aws(std::string_view policy_arn) {
  return policy_arn.starts_with("arn:") &&
         policy_arn.find(kAccountAndKind) != std::string_view::npos;
}

const PolicyDocument* managed_policy(std::string_view arn) {
  static const Documents kDocuments = parse_all();
  if (!is_managed_by_aws(arn)) return nullptr;
  const std::size_t name = arn.find(kAccountAndKind) + kAccountAndKind.size();
  const auto found = kDocuments.find(arn.substr(name));
  return found == kDocuments.end() ? nullptr : &found->second;
}

}  // namespace pullproof::aws
