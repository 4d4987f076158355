#include "model/core/string_search.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

#include "model/core/ensure.h"
#include "model/core/glob_automaton.h"
#include "model/core/glob_relations.h"

namespace pullproof {
namespace {

using AnswerKind = StringAnswer::Kind;
using Position = GlobAutomaton::Position;

/// Where two patterns settle the question by themselves.
std::optional<StringAnswer> clear_conflict(const StringQuestion& question) {
  for (std::size_t i = 0; i < question.wanted.size(); ++i) {
    const Glob& wanted = *question.wanted[i];
    if (clearly_disjoint(*question.domain, wanted)) {
      return StringAnswer{.kind = AnswerKind::None, .wanted = {i}};
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (clearly_disjoint(*question.wanted[j], wanted)) {
        return StringAnswer{.kind = AnswerKind::None, .wanted = {j, i}};
      }
    }
  }
  for (std::size_t j = 0; j < question.unwanted.size(); ++j) {
    const Glob& unwanted = *question.unwanted[j];
    if (clearly_covers(unwanted, *question.domain)) {
      return StringAnswer{.kind = AnswerKind::None, .unwanted = {j}};
    }
    for (std::size_t i = 0; i < question.wanted.size(); ++i) {
      if (clearly_covers(unwanted, *question.wanted[i])) {
        return StringAnswer{.kind = AnswerKind::None, .wanted = {i}, .unwanted = {j}};
      }
    }
  }
  return std::nullopt;
}

bool answers(const StringQuestion& question, const std::string& text) {
  const auto matches = [&text](const Glob* glob) { return glob->matches(text); };
  return matches(question.domain) &&
         std::all_of(question.wanted.begin(), question.wanted.end(), matches) &&
         std::none_of(question.unwanted.begin(), question.unwanted.end(), matches);
}

/// Tries the plainest strings of the pattern that demands most.
std::optional<std::string> guess(const StringQuestion& question) {
  const Glob* longest = question.domain;
  for (const Glob* wanted : question.wanted) {
    if (wanted->tokens().size() > longest->tokens().size()) longest = wanted;
  }
  struct Filling {
    std::string_view run;
    char one;
  };
  constexpr std::array<Filling, 3> kFillings = {{{"", 'x'}, {"x", 'x'}, {"zq", 'z'}}};
  for (const auto& [run, one] : kFillings) {
    std::string text = longest->sample(run, one);
    if (answers(question, text)) return text;
  }
  return std::nullopt;
}

/// The search itself, over an automaton of those patterns that can matter: first the
/// domain, then what is wanted, then what is not.
class StringSearch {
 public:
  StringSearch(const StringQuestion& question, std::vector<std::size_t> unwanted,
               std::size_t budget)
      : required_(question.wanted.size() + 1),
        unwanted_(std::move(unwanted)),
        patterns_(globs_of(question, unwanted_)),
        blamed_(required_ + unwanted_.size(), false),
        budget_(budget) {}

  StringAnswer run() {
    for (const bool only_printable : {true, false}) {
      StringAnswer answer = run(only_printable);
      if (answer.kind != AnswerKind::None || !left_out_) return answer;
    }
    ensure(false, "a search over all characters leaves none out");
    return {};
  }
  /// What is left of it.
  [[nodiscard]] std::size_t budget() const { return budget_; }

 private:
  /// What a state tells of the strings that continue it.
  struct Outlook {
    bool alive = false;        ///< Some of them may be an answer.
    bool accepts = false;      ///< What was read is one.
    std::size_t distance = 0;  ///< Characters that the patterns lack, all together.
  };

  static std::vector<const Glob*> globs_of(const StringQuestion& question,
                                           const std::vector<std::size_t>& unwanted) {
    std::vector<const Glob*> globs = {question.domain};
    globs.insert(globs.end(), question.wanted.begin(), question.wanted.end());
    for (const std::size_t one : unwanted) globs.push_back(question.unwanted[one]);
    return globs;
  }

  StringAnswer run(bool only_printable) {
    left_out_ = false;
    MetStates states;
    // By how long the way was and, above all, by what patterns still lack: where many
    // are wanted, the shortest answer is too hard to find.
    constexpr std::size_t kWeight = 3;
    std::vector<std::vector<std::size_t>> waiting;
    std::size_t least = 0;
    const auto meet = [&](const GlobAutomaton::State& state, std::size_t parent,
                          char32_t character) {
      const Outlook outlook = look(state);
      if (!outlook.alive || !states.meet(state, parent, character)) return false;
      const std::size_t met = states.size() - 1;
      const std::size_t rank = states.depth(met) + kWeight * outlook.distance;
      if (waiting.size() <= rank) waiting.resize(rank + 1);
      waiting[rank].push_back(met);
      least = std::min(least, rank);
      return outlook.accepts;
    };
    if (meet(patterns_.start(), 0, 0))
      return {.kind = AnswerKind::Found, .witness = ""};
    GlobAutomaton::State from;
    GlobAutomaton::State next;
    std::vector<char32_t> characters;
    while (least < waiting.size()) {
      if (waiting[least].empty()) {
        ++least;
        continue;
      }
      const std::size_t state = waiting[least].back();
      waiting[least].pop_back();
      const auto positions = states.at(state);
      from.assign(positions.begin(), positions.end());
      patterns_.characters(from, characters);
      for (const char32_t character : characters) {
        if (only_printable && !is_printable(character)) {
          left_out_ = true;
          continue;
        }
        if (!spend(from.size())) return {.kind = AnswerKind::GaveUp};
        patterns_.step(from, character, next);
        if (meet(next, state, character)) {
          return {.kind = AnswerKind::Found,
                  .witness = states.path_to(states.size() - 1)};
        }
      }
    }
    return nothing();
  }

  bool spend(std::size_t positions) {
    const std::size_t cost = positions + 1;
    if (budget_ < cost) return false;
    budget_ -= cost;
    return true;
  }

  /// Remembers who stands in the way; whoever does already is enough.
  void blame(const std::vector<std::size_t>& any_of) {
    const auto is_blamed = [this](std::size_t pattern) { return blamed_[pattern]; };
    if (!any_of.empty() && std::none_of(any_of.begin(), any_of.end(), is_blamed)) {
      blamed_[any_of.front()] = true;
    }
  }

  Outlook look(const GlobAutomaton::State& state) {
    Outlook outlook{.alive = true, .accepts = true};
    final_.clear();
    refusing_.clear();
    std::size_t at = 0;
    for (std::size_t pattern = 0; pattern < required_; ++pattern) {
      constexpr auto kNever = std::numeric_limits<std::size_t>::max();
      std::size_t distance = kNever;
      bool matched = false;
      for (; at < state.size() && patterns_.pattern_of(state[at]) == pattern; ++at) {
        distance = std::min(distance, patterns_.distance(state[at]));
        matched = matched || patterns_.is_end(state[at]);
      }
      if (distance == kNever) {
        final_.push_back(pattern);
      } else {
        outlook.distance += distance;
      }
      if (!matched) refusing_.push_back(pattern);
    }
    for (; at < state.size(); ++at) {
      const std::size_t pattern = patterns_.pattern_of(state[at]);
      if (patterns_.is_for_good(state[at])) final_.push_back(pattern);
      if (patterns_.is_end(state[at])) refusing_.push_back(pattern);
    }
    outlook.alive = final_.empty();
    outlook.accepts = refusing_.empty();
    // What is dead for good needs no second reason.
    blame(outlook.alive ? refusing_ : final_);
    return outlook;
  }

  /// Every string was given up because of a pattern that is blamed.
  [[nodiscard]] StringAnswer nothing() const {
    StringAnswer answer{.kind = AnswerKind::None};
    for (std::size_t i = 1; i < required_; ++i) {
      if (blamed_[i]) answer.wanted.push_back(i - 1);
    }
    for (std::size_t i = 0; i < unwanted_.size(); ++i) {
      if (blamed_[required_ + i]) answer.unwanted.push_back(unwanted_[i]);
    }
    std::sort(answer.unwanted.begin(), answer.unwanted.end());
    return answer;
  }

  std::size_t required_;
  std::vector<std::size_t> unwanted_;  ///< Indices of the question's.
  GlobAutomaton patterns_;
  std::vector<bool> blamed_;
  std::size_t budget_;
  bool left_out_ = false;
  std::vector<std::size_t> final_;
  std::vector<std::size_t> refusing_;
};

/// Those that some string of all that is wanted may match.
std::vector<std::size_t> relevant(const StringQuestion& question) {
  std::vector<std::size_t> all;
  for (std::size_t j = 0; j < question.unwanted.size(); ++j) {
    const auto excludes = [&](const Glob* wanted) {
      return clearly_disjoint(*wanted, *question.unwanted[j]);
    };
    if (!excludes(question.domain) &&
        std::none_of(question.wanted.begin(), question.wanted.end(), excludes)) {
      all.push_back(j);
    }
  }
  return all;
}

}  // namespace

StringAnswer find_string(const StringQuestion& question, std::size_t budget) {
  if (auto conflict = clear_conflict(question)) return *std::move(conflict);
  if (auto witness = guess(question)) {
    return {.kind = AnswerKind::Found, .witness = *std::move(witness)};
  }
  // Most patterns that are not wanted never stand in the way: only those are looked at
  // that a string was found to match. After some rounds all are.
  constexpr std::size_t kRounds = 32;
  const std::vector<std::size_t> all = relevant(question);
  std::vector<std::size_t> active;
  std::size_t left = budget;
  for (std::size_t round = 1;; ++round) {
    StringSearch search(question, active, left);
    StringAnswer answer = search.run();
    left = search.budget();
    answer.spent = budget - left;
    if (answer.kind != AnswerKind::Found || active.size() == all.size()) return answer;
    const std::size_t before = active.size();
    for (const std::size_t j : all) {
      if (question.unwanted[j]->matches(answer.witness)) active.push_back(j);
    }
    if (active.size() == before) return answer;
    if (round == kRounds) active = all;
  }
}

}  // namespace pullproof
