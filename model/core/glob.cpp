#include "model/core/glob.h"

#include <algorithm>
#include <utility>

#include "model/core/ensure.h"
#include "model/core/utf8.h"

namespace pullproof {
namespace {

using Kind = GlobToken::Kind;

/// By hand, since `std::tolower` asks the locale.
char32_t lower(char32_t character) {
  return U'A' <= character && character <= U'Z' ? other_case(character) : character;
}

bool stays_in_segment(const GlobToken& token) {
  return token.kind == Kind::AnySegmentCharacter || token.kind == Kind::AnySegmentRun;
}

/// Whether `character` may be (a part of) what the token stands for.
bool takes(const GlobToken& token, char32_t character, LetterCase letter_case) {
  if (token.kind == Kind::Character && token.character == character) return true;
  switch (token.kind) {
    case Kind::Character:
      return letter_case == LetterCase::Ignored
                 ? lower(token.character) == lower(character)
                 : token.character == character;
    case Kind::AnyCharacter:
    case Kind::AnyRun:
      return true;
    case Kind::AnySegmentCharacter:
    case Kind::AnySegmentRun:
      return character != ':';
  }
  ensure(false, "every kind of token is listed");
  return false;
}

/// Requires: runs absorb every character. Then only the last run that was met needs to
/// grow: whatever an earlier one could absorb instead, the last one can as well.
bool matches_greedily(const Glob& glob, std::string_view text) {
  const std::vector<GlobToken>& tokens = glob.tokens();
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0;
  std::size_t run = kNone;
  std::size_t absorbed_to = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < tokens.size() && tokens[at].is_run()) {
      run = at++;
      absorbed_to = i;
      continue;
    }
    std::size_t next = i;
    const char32_t character = next_character(text, next);
    if (at < tokens.size() && takes(tokens[at], character, glob.letter_case())) {
      ++at;
      i = next;
    } else if (run != kNone) {
      at = run + 1;
      static_cast<void>(next_character(text, absorbed_to));
      i = absorbed_to;
    } else {
      return false;
    }
  }
  return std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end(),
                     [](const GlobToken& token) { return token.is_run(); });
}

/// Follows every position that the pattern may have reached, side by side.
bool matches_by_positions(const Glob& glob, std::string_view text) {
  const std::vector<GlobToken>& tokens = glob.tokens();
  std::vector<char> here(tokens.size() + 1, 0);
  here.front() = 1;
  const auto skip_runs = [&] {
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (here[i] != 0 && tokens[i].is_run()) here[i + 1] = 1;
  };
  skip_runs();
  for (std::size_t next = 0; next < text.size();) {
    const char32_t character = next_character(text, next);
    here.back() = 0;
    for (std::size_t i = tokens.size(); i-- > 0;) {
      const bool taken =
          here[i] != 0 && takes(tokens[i], character, glob.letter_case());
      here[i] = taken && tokens[i].is_run() ? 1 : 0;
      if (taken && !tokens[i].is_run()) here[i + 1] = 1;
    }
    skip_runs();
  }
  return here.back() != 0;
}

}  // namespace

Glob Glob::exact(std::string_view text, LetterCase letter_case) {
  std::vector<GlobToken> tokens;
  tokens.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    tokens.push_back({.kind = Kind::Character, .character = next_character(text, at)});
  }
  return of(std::move(tokens), letter_case);
}

Glob Glob::like(std::string_view text, LetterCase letter_case) {
  std::vector<GlobToken> tokens = exact(text).tokens_;
  for (GlobToken& token : tokens) {
    if (token.character == U'*') token = {.kind = Kind::AnyRun, .character = 0};
    if (token.character == U'?') token = {.kind = Kind::AnyCharacter, .character = 0};
  }
  return of(std::move(tokens), letter_case);
}

Glob Glob::arn(std::string_view text) {
  std::vector<GlobToken> tokens = like(text).tokens_;
  int colons = 0;
  for (GlobToken& token : tokens) {
    if (token.character == U':' && ++colons == 5) break;
    if (token.kind == Kind::AnyRun) token.kind = Kind::AnySegmentRun;
    if (token.kind == Kind::AnyCharacter) token.kind = Kind::AnySegmentCharacter;
  }
  return of(std::move(tokens), LetterCase::Sensitive);
}

Glob Glob::of(std::vector<GlobToken> tokens, LetterCase letter_case) {
  Glob glob;
  glob.has_segments_ = std::any_of(tokens.begin(), tokens.end(), stays_in_segment);
  glob.shortest_ =
      tokens.size() - static_cast<std::size_t>(std::count_if(
                          tokens.begin(), tokens.end(),
                          [](const GlobToken& token) { return token.is_run(); }));
  glob.tokens_ = std::move(tokens);
  glob.letter_case_ = letter_case;
  return glob;
}

bool Glob::matches(std::string_view text) const {
  if (text.size() < shortest_) return false;
  return has_segments_ ? matches_by_positions(*this, text)
                       : matches_greedily(*this, text);
}

bool Glob::has_wildcard() const {
  return std::any_of(tokens_.begin(), tokens_.end(), [](const GlobToken& token) {
    return token.kind != Kind::Character;
  });
}

std::string Glob::literal() const {
  ensure(!has_wildcard(), "only a pattern without wildcards has a literal");
  return text();
}

std::string Glob::sample(std::string_view run, char one) const {
  std::string text;
  for (const GlobToken& token : tokens_) {
    if (token.kind == Kind::Character) {
      append_character(text, token.character);
    } else if (token.is_run()) {
      text += run;
    } else {
      text += one;
    }
  }
  return text;
}

std::string Glob::text() const {
  std::string text;
  text.reserve(tokens_.size());
  for (const GlobToken& token : tokens_)
    append_character(text, token.kind == Kind::Character ? token.character
                           : token.is_run()              ? U'*'
                                                         : U'?');
  return text;
}

}  // namespace pullproof
