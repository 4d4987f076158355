#include "solver/search.h"

#include <gtest/gtest.h>

namespace pullproof::solver::search_test {
namespace {

using Questions = Search::Questions;

constexpr FieldId kPort{0};
constexpr FieldId kText{1};
const Unknown kQuestion{.call = "", .why = "not known"};

Fields fields() {
  Fields result;
  result.add({.name = "port",
              .kind = Field::Kind::Port,
              .domain = IntervalSet::range(0, 9),
              .text_domain = {}});
  result.add({.name = "text",
              .kind = Field::Kind::Text,
              .domain = {},
              .text_domain = Glob::like("*")});
  return result;
}

Predicate port(Number first, Number last) {
  return Predicate::in_set(kPort, IntervalSet::range(first, last));
}

Predicate text(const char* pattern) {
  return Predicate::matches(kText, Glob::like(pattern));
}

class SearchTest : public ::testing::Test {
 protected:
  Reply find(const Predicate& predicate, Questions questions = Questions::Refuse) {
    return search_.find(search_.part(predicate, true), questions);
  }

  Fields fields_ = fields();
  Search search_{fields_};
};

TEST_F(SearchTest, FindsValuesThatFitTogether) {
  const Reply found = find(Predicate::all_of(
      {Predicate::any_of({port(0, 3), text("a*")}),
       Predicate::any_of({port(5, 9), text("b*")}), Predicate::negation(text("b"))}));
  ASSERT_EQ(found.answer, Answer::Sat);
  EXPECT_EQ(find(Predicate::all_of({port(0, 3), port(4, 9)})).answer, Answer::Unsat);
}

TEST_F(SearchTest, KnowsThatTwoPatternsCoverAThird) {
  EXPECT_EQ(find(Predicate::all_of({text("a*"), Predicate::negation(text("a")),
                                    Predicate::negation(text("a?*"))}))
                .answer,
            Answer::Unsat);
}

TEST_F(SearchTest, AnswersQuestionsOnlyWhereItMay) {
  const Predicate open = Predicate::unknown(kQuestion);
  EXPECT_EQ(find(open).answer, Answer::Unsat);
  EXPECT_EQ(find(Predicate::negation(open)).answer, Answer::Unsat);
  const Reply found = find(open, Questions::Answer);
  ASSERT_EQ(found.answer, Answer::Sat);
  EXPECT_TRUE(found.choice.answers.at(kQuestion));
  EXPECT_EQ(
      find(Predicate::all_of({open, Predicate::negation(open)}), Questions::Answer)
          .answer,
      Answer::Unsat);
  EXPECT_EQ(search_.questions(search_.part(open, false)), std::set{kQuestion});
}

// Never a proof: whoever asks must say that nothing is known.
TEST_F(SearchTest, GivesUpWhenItsBudgetIsSpent) {
  Search impatient(fields_, 1);
  const Predicate hard =
      Predicate::all_of({Predicate::any_of({port(0, 1), text("a*")}),
                         Predicate::any_of({port(2, 3), text("b*")}),
                         Predicate::any_of({port(4, 5), text("c*")})});
  EXPECT_EQ(impatient.find(impatient.part(hard, true), Questions::Refuse).answer,
            Answer::GaveUp);
  EXPECT_EQ(find(hard).answer, Answer::Unsat);
}

}  // namespace
}  // namespace pullproof::solver::search_test
