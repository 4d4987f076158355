#include "model/changes/document_edits.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

}  // namespace

Json entries_of_default_acl() {
  constexpr int kFirst = 100;
  Json entries = Json::array();
  for (const bool egress : {true, false}) {
    entries.push_back({{"Egress", egress},
                       {"RuleNumber", kFirst},
                       {"RuleAction", "allow"},
                       {"Protocol", "-1"},
                       {"CidrBlock", "0.0.0.0/0"}});
    entries.push_back({{"Egress", egress},
                       {"RuleNumber", kFirst + 1},
                       {"RuleAction", "allow"},
                       {"Protocol", "-1"},
                       {"Ipv6CidrBlock", "::/0"}});
  }
  return entries;
}

Json permission_of_members(const std::string& group, const std::string& account) {
  return {
      {"IpProtocol", "-1"},
      {"UserIdGroupPairs", Json::array({{{"GroupId", group}, {"UserId", account}}})}};
}

bool is_set(const Json& object, const char* member) {
  return object.is_object() && object.value(member, Json()) == true;
}

EntryTest has_text(std::string_view member, std::string text) {
  return [member = std::string(member), text = std::move(text)](const Json& entry) {
    return text_member(entry, member) == text;
  };
}

bool has_members(const Json& entry, const Json& members) {
  if (!members.is_object()) return entry == members;
  if (!entry.is_object()) return false;
  const auto& wanted = members.get_ref<const Json::object_t&>();
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& member) {
    const auto found = entry.find(member.first);
    return found != entry.end() && *found == member.second;
  });
}

bool has_entry(const Json& resource, std::string_view list, const EntryTest& test) {
  const Json* entries = list_member(resource, list);
  return entries != nullptr && std::any_of(entries->begin(), entries->end(), test);
}

bool has_item(const Json& resource, std::string_view list, std::string_view text) {
  return has_entry(resource, list,
                   [&](const Json& item) { return item.is_string() && item == text; });
}

std::vector<std::string> texts_of(const Json& resource, std::string_view list) {
  std::vector<std::string> texts;
  const Json* entries = list_member(resource, list);
  if (entries == nullptr) return texts;
  for (const Json& entry : *entries) {
    if (entry.is_string()) texts.push_back(entry.get<std::string>());
  }
  return texts;
}

void edit_entries(AccountDocuments& account, std::string_view type,
                  std::string_view list, const EntryTest& test, const EntryEdit& edit) {
  for (const Place& place : account.all(type)) {
    if (!has_entry(account.at(place), list, test)) continue;
    for (Json& entry : account.edit(place)[std::string(list)]) {
      if (test(entry)) edit(entry);
    }
  }
}

void drop_entries(AccountDocuments& account, std::string_view type,
                  std::string_view list, const EntryTest& test) {
  for (const Place& place : account.all(type)) {
    if (!has_entry(account.at(place), list, test)) continue;
    Json& entries = account.edit(place)[std::string(list)];
    entries.erase(std::remove_if(entries.begin(), entries.end(), test), entries.end());
  }
}

void remove_all(AccountDocuments& account, std::string_view type,
                const EntryTest& test) {
  for (const Place& place : account.all(type)) {
    if (test(account.at(place))) account.remove(place);
  }
}

std::optional<Place> first(const AccountDocuments& account, std::string_view type,
                           const EntryTest& test, const aws::Scope& in) {
  for (Place& place : account.all(type, in)) {
    if (test(account.at(place))) return std::move(place);
  }
  return std::nullopt;
}

std::string own_part(const std::string& id) { return id.substr(id.find('-') + 1); }

void join_default_acl(AccountDocuments& account, const std::string& vpc,
                      const std::string& subnet) {
  const EntryTest is_of_it = has_text("SubnetId", subnet);
  const bool has_one = first(account, "NetworkAcl", [&](const Json& acl) {
                         return has_entry(acl, "Associations", is_of_it);
                       }).has_value();
  const auto standard = first(account, "NetworkAcl", [&](const Json& acl) {
    return text_member(acl, "VpcId") == vpc && is_set(acl, "IsDefault");
  });
  if (has_one || !standard) return;
  account.edit(*standard)["Associations"].push_back(
      {{"NetworkAclAssociationId", "aclassoc-" + own_part(subnet)},
       {"NetworkAclId", standard->id},
       {"SubnetId", subnet}});
}

void add_local_routes(AccountDocuments& account, const Place& table) {
  if (list_member(account.at(table), "Routes") == nullptr) return;
  const Place* vpc = account.find("Vpc", text_member(account.at(table), "VpcId"));
  if (vpc == nullptr) return;
  const auto add_all = [&](const char* set, const char* block, const char* field) {
    const Json* blocks = list_member(account.at(*vpc), set);
    if (blocks == nullptr) return;
    for (const Json& each : *blocks) {
      const std::string cidr = text_member(each, block);
      if (cidr.empty() ||
          has_entry(account.at(table), "Routes", has_text(field, cidr))) {
        continue;
      }
      account.edit(table)["Routes"].push_back({{field, cidr},
                                               {"GatewayId", "local"},
                                               {"Origin", "CreateRouteTable"},
                                               {"State", "active"}});
    }
  };
  add_all("CidrBlockAssociationSet", "CidrBlock", "DestinationCidrBlock");
  add_all("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "DestinationIpv6CidrBlock");
}

void count_mount_target(AccountDocuments& account, const Place& target, int more) {
  const std::string system = text_member(account.at(target), "FileSystemId");
  const Place* place = account.find("FileSystem", system, account.scope_of(target));
  if (place == nullptr) return;
  constexpr const char* kCount = "NumberOfMountTargets";
  const Json& told = account.at(*place);
  const bool is_told = told.contains(kCount) && told[kCount].is_number_integer();
  if (!is_told) return;
  constexpr std::int64_t kMost = 1000;
  const auto count = told[kCount].get<std::int64_t>();
  if (count >= 0 && count < kMost) account.edit(*place)[kCount] = count + more;
}

void fill(Json& object, const char* member, Json value) {
  if (!object.contains(member)) object[member] = std::move(value);
}

}  // namespace pullproof::changes
