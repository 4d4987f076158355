// Condition operators, the keys that they ask for and the values that they compare.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators" and "Single- vs
// multivalued context keys"; Service Authorization Reference.

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

using aws::ConditionFamily;
using aws::ConditionKey;
using aws::in_backticks;
using aws::PolicyCondition;
using aws::SetQualifier;

/// What values of the family look like, for people.
std::string_view expected(ConditionFamily family) {
  switch (family) {
    case ConditionFamily::Boolean:
    case ConditionFamily::Null:
      return "`true` or `false`";
    case ConditionFamily::IpAddress:
      return "an address or a CIDR block";
    case ConditionFamily::Numeric:
      return "a number";
    case ConditionFamily::Date:
      return "a time such as `2026-01-31T12:00:00Z`";
    case ConditionFamily::Binary:
      return "Base64 text";
    case ConditionFamily::String:
    case ConditionFamily::Arn:
      break;
  }
  return "a text";
}

/// Without its variables, in which `*` may stand for itself.
std::string without_variables(std::string_view text) {
  std::string rest;
  for (std::size_t at = text.find("${"); at != text.npos; at = text.find("${")) {
    rest += text.substr(0, at);
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) return rest;
    text.remove_prefix(end + 1);
  }
  rest += text;
  return rest;
}

bool asks_for_absence(const PolicyCondition& condition) {
  return condition.written && condition.written->op->family == ConditionFamily::Null;
}

/// Compares the key's value, and minds its absence.
bool compares_value(const PolicyCondition& condition) {
  return condition.written && !asks_for_absence(condition) &&
         !condition.written->if_exists;
}

bool is_set_operator(const PolicyCondition& condition) {
  return condition.written && condition.written->qualifier != SetQualifier::None;
}

bool is_global(const PolicyCondition& condition) {
  return condition.lower_key.starts_with("aws:");
}

bool some_action_carries(const LintStatement& statement, const ConditionKey& key) {
  const auto& actions = statement.actions();
  return std::any_of(actions.begin(), actions.end(), [&](const LintAction& action) {
    // A name that is unknown is told; what it would carry cannot be.
    return action.known.empty() ||
           std::any_of(action.known.begin(), action.known.end(),
                       [&](const auto* known) { return carries(*known, key); });
  });
}

/// Another condition of the statement is false without the key.
bool presence_is_asked_for(const LintStatement& statement,
                           const PolicyCondition& condition) {
  const auto& all = statement.get().conditions;
  return std::any_of(all.begin(), all.end(), [&](const PolicyCondition& other) {
    if (!other.written) return true;
    // Tags that are asked for by name are there, and so are their keys.
    if (condition.lower_key == "aws:tagkeys" &&
        other.lower_key.starts_with("aws:requesttag/") && compares_value(other)) {
      return true;
    }
    if (other.lower_key != condition.lower_key) return false;
    if (asks_for_absence(other)) return true;
    return needs_key(other);
  });
}

}  // namespace

void unknown_operator(const LintStatement& statement, const LintReporter& out) {
  std::vector<std::string> names;
  names.reserve(aws::condition_operators().size());
  for (const auto& op : aws::condition_operators()) names.emplace_back(op.name);
  std::string told;
  for (const PolicyCondition& condition : statement.get().conditions) {
    if (condition.written || condition.op == told) continue;
    told = condition.op;
    out.tell(statement.condition(condition),
             fmt::format("expected a condition operator of IAM, found {}{}",
                         in_backticks(condition.op), did_you_mean(condition.op, names)),
             "write the operator as IAM's reference names it");
  }
}

void unreadable_value(const LintStatement& statement, const LintReporter& out) {
  for (const PolicyCondition& condition : statement.get().conditions) {
    if (!condition.written || compares_texts(*condition.written->op)) continue;
    const ConditionFamily family = condition.written->op->family;
    // IAM reads some forms of these that we do not.
    const bool doubtful =
        family == ConditionFamily::Numeric || family == ConditionFamily::Date;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const auto& value = condition.values[i];
      if (!std::holds_alternative<std::monostate>(value.operand)) continue;
      const bool variable = value.text.find("${") != std::string::npos;
      out.tell(doubtful ? LintSeverity::Warning : LintSeverity::Error,
               statement.value(condition, i),
               fmt::format("{} compares {}, found {}{}", in_backticks(condition.op),
                           expected(family), in_backticks(value.text),
                           variable ? ", and knows no variables" : ""),
               "write such a value, or use an operator for texts");
    }
  }
}

void wildcard_that_is_text(const LintStatement& statement, const LintReporter& out) {
  for (const PolicyCondition& condition : statement.get().conditions) {
    if (!condition.written) continue;
    const aws::ConditionOperator& op = *condition.written->op;
    if (op.family != ConditionFamily::String ||
        op.comparison == aws::Comparison::Like) {
      continue;
    }
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const std::string& text = condition.values[i].text;
      if (without_variables(text).find('*') == std::string::npos) continue;
      out.tell(statement.value(condition, i),
               fmt::format("{} takes the `*` in {} for itself: no wildcard works there",
                           in_backticks(condition.op), in_backticks(text)),
               op.negated ? "use `StringNotLike`" : "use `StringLike`");
    }
  }
}

void address_block_that_is_text(const LintStatement& statement,
                                const LintReporter& out) {
  for (const PolicyCondition& condition : statement.get().conditions) {
    if (!condition.written || !compares_texts(*condition.written->op)) continue;
    const std::string& key = condition.lower_key;
    if (key != "aws:sourceip" && key != "aws:vpcsourceip") continue;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const std::string& text = condition.values[i].text;
      if (text.find('/') == std::string::npos) continue;
      const bool negated = condition.written->op->negated;
      out.tell(statement.value(condition, i),
               fmt::format("{} compares texts, and no address is {}",
                           in_backticks(condition.op), in_backticks(text)),
               negated ? "use `NotIpAddress`" : "use `IpAddress`");
    }
  }
}

void unknown_key(const LintStatement& statement, const LintReporter& out) {
  for (const PolicyCondition& condition : statement.get().conditions) {
    const std::string& key = condition.key;
    const std::size_t colon = key.find(':');
    if (colon == std::string::npos) {
      const std::string global = "aws:" + key;
      out.tell(statement.condition(condition),
               fmt::format("condition key {} names no service{}", in_backticks(key),
                           did_you_mean(global, aws::keys_beside(global))),
               "write it with its prefix: `aws:SourceVpce`");
      continue;
    }
    if (!aws::has_known_keys(key) || aws::condition_key(key) != nullptr) continue;
    out.tell(statement.condition(condition),
             fmt::format("condition key {} is unknown: {} has no such key{}",
                         in_backticks(key), in_backticks(key.substr(0, colon)),
                         did_you_mean(key, aws::keys_beside(key))),
             "write the name as the Service Authorization Reference has it, or remove "
             "the condition");
  }
}

void key_of_no_action(const LintStatement& statement, const LintReporter& out) {
  if (!statement.every_action_is_known()) return;
  for (const PolicyCondition& condition : statement.get().conditions) {
    const ConditionKey* key = aws::condition_key(condition.key);
    if (key == nullptr || !compares_value(condition)) continue;
    if (some_action_carries(statement, *key)) continue;
    const bool negated = condition.written->op->negated;
    out.tell(
        statement.condition(condition),
        fmt::format("no action here carries the key {}, so the condition is always "
                    "{}",
                    in_backticks(condition.key), negated ? "true" : "false"),
        "move the condition to a statement of the actions that carry it");
  }
}

void set_operator_on_single_value(const LintStatement& statement,
                                  const LintReporter& out) {
  for (const PolicyCondition& condition : statement.get().conditions) {
    const ConditionKey* key = aws::condition_key(condition.key);
    if (key == nullptr || key->multivalued || !is_set_operator(condition)) continue;
    out.tell(statement.condition(condition),
             fmt::format("{} is for keys with many values, and {} has one",
                         in_backticks(condition.op), in_backticks(condition.key)),
             "leave out `ForAnyValue:` or `ForAllValues:`");
  }
}

void many_values_without_set_operator(const LintStatement& statement,
                                      const LintReporter& out) {
  for (const PolicyCondition& condition : statement.get().conditions) {
    const ConditionKey* key = aws::condition_key(condition.key);
    if (key == nullptr || !key->multivalued || !condition.written) continue;
    if (is_set_operator(condition) || asks_for_absence(condition)) continue;
    out.tell(is_global(condition) ? LintSeverity::Warning : LintSeverity::Info,
             statement.condition(condition),
             fmt::format("{} has many values, and {} compares one: expected a set "
                         "operator",
                         in_backticks(condition.key), in_backticks(condition.op)),
             fmt::format("write `ForAnyValue:{0}` or `ForAllValues:{0}`",
                         condition.written->op->name));
  }
}

void for_all_values_of_none(const LintStatement& statement, const LintReporter& out) {
  if (!statement.get().allow) return;
  for (const PolicyCondition& condition : statement.get().conditions) {
    if (!condition.written ||
        condition.written->qualifier != SetQualifier::ForAllValues) {
      continue;
    }
    if (presence_is_asked_for(statement, condition)) continue;
    const ConditionKey* key = aws::condition_key(condition.key);
    const bool single = key != nullptr && !key->multivalued;
    // What requests of its actions always carry is harmless; so are no tags at all.
    const bool grave =
        single || (is_global(condition) && condition.lower_key != "aws:tagkeys");
    out.tell(grave ? LintSeverity::Warning : LintSeverity::Info,
             statement.condition(condition),
             fmt::format("{} is true where {} is absent, and the statement allows that",
                         in_backticks(condition.op), in_backticks(condition.key)),
             fmt::format("if it shall be there, add \"Null\": {{\"{}\": \"false\"}}",
                         condition.key));
  }
}

}  // namespace pullproof::model
