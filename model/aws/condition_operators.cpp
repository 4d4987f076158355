#include "model/aws/condition_operators.h"

#include <algorithm>
#include <compare>

#include "model/aws/condition_values.h"
#include "model/core/address.h"
#include "model/core/ensure.h"

namespace pullproof::aws {
namespace {

using enum ConditionFamily;

char lower(char byte) {
  return 'A' <= byte && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
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

std::vector<GlobToken> tokens_of(const std::vector<TextPart>& parts, bool wildcards) {
  std::vector<GlobToken> tokens;
  for (const TextPart& part : parts) {
    const Glob glob =
        wildcards && !part.literal ? Glob::like(part.text) : Glob::exact(part.text);
    tokens.insert(tokens.end(), glob.tokens().begin(), glob.tokens().end());
  }
  return tokens;
}

/// Wildcards in the first five segments stay in their segment.
Glob arn_pattern(const std::vector<TextPart>& parts) {
  std::vector<GlobToken> tokens = tokens_of(parts, true);
  int colons = 0;
  for (GlobToken& token : tokens) {
    if (token.kind == GlobToken::Kind::Byte && token.byte == ':' && ++colons == 5)
      break;
    if (token.kind == GlobToken::Kind::AnyRun) {
      token.kind = GlobToken::Kind::AnySegmentRun;
    } else if (token.kind == GlobToken::Kind::AnyByte) {
      token.kind = GlobToken::Kind::AnySegmentByte;
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
Truth compare_as(Comparison comparison, const std::string& request_value,
                 const std::string& policy_value) {
  const auto left = Value::parse(request_value);
  const auto right = Value::parse(policy_value);
  if (!left || !right) return Truth::Unknown;
  return truth(satisfies(comparison, *left <=> *right));
}

Truth compare_booleans(const std::string& request_value,
                       const std::string& policy_value) {
  const bool readable = equal_ignoring_case(policy_value, "true") ||
                        equal_ignoring_case(policy_value, "false");
  if (!readable) return Truth::Unknown;
  return truth(equal_ignoring_case(request_value, policy_value));
}

Truth compare_addresses(const std::string& request_value,
                        const std::string& policy_value) {
  const auto address = Address::parse(request_value);
  const auto block = Cidr::parse_loosely(policy_value);
  if (!address || !block) return Truth::Unknown;
  return truth(block->contains(*address));
}

Truth compare_bytes(const std::string& request_value, const std::string& policy_value) {
  const auto left = decode_base64(request_value);
  const auto right = decode_base64(policy_value);
  if (!left || !right) return Truth::Unknown;
  return truth(*left == *right);
}

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

Glob like_pattern(const std::vector<TextPart>& parts) {
  return Glob::of(tokens_of(parts, true), LetterCase::Sensitive);
}

Truth compare(const ConditionOperator& op, const std::string& request_value,
              const std::string& policy_value) {
  switch (op.family) {
    case Boolean:
      return compare_booleans(request_value, policy_value);
    case IpAddress:
      return compare_addresses(request_value, policy_value);
    case Numeric:
      return compare_as<Decimal>(op.comparison, request_value, policy_value);
    case Date:
      return compare_as<Instant>(op.comparison, request_value, policy_value);
    case Binary:
      return compare_bytes(request_value, policy_value);
    case String:
    case Arn:
    case Null:
      break;
  }
  ensure(false, "texts have patterns, and Null compares nothing");
  return Truth::Unknown;
}

}  // namespace pullproof::aws
