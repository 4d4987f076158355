#include "model/core/string_classes.h"

#include <unordered_set>
#include <utility>

#include "model/core/glob_automaton.h"

namespace pullproof {
namespace {

using Position = GlobAutomaton::Position;

/// Collects classes; the domain is the first pattern of `patterns`.
class Search {
 public:
  Search(const GlobAutomaton& patterns, std::size_t count, std::size_t budget)
      : patterns_(&patterns), count_(count), budget_(budget) {}

  /// Adds the classes that strings reach and that are not known yet. False if the
  /// budget is spent.
  bool run(bool only_printable);
  /// The last run has left out characters that cannot be printed.
  [[nodiscard]] bool left_out() const { return left_out_; }
  [[nodiscard]] std::vector<StringClass> take() { return std::move(classes_); }

 private:
  struct Hash {
    std::size_t operator()(const std::vector<Position>& matched) const {
      std::size_t hash = matched.size();
      for (const Position one : matched) hash = (hash ^ one) * 0x9E3779B97F4A7C15;
      return hash;
    }
  };

  void note_class(const MetStates& states, std::size_t state);
  [[nodiscard]] bool domain_is_alive(GlobAutomaton::StateView state) const {
    return !state.empty() && patterns_->pattern_of(state.front()) == 0;
  }

  const GlobAutomaton* patterns_;
  std::size_t count_;
  std::size_t budget_;
  bool left_out_ = false;
  /// By the ends of the patterns that match.
  std::unordered_set<std::vector<Position>, Hash> known_;
  std::vector<Position> matched_;
  std::vector<StringClass> classes_;
};

bool Search::run(bool only_printable) {
  left_out_ = false;
  MetStates states;
  GlobAutomaton::State from = patterns_->start();
  GlobAutomaton::State next;
  std::vector<char32_t> characters;
  states.meet(from, 0, 0);
  for (std::size_t state = 0; state < states.size(); ++state) {
    if (states.size() > budget_) return false;
    note_class(states, state);
    const auto words = states.at(state);
    from.assign(words.begin(), words.end());
    patterns_->characters(from, characters);
    for (const char32_t character : characters) {
      if (only_printable && !is_printable(character)) {
        left_out_ = true;
        continue;
      }
      patterns_->step(from, character, next);
      if (domain_is_alive(next)) states.meet(next, state, character);
    }
  }
  budget_ -= states.size();
  return true;
}

void Search::note_class(const MetStates& states, std::size_t state) {
  matched_.clear();
  for (const Position position : states.at(state)) {
    if (patterns_->is_end(position)) matched_.push_back(position);
  }
  if (matched_.empty() || patterns_->pattern_of(matched_.front()) != 0) return;
  if (!known_.insert(matched_).second) return;
  StringClass found{.witness = states.path_to(state),
                    .matches = std::vector<bool>(count_, false)};
  for (std::size_t i = 1; i < matched_.size(); ++i) {
    found.matches[patterns_->pattern_of(matched_[i]) - 1] = true;
  }
  classes_.push_back(std::move(found));
}

}  // namespace

std::optional<std::vector<StringClass>> split_strings(const Glob& domain,
                                                      const std::vector<Glob>& patterns,
                                                      std::size_t budget) {
  std::vector<const Glob*> globs{&domain};
  for (const Glob& pattern : patterns) globs.push_back(&pattern);
  const GlobAutomaton automaton(globs);
  Search search(automaton, patterns.size(), budget);
  // First without characters that cannot be printed, for the sake of the witnesses.
  if (!search.run(true)) return std::nullopt;
  if (search.left_out() && !search.run(false)) return std::nullopt;
  return search.take();
}

std::size_t few_states(const std::vector<Glob>& patterns) {
  constexpr std::size_t kLeast = 200;
  constexpr std::size_t kPerCharacter = 2;
  std::size_t characters = 0;
  for (const Glob& pattern : patterns) characters += pattern.tokens().size();
  return kLeast + kPerCharacter * characters;
}

}  // namespace pullproof
