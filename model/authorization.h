// Whether IAM lets one request through, all layers of policies together.
//
// The layers are judged one by one and then combined. A request without free choices is
// decided at once; what stays open is asked for in a second pass, which only an unknown
// answer needs.
//
// AWS: IAM user guide, "Policy evaluation logic" and "Cross-account policy evaluation
// logic"; Organizations user guide, "SCP evaluation" and "RCP evaluation"; KMS and IAM
// user guides: key policies and role trusts must allow explicitly.
// Guarantee: `Allowed` only if no layer denies and each that must allow does.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/policy_reading.h"
#include "model/gates/request.h"

namespace pullproof::model {

enum class Layer {
  Identity,
  Boundary,
  Session,
  ServiceControl,
  ResourceControl,
  Resource,
  Endpoint,
};
constexpr std::size_t kLayers = 7;

/// As answers name it: "identity", "scp" ...
[[nodiscard]] std::string_view name_of(Layer layer);

/// One policy of a layer.
struct LayerPolicy {
  /// Null: not collected, and `question` says how to learn it.
  const aws::PolicyDocument* document = nullptr;
  Unknown question = {};
  /// Set: whether the policy counts at all is not known.
  std::optional<Unknown> doubt = std::nullopt;
};

/// All of them count as one policy: one that allows is enough, one that denies as well.
using PolicySet = std::vector<LayerPolicy>;

/// What applies to one request. The documents must outlive it.
struct Layers {
  PolicySet identity = {};  ///< Of the user and its groups, or of the role.
  std::optional<PolicySet> boundary = std::nullopt;  ///< Nothing: there is none.
  std::optional<PolicySet> session = std::nullopt;
  /// Root, each unit, account; nothing: no organization. A level without a policy
  /// denies.
  std::vector<PolicySet> service_control = {};
  std::vector<PolicySet> resource_control = {};
  /// Set: whether the account is one that they limit is not known.
  std::optional<Unknown> service_control_doubt = std::nullopt;
  std::optional<Unknown> resource_control_doubt = std::nullopt;
  std::optional<PolicySet> resource = std::nullopt;
  std::optional<PolicySet> endpoint =
      std::nullopt;  ///< Nothing: no endpoint, or its full access.
  bool gateway_endpoint = false;
};

enum class Decision { Allowed, ImplicitlyDenied, ExplicitlyDenied, Unknown };

/// "Allowed", "ImplicitlyDenied" ...
[[nodiscard]] std::string_view name_of(Decision decision);

/// A statement that applies to the request.
struct MatchedStatement {
  Layer layer = Layer::Identity;
  std::size_t level = 0;  ///< Of the organization; 0 elsewhere.
  std::size_t policy = 0;
  std::size_t index = 0;
  const aws::PolicyStatement* statement = nullptr;  ///< Never null.
};

struct Authorization {
  Decision decision = Decision::Unknown;
  /// Explicitly denied: the layers that deny. Implicitly: those that do not allow.
  std::vector<Layer> blocked_by;
  std::vector<MatchedStatement> matched;
};

/// Requires: the request holds no fields.
[[nodiscard]] Authorization authorize(const gates::Request& request,
                                      const Layers& layers);

/// True exactly where the request is allowed; the request may hold fields.
[[nodiscard]] Predicate lets_through(const gates::Request& request,
                                     const Layers& layers);

/// The statements that apply to some choice of the request's fields, or may.
[[nodiscard]] std::vector<MatchedStatement> possible_matches(
    const gates::Request& request, const Layers& layers);

/// Why the decision is unknown: every question that some part of it leaves open.
[[nodiscard]] std::set<Unknown> open_questions(const gates::Request& request,
                                               const Layers& layers);

}  // namespace pullproof::model
