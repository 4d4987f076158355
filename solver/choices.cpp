#include "solver/choices.h"

#include <algorithm>
#include <cstddef>
#include <optional>
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

/// Where the choice does not say, any text will do.
void add_text(const gates::TextKey& text, const Fields& fields, const Choice& choice,
              std::vector<std::string>& values) {
  if (text.presence && class_of(*text.presence, fields, choice) == 0) return;
  const auto at = static_cast<std::size_t>(text.field);
  const auto* written = at < choice.values.size()
                            ? std::get_if<std::string>(&choice.values[at])
                            : nullptr;
  values.push_back(written != nullptr ? *written : "x");
}

/// Of a key that is left to choice; no value: it is not in the request. Nothing if the
/// key is not left to choice.
std::optional<std::vector<std::string>> chosen_values(const gates::ContextValue& key,
                                                      const Fields& fields,
                                                      const Choice& choice) {
  std::vector<std::string> values;
  if (const auto* one = std::get_if<gates::ClassKey>(&key)) {
    const std::size_t chosen = class_of(one->field, fields, choice);
    if (chosen > 0) values.push_back(one->values.at(chosen - 1));
  } else if (const auto* text = std::get_if<gates::TextKey>(&key)) {
    add_text(*text, fields, choice, values);
  } else if (const auto* set = std::get_if<gates::ClassSetKey>(&key)) {
    for (std::size_t i = 0; i < set->members.size(); ++i) {
      if (class_of(set->members[i], fields, choice) == 1) {
        values.push_back(set->values[i]);
      }
    }
  } else if (const auto* texts = std::get_if<gates::TextSetKey>(&key)) {
    for (const auto& member : texts->members) add_text(member, fields, choice, values);
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
  } else {
    return std::nullopt;
  }
  return values;
}

}  // namespace

void fill_keys(gates::Request& request, const Fields& fields, const Choice& choice) {
  for (auto& [key, value] : request.context) {
    auto values = chosen_values(value, fields, choice);
    if (!values) continue;
    value = gates::AbsentKey{};
    if (values->empty()) continue;
    const bool several = values->size() > 1;
    value = gates::FixedKey{.values = *std::move(values), .multivalued = several};
  }
}

}  // namespace pullproof::solver
