#include "solver/transform.h"

namespace pullproof::solver {

Predicate rewrite(const Predicate& predicate,
                  const std::function<Predicate(const Predicate&)>& atom) {
  const auto& node = predicate.node();
  std::vector<Predicate> parts;
  parts.reserve(node.parts.size());
  for (const auto& part : node.parts) parts.push_back(rewrite(part, atom));
  switch (node.kind) {
    case Predicate::Kind::constant:
      return predicate;
    case Predicate::Kind::in_set:
    case Predicate::Kind::matches:
    case Predicate::Kind::unknown:
      return atom(predicate);
    case Predicate::Kind::negation:
      return Predicate::negation(std::move(parts.front()));
    case Predicate::Kind::all_of:
      return Predicate::all_of(std::move(parts));
    case Predicate::Kind::any_of:
      return Predicate::any_of(std::move(parts));
    case Predicate::Kind::because:
      return Predicate::because(node.fact, std::move(parts.front()));
  }
  return predicate;
}

Predicate bind(const Predicate& predicate, const Choice& known) {
  return rewrite(predicate, [&](const Predicate& atom) {
    switch (evaluate(atom, known)) {
      case Truth::yes:
        return Predicate::always();
      case Truth::no:
        return Predicate::never();
      case Truth::unknown:
        return atom;
    }
    return atom;
  });
}

Predicate renumber(const Predicate& predicate,
                   const std::function<FieldId(FieldId)>& to) {
  return rewrite(predicate, [&](const Predicate& atom) {
    const auto& node = atom.node();
    if (node.kind == Predicate::Kind::in_set) {
      return Predicate::in_set(to(node.field), node.set);
    }
    if (node.kind == Predicate::Kind::matches) {
      return Predicate::matches(to(node.field), node.pattern);
    }
    return atom;
  });
}

}  // namespace pullproof::solver
