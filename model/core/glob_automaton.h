// Several patterns as one automaton without branches, for searches over all strings.
//
// A state is the positions that the patterns have reached, as a short sorted list: most
// patterns are dead after a few characters and cost nothing from there on. Of all
// characters only those that a state tells apart need to be followed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "model/core/glob.h"

namespace pullproof {

class GlobAutomaton {
 public:
  /// A token of a pattern, or its end; those of one pattern lie in a row.
  using Position = std::uint32_t;
  using State = std::vector<Position>;
  using StateView = std::span<const Position>;

  explicit GlobAutomaton(const std::vector<const Glob*>& globs);

  [[nodiscard]] const State& start() const { return start_; }
  /// Ensures: `to` is the state after `character`.
  void step(StateView from, char32_t character, State& to) const;
  /// One character for each way to go on, those that people like to read first; what
  /// all others do is what the one does that no pattern mentions, and that is none of
  /// those that somebody else tells apart.
  void characters(StateView from, std::vector<char32_t>& to,
                  std::u32string_view also = {}) const;

  [[nodiscard]] std::size_t pattern_of(Position position) const {
    return positions_[position].pattern;
  }
  /// The pattern matches what has been read.
  [[nodiscard]] bool is_end(Position position) const {
    return positions_[position].kind == Kind::End;
  }
  /// The pattern matches whatever follows.
  [[nodiscard]] bool is_for_good(Position position) const {
    return positions_[position].kind == Kind::Run && is_end(position + 1);
  }
  /// At least so many characters must follow before the pattern matches.
  [[nodiscard]] std::size_t distance(Position position) const {
    return positions_[position].distance;
  }

 private:
  enum class Kind : std::uint8_t { Character, Any, Run, SegmentAny, SegmentRun, End };
  struct Entry {
    Kind kind = Kind::End;
    bool ignores_case = false;
    char32_t character = 0;
    std::uint32_t pattern = 0;
    std::uint32_t distance = 0;
    Position subsumes_from = 0;  ///< For runs, see `drop_subsumed`.
  };

  void add(const Glob& glob);
  [[nodiscard]] bool is_run(Position position) const {
    return positions_[position].kind == Kind::Run ||
           positions_[position].kind == Kind::SegmentRun;
  }
  [[nodiscard]] static bool takes(const Entry& entry, char32_t character);
  /// Adds the position, and the one after it if it is a run, which may absorb nothing.
  void reach(Position position, State& state) const;
  /// A run that is reached matches whatever an earlier position would still match, if
  /// the tokens between them take nothing that the run does not absorb. Without those
  /// positions far fewer states differ.
  void drop_subsumed(State& state) const;

  std::vector<Entry> positions_;
  State start_;
};

/// The states that a search has met, each with how it was reached.
///
/// Invariant: no two states are equal. They lie side by side, since a search may meet
/// very many.
class MetStates {
 public:
  MetStates() : index_(0, Hash{this}, Same{this}) {}
  MetStates(const MetStates&) = delete;
  MetStates& operator=(const MetStates&) = delete;

  [[nodiscard]] std::size_t size() const { return arrivals_.size(); }
  /// Valid until the next state is met.
  [[nodiscard]] GlobAutomaton::StateView at(std::size_t state) const {
    const Arrival& arrival = arrivals_[state];
    return {all_.data() + arrival.begin, arrival.end - arrival.begin};
  }
  /// Keeps the state if it is new, which is the answer.
  bool meet(GlobAutomaton::StateView state, std::size_t parent, char32_t character);
  /// How many characters lead to it.
  [[nodiscard]] std::size_t depth(std::size_t state) const {
    return arrivals_[state].depth;
  }
  /// The characters that lead from the first state to this one.
  [[nodiscard]] std::string path_to(std::size_t state) const;

 private:
  struct Arrival {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t parent = 0;
    std::size_t depth = 0;
    std::size_t hash = 0;
    char32_t character = 0;
  };
  struct Hash {
    const MetStates* states;
    std::size_t operator()(std::size_t state) const {
      return states->arrivals_[state].hash;
    }
  };
  struct Same {
    const MetStates* states;
    bool operator()(std::size_t left, std::size_t right) const;
  };

  std::vector<GlobAutomaton::Position> all_;
  std::vector<Arrival> arrivals_;
  std::unordered_set<std::size_t, Hash, Same> index_;
};

[[nodiscard]] constexpr bool is_printable(char32_t character) {
  return U' ' <= character && character <= U'~';
}

}  // namespace pullproof
