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
    if (token.kind == GlobToken::Kind::byte && token.byte == ':' && ++colons == 5)
      break;
    if (token.kind == GlobToken::Kind::any_run) {
      token.kind = GlobToken::Kind::any_segment_run;
    } else if (token.kind == GlobToken::Kind::any_byte) {
      token.kind = GlobToken::Kind::any_segment_byte;
    }
  }
  return Glob::of(std::move(tokens), LetterCase::sensitive);
}

Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

bool satisfies(Comparison comparison, std::strong_ordering order) {
  switch (comparison) {
    case Comparison::equal:
      return std::is_eq(order);
    case Comparison::less:
      return std::is_lt(order);
    case Comparison::less_or_equal:
      return std::is_lteq(order);
    case Comparison::greater:
      return std::is_gt(order);
    case Comparison::greater_or_equal:
      return std::is_gteq(order);
    case Comparison::equal_ignoring_case:
    case Comparison::like:
    case Comparison::in_block:
    case Comparison::absent:
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
  if (!left || !right) return Truth::unknown;
  return truth(satisfies(comparison, *left <=> *right));
}

Truth compare_booleans(const std::string& request_value,
                       const std::string& policy_value) {
  const bool readable = equal_ignoring_case(policy_value, "true") ||
                        equal_ignoring_case(policy_value, "false");
  if (!readable) return Truth::unknown;
  return truth(equal_ignoring_case(request_value, policy_value));
}

Truth compare_addresses(const std::string& request_value,
                        const std::string& policy_value) {
  const auto address = Address::parse(request_value);
  const auto block = Cidr::parse_loosely(policy_value);
  if (!address || !block) return Truth::unknown;
  return truth(block->contains(*address));
}

Truth compare_bytes(const std::string& request_value, const std::string& policy_value) {
  const auto left = decode_base64(request_value);
  const auto right = decode_base64(policy_value);
  if (!left || !right) return Truth::unknown;
  return truth(*left == *right);
}

}  // namespace

const std::vector<ConditionOperator>& condition_operators() {
  using C = Comparison;
  static const std::vector<ConditionOperator> table = {
      {"StringEquals", string, C::equal, false},
      {"StringNotEquals", string, C::equal, true},
      {"StringEqualsIgnoreCase", string, C::equal_ignoring_case, false},
      {"StringNotEqualsIgnoreCase", string, C::equal_ignoring_case, true},
      {"StringLike", string, C::like, false},
      {"StringNotLike", string, C::like, true},
      {"ArnEquals", arn, C::like, false},
      {"ArnNotEquals", arn, C::like, true},
      {"ArnLike", arn, C::like, false},
      {"ArnNotLike", arn, C::like, true},
      {"Bool", boolean, C::equal, false},
      {"IpAddress", ip_address, C::in_block, false},
      {"NotIpAddress", ip_address, C::in_block, true},
      {"NumericEquals", numeric, C::equal, false},
      {"NumericNotEquals", numeric, C::equal, true},
      {"NumericLessThan", numeric, C::less, false},
      {"NumericLessThanEquals", numeric, C::less_or_equal, false},
      {"NumericGreaterThan", numeric, C::greater, false},
      {"NumericGreaterThanEquals", numeric, C::greater_or_equal, false},
      {"DateEquals", date, C::equal, false},
      {"DateNotEquals", date, C::equal, true},
      {"DateLessThan", date, C::less, false},
      {"DateLessThanEquals", date, C::less_or_equal, false},
      {"DateGreaterThan", date, C::greater, false},
      {"DateGreaterThanEquals", date, C::greater_or_equal, false},
      {"BinaryEquals", binary, C::equal, false},
      {"Null", null, C::absent, false},
  };
  return table;
}

std::optional<WrittenOperator> parse_condition_operator(std::string_view text) {
  WrittenOperator written;
  if (take_prefix(text, "ForAllValues:")) {
    written.qualifier = SetQualifier::for_all_values;
  } else if (take_prefix(text, "ForAnyValue:")) {
    written.qualifier = SetQualifier::for_any_value;
  }
  written.if_exists = take_suffix(text, "IfExists");
  const auto& table = condition_operators();
  const auto row = std::find_if(table.begin(), table.end(), [text](const auto& op) {
    return equal_ignoring_case(op.name, text);
  });
  if (row == table.end()) return std::nullopt;
  const bool plain = !written.if_exists && written.qualifier == SetQualifier::none;
  if (row->family == null && !plain) return std::nullopt;
  written.op = &*row;
  return written;
}

bool compares_texts(const ConditionOperator& op) {
  return op.family == string || op.family == arn;
}

Glob text_pattern(const ConditionOperator& op, const std::vector<TextPart>& parts) {
  ensure(compares_texts(op), "only texts have patterns");
  if (op.family == arn) return arn_pattern(parts);
  const LetterCase letter_case = op.comparison == Comparison::equal_ignoring_case
                                     ? LetterCase::ignored
                                     : LetterCase::sensitive;
  return Glob::of(tokens_of(parts, op.comparison == Comparison::like), letter_case);
}

Glob like_pattern(const std::vector<TextPart>& parts) {
  return Glob::of(tokens_of(parts, true), LetterCase::sensitive);
}

Truth compare(const ConditionOperator& op, const std::string& request_value,
              const std::string& policy_value) {
  switch (op.family) {
    case boolean:
      return compare_booleans(request_value, policy_value);
    case ip_address:
      return compare_addresses(request_value, policy_value);
    case numeric:
      return compare_as<Decimal>(op.comparison, request_value, policy_value);
    case date:
      return compare_as<Instant>(op.comparison, request_value, policy_value);
    case binary:
      return compare_bytes(request_value, policy_value);
    case string:
    case arn:
    case null:
      break;
  }
  ensure(false, "texts have patterns, and Null compares nothing");
  return Truth::unknown;
}

}  // namespace pullproof::aws
