#include "model/gates/policy_condition.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/condition_operators.h"
#include "model/aws/condition_values.h"
#include "model/core/address.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::gates {
namespace {

using aws::ConditionFamily;
using aws::SetQualifier;
using aws::WrittenOperator;

/// One entry of a Condition block with all that its values are compared under.
struct Entry {
  const aws::PolicyCondition& condition;
  const WrittenOperator& written;
  bool variables;
  const Request& request;
};

Predicate undecided(std::string why) {
  return Predicate::unknown({.call = {}, .why = std::move(why)});
}

Predicate incomparable(const Entry& entry, const std::string& policy_value) {
  return undecided(fmt::format("`{}` of `{}` with `{}` is not modelled",
                               entry.condition.op, entry.condition.key, policy_value));
}

bool is_only_stars(const Glob& pattern) {
  const auto& tokens = pattern.tokens();
  return !tokens.empty() &&
         std::all_of(tokens.begin(), tokens.end(),
                     [](const auto& t) { return t.kind == GlobToken::Kind::AnyRun; });
}

/// Of a foreign value only this is known: it is of no account or organization of the
/// customer's.
Predicate matches_foreign(const Glob& pattern, const std::string& not_of) {
  if (is_only_stars(pattern)) return Predicate::always();
  const std::string text = pattern.text();
  const bool names_customer =
      text.find(not_of) != std::string::npos || text.starts_with("o-");
  if (names_customer) return Predicate::never();
  return undecided(
      fmt::format("whether `{}` matches an identity of AWS's own is not known", text));
}

Predicate matches_fixed(const Glob& pattern, const std::string& value) {
  if (const auto not_of = not_of_account(value))
    return matches_foreign(pattern, *not_of);
  return Predicate::constant(pattern.matches(value));
}

/// An address compared as a text.
Predicate matches_address(const Entry& entry, const Glob& pattern, FieldId field) {
  if (is_only_stars(pattern)) return Predicate::always();
  if (pattern.has_wildcard()) return incomparable(entry, pattern.text());
  const auto address = Address::parse(pattern.literal());
  const bool possible = address && address->family == Family::Ipv4;
  if (!possible) return Predicate::never();
  return Predicate::in_set(field, IntervalSet::single(address->value));
}

Predicate in_block(const Entry& entry, const std::string& policy_value, FieldId field) {
  const auto block = Cidr::parse_loosely(policy_value);
  if (!block) return incomparable(entry, policy_value);
  if (block->family != Family::Ipv4) return Predicate::never();
  return Predicate::in_set(field, block->addresses());
}

/// An ARN has six segments; what AWS does with a pattern of fewer is not documented.
bool lacks_segments(const Glob& pattern) {
  const auto& tokens = pattern.tokens();
  return std::count(tokens.begin(), tokens.end(),
                    GlobToken{.kind = GlobToken::Kind::Byte, .byte = ':'}) < 5;
}

/// What the pattern of a text operator is compared with.
template <class Compare>
Predicate with_pattern(const Entry& entry, const std::string& policy_value,
                       const Compare& compare) {
  const PolicyText text = resolve(policy_value, entry.variables, entry.request);
  switch (text.state) {
    case PolicyText::State::Unresolved:
      return Predicate::never();
    case PolicyText::State::Unknown:
      return Predicate::unknown(text.question);
    case PolicyText::State::Ready:
      break;
  }
  const Glob pattern = aws::text_pattern(*entry.written.op, text.parts);
  if (entry.written.op->family == ConditionFamily::Arn && lacks_segments(pattern)) {
    return incomparable(entry, policy_value);
  }
  return compare(pattern);
}

Predicate compare_fixed(const Entry& entry, const std::string& value,
                        const std::string& policy_value) {
  if (aws::compares_texts(*entry.written.op)) {
    return with_pattern(entry, policy_value, [&value](const Glob& pattern) {
      return matches_fixed(pattern, value);
    });
  }
  switch (aws::compare(*entry.written.op, value, policy_value)) {
    case Truth::Yes:
      return Predicate::always();
    case Truth::No:
      return Predicate::never();
    case Truth::Unknown:
      break;
  }
  return incomparable(entry, policy_value);
}

Predicate compare_address(const Entry& entry, FieldId field,
                          const std::string& policy_value) {
  if (entry.written.op->family == ConditionFamily::IpAddress) {
    return in_block(entry, policy_value, field);
  }
  if (entry.written.op->family != ConditionFamily::String) {
    return incomparable(entry, policy_value);
  }
  return with_pattern(entry, policy_value, [&](const Glob& pattern) {
    return matches_address(entry, pattern, field);
  });
}

Predicate compare_text(const Entry& entry, FieldId field,
                       const std::string& policy_value) {
  if (!aws::compares_texts(*entry.written.op)) return incomparable(entry, policy_value);
  return with_pattern(entry, policy_value, [field](const Glob& pattern) {
    return is_only_stars(pattern) ? Predicate::always()
                                  : Predicate::matches(field, pattern);
  });
}

/// One value of the request against all values of the policy: one of them matches, or
/// none does where the operator is negated.
template <class Compare>
Predicate against_all(const Entry& entry, const Compare& compare) {
  std::vector<Predicate> any;
  for (const auto& policy_value : entry.condition.values) {
    any.push_back(compare(policy_value));
  }
  Predicate some = Predicate::any_of(std::move(any));
  return entry.written.op->negated ? Predicate::negation(std::move(some)) : some;
}

Predicate holds_without_key(const WrittenOperator& written) {
  if (written.if_exists) return Predicate::always();
  switch (written.qualifier) {
    case SetQualifier::ForAllValues:
      return Predicate::always();
    case SetQualifier::ForAnyValue:
      return Predicate::never();
    case SetQualifier::None:
      break;
  }
  return Predicate::constant(written.op->negated);
}

Predicate holds_for_fixed(const Entry& entry, const FixedKey& key) {
  const bool several = key.multivalued || key.values.size() > 1;
  if (several && entry.written.qualifier == SetQualifier::None) {
    return undecided(
        fmt::format("`{}` compares the multivalued key `{}` as if it had "
                    "one value",
                    entry.condition.op, entry.condition.key));
  }
  if (key.values.empty()) return holds_without_key(entry.written);
  std::vector<Predicate> each;
  for (const auto& value : key.values) {
    each.push_back(against_all(entry, [&](const std::string& policy_value) {
      return compare_fixed(entry, value, policy_value);
    }));
  }
  return entry.written.qualifier == SetQualifier::ForAnyValue
             ? Predicate::any_of(std::move(each))
             : Predicate::all_of(std::move(each));
}

/// `Null`: "true" asks for a key that is not there.
Predicate holds_null(const Entry& entry, bool present) {
  std::vector<Predicate> any;
  for (const auto& value : entry.condition.values) {
    const bool readable = value == "true" || value == "false";
    any.push_back(readable ? Predicate::constant((value == "true") != present)
                           : incomparable(entry, value));
  }
  return Predicate::any_of(std::move(any));
}

/// What holds with the key, or without it: decided where both agree.
Predicate holds_either_way(const Entry& entry, const Predicate& with,
                           const Predicate& without) {
  const Truth known = with.as_constant();
  if (known != Truth::Unknown && known == without.as_constant()) return with;
  const Predicate present = undecided(fmt::format(
      "whether the request has the key `{}` is not known", entry.condition.key));
  return Predicate::any_of(
      {Predicate::all_of({present, with}),
       Predicate::all_of({Predicate::negation(present), without})});
}

/// The question of one comparison: others of the same key may have other answers.
Predicate open_comparison(const Entry& entry, Unknown question,
                          const std::string& policy_value) {
  question.aspect = fmt::format("{} {}", entry.written.op->name, policy_value);
  return Predicate::unknown(std::move(question));
}

/// A time that is not before `earliest`, against one of the policy.
Predicate compare_moment(const Entry& entry, const MomentKey& key,
                         const std::string& policy_value) {
  using aws::Comparison;
  Predicate open = open_comparison(entry, key.question, policy_value);
  const auto earliest = aws::Instant::parse(key.earliest);
  const auto written = aws::Instant::parse(policy_value);
  if (entry.written.op->family != ConditionFamily::Date || !written) {
    return incomparable(entry, policy_value);
  }
  if (!earliest) return open;
  const auto order = *earliest <=> *written;
  switch (entry.written.op->comparison) {
    case Comparison::Equal:
    case Comparison::LessOrEqual:
      return order > 0 ? Predicate::never() : open;
    case Comparison::Less:
      return order >= 0 ? Predicate::never() : open;
    case Comparison::Greater:
      return order > 0 ? Predicate::always() : open;
    case Comparison::GreaterOrEqual:
      return order >= 0 ? Predicate::always() : open;
    case Comparison::EqualIgnoringCase:
    case Comparison::Like:
    case Comparison::InBlock:
    case Comparison::Absent:
      break;
  }
  return incomparable(entry, policy_value);
}

/// A pattern against a text of which only the beginning is known.
Truth matches_prefix(const Glob& pattern, const std::string& prefix) {
  if (pattern.letter_case() != LetterCase::Sensitive) return Truth::Unknown;
  const auto& tokens = pattern.tokens();
  std::size_t at = 0;
  while (at < tokens.size() && tokens[at].kind == GlobToken::Kind::Byte) {
    if (at == prefix.size()) return Truth::Unknown;
    if (tokens[at].byte != prefix[at]) return Truth::No;
    ++at;
  }
  if (at == tokens.size()) return Truth::No;
  const bool anything_else =
      at + 1 == tokens.size() && tokens[at].kind == GlobToken::Kind::AnyRun;
  return anything_else ? Truth::Yes : Truth::Unknown;
}

Predicate compare_prefix(const Entry& entry, const PrefixKey& key,
                         const std::string& policy_value) {
  if (entry.written.op->family != ConditionFamily::String) {
    return incomparable(entry, policy_value);
  }
  return with_pattern(entry, policy_value, [&](const Glob& pattern) {
    const Truth known = matches_prefix(pattern, key.prefix);
    return known == Truth::Unknown ? open_comparison(entry, key.question, policy_value)
                                   : Predicate::constant(known == Truth::Yes);
  });
}

}  // namespace

Predicate holds(const aws::PolicyCondition& condition, bool variables,
                const Request& request) {
  const auto written = aws::parse_condition_operator(condition.op);
  if (!written) {
    return undecided(fmt::format("operator `{}` is not modelled", condition.op));
  }
  const Entry entry{condition, *written, variables, request};
  const ContextValue value = look_up(request, condition.key);
  if (const auto* open = std::get_if<UnknownKey>(&value)) {
    return Predicate::unknown(open->question);
  }
  const bool present = !std::holds_alternative<AbsentKey>(value);
  const auto* fixed = std::get_if<FixedKey>(&value);
  const bool may_be_absent = fixed != nullptr && fixed->may_be_absent;
  if (written->op->family == ConditionFamily::Null) {
    const Predicate with = holds_null(entry, present);
    return may_be_absent ? holds_either_way(entry, with, holds_null(entry, false))
                         : with;
  }
  if (!present) return holds_without_key(*written);
  if (fixed != nullptr) {
    const Predicate with = holds_for_fixed(entry, *fixed);
    return may_be_absent ? holds_either_way(entry, with, holds_without_key(*written))
                         : with;
  }
  return against_all(entry, [&](const std::string& policy_value) {
    if (const auto* moment = std::get_if<MomentKey>(&value)) {
      return compare_moment(entry, *moment, policy_value);
    }
    if (const auto* prefix = std::get_if<PrefixKey>(&value)) {
      return compare_prefix(entry, *prefix, policy_value);
    }
    if (const auto* address = std::get_if<AddressKey>(&value)) {
      return compare_address(entry, address->field, policy_value);
    }
    return compare_text(entry, std::get<TextKey>(value).field, policy_value);
  });
}

}  // namespace pullproof::gates
