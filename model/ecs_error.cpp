#include "model/ecs_error.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "model/core/ensure.h"
#include "model/ecs_error_rows.h"
#include "model/gates/image_reference.h"

namespace pullproof::model {
namespace {

struct KindRow {
  std::string_view mechanism;
  std::string_view code;  ///< "" fits every one.
  RefusalKind kind;
};

// The first row that fits decides.
constexpr std::array<KindRow, 31> kKinds = {{
    {"route", "", RefusalKind::Connection},
    {"public-ip", "", RefusalKind::Connection},
    {"security-group", "", RefusalKind::Connection},
    {"network-acl", "", RefusalKind::Connection},
    {"block-public-access", "", RefusalKind::Connection},
    {"network-firewall", "", RefusalKind::Connection},
    {"dns", "", RefusalKind::Connection},
    {"trust-policy", "", RefusalKind::NotAssumed},
    {"execution-role", "EXECUTION_ROLE_MISSING", RefusalKind::NoRole},
    {"execution-role", "", RefusalKind::NotAssumed},
    {"task-role", "", RefusalKind::NotAssumed},
    {"instance-profile", "", RefusalKind::NoProfile},
    {"identity-policy", "", RefusalKind::Denied},
    {"permissions-boundary", "", RefusalKind::Denied},
    {"session-policy", "", RefusalKind::Denied},
    {"scp", "", RefusalKind::Denied},
    {"rcp", "", RefusalKind::Denied},
    {"resource-policy", "", RefusalKind::Denied},
    {"endpoint-policy", "", RefusalKind::Denied},
    {"registry", "", RefusalKind::Denied},
    {"image-reference", "", RefusalKind::BadName},
    {"image", "REPOSITORY_NOT_FOUND", RefusalKind::NoRepository},
    {"image", "IMAGE_NOT_RUNNABLE", RefusalKind::NotRunnable},
    {"image", "", RefusalKind::NoImage},
    {"platform", "", RefusalKind::Platform},
    {"kms", "", RefusalKind::Key},
    {"log-group", "", RefusalKind::NotThere},
    {"secret", "SECRET_PENDING_DELETION", RefusalKind::Doomed},
    {"secret", "SECRET_REFERENCE_INVALID", RefusalKind::BadName},
    {"secret", "", RefusalKind::NotThere},
    {"parameter", "", RefusalKind::NotThere},
}};

struct PolicyName {
  std::string_view mechanism;
  std::string_view name;          ///< As IAM prints it.
  std::string_view with_article;  ///< "an identity-based policy".
};

constexpr std::array<PolicyName, 8> kPolicyNames = {{
    {"identity-policy", "identity-based policy", "an identity-based policy"},
    {"permissions-boundary", "permissions boundary", "a permissions boundary"},
    {"session-policy", "session policy", "a session policy"},
    {"scp", "service control policy", "a service control policy"},
    {"rcp", "resource control policy", "a resource control policy"},
    {"resource-policy", "resource-based policy", "a resource-based policy"},
    {"registry", "resource-based policy", "a resource-based policy"},
    {"endpoint-policy", "VPC endpoint policy", "a VPC endpoint policy"},
}};

/// A text with `{name}` where a value goes; no runtime fits every one.
struct TextRow {
  Stage stage;
  RefusalKind kind;
  std::optional<ContainerRuntime> runtime;
  std::string_view text;
};

// The first row that fits decides.
constexpr std::array<TextRow, 31> kTexts = {{
    {Stage::Reference,
     RefusalKind::BadName,
     {},
     "{error}: ... invalid reference format"},

    {Stage::Role,
     RefusalKind::NotAssumed,
     {},
     "ECS was unable to assume the role '{role}' that was provided for this task. "
     "Please verify that the role being passed has the proper trust relationship and "
     "permissions and that your IAM user has permissions to pass this role."},
    {Stage::Role,
     RefusalKind::NoRole,
     {},
     "Fargate requires task definition to have execution role ARN to support ECR "
     "images."},
    {Stage::Role, RefusalKind::NoProfile, {}, "CannotPullECRContainerError: ..."},

    {Stage::Token, RefusalKind::Connection, ContainerRuntime::Containerd,
     "ResourceInitializationError: unable to pull secrets or registry auth: The task "
     "cannot pull registry auth from Amazon ECR: There is a connection issue between "
     "the task and Amazon ECR. Check your task network configuration. operation error "
     "ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https "
     "response error StatusCode: 0, RequestID: , request send failed, Post "
     "\"https://{host}/\": {fault}"},
    {Stage::Token,
     RefusalKind::Connection,
     {},
     "CannotPullECRContainerError: ... Post \"https://{host}/\": ..."},
    {Stage::Token, RefusalKind::Denied, ContainerRuntime::Containerd,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve ecr registry auth: service call "
     "has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https "
     "response error StatusCode: 400, RequestID: <request>, api error "
     "AccessDeniedException: {denial}"},
    {Stage::Token,
     RefusalKind::Denied,
     {},
     "CannotPullECRContainerError: ... AccessDeniedException: {denial}"},

    {Stage::Manifest, RefusalKind::Connection, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed "
     "to resolve ref {image}: failed to do request: Head "
     "\"https://{host}/v2/{repository}/manifests/{reference}\": {fault}"},
    {Stage::Manifest,
     RefusalKind::Connection,
     {},
     "{error}: Error response from daemon: Get \"https://{host}/v2/\": ..."},
    {Stage::Manifest, RefusalKind::Denied, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed "
     "to resolve ref {image}: unexpected status from HEAD request to "
     "https://{host}/v2/{repository}/{tried last}: 403 Forbidden"},
    {Stage::Manifest,
     RefusalKind::Denied,
     {},
     "{error}: Error response from daemon: ... denied: {denial}"},
    {Stage::Manifest, RefusalKind::NoRepository, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
     "to resolve ref {image}: {image}: not found"},
    {Stage::Manifest,
     RefusalKind::NoRepository,
     {},
     "{error}: Error response from daemon: ... name unknown: The repository with name "
     "'{repository}' does not exist in the registry with id '{account}'"},
    {Stage::Manifest, RefusalKind::NoImage, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
     "to resolve ref {image}: {image}: not found"},
    {Stage::Manifest,
     RefusalKind::NoImage,
     {},
     "{error}: Error response from daemon: ... manifest unknown: Requested image not "
     "found"},
    {Stage::Manifest, RefusalKind::NotRunnable, {}, "CannotPullContainerError: ..."},
    {Stage::Manifest, RefusalKind::Platform, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): image "
     "Manifest does not contain descriptor matching platform '{platform}'"},
    {Stage::Manifest,
     RefusalKind::Platform,
     {},
     "CannotPullContainerError: Error response from daemon: no matching manifest for "
     "{platform}..."},
    {Stage::Manifest, RefusalKind::Key, {}, "{error}: ..."},
    {Stage::Manifest, RefusalKind::NotThere, ContainerRuntime::Containerd,
     "CannotPullContainerError: ... failed to resolve ref {image}: ... denied: The "
     "authentication to the upstream registry failed..."},
    {Stage::Manifest,
     RefusalKind::NotThere,
     {},
     "{error}: Error response from daemon: ... denied: The authentication to the "
     "upstream registry failed..."},

    {Stage::Layers, RefusalKind::Connection, ContainerRuntime::Containerd,
     "CannotPullContainerError: The task cannot pull {image} from the registry "
     "{image}. "
     "There is a connection issue between the task and the registry. Check your task "
     "network configuration. : failed to copy: httpReadSeeker: failed open: failed to "
     "do request: Get {image}: {fault}"},
    {Stage::Layers,
     RefusalKind::Connection,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ..."},
    {Stage::Layers, RefusalKind::Denied, ContainerRuntime::Containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
     "httpReadSeeker: failed open: unexpected status ... 403 Forbidden"},
    {Stage::Layers,
     RefusalKind::Denied,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ... denied: {denial}"},
    {Stage::Layers, RefusalKind::ObjectDenied, ContainerRuntime::Containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
     "httpReadSeeker: failed open: unexpected status ... 403 Forbidden"},
    {Stage::Layers,
     RefusalKind::ObjectDenied,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ... error parsing HTTP 403 response body: ..."},
    {Stage::Layers, RefusalKind::NotRunnable, {}, "CannotPullContainerError: ..."},
    {Stage::Layers, RefusalKind::Platform, {}, "CannotPullContainerError: ..."},
    {Stage::Layers, RefusalKind::Key, {}, "CannotPullContainerError: ..."},
}};

using Values = std::map<std::string_view, std::string>;

std::string fill(std::string_view text, const Values& values) {
  std::string filled;
  while (true) {
    const std::size_t open = text.find('{');
    filled += text.substr(0, open);
    if (open == std::string_view::npos) return filled;
    const std::size_t close = text.find('}', open);
    const auto value = values.find(text.substr(open + 1, close - open - 1));
    ensure(value != values.end(), "every name in an error text has a value");
    filled += value->second;
    text.remove_prefix(close + 1);
  }
}

/// S3 prints less than other services do. What a pull-through cache may not import, or
/// create a repository for, is to ECR not there.
RefusalKind denied_kind(const Refusal& refusal) {
  if (refusal.action == "kms:Decrypt") return RefusalKind::KeyDenied;
  if (refusal.action == "ecr:CreateRepository") return RefusalKind::NoRepository;
  if (refusal.action == "ecr:BatchImportUpstreamImage") return RefusalKind::NoImage;
  if (refusal.action == "s3:GetBucketLocation") return RefusalKind::BucketDenied;
  return refusal.action.starts_with("s3:") ? RefusalKind::ObjectDenied
                                           : RefusalKind::Denied;
}

std::optional<RefusalKind> kind_of(const Refusal& refusal) {
  const auto* row =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const KindRow& each) {
        return each.mechanism == refusal.mechanism &&
               (each.code.empty() || each.code == refusal.code);
      });
  if (row == kKinds.end()) return {};
  if (row->kind == RefusalKind::Denied) return denied_kind(refusal);
  const bool of_task_role =
      refusal.mechanism == "task-role" || refusal.dependency == "task-role";
  if (row->kind == RefusalKind::NotAssumed && refusal.instance_role && !of_task_role) {
    return RefusalKind::NoProfile;
  }
  // Images are decrypted by ECR, secrets for the role itself.
  const bool policy_of_key =
      row->kind == RefusalKind::Key && refusal.code != "KMS_KEY_UNUSABLE";
  return policy_of_key && refusal.stage == Stage::Start ? RefusalKind::KeyDenied
                                                        : row->kind;
}

ContainerRuntime runtime_of(const Refusal& refusal) {
  if (!refusal.fargate) return ContainerRuntime::DockerOnInstance;
  return refusal.platform_1_4 ? ContainerRuntime::Containerd
                              : ContainerRuntime::DockerOnFargate;
}

std::string known(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

/// Packets vanish, and no look-up tells earlier that something is wrong.
bool is_silent(const Refusal& refusal) {
  return refusal.mechanism != "dns" && !refusal.name_lookup;
}

/// What the network library says.
std::string fault(const Refusal& refusal) {
  // AWS: re:Post, "Troubleshoot DNS SERVFAIL": where what it forwards gets no answer.
  if (refusal.name_lookup && refusal.is_forwarded) {
    return fmt::format("dial tcp: lookup {} on <resolver>:53: server misbehaving",
                       refusal.host);
  }
  if (refusal.name_lookup) {
    const std::string resolver = known(refusal.destination, "<resolver>");
    return fmt::format(
        "dial tcp: lookup {} on {}:53: read udp <task>->{}:53: i/o "
        "timeout",
        refusal.host, resolver, resolver);
  }
  if (is_silent(refusal)) {
    return fmt::format("dial tcp {}:443: i/o timeout",
                       known(refusal.destination, "<address>"));
  }
  if (refusal.code == "DNS_ANSWER_OF_OTHER_SERVICE") {
    return fmt::format(
        "tls: failed to verify certificate: x509: certificate is valid for <names of "
        "the other service>, not {}",
        refusal.host);
  }
  const bool not_found = refusal.code == "DNS_NAME_NOT_FOUND" ||
                         refusal.code == "DNS_FIREWALL_BLOCKS_NAME";
  return fmt::format("dial tcp: lookup {} on <resolver>:53: {}", refusal.host,
                     not_found ? "no such host" : "...");
}

/// What the caller prints when it has given up.
std::string no_answer(const Refusal& refusal) {
  return is_silent(refusal) ? "canceled, context deadline exceeded"
                            : "request send failed, ... " + fault(refusal);
}

/// "arn:aws:iam::1:role/path/name" as its session signs calls.
std::string session_arn(const std::string& role_arn) {
  const std::size_t iam = role_arn.find(":iam::");
  const std::size_t role = role_arn.find(":role/");
  if (iam == std::string::npos || role == std::string::npos) return "<role session>";
  const std::size_t account = iam + std::string_view(":iam::").size();
  return fmt::format("{}:sts::{}:assumed-role/{}/<session>", role_arn.substr(0, iam),
                     role_arn.substr(account, role - account),
                     role_arn.substr(role_arn.rfind('/') + 1));
}

/// Which policy denies, in IAM's words.
std::string reason(const Refusal& refusal) {
  const auto* policy = std::find_if(
      kPolicyNames.begin(), kPolicyNames.end(),
      [&](const PolicyName& each) { return each.mechanism == refusal.mechanism; });
  if (policy == kPolicyNames.end()) return {};
  return refusal.code.ends_with("_DENY")
             ? fmt::format("with an explicit deny in {}", policy->with_article)
             : fmt::format("because no {} allows the {} action", policy->name,
                           refusal.action);
}

/// AWS prints a log group that is to be created as the start of its streams' ARNs.
std::string printed_resource(const Refusal& refusal) {
  constexpr std::string_view kStreams = ":log-stream:";
  const bool is_group = refusal.action == "logs:CreateLogGroup" &&
                        refusal.resource.find(kStreams) == std::string::npos;
  return known(refusal.resource, "*") + std::string(is_group ? kStreams : "");
}

std::string denial(const Refusal& refusal) {
  return fmt::format("User: {} is not authorized to perform: {} on resource: {} {}",
                     session_arn(refusal.role_arn), refusal.action,
                     printed_resource(refusal), reason(refusal));
}

Values values_of(const Refusal& refusal) {
  gates::ImageReference image;
  const auto parsed = gates::parse_image_reference(refusal.image);
  if (const auto* valid = std::get_if<gates::ImageReference>(&parsed)) image = *valid;
  const bool pinned = !image.digest.empty();
  const std::string reference = pinned ? image.digest : image.tag;
  const bool untagged = image.tag == "latest" && !refusal.image.ends_with(":latest");
  // The agent resolves tags by themselves first, under an error name of its own.
  const bool manifest_first =
      runtime_of(refusal) == ContainerRuntime::DockerOnInstance && !pinned;
  return {
      {"account", image.account},
      {"denial", denial(refusal)},
      {"error",
       manifest_first ? "CannotPullImageManifestError" : "CannotPullContainerError"},
      {"fault", fault(refusal)},
      {"host", refusal.host},
      {"image", untagged ? refusal.image + ":latest" : refusal.image},
      {"platform",
       fmt::format("{}/{}", refusal.os, known(refusal.architecture, "<cpu>"))},
      {"reference", reference},
      {"repository", image.repository},
      {"role", refusal.role_arn},
      // containerd asks for a digest as a manifest, then as a blob.
      {"tried last", (pinned ? "blobs/" : "manifests/") + reference},
  };
}

/// "/prod/db" of "arn:aws:ssm:eu-central-1:1:parameter/prod/db", and of itself.
std::string parameter_name(const std::string& needed) {
  constexpr std::string_view kParameter = ":parameter/";
  const std::size_t at = needed.find(kParameter);
  if (at == std::string::npos) return known(needed, "<parameter>");
  // Only names that are paths have a slash, and they start with one.
  const std::string name = needed.substr(at + kParameter.size());
  return name.find('/') == std::string::npos ? name : '/' + name;
}

/// Bucket and key of "arn:aws:s3:::bucket/folder/web.env".
std::pair<std::string, std::string> bucket_and_key(const std::string& needed) {
  constexpr std::string_view kNoRegion = ":::";
  const std::size_t bucket = needed.find(kNoRegion) + kNoRegion.size();
  const std::size_t slash = needed.find('/');
  if (slash == std::string::npos || slash < bucket) return {"<bucket>", "<key>"};
  return {needed.substr(bucket, slash - bucket), needed.substr(slash + 1)};
}

/// "eu-central-1" of "ssm.eu-central-1.amazonaws.com".
std::string region_of(const std::string& host) {
  const std::size_t service = host.find('.');
  if (service == std::string::npos) return "<region>";
  return host.substr(service + 1, host.find('.', service + 1) - service - 1);
}

/// What EFS's helper says: it asks for the address, then mounts.
std::string mount_fault(const Refusal& refusal) {
  if (is_silent(refusal)) return "mount.nfs4: Connection timed out";
  return fmt::format(
      "Failed to resolve \"{}\" - check that your file system ID is correct, and "
      "ensure "
      "that the VPC has an EFS mount target for this file system ID. ...",
      refusal.host);
}

Values values_of_start(const Refusal& refusal) {
  const auto [bucket, file] = bucket_and_key(refusal.needed);
  return {
      {"bucket", bucket},
      {"denial", denial(refusal)},
      {"driver's end", is_silent(refusal) ? "signal: killed" : "..."},
      {"fault", fault(refusal)},
      {"file", file},
      {"host", refusal.host},
      {"log object", refusal.action == "logs:CreateLogGroup" ? "group" : "stream"},
      {"mount fault", mount_fault(refusal)},
      {"no answer", no_answer(refusal)},
      {"operation", refusal.action.substr(refusal.action.find(':') + 1)},
      {"parameter", parameter_name(refusal.needed)},
      {"region", region_of(refusal.host)},
      {"secret", known(refusal.needed, "<secret>")},
  };
}

std::string error_of_start(const Refusal& refusal, RefusalKind kind) {
  const ContainerRuntime runtime = runtime_of(refusal);
  const auto row = std::find_if(
      kStartTexts.begin(), kStartTexts.end(), [&](const StartTextRow& each) {
        return each.dependency == refusal.dependency && each.kind == kind &&
               (!each.runtime || *each.runtime == runtime);
      });
  return row == kStartTexts.end() ? std::string{}
                                  : fill(row->text, values_of_start(refusal));
}

}  // namespace

std::string ecs_error(const Refusal& refusal) {
  const auto kind = kind_of(refusal);
  if (!kind) return {};
  if (refusal.stage == Stage::Start) return error_of_start(refusal, *kind);
  // Only Fargate asks for an execution role before it places the task.
  if (*kind == RefusalKind::NoRole && !refusal.fargate) return {};
  const ContainerRuntime runtime = runtime_of(refusal);
  const auto* row =
      std::find_if(kTexts.begin(), kTexts.end(), [&](const TextRow& each) {
        return each.stage == refusal.stage && each.kind == *kind &&
               (!each.runtime || *each.runtime == runtime);
      });
  return row == kTexts.end() ? std::string{} : fill(row->text, values_of(refusal));
}

std::string service_event(const Refusal& refusal, const std::string& service) {
  // The control plane asks for the role, before there is a task.
  const auto kind = kind_of(refusal);
  const bool is_asked_first = kind == RefusalKind::NotAssumed ||
                              (kind == RefusalKind::NoRole && refusal.fargate);
  if (is_asked_first) {
    return fmt::format("(service {}) failed to launch a task with (error {}).", service,
                       ecs_error(refusal));
  }
  return fmt::format("(service {}) is unable to consistently start tasks successfully.",
                     service);
}

}  // namespace pullproof::model
