#include "model/gates/trust_policy.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/gates/partition.h"
#include "model/gates/policy_match.h"
#include "model/gates/role_policies.h"

namespace pullproof::gates {
namespace {

constexpr PolicyReading kTrustReading{.kind = PolicyKind::Trust};

FactRef owner_of(const aws::Role& role, const std::string& service) {
  return fact_about(role.arn, role.trust.source,
                    fmt::format("its trust policy does not allow {}", service));
}

Gate trust_gate(const RolePlace& place, std::string_view name, const char* code) {
  Gate gate{.name = std::string(name), .mechanism = "trust-policy", .code = code};
  if (place.role == nullptr) return gate;
  const bool denial = gate.code.ends_with("_DENY");
  const std::string& service = place.request.caller.service;
  gate.message =
      fmt::format("the trust policy of {} {} {} to assume it", show(*place.role),
                  denial ? "forbids" : "does not allow", service);
  gate.repair =
      denial ? fmt::format("except {} from the Deny in the trust policy of {}", service,
                           show(*place.role))
             : fmt::format("allow sts:AssumeRole to {} in the trust policy of {}",
                           service, show(*place.role));
  return gate;
}

/// "arn:aws:ecs:eu-central-1:111122223333:cluster/prod", and not "...:cluster/*".
bool names_cluster(const aws::PolicyValue& value) {
  constexpr std::string_view kCluster = ":cluster/";
  const std::size_t at = value.text.find(kCluster);
  return at != std::string::npos &&
         value.text.find_first_not_of("*?", at + kCluster.size()) != std::string::npos;
}

bool asks_for_source_arn(const aws::PolicyCondition& condition) {
  return condition.lower_key == "aws:sourcearn" && condition.written &&
         aws::compares_texts(*condition.written->op) && !condition.written->op->negated;
}

/// AWS: ECS developer guide, "Amazon ECS task IAM role": aws:SourceArn cannot be used
/// to name one cluster. An Allow that asks for one never holds. What a Deny or a
/// negated operator makes of one stays open. True if there was such an Allow.
bool drop_clusters(aws::PolicyDocument& trust) {
  bool found = false;
  for (auto& statement : trust.statements) {
    if (!statement.allow) continue;
    for (auto& condition : statement.conditions) {
      if (!asks_for_source_arn(condition)) continue;
      found = std::erase_if(condition.values, names_cluster) != 0 || found;
    }
  }
  return found;
}

constexpr std::string_view kGlobalSuffix = "amazonaws.com";

/// The same request by EC2's other name: where hosts end otherwise, AWS documents both
/// its global name and one with the partition's suffix. Nothing if it has one name.
std::optional<Request> by_other_name(const RolePlace& place) {
  const auto* partition = partition_of(place.scope.region);
  const bool has_two = place.kind == RolePlace::Kind::InstanceProfile &&
                       partition != nullptr && partition->dns_suffix != kGlobalSuffix;
  if (!has_two) return std::nullopt;
  const std::string global = fmt::format("ec2.{}", kGlobalSuffix);
  Request request = place.request;
  request.caller.service = request.caller.service == global
                               ? fmt::format("ec2.{}", partition->dns_suffix)
                               : global;
  return request;
}

Predicate whether_known_as(const RolePlace& place, const std::string& service) {
  return Predicate::unknown(
      {.call = "",
       .why = fmt::format("whether trust policies in {} know EC2 as {} is not certain",
                          place.scope.region, service)});
}

/// AWS: IAM takes the global name in China, too, and no name of a service that it does
/// not know.
Predicate allows_by_any_name(const RolePlace& place, const aws::PolicyDocument& trust) {
  const auto ask = [&](const Request& request) {
    return allows(trust, request, kTrustReading,
                  owner_of(*place.role, request.caller.service));
  };
  Predicate own = ask(place.request);
  const auto other = by_other_name(place);
  if (!other || own.as_constant() == Truth::Yes) return own;
  Predicate also = ask(*other);
  if (also.as_constant() == Truth::No) return own;
  const bool is_china = partition_of(place.scope.region)->name == "aws-cn";
  if (!is_china) {
    also = Predicate::all_of({also, whether_known_as(place, other->caller.service)});
  }
  return Predicate::any_of({std::move(own), std::move(also)});
}

Predicate denies_by_any_name(const RolePlace& place) {
  const auto ask = [&](const Request& request) {
    return denies(place.role->trust, request, kTrustReading,
                  owner_of(*place.role, request.caller.service));
  };
  Predicate own = ask(place.request);
  const auto other = by_other_name(place);
  if (!other || ask(*other).as_constant() == own.as_constant()) return own;
  return whether_known_as(place, other->caller.service);
}

std::string cluster_repair(const RolePlace& place) {
  const auto* partition = partition_of(place.scope.region);
  return fmt::format(
      "let aws:SourceArn in the trust policy of {} be `arn:{}:ecs:{}:{}:*`: ECS "
      "supports no single cluster there",
      show(*place.role), partition == nullptr ? "aws" : partition->name,
      place.scope.region, place.scope.account);
}

}  // namespace

Gate TrustPolicyAllows::lets_through(const RolePlace& place,
                                     const Context& /*context*/) {
  Gate gate = trust_gate(place, kName, "TRUST_POLICY_NO_ALLOW");
  if (place.role == nullptr) return gate;
  aws::PolicyDocument trust = place.role->trust;
  const bool by_ecs = place.kind != RolePlace::Kind::InstanceProfile;
  if (by_ecs && drop_clusters(trust)) gate.repair = cluster_repair(place);
  gate.lets_through = allows_by_any_name(place, trust);
  return gate;
}

Gate TrustPolicyDenies::lets_through(const RolePlace& place,
                                     const Context& /*context*/) {
  Gate gate = trust_gate(place, kName, "TRUST_POLICY_DENY");
  if (place.role == nullptr) return gate;
  gate.lets_through = Predicate::negation(denies_by_any_name(place));
  return gate;
}

}  // namespace pullproof::gates
