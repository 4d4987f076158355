#include "model/value_classes.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "model/aws/decimal_reader.h"
#include "model/core/address_reader.h"
#include "model/core/string_classes.h"
#include "model/gates/policy_condition.h"

namespace pullproof::model {
namespace {

/// What the classes of texts may cost.
struct Limit {
  std::size_t states;
  std::size_t classes;
};
/// More would make every condition on the key expensive, where there is another way ...
constexpr Limit kLow = {.states = 1'000, .classes = 64};
/// ... and where there is none.
constexpr Limit kHigh = {.states = 200'000, .classes = 4'000};

/// Where only the values of one type are wanted: else they are left open as texts.
constexpr Limit kOfType = {.states = 20'000, .classes = 64};

/// Of a set of texts: with more, every condition on it is too long.
constexpr std::size_t kMostMembers = 16;

using aws::ConditionFamily;
using aws::PolicyCondition;

/// Addresses outside of most blocks. The last two are the first address outside where
/// the first block begins later.
constexpr std::array<const char*, 4> kOutside = {"198.51.100.7", "2001:db8::7",
                                                 "0.0.0.0", "::"};

/// The values that one family of operators tells apart.
class Candidates {
 public:
  void add(const PolicyCondition& condition) {
    for (const auto& value : condition.values) std::visit(Adder{*this}, value.operand);
  }

  /// Adds what more than one family needs. False: nobody knows all values that these
  /// families tell apart.
  [[nodiscard]] bool cover(const std::set<ConditionFamily>& families) {
    using Family = ConditionFamily;
    if (families.size() < 2) return true;
    // Bytes are written with what numbers, words and times are written with.
    if (families.contains(Family::Binary)) return false;
    add("?");  // Which only texts read.
    if (!families.contains(Family::String)) {
      const bool as_epochs =
          families.contains(Family::Numeric) && families.contains(Family::Date);
      if (as_epochs) add_epochs();
      return true;
    }
    if (families.contains(Family::Date))
      return families.size() == 2 && add_other_texts();
    read_also(families);
    return true;
  }

  /// What is a number and a time at once is whole seconds since 1970: those next to
  /// each operand, and both ends. With a point it is a number only.
  void add_epochs() {
    zeros_ = 1;
    constexpr std::size_t kMostDigits = 18;
    std::set<std::int64_t> seconds = {0, 999'999'999'999'999'999};
    for (const auto& at : instants_) seconds.insert(at.seconds);
    for (const auto& number : numbers_) {
      if (number.whole.size() > kMostDigits) continue;  // No time is near.
      const std::int64_t whole = number.whole.empty() ? 0 : std::stoll(number.whole);
      seconds.insert(number.negative ? -whole : whole);
    }
    for (const std::int64_t second : seconds) {
      for (const std::int64_t next : {second - 1, second, second + 1}) {
        add(fmt::format("{:05}", next));  // Fewer digits could be a year.
      }
    }
  }

  /// Sets `too_many` if the classes of texts exceed the limit.
  [[nodiscard]] std::vector<std::string> take(const Limit& limit, bool& too_many) {
    add_texts(limit, too_many);
    add_numbers();
    add_instants();
    if (!blocks_.empty()) {
      for (const char* outside : kOutside) add(outside);
    }
    if (longest_) {
      // More than any operand has.
      std::string longer;
      for (std::size_t i = 0; i <= *longest_; i += 3) longer += "QUFB";
      add(std::move(longer));
    }
    if (all_.empty()) add("x");
    return std::move(all_);
  }

 private:
  struct Adder {
    Candidates& to;
    void operator()(std::monostate) const {}
    void operator()(const Glob& pattern) const { to.patterns_.push_back(pattern); }
    /// A key that is nobody's Boolean may hold a text that is neither.
    void operator()(bool) const {
      for (const char* value : {"true", "false", "x"}) to.add(value);
    }
    void operator()(const Cidr& block) const { to.add_block(block); }
    void operator()(const aws::Decimal& number) const { to.numbers_.push_back(number); }
    void operator()(const aws::Instant& at) const { to.instants_.push_back(at); }
    /// The text itself is a candidate already.
    void operator()(const aws::Bytes& bytes) const {
      to.longest_ = std::max(to.longest_.value_or(0), bytes.value.size());
    }
  };

  void add(std::string value) { all_.push_back(std::move(value)); }

  /// Texts are also read as words, numbers and addresses.
  void read_also(const std::set<ConditionFamily>& families) {
    if (families.contains(ConditionFamily::Boolean)) {
      for (const char* word : {"true", "false"}) {
        patterns_.push_back(Glob::exact(word, LetterCase::Ignored));
      }
    }
    if (families.contains(ConditionFamily::Numeric)) {
      readers_.push_back(aws::decimal_reader(numbers_));
    }
    if (families.contains(ConditionFamily::IpAddress)) {
      readers_.push_back(address_reader(blocks_));
    }
  }

  /// Times that are compared as texts, too: each is written in a way that no text is,
  /// with more zeros; and some text is none of them. False where wildcards may tell
  /// those apart.
  bool add_other_texts() {
    const auto is_plain = [](const Glob& pattern) {
      return !pattern.has_wildcard() && pattern.letter_case() == LetterCase::Sensitive;
    };
    if (!std::all_of(patterns_.begin(), patterns_.end(), is_plain)) return false;
    zeros_ = 1;
    for (const Glob& pattern : patterns_) {
      zeros_ = std::max(zeros_, pattern.tokens().size());
    }
    add(std::string(zeros_ + 1, 'x'));
    return true;
  }

  void add_block(const Cidr& block) {
    blocks_.push_back(block);
    const Number last = block.last();
    add(Address{block.family, block.first()}.text());
    const Number end = block.family == Family::Ipv4 ? Number{0xFFFFFFFF} : ~Number{0};
    if (last != end) add(Address{block.family, last + 1}.text());
  }

  void add_texts(const Limit& limit, bool& too_many) {
    if (patterns_.empty()) return;
    const auto classes =
        split_strings(Glob::like("*"), patterns_, limit.states, readers_);
    if (!classes || classes->size() > limit.classes) {
      too_many = true;
      for (const Glob& pattern : patterns_) add(pattern.text());
      return;
    }
    for (const auto& one : *classes) add(one.witness);
  }

  static std::string text_of(const aws::Decimal& number, const std::string& more) {
    return fmt::format("{}{}{}{}", number.negative ? "-" : "",
                       number.whole.empty() ? "0" : number.whole,
                       number.fraction.empty() && more.empty() ? "" : ".",
                       number.fraction + more);
  }

  /// Each number, and one that is farther from zero by less than any two differ.
  void add_numbers() {
    if (numbers_.empty()) return;
    std::size_t whole = 1;
    std::size_t fraction = 1;
    for (const auto& number : numbers_) {
      whole = std::max(whole, number.whole.size());
      fraction = std::max(fraction, number.fraction.size());
    }
    const auto add_number = [this](const aws::Decimal& number,
                                   const std::string& more) {
      add(text_of(number, more));
      if (zeros_ > 0) add(text_of(number, more + std::string(zeros_, '0')));
    };
    for (const auto& number : numbers_) {
      add_number(number, "");
      add_number(number, std::string(fraction - number.fraction.size(), '0') + "1");
    }
    const std::string large(whole + 1, '9');
    for (const bool negative : {false, true}) {
      add_number({.negative = false, .whole = "0", .fraction = {}}, "");
      // Between zero and whatever is next to it.
      add_number({.negative = negative, .whole = "0", .fraction = {}},
                 std::string(fraction, '0') + "1");
      add_number({.negative = negative, .whole = large, .fraction = {}}, "");
    }
  }

  /// In ISO 8601, in some zone in which the year has four digits; else the seconds
  /// themselves. A time that no text says gives none that is read.
  static std::string text_of(std::int64_t seconds, const std::string& fraction) {
    constexpr std::int64_t kYear0 = -62'167'219'200;
    constexpr std::int64_t kYear10000 = 253'402'300'800;
    constexpr std::int64_t kFarthestZone = 23 * 3'600 + 59 * 60;
    std::int64_t local = seconds;
    const char* zone = "Z";
    if (seconds < kYear0) {
      local += kFarthestZone;
      zone = "+23:59";
    } else if (seconds >= kYear10000) {
      local -= kFarthestZone;
      zone = "-23:59";
    }
    if (local < kYear0 || local >= kYear10000) {
      return fraction.empty() ? fmt::format("{}", seconds) : "";
    }
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}{}{}", fmt::gmtime(local),
                       fraction.empty() ? "" : ".", fraction, zone);
  }

  /// Each time, and others before it and after it; at last one that is later by less
  /// than any two differ.
  void add_instants() {
    std::size_t digits = 0;
    for (const auto& at : instants_) digits = std::max(digits, at.fraction.size());
    for (const auto& at : instants_) {
      const std::string fill(digits - at.fraction.size(), '0');
      for (const std::int64_t second : {at.seconds - 1, at.seconds, at.seconds + 1}) {
        add(text_of(second, second == at.seconds ? at.fraction : ""));
        if (zeros_ > 0) {
          add(text_of(second, (second == at.seconds ? at.fraction : "") +
                                  std::string(zeros_, '0')));
        }
      }
      add(text_of(at.seconds, at.fraction + fill + "1"));
      if (zeros_ > 0) {
        add(text_of(at.seconds, at.fraction + fill + "1" + std::string(zeros_, '0')));
      }
    }
  }

  std::vector<std::string> all_;
  std::vector<Glob> patterns_;
  std::vector<std::unique_ptr<TextReader>> readers_;
  std::vector<aws::Decimal> numbers_;
  std::vector<aws::Instant> instants_;
  std::vector<Cidr> blocks_;
  std::optional<std::size_t> longest_;  ///< Of the bytes; nothing if there are none.
  std::size_t zeros_ = 0;  ///< Of other spellings; 0: nobody compares them.
};

/// The value is none that the operator compares, so that its answer is never certain.
bool is_unreadable(const PolicyCondition& condition, const aws::PolicyValue& value) {
  if (value.has_variables) return false;
  const auto* pattern = std::get_if<Glob>(&value.operand);
  const bool arn = condition.written->op->family == ConditionFamily::Arn;
  return std::holds_alternative<std::monostate>(value.operand) ||
         (arn && pattern != nullptr && !gates::has_all_segments(*pattern));
}

/// Texts and ARNs are one family; whether a key is there at all belongs to every one.
std::set<ConditionFamily> families_of(
    const std::vector<const PolicyCondition*>& conditions) {
  std::set<ConditionFamily> families;
  for (const auto* condition : conditions) {
    const ConditionFamily family = condition->written->op->family;
    if (family == ConditionFamily::Null) continue;
    families.insert(family == ConditionFamily::Arn ? ConditionFamily::String : family);
  }
  return families;
}

/// What every operand says of the value, one by one. What variables stand for is asked
/// about each class by itself.
std::vector<Truth> answers(const std::string& value,
                           const std::vector<const PolicyCondition*>& conditions) {
  std::vector<Truth> all;
  for (const auto* condition : conditions) {
    if (condition->written->op->family == ConditionFamily::Null) continue;
    for (const auto& written : condition->values) {
      if (written.has_variables || is_unreadable(*condition, written)) continue;
      all.push_back(aws::compare(*condition->written->op, value, written.operand));
    }
  }
  return all;
}

std::size_t distinct(const std::vector<const PolicyCondition*>& conditions) {
  std::set<std::pair<std::string, std::vector<std::string>>> known;
  for (const auto* condition : conditions) {
    std::vector<std::string> texts;
    for (const auto& value : condition->values) texts.push_back(value.text);
    known.emplace(condition->op, std::move(texts));
  }
  return known.size();
}

bool is_for_sets(const PolicyCondition* condition) {
  return condition->written->qualifier != aws::SetQualifier::None;
}

bool is_for_sets_somewhere(const std::vector<const PolicyCondition*>& conditions) {
  return std::any_of(conditions.begin(), conditions.end(), is_for_sets);
}

bool is_only_for_sets(const std::vector<const PolicyCondition*>& conditions) {
  return is_for_sets_somewhere(conditions) &&
         std::all_of(conditions.begin(), conditions.end(), [&](const auto* condition) {
           return is_for_sets(condition) ||
                  condition->written->op->family == ConditionFamily::Null;
         });
}

/// The operands of other conditions than those on texts, as the policies write them.
void add_operands(const std::vector<const PolicyCondition*>& conditions,
                  std::vector<std::string>& values) {
  for (const auto* condition : conditions) {
    const aws::ConditionOperator& op = *condition->written->op;
    if (aws::compares_texts(op) || op.family == ConditionFamily::Null) continue;
    for (const auto& value : condition->values) values.push_back(value.text);
  }
}

}  // namespace

bool is_of(const ValueType& type, const std::string& value) {
  const bool digits = value.find_first_not_of("0123456789") == std::string::npos;
  if (type.as_seconds && !digits) return false;
  switch (type.family) {
    case ConditionFamily::Boolean:
      return Glob::exact("true", LetterCase::Ignored).matches(value) ||
             Glob::exact("false", LetterCase::Ignored).matches(value);
    case ConditionFamily::IpAddress:
      return Address::parse(value).has_value();
    case ConditionFamily::Date:
      return aws::Instant::parse(value).has_value();
    case ConditionFamily::Numeric:
      return aws::Decimal::parse(value).has_value();
    case ConditionFamily::Binary:
      return aws::decode_base64(value).has_value();
    case ConditionFamily::String:
    case ConditionFamily::Arn:
    case ConditionFamily::Null:
      break;
  }
  return true;
}

namespace {

/// Only where all ways of reading a value have candidates, other ones are left out.
bool leaves_out_others(const ValueType& type,
                       const std::set<ConditionFamily>& families) {
  // The seconds of the first hours are no time that operators on times read.
  const bool as_seconds =
      type.as_seconds && families != std::set{ConditionFamily::String};
  const bool is_boolean = type.family == ConditionFamily::Boolean;
  return as_seconds ||
         ((families.size() > 1 || is_boolean) && families.contains(type.family));
}

/// Makes one of each class of the values a witness.
void keep_distinct(std::vector<std::string> all,
                   const std::vector<const PolicyCondition*>& conditions, bool any_text,
                   ValueClasses& classes) {
  std::set<std::vector<Truth>> known;
  for (auto& value : all) {
    std::vector<Truth> said = answers(value, conditions);
    // A text where only numbers are compared is no request that a service makes.
    const bool readable =
        any_text || std::find(said.begin(), said.end(), Truth::Unknown) == said.end();
    if (readable && known.insert(std::move(said)).second) {
      classes.witnesses.push_back(std::move(value));
    }
  }
  if (classes.witnesses.empty()) {
    classes.exact = false;
    classes.why = "cannot be read";
    classes.witnesses.push_back(all.empty() ? "x" : std::move(all.front()));
  }
}

}  // namespace

ValueClasses value_classes(const std::vector<const PolicyCondition*>& conditions,
                           std::optional<ValueType> type, bool single) {
  ValueClasses classes;
  Candidates candidates;
  for (const auto* condition : conditions) candidates.add(*condition);
  classes.is_set = !single && is_only_for_sets(conditions);
  auto families = families_of(conditions);
  // Texts of one type: they are read as that, too.
  const bool only_texts = families == std::set{ConditionFamily::String} && type &&
                          (type->family == ConditionFamily::Boolean ||
                           type->family == ConditionFamily::IpAddress);
  if (only_texts) families.insert(type->family);
  if (type && type->as_seconds) candidates.add_epochs();
  // What has several values for one condition has them for another.
  const bool is_mixed = !single && !classes.is_set && is_for_sets_somewhere(conditions);
  classes.exact = candidates.cover(families) && !is_mixed;
  if (!classes.exact)
    classes.why = "are compared in ways that cannot be listed together";
  classes.members = distinct(conditions);
  const bool may_be_text = classes.exact && families.size() < 2 &&
                           (!classes.is_set || classes.members <= kMostMembers);
  bool too_many = false;
  const Limit& limit = only_texts ? kOfType : may_be_text ? kLow : kHigh;
  std::vector<std::string> all = candidates.take(limit, too_many);
  if (only_texts && too_many) return value_classes(conditions, std::nullopt, single);
  classes.is_text = too_many && may_be_text;
  if (classes.is_text) return classes;
  if (too_many) {
    classes.exact = false;
    classes.why =
        fmt::format("are beyond the budget of {} automaton states and {} classes",
                    kHigh.states, kHigh.classes);
  }
  add_operands(conditions, all);
  const bool is_typed = type && classes.exact && leaves_out_others(*type, families);
  if (is_typed) {
    std::erase_if(all, [&type](const auto& value) { return !is_of(*type, value); });
  }
  keep_distinct(std::move(all), conditions, families.size() > 1, classes);
  return classes;
}

}  // namespace pullproof::model
