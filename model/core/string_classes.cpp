#include "model/core/string_classes.h"

#include <unordered_set>
#include <utility>

#include "model/core/glob_automaton.h"

namespace pullproof {
namespace {

using Position = GlobAutomaton::Position;

using Readers = std::vector<std::unique_ptr<TextReader>>;

/// Collects classes; the domain is the first pattern of `patterns`. A state is one of
/// the patterns', and behind it one of each reader.
class ClassSearch {
 public:
  ClassSearch(const GlobAutomaton& patterns, std::size_t count, const Readers& readers,
              std::size_t budget)
      : patterns_(&patterns), count_(count), readers_(&readers), budget_(budget) {}

  /// Adds the classes that strings reach and that are not known yet. False if the
  /// budget is spent.
  bool run(bool only_printable);
  /// The last run has left out characters that cannot be printed.
  [[nodiscard]] bool left_out() const { return left_out_; }
  [[nodiscard]] std::vector<StringClass> take() { return std::move(classes_); }

 private:
  using StateView = GlobAutomaton::StateView;
  struct Hash {
    std::size_t operator()(const std::vector<Position>& matched) const {
      std::size_t hash = matched.size();
      for (const Position one : matched) hash = (hash ^ one) * 0x9E3779B97F4A7C15;
      return hash;
    }
  };

  void note_class(const MetStates& states, std::size_t state);
  [[nodiscard]] bool domain_is_alive(StateView state) const {
    return !state.empty() && patterns_->pattern_of(state.front()) == 0;
  }
  [[nodiscard]] StateView of_patterns(StateView state) const {
    return state.first(state.size() - readers_->size());
  }
  [[nodiscard]] StateView of_readers(StateView state) const {
    return state.last(readers_->size());
  }
  void characters(StateView from, std::vector<char32_t>& to);

  const GlobAutomaton* patterns_;
  std::size_t count_;
  const Readers* readers_;
  std::size_t budget_;
  bool left_out_ = false;
  /// By the ends of the patterns that match, and what the readers answer.
  std::unordered_set<std::vector<Position>, Hash> known_;
  std::vector<Position> matched_;
  std::u32string told_apart_;
  std::vector<StringClass> classes_;
};

void ClassSearch::characters(StateView from, std::vector<char32_t>& to) {
  told_apart_.clear();
  const auto read = of_readers(from);
  for (std::size_t i = 0; i < readers_->size(); ++i) {
    if (read[i] != TextReader::kDead) told_apart_ += (*readers_)[i]->characters();
  }
  patterns_->characters(of_patterns(from), to, told_apart_);
}

bool ClassSearch::run(bool only_printable) {
  left_out_ = false;
  MetStates states;
  GlobAutomaton::State from = patterns_->start();
  for (const auto& reader : *readers_) from.push_back(reader->start());
  GlobAutomaton::State next;
  std::vector<char32_t> following;
  states.meet(from, 0, 0);
  for (std::size_t state = 0; state < states.size(); ++state) {
    if (states.size() > budget_) return false;
    note_class(states, state);
    const auto words = states.at(state);
    from.assign(words.begin(), words.end());
    characters(from, following);
    for (const char32_t character : following) {
      if (only_printable && !is_printable(character)) {
        left_out_ = true;
        continue;
      }
      patterns_->step(of_patterns(from), character, next);
      if (!domain_is_alive(next)) continue;
      for (std::size_t i = 0; i < readers_->size(); ++i) {
        next.push_back((*readers_)[i]->step(of_readers(from)[i], character));
      }
      states.meet(next, state, character);
    }
  }
  budget_ -= states.size();
  return true;
}

void ClassSearch::note_class(const MetStates& states, std::size_t state) {
  matched_.clear();
  for (const Position position : of_patterns(states.at(state))) {
    if (patterns_->is_end(position)) matched_.push_back(position);
  }
  if (matched_.empty() || patterns_->pattern_of(matched_.front()) != 0) return;
  const std::size_t matching = matched_.size();
  for (std::size_t i = 0; i < readers_->size(); ++i) {
    matched_.push_back((*readers_)[i]->answer(of_readers(states.at(state))[i]));
  }
  if (!known_.insert(matched_).second) return;
  StringClass found{.witness = states.path_to(state),
                    .matches = std::vector<bool>(count_, false)};
  for (std::size_t i = 1; i < matching; ++i) {
    found.matches[patterns_->pattern_of(matched_[i]) - 1] = true;
  }
  classes_.push_back(std::move(found));
}

}  // namespace

std::optional<std::vector<StringClass>> split_strings(const Glob& domain,
                                                      const std::vector<Glob>& patterns,
                                                      std::size_t budget,
                                                      const Readers& readers) {
  std::vector<const Glob*> globs{&domain};
  for (const Glob& pattern : patterns) globs.push_back(&pattern);
  const GlobAutomaton automaton(globs);
  ClassSearch search(automaton, patterns.size(), readers, budget);
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
