#include "model/core/glob.h"

#include <gtest/gtest.h>

#include "model/core/ensure.h"

namespace pullproof::glob_test {
namespace {

using Kind = GlobToken::Kind;

TEST(Glob, MatchesTheEmptyStringOnlyWhenItIsEmpty) {
  EXPECT_TRUE(Glob().matches(""));
  EXPECT_FALSE(Glob().matches("a"));
  EXPECT_EQ(Glob(), Glob::exact(""));
}

TEST(Glob, TakesWildcardsForThemselvesWhenExact) {
  const Glob glob = Glob::exact("a*?");
  EXPECT_TRUE(glob.matches("a*?"));
  EXPECT_FALSE(glob.matches("abc"));
  EXPECT_FALSE(glob.has_wildcard());
  EXPECT_EQ(glob.literal(), "a*?");
}

TEST(Glob, LetsAStarStandForAnyRun) {
  const Glob glob = Glob::like("ecr:*Image");
  EXPECT_TRUE(glob.matches("ecr:Image"));
  EXPECT_TRUE(glob.matches("ecr:BatchGetImage"));
  EXPECT_TRUE(glob.matches("ecr:ImageImage"));
  EXPECT_FALSE(glob.matches("ecr:BatchGetImages"));
}

TEST(Glob, LetsAStarCrossSlashesAndColons) {
  EXPECT_TRUE(Glob::like("a*z").matches("a:/:/z"));
}

TEST(Glob, LetsAQuestionMarkStandForExactlyOneByte) {
  const Glob glob = Glob::like("a?c");
  EXPECT_TRUE(glob.matches("abc"));
  EXPECT_TRUE(glob.matches("a?c"));
  EXPECT_FALSE(glob.matches("ac"));
  EXPECT_FALSE(glob.matches("abbc"));
}

TEST(Glob, GivesBackWhatAnEarlyStarTookTooMuchOf) {
  EXPECT_TRUE(Glob::like("*ab*ba").matches("abababba"));
  EXPECT_FALSE(Glob::like("*ab*ba").matches("aba"));
  EXPECT_TRUE(Glob::like("**?").matches("x"));
  EXPECT_FALSE(Glob::like("**?").matches(""));
}

TEST(Glob, HeedsCaseUnlessToldNotTo) {
  EXPECT_FALSE(Glob::like("ecr:get*").matches("ecr:GetThing"));
  EXPECT_TRUE(Glob::like("ecr:get*", LetterCase::Ignored).matches("ECR:GETThing"));
  EXPECT_TRUE(Glob::exact("AbC", LetterCase::Ignored).matches("aBc"));
}

TEST(Glob, IgnoresCaseOfAsciiLettersOnly) {
  const Glob glob = Glob::exact("[\xc4", LetterCase::Ignored);
  EXPECT_TRUE(glob.matches("[\xc4"));
  EXPECT_FALSE(glob.matches("{\xc4"));
  EXPECT_FALSE(glob.matches("[\xe4"));
}

TEST(Glob, KeepsArnWildcardsInsideTheFirstFiveSegments) {
  const Glob glob = Glob::arn("arn:*:s3:::bucket");
  EXPECT_TRUE(glob.matches("arn:aws:s3:::bucket"));
  EXPECT_TRUE(glob.matches("arn::s3:::bucket"));
  EXPECT_FALSE(glob.matches("arn:aws:x:s3:::bucket"));
  EXPECT_FALSE(Glob::arn("arn:aw?:s3:::b").matches("arn:aw::s3:::b"));
}

TEST(Glob, LetsWildcardsOfTheSixthArnSegmentCrossColons) {
  const Glob glob = Glob::arn("arn:aws:logs:*:*:log-group?*:x");
  EXPECT_TRUE(glob.matches("arn:aws:logs:r:1:log-group:a:b:x"));
  EXPECT_FALSE(glob.matches("arn:aws:logs:r:1:2:log-group:a:b:x"));
}

TEST(Glob, MatchesAShortArnSegmentBySegment) {
  EXPECT_TRUE(Glob::arn("*").matches("anything/at-all"));
  EXPECT_FALSE(Glob::arn("*").matches("arn:aws:s3:::bucket"));
  EXPECT_TRUE(Glob::arn("arn:*:*").matches("arn:aws:s3"));
  EXPECT_FALSE(Glob::arn("arn:*:*").matches("arn:aws:s3:::bucket"));
}

TEST(Glob, FollowsBothWaysWhenSegmentAndPlainWildcardsMix) {
  const Glob glob = Glob::of({{.kind = Kind::AnyRun},
                              {.kind = Kind::Character, .character = 'a'},
                              {.kind = Kind::AnySegmentRun},
                              {.kind = Kind::Character, .character = ':'},
                              {.kind = Kind::Character, .character = 'b'}},
                             LetterCase::Sensitive);
  EXPECT_TRUE(glob.matches("a:a:b"));
  EXPECT_TRUE(glob.matches("a:axx:b"));
  EXPECT_FALSE(glob.matches("a:x:b"));
  EXPECT_EQ(glob.text(), "*a*:b");
}

TEST(Glob, AnswersQuicklyWherePlainBacktrackingWouldNot) {
  std::string pattern;
  for (int i = 0; i < 40; ++i) pattern += "*a";
  const std::string text = std::string(2000, 'a') + "b";
  EXPECT_FALSE(Glob::like(pattern).matches(text));
  EXPECT_FALSE(Glob::arn(pattern).matches(text));
}

TEST(Glob, ReadsAsItWasWritten) {
  EXPECT_EQ(Glob::like("a**?b").text(), "a**?b");
  EXPECT_EQ(Glob::arn("arn:*:?").text(), "arn:*:?");
}

TEST(Glob, HasNoLiteralWhenItHasAWildcard) {
  EXPECT_TRUE(Glob::like("a*").has_wildcard());
  EXPECT_TRUE(Glob::arn("a?").has_wildcard());
  EXPECT_THROW(static_cast<void>(Glob::like("a*").literal()), BrokenInvariant);
}

TEST(Glob, IsEqualWhenItWasWrittenTheSame) {
  EXPECT_EQ(Glob::like("abc"), Glob::exact("abc"));
  EXPECT_NE(Glob::like("a*c"), Glob::exact("a*c"));
  EXPECT_NE(Glob::like("a*c"), Glob::arn("a*c"));
  EXPECT_NE(Glob::like("abc"), Glob::like("abc", LetterCase::Ignored));
}

}  // namespace
}  // namespace pullproof::glob_test
