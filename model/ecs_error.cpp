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
constexpr std::array<KindRow, 32> kKinds = {{
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
    {"image", "IMAGE_DIGEST_NOT_FOUND", RefusalKind::NoDigest},
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

/// Docker Hub gives tokens to whoever pulls, and by this name.
constexpr std::string_view kTokenServer = "auth.docker.io";

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

/// By what needs the role. What ECS prints for others is not known.
std::optional<RefusalKind> no_role_kind(const Refusal& refusal) {
  if (refusal.dependency.empty()) return RefusalKind::NoRole;
  if (refusal.dependency == "logs") return RefusalKind::NoRoleForLogs;
  const bool is_secret =
      refusal.dependency == "secret" || refusal.dependency == "parameter";
  return is_secret ? std::optional(RefusalKind::NoRoleForSecrets) : std::nullopt;
}

/// What each runtime makes of a media type that it does not run.
RefusalKind not_runnable_kind(const Refusal& refusal) {
  if (refusal.printed == "application/vnd.in-toto+json") {
    return RefusalKind::Attestation;
  }
  return refusal.printed == "application/vnd.docker.distribution.manifest.v1+prettyjws"
             ? RefusalKind::Schema1
             : RefusalKind::NotRunnable;
}

/// Images are decrypted by ECR, secrets for the role itself.
RefusalKind key_kind(const Refusal& refusal) {
  const bool is_policy = refusal.code != "KMS_KEY_UNUSABLE";
  return is_policy && refusal.stage == Stage::Start ? RefusalKind::KeyDenied
                                                    : RefusalKind::Key;
}

/// The rows tell kinds apart by mechanism and code alone; these hang on more.
std::optional<RefusalKind> closer_kind(RefusalKind kind, const Refusal& refusal) {
  if (kind == RefusalKind::Denied) return denied_kind(refusal);
  if (kind == RefusalKind::NoRole) return no_role_kind(refusal);
  if (kind == RefusalKind::NotRunnable) return not_runnable_kind(refusal);
  if (kind == RefusalKind::Key) return key_kind(refusal);
  // The image is there, and the index that it is lacks another.
  if (kind == RefusalKind::NoDigest && refusal.printed.empty()) {
    return RefusalKind::NoImage;
  }
  const bool of_task_role =
      refusal.mechanism == "task-role" || refusal.dependency == "task-role";
  if (kind == RefusalKind::NotAssumed && refusal.instance_role && !of_task_role) {
    return RefusalKind::NoProfile;
  }
  const bool of_token_server =
      refusal.stage == Stage::Manifest && refusal.host == kTokenServer;
  return kind == RefusalKind::Connection && of_token_server ? RefusalKind::NoToken
                                                            : kind;
}

std::optional<RefusalKind> kind_of(const Refusal& refusal) {
  const auto* row =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const KindRow& each) {
        return each.mechanism == refusal.mechanism &&
               (each.code.empty() || each.code == refusal.code);
      });
  if (row == kKinds.end()) return {};
  return closer_kind(row->kind, refusal);
}

/// The control plane says so, before anything runs.
bool is_said_by_ecs(RefusalKind kind) {
  return kind == RefusalKind::NotAssumed || kind == RefusalKind::NoRole ||
         kind == RefusalKind::NoRoleForLogs || kind == RefusalKind::NoRoleForSecrets;
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
      {"named image", refusal.image.substr(0, refusal.image.find('@'))},
      {"platform",
       fmt::format("{}/{}", refusal.os, known(refusal.architecture, "<cpu>"))},
      {"printed", refusal.printed},
      {"reference", reference},
      {"repository", image.repository},
      {"role", refusal.role_arn},
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
  // What containerd and the agent say on ECS Managed Instances is not documented.
  if (refusal.managed_instance && !is_said_by_ecs(*kind)) return {};
  if (refusal.stage == Stage::Start) return error_of_start(refusal, *kind);
  // Only Fargate asks for an execution role before it places the task; for secrets, ECS
  // does before it takes a task definition.
  const bool of_fargate =
      *kind == RefusalKind::NoRole || *kind == RefusalKind::NoRoleForLogs;
  if (of_fargate && !refusal.fargate) return {};
  const ContainerRuntime runtime = runtime_of(refusal);
  const auto row = std::find_if(kTexts.begin(), kTexts.end(), [&](const TextRow& each) {
    return each.stage == refusal.stage && each.kind == *kind &&
           (!each.runtime || *each.runtime == runtime);
  });
  return row == kTexts.end() ? std::string{} : fill(row->text, values_of(refusal));
}

std::string service_event(const Refusal& refusal, const std::string& service) {
  // The control plane asks for the role, before there is a task.
  const auto kind = kind_of(refusal);
  const bool is_asked_first = kind && is_said_by_ecs(*kind) &&
                              (*kind == RefusalKind::NotAssumed || refusal.fargate);
  if (is_asked_first) {
    return fmt::format("(service {}) failed to launch a task with (error {}).", service,
                       ecs_error(refusal));
  }
  return fmt::format("(service {}) is unable to consistently start tasks successfully.",
                     service);
}

}  // namespace pullproof::model
