#include "solver/encoder.h"

#include <gtest/gtest.h>

namespace pullproof::solver::encoder_test {
namespace {

constexpr FieldId kPort{0};
constexpr FieldId kKey{1};
const Unknown kQuestion{.call = "ec2-describe-vpcs", .why = "not there"};

Fields fields() {
  Fields result;
  result.add({.name = "port",
              .kind = Field::Kind::Port,
              .domain = IntervalSet({{10, 19}, {65535, 65535}}),
              .text_domain = {},
              .exact = true});
  result.add({.name = "key",
              .kind = Field::Kind::Text,
              .domain = {},
              .text_domain = Glob::like("?"),
              .exact = true});
  return result;
}

Predicate port(Number first, Number last) {
  return Predicate::in_set(kPort, IntervalSet::range(first, last));
}

Predicate key(const char* pattern) {
  return Predicate::matches(kKey, Glob::like(pattern));
}

/// A choice that satisfies the encoded predicate; nothing if there is none.
std::optional<Choice> solve(const Predicate& predicate) {
  z3::context context;
  const Fields all = fields();
  Encoder encoder(context, all);
  z3::solver solver(context);
  solver.add(encoder.encode(predicate));
  while (solver.check() == z3::sat) {
    const auto decoded = encoder.decode(solver.get_model(), predicate);
    if (!decoded.lemma) return decoded.choice;
    solver.add(*decoded.lemma);
  }
  return std::nullopt;
}

TEST(Encoder, KeepsWithinTheDomainOfAField) {
  EXPECT_FALSE(solve(port(0, 9)));
  EXPECT_FALSE(solve(port(20, 65534)));
  const auto inside = solve(Predicate::negation(port(10, 18)));
  ASSERT_TRUE(inside);
  EXPECT_TRUE(inside->number(kPort) == 19 || inside->number(kPort) == 65535);
}

// Ports are compared without sign and without overflow.
TEST(Encoder, KnowsBothEndsOfAnInterval) {
  EXPECT_EQ(solve(port(65535, 65535))->number(kPort), Number{65535});
  EXPECT_EQ(solve(port(19, 60000))->number(kPort), Number{19});
  EXPECT_EQ(solve(port(0, 10))->number(kPort), Number{10});
}

TEST(Encoder, TranslatesEveryKindOfPredicate) {
  const Predicate high = port(15, 65535);
  EXPECT_EQ(solve(Predicate::all_of({high, port(0, 15)}))->number(kPort), Number{15});
  EXPECT_FALSE(solve(Predicate::all_of({high, Predicate::negation(high)})));
  EXPECT_TRUE(solve(Predicate::any_of({high, Predicate::never()})));
  EXPECT_FALSE(solve(Predicate::never()));
  EXPECT_TRUE(solve(Predicate::always()));
  const auto fact = std::make_shared<const Fact>();
  EXPECT_FALSE(solve(Predicate::because(fact, Predicate::never())));
}

TEST(Encoder, GivesATextOfTheClassThatWasFound) {
  EXPECT_EQ(solve(key("a"))->text(kKey), "a");
  EXPECT_FALSE(solve(key("ab")));
  const auto other = solve(Predicate::all_of(
      {Predicate::negation(key("a")), Predicate::negation(key("b"))}));
  ASSERT_TRUE(other);
  EXPECT_EQ(other->text(kKey).size(), 1U);
  EXPECT_NE(other->text(kKey), "a");
  EXPECT_NE(other->text(kKey), "b");
}

// One question has one answer wherever it stands, and its aspects are apart.
TEST(Encoder, TakesAQuestionAsOneVariable) {
  const Predicate open = Predicate::unknown(kQuestion);
  EXPECT_TRUE(solve(open)->answers.at(kQuestion));
  EXPECT_FALSE(solve(Predicate::all_of({open, Predicate::negation(open)})));
  Unknown aspect = kQuestion;
  aspect.aspect = "denies";
  EXPECT_TRUE(solve(
      Predicate::all_of({open, Predicate::negation(Predicate::unknown(aspect))})));
}

TEST(Encoder, LeavesOutFieldsThatDoNotOccur) {
  const auto choice = solve(port(10, 10));
  ASSERT_TRUE(choice);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(
      choice->values.at(static_cast<std::size_t>(kKey))));
}

}  // namespace
}  // namespace pullproof::solver::encoder_test
