#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/changes/consequences.h"
#include "model/changes/document_edits.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

struct ListDifference {
  std::vector<std::string> gone;
  std::vector<std::string> come;
};

ListDifference difference_of(const std::vector<std::string>& before,
                             const std::vector<std::string>& after) {
  const std::set<std::string> old(before.begin(), before.end());
  const std::set<std::string> now(after.begin(), after.end());
  ListDifference found;
  std::set_difference(old.begin(), old.end(), now.begin(), now.end(),
                      std::back_inserter(found.gone));
  std::set_difference(now.begin(), now.end(), old.begin(), old.end(),
                      std::back_inserter(found.come));
  return found;
}

/// Texts of one member of the list's objects.
std::vector<std::string> members_of(const Json& resource, std::string_view list,
                                    std::string_view member) {
  std::vector<std::string> texts;
  const Json* entries = list_member(resource, list);
  if (entries == nullptr) return texts;
  for (const Json& entry : *entries) {
    std::string text = text_member(entry, member);
    if (!text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

bool is_main_association(const Json& association) {
  return is_set(association, "Main");
}

/// AWS: a subnet has one route table and one ACL, and a VPC one main table: whatever is
/// associated anew leaves the other.
void take_associations(AccountDocuments& account, const Place& changed,
                       const Json& before) {
  const Json now = account.at(changed);
  const auto subnets = difference_of(members_of(before, "Associations", "SubnetId"),
                                     members_of(now, "Associations", "SubnetId"));
  const bool becomes_main = has_entry(now, "Associations", is_main_association) &&
                            !has_entry(before, "Associations", is_main_association);
  const std::string vpc = text_member(now, "VpcId");
  const auto moves = [&](const Json& association) {
    const std::string subnet = text_member(association, "SubnetId");
    return std::find(subnets.come.begin(), subnets.come.end(), subnet) !=
           subnets.come.end();
  };
  for (const Place& other : account.all(changed.shape->type)) {
    const Json& resource = account.at(other);
    if (other.id == changed.id) continue;
    const bool gives_main = becomes_main && text_member(resource, "VpcId") == vpc;
    const auto leaves = [&](const Json& association) {
      return moves(association) || (gives_main && is_main_association(association));
    };
    if (!has_entry(resource, "Associations", leaves)) continue;
    Json& list = account.edit(other)["Associations"];
    list.erase(std::remove_if(list.begin(), list.end(), leaves), list.end());
  }
}

/// AWS: VPC user guide, "Network ACLs": a subnet always has one, by default its VPC's.
void return_to_default(AccountDocuments& account, const Place& changed,
                       const Json& before) {
  take_associations(account, changed, before);
  const Json now = account.at(changed);
  const std::string vpc = text_member(now, "VpcId");
  const auto subnets = difference_of(members_of(before, "Associations", "SubnetId"),
                                     members_of(now, "Associations", "SubnetId"));
  // The default one gives a subnet away to another one only.
  if (is_set(now, "IsDefault")) return;
  for (const std::string& subnet : subnets.gone) {
    join_default_acl(account, vpc, subnet);
  }
}

/// AWS: PrivateLink guide, "Gateway endpoints": routes to the service's prefix list
/// stand in the tables that the endpoint is associated with, and in no other.
void settle_gateway_routes(AccountDocuments& account, const Place& endpoint,
                           const Json& before) {
  const Json now = account.at(endpoint);
  const aws::Scope scope = account.scope_of(endpoint);
  const std::string service = text_member(now, "ServiceName");
  const auto tables =
      difference_of(texts_of(before, "RouteTableIds"), texts_of(now, "RouteTableIds"));
  const EntryTest by_it = has_text("GatewayId", endpoint.id);
  for (const std::string& id : tables.gone) {
    const Place* table = account.find("RouteTable", id, scope);
    if (table == nullptr || !has_entry(account.at(*table), "Routes", by_it)) continue;
    Json& routes = account.edit(*table)["Routes"];
    routes.erase(std::remove_if(routes.begin(), routes.end(), by_it), routes.end());
  }
  if (tables.come.empty()) return;
  auto list = first(account, "PrefixList", has_text("PrefixListName", service), scope);
  if (!list) {
    // Every region has one for each service with gateway endpoints.
    list = account.add(*shape_of_type("PrefixList"), scope, "",
                       {{"PrefixListId", "pl-" + service},
                        {"PrefixListName", service},
                        {"OwnerId", "AWS"}});
  }
  for (const std::string& id : tables.come) {
    const Place* table = account.find("RouteTable", id, scope);
    if (table == nullptr || has_entry(account.at(*table), "Routes", by_it)) continue;
    account.edit(*table)["Routes"].push_back({{"DestinationPrefixListId", list->id},
                                              {"GatewayId", endpoint.id},
                                              {"Origin", "CreateRoute"},
                                              {"State", "active"}});
  }
}

std::optional<Place> interface_named(const AccountDocuments& account,
                                     const std::string& id) {
  const Place* place = account.find("NetworkInterface", id);
  return place == nullptr ? std::nullopt : std::optional<Place>(*place);
}

/// An interface that is new has an address that nobody knows before: where there is
/// one, the endpoint's interfaces are no longer listed, so that each may have any
/// address of its subnet.
void settle_interfaces(AccountDocuments& account, const Place& endpoint,
                       const Json& before) {
  const Json now = account.at(endpoint);
  const auto subnets =
      difference_of(texts_of(before, "SubnetIds"), texts_of(now, "SubnetIds"));
  const std::vector<std::string> interfaces = texts_of(now, "NetworkInterfaceIds");
  Json kept = Json::array();
  for (const std::string& id : interfaces) {
    const auto place = interface_named(account, id);
    if (!place) continue;
    const std::string subnet = text_member(account.at(*place), "SubnetId");
    const bool goes = !subnets.come.empty() ||
                      std::find(subnets.gone.begin(), subnets.gone.end(), subnet) !=
                          subnets.gone.end();
    if (goes) {
      account.remove(*place);
      continue;
    }
    kept.push_back(id);
    if (before.contains("Groups") && before["Groups"] != now["Groups"]) {
      account.edit(*place)["Groups"] = now["Groups"];
    }
  }
  const bool is_changed = !before.empty() && kept.size() != interfaces.size();
  if (is_changed) account.edit(endpoint)["NetworkInterfaceIds"] = kept;
}

void follow_endpoint_change(AccountDocuments& account, const Place& changed,
                            const Json& before) {
  const std::string type = text_member(account.at(changed), "VpcEndpointType");
  if (type == "Gateway") return settle_gateway_routes(account, changed, before);
  if (!before.empty()) settle_interfaces(account, changed, before);
}

/// AWS: VPC user guide: routes to a gateway that is not attached are blackholes.
void settle_gateway(AccountDocuments& account, const Place& changed, const Json& before,
                    std::string_view list) {
  const Json now = account.at(changed);
  const auto vpcs =
      difference_of(members_of(before, list, "VpcId"), members_of(now, list, "VpcId"));
  const auto set_state = [&](const std::string& vpc, const char* state) {
    const EntryTest leads_to_it = has_text("GatewayId", changed.id);
    for (const Place& table : account.all("RouteTable")) {
      const Json& told = account.at(table);
      if (text_member(told, "VpcId") != vpc ||
          !has_entry(told, "Routes", leads_to_it)) {
        continue;
      }
      for (Json& route : account.edit(table)["Routes"]) {
        if (leads_to_it(route)) route["State"] = state;
      }
    }
  };
  for (const std::string& vpc : vpcs.gone) set_state(vpc, "blackhole");
  for (const std::string& vpc : vpcs.come) set_state(vpc, "active");
}

/// AWS: Transit Gateway guide, "Route propagation": a table to which a VPC's attachment
/// propagates has a route to each block of the VPC.
void settle_propagated_routes(AccountDocuments& account, const std::string& vpc,
                              const ListDifference& blocks) {
  if (blocks.gone.empty() && blocks.come.empty()) return;
  const EntryTest is_of_vpc = [&](const Json& route) {
    return text_member(route, "Type") == "propagated" &&
           has_entry(route, "TransitGatewayAttachments", has_text("ResourceId", vpc));
  };
  for (const Place& table : account.all("TransitGatewayRoutes")) {
    const Json* told = list_member(account.at(table), "Routes");
    if (told == nullptr) continue;
    const auto example = std::find_if(told->begin(), told->end(), is_of_vpc);
    if (example == told->end()) continue;
    Json route = *example;
    Json& routes = account.edit(table)["Routes"];
    for (const std::string& block : blocks.come) {
      route["DestinationCidrBlock"] = block;
      routes.push_back(route);
    }
    const auto leads_to_gone = [&](const Json& each) {
      const std::string to = text_member(each, "DestinationCidrBlock");
      return is_of_vpc(each) &&
             std::find(blocks.gone.begin(), blocks.gone.end(), to) != blocks.gone.end();
    };
    routes.erase(std::remove_if(routes.begin(), routes.end(), leads_to_gone),
                 routes.end());
  }
}

void follow_gateway_change(AccountDocuments& account, const Place& changed,
                           const Json& before) {
  settle_gateway(account, changed, before, "Attachments");
}

void follow_vpn_gateway_change(AccountDocuments& account, const Place& changed,
                               const Json& before) {
  settle_gateway(account, changed, before, "VpcAttachments");
}

void follow_vpc_change(AccountDocuments& account, const Place& changed,
                       const Json& before) {
  const Json& now = account.at(changed);
  const bool is_same = before.value("CidrBlockAssociationSet", Json()) ==
                           now.value("CidrBlockAssociationSet", Json()) &&
                       before.value("Ipv6CidrBlockAssociationSet", Json()) ==
                           now.value("Ipv6CidrBlockAssociationSet", Json());
  if (is_same) return;
  const auto blocks =
      difference_of(members_of(before, "CidrBlockAssociationSet", "CidrBlock"),
                    members_of(now, "CidrBlockAssociationSet", "CidrBlock"));
  for (const Place& table : account.all("RouteTable")) {
    if (text_member(account.at(table), "VpcId") == changed.id) {
      add_local_routes(account, table);
    }
  }
  settle_propagated_routes(account, changed.id, blocks);
}

/// AWS: ECS API reference, Deployment: what UpdateService changes of these makes a new
/// PRIMARY deployment. The snapshot's one becomes it, and what an older revision had
/// resolved counts no longer.
void follow_service_change(AccountDocuments& account, const Place& changed,
                           const Json& before) {
  constexpr std::array<const char*, 6> kDeployed{
      "taskDefinition",  "networkConfiguration",     "launchType",
      "platformVersion", "capacityProviderStrategy", "serviceConnectConfiguration"};
  const Json now = account.at(changed);
  std::vector<std::string> fields;
  for (const char* field : kDeployed) {
    if (before.value(field, Json()) != now.value(field, Json())) {
      fields.emplace_back(field);
    }
  }
  if (fields.empty()) return;
  for (const char* list : {"deployments", "taskSets"}) {
    const Json* old = list_member(before, list);
    const Json* parts = list_member(now, list);
    // Whoever edits them too knows what they mean.
    if (parts == nullptr || old == nullptr || *old != *parts) continue;
    for (Json& part : account.edit(changed)[list]) {
      if (text_member(part, "status") != "PRIMARY") continue;
      for (const std::string& field : fields) {
        if (now.contains(field)) {
          part[field] = now[field];
        } else {
          part.erase(field);
        }
      }
    }
  }
  const std::string arn = text_member(now, "serviceArn");
  remove_all(account, "ServiceRevision", has_text("serviceArn", arn));
  if (now.contains("currentServiceRevisions") &&
      before.value("currentServiceRevisions", Json()) ==
          now["currentServiceRevisions"]) {
    account.edit(changed).erase("currentServiceRevisions");
  }
}

struct Follower {
  std::string_view type;
  void (*follow)(AccountDocuments&, const Place&, const Json& before);
};

constexpr std::array kFollowers = std::to_array<Follower>({
    {"RouteTable", take_associations},
    {"NetworkAcl", return_to_default},
    {"VpcEndpoint", follow_endpoint_change},
    {"InternetGateway", follow_gateway_change},
    {"VpnGateway", follow_vpn_gateway_change},
    {"Vpc", follow_vpc_change},
    {"Service", follow_service_change},
});

}  // namespace

void follow_change(AccountDocuments& account, const Place& changed,
                   const Json& before) {
  const auto found = std::find_if(
      kFollowers.begin(), kFollowers.end(),
      [&](const Follower& each) { return each.type == changed.shape->type; });
  if (found != kFollowers.end()) found->follow(account, Place(changed), before);
}

}  // namespace pullproof::changes
