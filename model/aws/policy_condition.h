// One operator and key of a policy's Condition block, with its values compiled.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition". Policy variables work in
// text operators only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/condition_operators.h"

namespace pullproof::aws {

struct PolicyValue {
  std::string text;  ///< Booleans and numbers as JSON prints them.
  /// The pattern depends on the request; `operand` means nothing.
  bool has_variables = false;
  Operand operand;
};

struct PolicyCondition {
  std::string op;         ///< As written: "ForAnyValue:StringLikeIfExists".
  std::string key;        ///< As written: "aws:SourceVpce".
  std::string lower_key;  ///< Key names are the same in any letter case.
  std::vector<PolicyValue> values;
  std::optional<WrittenOperator> written;  ///< Nothing: AWS has no such operator.

  /// `variables` is the document's.
  [[nodiscard]] static PolicyCondition of(std::string op, std::string key,
                                          std::vector<std::string> values,
                                          bool variables);
};

/// Whether it has one text or several, with variables or without: conditions of one
/// operator and key whose values have one text compare with the same, in any order.
[[nodiscard]] std::string values_text(const PolicyCondition& condition);

/// In lower case, as AWS compares names of keys: ASCII letters only.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace pullproof::aws
