// The list of legs of a pull, as data: which checks and connections a task's images
// need, who signs each call, and what it is about.
//
// AWS: ECR user guide and ECS agent: a pull asks api.ecr for a token
// (ecr:GetAuthorizationToken), the registry for the manifest (ecr:BatchGetImage) and
// for each layer's URL (ecr:GetDownloadUrlForLayer), and S3 for the layer itself, with
// a URL that an account of ECR's own has signed. Without an execution role an EC2 task
// pulls as the instance's role; Fargate needs an execution role.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/image_index.h"
#include "model/leg.h"
#include "model/task.h"

namespace pullproof::model {

/// One leg that a task needs, before it is built: tasks whose legs have equal keys
/// share one proof.
struct LegPlan {
  std::string key;
  Stage stage = Stage::Reference;
  std::vector<std::size_t> images;  ///< Indices of `Task::images` that need it.
  /// Of stage `start` and of the task role: what the leg is about, for the words that
  /// ECS prints: "secret" and its ARN. Else "".
  std::string dependency;
  std::string needed;
  /// What the leg gets, whatever it is told as: "parameter" of a credential spec. Else
  /// as `dependency`.
  std::string gets;
  std::vector<std::string> versions = {};  ///< As in `TaskLeg`.
  bool is_advisory = false;  ///< What refuses it is worth a warning, and no more.
  /// Builds it, gates included.
  std::function<Leg()> build;
};

/// In the order in which the task meets them. The arguments must outlive the plans.
[[nodiscard]] std::vector<LegPlan> plan_legs(const Task& task,
                                             const gates::Context& context,
                                             const gates::ImageIndex& images);

}  // namespace pullproof::model
