#include "model/core/glob_overlap.h"

#include <gtest/gtest.h>

namespace pullproof::glob_overlap_test {
namespace {

bool like(const char* one, const char* other) {
  const bool found = overlap(Glob::like(one), Glob::like(other));
  EXPECT_EQ(overlap(Glob::like(other), Glob::like(one)), found) << one << " " << other;
  return found;
}

TEST(GlobOverlap, OfTextsIsEquality) {
  EXPECT_TRUE(like("", ""));
  EXPECT_TRUE(like("ab", "ab"));
  EXPECT_FALSE(like("ab", "a"));
  EXPECT_FALSE(like("ab", "aB"));
}

TEST(GlobOverlap, FindsATextBetweenTwoPatterns) {
  EXPECT_TRUE(like("a*", "*b"));
  EXPECT_TRUE(like("*", ""));
  EXPECT_TRUE(like("*x*y", "ax?*"));
  EXPECT_TRUE(like("a*c*", "ab*d"));
  EXPECT_TRUE(like("??", "*"));
  EXPECT_TRUE(like("*a*a*", "aa"));
}

TEST(GlobOverlap, FindsNoneWhereThereIsNone) {
  EXPECT_FALSE(like("a*", "b*"));
  EXPECT_FALSE(like("*a", "*b"));
  EXPECT_FALSE(like("?", ""));
  EXPECT_FALSE(like("???", "a*b?c"));
  EXPECT_FALSE(like("*ab*ab", "aab"));
}

TEST(GlobOverlap, IgnoresLetterCaseIfOneDoes) {
  EXPECT_TRUE(overlap(Glob::like("aB*", LetterCase::Ignored), Glob::exact("Abc")));
  EXPECT_FALSE(overlap(Glob::like("aB*"), Glob::exact("Abc")));
}

TEST(GlobOverlap, KeepsSegmentsFromColonsAndSlashes) {
  const Glob bucket = Glob::of(
      {{GlobToken::Kind::Character, U'b'}, {GlobToken::Kind::AnySegmentRun, 0}},
      LetterCase::Sensitive);
  EXPECT_TRUE(overlap(Glob::like("bu*"), bucket));
  EXPECT_FALSE(overlap(Glob::like("bu/*"), bucket));
  EXPECT_FALSE(overlap(Glob::like("b:*"), bucket));
  EXPECT_FALSE(overlap(Glob::arn("arn:*:x"), Glob::exact("arn:a:b:x")));
  EXPECT_TRUE(overlap(Glob::arn("arn:*:x"), Glob::like("arn:*")));
}

}  // namespace
}  // namespace pullproof::glob_overlap_test
