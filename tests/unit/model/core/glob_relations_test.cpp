#include "model/core/glob_relations.h"

#include <gtest/gtest.h>

namespace pullproof::glob_relations_test {
namespace {

bool covers(const char* wide, const char* narrow) {
  return clearly_covers(Glob::like(wide), Glob::like(narrow));
}

bool disjoint(const char* one, const char* other) {
  const bool answer = clearly_disjoint(Glob::like(one), Glob::like(other));
  EXPECT_EQ(answer, clearly_disjoint(Glob::like(other), Glob::like(one)));
  return answer;
}

TEST(GlobRelations, SeeThatAWiderPatternCovers) {
  EXPECT_TRUE(covers("a*", "ab*"));
  EXPECT_TRUE(covers("*a*c*", "*a*b*c*"));
  EXPECT_TRUE(covers("?", "a"));
  EXPECT_TRUE(covers("a*", "a"));
  EXPECT_FALSE(covers("ab*", "a*"));
  EXPECT_FALSE(covers("?", "*"));
  EXPECT_FALSE(covers("a", "?"));
  EXPECT_FALSE(covers("*a*b*c*", "*a*c*"));
}

TEST(GlobRelations, MindLetterCase) {
  const Glob either = Glob::like("a*", LetterCase::Ignored);
  EXPECT_TRUE(clearly_covers(either, Glob::like("A*")));
  EXPECT_FALSE(clearly_covers(Glob::like("a*"), either));
  EXPECT_FALSE(clearly_disjoint(either, Glob::like("A*")));
  EXPECT_TRUE(clearly_covers(Glob::like("1*"), Glob::like("1*", LetterCase::Ignored)));
}

TEST(GlobRelations, MindSegments) {
  EXPECT_TRUE(clearly_covers(Glob::like("a*"), Glob::arn("a*")));
  EXPECT_FALSE(clearly_covers(Glob::arn("a*"), Glob::like("a*")));
  EXPECT_TRUE(clearly_covers(Glob::arn("a*:b"), Glob::arn("a?c:b")));
  EXPECT_TRUE(clearly_disjoint(Glob::arn("?"), Glob::like(":")));
}

TEST(GlobRelations, SeeThatPatternsBeginOrEndDifferently) {
  EXPECT_TRUE(disjoint("a*", "b*"));
  EXPECT_TRUE(disjoint("*a", "*b"));
  EXPECT_TRUE(disjoint("ab", "abc*"));
  EXPECT_TRUE(disjoint("a", "??"));
  EXPECT_TRUE(disjoint("", "?*"));
  EXPECT_FALSE(disjoint("a*", "*b"));
  EXPECT_FALSE(disjoint("a?", "?b"));
  EXPECT_FALSE(disjoint("", "*"));
}

}  // namespace
}  // namespace pullproof::glob_relations_test
