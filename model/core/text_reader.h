// Reads texts of one kind character by character, for searches over all strings.
//
// A reader is an automaton without branches. Texts after which it is in states with one
// answer are alike for whoever it reads for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace pullproof {

class TextReader {
 public:
  using State = std::uint32_t;
  /// No text of the kind begins so.
  static constexpr State kDead = 0;

  TextReader() = default;
  TextReader(const TextReader&) = delete;
  TextReader& operator=(const TextReader&) = delete;
  virtual ~TextReader() = default;

  [[nodiscard]] virtual State start() = 0;
  /// Requires: `from` came from this reader.
  [[nodiscard]] virtual State step(State from, char32_t character) = 0;
  /// What texts that end here are; 0: none of the kind.
  [[nodiscard]] virtual std::uint32_t answer(State state) = 0;
  /// Those that it tells apart. Any other one leads to `kDead`.
  [[nodiscard]] virtual std::u32string_view characters() const = 0;
};

/// Numbers what a machine is in, as it gets there. The machine has a `State` in order,
/// a `start`, a `step` to another one or to nothing, an `answer` or nothing, and its
/// characters.
template <class Machine>
class NumberedReader : public TextReader {
 public:
  explicit NumberedReader(Machine machine) : machine_(std::move(machine)) {}

  State start() override { return number(machine_.start()); }
  State step(State from, char32_t character) override {
    if (from == kDead) return kDead;
    auto next = machine_.step(*states_[from - 1], character);
    return next ? number(*std::move(next)) : kDead;
  }
  std::uint32_t answer(State state) override {
    if (state == kDead) return 0;
    const auto said = machine_.answer(*states_[state - 1]);
    if (!said) return 0;
    const auto id = static_cast<std::uint32_t>(answers_.size() + 1);
    return answers_.emplace(*said, id).first->second;
  }
  std::u32string_view characters() const override { return machine_.characters(); }

 private:
  State number(typename Machine::State state) {
    const auto id = static_cast<State>(states_.size() + 1);
    const auto [at, is_new] = numbers_.emplace(std::move(state), id);
    if (is_new) states_.push_back(&at->first);
    return at->second;
  }

  Machine machine_;
  std::map<typename Machine::State, State> numbers_;
  std::vector<const typename Machine::State*> states_;
  std::map<typename Machine::Answer, std::uint32_t> answers_;
};

}  // namespace pullproof
