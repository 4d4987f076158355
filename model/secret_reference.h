// What a text such as `valueFrom` names: a secret of Secrets Manager, a parameter of
// Systems Manager, or nothing that ECS can read.
//
// AWS: ECS developer guide, "Pass sensitive data to an Amazon ECS container".
#pragma once

#include <string>

#include "model/task.h"

namespace pullproof::model {

struct SecretReference {
  StartNeed need;        ///< Of no container yet.
  std::string json_key;  ///< Of a secret; "" for all of it.
};

/// `task` is where the task runs: a name alone is of a parameter there.
[[nodiscard]] SecretReference read_secret_reference(const std::string& text,
                                                    const aws::Scope& task);

}  // namespace pullproof::model
