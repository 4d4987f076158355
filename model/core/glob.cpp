#include "model/core/glob.h"

#include <algorithm>
#include <utility>

#include "model/core/ensure.h"

namespace pullproof {
namespace {

using Kind = GlobToken::Kind;

/// By hand, since `std::tolower` asks the locale.
char lower(char byte) {
  return 'A' <= byte && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool is_run(const GlobToken& token) {
  return token.kind == Kind::AnyRun || token.kind == Kind::AnySegmentRun;
}

bool stays_in_segment(const GlobToken& token) {
  return token.kind == Kind::AnySegmentByte || token.kind == Kind::AnySegmentRun;
}

/// Whether `byte` may be (a part of) what the token stands for.
bool takes(const GlobToken& token, char byte, LetterCase letter_case) {
  switch (token.kind) {
    case Kind::Byte:
      return letter_case == LetterCase::Ignored ? lower(token.byte) == lower(byte)
                                                : token.byte == byte;
    case Kind::AnyByte:
    case Kind::AnyRun:
      return true;
    case Kind::AnySegmentByte:
    case Kind::AnySegmentRun:
      return byte != ':';
  }
  ensure(false, "every kind of token is listed");
  return false;
}

/// Requires: runs absorb every byte. Then only the last run that was met needs to grow:
/// whatever an earlier one could absorb instead, the last one can as well.
bool matches_greedily(const Glob& glob, std::string_view text) {
  const std::vector<GlobToken>& tokens = glob.tokens();
  constexpr std::size_t kNone = std::string_view::npos;
  std::size_t at = 0;
  std::size_t run = kNone;
  std::size_t absorbed_to = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (at < tokens.size() && is_run(tokens[at])) {
      run = at++;
      absorbed_to = i;
    } else if (at < tokens.size() && takes(tokens[at], text[i], glob.letter_case())) {
      ++at;
      ++i;
    } else if (run != kNone) {
      at = run + 1;
      i = ++absorbed_to;
    } else {
      return false;
    }
  }
  return std::all_of(tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end(),
                     is_run);
}

/// Follows every position that the pattern may have reached, side by side.
bool matches_by_positions(const Glob& glob, std::string_view text) {
  const std::vector<GlobToken>& tokens = glob.tokens();
  std::vector<char> here(tokens.size() + 1, 0);
  here.front() = 1;
  const auto skip_runs = [&] {
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (here[i] != 0 && is_run(tokens[i])) here[i + 1] = 1;
  };
  skip_runs();
  for (const char byte : text) {
    here.back() = 0;
    for (std::size_t i = tokens.size(); i-- > 0;) {
      const bool taken = here[i] != 0 && takes(tokens[i], byte, glob.letter_case());
      here[i] = taken && is_run(tokens[i]) ? 1 : 0;
      if (taken && !is_run(tokens[i])) here[i + 1] = 1;
    }
    skip_runs();
  }
  return here.back() != 0;
}

}  // namespace

Glob Glob::exact(std::string_view text, LetterCase letter_case) {
  std::vector<GlobToken> tokens;
  tokens.reserve(text.size());
  for (const char byte : text) tokens.push_back({.kind = Kind::Byte, .byte = byte});
  return of(std::move(tokens), letter_case);
}

Glob Glob::like(std::string_view text, LetterCase letter_case) {
  Glob glob = exact(text, letter_case);
  for (GlobToken& token : glob.tokens_) {
    if (token.byte == '*') token = {.kind = Kind::AnyRun, .byte = 0};
    if (token.byte == '?') token = {.kind = Kind::AnyByte, .byte = 0};
  }
  return glob;
}

Glob Glob::arn(std::string_view text) {
  Glob glob = like(text);
  int colons = 0;
  for (GlobToken& token : glob.tokens_) {
    if (token.byte == ':' && ++colons == 5) break;
    if (token.kind == Kind::AnyRun) token.kind = Kind::AnySegmentRun;
    if (token.kind == Kind::AnyByte) token.kind = Kind::AnySegmentByte;
  }
  return glob;
}

Glob Glob::of(std::vector<GlobToken> tokens, LetterCase letter_case) {
  Glob glob;
  glob.tokens_ = std::move(tokens);
  glob.letter_case_ = letter_case;
  return glob;
}

bool Glob::matches(std::string_view text) const {
  return std::any_of(tokens_.begin(), tokens_.end(), stays_in_segment)
             ? matches_by_positions(*this, text)
             : matches_greedily(*this, text);
}

bool Glob::has_wildcard() const {
  return std::any_of(tokens_.begin(), tokens_.end(),
                     [](const GlobToken& token) { return token.kind != Kind::Byte; });
}

std::string Glob::literal() const {
  ensure(!has_wildcard(), "only a pattern without wildcards has a literal");
  return text();
}

std::string Glob::text() const {
  std::string text;
  text.reserve(tokens_.size());
  for (const GlobToken& token : tokens_)
    text += token.kind == Kind::Byte ? token.byte : is_run(token) ? '*' : '?';
  return text;
}

}  // namespace pullproof
