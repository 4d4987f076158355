// Texts that are kept once: the accounts, regions, file names and ids of a snapshot are
// named by thousands of rows each.
//
// Invariant: two symbols are equal if and only if they are of one place in memory, so
// that comparing and hashing reads no text. Order is that of the texts.
// Guarantee: may be made in several threads. A text, once kept, stays until the end of
// the process: do not make symbols of what has no bound, as messages have none.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>

#include <fmt/core.h>

namespace pullproof {

class Symbol;

/// What a symbol may be compared with and made of, itself aside.
template <class T>
concept TextLike =
    !std::same_as<T, Symbol> && std::convertible_to<const T&, std::string_view>;

/// As small as a pointer, and cheap to copy. Converts from and to text by itself: it is
/// one in all but the cost.
class Symbol {
 public:
  Symbol() noexcept : text_(&kNone) {}
  template <TextLike T>
  // NOLINTNEXTLINE(google-explicit-constructor)
  Symbol(const T& text) : text_(kept(text)) {}

  [[nodiscard]] const std::string& str() const { return *text_; }
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator const std::string&() const { return *text_; }
  // NOLINTNEXTLINE(google-explicit-constructor)
  operator std::string_view() const { return *text_; }
  [[nodiscard]] bool empty() const { return text_ == &kNone; }
  [[nodiscard]] std::size_t size() const { return text_->size(); }
  [[nodiscard]] const char* c_str() const { return text_->c_str(); }
  [[nodiscard]] bool starts_with(std::string_view part) const {
    return text_->starts_with(part);
  }
  [[nodiscard]] bool ends_with(std::string_view part) const {
    return text_->ends_with(part);
  }
  [[nodiscard]] std::size_t find(std::string_view part, std::size_t from = 0) const {
    return text_->find(part, from);
  }
  [[nodiscard]] std::string substr(std::size_t from,
                                   std::size_t size = std::string::npos) const {
    return text_->substr(from, size);
  }
  /// Of its place in memory: not the same in another process.
  [[nodiscard]] std::size_t hash() const {
    // Fibonacci hashing: places are multiples of 8 or more.
    constexpr std::uint64_t kGolden = 0x9e37'79b9'7f4a'7c15;
    constexpr unsigned kHalf = 32;
    const std::uint64_t mixed = reinterpret_cast<std::uintptr_t>(text_) * kGolden;
    return mixed ^ (mixed >> kHalf);
  }

  friend bool operator==(const Symbol& one, const Symbol& other) {
    return one.text_ == other.text_;
  }
  friend std::strong_ordering operator<=>(const Symbol& one, const Symbol& other) {
    return one == other ? std::strong_ordering::equal : *one.text_ <=> *other.text_;
  }
  template <TextLike T>
  friend bool operator==(const Symbol& one, const T& other) {
    return *one.text_ == std::string_view(other);
  }
  template <TextLike T>
  friend std::strong_ordering operator<=>(const Symbol& one, const T& other) {
    return std::string_view(*one.text_) <=> std::string_view(other);
  }

  template <TextLike T>
  friend std::string operator+(const Symbol& one, const T& other) {
    return std::string(*one.text_).append(std::string_view(other));
  }
  template <TextLike T>
  friend std::string operator+(const T& one, const Symbol& other) {
    return std::string(std::string_view(one)).append(*other.text_);
  }
  friend std::string operator+(std::string&& one, const Symbol& other) {
    return std::move(one.append(*other.text_));
  }
  friend std::string operator+(const Symbol& one, const Symbol& other) {
    return *one.text_ + *other.text_;
  }
  friend std::string operator+(const Symbol& one, char other) {
    return *one.text_ + other;
  }
  friend std::string operator+(char one, const Symbol& other) {
    return one + *other.text_;
  }
  friend std::ostream& operator<<(std::ostream& out, const Symbol& symbol) {
    return out << *symbol.text_;
  }

 private:
  /// Of "".
  static const std::string kNone;

  [[nodiscard]] static const std::string* kept(std::string_view text);

  const std::string* text_;
};

}  // namespace pullproof

template <>
struct std::hash<pullproof::Symbol> {
  std::size_t operator()(const pullproof::Symbol& symbol) const noexcept {
    return symbol.hash();
  }
};

template <>
struct fmt::formatter<pullproof::Symbol> : fmt::formatter<std::string_view> {
  [[nodiscard]] fmt::format_context::iterator format(
      const pullproof::Symbol& symbol, fmt::format_context& context) const;
};
