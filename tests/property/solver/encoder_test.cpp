// Texts that are split into classes beforehand, and texts that are found one by one.
#include "solver/encoder.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/predicate_generator.h"

namespace pullproof::solver::encoder_test {
namespace {

/// Within `states` for splitting a text.
std::optional<Choice> solve(const Fields& fields, const Predicate& predicate,
                            std::size_t states) {
  z3::context context;
  Encoder encoder(context, fields, states);
  z3::solver solver(context);
  solver.add(encoder.encode(predicate));
  while (solver.check() == z3::sat) {
    auto decoded = encoder.decode(solver.get_model(), predicate);
    RC_ASSERT(decoded.lemma || decoded.choice);
    if (decoded.choice) return decoded.choice;
    solver.add(*decoded.lemma);
  }
  return std::nullopt;
}

RC_GTEST_PROP(Encoder, FindsTextsWithAndWithoutClasses, ()) {
  const Fields fields = support::small_fields();
  const Predicate predicate = support::random_predicate(3);
  const bool possible = support::some_choice_satisfies(predicate);
  for (const std::size_t states : {0U, 1'000U}) {
    const auto choice = solve(fields, predicate, states);
    RC_ASSERT(choice.has_value() == possible);
  }
}

}  // namespace
}  // namespace pullproof::solver::encoder_test
