// Patterns with `*` and `?` as IAM means them, matched exactly and in linear space.
//
// AWS: IAM user guide, "Resource" and "Condition operators": `*` is any run, `?`
// exactly one character; in ARN patterns each of the first five segments is matched by
// itself and no wildcard crosses a colon there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pullproof {

enum class LetterCase { Sensitive, Ignored };

/// One step of a pattern, over characters of UTF-8 text.
struct GlobToken {
  enum class Kind {
    Character,            ///< Exactly `character`.
    AnyCharacter,         ///< `?`
    AnyRun,               ///< `*`
    AnySegmentCharacter,  ///< `?` that never matches a colon.
    AnySegmentRun,        ///< `*` that never matches a colon.
  };
  Kind kind = Kind::Character;
  char32_t character = 0;

  /// It stands for any number of characters.
  [[nodiscard]] bool is_run() const {
    return kind == Kind::AnyRun || kind == Kind::AnySegmentRun;
  }
  bool operator==(const GlobToken&) const = default;
};

class Glob {
 public:
  Glob() = default;  ///< Matches the empty string only.

  /// No wildcards: every character stands for itself.
  [[nodiscard]] static Glob exact(std::string_view text,
                                  LetterCase = LetterCase::Sensitive);
  /// StringLike, Action: wildcards cross everything.
  [[nodiscard]] static Glob like(std::string_view text,
                                 LetterCase = LetterCase::Sensitive);
  /// ArnLike: wildcards in the first five segments stay in their segment; the sixth
  /// segment runs to the end and its wildcards cross colons. A text with fewer than six
  /// segments matches segment by segment, without crossing.
  [[nodiscard]] static Glob arn(std::string_view text);
  /// From parts, for patterns whose text comes from a policy variable.
  [[nodiscard]] static Glob of(std::vector<GlobToken> tokens, LetterCase);

  [[nodiscard]] bool matches(std::string_view text) const;
  [[nodiscard]] const std::vector<GlobToken>& tokens() const { return tokens_; }
  [[nodiscard]] LetterCase letter_case() const { return letter_case_; }
  [[nodiscard]] bool has_wildcard() const;
  /// The one string that it matches. Requires: !has_wildcard().
  [[nodiscard]] std::string literal() const;
  /// A string that it matches: with `one` where any character may stand, and with `run`
  /// where any number of them may. Requires: neither has a colon.
  [[nodiscard]] std::string sample(std::string_view run = "", char one = 'x') const;
  /// For people: the pattern as written, wildcards as `*` and `?`.
  [[nodiscard]] std::string text() const;
  bool operator==(const Glob&) const = default;

 private:
  std::vector<GlobToken> tokens_;
  LetterCase letter_case_ = LetterCase::Sensitive;
  std::size_t shortest_ = 0;   ///< Characters of the shortest match.
  bool has_segments_ = false;  ///< Some wildcard stays in its segment.
};

}  // namespace pullproof
