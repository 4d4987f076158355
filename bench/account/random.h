// Random choices that are the same on every machine: the engine is fixed by the
// standard, and no distribution of the library is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace pullproof::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// Requires: `count` > 0.
  [[nodiscard]] std::size_t below(std::size_t count) { return engine_() % count; }

  [[nodiscard]] std::string hex(std::size_t digits) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (i % 16 == 0) bits = engine_();
      text += kDigits[bits & 0xfU];
      bits >>= 4U;
    }
    return text;
  }

  /// "subnet-0c1d..." as AWS prints ids.
  [[nodiscard]] std::string id(std::string_view kind) {
    return std::string(kind) + "-0" + hex(16);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace pullproof::bench
