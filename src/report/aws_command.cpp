#include "src/report/aws_command.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "src/escape.h"

namespace pullproof::cli {
namespace {

// Services of the AWS CLI whose own name holds a hyphen.
constexpr std::array<std::string_view, 4> kHyphenated = {
    "network-firewall", "ecr-public", "resource-groups", "application-autoscaling"};

// Operations that carry a fixed option in their name, before the parameter.
struct Spelling {
  std::string_view call;  ///< Without parameter.
  std::string_view command;
};
constexpr std::array kSpelled = {
    Spelling{"ec2-describe-vpc-attribute-enableDnsSupport",
             "ec2 describe-vpc-attribute --attribute enableDnsSupport"},
    Spelling{"ec2-describe-vpc-attribute-enableDnsHostnames",
             "ec2 describe-vpc-attribute --attribute enableDnsHostnames"},
    Spelling{"organizations-list-policies-for-target-SERVICE_CONTROL_POLICY",
             "organizations list-policies-for-target --filter SERVICE_CONTROL_POLICY"},
    Spelling{"organizations-list-policies-for-target-RESOURCE_CONTROL_POLICY",
             "organizations list-policies-for-target --filter RESOURCE_CONTROL_POLICY"},
    Spelling{"kms-get-key-policy", "kms get-key-policy --policy-name default"}};

struct Option {
  std::string_view call;
  std::string_view before;    ///< The option that the parameter belongs to.
  std::string_view example;   ///< Stands for a parameter that is not known.
  std::string_view and_also;  ///< What else the command needs.
};
constexpr std::array kOptions = {
    Option{"ec2-describe-vpc-attribute-enableDnsSupport", "--vpc-id", "VPC", ""},
    Option{"ec2-describe-vpc-attribute-enableDnsHostnames", "--vpc-id", "VPC", ""},
    Option{"ec2-describe-launch-template-versions", "--launch-template-id",
           "LAUNCH_TEMPLATE", ""},
    Option{"ec2-get-managed-prefix-list-entries", "--prefix-list-id", "PREFIX_LIST",
           ""},
    Option{"ecr-get-repository-policy", "--repository-name", "REPOSITORY", ""},
    Option{"ecr-get-lifecycle-policy", "--repository-name", "REPOSITORY", ""},
    Option{"ecr-describe-images", "--repository-name", "REPOSITORY", ""},
    Option{"ecr-batch-get-image", "--repository-name", "REPOSITORY",
           " --image-ids imageTag=TAG"},
    Option{"ecr-get-account-setting", "--name", "REGISTRY_POLICY_SCOPE", ""},
    Option{"ecr-list-tags-for-resource", "--resource-arn", "REPOSITORY_ARN", ""},
    Option{"ecs-list-services", "--cluster", "CLUSTER", ""},
    Option{"ecs-describe-services", "--cluster", "CLUSTER", " --services SERVICES"},
    Option{"ecs-list-container-instances", "--cluster", "CLUSTER", ""},
    Option{"ecs-describe-container-instances", "--cluster", "CLUSTER",
           " --container-instances ARNS"},
    Option{"ecs-describe-clusters", "--clusters", "CLUSTERS", ""},
    Option{"ecs-describe-tasks", "--cluster", "CLUSTER", " --tasks ARNS"},
    Option{"ecs-describe-task-definition", "--task-definition", "TASK_DEFINITION", ""},
    Option{"efs-describe-file-system-policy", "--file-system-id", "FILE_SYSTEM", ""},
    Option{"efs-describe-mount-targets", "--file-system-id", "FILE_SYSTEM", ""},
    Option{"efs-describe-mount-target-security-groups", "--mount-target-id",
           "MOUNT_TARGET", ""},
    Option{"kms-describe-key", "--key-id", "KEY", ""},
    Option{"kms-get-key-policy", "--key-id", "KEY", ""},
    Option{"kms-list-grants", "--key-id", "KEY", ""},
    Option{"organizations-list-parents", "--child-id", "ACCOUNT_OR_OU", ""},
    Option{"organizations-describe-policy", "--policy-id", "POLICY", ""},
    Option{"organizations-list-policies-for-target", "--target-id", "TARGET",
           " --filter SERVICE_CONTROL_POLICY"},
    Option{"organizations-list-policies-for-target-SERVICE_CONTROL_POLICY",
           "--target-id", "TARGET", ""},
    Option{"organizations-list-policies-for-target-RESOURCE_CONTROL_POLICY",
           "--target-id", "TARGET", ""},
    Option{"network-firewall-describe-firewall", "--firewall-arn", "FIREWALL_ARN", ""},
    Option{"network-firewall-describe-firewall-policy", "--firewall-policy-arn",
           "POLICY_ARN", ""},
    Option{"network-firewall-describe-rule-group", "--rule-group-arn", "GROUP_ARN", ""},
    Option{"s3api-get-bucket-acl", "--bucket", "BUCKET", ""},
    Option{"s3api-get-bucket-encryption", "--bucket", "BUCKET", ""},
    Option{"s3api-get-bucket-policy", "--bucket", "BUCKET", ""},
    Option{"s3api-get-public-access-block", "--bucket", "BUCKET", ""},
    Option{"s3api-get-bucket-location", "--bucket", "BUCKET", ""},
    Option{"secretsmanager-describe-secret", "--secret-id", "SECRET", ""},
    Option{"secretsmanager-get-resource-policy", "--secret-id", "SECRET", ""},
    Option{"route53-list-hosted-zones-by-vpc", "--vpc-id", "VPC",
           " --vpc-region REGION"},
    Option{"route53-list-resource-record-sets", "--hosted-zone-id", "ZONE", ""},
    Option{"route53resolver-list-firewall-rules", "--firewall-rule-group-id", "GROUP",
           ""},
    Option{"route53resolver-list-firewall-domains", "--firewall-domain-list-id", "LIST",
           ""},
    Option{"route53profiles-list-profile-resource-associations", "--profile-id",
           "PROFILE", ""}};

std::string quoted(std::string_view parameter) {
  constexpr std::string_view kPlain = "_./:@=+,-";
  const bool plain = std::all_of(parameter.begin(), parameter.end(), [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           kPlain.find(c) != std::string_view::npos;
  });
  if (plain && parameter.front() != '-') return std::string(parameter);
  std::string text = "'";
  for (const char c : parameter) text += c == '\'' ? "'\\''" : std::string(1, c);
  return escape(text + "'");
}

std::string with_spaces(std::string_view call) {
  for (const Spelling& each : kSpelled) {
    if (each.call == call) return std::string(each.command);
  }
  for (const std::string_view service : kHyphenated) {
    const bool fits = call.size() > service.size() && call.rfind(service, 0) == 0 &&
                      call[service.size()] == '-';
    if (!fits) continue;
    return fmt::format("{} {}", service, call.substr(service.size() + 1));
  }
  std::string command(call);
  const std::size_t hyphen = command.find('-');
  if (hyphen != std::string::npos) command[hyphen] = ' ';
  return escape(command);
}

}  // namespace

bool names_a_call(std::string_view name) {
  constexpr std::array<std::string_view, 4> kVerbs = {"-describe-", "-list-", "-get-",
                                                      "-batch-get-"};
  return std::any_of(kVerbs.begin(), kVerbs.end(), [&](std::string_view verb) {
    return name.find(verb) != std::string_view::npos;
  });
}

std::string aws_command(std::string_view call) {
  const std::size_t slash = std::min(call.find('/'), call.size());
  const std::string_view operation = call.substr(0, slash);
  const std::string_view parameter =
      slash < call.size() ? call.substr(slash + 1) : std::string_view{};
  std::string command = "aws " + with_spaces(operation);
  for (const Option& each : kOptions) {
    if (each.call != operation) continue;
    return fmt::format(
        "{} {} {}{}", command, each.before,
        parameter.empty() ? std::string(each.example) : quoted(parameter),
        each.and_also);
  }
  return command;
}

}  // namespace pullproof::cli
