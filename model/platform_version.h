// What Fargate's platform versions for Linux differ in.
#pragma once

#include <string_view>

namespace pullproof::model {

/// AWS: ECS developer guide, "Fargate platform versions for Linux": before 1.4.0, the
/// login leaves through an interface of Fargate's own.
[[nodiscard]] inline bool leaves_login_to_fargate(std::string_view version) {
  return version.starts_with("1.3") || version.starts_with("1.2") ||
         version.starts_with("1.1") || version.starts_with("1.0");
}

}  // namespace pullproof::model
