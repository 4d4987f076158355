#include "model/core/rewrite.h"

namespace pullproof {

Predicate rewrite(const Predicate& predicate,
                  const std::function<Predicate(const Predicate&)>& atom) {
  const auto& node = predicate.node();
  std::vector<Predicate> parts;
  parts.reserve(node.parts.size());
  for (const auto& part : node.parts) parts.push_back(rewrite(part, atom));
  switch (node.kind) {
    case Predicate::Kind::Constant:
      return predicate;
    case Predicate::Kind::InSet:
    case Predicate::Kind::Matches:
    case Predicate::Kind::Unknown:
      return atom(predicate);
    case Predicate::Kind::Negation:
      return Predicate::negation(std::move(parts.front()));
    case Predicate::Kind::AllOf:
      return Predicate::all_of(std::move(parts));
    case Predicate::Kind::AnyOf:
      return Predicate::any_of(std::move(parts));
    case Predicate::Kind::Because:
      return Predicate::because(node.fact, std::move(parts.front()));
  }
  return predicate;
}

}  // namespace pullproof
