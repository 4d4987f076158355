// Random numbers that are the same everywhere: distributions of the library are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>

namespace pullproof::bench {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  /// Requires: count > 0.
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(engine_() % count);
  }

  template <class List>
  void shuffle(List& list) {
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace pullproof::bench
