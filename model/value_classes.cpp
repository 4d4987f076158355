#include "model/value_classes.h"

#include <algorithm>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>

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

using aws::ConditionFamily;
using aws::PolicyCondition;

/// The values that one family of operators tells apart.
class Candidates {
 public:
  void add(const PolicyCondition& condition) {
    for (const auto& value : condition.values) std::visit(Adder{*this}, value.operand);
  }

  /// Sets `too_many` if the classes of texts exceed the limit.
  [[nodiscard]] std::vector<std::string> take(const Limit& limit, bool& too_many) {
    add_texts(limit, too_many);
    add_numbers();
    if (has_blocks_) {
      for (const char* outside : {"198.51.100.7", "2001:db8::7"}) add(outside);
    }
    if (all_.empty()) add("x");
    return std::move(all_);
  }

 private:
  struct Adder {
    Candidates& to;
    void operator()(std::monostate) const {}
    void operator()(const Glob& pattern) const { to.patterns_.push_back(pattern); }
    void operator()(bool) const {
      to.add("true");
      to.add("false");
    }
    void operator()(const Cidr& block) const { to.add_block(block); }
    void operator()(const aws::Decimal& number) const { to.numbers_.push_back(number); }
    void operator()(const aws::Instant& at) const {
      for (const std::int64_t second : {at.seconds - 1, at.seconds, at.seconds + 1}) {
        if (second < 0) continue;
        to.add(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(second)));
      }
    }
    /// The text itself is a candidate already.
    void operator()(const aws::Bytes& /*bytes*/) const { to.add("AA=="); }
  };

  void add(std::string value) { all_.push_back(std::move(value)); }

  void add_block(const Cidr& block) {
    has_blocks_ = true;
    const Number last = block.last();
    add(Address{block.family, block.first()}.text());
    const Number end = block.family == Family::Ipv4 ? Number{0xFFFFFFFF} : ~Number{0};
    if (last != end) add(Address{block.family, last + 1}.text());
  }

  void add_texts(const Limit& limit, bool& too_many) {
    if (patterns_.empty()) return;
    const auto classes = split_strings(Glob::like("*"), patterns_, limit.states);
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
    for (const auto& number : numbers_) {
      add(text_of(number, ""));
      add(text_of(number, std::string(fraction - number.fraction.size(), '0') + "1"));
    }
    const std::string large(whole + 1, '9');
    add("0");
    add(large);
    add("-" + large);
  }

  std::vector<std::string> all_;
  std::vector<Glob> patterns_;
  std::vector<aws::Decimal> numbers_;
  bool has_blocks_ = false;
};

/// The value is none that the operator compares, so that its answer is never certain.
bool is_unreadable(const PolicyCondition& condition, const aws::PolicyValue& value) {
  if (value.has_variables) return false;
  const auto* pattern = std::get_if<Glob>(&value.operand);
  const bool arn = condition.written->op->family == ConditionFamily::Arn;
  return std::holds_alternative<std::monostate>(value.operand) ||
         (arn && pattern != nullptr && !gates::has_all_segments(*pattern));
}

bool is_unreadable(const PolicyCondition& condition) {
  return std::any_of(
      condition.values.begin(), condition.values.end(),
      [&](const auto& value) { return is_unreadable(condition, value); });
}

/// Times that differ by parts of a second have others between them.
bool has_fractions(const PolicyCondition& condition) {
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [](const auto& value) {
                       const auto* at = std::get_if<aws::Instant>(&value.operand);
                       return at != nullptr && !at->fraction.empty();
                     });
}

/// Texts and ARNs are one family; whether a key is there at all belongs to every one.
bool mixes_families(const std::vector<const PolicyCondition*>& conditions) {
  std::set<ConditionFamily> families;
  for (const auto* condition : conditions) {
    const ConditionFamily family = condition->written->op->family;
    if (family == ConditionFamily::Null) continue;
    families.insert(family == ConditionFamily::Arn ? ConditionFamily::String : family);
  }
  return families.size() > 1;
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

bool is_only_for_sets(const std::vector<const PolicyCondition*>& conditions) {
  const auto is_for_sets = [](const PolicyCondition* condition) {
    return condition->written->qualifier != aws::SetQualifier::None;
  };
  return std::any_of(conditions.begin(), conditions.end(), is_for_sets) &&
         std::all_of(conditions.begin(), conditions.end(), [&](const auto* condition) {
           return is_for_sets(condition) ||
                  condition->written->op->family == ConditionFamily::Null;
         });
}

}  // namespace

ValueClasses value_classes(const std::vector<const PolicyCondition*>& conditions) {
  ValueClasses classes;
  Candidates candidates;
  std::vector<std::string> literal;
  for (const auto* condition : conditions) {
    candidates.add(*condition);
    // The operand itself, as the policy writes it.
    const aws::ConditionOperator& op = *condition->written->op;
    if (aws::compares_texts(op) || op.family == ConditionFamily::Null) continue;
    for (const auto& value : condition->values) literal.push_back(value.text);
  }
  classes.is_set = is_only_for_sets(conditions);
  if (mixes_families(conditions)) classes.exact = false;
  for (const auto* condition : conditions) {
    if (is_unreadable(*condition) || has_fractions(*condition)) classes.exact = false;
  }
  const bool may_be_text = classes.exact && !classes.is_set;
  bool too_many = false;
  std::vector<std::string> all = candidates.take(may_be_text ? kLow : kHigh, too_many);
  classes.is_text = too_many && may_be_text;
  if (classes.is_text) return classes;
  if (too_many) classes.exact = false;
  all.insert(all.end(), literal.begin(), literal.end());
  std::set<std::vector<Truth>> known;
  for (auto& value : all) {
    std::vector<Truth> said = answers(value, conditions);
    // A text where a number is compared is no request that a service makes.
    const bool readable =
        std::find(said.begin(), said.end(), Truth::Unknown) == said.end();
    if (readable && known.insert(std::move(said)).second) {
      classes.witnesses.push_back(std::move(value));
    }
  }
  if (classes.witnesses.empty()) {
    classes.exact = false;
    classes.witnesses.push_back(std::move(all.front()));
  }
  return classes;
}

}  // namespace pullproof::model
