// Every kind of resource that a snapshot holds. Adding a kind means adding it here.
#pragma once

#include "model/aws/access_point.h"
#include "model/aws/auto_scaling.h"
#include "model/aws/block_public_access.h"
#include "model/aws/bucket_encryption.h"
#include "model/aws/bucket_location.h"
#include "model/aws/bucket_policy.h"
#include "model/aws/capacity_provider.h"
#include "model/aws/dhcp_options.h"
#include "model/aws/dns_firewall.h"
#include "model/aws/ecr.h"
#include "model/aws/ecs.h"
#include "model/aws/ecs_lists.h"
#include "model/aws/encryption_control.h"
#include "model/aws/file_system.h"
#include "model/aws/file_system_policy.h"
#include "model/aws/group_association.h"
#include "model/aws/hosted_zone.h"
#include "model/aws/iam.h"
#include "model/aws/instance.h"
#include "model/aws/internet_gateway.h"
#include "model/aws/ip_ranges.h"
#include "model/aws/kms.h"
#include "model/aws/launch_template.h"
#include "model/aws/lifecycle_policy.h"
#include "model/aws/load_balancer.h"
#include "model/aws/log_group.h"
#include "model/aws/mount_target.h"
#include "model/aws/mount_target_groups.h"
#include "model/aws/nat_gateway.h"
#include "model/aws/network_acl.h"
#include "model/aws/network_firewall.h"
#include "model/aws/network_interface.h"
#include "model/aws/organization.h"
#include "model/aws/parameter.h"
#include "model/aws/prefix_list.h"
#include "model/aws/resolver_endpoint.h"
#include "model/aws/resolver_rule.h"
#include "model/aws/route53_profile.h"
#include "model/aws/route_table.h"
#include "model/aws/running_task.h"
#include "model/aws/secret.h"
#include "model/aws/secret_policy.h"
#include "model/aws/security_group.h"
#include "model/aws/subnet.h"
#include "model/aws/transit_gateway.h"
#include "model/aws/vpc.h"
#include "model/aws/vpc_endpoint.h"
#include "model/aws/vpc_peering.h"
#include "model/aws/vpn_gateway.h"

namespace pullproof::aws {

template <class... Types>
struct ResourceTypes {};

using AllResources = ResourceTypes<
    Vpc, VpcDnsSupport, VpcDnsHostnames, Subnet, RouteTable, NetworkAcl, SecurityGroup,
    NetworkInterface, InternetGateway, NatGateway, VpcEndpoint, PrefixList,
    PrefixListEntries, DhcpOptions, BlockPublicAccessOptions,
    BlockPublicAccessExclusion, Instance, Role, User, Group, ManagedPolicy,
    Organization, OrganizationRoot, OrganizationParent, TargetPolicies,
    OrganizationPolicy, Repository, RepositoryPolicy, AccountSetting, ImageDetail,
    ImageManifest, ImageFailures, RepositoryTags, PullThroughCacheRule,
    RepositoryCreationTemplate, Cluster, Service, TaskDefinition, ContainerInstance,
    CapacityProvider, AutoScalingGroup, LaunchConfiguration, LaunchTemplate,
    LaunchTemplateVersion, ListedClusters, ListedServices, ServiceRevision, KmsKey,
    KmsGrants, KmsKeyPolicy, BucketPolicy, BucketLocation, SecretPolicy, HostedZone,
    ZoneRecords, ResolverRule, ResolverRuleAssociation, DnsFirewallAssociation,
    DnsFirewallRules, DnsFirewallDomainList, DnsFirewallDomains, ProfileAssociation,
    ProfileResource, RunningTask, EncryptionControl, EgressOnlyInternetGateway,
    VpcPeering, TransitGateway, TransitGatewayVpcAttachment, TransitGatewayAttachment,
    TransitGatewayRouteTable, TransitGatewayRoutes, LoadBalancer, IpRanges,
    NetworkFirewall, FirewallPolicy, FirewallRuleGroup, VpnGateway, GroupAssociation,
    ResolverEndpoint, ResolverEndpointAddresses, LogGroup, Secret, DescribedSecret,
    Parameter, LifecyclePolicy, BucketEncryption, KmsAlias, EcsSetting, FileSystem,
    FileSystemPolicy, MountTarget, MountTargetGroups, AccessPoint>;

}  // namespace pullproof::aws
