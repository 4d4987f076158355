#include "model/changes/permission_sources.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/changes/document_store.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

/// Lists of sources, and what names one of each.
constexpr std::array<std::pair<const char*, const char*>, 4> kSources{
    {{"IpRanges", "CidrIp"},
     {"Ipv6Ranges", "CidrIpv6"},
     {"PrefixListIds", "PrefixListId"},
     {"UserIdGroupPairs", "GroupId"}}};

bool has_same_ports(const Json& one, const Json& other) {
  const auto member = [](const Json& permission, const char* name) {
    return permission.is_object() ? permission.value(name, Json()) : Json();
  };
  for (const char* name : {"IpProtocol", "FromPort", "ToPort"}) {
    if (member(one, name) != member(other, name)) return false;
  }
  return true;
}

bool has_sources(const Json& permission) {
  return std::any_of(kSources.begin(), kSources.end(), [&](const auto& source) {
    const Json* list = list_member(permission, source.first);
    return list != nullptr && !list->empty();
  });
}

}  // namespace

void drop_sources(Json& list, const Json& permission) {
  for (Json& each : list) {
    if (!has_same_ports(each, permission)) continue;
    for (const auto& [name, id] : kSources) {
      const Json* gone = list_member(permission, name);
      if (gone == nullptr || list_member(each, name) == nullptr) continue;
      const auto is_gone = [&, key = id](const Json& source) {
        return std::any_of(gone->begin(), gone->end(), [&](const Json& other) {
          return text_member(source, key) == text_member(other, key);
        });
      };
      Json& sources = each[name];
      sources.erase(std::remove_if(sources.begin(), sources.end(), is_gone),
                    sources.end());
    }
  }
  const auto is_empty = [&](const Json& each) {
    return has_same_ports(each, permission) && !has_sources(each);
  };
  list.erase(std::remove_if(list.begin(), list.end(), is_empty), list.end());
}

}  // namespace pullproof::changes
