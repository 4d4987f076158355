#include "model/gates/key_grant.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "model/gates/image_index.h"
#include "model/gates/policy_match.h"
#include "model/gates/repository_key.h"

namespace pullproof::gates {
namespace {

using Grant = aws::KmsGrants::Grant;

constexpr const char* kRepositoryContext = "aws:ecr:arn";

Gate kms_gate(std::string_view name, const char* code) {
  return {.name = std::string(name), .mechanism = "kms", .code = code};
}

/// ECR in a region, or the repository itself.
Truth is_ecr(const std::string& grantee, const std::string& repository) {
  if (grantee == repository) return Truth::Yes;
  if (grantee.starts_with("ecr.") && grantee.find(".amazonaws.") != std::string::npos) {
    return Truth::Yes;
  }
  const bool somebody = grantee.find(":iam::") != std::string::npos ||
                        grantee.find(":sts::") != std::string::npos ||
                        grantee.find(".amazonaws.") != std::string::npos;
  return somebody ? Truth::No : Truth::Unknown;
}

Truth fits(const Grant& grant, const std::string& repository) {
  Truth answer = Truth::Yes;
  for (const auto& [key, value] : grant.encryption_context) {
    if (key != kRepositoryContext) {
      answer = Truth::Unknown;
    } else if (value != repository) {
      return Truth::No;
    }
  }
  return answer;
}

/// The grant lets ECR decrypt the repository's layers.
Truth serves(const Grant& grant, const std::string& repository) {
  const auto& able = grant.operations;
  if (std::find(able.begin(), able.end(), "Decrypt") == able.end()) return Truth::No;
  const Truth grantee = is_ecr(grant.grantee, repository);
  const Truth constraint = fits(grant, repository);
  if (grantee == Truth::No || constraint == Truth::No) return Truth::No;
  // KMS prints some services as `AWS Internal`; only ECR's grants bind to a repository.
  const bool bound = grant.encryption_context.contains(kRepositoryContext);
  return grantee == Truth::Yes || bound ? constraint : Truth::Unknown;
}

Truth any_serves(const aws::KmsGrants& list, const std::string& repository) {
  Truth answer = Truth::No;
  for (const Grant& grant : list.grants) {
    const Truth one = serves(grant, repository);
    if (one == Truth::Yes) return one;
    if (one == Truth::Unknown) answer = one;
  }
  return answer;
}

/// Identities of the customer's alone: ECR is none of them.
bool names_customers_only(const aws::PolicyPrincipal& principal) {
  const auto is_identity = [](const std::string& entry) {
    const bool account =
        entry.find(":iam::") != std::string::npos && entry.ends_with(":root");
    return entry.starts_with("arn:") && !account;
  };
  return principal.services.empty() &&
         std::all_of(principal.aws.begin(), principal.aws.end(), is_identity);
}

/// The statement denies ECR the use of the key. Requires: it is no Allow.
Predicate denies_ecr(const aws::PolicyStatement& statement, const Request& decrypt) {
  const PolicyReading reading{.kind = PolicyKind::Resource};
  if (!statement.principal) return matches<Formula>(statement, decrypt, reading);
  aws::PolicyStatement for_all = statement;
  for_all.not_principal = false;
  for_all.principal->anyone = true;
  Predicate applies = matches<Formula>(for_all, decrypt, reading);
  if (statement.principal->anyone && !statement.not_principal) return applies;
  if (!statement.not_principal && names_customers_only(*statement.principal)) {
    return Predicate::never();
  }
  return Predicate::all_of(
      {std::move(applies),
       Predicate::unknown({.call = "",
                           .why = "whether a denial in the policy of the KMS key names "
                                  "ECR is not known"})});
}

Request decrypt_request(const CustomerKey& key, const std::string& repository) {
  Request request;
  request.caller.kind = Caller::Kind::Foreign;
  request.action = "kms:Decrypt";
  request.resource = key.arn;
  request.resource_account = key.scope.account;
  request.region = key.scope.region;
  request.context["aws:securetransport"] =
      FixedKey{.values = {"true"}, .multivalued = false};
  request.context[fmt::format("kms:encryptioncontext:{}", kRepositoryContext)] =
      FixedKey{.values = {repository}, .multivalued = false};
  return request;
}

Predicate denials(const aws::KmsKeyPolicy& policy, const CustomerKey& key,
                  const std::string& repository) {
  const Request decrypt = decrypt_request(key, repository);
  std::vector<Predicate> any;
  if (!policy.document.not_modelled.empty()) {
    any.push_back(Predicate::unknown(
        {.call = "",
         .why = fmt::format("the policy of KMS key {} has {}, which is not modelled",
                            key.arn, policy.document.not_modelled)}));
  }
  for (const auto& statement : policy.document.statements) {
    if (statement.allow && statement.not_modelled.empty()) continue;
    any.push_back(Predicate::because(
        fact_about(key.arn, statement.source, "its policy denies kms:Decrypt"),
        denies_ecr(statement, decrypt)));
  }
  return Predicate::any_of(std::move(any));
}

/// Then ECR needs nothing on the key.
bool is_by_caller(const Context& context) {
  return context.switches.repository_key_user == RepositoryKeyUser::Caller;
}

}  // namespace

Gate KeyGrantGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate = kms_gate(kName, "KMS_GRANT_MISSING");
  const CustomerKey key = customer_key_of(place, context);
  if (key.name.empty() || is_by_caller(context)) return gate;
  const std::string call = fmt::format("{}/{}", aws::KmsGrants::kCall, key.asked);
  const auto* list = context.account.find<aws::KmsGrants>(key.scope, key.id);
  if (list == nullptr) {
    assume(gate, peripheral(context, key.scope, call,
                            fmt::format("the grants on KMS key {} were not collected",
                                        key.name)));
    return gate;
  }
  const std::string repository = repository_arn(place.scope, place.repository);
  switch (any_serves(*list, repository)) {
    case Truth::Yes:
      return gate;
    case Truth::Unknown:
      gate.lets_through = Predicate::unknown(
          {.call = call,
           .why = fmt::format("whether a grant on KMS key {} serves {} is not known",
                              key.name, place.repository)});
      return gate;
    case Truth::No:
      break;
  }
  gate.message =
      fmt::format("no grant on KMS key {} lets ECR decrypt the images of repository {}",
                  key.arn, place.repository);
  gate.repair = fmt::format(
      "push the images of {} to a new repository: ECR makes its grants when a "
      "repository is created, and they cannot be made by hand",
      place.repository);
  gate.lets_through = Predicate::because(
      fact_about(key.arn, {list->source.file, "/Grants"},
                 fmt::format("it has no grant of ECR's for {}", place.repository)),
      Predicate::never());
  return gate;
}

Gate KeyPolicyGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate = kms_gate(kName, "KMS_KEY_POLICY_DENIES");
  const CustomerKey key = customer_key_of(place, context);
  if (key.name.empty() || is_by_caller(context)) return gate;
  const auto* policy = context.account.find<aws::KmsKeyPolicy>(key.scope, key.id);
  if (policy == nullptr) {
    assume(gate, peripheral(context, key.scope,
                            fmt::format("{}/{}", aws::KmsKeyPolicy::kCall, key.asked),
                            fmt::format("the policy of KMS key {} was not collected",
                                        key.name)));
    return gate;
  }
  gate.message = fmt::format(
      "the policy of KMS key {} denies ECR to decrypt the images of repository {}",
      key.arn, place.repository);
  gate.repair = fmt::format(
      "take kms:Decrypt out of the denial in the policy of {}, or "
      "except AWS services from it",
      key.arn);
  gate.lets_through = Predicate::negation(
      denials(*policy, key, repository_arn(place.scope, place.repository)));
  return gate;
}

}  // namespace pullproof::gates
