// The two ways of putting the parts of a policy together: decided at once, or built as
// a formula over what AWS chooses.
//
// A rule of the policy language is written once, as a template over its logic. A
// request without free choices takes `Decided`, which allocates nothing; a leg of a
// pull takes `Formula`, which the interpreter and the solver read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/core/predicate.h"

namespace pullproof::gates {

/// A question about a policy that no call of the AWS CLI would settle.
[[nodiscard]] inline Unknown unanswered(std::string why) {
  return {.call = {}, .why = std::move(why)};
}

/// Kleene's three values.
struct Decided {
  using Value = Truth;

  [[nodiscard]] static Value constant(bool value) {
    return value ? Truth::Yes : Truth::No;
  }
  /// `question` gives the `Unknown`; nobody asks for it here.
  template <class Question>
  [[nodiscard]] static Value unknown(const Question& /*question*/) {
    return Truth::Unknown;
  }
  [[nodiscard]] static Value negation(Value value) {
    if (value == Truth::Unknown) return value;
    return value == Truth::Yes ? Truth::No : Truth::Yes;
  }
  [[nodiscard]] static Truth known(Value value) { return value; }
  /// Judges one item after the other until one decides.
  template <class Items, class Judge>
  [[nodiscard]] static Value any_of(const Items& items, const Judge& judge) {
    return combine(items, judge, Truth::Yes);
  }
  template <class Items, class Judge>
  [[nodiscard]] static Value all_of(const Items& items, const Judge& judge) {
    return combine(items, judge, Truth::No);
  }
  /// Both of two parts, each given as a function; the second only if it matters.
  template <class One, class Other>
  [[nodiscard]] static Value both(const One& one, const Other& other) {
    const Value first = one();
    if (first == Truth::No) return first;
    const Value second = other();
    return second == Truth::Yes ? first : second;
  }

 private:
  template <class Items, class Judge>
  static Value combine(const Items& items, const Judge& judge, Truth decisive) {
    Value result = negation(decisive);
    for (const auto& item : items) {
      const Value one = judge(item);
      if (one == decisive) return one;
      if (one == Truth::Unknown) result = one;
    }
    return result;
  }
};

/// Predicates.
struct Formula {
  using Value = Predicate;

  [[nodiscard]] static Value constant(bool value) { return Predicate::constant(value); }
  template <class Question>
  [[nodiscard]] static Value unknown(const Question& question) {
    return Predicate::unknown(question());
  }
  [[nodiscard]] static Value negation(Value value) {
    return Predicate::negation(std::move(value));
  }
  /// The constant that it is, if it is one.
  [[nodiscard]] static Truth known(const Value& value) { return value.as_constant(); }
  template <class Items, class Judge>
  [[nodiscard]] static Value any_of(const Items& items, const Judge& judge) {
    return Predicate::any_of(each(items, judge));
  }
  template <class Items, class Judge>
  [[nodiscard]] static Value all_of(const Items& items, const Judge& judge) {
    return Predicate::all_of(each(items, judge));
  }
  template <class One, class Other>
  [[nodiscard]] static Value both(const One& one, const Other& other) {
    return Predicate::all_of({one(), other()});
  }

 private:
  template <class Items, class Judge>
  static std::vector<Predicate> each(const Items& items, const Judge& judge) {
    std::vector<Predicate> parts;
    parts.reserve(items.size());
    for (const auto& item : items) parts.push_back(judge(item));
    return parts;
  }
};

}  // namespace pullproof::gates
