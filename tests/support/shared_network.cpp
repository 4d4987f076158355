#include "tests/support/shared_network.h"

#include <array>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"
#include "tests/support/service_account.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr std::array kOfTheNetwork = {
    "ec2-", "route53", "111122223333/global/route53-list-hosted-zones-by-vpc"};

bool is_of_the_network(const std::string& path) {
  const std::string call = path.substr(path.rfind('/') + 1);
  for (const std::string start : kOfTheNetwork) {
    if (call.starts_with(start) || path.starts_with(start)) return true;
  }
  return path.find("/ec2-") != std::string::npos;
}

/// Only the elements with one of the ids.
json shared(const json& list, const char* key, const std::vector<std::string>& ids) {
  json kept = json::array();
  for (json element : list) {
    if (std::find(ids.begin(), ids.end(), element.at(key)) == ids.end()) continue;
    element["OwnerId"] = kOwner;
    kept.push_back(element);
  }
  return kept;
}

}  // namespace

json& owner_answer(json& bundle, const std::string& call) {
  return bundle[std::string(kOwner) + "/eu-central-1/" + call + ".json"];
}

void forget_owner(json& bundle) {
  json kept = json::object();
  for (const auto& [path, document] : bundle.items()) {
    if (!path.starts_with(kOwner)) kept[path] = document;
  }
  bundle = kept;
}

json shared_account() {
  const json alone = service_account();
  json bundle;
  for (const auto& [path, document] : alone.items()) {
    const bool moves = is_of_the_network(path);
    bundle[moves ? kOwner + path.substr(path.find('/')) : path] = document;
  }
  const auto share = [&](const std::string& call, const char* list, const char* key,
                         const std::vector<std::string>& ids) {
    json& own = owner_answer(bundle, call)[list];
    for (json& element : own) element["OwnerId"] = kOwner;
    network_answer(bundle, call)[list] = shared(own, key, ids);
  };
  share("ec2-describe-vpcs", "Vpcs", "VpcId", {"vpc-1"});
  share("ec2-describe-subnets", "Subnets", "SubnetId", {"subnet-task"});
  share("ec2-describe-route-tables", "RouteTables", "RouteTableId", {"rtb-task"});
  share("ec2-describe-network-acls", "NetworkAcls", "NetworkAclId", {"acl-1"});
  for (const char* call : {"ec2-describe-route-tables", "ec2-describe-network-acls"}) {
    for (auto& [key, list] : network_answer(bundle, call).items()) {
      list[0]["Associations"] = {{{"SubnetId", "subnet-task"}}};
    }
  }
  // Each prints the groups that it has.
  json& groups = owner_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"];
  json own = json::array();
  json others = json::array();
  for (json group : groups) {
    const bool is_tasks = group.at("GroupId") == "sg-task";
    group["OwnerId"] = is_tasks ? "111122223333" : kOwner;
    (is_tasks ? own : others).push_back(group);
  }
  groups = others;
  network_answer(bundle, "ec2-describe-security-groups")["SecurityGroups"] = own;
  return bundle;
}

}  // namespace pullproof::support
