// Whether what a container needs before it starts is there: its log group, its secrets
// and parameters, and the keys that they are encrypted with.
//
// AWS: ECS developer guide, "Pass sensitive data to an Amazon ECS container" and "Send
// Amazon ECS logs to CloudWatch"; Secrets Manager user guide, "Delete a secret"; KMS
// developer guide, "Key states of AWS KMS keys".
// A list that was not collected is taken to have what is needed.
#pragma once

#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// The secret that a reference names, by its whole ARN or without the six characters
/// that end it; null if no collected list has it.
[[nodiscard]] const aws::Secret* find_secret(const Context& context,
                                             const aws::Scope& scope,
                                             const std::string& arn);

struct LogGroupGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "log-group";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

struct SecretGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "secret";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// The ARN that policies are asked about: with the six characters that end it; "" if
/// nothing that was collected tells them.
[[nodiscard]] std::string full_arn(const Context& context, const aws::Scope& scope,
                                   const std::string& arn);

/// What names an environment file can be read.
struct FileReferenceGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "file-reference";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// What names a secret or a parameter can be read.
struct SecretReferenceGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "secret-reference";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

struct ParameterGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "parameter";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// A public registry has the image: nothing that is collected tells.
struct PublicImageGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "public-image";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

/// The key is enabled.
struct DependencyKeyGate {
  using Place = DependencyPlace;
  static constexpr std::string_view kName = "dependency-key";
  [[nodiscard]] static Gate lets_through(const DependencyPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
