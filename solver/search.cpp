#include "solver/search.h"

#include <algorithm>
#include <utility>

#include "model/core/ensure.h"
#include "model/core/string_search.h"

namespace pullproof::solver {
namespace {

constexpr std::uint8_t kWanted = 1;
constexpr std::uint8_t kUnwanted = 2;
constexpr Search::Part kNo = 0;
constexpr Search::Part kYes = 1;

Truth opposite(Truth truth) {
  if (truth == Truth::Unknown) return truth;
  return truth == Truth::Yes ? Truth::No : Truth::Yes;
}

}  // namespace

Search::Search(const Fields& fields, std::size_t budget)
    : fields_(fields), budget_(budget) {
  add({.kind = Kind::No});
  add({.kind = Kind::Yes});
}

Search::Part Search::add(Node node) {
  nodes_.push_back(std::move(node));
  return static_cast<Part>(nodes_.size() - 1);
}

Search::Part Search::part(const Predicate& predicate, bool holds) {
  const auto& node = predicate.node();
  const auto found = known_.find({&node, holds});
  if (found != known_.end()) return found->second;
  Part made = kNo;
  switch (node.kind) {
    case Predicate::Kind::Negation:
      made = part(node.parts.front(), !holds);
      break;
    case Predicate::Kind::Because:
      made = part(node.parts.front(), holds);
      break;
    case Predicate::Kind::AllOf:
    case Predicate::Kind::AnyOf: {
      std::vector<Part> parts;
      parts.reserve(node.parts.size());
      for (const Predicate& child : node.parts) parts.push_back(part(child, holds));
      const bool all = (node.kind == Predicate::Kind::AllOf) == holds;
      made = all ? all_of(parts) : any_of(parts);
      break;
    }
    case Predicate::Kind::Constant:
    case Predicate::Kind::InSet:
    case Predicate::Kind::Matches:
    case Predicate::Kind::Unknown:
      made = without_children(predicate, holds);
      break;
  }
  kept_.push_back(predicate);
  known_.emplace(std::pair(&node, holds), made);
  return made;
}

Search::Part Search::without_children(const Predicate& predicate, bool holds) {
  const auto& node = predicate.node();
  if (node.kind == Predicate::Kind::InSet) {
    const IntervalSet& domain = fields_.at(node.field).domain;
    IntervalSet set = holds ? domain.intersected(node.set) : domain.minus(node.set);
    if (set.empty()) return kNo;
    if (set == domain) return kYes;
    return add({.kind = Kind::InSet, .field = node.field, .set = std::move(set)});
  }
  if (node.kind == Predicate::Kind::Matches) {
    const GlobId glob = globs_.number(node.pattern);
    const GlobId domain = globs_.number(fields_.at(node.field).text_domain);
    if (globs_.covers(glob, domain)) return holds ? kYes : kNo;
    if (globs_.excludes(glob, domain)) return holds ? kNo : kYes;
    return add({.kind = Kind::Text,
                .holds = holds,
                .wants_text = holds,
                .field = node.field,
                .index = glob});
  }
  if (node.kind == Predicate::Kind::Unknown) {
    const auto [at, is_new] =
        numbers_.emplace(node.question, static_cast<std::uint32_t>(numbers_.size()));
    if (is_new) unknowns_.push_back(&at->first);
    return add({.kind = Kind::Question, .holds = holds, .index = at->second});
  }
  return node.value == holds ? kYes : kNo;
}

Search::Part Search::all_of(const std::vector<Part>& parts) {
  return combined(Kind::All, parts);
}

Search::Part Search::any_of(const std::vector<Part>& parts) {
  return combined(Kind::Any, parts);
}

/// Folds constants away, and takes in parts of the same kind.
Search::Part Search::combined(Kind kind, const std::vector<Part>& parts) {
  const Part neutral = kind == Kind::All ? kYes : kNo;
  const Part decisive = kind == Kind::All ? kNo : kYes;
  Node node{.kind = kind};
  for (const Part one : parts) {
    if (one == decisive) return decisive;
    if (one == neutral) continue;
    const Node& child = nodes_[one];
    node.wants_text = node.wants_text || child.wants_text;
    if (child.kind == kind) {
      node.parts.insert(node.parts.end(), child.parts.begin(), child.parts.end());
    } else {
      node.parts.push_back(one);
    }
  }
  if (node.parts.empty()) return neutral;
  if (node.parts.size() == 1) return node.parts.front();
  return add(std::move(node));
}

std::set<Unknown> Search::questions(Part part) const {
  std::set<Unknown> found;
  std::vector<Part> waiting = {part};
  while (!waiting.empty()) {
    const Node& node = nodes_[waiting.back()];
    waiting.pop_back();
    if (node.kind == Kind::Question) found.insert(*unknowns_[node.index]);
    waiting.insert(waiting.end(), node.parts.begin(), node.parts.end());
  }
  return found;
}

bool Search::is_chosen(const Literal& literal) const {
  const auto text = texts_.find(literal.field);
  if (text == texts_.end() || text->second.chosen.size() <= literal.glob) return false;
  const std::uint8_t bit = literal.holds ? kWanted : kUnwanted;
  return (text->second.chosen[literal.glob] & bit) != 0;
}

/// With what is chosen already, the literal leaves no text, as was found before.
bool Search::is_excluded(const Literal& literal) {
  const auto found = conflicts_.find(literal);
  if (found == conflicts_.end()) return false;
  return std::any_of(
      found->second.begin(), found->second.end(), [&](const auto& conflict) {
        return std::all_of(conflict.begin(), conflict.end(), [&](const auto& other) {
          return other == literal || is_chosen(other);
        });
      });
}

Truth Search::truth_of_text(const Node& node) {
  const auto found = texts_.find(node.field);
  if (found == texts_.end()) return Truth::Unknown;
  const GlobId glob = node.index;
  spent_ += found->second.wanted.size();
  if (is_chosen({node.field, glob, true})) return Truth::Yes;
  if (is_chosen({node.field, glob, false})) return Truth::No;
  for (const GlobId wanted : found->second.wanted) {
    if (globs_.covers(glob, wanted)) return Truth::Yes;
    if (globs_.excludes(glob, wanted)) return Truth::No;
  }
  // Where it must not match either, that it cannot is worth a short look only.
  constexpr std::size_t kFew = 64;
  if (!node.holds && found->second.unwanted.size() > kFew) return Truth::Unknown;
  spent_ += found->second.unwanted.size();
  for (const GlobId unwanted : found->second.unwanted) {
    if (globs_.covers(unwanted, glob)) return Truth::No;
  }
  return Truth::Unknown;
}

Truth Search::truth_of_children(const Node& node) {
  const Truth decisive = node.kind == Kind::All ? Truth::No : Truth::Yes;
  Truth result = opposite(decisive);
  for (const Part part : node.parts) {
    const Truth one = truth(part);
    if (one == decisive) return one;
    if (one == Truth::Unknown) result = one;
  }
  return result;
}

// The depth of a part is that of its predicate: our own code fixes it.
Truth Search::truth(Part part) {
  ++spent_;
  const Node& node = nodes_[part];
  switch (node.kind) {
    case Kind::No:
      return Truth::No;
    case Kind::Yes:
      return Truth::Yes;
    case Kind::InSet: {
      const auto domain = domains_.find(node.field);
      if (domain == domains_.end()) return Truth::Unknown;
      if (!domain->second.overlaps(node.set)) return Truth::No;
      return domain->second.is_subset_of(node.set) ? Truth::Yes : Truth::Unknown;
    }
    case Kind::Text: {
      const Truth matches = truth_of_text(node);
      if (matches != Truth::Unknown) return node.holds ? matches : opposite(matches);
      return is_excluded({node.field, node.index, node.holds}) ? Truth::No : matches;
    }
    case Kind::Question: {
      if (questions_ == Questions::Refuse) return Truth::No;
      const auto answer = answers_.find(node.index);
      if (answer == answers_.end()) return Truth::Unknown;
      return answer->second == node.holds ? Truth::Yes : Truth::No;
    }
    case Kind::All:
    case Kind::Any:
      return truth_of_children(node);
  }
  ensure(false, "every kind of part is listed");
  return Truth::Unknown;
}

bool Search::choose_leaf(const Node& node) {
  switch (node.kind) {
    case Kind::InSet: {
      const IntervalSet& whole = fields_.at(node.field).domain;
      auto& domain = domains_.try_emplace(node.field, whole).first->second;
      old_domains_.emplace_back(node.field, domain);
      domain = domain.intersected(node.set);
      return !domain.empty();
    }
    case Kind::Text: {
      Text& text = texts_[node.field];
      if (text.chosen.size() < globs_.size()) text.chosen.resize(globs_.size(), 0);
      (node.holds ? text.wanted : text.unwanted).push_back(node.index);
      text.chosen[node.index] |= node.holds ? kWanted : kUnwanted;
      literals_.push_back({node.field, node.index, node.holds});
      return true;
    }
    case Kind::Question:
      answers_.emplace(node.index, node.holds);
      answered_.push_back(node.index);
      return true;
    case Kind::No:
    case Kind::Yes:
    case Kind::All:
    case Kind::Any:
      break;
  }
  ensure(false, "only a leaf is chosen by itself");
  return false;
}

/// From now on the part holds; its own alternatives become pending. False: it cannot.
bool Search::choose(Part part, std::vector<Part>& pending) {
  std::vector<Part> waiting = {part};
  while (!waiting.empty()) {
    const Part one = waiting.back();
    waiting.pop_back();
    const Truth known = truth(one);
    if (known == Truth::No) return false;
    if (known == Truth::Yes) continue;
    const Node& node = nodes_[one];
    if (node.kind == Kind::Any) {
      pending.push_back(one);
    } else if (node.kind == Kind::All) {
      waiting.insert(waiting.end(), node.parts.rbegin(), node.parts.rend());
    } else if (!choose_leaf(node)) {
      return false;
    }
  }
  return true;
}

bool Search::propagate(std::vector<Part>& pending) {
  bool changed = true;
  while (changed) {
    changed = false;
    std::vector<Part> open;
    std::swap(open, pending);
    for (const Part part : open) {
      Part only = kNo;
      std::size_t count = 0;
      bool holds = false;
      for (const Part child : nodes_[part].parts) {
        const Truth known = truth(child);
        if (known == Truth::Yes) holds = true;
        if (known != Truth::Unknown) continue;
        only = child;
        ++count;
      }
      if (holds) continue;
      if (count == 0) return false;
      if (count > 1) {
        pending.push_back(part);
        continue;
      }
      changed = true;
      if (!choose(only, pending)) return false;
    }
  }
  return true;
}

/// What wants a text decides most of the rest; then what has the fewest alternatives.
Search::Level Search::level_of(std::vector<Part> pending) {
  const auto open_parts = [this](Part part) {
    std::vector<Part> open;
    for (const Part child : nodes_[part].parts) {
      if (truth(child) == Truth::Unknown) open.push_back(child);
    }
    return open;
  };
  Level level{.mark = mark(), .pending = {}, .choices = {}};
  bool best_wants_text = false;
  Part best = kNo;
  for (const Part part : pending) {
    std::vector<Part> open = open_parts(part);
    const bool wants_text = nodes_[part].wants_text;
    const bool better =
        best == kNo || (wants_text && !best_wants_text) ||
        (wants_text == best_wants_text && open.size() < level.choices.size());
    if (!better) continue;
    best = part;
    best_wants_text = wants_text;
    level.choices = std::move(open);
  }
  std::erase(pending, best);
  level.pending = std::move(pending);
  return level;
}

Search::Mark Search::mark() const {
  return {.domains = old_domains_.size(),
          .answers = answered_.size(),
          .literals = literals_.size()};
}

void Search::go_back_to(const Mark& mark) {
  while (old_domains_.size() > mark.domains) {
    domains_[old_domains_.back().first] = std::move(old_domains_.back().second);
    old_domains_.pop_back();
  }
  while (answered_.size() > mark.answers) {
    answers_.erase(answered_.back());
    answered_.pop_back();
  }
  while (literals_.size() > mark.literals) {
    const Literal& last = literals_.back();
    Text& text = texts_[last.field];
    (last.holds ? text.wanted : text.unwanted).pop_back();
    const std::uint8_t bit = last.holds ? kWanted : kUnwanted;
    text.chosen[last.glob] = static_cast<std::uint8_t>(text.chosen[last.glob] & ~bit);
    literals_.pop_back();
  }
}

void Search::remember(const std::vector<Literal>& conflict) {
  for (const Literal& literal : conflict) conflicts_[literal].push_back(conflict);
}

/// False if no text fits, or if none was found.
bool Search::find_text(FieldId field, Text& text, std::string& value) {
  StringQuestion question{
      .domain = &fields_.at(field).text_domain, .wanted = {}, .unwanted = {}};
  for (const GlobId glob : text.wanted) question.wanted.push_back(&globs_.at(glob));
  for (const GlobId glob : text.unwanted) question.unwanted.push_back(&globs_.at(glob));
  StringAnswer answer = find_string(question, spent_ < budget_ ? budget_ - spent_ : 0);
  spent_ += answer.spent;
  switch (answer.kind) {
    case StringAnswer::Kind::Found:
      value = std::move(answer.witness);
      return true;
    case StringAnswer::Kind::GaveUp:
      gave_up_ = true;
      return false;
    case StringAnswer::Kind::None:
      break;
  }
  std::vector<Literal> conflict;
  for (const std::size_t i : answer.wanted) {
    conflict.push_back({field, text.wanted[i], true});
  }
  for (const std::size_t i : answer.unwanted) {
    conflict.push_back({field, text.unwanted[i], false});
  }
  remember(conflict);
  return false;
}

std::optional<Choice> Search::values() {
  Choice choice;
  choice.values.resize(fields_.size());
  for (auto& [field, text] : texts_) {
    if (text.wanted.empty() && text.unwanted.empty()) continue;
    std::string value;
    if (!find_text(field, text, value)) return std::nullopt;
    choice.values[static_cast<std::size_t>(field)] = std::move(value);
  }
  for (const auto& [field, domain] : domains_) {
    choice.values[static_cast<std::size_t>(field)] =
        plausible_value(fields_.at(field), domain);
  }
  for (const auto& [question, answer] : answers_) {
    choice.answers.emplace(*unknowns_[question], answer);
  }
  return choice;
}

void Search::start(Questions questions) {
  go_back_to({});
  domains_.clear();
  questions_ = questions;
  gave_up_ = false;
  spent_ = 0;
}

Reply Search::find(Part asked, Questions questions) {
  start(questions);
  std::vector<Part> pending;
  std::vector<Level> levels;
  if (!choose(asked, pending) || !propagate(pending)) {
    return {.answer = Answer::Unsat, .choice = {}};
  }
  if (pending.empty()) {
    if (auto choice = values()) {
      return {.answer = Answer::Sat, .choice = *std::move(choice)};
    }
    return {.answer = gave_up_ ? Answer::GaveUp : Answer::Unsat, .choice = {}};
  }
  levels.push_back(level_of(std::move(pending)));
  return try_levels(levels);
}

Reply Search::try_levels(std::vector<Level>& levels) {
  while (!levels.empty()) {
    Level& level = levels.back();
    go_back_to(level.mark);
    if (level.next == level.choices.size()) {
      levels.pop_back();
      continue;
    }
    if (spent_ > budget_) return {.answer = Answer::GaveUp, .choice = {}};
    std::vector<Part> pending = level.pending;
    if (!choose(level.choices[level.next++], pending) || !propagate(pending)) continue;
    if (!pending.empty()) {
      levels.push_back(level_of(std::move(pending)));
    } else if (auto choice = values()) {
      return {.answer = Answer::Sat, .choice = *std::move(choice)};
    }
  }
  return {.answer = gave_up_ ? Answer::GaveUp : Answer::Unsat, .choice = {}};
}

}  // namespace pullproof::solver
