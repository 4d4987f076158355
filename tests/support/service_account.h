// The network account with one Fargate service, which pulls acme/web:1 through the NAT
// gateway, for tests of tasks, legs and whole checks.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// Service web of cluster prod: subnet-task, sg-task, role pull, image acme/web:1.
[[nodiscard]] nlohmann::json service_account();

/// Parts of it, to be changed.
[[nodiscard]] nlohmann::json& service(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& service_network(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& task_definition(nlohmann::json& bundle);

/// Adds another container with this image to the task definition.
void add_container(nlohmann::json& bundle, const std::string& name,
                   const std::string& image);

/// Moves the service to EC2: instance i-1 with eni-1 (10.0.1.20, sg-task) in
/// subnet-task, registered with cluster prod.
void move_to_instance(nlohmann::json& bundle);
/// The registration of i-1, to be changed.
[[nodiscard]] nlohmann::json& container_instance(nlohmann::json& bundle);

/// Lets capacity provider `asg` run the service, on i-1 and on what it may start.
void use_provider(nlohmann::json& bundle, const nlohmann::json& provider);
/// The same with Auto Scaling group `ecs` in subnet-task and subnet-data, and version 2
/// of template lt-1: sg-task, profile `p`, AMI ami-1.
void use_group(nlohmann::json& bundle);
/// Parts of that, to be changed.
[[nodiscard]] nlohmann::json& auto_scaling_group(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& launch_template(nlohmann::json& bundle);

inline constexpr const char* kWebImage =
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1";

}  // namespace pullproof::support
