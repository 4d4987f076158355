#include "model/core/glob_relations.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "model/core/utf8.h"

namespace pullproof {
namespace {

using Kind = GlobToken::Kind;

bool is_letter(char32_t character) { return other_case(character) != character; }

/// Whatever `narrow` stands for, `wide` may stand for; between runs, for some piece of
/// it.
bool takes(const GlobToken& wide, LetterCase wide_case, const GlobToken& narrow,
           LetterCase narrow_case) {
  switch (wide.kind) {
    case Kind::Character: {
      if (narrow.kind != Kind::Character) return false;
      if (wide_case == LetterCase::Ignored) {
        return wide.character == narrow.character ||
               wide.character == other_case(narrow.character);
      }
      const bool either_case =
          narrow_case == LetterCase::Ignored && is_letter(narrow.character);
      return wide.character == narrow.character && !either_case;
    }
    case Kind::AnyCharacter:
      return !narrow.is_run();
    case Kind::AnyRun:
      return true;
    case Kind::AnySegmentCharacter:
      return (narrow.kind == Kind::Character && narrow.character != U':') ||
             narrow.kind == Kind::AnySegmentCharacter;
    case Kind::AnySegmentRun:
      return (narrow.kind == Kind::Character && narrow.character != U':') ||
             narrow.kind == Kind::AnySegmentCharacter ||
             narrow.kind == Kind::AnySegmentRun;
  }
  return false;
}

/// The tokens of `narrow` as if they were the text that `wide` is matched with. Only
/// the last run that was met needs to grow. Requires: `wide` has no segment runs.
bool covers_tokens(const Glob& wide, const Glob& narrow) {
  constexpr auto kNone = static_cast<std::size_t>(-1);
  const auto& pattern = wide.tokens();
  const auto& text = narrow.tokens();
  std::size_t at = 0;
  std::size_t run = kNone;
  std::size_t absorbed_to = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < pattern.size() && pattern[at].is_run()) {
      run = at++;
      absorbed_to = i;
      continue;
    }
    if (at < pattern.size() &&
        takes(pattern[at], wide.letter_case(), text[i], narrow.letter_case())) {
      ++at;
      ++i;
    } else if (run != kNone) {
      at = run + 1;
      i = ++absorbed_to;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(at), pattern.end(),
                     [](const GlobToken& token) { return token.is_run(); });
}

/// Follows every position of `wide` that may have been reached, side by side.
bool covers_by_positions(const Glob& wide, const Glob& narrow) {
  const auto& pattern = wide.tokens();
  std::vector<char> here(pattern.size() + 1, 0);
  here.front() = 1;
  const auto skip_runs = [&] {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (here[i] != 0 && pattern[i].is_run()) here[i + 1] = 1;
    }
  };
  skip_runs();
  for (const GlobToken& token : narrow.tokens()) {
    here.back() = 0;
    for (std::size_t i = pattern.size(); i-- > 0;) {
      const bool taken = here[i] != 0 && takes(pattern[i], wide.letter_case(), token,
                                               narrow.letter_case());
      here[i] = taken && pattern[i].is_run() ? 1 : 0;
      if (taken && !pattern[i].is_run()) here[i + 1] = 1;
    }
    skip_runs();
  }
  return here.back() != 0;
}

/// No character is what both tokens stand for. Requires: neither is a run.
bool differ(const GlobToken& one, const GlobToken& other, bool ignores_case) {
  const auto excludes_colon = [](const GlobToken& token) {
    return token.kind == Kind::AnySegmentCharacter;
  };
  if (one.kind == Kind::Character && other.kind == Kind::Character) {
    return one.character != other.character &&
           !(ignores_case && one.character == other_case(other.character));
  }
  return (one.kind == Kind::Character && one.character == U':' &&
          excludes_colon(other)) ||
         (other.kind == Kind::Character && other.character == U':' &&
          excludes_colon(one));
}

std::size_t shortest_match(const Glob& glob) {
  const auto& tokens = glob.tokens();
  return tokens.size() - static_cast<std::size_t>(std::count_if(
                             tokens.begin(), tokens.end(),
                             [](const GlobToken& token) { return token.is_run(); }));
}

}  // namespace

bool clearly_covers(const Glob& wide, const Glob& narrow) {
  if (shortest_match(wide) > shortest_match(narrow)) return false;
  const auto& tokens = wide.tokens();
  const bool has_segment_runs = std::any_of(
      tokens.begin(), tokens.end(),
      [](const GlobToken& token) { return token.kind == Kind::AnySegmentRun; });
  return has_segment_runs ? covers_by_positions(wide, narrow)
                          : covers_tokens(wide, narrow);
}

bool clearly_disjoint(const Glob& one, const Glob& other) {
  const auto& left = one.tokens();
  const auto& right = other.tokens();
  const bool ignores_case = one.letter_case() == LetterCase::Ignored ||
                            other.letter_case() == LetterCase::Ignored;
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (left[i].is_run() || right[i].is_run()) break;
    if (differ(left[i], right[i], ignores_case)) return true;
  }
  for (std::size_t i = 1; i <= common; ++i) {
    const GlobToken& a = left[left.size() - i];
    const GlobToken& b = right[right.size() - i];
    if (a.is_run() || b.is_run()) break;
    if (differ(a, b, ignores_case)) return true;
  }
  // A pattern without runs has one length.
  const std::size_t left_length = shortest_match(one);
  const std::size_t right_length = shortest_match(other);
  return (left_length == left.size() && left_length < right_length) ||
         (right_length == right.size() && right_length < left_length);
}

}  // namespace pullproof
