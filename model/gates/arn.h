// An ARN in its six segments: "arn", partition, service, region, account, resource.
//
// AWS: General reference, "Amazon Resource Names".
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace pullproof::gates {

/// Views into the text, which must outlive it.
struct Arn {
  static constexpr std::size_t kSegments = 6;

  std::array<std::string_view, kSegments> segments;
  bool complete = false;  ///< All six are there; else those that are come first.

  explicit Arn(std::string_view text) {
    for (std::size_t i = 0; i + 1 < kSegments; ++i) {
      const std::size_t colon = text.find(':');
      segments.at(i) = text.substr(0, colon);
      if (colon == std::string_view::npos) return;
      text.remove_prefix(colon + 1);
    }
    segments.back() = text;
    complete = true;
  }

  [[nodiscard]] std::string_view partition() const { return segments[1]; }
  [[nodiscard]] std::string_view service() const { return segments[2]; }
  [[nodiscard]] std::string_view account() const { return segments[4]; }
  [[nodiscard]] std::string_view resource() const { return segments[5]; }
};

}  // namespace pullproof::gates
