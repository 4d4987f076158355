// Predicates against formulas that are kept and judged exactly as they were written.
#include "model/core/predicate.h"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace pullproof::predicate_test {
namespace {

using Kind = Predicate::Kind;

constexpr FieldId kNumber{0};
constexpr FieldId kText{1};
constexpr std::size_t kIds = 5;

/// A formula as written: nothing is folded away.
struct Formula {
  Kind kind = Kind::Constant;
  std::size_t detail = 0;  ///< Which constant, set, pattern, question or fact.
  std::vector<Formula> parts;
};

IntervalSet set_number(std::size_t detail) {
  return IntervalSet({{detail % 4, detail % 4 + detail / 4 % 4}, {9, 9}});
}

Glob pattern_number(std::size_t detail) {
  constexpr std::array kPatterns{"a*", "*b", "a?", "ab", "*a*b*", "", "?*", "b"};
  return Glob::like(kPatterns[detail % kPatterns.size()]);
}

Unknown question_number(std::size_t detail) {
  return {.call = "", .why = detail % 2 == 0 ? "even" : "odd"};
}

/// Simple kinds first, since RapidCheck shrinks towards zero.
constexpr std::array kKinds{
    Kind::Constant, Kind::InSet,    Kind::InSet,   Kind::Matches, Kind::Matches,
    Kind::Unknown,  Kind::Negation, Kind::Because, Kind::Because, Kind::Because,
    Kind::Because,  Kind::AllOf,    Kind::AllOf,   Kind::AnyOf,   Kind::AnyOf};

/// Reads a formula from numbers, so that RapidCheck can shrink it as a list.
Formula decode(std::span<const unsigned>& heads, int depth) {
  if (heads.empty()) return {.kind = Kind::InSet, .detail = 0, .parts = {}};
  const unsigned head = heads.front();
  heads = heads.subspan(1);
  Formula formula{.kind = kKinds[head % kKinds.size()],
                  .detail = head / kKinds.size(),
                  .parts = {}};
  if (formula.kind < Kind::Negation) return formula;
  if (depth == 0) return {.kind = Kind::InSet, .detail = formula.detail, .parts = {}};
  const bool is_list = formula.kind == Kind::AllOf || formula.kind == Kind::AnyOf;
  const std::size_t count = is_list ? formula.detail % 5 : 1;
  for (std::size_t i = 0; i < count; ++i)
    formula.parts.push_back(decode(heads, depth - 1));
  return formula;
}

/// Three formulas under a list, so that most are neither trivial nor one atom.
Formula some_formula() {
  const auto heads =
      *rc::gen::container<std::vector<unsigned>>(50, rc::gen::inRange(0U, 1'000U));
  std::span<const unsigned> rest(heads);
  Formula whole{.kind = Kind::AllOf, .detail = 0, .parts = {}};
  if (*rc::gen::arbitrary<bool>()) whole.kind = Kind::AnyOf;
  for (int i = 0; i < 3; ++i) whole.parts.push_back(decode(rest, 5));
  return whole;
}

Predicate built(const Formula& formula) {
  std::vector<Predicate> parts;
  for (const Formula& part : formula.parts) parts.push_back(built(part));
  switch (formula.kind) {
    case Kind::Constant:
      return Predicate::constant(formula.detail % 2 == 1);
    case Kind::InSet:
      return Predicate::in_set(kNumber, set_number(formula.detail));
    case Kind::Matches:
      return Predicate::matches(kText, pattern_number(formula.detail));
    case Kind::Unknown:
      return Predicate::unknown(question_number(formula.detail));
    case Kind::Negation:
      return Predicate::negation(parts.front());
    case Kind::AllOf:
      return Predicate::all_of(parts);
    case Kind::AnyOf:
      return Predicate::any_of(parts);
    case Kind::Because:
      return Predicate::because(
          std::make_shared<const Fact>(Fact{.id = std::to_string(formula.detail % kIds),
                                            .file = "",
                                            .pointer = "",
                                            .note = ""}),
          parts.front());
  }
  return Predicate::never();
}

/// What the formula may still come out as: {may be no, may be yes}.
struct Range {
  bool no = false;
  bool yes = false;
};

Range only(bool value) { return {.no = !value, .yes = value}; }

/// A part that rests on a fact that is not in `fixed` may come out either way.
Range judged(const Formula& formula, const Choice& choice, unsigned fixed) {
  Range all = only(true);
  Range any = only(false);
  Range first;
  for (const Formula& part : formula.parts) {
    const Range range = judged(part, choice, fixed);
    if (&part == &formula.parts.front()) first = range;
    all = {.no = all.no || range.no, .yes = all.yes && range.yes};
    any = {.no = any.no && range.no, .yes = any.yes || range.yes};
  }
  switch (formula.kind) {
    case Kind::Constant:
      return only(formula.detail % 2 == 1);
    case Kind::InSet:
      return only(set_number(formula.detail).contains(choice.number(kNumber)));
    case Kind::Matches:
      return only(pattern_number(formula.detail).matches(choice.text(kText)));
    case Kind::Unknown: {
      const auto answer = choice.answers.find(question_number(formula.detail));
      if (answer == choice.answers.end()) return {.no = true, .yes = true};
      return only(answer->second);
    }
    case Kind::Negation:
      return {.no = first.yes, .yes = first.no};
    case Kind::AllOf:
      return all;
    case Kind::AnyOf:
      return any;
    case Kind::Because:
      if ((fixed >> (formula.detail % kIds) & 1U) != 0) return first;
      return {.no = true, .yes = true};
  }
  return {};
}

Truth truth_of(const Range& range) {
  if (range.no && range.yes) return Truth::Unknown;
  return range.yes ? Truth::Yes : Truth::No;
}

constexpr unsigned kAllIds = (1U << kIds) - 1;

Choice some_choice() {
  Choice choice;
  choice.values.emplace_back(Number{*rc::gen::inRange(0U, 10U)});
  choice.values.emplace_back(
      *rc::gen::container<std::string>(rc::gen::element('a', 'b', 'c')));
  for (const std::size_t detail : {0U, 1U})
    if (*rc::gen::arbitrary<bool>())
      choice.answers[question_number(detail)] = *rc::gen::arbitrary<bool>();
  return choice;
}

RC_GTEST_PROP(Predicate, MeansWhatWasWritten, ()) {
  const Formula formula = some_formula();
  const Choice choice = some_choice();
  RC_ASSERT(evaluate(built(formula), choice) ==
            truth_of(judged(formula, choice, kAllIds)));
}

RC_GTEST_PROP(Predicate, IsAConstantOnlyIfNoChoiceSaysOtherwise, ()) {
  const Predicate predicate = built(some_formula());
  const Truth constant = predicate.as_constant();
  RC_PRE(constant != Truth::Unknown);
  RC_ASSERT(evaluate(predicate, some_choice()) == constant);
}

RC_GTEST_PROP(Predicate, HoldsListsOfTwoOrMoreThatAreNotNested, ()) {
  std::vector<Predicate> open{built(some_formula())};
  while (!open.empty()) {
    const Predicate predicate = open.back();
    open.pop_back();
    const Predicate::Node& node = predicate.node();
    const bool is_list = node.kind == Kind::AllOf || node.kind == Kind::AnyOf;
    RC_ASSERT(!is_list || node.parts.size() >= 2);
    for (const Predicate& part : node.parts) {
      RC_ASSERT(!is_list || part.node().kind != node.kind);
      RC_ASSERT(!is_list || part.node().kind != Kind::Constant);
      open.push_back(part);
    }
  }
}

RC_GTEST_PROP(Fold, ChangesNoTruthWithinTheDomains, ()) {
  const Predicate predicate = built(some_formula());
  const Choice choice = some_choice();
  const Number number = choice.number(kNumber);
  Domains domains;
  if (*rc::gen::arbitrary<bool>())
    domains.numbers[kNumber] =
        IntervalSet::range(number - std::min(number, Number{*rc::gen::inRange(0U, 3U)}),
                           number + *rc::gen::inRange(0U, 3U));
  const Glob domain = pattern_number(*rc::gen::inRange<std::size_t>(0, 8));
  if (domain.matches(choice.text(kText))) domains.texts[kText] = domain;

  const Predicate folded = fold(predicate, domains);
  RC_CLASSIFY(folded.as_constant() != predicate.as_constant());
  RC_ASSERT(evaluate(folded, choice) == evaluate(predicate, choice));
  const auto left = fields(folded);
  const auto before = fields(predicate);
  RC_ASSERT(std::includes(before.begin(), before.end(), left.begin(), left.end()));
}

RC_GTEST_PROP(Fold, DecidesEverythingWhenEachDomainIsOneValue, ()) {
  const Choice choice = some_choice();
  Domains domains;
  domains.numbers[kNumber] = IntervalSet::single(choice.number(kNumber));
  domains.texts[kText] = Glob::exact(choice.text(kText));
  RC_ASSERT(fields(fold(built(some_formula()), domains)).empty());
}

RC_GTEST_PROP(Fold, KeepsTheSizeOfTheBlame, ()) {
  const Predicate predicate = built(some_formula());
  const Choice choice = some_choice();
  RC_PRE(evaluate(predicate, choice) == Truth::No);
  Domains domains;
  domains.numbers[kNumber] = IntervalSet::single(choice.number(kNumber));
  const auto ids = [&choice](const Predicate& refused) {
    std::set<std::string> found;
    for (const FactRef& fact : blame(refused, choice)) found.insert(fact->id);
    return found;
  };
  RC_ASSERT(ids(fold(predicate, domains)).size() == ids(predicate).size());
}

RC_GTEST_PROP(Blame, IsEnoughAndNoSmallerSetIs, ()) {
  const Formula formula = some_formula();
  const Choice choice = some_choice();
  const Predicate predicate = built(formula);
  RC_PRE(evaluate(predicate, choice) == Truth::No);
  unsigned blamed = 0;
  for (const FactRef& fact : blame(predicate, choice))
    blamed |= 1U << std::stoul(fact->id);
  RC_CLASSIFY(std::popcount(blamed) > 1);

  RC_ASSERT(truth_of(judged(formula, choice, blamed)) == Truth::No);
  for (unsigned fixed = 0; fixed <= kAllIds; ++fixed)
    if (std::popcount(fixed) < std::popcount(blamed))
      RC_ASSERT(truth_of(judged(formula, choice, fixed)) != Truth::No);
}

}  // namespace
}  // namespace pullproof::predicate_test
