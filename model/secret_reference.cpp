#include "model/secret_reference.h"

#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/gates/arn.h"
#include "model/gates/partition.h"

namespace pullproof::model {
namespace {

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t colon = text.find(':'); colon != text.npos; colon = text.find(':')) {
    parts.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  parts.push_back(text);
  return parts;
}

StartNeed need_of(StartNeed::Kind kind, const aws::Scope& scope, std::string name) {
  StartNeed need;
  need.kind = kind;
  need.scope = scope;
  need.name = std::move(name);
  return need;
}

/// AWS: Systems Manager API reference, GetParameters: `:` and a version or label may
/// stand behind the name. User guide, "Referencing AWS Secrets Manager secrets from
/// Parameter Store parameters": such a name reads a secret.
StartNeed parameter(const aws::Scope& scope, const std::string& selector,
                    const aws::Scope& task) {
  const auto parts = parts_of(selector);
  StartNeed need =
      need_of(StartNeed::Kind::Parameter, scope, std::string(parts.front()));
  if (parts.size() > 1) need.version = parts[1];
  const auto leave_open = [&need](const char* call, std::string why) {
    need.question = Unknown{.call = call, .why = std::move(why)};
  };
  if (need.name.starts_with("/aws/reference/secretsmanager/")) {
    leave_open("", fmt::format("{} reads a secret through Parameter Store, which is "
                               "not modelled",
                               need.name));
  } else if (!scope.account.empty() && scope.account != task.account) {
    leave_open("ram-get-resource-share-associations",
               fmt::format("whether account {} shares parameter {} is not known",
                           scope.account, need.name));
  } else if (parts.size() > 2 || (parts.size() == 2 && parts[1].empty())) {
    leave_open("", fmt::format("which version of parameter {} `{}` asks for is not "
                               "documented",
                               need.name, selector));
  }
  return need;
}

/// Its partition is that of the task, and its region is of it. AWS: General reference,
/// "Amazon Resource Names": partitions share nothing.
bool is_of_partition(const gates::Arn& arn, const aws::Scope& task) {
  const auto* own = gates::partition_of(task.region);
  const auto* named = gates::partition_of(arn.segments[3]);
  if (own == nullptr) return true;
  return arn.partition() == own->name && (named == nullptr || named == own);
}

StartNeed parameter_of_arn(const gates::Arn& arn, const aws::Scope& task) {
  constexpr std::string_view kParameter = "parameter/";
  std::string name(arn.resource().substr(kParameter.size()));
  // A name with levels begins with a slash, which its ARN has once.
  const bool has_levels = name.find('/') != name.npos;
  if (has_levels) name = '/' + name;
  StartNeed need =
      parameter({std::string(arn.account()), std::string(arn.segments[3])}, name, task);
  if (!has_levels) need.other_name = '/' + need.name;
  if (!is_of_partition(arn, task)) {
    need.question = Unknown{
        .call = "",
        .why = fmt::format("the ARN of parameter {} is of partition {}, and what ECS "
                           "asks for then is not documented",
                           need.name, arn.partition())};
  }
  return need;
}

}  // namespace

SecretReference read_secret_reference(const std::string& text, const aws::Scope& task) {
  const auto nothing = [&] {
    return SecretReference{.need = need_of(StartNeed::Kind::BadSecret, task, text),
                           .json_key = {}};
  };
  if (text.empty()) return nothing();
  if (!text.starts_with("arn:")) {
    return {.need = parameter(task, text, task), .json_key = {}};
  }
  const gates::Arn arn(text);
  const std::string_view resource = arn.resource();
  if (arn.service() == "ssm" && resource.starts_with("parameter/")) {
    return {.need = parameter_of_arn(arn, task), .json_key = {}};
  }
  // AWS: the ARN alone, or all of JSON key, version stage and version id behind it.
  const auto parts = parts_of(resource);
  constexpr std::size_t kPlain = 2;
  constexpr std::size_t kFull = 5;
  const bool is_secret = arn.service() == "secretsmanager" &&
                         parts.front() == "secret" &&
                         (parts.size() == kPlain || parts.size() == kFull);
  if (!is_secret) return nothing();
  const std::size_t rest = resource.size() - parts[0].size() - parts[1].size() - 1;
  StartNeed need = need_of(StartNeed::Kind::Secret,
                           {std::string(arn.account()), std::string(arn.segments[3])},
                           text.substr(0, text.size() - rest));
  const bool is_full = parts.size() == kFull;
  if (is_full) need.version = parts[4];
  if (need.version.empty()) need.stage = "AWSCURRENT";
  if (is_full && !parts[3].empty()) need.stage = parts[3];
  std::string json_key(is_full ? parts[2] : std::string_view());
  need.has_json_key = !json_key.empty();
  return {.need = std::move(need), .json_key = std::move(json_key)};
}

}  // namespace pullproof::model
