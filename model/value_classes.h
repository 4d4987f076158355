// The values of a context key that some conditions tell apart, one witness for each
// class of them.
//
// Candidates are taken from the conditions' own operands: their ends, what lies between
// them, and what none of them means. Two candidates on which all conditions agree are
// one class.
#pragma once

#include <string>
#include <vector>

#include "model/aws/policy_condition.h"

namespace pullproof::model {

struct ValueClasses {
  std::vector<std::string> witnesses;  ///< At least one.
  /// The conditions use the key with set operators only: it may have several values.
  bool is_set = false;
  /// False: the patterns were too many to split.
  bool exact = true;
};

/// Requires: all conditions are on one key; their operators are known.
[[nodiscard]] ValueClasses value_classes(
    const std::vector<const aws::PolicyCondition*>& conditions);

}  // namespace pullproof::model
