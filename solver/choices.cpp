#include "solver/choices.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace pullproof::solver {
namespace {

std::size_t class_of(FieldId field, const Fields& fields, const Choice& choice) {
  const auto at = static_cast<std::size_t>(field);
  const auto* number =
      at < choice.values.size() ? std::get_if<Number>(&choice.values[at]) : nullptr;
  return static_cast<std::size_t>(number != nullptr ? *number
                                                    : *fields.at(field).domain.first());
}

/// "x" where the choice does not say.
std::string text_of(FieldId field, const Choice& choice) {
  const auto at = static_cast<std::size_t>(field);
  const auto* text = at < choice.values.size()
                         ? std::get_if<std::string>(&choice.values[at])
                         : nullptr;
  return text != nullptr ? *text : "x";
}

}  // namespace

Predicate settled(const Predicate& predicate, bool truth) {
  const auto& node = predicate.node();
  const auto parts = [&](bool of_part) {
    std::vector<Predicate> all;
    all.reserve(node.parts.size());
    for (const auto& part : node.parts) all.push_back(settled(part, of_part));
    return all;
  };
  switch (node.kind) {
    case Predicate::Kind::Unknown:
      return Predicate::constant(truth);
    case Predicate::Kind::Negation:
      return Predicate::negation(settled(node.parts.front(), !truth));
    case Predicate::Kind::AllOf:
      return Predicate::all_of(parts(truth));
    case Predicate::Kind::AnyOf:
      return Predicate::any_of(parts(truth));
    case Predicate::Kind::Because:
      return settled(node.parts.front(), truth);
    case Predicate::Kind::Constant:
    case Predicate::Kind::InSet:
    case Predicate::Kind::Matches:
      break;
  }
  return predicate;
}

void fill_keys(gates::Request& request, const Fields& fields, const Choice& choice) {
  for (auto& [key, value] : request.context) {
    gates::FixedKey fixed;
    if (const auto* one = std::get_if<gates::ClassKey>(&value)) {
      const std::size_t chosen = class_of(one->field, fields, choice);
      if (chosen > 0) fixed.values.push_back(one->values.at(chosen - 1));
    } else if (const auto* text = std::get_if<gates::TextKey>(&value)) {
      const bool present =
          !text->presence || class_of(*text->presence, fields, choice) == 1;
      if (present) fixed.values.push_back(text_of(text->field, choice));
    } else if (const auto* set = std::get_if<gates::ClassSetKey>(&value)) {
      for (std::size_t i = 0; i < set->members.size(); ++i) {
        if (class_of(set->members[i], fields, choice) == 1) {
          fixed.values.push_back(set->values[i]);
        }
      }
      fixed.multivalued = fixed.values.size() > 1;
    } else {
      continue;
    }
    if (fixed.values.empty()) {
      value = gates::AbsentKey{};
    } else {
      value = std::move(fixed);
    }
  }
}

}  // namespace pullproof::solver
