#include "solver/transform.h"

#include "model/core/rewrite.h"

namespace pullproof::solver {

Predicate bind(const Predicate& predicate, const Choice& known) {
  return rewrite(predicate, [&](const Predicate& atom) {
    switch (evaluate(atom, known)) {
      case Truth::Yes:
        return Predicate::always();
      case Truth::No:
        return Predicate::never();
      case Truth::Unknown:
        return atom;
    }
    return atom;
  });
}

Predicate renumber(const Predicate& predicate,
                   const std::function<FieldId(FieldId)>& to) {
  return rewrite(predicate, [&](const Predicate& atom) {
    const auto& node = atom.node();
    if (node.kind == Predicate::Kind::InSet) {
      return Predicate::in_set(to(node.field), node.set);
    }
    if (node.kind == Predicate::Kind::Matches) {
      return Predicate::matches(to(node.field), node.pattern);
    }
    return atom;
  });
}

}  // namespace pullproof::solver
