#include "solver/encoder.h"

#include <algorithm>
#include <string>

#include "model/core/ensure.h"
#include "model/core/string_search.h"

namespace pullproof::solver {
namespace {

constexpr unsigned kHalf = 64;  ///< Z3 takes no wider integers from us.

z3::expr numeral(z3::context& context, Number value, unsigned bits) {
  const auto low = static_cast<std::uint64_t>(value);
  if (bits <= kHalf) return context.bv_val(low, bits);
  const auto high = static_cast<std::uint64_t>(value >> kHalf);
  return z3::concat(context.bv_val(high, bits - kHalf), context.bv_val(low, kHalf))
      .simplify();
}

Number number_of(const z3::expr& numeral) {
  const unsigned bits = numeral.get_sort().bv_size();
  if (bits <= kHalf) return Number{numeral.get_numeral_uint64()};
  const auto high = numeral.extract(bits - 1, kHalf).simplify();
  const auto low = numeral.extract(kHalf - 1, 0).simplify();
  return (Number{high.get_numeral_uint64()} << kHalf) | low.get_numeral_uint64();
}

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

void Encoder::split_texts(const Predicate& predicate) {
  std::map<FieldId, std::vector<Glob>> patterns;
  collect_patterns(predicate, patterns);
  for (auto& [field, globs] : patterns) {
    auto classes = split_strings(fields_.at(field).text_domain, globs, states_);
    Text& text = texts_[field];
    text.patterns = std::move(globs);
    if (classes) {
      text.classes = *std::move(classes);
      continue;
    }
    for (std::size_t i = 0; i < text.patterns.size(); ++i) {
      const auto name = "t" + std::to_string(static_cast<std::size_t>(field)) + "_" +
                        std::to_string(i);
      text.matched.push_back(context_.bool_const(name.c_str()));
    }
  }
}

z3::expr Encoder::encode(const Predicate& predicate) {
  split_texts(predicate);
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
    const auto low = numeral(context_, interval.first, bits);
    const auto high = numeral(context_, interval.last, bits);
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
  if (!text.matched.empty()) return text.matched[index];
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

void Encoder::demand(const Predicate& predicate, bool truth, const z3::model& model,
                     Demands& demands) {
  const auto& node = predicate.node();
  switch (node.kind) {
    case Predicate::Kind::Matches: {
      const auto& patterns = texts_.at(node.field).patterns;
      const auto at = std::find(patterns.begin(), patterns.end(), node.pattern);
      Demand& of_field = demands[node.field];
      (truth ? of_field.wanted : of_field.unwanted)
          .insert(static_cast<std::size_t>(at - patterns.begin()));
      return;
    }
    case Predicate::Kind::Negation:
      return demand(node.parts.front(), !truth, model, demands);
    case Predicate::Kind::Because:
      return demand(node.parts.front(), truth, model, demands);
    case Predicate::Kind::AllOf:
    case Predicate::Kind::AnyOf: {
      const bool needs_all = (node.kind == Predicate::Kind::AllOf) == truth;
      for (const auto& part : node.parts) {
        if (model.eval(term(part), true).is_true() != truth) continue;
        demand(part, truth, model, demands);
        if (!needs_all) return;
      }
      return;
    }
    case Predicate::Kind::Constant:
    case Predicate::Kind::InSet:
    case Predicate::Kind::Unknown:
      return;
  }
}

Encoder::Decoded Encoder::find_texts(const Demands& demands, Choice choice) {
  for (const auto& [field, text] : texts_) {
    if (text.matched.empty()) continue;
    StringQuestion question{
        .domain = &fields_.at(field).text_domain, .wanted = {}, .unwanted = {}};
    std::vector<z3::expr> wanted;
    std::vector<z3::expr> unwanted;
    const auto found = demands.find(field);
    if (found != demands.end()) {
      for (const std::size_t i : found->second.wanted) {
        question.wanted.push_back(&text.patterns[i]);
        wanted.push_back(text.matched[i]);
      }
      for (const std::size_t i : found->second.unwanted) {
        question.unwanted.push_back(&text.patterns[i]);
        unwanted.push_back(text.matched[i]);
      }
    }
    StringAnswer answer = find_string(question);
    if (answer.kind == StringAnswer::Kind::GaveUp) return {};
    if (answer.kind == StringAnswer::Kind::None) {
      z3::expr_vector any(context_);
      for (const std::size_t i : answer.wanted) any.push_back(!wanted[i]);
      for (const std::size_t i : answer.unwanted) any.push_back(unwanted[i]);
      return {.lemma = z3::mk_or(any)};
    }
    choice.values[static_cast<std::size_t>(field)] = std::move(answer.witness);
  }
  return {.choice = std::move(choice)};
}

Encoder::Decoded Encoder::decode(const z3::model& model, const Predicate& predicate) {
  Choice choice;
  choice.values.resize(fields_.size());
  for (const auto& [field, variable] : variables_) {
    const z3::expr chosen = model.eval(variable, true);
    auto& value = choice.values[static_cast<std::size_t>(field)];
    const auto text = texts_.find(field);
    if (text == texts_.end()) {
      value = number_of(chosen);
    } else {
      const std::uint64_t number = chosen.get_numeral_uint64();
      ensure(number < text->second.classes.size(),
             "a text's class is one of its classes");
      value = text->second.classes[number].witness;
    }
  }
  for (const auto& [asked, variable] : questions_) {
    choice.answers[asked] = model.eval(variable, true).is_true();
  }
  const bool by_classes =
      std::all_of(texts_.begin(), texts_.end(),
                  [](const auto& text) { return text.second.matched.empty(); });
  if (by_classes) return {.choice = std::move(choice)};
  Demands demands;
  demand(predicate, true, model, demands);
  return find_texts(demands, std::move(choice));
}

}  // namespace pullproof::solver
