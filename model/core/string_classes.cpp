#include "model/core/string_classes.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "model/core/ensure.h"
#include "model/core/utf8.h"

namespace pullproof {
namespace {

using Word = std::uint64_t;
using Bits = std::vector<Word>;
constexpr std::size_t kWordBits = 64;

bool test(std::span<const Word> bits, std::size_t at) {
  return ((bits[at / kWordBits] >> (at % kWordBits)) & 1) != 0;
}

void mark(Bits& bits, std::size_t at) {
  bits[at / kWordBits] |= Word{1} << (at % kWordBits);
}

/// Clears the bits from `begin` up to, but not including, `end`.
void clear(std::span<Word> bits, std::size_t begin, std::size_t end) {
  while (begin < end) {
    const std::size_t offset = begin % kWordBits;
    const std::size_t count = std::min(kWordBits - offset, end - begin);
    const Word ones = count == kWordBits ? ~Word{0} : (Word{1} << count) - 1;
    bits[begin / kWordBits] &= ~(ones << offset);
    begin += count;
  }
}

bool is_run(GlobToken::Kind kind) {
  return kind == GlobToken::Kind::AnyRun || kind == GlobToken::Kind::AnySegmentRun;
}

bool is_printable(char32_t character) { return U' ' <= character && character <= U'~'; }

/// All ASCII characters, those that people like to read in a witness first.
std::vector<char32_t> characters_by_preference() {
  constexpr char32_t kAscii = 128;
  std::vector<char32_t> characters(kAscii);
  for (char32_t i = 0; i < kAscii; ++i) characters[i] = i;
  const auto rank = [](char32_t character) {
    if (U'a' <= character && character <= U'z') return 0;
    if (U'0' <= character && character <= U'9') return 1;
    if (U'A' <= character && character <= U'Z') return 2;
    return is_printable(character) ? 3 : 4;
  };
  std::stable_sort(
      characters.begin(), characters.end(),
      [&rank](char32_t left, char32_t right) { return rank(left) < rank(right); });
  return characters;
}

/// The tokens with each group of neighbouring runs as the one run that it amounts to,
/// so that a step has to skip at most one.
std::vector<GlobToken> with_single_runs(const std::vector<GlobToken>& tokens) {
  std::vector<GlobToken> single;
  for (const GlobToken& token : tokens) {
    if (single.empty() || !is_run(single.back().kind) || !is_run(token.kind))
      single.push_back(token);
    else if (token.kind == GlobToken::Kind::AnyRun)
      single.back() = token;
  }
  return single;
}

/// What one character does to all positions at once.
struct Symbol {
  char32_t character = 0;
  Bits advances;  ///< Positions whose token it is: the next position follows.
  Bits stays;     ///< Runs that absorb it.
};

/// All patterns as one automaton without branches: bit `i` of a state says that some
/// pattern's position `i` is reached. Shift-and steps all patterns in a few words.
///
/// Invariant: each pattern has one bit a token, then one that says "matched", which
/// no symbol advances, so that patterns never flow into each other.
class Patterns {
 public:
  explicit Patterns(const std::vector<const Glob*>& globs);

  [[nodiscard]] std::size_t words() const { return runs_.size(); }
  [[nodiscard]] const Bits& start() const { return start_; }
  [[nodiscard]] const std::vector<Symbol>& symbols() const { return symbols_; }
  [[nodiscard]] bool accepts(std::span<const Word> state, std::size_t pattern) const {
    return test(state, matched_[pattern]);
  }
  /// Whether some continuation still matches the pattern that was given first.
  [[nodiscard]] bool first_is_alive(std::span<const Word> state) const;
  /// Ensures: `to` is the state after `symbol`.
  void step(std::span<const Word> from, const Symbol& symbol, std::span<Word> to) const;

 private:
  struct Position {
    GlobToken token;
    LetterCase letter_case = LetterCase::Sensitive;
    bool matched = false;  ///< The end of its pattern; the token means nothing.
    std::size_t subsumes_from = 0;  ///< For runs, see `drop_subsumed`.
  };

  void add(const Glob& glob);
  void add_symbols();
  [[nodiscard]] bool takes(const Position& position, char32_t character) const;
  [[nodiscard]] Symbol symbol_of(char32_t character) const;
  /// Adds the positions after runs, which may absorb nothing.
  void skip_runs(std::span<Word> state) const;
  /// A run that is reached matches whatever an earlier position would still match, if
  /// the tokens between them take nothing that the run does not absorb. Without those
  /// positions far fewer states differ.
  void drop_subsumed(std::span<Word> state) const;

  std::vector<Position> positions_;
  std::vector<std::size_t> matched_;
  std::vector<Symbol> symbols_;
  Bits runs_;
  Bits start_;
};

Patterns::Patterns(const std::vector<const Glob*>& globs) {
  for (const Glob* glob : globs) add(*glob);
  const std::size_t count = (positions_.size() + kWordBits - 1) / kWordBits;
  runs_.assign(count, 0);
  start_.assign(count, 0);
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    if (!positions_[i].matched && is_run(positions_[i].token.kind)) mark(runs_, i);
    if (i == 0 || positions_[i - 1].matched) mark(start_, i);
  }
  skip_runs(start_);
  drop_subsumed(start_);
  add_symbols();
}

void Patterns::add(const Glob& glob) {
  const std::size_t begin = positions_.size();
  std::size_t segment = begin;  // The start, or just after what may have been a colon.
  for (const GlobToken& token : with_single_runs(glob.tokens())) {
    Position position{.token = token, .letter_case = glob.letter_case()};
    const bool crosses = token.kind == GlobToken::Kind::AnyRun;
    position.subsumes_from = crosses ? begin : segment;
    positions_.push_back(position);
    if (takes(position, ':')) segment = positions_.size();
  }
  matched_.push_back(positions_.size());
  positions_.push_back({.token = {}, .matched = true});
}

bool Patterns::takes(const Position& position, char32_t character) const {
  switch (position.token.kind) {
    case GlobToken::Kind::Character:
      return position.token.character == character ||
             (position.letter_case == LetterCase::Ignored &&
              position.token.character == other_case(character));
    case GlobToken::Kind::AnyCharacter:
    case GlobToken::Kind::AnyRun:
      return true;
    case GlobToken::Kind::AnySegmentCharacter:
    case GlobToken::Kind::AnySegmentRun:
      return character != ':';
  }
  ensure(false, "every kind of token is listed");
  return false;
}

Symbol Patterns::symbol_of(char32_t character) const {
  Symbol symbol{
      .character = character, .advances = Bits(words()), .stays = Bits(words())};
  for (std::size_t i = 0; i < positions_.size(); ++i) {
    if (positions_[i].matched || !takes(positions_[i], character)) continue;
    mark(is_run(positions_[i].token.kind) ? symbol.stays : symbol.advances, i);
  }
  return symbol;
}

/// One symbol for all characters that no pattern tells apart.
void Patterns::add_symbols() {
  std::set<char32_t> told_apart{U':'};
  for (const Position& position : positions_) {
    if (position.matched || position.token.kind != GlobToken::Kind::Character) continue;
    told_apart.insert(position.token.character);
    told_apart.insert(other_case(position.token.character));
  }
  std::vector<char32_t> all = characters_by_preference();
  for (const char32_t character : told_apart) {
    if (character >= all.size()) all.push_back(character);
  }
  // Where ASCII is told apart entirely, some other character is none of it.
  char32_t fresh = 0xE9;
  while (told_apart.contains(fresh)) ++fresh;
  all.push_back(fresh);
  bool has_other = false;
  for (const char32_t character : all) {
    const bool other = !told_apart.contains(character);
    if (other && std::exchange(has_other, true)) continue;
    Symbol symbol = symbol_of(character);
    const bool known =
        std::any_of(symbols_.begin(), symbols_.end(), [&symbol](const Symbol& earlier) {
          return earlier.advances == symbol.advances && earlier.stays == symbol.stays;
        });
    if (!known) symbols_.push_back(std::move(symbol));
  }
}

bool Patterns::first_is_alive(std::span<const Word> state) const {
  const std::size_t end = matched_.front() + 1;
  for (std::size_t i = 0; i < end / kWordBits; ++i)
    if (state[i] != 0) return true;
  const Word rest = (Word{1} << (end % kWordBits)) - 1;
  return rest != 0 && (state[end / kWordBits] & rest) != 0;
}

void Patterns::step(std::span<const Word> from, const Symbol& symbol,
                    std::span<Word> to) const {
  Word carry = 0;
  for (std::size_t i = 0; i < words(); ++i) {
    const Word moved = from[i] & symbol.advances[i];
    to[i] = (moved << 1) | carry | (from[i] & symbol.stays[i]);
    carry = moved >> (kWordBits - 1);
  }
  skip_runs(to);
  drop_subsumed(to);
}

void Patterns::skip_runs(std::span<Word> state) const {
  Word carry = 0;
  for (std::size_t i = 0; i < words(); ++i) {
    const Word reached = state[i] & runs_[i];
    state[i] |= (reached << 1) | carry;
    carry = reached >> (kWordBits - 1);
  }
}

void Patterns::drop_subsumed(std::span<Word> state) const {
  for (std::size_t i = words(); i-- > 0;) {
    Word reached = state[i] & runs_[i];
    while (reached != 0) {
      const auto bit = static_cast<std::size_t>(std::bit_width(reached)) - 1;
      const std::size_t at = i * kWordBits + bit;
      clear(state, positions_[at].subsumes_from, at);
      reached &= state[i] & ~(Word{1} << bit);
    }
  }
}

/// The states that a breadth-first search has met, each with how it was reached.
///
/// Invariant: no two states are equal. Their words lie side by side, since a search
/// may meet very many.
class States {
 public:
  explicit States(std::size_t words)
      : words_(words), index_(0, Hash{this}, Same{this}) {}
  States(const States&) = delete;
  States& operator=(const States&) = delete;

  [[nodiscard]] std::size_t size() const { return arrivals_.size(); }
  [[nodiscard]] std::span<const Word> words_of(std::size_t state) const {
    return {all_.data() + state * words_, words_};
  }
  /// Keeps the state if it is new.
  void meet(const Bits& state, std::size_t parent, char32_t character) {
    all_.insert(all_.end(), state.begin(), state.end());
    arrivals_.push_back({.parent = parent, .character = character});
    if (index_.insert(size() - 1).second) return;
    all_.resize(all_.size() - words_);
    arrivals_.pop_back();
  }
  /// The characters that lead from the first state to this one.
  [[nodiscard]] std::string path_to(std::size_t state) const {
    std::vector<char32_t> path;
    for (; state != 0; state = arrivals_[state].parent)
      path.push_back(arrivals_[state].character);
    std::string text;
    for (std::size_t i = path.size(); i-- > 0;) append_character(text, path[i]);
    return text;
  }

 private:
  struct Arrival {
    std::size_t parent = 0;
    char32_t character = 0;
  };
  struct Hash {
    const States* states;
    std::size_t operator()(std::size_t state) const {
      const auto words = states->words_of(state);
      return std::hash<std::string_view>{}(
          {reinterpret_cast<const char*>(words.data()), words.size_bytes()});
    }
  };
  struct Same {
    const States* states;
    bool operator()(std::size_t left, std::size_t right) const {
      const auto words = states->words_of(left);
      return std::equal(words.begin(), words.end(), states->words_of(right).begin());
    }
  };

  std::size_t words_;
  Bits all_;
  std::vector<Arrival> arrivals_;
  std::unordered_set<std::size_t, Hash, Same> index_;
};

/// Collects classes; the domain is the first pattern of `patterns`.
class Search {
 public:
  Search(const Patterns& patterns, std::size_t count, std::size_t budget)
      : patterns_(&patterns), count_(count), budget_(budget) {}

  /// Adds the classes that strings over `symbols` reach and that are not known yet.
  /// False if the budget is spent.
  bool run(const std::vector<const Symbol*>& symbols);
  [[nodiscard]] std::vector<StringClass> take() { return std::move(classes_); }

 private:
  void note_class(const States& states, std::size_t state);

  const Patterns* patterns_;
  std::size_t count_;
  std::size_t budget_;
  std::set<std::vector<bool>> known_;
  std::vector<StringClass> classes_;
};

bool Search::run(const std::vector<const Symbol*>& symbols) {
  States states(patterns_->words());
  Bits next = patterns_->start();
  states.meet(next, 0, 0);
  for (std::size_t state = 0; state < states.size(); ++state) {
    if (states.size() > budget_) return false;
    note_class(states, state);
    for (const Symbol* symbol : symbols) {
      patterns_->step(states.words_of(state), *symbol, next);
      if (patterns_->first_is_alive(next)) states.meet(next, state, symbol->character);
    }
  }
  budget_ -= states.size();
  return true;
}

void Search::note_class(const States& states, std::size_t state) {
  const auto words = states.words_of(state);
  if (!patterns_->accepts(words, 0)) return;
  StringClass found;
  for (std::size_t i = 1; i <= count_; ++i)
    found.matches.push_back(patterns_->accepts(words, i));
  if (!known_.insert(found.matches).second) return;
  found.witness = states.path_to(state);
  classes_.push_back(std::move(found));
}

}  // namespace

std::optional<std::vector<StringClass>> split_strings(const Glob& domain,
                                                      const std::vector<Glob>& patterns,
                                                      std::size_t budget) {
  std::vector<const Glob*> globs{&domain};
  for (const Glob& pattern : patterns) globs.push_back(&pattern);
  const Patterns automaton(globs);

  std::vector<const Symbol*> printable;
  std::vector<const Symbol*> all;
  for (const Symbol& symbol : automaton.symbols()) {
    all.push_back(&symbol);
    if (is_printable(symbol.character)) printable.push_back(&symbol);
  }
  Search search(automaton, patterns.size(), budget);
  // First without characters that cannot be printed, for the sake of the witnesses.
  if (!search.run(printable)) return std::nullopt;
  if (printable.size() < all.size() && !search.run(all)) return std::nullopt;
  return search.take();
}

}  // namespace pullproof
