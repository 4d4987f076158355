// Condition operators of IAM policies: one table, in which a row is an operator.
//
// Set operators (`ForAllValues:`, `ForAnyValue:`) and `IfExists` are read off every
// operator alike; what they mean is said once, by whoever knows the request. The
// functions here compare one value with one value and leave out the negation.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators" and "Single- vs
// multivalued context keys". `ArnEquals` is `ArnLike`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/core/glob.h"
#include "model/core/predicate.h"

namespace pullproof::aws {

enum class ConditionFamily {
  String,
  Arn,
  Boolean,
  IpAddress,
  Numeric,
  Date,
  Binary,
  Null,  ///< Asks whether the key is there at all.
};

enum class Comparison {
  Equal,
  EqualIgnoringCase,
  Like,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  InBlock,  ///< An address in a CIDR block.
  Absent,
};

struct ConditionOperator {
  std::string_view name;  ///< As AWS documents it.
  ConditionFamily family = ConditionFamily::String;
  Comparison comparison = Comparison::Equal;
  bool negated = false;
};

enum class SetQualifier { None, ForAllValues, ForAnyValue };

/// An operator as a policy writes it.
struct WrittenOperator {
  const ConditionOperator* op = nullptr;  ///< Never null.
  SetQualifier qualifier = SetQualifier::None;
  bool if_exists = false;
};

/// Every operator, for tests and documentation.
[[nodiscard]] const std::vector<ConditionOperator>& condition_operators();

/// In any letter case. Nothing if AWS has no such operator: `NullIfExists`.
[[nodiscard]] std::optional<WrittenOperator> parse_condition_operator(
    std::string_view text);

/// Texts are compared by pattern; policy variables work only there.
[[nodiscard]] bool compares_texts(const ConditionOperator& op);

/// A piece of a policy's text: as written, or the value of a variable, in which `*` and
/// `?` stand for themselves.
struct TextPart {
  std::string text;
  bool literal = false;
};

/// What a text must match. Requires: compares_texts(op).
[[nodiscard]] Glob text_pattern(const ConditionOperator& op,
                                const std::vector<TextPart>& parts);
/// As `StringLike` would.
[[nodiscard]] Glob like_pattern(const std::vector<TextPart>& parts);

/// Unknown if either value cannot be read as what the operator compares. Requires: the
/// operator compares no texts and is not `Null`.
[[nodiscard]] Truth compare(const ConditionOperator& op,
                            const std::string& request_value,
                            const std::string& policy_value);

}  // namespace pullproof::aws
