// Conditions of one statement that no request satisfies together.
//
// Only what two conditions on one key prove is told; everything else is left alone.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators"; "AWS global
// condition context keys": aws:SourceIp is absent from requests through an endpoint.

#include <algorithm>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/core/glob_overlap.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

using aws::Comparison;
using aws::ConditionFamily;
using aws::in_backticks;
using aws::PolicyCondition;
using aws::PolicyValue;
using aws::SetQualifier;

/// Comparing every value with every other takes time.
constexpr std::size_t kMostPairs = 10'000;

bool is_null(const PolicyCondition& condition) {
  return condition.written && condition.written->op->family == ConditionFamily::Null;
}

/// `Null` with this answer and no other.
bool asks_null(const PolicyCondition& condition, bool absent) {
  return is_null(condition) && !condition.values.empty() &&
         std::all_of(condition.values.begin(), condition.values.end(),
                     [absent](const PolicyValue& value) {
                       const bool* read = std::get_if<bool>(&value.operand);
                       return read != nullptr && *read == absent;
                     });
}

/// Without a set operator, and every value of it can be compared here and now.
bool is_plain(const PolicyCondition& condition) {
  return condition.written && !is_null(condition) &&
         condition.written->qualifier == SetQualifier::None &&
         !condition.values.empty() &&
         std::all_of(condition.values.begin(), condition.values.end(),
                     [](const PolicyValue& value) {
                       return !value.has_variables &&
                              !std::holds_alternative<std::monostate>(value.operand);
                     });
}

bool is_positive(const PolicyCondition& condition) {
  return condition.written && !condition.written->op->negated;
}

using Exclude =
    std::function<bool(const PolicyCondition& one, const PolicyCondition& other)>;

/// Tells of each two conditions on one key that exclude each other.
void tell_pairs(const LintStatement& statement, const LintReporter& out,
                const char* why, const Exclude& exclude) {
  const auto& all = statement.get().conditions;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      if (all[i].lower_key != all[j].lower_key || !exclude(all[i], all[j])) continue;
      out.tell(
          statement.condition(all[j]),
          fmt::format("{} and {} on {} exclude each other: {}", in_backticks(all[i].op),
                      in_backticks(all[j].op), in_backticks(all[j].key), why),
          "remove one of the two, or make two statements of it");
    }
  }
}

bool both_plain(const PolicyCondition& one, const PolicyCondition& other) {
  return is_plain(one) && is_plain(other) &&
         one.values.size() * other.values.size() <= kMostPairs;
}

bool no_pair(
    const PolicyCondition& one, const PolicyCondition& other,
    const std::function<bool(const aws::Operand&, const aws::Operand&)>& meet) {
  return std::none_of(one.values.begin(), one.values.end(),
                      [&](const PolicyValue& left) {
                        return std::any_of(other.values.begin(), other.values.end(),
                                           [&](const PolicyValue& right) {
                                             return meet(left.operand, right.operand);
                                           });
                      });
}

bool texts_meet(const aws::Operand& one, const aws::Operand& other) {
  const auto* left = std::get_if<Glob>(&one);
  const auto* right = std::get_if<Glob>(&other);
  return left == nullptr || right == nullptr || overlap(*left, *right);
}

/// Everything that `one` accepts, `other` accepts. May say no where it cannot tell.
bool covers(const aws::Operand& other, const aws::Operand& one) {
  if (const auto* block = std::get_if<Cidr>(&one)) {
    const auto* wider = std::get_if<Cidr>(&other);
    return wider != nullptr && wider->contains(*block);
  }
  const auto* text = std::get_if<Glob>(&one);
  const auto* pattern = std::get_if<Glob>(&other);
  if (text == nullptr || pattern == nullptr) return one == other;
  if (*text == *pattern) return true;
  const bool any_case = text->letter_case() == LetterCase::Ignored &&
                        pattern->letter_case() == LetterCase::Sensitive;
  return !any_case && !text->has_wildcard() && pattern->matches(text->literal());
}

/// Whether some value satisfies both, where each compares with one bound or value.
template <class Value>
bool bounds_meet(Comparison one, const Value& left, Comparison other,
                 const Value& right) {
  const auto satisfied = [](const Value& value, Comparison comparison,
                            const Value& bound) {
    switch (comparison) {
      case Comparison::Less:
        return value < bound;
      case Comparison::LessOrEqual:
        return value <= bound;
      case Comparison::Greater:
        return value > bound;
      case Comparison::GreaterOrEqual:
        return value >= bound;
      case Comparison::Equal:
      case Comparison::EqualIgnoringCase:
      case Comparison::Like:
      case Comparison::InBlock:
      case Comparison::Absent:
        break;
    }
    return value == bound;
  };
  const auto points_up = [](Comparison comparison) {
    return comparison == Comparison::Greater ||
           comparison == Comparison::GreaterOrEqual;
  };
  if (one == Comparison::Equal) return satisfied(left, other, right);
  if (other == Comparison::Equal) return satisfied(right, one, left);
  if (points_up(one) == points_up(other)) return true;
  return satisfied(left, other, right) && satisfied(right, one, left);
}

bool ranges_meet(const PolicyCondition& one, const PolicyCondition& other,
                 const aws::Operand& left, const aws::Operand& right) {
  const Comparison first = one.written->op->comparison;
  const Comparison second = other.written->op->comparison;
  if (const auto* number = std::get_if<aws::Decimal>(&left)) {
    const auto* bound = std::get_if<aws::Decimal>(&right);
    return bound == nullptr || bounds_meet(first, *number, second, *bound);
  }
  const auto* moment = std::get_if<aws::Instant>(&left);
  const auto* bound = std::get_if<aws::Instant>(&right);
  return moment == nullptr || bound == nullptr ||
         bounds_meet(first, *moment, second, *bound);
}

}  // namespace

bool needs_key(const PolicyCondition& condition) {
  if (!condition.written) return false;
  if (is_null(condition)) return asks_null(condition, false);
  return is_positive(condition) && !condition.written->if_exists &&
         condition.written->qualifier != SetQualifier::ForAllValues;
}

void absent_key_with_value(const LintStatement& statement, const LintReporter& out) {
  tell_pairs(statement, out, "the one wants the key absent, the other wants it there",
             [](const auto& one, const auto& other) {
               return (asks_null(one, true) && needs_key(other)) ||
                      (asks_null(other, true) && needs_key(one));
             });
}

void disjoint_values(const LintStatement& statement, const LintReporter& out) {
  tell_pairs(statement, out, "no value satisfies both",
             [](const auto& one, const auto& other) {
               return both_plain(one, other) && is_positive(one) &&
                      is_positive(other) && (needs_key(one) || needs_key(other)) &&
                      no_pair(one, other, texts_meet);
             });
}

void every_value_excluded(const LintStatement& statement, const LintReporter& out) {
  const auto excluded = [](const PolicyCondition& one, const PolicyCondition& other) {
    if (!both_plain(one, other) || !needs_key(one) || is_positive(other)) return false;
    return std::all_of(
        one.values.begin(), one.values.end(), [&](const PolicyValue& value) {
          return std::any_of(other.values.begin(), other.values.end(),
                             [&](const PolicyValue& each) {
                               return covers(each.operand, value.operand);
                             });
        });
  };
  tell_pairs(statement, out, "each value that is accepted is excluded again",
             [&](const auto& one, const auto& other) {
               return excluded(one, other) || excluded(other, one);
             });
}

void empty_range(const LintStatement& statement, const LintReporter& out) {
  tell_pairs(statement, out, "nothing lies between",
             [](const auto& one, const auto& other) {
               return both_plain(one, other) && is_positive(one) &&
                      is_positive(other) && (needs_key(one) || needs_key(other)) &&
                      no_pair(one, other, [&](const auto& left, const auto& right) {
                        return ranges_meet(one, other, left, right);
                      });
             });
}

void address_and_endpoint(const LintStatement& statement, const LintReporter& out) {
  const auto& all = statement.get().conditions;
  const auto address = std::find_if(all.begin(), all.end(), [](const auto& each) {
    return each.lower_key == "aws:sourceip" && needs_key(each);
  });
  if (address == all.end()) return;
  const auto endpoint = std::find_if(all.begin(), all.end(), [](const auto& each) {
    const std::string& key = each.lower_key;
    return needs_key(each) && (key == "aws:sourcevpce" || key == "aws:sourcevpc" ||
                               key == "aws:sourcevpcarn" || key == "aws:vpcsourceip");
  });
  if (endpoint == all.end()) return;
  out.tell(
      statement.condition(*address),
      fmt::format("{} and {} exclude each other: requests through an endpoint have "
                  "no source address",
                  in_backticks(address->key), in_backticks(endpoint->key)),
      "use `aws:VpcSourceIp` for addresses in the VPC, or make two statements of "
      "it");
}

}  // namespace pullproof::model
