#include "model/authorization.h"

#include <algorithm>
#include <string_view>
#include <type_traits>
#include <utility>

#include "model/aws/policy_condition.h"
#include "model/core/predicate.h"
#include "model/gates/caller.h"
#include "model/gates/policy_match.h"
#include "model/gates/policy_principal.h"

namespace pullproof::model {
namespace {

using gates::Caller;
using gates::Decided;
using gates::Formula;
using gates::Grantee;
using gates::PolicyKind;
using gates::PolicyReading;
using gates::Request;

bool needs_resource_policy(const Request& request) {
  const auto* arn =
      request.resource ? std::get_if<std::string>(&*request.resource) : nullptr;
  return arn != nullptr && gates::needs_resource_policy(request.action, *arn);
}

/// What one layer says.
template <class Logic>
struct Says {
  typename Logic::Value allows = Logic::constant(false);
  typename Logic::Value denies = Logic::constant(false);
};

/// What the resource's policy grants, by how much of the caller's own policies it
/// replaces.
template <class Logic>
struct Grants {
  typename Logic::Value any = Logic::constant(false);
  typename Logic::Value role = Logic::constant(false);
  typename Logic::Value session = Logic::constant(false);
};

template <class Logic>
class Evaluation {
 public:
  using Value = typename Logic::Value;

  Evaluation(const Request& request, const Layers& layers,
             std::vector<MatchedStatement>* matched)
      : request_(request), layers_(layers), matched_(matched) {
    judge_own_policies();
    judge_organization();
    judge_resource();
    judge_endpoint();
  }

  [[nodiscard]] Value denied() const {
    return Logic::any_of(says_, [](const Says<Logic>& one) { return one.denies; });
  }

  [[nodiscard]] Value allowed() const {
    const std::array<Layer, 3> gates = {Layer::ServiceControl, Layer::ResourceControl,
                                        Layer::Endpoint};
    return Logic::both([&] { return granted(); },
                       [&] {
                         return Logic::all_of(
                             gates, [&](Layer layer) { return at(layer).allows; });
                       });
  }

  [[nodiscard]] bool denies(Layer layer) const {
    return Logic::known(at(layer).denies) == Truth::Yes;
  }

  /// Whether the layer is one that would have to allow and does not.
  [[nodiscard]] bool lacks_allow(Layer layer) const {
    switch (layer) {
      case Layer::ServiceControl:
      case Layer::ResourceControl:
      case Layer::Endpoint:
        return is(at(layer).allows, Truth::No);
      case Layer::Identity:
        return gates::is_of_account(request_.caller) && !is_direct() &&
               is(at(layer).allows, Truth::No);
      case Layer::Boundary:
      case Layer::Session:
        return gates::is_of_account(request_.caller) &&
               !is(grants_.session, Truth::Yes, !is_cross_account()) &&
               is(at(layer).allows, Truth::No);
      case Layer::Resource:
        return must_allow_by_resource() && is(grants_.any, Truth::No);
    }
    return false;
  }

 private:
  static bool is(const Value& value, Truth truth, bool counts = true) {
    return counts && Logic::known(value) == truth;
  }

  [[nodiscard]] const Says<Logic>& at(Layer layer) const {
    return says_.at(static_cast<std::size_t>(layer));
  }
  Says<Logic>& at(Layer layer) { return says_.at(static_cast<std::size_t>(layer)); }

  [[nodiscard]] bool is_cross_account() const {
    return request_.resource && !request_.resource_account.empty() &&
           request_.resource_account != request_.caller.account;
  }

  [[nodiscard]] bool must_allow_by_resource() const {
    return !gates::is_of_account(request_.caller) || is_cross_account() ||
           needs_resource_policy(request_);
  }

  /// The resource's policy replaces the identity's.
  [[nodiscard]] bool is_direct() const {
    return is(grants_.role, Truth::Yes, !is_cross_account());
  }

  [[nodiscard]] Value own_limits() const {
    return Logic::both([&] { return at(Layer::Boundary).allows; },
                       [&] { return at(Layer::Session).allows; });
  }

  /// AWS: STS API reference, AssumeRole: not with credentials of the root user.
  [[nodiscard]] bool root_assumes_role() const {
    return request_.caller.kind == Caller::Kind::Root &&
           aws::lower(request_.action) == "sts:assumerole";
  }

  /// The caller's own policies and the resource's, without the layers around them.
  [[nodiscard]] Value granted() const {
    if (root_assumes_role()) return Logic::constant(false);
    if (!gates::is_of_account(request_.caller)) return grants_.any;
    Value by_identity = Logic::both([&] { return at(Layer::Identity).allows; },
                                    [&] { return own_limits(); });
    if (is_cross_account()) {
      return Logic::both([&] { return by_identity; }, [&] { return grants_.any; });
    }
    const Value by_role =
        Logic::both([&] { return grants_.role; }, [&] { return own_limits(); });
    const Value by_account =
        needs_resource_policy(request_)
            ? Logic::both([&] { return by_identity; }, [&] { return grants_.any; })
            : by_identity;
    const std::array<Value, 3> ways = {grants_.session, by_role, by_account};
    return Logic::any_of(ways, [](const Value& way) { return way; });
  }

  void judge_own_policies() {
    at(Layer::Boundary).allows = Logic::constant(true);
    at(Layer::Session).allows = Logic::constant(true);
    if (!gates::is_of_account(request_.caller)) return;
    if (request_.caller.kind == Caller::Kind::Root) {
      at(Layer::Identity).allows = Logic::constant(!root_assumes_role());
      return;
    }
    at(Layer::Identity) =
        judge(layers_.identity, Layer::Identity, PolicyKind::Identity);
    if (layers_.boundary) {
      at(Layer::Boundary) =
          judge(*layers_.boundary, Layer::Boundary, PolicyKind::Boundary);
    }
    if (layers_.session) {
      at(Layer::Session) = judge(*layers_.session, Layer::Session, PolicyKind::Session);
    }
  }

  void judge_organization() {
    at(Layer::ServiceControl).allows = Logic::constant(true);
    at(Layer::ResourceControl).allows = Logic::constant(true);
    judge_control(gates::limited_by_service_control(request_.caller),
                  layers_.service_control, layers_.service_control_doubt,
                  Layer::ServiceControl, PolicyKind::ServiceControl);
    judge_control(gates::limited_by_resource_control(request_),
                  layers_.resource_control, layers_.resource_control_doubt,
                  Layer::ResourceControl, PolicyKind::ResourceControl);
  }

  void judge_control(Truth limited, const std::vector<PolicySet>& levels,
                     const std::optional<Unknown>& doubt, Layer layer,
                     PolicyKind kind) {
    if (limited == Truth::No) return;
    at(layer) = judge_levels(levels, layer, kind);
    if (limited == Truth::Yes && !doubt) return;
    const auto open = [&doubt] {
      return Logic::unknown([&doubt] {
        return doubt.value_or(Unknown{
            .call = "", .why = "whether the role is linked to a service is not known"});
      });
    };
    at(layer).allows = either(at(layer).allows, open());
    at(layer).denies = Logic::both([&] { return at(layer).denies; }, open);
  }

  void judge_endpoint() {
    at(Layer::Endpoint).allows = Logic::constant(true);
    if (!layers_.endpoint) return;
    at(Layer::Endpoint) =
        judge(*layers_.endpoint, Layer::Endpoint,
              layers_.gateway_endpoint ? PolicyKind::GatewayEndpoint
                                       : PolicyKind::InterfaceEndpoint);
  }

  /// An action without a resource type has no resource whose policy could speak.
  void judge_resource() {
    if (!layers_.resource || !request_.resource) return;
    const PolicyReading reading =
        reading_of(gates::assumes_role(request_.action) ? PolicyKind::Trust
                                                        : PolicyKind::Resource);
    Says<Logic>& says = at(Layer::Resource);
    each_statement(*layers_.resource, Layer::Resource, 0, reading,
                   [&](const aws::PolicyStatement* statement, Value matches) {
                     if (statement == nullptr || !statement->allow) {
                       says.denies = either(std::move(says.denies), matches);
                     }
                     if (statement == nullptr || statement->allow) {
                       add_grant(statement, reading, matches);
                     }
                   });
  }

  void add_grant(const aws::PolicyStatement* statement, PolicyReading reading,
                 const Value& matches) {
    grants_.any = either(std::move(grants_.any), matches);
    if (Logic::known(matches) == Truth::No) return;
    const auto at_least = [&](Grantee grantee) {
      if (statement == nullptr) return matches;
      reading.grantee = grantee;
      return Logic::both([&] { return matches; },
                         [&] {
                           return gates::names_caller<Logic>(*statement,
                                                             request_.caller, reading);
                         });
    };
    grants_.role = either(std::move(grants_.role), at_least(Grantee::Role));
    grants_.session = either(std::move(grants_.session), at_least(Grantee::Session));
  }

  [[nodiscard]] PolicyReading reading_of(PolicyKind kind) const {
    return {.kind = kind, .caller_has_boundary = layers_.boundary.has_value()};
  }

  static Value either(Value one, const Value& other) {
    const std::array<Value, 2> both = {std::move(one), other};
    return Logic::any_of(both, [](const Value& each) { return each; });
  }

  /// Calls `use` with each statement and whether it applies; with null for a policy of
  /// which not everything is known.
  template <class Use>
  void each_statement(const PolicySet& policies, Layer layer, std::size_t level,
                      const PolicyReading& reading, const Use& use) {
    for (std::size_t p = 0; p < policies.size(); ++p) {
      const aws::PolicyDocument* document = policies[p].document;
      if (document == nullptr || !document->not_modelled.empty()) {
        use(nullptr, Logic::unknown([&] { return why_open(policies[p]); }));
        continue;
      }
      for (std::size_t i = 0; i < document->statements.size(); ++i) {
        const aws::PolicyStatement& statement = document->statements[i];
        Value matches = gates::matches<Logic>(statement, request_, reading);
        if (policies[p].doubt) {
          Value certain = std::move(matches);
          matches = Logic::both(
              [&] { return certain; },
              [&] { return Logic::unknown([&] { return *policies[p].doubt; }); });
        }
        if (matched_ != nullptr && is_match(matches)) {
          matched_->push_back({layer, level, p, i, &statement});
        }
        const bool readable = statement.not_modelled.empty();
        use(readable ? &statement : nullptr, std::move(matches));
      }
    }
  }

  /// Of a request with free choices also one that only may match.
  static bool is_match(const Value& matches) {
    const Truth known = Logic::known(matches);
    return known == Truth::Yes ||
           (std::is_same_v<Logic, Formula> && known == Truth::Unknown);
  }

  static Unknown why_open(const LayerPolicy& policy) {
    if (policy.document == nullptr) return policy.question;
    return {.call = "",
            .why = "a policy is not modelled: " + policy.document->not_modelled};
  }

  Says<Logic> judge(const PolicySet& policies, Layer layer, PolicyKind kind,
                    std::size_t level = 0) {
    Says<Logic> says;
    each_statement(policies, layer, level, reading_of(kind),
                   [&](const aws::PolicyStatement* statement, const Value& matches) {
                     if (statement == nullptr || statement->allow) {
                       says.allows = either(std::move(says.allows), matches);
                     }
                     if (statement == nullptr || !statement->allow) {
                       says.denies = either(std::move(says.denies), matches);
                     }
                   });
    return says;
  }

  /// Every level must allow.
  Says<Logic> judge_levels(const std::vector<PolicySet>& levels, Layer layer,
                           PolicyKind kind) {
    Says<Logic> all{.allows = Logic::constant(true)};
    for (std::size_t level = 0; level < levels.size(); ++level) {
      const Says<Logic> one = judge(levels[level], layer, kind, level);
      all.allows = Logic::both([&] { return all.allows; }, [&] { return one.allows; });
      all.denies = either(std::move(all.denies), one.denies);
    }
    return all;
  }

  const Request& request_;
  const Layers& layers_;
  std::vector<MatchedStatement>* matched_;
  std::array<Says<Logic>, kLayers> says_;
  Grants<Logic> grants_;
};

constexpr std::array<Layer, kLayers> kAllLayers = {
    Layer::Identity,        Layer::Boundary, Layer::Session,  Layer::ServiceControl,
    Layer::ResourceControl, Layer::Resource, Layer::Endpoint,
};

Decision decide(Truth denied, Truth allowed) {
  if (denied == Truth::Yes) return Decision::ExplicitlyDenied;
  if (allowed == Truth::No) return Decision::ImplicitlyDenied;
  return denied == Truth::No && allowed == Truth::Yes ? Decision::Allowed
                                                      : Decision::Unknown;
}

}  // namespace

std::string_view name_of(Layer layer) {
  switch (layer) {
    case Layer::Identity:
      return "identity";
    case Layer::Boundary:
      return "boundary";
    case Layer::Session:
      return "session";
    case Layer::ServiceControl:
      return "scp";
    case Layer::ResourceControl:
      return "rcp";
    case Layer::Resource:
      return "resource";
    case Layer::Endpoint:
      return "endpoint";
  }
  return "";
}

std::string_view name_of(Decision decision) {
  switch (decision) {
    case Decision::Allowed:
      return "Allowed";
    case Decision::ImplicitlyDenied:
      return "ImplicitlyDenied";
    case Decision::ExplicitlyDenied:
      return "ExplicitlyDenied";
    case Decision::Unknown:
      return "Unknown";
  }
  return "";
}

Authorization authorize(const Request& request, const Layers& layers) {
  constexpr std::size_t kUsualMatches = 8;
  Authorization answer;
  answer.matched.reserve(kUsualMatches);
  const Evaluation<Decided> evaluation(request, layers, &answer.matched);
  answer.decision = decide(evaluation.denied(), evaluation.allowed());
  for (const Layer layer : kAllLayers) {
    const bool blocks =
        answer.decision == Decision::ExplicitlyDenied   ? evaluation.denies(layer)
        : answer.decision == Decision::ImplicitlyDenied ? evaluation.lacks_allow(layer)
                                                        : false;
    if (blocks) answer.blocked_by.push_back(layer);
  }
  return answer;
}

Predicate lets_through(const Request& request, const Layers& layers) {
  const Evaluation<Formula> evaluation(request, layers, nullptr);
  return Predicate::all_of(
      {evaluation.allowed(), Predicate::negation(evaluation.denied())});
}

std::vector<MatchedStatement> possible_matches(const Request& request,
                                               const Layers& layers) {
  std::vector<MatchedStatement> matched;
  const Evaluation<Formula> evaluation(request, layers, &matched);
  return matched;
}

std::set<Unknown> open_questions(const Request& request, const Layers& layers) {
  const Evaluation<Formula> evaluation(request, layers, nullptr);
  std::set<Unknown> open = questions(evaluation.denied());
  open.merge(questions(evaluation.allowed()));
  return open;
}

}  // namespace pullproof::model
