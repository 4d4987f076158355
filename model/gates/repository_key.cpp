#include "model/gates/repository_key.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/gates/image_index.h"
#include "model/gates/partition.h"

namespace pullproof::gates {
namespace {

constexpr std::array<std::string_view, 5> kUnusableStates = {
    "Disabled", "PendingDeletion", "PendingImport", "PendingReplicaDeletion",
    "Unavailable"};

bool is_unusable(std::string_view state) {
  return std::find(kUnusableStates.begin(), kUnusableStates.end(), state) !=
         kUnusableStates.end();
}

/// What follows the last `key/`: "1234abcd-...". Aliases stay as they are.
std::string key_id(const std::string& key) {
  constexpr std::string_view kMarker = ":key/";
  const std::size_t at = key.rfind(kMarker);
  return at == std::string::npos ? key : key.substr(at + kMarker.size());
}

/// AWS manages the key behind `alias/aws/ecr` and never disables it.
bool is_aws_managed(const std::string& key) {
  return key.empty() || key == "aws/ecr" || key.ends_with("alias/aws/ecr");
}

/// By ARN, or by an id that belongs to the repository's own account and region.
const aws::KmsKey* find_key(const ImagePlace& place, const Context& context,
                            const std::string& key) {
  if (key.starts_with("arn:"))
    return context.account.find<aws::KmsKey>(place.scope, key);
  const Partition* partition = partition_of(place.scope.region);
  return context.account.find<aws::KmsKey>(
      place.scope, fmt::format("arn:{}:kms:{}:{}:key/{}",
                               partition == nullptr ? "aws" : partition->name,
                               place.scope.region, place.scope.account, key));
}

/// Nothing if the repository's key cannot fail.
std::string customer_key(const aws::Repository& repository) {
  const std::string& type = repository.encryption_type;
  if (type.empty() || type == "AES256" || is_aws_managed(repository.kms_key)) return {};
  return repository.kms_key;
}

void judge_state(Gate& gate, const aws::KmsKey& key, const std::string& repository) {
  if (key.state == "Enabled") return;
  gate.message = fmt::format(
      "KMS key {} of repository {} is in state {}, so ECR cannot "
      "decrypt the image",
      key.arn, repository, key.state);
  gate.repair =
      key.state == "PendingDeletion"
          ? fmt::format("cancel the deletion of KMS key {} and enable it", key.arn)
          : fmt::format("enable KMS key {}", key.arn);
  if (!is_unusable(key.state)) {
    gate.lets_through = Predicate::unknown(
        {.call = fmt::format("{}/{}", aws::KmsKey::kCall, key_id(key.arn)),
         .why = fmt::format("KMS key {} is in state `{}`", key.arn, key.state)});
    return;
  }
  gate.lets_through = Predicate::because(
      fact_about(key.arn, key.source, fmt::format("its state is {}", key.state)),
      Predicate::never());
}

}  // namespace

Gate RepositoryKeyGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "kms",
            .code = "KMS_KEY_UNUSABLE",
            .lets_through = Predicate::always(),
            .message = {},
            .repair = {},
            .assumptions = {},
            .detail = {}};
  const RepositoryAnswer answer = find_repository(place, context);
  if (answer.row == nullptr) {
    if (answer.presence == Presence::Present) {
      gate.lets_through = core_call_missing(
          std::string(aws::Repository::kCall),
          fmt::format("how {} is encrypted was not collected", place.repository));
    }
    return gate;
  }
  const std::string wanted = customer_key(*answer.row);
  if (wanted.empty()) return gate;
  if (const aws::KmsKey* key = find_key(place, context, wanted)) {
    judge_state(gate, *key, place.repository);
    return gate;
  }
  gate.lets_through = core_call_missing(
      fmt::format("{}/{}", aws::KmsKey::kCall, key_id(wanted)),
      fmt::format("the state of KMS key {} was not collected", wanted));
  return gate;
}

}  // namespace pullproof::gates
