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
#include <variant>
#include <vector>

#include "model/aws/condition_values.h"
#include "model/aws/policy_pattern.h"
#include "model/core/address.h"
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

/// What a text must match. Requires: compares_texts(op).
[[nodiscard]] Glob text_pattern(const ConditionOperator& op,
                                const std::vector<TextPart>& parts);

/// Bytes that Base64 text stands for.
struct Bytes {
  std::string value;
  bool operator==(const Bytes&) const = default;
};

/// A value of a policy as its operator compares it; monostate if it cannot be read so.
using Operand = std::variant<std::monostate, Glob, bool, Cidr, Decimal, Instant, Bytes>;

/// Without policy variables. For `Null` a boolean: whether the key shall be absent.
[[nodiscard]] Operand read_operand(const ConditionOperator& op,
                                   const std::string& policy_value);

/// Unknown if either value cannot be read as what the operator compares. Requires: the
/// operator is not `Null`.
[[nodiscard]] Truth compare(const ConditionOperator& op,
                            const std::string& request_value, const Operand& operand);

}  // namespace pullproof::aws
