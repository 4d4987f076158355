// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// AWS Security Token Service", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "federated-user",
     .arn = "arn:${Partition}:sts::${Account}:federated-user/${FederatedUserName}"},
    {.name = "role",
     .arn = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
     .keys = "iam:ResourceTag/"},
    {.name = "root-user", .arn = "arn:${Partition}:iam::${Account}:root"},
    {.name = "self-session", .arn = "arn:${Partition}:sts::${Account}:self"},
};

constexpr ActionRow kActions[] = {
    {.actions = "DecodeAuthorizationMessage GetAccessKeyInfo GetCallerIdentity "
                "GetDelegatedAccessToken GetSessionToken TagGetWebIdentityToken"},
    {.keys = "sts:AWSServiceName sts:DurationSeconds",
     .actions = "GetServiceBearerToken"},
    {.keys = "sts:DurationSeconds sts:IdentityTokenAudience[] sts:SigningAlgorithm",
     .actions = "GetWebIdentityToken"},
    {.types = "federated-user", .actions = "GetFederationToken"},
    {.types = "role",
     .keys = "sts:ExternalId sts:RoleSessionName sts:SourceIdentity "
             "sts:TransitiveTagKeys[]",
     .actions = "AssumeRole"},
    {.types = "role",
     .keys = "sts:RoleAuthorizedByIdp sts:RoleSessionName sts:SourceIdentity "
             "sts:TransitiveTagKeys[]",
     .actions = "AssumeRoleWithWebIdentity"},
    {.types = "role",
     .keys = "sts:RoleSessionName sts:SourceIdentity sts:TransitiveTagKeys[]",
     .actions = "AssumeRoleWithSAML"},
    {.types = "role", .keys = "sts:SourceIdentity", .actions = "SetSourceIdentity"},
    {.types = "role", .keys = "sts:TransitiveTagKeys[]", .actions = "TagSession"},
    {.types = "role self-session",
     .keys = "sts:RequestContext/ sts:RequestContextProviders[]",
     .actions = "SetContext"},
    {.types = "root-user", .keys = "sts:TaskPolicyArn", .actions = "AssumeRoot"},
};

}  // namespace

const ServiceTable kStsTable = {
    .prefix = "sts",
    .types = kTypes,
    .actions = kActions,
    .keys = "",
};

}  // namespace pullproof::aws
