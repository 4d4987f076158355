// The texts of every stage but `start`: of ECS itself, of Docker and the container
// agent, and of Fargate's containerd.
//
// containerd asks for a digest as a manifest and, where there is none, as a blob, which
// ECR forbids: core/remotes/docker/resolver.go tells of that answer. A manifest that is
// forbidden it tells of as it is.
#include "model/ecs_error_rows.h"

namespace pullproof::model {
namespace {

constexpr TextRow kRows[] = {
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
    {Stage::Role,
     RefusalKind::NoRoleForLogs,
     {},
     "Fargate requires task definition to have execution role ARN to support log "
     "driver awslogs."},
    {Stage::Role,
     RefusalKind::NoRoleForSecrets,
     {},
     "When you are specifying container secrets, you must also specify a value for "
     "'executionRoleArn'."},
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
    {Stage::Manifest, RefusalKind::NoToken, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed "
     "to resolve ref {image}: failed to authorize: failed to fetch anonymous token: "
     "Get \"https://{host}/token?...\": {fault}"},
    {Stage::Manifest,
     RefusalKind::NoToken,
     {},
     "{error}: Error response from daemon: Get "
     "\"https://registry-1.docker.io/v2/{repository}/manifests/{reference}\": Get "
     "\"https://{host}/token?...\": ..."},
    {Stage::Manifest, RefusalKind::Denied, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed "
     "to resolve ref {image}: unexpected status from HEAD request to "
     "https://{host}/v2/{repository}/manifests/{reference}: 403 Forbidden"},
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
    {Stage::Manifest, RefusalKind::NoDigest, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed "
     "to resolve ref {named image}@{printed}: unexpected status from HEAD request to "
     "https://{host}/v2/{repository}/blobs/{printed}: 403 Forbidden"},
    {Stage::Manifest,
     RefusalKind::NoDigest,
     {},
     "CannotPullContainerError: Error response from daemon: ... manifest unknown: "
     "Requested image not found"},
    {Stage::Manifest, RefusalKind::Attestation, ContainerRuntime::Containerd,
     "CannotPullContainerError: ref pull has been retried 1 time(s): failed to unpack "
     "image on snapshotter ...: failed to extract layer ...: failed to get stream "
     "processor for {printed}: no processor for media-type: unknown"},
    {Stage::Manifest,
     RefusalKind::Attestation,
     {},
     "CannotPullContainerError: ... unsupported media type {printed}"},
    {Stage::Manifest, RefusalKind::Schema1, ContainerRuntime::Containerd,
     "CannotPullContainerError: ... media type \"{printed}\" is no longer supported "
     "..."},
    {Stage::Manifest, RefusalKind::Platform, ContainerRuntime::Containerd,
     "CannotPullContainerError: pull image manifest has been retried 7 time(s): image "
     "Manifest does not contain descriptor matching platform '{platform}'"},
    {Stage::Manifest,
     RefusalKind::Platform,
     {},
     "CannotPullContainerError: Error response from daemon: no matching manifest for "
     "{platform}..."},
    {Stage::Manifest, RefusalKind::Key, {}, "{error}: ... KmsError ..."},
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
};

}  // namespace

constinit const std::span<const TextRow> kTexts = kRows;

}  // namespace pullproof::model
