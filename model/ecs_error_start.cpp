// Fargate's own words, and those of the container agent and of Docker on instances and
// on platform versions before 1.4.0.
#include "model/ecs_error_rows.h"

namespace pullproof::model {
namespace {

constexpr auto kFargate = ContainerRuntime::Containerd;

constexpr StartTextRow kRowsOfStart[] = {
    {"logs", RefusalKind::Connection, kFargate,
     "ResourceInitializationError: failed to validate logger args: The task cannot "
     "find "
     "the Amazon CloudWatch log group defined in the task definition. There is a "
     "connection issue between the task and Amazon CloudWatch. Check your network "
     "configuration. : {driver's end}"},
    {"logs",
     RefusalKind::Connection,
     {},
     "CannotStartContainerError: Error response from daemon: ... failed to initialize "
     "logging driver: failed to create Cloudwatch log stream: ... Post "
     "\"https://{host}/\": {fault}"},
    {"logs", RefusalKind::Denied, kFargate,
     "ResourceInitializationError: failed to validate logger args: create stream has "
     "been retried 1 times: failed to create Cloudwatch log {log object}: operation "
     "error CloudWatch Logs: {operation}, https response error StatusCode: 400, "
     "RequestID: <request>, api error AccessDeniedException: {denial} : exit status 1"},
    {"logs",
     RefusalKind::Denied,
     {},
     "CannotStartContainerError: Error response from daemon: ... failed to initialize "
     "logging driver: failed to create Cloudwatch log {log object}: ... "
     "AccessDeniedException: {denial}"},
    {"logs", RefusalKind::NotThere, kFargate,
     "ResourceInitializationError: failed to validate logger args: create stream has "
     "been retried 1 times: failed to create Cloudwatch log stream: operation error "
     "CloudWatch Logs: CreateLogStream, https response error StatusCode: 400, "
     "RequestID: <request>, ResourceNotFoundException: The specified log group does "
     "not exist. : exit status 1"},
    {"logs",
     RefusalKind::NotThere,
     {},
     "CannotStartContainerError: Error response from daemon: ... failed to initialize "
     "logging driver: failed to create Cloudwatch log stream: ... "
     "ResourceNotFoundException: The specified log group does not exist."},

    {"secret", RefusalKind::Connection, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: unable to "
     "retrieve secret from asm: There is a connection issue between the task and AWS "
     "Secrets Manager. Check your task network configuration. failed to fetch secret "
     "{secret} from secrets manager: operation error Secrets Manager: GetSecretValue, "
     "https response error StatusCode: 0, RequestID: , {no answer}"},
    {"secret",
     RefusalKind::Connection,
     {},
     "... secret {secret}: ... Post \"https://{host}/\": {fault}"},
    {"secret", RefusalKind::Denied, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secret from asm: service call has "
     "been retried 1 time(s): failed to fetch secret {secret} from secrets manager: "
     "operation error Secrets Manager: GetSecretValue, https response error "
     "StatusCode: 400, RequestID: <request>, api error AccessDeniedException: "
     "{denial}"},
    {"secret",
     RefusalKind::Denied,
     {},
     "... secret {secret}: ... AccessDeniedException: {denial}"},
    {"secret", RefusalKind::KeyDenied, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secret from asm: service call has "
     "been retried 1 time(s): failed to fetch secret {secret} from secrets manager: "
     "operation error Secrets Manager: GetSecretValue, https response error "
     "StatusCode: 400, RequestID: <request>, api error AccessDeniedException: Access "
     "to KMS is not allowed"},
    {"secret",
     RefusalKind::KeyDenied,
     {},
     "... secret {secret}: ... AccessDeniedException: Access to KMS is not allowed"},
    {"secret", RefusalKind::Key, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secret from asm: service call has "
     "been retried 1 time(s): failed to fetch secret {secret} from secrets manager: "
     "..."},
    {"secret", RefusalKind::Key, {}, "... secret {secret}: ..."},
    {"secret", RefusalKind::NotThere, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secret from asm: service call has "
     "been retried 1 time(s): failed to fetch secret {secret} from secrets manager: "
     "operation error Secrets Manager: GetSecretValue, https response error "
     "StatusCode: 400, RequestID: <request>, ResourceNotFoundException: Secrets "
     "Manager can't find the specified secret."},
    {"secret",
     RefusalKind::NotThere,
     {},
     "ResourceNotFoundException: The task can't retrieve the secret with ARN "
     "'{secret}' from AWS Secrets Manager. Check whether the secret exists in the "
     "specified Region..."},
    {"secret", RefusalKind::Doomed, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secret from asm: service call has "
     "been retried 1 time(s): failed to fetch secret {secret} from secrets manager: "
     "operation error Secrets Manager: GetSecretValue, https response error "
     "StatusCode: 400, RequestID: <request>, InvalidRequestException: You can't "
     "perform this operation on the secret because it was marked for deletion."},
    {"secret",
     RefusalKind::Doomed,
     {},
     "... secret {secret}: ... InvalidRequestException: You can't perform this "
     "operation on the secret because it was marked for deletion."},
    {"secret", RefusalKind::BadName, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secret from asm: ..."},
    {"secret",
     RefusalKind::BadName,
     {},
     "trying to retrieve secret with value {secret} resulted in error: an invalid ARN "
     "format for the AWS Secrets Manager secret was specified. Specify a valid ARN and "
     "try again."},

    {"login", RefusalKind::Connection, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to get registry auth from asm: ... asm "
     "fetching secret from the service for {secret}: ... {no answer}"},
    {"login",
     RefusalKind::Connection,
     {},
     "CannotPullContainerAuthError: ... asm fetching secret from the service for "
     "{secret}: ... Post \"https://{host}/\": {fault}"},
    {"login", RefusalKind::Denied, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to get registry auth from asm: ... asm "
     "fetching secret from the service for {secret}: ... AccessDeniedException: "
     "{denial}"},
    {"login",
     RefusalKind::Denied,
     {},
     "CannotPullContainerAuthError: ... asm fetching secret from the service for "
     "{secret}: ... AccessDeniedException: {denial}"},
    {"login", RefusalKind::KeyDenied, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to get registry auth from asm: ... asm "
     "fetching secret from the service for {secret}: ... AccessDeniedException: Access "
     "to KMS is not allowed"},
    {"login",
     RefusalKind::KeyDenied,
     {},
     "CannotPullContainerAuthError: ... asm fetching secret from the service for "
     "{secret}: ... AccessDeniedException: Access to KMS is not allowed"},
    {"login", RefusalKind::Key, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to get registry auth from asm: ... asm "
     "fetching secret from the service for {secret}: ..."},
    {"login",
     RefusalKind::Key,
     {},
     "CannotPullContainerAuthError: ... asm fetching secret from the service for "
     "{secret}: ..."},
    {"login", RefusalKind::NotThere, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to get registry auth from asm: ... asm "
     "fetching secret from the service for {secret}: ... ResourceNotFoundException: "
     "Secrets Manager can't find the specified secret."},
    {"login",
     RefusalKind::NotThere,
     {},
     "CannotPullContainerAuthError: ... asm fetching secret from the service for "
     "{secret}: ... ResourceNotFoundException: Secrets Manager can't find the "
     "specified secret."},
    {"login", RefusalKind::Doomed, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to get registry auth from asm: ... asm "
     "fetching secret from the service for {secret}: ... InvalidRequestException: You "
     "can't perform this operation on the secret because it was marked for deletion."},
    {"login",
     RefusalKind::Doomed,
     {},
     "CannotPullContainerAuthError: ... asm fetching secret from the service for "
     "{secret}: ... InvalidRequestException: You can't perform this operation on the "
     "secret because it was marked for deletion."},

    {"parameter", RefusalKind::Connection, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: unable to "
     "retrieve secrets from ssm: The task cannot pull secrets from AWS Systems "
     "Manager. There is a connection issue between the task and AWS Systems Manager "
     "Parameter Store. Check your task network configuration. ... operation error SSM: "
     "GetParameters, https response error StatusCode: 0, RequestID: , {no answer}"},
    {"parameter",
     RefusalKind::Connection,
     {},
     "Fetching secret data from SSM Parameter Store in {region}: ... Post "
     "\"https://{host}/\": {fault}"},
    {"parameter", RefusalKind::Denied, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secrets from ssm: service call has "
     "been retried 1 time(s): operation error SSM: GetParameters, https response error "
     "StatusCode: 400, RequestID: <request>, api error AccessDeniedException: "
     "{denial}"},
    {"parameter",
     RefusalKind::Denied,
     {},
     "Fetching secret data from SSM Parameter Store in {region}: ... "
     "AccessDeniedException: {denial}"},
    {"parameter", RefusalKind::KeyDenied, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secrets from ssm: service call has "
     "been retried 1 time(s): ... AccessDeniedException: The ciphertext refers to a "
     "customer master key that does not exist, does not exist in this region, or you "
     "are not allowed to access."},
    {"parameter",
     RefusalKind::KeyDenied,
     {},
     "Fetching secret data from SSM Parameter Store in {region}: ... "
     "AccessDeniedException: The ciphertext refers to a customer master key that does "
     "not exist, does not exist in this region, or you are not allowed to access."},
    {"parameter", RefusalKind::Key, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secrets from ssm: ..."},
    {"parameter",
     RefusalKind::Key,
     {},
     "Fetching secret data from SSM Parameter Store in {region}: ..."},
    {"parameter", RefusalKind::NotThere, kFargate,
     "ResourceInitializationError: unable to pull secrets or registry auth: execution "
     "resource retrieval failed: unable to retrieve secrets from ssm: service call has "
     "been retried 1 time(s): invalid ssm parameters: {parameter}"},
    {"parameter",
     RefusalKind::NotThere,
     {},
     "Fetching secret data from SSM Parameter Store in {region}: invalid parameters: "
     "{parameter}"},

    {"environment-file", RefusalKind::Connection, kFargate,
     "ResourceInitializationError: failed to download env files: ... {no answer}"},
    {"environment-file",
     RefusalKind::Connection,
     {},
     "unable to initialize s3 client for bucket {bucket}, error: ... {fault}"},
    {"environment-file", RefusalKind::ObjectDenied, kFargate,
     "ResourceInitializationError: failed to download env files: service call has been "
     "retried 1 time(s): operation error S3: HeadObject, https response error "
     "StatusCode: 403, RequestID: <request>, HostID: <host>, api error Forbidden: "
     "Forbidden"},
    {"environment-file",
     RefusalKind::ObjectDenied,
     {},
     "unable to download env file with key {file} from bucket {bucket}, error: ... "
     "AccessDenied: ..."},
    {"environment-file", RefusalKind::BucketDenied, kFargate,
     "ResourceInitializationError: failed to download env files: ..."},
    {"environment-file",
     RefusalKind::BucketDenied,
     {},
     "unable to initialize s3 client for bucket {bucket}, error: ... AccessDenied: "
     "..."},
    {"environment-file", RefusalKind::KeyDenied, kFargate,
     "ResourceInitializationError: failed to download env files: ..."},
    {"environment-file",
     RefusalKind::KeyDenied,
     {},
     "unable to download env file with key {file} from bucket {bucket}, error: ..."},
    {"environment-file", RefusalKind::Key, kFargate,
     "ResourceInitializationError: failed to download env files: ..."},
    {"environment-file",
     RefusalKind::Key,
     {},
     "unable to download env file with key {file} from bucket {bucket}, error: ..."},

    {"volume", RefusalKind::Connection, kFargate,
     "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS "
     "volumes: stderr: {mount fault} : unsuccessful EFS utils command execution; ..."},
    {"volume", RefusalKind::Connection, {}, "... {mount fault}"},
    {"volume", RefusalKind::Denied, kFargate,
     "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS "
     "volumes: stderr: b'mount.nfs4: access denied by server while mounting ...' : "
     "unsuccessful EFS utils command execution; code: 32"},
    {"volume",
     RefusalKind::Denied,
     {},
     "... mount.nfs4: access denied by server while mounting ..."},
};

}  // namespace

constinit const std::span<const StartTextRow> kStartTexts = kRowsOfStart;

}  // namespace pullproof::model
