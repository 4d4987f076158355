#include "model/core/string_search.h"

#include <gtest/gtest.h>

namespace pullproof::string_search_test {
namespace {

using Kind = StringAnswer::Kind;
using Indices = std::vector<std::size_t>;

/// Keeps the patterns that a question points to.
class StringSearchTest : public ::testing::Test {
 protected:
  StringAnswer find(const std::vector<const char*>& wanted,
                    const std::vector<const char*>& unwanted,
                    std::size_t budget = 1'000'000) {
    const auto globs_of = [](const std::vector<const char*>& texts) {
      std::vector<Glob> globs;
      for (const char* text : texts) globs.push_back(Glob::like(text));
      return globs;
    };
    const std::vector<Glob> must = globs_of(wanted);
    const std::vector<Glob> must_not = globs_of(unwanted);
    StringQuestion question{.domain = &domain_, .wanted = {}, .unwanted = {}};
    for (const Glob& glob : must) question.wanted.push_back(&glob);
    for (const Glob& glob : must_not) question.unwanted.push_back(&glob);
    return find_string(question, budget);
  }

  Glob domain_ = Glob::like("*");
};

TEST_F(StringSearchTest, FindsWhatIsLeft) {
  EXPECT_EQ(find({"a*"}, {"a", "a?*b"}).kind, Kind::Found);
  const StringAnswer both = find({"*ab*", "*ba*"}, {"aba*"});
  ASSERT_EQ(both.kind, Kind::Found);
  EXPECT_EQ(both.witness, "bab");
}

TEST_F(StringSearchTest, NamesThoseThatExcludeEachOther) {
  const StringAnswer covered = find({"x*", "a?*"}, {"y", "a*"});
  EXPECT_EQ(covered.kind, Kind::None);
  // Neither of the unwanted covers by itself.
  const StringAnswer together = find({"a*"}, {"z", "a", "q*", "a?*"});
  ASSERT_EQ(together.kind, Kind::None);
  EXPECT_EQ(together.wanted, Indices{0});
  EXPECT_EQ(together.unwanted, (Indices{1, 3}));
}

TEST_F(StringSearchTest, KeepsToItsDomain) {
  domain_ = Glob::like("?*");
  EXPECT_EQ(find({"*"}, {"?*"}).kind, Kind::None);
  EXPECT_EQ(find({}, {"a*"}).kind, Kind::Found);
}

TEST_F(StringSearchTest, PrefersWhatCanBePrinted) {
  EXPECT_EQ(find({"?", "*"}, {"x", "z"}).witness.size(), 1U);
  const StringAnswer odd = find({"?", "*\x01*"}, {});
  ASSERT_EQ(odd.kind, Kind::Found);
  EXPECT_EQ(odd.witness, "\x01");
}

// Never an answer: whoever asks must say that nothing is known.
TEST_F(StringSearchTest, GivesUpWhenItsBudgetIsSpent) {
  const std::vector<const char*> wanted = {"*ab*", "*ba*"};
  EXPECT_EQ(find(wanted, {"aba*"}, 3).kind, Kind::GaveUp);
}

TEST_F(StringSearchTest, FindsAStringThatManyPatternsMatch) {
  std::vector<std::string> texts;
  for (char letter = 'a'; letter < 'y'; ++letter) {
    const auto next = static_cast<char>(letter + 1);
    texts.push_back(std::string("*") + next + '*' + letter + '*' + next + "x*");
  }
  std::vector<const char*> wanted;
  for (const auto& text : texts) wanted.push_back(text.c_str());
  EXPECT_EQ(find(wanted, {"*z"}).kind, Kind::Found);
}

TEST_F(StringSearchTest, CopesWithPatternsWhoseClassesAreBeyondCounting) {
  std::vector<std::string> texts;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    texts.push_back(std::string("*") + letter + "*1*" + letter + "*");
  }
  std::vector<const char*> unwanted;
  for (const auto& text : texts) unwanted.push_back(text.c_str());
  const StringAnswer found = find({"*a*b*c*", "*c*1*d*"}, unwanted);
  ASSERT_EQ(found.kind, Kind::Found);
  EXPECT_TRUE(Glob::like("*a*b*c*1*d*").matches(found.witness));
  // There is an a or a c on both sides of the 1.
  const StringAnswer none = find({"*a*b*c*", "*c*1*a*"}, unwanted);
  ASSERT_EQ(none.kind, Kind::None);
  EXPECT_EQ(none.unwanted, (Indices{0, 2}));
}

}  // namespace
}  // namespace pullproof::string_search_test
