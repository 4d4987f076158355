// Pattern matching against the obvious recursive matcher.
#include "model/core/glob.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pullproof::glob_test {
namespace {

using Kind = GlobToken::Kind;

std::string some_text(const std::string& alphabet) {
  const auto length = *rc::gen::inRange<std::size_t>(0, 12);
  return *rc::gen::container<std::string>(length, rc::gen::elementOf(alphabet));
}

Glob some_glob() {
  const auto token =
      rc::gen::map(rc::gen::elementOf(std::string("ab:*?+-")), [](char c) {
        switch (c) {
          case '*':
            return GlobToken{.kind = Kind::AnyRun};
          case '?':
            return GlobToken{.kind = Kind::AnyCharacter};
          case '+':
            return GlobToken{.kind = Kind::AnySegmentRun};
          case '-':
            return GlobToken{.kind = Kind::AnySegmentCharacter};
          default:
            return GlobToken{.kind = Kind::Character,
                             .character = static_cast<char32_t>(c)};
        }
      });
  const auto length = *rc::gen::inRange<std::size_t>(0, 12);
  auto tokens = *rc::gen::container<std::vector<GlobToken>>(length, token);
  return Glob::of(std::move(tokens), LetterCase::Sensitive);
}

/// What the pattern matches, or nearly: now and then a letter is not the right one.
std::string some_text_for(const Glob& glob) {
  std::string text;
  for (const GlobToken& token : glob.tokens()) {
    const bool run = token.kind == Kind::AnyRun || token.kind == Kind::AnySegmentRun;
    const auto length = run ? *rc::gen::inRange<std::size_t>(0, 4) : 1;
    const bool literal = token.kind == Kind::Character && *rc::gen::inRange(0, 6) != 0;
    text += literal ? std::string(1, static_cast<char>(token.character))
                    : *rc::gen::container<std::string>(
                          length, rc::gen::element('a', 'a', 'b', 'b', ':'));
  }
  return text;
}

/// Says the rule and nothing else; exponential, for short texts only.
bool matches_plainly(const std::vector<GlobToken>& tokens, std::size_t at,
                     std::string_view text) {
  if (at == tokens.size()) return text.empty();
  const GlobToken token = tokens[at];
  const bool run = token.kind == Kind::AnyRun || token.kind == Kind::AnySegmentRun;
  if (run && matches_plainly(tokens, at + 1, text)) return true;
  if (text.empty()) return false;
  const bool stays =
      token.kind == Kind::AnySegmentRun || token.kind == Kind::AnySegmentCharacter;
  if (stays && text.front() == ':') return false;
  if (token.kind == Kind::Character &&
      static_cast<char32_t>(text.front()) != token.character)
    return false;
  return matches_plainly(tokens, run ? at : at + 1, text.substr(1));
}

/// Segment by segment, as the IAM user guide puts it.
bool matches_arn_plainly(std::string pattern, std::string text) {
  for (int segment = 0; segment < 5; ++segment) {
    const std::size_t end = pattern.find(':');
    const std::size_t text_end = text.find(':');
    const bool last = end == std::string::npos;
    if (last != (text_end == std::string::npos)) return false;
    const Glob part = Glob::like(pattern.substr(0, end));
    if (!matches_plainly(part.tokens(), 0, text.substr(0, text_end))) return false;
    if (last) return true;
    pattern.erase(0, end + 1);
    text.erase(0, text_end + 1);
  }
  return matches_plainly(Glob::like(pattern).tokens(), 0, text);
}

std::string upper(std::string text) {
  for (char& byte : text)
    if ('a' <= byte && byte <= 'z') byte = static_cast<char>(byte - 'a' + 'A');
  return text;
}

RC_GTEST_PROP(Glob, MatchesWhatThePlainMatcherMatches, ()) {
  const Glob glob = some_glob();
  const std::string text = some_text_for(glob);
  RC_CLASSIFY(glob.matches(text));
  RC_ASSERT(glob.matches(text) == matches_plainly(glob.tokens(), 0, text));
}

RC_GTEST_PROP(Glob, MatchesWithPlainWildcardsToo, ()) {
  const Glob glob = Glob::like(some_text("ab*?"));
  const std::string text = some_text_for(glob);
  RC_CLASSIFY(glob.matches(text));
  RC_ASSERT(glob.matches(text) == matches_plainly(glob.tokens(), 0, text));
}

RC_GTEST_PROP(Glob, MatchesArnsSegmentBySegment, ()) {
  const std::string pattern = some_text("a::*?");
  const std::string text = some_text_for(Glob::like(pattern));
  RC_CLASSIFY(Glob::arn(pattern).matches(text));
  RC_ASSERT(Glob::arn(pattern).matches(text) == matches_arn_plainly(pattern, text));
}

RC_GTEST_PROP(Glob, MatchesAnArnThatItsWildcardsWereFilledInFor, ()) {
  const std::string pattern = some_text("a:::*?");
  std::string text;
  int colons = 0;
  for (const char byte : pattern) {
    colons += byte == ':' ? 1 : 0;
    const std::string filling = some_text(colons < 5 ? "ab" : "ab:");
    if (byte == '*')
      text += filling;
    else if (byte == '?')
      text += filling.empty() ? 'a' : filling.front();
    else
      text += byte;
  }
  RC_ASSERT(Glob::arn(pattern).matches(text));
  RC_ASSERT(Glob::like(pattern).matches(text));
}

RC_GTEST_PROP(Glob, IgnoresCaseAsIfAllLettersWereUpperCase, ()) {
  const std::string pattern = some_text("abAB*?[");
  const std::string near = some_text_for(Glob::like(pattern));
  const std::string text = *rc::gen::arbitrary<bool>() ? upper(near) : near;
  RC_CLASSIFY(Glob::like(pattern, LetterCase::Ignored).matches(text));
  RC_ASSERT(Glob::like(pattern, LetterCase::Ignored).matches(text) ==
            Glob::like(upper(pattern)).matches(upper(text)));
}

RC_GTEST_PROP(Glob, MatchesItsLiteralAndNothingElseWhenExact, ()) {
  const std::string pattern = some_text("a*?:");
  const std::string text = some_text("a*?:");
  RC_ASSERT(Glob::exact(pattern).literal() == pattern);
  RC_ASSERT(Glob::exact(pattern).matches(pattern));
  RC_ASSERT(Glob::exact(pattern).matches(text) == (pattern == text));
}

}  // namespace
}  // namespace pullproof::glob_test
