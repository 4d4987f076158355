#include "model/gates/policy_condition.h"

#include <algorithm>
#include <type_traits>

#include <fmt/format.h>

#include "model/core/address.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::gates {
namespace {

using aws::Comparison;
using aws::ConditionFamily;
using aws::PolicyValue;
using aws::SetQualifier;

bool is_only_stars(const Glob& pattern) {
  const auto& tokens = pattern.tokens();
  return !tokens.empty() &&
         std::all_of(tokens.begin(), tokens.end(),
                     [](const auto& t) { return t.kind == GlobToken::Kind::AnyRun; });
}

/// A pattern against a text of which only the beginning is known, in ASCII.
Truth matches_prefix(const Glob& pattern, const std::string& prefix) {
  if (pattern.letter_case() != LetterCase::Sensitive) return Truth::Unknown;
  const auto& tokens = pattern.tokens();
  std::size_t at = 0;
  while (at < tokens.size() && tokens[at].kind == GlobToken::Kind::Character) {
    if (at == prefix.size()) return Truth::Unknown;
    if (tokens[at].character != static_cast<unsigned char>(prefix[at]))
      return Truth::No;
    ++at;
  }
  if (at == tokens.size()) return Truth::No;
  const bool anything_else =
      at + 1 == tokens.size() && tokens[at].kind == GlobToken::Kind::AnyRun;
  return anything_else ? Truth::Yes : Truth::Unknown;
}

/// A moment that is not before `earliest` against one of the policy.
Truth compare_moments(Comparison comparison, const aws::Instant& earliest,
                      const aws::Instant& written) {
  const auto order = earliest <=> written;
  switch (comparison) {
    case Comparison::Equal:
    case Comparison::LessOrEqual:
      return order > 0 ? Truth::No : Truth::Unknown;
    case Comparison::Less:
      return order >= 0 ? Truth::No : Truth::Unknown;
    case Comparison::Greater:
      return order > 0 ? Truth::Yes : Truth::Unknown;
    case Comparison::GreaterOrEqual:
      return order >= 0 ? Truth::Yes : Truth::Unknown;
    case Comparison::EqualIgnoringCase:
    case Comparison::Like:
    case Comparison::InBlock:
    case Comparison::Absent:
      break;
  }
  return Truth::Unknown;
}

/// One entry of a Condition block against one request.
template <class Logic>
class Entry {
 public:
  using Value = typename Logic::Value;

  /// Requires: the condition's operator is known.
  Entry(const aws::PolicyCondition& condition, const Request& request)
      : condition_(condition),
        written_(*condition.written),
        op_(*condition.written->op),
        request_(request) {}

  [[nodiscard]] Value holds(const ContextValue& value) const {
    if (const auto* open = std::get_if<UnknownKey>(&value)) {
      return Logic::unknown([&] { return about_condition(open->question); });
    }
    if constexpr (std::is_same_v<Logic, Formula>) {
      if (const auto* classes = std::get_if<ClassKey>(&value)) {
        return holds_for_class(*classes);
      }
      if (const auto* classes = std::get_if<ClassSetKey>(&value)) {
        return holds_for_set(members_of(*classes));
      }
      if (const auto* texts = std::get_if<TextSetKey>(&value)) {
        return holds_for_set(members_of(*texts));
      }
      if (const auto* loose = std::get_if<LooseKey>(&value)) {
        return holds_loosely(*loose);
      }
      const auto* text = std::get_if<TextKey>(&value);
      if (text != nullptr && text->presence) {
        return if_present(*text->presence, holds(TextKey{text->field}));
      }
    }
    const bool present = !std::holds_alternative<AbsentKey>(value);
    const auto* fixed = std::get_if<FixedKey>(&value);
    const bool may_be_absent = fixed != nullptr && fixed->may_be_absent;
    if (op_.family == ConditionFamily::Null) {
      const Value with = holds_null(present);
      return may_be_absent ? either_way(with, holds_null(false)) : with;
    }
    if (!present) return without_key();
    if (fixed != nullptr) {
      const Value with = holds_for_fixed(*fixed);
      return may_be_absent ? either_way(with, without_key()) : with;
    }
    return against_all(
        [&](const PolicyValue& written) { return compare_open(value, written); });
  }

 private:
  [[nodiscard]] Value incomparable(const PolicyValue& written) const {
    return Logic::unknown([&] {
      return unanswered(fmt::format("`{}` of `{}` with `{}` is not modelled",
                                    condition_.op, condition_.key, written.text));
    });
  }

  /// The question of one condition: others of the same key may have other answers.
  [[nodiscard]] Unknown about_condition(Unknown one) const {
    one.aspect = fmt::format("{} {} {}", condition_.lower_key, condition_.op,
                             aws::values_text(condition_));
    return one;
  }

  /// The question of one comparison: others of the same key may have other answers.
  [[nodiscard]] Value open(const Unknown& asked, const PolicyValue& written,
                           std::string_view value = {}) const {
    return Logic::unknown([&] {
      Unknown one = asked;
      // The same for an operator and its negation.
      one.aspect = fmt::format("{} {} {} {}{}:{} {}", static_cast<int>(op_.family),
                               static_cast<int>(op_.comparison), condition_.lower_key,
                               written.has_variables ? "$" : "", written.text.size(),
                               written.text, value);
      return one;
    });
  }

  [[nodiscard]] Value decided(Truth truth, const Unknown& asked,
                              const PolicyValue& written) const {
    return truth == Truth::Unknown ? open(asked, written)
                                   : Logic::constant(truth == Truth::Yes);
  }

  [[nodiscard]] Value without_key() const {
    if (written_.if_exists) return Logic::constant(true);
    switch (written_.qualifier) {
      case SetQualifier::ForAllValues:
        return Logic::constant(true);
      case SetQualifier::ForAnyValue:
        return Logic::constant(false);
      case SetQualifier::None:
        break;
    }
    return Logic::constant(op_.negated);
  }

  /// What holds with the key, or without it: decided where both agree.
  [[nodiscard]] Value either_way(const Value& with, const Value& without) const {
    const Truth known = Logic::known(with);
    if (known != Truth::Unknown && known == Logic::known(without)) return with;
    if constexpr (std::is_same_v<Logic, Formula>) {
      const Predicate present = Predicate::unknown(unanswered(fmt::format(
          "whether the request has the key `{}` is not known", condition_.key)));
      return Predicate::any_of(
          {Predicate::all_of({present, with}),
           Predicate::all_of({Predicate::negation(present), without})});
    } else {
      return Truth::Unknown;
    }
  }

  /// `Null`: "true" asks for a key that is not there.
  [[nodiscard]] Value holds_null(bool present) const {
    return Logic::any_of(condition_.values, [&](const PolicyValue& written) {
      const auto* absent = std::get_if<bool>(&written.operand);
      return absent == nullptr ? incomparable(written)
                               : Logic::constant(*absent != present);
    });
  }

  /// One value of the request against all values of the policy: one of them matches, or
  /// none does where the operator is negated.
  template <class Compare>
  [[nodiscard]] Value against_all(const Compare& compare) const {
    Value some = Logic::any_of(condition_.values, compare);
    return op_.negated ? Logic::negation(std::move(some)) : some;
  }

  [[nodiscard]] Value holds_for_fixed(const FixedKey& key) const {
    const bool several = key.multivalued || key.values.size() > 1;
    if (several && written_.qualifier == SetQualifier::None) {
      return Logic::unknown([&] {
        return unanswered(
            fmt::format("`{}` compares the multivalued key `{}` as if it had one value",
                        condition_.op, condition_.key));
      });
    }
    if (key.values.empty()) return without_key();
    const auto judge = [&](const std::string& value) {
      return against_all(
          [&](const PolicyValue& written) { return compare_fixed(value, written); });
    };
    return written_.qualifier == SetQualifier::ForAnyValue
               ? Logic::any_of(key.values, judge)
               : Logic::all_of(key.values, judge);
  }

  /// Every class by itself, as if the request had it.
  [[nodiscard]] Predicate holds_for_class(const ClassKey& key) const {
    std::vector<Interval> yes;
    std::vector<Predicate> parts;
    for (std::size_t i = 0; i <= key.values.size(); ++i) {
      const Predicate one =
          i == 0 ? holds(AbsentKey{}) : holds(FixedKey{.values = {key.values[i - 1]}});
      switch (one.as_constant()) {
        case Truth::No:
          break;
        case Truth::Yes:
          yes.push_back({.first = i, .last = i});
          break;
        case Truth::Unknown:
          parts.push_back(Predicate::all_of(
              {Predicate::in_set(key.field, IntervalSet::single(i)), one}));
          break;
      }
    }
    if (key.may_be_other) {
      const auto other = IntervalSet::single(key.values.size() + 1);
      parts.push_back(
          Predicate::all_of({Predicate::in_set(key.field, other), holds_for_other()}));
    }
    parts.push_back(Predicate::in_set(key.field, IntervalSet(std::move(yes))));
    return Predicate::any_of(std::move(parts));
  }

  /// Where the field is 1, `with`; else what holds without the key.
  [[nodiscard]] Predicate if_present(FieldId presence, const Predicate& with) const {
    const Predicate present = Predicate::in_set(presence, IntervalSet::single(1));
    return Predicate::any_of(
        {Predicate::all_of({present, with}),
         Predicate::all_of({Predicate::negation(present), holds(AbsentKey{})})});
  }

  [[nodiscard]] Predicate holds_loosely(const LooseKey& key) const {
    const auto with = [&] {
      if (asks_presence()) return holds_null(true);
      return std::visit([this](const auto& part) { return holds(ContextValue(part)); },
                        key.parts.at(manner_of(condition_)));
    };
    return key.presence ? if_present(*key.presence, with()) : with();
  }

  /// A value of which the operator's answer is not documented, or of several.
  [[nodiscard]] Predicate holds_for_other() const {
    if (asks_presence()) return holds_null(true);
    return Predicate::unknown(about_condition(unanswered(
        fmt::format("`{}` of `{}` cannot compare every value that the key may have",
                    condition_.op, condition_.key))));
  }

  /// What may be in a set, and what the operator says of it.
  struct Member {
    Predicate is_there;
    Predicate judged;
  };

  [[nodiscard]] std::vector<Member> members_of(const ClassSetKey& key) const {
    std::vector<Member> members;
    members.reserve(key.members.size());
    for (std::size_t i = 0; i < key.members.size(); ++i) {
      members.push_back({Predicate::in_set(key.members[i], IntervalSet::single(1)),
                         asks_presence() ? Predicate::always()
                                         : holds(FixedKey{.values = {key.values[i]}})});
    }
    if (key.other) {
      members.push_back(
          {Predicate::in_set(*key.other, IntervalSet::single(1)), holds_for_other()});
    }
    return members;
  }

  [[nodiscard]] std::vector<Member> members_of(const TextSetKey& key) const {
    std::vector<Member> members;
    members.reserve(key.members.size());
    for (const TextKey& member : key.members) {
      members.push_back(
          {Predicate::in_set(*member.presence, IntervalSet::single(1)),
           asks_presence() ? Predicate::always() : holds(TextKey{member.field})});
    }
    return members;
  }

  [[nodiscard]] bool asks_presence() const {
    return op_.family == ConditionFamily::Null;
  }

  [[nodiscard]] Predicate holds_for_set(const std::vector<Member>& members) const {
    std::vector<Predicate> there;
    there.reserve(members.size());
    for (const Member& member : members) there.push_back(member.is_there);
    const Predicate present = Predicate::any_of(std::move(there));
    const auto unless_absent = [&](const Predicate& with, const Predicate& without) {
      return Predicate::any_of(
          {Predicate::all_of({present, with}),
           Predicate::all_of({Predicate::negation(present), without})});
    };
    if (asks_presence()) return unless_absent(holds_null(true), holds_null(false));
    const bool any = written_.qualifier == SetQualifier::ForAnyValue;
    std::vector<Predicate> each;
    each.reserve(members.size());
    for (const auto& [is_there, judged] : members) {
      each.push_back(any ? Predicate::all_of({is_there, judged})
                         : Predicate::any_of({Predicate::negation(is_there), judged}));
    }
    const Predicate with =
        any ? Predicate::any_of(std::move(each)) : Predicate::all_of(std::move(each));
    return unless_absent(as_one_question(with), without_key());
  }

  /// Members of a set leave open what the operator says of the set: that is one
  /// question of the whole condition, since members that look alike here may have
  /// answers of their own.
  [[nodiscard]] Predicate as_one_question(const Predicate& of_set) const {
    const auto open = questions(of_set);
    if (open.empty()) return of_set;
    return Predicate::all_of(
        {settled(of_set, true),
         Predicate::any_of({settled(of_set, false),
                            Predicate::unknown(about_condition(*open.begin()))})});
  }

  /// What the pattern of a text operator is compared with.
  template <class Compare>
  [[nodiscard]] Value with_pattern(const PolicyValue& written, const Compare& compare,
                                   std::string_view value = {}) const {
    if (!written.has_variables) {
      return with_glob(std::get<Glob>(written.operand), written, compare);
    }
    const PolicyText text = resolve(written.text, request_);
    switch (text.state) {
      case PolicyText::State::Unresolved:
        return Logic::constant(false);
      case PolicyText::State::Unknown:
        return open(text.question, written, value);
      case PolicyText::State::Ready:
        break;
    }
    return with_glob(aws::text_pattern(op_, text.parts), written, compare);
  }

  template <class Compare>
  [[nodiscard]] Value with_glob(const Glob& pattern, const PolicyValue& written,
                                const Compare& compare) const {
    if (op_.family == ConditionFamily::Arn && !has_all_segments(pattern)) {
      return incomparable(written);
    }
    return compare(pattern);
  }

  /// Of a foreign value only this is known: it is of no account or organization of the
  /// customer's.
  [[nodiscard]] Value matches_foreign(const Glob& pattern,
                                      const std::string& not_of) const {
    if (is_only_stars(pattern)) return Logic::constant(true);
    const std::string text = pattern.text();
    const bool names_customer =
        text.find(not_of) != std::string::npos || text.starts_with("o-");
    if (names_customer) return Logic::constant(false);
    return Logic::unknown([&] {
      return unanswered(fmt::format(
          "whether `{}` matches an identity of AWS's own is not known", text));
    });
  }

  [[nodiscard]] Value compare_fixed(const std::string& value,
                                    const PolicyValue& written) const {
    if (aws::compares_texts(op_)) {
      const auto compare = [&](const Glob& pattern) {
        const auto not_of = not_of_account(value);
        return not_of ? matches_foreign(pattern, *not_of)
                      : Logic::constant(pattern.matches(value));
      };
      return with_pattern(written, compare, value);
    }
    const Truth truth = aws::compare(op_, value, written.operand);
    return truth == Truth::Unknown ? incomparable(written)
                                   : Logic::constant(truth == Truth::Yes);
  }

  /// A value that AWS chooses, or of which not everything is known.
  [[nodiscard]] Value compare_open(const ContextValue& value,
                                   const PolicyValue& written) const {
    if (const auto* moment = std::get_if<MomentKey>(&value)) {
      return compare_moment(*moment, written);
    }
    if (const auto* prefix = std::get_if<PrefixKey>(&value)) {
      return compare_prefix(*prefix, written);
    }
    if constexpr (std::is_same_v<Logic, Formula>) {
      if (const auto* address = std::get_if<AddressKey>(&value)) {
        return compare_address(address->field, written);
      }
      if (const auto* text = std::get_if<TextKey>(&value)) {
        return compare_text(text->field, written);
      }
    }
    return incomparable(written);
  }

  [[nodiscard]] Value compare_moment(const MomentKey& key,
                                     const PolicyValue& written) const {
    const auto* at = std::get_if<aws::Instant>(&written.operand);
    if (op_.family != ConditionFamily::Date || at == nullptr) {
      return incomparable(written);
    }
    const auto earliest = aws::Instant::parse(key.earliest);
    if (!earliest) return open(key.question, written);
    return decided(compare_moments(op_.comparison, *earliest, *at), key.question,
                   written);
  }

  [[nodiscard]] Value compare_prefix(const PrefixKey& key,
                                     const PolicyValue& written) const {
    if (op_.family != ConditionFamily::String) return incomparable(written);
    return with_pattern(written, [&](const Glob& pattern) {
      return decided(matches_prefix(pattern, key.prefix), key.question, written);
    });
  }

  /// An address, also where it is compared as a text.
  [[nodiscard]] Predicate compare_address(FieldId field,
                                          const PolicyValue& written) const {
    if (const auto* block = std::get_if<Cidr>(&written.operand)) {
      return block->family == Family::Ipv4
                 ? Predicate::in_set(field, block->addresses())
                 : Predicate::never();
    }
    if (op_.family != ConditionFamily::String) return incomparable(written);
    return with_pattern(written, [&](const Glob& pattern) -> Predicate {
      if (is_only_stars(pattern)) return Predicate::always();
      if (pattern.has_wildcard()) return incomparable(written);
      const auto address = Address::parse(pattern.literal());
      const bool possible = address && address->family == Family::Ipv4;
      return possible ? Predicate::in_set(field, IntervalSet::single(address->value))
                      : Predicate::never();
    });
  }

  [[nodiscard]] Predicate compare_text(FieldId field,
                                       const PolicyValue& written) const {
    if (!aws::compares_texts(op_)) return incomparable(written);
    return with_pattern(written, [field](const Glob& pattern) {
      return is_only_stars(pattern) ? Predicate::always()
                                    : Predicate::matches(field, pattern);
    });
  }

  const aws::PolicyCondition& condition_;
  const aws::WrittenOperator& written_;
  const aws::ConditionOperator& op_;
  const Request& request_;
};

}  // namespace

bool has_all_segments(const Glob& pattern) {
  constexpr int kColons = 5;
  const auto& tokens = pattern.tokens();
  return std::count(tokens.begin(), tokens.end(),
                    GlobToken{.kind = GlobToken::Kind::Character, .character = U':'}) >=
         kColons;
}

Manner manner_of(const aws::PolicyCondition& condition) {
  const ConditionFamily family = condition.written->op->family;
  return {.family = family == ConditionFamily::Arn ? ConditionFamily::String : family,
          .of_sets = condition.written->qualifier != SetQualifier::None};
}

template <class Logic>
typename Logic::Value holds(const aws::PolicyCondition& condition,
                            const Request& request) {
  if (!condition.written) {
    return Logic::unknown([&] {
      Unknown one =
          unanswered(fmt::format("operator `{}` is not modelled", condition.op));
      one.aspect = condition.lower_key + " " + aws::values_text(condition);
      return one;
    });
  }
  const ContextValue* value = look_up(request, condition.lower_key);
  if (value == nullptr) {
    return Logic::unknown([&] {
      Unknown one = key_not_modelled(condition.key);
      one.aspect = condition.op + " " + aws::values_text(condition);
      return one;
    });
  }
  return Entry<Logic>(condition, request).holds(*value);
}

template Truth holds<Decided>(const aws::PolicyCondition&, const Request&);
template Predicate holds<Formula>(const aws::PolicyCondition&, const Request&);

}  // namespace pullproof::gates
