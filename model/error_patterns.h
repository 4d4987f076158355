// Inside of error_catalogue.h: how the messages are spelled.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace pullproof::model {

/// Of the patterns that fit, the one with the most letters tells what a text is.
struct ErrorPattern {
  std::string_view id;
  std::string_view pattern;  ///< Lower case; `*` stands for anything.
  /// It does so whatever stands around it: the far end has answered, for one, so the
  /// way there is not what is missing.
  bool decides = false;
  /// Programs of all kinds print it: it is one of ECS only in a text of ECS.
  bool is_common = false;
};

extern const std::span<const ErrorPattern> kErrorPatterns;

/// How many letters of the pattern the text has, in order; 0 if it lacks some. The text
/// is in lower case.
[[nodiscard]] std::size_t letters_of(std::string_view text, std::string_view pattern);

}  // namespace pullproof::model
