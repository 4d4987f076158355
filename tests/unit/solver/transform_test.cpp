#include "solver/transform.h"

#include <gtest/gtest.h>

namespace pullproof::solver::transform_test {
namespace {

constexpr FieldId kPort{0};
constexpr FieldId kKey{1};
const Unknown kQuestion{.call = "ec2-describe-vpcs", .why = "not there"};

Predicate port(Number first, Number last) {
  return Predicate::in_set(kPort, IntervalSet::range(first, last));
}

TEST(Bind, ReplacesWhatTheChoiceDecides) {
  Choice known;
  known.values = {Number{5}};
  EXPECT_EQ(bind(port(0, 5), known).as_constant(), Truth::Yes);
  EXPECT_EQ(bind(port(6, 9), known).as_constant(), Truth::No);
  EXPECT_EQ(bind(Predicate::negation(port(6, 9)), known).as_constant(), Truth::Yes);
}

TEST(Bind, LeavesTheRestOpen) {
  Choice known;
  known.values = {Number{5}};
  const Predicate open = Predicate::unknown(kQuestion);
  const Predicate rest = bind(
      Predicate::all_of({port(0, 5), Predicate::matches(kKey, Glob::like("a*")), open}),
      known);
  EXPECT_EQ(fields(rest), std::set<FieldId>{kKey});
  EXPECT_EQ(questions(rest), std::set<Unknown>{kQuestion});
}

TEST(Bind, PutsAnswersInForQuestions) {
  Choice known;
  known.answers[kQuestion] = false;
  EXPECT_EQ(bind(Predicate::unknown(kQuestion), known).as_constant(), Truth::No);
  Unknown other = kQuestion;
  other.aspect = "denies";
  EXPECT_EQ(bind(Predicate::unknown(other), known).as_constant(), Truth::Unknown);
}

TEST(Bind, KeepsFacts) {
  const auto fact = std::make_shared<const Fact>(
      Fact{.id = "sg-1", .file = "", .pointer = "", .note = ""});
  Choice known;
  known.values = {Number{5}};
  const auto facts = blame(bind(Predicate::because(fact, port(6, 9)), known), {});
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0]->id, "sg-1");
}

TEST(Renumber, MovesNumberAndTextFields) {
  const Predicate moved = renumber(
      Predicate::all_of(
          {port(3, 4), Predicate::negation(Predicate::matches(kKey, Glob::like("a")))}),
      [](FieldId field) { return FieldId{static_cast<std::size_t>(field) + 5}; });
  EXPECT_EQ(fields(moved), (std::set<FieldId>{FieldId{5}, FieldId{6}}));
  Choice choice;
  choice.values.resize(7);
  choice.values[5] = Number{3};
  choice.values[6] = std::string("b");
  EXPECT_EQ(evaluate(moved, choice), Truth::Yes);
  choice.values[6] = std::string("a");
  EXPECT_EQ(evaluate(moved, choice), Truth::No);
}

}  // namespace
}  // namespace pullproof::solver::transform_test
