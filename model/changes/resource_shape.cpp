#include "model/changes/resource_shape.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "model/aws/document_context.h"

namespace pullproof::changes {
namespace {

using enum ResourceShape::Form;

constexpr bool kGlobal = true;

constexpr std::array kShapes = std::to_array<ResourceShape>({
    // VPCs.
    {"Vpc", "Vpcs", "ec2-describe-vpcs", "VpcId", ""},
    {"Subnet", "Subnets", "ec2-describe-subnets", "SubnetId", "SubnetArn"},
    {"RouteTable", "RouteTables", "ec2-describe-route-tables", "RouteTableId", ""},
    {"NetworkAcl", "NetworkAcls", "ec2-describe-network-acls", "NetworkAclId", ""},
    {"SecurityGroup", "SecurityGroups", "ec2-describe-security-groups", "GroupId",
     "SecurityGroupArn"},
    {"NetworkInterface", "NetworkInterfaces", "ec2-describe-network-interfaces",
     "NetworkInterfaceId", ""},
    {"InternetGateway", "InternetGateways", "ec2-describe-internet-gateways",
     "InternetGatewayId", ""},
    {"EgressOnlyInternetGateway", "EgressOnlyInternetGateways",
     "ec2-describe-egress-only-internet-gateways", "EgressOnlyInternetGatewayId", ""},
    {"NatGateway", "NatGateways", "ec2-describe-nat-gateways", "NatGatewayId", ""},
    {"VpcEndpoint", "VpcEndpoints", "ec2-describe-vpc-endpoints", "VpcEndpointId", ""},
    {"PrefixList", "PrefixLists", "ec2-describe-managed-prefix-lists", "PrefixListId",
     "PrefixListArn"},
    {"PrefixListEntries", "Entries", "ec2-get-managed-prefix-list-entries", "", "",
     Whole},
    {"DhcpOptions", "DhcpOptions", "ec2-describe-dhcp-options", "DhcpOptionsId", ""},
    {"VpcBlockPublicAccessOptions", "VpcBlockPublicAccessOptions",
     "ec2-describe-vpc-block-public-access-options", "", "", Member},
    {"VpcBlockPublicAccessExclusion", "VpcBlockPublicAccessExclusions",
     "ec2-describe-vpc-block-public-access-exclusions", "ExclusionId", ""},
    {"VpcEncryptionControl", "VpcEncryptionControls",
     "ec2-describe-vpc-encryption-controls", "VpcEncryptionControlId", ""},
    {"VpcPeeringConnection", "VpcPeeringConnections",
     "ec2-describe-vpc-peering-connections", "VpcPeeringConnectionId", ""},
    {"TransitGateway", "TransitGateways", "ec2-describe-transit-gateways",
     "TransitGatewayId", "TransitGatewayArn"},
    {"TransitGatewayVpcAttachment", "TransitGatewayVpcAttachments",
     "ec2-describe-transit-gateway-vpc-attachments", "TransitGatewayAttachmentId", ""},
    {"TransitGatewayAttachment", "TransitGatewayAttachments",
     "ec2-describe-transit-gateway-attachments", "TransitGatewayAttachmentId", ""},
    {"TransitGatewayRouteTable", "TransitGatewayRouteTables",
     "ec2-describe-transit-gateway-route-tables", "TransitGatewayRouteTableId", ""},
    {"TransitGatewayRoutes", "Routes", "ec2-search-transit-gateway-routes", "", "",
     Whole},
    {"VpnGateway", "VpnGateways", "ec2-describe-vpn-gateways", "VpnGatewayId", ""},
    {"SecurityGroupVpcAssociation", "SecurityGroupVpcAssociations",
     "ec2-describe-security-group-vpc-associations", "GroupId", ""},
    {"Instance", "Reservations", "ec2-describe-instances", "InstanceId", "", Nested},
    {"LaunchTemplate", "LaunchTemplates", "ec2-describe-launch-templates",
     "LaunchTemplateId", ""},
    {"LaunchTemplateVersions", "LaunchTemplateVersions",
     "ec2-describe-launch-template-versions", "", "", Whole},
    {"VpcDnsSupport", "EnableDnsSupport", "ec2-describe-vpc-attribute-enableDnsSupport",
     "", "", Whole},
    {"VpcDnsHostnames", "EnableDnsHostnames",
     "ec2-describe-vpc-attribute-enableDnsHostnames", "", "", Whole},
    // Names.
    {"HostedZones", "HostedZoneSummaries", "route53-list-hosted-zones-by-vpc", "", "",
     Whole, kGlobal},
    {"ZoneRecords", "ResourceRecordSets", "route53-list-resource-record-sets", "", "",
     Whole, kGlobal},
    {"ResolverRule", "ResolverRules", "route53resolver-list-resolver-rules", "Id",
     "Arn"},
    {"ResolverRuleAssociation", "ResolverRuleAssociations",
     "route53resolver-list-resolver-rule-associations", "Id", ""},
    {"ResolverEndpoint", "ResolverEndpoints", "route53resolver-list-resolver-endpoints",
     "Id", "Arn"},
    {"FirewallRuleGroupAssociation", "FirewallRuleGroupAssociations",
     "route53resolver-list-firewall-rule-group-associations", "Id", "Arn"},
    {"FirewallRules", "FirewallRules", "route53resolver-list-firewall-rules", "", "",
     Whole},
    {"FirewallDomainList", "FirewallDomainLists",
     "route53resolver-list-firewall-domain-lists", "Id", "Arn"},
    {"FirewallDomains", "Domains", "route53resolver-list-firewall-domains", "", "",
     Whole},
    // Identities and organizations.
    {"Role", "RoleDetailList", "iam-get-account-authorization-details", "RoleName",
     "Arn", List, kGlobal},
    {"User", "UserDetailList", "iam-get-account-authorization-details", "UserName",
     "Arn", List, kGlobal},
    {"Group", "GroupDetailList", "iam-get-account-authorization-details", "GroupName",
     "Arn", List, kGlobal},
    {"Policy", "Policies", "iam-get-account-authorization-details", "PolicyName", "Arn",
     List, kGlobal},
    {"Organization", "Organization", "organizations-describe-organization", "Id", "Arn",
     Member, kGlobal},
    {"OrganizationRoot", "Roots", "organizations-list-roots", "Id", "Arn", List,
     kGlobal},
    {"OrganizationPolicy", "Policy", "organizations-describe-policy", "", "", Member,
     kGlobal},
    {"ServiceControlPolicies", "Policies",
     "organizations-list-policies-for-target-SERVICE_CONTROL_POLICY", "", "", Whole,
     kGlobal},
    {"ResourceControlPolicies", "Policies",
     "organizations-list-policies-for-target-RESOURCE_CONTROL_POLICY", "", "", Whole,
     kGlobal},
    // Images.
    {"Repository", "repositories", "ecr-describe-repositories", "repositoryName",
     "repositoryArn"},
    {"RepositoryPolicy", "policyText", "ecr-get-repository-policy", "", "", Whole},
    {"RegistryPolicy", "policyText", "ecr-get-registry-policy", "", "", Whole},
    {"LifecyclePolicy", "lifecyclePolicyText", "ecr-get-lifecycle-policy", "", "",
     Whole},
    {"Images", "imageDetails", "ecr-describe-images", "", "", Whole},
    {"ImageManifests", "images", "ecr-batch-get-image", "", "", Whole},
    {"PullThroughCacheRule", "pullThroughCacheRules",
     "ecr-describe-pull-through-cache-rules", "ecrRepositoryPrefix", ""},
    // Containers.
    {"Cluster", "clusters", "ecs-describe-clusters", "clusterName", "clusterArn"},
    {"Service", "services", "ecs-describe-services", "serviceName", "serviceArn", List,
     false, "clusterArn"},
    {"TaskDefinition", "taskDefinition", "ecs-describe-task-definition", "",
     "taskDefinitionArn", Member},
    {"ContainerInstance", "containerInstances", "ecs-describe-container-instances",
     "containerInstanceArn", "containerInstanceArn"},
    {"CapacityProvider", "capacityProviders", "ecs-describe-capacity-providers", "name",
     "capacityProviderArn"},
    {"ServiceRevision", "serviceRevisions", "ecs-describe-service-revisions",
     "serviceRevisionArn", "serviceRevisionArn"},
    {"AutoScalingGroup", "AutoScalingGroups",
     "autoscaling-describe-auto-scaling-groups", "AutoScalingGroupName",
     "AutoScalingGroupARN"},
    {"LaunchConfiguration", "LaunchConfigurations",
     "autoscaling-describe-launch-configurations", "LaunchConfigurationName",
     "LaunchConfigurationARN"},
    {"LoadBalancer", "LoadBalancers", "elbv2-describe-load-balancers",
     "LoadBalancerName", "LoadBalancerArn"},
    // What a container is given.
    {"Key", "KeyMetadata", "kms-describe-key", "KeyId", "Arn", Member},
    {"KeyPolicy", "Policy", "kms-get-key-policy", "", "", Whole},
    {"Alias", "Aliases", "kms-list-aliases", "AliasName", "AliasArn"},
    {"Secret", "SecretList", "secretsmanager-list-secrets", "Name", "ARN"},
    {"SecretPolicy", "ResourcePolicy", "secretsmanager-get-resource-policy", "", "",
     Whole},
    {"Parameter", "Parameters", "ssm-describe-parameters", "Name", "ARN"},
    {"LogGroup", "logGroups", "logs-describe-log-groups", "logGroupName",
     "logGroupArn"},
    {"BucketPolicy", "Policy", "s3api-get-bucket-policy", "", "", Whole, kGlobal},
    {"BucketEncryption", "ServerSideEncryptionConfiguration",
     "s3api-get-bucket-encryption", "", "", Whole, kGlobal},
    {"FileSystem", "FileSystems", "efs-describe-file-systems", "FileSystemId",
     "FileSystemArn"},
    {"FileSystemPolicy", "FileSystemId", "efs-describe-file-system-policy", "", "",
     Whole},
    {"MountTarget", "MountTargets", "efs-describe-mount-targets", "MountTargetId", "",
     List, false, "FileSystemId"},
    {"MountTargetGroups", "SecurityGroups", "efs-describe-mount-target-security-groups",
     "", "", Whole},
    {"AccessPoint", "AccessPoints", "efs-describe-access-points", "AccessPointId",
     "AccessPointArn", List, false, "FileSystemId"},
});

bool is_same_word(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](unsigned char a, unsigned char b) {
                      return std::tolower(a) == std::tolower(b);
                    });
}

}  // namespace

std::span<const ResourceShape> resource_shapes() { return kShapes; }

const ResourceShape* shape_of_type(std::string_view type) {
  const auto found = std::find_if(
      kShapes.begin(), kShapes.end(),
      [&](const ResourceShape& shape) { return is_same_word(shape.type, type); });
  return found == kShapes.end() ? nullptr : &*found;
}

const ResourceShape* shape_of_key(std::string_view key, std::string_view call) {
  const ResourceShape* first = nullptr;
  const bool says_call = !aws::service_of_call(call).empty();
  for (const ResourceShape& shape : kShapes) {
    if (shape.key != key) continue;
    if (shape.call == call) return &shape;
    // A call of another service prints something else under the same key.
    const bool may_be =
        !says_call || aws::service_of_call(shape.call) == aws::service_of_call(call);
    if (first == nullptr && may_be) first = &shape;
  }
  return first;
}

const ResourceShape* whole_shape_of_call(std::string_view call) {
  const auto found =
      std::find_if(kShapes.begin(), kShapes.end(), [&](const ResourceShape& shape) {
        return shape.form == Whole && shape.call == call;
      });
  return found == kShapes.end() ? nullptr : &*found;
}

}  // namespace pullproof::changes
