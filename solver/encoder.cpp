#include "solver/encoder.h"

#include <algorithm>
#include <string>

#include "model/core/ensure.h"

namespace pullproof::solver {
namespace {

/// Class numbers: more classes than this are refused long before.
constexpr unsigned kClassBits = 32;

void collect_patterns(const Predicate& predicate,
                      std::map<FieldId, std::vector<Glob>>& patterns) {
  const auto& node = predicate.node();
  if (node.kind == Predicate::Kind::Matches) {
    auto& known = patterns[node.field];
    if (std::find(known.begin(), known.end(), node.pattern) == known.end()) {
      known.push_back(node.pattern);
    }
  }
  for (const auto& part : node.parts) collect_patterns(part, patterns);
}

}  // namespace

bool Encoder::split_texts(const Predicate& predicate) {
  std::map<FieldId, std::vector<Glob>> patterns;
  collect_patterns(predicate, patterns);
  for (auto& [field, globs] : patterns) {
    auto classes = split_strings(fields_.at(field).text_domain, globs);
    if (!classes) return false;
    texts_[field] = {.patterns = std::move(globs), .classes = std::move(*classes)};
  }
  return true;
}

std::optional<z3::expr> Encoder::encode(const Predicate& predicate) {
  if (!split_texts(predicate)) return std::nullopt;
  const z3::expr meaning = term(predicate);
  return meaning && domains();
}

z3::expr Encoder::variable(FieldId field) {
  const auto found = variables_.find(field);
  if (found != variables_.end()) return found->second;
  const Field& info = fields_.at(field);
  const unsigned bits = info.kind == Field::Kind::Text ? kClassBits : width(info.kind);
  const std::string name = "f" + std::to_string(static_cast<std::size_t>(field));
  return variables_.emplace(field, context_.bv_const(name.c_str(), bits)).first->second;
}

z3::expr Encoder::question(const Unknown& question) {
  const auto found = questions_.find(question);
  if (found != questions_.end()) return found->second;
  const std::string name = "q" + std::to_string(questions_.size());
  return questions_.emplace(question, context_.bool_const(name.c_str())).first->second;
}

z3::expr Encoder::in_set(FieldId field, const IntervalSet& set) {
  const z3::expr value = variable(field);
  const unsigned bits = value.get_sort().bv_size();
  z3::expr_vector ranges(context_);
  const IntervalSet within = set.intersected(fields_.at(field).domain);
  for (const Interval& interval : within.intervals()) {
    const auto low = context_.bv_val(static_cast<std::uint64_t>(interval.first), bits);
    const auto high = context_.bv_val(static_cast<std::uint64_t>(interval.last), bits);
    ranges.push_back(interval.first == interval.last
                         ? value == low
                         : z3::uge(value, low) && z3::ule(value, high));
  }
  return z3::mk_or(ranges);
}

z3::expr Encoder::matches(FieldId field, const Glob& pattern) {
  const Text& text = texts_.at(field);
  const auto position = std::find(text.patterns.begin(), text.patterns.end(), pattern);
  const auto index = static_cast<std::size_t>(position - text.patterns.begin());
  const z3::expr value = variable(field);
  z3::expr_vector classes(context_);
  for (std::size_t i = 0; i < text.classes.size(); ++i) {
    if (text.classes[i].matches[index]) {
      classes.push_back(value ==
                        context_.bv_val(static_cast<std::uint64_t>(i), kClassBits));
    }
  }
  return z3::mk_or(classes);
}

z3::expr Encoder::domains() {
  z3::expr_vector all(context_);
  for (const auto& [field, value] : variables_) {
    const auto text = texts_.find(field);
    if (text != texts_.end()) {
      all.push_back(z3::ult(value, context_.bv_val(static_cast<std::uint64_t>(
                                                       text->second.classes.size()),
                                                   kClassBits)));
    } else {
      all.push_back(in_set(field, fields_.at(field).domain));
    }
  }
  return z3::mk_and(all);
}

z3::expr Encoder::term(const Predicate& predicate) {
  const auto& node = predicate.node();
  const auto found = done_.find(&node);
  if (found != done_.end()) return found->second;
  z3::expr_vector parts(context_);
  for (const auto& part : node.parts) parts.push_back(term(part));
  z3::expr result = context_.bool_val(node.value);
  switch (node.kind) {
    case Predicate::Kind::Constant:
      break;
    case Predicate::Kind::InSet:
      result = in_set(node.field, node.set);
      break;
    case Predicate::Kind::Matches:
      result = matches(node.field, node.pattern);
      break;
    case Predicate::Kind::Unknown:
      result = question(node.question);
      break;
    case Predicate::Kind::Negation:
      result = !parts[0];
      break;
    case Predicate::Kind::AllOf:
      result = z3::mk_and(parts);
      break;
    case Predicate::Kind::AnyOf:
      result = z3::mk_or(parts);
      break;
    case Predicate::Kind::Because:
      result = parts[0];
      break;
  }
  return done_.emplace(&node, result).first->second;
}

Choice Encoder::decode(const z3::model& model) const {
  Choice choice;
  choice.values.resize(fields_.size());
  for (const auto& [field, variable] : variables_) {
    const std::uint64_t number = model.eval(variable, true).get_numeral_uint64();
    auto& value = choice.values[static_cast<std::size_t>(field)];
    const auto text = texts_.find(field);
    if (text == texts_.end()) {
      value = Number{number};
    } else {
      ensure(number < text->second.classes.size(),
             "a text's class is one of its classes");
      value = text->second.classes[number].witness;
    }
  }
  for (const auto& [asked, variable] : questions_) {
    choice.answers[asked] = model.eval(variable, true).is_true();
  }
  return choice;
}

}  // namespace pullproof::solver
