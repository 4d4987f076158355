// The only door to Z3: asks whether some choice satisfies a predicate.
//
// Cheap answers come first: a predicate that is constant, or that a plain guess
// satisfies, never reaches Z3, and the context is made only when one does.
//
// Guarantee: a `sat` answer's choice satisfies the predicate by `evaluate`; an `unsat`
// answer covers every choice within the fields' domains and every answer to questions.
// A session belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "model/core/fields.h"
#include "model/core/predicate.h"

namespace pullproof::solver {

enum class Answer {
  Sat,
  Unsat,
  GaveUp,  ///< The budget is spent, or no text was found or excluded in time.
};

struct Reply {
  Answer answer = Answer::GaveUp;
  /// sat only: every field that occurs, and every question, has a value.
  Choice choice;
};

class Session {
 public:
  /// `resource_limit` is Z3's rlimit for one query: it counts steps and repeats
  /// exactly.
  explicit Session(std::uint32_t resource_limit);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Unsatisfiable exactly when no choice within the domains satisfies `predicate`.
  [[nodiscard]] Reply ask(const Fields& fields, const Predicate& predicate);

  /// How many questions needed Z3.
  [[nodiscard]] std::size_t solver_queries() const { return solver_queries_; }

 private:
  struct Solver;
  Reply ask_solver(const Fields& fields, const Predicate& predicate);

  std::uint32_t resource_limit_;
  std::size_t solver_queries_ = 0;
  std::unique_ptr<Solver> solver_;
};

/// A value of the field that people find plausible: of `domain`, or for a text field
/// the plainest string of its own domain.
[[nodiscard]] Choice::Value plausible_value(const Field& field,
                                            const IntervalSet& domain);

}  // namespace pullproof::solver
