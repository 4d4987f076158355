#include "model/gates/dependency.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "model/aws/document_context.h"

namespace pullproof::gates {
namespace {

using DependencyKind = DependencyPlace::Kind;

/// What names it is to blame.
Predicate never_because(const DependencyPlace& place, const std::string& note) {
  const std::string id = place.named_by == nullptr ? place.name : place.named_by->id;
  return Predicate::because(fact_about(id, {}, note), Predicate::never());
}

/// Refuses where the list was collected, for it lacks the thing.
template <class T>
void judge_absence(Gate& gate, const DependencyPlace& place, const Context& context,
                   const std::string& note) {
  const std::string call(T::kCall);
  if (context.account.calls().seen(place.scope, call)) {
    gate.lets_through = never_because(place, note);
    return;
  }
  Peripheral list =
      peripheral(context, place.scope, call,
                 fmt::format("whether there is {} is not collected", place.name));
  const char* and_also =
      place.kind == DependencyKind::LogGroup ? "" : ", with no customer's key";
  for (auto& assumption : list.assumptions) {
    assumption.value =
        fmt::format("has {} in {}{}", place.name, place.scope.region, and_also);
  }
  assume(gate, std::move(list));
}

/// "arn:...:secret:prod/db-AbCdEf" is one of the names of "arn:...:secret:prod/db".
bool is_short_for(const std::string& text, const std::string& arn) {
  constexpr std::size_t kSuffix = 7;  // a hyphen and six characters
  return arn.size() == text.size() + kSuffix && arn.starts_with(text) &&
         arn[text.size()] == '-';
}

template <class T>
const aws::Secret* find_in(const Context& context, const aws::Scope& scope,
                           const std::string& arn) {
  if (const auto* exact = context.account.find<T>(scope, arn)) return exact;
  for (const T& secret : context.account.table<T>().all()) {
    if (secret.scope == scope && is_short_for(arn, secret.arn)) return &secret;
  }
  return nullptr;
}

/// AWS: Secrets Manager user guide: an ARN ends in a hyphen and six characters.
bool ends_in_suffix(const std::string& arn) {
  constexpr std::size_t kCharacters = 6;
  if (arn.size() <= kCharacters || arn[arn.size() - kCharacters - 1] != '-') {
    return false;
  }
  return std::all_of(arn.end() - kCharacters, arn.end(),
                     [](unsigned char letter) { return std::isalnum(letter) != 0; });
}

/// AWS: Secrets Manager API reference, GetSecretValue: without a stage or an id it asks
/// for AWSCURRENT.
void judge_stage(Gate& gate, const DependencyPlace& place, const aws::Secret& secret) {
  if (!secret.stages || place.stage.empty() || secret.stages->contains(place.stage)) {
    return;
  }
  gate.message = fmt::format("secret {} has no version with the stage {}", secret.name,
                             place.stage);
  gate.repair =
      fmt::format("put a value into {}, or ask for a stage that it has", secret.name);
  // The two calls that print stages name them differently; the list prints rows.
  const char* field =
      secret.source.pointer.empty() ? "/VersionIdsToStages" : "/SecretVersionsToStages";
  gate.lets_through = Predicate::because(
      fact_about(secret.arn, {secret.source.file, secret.source.pointer + field},
                 fmt::format("no version of it has the stage {}", place.stage)),
      Predicate::never());
}

}  // namespace

const aws::Secret* find_secret(const Context& context, const aws::Scope& scope,
                               const std::string& arn) {
  // What was asked for by name tells more than the list.
  if (const auto* row = find_in<aws::DescribedSecret>(context, scope, arn)) return row;
  return find_in<aws::Secret>(context, scope, arn);
}

std::string full_arn(const Context& context, const aws::Scope& scope,
                     const std::string& arn) {
  if (const auto* secret = find_secret(context, scope, arn)) return secret->arn;
  for (const auto& policy : context.account.table<aws::SecretPolicy>().all()) {
    const bool is_it = policy.arn == arn || is_short_for(arn, policy.arn);
    if (policy.scope == scope && is_it) return policy.arn;
  }
  return ends_in_suffix(arn) ? arn : std::string();
}

Gate LogGroupGate::lets_through(const DependencyPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "log-group",
            .code = "LOG_GROUP_NOT_FOUND"};
  if (place.kind != DependencyKind::LogGroup) return gate;
  const bool is_seen =
      context.account.calls().seen(place.scope, std::string(aws::LogGroup::kCall));
  if (place.is_created && is_seen) return gate;
  if (!context.account.table<aws::LogGroup>()
           .all_with(place.name, place.scope)
           .empty()) {
    return gate;
  }
  gate.message = fmt::format("log group {} does not exist in {} of account {}",
                             place.name, place.scope.region, place.scope.account);
  gate.repair = fmt::format(
      "create log group {} there, or set awslogs-create-group to true and allow "
      "logs:CreateLogGroup",
      place.name);
  judge_absence<aws::LogGroup>(
      gate, place, context,
      fmt::format("it sends logs to {}, which the account does not have", place.name));
  return gate;
}

Gate SecretGate::lets_through(const DependencyPlace& place, const Context& context) {
  Gate gate{
      .name = std::string(kName), .mechanism = "secret", .code = "SECRET_NOT_FOUND"};
  if (place.kind != DependencyKind::Secret) return gate;
  const auto* secret = find_secret(context, place.scope, place.name);
  if (secret == nullptr) {
    gate.message =
        fmt::format("secret {} does not exist, or is marked for deletion", place.name);
    gate.repair = fmt::format("create it, or name a secret of {} that exists",
                              place.scope.region);
    if (place.is_foreign &&
        !context.account.calls().seen(place.scope, std::string(aws::Secret::kCall))) {
      gate.lets_through = Predicate::unknown(
          {.call = std::string(aws::Secret::kCall),
           .why = fmt::format("which key encrypts secret {} is not collected, and "
                              "AWS's own serves no other account",
                              place.name)});
      return gate;
    }
    judge_absence<aws::Secret>(
        gate, place, context,
        fmt::format("it names the secret {}, which the account does not have",
                    place.name));
    return gate;
  }
  if (!secret->deleted) {
    judge_stage(gate, place, *secret);
    return gate;
  }
  gate.code = "SECRET_PENDING_DELETION";
  gate.message = fmt::format("secret {} is marked for deletion", secret->name);
  gate.repair = fmt::format("restore {}, or name another secret", secret->name);
  gate.lets_through = Predicate::because(
      fact_about(secret->arn,
                 {secret->source.file, secret->source.pointer + "/DeletedDate"},
                 "it is marked for deletion"),
      Predicate::never());
  return gate;
}

Gate SecretReferenceGate::lets_through(const DependencyPlace& place,
                                       const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "secret",
            .code = "SECRET_REFERENCE_INVALID"};
  if (place.kind != DependencyKind::BadSecret) return gate;
  gate.message =
      fmt::format("`{}` is not how a secret or a parameter is named", place.name);
  gate.repair =
      "name a parameter by its name or ARN, or a secret by its whole ARN, with nothing "
      "or with all of :json-key:version-stage:version-id behind it";
  gate.lets_through = never_because(place, fmt::format("it names {}", place.name));
  return gate;
}

Gate FileReferenceGate::lets_through(const DependencyPlace& place,
                                     const Context& /*context*/) {
  Gate gate{.name = std::string(kName),
            .mechanism = "environment-file",
            .code = "ENVIRONMENT_FILE_INVALID"};
  if (place.kind != DependencyKind::BadFile) return gate;
  gate.message = fmt::format("`{}` is not how an object in S3 is named", place.name);
  gate.repair = "name the file by its ARN: the partition's prefix, bucket and key";
  gate.lets_through = never_because(place, fmt::format("it names {}", place.name));
  return gate;
}

Gate ParameterGate::lets_through(const DependencyPlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "parameter",
            .code = "PARAMETER_NOT_FOUND"};
  // AWS's own parameters are in no account's list.
  if (place.kind != DependencyKind::Parameter || place.name.starts_with("/aws/"))
    return gate;
  const auto& parameters = context.account.table<aws::Parameter>();
  const bool is_there = !parameters.all_with(place.name, place.scope).empty() ||
                        (!place.other_name.empty() &&
                         !parameters.all_with(place.other_name, place.scope).empty());
  if (is_there) return gate;
  gate.message = fmt::format("parameter {} does not exist in {} of account {}",
                             place.name, place.scope.region, place.scope.account);
  gate.repair =
      fmt::format("create parameter {} there, or name one that exists", place.name);
  judge_absence<aws::Parameter>(
      gate, place, context,
      fmt::format("it names the parameter {}, which the account does not have",
                  place.name));
  return gate;
}

Gate PublicImageGate::lets_through(const DependencyPlace& place,
                                   const Context& /*context*/) {
  Gate gate{.name = std::string(kName), .mechanism = "registry", .code = ""};
  if (place.kind != DependencyKind::PublicImage) return gate;
  gate.assumptions = {{.name = place.name,
                       .value = "is there, for the task's platform, and its registry "
                                "still answers this address"}};
  return gate;
}

Gate DependencyKeyGate::lets_through(const DependencyPlace& place,
                                     const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "kms", .code = "KMS_KEY_UNUSABLE"};
  if (place.kind != DependencyKind::Key) return gate;
  if (place.name.starts_with("alias/")) {
    gate.code = "KMS_KEY_POLICY_NO_ALLOW";
    gate.message = fmt::format(
        "{} of account {} is AWS's own key, which decrypts for no other account",
        place.name, place.scope.account);
    gate.repair =
        "encrypt it with a customer's key, and let the task's account use that";
    gate.lets_through =
        never_because(place,
                      "it names a secret of another account that is encrypted "
                      "with AWS's own key");
    return gate;
  }
  const auto* key = context.account.find<aws::KmsKey>(place.scope, place.name);
  if (key == nullptr) {
    const std::string call =
        fmt::format("{}/{}", aws::KmsKey::kCall, aws::last_part(place.name));
    Peripheral state =
        peripheral(context, place.scope, call,
                   fmt::format("the state of KMS key {} is not collected", place.name));
    for (auto& assumption : state.assumptions) assumption.value = "is enabled";
    assume(gate, std::move(state));
    return gate;
  }
  if (key->state == "Enabled") return gate;
  gate.message = fmt::format("KMS key {} is in state {}", key->arn, key->state);
  gate.repair = fmt::format("enable {}, or encrypt with another key", key->arn);
  gate.lets_through = Predicate::because(
      fact_about(key->arn, {key->source.file, key->source.pointer + "/KeyState"},
                 fmt::format("its state is {}", key->state)),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
