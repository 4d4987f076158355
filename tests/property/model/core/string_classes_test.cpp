// Classes of strings against all short strings over a three-letter alphabet.
#include "model/core/string_classes.h"

#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pullproof::string_classes_test {
namespace {

constexpr std::size_t kLongest = 7;

/// All strings over `alphabet` that have at most kLongest letters, shorter ones first.
std::vector<std::string> short_strings(const std::string& alphabet) {
  std::vector<std::string> strings{""};
  for (std::size_t i = 0; strings[i].size() < kLongest; ++i)
    for (const char letter : alphabet) strings.push_back(strings[i] + letter);
  return strings;
}

std::string some_pattern(const std::string& alphabet) {
  const auto length = *rc::gen::inRange<std::size_t>(0, 6);
  return *rc::gen::container<std::string>(length, rc::gen::elementOf(alphabet));
}

std::vector<bool> answers(const std::vector<Glob>& patterns, const std::string& text) {
  std::vector<bool> matches;
  matches.reserve(patterns.size());
  for (const Glob& pattern : patterns) matches.push_back(pattern.matches(text));
  return matches;
}

/// Requires: no pattern tells other strings from those over `alphabet`.
void expect_exact_classes(const Glob& domain, const std::vector<Glob>& patterns,
                          const std::string& alphabet) {
  const auto classes = split_strings(domain, patterns);
  RC_ASSERT(classes.has_value());
  std::map<std::vector<bool>, std::size_t> found;
  for (const StringClass& one : *classes) {
    RC_ASSERT(domain.matches(one.witness));
    RC_ASSERT(answers(patterns, one.witness) == one.matches);
    RC_ASSERT(found.emplace(one.matches, one.witness.size()).second);
  }
  std::map<std::vector<bool>, std::size_t> shortest;
  for (const std::string& text : short_strings(alphabet))
    if (domain.matches(text)) shortest.emplace(answers(patterns, text), text.size());
  for (const auto& [matches, length] : shortest) {
    RC_ASSERT(found.contains(matches));
    RC_ASSERT(found[matches] == length);
  }
  for (const auto& [matches, length] : found)
    RC_ASSERT(length > kLongest || shortest.contains(matches));
}

/// As `like`, with `+` and `-` for the wildcards that stay in their segment.
Glob with_segments(const std::string& pattern) {
  std::vector<GlobToken> tokens = Glob::like(pattern).tokens();
  for (GlobToken& token : tokens) {
    if (token.character == '+') token = {.kind = GlobToken::Kind::AnySegmentRun};
    if (token.character == '-') token = {.kind = GlobToken::Kind::AnySegmentCharacter};
  }
  return Glob::of(std::move(tokens), LetterCase::Sensitive);
}

RC_GTEST_PROP(StringClasses, AreThoseOfAllShortStringsWithSegments, ()) {
  const auto glob = [] { return with_segments(some_pattern("a:*?+-")); };
  const Glob domain = glob();
  // Pushes the other patterns to any place inside the words of a state.
  const Glob spacer = Glob::exact(std::string(*rc::gen::inRange(0U, 130U), 'a'));
  expect_exact_classes(domain, {spacer, glob(), glob(), glob()}, "a:x");
}

RC_GTEST_PROP(StringClasses, AreThoseOfAllShortStringsInBothCases, ()) {
  const auto glob = [] {
    const bool ignored = *rc::gen::arbitrary<bool>();
    return Glob::like(some_pattern("aA*?"),
                      ignored ? LetterCase::Ignored : LetterCase::Sensitive);
  };
  const Glob domain = glob();
  expect_exact_classes(domain, {glob(), glob(), glob()}, "aAx");
}

RC_GTEST_PROP(StringClasses, ComeInTheSameOrderEachTime, ()) {
  const Glob domain = Glob::like(some_pattern("ab*?"));
  const std::vector<Glob> patterns{Glob::like(some_pattern("ab*?")),
                                   Glob::arn(some_pattern("ab:*?"))};
  const auto once = split_strings(domain, patterns);
  const auto again = split_strings(domain, patterns);
  RC_ASSERT(once->size() == again->size());
  for (std::size_t i = 0; i < once->size(); ++i)
    RC_ASSERT((*once)[i].witness == (*again)[i].witness);
}

}  // namespace
}  // namespace pullproof::string_classes_test
