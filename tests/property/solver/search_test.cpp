// Trying alternatives against trying every choice, and against Z3.
#include "solver/search.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/support/predicate_generator.h"

namespace pullproof::solver::search_test {
namespace {

using support::random_predicate;
using support::small_fields;
using support::some_choice_satisfies;
using Questions = Search::Questions;

/// With some value for whatever the search did not need.
Choice completed(const Fields& fields, Choice choice) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!std::holds_alternative<std::monostate>(choice.values[i])) continue;
    const Field& field = fields.at(FieldId{i});
    choice.values[i] = plausible_value(field, field.domain);
  }
  for (const char* question : {"q0", "q1"}) {
    choice.answers.emplace(Unknown{.call = question, .why = ""},
                           *rc::gen::arbitrary<bool>());
  }
  return choice;
}

RC_GTEST_PROP(Search, AgreesWithTryingEveryChoice, ()) {
  const Fields fields = small_fields();
  Search search(fields);
  // One search answers many questions: none may leave anything behind.
  for (int i = 0; i < 3; ++i) {
    const Predicate predicate = random_predicate(3);
    const Reply reply = search.find(search.part(predicate, true), Questions::Answer);
    RC_ASSERT(reply.answer != Answer::GaveUp);
    RC_ASSERT((reply.answer == Answer::Sat) == some_choice_satisfies(predicate));
    if (reply.answer == Answer::Sat) {
      RC_ASSERT(evaluate(predicate, completed(fields, reply.choice)) == Truth::Yes);
    }
  }
}

RC_GTEST_PROP(Search, RefusesWhatHangsOnAQuestion, ()) {
  const Fields fields = small_fields();
  const Predicate predicate = random_predicate(3);
  Search search(fields);
  const Search::Part part = search.part(predicate, true);
  const Reply certain = search.find(part, Questions::Refuse);
  if (certain.answer == Answer::Sat) {
    // Whatever the answers are.
    RC_ASSERT(evaluate(predicate, completed(fields, certain.choice)) == Truth::Yes);
    RC_ASSERT(certain.choice.answers.empty());
  } else if (search.questions(part).empty()) {
    RC_ASSERT(!some_choice_satisfies(predicate));
  }
}

constexpr FieldId kText{0};
constexpr FieldId kOther{1};

Fields texts() {
  Fields fields;
  for (const char* domain : {"*", "?*"}) {
    fields.add({.name = domain,
                .kind = Field::Kind::Text,
                .domain = {},
                .text_domain = Glob::like(domain)});
  }
  return fields;
}

Predicate some_pattern() {
  const auto length = *rc::gen::inRange<std::size_t>(0, 5);
  const auto pattern =
      *rc::gen::container<std::string>(length, rc::gen::element('a', 'b', '*', '?'));
  return Predicate::matches(*rc::gen::element(kText, kText, kText, kOther),
                            Glob::like(pattern));
}

Predicate some_formula(int depth) {
  if (depth == 0) {
    const Predicate one = some_pattern();
    return *rc::gen::arbitrary<bool>() ? one : Predicate::negation(one);
  }
  std::vector<Predicate> parts;
  const int count = *rc::gen::inRange(2, 5);
  for (int i = 0; i < count; ++i) parts.push_back(some_formula(depth - 1));
  return *rc::gen::arbitrary<bool>() ? Predicate::all_of(std::move(parts))
                                     : Predicate::any_of(std::move(parts));
}

/// All strings over three letters, one of which no pattern has.
std::vector<std::string> short_strings() {
  constexpr std::size_t kLongest = 4;
  std::vector<std::string> strings{""};
  for (std::size_t i = 0; strings[i].size() < kLongest; ++i) {
    for (const char letter : {'a', 'b', 'c'}) strings.push_back(strings[i] + letter);
  }
  return strings;
}

bool some_texts_satisfy(const Predicate& predicate) {
  static const std::vector<std::string> kStrings = short_strings();
  for (const auto& text : kStrings) {
    for (const auto& other : kStrings) {
      if (other.empty()) continue;
      const Choice choice{.values = {text, other}, .answers = {}};
      if (evaluate(predicate, choice) == Truth::Yes) return true;
    }
  }
  return false;
}

RC_GTEST_PROP(Search, FindsTextsWhereShortOnesExist, ()) {
  const Fields fields = texts();
  const Predicate predicate = some_formula(2);
  Search search(fields);
  const Reply reply = search.find(search.part(predicate, true), Questions::Refuse);
  RC_ASSERT(reply.answer != Answer::GaveUp);
  RC_CLASSIFY(reply.answer == Answer::Unsat, "no text");
  if (reply.answer == Answer::Sat) {
    RC_ASSERT(evaluate(predicate, completed(fields, reply.choice)) == Truth::Yes);
  } else {
    RC_ASSERT(!some_texts_satisfy(predicate));
  }
  Session session(50'000'000);
  RC_ASSERT(session.ask(fields, predicate).answer == reply.answer);
}

}  // namespace
}  // namespace pullproof::solver::search_test
