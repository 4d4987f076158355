// Lifecycle policies of ECR repositories: which images ECR removes, and when.
//
// AWS: ECR user guide, "Lifecycle policy properties in Amazon ECR".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/aws/resource.h"

namespace pullproof::aws {

struct LifecyclePolicy : Resource {
  static constexpr std::string_view kSnapshotKey = "lifecyclePolicyText";
  static constexpr std::string_view kCall = "ecr-get-lifecycle-policy";
  static constexpr bool kWholeDocument = true;

  struct Rule {
    std::int64_t priority = 0;
    std::string tag_status;  ///< "tagged", "untagged", "any".
    /// An image needs a tag for each of them; `*` stands for any run.
    std::vector<std::string> tag_patterns;
    std::string count_type;  ///< "imageCountMoreThan", "sinceImagePushed" ...
    std::int64_t count = 0;  ///< Images, or days.
    std::string action;      ///< "expire", "transition".
  };

  std::string registry_id;
  std::string repository;
  std::vector<Rule> rules;  ///< By priority: the first that selects an image counts.

  [[nodiscard]] const std::string& id() const { return repository; }
  static LifecyclePolicy parse(Cursor& in);
};

}  // namespace pullproof::aws
