#include "model/core/glob_automaton.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/core/ensure.h"
#include "model/core/utf8.h"

namespace pullproof {
namespace {

constexpr char32_t kAscii = 128;

/// Letters that people like to read in a witness come first.
constexpr std::uint32_t rank(char32_t character) {
  if (U'a' <= character && character <= U'z') return character;
  if (U'0' <= character && character <= U'9') return kAscii + character;
  if (U'A' <= character && character <= U'Z') return 2 * kAscii + character;
  return (is_printable(character) ? 3 : 4) * kAscii + character;
}

/// All ASCII characters by their rank.
std::array<char32_t, kAscii> ascii_by_rank() {
  std::array<char32_t, kAscii> all{};
  for (char32_t i = 0; i < kAscii; ++i) all.at(i) = i;
  std::sort(all.begin(), all.end(),
            [](char32_t left, char32_t right) { return rank(left) < rank(right); });
  return all;
}

/// Where ASCII is told apart entirely, some other character is none of it.
/// Requires: `told_apart` is sorted by rank.
char32_t some_other(const std::vector<char32_t>& told_apart) {
  static const std::array<char32_t, kAscii> kAll = ascii_by_rank();
  std::size_t at = 0;
  for (const char32_t character : kAll) {
    if (at == told_apart.size() || told_apart[at] != character) return character;
    ++at;
  }
  char32_t fresh = 0xE9;
  while (std::find(told_apart.begin(), told_apart.end(), fresh) != told_apart.end()) {
    ++fresh;
  }
  return fresh;
}

bool is_run(GlobToken::Kind kind) {
  return kind == GlobToken::Kind::AnyRun || kind == GlobToken::Kind::AnySegmentRun;
}

/// The tokens with each group of neighbouring runs as the one run that it amounts to,
/// so that a step has to skip at most one.
std::vector<GlobToken> with_single_runs(const std::vector<GlobToken>& tokens) {
  std::vector<GlobToken> single;
  single.reserve(tokens.size());
  for (const GlobToken& token : tokens) {
    if (single.empty() || !is_run(single.back().kind) || !is_run(token.kind))
      single.push_back(token);
    else if (token.kind == GlobToken::Kind::AnyRun)
      single.back() = token;
  }
  return single;
}

}  // namespace

GlobAutomaton::GlobAutomaton(const std::vector<const Glob*>& globs) {
  std::size_t count = 0;
  for (const Glob* glob : globs) count += glob->tokens().size() + 1;
  positions_.reserve(count);
  std::vector<Position> begins;
  begins.reserve(globs.size());
  for (const Glob* glob : globs) {
    begins.push_back(static_cast<Position>(positions_.size()));
    add(*glob);
  }
  for (const Position begin : begins) reach(begin, start_);
  drop_subsumed(start_);
}

void GlobAutomaton::add(const Glob& glob) {
  const auto begin = static_cast<Position>(positions_.size());
  const std::uint32_t pattern =
      begin == 0 ? 0 : positions_.back().pattern + 1;  // The last one's end.
  const auto kind_of = [](GlobToken::Kind kind) {
    switch (kind) {
      case GlobToken::Kind::Character:
        return Kind::Character;
      case GlobToken::Kind::AnyCharacter:
        return Kind::Any;
      case GlobToken::Kind::AnyRun:
        return Kind::Run;
      case GlobToken::Kind::AnySegmentCharacter:
        return Kind::SegmentAny;
      case GlobToken::Kind::AnySegmentRun:
        return Kind::SegmentRun;
    }
    ensure(false, "every kind of token is listed");
    return Kind::End;
  };
  Position segment = begin;  // The start, or just after what may have been a colon.
  for (const GlobToken& token : with_single_runs(glob.tokens())) {
    Entry entry{.kind = kind_of(token.kind),
                .ignores_case = glob.letter_case() == LetterCase::Ignored,
                .character = token.character,
                .pattern = pattern};
    entry.subsumes_from = entry.kind == Kind::Run ? begin : segment;
    positions_.push_back(entry);
    if (takes(entry, U':')) segment = static_cast<Position>(positions_.size());
  }
  positions_.push_back({.kind = Kind::End, .pattern = pattern});
  std::uint32_t distance = 0;
  for (std::size_t i = positions_.size(); i-- > begin;) {
    Entry& entry = positions_[i];
    const bool free = entry.kind == Kind::End || entry.kind == Kind::Run ||
                      entry.kind == Kind::SegmentRun;
    if (!free) ++distance;
    entry.distance = distance;
  }
}

bool GlobAutomaton::takes(const Entry& entry, char32_t character) {
  switch (entry.kind) {
    case Kind::Character:
      return entry.character == character ||
             (entry.ignores_case && entry.character == other_case(character));
    case Kind::Any:
    case Kind::Run:
      return true;
    case Kind::SegmentAny:
    case Kind::SegmentRun:
      return character != U':';
    case Kind::End:
      return false;
  }
  ensure(false, "every kind of position is listed");
  return false;
}

void GlobAutomaton::reach(Position position, State& state) const {
  const auto add_once = [&state](Position one) {
    // Positions come in nearly sorted: at most a few of one pattern are out of order.
    auto at = state.end();
    while (at != state.begin() && *(at - 1) >= one) --at;
    if (at == state.end() || *at != one) state.insert(at, one);
  };
  add_once(position);
  if (is_run(position)) add_once(position + 1);
}

void GlobAutomaton::step(StateView from, char32_t character, State& to) const {
  to.clear();
  bool has_run = false;
  for (const Position position : from) {
    const Entry& entry = positions_[position];
    if (!takes(entry, character)) continue;
    const bool stays = entry.kind == Kind::Run || entry.kind == Kind::SegmentRun;
    const Position next = stays ? position : position + 1;
    has_run = has_run || is_run(next);
    reach(next, to);
  }
  if (has_run) drop_subsumed(to);
}

void GlobAutomaton::drop_subsumed(State& state) const {
  Position from = 0;
  Position until = 0;
  std::size_t kept = state.size();
  for (std::size_t i = state.size(); i-- > 0;) {
    const Position position = state[i];
    if (from <= position && position < until) continue;
    state[--kept] = position;
    if (!is_run(position)) continue;
    from = positions_[position].subsumes_from;
    until = position;
  }
  state.erase(state.begin(), state.begin() + static_cast<std::ptrdiff_t>(kept));
}

void GlobAutomaton::characters(StateView from, std::vector<char32_t>& to,
                               std::u32string_view also) const {
  to.assign(also.begin(), also.end());
  bool has_segments = false;
  for (const Position position : from) {
    const Entry& entry = positions_[position];
    has_segments = has_segments || entry.kind == Kind::SegmentAny ||
                   entry.kind == Kind::SegmentRun;
    if (entry.kind != Kind::Character) continue;
    to.push_back(entry.character);
    const char32_t other = other_case(entry.character);
    if (entry.ignores_case && other != entry.character) to.push_back(other);
  }
  if (has_segments) to.push_back(U':');
  const auto is_before = [](char32_t left, char32_t right) {
    return rank(left) < rank(right);
  };
  std::sort(to.begin(), to.end(), is_before);
  to.erase(std::unique(to.begin(), to.end()), to.end());
  const char32_t other = some_other(to);
  to.insert(std::upper_bound(to.begin(), to.end(), other, is_before), other);
}

bool MetStates::Same::operator()(std::size_t left, std::size_t right) const {
  const auto one = states->at(left);
  const auto other = states->at(right);
  return std::equal(one.begin(), one.end(), other.begin(), other.end());
}

bool MetStates::meet(GlobAutomaton::StateView state, std::size_t parent,
                     char32_t character) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const GlobAutomaton::Position position : state) {
    hash = (hash ^ position) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 29;
  }
  const std::size_t begin = all_.size();
  all_.insert(all_.end(), state.begin(), state.end());
  arrivals_.push_back({.begin = begin,
                       .end = all_.size(),
                       .parent = parent,
                       .depth = size() == 0 ? 0 : arrivals_[parent].depth + 1,
                       .hash = hash,
                       .character = character});
  if (index_.insert(size() - 1).second) return true;
  all_.resize(begin);
  arrivals_.pop_back();
  return false;
}

std::string MetStates::path_to(std::size_t state) const {
  std::vector<char32_t> path;
  for (; state != 0; state = arrivals_[state].parent) {
    path.push_back(arrivals_[state].character);
  }
  std::string text;
  for (std::size_t i = path.size(); i-- > 0;) append_character(text, path[i]);
  return text;
}

}  // namespace pullproof
