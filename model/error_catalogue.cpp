#include "model/error_catalogue.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "model/core/ensure.h"
#include "model/error_causes.h"
#include "model/error_patterns.h"

namespace pullproof::model {
namespace {

struct MessageRow {
  std::string_view id;
  Trouble kind;
  std::optional<Stage> stage;  ///< Nothing: by the host that the text names.
  std::string_view title;
  std::string_view advice = {};
  std::string_view service = {};  ///< As in `ErrorMatch`.
};

// See `ErrorMatch::service`.
constexpr std::string_view kLayerStore = "s3";
constexpr std::string_view kUpstream = "upstream";
constexpr std::string_view kDecryption = "kms";

constexpr auto kMessages = std::to_array<MessageRow>({
    {"E01", Trouble::Connection, Stage::Token,
     "the task has no connection to the API of ECR, where it logs in"},
    {"E02", Trouble::Connection, Stage::Token,
     "the task has no connection to the API of ECR, where it logs in (an older text)"},
    {"E03", Trouble::Connection, std::nullopt,
     "what the task asked of ECR or of its secrets was never answered"},
    {"E04", Trouble::Denied, Stage::Token, "the role may not log in to ECR"},
    {"E05", Trouble::Connection, Stage::Token,
     "the container instance has no connection to the API of ECR"},
    {"E06", Trouble::Denied, Stage::Token, "the role may not log in to ECR"},
    {"E07", Trouble::Role, Stage::Role,
     "the agent has no credentials of the role that it is to pull with"},
    {"E08", Trouble::Connection, Stage::Manifest,
     "there is no connection to the registry"},
    {"E09", Trouble::Connection, Stage::Manifest,
     "there is no connection to the registry"},
    {"E10", Trouble::Connection, Stage::Manifest,
     "the task has no connection to the registry, and has logged in"},
    {"E11", Trouble::Connection, Stage::Layers,
     "the task has no connection to S3, which has the layers", "", kLayerStore},
    {"E12", Trouble::Connection, Stage::Layers,
     "the task has no connection to S3, which has the layers", "", kLayerStore},
    {"E13", Trouble::Object, Stage::Layers,
     "S3 refuses the download of a layer, and the network is fine"},
    {"E14", Trouble::Object, Stage::Layers, "the download of a layer is refused"},
    {"E15", Trouble::Connection, Stage::Layers,
     "there is no connection to S3, which has the layers", "", kLayerStore},
    {"E16", Trouble::Connection, Stage::Layers,
     "an old Fargate agent crashed for want of a connection to S3", "", kLayerStore},
    {"E17", Trouble::Connection, std::nullopt, "the pull was not done in time"},
    {"E18", Trouble::Lookup, std::nullopt, "a name does not resolve",
     "compare the host with the registry's name: a typing error looks the same"},
    {"E19", Trouble::Lookup, std::nullopt, "the DNS server does not answer",
     "a server of one's own needs UDP and TCP 53 in groups and ACLs"},
    {"E20", Trouble::Cut, std::nullopt, "the connection was cut",
     "a firewall or a proxy resets connections; a NAT gateway may be out of ports"},
    {"E21", Trouble::Other, std::nullopt, "the certificate is of an unknown authority",
     "something opens TLS on the way; Fargate trusts no authority of one's own"},
    {"E22", Trouble::WrongName, std::nullopt, "the certificate is of another name",
     "a private zone leads to an endpoint of another service"},
    {"E23", Trouble::Image, Stage::Manifest, "the image is not in the repository",
     "an archived image is not found either, nor one that a pull-through cache may not "
     "import"},
    {"E24", Trouble::Image, Stage::Manifest, "the repository does not exist",
     "account and region of the registry's name decide where it is looked for"},
    {"E25", Trouble::Image, Stage::Manifest,
     "the digest is not in the repository, or the role may not read it",
     "ECS pins the digest that the tag had when the service was deployed"},
    {"E26", Trouble::Denied, Stage::Manifest, "the role may not read the image"},
    {"E27", Trouble::Denied, Stage::Manifest, "the role may not read the image"},
    {"E28", Trouble::Other, Stage::Manifest, "the registry denies the image",
     "an image without a registry's name is one of Docker Hub; private ones need "
     "repositoryCredentials"},
    {"E29", Trouble::Other, Stage::Manifest, "the registry takes no anonymous caller",
     "the registry's name must be ECR's own for ECS to log in; others need "
     "repositoryCredentials"},
    {"E30", Trouble::Platform, Stage::Manifest,
     "the image is not for the platform of the task"},
    {"E31", Trouble::Platform, Stage::Start,
     "the image was built for another processor than it runs on"},
    {"E32", Trouble::Other, Stage::Layers, "there is no space for the layers",
     "compare the size of the layers, about three times what ECR lists, with the "
     "ephemeral storage"},
    {"E33", Trouble::Image, Stage::Layers, "the tag points to an attestation",
     "build with BUILDX_NO_DEFAULT_ATTESTATIONS=1"},
    {"E34", Trouble::Reference, Stage::Reference, "the image's name is none"},
    {"E35", Trouble::Other, Stage::Manifest, "Docker Hub limits pulls by address",
     "all tasks behind one NAT gateway share its address: use a pull-through cache or "
     "repositoryCredentials"},
    {"E36", Trouble::Other, Stage::Layers,
     "ECR Public limits what anonymous callers pull",
     "log in, or use a pull-through cache"},
    {"E37", Trouble::Other, Stage::Manifest, "ECR limits how often it is asked",
     "start fewer tasks at a time, or ask for more quota"},
    {"E38", Trouble::Start, Stage::Manifest,
     "the upstream registry of a pull-through cache takes no login",
     "look at the secret ecr-pullthroughcache/... and its key", kUpstream},
    {"E39", Trouble::Other, Stage::Manifest, "the manifest is of the retired schema 1",
     "push the image again with a newer client"},
    {"E40", Trouble::Other, Stage::Layers, "the pull stood still for too long",
     "the network or the disk of the instance is slow"},
    {"E41", Trouble::Start, Stage::Start,
     "the task cannot read its secret from Secrets Manager",
     "`connection issue` and a deadline mean that there is no way to it",
     "secretsmanager"},
    {"E42", Trouble::Denied, Stage::Start, "the role may not read the secret", "",
     "secretsmanager"},
    {"E43", Trouble::Start, Stage::Start, "the secret does not exist",
     "look at the region and the account of its ARN", "secretsmanager"},
    {"E44", Trouble::Start, Stage::Start,
     "the secret has no such JSON key, or its ARN is malformed",
     "look at what stands behind the secret's name in its ARN", "secretsmanager"},
    {"E45", Trouble::Start, Stage::Start, "the secret is about to be deleted",
     "restore it with aws secretsmanager restore-secret", "secretsmanager"},
    {"E46", Trouble::Start, Stage::Start,
     "the task cannot read its parameters from Systems Manager",
     "`invalid parameters` means that a parameter does not exist", "ssm"},
    {"E47", Trouble::SecretKey, Stage::Start, "the role may not decrypt the secret",
     "the policies of the role and the policy of the key must both allow it",
     kDecryption},
    {"E48", Trouble::Connection, Stage::Start,
     "the task has no connection to CloudWatch Logs",
     "look at awslogs-region, too: its endpoint is the one that is called", "logs"},
    {"E49", Trouble::Start, Stage::Start, "the log group does not exist",
     "create it in the region of awslogs-region, or set awslogs-create-group", "logs"},
    {"E50", Trouble::Denied, Stage::Start, "the role may not write logs",
     "awslogs-create-group needs logs:CreateLogGroup, which no managed policy of ECS "
     "has",
     "logs"},
    {"E51", Trouble::Start, Stage::Start, "the logging driver does not start", "",
     "logs"},
    {"E52", Trouble::Start, Stage::Start, "the environment file cannot be downloaded",
     "status code 404 means that there is no such file; else the role needs "
     "s3:GetObject on it and s3:GetBucketLocation on its bucket",
     "s3"},
    {"E53", Trouble::Volume, Stage::Start, "the EFS volume cannot be mounted",
     "there must be a mount target in the zone, whose group admits TCP 2049", "efs"},
    {"E54", Trouble::Role, Stage::Role, "ECS may not assume the role"},
    {"E55", Trouble::NoRole, Stage::Role, "the task definition has no execution role"},
    {"E56", Trouble::Other, Stage::Start, "the task got no network interface",
     "the subnet may be out of addresses, or a group of another VPC"},
    {"E57", Trouble::Other, Stage::Start, "the container was not started in time"},
    {"E58", Trouble::Image, Stage::Layers, "ECR has lost parts of the image",
     "push it again"},
    {"E59", Trouble::Other, Stage::Role, "no container instance can take the task",
     "look whether the agents are connected: they need ecs, ecs-agent and "
     "ecs-telemetry"},
    {"E60", Trouble::Key, Stage::Manifest, "the key of the repository does not work"},
});

/// By the host that the text names.
std::optional<Stage> stage_of_host(std::string_view text) {
  const auto has = [text](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  if (has("starport-layer-bucket")) return Stage::Layers;
  const bool is_dual_stack_api =
      has(".api.aws") && (has("/ecr.") || has("lookup ecr."));
  if (has("api.ecr") || has("ecr-fips.") || has("getauthorizationtoken") ||
      has("ecr registry auth") || is_dual_stack_api) {
    return Stage::Token;
  }
  if (has(".dkr.ecr") || has(".dkr-ecr")) return Stage::Manifest;
  if (has("secretsmanager.") || has("ssm.") || has("logs.")) return Stage::Start;
  return std::nullopt;
}

struct ServiceWords {
  std::string_view words;  ///< Lower case.
  std::string_view service;
};

// Where a text about a key says for whom it was to decrypt.
constexpr auto kDecryptsFor =
    std::to_array<ServiceWords>({{"secrets manager", "secretsmanager"},
                                 {"secretsmanager", "secretsmanager"},
                                 {"from asm", "secretsmanager"},
                                 {"asm fetching", "secretsmanager"},
                                 {"from ssm", "ssm"},
                                 {"ssm:getparameters", "ssm"},
                                 {"parameter store", "ssm"},
                                 {"env file", "s3"}});

std::string_view told_service(const MessageRow& row, std::string_view text) {
  if (row.service != kDecryption) return row.service;
  const auto* found = std::find_if(
      kDecryptsFor.begin(), kDecryptsFor.end(), [text](const ServiceWords& each) {
        return text.find(each.words) != std::string_view::npos;
      });
  return found == kDecryptsFor.end() ? row.service : found->service;
}

const MessageRow& row_of(std::string_view id) {
  const auto* found =
      std::find_if(kMessages.begin(), kMessages.end(),
                   [id](const MessageRow& row) { return row.id == id; });
  ensure(found != kMessages.end(), "every pattern is one of a message");
  return *found;
}

}  // namespace

std::vector<ErrorMatch> read_error(std::string_view text) {
  const std::string lower = plain_error(text);
  // What the text ends with may tell more than all that stands before it.
  using Weight = std::pair<bool, std::size_t>;
  std::map<std::string_view, Weight> weights;
  for (const ErrorPattern& row : kErrorPatterns) {
    const std::size_t letters = letters_of(lower, row.pattern);
    if (letters == 0) continue;
    weights[row.id] = std::max(weights[row.id], Weight(row.decides, letters));
  }
  std::vector<std::pair<Weight, std::string_view>> order;
  order.reserve(weights.size());
  for (const auto& [id, weight] : weights) order.emplace_back(weight, id);
  std::stable_sort(order.begin(), order.end(), [](const auto& one, const auto& other) {
    return one.first > other.first;
  });
  const ErrorDetails details = error_details(text);
  std::vector<ErrorMatch> matches;
  matches.reserve(order.size());
  for (const auto& [weight, id] : order) {
    const MessageRow& row = row_of(id);
    matches.push_back({.id = row.id,
                       .title = row.title,
                       .advice = row.advice,
                       .stage = row.stage ? row.stage : stage_of_host(lower),
                       .service = told_service(row, lower),
                       .causes = causes_of(row.kind, row.id, lower, details)});
  }
  return matches;
}

std::vector<std::pair<std::string_view, std::string_view>> error_titles() {
  std::vector<std::pair<std::string_view, std::string_view>> titles;
  titles.reserve(kMessages.size());
  for (const MessageRow& row : kMessages) titles.emplace_back(row.id, row.title);
  return titles;
}

}  // namespace pullproof::model
