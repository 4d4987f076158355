// Builds the legs that a plan names: each a graph of hops with its gates filled in.
//
// Guarantee: a leg depends on its ingredients only, so equal keys may share one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"
#include "model/gates/image_index.h"
#include "model/gates/image_reference.h"
#include "model/gates/place.h"
#include "model/leg.h"
#include "model/task.h"

namespace pullproof::model {

/// Who pulls from one placement.
struct PullRole {
  gates::RolePlace::Kind kind = gates::RolePlace::Kind::ExecutionRole;
  std::string arn;          ///< "" if it is not known or there is none.
  std::string profile_arn;  ///< instance_profile only.
  const aws::Role* role = nullptr;
  FactRef configured_by;
  std::optional<Unknown> undecided;  ///< Set: nobody can tell who pulls.
};

/// Everything that building a leg needs, by value: plans outlive their planner.
struct Ingredients {
  const gates::Context* context = nullptr;
  const gates::ImageIndex* images = nullptr;
  std::vector<SourceInterface> sources;
  std::vector<PullRole> roles;
  std::string os;
  std::string windows_build;  ///< As the task's.
  std::string architecture;
  aws::Scope scope;
};

/// The image as its registry is asked for it from that placement.
[[nodiscard]] gates::ImagePlace image_place(const Ingredients& with,
                                            std::size_t placement,
                                            const gates::ImageReference& image);

/// A call to ECR by the pulling role: `stage` says which host it goes to, `action` what
/// it asks for. The manifest's call ends with the image itself, behind what it takes to
/// import it if a pull-through cache does.
[[nodiscard]] Leg build_call(const Ingredients& with,
                             const gates::ImageReference& image, Stage stage,
                             const std::string& name, const std::string& action);

/// The same through an interface that is Fargate's own, so that nothing in the VPC can
/// refuse it and no VPC key is set: GetAuthorizationToken before platform
/// version 1.4.0, and what the switch `fargate-without-endpoint` says. AWS: ECR user
/// guide, "Amazon ECR interface VPC endpoints", considerations.
[[nodiscard]] Leg build_call_of_fargate(const Ingredients& with,
                                        const gates::ImageReference& image, Stage stage,
                                        const std::string& name,
                                        const std::string& action);

/// The layer's GET at S3, which an account of ECR's own has signed.
[[nodiscard]] Leg build_layer(const Ingredients& with,
                              const gates::ImageReference& image);

[[nodiscard]] Leg build_reference(const gates::Context& context,
                                  const std::string& image);

/// ECS or EC2 assumes the pulling role.
[[nodiscard]] Leg build_role(const Ingredients& with);

}  // namespace pullproof::model
