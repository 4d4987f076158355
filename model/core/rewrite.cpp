#include "model/core/rewrite.h"

namespace pullproof {

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

}  // namespace pullproof
