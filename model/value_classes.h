// The values of a context key that some conditions tell apart, one witness for each
// class of them.
//
// Candidates are taken from the conditions' own operands: their ends, what lies between
// them, and what none of them means. Two candidates on which all conditions agree are
// one class.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/aws/policy_condition.h"

namespace pullproof::model {

/// What all values of a key are.
struct ValueType {
  aws::ConditionFamily family = aws::ConditionFamily::String;
  /// Times: only those that are written as seconds since 1970.
  bool as_seconds = false;
};

/// Whether a value of the type may be written so.
[[nodiscard]] bool is_of(const ValueType& type, const std::string& value);

struct ValueClasses {
  std::vector<std::string> witnesses;  ///< At least one.
  /// The conditions use the key with set operators only: it may have several values.
  bool is_set = false;
  /// Texts are compared, by patterns that split them into too many classes: whoever
  /// asks takes the text itself as a choice. The witnesses mean nothing.
  bool is_text = false;
  /// Of a set of such texts: more members than these tell nothing more. Every condition
  /// needs one at most, which it is true of or which it is false of.
  std::size_t members = 1;
  /// False: some values that the conditions tell apart have no witness.
  bool exact = true;
  std::string why = {};  ///< What is wrong with the values, as a clause of them.
};

/// `type` leaves out other values, unless their classes would be too many. A key that
/// is `single` never has several values, whatever operators compare it. Requires: all
/// conditions are on one key; their operators are known.
[[nodiscard]] ValueClasses value_classes(
    const std::vector<const aws::PolicyCondition*>& conditions,
    std::optional<ValueType> type = std::nullopt, bool single = false);

}  // namespace pullproof::model
