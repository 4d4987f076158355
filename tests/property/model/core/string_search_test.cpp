// Searching for one string against splitting all of them, and against trying all short
// ones.
#include "model/core/string_search.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/core/glob_relations.h"
#include "model/core/string_classes.h"

namespace pullproof::string_search_test {
namespace {

using Kind = StringAnswer::Kind;

/// As `like`, with `+` and `-` for the wildcards that stay in their segment.
Glob some_glob(const std::string& alphabet) {
  const auto length = *rc::gen::inRange<std::size_t>(0, 6);
  const auto text =
      *rc::gen::container<std::string>(length, rc::gen::elementOf(alphabet));
  std::vector<GlobToken> tokens = Glob::like(text).tokens();
  for (GlobToken& token : tokens) {
    if (token.character == '+') token = {.kind = GlobToken::Kind::AnySegmentRun};
    if (token.character == '-') token = {.kind = GlobToken::Kind::AnySegmentCharacter};
  }
  const bool ignored = *rc::gen::inRange(0, 4) == 0;
  return Glob::of(std::move(tokens),
                  ignored ? LetterCase::Ignored : LetterCase::Sensitive);
}

std::vector<Glob> some_globs(std::size_t count) {
  const std::string alphabet =
      *rc::gen::element<std::string>("ab*?", "ab**?", "a:*?+-", "aA*?");
  std::vector<Glob> globs;
  for (std::size_t i = 0; i < count; ++i) globs.push_back(some_glob(alphabet));
  return globs;
}

/// All strings of up to five letters.
const std::vector<std::string>& short_strings() {
  static const std::vector<std::string> kStrings = [] {
    std::vector<std::string> strings{""};
    for (std::size_t i = 0; strings[i].size() < 5; ++i) {
      for (const char letter : {'a', 'b', 'A', ':'}) {
        strings.push_back(strings[i] + letter);
      }
    }
    return strings;
  }();
  return kStrings;
}

bool answers(const StringQuestion& question, const std::string& text) {
  const auto matches = [&](const Glob* glob) { return glob->matches(text); };
  return matches(question.domain) &&
         std::all_of(question.wanted.begin(), question.wanted.end(), matches) &&
         std::none_of(question.unwanted.begin(), question.unwanted.end(), matches);
}

RC_GTEST_PROP(StringSearch, AgreesWithSplittingAllStrings, ()) {
  const std::vector<Glob> globs = some_globs(6);
  StringQuestion question{.domain = &globs[0], .wanted = {}, .unwanted = {}};
  std::vector<bool> is_wanted;
  for (std::size_t i = 1; i < globs.size(); ++i) {
    is_wanted.push_back(*rc::gen::inRange(0, 3) == 0);
    (is_wanted.back() ? question.wanted : question.unwanted).push_back(&globs[i]);
  }
  const StringAnswer found = find_string(question);
  RC_CLASSIFY(found.kind == Kind::Found, "found");
  const auto classes = split_strings(globs[0], {globs.begin() + 1, globs.end()});
  RC_ASSERT(classes.has_value());
  const bool exists =
      std::any_of(classes->begin(), classes->end(),
                  [&](const StringClass& one) { return one.matches == is_wanted; });
  RC_ASSERT(found.kind == (exists ? Kind::Found : Kind::None));
  if (exists) {
    RC_ASSERT(answers(question, found.witness));
    return;
  }
  // Those that are blamed leave nothing by themselves.
  StringQuestion blamed{.domain = question.domain, .wanted = {}, .unwanted = {}};
  for (const std::size_t i : found.wanted) blamed.wanted.push_back(question.wanted[i]);
  for (const std::size_t i : found.unwanted) {
    blamed.unwanted.push_back(question.unwanted[i]);
  }
  RC_ASSERT(find_string(blamed).kind == Kind::None);
  for (const auto& text : short_strings()) RC_ASSERT(!answers(blamed, text));
}

RC_GTEST_PROP(GlobRelations, HoldForAllShortStrings, ()) {
  const std::vector<Glob> globs = some_globs(2);
  const bool covers = clearly_covers(globs[0], globs[1]);
  const bool disjoint = clearly_disjoint(globs[0], globs[1]);
  RC_CLASSIFY(covers, "covers");
  RC_CLASSIFY(disjoint, "disjoint");
  for (const auto& text : short_strings()) {
    const bool one = globs[0].matches(text);
    const bool other = globs[1].matches(text);
    RC_ASSERT(!covers || one || !other);
    RC_ASSERT(!disjoint || !one || !other);
  }
}

}  // namespace
}  // namespace pullproof::string_search_test
