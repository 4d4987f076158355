#include "bench/account_generator.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/documents.h"
#include "bench/account/plan.h"
#include "bench/snapshot_folder.h"

namespace pullproof::bench {
namespace {

/// Calls whose answer is an empty list in every account here: call and key.
struct EmptyAnswer {
  std::string_view call;
  std::string_view key;
};
constexpr std::array<EmptyAnswer, 23> kEmptyAnswers = {{
    {"autoscaling-describe-auto-scaling-groups", "AutoScalingGroups"},
    {"ec2-describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"},
    {"ec2-describe-transit-gateway-attachments", "TransitGatewayAttachments"},
    {"ec2-describe-transit-gateway-route-tables", "TransitGatewayRouteTables"},
    {"ec2-describe-transit-gateway-vpc-attachments", "TransitGatewayVpcAttachments"},
    {"ec2-describe-transit-gateways", "TransitGateways"},
    {"ec2-describe-vpc-block-public-access-exclusions",
     "VpcBlockPublicAccessExclusions"},
    {"ec2-describe-vpc-encryption-controls", "VpcEncryptionControls"},
    {"ec2-describe-vpc-peering-connections", "VpcPeeringConnections"},
    {"ec2-describe-vpn-gateways", "VpnGateways"},
    {"ecr-describe-pull-through-cache-rules", "pullThroughCacheRules"},
    {"ecr-describe-repository-creation-templates", "repositoryCreationTemplates"},
    {"ecs-describe-capacity-providers", "capacityProviders"},
    {"kms-list-keys", "Keys"},
    {"network-firewall-list-firewalls", "Firewalls"},
    {"route53profiles-list-profile-associations", "ProfileAssociations"},
    {"route53resolver-list-firewall-rule-group-associations",
     "FirewallRuleGroupAssociations"},
    {"route53resolver-list-resolver-endpoints", "ResolverEndpoints"},
    {"route53resolver-list-resolver-rule-associations", "ResolverRuleAssociations"},
    {"route53resolver-list-resolver-rules", "ResolverRules"},
    {"secretsmanager-list-secrets", "SecretList"},
    {"ssm-describe-parameters", "Parameters"},
    {"ec2-describe-volumes", "Volumes"},
}};

std::string percent_encoded(std::string_view parameter) {
  std::string text;
  for (const char letter : parameter) {
    if (letter == '/') {
      text += "%2F";
    } else if (letter == ':') {
      text += "%3A";
    } else {
      text += letter;
    }
  }
  return text;
}

/// The documents of the one account in its one region.
class AccountFolder {
 public:
  explicit AccountFolder(const std::filesystem::path& folder) : folder_(folder) {}

  void add(const std::string& call, const Json& document) {
    folder_.add(kAccountId, kRegion, call, document);
  }
  void add_global(const std::string& call, const Json& document) {
    folder_.add(kAccountId, "global", call, document);
  }
  void add_absent(std::string_view region, const std::string& call,
                  std::string_view error) {
    folder_.add_absent(kAccountId, region, call, error);
  }
  void write_manifest() const { folder_.write_manifest(); }

 private:
  SnapshotFolder folder_;
};

void add_network(AccountFolder& out, const Account& account) {
  out.add("ec2-describe-vpcs", describe_vpcs(account));
  out.add("ec2-describe-subnets", describe_subnets(account));
  out.add("ec2-describe-route-tables", describe_route_tables(account));
  out.add("ec2-describe-network-acls", describe_network_acls(account));
  out.add("ec2-describe-security-groups", describe_security_groups(account));
  out.add("ec2-describe-network-interfaces", describe_network_interfaces(account));
  out.add("ec2-describe-internet-gateways", describe_internet_gateways(account));
  out.add("ec2-describe-nat-gateways", describe_nat_gateways(account));
  out.add("ec2-describe-vpc-endpoints", describe_vpc_endpoints(account));
  out.add("ec2-describe-addresses", describe_addresses(account));
  out.add("ec2-describe-instances", describe_instances(account));
  out.add("ec2-describe-dhcp-options", describe_dhcp_options());
  out.add("ec2-describe-prefix-lists", describe_prefix_lists());
  out.add("ec2-describe-managed-prefix-lists", describe_managed_prefix_lists());
  out.add(fmt::format("ec2-get-managed-prefix-list-entries/{}", kS3List),
          managed_prefix_list_entries());
  out.add("ec2-describe-vpc-block-public-access-options",
          {{"VpcBlockPublicAccessOptions",
            {{"AwsAccountId", kAccountId},
             {"AwsRegion", kRegion},
             {"State", "default-state"},
             {"InternetGatewayBlockMode", "off"},
             {"ManagedBy", "account"},
             {"ExclusionsAllowed", "allowed"}}}});
  for (const auto& network : account.networks) {
    for (const char* attribute : {"DnsHostnames", "DnsSupport"}) {
      out.add(
          fmt::format("ec2-describe-vpc-attribute-enable{}/{}", attribute, network.id),
          {{fmt::format("Enable{}", attribute), {{"Value", true}}},
           {"VpcId", network.id}});
    }
    out.add_global("route53-list-hosted-zones-by-vpc/" + network.id,
                   {{"HostedZoneSummaries", Json::array()}, {"MaxItems", "100"}});
  }
}

void add_registry(AccountFolder& out, const Account& account) {
  out.add("ecr-describe-repositories", describe_repositories(account));
  out.add("ecr-get-account-setting/REGISTRY_POLICY_SCOPE",
          {{"name", "REGISTRY_POLICY_SCOPE"}, {"value", "V2"}});
  out.add_absent(kRegion, "ecr-get-registry-policy", "RegistryPolicyNotFoundException");
  for (const auto& repository : account.repositories) {
    const std::string name = percent_encoded(repository.name);
    out.add("ecr-describe-images/" + name, describe_images(repository));
    out.add("ecr-batch-get-image/" + name, batch_get_image(repository));
    const std::string policy_call = "ecr-get-repository-policy/" + name;
    if (repository.policy == Repository::Policy::None) {
      out.add_absent(kRegion, policy_call, "RepositoryPolicyNotFoundException");
    } else {
      out.add(policy_call, repository_policy(repository));
    }
  }
}

void add_containers(AccountFolder& out, const Account& account) {
  out.add("ecs-list-clusters", list_clusters(account));
  out.add("ecs-describe-clusters", describe_clusters(account));
  for (const auto& network : account.networks) {
    const std::string& cluster = network.cluster;
    out.add("ecs-list-services/" + cluster, list_services(account, network));
    out.add("ecs-describe-services/" + cluster, describe_services(account, network));
    out.add("ecs-list-container-instances/" + cluster,
            list_container_instances(network));
    out.add("ecs-describe-container-instances/" + cluster,
            describe_container_instances(network));
  }
  for (const auto& service : account.services) {
    out.add("ecs-describe-task-definition/" + percent_encoded(service.name + ":1"),
            describe_task_definition(service));
  }
  out.add("logs-describe-log-groups", describe_log_groups(account));
}

void add_global(AccountFolder& out, const Account& account) {
  out.add_global("iam-get-account-authorization-details",
                 account_authorization_details(account));
  out.add_global("route53-list-hosted-zones", {{"HostedZones", Json::array()}});
  out.add_global("sts-get-caller-identity",
                 {{"UserId", "AROAEXPORTER:export"},
                  {"Account", kAccountId},
                  {"Arn", fmt::format("arn:aws:sts::{}:assumed-role/exporter/export",
                                      kAccountId)}});
  out.add_absent("global", "organizations-describe-organization",
                 "AWSOrganizationsNotInUseException");
}

}  // namespace

std::vector<Expectation> expected_verdicts(const AccountOptions& options) {
  return expectations(plan_account(options));
}

void write_account(const AccountOptions& options, const std::filesystem::path& folder) {
  const Account account = plan_account(options);
  AccountFolder out(folder);
  add_network(out, account);
  for (const auto& empty : kEmptyAnswers) {
    out.add(std::string(empty.call), {{std::string(empty.key), Json::array()}});
  }
  add_registry(out, account);
  add_containers(out, account);
  add_global(out, account);
  out.write_manifest();
}

}  // namespace pullproof::bench
