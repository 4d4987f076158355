// Small plans for tests, in the shape that `terraform show -json` prints, and what
// becomes of them.
#pragma once

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/terraform/plan.h"

namespace pullproof::cli::terraform::testing {

using Json = nlohmann::json;
using changes::Change;
using changes::Edit;

/// One of `resource_changes` that is made; `unknown` is its `after_unknown`.
inline Json made(const std::string& address, Json after,
                 Json unknown = Json::object()) {
  const std::size_t dot = address.find('.');
  std::string name = address.substr(dot + 1);
  Json resource = {{"address", address},
                   {"mode", "managed"},
                   {"type", address.substr(0, dot)},
                   {"provider_name", "registry.terraform.io/hashicorp/aws"},
                   {"change",
                    {{"actions", {"create"}},
                     {"before", nullptr},
                     {"after", std::move(after)},
                     {"after_unknown", std::move(unknown)}}}};
  const std::size_t bracket = name.find('[');
  if (bracket != std::string::npos) {
    resource["index"] =
        Json::parse(name.substr(bracket + 1, name.size() - bracket - 2));
    name.resize(bracket);
  }
  resource["name"] = name;
  return resource;
}

inline Json changed(const std::string& address, Json before, Json after) {
  Json resource = made(address, std::move(after));
  resource["change"]["actions"] = {"update"};
  resource["change"]["before"] = std::move(before);
  return resource;
}

inline Json kept(const std::string& address, const Json& values) {
  Json resource = changed(address, values, values);
  resource["change"]["actions"] = {"no-op"};
  return resource;
}

inline Json taken_away(const std::string& address, Json before) {
  Json resource = made(address, nullptr);
  resource["change"]["actions"] = {"delete"};
  resource["change"]["before"] = std::move(before);
  return resource;
}

/// What the user wrote for a resource of the root module.
inline Json written(const std::string& address, Json expressions) {
  const bool is_data = address.starts_with("data.");
  const std::string own = is_data ? address.substr(5) : address;
  const std::size_t dot = own.find('.');
  return {{"address", address},           {"mode", is_data ? "data" : "managed"},
          {"type", own.substr(0, dot)},   {"name", own.substr(dot + 1)},
          {"provider_config_key", "aws"}, {"expressions", std::move(expressions)}};
}

inline Json refers(const std::vector<std::string>& references) {
  return {{"references", references}};
}

inline Json plan_of(Json resources, Json configuration = Json::array()) {
  if (resources.is_object()) resources = Json::array({resources});
  if (configuration.is_object()) configuration = Json::array({configuration});
  return {{"format_version", "1.2"},
          {"resource_changes", std::move(resources)},
          {"configuration",
           {{"provider_config",
             {{"aws",
               {{"name", "aws"},
                {"expressions", {{"region", {{"constant_value", "eu-central-1"}}}}}}}}},
            {"root_module", {{"resources", std::move(configuration)}}}}}};
}

/// Without its manifest: whatever a test adds counts as collected.
inline Json healthy_bundle() {
  std::ifstream file(std::string(PULLPROOF_SOURCE_DIR) +
                     "/scenarios/healthy/snapshot.json");
  Json bundle = Json::parse(file);
  bundle.erase("manifest.json");
  return bundle;
}

/// A bundle with one VPC beside these documents: it tells the account and the region.
inline Json bundle_with(Json documents) {
  documents["111122223333/eu-central-1/ec2-describe-vpcs.json"] = {
      {"Vpcs", Json::array({{{"VpcId", "vpc-1"}, {"CidrBlock", "10.0.0.0/16"}}})}};
  return documents;
}

inline const changes::AccountDocuments& healthy_account() {
  static const auto account = [] {
    std::ifstream file(std::string(PULLPROOF_SOURCE_DIR) +
                       "/scenarios/healthy/snapshot.json");
    return changes::AccountDocuments::from_bundle(Json::parse(file));
  }();
  return account.value();
}

inline Change change_of(const Json& plan,
                        const changes::AccountDocuments& account = healthy_account()) {
  auto change = read_terraform_plan(plan, "plan.json", account);
  EXPECT_TRUE(change.ok()) << change.problems().front().message;
  return change.ok() ? std::move(change.value()) : Change();
}

/// Values of the origin's edits of this kind and type, in their order.
inline std::vector<Json> values_of(const Change& change, const std::string& origin,
                                   Edit::Kind kind, const std::string& type) {
  std::vector<Json> found;
  for (const Edit& edit : change.edits) {
    const bool is_it = edit.origin == origin && edit.kind == kind && edit.type == type;
    if (is_it) found.push_back(edit.value == nullptr ? Json() : *edit.value);
  }
  return found;
}

inline Json value_of(const Change& change, const std::string& origin, Edit::Kind kind,
                     const std::string& type) {
  const auto all = values_of(change, origin, kind, type);
  EXPECT_EQ(all.size(), 1U) << origin << ' ' << type;
  return all.empty() ? Json::object() : all.front();
}

/// One sentence for each doubt, with its origin.
inline std::vector<std::string> doubts_of(const Change& change) {
  std::vector<std::string> found;
  for (const auto& doubt : change.doubts) {
    found.push_back(doubt.origin + ": " + doubt.why);
  }
  return found;
}

}  // namespace pullproof::cli::terraform::testing
