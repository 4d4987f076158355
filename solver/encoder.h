// Translates predicates to Z3 terms and Z3's models back to choices.
//
// Numbers become bit-vectors of their field's width. Texts become the number of their
// class: the patterns that a query mentions split all strings of the domain, so Z3's
// string theory is never needed.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include <z3++.h>

#include "model/core/fields.h"
#include "model/core/predicate.h"
#include "model/core/string_classes.h"

namespace pullproof::solver {

class Encoder {
 public:
  Encoder(z3::context& context, const Fields& fields)
      : context_(context), fields_(fields) {}

  /// A term that is true exactly for the choices that satisfy `predicate`, conjoined
  /// with the domains of its fields; nothing if a text field has too many classes.
  [[nodiscard]] std::optional<z3::expr> encode(const Predicate& predicate);

  /// Requires: `model` satisfies what `encode` gave.
  [[nodiscard]] Choice decode(const z3::model& model) const;

 private:
  bool split_texts(const Predicate& predicate);
  z3::expr term(const Predicate& predicate);
  z3::expr in_set(FieldId field, const IntervalSet& set);
  z3::expr matches(FieldId field, const Glob& pattern);
  z3::expr variable(FieldId field);
  z3::expr question(const Unknown& question);
  z3::expr domains();

  struct Text {
    std::vector<Glob> patterns;
    std::vector<StringClass> classes;
  };

  z3::context& context_;
  const Fields& fields_;
  std::map<FieldId, z3::expr> variables_;
  std::map<FieldId, Text> texts_;
  std::map<Unknown, z3::expr> questions_;
  std::unordered_map<const Predicate::Node*, z3::expr> done_;
};

}  // namespace pullproof::solver
