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
  connection,     ///< Packets vanish, or the name is not resolved.
  denied,         ///< IAM denies a call that names its caller.
  object_denied,  ///< S3 denies the download of a layer.
  not_assumed,    ///< ECS may not assume the role.
  no_role,        ///< The task definition has no execution role.
  no_profile,     ///< The instance has no role that works.
  bad_name,
  no_repository,
  no_image,
  not_runnable,
  platform,
  key,
};

enum class Runtime { containerd, docker_on_fargate, docker_on_instance };

struct KindRow {
  std::string_view mechanism;
  std::string_view code;  ///< "" fits every one.
  Kind kind;
};

// The first row that fits decides.
constexpr std::array<KindRow, 25> kKinds = {{
    {"route", "", Kind::connection},
    {"public-ip", "", Kind::connection},
    {"security-group", "", Kind::connection},
    {"network-acl", "", Kind::connection},
    {"block-public-access", "", Kind::connection},
    {"network-firewall", "", Kind::connection},
    {"dns", "", Kind::connection},
    {"trust-policy", "", Kind::not_assumed},
    {"execution-role", "EXECUTION_ROLE_MISSING", Kind::no_role},
    {"execution-role", "", Kind::not_assumed},
    {"instance-profile", "", Kind::no_profile},
    {"identity-policy", "", Kind::denied},
    {"permissions-boundary", "", Kind::denied},
    {"session-policy", "", Kind::denied},
    {"scp", "", Kind::denied},
    {"rcp", "", Kind::denied},
    {"resource-policy", "", Kind::denied},
    {"endpoint-policy", "", Kind::denied},
    {"registry", "", Kind::denied},
    {"image-reference", "", Kind::bad_name},
    {"image", "REPOSITORY_NOT_FOUND", Kind::no_repository},
    {"image", "IMAGE_NOT_RUNNABLE", Kind::not_runnable},
    {"image", "", Kind::no_image},
    {"platform", "", Kind::platform},
    {"kms", "", Kind::key},
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
    {Stage::reference, Kind::bad_name, {}, "{error}: ... invalid reference format"},

    {Stage::role,
     Kind::not_assumed,
     {},
     "ECS was unable to assume the role '{role}' that was provided for this task. "
     "Please verify that the role being passed has the proper trust relationship and "
     "permissions and that your IAM user has permissions to pass this role."},
    {Stage::role,
     Kind::no_role,
     {},
     "Fargate requires task definition to have execution role ARN to support ECR "
     "images."},
    {Stage::role, Kind::no_profile, {}, "CannotPullECRContainerError: ..."},

    {Stage::token, Kind::connection, Runtime::containerd,
     "ResourceInitializationError: unable to pull secrets or registry auth: The task "
     "cannot pull registry auth from Amazon ECR: There is a connection issue between "
     "the task and Amazon ECR. Check your task network configuration. operation error "
     "ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https "
     "response error StatusCode: 0, RequestID: , request send failed, Post "
     "\"https://{host}/\": {fault}"},
    {Stage::token,
     Kind::connection,
     {},
     "CannotPullECRContainerError: ... Post \"https://{host}/\": ..."},
    {Stage::token, Kind::denied, Runtime::containerd,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve ecr registry auth: service call "
     "has been retried 1 time(s): operation error ECR: GetAuthorizationToken, https "
     "response error StatusCode: 400, RequestID: <request>, api error "
     "AccessDeniedException: {denial}"},
    {Stage::token,
     Kind::denied,
     {},
     "CannotPullECRContainerError: ... AccessDeniedException: {denial}"},

    {Stage::manifest, Kind::connection, Runtime::containerd,
     "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed "
     "to resolve ref {image}: failed to do request: Head "
     "\"https://{host}/v2/{repository}/manifests/{reference}\": {fault}"},
    {Stage::manifest,
     Kind::connection,
     {},
     "{error}: Error response from daemon: Get \"https://{host}/v2/\": ..."},
    {Stage::manifest, Kind::denied, Runtime::containerd,
     "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed "
     "to resolve ref {image}: unexpected status from HEAD request to "
     "https://{host}/v2/{repository}/{tried last}: 403 Forbidden"},
    {Stage::manifest,
     Kind::denied,
     {},
     "{error}: Error response from daemon: ... denied: {denial}"},
    {Stage::manifest, Kind::no_repository, Runtime::containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
     "to resolve ref {image}: {image}: not found"},
    {Stage::manifest,
     Kind::no_repository,
     {},
     "{error}: Error response from daemon: ... name unknown: The repository with name "
     "'{repository}' does not exist in the registry with id '{account}'"},
    {Stage::manifest, Kind::no_image, Runtime::containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed "
     "to resolve ref {image}: {image}: not found"},
    {Stage::manifest,
     Kind::no_image,
     {},
     "{error}: Error response from daemon: ... manifest unknown: Requested image not "
     "found"},
    {Stage::manifest, Kind::not_runnable, {}, "CannotPullContainerError: ..."},
    {Stage::manifest, Kind::platform, Runtime::containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): image "
     "Manifest does not contain descriptor matching platform '{platform}'"},
    {Stage::manifest,
     Kind::platform,
     {},
     "CannotPullContainerError: Error response from daemon: no matching manifest for "
     "{platform}..."},
    {Stage::manifest, Kind::key, {}, "{error}: ..."},

    {Stage::layers, Kind::connection, Runtime::containerd,
     "CannotPullContainerError: The task cannot pull {image} from the registry "
     "{image}. "
     "There is a connection issue between the task and the registry. Check your task "
     "network configuration. : failed to copy: httpReadSeeker: failed open: failed to "
     "do request: Get {image}: {fault}"},
    {Stage::layers,
     Kind::connection,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ..."},
    {Stage::layers, Kind::denied, Runtime::containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
     "httpReadSeeker: failed open: unexpected status ... 403 Forbidden"},
    {Stage::layers,
     Kind::denied,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ... denied: {denial}"},
    {Stage::layers, Kind::object_denied, Runtime::containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
     "httpReadSeeker: failed open: unexpected status ... 403 Forbidden"},
    {Stage::layers,
     Kind::object_denied,
     {},
     "CannotPullContainerError: Error response from daemon: error pulling image "
     "configuration: ... error parsing HTTP 403 response body: ..."},
    {Stage::layers, Kind::not_runnable, {}, "CannotPullContainerError: ..."},
    {Stage::layers, Kind::platform, {}, "CannotPullContainerError: ..."},
    {Stage::layers, Kind::key, {}, "CannotPullContainerError: ..."},
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
  if (row->kind == Kind::denied && refusal.action.starts_with("s3:")) {
    return Kind::object_denied;
  }
  if (row->kind == Kind::not_assumed && refusal.instance_role) return Kind::no_profile;
  return row->kind;
}

Runtime runtime_of(const Refusal& refusal) {
  if (!refusal.fargate) return Runtime::docker_on_instance;
  return refusal.platform_1_4 ? Runtime::containerd : Runtime::docker_on_fargate;
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
  return refusal.code == "DNS_NAME_NOT_FOUND"
             ? fmt::format("dial tcp: lookup {} on <resolver>:53: no such host",
                           refusal.host)
             : fmt::format("dial tcp: lookup {} on <resolver>:53: ...", refusal.host);
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
      runtime_of(refusal) == Runtime::docker_on_instance && !pinned;
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
