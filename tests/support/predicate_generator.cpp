#include "tests/support/predicate_generator.h"

#include <string>
#include <vector>

#include <rapidcheck.h>

namespace pullproof::support {
namespace {

constexpr FieldId kAddress{0};
constexpr FieldId kPort{1};
constexpr FieldId kText{2};

Predicate random_atom() {
  const unsigned first = *rc::gen::inRange(0U, 16U);
  const unsigned length = *rc::gen::inRange(0U, 4U);
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return Predicate::in_set(kAddress, IntervalSet::range(first, first + length));
    case 1:
      return Predicate::in_set(kPort,
                               IntervalSet::range(first % 5, first % 5 + length));
    case 2:
      return Predicate::matches(kText, Glob::like(*rc::gen::element<std::string>(
                                           "a*", "*b", "?a", "ab", "b?", "*a*", "c*")));
    case 3:
      return Predicate::unknown({.call = "q" + std::to_string(first % 2), .why = ""});
    default:
      return Predicate::constant(first % 2 == 0);
  }
}

}  // namespace

Fields small_fields() {
  Fields fields;
  fields.add({.name = "address",
              .kind = Field::Kind::Address,
              .domain = IntervalSet::range(10, 14),
              .text_domain = {},
              .exact = true});
  fields.add({.name = "port",
              .kind = Field::Kind::Port,
              .domain = IntervalSet::range(0, 4),
              .text_domain = {},
              .exact = true});
  fields.add({.name = "text",
              .kind = Field::Kind::Text,
              .domain = {},
              .text_domain = Glob::like("??"),
              .exact = true});
  return fields;
}

Predicate random_predicate(int depth) {
  if (depth == 0) return random_atom();
  std::vector<Predicate> parts;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) parts.push_back(random_predicate(depth - 1));
  switch (*rc::gen::inRange(0, 3)) {
    case 0:
      return Predicate::all_of(std::move(parts));
    case 1:
      return Predicate::any_of(std::move(parts));
    default:
      return Predicate::negation(std::move(parts.front()));
  }
}

bool some_choice_satisfies(const Predicate& predicate) {
  const std::vector<std::string> texts = {"aa", "ab", "ba", "bb", "ca", "ac", "cb",
                                          "bc", "cc", "da", "db", "dd", "ad", "cd"};
  for (Number address = 10; address <= 14; ++address) {
    for (Number port = 0; port <= 4; ++port) {
      for (const auto& text : texts) {
        for (int answers = 0; answers < 4; ++answers) {
          Choice choice;
          choice.values = {address, port, text};
          choice.answers[{.call = "q0", .why = ""}] = (answers & 1) != 0;
          choice.answers[{.call = "q1", .why = ""}] = (answers & 2) != 0;
          if (evaluate(predicate, choice) == Truth::Yes) return true;
        }
      }
    }
  }
  return false;
}

}  // namespace pullproof::support
