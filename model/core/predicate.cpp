#include "model/core/predicate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "model/core/ensure.h"
#include "model/core/string_classes.h"

namespace pullproof {
namespace {

using NodeKind = Predicate::Kind;
using Node = Predicate::Node;

/// Enough for any pattern that real policies hold; what exceeds it is left to the
/// solver, so the number bounds time and never changes a verdict.
constexpr std::size_t kInclusionBudget = 4'000;

/// How many sets of facts `blame` tries in search of a smaller one.
constexpr std::size_t kBlameBudget = 5'000;

Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }

Truth opposite(Truth value) {
  switch (value) {
    case Truth::No:
      return Truth::Yes;
    case Truth::Yes:
      return Truth::No;
    case Truth::Unknown:
      return Truth::Unknown;
  }
  ensure(false, "every truth is listed");
  return Truth::Unknown;
}

/// Kleene's tables: one part that equals `decisive` decides; else an unknown part
/// leaves the whole open.
template <class TruthOfPart>
Truth combine(const std::vector<Predicate>& parts, Truth decisive,
              const TruthOfPart& truth_of) {
  Truth result = opposite(decisive);
  for (const Predicate& part : parts) {
    const Truth of_part = truth_of(part);
    if (of_part == decisive) return decisive;
    if (of_part == Truth::Unknown) result = Truth::Unknown;
  }
  return result;
}

/// The truth of a formula whose atoms `truth_of_atom` decides.
template <class TruthOfAtom>
Truth decide(const Predicate& predicate, const TruthOfAtom& truth_of_atom) {
  const Node& node = predicate.node();
  const auto recur = [&truth_of_atom](const Predicate& part) {
    return decide(part, truth_of_atom);
  };
  switch (node.kind) {
    case NodeKind::Constant:
      return truth(node.value);
    case NodeKind::InSet:
    case NodeKind::Matches:
    case NodeKind::Unknown:
      return truth_of_atom(node);
    case NodeKind::Negation:
      return opposite(recur(node.parts.front()));
    case NodeKind::AllOf:
      return combine(node.parts, Truth::No, recur);
    case NodeKind::AnyOf:
      return combine(node.parts, Truth::Yes, recur);
    case NodeKind::Because:
      return recur(node.parts.front());
  }
  ensure(false, "every kind of predicate is listed");
  return Truth::Unknown;
}

bool is_constant(const Predicate& predicate, bool value) {
  return predicate.node().kind == NodeKind::Constant && predicate.node().value == value;
}

std::shared_ptr<Node> node_of(NodeKind kind, std::vector<Predicate> parts = {}) {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->parts = std::move(parts);
  return node;
}

/// `parts` as one list: without nested nodes of the same kind and without `neutral`
/// constants. Nothing if a bare constant decides the whole.
std::optional<std::vector<Predicate>> flattened(std::vector<Predicate> parts,
                                                NodeKind kind, bool neutral) {
  std::vector<Predicate> flat;
  flat.reserve(parts.size());
  for (Predicate& part : parts) {
    if (is_constant(part, !neutral)) return std::nullopt;
    if (is_constant(part, neutral)) continue;
    if (part.node().kind == kind)
      flat.insert(flat.end(), part.node().parts.begin(), part.node().parts.end());
    else
      flat.push_back(std::move(part));
  }
  return flat;
}

Truth truth_of_atom(const Node& node, const Choice& choice) {
  if (node.kind == NodeKind::Unknown) {
    const auto answer = choice.answers.find(node.question);
    return answer == choice.answers.end() ? Truth::Unknown : truth(answer->second);
  }
  const auto index = static_cast<std::size_t>(node.field);
  const bool absent = index >= choice.values.size() ||
                      std::holds_alternative<std::monostate>(choice.values[index]);
  if (absent) return Truth::Unknown;
  return truth(node.kind == NodeKind::InSet
                   ? node.set.contains(choice.number(node.field))
                   : node.pattern.matches(choice.text(node.field)));
}

Truth fold_in_set(const Node& node, const Domains& domains) {
  const auto domain = domains.numbers.find(node.field);
  if (domain == domains.numbers.end()) return Truth::Unknown;
  if (!domain->second.overlaps(node.set)) return Truth::No;
  return domain->second.is_subset_of(node.set) ? Truth::Yes : Truth::Unknown;
}

/// Some string that the pattern matches and some string of the domain that it does not:
/// most patterns need no automaton to show that both exist.
bool clearly_splits(const Glob& pattern, const Glob& domain) {
  return domain.matches(pattern.sample()) && !pattern.matches(domain.sample());
}

Truth fold_matches(const Node& node, const Domains& domains) {
  const auto domain = domains.texts.find(node.field);
  if (domain == domains.texts.end()) return Truth::Unknown;
  if (clearly_splits(node.pattern, domain->second)) return Truth::Unknown;
  const auto classes = split_strings(domain->second, {node.pattern}, kInclusionBudget);
  if (!classes || classes->size() != 1) return Truth::Unknown;
  return truth(classes->front().matches.front());
}

Truth fold_atom(const Node& node, const Domains& domains) {
  return node.kind == NodeKind::InSet     ? fold_in_set(node, domains)
         : node.kind == NodeKind::Matches ? fold_matches(node, domains)
                                          : Truth::Unknown;
}

/// Why a formula is decided, as a formula over "this fact stays as it is" without
/// negation: more facts never decide less.
struct Reason {
  enum class Kind { Fact, All, Any };
  Kind kind = Kind::All;
  FactRef fact;
  std::size_t id = 0;  ///< Of the fact, in order of appearance.
  std::vector<Reason> parts;
};

/// `set[id]` says whether the facts with that id stay as they are.
using FactSet = std::vector<bool>;

std::size_t size_of(const FactSet& set) {
  return static_cast<std::size_t>(std::count(set.begin(), set.end(), true));
}

/// Builds reasons and numbers the ids that occur in them.
class Reasons {
 public:
  explicit Reasons(const Choice& choice) : choice_(&choice) {}

  /// Why `predicate` has the value that it has under the choice, which is not unknown.
  Reason of(const Predicate& predicate) {
    const Node& node = predicate.node();
    switch (node.kind) {
      case NodeKind::Constant:
      case NodeKind::InSet:
      case NodeKind::Matches:
      case NodeKind::Unknown:
        return {};
      case NodeKind::Negation:
        return of(node.parts.front());
      case NodeKind::AllOf:
        return of_parts(predicate, Truth::No);
      case NodeKind::AnyOf:
        return of_parts(predicate, Truth::Yes);
      case NodeKind::Because:
        return of_because(node);
    }
    ensure(false, "every kind of predicate is listed");
    return {};
  }

  [[nodiscard]] std::size_t ids() const { return ids_.size(); }

 private:
  Reason of_because(const Node& node) {
    const std::size_t id = ids_.emplace(node.fact->id, ids_.size()).first->second;
    Reason reason;
    reason.parts.push_back(
        {.kind = Reason::Kind::Fact, .fact = node.fact, .id = id, .parts = {}});
    reason.parts.push_back(of(node.parts.front()));
    return reason;
  }

  /// One part that equals `decisive` is enough; the opposite needs every part.
  Reason of_parts(const Predicate& predicate, Truth decisive) {
    const bool one_is_enough = evaluate(predicate, *choice_) == decisive;
    Reason reason;
    reason.kind = one_is_enough ? Reason::Kind::Any : Reason::Kind::All;
    for (const Predicate& part : predicate.node().parts)
      if (!one_is_enough || evaluate(part, *choice_) == decisive)
        reason.parts.push_back(of(part));
    return reason;
  }

  const Choice* choice_;
  std::map<std::string, std::size_t> ids_;
};

bool holds(const Reason& reason, const FactSet& facts) {
  const auto part_holds = [&facts](const Reason& part) { return holds(part, facts); };
  switch (reason.kind) {
    case Reason::Kind::Fact:
      return facts[reason.id];
    case Reason::Kind::All:
      return std::all_of(reason.parts.begin(), reason.parts.end(), part_holds);
    case Reason::Kind::Any:
      return std::any_of(reason.parts.begin(), reason.parts.end(), part_holds);
  }
  ensure(false, "every kind of reason is listed");
  return false;
}

/// A small set that is enough: of alternatives the smallest, the first among equals.
FactSet small_set(const Reason& reason, std::size_t ids) {
  FactSet result(ids, false);
  if (reason.kind == Reason::Kind::Fact) result[reason.id] = true;
  bool first = true;
  for (const Reason& part : reason.parts) {
    FactSet of_part = small_set(part, ids);
    if (reason.kind == Reason::Kind::All) {
      for (std::size_t id = 0; id < ids; ++id) result[id] = result[id] || of_part[id];
    } else if (std::exchange(first, false) || size_of(of_part) < size_of(result)) {
      result = std::move(of_part);
    }
  }
  return result;
}

/// Drops what is not needed, in the order that `ids` gives.
FactSet without_spare_facts(const Reason& reason, FactSet set,
                            const std::vector<std::size_t>& ids) {
  for (const std::size_t id : ids) {
    if (!set[id]) continue;
    set[id] = false;
    if (!holds(reason, set)) set[id] = true;
  }
  return set;
}

void count_uses(const Reason& reason, std::vector<std::size_t>& uses) {
  if (reason.kind == Reason::Kind::Fact) ++uses[reason.id];
  for (const Reason& part : reason.parts) count_uses(part, uses);
}

/// A set that is enough and in which no fact is spare. Two guesses: the smallest reason
/// of each alternative, and few facts that serve many alternatives.
FactSet irreducible_set(const Reason& reason, std::size_t ids) {
  std::vector<std::size_t> uses(ids, 0);
  count_uses(reason, uses);
  std::vector<std::size_t> rarest_first(ids);
  for (std::size_t i = 0; i < ids; ++i) rarest_first[i] = ids - 1 - i;
  std::stable_sort(rarest_first.begin(), rarest_first.end(),
                   [&uses](std::size_t left, std::size_t right) {
                     return uses[left] < uses[right];
                   });
  FactSet local = without_spare_facts(reason, small_set(reason, ids), rarest_first);
  FactSet shared = without_spare_facts(reason, FactSet(ids, true), rarest_first);
  return size_of(shared) < size_of(local) ? shared : local;
}

/// Looks for a set of `forced` and `count` more of `open[from..]`.
bool extend(const Reason& reason, FactSet& set, const std::vector<std::size_t>& open,
            std::size_t from, std::size_t count, std::size_t& budget) {
  if (count == 0) return budget > 0 && (--budget, holds(reason, set));
  for (std::size_t i = from; i + count <= open.size() && budget > 0; ++i) {
    set[open[i]] = true;
    if (extend(reason, set, open, i + 1, count - 1, budget)) return true;
    set[open[i]] = false;
  }
  return false;
}

/// The smallest set that is enough; where the budget ends first, one in which no fact
/// is spare.
FactSet smallest_set(const Reason& reason, std::size_t ids) {
  FactSet best = irreducible_set(reason, ids);
  FactSet forced(ids, false);
  std::vector<std::size_t> open;
  for (std::size_t id = 0; id < ids; ++id) {
    FactSet others(ids, true);
    others[id] = false;
    forced[id] = !holds(reason, others);
    if (!forced[id]) open.push_back(id);
  }
  std::size_t budget = kBlameBudget;
  const std::size_t to_beat = size_of(best) - size_of(forced);
  for (std::size_t count = 0; count < to_beat; ++count) {
    FactSet set = forced;
    if (extend(reason, set, open, 0, count, budget)) return set;
  }
  return best;
}

/// The facts that one derivation from `set` uses, in order of appearance.
void collect(const Reason& reason, const FactSet& set, std::vector<FactRef>& facts) {
  if (reason.kind == Reason::Kind::Fact) {
    const auto same = [&reason](const FactRef& fact) {
      return std::tie(fact->id, fact->file, fact->pointer) ==
             std::tie(reason.fact->id, reason.fact->file, reason.fact->pointer);
    };
    if (std::none_of(facts.begin(), facts.end(), same)) facts.push_back(reason.fact);
    return;
  }
  for (const Reason& part : reason.parts) {
    if (!holds(part, set)) continue;
    collect(part, set, facts);
    if (reason.kind == Reason::Kind::Any) return;
  }
}

/// Calls `visit` with every node, parents first.
template <class Visit>
void walk(const Predicate& predicate, const Visit& visit) {
  visit(predicate.node());
  for (const Predicate& part : predicate.node().parts) walk(part, visit);
}

}  // namespace

Number Choice::number(FieldId field) const {
  const auto index = static_cast<std::size_t>(field);
  const Number* value =
      index < values.size() ? std::get_if<Number>(&values[index]) : nullptr;
  ensure(value != nullptr, "a number is set for the field");
  return *value;
}

const std::string& Choice::text(FieldId field) const {
  const auto index = static_cast<std::size_t>(field);
  const std::string* value =
      index < values.size() ? std::get_if<std::string>(&values[index]) : nullptr;
  ensure(value != nullptr, "a text is set for the field");
  return *value;
}

Predicate Predicate::always() { return constant(true); }

Predicate Predicate::never() { return constant(false); }

Predicate Predicate::constant(bool value) {
  const auto made = [](bool either) {
    auto node = node_of(NodeKind::Constant);
    node->value = either;
    return Predicate(std::move(node));
  };
  static const Predicate kYes = made(true);
  static const Predicate kNo = made(false);
  return value ? kYes : kNo;
}

Predicate Predicate::in_set(FieldId field, IntervalSet set) {
  if (set.empty()) return never();
  auto node = node_of(NodeKind::InSet);
  node->field = field;
  node->set = std::move(set);
  return Predicate(std::move(node));
}

Predicate Predicate::matches(FieldId field, Glob pattern) {
  if (pattern == Glob::like("*", pattern.letter_case())) return always();
  auto node = node_of(NodeKind::Matches);
  node->field = field;
  node->pattern = std::move(pattern);
  return Predicate(std::move(node));
}

Predicate Predicate::unknown(Unknown question) {
  auto node = node_of(NodeKind::Unknown);
  node->question = std::move(question);
  return Predicate(std::move(node));
}

Predicate Predicate::negation(Predicate part) {
  const Node& inner = part.node();
  if (inner.kind == NodeKind::Constant) return constant(!inner.value);
  if (inner.kind == NodeKind::Negation) return inner.parts.front();
  return Predicate(node_of(NodeKind::Negation, {std::move(part)}));
}

Predicate Predicate::all_of(std::vector<Predicate> parts) {
  auto flat = flattened(std::move(parts), NodeKind::AllOf, true);
  if (!flat) return never();
  if (flat->empty()) return always();
  if (flat->size() == 1) return flat->front();
  return Predicate(node_of(NodeKind::AllOf, *std::move(flat)));
}

Predicate Predicate::any_of(std::vector<Predicate> parts) {
  auto flat = flattened(std::move(parts), NodeKind::AnyOf, false);
  if (!flat) return always();
  if (flat->empty()) return never();
  if (flat->size() == 1) return flat->front();
  return Predicate(node_of(NodeKind::AnyOf, *std::move(flat)));
}

Predicate Predicate::because(FactRef fact, Predicate part) {
  ensure(fact != nullptr, "a part rests on a fact that exists");
  auto node = node_of(NodeKind::Because, {std::move(part)});
  node->fact = std::move(fact);
  return Predicate(std::move(node));
}

Truth Predicate::as_constant() const {
  return decide(*this, [](const Node&) { return Truth::Unknown; });
}

Truth evaluate(const Predicate& predicate, const Choice& choice) {
  return decide(predicate,
                [&choice](const Node& atom) { return truth_of_atom(atom, choice); });
}

Predicate fold(const Predicate& predicate, const Domains& domains) {
  const Node& node = predicate.node();
  std::vector<Predicate> parts;
  parts.reserve(node.parts.size());
  for (const Predicate& part : node.parts) parts.push_back(fold(part, domains));
  switch (node.kind) {
    case NodeKind::Constant:
    case NodeKind::Unknown:
      return predicate;
    case NodeKind::InSet:
    case NodeKind::Matches: {
      const Truth decided = fold_atom(node, domains);
      return decided == Truth::Unknown ? predicate
                                       : Predicate::constant(decided == Truth::Yes);
    }
    case NodeKind::Negation:
      return Predicate::negation(std::move(parts.front()));
    case NodeKind::AllOf:
      return Predicate::all_of(std::move(parts));
    case NodeKind::AnyOf:
      return Predicate::any_of(std::move(parts));
    case NodeKind::Because:
      return Predicate::because(node.fact, std::move(parts.front()));
  }
  ensure(false, "every kind of predicate is listed");
  return predicate;
}

Predicate settled(const Predicate& predicate, bool truth) {
  const Node& node = predicate.node();
  const auto parts = [&](bool of_part) {
    std::vector<Predicate> all;
    all.reserve(node.parts.size());
    for (const auto& part : node.parts) all.push_back(settled(part, of_part));
    return all;
  };
  switch (node.kind) {
    case NodeKind::Unknown:
      return Predicate::constant(truth);
    case NodeKind::Negation:
      return Predicate::negation(settled(node.parts.front(), !truth));
    case NodeKind::AllOf:
      return Predicate::all_of(parts(truth));
    case NodeKind::AnyOf:
      return Predicate::any_of(parts(truth));
    case NodeKind::Because:
      return settled(node.parts.front(), truth);
    case NodeKind::Constant:
    case NodeKind::InSet:
    case NodeKind::Matches:
      break;
  }
  return predicate;
}

std::vector<FactRef> blame(const Predicate& predicate, const Choice& choice) {
  ensure(evaluate(predicate, choice) == Truth::No, "blame needs a refusal");
  Reasons reasons(choice);
  const Reason reason = reasons.of(predicate);
  const FactSet set = smallest_set(reason, reasons.ids());
  std::vector<FactRef> facts;
  collect(reason, set, facts);
  return facts;
}

std::set<Unknown> questions(const Predicate& predicate) {
  std::set<Unknown> found;
  walk(predicate, [&found](const Node& node) {
    if (node.kind == NodeKind::Unknown) found.insert(node.question);
  });
  return found;
}

std::set<FieldId> fields(const Predicate& predicate) {
  std::set<FieldId> found;
  walk(predicate, [&found](const Node& node) {
    if (node.kind == NodeKind::InSet || node.kind == NodeKind::Matches)
      found.insert(node.field);
  });
  return found;
}

}  // namespace pullproof
