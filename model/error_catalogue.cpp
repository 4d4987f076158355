#include "model/error_catalogue.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "model/core/address.h"
#include "model/core/ensure.h"
#include "model/error_causes.h"

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
     "the task has no connection to S3, which has the layers"},
    {"E12", Trouble::Connection, Stage::Layers,
     "the task has no connection to S3, which has the layers"},
    {"E13", Trouble::Object, Stage::Layers,
     "S3 refuses the download of a layer, and the network is fine"},
    {"E14", Trouble::Object, Stage::Layers, "the download of a layer is refused"},
    {"E15", Trouble::Connection, Stage::Layers,
     "there is no connection to S3, which has the layers"},
    {"E16", Trouble::Connection, Stage::Layers,
     "an old Fargate agent crashed for want of a connection to S3"},
    {"E17", Trouble::Connection, std::nullopt, "the pull was not done in time"},
    {"E18", Trouble::Lookup, std::nullopt, "a name does not resolve",
     "compare the host with the registry's name: a typing error looks the same"},
    {"E19", Trouble::Lookup, std::nullopt, "the DNS server does not answer",
     "a server of one's own needs UDP and TCP 53 in groups and ACLs"},
    {"E20", Trouble::Connection, std::nullopt, "the connection was cut",
     "a firewall or a proxy resets connections; a NAT gateway may be out of ports"},
    {"E21", Trouble::Other, std::nullopt, "the certificate is of an unknown authority",
     "something opens TLS on the way; Fargate trusts no authority of one's own"},
    {"E22", Trouble::Lookup, std::nullopt, "the certificate is of another name",
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
    {"E31", Trouble::Platform, Stage::Manifest,
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
     "look at the secret ecr-pullthroughcache/... and its key"},
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
     "the policies of the role and the policy of the key must both allow it"},
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
     "the role needs s3:GetObject on the file and s3:GetBucketLocation on its bucket",
     "s3"},
    {"E53", Trouble::Volume, Stage::Start, "the EFS volume cannot be mounted",
     "there must be a mount target in the zone, whose group admits TCP 2049", "efs"},
    {"E54", Trouble::Role, Stage::Role, "ECS may not assume the role"},
    {"E55", Trouble::Role, Stage::Role, "the task definition has no execution role"},
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

/// Lower case; `*` stands for anything between its neighbours.
struct PatternRow {
  std::string_view id;
  std::string_view pattern;
};

constexpr auto kPatterns = std::to_array<PatternRow>({
    {"E01", "cannot pull registry auth from amazon ecr: there is a connection issue"},
    {"E02", "unable to retrieve ecr registry auth*send request failed*post*api.ecr"},
    {"E03", "unable to retrieve ecr registry auth*request context canceled"},
    {"E03", "unable to pull secrets or registry auth*context deadline exceeded"},
    {"E03", "unable to pull secrets or registry auth*signal: killed"},
    {"E04",
     "unable to retrieve ecr registry auth*not authorized to perform: "
     "ecr:getauthorizationtoken"},
    {"E04", "not authorized to perform: ecr:getauthorizationtoken"},
    {"E04", "getauthorizationtoken*accessdeniedexception"},
    {"E05", "cannotpullecrcontainererror*post*api.ecr"},
    {"E05",
     "cannotpullecrcontainererror*request canceled while waiting for connection"},
    {"E06",
     "cannotpullecrcontainererror*accessdeniedexception*not authorized to "
     "perform: ecr:getauthorizationtoken"},
    {"E06", "cannotpullecrcontainererror*accessdeniedexception"},
    {"E07", "engine ecr credentials: not found"},
    {"E07", "container uses execution credentials, but the credentials are empty"},
    {"E07", "cannotpullecrcontainererror"},
    {"E08", "api error (500): get*/v2/*request canceled while waiting for connection"},
    {"E09", "error response from daemon: get*/v2/"},
    {"E10", "failed to resolve ref*failed to do request: head*/manifests/*dial tcp"},
    {"E10", "failed to resolve ref*failed to do request: head*/manifests/"},
    {"E11",
     "the task cannot pull*from the registry*there is a connection issue between "
     "the task and the registry"},
    {"E11", "cannotpullcontainerfromregistry"},
    {"E12",
     "failed to copy: http*seeker: failed open: failed to do request: get*dial "
     "tcp"},
    {"E13", "failed to copy: http*seeker: failed open: unexpected status*403"},
    {"E14", "error pulling image configuration*403"},
    {"E14", "error pulling image configuration*error parsing http 403 response body"},
    {"E14",
     "error pulling image configuration*denied:*not authorized to perform: "
     "ecr:getdownloadurlforlayer"},
    {"E15", "error pulling image configuration*dial tcp"},
    {"E15", "error pulling image configuration"},
    {"E16", "pull command failed: panic: runtime error: invalid memory address"},
    {"E17", "dockertimeouterror*could not transition to pull"},
    {"E17", "could not transition to manifest_pulled"},
    {"E17", "context canceled"},
    {"E18", "lookup*:53: no such host"},
    {"E18", "no such host"},
    {"E19", "lookup*:53: read udp*i/o timeout"},
    {"E19", "lookup*server misbehaving"},
    {"E20", "connection refused"},
    {"E20", "connection reset by peer"},
    {"E20", "tls handshake timeout"},
    {"E21", "x509: certificate signed by unknown authority"},
    {"E22", "x509: certificate is valid for*not"},
    {"E23", "failed to resolve ref*: not found"},
    {"E23", "manifest unknown: requested image not found"},
    {"E23", "manifest unknown"},
    {"E24", "name unknown: the repository with name*does not exist in the registry"},
    {"E24", "api error (404): repository*not found"},
    {"E25", "unexpected status from head request to*/blobs/sha256:*403 forbidden"},
    {"E26", "unexpected status from head request to*/manifests/*403 forbidden"},
    {"E26", "failed with status code [manifests*403 forbidden"},
    {"E27", "denied:*not authorized to perform: ecr:batchgetimage"},
    {"E27", "not authorized to perform: ecr:batchgetimage"},
    {"E28", "denied: requested access to the resource is denied"},
    {"E29", "no basic auth credentials"},
    {"E29", "401 unauthorized"},
    {"E29", "failed to fetch anonymous token"},
    {"E09", "failed to fetch anonymous token: get*dial tcp"},
    {"E18", "failed to fetch anonymous token: get*lookup*:53: no such host"},
    {"E19", "failed to fetch anonymous token: get*lookup*:53: read udp"},
    {"E19", "failed to fetch anonymous token: get*lookup*server misbehaving"},
    {"E30", "does not contain descriptor matching platform"},
    {"E30", "no matching manifest for"},
    {"E30", "no match for platform in manifest"},
    {"E31", "exec format error"},
    {"E31", "exec user process caused"},
    {"E32", "no space left on device"},
    {"E33", "failed to get stream processor*no processor for media-type"},
    {"E33", "unsupported media type application/vnd.in-toto+json"},
    {"E34", "invalid reference format"},
    {"E34", "invalid tag format"},
    {"E35", "toomanyrequests: too many requests"},
    {"E35", "pull rate limit"},
    {"E36", "toomanyrequests: data limit exceeded"},
    {"E37", "toomanyrequests: rate exceeded"},
    {"E37", "throttlingexception"},
    {"E38", "the authentication to the upstream registry failed"},
    {"E39", "manifest.v1+prettyjws*no longer supported"},
    {"E40", "inactivity time exceeded timeout while pulling image"},
    {"E41", "unable to retrieve secret from asm"},
    {"E41", "there is a connection issue between the task and aws secrets manager"},
    {"E41",
     "unable to pull secrets or registry auth*unable to retrieve secret from "
     "asm*context deadline exceeded"},
    {"E41", "fetching secret data from aws secrets manager"},
    {"E41", "secret arn:*:secretsmanager:*:secret:"},
    {"E41", "post*https://secretsmanager."},
    {"E42", "not authorized to perform: secretsmanager:getsecretvalue"},
    {"E43", "can't retrieve the secret with arn*from aws secrets manager"},
    {"E43",
     "resourcenotfoundexception: secrets manager can't find the specified secret"},
    {"E44", "retrieved secret from secrets manager did not contain json key"},
    {"E44", "did not contain json key"},
    {"E44", "an invalid arn format for the aws secrets manager secret was specified"},
    {"E45",
     "you can't perform this operation on the secret because it was marked for "
     "deletion"},
    {"E45", "secret because it was marked for deletion"},
    {"E46", "unable to retrieve secrets from ssm"},
    {"E46",
     "there is a connection issue between the task and aws systems manager parameter "
     "store"},
    {"E46",
     "unable to pull secrets or registry auth*unable to retrieve secrets from "
     "ssm*context deadline exceeded"},
    {"E46", "fetching secret data from ssm parameter store"},
    {"E46", "invalid ssm parameters: "},
    {"E46", "invalid parameters: /"},
    {"E47", "the ciphertext refers to a customer master key that does not exist"},
    {"E47", "the ciphertext refers to a customer master key"},
    {"E47", "secret arn:*:secretsmanager:*:secret:*access to kms is not allowed"},
    {"E47", "access to kms is not allowed"},
    {"E47", "not authorized to perform: kms:decrypt"},
    {"E48",
     "failed to validate logger args*cannot find the amazon cloudwatch log group"},
    {"E49",
     "failed to create cloudwatch log stream*the specified log group does not "
     "exist"},
    {"E50", "failed to create cloudwatch log*not authorized to perform: logs:"},
    {"E50", "not authorized to perform: logs:"},
    {"E51", "failed to initialize logging driver"},
    {"E52", "resourceinitializationerror: failed to download env files"},
    {"E52", "failed to download env files"},
    {"E52", "unable to initialize s3 client for bucket"},
    {"E53", "failed to invoke efs utils commands"},
    {"E54", "ecs was unable to assume the role"},
    {"E55", "requires task definition to have execution role arn"},
    {"E56", "timeout waiting for network interface provisioning"},
    {"E57", "could not transition to started"},
    {"E59", "no container instance met all of its requirements"},
    {"E46", "not authorized to perform: ssm:getparameters"},
    {"E48", "there is a connection issue between the task and amazon cloudwatch"},
    {"E50", "awslogs-region is required"},
    {"E52", "unable to download env file"},
    {"E53", "mount.nfs4"},
    {"E41", "asm fetching secret from the service for"},
    {"E41", "asm fetching secret from the service for*context deadline exceeded"},
    {"E47", "asm fetching secret from the service for*access to kms is not allowed"},
    {"E55", "you must also specify a value for 'executionrolearn'"},
    {"E56", "failed to configure eni"},
    {"E56", "has no available ip"},
    {"E58", "layersnotfound"},
    {"E58", "layerinaccessible"},
    {"E58", "imageinaccessible"},
    {"E60", "kmsexception"},
    {"E60", "kmserror"},
});

/// Lower case, with plain apostrophes and single blanks, without backslashes.
std::string plain(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (text.substr(i, 3) == "\u2019") {
      result += '\'';
      i += 2;
    } else if (letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r') {
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else if (letter != '\\') {
      result += static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a'
                                                                 : letter);
    }
  }
  return result;
}

/// How many letters of the pattern the text has, in order; 0 if it lacks some.
std::size_t letters_of(std::string_view text, std::string_view pattern) {
  std::size_t letters = 0;
  while (!pattern.empty()) {
    const std::string_view part = pattern.substr(0, pattern.find('*'));
    const std::size_t at = text.find(part);
    if (at == std::string_view::npos) return 0;
    text.remove_prefix(at + part.size());
    letters += part.size();
    pattern.remove_prefix(std::min(pattern.size(), part.size() + 1));
  }
  return letters;
}

/// What follows `words`, up to one of `ends`.
std::string_view behind(std::string_view text, std::string_view words,
                        std::string_view ends) {
  const std::size_t at = text.find(words);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + words.size());
  return text.substr(0, text.find_first_of(ends));
}

/// By the host that the text names.
std::optional<Stage> stage_of_host(std::string_view text) {
  const auto has = [text](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  if (has("starport-layer-bucket")) return Stage::Layers;
  if (has("api.ecr") || has("ecr-fips.") || has("getauthorizationtoken") ||
      has("ecr registry auth")) {
    return Stage::Token;
  }
  if (has(".dkr.ecr") || has(".dkr-ecr")) return Stage::Manifest;
  if (has("secretsmanager.") || has("ssm.") || has("logs.")) return Stage::Start;
  return std::nullopt;
}

const MessageRow& row_of(std::string_view id) {
  const auto* found =
      std::find_if(kMessages.begin(), kMessages.end(),
                   [id](const MessageRow& row) { return row.id == id; });
  ensure(found != kMessages.end(), "every pattern is one of a message");
  return *found;
}

}  // namespace

ErrorDetails error_details(std::string_view text) {
  const std::string lower = plain(text);
  ErrorDetails details;
  details.action = behind(lower, "not authorized to perform: ", " ");
  // "10.0.1.7:443: i/o timeout"
  std::string_view dialled = behind(lower, "dial tcp ", " ");
  if (dialled.ends_with(':')) dialled.remove_suffix(1);
  const std::string address(dialled.substr(0, dialled.rfind(':')));
  if (Address::parse(address)) details.address = address;
  // Names of roles keep their case.
  details.role = behind(text, ":assumed-role/", "/ ");
  return details;
}

std::vector<ErrorMatch> read_error(std::string_view text) {
  const std::string lower = plain(text);
  std::map<std::string_view, std::size_t> letters;
  for (const PatternRow& row : kPatterns) {
    const std::size_t here = letters_of(lower, row.pattern);
    if (here != 0) letters[row.id] = std::max(letters[row.id], here);
  }
  std::vector<std::pair<std::size_t, std::string_view>> order;
  order.reserve(letters.size());
  for (const auto& [id, count] : letters) order.emplace_back(count, id);
  std::stable_sort(order.begin(), order.end(), [](const auto& one, const auto& other) {
    return one.first > other.first;
  });
  const ErrorDetails details = error_details(text);
  std::vector<ErrorMatch> matches;
  matches.reserve(order.size());
  for (const auto& [count, id] : order) {
    const MessageRow& row = row_of(id);
    matches.push_back({.id = row.id,
                       .title = row.title,
                       .advice = row.advice,
                       .stage = row.stage ? row.stage : stage_of_host(lower),
                       .service = row.service,
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
