#include "bench/estate_generator.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/estate/documents.h"

namespace pullproof::bench {
namespace {

/// Calls whose answer is an empty list everywhere here: call and key.
struct EmptyAnswer {
  std::string_view call;
  std::string_view key;
};
constexpr std::array<EmptyAnswer, 11> kEmptyAnswers = {{
    {"ec2-describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"},
    {"ec2-describe-vpc-block-public-access-exclusions",
     "VpcBlockPublicAccessExclusions"},
    {"ec2-describe-vpc-encryption-controls", "VpcEncryptionControls"},
    {"ec2-describe-vpn-gateways", "VpnGateways"},
    {"network-firewall-list-firewalls", "Firewalls"},
    {"route53profiles-list-profile-associations", "ProfileAssociations"},
    {"route53resolver-list-firewall-rule-group-associations",
     "FirewallRuleGroupAssociations"},
    {"route53resolver-list-resolver-endpoints", "ResolverEndpoints"},
    {"route53resolver-list-resolver-rule-associations", "ResolverRuleAssociations"},
    {"route53resolver-list-resolver-rules", "ResolverRules"},
    {"ecs-list-clusters", "clusterArns"},
}};

/// Writes what one account has in one region.
class PartWriter {
 public:
  PartWriter(SnapshotFolder& out, const EstatePart& part) : out_(out), part_(part) {}

  void add(const std::string& call, const Json& document) {
    out_.add(part_.account, part_.region.name, call, document);
  }

  void add_network() {
    add("ec2-describe-vpcs", describe_vpcs(part_));
    add("ec2-describe-subnets", describe_subnets(part_));
    add("ec2-describe-route-tables", describe_route_tables(part_));
    add("ec2-describe-network-acls", describe_network_acls(part_));
    add("ec2-describe-security-groups", describe_security_groups(part_));
    add("ec2-describe-network-interfaces", describe_network_interfaces(part_));
    add("ec2-describe-instances", describe_instances(part_));
    add("ec2-describe-internet-gateways", describe_internet_gateways(part_));
    add("ec2-describe-nat-gateways", describe_nat_gateways(part_));
    add("ec2-describe-vpc-endpoints", describe_vpc_endpoints(part_));
    add("ec2-describe-vpc-peering-connections",
        describe_vpc_peering_connections(part_));
    add("ec2-describe-dhcp-options", describe_dhcp_options(part_));
    for (const auto& empty : kEmptyAnswers) {
      add(std::string(empty.call), {{std::string(empty.key), Json::array()}});
    }
    add("ec2-describe-vpc-block-public-access-options",
        {{"VpcBlockPublicAccessOptions",
          {{"AwsAccountId", part_.account},
           {"AwsRegion", part_.region.name},
           {"State", "default-state"},
           {"InternetGatewayBlockMode", "off"},
           {"ManagedBy", "account"},
           {"ExclusionsAllowed", "allowed"}}}});
  }

  void add_prefix_lists() {
    const auto& blocks = part_.region.s3_blocks;
    const std::string entries = "ec2-get-managed-prefix-list-entries/";
    add("ec2-describe-prefix-lists", describe_prefix_lists(part_));
    add("ec2-describe-managed-prefix-lists", describe_managed_prefix_lists(part_));
    add(entries + std::string(part_.region.s3_list),
        prefix_list_entries({blocks.begin(), blocks.end()}));
    add(entries + own_prefix_list(part_), prefix_list_entries({std::string(kAllVpcs)}));
  }

  void add_attributes() {
    for (const auto& vpc : part_.vpcs) {
      const std::string id = vpc.id("vpc");
      for (const char* attribute : {"DnsHostnames", "DnsSupport"}) {
        add(fmt::format("ec2-describe-vpc-attribute-enable{}/{}", attribute, id),
            {{fmt::format("Enable{}", attribute), {{"Value", true}}}, {"VpcId", id}});
      }
      out_.add(part_.account, "global", "route53-list-hosted-zones-by-vpc/" + id,
               {{"HostedZoneSummaries", Json::array()}, {"MaxItems", "100"}});
    }
  }

  /// `whole`: all of the region, which the gateways' owner sees.
  void add_transit_gateways(const EstatePart& whole) {
    const bool owns = part_.account == network_account();
    const EstatePart& seen = owns ? whole : part_;
    add("ec2-describe-transit-gateways", describe_transit_gateways(part_));
    add("ec2-describe-transit-gateway-vpc-attachments",
        describe_transit_gateway_vpc_attachments(seen));
    add("ec2-describe-transit-gateway-attachments",
        describe_transit_gateway_attachments(seen));
    if (!owns) {
      add("ec2-describe-transit-gateway-route-tables",
          {{"TransitGatewayRouteTables", Json::array()}});
      return;
    }
    add("ec2-describe-transit-gateway-route-tables",
        describe_transit_gateway_route_tables(part_));
    add("ec2-search-transit-gateway-routes/" +
            regional_id(part_.options, "tgw-rtb", part_.region),
        search_transit_gateway_routes(whole));
  }

 private:
  SnapshotFolder& out_;
  const EstatePart& part_;
};

/// The region's VPCs; "" stands for all accounts.
EstatePart part_of(const EstateOptions& options, const Region& region,
                   const std::string& account) {
  EstatePart part{.options = options, .account = account, .region = region, .vpcs = {}};
  for (std::size_t i = 0; i < options.vpcs; ++i) {
    const EstateVpc vpc(options, i);
    const bool here = vpc.region().name == region.name &&
                      (account.empty() || vpc.account() == account);
    if (here) part.vpcs.push_back(vpc);
  }
  return part;
}

}  // namespace

std::size_t interfaces_in(const EstateOptions& options) {
  return options.vpcs * kInterfaces;
}

void write_estate(const EstateOptions& options, const std::filesystem::path& folder) {
  SnapshotFolder out(folder);
  const std::size_t accounts =
      (options.vpcs + options.vpcs_per_account - 1) / options.vpcs_per_account;
  for (const Region& region : kRegions) {
    const EstatePart whole = part_of(options, region, "");
    for (std::size_t i = 0; i < accounts; ++i) {
      const EstatePart part = part_of(options, region, account_id(i));
      PartWriter writer(out, part);
      writer.add_network();
      writer.add_prefix_lists();
      writer.add_attributes();
      writer.add_transit_gateways(whole);
    }
  }
  for (std::size_t i = 0; i < accounts; ++i) {
    const std::string account = account_id(i);
    out.add(account, "global", "sts-get-caller-identity",
            {{"UserId", "AROAEXPORTER:export"},
             {"Account", account},
             {"Arn",
              fmt::format("arn:aws:sts::{}:assumed-role/exporter/export", account)}});
    out.add(account, "global", "route53-list-hosted-zones",
            {{"HostedZones", Json::array()}});
  }
  out.write_manifest();
}

}  // namespace pullproof::bench
