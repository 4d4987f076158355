#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/changes/consequences.h"
#include "model/changes/document_edits.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

// What AWS refuses to delete, and why: EC2 API reference, error DependencyViolation.

/// "eni-1 in subnet-1 is in it": the first resource that holds on to another.
std::string held_by(const AccountDocuments& account, std::string_view type,
                    const EntryTest& test, std::string_view how) {
  const auto holder = first(account, type, test);
  return holder ? fmt::format("{} {}", holder->id, how) : "";
}

std::string refusal_of_group(const AccountDocuments& account, const Place& place) {
  const std::string& id = place.id;
  if (text_member(account.at(place), "GroupName") == "default") {
    return "it is the default group of its VPC";
  }
  const auto is_member = [&](const Json& resource) {
    return has_entry(resource, "Groups", has_text("GroupId", id));
  };
  for (const std::string_view type : {"NetworkInterface", "VpcEndpoint"}) {
    std::string why = held_by(account, type, is_member, "is a member of it");
    if (!why.empty()) return why;
  }
  const auto names_it = [&](const Json& group) {
    if (text_member(group, "GroupId") == id) return false;
    const auto by_pair = [&](const Json& permission) {
      return has_entry(permission, "UserIdGroupPairs", has_text("GroupId", id));
    };
    return has_entry(group, "IpPermissions", by_pair) ||
           has_entry(group, "IpPermissionsEgress", by_pair);
  };
  return held_by(account, "SecurityGroup", names_it, "names it in a rule");
}

std::string refusal_of_subnet(const AccountDocuments& account, const Place& place) {
  const EntryTest is_in = has_text("SubnetId", place.id);
  for (const std::string_view type : {"NetworkInterface", "NatGateway", "Instance"}) {
    std::string why = held_by(account, type, is_in, "is in it");
    if (!why.empty()) return why;
  }
  return held_by(
      account, "VpcEndpoint",
      [&](const Json& endpoint) { return has_item(endpoint, "SubnetIds", place.id); },
      "has an interface in it");
}

std::string refusal_of_route_table(const AccountDocuments& account,
                                   const Place& place) {
  const Json& table = account.at(place);
  const auto is_main = [](const Json& association) {
    return is_set(association, "Main");
  };
  if (has_entry(table, "Associations", is_main)) {
    return "it is the main route table of its VPC";
  }
  const bool has_any = has_entry(table, "Associations", [](const Json& association) {
    return !text_member(association, "SubnetId").empty() ||
           !text_member(association, "GatewayId").empty();
  });
  return has_any ? "subnets or gateways are associated with it" : "";
}

std::string refusal_of_acl(const AccountDocuments& account, const Place& place) {
  const Json& acl = account.at(place);
  if (is_set(acl, "IsDefault")) return "it is the default ACL of its VPC";
  const Json* associations = list_member(acl, "Associations");
  const bool is_used = associations != nullptr && !associations->empty();
  return is_used ? "subnets are associated with it" : "";
}

std::string refusal_of_vpc(const AccountDocuments& account, const Place& place) {
  const EntryTest is_in = has_text("VpcId", place.id);
  for (const std::string_view type :
       {"Subnet", "NetworkInterface", "NatGateway", "VpcEndpoint"}) {
    std::string why = held_by(account, type, is_in, "is in it");
    if (!why.empty()) return why;
  }
  return held_by(
      account, "InternetGateway",
      [&](const Json& gateway) {
        return has_entry(gateway, "Attachments", has_text("VpcId", place.id));
      },
      "is attached to it");
}

std::string refusal_of_transit_gateway(const AccountDocuments& account,
                                       const Place& place) {
  return held_by(account, "TransitGatewayVpcAttachment",
                 has_text("TransitGatewayId", place.id), "is attached to it");
}

std::string refusal_of_dhcp_options(const AccountDocuments& account,
                                    const Place& place) {
  return held_by(account, "Vpc", has_text("DhcpOptionsId", place.id), "uses them");
}

std::string refusal_of_prefix_list(const AccountDocuments& account,
                                   const Place& place) {
  const EntryTest names_it = has_text("DestinationPrefixListId", place.id);
  return held_by(
      account, "RouteTable",
      [&](const Json& table) { return has_entry(table, "Routes", names_it); },
      "has a route to it");
}

/// AWS: IAM, DeletePolicy: error DeleteConflict.
std::string refusal_of_policy(const AccountDocuments& account, const Place& place) {
  const std::string arn = text_member(account.at(place), "Arn");
  return held_by(
      account, "Role",
      [&](const Json& role) {
        const EntryTest is_it = has_text("PolicyArn", arn);
        const auto boundary = role.find("PermissionsBoundary");
        const bool is_boundary =
            boundary != role.end() &&
            text_member(*boundary, "PermissionsBoundaryArn") == arn;
        return is_boundary || has_entry(role, "AttachedManagedPolicies", is_it);
      },
      "has it attached");
}

/// AWS: ECS, DeleteCluster: error ClusterContainsServicesException.
std::string refusal_of_cluster(const AccountDocuments& account, const Place& place) {
  const std::string arn = text_member(account.at(place), "clusterArn");
  return held_by(account, "Service", has_text("clusterArn", arn), "runs in it");
}

// What goes, or changes, with it.

void blackhole(AccountDocuments& account, const char* target, const std::string& id) {
  edit_entries(account, "RouteTable", "Routes", has_text(target, id),
               [](Json& route) { route["State"] = "blackhole"; });
}

void remove_interfaces(AccountDocuments& account, const std::vector<std::string>& ids) {
  remove_all(account, "NetworkInterface", [&](const Json& interface) {
    const std::string id = text_member(interface, "NetworkInterfaceId");
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  });
}

void follow_nat_gateway(AccountDocuments& account, const Place& place) {
  std::vector<std::string> interfaces;
  if (const Json* list = list_member(account.at(place), "NatGatewayAddresses")) {
    for (const Json& address : *list) {
      interfaces.push_back(text_member(address, "NetworkInterfaceId"));
    }
  }
  remove_interfaces(account, interfaces);
  blackhole(account, "NatGatewayId", place.id);
}

void follow_endpoint(AccountDocuments& account, const Place& place) {
  const Json endpoint = account.at(place);
  const EntryTest leads_to_it = has_text("GatewayId", place.id);
  if (text_member(endpoint, "VpcEndpointType") == "Gateway") {
    // AWS: VPC PrivateLink guide: its routes are deleted with it.
    drop_entries(account, "RouteTable", "Routes", leads_to_it);
    return;
  }
  remove_interfaces(account, texts_of(endpoint, "NetworkInterfaceIds"));
  blackhole(account, "GatewayId", place.id);
  blackhole(account, "VpcEndpointId", place.id);
}

void follow_attachment(AccountDocuments& account, const Place& place) {
  const Json attachment = account.at(place);
  const std::string vpc = text_member(attachment, "VpcId");
  const std::string gateway = text_member(attachment, "TransitGatewayId");
  for (const Place& table : account.all("RouteTable")) {
    if (text_member(account.at(table), "VpcId") != vpc) continue;
    const EntryTest leads_there = has_text("TransitGatewayId", gateway);
    if (!has_entry(account.at(table), "Routes", leads_there)) continue;
    for (Json& route : account.edit(table)["Routes"]) {
      if (leads_there(route)) route["State"] = "blackhole";
    }
  }
  const EntryTest by_it = has_text("TransitGatewayAttachmentId", place.id);
  const auto leads_by_it = [&](const Json& route) {
    return has_entry(route, "TransitGatewayAttachments", by_it);
  };
  // AWS: Transit Gateway guide: propagated routes go, static ones become blackholes.
  drop_entries(account, "TransitGatewayRoutes", "Routes", [&](const Json& route) {
    return leads_by_it(route) && text_member(route, "Type") == "propagated";
  });
  edit_entries(account, "TransitGatewayRoutes", "Routes", leads_by_it,
               [](Json& route) { route["State"] = "blackhole"; });
  remove_all(account, "TransitGatewayAttachment", by_it);
  remove_all(account, "NetworkInterface", [&](const Json& interface) {
    return text_member(interface, "InterfaceType") == "transit_gateway" &&
           text_member(interface, "Description").find(place.id) != std::string::npos;
  });
}

void follow_mount_target(AccountDocuments& account, const Place& place) {
  remove_interfaces(account, {text_member(account.at(place), "NetworkInterfaceId")});
  count_mount_target(account, place, -1);
}

void follow_instance(AccountDocuments& account, const Place& place) {
  remove_all(account, "NetworkInterface", [&](const Json& interface) {
    const auto attachment = interface.find("Attachment");
    return attachment != interface.end() &&
           text_member(*attachment, "InstanceId") == place.id;
  });
  remove_all(account, "ContainerInstance", has_text("ec2InstanceId", place.id));
  blackhole(account, "InstanceId", place.id);
}

void follow_subnet(AccountDocuments& account, const Place& place) {
  const EntryTest is_of_it = has_text("SubnetId", place.id);
  drop_entries(account, "RouteTable", "Associations", is_of_it);
  drop_entries(account, "NetworkAcl", "Associations", is_of_it);
}

void follow_vpc(AccountDocuments& account, const Place& place) {
  const EntryTest is_in = has_text("VpcId", place.id);
  for (const std::string_view type : {"RouteTable", "NetworkAcl", "SecurityGroup"}) {
    remove_all(account, type, is_in);
  }
  for (const std::string_view type :
       {"VpcDnsSupport", "VpcDnsHostnames", "HostedZones"}) {
    for (const Place& of_vpc : account.named(place.id, type)) account.remove(of_vpc);
  }
}

/// Documents of the repository's name, as `delete-repository --force` leaves them.
void follow_repository(AccountDocuments& account, const Place& place) {
  for (const std::string_view type :
       {"RepositoryPolicy", "LifecyclePolicy", "Images", "ImageManifests"}) {
    for (const Place& of_it : account.named(place.id, type)) {
      if (account.scope_of(of_it) == account.scope_of(place)) account.remove(of_it);
    }
  }
}

void drop_from_list(AccountDocuments& account, const aws::Scope& scope,
                    std::string_view call, const char* key, const std::string& arn) {
  account.edit_documents(scope, call, [&](Json& document) {
    const auto list = document.find(key);
    if (list == document.end() || !list->is_array()) return;
    list->erase(std::remove(list->begin(), list->end(), Json(arn)), list->end());
  });
}

void follow_service(AccountDocuments& account, const Place& place) {
  const std::string arn = text_member(account.at(place), "serviceArn");
  drop_from_list(account, account.scope_of(place), "ecs-list-services", "serviceArns",
                 arn);
  remove_all(account, "ServiceRevision", has_text("serviceArn", arn));
}

void follow_cluster(AccountDocuments& account, const Place& place) {
  drop_from_list(account, account.scope_of(place), "ecs-list-clusters", "clusterArns",
                 text_member(account.at(place), "clusterArn"));
}

struct Rule {
  std::string_view type;
  std::string (*refusal)(const AccountDocuments&, const Place&) = nullptr;
  void (*follow)(AccountDocuments&, const Place&) = nullptr;
};

template <const char* kTarget>
void follow_target(AccountDocuments& account, const Place& place) {
  blackhole(account, kTarget, place.id);
}

constexpr char kGateway[] = "GatewayId";
constexpr char kEgressOnly[] = "EgressOnlyInternetGatewayId";
constexpr char kPeering[] = "VpcPeeringConnectionId";
constexpr char kTransitGateway[] = "TransitGatewayId";
constexpr char kInterface[] = "NetworkInterfaceId";

constexpr std::array kRules = std::to_array<Rule>({
    {"SecurityGroup", refusal_of_group, nullptr},
    {"Subnet", refusal_of_subnet, follow_subnet},
    {"RouteTable", refusal_of_route_table, nullptr},
    {"NetworkAcl", refusal_of_acl, nullptr},
    {"Vpc", refusal_of_vpc, follow_vpc},
    {"NatGateway", nullptr, follow_nat_gateway},
    {"InternetGateway", nullptr, follow_target<kGateway>},
    {"VpnGateway", nullptr, follow_target<kGateway>},
    {"EgressOnlyInternetGateway", nullptr, follow_target<kEgressOnly>},
    {"VpcPeeringConnection", nullptr, follow_target<kPeering>},
    {"TransitGateway", refusal_of_transit_gateway, follow_target<kTransitGateway>},
    {"TransitGatewayVpcAttachment", nullptr, follow_attachment},
    {"NetworkInterface", nullptr, follow_target<kInterface>},
    {"Instance", nullptr, follow_instance},
    {"VpcEndpoint", nullptr, follow_endpoint},
    {"DhcpOptions", refusal_of_dhcp_options, nullptr},
    {"MountTarget", nullptr, follow_mount_target},
    {"PrefixList", refusal_of_prefix_list, nullptr},
    {"Policy", refusal_of_policy, nullptr},
    {"Repository", nullptr, follow_repository},
    {"Cluster", refusal_of_cluster, follow_cluster},
    {"Service", nullptr, follow_service},
});

const Rule* rule_of(std::string_view type) {
  const auto found = std::find_if(kRules.begin(), kRules.end(),
                                  [&](const Rule& rule) { return rule.type == type; });
  return found == kRules.end() ? nullptr : &*found;
}

}  // namespace

std::string refusal_to_delete(const AccountDocuments& account, const Place& place) {
  const Rule* rule = rule_of(place.shape->type);
  if (rule == nullptr || rule->refusal == nullptr) return {};
  return rule->refusal(account, place);
}

void delete_with_consequences(AccountDocuments& account, const Place& place) {
  // Deregistered revisions are still described, and services that have them go on; keys
  // are deleted after a while in which nothing can use them.
  if (place.shape->type == "TaskDefinition") {
    account.edit(place)["status"] = "INACTIVE";
    return;
  }
  if (place.shape->type == "Key") {
    account.edit(place)["KeyState"] = "PendingDeletion";
    return;
  }
  const Rule* rule = rule_of(place.shape->type);
  if (rule != nullptr && rule->follow != nullptr) rule->follow(account, place);
  account.remove(place);
}

}  // namespace pullproof::changes
