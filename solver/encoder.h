// Translates predicates to Z3 terms and Z3's models back to choices.
//
// Numbers become bit-vectors of their field's width. Texts become the number of their
// class: the patterns that a query mentions split all strings of the domain, so Z3's
// string theory is never needed. Where classes would be too many, each pattern is a
// variable by itself, and a model that no text fits is refused with the patterns that
// exclude each other.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include <z3++.h>

#include "model/core/fields.h"
#include "model/core/predicate.h"
#include "model/core/string_classes.h"

namespace pullproof::solver {

class Encoder {
 public:
  /// `states` is what splitting the values of one text into classes may cost.
  Encoder(z3::context& context, const Fields& fields, std::size_t states = 20'000)
      : context_(context), fields_(fields), states_(states) {}

  /// A term that every choice that satisfies `predicate` satisfies, conjoined with the
  /// domains of its fields.
  [[nodiscard]] z3::expr encode(const Predicate& predicate);

  struct Decoded {
    /// Satisfies the predicate.
    std::optional<Choice> choice = std::nullopt;
    /// Holds for every choice, and not in the model. Neither: no text was found in
    /// time.
    std::optional<z3::expr> lemma = std::nullopt;
  };
  /// Requires: `model` satisfies what `encode` gave for the predicate.
  [[nodiscard]] Decoded decode(const z3::model& model, const Predicate& predicate);

 private:
  /// Patterns, by their index, that a text must match and must not.
  struct Demand {
    std::set<std::size_t> wanted;
    std::set<std::size_t> unwanted;
  };
  using Demands = std::map<FieldId, Demand>;

  void split_texts(const Predicate& predicate);
  /// What the predicate's truth in the model rests on.
  void demand(const Predicate& predicate, bool truth, const z3::model& model,
              Demands& demands);
  Decoded find_texts(const Demands& demands, Choice choice);
  z3::expr term(const Predicate& predicate);
  z3::expr in_set(FieldId field, const IntervalSet& set);
  z3::expr matches(FieldId field, const Glob& pattern);
  z3::expr variable(FieldId field);
  z3::expr question(const Unknown& question);
  z3::expr domains();

  struct Text {
    std::vector<Glob> patterns;
    std::vector<StringClass> classes;  ///< None where they would be too many.
    std::vector<z3::expr> matched;     ///< One a pattern, there.
  };

  z3::context& context_;
  const Fields& fields_;
  std::size_t states_;
  std::map<FieldId, z3::expr> variables_;
  std::map<FieldId, Text> texts_;
  std::map<Unknown, z3::expr> questions_;
  std::unordered_map<const Predicate::Node*, z3::expr> done_;
};

}  // namespace pullproof::solver
