#include "model/ecs_error.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <variant>

#include <fmt/format.h>

#include "model/core/ensure.h"
#include "model/gates/image_reference.h"

namespace pullproof::model {
namespace {

/// How a refusal shows itself to whoever makes the connection or the call.
enum class Kind {
  Connection,    ///< Packets vanish, or the name is not resolved.
  Denied,        ///< IAM denies a call that names its caller.
  ObjectDenied,  ///< S3 denies the download of a layer.
  NotAssumed,    ///< ECS may not assume the role.
  NoRole,        ///< The task definition has no execution role.
  NoProfile,     ///< The instance has no role that works.
  BadName,
  NoRepository,
  NoImage,
  NotRunnable,
  Platform,
  Key,
};

enum class Runtime { Containerd, DockerOnFargate, DockerOnInstance };

struct KindRow {
  std::string_view mechanism;
  std::string_view code;  ///< "" fits every one.
  Kind kind;
};

// The first row that fits decides.
constexpr std::array<KindRow, 25> kKinds = {{
    {"route", "", Kind::Connection},
    {"public-ip", "", Kind::Connection},
    {"security-group", "", Kind::Connection},
    {"network-acl", "", Kind::Connection},
    {"block-public-access", "", Kind::Connection},
    {"network-firewall", "", Kind::Connection},
    {"dns", "", Kind::Connection},
    {"trust-policy", "", Kind::NotAssumed},
    {"execution-role", "EXECUTION_ROLE_MISSING", Kind::NoRole},
    {"execution-role", "", Kind::NotAssumed},
    {"instance-profile", "", Kind::NoProfile},
    {"identity-policy", "", Kind::Denied},
    {"permissions-boundary", "", Kind::Denied},
    {"session-policy", "", Kind::Denied},
    {"scp", "", Kind::Denied},
    {"rcp", "", Kind::Denied},
    {"resource-policy", "", Kind::Denied},
    {"endpoint-policy", "", Kind::Denied},
    {"registry", "", Kind::Denied},
    {"image-reference", "", Kind::BadName},
    {"image", "REPOSITORY_NOT_FOUND", Kind::NoRepository},
    {"image", "IMAGE_NOT_RUNNABLE", Kind::NotRunnable},
    {"image", "", Kind::NoImage},
    {"platform", "", Kind::Platform},
    {"kms", "", Kind::Key},
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
  Kind kind;
  std::optional<Runtime> runtime;
  std::string_view text;
};

// The first row that fits decides.
constexpr std::array<TextRow, 29> kTexts = {{
    {Stage::Reference, Kind::BadName, {}, "{error}: ... invalid reference format"},

    {Stage::Role,
     Kind::NotAssumed,
     {},
     "ECS was unable to assume the role '{role}' that was provided for this task. "
     "Please verify that the role being passed has the proper trust relationship and "
     "permissions and that your IAM user has permissions to pass this role."},
    {Stage::Role,
     Kind::NoRole,
     {},
     "Fargate requires task definition to have execution role ARN to support ECR "
     "images."},
    {Stage::Role, Kind::NoProfile, {}, "CannotPullECRContainerError: ..."},

    {Stage::Token, Kind::Connection, Runtime::Containerd,
     "ResourceInitializationError: unable to pull secrets or registry auth: The task "
     "cannot pull registry auth from Amazon ECR: There is a connection issue between "
     "the task and Amazon ECR. Check your task network configuration. operation error "
     "ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https "
     "response error StatusCode: 0, RequestID: , request send failed, Post "
     "\"https://{host}/\": {fault}"},
    {Stage::Token,
     Kind::Connection,
     {},
     "CannotPullECRContainerError: ... Post \"https://{host}/\": ..."},
    {Stage::Token, Kind::Denied, Runtime::Containerd,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve ecr registry auth: service call "
     "has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https "
     "response error StatusCode: 400, RequestID: <request>, api error "
     "AccessDeniedException: {denial}"},
    {Stage::Token,
     Kind::Denied,
     {},
     "CannotPullECRContainerError: ... AccessDeniedException: {denial}"},

    {Stage::Manifest, Kind::Connection, Runtime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed "
     "to resolve ref {image}: failed to do request: Head "
     "\"https://{host}/v2/{repository}/manifests/{reference}\": {fault}"},
    {Stage::Manifest,
     Kind::Connection,
     {},
     "{error}: Error response from daemon: Get \"https://{host}/v2/\": ..."},
    {Stage::Manifest, Kind::Denied, Runtime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed "
     "to resolve ref {image}: unexpected status from HEAD request to "
     "https://{host}/v2/{repository}/{tried last}: 403 Forbidden"},
    {Stage::Manifest,
     Kind::Denied,
     {},
     "{error}: Error response from daemon: ... denied: {denial}"},
    {Stage::Manifest, Kind::NoRepository, Runtime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
     "to resolve ref {image}: {image}: not found"},
    {Stage::Manifest,
     Kind::NoRepository,
     {},
     "{error}: Error response from daemon: ... name unknown: The repository with name "
     "'{repository}' does not exist in the registry with id '{account}'"},
    {Stage::Manifest, Kind::NoImage, Runtime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
     "to resolve ref {image}: {image}: not found"},
    {Stage::Manifest,
     Kind::NoImage,
     {},
     "{error}: Error response from daemon: ... manifest unknown: Requested image not "
     "found"},
    {Stage::Manifest, Kind::NotRunnable, {}, "CannotPullContainerError: ..."},
    {Stage::Manifest, Kind::Platform, Runtime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): image "
     "Manifest does not contain descriptor matching platform '{platform}'"},
    {Stage::Manifest,
     Kind::Platform,
     {},
     "CannotPullContainerError: Error response from daemon: no matching manifest for "
     "{platform}..."},
    {Stage::Manifest, Kind::Key, {}, "{error}: ..."},

    {Stage::Layers, Kind::Connection, Runtime::Containerd,
     "CannotPullContainerError: The task cannot pull {image} from the registry "
     "{image}. "
     "There is a connection issue between the task and the registry. Check your task "
     "network configuration. : failed to copy: httpReadSeeker: failed open: failed to "
     "do request: Get {image}: {fault}"},
    {Stage::Layers,
     Kind::Connection,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ..."},
    {Stage::Layers, Kind::Denied, Runtime::Containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
     "httpReadSeeker: failed open: unexpected status ... 403 Forbidden"},
    {Stage::Layers,
     Kind::Denied,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ... denied: {denial}"},
    {Stage::Layers, Kind::ObjectDenied, Runtime::Containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
     "httpReadSeeker: failed open: unexpected status ... 403 Forbidden"},
    {Stage::Layers,
     Kind::ObjectDenied,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ... error parsing HTTP 403 response body: ..."},
    {Stage::Layers, Kind::NotRunnable, {}, "CannotPullContainerError: ..."},
    {Stage::Layers, Kind::Platform, {}, "CannotPullContainerError: ..."},
    {Stage::Layers, Kind::Key, {}, "CannotPullContainerError: ..."},
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

std::optional<Kind> kind_of(const Refusal& refusal) {
  const auto row = std::find_if(kKinds.begin(), kKinds.end(), [&](const KindRow& each) {
    return each.mechanism == refusal.mechanism &&
           (each.code.empty() || each.code == refusal.code);
  });
  if (row == kKinds.end()) return {};
  if (row->kind == Kind::Denied && refusal.action.starts_with("s3:")) {
    return Kind::ObjectDenied;
  }
  if (row->kind == Kind::NotAssumed && refusal.instance_role) return Kind::NoProfile;
  return row->kind;
}

Runtime runtime_of(const Refusal& refusal) {
  if (!refusal.fargate) return Runtime::DockerOnInstance;
  return refusal.platform_1_4 ? Runtime::Containerd : Runtime::DockerOnFargate;
}

std::string known(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

/// What the network library says.
std::string fault(const Refusal& refusal) {
  if (refusal.name_lookup) {
    const std::string resolver = known(refusal.destination, "<resolver>");
    return fmt::format(
        "dial tcp: lookup {} on {}:53: read udp <task>->{}:53: i/o "
        "timeout",
        refusal.host, resolver, resolver);
  }
  if (refusal.mechanism != "dns") {
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

std::string denial(const Refusal& refusal) {
  return fmt::format("User: {} is not authorized to perform: {} on resource: {} {}",
                     session_arn(refusal.role_arn), refusal.action,
                     known(refusal.resource, "*"), reason(refusal));
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
      runtime_of(refusal) == Runtime::DockerOnInstance && !pinned;
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

}  // namespace

std::string ecs_error(const Refusal& refusal) {
  const auto kind = kind_of(refusal);
  if (!kind) return {};
  const Runtime runtime = runtime_of(refusal);
  const auto* row =
      std::find_if(kTexts.begin(), kTexts.end(), [&](const TextRow& each) {
        return each.stage == refusal.stage && each.kind == *kind &&
               (!each.runtime || *each.runtime == runtime);
      });
  return row == kTexts.end() ? std::string{} : fill(row->text, values_of(refusal));
}

}  // namespace pullproof::model
