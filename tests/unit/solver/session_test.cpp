#include "solver/session.h"

#include <gtest/gtest.h>

namespace pullproof::solver::session_test {
namespace {

constexpr std::uint32_t kPlenty = 50'000'000;
constexpr FieldId kPort{0};
constexpr FieldId kAddress{1};
constexpr FieldId kKey{2};
const Unknown kQuestion{.call = "ec2-describe-vpcs", .why = "not there"};

Fields fields() {
  Fields result;
  result.add({.name = "source port",
              .kind = Field::Kind::Port,
              .domain = IntervalSet::range(32768, 60999),
              .text_domain = {},
              .exact = true});
  result.add({.name = "address",
              .kind = Field::Kind::Address,
              .domain = IntervalSet::range(10, 19),
              .text_domain = {},
              .exact = true});
  result.add({.name = "layer key",
              .kind = Field::Kind::Text,
              .domain = {},
              .text_domain = Glob::like("layers/?*"),
              .exact = true});
  return result;
}

Predicate port(Number first, Number last) {
  return Predicate::in_set(kPort, IntervalSet::range(first, last));
}

Predicate address(Number value) {
  return Predicate::in_set(kAddress, IntervalSet::single(value));
}

Predicate key(const char* pattern) {
  return Predicate::matches(kKey, Glob::like(pattern));
}

/// Satisfied by address 11 and a low port only; no plain guess finds it.
Predicate hidden() {
  const Predicate high = port(40000, 60999);
  return Predicate::all_of({Predicate::any_of({address(10), address(11)}),
                            Predicate::any_of({high, Predicate::negation(address(10))}),
                            Predicate::negation(high)});
}

TEST(Session, DecidesWithoutZ3WhatTheDomainsDecide) {
  Session session(kPlenty);
  EXPECT_EQ(session.ask(fields(), port(0, 32767)).answer, Answer::Unsat);
  EXPECT_EQ(session.ask(fields(), port(0, 65535)).answer, Answer::Sat);
  EXPECT_EQ(session.ask(fields(), key("other/*")).answer, Answer::Unsat);
  EXPECT_EQ(session.solver_queries(), 0U);
}

TEST(Session, GuessesAPlainChoiceWithoutZ3) {
  Session session(kPlenty);
  const Reply reply =
      session.ask(fields(), Predicate::all_of({port(50000, 50001), address(12)}));
  ASSERT_EQ(reply.answer, Answer::Sat);
  EXPECT_EQ(reply.choice.number(kPort), Number{50000});
  EXPECT_EQ(reply.choice.number(kAddress), Number{12});
  EXPECT_EQ(session.solver_queries(), 0U);
}

TEST(Session, FindsTheOnlyChoiceThatThereIs) {
  Session session(kPlenty);
  const Reply reply = session.ask(fields(), hidden());
  ASSERT_EQ(reply.answer, Answer::Sat);
  EXPECT_EQ(reply.choice.number(kAddress), Number{11});
  EXPECT_EQ(evaluate(hidden(), reply.choice), Truth::Yes);
  EXPECT_EQ(session.solver_queries(), 1U);
}

TEST(Session, CoversEveryChoiceBeforeItSaysNo) {
  Session session(kPlenty);
  const Predicate none =
      Predicate::all_of({hidden(), Predicate::negation(address(11))});
  EXPECT_EQ(session.ask(fields(), none).answer, Answer::Unsat);
  EXPECT_EQ(session.ask(fields(), hidden()).answer, Answer::Sat);
}

TEST(Session, AnswersQuestionsEitherWay) {
  Session session(kPlenty);
  const Predicate open = Predicate::unknown(kQuestion);
  const Reply yes = session.ask(fields(), open);
  ASSERT_EQ(yes.answer, Answer::Sat);
  EXPECT_TRUE(yes.choice.answers.at(kQuestion));
  const Reply no = session.ask(fields(), Predicate::negation(open));
  ASSERT_EQ(no.answer, Answer::Sat);
  EXPECT_FALSE(no.choice.answers.at(kQuestion));
  EXPECT_EQ(session.ask(fields(), Predicate::all_of({open, Predicate::negation(open)}))
                .answer,
            Answer::Unsat);
}

TEST(Session, FindsATextBetweenPatterns) {
  Session session(kPlenty);
  const Predicate wanted = Predicate::all_of(
      {key("*a*"), key("layers/??"), Predicate::negation(key("*aa"))});
  const Reply reply = session.ask(fields(), wanted);
  ASSERT_EQ(reply.answer, Answer::Sat);
  EXPECT_EQ(evaluate(wanted, reply.choice), Truth::Yes);
  EXPECT_TRUE(reply.choice.text(kKey).starts_with("layers/"));
}

TEST(Session, GivesAValueToEveryFieldThatOccurs) {
  Session session(kPlenty);
  const Reply reply =
      session.ask(fields(), Predicate::any_of({port(0, 65535), address(10)}));
  ASSERT_EQ(reply.answer, Answer::Sat);
  EXPECT_TRUE(fields().at(kPort).domain.contains(reply.choice.number(kPort)));
  EXPECT_TRUE(fields().at(kAddress).domain.contains(reply.choice.number(kAddress)));
}

// Never a proof: whoever asks must say that nothing is known.
TEST(Session, GivesUpWhenItsBudgetIsSpent) {
  Session session(1);
  EXPECT_EQ(session.ask(fields(), hidden()).answer, Answer::GaveUp);
}

TEST(PlausibleValue, IsOneThatPeopleKnow) {
  const Fields all = fields();
  const Field& anywhere = all.at(kAddress);
  const Choice::Value frankfurt = Number{0x03790009};
  EXPECT_EQ(plausible_value(anywhere, IntervalSet::range(0, 0xFFFFFFFF)), frankfurt);
  EXPECT_EQ(plausible_value(anywhere, IntervalSet::range(11, 19)),
            Choice::Value{Number{11}});
  const Choice::Value text = plausible_value(all.at(kKey), {});
  EXPECT_TRUE(Glob::like("layers/?*").matches(std::get<std::string>(text)));
}

}  // namespace
}  // namespace pullproof::solver::session_test
