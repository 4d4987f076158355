// Plans of a few resources, written in tests, and what they make of the healthy
// account.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/changes/account_documents.h"
#include "model/changes/apply_edits.h"
#include "src/terraform/plan.h"
#include "tests/support/bundle.h"
#include "tests/support/changed_account.h"

namespace pullproof::support {

/// One of `resource_changes`: "aws_vpc.main", with what the action needs of the three.
[[nodiscard]] inline nlohmann::json planned(
    const std::string& address, nlohmann::json actions, nlohmann::json before,
    nlohmann::json after, nlohmann::json unknown = nlohmann::json::object()) {
  const std::size_t dot = address.find('.');
  const std::size_t key = address.find('[');
  nlohmann::json change = {{"address", address},
                           {"mode", "managed"},
                           {"type", address.substr(0, dot)},
                           {"name", address.substr(dot + 1, key - dot - 1)},
                           {"provider_name", "registry.terraform.io/hashicorp/aws"}};
  change["change"] = {{"actions", std::move(actions)},
                      {"before", std::move(before)},
                      {"after", std::move(after)},
                      {"after_unknown", std::move(unknown)}};
  return change;
}

[[nodiscard]] inline nlohmann::json created(const std::string& address,
                                            nlohmann::json after,
                                            nlohmann::json unknown = {{"id", true}}) {
  return planned(address, nlohmann::json::array({"create"}), nullptr, std::move(after),
                 std::move(unknown));
}

[[nodiscard]] inline nlohmann::json updated(const std::string& address,
                                            nlohmann::json before,
                                            nlohmann::json after) {
  return planned(address, nlohmann::json::array({"update"}), std::move(before),
                 std::move(after));
}

[[nodiscard]] inline nlohmann::json deleted(const std::string& address,
                                            nlohmann::json before) {
  return planned(address, nlohmann::json::array({"delete"}), std::move(before),
                 nullptr);
}

/// `written`: of addresses, the expressions of each attribute.
[[nodiscard]] inline nlohmann::json small_plan(
    const std::vector<nlohmann::json>& changes,
    const nlohmann::json& written = nlohmann::json::object()) {
  nlohmann::json resources = nlohmann::json::array();
  for (const auto& [address, expressions] : written.items()) {
    const std::size_t dot = address.find('.');
    resources.push_back({{"address", address},
                         {"mode", "managed"},
                         {"type", address.substr(0, dot)},
                         {"name", address.substr(dot + 1)},
                         {"provider_config_key", "aws"},
                         {"expressions", expressions}});
  }
  return {{"format_version", "1.2"},
          {"complete", true},
          {"errored", false},
          {"resource_changes", changes},
          {"configuration",
           {{"provider_config",
             {{"aws",
               {{"name", "aws"},
                {"expressions", {{"region", {{"constant_value", "eu-central-1"}}}}}}}}},
            {"root_module", {{"resources", resources}}}}}};
}

[[nodiscard]] inline nlohmann::json refers_to(const std::string& reference) {
  return {{"references", nlohmann::json::array(
                             {reference, reference.substr(0, reference.rfind('.'))})}};
}

/// The healthy account as a plan leaves it.
class PlannedHealthy {
 public:
  explicit PlannedHealthy(const nlohmann::json& plan)
      : account_(documents_of(testing::healthy_bundle())) {
    auto change = cli::terraform::read_terraform_plan(plan, "plan.json", account_);
    if (!change.ok()) {
      ADD_FAILURE() << change.problems().front().message;
      return;
    }
    change_ = std::move(change.value());
    const Problems problems = changes::apply_edits(account_, change_);
    for (const Problem& problem : problems) ADD_FAILURE() << problem.message;
    const auto read = account_.read();
    if (!read.ok()) ADD_FAILURE() << read.problems().front().message;
  }

  [[nodiscard]] nlohmann::json at(const std::string& type,
                                  const std::string& id) const {
    return resource(account_, type, id);
  }
  [[nodiscard]] bool holds(const std::string& type, const std::string& id) const {
    return has(account_, type, id);
  }
  [[nodiscard]] const changes::AccountDocuments& account() const { return account_; }
  [[nodiscard]] const changes::Change& change() const { return change_; }
  [[nodiscard]] std::vector<std::string> doubts() const {
    std::vector<std::string> all;
    for (const auto& doubt : change_.doubts) {
      all.push_back(doubt.origin + ": " + doubt.why);
    }
    return all;
  }

 private:
  changes::AccountDocuments account_;
  changes::Change change_;
};

}  // namespace pullproof::support
