// An account as Terraform would have it in its state: each resource of a snapshot with
// the values that the AWS provider gives it. It is what plans are made of for tests,
// and is written from the provider's documentation alone, so that it can disagree with
// the reader of plans.
//
// Terraform: AWS provider, argument and attribute reference of each resource.
// Not modelled: what is not taken here stays in `rest`; two accounts of the same rest
// differ by nothing but what a plan can say.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace pullproof::support {

/// Where lists stand for which there are resources too: rules, routes, associations.
enum class Form { Inline, Standalone };

struct StateResource {
  std::string type;  ///< "aws_subnet".
  std::string name;  ///< Of its address; no other of its type has it.
  std::string account;
  std::string region;
  nlohmann::json values;
  /// Attributes that are known only once it is made, and that others refer to.
  std::vector<std::string> drawn;
  /// The same, and nobody refers to them.
  std::vector<std::string> computed;

  [[nodiscard]] std::string address() const { return type + '.' + name; }
};

struct TerraformState {
  std::vector<StateResource> resources;
  nlohmann::json rest;  ///< By document and id: what no resource tells.
};

[[nodiscard]] TerraformState terraform_state(const nlohmann::json& bundle, Form form);

/// What one document's resources are read with. Members that are taken do not stay in
/// the rest.
struct StateSource {
  const nlohmann::json& bundle;
  std::string account;
  std::string region;     ///< "global" of IAM.
  std::string parameter;  ///< Of the document's name, decoded.
  Form form;
  std::vector<StateResource>& made;

  /// A document of the same account and region; null if there is none.
  [[nodiscard]] const nlohmann::json& beside(const std::string& call) const;
  StateResource& add(const std::string& type, const std::string& id,
                     nlohmann::json values) const;
};

using TakeResource = void (*)(const StateSource& from, nlohmann::json& resource);

struct TakerRow {
  const char* call = "";
  TakeResource taker = nullptr;
};

/// Null if resources of this call are not taken.
[[nodiscard]] TakeResource network_taker(const std::string& call);
[[nodiscard]] TakeResource filter_taker(const std::string& call);
[[nodiscard]] TakeResource identity_taker(const std::string& key);
[[nodiscard]] TakeResource container_taker(const std::string& call);

/// The member, which is gone then; null if there is none.
[[nodiscard]] nlohmann::json take(nlohmann::json& from, const std::string& member);
/// The same, and never null.
[[nodiscard]] nlohmann::json take_list(nlohmann::json& from, const std::string& member);
/// Terraform's map of the list {"Key","Value"}.
[[nodiscard]] nlohmann::json take_tags(nlohmann::json& from);
void forget(nlohmann::json& from, std::initializer_list<const char*> members);
/// Forgets it if it is as AWS makes it.
void forget_if(nlohmann::json& from, const char* member, const nlohmann::json& value);
/// Objects of one name each: {"SubnetId": ...} -> ids.
[[nodiscard]] nlohmann::json texts_in(const nlohmann::json& list, const char* member);
/// Letters, digits and low lines.
[[nodiscard]] std::string label_of(const std::string& id);

}  // namespace pullproof::support
