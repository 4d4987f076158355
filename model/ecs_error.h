// The error that ECS is expected to print for a refusal, so that a reader recognizes
// the line in their own console.
//
// A table of data by stage, kind of refusal and runtime; at the stage `start` by what
// the container needs, too. `...` stands where AWS's own versions differ or more is not
// known for certain, `<...>` for what nobody can know beforehand.
//
// AWS: ECS developer guide, "CannotPullContainer task errors",
// "ResourceInitializationError errors" and "ResourceNotFoundException errors"; the
// container agent's own texts, and those of Docker's logging driver awslogs.
#pragma once

#include <string>

#include "model/verdict.h"

namespace pullproof::model {

/// What a finding knows of its refusal.
struct Refusal {
  Stage stage = Stage::Reference;
  std::string mechanism;  ///< As in `Finding`.
  std::string code;
  bool fargate = true;
  /// Fargate: platform version 1.4.0 or newer, which pulls with containerd.
  bool platform_1_4 = true;
  /// It is of ECS Managed Instances, whose words AWS does not document.
  bool managed_instance = false;
  bool instance_role = false;  ///< The role is the container instance's.
  /// The refused packet asks the DNS server at `destination` for the host's address.
  bool name_lookup = false;
  /// It is one of the Resolver's, which forwards the query.
  bool is_forwarded = false;
  std::string host;         ///< "api.ecr.eu-central-1.amazonaws.com".
  std::string destination;  ///< Address that was tried; "" if it is not known.
  std::string image;        ///< As the task definition writes it.
  std::string role_arn;     ///< Of the role that calls, or that ECS assumes.
  std::string action;       ///< "ecr:BatchGetImage".
  std::string resource;     ///< ARN; "" prints as "*".
  /// What the leg gets beside an image: "logs", "secret", "login" for the secret of
  /// `repositoryCredentials`, "parameter", "environment-file", "volume", or "task-role"
  /// for the role that the containers have. Of a missing execution role: what needs it,
  /// "" for an image of ECR.
  std::string dependency;
  /// Of the stage `start`: the secret's ARN (where that is no ARN of a secret, as the
  /// task definition writes it), the file's ARN, or name or ARN of the parameter; "" if
  /// it is not known.
  std::string needed;
  std::string printed;  ///< As in `gates::Gate`.
  std::string os = "linux";
  std::string architecture = "amd64";
};

/// "" where no text is known.
[[nodiscard]] std::string ecs_error(const Refusal& refusal);

/// What ECS writes among the events of the service.
/// AWS: ECS developer guide, "Amazon ECS service event messages".
[[nodiscard]] std::string service_event(const Refusal& refusal,
                                        const std::string& service);

}  // namespace pullproof::model
