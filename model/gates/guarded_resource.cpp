#include "model/gates/guarded_resource.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"
#include "model/gates/dependency.h"
#include "model/gates/policy_match.h"
#include "model/gates/resource_policy.h"

namespace pullproof::gates {
namespace {

/// A resource that may have a policy.
struct Guarded {
  std::string id;    ///< Its ARN, without what is inside of it.
  std::string name;  ///< For people: "secret prod/db".
  std::string call;  ///< That prints its policy.
  bool is_key = false;
  bool is_file_system = false;
  const aws::PolicyDocument* policy = nullptr;  ///< Null: see `seen`.
  bool seen = false;                            ///< It has none, if there is none.
};

Guarded guarded_secret(const std::string& arn, const Arn& parts,
                       const aws::Scope& scope, const Context& context) {
  constexpr std::string_view kPrefix = "secret:";
  const std::string resource(parts.resource());
  Guarded secret;
  secret.id = arn;
  secret.name = "secret " + resource.substr(kPrefix.size());
  const auto* row = context.account.find<aws::SecretPolicy>(scope, arn);
  secret.call = fmt::format("{}/{}", aws::SecretPolicy::kCall,
                            row != nullptr && !row->name.empty() ? row->name : arn);
  if (row != nullptr) {
    secret.seen = true;
    if (row->document) secret.policy = &*row->document;
    return secret;
  }
  const auto* known = find_secret(context, scope, arn);
  if (known == nullptr || known->name.empty()) return secret;
  secret.call = fmt::format("{}/{}", aws::SecretPolicy::kCall, known->name);
  secret.seen =
      context.account.calls().status(scope, secret.call) == aws::CallStatus::Absent;
  return secret;
}

Guarded guarded_bucket(const Arn& parts, const Context& context) {
  const std::string_view object = parts.resource();
  const std::string bucket(object.substr(0, object.find('/')));
  Guarded guarded{.id = "arn:" + std::string(parts.segments[1]) + ":s3:::" + bucket,
                  .name = "bucket " + bucket,
                  .call = fmt::format("{}/{}", aws::BucketPolicy::kCall, bucket)};
  const auto* row = context.account.find<aws::BucketPolicy>({}, bucket);
  if (row != nullptr) guarded.policy = &row->document;
  guarded.seen =
      row != nullptr || !context.account.calls().absent(guarded.call).empty();
  return guarded;
}

Guarded guarded_key(const std::string& arn, const aws::Scope& scope,
                    const Context& context) {
  const std::string id = aws::last_part(arn);
  Guarded key{.id = arn,
              .name = "KMS key " + id,
              .call = fmt::format("{}/{}", aws::KmsKeyPolicy::kCall, id),
              .is_key = true};
  const auto* row = context.account.find<aws::KmsKeyPolicy>(scope, id);
  if (row == nullptr) return key;
  key.policy = &row->document;
  key.seen = true;
  return key;
}

std::optional<Guarded> guarded_file_system(const std::string& arn, const Arn& parts,
                                           const aws::Scope& scope,
                                           const Context& context) {
  constexpr std::string_view kPrefix = "file-system/";
  if (!parts.resource().starts_with(kPrefix)) return std::nullopt;
  const std::string id(parts.resource().substr(kPrefix.size()));
  Guarded system{.id = arn,
                 .name = "file system " + id,
                 .call = fmt::format("{}/{}", aws::FileSystemPolicy::kCall, id),
                 .is_file_system = true};
  const auto* row = context.account.find<aws::FileSystemPolicy>(scope, id);
  if (row != nullptr) system.policy = &row->document;
  system.seen = row != nullptr || context.account.calls().status(scope, system.call) ==
                                      aws::CallStatus::Absent;
  return system;
}

/// Nothing: resources of the kind have no policies, or the action names none.
std::optional<Guarded> guarded(const RequestPlace& place, const Context& context) {
  if (!place.request.resource) return std::nullopt;
  const auto* text = std::get_if<std::string>(&*place.request.resource);
  if (text == nullptr) return std::nullopt;
  const Arn arn(*text);
  if (!arn.complete) return std::nullopt;
  if (arn.service() == "secretsmanager") {
    return guarded_secret(*text, arn, place.resource_scope, context);
  }
  if (arn.service() == "s3") return guarded_bucket(arn, context);
  if (arn.service() == "kms") return guarded_key(*text, place.resource_scope, context);
  if (arn.service() == "elasticfilesystem") {
    return guarded_file_system(*text, arn, place.resource_scope, context);
  }
  return std::nullopt;
}

std::string who_asks(const RequestPlace& place) {
  return place.request.caller.kind == Caller::Kind::Anonymous
             ? "a client that shows no role"
             : place.request.caller.arn;
}

FactRef fact_of(const Guarded& resource, const std::string& note) {
  return fact_about(
      resource.id, resource.policy == nullptr ? aws::Source{} : resource.policy->source,
      note);
}

Unknown question_of(const Guarded& resource) {
  return {.call = resource.call,
          .why = fmt::format("the policy of {} is not collected", resource.name)};
}

/// AWS: EFS user guide, "Default EFS file system policy".
Predicate default_policy_grants(const Guarded& system, const RequestPlace& place) {
  if (place.request.caller.kind == Caller::Kind::Anonymous) return Predicate::always();
  return Predicate::unknown(
      {.call = "",
       .why = fmt::format("whether {}, which has no policy, lets in a role that no "
                          "policy allows is not documented",
                          system.name)});
}

Predicate grants(const Guarded& resource, const RequestPlace& place, Grantee grantee) {
  return allows(*resource.policy, place.request,
                {.kind = PolicyKind::Resource, .grantee = grantee},
                fact_of(resource, fmt::format("its policy does not allow {}",
                                              place.request.action)));
}

/// AWS: KMS developer guide, "Grants in AWS KMS": one may allow what no policy does.
Predicate granted_on_key(const Guarded& key, const RequestPlace& place,
                         const Context& context) {
  const std::string id = aws::last_part(key.id);
  const auto* list = context.account.find<aws::KmsGrants>(place.resource_scope, id);
  if (list == nullptr) {
    return Predicate::unknown(
        {.call = fmt::format("{}/{}", aws::KmsGrants::kCall, id),
         .why = fmt::format("a grant on {} may allow the call", key.name)});
  }
  const std::string operation =
      place.request.action.substr(place.request.action.find(':') + 1);
  for (const auto& grant : list->grants) {
    const auto& can = grant.operations;
    const bool fits = grant.grantee == place.request.caller.arn &&
                      std::find(can.begin(), can.end(), operation) != can.end();
    if (!fits) continue;
    if (grant.encryption_context.empty()) return Predicate::always();
    return Predicate::unknown(
        {.call = "",
         .why = "whether the encryption context is the one that a grant asks for is "
                "not known"});
  }
  return Predicate::never();
}

/// By the policy, or by a grant where that of a key does not.
Predicate granted(const Guarded& resource, const RequestPlace& place,
                  const Context& context, Grantee grantee) {
  Predicate by_policy = grants(resource, place, grantee);
  if (!resource.is_key || by_policy.as_constant() != Truth::No) return by_policy;
  Predicate by_grant = granted_on_key(resource, place, context);
  if (by_grant.as_constant() == Truth::No) return by_policy;
  return Predicate::any_of({std::move(by_policy), std::move(by_grant)});
}

}  // namespace

Predicate guard_grants(const RequestPlace& place, const Context& context,
                       Grantee grantee) {
  const auto resource = guarded(place, context);
  if (!resource) return Predicate::never();
  if (resource->policy == nullptr) {
    // A policy that names the role allows by itself.
    if (!resource->seen) return Predicate::unknown(question_of(*resource));
    return resource->is_file_system ? default_policy_grants(*resource, place)
                                    : Predicate::never();
  }
  return granted(*resource, place, context, grantee);
}

Gate guard_allows(const RequestPlace& place, const Context& context, Gate gate) {
  const auto resource = guarded(place, context);
  if (!resource) return gate;
  if (!resource->is_key && !is_cross_account(place.request)) return gate;
  const std::string who = who_asks(place);
  gate.message = fmt::format("the policy of {} does not allow {} by {}", resource->name,
                             place.request.action, who);
  gate.repair = fmt::format("allow {} to {} in the policy of {}", place.request.action,
                            who, resource->name);
  if (resource->is_key) {
    gate.mechanism = "kms";
    gate.code = "KMS_KEY_POLICY_NO_ALLOW";
  }
  // Nearly every key leaves it to the policies of its account, and few file systems
  // have a policy.
  const bool is_anonymous = place.request.caller.kind == Caller::Kind::Anonymous;
  const bool usually_allows = (resource->is_key && !is_cross_account(place.request)) ||
                              (resource->is_file_system && is_anonymous);
  if (resource->policy != nullptr) {
    gate.lets_through = granted(*resource, place, context, Grantee::Any);
  } else if (resource->seen && resource->is_file_system) {
    gate.lets_through = default_policy_grants(*resource, place);
  } else if (resource->seen) {
    gate.lets_through =
        Predicate::because(fact_of(*resource, "it has no policy"), Predicate::never());
  } else if (usually_allows) {
    assume(gate, peripheral(context, place.resource_scope, resource->call,
                            fmt::format("the policy of {} may not allow {}",
                                        resource->name, place.request.action)));
  } else {
    gate.lets_through = Predicate::unknown(question_of(*resource));
  }
  return gate;
}

Gate guard_denies(const RequestPlace& place, const Context& context, Gate gate) {
  const auto resource = guarded(place, context);
  if (!resource) return gate;
  gate.message = fmt::format("the policy of {} denies {} by {}", resource->name,
                             place.request.action, who_asks(place));
  gate.repair = fmt::format("except {} from the Deny in the policy of {}",
                            who_asks(place), resource->name);
  if (resource->policy != nullptr) {
    const bool bounded = place.role != nullptr && !place.role->boundary_arn.empty();
    gate.lets_through = Predicate::negation(
        denies(*resource->policy, place.request,
               {.kind = PolicyKind::Resource, .caller_has_boundary = bounded},
               fact_of(*resource, "its policy")));
  } else if (!resource->seen) {
    assume(gate, peripheral(context, place.resource_scope, resource->call,
                            fmt::format("the policy of {} may deny {}", resource->name,
                                        place.request.action)));
  }
  return gate;
}

}  // namespace pullproof::gates
