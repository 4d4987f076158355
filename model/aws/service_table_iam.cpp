// AWS: Service Authorization Reference, "Actions, resources, and condition keys for
// AWS Identity and Access Management (IAM)", as of 2026-09-26.
#include "model/aws/service_table.h"

namespace pullproof::aws {
namespace {

constexpr TypeRow kTypes[] = {
    {.name = "access-report",
     .arn = "arn:${Partition}:iam::${Account}:access-report/${EntityPath}"},
    {.name = "delegation-request",
     .arn =
         "arn:${Partition}:iam::${Account}:delegation-request/${DelegationRequestId}",
     .keys = "iam:DelegationRequestOwner"},
    {.name = "group",
     .arn = "arn:${Partition}:iam::${Account}:group/${GroupNameWithPath}"},
    {.name = "instance-profile",
     .arn = "arn:${Partition}:iam::${Account}:instance-profile/"
            "${InstanceProfileNameWithPath}"},
    {.name = "mfa",
     .arn = "arn:${Partition}:iam::${Account}:mfa/${MfaTokenIdWithPath}"},
    {.name = "oidc-provider",
     .arn = "arn:${Partition}:iam::${Account}:oidc-provider/${OidcProviderName}"},
    {.name = "policy",
     .arn = "arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}"},
    {.name = "role",
     .arn = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}",
     .keys = "iam:ResourceTag/"},
    {.name = "role-template",
     .arn = "arn:${Partition}:iam::aws:role-template/${AWSServicePrincipal}/"
            "${RoleTemplateName}:${RoleTemplateMajorVersion}"},
    {.name = "saml-provider",
     .arn = "arn:${Partition}:iam::${Account}:saml-provider/${SamlProviderName}"},
    {.name = "server-certificate",
     .arn = "arn:${Partition}:iam::${Account}:server-certificate/"
            "${CertificateNameWithPath}"},
    {.name = "sms-mfa",
     .arn = "arn:${Partition}:iam::${Account}:sms-mfa/${MfaTokenIdWithPath}"},
    {.name = "user",
     .arn = "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}",
     .keys = "iam:ResourceTag/"},
};

constexpr ActionRow kActions[] = {
    {.actions = "CreateAccountAlias DeleteAccountAlias DeleteAccountPasswordPolicy "
                "DeleteCloudFrontPublicKey "
                "DisableOrganizationsRootCredentialsManagement "
                "DisableOrganizationsRootSessions "
                "DisableOutboundWebIdentityFederation "
                "EnableOrganizationsRootCredentialsManagement "
                "EnableOrganizationsRootSessions "
                "EnableOutboundWebIdentityFederation GenerateCredentialReport "
                "GetAccountAuthorizationDetails GetAccountEmailAddress "
                "GetAccountName GetAccountPasswordPolicy GetAccountSummary "
                "GetCloudFrontPublicKey GetContextKeysForCustomPolicy "
                "GetCredentialReport GetOrganizationsAccessReport "
                "GetOutboundWebIdentityFederationInfo GetServiceLastAccessedDetails "
                "GetServiceLastAccessedDetailsWithEntities ListAccountAliases "
                "ListCloudFrontPublicKeys ListGroups ListInstanceProfiles "
                "ListOpenIDConnectProviders ListOrganizationsFeatures ListPolicies "
                "ListRoles ListSAMLProviders ListServerCertificates "
                "ListSTSRegionalEndpointsStatus ListUsers ListVirtualMFADevices "
                "SetSecurityTokenServicePreferences SetSTSRegionalEndpointStatus "
                "SimulateCustomPolicy UpdateAccountEmailAddress UpdateAccountName "
                "UpdateAccountPasswordPolicy UpdateCloudFrontPublicKey "
                "UploadCloudFrontPublicKey"},
    {.keys = "iam:AccountPropertyNamespaces[]",
     .actions = "GetAccountProperties PutAccountProperties"},
    {.keys = "iam:DelegationRequestOwner", .actions = "ListDelegationRequests"},
    {.types = "access-report",
     .keys = "iam:OrganizationsPolicyId",
     .actions = "GenerateOrganizationsAccessReport"},
    {.types = "delegation-request",
     .actions = "AcceptDelegationRequest AssociateDelegationRequest "
                "GetDelegationRequest GetHumanReadableSummary "
                "RejectDelegationRequest SendDelegationToken"},
    {.types = "delegation-request",
     .keys = "iam:DelegationDuration iam:NotificationChannel iam:TemplateArn",
     .actions = "CreateDelegationRequest"},
    {.types = "group",
     .actions = "AddUserToGroup CreateGroup DeleteGroup DeleteGroupPolicy GetGroup "
                "GetGroupPolicy ListAttachedGroupPolicies ListGroupPolicies "
                "PutGroupPolicy RemoveUserFromGroup UpdateGroup"},
    {.types = "group",
     .keys = "iam:PolicyARN",
     .actions = "AttachGroupPolicy DetachGroupPolicy"},
    {.types = "group policy role user",
     .actions = "GenerateServiceLastAccessedDetails"},
    {.types = "group role user",
     .actions = "GetContextKeysForPrincipalPolicy ListPoliciesGrantingServiceAccess "
                "SimulatePrincipalPolicy"},
    {.types = "instance-profile",
     .actions = "AddRoleToInstanceProfile CreateInstanceProfile "
                "DeleteInstanceProfile GetInstanceProfile ListInstanceProfileTags "
                "RemoveRoleFromInstanceProfile TagInstanceProfile "
                "UntagInstanceProfile"},
    {.types = "mfa",
     .actions = "CreateVirtualMFADevice ListMFADeviceTags TagMFADevice "
                "UntagMFADevice"},
    {.types = "mfa sms-mfa", .actions = "DeleteVirtualMFADevice"},
    {.types = "oidc-provider",
     .actions = "AddClientIDToOpenIDConnectProvider CreateOpenIDConnectProvider "
                "DeleteOpenIDConnectProvider GetOpenIDConnectProvider "
                "ListOpenIDConnectProviderTags "
                "RemoveClientIDFromOpenIDConnectProvider TagOpenIDConnectProvider "
                "UntagOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint"},
    {.types = "policy",
     .actions = "CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion "
                "GetPolicy GetPolicyVersion ListEntitiesForPolicy ListPolicyTags "
                "ListPolicyVersions SetDefaultPolicyVersion TagPolicy UntagPolicy"},
    {.types = "role",
     .actions = "DeleteServiceLinkedRole GetRolePolicy "
                "GetServiceLinkedRoleDeletionStatus ListAttachedRolePolicies "
                "ListInstanceProfilesForRole ListRolePolicies ListRoleTags UntagRole"},
    {.types = "role",
     .keys = "iam:AWSServiceName",
     .actions = "CreateServiceLinkedRole"},
    {.types = "role",
     .keys = "iam:AssociatedResourceArn iam:PassedToService",
     .actions = "PassRole"},
    {.types = "role",
     .keys = "iam:PermissionsBoundary",
     .actions = "DeleteRole DeleteRolePermissionsBoundary DeleteRolePolicy "
                "UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription"},
    {.types = "role",
     .keys = "iam:PermissionsBoundary iam:PolicyARN",
     .actions = "DetachRolePolicy"},
    {.types = "role",
     .keys = "iam:PermissionsBoundary iam:PolicyARN iam:RoleTemplateARN",
     .actions = "AttachRolePolicy"},
    {.types = "role",
     .keys = "iam:PermissionsBoundary iam:RoleTemplateARN",
     .actions = "CreateRole GetRole PutRolePermissionsBoundary PutRolePolicy"},
    {.types = "role", .keys = "iam:RoleTemplateARN", .actions = "TagRole"},
    {.types = "role-template", .actions = "GetRoleTemplateVersion"},
    {.types = "saml-provider",
     .actions = "CreateSAMLProvider DeleteSAMLProvider GetSAMLProvider "
                "ListSAMLProviderTags TagSAMLProvider UntagSAMLProvider "
                "UpdateSAMLProvider"},
    {.types = "server-certificate",
     .actions = "DeleteServerCertificate GetServerCertificate "
                "ListServerCertificateTags TagServerCertificate "
                "UntagServerCertificate UpdateServerCertificate "
                "UploadServerCertificate"},
    {.types = "user",
     .actions = "ChangePassword CreateAccessKey CreateLoginProfile "
                "DeactivateMFADevice DeleteAccessKey DeleteLoginProfile "
                "DeleteSigningCertificate DeleteSSHPublicKey DeleteUser "
                "GetAccessKeyLastUsed GetLoginProfile GetMFADevice GetSSHPublicKey "
                "GetUser GetUserPolicy ListAccessKeys ListAttachedUserPolicies "
                "ListGroupsForUser ListMFADevices ListServiceSpecificCredentials "
                "ListSigningCertificates ListSSHPublicKeys ListUserPolicies "
                "ListUserTags ResyncMFADevice TagUser UntagUser UpdateAccessKey "
                "UpdateLoginProfile UpdateSigningCertificate UpdateSSHPublicKey "
                "UpdateUser UploadSigningCertificate UploadSSHPublicKey"},
    {.types = "user",
     .keys = "iam:FIDO-certification iam:FIDO-FIPS-140-2-certification "
             "iam:FIDO-FIPS-140-3-certification iam:RegisterSecurityKey",
     .actions = "EnableMFADevice"},
    {.types = "user",
     .keys = "iam:PermissionsBoundary",
     .actions = "CreateUser DeleteUserPermissionsBoundary DeleteUserPolicy "
                "PutUserPermissionsBoundary PutUserPolicy"},
    {.types = "user",
     .keys = "iam:PermissionsBoundary iam:PolicyARN",
     .actions = "AttachUserPolicy DetachUserPolicy"},
    {.types = "user",
     .keys = "iam:ServiceSpecificCredentialAgeDays "
             "iam:ServiceSpecificCredentialServiceName",
     .actions = "CreateServiceSpecificCredential"},
    {.types = "user",
     .keys = "iam:ServiceSpecificCredentialServiceName",
     .actions = "DeleteServiceSpecificCredential ResetServiceSpecificCredential "
                "UpdateServiceSpecificCredential"},
};

}  // namespace

const ServiceTable kIamTable = {
    .prefix = "iam",
    .types = kTypes,
    .actions = kActions,
    .keys = "",
};

}  // namespace pullproof::aws
