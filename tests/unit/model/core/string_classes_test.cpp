#include "model/core/string_classes.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace pullproof {

// Found by its argument's namespace.
bool operator==(const StringClass& left, const StringClass& right) {
  return left.witness == right.witness && left.matches == right.matches;
}

}  // namespace pullproof

namespace pullproof::string_classes_test {
namespace {

using Classes = std::vector<StringClass>;

std::vector<std::string> witnesses(const Classes& classes) {
  std::vector<std::string> texts;
  for (const StringClass& one : classes) texts.push_back(one.witness);
  return texts;
}

TEST(StringClasses, AreOneWhenThereIsNoPattern) {
  EXPECT_EQ(split_strings(Glob::like("ab*"), {}), (Classes{{"ab", {}}}));
}

TEST(StringClasses, ListEveryCombinationThatSomeStringHas) {
  EXPECT_EQ(split_strings(Glob::like("*"),
                          {Glob::like("a*"), Glob::like("*b"), Glob::exact("ab")}),
            (Classes{{"", {false, false, false}},
                     {"a", {true, false, false}},
                     {"b", {false, true, false}},
                     {"ab", {true, true, true}},
                     {"aab", {true, true, false}}}));
}

TEST(StringClasses, HoldOnlyStringsOfTheDomain) {
  EXPECT_EQ(split_strings(Glob::like("arn:aws:s3:::layers/*"),
                          {Glob::like("arn:aws:s3:::layers/*"), Glob::like("b*")}),
            (Classes{{"arn:aws:s3:::layers/", {true, false}}}));
}

TEST(StringClasses, AreOneWhenTheDomainIsOneString) {
  EXPECT_EQ(split_strings(
                Glob::exact("ecr:GetAuthorizationToken"),
                {Glob::like("ECR:get*", LetterCase::Ignored), Glob::like("ECR:get*")}),
            (Classes{{"ecr:GetAuthorizationToken", {true, false}}}));
}

TEST(StringClasses, FollowBothCasesOfALetterWhoseCaseIsIgnored) {
  const auto classes = split_strings(
      Glob::like("?"), {Glob::exact("a", LetterCase::Ignored), Glob::exact("A")});
  ASSERT_TRUE(classes);
  EXPECT_EQ(witnesses(*classes), (std::vector<std::string>{"a", "b", "A"}));
}

TEST(StringClasses, KnowTheOtherCaseThatNoPatternSpells) {
  const auto classes =
      split_strings(Glob::exact("a", LetterCase::Ignored),
                    {Glob::exact("a", LetterCase::Ignored), Glob::exact("a")});
  ASSERT_TRUE(classes);
  EXPECT_EQ(witnesses(*classes), (std::vector<std::string>{"a", "A"}));
}

TEST(StringClasses, KeepSegmentWildcardsOnTheirSideOfAColon) {
  EXPECT_EQ(split_strings(Glob::like("?"), {Glob::arn("*")}),
            (Classes{{"a", {true}}, {":", {false}}}));
}

TEST(StringClasses, TellSegmentAndPlainRunsApartWhereTheyMeet) {
  EXPECT_EQ(split_strings(Glob::arn("x:*"), {Glob::like("x:*"), Glob::like("*:*:*")}),
            (Classes{{"x:", {true, false}}}));
}

TEST(StringClasses, HaveUnprintableWitnessesOnlyWhereNoOtherExists) {
  const auto classes = split_strings(Glob::like("??"), {Glob::like("\x01*")});
  ASSERT_TRUE(classes);
  EXPECT_EQ(witnesses(*classes), (std::vector<std::string>{"aa",
                                                           "\x01"
                                                           "a"}));
}

TEST(StringClasses, PreferALongerWitnessThatCanBePrinted) {
  const auto classes = split_strings(
      Glob::like("*"), {Glob::like("\x01"), Glob::like("??"), Glob::like("*\x01*")});
  ASSERT_TRUE(classes);
  EXPECT_EQ(witnesses(*classes),
            (std::vector<std::string>{"", "aa", "\x01", "a\x01", "aa\x01"}));
}

TEST(StringClasses, AreNoneWhenTheBudgetIsSpent) {
  const Glob any = Glob::like("*");
  EXPECT_FALSE(split_strings(any, {Glob::like("*a????????????")}, 8'191));
  EXPECT_TRUE(split_strings(any, {Glob::like("*a????????????")}, 8'192));
}

TEST(StringClasses, SpendOneBudgetOnPrintableAndOtherStrings) {
  EXPECT_FALSE(split_strings(Glob::exact("\x01"), {}, 2));
  EXPECT_TRUE(split_strings(Glob::exact("\x01"), {}, 3));
}

TEST(StringClasses, VisitNoStringThatLeavesTheDomain) {
  EXPECT_TRUE(split_strings(Glob::like("b??"), {Glob::like("*a????????????")}, 20));
}

TEST(StringClasses, ForgetWhatARunHasMadeIrrelevant) {
  EXPECT_TRUE(
      split_strings(Glob::like("*"), {Glob::like("*aab*abb*aba*bab*bba*baa*")}, 20));
  EXPECT_TRUE(
      split_strings(Glob::arn("*"), {Glob::arn("*aab*abb*aba*bab*bba*baa*")}, 20));
}

TEST(StringClasses, RememberWhatASegmentRunCannotReach) {
  using Kind = GlobToken::Kind;
  const Glob pattern = Glob::of({{.kind = Kind::AnyRun},
                                 {.kind = Kind::Character, .character = 'a'},
                                 {.kind = Kind::AnySegmentRun},
                                 {.kind = Kind::Character, .character = ':'},
                                 {.kind = Kind::Character, .character = 'a'}},
                                LetterCase::Sensitive);
  EXPECT_EQ(split_strings(Glob::exact("a:xa:a"), {pattern}),
            (Classes{{"a:xa:a", {true}}}));
}

TEST(StringClasses, StayFewForManyPatternsWithACommonStart) {
  std::vector<Glob> patterns;
  patterns.reserve(300);
  for (int team = 0; team < 300; ++team)
    patterns.push_back(
        Glob::like("arn:aws:ecr:eu-central-1:111122223333:repository/team" +
                   std::to_string(team) + "/*"));
  const auto classes = split_strings(Glob::like("*"), patterns, 5'000);
  ASSERT_TRUE(classes);
  EXPECT_EQ(classes->size(), patterns.size() + 1);
}

}  // namespace
}  // namespace pullproof::string_classes_test
