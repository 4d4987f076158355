#include "model/gates/repository_key.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/gates/caller.h"
#include "model/gates/image_index.h"
#include "model/gates/image_platform.h"
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

/// What ECR said when it was asked for the image, or for the manifest that an index
/// names for the platform.
const aws::ImageFailures::Failure* key_failure(const ImagePlace& place,
                                               const Context& context) {
  const auto* images = place.images->find(place.scope, place.repository);
  if (images == nullptr) return nullptr;
  const ImageAnswer image = find_image(place, context);
  std::vector<std::string> digests = {place.digest};
  if (image.detail != nullptr) digests.push_back(image.detail->digest);
  if (image.manifest != nullptr && image.manifest->is_index &&
      !place.architecture.empty()) {
    for (auto& each : digests_for_platform(place, *image.manifest)) {
      digests.push_back(std::move(each));
    }
  }
  for (const auto& digest : digests) {
    const bool by_tag = digest.empty();
    if (by_tag && !place.digest.empty()) continue;
    const auto* failure = failure_of(*images, digest, place.tag);
    if (failure != nullptr && failure->code == "KmsError") return failure;
  }
  return nullptr;
}

void refuse_by_answer(Gate& gate, const ImagePlace& place,
                      const aws::ImageFailures::Failure& failure,
                      const std::string& key) {
  gate.message = fmt::format(
      "ECR could not decrypt image {} of repository {} with its KMS key when it was "
      "asked for it",
      failure.digest.empty() ? failure.tag : failure.digest, place.repository);
  gate.repair = fmt::format(
      "let ECR use the KMS key of {} again: enable it, and give back its grants if "
      "they "
      "were revoked",
      place.repository);
  gate.lets_through = Predicate::because(
      fact_about(key.empty() ? repository_arn(place.scope, place.repository) : key,
                 failure.source, "ECR answers KmsError"),
      Predicate::never());
}

}  // namespace

CustomerKey customer_key_of(const ImagePlace& place, const Context& context) {
  const RepositoryAnswer answer = find_repository(place, context);
  if (answer.row == nullptr) return {};
  CustomerKey key{.name = customer_key(*answer.row),
                  .asked = {},
                  .id = {},
                  .arn = {},
                  .scope = place.scope};
  if (key.name.empty()) return key;
  key.asked = key_id(key.name);
  key.id = aws::last_part(key.asked);
  key.arn = key.name;
  if (key.name.starts_with("arn:")) {
    key.scope.account = account_of(key.name);
    return key;
  }
  const Partition* partition = partition_of(place.scope.region);
  key.arn = fmt::format("arn:{}:kms:{}:{}:key/{}",
                        partition == nullptr ? "aws" : partition->name,
                        place.scope.region, place.scope.account, key.name);
  return key;
}

Gate RepositoryKeyGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "kms", .code = "KMS_KEY_UNUSABLE"};
  const CustomerKey wanted = customer_key_of(place, context);
  if (const auto* failure = key_failure(place, context)) {
    refuse_by_answer(gate, place, *failure, wanted.arn);
    return gate;
  }
  const RepositoryAnswer answer = find_repository(place, context);
  if (answer.row == nullptr && answer.presence == Presence::Present) {
    gate.lets_through = core_call_missing(
        std::string(aws::Repository::kCall),
        fmt::format("how {} is encrypted was not collected", place.repository));
    return gate;
  }
  if (wanted.name.empty()) return gate;
  if (const auto* key = context.account.find<aws::KmsKey>(place.scope, wanted.arn)) {
    judge_state(gate, *key, place.repository);
    return gate;
  }
  gate.lets_through = core_call_missing(
      fmt::format("{}/{}", aws::KmsKey::kCall, wanted.asked),
      fmt::format("the state of KMS key {} was not collected", wanted.name));
  return gate;
}

}  // namespace pullproof::gates
