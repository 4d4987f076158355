#include "tests/support/changed_account.h"

#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "model/changes/edit_reader.h"

namespace pullproof::support {

using nlohmann::json;

changes::AccountDocuments documents_of(const json& bundle) {
  auto read = changes::AccountDocuments::from_bundle(bundle);
  EXPECT_TRUE(read.ok()) << read.problems().front().message;
  return std::move(read.value());
}

changes::Change edits_of(const json& edits) {
  auto read = changes::read_edits({{"edits", edits}}, "edits.json");
  EXPECT_TRUE(read.ok()) << read.problems().front().message;
  return std::move(read.value());
}

std::string make(changes::AccountDocuments& account, const json& edits) {
  const Problems problems = changes::apply_edits(account, edits_of(edits));
  return problems.empty() ? "" : problems.front().message;
}

json resource(const changes::AccountDocuments& account, const std::string& type,
              const std::string& id) {
  const auto places = account.named_exactly(id, type);
  EXPECT_FALSE(places.empty()) << type << " " << id;
  return places.empty() ? json::object() : account.at(places.front());
}

bool has(const changes::AccountDocuments& account, const std::string& type,
         const std::string& id) {
  return !account.named_exactly(id, type).empty();
}

json route_of(const changes::AccountDocuments& account, const std::string& table,
              const std::string& destination) {
  const json found = resource(account, "RouteTable", table);
  for (const json& route : found.at("Routes")) {
    for (const char* field : {"DestinationCidrBlock", "DestinationIpv6CidrBlock",
                              "DestinationPrefixListId"}) {
      if (route.value(field, "") == destination) return route;
    }
  }
  return nullptr;
}

}  // namespace pullproof::support
