#include "model/aws/condition_operators.h"

#include <algorithm>
#include <compare>
#include <utility>

#include "model/core/ensure.h"

namespace pullproof::aws {
namespace {

using enum ConditionFamily;

char lower_byte(char byte) {
  return 'A' <= byte && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower_byte(a) == lower_byte(b); });
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!equal_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool take_suffix(std::string_view& text, std::string_view suffix) {
  if (text.size() < suffix.size()) return false;
  const std::size_t start = text.size() - suffix.size();
  if (!equal_ignoring_case(text.substr(start), suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

/// Wildcards in the first five segments stay in their segment.
Glob arn_pattern(const std::vector<TextPart>& parts) {
  std::vector<GlobToken> tokens = tokens_of(parts, true);
  int colons = 0;
  for (GlobToken& token : tokens) {
    if (token.kind == GlobToken::Kind::Character && token.character == ':' &&
        ++colons == 5)
      break;
    if (token.kind == GlobToken::Kind::AnyRun) {
      token.kind = GlobToken::Kind::AnySegmentRun;
    } else if (token.kind == GlobToken::Kind::AnyCharacter) {
      token.kind = GlobToken::Kind::AnySegmentCharacter;
    }
  }
  return Glob::of(std::move(tokens), LetterCase::Sensitive);
}

Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }

bool satisfies(Comparison comparison, std::strong_ordering order) {
  switch (comparison) {
    case Comparison::Equal:
      return std::is_eq(order);
    case Comparison::Less:
      return std::is_lt(order);
    case Comparison::LessOrEqual:
      return std::is_lteq(order);
    case Comparison::Greater:
      return std::is_gt(order);
    case Comparison::GreaterOrEqual:
      return std::is_gteq(order);
    case Comparison::EqualIgnoringCase:
    case Comparison::Like:
    case Comparison::InBlock:
    case Comparison::Absent:
      break;
  }
  ensure(false, "ordered values are compared by their order");
  return false;
}

template <class Value>
Operand read_as(const std::string& text) {
  auto value = Value::parse(text);
  return value ? Operand(std::move(*value)) : Operand();
}

Operand read_boolean(const std::string& text) {
  const bool yes = equal_ignoring_case(text, "true");
  return yes || equal_ignoring_case(text, "false") ? Operand(yes) : Operand();
}

Operand read_block(const std::string& text) {
  const auto block = Cidr::parse_loosely(text);
  return block ? Operand(*block) : Operand();
}

Operand read_bytes(const std::string& text) {
  auto bytes = decode_base64(text);
  return bytes ? Operand(Bytes{std::move(*bytes)}) : Operand();
}

/// How a value of the request compares with each kind of operand.
struct Comparer {
  Comparison comparison;
  const std::string& text;  ///< The request's.

  Truth operator()(std::monostate) const { return Truth::Unknown; }
  Truth operator()(const Glob& pattern) const { return truth(pattern.matches(text)); }
  Truth operator()(bool operand) const {
    return truth(equal_ignoring_case(text, operand ? "true" : "false"));
  }
  Truth operator()(const Cidr& block) const {
    const auto address = Address::parse(text);
    return address ? truth(block.contains(*address)) : Truth::Unknown;
  }
  Truth operator()(const Bytes& bytes) const {
    const auto own = decode_base64(text);
    return own ? truth(*own == bytes.value) : Truth::Unknown;
  }
  template <class Value>
  Truth operator()(const Value& operand) const {
    const auto own = Value::parse(text);
    return own ? truth(satisfies(comparison, *own <=> operand)) : Truth::Unknown;
  }
};

}  // namespace

const std::vector<ConditionOperator>& condition_operators() {
  using C = Comparison;
  static const std::vector<ConditionOperator> kTable = {
      {"StringEquals", String, C::Equal, false},
      {"StringNotEquals", String, C::Equal, true},
      {"StringEqualsIgnoreCase", String, C::EqualIgnoringCase, false},
      {"StringNotEqualsIgnoreCase", String, C::EqualIgnoringCase, true},
      {"StringLike", String, C::Like, false},
      {"StringNotLike", String, C::Like, true},
      {"ArnEquals", Arn, C::Like, false},
      {"ArnNotEquals", Arn, C::Like, true},
      {"ArnLike", Arn, C::Like, false},
      {"ArnNotLike", Arn, C::Like, true},
      {"Bool", Boolean, C::Equal, false},
      {"IpAddress", IpAddress, C::InBlock, false},
      {"NotIpAddress", IpAddress, C::InBlock, true},
      {"NumericEquals", Numeric, C::Equal, false},
      {"NumericNotEquals", Numeric, C::Equal, true},
      {"NumericLessThan", Numeric, C::Less, false},
      {"NumericLessThanEquals", Numeric, C::LessOrEqual, false},
      {"NumericGreaterThan", Numeric, C::Greater, false},
      {"NumericGreaterThanEquals", Numeric, C::GreaterOrEqual, false},
      {"DateEquals", Date, C::Equal, false},
      {"DateNotEquals", Date, C::Equal, true},
      {"DateLessThan", Date, C::Less, false},
      {"DateLessThanEquals", Date, C::LessOrEqual, false},
      {"DateGreaterThan", Date, C::Greater, false},
      {"DateGreaterThanEquals", Date, C::GreaterOrEqual, false},
      {"BinaryEquals", Binary, C::Equal, false},
      {"Null", Null, C::Absent, false},
  };
  return kTable;
}

std::optional<WrittenOperator> parse_condition_operator(std::string_view text) {
  WrittenOperator written;
  if (take_prefix(text, "ForAllValues:")) {
    written.qualifier = SetQualifier::ForAllValues;
  } else if (take_prefix(text, "ForAnyValue:")) {
    written.qualifier = SetQualifier::ForAnyValue;
  }
  written.if_exists = take_suffix(text, "IfExists");
  const auto& table = condition_operators();
  const auto row = std::find_if(table.begin(), table.end(), [text](const auto& op) {
    return equal_ignoring_case(op.name, text);
  });
  if (row == table.end()) return std::nullopt;
  const bool plain = !written.if_exists && written.qualifier == SetQualifier::None;
  if (row->family == Null && !plain) return std::nullopt;
  written.op = &*row;
  return written;
}

bool compares_texts(const ConditionOperator& op) {
  return op.family == String || op.family == Arn;
}

Glob text_pattern(const ConditionOperator& op, const std::vector<TextPart>& parts) {
  ensure(compares_texts(op), "only texts have patterns");
  if (op.family == Arn) return arn_pattern(parts);
  const LetterCase letter_case = op.comparison == Comparison::EqualIgnoringCase
                                     ? LetterCase::Ignored
                                     : LetterCase::Sensitive;
  return Glob::of(tokens_of(parts, op.comparison == Comparison::Like), letter_case);
}

Operand read_operand(const ConditionOperator& op, const std::string& policy_value) {
  switch (op.family) {
    case String:
    case Arn:
      return text_pattern(op, {{.text = policy_value}});
    case Boolean:
    case Null:
      return read_boolean(policy_value);
    case IpAddress:
      return read_block(policy_value);
    case Numeric:
      return read_as<Decimal>(policy_value);
    case Date:
      return read_as<Instant>(policy_value);
    case Binary:
      return read_bytes(policy_value);
  }
  ensure(false, "every family of operators is listed");
  return {};
}

Truth compare(const ConditionOperator& op, const std::string& request_value,
              const Operand& operand) {
  ensure(op.family != Null, "Null compares nothing");
  return std::visit(Comparer{op.comparison, request_value}, operand);
}

}  // namespace pullproof::aws
