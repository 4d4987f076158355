#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/changes/consequences.h"
#include "model/changes/document_edits.h"
#include "model/gates/partition.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

/// What a function that fills in is told.
struct Added {
  const AccountDocuments& account;
  const aws::Scope& scope;
};

std::string arn_of(const aws::Scope& scope, std::string_view service,
                   const std::string& resource, bool is_global = false) {
  const gates::Partition* partition = gates::partition_of(scope.region.str());
  return fmt::format("arn:{}:{}:{}:{}:{}",
                     partition == nullptr ? "aws" : partition->name, service,
                     is_global ? "" : scope.region.str(), scope.account, resource);
}

/// Text of another resource's field, "" if it is not there.
std::string text_of(const Added& in, std::string_view type, const std::string& id,
                    std::string_view member) {
  const Place* place = in.account.find(type, id, in.scope);
  return place == nullptr ? "" : text_member(in.account.at(*place), member);
}

Json associated_block(const char* block, const char* state, const std::string& cidr) {
  return {{block, cidr}, {state, {{"State", "associated"}}}};
}

void fill_vpc(const Added& in, Json& vpc) {
  fill(vpc, "State", "available");
  fill(vpc, "OwnerId", in.scope.account.str());
  fill(vpc, "InstanceTenancy", "default");
  fill(vpc, "IsDefault", false);
  const std::string cidr = text_member(vpc, "CidrBlock");
  if (!cidr.empty()) {
    fill(vpc, "CidrBlockAssociationSet",
         Json::array({associated_block("CidrBlock", "CidrBlockState", cidr)}));
  }
}

void fill_subnet(const Added& in, Json& subnet) {
  fill(subnet, "State", "available");
  fill(subnet, "OwnerId", in.scope.account.str());
  fill(subnet, "MapPublicIpOnLaunch", false);
  fill(subnet, "Ipv6CidrBlockAssociationSet", Json::array());
  fill(subnet, "EnableDns64", false);
  fill(subnet, "Ipv6Native", false);
}

void fill_route_table(const Added& in, Json& table) {
  fill(table, "OwnerId", in.scope.account.str());
  fill(table, "Associations", Json::array());
  fill(table, "Routes", Json::array());
  for (Json& route : table["Routes"]) {
    if (route.is_object()) fill(route, "State", "active");
  }
}

Json acl_entry(bool egress, int number, const char* action, const char* block,
               const char* cidr) {
  return {{"Egress", egress},
          {"RuleNumber", number},
          {"RuleAction", action},
          {"Protocol", "-1"},
          {block, cidr}};
}

void fill_acl(const Added& in, Json& acl) {
  fill(acl, "OwnerId", in.scope.account.str());
  fill(acl, "IsDefault", false);
  fill(acl, "Associations", Json::array());
  fill(acl, "Entries", Json::array());
  // AWS: VPC user guide, "Network ACL basics": what no rule matches is denied.
  constexpr int kLast = 32767;
  for (const bool egress : {true, false}) {
    const Json last = acl_entry(egress, kLast, "deny", "CidrBlock", "0.0.0.0/0");
    const Json key = {{"Egress", egress}, {"RuleNumber", kLast}};
    const bool has_it = has_entry(
        acl, "Entries", [&](const Json& entry) { return has_members(entry, key); });
    if (!has_it && acl["Entries"].is_array()) acl["Entries"].push_back(last);
  }
}

void fill_group(const Added& in, Json& group) {
  fill(group, "OwnerId", in.scope.account.str());
  fill(group, "GroupName", group["GroupId"]);
  fill(group, "IpPermissions", Json::array());
  // AWS: EC2 API reference, CreateSecurityGroup: a new group lets everything out.
  fill(group, "IpPermissionsEgress",
       Json::array({{{"IpProtocol", "-1"},
                     {"IpRanges", Json::array({{{"CidrIp", "0.0.0.0/0"}}})},
                     {"Ipv6Ranges", Json::array()},
                     {"PrefixListIds", Json::array()},
                     {"UserIdGroupPairs", Json::array()}}}));
}

void fill_internet_gateway(const Added& in, Json& gateway) {
  fill(gateway, "OwnerId", in.scope.account.str());
  fill(gateway, "Attachments", Json::array());
  for (Json& attachment : gateway["Attachments"]) {
    if (attachment.is_object()) fill(attachment, "State", "available");
  }
}

void fill_egress_only_gateway(const Added&, Json& gateway) {
  fill(gateway, "Attachments", Json::array());
  for (Json& attachment : gateway["Attachments"]) {
    if (attachment.is_object()) fill(attachment, "State", "attached");
  }
}

void fill_nat_gateway(const Added& in, Json& gateway) {
  fill(gateway, "State", "available");
  fill(gateway, "ConnectivityType", "public");
  const std::string vpc =
      text_of(in, "Subnet", text_member(gateway, "SubnetId"), "VpcId");
  if (!vpc.empty()) fill(gateway, "VpcId", vpc);
  // Which Elastic IP address it gets nobody knows before.
  if (text_member(gateway, "ConnectivityType") != "public") return;
  const std::string id = text_member(gateway, "NatGatewayId");
  fill(gateway, "NatGatewayAddresses",
       Json::array({{{"AllocationId", "eipalloc-" + id},
                     {"IsPrimary", true},
                     {"Status", "succeeded"}}}));
}

void fill_endpoint(const Added& in, Json& endpoint) {
  fill(endpoint, "VpcEndpointType", "Gateway");
  fill(endpoint, "State", "available");
  fill(endpoint, "OwnerId", in.scope.account.str());
  // AWS: EC2 API reference, CreateVpcEndpoint: the default policy lets everything pass.
  fill(endpoint, "PolicyDocument",
       R"({"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*",)"
       R"("Action":"*","Resource":"*"}]})");
  const std::string type = text_member(endpoint, "VpcEndpointType");
  if (type == "Gateway") {
    fill(endpoint, "RouteTableIds", Json::array());
    return;
  }
  fill(endpoint, "SubnetIds", Json::array());
  if (type != "Interface") return;
  fill(endpoint, "PrivateDnsEnabled", true);
  fill(endpoint, "IpAddressType", "ipv4");
  fill(endpoint, "DnsOptions", {{"DnsRecordIpType", endpoint["IpAddressType"]}});
  if (endpoint.contains("Groups")) return;
  // The same page: without groups it is in the VPC's default one.
  const std::string vpc = text_member(endpoint, "VpcId");
  const auto group = first(
      in.account, "SecurityGroup",
      [&](const Json& each) {
        return text_member(each, "VpcId") == vpc &&
               text_member(each, "GroupName") == "default";
      },
      in.scope);
  if (group) endpoint["Groups"] = Json::array({{{"GroupId", group->id}}});
}

void fill_state(const Added&, Json& resource) { fill(resource, "State", "available"); }

void fill_peering(const Added& in, Json& peering) {
  fill(peering, "Status", {{"Code", "active"}});
  for (const char* side : {"AccepterVpcInfo", "RequesterVpcInfo"}) {
    if (!peering.contains(side) || !peering[side].is_object()) continue;
    fill(peering[side], "OwnerId", in.scope.account.str());
    fill(peering[side], "Region", in.scope.region.str());
  }
}

void fill_role(const Added& in, Json& role) {
  fill(role, "Path", "/");
  fill(role, "Arn",
       arn_of(in.scope, "iam",
              fmt::format("role{}{}", text_member(role, "Path"),
                          text_member(role, "RoleName")),
              true));
  for (const char* list :
       {"InstanceProfileList", "RolePolicyList", "AttachedManagedPolicies"}) {
    fill(role, list, Json::array());
  }
}

void fill_policy(const Added& in, Json& policy) {
  fill(policy, "Path", "/");
  fill(policy, "Arn",
       arn_of(in.scope, "iam",
              fmt::format("policy{}{}", text_member(policy, "Path"),
                          text_member(policy, "PolicyName")),
              true));
  fill(policy, "DefaultVersionId", "v1");
}

void fill_repository(const Added& in, Json& repository) {
  const std::string name = text_member(repository, "repositoryName");
  fill(repository, "registryId", in.scope.account.str());
  fill(repository, "repositoryArn", arn_of(in.scope, "ecr", "repository/" + name));
  const gates::Partition* partition = gates::partition_of(in.scope.region.str());
  fill(repository, "repositoryUri",
       fmt::format("{}.dkr.ecr.{}.{}/{}", in.scope.account, in.scope.region,
                   partition == nullptr ? "amazonaws.com" : partition->dns_suffix,
                   name));
  fill(repository, "encryptionConfiguration", {{"encryptionType", "AES256"}});
}

void fill_cluster(const Added& in, Json& cluster) {
  fill(cluster, "clusterArn",
       arn_of(in.scope, "ecs", "cluster/" + text_member(cluster, "clusterName")));
  fill(cluster, "status", "ACTIVE");
  fill(cluster, "capacityProviders", Json::array());
  fill(cluster, "defaultCapacityProviderStrategy", Json::array());
}

void fill_service(const Added& in, Json& service) {
  fill(service, "clusterArn", arn_of(in.scope, "ecs", "cluster/default"));
  const std::string cluster = text_member(service, "clusterArn");
  fill(service, "serviceArn",
       arn_of(in.scope, "ecs",
              fmt::format("service/{}/{}", cluster.substr(cluster.rfind('/') + 1),
                          text_member(service, "serviceName"))));
  fill(service, "status", "ACTIVE");
  fill(service, "desiredCount", 1);
  fill(service, "deployments", Json::array());
}

void fill_task_definition(const Added& in, Json& definition) {
  const std::string family = text_member(definition, "family");
  fill(definition, "revision", 1);
  const Json& revision = definition["revision"];
  fill(definition, "taskDefinitionArn",
       arn_of(in.scope, "ecs",
              fmt::format("task-definition/{}:{}", family,
                          revision.is_number() ? revision.dump() : "1")));
  fill(definition, "status", "ACTIVE");
  fill(definition, "networkMode", "bridge");
  fill(definition, "volumes", Json::array());
  if (!definition.contains("containerDefinitions")) return;
  for (Json& container : definition["containerDefinitions"]) {
    if (container.is_object()) fill(container, "essential", true);
  }
}

void fill_key(const Added& in, Json& key) {
  fill(key, "AWSAccountId", in.scope.account.str());
  fill(key, "Arn", arn_of(in.scope, "kms", "key/" + text_member(key, "KeyId")));
  fill(key, "Enabled", true);
  fill(key, "KeyState", "Enabled");
  fill(key, "KeyManager", "CUSTOMER");
  fill(key, "KeySpec", "SYMMETRIC_DEFAULT");
  fill(key, "KeyUsage", "ENCRYPT_DECRYPT");
}

void fill_secret(const Added& in, Json& secret) {
  // AWS: Secrets Manager user guide: a name is followed by a dash and six characters
  // that nobody can know before.
  fill(secret, "ARN",
       arn_of(in.scope, "secretsmanager",
              fmt::format("secret:{}-??????", text_member(secret, "Name"))));
}

void fill_parameter(const Added& in, Json& parameter) {
  const std::string name = text_member(parameter, "Name");
  const char* slash = name.starts_with('/') ? "" : "/";
  fill(parameter, "ARN", arn_of(in.scope, "ssm", "parameter" + (slash + name)));
  fill(parameter, "Type", "String");
}

void fill_log_group(const Added& in, Json& group) {
  const std::string name = text_member(group, "logGroupName");
  fill(group, "logGroupArn", arn_of(in.scope, "logs", "log-group:" + name));
  fill(group, "arn", arn_of(in.scope, "logs", "log-group:" + name + ":*"));
}

struct Filler {
  std::string_view type;
  std::string_view prefix;  ///< Of ids that AWS makes; "" for names.
  void (*fill)(const Added&, Json&) = nullptr;
};

constexpr std::array kFillers = std::to_array<Filler>({
    {"Vpc", "vpc-", fill_vpc},
    {"Subnet", "subnet-", fill_subnet},
    {"RouteTable", "rtb-", fill_route_table},
    {"NetworkAcl", "acl-", fill_acl},
    {"SecurityGroup", "sg-", fill_group},
    {"NetworkInterface", "eni-", nullptr},
    {"InternetGateway", "igw-", fill_internet_gateway},
    {"EgressOnlyInternetGateway", "eigw-", fill_egress_only_gateway},
    {"NatGateway", "nat-", fill_nat_gateway},
    {"VpcEndpoint", "vpce-", fill_endpoint},
    {"PrefixList", "pl-", nullptr},
    {"DhcpOptions", "dopt-", nullptr},
    {"VpcPeeringConnection", "pcx-", fill_peering},
    {"TransitGateway", "tgw-", fill_state},
    {"TransitGatewayVpcAttachment", "tgw-attach-", fill_state},
    {"TransitGatewayRouteTable", "tgw-rtb-", fill_state},
    {"Role", "", fill_role},
    {"Policy", "", fill_policy},
    {"Repository", "", fill_repository},
    {"Cluster", "", fill_cluster},
    {"Service", "", fill_service},
    {"TaskDefinition", "", fill_task_definition},
    {"Key", "", fill_key},
    {"Secret", "", fill_secret},
    {"Parameter", "", fill_parameter},
    {"LogGroup", "", fill_log_group},
});

}  // namespace

void fill_in(const AccountDocuments& account, const ResourceShape& shape,
             const aws::Scope& scope, const std::string& fresh, Json& resource) {
  const auto filler =
      std::find_if(kFillers.begin(), kFillers.end(),
                   [&](const Filler& each) { return each.type == shape.type; });
  if (filler == kFillers.end()) return;
  if (!filler->prefix.empty()) {
    fill(resource, std::string(shape.id).c_str(), std::string(filler->prefix) + fresh);
  }
  if (filler->fill != nullptr) filler->fill({account, scope}, resource);
}

}  // namespace pullproof::changes
