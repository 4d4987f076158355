// What AWS knows: the actions of a service, the resources that each is on, and the
// condition keys that a request for it may carry.
//
// A service without a table is not known here at all, and nothing can be said of it.
//
// AWS: Service Authorization Reference, as of 2026-09-26; IAM user guide, "AWS global
// condition context keys".
// Not modelled: which actions carry a key `aws:...`: any may.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/policy_pattern.h"
#include "model/core/glob.h"

namespace pullproof::aws {

struct ConditionKey {
  std::string name;          ///< As AWS writes it: "s3:prefix", "aws:RequestTag/".
  bool is_template = false;  ///< Anything may follow.
  bool multivalued = false;  ///< A request may give it many values.
};

struct ResourceType {
  std::string name;  ///< "repository".
  std::string arn;   ///< "arn:${Partition}:ecr:${Region}:...".
  Glob arns;         ///< All of them, and some more.
};

struct ServiceAction {
  std::string service;  ///< "ecr".
  std::string name;     ///< "BatchGetImage".
  /// None: only `*` stands for its resource.
  std::vector<const ResourceType*> types;
  std::set<std::string> keys;  ///< In lower case; without those of `aws:`.
};

struct ServiceReference {
  std::string prefix;  ///< "ecr".
  std::vector<ResourceType> types;
  std::vector<ServiceAction> actions;
  std::map<std::string, ConditionKey> keys;  ///< By name in lower case.
};

/// In any letter case; null if there is no table.
[[nodiscard]] const ServiceReference* service_reference(std::string_view prefix);

/// "ecr", "batchgetimage"; null if the service has no such action, or no table.
[[nodiscard]] const ServiceAction* known_action(std::string_view service,
                                                std::string_view name);

/// Whether the keys of this name's prefix ("s3", "aws") are known.
[[nodiscard]] bool has_known_keys(std::string_view key);

/// The key or the template that stands for it; null if there is none.
[[nodiscard]] const ConditionKey* condition_key(std::string_view key);

/// Every key with this name's prefix.
[[nodiscard]] std::vector<std::string> keys_beside(std::string_view key);

/// Whether a request for the action may carry the key.
[[nodiscard]] bool carries(const ServiceAction& action, const ConditionKey& key);

/// Whether some ARN of the type matches the pattern. A policy variable may be anything.
[[nodiscard]] bool may_be(const ResourcePattern& pattern, const ResourceType& type);

}  // namespace pullproof::aws
