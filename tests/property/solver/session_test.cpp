// The solver and the interpreter agree on random predicates: a choice exists exactly
// when trying them all finds one.
#include "solver/session.h"

#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "solver/transform.h"
#include "tests/support/predicate_generator.h"

namespace pullproof::solver::session_test {
namespace {

using support::random_predicate;
using support::small_fields;
using support::some_choice_satisfies;

RC_GTEST_PROP(Session, AgreesWithTryingEveryChoice, ()) {
  const Fields fields = small_fields();
  const Predicate predicate = random_predicate(3);
  Session session(50'000'000);
  const Reply reply = session.ask(fields, predicate);
  RC_ASSERT(reply.answer != Answer::GaveUp);
  RC_ASSERT((reply.answer == Answer::Sat) == some_choice_satisfies(predicate));
  if (reply.answer == Answer::Sat) {
    RC_ASSERT(evaluate(predicate, reply.choice) == Truth::Yes);
  }
}

RC_GTEST_PROP(Transform, BindingAChoiceKeepsItsTruth, ()) {
  const Predicate predicate = random_predicate(3);
  Choice choice;
  choice.values = {Number{*rc::gen::inRange(10U, 15U)},
                   Number{*rc::gen::inRange(0U, 5U)},
                   *rc::gen::element<std::string>("aa", "ab", "ba", "cc")};
  choice.answers[{.call = "q0", .why = ""}] = *rc::gen::arbitrary<bool>();
  choice.answers[{.call = "q1", .why = ""}] = *rc::gen::arbitrary<bool>();
  RC_ASSERT(bind(predicate, choice).as_constant() == evaluate(predicate, choice));
}

}  // namespace
}  // namespace pullproof::solver::session_test
