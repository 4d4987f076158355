#include "model/gates/dependency.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "model/aws/document_context.h"

namespace pullproof::gates {
namespace {

using DependencyKind = DependencyPlace::Kind;

/// What names it is to blame.
Predicate never_because(const DependencyPlace& place, const std::string& note) {
  const FactRef& by = place.named_by;
  const FactRef fact =
      by == nullptr
          ? fact_about(place.name, {}, note)
          : fact_about(by->id, {.file = by->file, .pointer = by->pointer}, note);
  return Predicate::because(fact, Predicate::never());
}

/// Nothing that is collected tells whether there is the version that is asked for.
void assume_version(Gate& gate, const DependencyPlace& place) {
  if (place.version.empty()) return;
  const bool is_secret = place.kind == DependencyKind::Secret;
  const std::string name =
      is_secret ? place.name.substr(place.name.rfind(':') + 1) : place.name;
  gate.assumptions.push_back(
      {.name = fmt::format("{} {}", is_secret ? "secret" : "parameter", name),
       .value = fmt::format("has the version {}", place.version)});
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
  assume_version(gate, place);
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

void refuse_version(Gate& gate, const aws::Secret& secret, const std::string& note) {
  gate.message = fmt::format("secret {} has {}", secret.name, note);
  gate.repair =
      fmt::format("put a value into {}, or ask for a version that it has", secret.name);
  // The two calls that print stages name them differently; the list prints rows.
  const char* field =
      secret.source.pointer.empty() ? "/VersionIdsToStages" : "/SecretVersionsToStages";
  gate.lets_through = Predicate::because(
      fact_about(secret.arn, {secret.source.file, secret.source.pointer + field},
                 "it has " + note),
      Predicate::never());
}

/// AWS: Secrets Manager API reference, GetSecretValue: without a stage or an id it asks
/// for AWSCURRENT, and with both they must be of one version; ListSecrets: versions
/// without a stage can be read, and no list has them.
void judge_version(Gate& gate, const DependencyPlace& place,
                   const aws::Secret& secret) {
  if (!secret.stages) {
    assume_version(gate, place);
    return;
  }
  if (!place.stage.empty() && !secret.stages->contains(place.stage)) {
    refuse_version(gate, secret,
                   fmt::format("no version with the stage {}", place.stage));
    return;
  }
  if (place.version.empty()) return;
  const auto version = secret.versions.find(place.version);
  const bool is_listed = version != secret.versions.end();
  if (!place.stage.empty()) {
    if (is_listed && version->second.contains(place.stage)) return;
    refuse_version(gate, secret,
                   fmt::format("the stage {} on another version than {}", place.stage,
                               place.version));
  } else if (!is_listed) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("secret {} has no version {} with a stage, and whether it "
                            "has one without is not collected",
                            secret.name, place.version)});
  }
}

void refuse_version(Gate& gate, const aws::Parameter& parameter,
                    const DependencyPlace& place, const std::string& why) {
  gate.message =
      fmt::format("parameter {} has no version {}: {}", place.name, place.version, why);
  gate.repair =
      fmt::format("ask for a version that {} has, or name it without one", place.name);
  gate.lets_through = Predicate::because(
      fact_about(parameter.name,
                 {parameter.source.file, parameter.source.pointer + "/Version"}, why),
      Predicate::never());
}

/// AWS: Systems Manager user guide, "Working with parameter versions": they are counted
/// from 1, and the newest hundred are kept; "Working with parameter labels": no label
/// begins with a digit.
void judge_version(Gate& gate, const DependencyPlace& place,
                   const aws::Parameter& parameter) {
  constexpr std::int64_t kKept = 100;
  const std::string& asked = place.version;
  const auto is_digit = [](unsigned char one) { return std::isdigit(one) != 0; };
  if (asked.empty()) return;
  if (!is_digit(static_cast<unsigned char>(asked.front())) || !parameter.version) {
    assume_version(gate, place);
    return;
  }
  const std::int64_t newest = *parameter.version;
  if (!std::all_of(asked.begin(), asked.end(), is_digit)) {
    refuse_version(gate, parameter, place, "no label begins with a digit");
    return;
  }
  std::int64_t number = 0;
  const auto read = std::from_chars(asked.data(), asked.data() + asked.size(), number);
  if (read.ec != std::errc{} || number < 1 || number > newest) {
    refuse_version(gate, parameter, place,
                   fmt::format("its versions are counted from 1 to {}", newest));
  } else if (number <= newest - kKept) {
    refuse_version(gate, parameter, place,
                   fmt::format("of {} versions the last {} are kept", newest, kKept));
  } else if (number != newest) {
    assume_version(gate, place);
  }
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
    judge_version(gate, place, *secret);
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
  if (place.kind != DependencyKind::Parameter) return gate;
  // AWS's own parameters are in no account's list.
  if (place.name.starts_with("/aws/")) {
    assume_version(gate, place);
    return gate;
  }
  const auto& parameters = context.account.table<aws::Parameter>();
  auto rows = parameters.all_with(place.name, place.scope);
  if (rows.empty() && !place.other_name.empty()) {
    rows = parameters.all_with(place.other_name, place.scope);
  }
  if (!rows.empty()) {
    judge_version(gate, place, *rows.front());
    return gate;
  }
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
