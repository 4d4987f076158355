// The patterns of a policy's Action and Resource elements, compiled where they can be.
//
// A pattern with policy variables depends on the request; whoever knows the request
// makes it from the text.
//
// AWS: IAM user guide, "IAM JSON policy elements: Action", "Resource" and "Variables
// and tags": letter case counts in resources and not in actions; a star that ends a
// segment of an ARN may cross colons.
// Not modelled: whether any other wildcard of the first five segments crosses a colon:
// a resource that matches only then is unknown.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/glob.h"

namespace pullproof::aws {

/// A piece of a policy's text: as written, or the value of a variable, in which `*` and
/// `?` stand for themselves.
struct TextPart {
  std::string text;
  bool literal = false;
};

/// The tokens of all parts in a row; without `wildcards`, every byte is itself.
[[nodiscard]] std::vector<GlobToken> tokens_of(const std::vector<TextPart>& parts,
                                               bool wildcards);

/// The text in parts, if all its variables are characters that stand for themselves:
/// `${*}`, `${?}`, `${$}`. `variables` is the document's: without them `${` is just
/// text. Nothing if a variable's value depends on the request.
[[nodiscard]] std::optional<std::vector<TextPart>> fixed_parts(std::string_view text,
                                                               bool variables);

struct ActionPattern {
  std::string text;
  Glob pattern;

  [[nodiscard]] static ActionPattern of(std::string text);
};

/// What a resource must match.
struct ResourceGlob {
  Glob certain;   ///< Holds for certain.
  Glob possible;  ///< May hold; equal to `certain` for most patterns.
  bool exact = true;

  [[nodiscard]] static ResourceGlob of(const std::vector<TextPart>& parts);
};

struct ResourcePattern {
  std::string text;
  bool everything = false;     ///< Nothing but stars.
  bool has_variables = false;  ///< `glob` means nothing.
  /// A variable stands before the fifth colon, where AWS has none.
  bool misplaced_variable = false;
  ResourceGlob glob;

  [[nodiscard]] static ResourcePattern of(std::string text, bool variables);
};

}  // namespace pullproof::aws
